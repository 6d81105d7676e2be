"""Uncertain scores as distributions: one drawn table of scores for each sample.

Every uncertain score of an eligible candidate is drawn independently of the others, from a number
u between 0 and 1:

================  ===================================================================================
interval          uniform between low and high
triangle          F⁻¹(u) of the triangular distribution with its mode
mean and sd       mean + sd Φ⁻¹(u); a draw beyond an end of the leaf's scale, or of the range of
                  the scores whose mean it is, counts as the end
assessors         the value of one of them, each with the same chance
================  ===================================================================================

Sources: Lahdelma & Salminen (2001), SMAA-2, doi:10.1287/opre.49.3.444.11220; Tervonen & Lahdelma (2007),
doi:10.1016/j.ejor.2005.12.037.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Scale
from see_mcda.model.problem import Problem

Positions = NDArray[np.intp]
_INSIDE = 1e-9
"""How far inside its range a continuous score's extreme lies, as a share: an end itself is never drawn."""
_FARTHEST = 6.0
"""Standard deviations that a normal score does not exceed, but for one of 10⁹ draws."""


@dataclass(frozen=True, eq=False)
class ScoreDistribution:
    """The scores of a complete problem, some of them uncertain.

    Attributes:
        values: (n, m) the single values, which the certain scores keep.
        rows, columns: (d,) the positions of the uncertain scores.
        cells: the d uncertain scores.
        ends: (2, d) the bounds of a normal score: those of its own range or of its scale, else infinite.

    """

    values: Array
    rows: Positions
    columns: Positions
    cells: tuple[Cell, ...]
    ends: Array

    @classmethod
    def of(cls, problem: Problem) -> ScoreDistribution:
        """Return the distribution of a problem's scores; those of ineligible candidates stay as they are."""
        uncertain = sorted((at, cell) for at, cell in problem.uncertain.items() if problem.eligible[at[0]])
        rows = np.array([row for (row, _), _ in uncertain], np.intp)
        columns = np.array([column for (_, column), _ in uncertain], np.intp)
        cells = tuple(cell for _, cell in uncertain)
        leaves = problem.framework.leaves
        ends = [_ends(cell, leaves[column].scale) for cell, column in zip(cells, columns, strict=True)]
        return cls(problem.values, rows, columns, cells, np.array(ends).reshape(-1, 2).T)

    @property
    def dimensions(self) -> int:
        """How many numbers between 0 and 1 make one table: one for each uncertain score."""
        return len(self.cells)

    def from_uniforms(self, u: Array) -> Array:
        """Return the (k, d) values of the uncertain scores for (k, d) numbers inside (0, 1)."""
        x = np.empty_like(u)
        for kind, positions in self._kinds():
            x[:, positions] = kind(u[:, positions], positions)
        return x

    def tables(self, u: Array) -> Array:
        """Return the (k, n, m) tables of scores for (k, d) numbers inside (0, 1)."""
        tables = np.repeat(self.values[None], len(u), axis=0)
        tables[:, self.rows, self.columns] = self.from_uniforms(u)
        return tables

    def extremes(self) -> tuple[Array, Array]:
        """Return two (n, m) tables: every uncertain score about as low, and as high, as it is drawn."""
        low, high = np.array(self.values), np.array(self.values)
        for cell, row, column, (least, most) in zip(
            self.cells, self.rows, self.columns, self.ends.T, strict=True
        ):
            if cell.mean is not None and cell.sd is not None:
                low[row, column] = max(cell.mean - _FARTHEST * cell.sd, least)
                high[row, column] = min(cell.mean + _FARTHEST * cell.sd, most)
            else:
                low[row, column] = (1 - _INSIDE) * cell.low + _INSIDE * cell.high
                high[row, column] = _INSIDE * cell.low + (1 - _INSIDE) * cell.high
        return low, high

    def _kinds(self) -> Iterator[tuple[Callable[[Array, Positions], Array], Positions]]:
        normal = np.array([cell.mean is not None for cell in self.cells], bool)
        judged = np.array([bool(cell.assessors) for cell in self.cells], bool)
        peaked = np.array([cell.mode is not None for cell in self.cells], bool)
        plain = ~(normal | judged | peaked)
        kinds: tuple[tuple[Callable[[Array, Positions], Array], NDArray[np.bool_]], ...] = (
            (self._uniform, plain),
            (self._triangular, peaked),
            (self._normal, normal),
            (self._assessed, judged),
        )
        for kind, which in kinds:
            if which.any():
                yield kind, np.flatnonzero(which)

    def _numbers(self, name: str, positions: Positions) -> Array:
        return np.array([getattr(self.cells[position], name) for position in positions], np.float64)

    def _uniform(self, u: Array, positions: Positions) -> Array:
        low, high = self._numbers("low", positions), self._numbers("high", positions)
        return (1 - u) * low + u * high

    def _triangular(self, u: Array, positions: Positions) -> Array:
        low, mode, high = (self._numbers(name, positions) for name in ("low", "mode", "high"))
        span = high / 2 - low / 2  # half of it: differences of huge numbers overflow
        peak = (mode / 2 - low / 2) / span
        share = np.where(u < peak, np.sqrt(u * peak), 1 - np.sqrt((1 - u) * (1 - peak)))
        return np.asarray((1 - share) * low + share * high)

    def _normal(self, u: Array, positions: Positions) -> Array:
        from scipy.special import ndtri  # noqa: PLC0415 (scipy takes a quarter of a second to import)

        x = self._numbers("mean", positions) + self._numbers("sd", positions) * ndtri(u)
        return np.asarray(np.clip(x, *self.ends[:, positions]))

    def _assessed(self, u: Array, positions: Positions) -> Array:
        several = [self.cells[position].assessors for position in positions]
        counts = np.array([len(values) for values in several])
        padded = np.zeros((len(several), counts.max()))
        for row, values in zip(padded, several, strict=True):
            row[: len(values)] = values
        chosen = np.minimum((u * counts).astype(np.intp), counts - 1)
        return np.asarray(padded[np.arange(len(several)), chosen])


def _ends(cell: Cell, scale: Scale | None) -> tuple[float, float]:
    """Return what a normal score cannot go beyond: ends nearer than its spread, else those of its scale."""
    low = -np.inf if scale is None or scale.min is None else scale.min
    high = np.inf if scale is None or scale.max is None else scale.max
    if cell.mean is None or cell.sd is None:
        return low, high
    widest = Cell.normal(cell.mean, cell.sd)
    return (cell.low if cell.low > widest.low else low, cell.high if cell.high < widest.high else high)
