"""Merging a file that was sent out, filled in and returned into the problem that it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from see_mcda.errors import Faults, ProblemError
from see_mcda.language.messages import LANGUAGES, Message, Notice, Text, Where, message
from see_mcda.model.naming import Choices
from see_mcda.model.problem import Problem
from see_mcda.model.reading import LACKING, ColumnRole, ReadColumn

_UNANSWERED = "not-established"
_STATES: Mapping[str, Message] = {
    "pass": message("pass"),
    "fail": message("fail"),
    _UNANSWERED: message("not yet checked"),
}
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Difference:
    """A value that the returned file adds to the problem, or has otherwise.

    Attributes:
        where: its cell in the returned file.
        candidate: the id of the candidate.
        name: the candidate's name.
        part: its place in the document of the candidate: ``("scores", leaf)``, ``("gates", gate)``,
            ``("attributes", key)``, ``("name",)`` or ``("note",)``.
        title: what the part is called.
        old: the value in the problem; None if there is none. A score is its value with its evidence.
        new: the value with what the returned file says.
        replaces: whether something in the problem is otherwise, so that it would be lost.

    """

    where: Where
    candidate: str
    name: Text
    part: tuple[str, ...]
    title: Text
    old: Any
    new: Any
    replaces: bool

    @property
    def old_words(self) -> Text:
        """The old value as a person writes it."""
        return {language: _words(self.old, language) for language in LANGUAGES}

    @property
    def new_words(self) -> Text:
        """The new value as a person writes it."""
        return {language: _words(self.new, language) for language in LANGUAGES}


@dataclass(frozen=True)
class Merge:
    """A problem into which a returned file was merged.

    Attributes:
        problem: the problem with the changes.
        changes: the values that were filled in, or replaced.
        conflicts: the values that the returned file has otherwise, and that were left as they are.
        warnings: the criteria that the returned file lacks.

    """

    problem: Problem
    changes: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]
    warnings: tuple[Notice, ...] = ()

    def apply(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document of the problem with the changes, and all else in it as it was written."""
        return _changed(document, self.changes)


def merge(problem: Problem, returned: Problem, *, override: bool = False) -> Merge:
    """Merge the scores, gates, names, notes and attributes of a returned file into a problem.

    What is empty in ``returned`` changes nothing. What is empty in ``problem`` is filled in. A value that
    both have otherwise is a conflict: it is left as it is, unless ``override``. A score is replaced with its
    evidence; if only evidence is added, the score stays.

    Args:
        problem: the problem.
        returned: the file that came back, read with ``framework=problem.framework``, and ``partial=True``
            if it may lack criteria. Its candidates are known by ids, labels or names; it need not have all of
            them.
        override: whether the returned values replace others.

    Raises :class:`ProblemError` naming every candidate and column of numbers that the problem does not have,
    and every candidate that stands in two rows or whose id and name belong to two candidates.
    """
    faults = Faults()
    comparison = _Comparison(problem, returned)
    comparison.check_columns(faults)
    rows = comparison.matched(faults)
    faults.stop(ProblemError)
    found = [each for row, id in rows.items() for each in comparison.differences(row, id)]
    changes = tuple(each for each in found if override or not each.replaces)
    conflicts = tuple(each for each in found if each.replaces and not override)
    document = _changed(problem.to_dict(), changes)
    merged = Problem.from_dict(document, problem.framework) if changes else problem
    notices = returned.reading.notices if returned.reading else ()
    return Merge(merged, changes, conflicts, tuple(each for each in notices if each.code == LACKING))


def _changed(document: Mapping[str, Any], changes: Sequence[Difference]) -> dict[str, Any]:
    candidates = {each["id"]: dict(each) for each in document["candidates"]}
    for change in changes:
        candidate, (key, *inside) = candidates[change.candidate], change.part
        candidate[key] = {**(candidate.get(key) or {}), inside[0]: change.new} if inside else change.new
    return {**document, "candidates": list(candidates.values())}


