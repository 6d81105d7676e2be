"""The raw cells of a sheet or of a delimited file, and the names of their locations."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from see_mcda.language.messages import Where
from see_mcda.model.naming import folded as folded  # noqa: PLC0414 (readers compare cells by it)

Place = tuple[int, int]


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
    """

    rows: Sequence[Sequence[object]]
    source: str | None = None
    sheet: str | None = None
    lines: Sequence[int] = ()
    merged: Sequence[tuple[Place, Place]] = field(default=())
    header: int | None = None

    def cell(self, row: int, column: int) -> object:
        """Return a cell; an empty one beyond a row's end."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.rows), default=0)

    def place(self, row: int, column: int) -> Where:
        """Return the location of a cell."""
        if self.sheet is not None:
            return Where(self.source, self.sheet, f"{letters(column)}{row + 1}")
        label = as_label(self.cell(self.header, column)) if self.header is not None else ""
        return Where(self.source, line=self.lines[row], column=label or column + 1)

    def row_place(self, row: int) -> Where:
        """Return the location of a whole row."""
        if self.sheet is not None:
            return Where(self.source, self.sheet, f"{row + 1}:{row + 1}")
        return Where(self.source, line=self.lines[row])

    def whole(self) -> Where:
        """Return the location of the whole table."""
        return Where(self.source, self.sheet)


def letters(column: int) -> str:
    """Return the letters of a spreadsheet's column: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_label(cell: object) -> str:
    """Return a cell's words as a header or an id: a whole number without its ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def iso_date(date: datetime.date) -> str:
    """Return a date in ISO form; a time of midnight is no time."""
    if isinstance(date, datetime.datetime) and date.time() == datetime.time():
        return date.date().isoformat()
    return date.isoformat()
