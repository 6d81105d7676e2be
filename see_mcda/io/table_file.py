"""The score table of a delimited file or a workbook, opened to be corrected cell by cell and read again.

The other parts of a workbook (the tree, evidence, comparisons, notes) are kept, and every fault
has its location in the original file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from see_mcda.errors import Faults
from see_mcda.io.delimited import decoded, read_delimited
from see_mcda.io.formulas import unguarded
from see_mcda.io.grid import Grid, Place, as_label, is_blank
from see_mcda.io.headers import find_header, labels
from see_mcda.io.options import ReadingOptions
from see_mcda.io.sheets import own_framework, read_sheets, scores_sheet
from see_mcda.io.tables import read_table
from see_mcda.io.xlsx import read_workbook
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework
from see_mcda.model.problem import Problem


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

    @cached_property
    def heads(self) -> list[str]:
        """The header of each column."""
        return labels(self.grid, self.header)

    @cached_property
    def rows(self) -> list[int]:
        """The non-empty rows below the headers."""
        below = range(self.header + 1, len(self.grid.rows))
        return [row for row in below if not all(map(is_blank, self.grid.rows[row]))]

    def text(self, row: int, column: int) -> str:
        """Return a cell as a person reads it."""
        label = as_label(self.grid.cell(row, column))
        return label if self.grid.sheet is not None else unguarded(label)

    def place_of(self, where: Where | None) -> Place | None:
        """Return the cell at a fault's location; for a whole row its first cell; else None."""
        return self._places.get(where or Where())

    @cached_property
    def _places(self) -> dict[Where, Place]:
        grid = dataclasses.replace(self.grid, header=self.header)
        rows = [self.header, *self.rows]
        whole = {grid.row_place(row): (row, 0) for row in rows}
        return whole | {
            grid.place(row, column): (row, column) for row in rows for column in range(grid.width)
        }

    def mended(self, heads: Sequence[str], cells: Mapping[Place, str]) -> TableFile:
        """Return the table with other headers and cells.

        A column whose header is empty is left out; headers beyond the last column add empty ones. A cell
        whose text is as it was stays what it was: a number, a date.
        """
        width = max(self.grid.width, len(heads))
        kept = set(self.rows)

        def mended_row(row: int) -> list[object]:
            if row == self.header:
                return [*heads, *[""] * (width - len(heads))]
            if row not in kept:
                return []
            return [
                self._mended_cell(row, column, cells) if column < len(heads) and heads[column] else ""
                for column in range(width)
            ]

        rows = [mended_row(row) for row in range(len(self.grid.rows))]
        grid = dataclasses.replace(self.grid, rows=rows, merged=())
        sheets = {name: grid if each is self.grid else each for name, each in self.sheets.items()}
        return dataclasses.replace(self, grid=grid, sheets=sheets)

    def _mended_cell(self, row: int, column: int, cells: Mapping[Place, str]) -> object:
        was = self.grid.cell(row, column)
        given = cells.get((row, column))
        return was if given is None or given == self.text(row, column) else given

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
                options=replace(options, sheet=self.grid.sheet),
            )
        faults = Faults()
        return read_table(self.grid, self.framework, options, faults).problem(faults)


def open_table(
    content: bytes, name: str, *, workbook: bool, tabs: bool = False, framework: Framework | None = None
) -> TableFile | None:
    """Return the table in a file's content; None if there is nothing in it.

    ``framework`` gives the headers and the delimiter; a workbook's own tree replaces it. Raises
    :class:`see_mcda.FileError` for what is neither a workbook nor delimited text.
    """
    if workbook:
        sheets = read_workbook(content, name)
        own = own_framework(sheets)
        grid = scores_sheet(sheets, None, name)
    else:
        sheets, own = {}, None
        grid = read_delimited(decoded(content), name, framework, "\t" if tabs else None)
    header = find_header(grid, own or framework)
    return None if header is None else TableFile(grid, sheets, header, own or framework)
