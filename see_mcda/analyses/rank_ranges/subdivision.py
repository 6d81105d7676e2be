"""How many of several conditions can hold at once: the weights cut into ever smaller simplices.

In a cell every condition h_b(w) > 0 has a certain upper bound: where h is linear, its largest value at the
cell's corners. So the number of conditions that are not excluded bounds the number that hold anywhere in the
cell, and the number that hold at a corner is reached. Cells whose bound is no better than what is reached are
done; the others are halved across their longest edge, the most promising first. What is left when the budget
is used up still bounds the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from see_mcda.arrays import Array

Measure = Callable[[Array], tuple[Array, Array]]
"""From cells (c, d + 1, m) to the conditions at their corners (c, d + 1, k), and upper bounds (c, k)."""
_TOGETHER = 256
_ITEMS = 1 << 20


@dataclass(frozen=True)
class Threshold:
    """From where a condition h holds, and to where it may: above ``holds`` it does, else above ``may``.

    Between the two lies what floating point and the tie rule leave open.
    """

    holds: float
    may: float


@dataclass(frozen=True, eq=False)
class Reached:
    """How many conditions hold at ``weights`` (m,), and how many can hold anywhere at most.

    ``weights`` is None where nothing better was found than was known.
    """

    count: int
    weights: Array | None
    most: int


def subdivide(
    measure: Measure, cells: Array, conditions: int, threshold: Threshold, *, known: int, budget: int
) -> Reached:
    """Search simplices (s, d + 1, m) for where most of the conditions hold.

    Args:
        measure: the conditions on cells.
        cells: the simplices to search.
        conditions: how many there are.
        threshold: when one holds.
        known: how many are known to hold together somewhere.
        budget: cells to look at.

    """
    count, weights = known, None
    waiting = np.empty((0, *cells.shape[1:]))
    bounds = np.empty(0, np.intp)
    together = max(1, min(_TOGETHER, _ITEMS // (conditions * cells.shape[1])))
    if len(cells) > budget:
        return Reached(count, None, conditions)
    while True:
        budget -= len(cells)
        for start in range(0, len(cells), together):
            part = cells[start : start + together]
            at_corners, highest = measure(part)
            hold = (at_corners > threshold.holds).sum(axis=2)
            if hold.max() > count:
                cell, corner = np.unravel_index(hold.argmax(), hold.shape)
                count, weights = int(hold[cell, corner]), part[cell, corner].copy()
            waiting = np.concatenate([waiting, part])
            bounds = np.append(bounds, (highest > threshold.may).sum(axis=1))
        keep = bounds > count
        waiting, bounds = waiting[keep], bounds[keep]
        if not len(bounds):
            return Reached(count, weights, count)
        if budget <= 0 or cells.shape[1] == 1:
            return Reached(count, weights, int(bounds.max()))
        if len(bounds) <= together:
            chosen = np.ones(len(bounds), bool)
        else:
            chosen = np.zeros(len(bounds), bool)
            chosen[np.argpartition(-bounds, together)[:together]] = True
        cells = halved(waiting[chosen])
        waiting, bounds = waiting[~chosen], bounds[~chosen]


def halved(cells: Array) -> Array:
    """Return twice as many cells, each cut across its longest edge."""
    first, second = np.triu_indices(cells.shape[1], 1)
    longest = np.square(cells[:, first] - cells[:, second]).sum(axis=2).argmax(axis=1)
    each, a, b = np.arange(len(cells)), first[longest], second[longest]
    middle = (cells[each, a] + cells[each, b]) / 2
    one, other = cells.copy(), cells.copy()
    one[each, a] = middle
    other[each, b] = middle
    return np.concatenate([one, other])
