"""A mark on a cell: what is to be put in place of what calamine read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from see_mcda.errors import FileError, refuse
from see_mcda.io.numbers_as_written import hundredfold, plain


@dataclass
class Marks:
    """What is to be put in place of what calamine read, by (row, column)."""

    cells: dict[tuple[int, int], Callable[[object], object]] = field(default_factory=dict)


def check_extent(rows: int, columns: int, sheet: str, largest: int) -> None:
    """Refuse a sheet of more than ``largest`` cells from its first to its last row and column."""
    if rows * columns > largest:
        raise refuse(
            FileError,
            "too-large",
            "the sheet has {rows} rows and {columns} columns; delete stray cells far from the table",
            sheet,
            rows=rows,
            columns=columns,
        )


def as_percent(cell: object) -> object:
    """Return the text that a number shown as percent stands for."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"{plain(hundredfold(cell))}%"
    return cell
