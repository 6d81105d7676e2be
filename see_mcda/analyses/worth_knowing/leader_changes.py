"""Where the leader changes while one uncertain score goes through its range, under many draws of all else.

Under each draw the leaders are found on a grid of the score's quantiles; where two neighbours of the grid
differ, the change is bisected. Two changes between neighbours that undo each other are missed. The share of
draws in which a candidate leads is then a step function of the score's quantile, so that expectations over
the score are exact sums, without bins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.worth_knowing.first_places import LeaderSets, first_places
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.uncertainty.distributions import WeightDistribution
from see_mcda.uncertainty.quasi_random import DIMENSIONS, quasi_random
from see_mcda.uncertainty.score_distributions import ScoreDistribution

Counts = NDArray[np.int64]
REPLICATES = 16
"""Blocks that the jackknife leaves out in turn."""
GRID = 8
"""Steps of the grid of quantiles on which the leader is found."""
_HALVINGS = 13
STEPS = GRID << _HALVINGS
"""To one of so many parts of a cell's probability are changes of the leader located."""
_WITHIN = 0.618
"""Where in a part it is looked at: off the round shares, at which scores that people give tie."""
_END = 2.0**-40
_ROUNDING = 1e-12
"""What a sum of chances may be wrong by."""
_NUMBERS = 1 << 20
"""Scores in the tables that are made at once, at most."""


@dataclass(frozen=True, eq=False)
class Changes:
    """Steps of P: at the ``bins`` (of STEPS) ``rows`` gain or lose ``counts`` draws (tied: ``shares``)."""

    bins: Counts
    rows: Counts
    counts: Counts
    shares: Array


