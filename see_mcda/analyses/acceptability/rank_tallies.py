"""Counting ranks over samples: what one worker counts in some blocks, and how the counts are combined.

Everything counted is whole numbers, weights too, as multiples of 2⁻³⁰: sums of them do not depend on how
blocks are grouped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Blocks, Ranks, block_size
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.uncertainty.drawn_scores import scores_of_drawn
from see_mcda.uncertainty.sampling import Samples

Counts = NDArray[np.int64]
UNIT = 2.0**30
"""Weights are counted in parts of 1/UNIT."""
PAIRWISE_MOST = 255
"""Eligible candidates at most whose pairs are compared in every sample."""
TABLES_MOST = 1_000
"""Eligible candidates at most for which every rank is counted. The four tables of counts and errors take
32 n² bytes, and the result document about 40 n²: 32 MB and 40 MB here, 29 GB and 36 GB for 30,000."""
FIRST, TOP, SUM, SQUARES = range(4)
"""Rows of a summary: how often a candidate was first, and among the first few; the sum of its ranks, and of
their squares."""
_CELLS = 1 << 17
_BYTES = 1 << 18
"""Comparisons made at once: in the cache, and long enough for other threads to run meanwhile."""


@dataclass
class Tally:
    """What was counted in a part of one replicate, of the e eligible candidates.

    Attributes:
        replicate: which one.
        ranks: (e, e) how often each candidate (row) had each rank (column); None if not counted.
        summary: (4, e) see :data:`FIRST`; None where it follows from ``ranks``.
        weights: (e, m) the sum of the weights with which each was first, in units of 1/UNIT.
        squares: (e, m) the sum of their squares, likewise.
        wins: (e, e) how often the row's candidate had a better rank than the column's; None if not counted.

    """

    replicate: int
    ranks: NDArray[np.int32] | Counts | None
    summary: Counts | None
    weights: Counts
    squares: Counts
    wins: Counts | None

    def add(self, other: Tally) -> None:
        """Add what was counted in another part."""
        if self.ranks is not None and other.ranks is not None:
            self.ranks += other.ranks
        if self.summary is not None and other.summary is not None:
            self.summary += other.summary
        self.weights += other.weights
        self.squares += other.squares
        if self.wins is not None and other.wins is not None:
            self.wins += other.wins


@dataclass(frozen=True)
class RankCounter:
    """Counts ranks in ranges of blocks; it can be sent to another process.

    With ``tables`` it counts every rank, otherwise only what grows linearly with the candidates: who is
    first, and who is among the first ``top``.
    """

    prepared: Prepared
    samples: Samples
    pairwise: bool
    tables: bool
    top: int

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
        self.tables = counter.tables
        self.top = counter.top
        self.eligible = np.flatnonzero(self.prepared.problem.eligible)
        self.e = len(self.eligible)
        self.m = self.prepared.problem.shape[1]
        self._blocks: Blocks | None = None
        self._cells: list[NDArray[np.int64]] = []

    def empty(self, replicate: int) -> Tally:
        e, m = self.e, self.m
        return Tally(
            replicate,
            np.zeros((e, e), np.int32) if self.tables else None,
            None if self.tables else np.zeros((4, e), np.int64),
            np.zeros((e, m), np.int64),
            np.zeros((e, m), np.int64),
            np.zeros((e, e), np.int64) if self.pairwise else None,
        )

    def count(self, tally: Tally, weights: Array, values: Array | None) -> None:
        """Count one batch of samples."""
        for part, ranks in self._ranked(weights, values):
            if tally.summary is not None:
                self._summarise(tally, tally.summary, part, ranks)
                continue
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

    def _summarise(self, tally: Tally, summary: Counts, weights: Array, ranks: Ranks) -> None:
        summary[FIRST] += np.count_nonzero(ranks == 1, axis=0)
        summary[TOP] += np.count_nonzero(ranks <= self.top, axis=0)
        summary[SUM] += ranks.sum(axis=0, dtype=np.int64)
        summary[SQUARES] += np.square(ranks, dtype=np.int64).sum(axis=0)
        samples, firsts = np.nonzero(ranks == 1)
        for sums, power in ((tally.weights, weights), (tally.squares, weights**2)):
            np.add.at(sums, firsts, np.rint(power * UNIT).astype(np.int64)[samples])

    def finish(self, tallies: list[Tally]) -> None:
        if tallies:
            self._flush(tallies[-1])

    def _flush(self, tally: Tally) -> None:
        if self._cells and tally.ranks is not None:
            counted = np.bincount(np.concatenate(self._cells), minlength=self.e * self.e)
            tally.ranks += counted.reshape(self.e, self.e).astype(np.int32)
            self._cells = []

    def _ranked(self, weights: Array, values: Array | None) -> Iterator[tuple[Array, Ranks]]:
        """Yield weights and the (k, e) ranks of the eligible candidates under them."""
        if values is not None:
            yield weights, ranks_of_drawn(self.prepared, weights, values)[:, self.eligible]
        elif not self.prepared.has_scores:
            step = len(weights) if self.tables else block_size(len(self.prepared.problem.eligible))
            for start in range(0, len(weights), step):
                some = weights[start : start + step]
                yield some, self.prepared.ranks(some)[:, self.eligible]
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
    return ranks_of(scores_of_drawn(prepared, weights, values), prepared.problem.eligible)


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
        summaries: (replicates, 4, e) the summary of each replicate, see :data:`FIRST`.
        weights_each: (replicates, e, m) the weights of each replicate.

    """

    ranks: Counts | None
    weights: Counts
    squares: Counts
    wins: Counts | None
    rank_squares: Counts | None
    win_squares: Counts | None
    summaries: Counts
    weights_each: Counts


def totals(tallies: Iterable[Tally], counter: RankCounter, e: int, m: int) -> Totals:
    """Return the sum of a counter's tallies, which come in the order of the replicates."""
    pairs, replicates = (e, e), counter.samples.plan.replicates
    total = Totals(
        np.zeros(pairs, np.int64) if counter.tables else None,
        np.zeros((e, m), np.int64),
        np.zeros((e, m), np.int64),
        np.zeros(pairs, np.int64) if counter.pairwise else None,
        np.zeros(pairs, np.int64) if counter.tables and replicates > 1 else None,
        np.zeros(pairs, np.int64) if counter.pairwise else None,
        np.zeros((replicates, 4, e), np.int64),
        np.zeros((replicates, e, m), np.int64),
    )
    places = np.arange(1, e + 1)
    moments = np.stack([places == 1, places <= counter.top, places, places**2], axis=1).astype(np.int64)

    def close(done: Tally) -> None:
        summary = total.summaries[done.replicate]
        if done.summary is not None:
            summary[...] = done.summary
        if total.ranks is not None and done.ranks is not None:
            for row in range(e):  # row by row: no more arrays of this size
                counts = done.ranks[row].astype(np.int64)
                total.ranks[row] += counts
                if total.rank_squares is not None:
                    total.rank_squares[row] += counts * counts
                summary[:, row] = counts @ moments
        total.weights[...] += done.weights
        total.squares[...] += done.squares
        if total.wins is not None and total.win_squares is not None and done.wins is not None:
            total.wins[...] += done.wins
            total.win_squares[...] += done.wins**2
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
