"""Shares that statements allow, uniformly: by sorting or triangulation if possible, else by hit-and-run."""

from __future__ import annotations

import numpy as np

from see_mcda.arrays import Array
from see_mcda.uncertainty.hit_and_run import Density, converged_chains
from see_mcda.uncertainty.polytope import polytope, triangulated
from see_mcda.uncertainty.shares import Fixed, InSimplices, Ordered, Shares, Uniform, Walked


def shares_in(coefficients: Array, at_least: Array, density: Density | None = None) -> Shares:
    """Return the uniform distribution of n shares with ``coefficients`` @ w ≥ ``at_least``, or by a density.

    The statements, ``coefficients`` (c, n) and ``at_least`` (c,), are known not to contradict each other.
    """
    n = coefficients.shape[1]
    if density is None:
        if not len(at_least):
            return Uniform(n)
        if (ordered := _ordered(coefficients, at_least)) is not None:
            return ordered
    region = polytope(coefficients, at_least)
    if not region.dimensions:
        return Fixed(region.point / region.point.sum())
    if density is None and (found := triangulated(region)) is not None:
        return InSimplices(found, (coefficients, at_least))
    return Walked(converged_chains(region, density), (coefficients, at_least))


def _ordered(coefficients: Array, at_least: Array) -> Ordered | None:
    """Return orders and lower bounds, if the statements are nothing else and sorting can answer them."""
    n = coefficients.shape[1]
    floor = np.zeros(n)
    above = np.zeros((n, n), dtype=bool)
    for row, least in zip(coefficients, at_least, strict=True):
        up, down = np.flatnonzero(row > 0), np.flatnonzero(row < 0)
        if len(up) == 1 and not len(down):
            floor[up[0]] = max(floor[up[0]], least / row[up[0]])
        elif len(up) == len(down) == 1 and row[up[0]] == -row[down[0]] and least == 0:
            above[up[0], down[0]] = True
        else:
            return None
    for middle in range(n):
        above |= above[:, middle, None] & above[middle]
    if above.diagonal().any() or not floor.sum() < 1:
        return None
    related = above | above.T
    joined = related | np.eye(n, dtype=bool)
    for middle in range(n):
        joined |= joined[:, middle, None] & joined[middle]
    orders = []
    for column in np.flatnonzero(related.any(axis=1)):
        members = np.flatnonzero(joined[column])
        if members[0] != column:
            continue
        # In a weak order, who has more shares above it is below: all others are ties.
        higher = above[np.ix_(members, members)].sum(axis=0)
        if not np.array_equal(above[np.ix_(members, members)], higher[:, None] < higher):
            return None
        if np.ptp(floor[members]) > 0:
            return None
        orders.append(tuple(tuple(members[higher == place].tolist()) for place in np.unique(higher).tolist()))
    return Ordered(tuple(orders), floor)
