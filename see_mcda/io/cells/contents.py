"""What the cells of a table hold, as arrays: which are blank, numbers, words or dates, and the numbers."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from see_mcda.io.cells.cells import MISSING_WORDS, is_missing, is_score, plain_column
from see_mcda.io.grids.grid import Grid, Uncomputed, as_label, as_labels, is_blank
from see_mcda.io.grids.numbers_as_written import tidy, tidy_all, written
from see_mcda.model.naming import folded_all

_NUMBER_INSIDE = re.compile(r"[0-9][0-9.,' ]*[0-9]|[0-9]")


class Kind(IntEnum):
    """What a cell holds."""

    BLANK = 0
    NUMBER = 1
    WORDS = 2
    DATE = 3


@dataclass(frozen=True)
class Contents:
    """The cells of some rows.

    Attributes:
        rows: their positions in the grid.
        kinds: (n, width) a :class:`Kind` for each cell; what only stands for a missing score is blank.
        values: (n, width) the number in each cell, also in words such as ``120 คน``; NaN where there is none.
        worded: the columns that hold more than plain numbers.

    """

    grid: Grid
    rows: Sequence[int]
    kinds: NDArray[np.uint8]
    values: NDArray[np.float64]
    worded: Sequence[int]

    @classmethod
    def of(cls, grid: Grid, rows: Sequence[int]) -> Contents:
        """Return what the cells of the rows of a grid hold."""
        shape = len(rows), grid.width
        kinds, values = np.zeros(shape, np.uint8, "F"), np.full(shape, np.nan, order="F")
        worded = []
        for column in range(grid.width):
            if (numbers := grid.numbers(column, rows)) is not None and np.isfinite(numbers).all():
                kinds[:, column], values[:, column] = Kind.NUMBER, numbers
                continue
            cells = grid.column(column, rows)
            if not _fill(cells, kinds[:, column], values[:, column]):
                worded.append(column)
                for start in range(0, len(rows), _BLOCK):
                    part = slice(start, start + _BLOCK)
                    if not _fill(cells[part], kinds[part, column], values[part, column]):
                        found = _contents(cells[part])
                        kinds[part, column], values[part, column] = zip(*found, strict=True)
        return cls(grid, rows, kinds, values, worded)

    def select(self, keep: NDArray[np.bool_]) -> Contents:
        """Return some of the rows."""
        if keep.all():
            return self
        rows = [row for row, kept in zip(self.rows, keep, strict=True) if kept]
        return Contents(self.grid, rows, self.kinds[keep], self.values[keep], self.worded)

    @cached_property
    def labels(self) -> list[str]:
        """The first cell of each row that is no number, as words."""
        labels = [""] * len(self.rows)
        left: Sequence[int] = range(len(self.rows))
        for column in self.worded:
            if not left:
                break
            cells = self.grid.column(column, [self.rows[at] for at in left])
            for at, word in zip(left, as_labels(cells), strict=True):
                if word and (word[0].isalpha() or written(tidy(word)) is None):
                    labels[at] = word
            left = [at for at in left if not labels[at]]
        return labels

    @cached_property
    def folded_labels(self) -> list[str]:
        """The labels, folded."""
        return folded_all(self.labels)

    def numeric(self, below: int = -1) -> NDArray[np.bool_]:
        """(width,) whether a column holds numbers in at least half of its filled cells ``below`` a row."""
        kinds = self.kinds[bisect_right(self.rows, below) :]
        filled = (kinds > Kind.BLANK).sum(axis=0)
        return np.asarray((filled > 0) & (2 * (kinds == Kind.NUMBER).sum(axis=0) >= filled))


_BLOCK = 256
"""Rows of a column that are read at once where some of its cells are not plain numbers."""


def _fill(cells: Sequence[object], kinds: NDArray[np.uint8], values: NDArray[np.float64]) -> bool:
    """Put plain numbers into arrays; return False for other cells."""
    numbers = plain_column(cells)
    if numbers is None:
        return False
    kinds[:], values[:] = ~np.isnan(numbers), numbers
    return True


def _contents(cells: Sequence[object]) -> list[tuple[Kind, float]]:
    if all(isinstance(cell, str) for cell in cells):
        return list(map(_text_content, tidy_all(cast("Sequence[str]", cells))))
    return list(map(_content, cells))


def _content(cell: object) -> tuple[Kind, float]:
    if cell is Uncomputed.FORMULA:
        return Kind.NUMBER, np.nan
    if isinstance(cell, bool):
        return Kind.WORDS, np.nan
    if isinstance(cell, (int, float)):
        return Kind.NUMBER, float(cell)
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
        return Kind.DATE, np.nan
    if is_missing(cell):
        return Kind.BLANK, np.nan
    return _text_content(tidy(str(cell)))


def _text_content(text: str) -> tuple[Kind, float]:
    if text.casefold() in MISSING_WORDS:
        return Kind.BLANK, np.nan
    return Kind.NUMBER if is_score(text) else Kind.WORDS, number_in(text)


def number_in(text: str) -> float:
    """Return the only number in a tidy text, a comma taken for thousands; NaN unless there is exactly one."""
    found = _NUMBER_INSIDE.findall(text)
    if len(found) != 1:
        return np.nan
    body = found[0].strip(" .,'")
    number = body
    if not body.isdigit():
        as_written = written(body)
        if as_written is None:
            return np.nan
        number = as_written.text.replace(",", "") if as_written.either == "," else as_written.text
    negative = text.lstrip().startswith(("-", "("))
    return -float(number) if negative else float(number)


def words_of(grid: Grid, row: int) -> list[tuple[int, str]]:
    """Return the cells of a row that hold anything, with their columns."""
    return [(column, as_label(cell)) for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)]
