"""Ranks from scores, with one tie rule, and many rankings at once.

1 is the best rank, ties share the smallest, an ineligible candidate's rank in an array is 0. Two candidates
are tied if their scores differ by at most ``TIE * max(1, |score|)``; ties are chained along the sorted
scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.arrays import Array
from see_mcda.parallel import map_in_order, workers

if TYPE_CHECKING:
    from see_mcda.methods.base import Prepared

Ranks = NDArray[np.int32]
Result = TypeVar("Result")
TIE = 1e-12
BLOCK = 4096
"""Weight vectors that are scored by one matrix product; fewer where there are many candidates."""
_BLOCK_ITEMS = 1 << 17
_WORTH_THREADS = 1 << 20
"""The number of ranks from which threads are started."""
_SURELY_APART = 3 * TIE
"""A gap between order keys at which the scores, which change at least half as fast, are no tie."""


def ranks(scores: ArrayLike, eligible: NDArray[np.bool_] | None = None) -> Ranks:
    """Return the ranks of (…, n) scores; higher is better."""
    s = np.asarray(scores, dtype=np.float64)
    if eligible is not None and not eligible.all():
        result = np.zeros(s.shape, np.int32)
        result[..., eligible] = ranks(s[..., eligible])
        return result
    order = np.argsort(-s, axis=-1)
    descending = np.take_along_axis(s, order, axis=-1)
    result = np.empty(s.shape, np.int32)
    np.put_along_axis(result, order, _competition(descending), axis=-1)
    return result


def _competition(descending: Array) -> Ranks:
    """Return the ranks of scores that already fall along the last axis."""
    n = descending.shape[-1]
    positions = np.broadcast_to(np.arange(1, n + 1, dtype=np.int32), descending.shape)
    starts = np.ones(descending.shape, bool)
    gap = descending[..., :-1] - descending[..., 1:]
    np.greater(gap, TIE * np.maximum(1.0, np.abs(descending[..., :-1])), out=starts[..., 1:])
    if starts.all():
        return positions
    return np.maximum.accumulate(np.where(starts, positions, 0), axis=-1)


def shadow_ranks(scores: Array, eligible: NDArray[np.bool_]) -> Ranks:
    """Return 1 + the number of eligible candidates strictly better than each of (n,) scores."""
    field = np.sort(scores[eligible])
    margin = TIE * np.maximum(1.0, np.abs(scores))
    return (1 + len(field) - np.searchsorted(field, scores + margin, side="right")).astype(np.int32)


def batch_ranks(prepared: Prepared, weights: ArrayLike, executor: Executor | None = None) -> Ranks:
    """Return the (k, n) ranks of the candidates under each of (k, m) weight vectors."""
    eligible = prepared.problem.eligible
    columns = slice(None) if eligible.all() else np.flatnonzero(eligible)
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    result = np.zeros((len(w), len(eligible)), np.int32)
    blocks = Blocks(prepared, w)

    def fill(rows: slice) -> None:
        result[rows, columns] = blocks.ranks(rows)

    for _ in blocks.each(fill, executor):
        pass
    return result


def rank_counts(
    prepared: Prepared, weights: ArrayLike, executor: Executor | None = None
) -> NDArray[np.int64]:
    """Return (n, n): how often each candidate (row) has each rank (column, the first is rank 1).

    Its memory does not grow with the number of weight vectors.
    """
    n = len(prepared.problem.eligible)
    first_cell = np.flatnonzero(prepared.problem.eligible) * n - 1
    blocks = Blocks(prepared, weights)

    def count(rows: slice) -> NDArray[np.int64]:
        cells = [(blocks.ranks(part) + first_cell).ravel() for part in blocks.parts(rows)]
        return np.bincount(np.concatenate(cells), minlength=n * n)

    # A pass over n² counts is worth making only for as many ranks.
    together = max(1, -(-n // blocks.size))
    counts = np.zeros(n * n, np.int64)
    for counted in blocks.each(count, executor, together):
        counts += counted
    return counts.reshape(n, n)


def winner_counts(
    prepared: Prepared, weights: ArrayLike, executor: Executor | None = None
) -> NDArray[np.int64]:
    """Return (n,): how often each candidate has rank 1; candidates tied there all count.

    Its memory does not grow with the number of weight vectors.
    """
    eligible = prepared.problem.eligible
    columns = np.flatnonzero(eligible)
    blocks = Blocks(prepared, weights)

    def count(rows: slice) -> NDArray[np.int64]:
        keys = blocks.keys(rows)
        best = keys.argmax(axis=1)
        top = keys[np.arange(len(keys)), best]
        surely_behind = top - np.maximum(1.0, np.abs(top)) * _SURELY_APART
        near = np.count_nonzero(keys >= surely_behind[:, None], axis=1) != 1
        counted = np.bincount(columns[best[~near]], minlength=len(eligible))
        if near.any():
            tied = ranks(prepared.scores(blocks.weights[rows][near]), eligible)
            counted += (tied == 1).sum(axis=0)
        return counted

    return sum(blocks.each(count, executor), np.zeros(len(eligible), np.int64))


class Blocks:
    """Weight vectors in blocks whose scores stay in the processor's cache."""

    def __init__(self, prepared: Prepared, weights: ArrayLike):
        self.prepared = prepared
        self.weights = np.atleast_2d(np.asarray(weights, dtype=np.float64))
        self.eligible = prepared.problem.eligible
        self._every = bool(self.eligible.all())
        self.size = min(block_size(len(self.eligible)), len(self.weights))
        n = int(self.eligible.sum())
        self._bits = max(1, (self.size * n - 1).bit_length())
        self._cells = np.arange(self.size * n).reshape(self.size, n)
        self._places = np.tile(np.arange(n, 0, -1, dtype=np.int32), (self.size, 1))

    def each(
        self, function: Callable[[slice], Result], executor: Executor | None, together: int = 1
    ) -> Iterator[Result]:
        """Yield the function of the rows of each block, or of several blocks together."""
        worth_it = self.weights.shape[0] * len(self.eligible) >= _WORTH_THREADS
        with workers(executor, worth_it=worth_it) as chosen:
            yield from map_in_order(function, self.parts(slice(0, len(self.weights)), together), chosen)

    def parts(self, rows: slice, together: int = 1) -> Iterator[slice]:
        """Yield the blocks within some rows."""
        step = self.size * together
        for start in range(rows.start, rows.stop, max(step, 1)):
            yield slice(start, min(start + step, rows.stop))

    def keys(self, rows: slice) -> Array:
        """Return the order keys of the eligible candidates."""
        keys = self.prepared.order_keys(self.weights[rows])
        return keys if self._every else np.ascontiguousarray(keys[:, self.eligible])

    def ranks(self, rows: slice) -> Ranks:
        """Return the ranks of the eligible candidates.

        The cell's index replaces the last bits of its key, so that one plain sort of each row gives the
        order: far faster than an argsort. Rows in which neighbours come closer than those bits, or a tie, can
        tell are ranked again from their full scores.
        """
        keys = self.keys(rows)
        mask = (1 << self._bits) - 1
        packed = keys.view(np.int64)
        packed &= ~mask
        packed |= self._cells[: len(keys)]
        keys.sort(axis=1)
        suspects = _suspects(keys, 2.0 ** (self._bits - 51))
        packed &= mask
        block = np.empty(keys.shape, np.int32)
        block.reshape(-1)[packed] = self._places[: len(keys)]
        if len(suspects):
            block[suspects] = ranks(self.prepared.scores(self.weights[rows][suspects])[:, self.eligible])
        return block


def block_size(n: int) -> int:
    """Return how many weight vectors are scored by one matrix product for n candidates."""
    return max(1, min(BLOCK, _BLOCK_ITEMS // max(n, 1)))


def _suspects(ascending: Array, packing: float) -> NDArray[np.intp]:
    """Return the rows of sorted keys in which two neighbours may be tied, or a key is not a number."""
    gap = ascending[:, 1:] - ascending[:, :-1]
    largest = np.maximum(np.abs(ascending[:, 0]), np.abs(ascending[:, -1])).max(initial=1.0)
    apart = gap > largest * (_SURELY_APART + packing)
    if apart.all() and np.isfinite(largest):
        return np.empty(0, np.intp)
    return np.flatnonzero(~(apart.all(axis=1) & np.isfinite(ascending).all(axis=1)))
