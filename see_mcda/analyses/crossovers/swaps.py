"""All swaps of pairs of candidates as the share of one node moves, for every node at once.

Additive, AHP and weighted product have them by a division, TOPSIS by the roots of a polynomial; all others
are bracketed on a grid. Each swap is then shown by the engine's own ranks on its two sides: a root at which
the order is the same before and after only touches, and is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.crossovers.bracketing import swaps as bracketed_swaps
from see_mcda.analyses.crossovers.linear_crossings import LinearPaths
from see_mcda.analyses.crossovers.local_path import LocalPaths
from see_mcda.analyses.crossovers.quadratic_crossings import QuadraticPaths
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks, batch_ranks
from see_mcda.ranking.ranking import Ranking

Places = NDArray[np.intp]
GRID = 128
"""Points at which the order is looked at on the way of a node, for methods without a formula."""
EDGE = 1e-12
"""Swaps nearer to each other stand at one place; nearer to 0 or 1 they are none."""
INSIDE = 0.381966
"""Where within a segment its ranking is taken: not in the middle, where touching roots like to be."""
AT_NOW = 1e-9
"""A swap of two candidates that are tied now is at the present share if it is this near."""
_SLACK = 2
"""Places by which a rank that was counted along the way may be off, where roots only touch."""
_NEAREST = 64
_PAIRS_TOGETHER = 1 << 16
_CELLS_TOGETHER = 1 << 22


@dataclass(frozen=True, eq=False)
class Swaps:
    """c swaps, by node and share.

    Attributes:
        node: (c,) the position of the node.
        t: (c,) the share.
        a, b: (c,) rows; a is ahead below t, b above it.
        exact: (c,) by a formula, and shown by the ranks on both sides.
        always_tied: (k, 3) node, row, row.

    """

    node: Places
    t: Array
    a: Places
    b: Places
    exact: NDArray[np.bool_]
    always_tied: Places

    def of(self, kept: NDArray[np.bool_] | Places | slice) -> Swaps:
        """Return some of them."""
        return Swaps(
            self.node[kept], self.t[kept], self.a[kept], self.b[kept], self.exact[kept], self.always_tied
        )


def ranks_at(prepared: Prepared, paths: LocalPaths, node: Places, t: Array) -> Ranks:
    """Return the (k, n) ranks at shares of nodes (k,)."""
    weights = paths.weights(node, t)
    return batch_ranks(prepared, weights) if prepared.has_scores else prepared.ranks(weights)


ClosedForm = LinearPaths | QuadraticPaths


def closed_form(paths: LocalPaths, prepared: Prepared) -> ClosedForm | None:
    """Return the sums or the squared distances along the ways, if the method is made of such."""
    values = prepared.linear_values()
    if values is not None:
        return LinearPaths.along(paths, values)
    parts = prepared.quadratic_parts()
    return QuadraticPaths.along(paths, *parts) if parts is not None else None


Keep = Callable[[Swaps], NDArray[np.bool_]]
"""Tells which roots are worth looking at further."""


def roots(
    ranking: Ranking,
    paths: LocalPaths,
    form: ClosedForm | None,
    pairs: tuple[Places, Places],
    keep: Keep | None = None,
) -> Swaps:
    """Return where pairs of rows, (k,) and (k,), may swap, in the order of the ways; where ``keep`` tells to.

    Without a formula these are the swaps that the grid shows; roots of a formula are still to be shown by the
    engine's ranks.
    """
    a, b = pairs
    if form is None:
        return _in_order(ranking, paths, _bracketed(ranking.prepared, paths, a, b))
    none = np.empty(0, np.intp)
    nodes, places, shares, ties = [none], [none], [np.empty(0)], []  # a candidate alone is in no pair
    for start in range(0, len(a), _PAIRS_TOGETHER):
        some = slice(start, start + _PAIRS_TOGETHER)
        (node, pair, t), tied = form.crossings(a[some], b[some])
        inside = (t > EDGE) & (t < 1 - EDGE) & ~paths.alone[node]
        nodes.append(node[inside])
        places.append(pair[inside] + start)
        shares.append(t[inside])
        if tied.any():
            at, which = np.nonzero(tied)
            ties.append(np.stack([at, a[some][which], b[some][which]], axis=1))
    node, pair, t = np.concatenate(nodes), np.concatenate(places), np.concatenate(shares)
    always = np.concatenate(ties) if ties else np.empty((0, 3), np.intp)
    always = always[np.argsort(always[:, 0], kind="stable")]
    found = Swaps(node, t, a[pair], b[pair], np.ones(len(t), bool), always)
    if keep is not None:
        found = found.of(keep(found))
    return _in_order(ranking, paths, found)


def leading_rows(ranking: Ranking, paths: LocalPaths, form: ClosedForm | None, top: int) -> Places:
    """Return the rows that may take one of the first ``top`` places somewhere on a way, and maybe others.

    A row is left out on every way on which as many pivots, those who are first somewhere on a coarse grid,
    are always ahead of it.
    """
    eligible = np.flatnonzero(ranking.complete.eligible)
    prepared = ranking.prepared
    points = 16 if form is not None else GRID
    node = np.repeat(np.arange(len(paths.nodes)), points)
    t = np.tile((np.arange(points) + 0.5) / points, len(paths.nodes))
    near = np.zeros(len(ranking.ranks), bool)
    step = max(1, _CELLS_TOGETHER // len(near))
    for start in range(0, len(t), step):
        places = ranks_at(prepared, paths, node[start : start + step], t[start : start + step])
        near |= ((places > 0) & (places <= top)).any(axis=0)
    near |= (ranking.ranks > 0) & (ranking.ranks <= top)
    if form is None:
        return np.flatnonzero(near)
    pivots = np.flatnonzero(near)
    kept = [row for row in eligible.tolist() if near[row]]
    rest = eligible[~near[eligible]]
    block = max(1, _PAIRS_TOGETHER // len(pivots))
    for start in range(0, len(rest), block):
        rows = rest[start : start + block]
        a, b = np.tile(pivots, len(rows)), np.repeat(rows, len(pivots))
        ahead, _ = form.compare(a, b)
        beaten = ahead.reshape(len(paths.nodes), len(rows), len(pivots)).sum(axis=2)
        kept += rows[(beaten < top).any(axis=0)].tolist()
    return np.array(sorted(kept), np.intp)


def first_ranks(
    ranking: Ranking, paths: LocalPaths, form: ClosedForm | None, rows: Places, top: int
) -> Keep | None:
    """Return what keeps the roots at which one of the first ``top`` ranks among ``rows`` is at stake.

    Ranks are counted along each way: those just above 0 by the order of every pair there, then one place up
    or down at each root. Only a formula gives all roots.
    """
    if form is None:
        return None
    n, count = len(ranking.ranks), len(paths.nodes)
    behind = np.zeros((count, n), np.intp)
    block = max(1, _PAIRS_TOGETHER // len(rows))
    for start in range(0, len(rows), block):
        some = rows[start : start + block]
        signs = form.first_order(np.repeat(some, len(rows)), np.tile(rows, len(some)))
        behind[:, some] = (signs.reshape(count, len(some), len(rows)) < 0).sum(axis=2)

    def keep(found: Swaps) -> NDArray[np.bool_]:
        order = np.lexsort((found.t, found.b, found.a, found.node))
        node, a, b, t = found.node[order], found.a[order], found.b[order], found.t[order]
        first = np.ones(len(t), bool)
        first[1:] = (node[1:] != node[:-1]) | (a[1:] != a[:-1]) | (b[1:] != b[:-1])
        groups = np.cumsum(first) - 1
        turn = (np.arange(len(t)) - np.flatnonzero(first)[groups]) % 2 if len(t) else groups
        ahead = np.empty(len(t), np.intp)
        for at in range(count):
            mine = node == at
            starts = form.first_order(a[mine & first], b[mine & first])[at]
            ahead[mine] = np.repeat(starts, np.bincount(groups[mine])[groups[mine & first]])
        ahead = np.where(turn == 1, -ahead, ahead)  # of a before the root
        events = np.concatenate([np.arange(len(t))] * 2)
        row, step = np.concatenate([a, b]), np.concatenate([ahead, -ahead])
        along = np.lexsort((t[events], row, node[events]))
        sums = np.cumsum(step[along]) - step[along]
        key = (node[events] * n + row)[along]
        new = np.ones(len(key), bool)
        new[1:] = key[1:] != key[:-1]
        sums -= np.repeat(sums[new], np.diff(np.append(np.flatnonzero(new), len(key))))
        before = np.empty(len(key), np.intp)
        before[along] = behind.ravel()[key] + sums
        best = np.minimum(before[: len(t)], before[len(t) :])
        kept = np.empty(len(t), bool)
        kept[order] = best < top + _SLACK
        return kept

    return keep


def nearest(paths: LocalPaths) -> Keep:
    """Return what keeps a few roots on either side of the present share of each node."""

    def keep(found: Swaps) -> NDArray[np.bool_]:
        kept = np.zeros(len(found.t), bool)
        distance = found.t - paths.share[found.node]
        for at in range(len(paths.nodes)):
            for side in (1, -1):
                mine = np.flatnonzero((found.node == at) & (side * distance >= -AT_NOW))
                kept[mine[np.argsort(side * distance[mine], kind="stable")[:_NEAREST]]] = True
        return kept

    return keep


def seen_aside(
    ranking: Ranking, paths: LocalPaths, found: Swaps, some: Places
) -> tuple[Places, NDArray[np.bool_]]:
    """Return who is ahead below ``some`` of the roots: 1 for a, −1 for b, 0 where the two do not swap.

    The ranks are taken part of the way to the pair's own next root. The second array says whether they show
    the order on both sides: a pair that is tied by the engine's tolerance all the way to an end swaps too,
    one that is tied between two roots only touches.
    """
    below, above, first, last = _own_sides(found)
    mine = found.of(some)
    before = _order_at(ranking.prepared, paths, mine, below[some])
    after = _order_at(ranking.prepared, paths, mine, above[some])
    both = before * after < 0
    half = ((before != 0) & (after == 0) & last[some]) | ((before == 0) & (after != 0) & first[some])
    return np.where(both | half, np.where(before != 0, before, -after), 0), both


def _in_order(ranking: Ranking, paths: LocalPaths, found: Swaps) -> Swaps:
    """Return the swaps in the order of the ways; those of candidates that are tied now stand at the share."""
    t = found.t.copy()
    share = paths.share[found.node]
    now = (np.abs(t - share) <= AT_NOW) & (ranking.ranks[found.a] == ranking.ranks[found.b])
    t[now] = share[now]
    order = np.lexsort((found.b, found.a, t, found.node))
    return Swaps(found.node, t, found.a, found.b, found.exact, found.always_tied).of(order)


def _own_sides(found: Swaps) -> tuple[Array, Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return a share below and one above each swap, before the pair's own next one; which are first, last."""
    order = np.lexsort((found.t, found.b, found.a, found.node))
    node, a, b, t = found.node[order], found.a[order], found.b[order], found.t[order]
    same = (node[1:] == node[:-1]) & (a[1:] == a[:-1]) & (b[1:] == b[:-1])
    low, high = np.zeros(len(t)), np.ones(len(t))
    low[1:][same] = t[:-1][same]
    high[:-1][same] = t[1:][same]
    below, above = np.empty(len(t)), np.empty(len(t))
    first, last = np.empty(len(t), bool), np.empty(len(t), bool)
    below[order] = t - INSIDE * (t - low)
    above[order] = t + INSIDE * (high - t)
    first[order], last[order] = low == 0, high == 1
    return below, above, first, last


