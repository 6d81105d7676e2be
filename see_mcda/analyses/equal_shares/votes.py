"""Votes of people or groups: a table with a row for each and a column a candidate, or a list of ballots.

A ballot is ``{"voter": "Farmers", "size": 40, "approves": ["a", "b"]}``, or with ``"scores": {"a": 3}`` in
place of ``approves``. A table has the same: a column for the name of the voter or group, one for its size,
and approvals (``x``, ``1``, ``yes``, ``✓``, ``ใช่``) or scores below the names of the candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, FileError, InputError, inside, refuse
from see_mcda.io.files import FORMATS, read_bytes, refuse_file_name
from see_mcda.io.grids.delimited import decoded, read_delimited
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank
from see_mcda.io.grids.numbers_as_written import tidy, written
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.library import read_document
from see_mcda.io.tables import words
from see_mcda.language.messages import Message, Where, message
from see_mcda.model.problem import Problem
from see_mcda.render.report import Quote
from see_mcda.results.subject import Subject

_HEADERS = 20
"""Rows among which the names of the candidates are looked for."""
_NAMED = 20
"""Places that a message names."""


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes on the candidates of a problem.

    Attributes:
        voters: (v,) whose votes; several rows of one name are one group.
        sizes: (v,) how many people each row stands for.
        scores: (v, n) for each candidate, 0 or more; an approval is 1.
        approvals: whether they are approvals.
        reading: how a table was read, in sentences.

    """

    voters: tuple[str, ...]
    sizes: Array
    scores: Array
    approvals: bool
    reading: tuple[Message, ...] = ()

    def ballots(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the votes as JSON values."""
        found: list[dict[str, Any]] = []
        for voter, size, row in zip(self.voters, self.sizes.tolist(), self.scores.tolist(), strict=True):
            given = {id: score for id, score in zip(ids, row, strict=True) if score}
            what = {"approves": list(given)} if self.approvals else {"scores": given}
            found.append({"voter": voter, "size": size, **what})
        return found

    @property
    def groups(self) -> tuple[list[str], Array]:
        """The names, each once, and (g, v) which rows are of which."""
        names = list(dict.fromkeys(self.voters))
        return names, np.array([[own == name for own in self.voters] for name in names], float)


def read_votes(problem: Problem, source: Any) -> Votes:
    """Return votes from a file (.csv, .tsv, .xlsx, .ods, .yaml, .json), ballots, or the rows of a table.

    Raises :class:`see_mcda.SeeMcdaError` with every fault: unknown candidates, what is no vote, scores below
    0, sizes that are not above 0, voters who support nobody.
    """
    if isinstance(source, Path):
        return _from_file(problem, source)
    if isinstance(source, str):
        refuse_file_name(source, "votes")
    elif isinstance(source, Mapping):
        return read_votes(problem, source.get("votes"))
    elif isinstance(source, Sequence) and source:
        if all(isinstance(each, Mapping) for each in source):
            return _from_ballots(problem, source)
        if all(isinstance(each, Sequence) and not isinstance(each, str) for each in source):
            rows = [list(each) for each in source]
            return _from_grid(problem, Grid(rows, lines=range(1, len(rows) + 1)))
    raise refuse(
        InputError,
        "no-votes",
        "votes are a list of ballots, such as {example}, or the rows of a table",
        "votes",
        example='{"voter": "Farmers", "size": 40, "approves": ["a", "b"]}',
    )


def _from_file(problem: Problem, path: Path) -> Votes:
    kind, name = FORMATS.get(path.suffix.lower()), str(path)
    if kind in ("yaml", "json"):
        with inside(Where(name)):
            return read_votes(problem, read_document(path))
    if kind in ("csv", "tsv"):
        text = decoded(read_bytes(path))
        return _from_grid(problem, read_delimited(text, name, None, "\t" if kind == "tsv" else None))
    if kind not in ("xlsx", "ods"):
        raise refuse(
            FileError,
            "unknown-kind",
            "votes are read from {known}",
            Where(name),
            known=[".csv", ".tsv", ".xlsx", ".ods", ".yaml", ".json"],
        )
    sheets = read_workbook(read_bytes(path), name)
    shown = {title: grid for title, grid in sheets.items() if not grid.hidden}
    best = max(shown, key=lambda title: len(_header(problem, shown[title])[1]), default=None)
    if best is None:
        raise refuse(FileError, "no-votes", "every sheet is hidden", Where(name))
    votes = _from_grid(problem, shown[best])
    others = [Quote({"en": title}) for title in sheets if title != best]
    if not others:
        return votes
    left = message("Sheets not read: {sheets}.", sheets=others)
    return replace(votes, reading=(*votes.reading, left))


def _from_ballots(problem: Problem, ballots: Sequence[Mapping[str, Any]]) -> Votes:
    faults = Faults()
    scores = np.zeros((len(ballots), len(problem.candidates)))
    sizes, voters, scored = np.ones(len(ballots)), [], False
    for at, ballot in enumerate(ballots):
        where = f"votes[{at}]"
        for key in ballot.keys() - {"voter", "size", "approves", "scores"}:
            faults.add("unknown-key", "{key} is not a part of a ballot", f"{where}.{key}", key=key)
        voters.append(str(ballot.get("voter") or at + 1))
        sizes[at] = _size(ballot.get("size", 1), f"{where}.size", faults)
        approves, given = ballot.get("approves"), ballot.get("scores")
        scored = scored or given is not None
        if not (isinstance(approves, Sequence) and not isinstance(approves, str)) and not isinstance(
            given, Mapping
        ):
            faults.add(
                "no-votes", "a ballot has approves: [a, b], or scores: {example}", where, example="{a: 3}"
            )
            continue
        entries = given.items() if isinstance(given, Mapping) else ((id, 1) for id in approves or ())
        part = "scores" if isinstance(given, Mapping) else "approves"
        for id, score in entries:
            found = problem.choices.match(id, f"{where}.{part}", faults)
            number = _number(score)
            if number is None or number < 0:
                _refuse_vote(score, f"{where}.{part}.{id}", faults)
            elif found is not None:
                scores[at, problem.candidates.index(found)] = number
    faults.stop(InputError)
    _refuse_empty(scores, [f"votes[{at}]" for at in range(len(ballots))], faults)
    faults.stop(InputError)
    return Votes(tuple(voters), sizes, scores, not scored)


def _header(problem: Problem, grid: Grid) -> tuple[int, dict[int, Sequence[str]]]:
    """Return the row that names most candidates, and whom its columns may name."""
    best: tuple[int, dict[int, Sequence[str]]] = (0, {})
    for row in grid.filled()[:_HEADERS]:
        named = {
            column: found
            for column in range(grid.width)
            if column not in grid.hidden_columns
            and (label := as_label(grid.cell(row, column)))
            and (found := problem.choices.find(label))
        }
        if len(named) > len(best[1]):
            best = row, named
    return best


def _from_grid(problem: Problem, grid: Grid) -> Votes:
    header, named = _header(problem, grid)
    faults = Faults()
    if not named:
        raise refuse(
            InputError,
            "no-candidate-column",
            "no column is called like a candidate; the candidates are {known}",
            grid.whole() if grid.source else "votes",
            known=problem.choices.listed,
        )
    return _Table(problem, replace(grid, header=header), header, named, faults).votes()


@dataclass
class _Table:
    problem: Problem
    grid: Grid
    header: int
    named: Mapping[int, Sequence[str]]
    faults: Faults
    people: float = 0.0

    def votes(self) -> Votes:
        columns = self._candidates()
        rows, totals, hidden = self._rows()
        others = self._others(rows)
        sizes = next((column for column in others if words.called(self._label(column), words.SIZES)), None)
        names = self._names(others, sizes, rows)
        unused = [column for column in others if column not in (sizes, names)]
        for column in unused:
            if self._holds_votes(column, rows):
                self.problem.choices.match(
                    self._label(column) or "?", self.grid.column_place(column), self.faults
                )
        scores, approvals, crosses = self._scores(columns, rows)
        counts = np.ones(len(rows))
        for at, row in enumerate(rows if sizes is not None else ()):
            assert sizes is not None
            counts[at] = _size(self.grid.cell(row, sizes), self.grid.place(row, sizes), self.faults)
        if not rows:
            self.faults.add(
                "no-votes", "there are no votes below the names of the candidates", self.grid.whole()
            )
        if not self.faults:
            _refuse_empty(scores, [self.grid.row_place(row) for row in rows], self.faults)
        self.faults.stop(InputError)
        self.people = float(counts.sum())
        voters = [
            (as_label(self.grid.cell(row, names)) if names is not None else "") or self.grid.row_name(row)
            for row in rows
        ]
        reading = self._account(rows, columns, names, sizes, approvals=approvals)
        if crosses is not None:
            reading.append(
                message("A cross is read as support.")
                if crosses
                else message("A cross is read as no support, because other marks mean support.")
            )
        reading += self._left(unused, totals, hidden, columns)
        return Votes(tuple(voters), counts, scores, approvals, tuple(reading))

    def _label(self, column: int) -> str:
        return as_label(self.grid.cell(self.header, column))

    def _candidates(self) -> dict[int, int]:
        """Return the candidate of each column."""
        found: dict[int, int] = {}
        for column in self.named:
            place = self.grid.column_place(column)
            id = self.problem.choices.match(self._label(column), place, self.faults)
            if id is None:
                continue
            row = self.problem.candidates.index(id)
            if row in found.values():
                self.faults.add("doubly-given", "{id} is given twice", place, id=self._label(column))
            found[column] = row
        return found

    def _rows(self) -> tuple[list[int], list[int], list[int]]:
        """Return the rows of votes, those of totals or means, and hidden ones."""
        below = [row for row in self.grid.filled() if row > self.header]
        hidden = [row for row in below if row in self.grid.hidden_rows]
        totals = [
            row
            for row in below
            if (first := next((as_label(cell) for cell in self.grid.rows[row] if not is_blank(cell)), ""))
            and words.called(first, words.TOTALS | words.MEANS)
        ]
        return [row for row in below if row not in {*hidden, *totals}], totals, hidden

    def _others(self, rows: Sequence[int]) -> list[int]:
        return [
            column
            for column in range(self.grid.width)
            if column not in self.named
            and column not in self.grid.hidden_columns
            and (self._label(column) or any(not is_blank(self.grid.cell(row, column)) for row in rows))
        ]

    def _names(self, others: Sequence[int], sizes: int | None, rows: Sequence[int]) -> int | None:
        """Return the column of the voters or groups."""
        free = [column for column in others if column != sizes]
        for known in (words.GROUPS, words.VOTERS):
            for column in free:
                if words.called(self._label(column), known):
                    return column
        first = min(self.named)
        return next(
            (
                column
                for column in free
                if column < first and not self._holds_votes(column, rows) and not self._is_aside(column)
            ),
            None,
        )

    def _is_aside(self, column: int) -> bool:
        return words.called(self._label(column), words.ROW_NUMBERS | words.IDS | words.DATES | words.MAILS)

    def _holds_votes(self, column: int, rows: Sequence[int]) -> bool:
        """Return whether a column looks like that of a candidate."""
        cells = [cell for row in rows if not is_blank(cell := self.grid.cell(row, column))]
        known = words.YES | words.NO | words.CROSSES
        return (
            bool(cells)
            and not self._is_aside(column)
            and all(_number(cell) is not None or _key(cell) in known for cell in cells)
        )

    def _scores(self, columns: Mapping[int, int], rows: Sequence[int]) -> tuple[Array, bool, bool | None]:
        """Return (v, n) scores, whether they are approvals, and whether a cross is one; None without any."""
        scores = np.zeros((len(rows), len(self.problem.candidates)))
        cells = {
            (row, column): cell
            for row in rows
            for column in columns
            if not is_blank(cell := self.grid.cell(row, column))
        }
        keys = {spot: _key(cell) for spot, cell in cells.items()}
        marks = [spot for spot, key in keys.items() if key in words.YES | words.CROSSES]
        crossed = any(key in words.CROSSES for key in keys.values())
        crosses = not any(key in words.YES for key in keys.values()) if crossed else None
        numbers = {spot: _number(cell) for spot, cell in cells.items()}
        scored = [
            spot
            for spot, number in numbers.items()
            if number is not None and number >= 0 and number not in (0, 1)
        ]
        at = {row: position for position, row in enumerate(rows)}
        for spot, cell in cells.items():
            number, key = numbers[spot], keys[spot]
            if key in words.YES or (key in words.CROSSES and crosses):
                number = 1.0
            elif key in words.NO | words.CROSSES:
                number = 0.0
            if number is None or number < 0:
                _refuse_vote(cell, self.grid.place(*spot), self.faults)
            else:
                scores[at[spot[0]], columns[spot[1]]] = number
        if marks and scored:
            self.faults.add(
                "mixed-votes",
                "votes are either approvals or scores; these are scores among marks: {cells}",
                self.grid.whole() if self.grid.source else "votes",
                cells=_shown([self.grid.place(*spot) for spot in scored]),
            )
        return scores, not scored, crosses

    def _account(
        self,
        rows: Sequence[int],
        columns: Mapping[int, int],
        names: int | None,
        sizes: int | None,
        *,
        approvals: bool,
    ) -> list[Message]:
        """Return what was read from where."""
        about: dict[str, Any] = {
            "rows": len(rows),
            "first": self.grid.row_name(rows[0]),
            "last": self.grid.row_name(rows[-1]),
            "columns": len(columns),
        }
        found = [
            message("Approvals of {columns} candidates in {rows} rows ({first}–{last}).", **about)
            if approvals
            else message("Scores of {columns} candidates in {rows} rows ({first}–{last}).", **about)
        ]
        if names is not None:
            found.append(message("Voters are named by the column {column}.", column=self._quoted(names)))
        if sizes is None:
            found.append(message("Each row is one voter."))
        else:
            found.append(
                message(
                    "The column {column} says how many voters a row stands for: {people} in all.",
                    column=self._quoted(sizes),
                    people=f"{self.people:,.10g}",
                )
            )
        return found

    def _left(
        self,
        unused: Sequence[int],
        totals: Sequence[int],
        hidden: Sequence[int],
        columns: Mapping[int, int],
    ) -> list[Message]:
        """Return what was not read."""
        found: list[Message] = []
        if unused:
            names = [self._quoted(column) for column in unused]
            found.append(message("Columns not used: {columns}.", columns=names))
        if totals:
            rows = [self.grid.row_name(row) for row in totals]
            found.append(message("Rows not used, because they are totals or means: {rows}.", rows=rows))
        if hidden:
            rows = [self.grid.row_name(row) for row in hidden]
            found.append(message("Hidden rows not used: {rows}.", rows=rows))
        if self.grid.hidden_columns:
            hidden_names = [self.grid.column_name(column) for column in sorted(self.grid.hidden_columns)]
            found.append(message("Hidden columns not used: {columns}.", columns=hidden_names))
        absent = [row for row in range(len(self.problem.candidates)) if row not in columns.values()]
        if absent:
            who = _shown(Subject(self.problem).candidates(absent))
            found.append(
                message("Candidates without a column, which nobody supports: {candidates}.", candidates=who)
            )
        return found

    def _quoted(self, column: int) -> Quote:
        return Quote({"en": self._label(column) or self.grid.column_name(column)})


def _key(cell: object) -> str:
    return folded(as_label(cell))


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, (int, float)):
        return float(cell) if np.isfinite(cell) else None
    found = written(tidy(cell)) if isinstance(cell, str) else None
    return float(found.text) if found and not found.either else None


def _size(given: object, where: Where | str, faults: Faults) -> float:
    number = _number(given)
    if number is not None and number > 0:
        return number
    faults.add(
        "bad-size",
        "{given} is not valid: the size of a group is a number above 0",
        where,
        given=as_label(given) or "-",
    )
    return 1.0


def _refuse_vote(given: object, where: Where | str, faults: Faults) -> None:
    faults.add(
        "bad-vote",
        "{given} is not a vote: write x, 1, yes or ✓ for support, or a score of 0 or more",
        where,
        given=as_label(given),
    )


def _refuse_empty(scores: Array, places: Sequence[Where | str], faults: Faults) -> None:
    for at in np.flatnonzero(~scores.any(axis=1)).tolist():
        faults.add("no-support", "this voter supports nobody: add votes, or leave the row out", places[at])


def _shown(each: Sequence[Any]) -> list[Any]:
    return [*each[:_NAMED], "…"] if len(each) > _NAMED else list(each)
