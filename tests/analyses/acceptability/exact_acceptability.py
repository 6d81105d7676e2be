"""Exact rank acceptability for two and three criteria under uniform weights, by lengths and areas.

With two criteria w = (t, 1 − t), and any two candidates swap at finitely many t: between neighbouring swaps
the ranking, which is asked of the method, is constant. For linear methods v_i·w (weighted sum, AHP, and the
weighted product by logarithms) a swap is the root of a line; for TOPSIS, in s = (t/(1 − t))², of a quadratic.

With three criteria the weights are a triangle, in which two candidates of a linear method swap along a
straight line: a candidate's rank is constant in each polygon that its own n − 1 lines cut out. The area in
which it has a rank, as a share of all, is the chance of that rank; the centre of gravity of the area in which
it is first are its central weights. It takes time in proportion to n⁴.

Source: the definitions of Lahdelma & Salminen (2001), SMAA-2, doi:10.1287/opre.49.3.444.11220.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, WeightingError, refuse
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import TIE
from see_mcda.uncertainty.polygons import TRIANGLE, area, centroid, clip
from see_mcda.uncertainty.statements import Statements

_THIN = 1e-13
"""Lengths and areas below this, as shares, are rounding."""


@dataclass(frozen=True, eq=False)
class ExactAcceptability:
    """Chances that are exact but for rounding.

    Attributes:
        rank_acceptability: (n, n) the chance that the row's candidate has the column's rank.
        central_weights: (n, m) the mean weights with which each is first; NaN where it never is.
        pairwise: (n, n) the chance that the row's candidate has a better rank than the column's.
        expected_rank: (n,) 0 for an ineligible candidate.
        mean_weight: (m,) the mean of all weights that the statements allow.
        breakpoints: the ends of the t that are allowed and every swap between them, for two criteria.
        first_regions: by row, the polygons of weights (corners, 3) in which each is first, for three.

    """

    rank_acceptability: Array
    central_weights: Array
    pairwise: Array
    expected_rank: Array
    mean_weight: Array
    breakpoints: Array | None = None
    first_regions: dict[int, list[Array]] | None = None


def exact_acceptability(prepared: Prepared, statements: Statements | None = None) -> ExactAcceptability:
    """Return the exact chances under weights that are uniform where the statements allow them.

    Raises:
        MethodError: not two or three criteria, or a method without a closed form for so many.
        WeightingError: the statements leave no length or area.

    """
    m = prepared.problem.shape[1]
    if m == 2 and (prepared.linear_values() is not None or prepared.quadratic_parts() is not None):
        return _on_line(prepared, statements)
    if m == 3 and prepared.linear_values() is not None:
        return _in_triangle(prepared, statements)
    raise refuse(
        MethodError,
        "no-closed-form",
        "exact chances need two criteria, or three and a method whose scores are linear in the weights",
    )


def _on_line(prepared: Prepared, statements: Statements | None) -> ExactAcceptability:
    low, high = 0.0, 1.0
    for (a, b), least in _rows(statements):  # a t + b (1 − t) >= least
        slope, bound = a - b, least - b
        if slope > 0:
            low = max(low, bound / slope)
        elif slope < 0:
            high = min(high, bound / slope)
        elif bound > 0:
            high = -1.0
    _some(high - low)
    inside = sorted(t for t in _swaps(prepared) if low + _THIN < t < high - _THIN)
    points = [low]
    for t in [*inside, high]:
        if t - points[-1] > _THIN:
            points.append(t)
    breakpoints = np.array(points)
    middles = (breakpoints[:-1] + breakpoints[1:]) / 2
    shares = np.diff(breakpoints) / (high - low)
    weights = np.stack([middles, 1 - middles], axis=1)
    ranks = prepared.ranks(weights)
    n = ranks.shape[1]
    chances, pairwise = np.zeros((n, n)), np.zeros((n, n))
    for rank_row, share in zip(ranks, shares, strict=True):
        placed = np.flatnonzero(rank_row)
        chances[placed, rank_row[placed] - 1] += share
        better = rank_row[:, None] < rank_row
        better[rank_row == 0] = False
        pairwise += share * better
    first = (ranks == 1).T * shares
    with np.errstate(divide="ignore", invalid="ignore"):
        central = first @ weights / first.sum(axis=1, keepdims=True)
    middle = (low + high) / 2
    return ExactAcceptability(
        chances, central, pairwise, _expected(chances), np.array([middle, 1 - middle]), breakpoints
    )


def _swaps(prepared: Prepared) -> Iterator[float]:
    """Yield every t at which two candidates may swap."""
    rows = np.flatnonzero(prepared.problem.eligible)
    values, parts = prepared.linear_values(), prepared.quadratic_parts()
    for i, k in combinations(rows.tolist(), 2):
        if values is not None:
            with np.errstate(invalid="ignore"):
                d = values[i] - values[k]
            if np.isfinite(d).all() and d[0] != d[1]:
                yield float(d[1] / (d[1] - d[0]))
        elif parts is not None:
            p, q = parts
            # (q_i1 s + q_i2)(p_k1 s + p_k2) = (q_k1 s + q_k2)(p_i1 s + p_i2)
            polynomial = np.convolve(q[i], p[k]) - np.convolve(q[k], p[i])
            size = np.abs(polynomial).max(initial=0.0)
            if size > 0:
                for s in np.roots(np.where(np.abs(polynomial) < 1e-15 * size, 0.0, polynomial)):
                    if abs(s.imag) < 1e-7 * (1 + abs(s.real)) and s.real >= 0:
                        root = float(np.sqrt(s.real))
                        yield root / (1 + root)


def _in_triangle(prepared: Prepared, statements: Statements | None) -> ExactAcceptability:
    allowed = TRIANGLE
    for row, least in _rows(statements):
        allowed = clip(allowed, row - least)  # Σw = 1
    whole = area(allowed)
    _some(whole)
    values = prepared.linear_values()
    assert values is not None
    eligible = np.flatnonzero(prepared.problem.eligible)
    n = len(values)
    chances, pairwise, central = np.zeros((n, n)), np.zeros((n, n)), np.full((n, 3), np.nan)
    regions: dict[int, list[Array]] = {}
    lost: NDArray[np.bool_] = np.asarray(
        np.isneginf(values).any(axis=1)
    )  # inside the triangle every weight is above 0
    for i in eligible.tolist():
        cells = [(allowed, 1)]
        for k in eligible.tolist():
            if k == i or (lost[i] and lost[k]) or lost[k]:
                if k != i and lost[k] and not lost[i]:
                    pairwise[i, k] = 1.0
                continue
            if lost[i]:
                cells = [(polygon, rank + 1) for polygon, rank in cells]
                continue
            lead = values[i] - values[k]
            scale = TIE * np.maximum(1.0, np.abs(values[i]).max())
            if np.abs(allowed @ lead).max() <= scale:
                continue  # always tied
            pairwise[i, k] = area(clip(allowed, lead)) / whole
            cells = [
                (part, rank + behind)
                for polygon, rank in cells
                for part, behind in ((clip(polygon, lead), 0), (clip(polygon, -lead), 1))
                if area(part) > _THIN
            ]
        firsts = []
        for polygon, rank in cells:
            chances[i, rank - 1] += area(polygon) / whole
            if rank == 1:
                firsts.append(polygon)
        if firsts:
            areas = np.array([area(polygon) for polygon in firsts])
            central[i] = areas @ np.array([centroid(polygon) for polygon in firsts]) / areas.sum()
            regions[i] = firsts
    return ExactAcceptability(
        chances, central, pairwise, _expected(chances), centroid(allowed), first_regions=regions
    )


def _rows(statements: Statements | None) -> list[tuple[Array, float]]:
    if statements is None:
        return []
    return list(zip(statements.coefficients, statements.at_least.tolist(), strict=True))


def _some(size: float) -> None:
    if size <= _THIN:
        raise refuse(
            WeightingError,
            "no-room",
            "the statements fix the weights: there is nothing left to be uniform over",
            "statements",
        )


def _expected(chances: Array) -> Array:
    return np.asarray(chances @ np.arange(1, len(chances) + 1))
