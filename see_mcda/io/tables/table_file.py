"""The score table of a delimited file or a workbook, opened to be corrected cell by cell and read again.

The other parts of a workbook (the tree, evidence, comparisons, notes) are kept, and every fault
has its location in the original file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from see_mcda.errors import Faults
from see_mcda.io.grids.delimited import decoded, read_delimited
from see_mcda.io.grids.formulas import unguarded
from see_mcda.io.grids.grid import Grid, Place, as_label, is_blank, position_of
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.headers import find_header
from see_mcda.io.tables.sheets import own_framework, read_sheets, scores_sheet
from see_mcda.io.tables.tables import read_table
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework
from see_mcda.model.problem import Problem

_PLACE = re.compile(r"([A-Z]*)([0-9]*)(?::[A-Z]*[0-9]*)?")


@dataclass(frozen=True)
class TableFile:
    """A score table in its file.

    Attributes:
        grid: the sheet of the scores, or the delimited file.
        sheets: all sheets of a workbook by name; none for a delimited file.
        header: the row of the column headers.
        framework: the workbook's own tree, else the one that it was opened with; None for a bare table.

    """

    grid: Grid
    sheets: Mapping[str, Grid]
    header: int
    framework: Framework | None

    @property
    def rows(self) -> list[int]:
        """The rows that hold anything and are shown."""
        return [
            row
            for row, cells in enumerate(self.grid.rows)
            if row not in self.grid.hidden_rows and not all(map(is_blank, cells))
        ]

    @property
    def columns(self) -> list[int]:
        """The columns that hold anything and are shown."""
        rows = self.rows
        return [
            column
            for column in range(self.grid.width)
            if column not in self.grid.hidden_columns
            and any(not is_blank(self.grid.cell(row, column)) for row in rows)
        ]

    def text(self, row: int, column: int) -> str:
        """Return a cell as a person reads it."""
        label = as_label(self.grid.cell(row, column))
        return label if self.grid.sheet is not None else unguarded(label)

    def place_of(self, where: Where | None) -> tuple[int | None, int | None]:
        """Return the row and column of a location: both of a cell, one of a whole row or column."""
        grid = self.grid
        if where is None or where.file != grid.source or where.sheet != grid.sheet:
            return None, None
        if where.cell is not None:
            match = _PLACE.fullmatch(where.cell)
            name, number = match.groups() if match else ("", "")
            return (int(number) - 1 if number else None), (position_of(name) if name else None)
        row = self._lines.get(where.line) if where.line else None
        if isinstance(where.column, int):
            return row, where.column - 1
        return row, self._heads.get(where.column) if where.column else None

    @cached_property
    def _lines(self) -> dict[int, int]:
        return {int(self.grid.row_name(row)): row for row in reversed(range(len(self.grid.rows)))}

    @cached_property
    def _heads(self) -> dict[str, int]:
        heads = {self.grid.header or 0, self.header}
        return {as_label(cell): column for row in heads for column, cell in enumerate(self.grid.rows[row])}

    def mended(self, cells: Mapping[Place, str], lacking: Sequence[str] = ()) -> TableFile:
        """Return the table with other cells, and an empty column for each header in ``lacking``.

        A cell whose text is as it was stays what it was: a number, a date.
        """
        grid = self.grid
        rows = [list(row) for row in grid.rows]
        for (row, column), given in cells.items():
            if row < len(rows) and column < grid.width and given != self.text(row, column):
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = given
        if lacking:
            rows[self.header] += [""] * (grid.width - len(rows[self.header]))
            rows[self.header] += lacking
        mended = dataclasses.replace(grid, rows=rows)
        sheets = {name: mended if each is grid else each for name, each in self.sheets.items()}
        return dataclasses.replace(self, grid=mended, sheets=sheets)

    def problem(self, options: ReadingOptions) -> Problem:
        """Return the problem that the file holds.

        Raises :class:`see_mcda.SeeMcdaError` with every fault at its cell.
        """
        if self.sheets:
            return read_sheets(
                self.sheets,
                self.grid.source,
                folder=None,
                framework=self.framework,
                options=options,
            )
        faults = Faults()
        return read_table(self.grid, self.framework, options, faults).problem(faults)


def open_table(
    content: bytes,
    name: str,
    *,
    workbook: bool,
    tabs: bool = False,
    framework: Framework | None = None,
    options: ReadingOptions = ReadingOptions(),  # noqa: B008 (it cannot change)
) -> TableFile | None:
    """Return the table in a file's content; None if there is nothing in it.

    ``framework`` gives the headers and the delimiter; a workbook's own tree replaces it. Raises
    :class:`see_mcda.FileError` for what is neither a workbook nor delimited text.
    """
    if workbook:
        sheets = read_workbook(content, name)
        own = own_framework(sheets)
        grid = scores_sheet(sheets, options.sheet, name, hidden=options.hidden)
    else:
        sheets, own = {}, None
        text = decoded(content, options.encoding)
        grid = read_delimited(text, name, framework, "\t" if tabs else None)
    header = find_header(grid, own or framework, options.header_row)
    return None if header is None else TableFile(grid, sheets, header, own or framework)
