"""The raw cells of a sheet or of a delimited file, and the names of their locations."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from see_mcda.io.grids.lazily import Lazily
from see_mcda.io.grids.stored_rows import StoredRows
from see_mcda.io.grids.stored_rows import is_blank as is_blank  # noqa: PLC0414
from see_mcda.language.messages import Where
from see_mcda.model.naming import folded as folded  # noqa: PLC0414 (readers compare cells by it)

Place = tuple[int, int]


class Uncomputed(Enum):
    """A formula cell without a computed value."""

    FORMULA = "formula"


@dataclass(frozen=True)
class Grid:
    """Rows of cells, counted from 0.

    Attributes:
        rows: the cells; rows may differ in length, an empty cell is ``""`` or ``None``.
        source: the file's name, or ``None``.
        sheet: the sheet's name; ``None`` for a delimited file.
        lines: the first line of each row of a delimited file, counted from 1.
        merged: the first and last cell of each merged range.
        header: the row of the column headers, once it is known.
        hidden: whether the sheet is hidden.
        hidden_rows, hidden_columns: those that a spreadsheet program does not show.
        down, across: where each row and column stands in the file, for a part of a sheet.
        turned: whether rows stand in the file as columns.
    """

    rows: Sequence[Sequence[object]]
    source: str | None = None
    sheet: str | None = None
    lines: Sequence[int] = ()
    merged: Sequence[tuple[Place, Place]] = field(default=())
    header: int | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    down: Sequence[int] | None = None
    across: Sequence[int] | None = None
    turned: bool = False

    def cell(self, row: int, column: int) -> object:
        """Return a cell; an empty one beyond a row's end."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def column(self, column: int, rows: Sequence[int]) -> Sequence[object]:
        """Return the cells of a column in some rows, given from the first to the last."""
        if isinstance(self.rows, StoredRows):
            whole = self.rows.column(column)
            return whole[rows[0] : rows[-1] + 1] if _follow(rows) else [whole[row] for row in rows]
        return [cells[column] if column < len(cells := self.rows[row]) else "" for row in rows]

    def numbers(self, column: int, rows: Sequence[int]) -> NDArray[np.float64] | None:
        """Return a column in some rows if it is kept as an array of numbers."""
        if not isinstance(self.rows, StoredRows) or not _follow(rows) or rows[-1] != len(self.rows) - 1:
            return None
        return self.rows.numbers(column, rows[0])

    def filled(self) -> list[int]:
        """Return the rows that hold anything."""
        if isinstance(self.rows, StoredRows):
            return self.rows.filled()
        return [row for row, cells in enumerate(self.rows) if not all(map(is_blank, cells))]

    @cached_property
    def width(self) -> int:
        """The length of the longest row."""
        if isinstance(self.rows, StoredRows):
            return self.rows.width
        return max(map(len, self.rows), default=0)

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> Grid:
        """Return some rows and columns, whose cells keep their places in the file."""
        new_rows = {row: at for at, row in enumerate(rows)}
        new_columns = {column: at for at, column in enumerate(columns)}
        whole = len(columns) == self.width and all(at == column for at, column in enumerate(columns))
        return replace(
            self,
            rows=[
                self.rows[row] if whole else [self.cell(row, column) for column in columns] for row in rows
            ],
            merged=[
                ((new_rows[first[0]], new_columns[first[1]]), (new_rows[last[0]], new_columns[last[1]]))
                for first, last in self.merged
                if {first[0], last[0]} <= new_rows.keys() and {first[1], last[1]} <= new_columns.keys()
            ],
            down=[self.file_row(row) for row in rows],
            across=[self.file_column(column) for column in columns],
            header=None if self.header is None else new_rows.get(self.header),
        )

    def turn(self) -> Grid:
        """Return the table with rows as columns; its cells keep their places in the file."""
        return replace(
            self,
            rows=[[self.cell(row, column) for row in range(len(self.rows))] for column in range(self.width)],
            merged=[((first[1], first[0]), (last[1], last[0])) for first, last in self.merged],
            down=[self.file_column(column) for column in range(self.width)],
            across=[self.file_row(row) for row in range(len(self.rows))],
            header=None,
            turned=not self.turned,
        )

    def file_row(self, row: int) -> int:
        """Return where a row stands in the file: the position of a column if the table is turned."""
        return row if self.down is None else self.down[row]

    def file_column(self, column: int) -> int:
        """Return where a column stands in the file: the position of a row if the table is turned."""
        return column if self.across is None or column >= len(self.across) else self.across[column]

    def _line(self, row: int) -> int:
        return self.lines[row] if row < len(self.lines) else row + 1

    def row_name(self, row: int) -> str:
        """Return a row's number in a sheet or line in a file; in a turned table, a column's name."""
        at = self.file_row(row)
        if self.turned:
            return letters(at) if self.sheet is not None else str(at + 1)
        return str(at + 1 if self.sheet is not None else self._line(at))

    def row_names(self, rows: Sequence[int]) -> Sequence[str]:
        """Return the name of each of some rows."""
        if self.turned:
            return tuple(map(self.row_name, rows))
        at = rows if self.down is None else [self.down[row] for row in rows]
        return Lazily(
            str, array("Q", (each + 1 if self.sheet is not None else self._line(each) for each in at))
        )

    def column_name(self, column: int) -> str:
        """Return a column's letters in a sheet or number in a file; in a turned table, a row's name."""
        at = self.file_column(column)
        if self.turned:
            return str(at + 1 if self.sheet is not None else self._line(at))
        return letters(at) if self.sheet is not None else str(at + 1)

    def place(self, row: int, column: int) -> Where:
        """Return the location of a cell."""
        down, across = self.file_row(row), self.file_column(column)
        if self.turned:
            down, across = across, down
        if self.sheet is not None:
            return Where(self.source, self.sheet, f"{letters(across)}{down + 1}")
        label = ""
        if self.header is not None:
            label = as_label(self.cell(row, 0) if self.turned else self.cell(self.header, column))
        return Where(self.source, line=self._line(down), column=label or across + 1)

    def row_place(self, row: int) -> Where:
        """Return the location of a whole row; in a turned table it is a column of the file."""
        name = self.row_name(row)
        if self.sheet is not None:
            return Where(self.source, self.sheet, f"{name}:{name}")
        if self.turned:
            return Where(self.source, column=self.file_row(row) + 1)
        return Where(self.source, line=int(name))

    def column_place(self, column: int) -> Where:
        """Return the location of a whole column, by its header; in a turned table it is a row of the file."""
        name = self.column_name(column)
        if self.sheet is not None:
            return Where(self.source, self.sheet, f"{name}:{name}")
        if self.turned:
            return Where(self.source, line=int(name))
        label = as_label(self.cell(self.header, column)) if self.header is not None else ""
        return Where(self.source, column=label or self.file_column(column) + 1)

    def whole(self) -> Where:
        """Return the location of the whole table."""
        return Where(self.source, self.sheet)


def _follow(rows: Sequence[int]) -> bool:
    return bool(rows) and rows[-1] - rows[0] == len(rows) - 1


def letters(column: int) -> str:
    """Return the letters of a spreadsheet's column: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position_of(name: str) -> int:
    """Return the position of a spreadsheet's column by its letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def as_label(cell: object) -> str:
    """Return a cell's words as a header or an id: a whole number without its ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def as_labels(cells: Sequence[object]) -> list[str]:
    """Return :func:`as_label` of each of some cells, all at once if they are texts."""
    if set(map(type, cells)) == {str}:
        return list(map(str.strip, cast("Sequence[str]", cells)))
    return list(map(as_label, cells))


def iso_date(date: datetime.date) -> str:
    """Return a date in ISO form; a time of midnight is no time."""
    if isinstance(date, datetime.datetime) and date.time() == datetime.time():
        return date.date().isoformat()
    return date.isoformat()