class _Comparison:
    """Compares a returned problem with the one that it came from."""

    def __init__(self, problem: Problem, returned: Problem):
        self.problem, self.returned, self.reading = problem, returned, returned.reading
        self.choices = Choices.of_candidates(problem.candidates, problem.names, problem.labels)
        self.old = {each["id"]: each for each in problem.to_dict()["candidates"]}
        self.new: list[dict[str, Any]] = returned.to_dict()["candidates"]
        self.named: set[int] = set()

    def check_columns(self, faults: Faults) -> None:
        """Add a fault for each column of numbers that is neither a criterion nor marked as an attribute."""
        for column in self.reading.columns if self.reading else ():
            unknown = column.role == "attribute" and column.reason is not None
            if unknown and any(
                isinstance(each.get(str(column.id)), (int, float)) for each in self.returned.attributes
            ):
                self.problem.framework.leaf_choices.match(column.header, self._head(column), faults)

    def matched(self, faults: Faults) -> dict[int, str]:
        """Return the candidate of each row of the returned problem."""
        matched: dict[int, str] = {}
        first: dict[str, int] = {}
        for row in range(len(self.returned.candidates)):
            id = self._match(row, faults)
            if id is None:
                continue
            if id in first:
                faults.add(
                    "duplicate-candidate",
                    "{id} is used twice (first at {other}); ids and labels must be unique",
                    self._place(row, "name", "id"),
                    id=self.problem.name(self.problem.candidates.index(id)),
                    other=self._place(first[id], "name", "id"),
                )
            first.setdefault(id, row)
            matched[row] = id
        return matched

    def _match(self, row: int, faults: Faults) -> str | None:
        id, label = self.returned.candidates[row], self.returned.labels[row]
        names = [*(self.returned.names[row] or {}).values()]
        made = self.reading is not None and id in self.reading.made_ids
        by_id = [] if made else self.choices.find(label or id)
        by_name = list(dict.fromkeys(each for name in names for each in self.choices.find(name)))
        if len(by_id) == 1:
            if by_name and by_id[0] not in by_name:
                faults.add(
                    "other-candidate",
                    "the id {id} and the name {name} belong to two candidates; correct one of them",
                    self._place(row, "id", "name"),
                    id=label or id,
                    name=names[0],
                )
                return None
            return by_id[0]
        if len(by_name) == 1:
            self.named.add(row)
            return by_name[0]
        if names and (made or by_name):
            return self.choices.match(names[0], self._place(row, "name"), faults)
        return self.choices.match(label or id, self._place(row, "id", "name"), faults)

    def differences(self, row: int, id: str) -> Iterator[Difference]:
        """Yield what a row of the returned problem adds to its candidate, or has otherwise."""
        old, new = self.old[id], self.new[row]
        name = self.problem.name(self.problem.candidates.index(id))

        def difference(
            where: Where, part: tuple[str, ...], title: Text, was: Any, found: tuple[Any, bool]
        ) -> Iterator[Difference]:
            if found[0] != was:
                yield Difference(where, id, name, part, title, was, *found)

        for key, title in (("name", message("name")), ("note", message("note"))):
            was, given = old.get(key), new.get(key) or {}
            if key == "name" and row in self.named:  # however it is spelled there
                given = {language: words for language, words in given.items() if language not in (was or {})}
            where = self._place(row, "name" if key == "name" else "note")
            yield from difference(where, (key,), title.texts(), was, _text(was, given))
        for position, gate in enumerate(self.problem.framework.gates):
            was, given = old["gates"][gate.id], new["gates"][gate.id]
            answered = self.reading is not None and (row, position) in self.reading.answered
            found = _gate(was, given, answered=answered or _state(given) != _UNANSWERED)
            moved = _state(found[0]) != _state(was)
            where = self._place(row, "gate" if moved else "gate-reason", key=gate.id)
            title_of_gate = message("gate {id}", id=gate.id).texts()
            was = None if was == _UNANSWERED else was
            yield from difference(where, ("gates", gate.id), title_of_gate, was, found)
        for column, leaf in enumerate(self.problem.framework.leaves):
            was, given = old["scores"].get(leaf.id), new["scores"].get(leaf.id)
            where = self.returned.place(row, column)
            yield from difference(where, ("scores", leaf.id), leaf.title, was, _score(was, given))
        for key, given in (new.get("attributes") or {}).items():
            was = (old.get("attributes") or {}).get(key)
            found = _text(was, given) if _are_texts(was, given) else (given, was is not None)
            marked = self.reading is None or any(
                each.id == key and each.reason is None for each in self.reading.columns
            )
            if marked and given is not None:
                where = self._place(row, "attribute", key=key)
                yield from difference(where, ("attributes", key), {"en": key}, was, found)

    def _place(self, row: int, *roles: ColumnRole, key: str | None = None) -> Where:
        """Return the cell of a row in the first column of one of the roles."""
        for role in roles:
            for column in self.reading.columns if self.reading else ():
                if column.role == role and key in (None, column.id):
                    return self._at(row, column)
        place = self.returned.place(row, 0)
        return replace(place, cell=None) if place.path is None else replace(place, path=f"candidates[{row}]")

    def _at(self, row: int, column: ReadColumn) -> Where:
        """Return the cell of a row in a column."""
        place = self.returned.place(row, 0)
        found = _CELL.fullmatch(place.cell or "")
        if found is None:
            return replace(place, column=column.header or column.at)
        return replace(place, cell=self._cell(column, found[1 if self._turned else 2]))

    def _head(self, column: ReadColumn) -> Where:
        """Return the cell of a column's header."""
        reading = self.reading
        assert reading is not None
        if reading.sheet is None:
            return Where(reading.file, column=column.header or column.at)
        heads = [row.at for row in reading.of_role("header")]
        return Where(reading.file, reading.sheet, self._cell(column, heads[-1] if heads else ""))

    def _cell(self, column: ReadColumn, row: str) -> str:
        return row + column.at if self._turned else column.at + row

    @property
    def _turned(self) -> bool:
        return self.reading is not None and self.reading.turned


