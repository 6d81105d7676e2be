"""Marks on cells: replacements for values that calamine reads wrongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.numbers_as_written import hundredfold, plain


@dataclass
class Marks:
    """What calamine omits of a sheet: replacements for values that it reads wrongly, and what is hidden."""

    cells: dict[tuple[int, int], Callable[[object], object]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


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
    """Return the text of a number that is shown as percent."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"{plain(hundredfold(cell))}%"
    return cell
