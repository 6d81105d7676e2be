"""From scores to ranks: the same tie rule everywhere, and many rankings at once.

1 is the best rank, ties share the smallest, an ineligible candidate's rank in an array is 0. Two candidates are tied
if their scores differ by at most ``TIE * max(1, |score|)``; ties are chained along the sorted scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from see_mcda.methods.base import Prepared

Array = NDArray[np.float64]
Ranks = NDArray[np.int32]
TIE = 1e-12
BLOCK = 4096
"""Weight vectors that are scored by one matrix product; fewer where there are many candidates."""
_BLOCK_ITEMS = 1 << 22
_KEY_SLOPE = 2.0
"""How much faster than the score a method's order key may change (TOPSIS: 2, at closeness 1/2)."""


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
    result = np.zeros((len(w), len(eligible)), np.int32)
    columns = np.flatnonzero(eligible)
    all_columns = len(columns) == len(eligible)
    for start, order, ties in _orders(prepared, w):
        block = result[start : start + len(order)]
        n = order.shape[1]
        if all_columns:
            flat = order + (np.arange(len(order)) * n)[:, None]
            block.reshape(-1)[flat] = np.arange(1, n + 1, dtype=np.int32)
        else:
            np.put_along_axis(block, columns[order], np.arange(1, n + 1, dtype=np.int32)[None, :], axis=1)
        if len(ties):
            block[ties] = ranks(prepared.scores(w[start + ties]), eligible)
    return result


def rank_counts(prepared: Prepared, weights: ArrayLike) -> NDArray[np.int64]:
    """Return (n, n): how often each candidate (row) has each rank (column, the first is rank 1)."""
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    eligible = prepared.problem.eligible
    n = len(eligible)
    columns = np.flatnonzero(eligible)
    counts = np.zeros(n * n, np.int64)
    for start, order, ties in _orders(prepared, w):
        if len(ties):
            keep = np.ones(len(order), bool)
            keep[ties] = False
            order = order[keep]  # noqa: PLW2901
            tied = ranks(prepared.scores(w[start + ties]), eligible)[:, columns].astype(np.int64)
            counts += np.bincount((columns * n + tied - 1).ravel(), minlength=n * n)
        cells = columns[order] * n + np.arange(order.shape[1])
        counts += np.bincount(cells.ravel(), minlength=n * n)
    return counts.reshape(n, n)


def winner_counts(prepared: Prepared, weights: ArrayLike) -> NDArray[np.int64]:
    """Return (n,): how often each candidate has rank 1; candidates tied there all count."""
    w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    eligible = prepared.problem.eligible
    columns = np.flatnonzero(eligible)
    counts = np.zeros(len(eligible), np.int64)
    for start, keys in _keys(prepared, w):
        best = keys.argmax(axis=1)
        top = keys[np.arange(len(keys)), best]
        near = np.count_nonzero(keys >= (top - _coarse(top, 0.0))[:, None], axis=1) > 1
        counts += np.bincount(columns[best[~near]], minlength=len(eligible))
        if near.any():
            tied = ranks(prepared.scores(w[start + np.flatnonzero(near)]), eligible)
            counts += (tied == 1).sum(axis=0)
    return counts


def _block(n: int) -> int:
    return max(1, min(BLOCK, _BLOCK_ITEMS // max(n, 1)))


def _keys(prepared: Prepared, w: Array) -> Iterator[tuple[int, Array]]:
    eligible = prepared.problem.eligible
    every = bool(eligible.all())
    size = _block(len(eligible))
    for start in range(0, len(w), size):
        keys = prepared.order_keys(w[start : start + size])
        yield start, keys if every else np.ascontiguousarray(keys[:, eligible])


def _coarse(largest: Array | float, packing: float) -> Array:
    """Return a gap between order keys above which two candidates are surely not tied."""
    return np.asarray(np.maximum(1.0, np.abs(largest)) * (1.5 * _KEY_SLOPE * TIE + packing))


def _orders(prepared: Prepared, w: Array) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.intp]]]:
    """Yield (first row, candidates from best to worst, rows that may hold a tie and need their full scores).

    The candidate's index replaces the last bits of its key, so that one plain sort gives the order: far faster than
    an argsort. Rows in which neighbours come closer than those bits (or a tie) can tell are named.
    """
    for start, keys in _keys(prepared, w):
        n = keys.shape[1]
        bits = max(1, int(n - 1).bit_length())
        mask = (1 << bits) - 1
        np.negative(keys, out=keys)
        keys += 0.0  # no negative zero: its bits would sort apart
        packed = keys.view(np.int64)
        packed &= ~mask
        packed |= np.arange(n)
        keys.sort(axis=1)
        if n > 1:
            gap = (keys[:, 1:] - keys[:, :-1]).min(axis=1)
            largest = np.maximum(np.abs(keys[:, 0]), np.abs(keys[:, -1]))
            ties = np.flatnonzero(~(gap > _coarse(largest, 2.0 ** (bits - 51))))
        else:
            ties = np.flatnonzero(np.isnan(keys[:, 0]))
        packed &= mask
        yield start, packed, ties
