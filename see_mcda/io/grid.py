"""The cells of a sheet or of a delimited file as they stand, and how their places are named."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

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

    def place(self, row: int, column: int) -> str:
        """Return ``see.xlsx: scores!D5``, or ``see.csv: line 3, column market``."""
        if self.sheet is not None:
            return self._in_source(f"{self.sheet}!{letters(column)}{row + 1}")
        label = as_label(self.cell(self.header, column)) if self.header is not None else ""
        return self._in_source(f"line {self.lines[row]}, column {label or column + 1}")

    def row_place(self, row: int) -> str:
        """Return the words for a whole row."""
        if self.sheet is not None:
            return self._in_source(f"{self.sheet}!{row + 1}:{row + 1}")
        return self._in_source(f"line {self.lines[row]}")

    def whole(self) -> str | None:
        """Return the words for the whole table."""
        return self._in_source(self.sheet) if self.sheet is not None else self.source

    def _in_source(self, words: str) -> str:
        return f"{self.source}: {words}" if self.source else words


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


def folded(words: str) -> str:
    """Return words without what varies: case, spaces, ``_``, ``-``, brackets, how letters are composed."""
    text = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s_\-()\[\]]+", "_", text).strip("_") or words
