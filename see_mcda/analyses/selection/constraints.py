"""The grammar of constraints on a set: one sentence each, the same on every interface.

================  ====================================================================
a budget          ``cost <= 2,000,000``, and a total at least: ``jobs >= 50``
the number        ``exactly 3``, ``at least 2``, ``at most 5``
a quota           ``province: at least 1 of each``, ``sector: fish at most 2``
a share of money  ``sector: fish at most 40 % of cost``
a decision        ``include sampran``, ``exclude moral-farmer because its licence expired``
a group           ``at most 1 of: sampran, moral-farmer``
incompatible      ``incompatible: sampran, moral-farmer``
requires          ``sampran requires moral-farmer``
a funding level   ``level sampran at 60 % for 50 %``: of its cost, for a share of its value
================  ====================================================================

Candidates, attributes and their values are called by id or by name; in a list, a name with a comma stands
between double quotes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from see_mcda.errors import Faults, InputError
from see_mcda.language.lists import split_list

Bound = Literal["at least", "at most", "exactly"]
_SHOWN = 120
"""Characters of a sentence that a message repeats."""
EXAMPLES = ("cost <= 300", "exactly 3", "province: at least 1 of each", "include sampran")
"""Constraints that a message gives as examples."""
_NUMBER = r"[-+]?[0-9][0-9, ]*(?:\.[0-9]+)?"
_COUNT = rf"(?P<bound>at least|at most|exactly)\s+(?P<number>{_NUMBER})"


@dataclass(frozen=True)
class Total:
    """The sum of an attribute over the set: a budget, or a total that must be reached."""

    attribute: str
    bound: Bound
    number: float


@dataclass(frozen=True)
class Count:
    """The number of candidates in the set."""

    bound: Bound
    number: float


@dataclass(frozen=True)
class Quota:
    """The number of candidates with a value of an attribute (None: with each of its values).

    With ``share`` it is that part, in per cent, of the sum of ``of`` (None: of the budget's attribute).
    """

    attribute: str
    value: str | None
    bound: Bound
    number: float
    share: bool = False
    of: str | None = None


@dataclass(frozen=True)
class Among:
    """The number of candidates in the set among some; ``incompatible`` ones exclude each other."""

    candidates: tuple[str, ...]
    bound: Bound
    number: float
    incompatible: bool = False


@dataclass(frozen=True)
class Decision:
    """A candidate that is included or excluded, and why."""

    candidate: str
    included: bool
    reason: str | None


@dataclass(frozen=True)
class Requires:
    """A candidate that is only taken together with others."""

    candidate: str
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """A smaller funding of a candidate, in per cent of its cost, and the value that is left, in per cent."""

    candidate: str
    cost: float
    value: float


Sentence = Total | Count | Quota | Among | Decision | Requires | Level


def parse(sentences: Sequence[str], faults: Faults) -> dict[int, Sentence]:
    """Return by position what sentences say; each that says nothing is added to ``faults``."""
    found: dict[int, Sentence] = {}
    for position, words in enumerate(sentences):
        sentence = read_sentence(words)
        if sentence is None:
            faults.add(
                "bad-constraint",
                "{given} is not a constraint; write for example {examples}",
                f"constraints[{position}]",
                given=textwrap.shorten(str(words), _SHOWN, placeholder="…"),
                examples=[f'"{each}"' for each in EXAMPLES],
            )
        else:
            found[position] = sentence
    return found


def bounded(words: str, bound: Bound) -> str:
    """Return the sentence that bounds what an option says, such as ``province: 1 of each`` or ``3``."""
    at = re.search(rf"(?:^|(?<=[:\s])){_NUMBER}(?:\s*%.*|\s+of\b.*)?$", words)
    return words if at is None else f"{words[: at.start()]}{bound} {at.group()}"


def facts_named(sentences: Sequence[str]) -> list[str]:
    """Return the attributes that sentences name: in a plain table, they are facts and no criteria.

    Raises :class:`see_mcda.SeeMcdaError` with every sentence that says nothing, as the table would then be
    read with costs as criteria.
    """
    faults = Faults()
    read = parse(sentences, faults).values()
    faults.stop(InputError)
    named = [each.attribute for each in read if isinstance(each, (Total, Quota))]
    named += [each.of for each in read if isinstance(each, Quota) and each.of]
    return list(dict.fromkeys(named))


def read_sentence(words: str) -> Sentence | None:
    """Return what a sentence says; None if it says nothing."""
    text = " ".join(str(words).split())
    for pattern, made in _FORMS:
        match = pattern.fullmatch(text)
        if match is not None:
            return made({name: (part or "").strip() for name, part in match.groupdict().items()})
    return None


def _number(words: str) -> float:
    return float(re.sub("[, ]", "", words))


def _bound(words: str) -> Bound:
    said = words.lower()
    return "at least" if said == "at least" else "at most" if said == "at most" else "exactly"


def _incompatible(part: Parts) -> Among:
    return Among(tuple(split_list(part["candidates"])), "at most", 1, incompatible=True)


def _among(part: Parts) -> Among:
    return Among(tuple(split_list(part["candidates"])), _bound(part["bound"]), _number(part["number"]))


def _count(part: Parts) -> Count:
    return Count(_bound(part["bound"]), _number(part["number"]))


def _quota(part: Parts) -> Quota | None:
    each = bool(part["each"]) or part["of"].lower() == "each"
    if each == bool(part["value"]):  # of each value, or of one that is named
        return None
    return Quota(
        _name(part["attribute"]),
        _name(part["value"]) or None,
        _bound(part["bound"]),
        _number(part["number"]),
        bool(part["share"]),
        None if part["of"].lower() in ("", "each") else _name(part["of"]),
    )


def _total(part: Parts) -> Total:
    bound: Bound = "at most" if part["sign"] in ("<=", "≤") else "at least"
    return Total(_name(part["attribute"]), bound, _number(part["number"]))


def _decision(part: Parts) -> Decision:
    return Decision(_name(part["candidate"]), part["verb"].lower() == "include", part["reason"] or None)


def _level(part: Parts) -> Level:
    return Level(_name(part["candidate"]), _number(part["cost"]), _number(part["worth"]))


def _requires(part: Parts) -> Requires:
    return Requires(_name(part["candidate"]), tuple(split_list(part["needed"])))


def _name(words: str) -> str:
    """Return a name without quotes around it."""
    several = split_list(words)
    return several[0] if len(several) == 1 else words


Parts = dict[str, str]
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Parts], Sentence | None]], ...] = tuple(
    (re.compile(pattern, re.I), made)
    for pattern, made in (
        (r"incompatible\s*:\s*(?P<candidates>.+)", _incompatible),
        (rf"{_COUNT}\s+of\s*:\s*(?P<candidates>.+)", _among),
        (_COUNT, _count),
        (
            rf"(?P<attribute>.+?)\s*:\s*(?:(?P<value>.+?)\s+)?{_COUNT}\s*(?P<share>%(?:\s*of\s+(?P<of>.+?))?)?"
            r"(?P<each>\s+of\s+each)?",
            _quota,
        ),
        (rf"(?P<attribute>.+?)\s*(?P<sign><=|>=|≤|≥)\s*(?P<number>{_NUMBER})", _total),
        (
            r"(?:must\s+)?(?P<verb>include|exclude)\s+(?P<candidate>.+?)(?:\s+because\s+(?P<reason>.+))?",
            _decision,
        ),
        (
            rf"level\s+(?P<candidate>.+?)\s+at\s+(?P<cost>{_NUMBER})\s*%\s+for\s+(?P<worth>{_NUMBER})\s*%",
            _level,
        ),
        (r"(?P<candidate>.+?)\s+requires\s+(?P<needed>.+)", _requires),
    )
)
"""The forms of sentences, in the order in which they are tried."""
