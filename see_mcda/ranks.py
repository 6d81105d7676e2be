"""From scores to ranks: the same tie rule everywhere, and many rankings at once.

1 is the best rank, ties share the smallest, an ineligible candidate's rank in an array is 0. Two candidates are tied
if their scores differ by at most ``TIE * max(1, |score|)``; ties are chained along the sorted scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.blas import one_thread

if TYPE_CHECKING:
    from see_mcda.methods.base import Prepared

Array = NDArray[np.float64]
Ranks = NDArray[np.int32]
TIE = 1e-12
BLOCK = 4096
"""Weight vectors that are scored by one matrix product; fewer where there are many candidates."""
_BLOCK_ITEMS = 1 << 17
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


def batch_ranks(prepared: Prepared, weights: ArrayLike) -> Ranks:
    """Return the (k, n) ranks of the candidates under each of (k, m) weight vectors."""
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    eligible = prepared.problem.eligible
    columns = slice(None) if eligible.all() else np.flatnonzero(eligible)
    result = np.zeros((len(w), len(eligible)), np.int32)
    for start, block in _rank_blocks(prepared, w):
        result[start : start + len(block), columns] = block
    return result


def rank_counts(prepared: Prepared, weights: ArrayLike) -> NDArray[np.int64]:
    """Return (n, n): how often each candidate (row) has each rank (column, the first is rank 1).

    Its memory does not grow with the number of weight vectors.
    """
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    n = len(prepared.problem.eligible)
    first_cell = np.flatnonzero(prepared.problem.eligible) * n - 1
    counts = np.zeros(n * n, np.int64)
    waiting: list[NDArray[np.int64]] = []
    for start, block in _rank_blocks(prepared, w):
        waiting.append((block + first_cell).ravel())
        if sum(map(len, waiting)) >= n * n or start + len(block) == len(w):  # one pass over the counts for many blocks
            counts += np.bincount(np.concatenate(waiting), minlength=n * n)
            waiting.clear()
    return counts.reshape(n, n)


def winner_counts(prepared: Prepared, weights: ArrayLike) -> NDArray[np.int64]:
    """Return (n,): how often each candidate has rank 1; candidates tied there all count.

    Its memory does not grow with the number of weight vectors.
    """
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    eligible = prepared.problem.eligible
    columns = np.flatnonzero(eligible)
    counts = np.zeros(len(eligible), np.int64)
    for start, keys in _keys(prepared, w):
        best = keys.argmax(axis=1)
        top = keys[np.arange(len(keys)), best]
        surely_behind = top - np.maximum(1.0, np.abs(top)) * _SURELY_APART
        near = np.count_nonzero(keys >= surely_behind[:, None], axis=1) != 1
        counts += np.bincount(columns[best[~near]], minlength=len(eligible))
        if near.any():
            tied = ranks(prepared.scores(w[start + np.flatnonzero(near)]), eligible)
            counts += (tied == 1).sum(axis=0)
    return counts


def _keys(prepared: Prepared, w: Array) -> Iterator[tuple[int, Array]]:
    """Yield (first row, order keys of the eligible candidates) in blocks that stay in the processor's cache."""
    eligible = prepared.problem.eligible
    every = bool(eligible.all())
    size = block_size(len(eligible))
    for start in range(0, len(w), size):
        with one_thread():
            keys = prepared.order_keys(w[start : start + size])
        yield start, keys if every else np.ascontiguousarray(keys[:, eligible])


def block_size(n: int) -> int:
    """Return how many weight vectors are scored by one matrix product for n candidates."""
    return max(1, min(BLOCK, _BLOCK_ITEMS // max(n, 1)))


def _rank_blocks(prepared: Prepared, w: Array) -> Iterator[tuple[int, Ranks]]:
    """Yield (first row, ranks of the eligible candidates).

    The cell's index replaces the last bits of its key, so that one plain sort of each row gives the order: far faster
    than an argsort. Rows in which neighbours come closer than those bits, or a tie, can tell are ranked again from
    their full scores.
    """
    eligible = prepared.problem.eligible
    n = int(eligible.sum())
    size = min(block_size(len(eligible)), len(w))
    bits = max(1, (size * n - 1).bit_length())
    mask = (1 << bits) - 1
    cells = np.arange(size * n).reshape(size, n)
    places = np.tile(np.arange(n, 0, -1, dtype=np.int32), (size, 1))
    for start, keys in _keys(prepared, w):
        k = len(keys)
        packed = keys.view(np.int64)
        packed &= ~mask
        packed |= cells[:k]
        keys.sort(axis=1)
        suspects = _suspects(keys, 2.0 ** (bits - 51))
        packed &= mask
        block = np.empty((k, n), np.int32)
        block.reshape(-1)[packed] = places[:k]
        if len(suspects):
            block[suspects] = ranks(prepared.scores(w[start + suspects])[:, eligible])
        yield start, block


def _suspects(ascending: Array, packing: float) -> NDArray[np.intp]:
    """Return the rows of sorted keys in which two neighbours may be tied, or a key is not a number."""
    gap = ascending[:, 1:] - ascending[:, :-1]
    largest = np.maximum(np.abs(ascending[:, 0]), np.abs(ascending[:, -1])).max(initial=1.0)
    apart = gap > largest * (_SURELY_APART + packing)
    if apart.all() and np.isfinite(largest):
        return np.empty(0, np.intp)
    return np.flatnonzero(~(apart.all(axis=1) & np.isfinite(ascending).all(axis=1)))
