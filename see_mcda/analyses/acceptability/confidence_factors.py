"""Confidence factors: how often each candidate is first with its own central weights, the scores being drawn.

Source: Lahdelma & Salminen (2001), doi:10.1287/opre.49.3.444.11220.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.acceptability.rank_tallies import ranks_of_drawn
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.parallel import Work, over_blocks
from see_mcda.uncertainty.sampling import REPLICATES, Plan, Samples, plan
from see_mcda.uncertainty.share_errors import least_error

Counts = NDArray[np.int64]
_WORK = 1 << 35
"""Products of weights and scores that are computed at most."""
_ITEMS = 1 << 17
_DEVIATIONS = (1 << 20,)
"""The key of the random numbers of deviations; blocks of samples have smaller ones."""


def confidence_plan(chosen: Plan, n: int, m: int) -> Plan:
    """Return how many tables of scores are drawn: as many as samples, unless that were too dear.

    Every table is ranked under the central weights of up to n candidates.
    """
    most = max(64, _WORK // (2 * n * n * m))
    return chosen if chosen.samples <= most else plan(most, chosen.seed, chosen.points)


def confidence_factors(
    prepared: Prepared,
    samples: Samples,
    central: Array,
    deviations: Array,
    *,
    work: Work,
    before: int,
) -> tuple[Array, Array]:
    """Return (e,) the factors of the eligible candidates and their standard errors.

    ``central`` (e, m) are their central weights; NaN, as in the answer, where a candidate has none. They are
    estimates: factors are computed again under ``central + deviations`` (g, e, m), and their errors include
    how far they then differ. So many blocks of the same work were done ``before``.
    """
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    rows = np.flatnonzero(prepared.problem.eligible)[known]
    others = deviated(central[known], deviations[:, known])
    counter = _FirstCounter(prepared, samples, rows, central[known], others)
    chosen = samples.plan
    blocks, replicates = chosen.blocks, chosen.replicates
    units = over_blocks(counter, blocks, work, before=before, of=before + blocks)
    counts = np.zeros(len(known), np.int64)
    other_counts = np.zeros(others.shape[:2], np.int64)
    for block, (counted,) in enumerate(units):
        counts += counted[0]
        other_counts[counter.drawn_for(block)] += counted[1:]
    factors, errors = np.full(len(central), np.nan), np.full(len(central), np.nan)
    factors[known] = p = counts / chosen.samples
    least = least_error(chosen.samples)
    if replicates == 1:
        moved = np.square(other_counts / chosen.samples - p).mean(axis=0)
        errors[known] = np.maximum(np.sqrt(p * (1 - p) / chosen.samples + moved), least)
    else:
        each = other_counts / chosen.each
        spread = np.maximum(each.std(axis=0, ddof=1), 1 / (math.sqrt(12) * chosen.each))
        errors[known] = np.where((p > 0) & (p < 1), spread / math.sqrt(replicates), least)
    return factors, errors


def certain_confidence_factors(prepared: Prepared, central: Array, deviations: Array) -> tuple[Array, Array]:
    """Return the same where all scores are certain: factors are 0 or 1."""
    eligible = np.flatnonzero(prepared.problem.eligible)
    factors, errors = np.full(len(central), np.nan), np.full(len(central), np.nan)
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    for start in range(0, len(known), 64):
        rows = known[start : start + 64]
        c = np.arange(len(rows))
        others = deviated(central[rows], deviations[:, rows])
        tried = np.concatenate([central[rows][None], others]).reshape(-1, central.shape[1])
        first = (prepared.ranks(tried)[:, eligible] == 1).reshape(len(others) + 1, len(rows), -1)[:, c, rows]
        factors[rows] = first[0]
        errors[rows] = np.sqrt(np.square(first[1:] - factors[rows]).mean(axis=0) / len(others))
    return factors, errors


def deviations_of_central(central: Array, errors: Array, seed: int) -> Array:
    """Return (g, e, m) deviations that central weights from random samples may have from the true ones.

    Normal with the given standard errors (e, m), in sums of 0.
    """
    z = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=_DEVIATIONS)).standard_normal(
        (REPLICATES, *central.shape)
    )
    spread = np.nan_to_num(errors)
    moved = z * spread
    share = np.square(spread) / np.maximum(np.square(spread).sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return np.asarray(moved - moved.sum(axis=2, keepdims=True) * share)


def deviated(central: Array, deviations: Array) -> Array:
    """Return (g, c, m) central weights after deviations: not negative, in sums of 1."""
    moved = np.maximum(central + deviations, 0.0)
    total = moved.sum(axis=2, keepdims=True)
    return np.asarray(np.where(total > 0, moved / np.where(total > 0, total, 1.0), central))


@dataclass(frozen=True)
class _FirstCounter:
    prepared: Prepared
    samples: Samples
    rows: NDArray[np.intp]
    central: Array
    others: Array

    def __call__(self, blocks: range) -> list[Counts]:
        """Return for each block how often each row is first under its own weights, and under the others."""
        return [self._count(block) for block in blocks]

    def drawn_for(self, block: int) -> slice:
        """Return which of the other weights a block counts: those of its replicate, or all."""
        replicate = self.samples.plan.replicate(block)
        return slice(None) if self.samples.plan.replicates == 1 else slice(replicate, replicate + 1)

    def _count(self, block: int) -> Counts:
        c, m = self.central.shape
        vectors = np.concatenate([self.central[None], self.others[self.drawn_for(block)]])
        g = len(vectors)
        tried, own = vectors.reshape(-1, m), np.tile(self.rows, g)
        counts = np.zeros(g * c, np.int64)
        for _, tables in self.samples.batches(block):
            assert tables is not None
            step = _ITEMS // (len(tried) * tables[0].size)
            if step < 2:
                for table in tables:
                    ranks = ranks_of_drawn(self.prepared, tried, table)
                    counts += ranks[np.arange(len(own)), own] == 1
                continue
            for start in range(0, len(tables), step):
                some = tables[start : start + step]
                weights = np.tile(tried, (len(some), 1))
                ranks = ranks_of_drawn(self.prepared, weights, np.repeat(some, len(tried), axis=0))
                first = ranks.reshape(len(some), len(tried), -1)[:, np.arange(len(own)), own]
                counts += (first == 1).sum(axis=0)
        return counts.reshape(g, c)