def _score(old: Any, new: Any) -> tuple[Any, bool]:
    (value, evidence), (given, added) = _parted(old), _parted(new)
    if given is not None and value is not None and given != value:
        return _joined(given, added), True
    replaces = value is not None and any(evidence.get(key, each) != each for key, each in added.items())
    return _joined(value if given is None else given, {**evidence, **added}), replaces


def _parted(score: Any) -> tuple[Any, dict[str, Any]]:
    if not isinstance(score, Mapping) or "value" not in score:
        return score, {}
    return score["value"], {key: each for key, each in score.items() if key != "value"}


def _joined(value: Any, evidence: Mapping[str, Any]) -> Any:
    return {"value": value, **evidence} if evidence else value


def _gate(old: Any, new: Any, *, answered: bool) -> tuple[Any, bool]:
    state, given = _state(old), _state(new)
    if answered and given != state:
        reason = _reason(new) or (_reason(old) if state == _UNANSWERED else {})
        return _answer(given, reason), state != _UNANSWERED
    reason, replaces = _text(_reason(old), _reason(new))
    return (_answer(state, reason) if reason or state != _UNANSWERED else None), replaces


def _answer(state: str, reason: Any) -> Any:
    return {"state": state, "reason": reason} if reason else state


def _state(answer: Any) -> str:
    return str(answer["state"] if isinstance(answer, Mapping) else answer)


def _reason(answer: Any) -> Any:
    return (answer.get("reason") if isinstance(answer, Mapping) else None) or {}


def _are_texts(*values: Any) -> bool:
    return all(isinstance(each, Mapping) for each in values)


def _text(old: Any, new: Any) -> tuple[Any, bool]:
    """Return a text with the languages of another, and whether one of them is replaced."""
    was, given = old or {}, new or {}
    return {**was, **given} or None, any(was.get(key, words) != words for key, words in given.items())


def _words(value: Any, language: str) -> str:
    if isinstance(value, list):
        return "; ".join(_words(each, language) for each in value)
    if not isinstance(value, Mapping):
        return _plain_words(value, language)
    words = {key: _words(each, language) for key, each in value.items()}
    for key in ("value", "state"):
        if key in words:
            others = ", ".join(each for name, each in words.items() if name != key)
            return f"{words[key]} ({others})" if others else words[key]
    if "mean" in words:
        return f"{words['mean']} ± {words['sd']}"
    # an interval, or a text in its languages
    return (".." if "low" in words else " / ").join(dict.fromkeys(words.values()))


def _plain_words(value: Any, language: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return _STATES[value].text(language) if value in _STATES else str(value)
