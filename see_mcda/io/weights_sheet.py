"""Weights from a sheet or a delimited file: names and numbers in two columns, or in two rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from see_mcda.errors import Faults, FileError, WeightingError, inside, refuse
from see_mcda.io.files import FORMATS, read_bytes
from see_mcda.io.grids.delimited import decoded, read_delimited
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.tables import words
from see_mcda.io.tables.records import records
from see_mcda.io.tables.sheet_names import known_sheets
from see_mcda.io.written_weights import WrittenWeights, number_of
from see_mcda.language.messages import Notice, Where, notice
from see_mcda.model.criteria import Framework
from see_mcda.model.naming import Choices

Found = tuple[dict[str, Any], tuple[Notice, ...]]
"""Global weights by id, or a weighting document; and what was found in reading them."""


def read_weights_table(path: str | Path, framework: Framework) -> Found:
    """Return the weights that a workbook or a delimited file holds.

    Raises :class:`FileError` for a file that cannot be read, and :class:`WeightingError` with every fault at
    its cell.
    """
    return weights_of_table(read_bytes(path), str(path), framework)


def weights_of_table(content: bytes, name: str, framework: Framework) -> Found:
    """Return the same of a file's content; ``name`` gives its format by its end.

    In a workbook it is the sheet called ``weights`` or ``น้ำหนัก``, else the one that names most criteria
    beside a column or row headed so.
    """
    kind = FORMATS.get(Path(name).suffix.lower())
    if kind in ("csv", "tsv"):
        with inside(Where(name)):
            text = decoded(content)
        tabs = "\t" if kind == "tsv" else None
        return weights_of_grid(read_delimited(text, name, framework, tabs), framework)
    sheets = read_workbook(content, name)
    grid = known_sheets(sheets).get("weights")
    if grid is None:
        lines = [line for each in sheets.values() if (line := named_line(each, framework)).is_headed]
        if not lines:
            raise refuse(
                FileError,
                "no-weights",
                "no sheet is called weights or has a column of that name",
                Where(name),
            )
        grid = max(lines, key=lambda line: len(line.named)).grid
    return weights_of_grid(grid, framework)


def weights_of_grid(grid: Grid, framework: Framework) -> Found:
    """Return the weights that cells hold: beside the names of the criteria, or below them.

    The weights are in the column headed ``weight``, ``น้ำหนัก`` or the like, else in the only column of
    numbers; or in the row of that label, else in the only row of numbers. With the columns ``id`` and
    ``share`` they are what each criterion counts among those of its group, equal where none is mentioned. A
    total is left out, with a notice.

    Raises :class:`WeightingError` with every fault at its cell.
    """
    faults = Faults()
    heads = {folded(as_label(cell)) for row in grid.rows[:1] for cell in row}
    if {"id", "share"} <= heads:
        return _by_group(grid, framework, faults), ()
    entries = _entries(named_line(grid, framework), faults)
    known = [each for each in entries if _is_known(each.words, framework)]
    weights = WrittenWeights(faults)
    for each in known:
        weights.put(each.words, each.cell, each.place)
    notices: list[Notice] = []
    for each in entries:
        number = number_of(each.cell)
        if each in known or number is None:
            continue
        total = math.isclose(number[0], sum(weights.values.values()), rel_tol=1e-6)
        if len(known) > 1 and (total or words.called(each.words, words.TOTALS)):
            notices.append(
                notice("total-left-out", "{name} is a total and was left out", each.name, name=each.words)
            )
        else:
            framework.choices.match(each.words, each.name, faults)
    notices += weights.notices(grid.whole())
    faults.stop(WeightingError)
    return weights.values, tuple(notices)


@dataclass(frozen=True)
class _Entry:
    """A weight as a table has it: the words for its criterion, its cell, and the places of both."""

    words: str
    cell: object
    name: Where
    place: Where


def _is_known(words: str, framework: Framework) -> bool:
    return words == framework.id or bool(framework.choices.find(words))


@dataclass(frozen=True)
class NamedLine:
    """The column, or the row, that names the criteria."""

    grid: Grid
    choices: Choices
    down: bool
    at: int
    named: Sequence[int]

    @property
    def length(self) -> int:
        """The number of cells along it."""
        return len(self.grid.rows) if self.down else self.grid.width

    def spot(self, position: int, beside: int) -> tuple[int, int]:
        """Return the row and column of the cell at a position of another line."""
        return (position, beside) if self.down else (beside, position)

    def cell(self, position: int, beside: int) -> object:
        """Return that cell."""
        return self.grid.cell(*self.spot(position, beside))

    def weights(self, faults: Faults) -> int | None:
        """Return the line of the weights; add a fault if there is none, or more than one that may be it."""
        numbers = self.numbers
        headed = [line for line in numbers if self._is_headed(line)]
        found = headed or [line for line in numbers if not self._counts(line)] or numbers
        if len(found) == 1:
            return found[0]
        if not found:
            faults.add(
                "no-weights",
                "no weights are here; write the name of each criterion, and its weight in the next column",
                self.grid.whole(),
            )
        else:
            faults.add(
                "several-weights",
                "{places} hold numbers; head the one of the weights with the word weight",
                self.grid.whole(),
                places=[self.grid.place(*self.spot(self.named[0], line)) for line in found],
            )
        return None

    def _holds_numbers(self, line: int) -> bool:
        cells = [cell for position in self.named if not is_blank(cell := self.cell(position, line))]
        return bool(cells) and all(map(number_of, cells))

    @property
    def is_headed(self) -> bool:
        """Whether some line beside it is headed as weights."""
        return any(map(self._is_headed, range(self.grid.width if self.down else len(self.grid.rows))))

    @property
    def nodes(self) -> set[str]:
        """The criteria that it names without doubt."""
        found = [self.choices.find(as_label(self.cell(position, self.at))) for position in self.named]
        return {ids[0] for ids in found if len(ids) == 1}

    @property
    def numbers(self) -> list[int]:
        """The lines of numbers beside it."""
        lines = range(self.grid.width) if self.down else range(self.at + 1, len(self.grid.rows))
        return [line for line in lines if line != self.at and self._holds_numbers(line)]

    def heads(self, line: int) -> list[str]:
        """Return the cells of a line that are not beside the name of a criterion."""
        cells = [self.cell(at, line) for at in range(self.length) if at not in self.named]
        return [as_label(cell) for cell in cells if not is_blank(cell)]

    def _is_headed(self, line: int) -> bool:
        return any(map(_is_weight, self.heads(line)))

    def _counts(self, line: int) -> bool:
        """Return whether a line before the names only numbers them."""
        numbers = [number_of(self.cell(position, line)) for position in self.named]
        return line < self.at and numbers == [(at, False) for at in range(1, len(numbers) + 1)]


def named_line(grid: Grid, framework: Framework) -> NamedLine:
    """Return the line that names most criteria; where none is named, the first column of words."""
    found: dict[tuple[bool, int], dict[str, int]] = {}
    texts: dict[int, list[int]] = {}
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            words = "" if is_blank(cell) else as_label(cell)
            if words and _is_known(words, framework):
                found.setdefault((True, column), {}).setdefault(words, row)
                found.setdefault((False, row), {}).setdefault(words, column)
            elif words and number_of(cell) is None:
                texts.setdefault(column, []).append(row)
    if not found:
        column = max(texts, key=lambda at: (len(texts[at]), -at), default=0)
        return NamedLine(grid, framework.choices, True, column, texts.get(column, [])[1:])
    (down, at), named = max(found.items(), key=lambda each: (len(each[1]), each[0][0], -each[0][1]))
    return NamedLine(grid, framework.choices, down, at, list(named.values()))


def _is_weight(head: str) -> bool:
    key = folded(head)
    return words.called(head, words.WEIGHTS) or "weight" in key or "น้ำหนัก" in key


def _entries(line: NamedLine, faults: Faults) -> list[_Entry]:
    beside = line.weights(faults)
    if beside is None:
        return []
    return [
        _Entry(
            as_label(line.cell(position, line.at)),
            cell,
            line.grid.place(*line.spot(position, line.at)),
            line.grid.place(*line.spot(position, beside)),
        )
        for position in range(line.length)
        if not is_blank(line.cell(position, line.at)) and not is_blank(cell := line.cell(position, beside))
    ]


def _by_group(grid: Grid, framework: Framework, faults: Faults) -> dict[str, Any]:
    shares: dict[str, float] = {}
    for record in records(grid, ["id", "share"], [], ["name"], faults):
        id = framework.choices.match(record.label("id"), record.place("id"), faults)
        number = record.number("share", required=True)
        if id in shares:
            faults.add(
                "doubly-given", "{id} is given twice", record.place("id"), id=framework.nodes[id].title
            )
        elif id is not None and number is not None and number < 0:
            faults.add(
                "bad-weight",
                "a weight must be a number of 0 or more, not {given}",
                record.place("share"),
                given=number,
            )
        elif id is not None and number is not None:
            shares[id] = number
    for node in framework.inner:
        there = [child.title for child in node.children if child.id in shares]
        absent = [child.title for child in node.children if child.id not in shares]
        if there and absent:
            faults.add(
                "missing-weight",
                "{absent} must have a share too, since {there} has one",
                grid.whole(),
                absent=absent,
                there=there,
            )
    faults.stop(WeightingError)
    nodes = {
        node.id: {"weights": {child.id: shares[child.id] for child in node.children}}
        for node in framework.inner
        if any(child.id in shares for child in node.children)
    }
    return {"schema": "see-mcda/weighting/1", "nodes": nodes}
