"""The ways of the weights cut at the swaps: ranking by ranking, and leader by leader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.crossovers.local_path import LocalPaths
from see_mcda.analyses.crossovers.swaps import EDGE, INSIDE, Swaps, ranks_at, seen_aside
from see_mcda.arrays import Array
from see_mcda.methods.ranks import Ranks
from see_mcda.ranking.ranking import Ranking

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
        below, above: (c, 2) the ranks of a and of b in the segments that meet there.
        leaders: for each node, where who leads changes (t ascending, 0 first), and who leads from there on.

    """

    node: Places
    t: Array
    of_swap: Places
    below: Ranks
    above: Ranks
    leaders: tuple[tuple[tuple[float, Leaders], ...], ...]

    @cached_property
    def _first_places(self) -> Places:
        return np.searchsorted(self.node, np.arange(len(self.leaders) + 1))

    @cached_property
    def _first_swaps(self) -> Places:
        return np.searchsorted(self.of_swap, self._first_places)

    def breaks(self, node: int) -> Array:
        """Return the places on the way of a node."""
        return self.t[self._first_places[node] : self._first_places[node + 1]]

    def swaps(self, node: int) -> slice:
        """Return which swaps are on the way of a node."""
        return slice(self._first_swaps[node], self._first_swaps[node + 1])


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


def shown(ranking: Ranking, paths: LocalPaths, found: Swaps) -> tuple[Swaps, Segments]:
    """Return the roots that the engine's ranks show to be swaps, a ahead below, and the ways cut at them.

    Most are shown by the ranks in the two segments that meet there. Where one is so short that the pair is
    tied in it, and where a root only touches, ranks further away decide (:func:`.swaps.seen_aside`).
    """
    segments = cut(ranking, paths, found)
    before = np.sign(segments.below[:, 1] - segments.below[:, 0]).astype(np.intp)
    exact = before * (segments.above[:, 1] - segments.above[:, 0]) < 0
    unclear = np.flatnonzero(~exact)
    if len(unclear):
        before[unclear], exact[unclear] = seen_aside(ranking, paths, found, unclear)
    turned = before < 0
    a, b = np.where(turned, found.b, found.a), np.where(turned, found.a, found.b)
    swaps = Swaps(found.node, found.t, a, b, found.exact & exact, found.always_tied)
    if not before.all():
        swaps = swaps.of(before != 0)
        return swaps, cut(ranking, paths, swaps)
    below, above = (
        np.where(turned[:, None], ranks[:, ::-1], ranks) for ranks in (segments.below, segments.above)
    )
    return swaps, replace(segments, below=below, above=above)


def cut(ranking: Ranking, paths: LocalPaths, swaps: Swaps) -> Segments:
    """Return the ways cut at the swaps; memory does not grow with the number of segments times candidates."""
    node, t, of_swap = places(swaps)
    owner, low, high = ends(node, t, len(paths.nodes))
    inside = low + INSIDE * (high - low)
    left = of_swap + swaps.node  # the segment below each swap
    below, above = np.zeros((2, len(swaps.t), 2), np.int32)
    leaders: list[list[tuple[float, Leaders]]] = [[] for _ in paths.nodes]
    step = max(1, _CELLS_TOGETHER // len(ranking.ranks))
    last = np.zeros(len(ranking.ranks), bool)
    for start in range(0, len(owner), step):
        rows = slice(start, start + step)
        found = ranks_at(ranking.prepared, paths, owner[rows], inside[rows])
        for side, segment in ((below, left), (above, left + 1)):
            here = slice(*np.searchsorted(segment, [start, start + step]))
            at = segment[here] - start
            side[here, 0], side[here, 1] = found[at, swaps.a[here]], found[at, swaps.b[here]]
        first = found == 1
        changes = low[rows] == 0
        changes[1:] |= (first[1:] != first[:-1]).any(axis=1)
        changes[0] |= (first[0] != last).any()
        _add_leaders(leaders, owner[rows][changes], low[rows][changes], first[changes])
        last = first[-1]
    return Segments(node, t, of_swap, below, above, tuple(map(tuple, leaders)))


def _add_leaders(
    leaders: list[list[tuple[float, Leaders]]], owner: Places, low: Array, first: NDArray[np.bool_]
) -> None:
    """Note who leads (k, n) from the shares ``low`` (k,) on, on the ways of the nodes ``owner`` (k,)."""
    at, row = np.nonzero(first)
    starts = np.searchsorted(at, np.arange(len(first) + 1)).tolist()
    who = row.tolist()
    for node, share, start, stop in zip(owner.tolist(), low.tolist(), starts[:-1], starts[1:], strict=True):
        leaders[node].append((share, tuple(who[start:stop])))


def around(breaks: Array, share: float) -> Interval:
    """Return the interval between breaks in which a share stands; the share itself if it is a break."""
    at = int(np.searchsorted(breaks, share))
    if at < len(breaks) and breaks[at] == share:
        return share, share
    return (float(breaks[at - 1]) if at else 0.0), (float(breaks[at]) if at < len(breaks) else 1.0)
