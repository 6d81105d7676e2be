"""Rank ranges under TOPSIS: what cells of weights prove, and what their corners reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.rank_ranges.subdivision import Reached, Threshold, subdivide
from see_mcda.analyses.rank_ranges.topsis_bounds import Cells, Leads
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array
from see_mcda.methods.ranks import TIE

Pairs = NDArray[np.bool_]

MARGIN = 1e-9
_ITEMS = 5e6
"""Coefficients that are computed for one rank."""
_PAIR_CELLS = 200
_MOST_PAIRS = 2_000
_PAIRS_AT_ONCE = 10_000


@dataclass(frozen=True, eq=False)
class TopsisRanges:
    """Extreme ranks and preference of n candidates with (n, m) ``p`` and ``q`` over cells of weights.

    ``inside`` says that the cells are the region, and not more: their corners are allowed weights.
    """

    cells: Cells
    inside: bool
    p: Array
    q: Array
    effort: float
    kind = "quadratic"

    @classmethod
    def of(cls, region: WeightRegion, p: Array, q: Array, *, effort: float) -> TopsisRanges:
        """Return the ranges; where the region is too hard to divide, it is bounded by all weights."""
        cells = Cells.of(region)
        if cells is None:
            return cls(Cells(np.eye(p.shape[1])[None], True), False, p, q, effort)
        return cls(cells, True, p, q, effort)

    def extreme(self, row: int, worst: bool, known: int) -> Reached:
        """Return how many others can be at most as good as ``row`` at once; if ``worst``, be better."""
        others = np.delete(np.arange(len(self.p)), row)
        highest, lowest = self._at_once(others, np.full(len(others), row))
        if not worst:
            highest, lowest = -lowest, -highest
        threshold = self._threshold(strict=worst)
        always = lowest > threshold.holds
        free = others[~always & (highest > threshold.may)]
        base = int(always.sum())
        if base + len(free) <= known:
            return Reached(known, None, known)
        if not len(free):
            corner = self.cells.weights(self.cells.simplices[0].mean(axis=0)) if self.inside else None
            return Reached(base, corner, base)
        itself = np.full(len(free), row)
        leads = Leads(self.cells, self.p, self.q, *((free, itself) if worst else (itself, free)))
        corners = self.cells.simplices.shape[1]
        generators = corners if self.cells.squared else corners * (corners + 1) // 2
        budget = int(self.effort * max(100, _ITEMS / (len(free) * generators * (generators + 1) / 2)))
        found = self._subdivided(leads, len(free), threshold, known=max(known - base, 0), budget=budget)
        return Reached(found.count + base, found.weights, found.most + base)

    def _subdivided(
        self, leads: Leads, conditions: int, threshold: Threshold, *, known: int, budget: int
    ) -> Reached:
        if not self.inside:
            threshold = Threshold(np.inf, threshold.may)
        found = subdivide(leads, self.cells.simplices, conditions, threshold, known=known, budget=budget)
        weights = None if found.weights is None else self.cells.weights(found.weights)
        return Reached(found.count, weights, found.most)

    def _threshold(self, strict: bool) -> Threshold:
        """Return from where a lead in s counts.

        Closeness differs by at least half as much, and by far more near the ideal and the anti-ideal.
        """
        if strict:
            return Threshold(holds=4 * TIE, may=0.0)
        return Threshold(holds=-TIE / 2, may=-max(MARGIN, 4 * len(self.p) * TIE))

    def _at_once(self, of: NDArray[np.intp], over: NDArray[np.intp]) -> tuple[Array, Array]:
        """Return (k,) upper and lower bounds of the leads of some over others, everywhere."""
        bounds = []
        for a, b in ((of, over), (over, of)):
            parts = [
                Leads(self.cells, self.p, self.q, a[at : at + _PAIRS_AT_ONCE], b[at : at + _PAIRS_AT_ONCE])(
                    self.cells.simplices
                )[1].max(axis=0)
                for at in range(0, len(a), _PAIRS_AT_ONCE)
            ]
            bounds.append(np.concatenate([np.empty(0), *parts]))  # a candidate alone leads nobody
        return bounds[0], -bounds[1]

    def preference(self, necessary: Pairs, possible: Pairs, proved: Pairs) -> tuple[Pairs, Pairs, Pairs]:
        """Return who is necessarily and possibly at least as good as whom, and where that is certain.

        Given is what samples show: necessary where never refuted, possible where seen.
        """
        necessary, possible, proved = necessary.copy(), possible.copy(), proved.copy()
        for which, relation, strict in ((0, necessary, True), (1, possible, False)):
            a, b = np.nonzero(~proved[:, :, which])
            if not len(a):
                continue
            # Necessary: b is never strictly better. Not possible: a is never as good.
            of, over = (b, a) if strict else (a, b)
            threshold = self._threshold(strict)
            highest, _ = self._at_once(of, over)
            proved[a, b, which] = highest <= threshold.may
            for at in np.flatnonzero(highest > threshold.may)[:_MOST_PAIRS]:
                leads = Leads(self.cells, self.p, self.q, of[at : at + 1], over[at : at + 1])
                found = self._subdivided(leads, 1, threshold, known=0, budget=int(self.effort * _PAIR_CELLS))
                proved[a[at], b[at], which] = found.most == found.count
                if found.count:
                    relation[a[at], b[at]] = not strict
        return necessary, possible, proved
