"""Reading workbooks (.xlsx, .ods) with calamine, corrected by :mod:`see_mcda.io.grids.marks`."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.grid import Grid
from see_mcda.io.grids.mark import Marks
from see_mcda.io.grids.marks import read_marks
from see_mcda.io.grids.stored_rows import stored
from see_mcda.language.messages import Where

_BROKEN = (OSError, ValueError, LookupError, ArithmeticError, EOFError, RuntimeError, zlib.error)
"""The errors that the standard library raises for damaged archives and their parts."""
LARGEST_SHEET = 20_000_000
"""Cells of a sheet, from its first to its last used row and column, that are read at most."""


def read_workbook(content: bytes, source: str | None) -> Mapping[str, Grid]:
    """Return the sheets of a workbook by name, in its order; chart and macro sheets are left out.

    Raises :class:`FileError` for what is no workbook or an old .xls, has a password, or is larger than
    :data:`LARGEST_SHEET`.
    """
    import python_calamine as calamine  # noqa: PLC0415 (not needed for most starts)

    try:
        _refuse_old(content)
        marks = read_marks(content, LARGEST_SHEET)
        book = calamine.load_workbook(io.BytesIO(content))
        sheets: dict[str, Grid] = {}
        for about in book.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                grid = _grid(book.get_sheet_by_name(about.name), marks.get(about.name), source)
                shown = about.visible == calamine.SheetVisibleEnum.Visible
                sheets[about.name] = grid if shown else replace(grid, hidden=True)
    except (calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError, *_BROKEN) as problem:
        if isinstance(problem, FileError):
            raise problem.within(Where(source)) from None
        raise refuse(
            FileError,
            "workbook",
            "the workbook cannot be read: {reason}",
            Where(source),
            reason=str(problem),
        ) from None
    return sheets


def _refuse_old(content: bytes) -> None:
    """Refuse files in the old compound format: .xls, and workbooks with a password."""
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse(FileError, "password", "the workbook has a password; save a copy without one")
    # calamine reads it, but shows neither which cells are percentages nor which are errors.
    raise refuse(FileError, "old-workbook", "this is an old .xls workbook; open it and save it as .xlsx")


def _rows(sheet: object, marks: Marks | None) -> Iterator[list[object]]:
    """Yield the cells of each row, one row after the other, with their marks."""
    start = sheet.start  # type: ignore[attr-defined]
    before = [""] * start[1] if start else []
    marked: dict[int, list[tuple[int, Callable[[object], object]]]] = {}
    for (row, column), cell in (marks.cells if marks else {}).items():
        marked.setdefault(row, []).append((column, cell))
    at = -1
    for at, cells in enumerate(sheet.iter_rows()):  # type: ignore[attr-defined]
        yield _marked([*before, *cells], marked.pop(at, ()))
    for beyond in range(at + 1, max(marked, default=at) + 1):  # beyond the rows with values
        yield _marked([], marked.get(beyond, ()))


def _marked(cells: list[object], marks: Sequence[tuple[int, Callable[[object], object]]]) -> list[object]:
    for column, cell in marks:
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cell(cells[column])
    return cells


def _grid(sheet: object, marks: Marks | None, source: str | None) -> Grid:
    merged = sheet.merged_cell_ranges or ()  # type: ignore[attr-defined]
    return Grid(
        stored(_rows(sheet, marks)),
        source,
        sheet.name,  # type: ignore[attr-defined]
        merged=merged,
        hidden_rows=frozenset(marks.hidden_rows if marks else ()),
        hidden_columns=frozenset(marks.hidden_columns if marks else ()),
    )