def _order_at(prepared: Prepared, paths: LocalPaths, found: Swaps, t: Array) -> Places:
    """Return (c,): 1 where a is ahead at the shares t, −1 where b is, 0 where the two are tied."""
    result = np.empty(len(t), np.intp)
    step = max(1, _CELLS_TOGETHER // len(prepared.problem.candidates))
    for start in range(0, len(t), step):
        some = slice(start, start + step)
        places = ranks_at(prepared, paths, found.node[some], t[some])
        rows = np.arange(len(places))
        result[some] = np.sign(places[rows, found.b[some]] - places[rows, found.a[some]])
    return result


def _keys(prepared: Prepared, weights: Array) -> Array:
    """Return (k, n) that order the candidates, higher first."""
    return prepared.scores(weights) if prepared.has_scores else -prepared.ranks(weights).astype(np.float64)


def _bracketed(prepared: Prepared, paths: LocalPaths, a: Places, b: Places) -> Swaps:
    x = (np.arange(GRID) + 0.5) / GRID
    nodes, shares, firsts, seconds, ties = [], [], [], [], []
    for node in np.flatnonzero(~paths.alone):
        keys = _keys(prepared, paths.weights(np.full(GRID, node), x))

        def difference(pair: Places, t: Array, node: np.intp = node) -> Array:
            k = _keys(prepared, paths.weights(np.full(len(t), node), t))
            rows = np.arange(len(t))
            return np.asarray(k[rows, a[pair]] - k[rows, b[pair]])

        pair, t, falls = bracketed_swaps(keys, x, a, b, difference)
        nodes.append(np.full(len(t), node))
        shares.append(t)
        firsts.append(np.where(falls, a[pair], b[pair]))
        seconds.append(np.where(falls, b[pair], a[pair]))
        same = (keys[:, a] == keys[:, b]).all(axis=0)
        ties.append(np.stack([np.full(same.sum(), node), a[same], b[same]], axis=1))
    if not nodes:
        none = np.empty(0, np.intp)
        return Swaps(none, np.empty(0), none, none, np.empty(0, bool), np.empty((0, 3), np.intp))
    t = np.concatenate(shares)
    return Swaps(
        np.concatenate(nodes),
        t,
        np.concatenate(firsts),
        np.concatenate(seconds),
        np.zeros(len(t), bool),
        np.concatenate(ties),
    )