@dataclass(frozen=True, eq=False)
class LeaderChanges:
    """Blocks of draws, one cell after the other, through whose whole range the leaders are followed."""

    prepared: Prepared
    distribution: WeightDistribution
    center: Array
    scores: ScoreDistribution
    seed: int
    size: int
    replicates: int

    def __call__(self, blocks: range) -> Changes:
        """Return the changes of one block."""
        (block,) = blocks
        cell, replicate = divmod(block, self.replicates)
        weights, u = self.draws(replicate)
        if not self.scores.dimensions:
            first = self.first(weights, u, cell, None)
            return _gathered([(np.zeros(self.size, np.int64), first, 1)])
        grid = np.arange(GRID + 1) * (STEPS // GRID)
        previous = self.first(weights, u, cell, np.full(self.size, grid[0]))
        changes = [(np.zeros(self.size, np.int64), previous, 1)]
        sets = LeaderSets(previous.shape[1])
        for at in range(1, GRID + 1):
            following = self.first(weights, u, cell, np.full(self.size, grid[at]))
            changed = np.flatnonzero((previous != following).any(axis=1))
            if len(changed):
                changes += self.located(
                    (weights[changed], u[changed], cell), grid[at - 1 : at + 1], previous[changed], sets
                )
            previous = following
        return _gathered(changes)

    def located(
        self, draws: tuple[Array, Array, int], ends: Counts, before: NDArray[np.bool_], sets: LeaderSets
    ) -> list[tuple[Counts, NDArray[np.bool_], int]]:
        """Return where the leaders change, by bisection, and the change: who led before, who leads then."""
        weights, u, cell = draws
        low, high = np.full(len(u), ends[0]), np.full(len(u), ends[1])
        old = sets.numbers(before)
        while (high - low).max() > 1:
            middle = (low + high) // 2
            same = sets.numbers(self.first(weights, u, cell, middle)) == old
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        # What leads right after the change may change again before the end of the step: follow it there.
        after = self.first(weights, u, cell, high)
        found = [(high, before, -1), (high, after, 1)]
        end = self.first(weights, u, cell, np.full(len(u), ends[1]))
        more = np.flatnonzero((after != end).any(axis=1))
        for row in more.tolist():
            one = slice(row, row + 1)
            found += self.located(
                (weights[one], u[one], cell), np.array([high[row], ends[1]]), after[one], sets
            )
        return found

    def draws(self, replicate: int) -> tuple[Array, Array]:
        """Return weights (k, m) and the numbers (k, d) behind the scores."""
        generator = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(replicate,)))
        drivers = self.distribution.dimensions
        d = drivers + self.scores.dimensions
        quasi = min(d, DIMENSIONS)
        u = generator.random((self.size, d))
        if quasi:
            u[:, :quasi] = quasi_random(self.seed, replicate, quasi, range(self.size))
        if drivers:
            weights = self.distribution.from_uniforms(u[:, :drivers])
        elif self.distribution.varies:
            weights = self.distribution.sample(generator, self.size)
        else:
            weights = np.repeat(self.center[None], self.size, axis=0)
        return weights, u[:, drivers:]

    def first(self, weights: Array, u: Array, cell: int, steps: Counts | None) -> NDArray[np.bool_]:
        """Return (k, n) who is first, with the cell at these steps of its probability."""
        u = u.copy()
        if steps is not None:
            u[:, cell] = np.clip((steps + _WITHIN) / STEPS, _END, 1 - _END)
        n, m = self.scores.values.shape
        step = max(1, min(4096, _NUMBERS // (n * m)))
        return np.concatenate(
            [
                first_places(
                    self.prepared,
                    weights[start : start + step],
                    self.scores.tables(u[start : start + step]),
                )
                for start in range(0, len(u), step)
            ]
        )


def _gathered(changes: Sequence[tuple[Counts, NDArray[np.bool_], int]]) -> Changes:
    bins, rows, counts = [], [], []
    shares: list[Array] = []
    for at, first, sign in changes:
        draw, row = np.nonzero(first)
        bins.append(at[draw])
        rows.append(row)
        counts.append(np.full(len(row), sign, np.int64))
        shares.append(np.asarray(sign / first.sum(axis=1)[draw], np.float64))
    found = Changes(
        np.concatenate(bins),
        np.concatenate(rows),
        np.concatenate(counts),
        np.concatenate(shares),
    )
    return _compact(found, int(found.rows.max()) + 1)


def _compact(changes: Changes, n: int) -> Changes:
    keys, places = np.unique(changes.bins * n + changes.rows, return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, places, changes.counts)
    shares = np.zeros(len(keys))
    np.add.at(shares, places, changes.shares)
    return Changes(keys // n, keys % n, counts, shares)


class Tally:
    """The changes of one cell in 16 groups of blocks; bounded, however many draws there were."""

    def __init__(self, n: int):
        self._n = n
        self._groups: list[Changes | None] = [None] * REPLICATES

    def take(self, group: int, changes: Changes) -> None:
        """Add the changes of one more block, in the order of the blocks."""
        before = self._groups[group]
        if before is not None:
            parts = (before, changes)
            changes = Changes(
                *(
                    np.concatenate([getattr(part, name) for part in parts])
                    for name in ("bins", "rows", "counts", "shares")
                )
            )
            changes = _compact(changes, self._n)
        self._groups[group] = changes

    def values(self, count: Counts) -> tuple[Array, Array, Array, Array, Array]:
        """Return chances (n,), without each group (16, n); V and bits, with all first; shares of ties."""
        groups = [group for group in self._groups if group is not None]
        bins = np.unique(np.concatenate([group.bins for group in groups]))
        rows = np.unique(np.concatenate([group.rows for group in groups]))
        steps = np.diff(np.append(bins, STEPS)) / STEPS
        counts = [_dense(group, group.counts, bins, rows) for group in groups]
        shares = [_dense(group, group.shares, bins, rows) for group in groups]
        everyone, all_shares = sum(counts, np.zeros(1)), sum(shares, np.zeros(1))
        total = count.sum()
        chances = np.zeros((1 + len(groups), self._n))
        tied = np.zeros(self._n)
        values, bits = np.empty(1 + len(groups)), np.empty(1 + len(groups))
        for at in range(1 + len(groups)):
            left = total - (count[at - 1] if at else 0)
            p = np.cumsum(everyone - (counts[at - 1] if at else 0), axis=0) / left
            q = np.cumsum(all_shares - (shares[at - 1] if at else 0), axis=0) / left
            mean, mean_share = steps @ p, steps @ q
            chances[at, rows] = mean
            # Where nothing changes there is one step: both sides are the same number and the value is 0.
            values[at] = _above_rounding(float(steps @ p.max(axis=1) - mean.max()))
            bits[at] = _above_rounding(float(entropy(mean_share) - steps @ entropy(q)))
            if not at:
                tied[rows] = mean_share
        return chances[0], chances[1:], values, bits, tied


def _dense(changes: Changes, numbers: NDArray[Any], bins: Counts, rows: Counts) -> Array:
    table = np.zeros((len(bins), len(rows)))
    table[np.searchsorted(bins, changes.bins), np.searchsorted(rows, changes.rows)] = numbers
    return table


def _above_rounding(gain: float) -> float:
    return gain if gain > _ROUNDING else 0.0


def entropy(p: Array) -> Array:
    """Return −Σ p log₂ p over the last axis."""
    inside = np.where(p > 0, p, 1.0)
    return np.asarray(-(inside * np.log2(inside)).sum(axis=-1) + 0.0)


def jackknife(left_out: Array) -> Array:
    """Return the standard error from the estimates that leave out one group each (first axis)."""
    g = len(left_out)
    return np.asarray(np.sqrt((g - 1) / g * np.square(left_out - left_out.mean(axis=0)).sum(axis=0)))
