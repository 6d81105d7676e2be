"""The ways of the weights cut at the swaps: ranking by ranking, and leader by leader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.ranking import Ranking
from see_mcda.ranks import Ranks
from see_mcda.sensitivity.local_path import LocalPaths
from see_mcda.sensitivity.swaps import EDGE, INSIDE, Swaps, ranks_at

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Interval = tuple[float, float]
Leaders = tuple[int, ...]
_CELLS_TOGETHER = 1 << 22


@dataclass(frozen=True, eq=False)
class Segments:
    """The ways of N nodes between K places at which candidates swap: K + N segments, way after way.

    Attributes:
        node, t: (K,) the places, in the order of the ways.
        of_swap: (c,) the place of each swap.
        swap_ranks: (c, 2) the ranks of a and of b just below the swap.
        leaders: for each node, where who leads changes (t ascending, 0 first), and who leads from there on.

    """

    node: Places
    t: Array
    of_swap: Places
    swap_ranks: Ranks
    leaders: tuple[tuple[tuple[float, Leaders], ...], ...]

    def breaks(self, node: int) -> Array:
        """Return the places on the way of a node."""
        return np.asarray(self.t[self.node == node])


def places(swaps: Swaps) -> tuple[Places, Array, Places]:
    """Return the node and share of each place at which candidates swap, and the place of each swap."""
    if not len(swaps.t):
        return swaps.node, swaps.t, np.empty(0, np.intp)
    new = np.ones(len(swaps.t), bool)
    new[1:] = (swaps.node[1:] != swaps.node[:-1]) | (swaps.t[1:] - swaps.t[:-1] > EDGE)
    return swaps.node[new], swaps.t[new], np.cumsum(new) - 1


def ends(node: Places, t: Array, count: int) -> tuple[Places, Array, Array]:
    """Return the node, the lower and the upper end of every segment on the ways of ``count`` nodes."""
    total = len(t) + count
    before = np.arange(len(t)) + node  # the segment that ends at each place
    low, high = np.zeros(total), np.ones(total)
    high[before], low[before + 1] = t, t
    owner = np.repeat(np.arange(count), np.bincount(node, minlength=count) + 1)
    return owner, low, high


def cut(ranking: Ranking, paths: LocalPaths, swaps: Swaps) -> Segments:
    """Return the ways cut at the swaps; memory does not grow with the number of segments times candidates."""
    node, t, of_swap = places(swaps)
    owner, low, high = ends(node, t, len(paths.nodes))
    left = of_swap + swaps.node  # the segment below each swap
    swap_ranks = np.zeros((len(swaps.t), 2), np.int32)
    leaders: list[list[tuple[float, Leaders]]] = [[] for _ in paths.nodes]
    step = max(1, _CELLS_TOGETHER // len(ranking.ranks))
    last = np.zeros(len(ranking.ranks), bool)
    for start in range(0, len(owner), step):
        rows = slice(start, start + step)
        found = ranks_at(ranking.prepared, paths, owner[rows], low[rows] + INSIDE * (high[rows] - low[rows]))
        here = slice(*np.searchsorted(left, [start, start + step]))
        at = left[here] - start
        swap_ranks[here, 0], swap_ranks[here, 1] = found[at, swaps.a[here]], found[at, swaps.b[here]]
        first = found == 1
        changes = np.ones(len(first), bool)
        changes[1:] = (first[1:] != first[:-1]).any(axis=1)
        changes[0] = bool((first[0] != last).any())
        for at_row in np.flatnonzero(changes | (low[rows] == 0)).tolist():
            leading = tuple(np.flatnonzero(first[at_row]).tolist())
            leaders[owner[start + at_row]].append((float(low[start + at_row]), leading))
        last = first[-1]
    return Segments(node, t, of_swap, swap_ranks, tuple(map(tuple, leaders)))


def around(breaks: Array, share: float) -> Interval:
    """Return the interval between breaks in which a share stands; the share itself if it is a break."""
    at = int(np.searchsorted(breaks, share))
    if at < len(breaks) and breaks[at] == share:
        return share, share
    return (float(breaks[at - 1]) if at else 0.0), (float(breaks[at]) if at < len(breaks) else 1.0)
