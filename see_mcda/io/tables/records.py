"""Sheets that are lists: a row of column headers, then a record a row."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import is_missing
from see_mcda.io.grids.grid import Grid, Uncomputed, as_label, folded, is_blank, iso_date
from see_mcda.io.grids.numbers_as_written import Notation, tidy, written
from see_mcda.language.messages import Where

_TEXT = re.compile(r"(.+)_([a-z]{2,3})")


@dataclass(frozen=True)
class Record:
    """A row of a list; fields are read by the name of their column."""

    grid: Grid
    row: int
    columns: dict[str, int]
    faults: Faults

    def place(self, column: str) -> Where:
        """Return the place of a field."""
        return (
            self.grid.place(self.row, self.columns[column])
            if column in self.columns
            else self.grid.row_place(self.row)
        )

    def raw(self, column: str) -> object:
        """Return the raw field; ``None`` if it is empty or there is no such column."""
        cell = self.grid.cell(self.row, self.columns[column]) if column in self.columns else None
        return None if is_blank(cell) else cell

    def label(self, column: str) -> str:
        """Return a field's words; empty if there are none."""
        return as_label(self.raw(column))

    def exact(self, column: str) -> str | None:
        """Return a field's words without taking spaces away; a date in ISO form."""
        cell = self.raw(column)
        if cell is None or isinstance(cell, str):
            return cell
        return iso_date(cell) if isinstance(cell, datetime.date) else as_label(cell)

    def number(self, column: str, required: bool = False) -> float | None:
        """Return a field's number; add a fault if it is not a number, or is missing and required."""
        cell = self.raw(column)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return float(cell)
        if is_missing(cell):
            if required:
                self.faults.add("missing-number", "a number is needed here", self.place(column))
            return None
        found = written(tidy(cell)) if isinstance(cell, str) else None
        value = Notation.of([found]).value(found) if found else None
        if value is None:
            given = cell.value if isinstance(cell, Uncomputed) else str(cell)
            self.faults.add(
                "not-a-number",
                '"{given}" is not a number; write one like 12.5',
                self.place(column),
                given=given,
            )
        return value

    def text(self, name: str) -> dict[str, str] | None:
        """Return a text from the columns ``name_en``, ``name_th``, …; ``None`` where all are empty."""
        text: dict[str, str] = {}
        for column in self.columns:
            match = _TEXT.fullmatch(column)
            if match and match.group(1) == name and (words := self.exact(column)):
                text[match.group(2)] = words
        return text or None

    def by_node(self, name: str) -> dict[str, float]:
        """Return the numbers of the columns ``name:NODE`` by node, without the empty ones."""
        columns = [column for column in self.columns if column.startswith(f"{name}:")]
        found = {column.removeprefix(f"{name}:"): self.number(column) for column in columns}
        return {node: number for node, number in found.items() if number is not None}


def records(
    grid: Grid,
    needed: Sequence[str],
    known: Sequence[str],
    texts: Sequence[str],
    faults: Faults,
    *,
    by_node: Sequence[str] = (),
) -> Iterator[Record]:
    """Yield the records of a sheet.

    ``needed`` and ``known`` are names of columns, ``texts`` those with one column for each language
    (``name_en``), ``by_node`` those with one for each node (``minimum:ID``). Unknown columns (but ``x-…``),
    doubled and missing ones are faults.
    """
    header = next((row for row in range(len(grid.rows)) if not all(map(is_blank, grid.rows[row]))), None)
    if header is None:
        return
    columns: dict[str, int] = {}
    for column, cell in enumerate(grid.rows[header]):
        if is_blank(cell) or as_label(cell).casefold().startswith("x-"):
            continue
        name = folded(as_label(cell))
        part, _, node = as_label(cell).partition(":")
        if of_node := bool(node) and folded(part) in by_node:
            name = f"{folded(part)}:{node.strip()}"
        match = _TEXT.fullmatch(name)
        place = grid.place(header, column)
        if name in columns:
            faults.add(
                "duplicate-column",
                "the columns {one} and {other} hold the same; keep one of them",
                place,
                one=name,
                other=as_label(cell),
            )
        elif of_node or name in (*needed, *known) or (match and match.group(1) in texts):
            columns[name] = column
        else:
            faults.add(
                "unknown-column",
                "there is no column {header} here; choose from {known}",
                place,
                header=as_label(cell),
                known=[
                    *needed,
                    *known,
                    *(f"{text}_en" for text in texts),
                    *(f"{name}:ID" for name in by_node),
                ],
            )
    absent = [name for name in needed if name not in columns]
    if absent:
        faults.add(
            "missing-column", "the column {header} is needed here", grid.row_place(header), header=absent
        )
        return
    for row in range(header + 1, len(grid.rows)):
        if not all(map(is_blank, grid.rows[row])):
            yield Record(grid, row, columns, faults)
