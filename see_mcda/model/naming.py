"""Finding what a person means by an id, by a name in any language, or by a label or header of their own."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from see_mcda.errors import Faults, SeeMcdaError, UnknownNameError
from see_mcda.language.lists import quoted
from see_mcda.language.messages import Message, Text, Where, message

LISTED = 20
"""The number of names that a message lists."""
CLOSE = 0.7
"""The similarity (:class:`difflib.SequenceMatcher`) from which a name is offered."""
COMPARED = 10_000
"""The number of names that are searched for similar ones."""
_LAST_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def folded(words: str) -> str:
    """Return words normalised for comparison: case, spaces, ``_``, ``-``, brackets, Unicode composition."""
    text = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s_\-()\[\]]+", "_", text).strip("_") or words


def folded_all(words: Sequence[str]) -> list[str]:
    """Return each of some words folded, all at once."""
    text = "\n".join(words)
    if text.count("\n") != len(words) - 1:
        return list(map(folded, words))
    text = re.sub(r"(?:[^\S\n]|[_\-()\[\]])+", "_", unicodedata.normalize("NFKC", text).casefold())
    return [key.strip("_") or word for key, word in zip(text.split("\n"), words, strict=True)]


@dataclass(frozen=True)
class Kind:
    """A kind of named things: the code of faults, the noun, and what else can be given."""

    code: str
    noun: Message
    otherwise: Message | None = None


CANDIDATE = Kind("unknown-candidate", message("candidate"))
CRITERION = Kind("unknown-node", message("criterion"))
GROUP = Kind("unknown-node", message("group of criteria"))
METHOD = Kind("unknown-method", message("method"))
NORMALIZATION = Kind("unknown-value", message("normalisation"))
WEIGHTING = Kind("unknown-weighting", message("weighting"), message("a file, or a=2,b=1"))
FRAMEWORK = Kind("unknown-framework", message("framework"), message("a .yaml or .json file"))


class Choices:
    """Some things by their ids, and what people call them.

    Args:
        kind: what they are.
        called: for each id the words for it; the first are shown in messages, the id where there are none.

    An exact id is found first, then exact words, then words that differ in case, spaces, hyphens or Unicode
    composition, then a header without the unit in brackets at its end.
    """

    def __init__(self, kind: Kind, called: Mapping[str, Sequence[str | Text | None]]):
        self.kind = kind
        self.called = called

    @classmethod
    def of_candidates(
        cls, ids: Iterable[str], names: Iterable[Text | None], labels: Iterable[str | None]
    ) -> Choices:
        """Return candidates by their ids, names and labels."""
        return cls(CANDIDATE, {id: called for id, *called in zip(ids, names, labels, strict=True)})

    def resolve(
        self, words: object, where: Where | str | None = None, error: type[SeeMcdaError] = UnknownNameError
    ) -> str:
        """Return the id of what is meant; raise ``error`` if nothing is, or several things are."""
        faults = Faults()
        id = self.match(words, where, faults)
        faults.stop(error)
        assert id is not None
        return id

    def match(self, words: object, where: Where | str | None, faults: Faults) -> str | None:
        """Return the id of what is meant; add a fault if nothing is, or several things are."""
        given = str(words).strip()
        found = self.find(given)
        if len(found) == 1:
            return found[0]
        if found:
            faults.add(
                "ambiguous-name",
                "{given} could be {found}; write the id or the whole name",
                where,
                given=given,
                found=[self._with_id(id) for id in found],
            )
        elif near := self._near(given):
            faults.add(
                self.kind.code,
                "there is no {kind} {given}; did you mean {near}?",
                where,
                kind=self.kind.noun,
                given=given,
                near=near,
            )
        elif self.kind.otherwise is None:
            faults.add(
                self.kind.code,
                "there is no {kind} {given}; choose from {known}",
                where,
                kind=self.kind.noun,
                given=given,
                known=self.listed,
            )
        else:
            faults.add(
                self.kind.code,
                "there is no {kind} {given}; choose from {known}, or give {otherwise}",
                where,
                kind=self.kind.noun,
                given=given,
                known=self.listed,
                otherwise=self.kind.otherwise,
            )
        return None

    def find(self, words: str) -> Sequence[str]:
        """Return the ids of all that could be meant."""
        if words in self.called:  # most often, and without an index of all words
            return [words]
        keys = (words, folded(words), folded(words))
        return next(filter(None, (ids.get(key) for key, ids in zip(keys, self._indexes, strict=True))), [])

    @property
    def listed(self) -> list[str | Text]:
        """The names as a message lists them: the first :data:`LISTED`."""
        shown = [self.shown(id) for id in islice(self.called, LISTED)]
        return [*shown, *["…"][: len(self.called) - LISTED]] if len(self.called) > LISTED else shown

    def shown(self, id: str) -> str | Text:
        """Return what a person reads and can type for it."""
        words = next((each for each in self.called[id] if each), id)
        return quoted(words) if isinstance(words, str) else {key: quoted(name) for key, name in words.items()}

    def _with_id(self, id: str) -> str | Text:
        shown = self.shown(id)
        if isinstance(shown, str):
            return shown if shown == id else f"{shown} ({id})"
        return {language: f"{name} ({id})" for language, name in shown.items()}

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        """The id of each word."""
        return [(id, words) for id, called in self.called.items() for words in (*_each(called), id)]

    @cached_property
    def _indexes(self) -> list[dict[str, list[str]]]:
        """The ids of the words as they are written, folded, and folded without a unit."""
        indexes: list[dict[str, list[str]]] = []
        for form in (str, folded, _without_unit):
            ids: dict[str, list[str]] = {}
            for id, words in self._words:
                if id not in (known := ids.setdefault(form(words), [])):
                    known.append(id)
            indexes.append(ids)
        return indexes

    def _near(self, given: str) -> list[str | Text]:
        """Return the names that look like the one given, or begin with it; at most three."""
        known = {
            form(words): id for id, words in islice(self._words, COMPARED) for form in (folded, _without_unit)
        }
        key = folded(given)
        alike = difflib.get_close_matches(key, known, n=3, cutoff=CLOSE) or [
            words for words in known if len(key) > 1 and words.startswith(key)
        ]
        return [self.shown(id) for id in dict.fromkeys(known[words] for words in alike)][:3]


def _without_unit(words: str) -> str:
    return folded(_LAST_BRACKET.sub("", words) or words)


def _each(called: Iterable[str | Text | None]) -> list[str]:
    return [
        words for each in called if each for words in ([each] if isinstance(each, str) else each.values())
    ]
