"""Rank ranges where scores are linear in the weights, also by logarithms that may be minus infinity.

A weighted product is 0 as soon as a score of 0 has weight. Which candidates are 0 depends on which of the
columns that hold zeros have weight; for each such pattern the others are compared by their logarithms, on the
weights that are 0 in the remaining columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.rank_ranges.extreme_ranks import most_together
from see_mcda.analyses.rank_ranges.preference import least_differences
from see_mcda.analyses.rank_ranges.subdivision import Reached, Threshold
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array
from see_mcda.methods.ranks import TIE

Pairs = NDArray[np.bool_]

MARGIN = 1e-9
"""Leads below this, of the largest, prove nothing."""
_MOST_ZERO_COLUMNS = 8
_HAS_WEIGHT = 1e-9
_INWARDS = np.array([1e-6, 1e-9, 1e-3, 1e-2])


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Weights under which certain candidates count (``alive`` (n,)); the products of the others are 0."""

    region: WeightRegion
    alive: NDArray[np.bool_]
    least: Array
    lowest: Array
    """(n,) the least score of each candidate: of the product, if scores are logarithms."""


@dataclass(frozen=True, eq=False)
class LinearRanges:
    """Extreme ranks and preference of (n, m) ``values`` over a region of weights."""

    values: Array
    patterns: tuple[_Pattern, ...]
    logarithmic: bool
    effort: float
    kind = "linear"

    @classmethod
    def of(
        cls, region: WeightRegion, values: Array, *, logarithmic: bool, effort: float
    ) -> LinearRanges | None:
        """Return the ranges of n candidates; None if too many columns hold minus infinity."""
        zero = np.isneginf(values)
        finite = np.where(zero, 0.0, values)
        columns = np.flatnonzero(zero.any(axis=0) & (-region.lowest(-np.eye(values.shape[1])) > _HAS_WEIGHT))
        if len(columns) > _MOST_ZERO_COLUMNS:
            return None
        patterns = []
        for part, alive in _parts(region, zero, columns):
            lowest = -np.inf * np.ones(len(values))
            lowest[alive] = part.lowest(finite[alive])
            least = np.zeros((len(values),) * 2)
            least[np.ix_(alive, alive)] = least_differences(part, finite[alive])
            patterns.append(_Pattern(part, alive, least, np.exp(lowest) if logarithmic else lowest))
        for pattern in patterns:
            pattern.region.simplices  # noqa: B018 (found once, not by each thread)
        return cls(finite, tuple(patterns), logarithmic, effort)

    @property
    def least(self) -> Array:
        """(n, n) the least w·(v_row − v_column); infinite where just one of the two can be 0."""
        every = []
        for pattern in self.patterns:
            dead = ~pattern.alive
            least = pattern.least.copy()
            least[np.ix_(dead, pattern.alive)] = -np.inf
            least[np.ix_(pattern.alive, dead)] = np.inf
            every.append(least)
        return np.asarray(np.min(every, axis=0))

    def extreme(self, row: int, worst: bool, known: int) -> Reached:
        """Return how many others can be at most as good as ``row`` at once; if ``worst``, be better."""
        reached = Reached(known, None, known)
        for pattern in self.patterns:
            found = self._within(pattern, row, worst, reached.count)
            better = found.count > reached.count or (found.count == reached.count and reached.weights is None)
            reached = Reached(
                max(reached.count, found.count),
                found.weights if better and found.weights is not None else reached.weights,
                max(reached.most, found.most),
            )
        return reached

    def _within(self, pattern: _Pattern, row: int, worst: bool, known: int) -> Reached:
        others = pattern.alive.copy()
        others[row] = False
        n, alive = len(others), int(others.sum())
        if not pattern.alive[row]:
            # All that are not 0 are better, but for those so near to 0 that they may be tied.
            surely = int((pattern.lowest[others] > n * TIE).sum())
            count, most = (alive, alive) if worst else (n - 1 - alive, n - 1 - surely)
            return Reached(count, pattern.region.centre, most)
        below = 0 if worst else n - 1 - alive
        if not alive:
            return Reached(below, pattern.region.centre, below)
        ahead = pattern.least[others, row]  # of the others over row
        behind = pattern.least[row, others]
        lead = self.values[others] - self.values[row]
        conditions, least, largest = (lead, ahead, -behind) if worst else (-lead, behind, -ahead)
        threshold = self._threshold(worst, pattern, row)
        before = max(known - below, 0)
        found = most_together(
            pattern.region, conditions, least, largest, threshold, known=before, effort=self.effort
        )
        if found.weights is not None and not pattern.alive.all():
            found = _inside(found, found.weights, pattern.region.centre, conditions, threshold, known=before)
        return Reached(found.count + below, found.weights, found.most + below)

    def _threshold(self, strict: bool, pattern: _Pattern, row: int) -> Threshold:
        """Return from where a lead counts: the tie rule compares scores, chained over up to n of them."""
        size = max(1.0, float(np.abs(self.values).max(initial=0.0)))
        unit = 1 / max(float(pattern.lowest[row]), 1e-300) if self.logarithmic else size
        if strict:
            return Threshold(holds=2 * TIE * max(size, unit), may=max(TIE / 2, 1e-15 * size))
        margin = max(MARGIN * self._spread, 2 * len(self.values) * TIE * max(1.0, unit))
        return Threshold(holds=-TIE / 2, may=-margin)

    @property
    def _spread(self) -> float:
        return float(np.ptp(self.values, axis=0).max(initial=0.0)) or 1.0

    def preference(self, necessary: Pairs, possible: Pairs, proved: Pairs) -> tuple[Pairs, Pairs, Pairs]:
        """Return who is necessarily and possibly at least as good as whom, and where that is certain."""
        least = self.least
        size = max(1.0, float(np.abs(self.values).max(initial=0.0)))
        weakly = least >= -TIE * size
        surely = weakly | (least < -MARGIN * self._spread)
        largest = 0.0 - least.T
        can = largest >= -TIE * size
        return weakly, can, np.stack([surely, can | (largest < -MARGIN * self._spread)], axis=2)


def _inside(
    found: Reached, at: Array, centre: Array, conditions: Array, threshold: Threshold, *, known: int
) -> Reached:
    """Return what is reached off the faces of a pattern's region, on which other candidates count."""
    points = at + _INWARDS[:, None] * (centre - at)
    hold = (points @ conditions.T > threshold.holds).sum(axis=1)
    most = int(hold.argmax())
    if hold[most] < known:
        return Reached(known, None, found.most)
    return Reached(int(hold[most]), points[most], found.most)


def _parts(
    region: WeightRegion, zero: Pairs, columns: NDArray[np.intp]
) -> Iterator[tuple[WeightRegion, NDArray[np.bool_]]]:
    """Yield the parts of the region with the candidates that are not 0 there.

    A part with the same candidates as a larger one, of which it is a face, is left out.
    """
    given: list[tuple[frozenset[int], NDArray[np.bool_]]] = []
    subsets = chain.from_iterable(combinations(columns.tolist(), size) for size in range(len(columns) + 1))
    for without in subsets:
        weighted = [column for column in columns.tolist() if column not in without]
        alive = np.asarray(~zero[:, weighted].any(axis=1))
        left_out = frozenset(without)
        if any(larger < left_out and (same == alive).all() for larger, same in given):
            continue
        part = region.where_zero(np.array(without, np.intp)) if without else region
        if part is None or not (part.corners[:, weighted].max(axis=0) > _HAS_WEIGHT).all():
            continue
        given.append((left_out, alive))
        yield part, alive
