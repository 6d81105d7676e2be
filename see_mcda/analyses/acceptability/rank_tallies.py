"""Counting ranks over samples: what one worker counts in some blocks, and how the counts are combined.

Everything counted is whole numbers, weights too, as multiples of 2⁻³⁰: sums of them do not depend on how
blocks are grouped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import MethodError, refuse
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Blocks, Ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.uncertainty.sampling import Samples

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
UNIT = 2.0**30
"""Weights are counted in parts of 1/UNIT."""
PAIRWISE_MOST = 255
"""Eligible candidates at most whose pairs are compared in every sample."""
_CELLS = 1 << 17
_BYTES = 1 << 18
"""Comparisons made at once: in the cache, and long enough for other threads to run meanwhile."""


@dataclass
class Tally:
    """What was counted in a part of one replicate, of the e eligible candidates.

    Attributes:
        replicate: which one.
        ranks: (e, e) how often each candidate (row) had each rank (column).
        weights: (e, m) the sum of the weights with which each was first, in units of 1/UNIT.
        squares: (e, m) the sum of their squares, likewise.
        wins: (e, e) how often the row's candidate had a better rank than the column's; None if not counted.

    """

    replicate: int
    ranks: NDArray[np.int32] | Counts
    weights: Counts
    squares: Counts
    wins: Counts | None

    def add(self, other: Tally) -> None:
        """Add what was counted in another part."""
        self.ranks += other.ranks
        self.weights += other.weights
        self.squares += other.squares
        if self.wins is not None and other.wins is not None:
            self.wins += other.wins


@dataclass(frozen=True)
class RankCounter:
    """Counts ranks in ranges of blocks; it can be sent to another process."""

    prepared: Prepared
    samples: Samples
    pairwise: bool

    def __call__(self, blocks: range) -> list[Tally]:
        """Return a tally for each replicate that the blocks belong to."""
        counting = _Counting(self)
        tallies: list[Tally] = []
        for block in blocks:
            replicate = self.samples.plan.replicate(block)
            if not tallies or tallies[-1].replicate != replicate:
                counting.finish(tallies)
                tallies.append(counting.empty(replicate))
            for weights, values in self.samples.batches(block):
                counting.count(tallies[-1], weights, values)
        counting.finish(tallies)
        return tallies


class _Counting:
    def __init__(self, counter: RankCounter):
        self.prepared = counter.prepared
        self.pairwise = counter.pairwise
        self.eligible = np.flatnonzero(self.prepared.problem.eligible)
        self.e = len(self.eligible)
        self.m = self.prepared.problem.shape[1]
        self._blocks: Blocks | None = None
        self._cells: list[NDArray[np.int64]] = []

    def empty(self, replicate: int) -> Tally:
        e, m = self.e, self.m
        return Tally(
            replicate,
            np.zeros((e, e), np.int32),
            np.zeros((e, m), np.int64),
            np.zeros((e, m), np.int64),
            np.zeros((e, e), np.int64) if self.pairwise else None,
        )

    def count(self, tally: Tally, weights: Array, values: Array | None) -> None:
        """Count one batch of samples."""
        for part, ranks in self._ranked(weights, values):
            first_cell = np.arange(-1, self.e * self.e - 1, self.e)
            self._cells.append((ranks + first_cell).ravel())
            if sum(map(len, self._cells)) >= max(_CELLS, self.e * self.e // 4):
                self._flush(tally)
            first = (ranks == 1).astype(np.float64)
            whole = np.rint(np.concatenate([part, part**2], axis=1) * UNIT)
            sums = (first.T @ whole).astype(np.int64)  # whole numbers below 2⁵³: exact in any order
            tally.weights += sums[:, : self.m]
            tally.squares += sums[:, self.m :]
            if tally.wins is not None:
                tally.wins += pairwise_wins(ranks)

    def finish(self, tallies: list[Tally]) -> None:
        if tallies:
            self._flush(tallies[-1])

    def _flush(self, tally: Tally) -> None:
        if self._cells:
            counted = np.bincount(np.concatenate(self._cells), minlength=self.e * self.e)
            tally.ranks += counted.reshape(self.e, self.e).astype(np.int32)
            self._cells = []

    def _ranked(self, weights: Array, values: Array | None) -> Iterator[tuple[Array, Ranks]]:
        """Yield weights and the (k, e) ranks of the eligible candidates under them."""
        if values is not None:
            yield weights, ranks_of_drawn(self.prepared, weights, values)[:, self.eligible]
        elif not self.prepared.has_scores:
            yield weights, self.prepared.ranks(weights)[:, self.eligible]
        else:
            if self._blocks is None or len(weights) > len(self._blocks.weights):
                self._blocks = Blocks(self.prepared, weights)
            self._blocks.weights = weights
            for rows in self._blocks.parts(slice(0, len(weights))):
                yield weights[rows], self._blocks.ranks(rows)


def ranks_of_drawn(prepared: Prepared, weights: Array, values: Array) -> Ranks:
    """Return the (k, n) ranks under drawn scores (k, n, m) or (n, m).

    Raises :class:`MethodError` where a drawn table has no score.
    """
    if not prepared.has_scores:
        return prepared.ranks(weights, values)
    eligible = prepared.problem.eligible
    with np.errstate(all="ignore"):
        scores = prepared.scores(weights, values)
    if not np.isfinite(scores[:, eligible]).all():
        raise refuse(
            MethodError,
            "drawn-no-number",
            "with some of the drawn scores the method gives no number; narrow the uncertain scores, "
            "or choose another method or normalisation",
        )
    return ranks_of(scores, eligible)


def pairwise_wins(ranks: Ranks) -> Counts:
    """Return (e, e): in how many of (k, e) rankings the row's candidate stands before the column's."""
    k, e = ranks.shape
    byte = np.zeros((e, -(-k // 8) * 8), np.uint8)  # padding is a tie, which nobody wins
    byte[:, :k] = ranks.T
    wins = np.empty((e, e), np.int64)
    step = max(1, _BYTES // byte.size)
    for start in range(0, e, step):
        better = byte[start : start + step, None] < byte
        wins[start : start + step] = np.bitwise_count(better.view(np.uint64)).sum(axis=2, dtype=np.uint16)
    return wins


@dataclass(frozen=True)
class Totals:
    """The counts of all samples, and what tells their error.

    Attributes:
        ranks, weights, squares, wins: as in :class:`Tally`.
        rank_squares, win_squares: (e, e) sums over the replicates of the squares of their counts.
        firsts: (replicates, e) how often each was first.
        weights_each: (replicates, e, m) the weights of each replicate.
        rank_sums: (replicates, e) the sum of the ranks of each.

    """

    ranks: Counts
    weights: Counts
    squares: Counts
    wins: Counts | None
    rank_squares: Counts
    win_squares: Counts | None
    firsts: Counts
    weights_each: Counts
    rank_sums: Counts


def totals(tallies: Iterable[Tally], replicates: int, e: int, m: int, pairwise: bool) -> Totals:
    """Return the sum of tallies that come in the order of the replicates."""
    pairs = (e, e)
    total = Totals(
        np.zeros(pairs, np.int64),
        np.zeros((e, m), np.int64),
        np.zeros((e, m), np.int64),
        np.zeros(pairs, np.int64) if pairwise else None,
        np.zeros(pairs if replicates > 1 else (0, 0), np.int64),
        np.zeros(pairs, np.int64) if pairwise else None,
        np.zeros((replicates, e), np.int64),
        np.zeros((replicates, e, m), np.int64),
        np.zeros((replicates, e), np.int64),
    )
    places = np.arange(1, e + 1)

    def close(done: Tally) -> None:
        for row in range(e):  # row by row: no more arrays of this size
            counts = done.ranks[row].astype(np.int64)
            total.ranks[row] += counts
            if replicates > 1:
                total.rank_squares[row] += counts * counts
            total.rank_sums[done.replicate, row] = counts @ places
        total.weights[...] += done.weights
        total.squares[...] += done.squares
        if total.wins is not None and total.win_squares is not None and done.wins is not None:
            total.wins[...] += done.wins
            total.win_squares[...] += done.wins**2
        total.firsts[done.replicate] = done.ranks[:, 0]
        total.weights_each[done.replicate] = done.weights

    current: Tally | None = None
    for tally in tallies:
        if current is not None and current.replicate == tally.replicate:
            current.add(tally)
            continue
        if current is not None:
            close(current)
        current = tally
    if current is not None:
        close(current)
    return total
