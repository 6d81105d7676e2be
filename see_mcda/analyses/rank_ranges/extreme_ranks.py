"""The most of several linear conditions on the weights that can hold together: extreme ranks.

With scores w·v_i, candidate a has the best rank 1 + (n − 1) − max #{b : w·(v_a − v_b) ≥ 0} and the worst rank
1 + max #{b : w·(v_b − v_a) > 0} over the allowed weights. Either is a largest set of conditions h_b·w that
hold together, found by what is cheapest first:

1. conditions that hold at every corner, or at none, need no search;
2. the region is cut into simplices (``weight_space/subdivision.py``), which is fast up to about six
   criteria;
3. the rest is the mixed-integer programme of Kadziński et al.,

       max Σ y_b   such that   h_b·w ≥ (1 − y_b) min h_b,   w allowed,   y binary,

   asked only for more than is known already, with y_b ≥ y_c where h_b ≥ h_c at every corner, and
   y_b + y_c ≤ 1 where some mean of h_b and h_c is negative at every corner.

The solver's tolerance is wider than the tie rule. So the weights for a set it names are found again by a
linear programme, max t with h_b·w ≥ t; if t is not above the threshold, its dual is a mean of a few of the
conditions that is negative at all weights, and these few are excluded from holding together.

Kadziński, M., Greco, S., & Słowiński, R. (2012). Extreme ranking analysis in robust ordinal regression.
Omega 40, 488-501. https://doi.org/10.1016/j.omega.2011.09.003
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.rank_ranges.subdivision import Reached, Threshold, subdivide
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array

_CELLS = 20_000
_CELLS_IN_MANY_DIMENSIONS = 200
_FEW_DIMENSIONS = 7
_NODES = 5_000
_ROUNDS = 40
_MOST_PAIRS = 400
"""Conditions among which all pairs are compared."""
_TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def most_together(
    region: WeightRegion,
    conditions: Array,
    least: Array,
    largest: Array,
    threshold: Threshold,
    *,
    known: int,
    effort: float = 1.0,
) -> Reached:
    """Return how many of (k, m) conditions can hold together within the region, and where.

    ``least`` and ``largest`` (k,) are their ranges over the region; ``known`` of them are known to hold
    together somewhere. ``effort`` multiplies the budgets.
    """
    always = least > threshold.holds
    free = ~always & (largest > threshold.may)
    base, h = int(always.sum()), conditions[free]
    if base + len(h) <= known:
        return Reached(known, None, known)
    if base >= known and not len(h):
        return Reached(base, region.centre, base)
    found = Reached(max(known - base, 0), None, len(h))
    simplices = region.simplices
    if simplices is not None and len(h):
        budget = _CELLS if simplices.shape[1] <= _FEW_DIMENSIONS else _CELLS_IN_MANY_DIMENSIONS

        def measure(cells: Array) -> tuple[Array, Array]:
            at_corners = cells @ h.T
            return at_corners, at_corners.max(axis=1)

        found = subdivide(
            measure, simplices, len(h), threshold, known=found.count, budget=int(effort * budget)
        )
    if found.most > found.count:
        found = _by_programmes(region, h, least[free], threshold, found, nodes=int(effort * _NODES) + 1)
    return Reached(found.count + base, found.weights, found.most + base)


def _by_programmes(
    region: WeightRegion, h: Array, least: Array, threshold: Threshold, known: Reached, *, nodes: int
) -> Reached:
    scale = np.abs(h).max(axis=1)
    h, least = h / scale[:, None], least / scale
    threshold = Threshold(threshold.holds / float(scale.min()), threshold.may / float(scale.max()))
    programme = _Programme(region, h, least, threshold)
    count, weights, most = known.count, known.weights, known.most
    for _ in range(_ROUNDS):
        chosen, bound = programme.more_than(count, nodes)
        most = max(min(most, bound), count)
        if chosen is None or most == count:
            break
        at, reached, few = _weights_for(region, h[chosen])
        hold = int((h @ at > threshold.holds).sum())
        if hold > count:
            count, weights = hold, at
            if count >= most:
                break
        elif reached <= threshold.may and len(few):
            programme.exclude(np.flatnonzero(chosen)[few])
        else:
            break  # between the thresholds: neither shown nor refuted
    return Reached(count, weights, max(most, count))


class _Programme:
    """The mixed-integer programme, to which sets that cannot hold together are added."""

    def __init__(self, region: WeightRegion, h: Array, least: Array, threshold: Threshold):
        self.k, self.m = h.shape
        self.region, self.h, self.least = region, h, np.minimum(least, 0.0)
        self.threshold = threshold
        self.excluded: list[tuple[NDArray[np.intp], int]] = []
        """Which y add up to at most how many."""
        self.implied: list[tuple[int, int]] = []
        if region.complete and self.k <= _MOST_PAIRS:
            self._compare(h @ region.corners.T)

    def _compare(self, at_corners: Array) -> None:
        """Add what two conditions say of each other: h_b ≥ h_c everywhere, or never both."""
        k = self.k
        implies = np.zeros((k, k), bool)
        for b in range(k):
            gap = at_corners[b] - at_corners
            implies[b] = (gap >= 0).all(axis=1)
            with np.errstate(divide="ignore", invalid="ignore"):
                meets = (self.threshold.may - at_corners) / gap  # λ h_b + (1 − λ) h_c = may
            level = np.where(at_corners > self.threshold.may, -np.inf, np.inf)
            upper = np.where(gap > 0, meets, np.where(gap == 0, level, np.inf)).min(axis=1)
            lower = np.where(gap < 0, meets, -np.inf).max(axis=1)
            never = np.maximum(lower, 0.0) <= np.minimum(upper, 1.0)
            for c in np.flatnonzero(never[:b]):
                self.excluded.append((np.array([b, c]), 1))
        strictly = implies & ~implies.T
        steps = strictly.astype(np.float32)
        nearest = strictly & ~((steps @ steps) > 0)
        self.implied = [(int(b), int(c)) for b, c in np.argwhere(nearest)]

    def exclude(self, few: NDArray[np.intp]) -> None:
        """Say that these conditions cannot all hold together."""
        self.excluded.append((few, len(few) - 1))

    def more_than(self, known: int, nodes: int) -> tuple[NDArray[np.bool_] | None, int]:
        """Return a largest set of more than ``known`` conditions, or None, and the bound that was proved."""
        from scipy import sparse  # noqa: PLC0415 (slow to import)
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

        m, k, region = self.m, self.k, self.region
        rows = [
            sparse.hstack([sparse.csr_matrix(self.h), sparse.diags(self.least)]),
            sparse.csr_matrix(np.r_[np.ones(m), np.zeros(k)]),
            sparse.csr_matrix(np.r_[np.zeros(m), np.ones(k)]),
        ]
        low = [self.least, np.ones(1), np.array([known + 1.0])]
        high = [np.full(k, np.inf), np.ones(1), np.array([float(k)])]
        if len(region.at_least):
            rows.append(
                sparse.hstack(
                    [sparse.csr_matrix(region.coefficients), sparse.csr_matrix((len(region.at_least), k))]
                )
            )
            low.append(region.at_least)
            high.append(np.full(len(region.at_least), np.inf))
        logic = sparse.lil_matrix((len(self.excluded) + len(self.implied), m + k))
        for at, (few, _) in enumerate(self.excluded):
            logic[at, m + few] = 1.0
        for at, (b, c) in enumerate(self.implied, len(self.excluded)):
            logic[at, m + b], logic[at, m + c] = -1.0, 1.0
        rows.append(logic.tocsr())
        low.append(np.full(logic.shape[0], -np.inf))
        high.append(np.array([float(limit) for _, limit in self.excluded] + [0.0] * len(self.implied)))
        solved: Any = milp(
            np.r_[np.zeros(m), -np.ones(k)],
            integrality=np.r_[np.zeros(m), np.ones(k)],
            bounds=Bounds(0.0, 1.0),
            constraints=LinearConstraint(
                sparse.vstack(rows, format="csr"), np.concatenate(low), np.concatenate(high)
            ),
            options={"node_limit": nodes, "mip_rel_gap": 0.0},
        )
        if solved.status == 2:  # infeasible: no more than known
            return None, known
        dual = getattr(solved, "mip_dual_bound", None)
        bound = k if dual is None or not np.isfinite(dual) else int(np.floor(-dual + 1e-6))
        return (None if solved.x is None else solved.x[m:] > 0.5), bound


def _weights_for(region: WeightRegion, h: Array) -> tuple[Array, float, NDArray[np.intp]]:
    """Return weights at which the least of (k, m) conditions is largest, a bound on it, and a few of them.

    The dual proves the bound: it is the largest value of a mean of these few.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 (slow to import)

    k, m = h.shape
    c = len(region.at_least)
    solved: Any = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.vstack(
            [np.column_stack([-h, np.ones(k)]), np.column_stack([-region.coefficients, np.zeros(c)])]
        ),
        b_ub=np.append(np.zeros(k), -region.at_least),
        A_eq=np.append(np.ones(m), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
        method="highs",
        options=_TIGHT,
    )
    if solved.x is None:
        return region.centre, np.inf, np.empty(0, np.intp)
    weights = np.maximum(solved.x[:m], 0.0)
    weights /= weights.sum()
    dual = np.maximum(-solved.ineqlin.marginals[:k], 0.0)
    if not dual.sum() > 0:
        return weights, np.inf, np.empty(0, np.intp)
    dual[dual < 1e-9 * dual.max()] = 0.0
    dual /= dual.sum()
    proved = -float(region.lowest(-(dual @ h)[None])[0])
    return weights, proved, np.flatnonzero(dual)
