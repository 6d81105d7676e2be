"""Weights that change the order, searched for by trying: for methods whose order has no formula.

Straight ways lead from the weights to each corner, to each weight's absence, to all of one weight given to
another leaf, and to weights drawn evenly from the simplex. The first change along a way is bisected; then
random directions are tried at a little less than the best distance so far, as long as one succeeds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.flip.nearest_weights import Norm, length
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks

_DRAWN = 64
_ALONG = 10
_MOST_TRANSFERS = 24
"""Leaves up to which every transfer from one to another is tried."""
_STARTS = 3
ROUNDS = 15
_TRIES = 12
_BISECTIONS = 30
_BLOCK = 1024


class Search:
    """The ranks at many weights around given ones; the draws are always the same."""

    def __init__(self, prepared: Prepared, weights: Array):
        self.prepared = prepared
        self.weights = weights
        self.points = self._points()
        self.ranks: Ranks = np.vstack(
            [
                prepared.ranks(self.points[start : start + _BLOCK])
                for start in range(0, len(self.points), _BLOCK)
            ]
        )

    def _points(self) -> Array:
        w, m = self.weights, len(self.weights)
        corners = np.eye(m)
        absent = np.array([np.where(corners[j] > 0, 0.0, w) for j in range(m) if 0 < w[j] < 1]).reshape(-1, m)
        ends = [corners, absent / np.maximum(absent.sum(axis=1, keepdims=True), 1e-300)]
        if m <= _MOST_TRANSFERS:
            ends.append(
                np.array(
                    [
                        w + w[i] * (corners[j] - corners[i])
                        for i in range(m)
                        for j in range(m)
                        if i != j and w[i] > 0
                    ]
                ).reshape(-1, m)
            )
        drawn = np.random.default_rng(np.random.SeedSequence(0)).standard_exponential((_DRAWN, m))
        ends.append(drawn / drawn.sum(axis=1, keepdims=True))
        every = np.vstack(ends)
        parts = (np.arange(1, _ALONG + 1) / _ALONG)[:, None, None]
        return np.asarray((w + parts * (every - w)).reshape(-1, m))

    def nearest(self, leader: int, rival: int, norm: Norm, first: bool) -> list[Array]:
        """Return up to a few weights, the nearest first, under which ``rival`` is before the leader."""
        hits = self.points[_holds(self.ranks, leader, rival, first)]
        if not len(hits):
            return []
        change = hits - self.weights
        sizes = np.abs(change).sum(axis=1) if norm == "absolute" else np.sqrt(np.square(change).sum(axis=1))
        chosen: list[Array] = []
        for at in np.argsort(sizes, kind="stable"):
            if all(np.abs(hits[at] - other).sum() > 0.05 for other in chosen):
                chosen.append(hits[at])
            if len(chosen) == _STARTS:
                break
        return chosen

    def improved(
        self, leader: int, rival: int, norm: Norm, first: bool, rounds: int = ROUNDS
    ) -> tuple[Array, Array] | None:
        """Return weights just before and just after the nearest change that was found."""
        starts = self.nearest(leader, rival, norm, first)
        if not starts:
            return None
        pairs = [self._bisected(start, leader, rival, first) for start in starts[: 3 if rounds else 1]]
        before, after = min(pairs, key=lambda pair: length(pair[1] - self.weights, norm))
        rng = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(1,)))
        spread = 0.5
        for _ in range(rounds):
            tried = self._around(after, norm, spread, rng)
            hits = np.flatnonzero(_holds(self.prepared.ranks(tried), leader, rival, first))
            if len(hits):
                before, after = self._bisected(tried[hits[0]], leader, rival, first)
            else:
                spread *= 0.7
        return before, after

    def _around(self, after: Array, norm: Norm, spread: float, rng: np.random.Generator) -> Array:
        """Return weights a little nearer than ``after``, in directions around its own."""
        change = after - self.weights
        size = length(change, norm)
        noise = rng.standard_normal((_TRIES, len(change))) * (rng.random((_TRIES, len(change))) < 0.5)
        turned = change + spread * np.abs(change).max() * noise
        turned = np.maximum(self.weights + turned, 0.0)
        turned = turned / turned.sum(axis=1, keepdims=True) - self.weights
        sizes = np.array([length(one, norm) for one in turned])
        part = np.minimum((1 - 0.02 * spread) * size / np.where(sizes > 0, sizes, 1.0), 1.0)
        return np.asarray(self.weights + part[:, None] * turned)

    def _bisected(self, after: Array, leader: int, rival: int, first: bool) -> tuple[Array, Array]:
        low, high = 0.0, 1.0
        way = after - self.weights
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            ranks = self.prepared.ranks((self.weights + middle * way)[None])
            if _holds(ranks, leader, rival, first)[0]:
                high = middle
            else:
                low = middle
        return self.weights + low * way, self.weights + high * way


def _holds(ranks: Ranks, leader: int, rival: int, first: bool) -> NDArray[np.bool_]:
    if first:
        return np.asarray((ranks[:, rival] == 1) & (ranks[:, leader] > 1))
    return np.asarray(ranks[:, rival] < ranks[:, leader])
