"""Confidence factors: how often each candidate is first with its own central weights, the scores being drawn.

Source: Lahdelma & Salminen (2001), doi:10.1287/opre.49.3.444.11220.
"""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.acceptability.rank_tallies import ranks_of_drawn
from see_mcda.analyses.acceptability.share_errors import least_error
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.parallel import Cancel, Progress, over_blocks
from see_mcda.uncertainty.sampling import Plan, Samples, plan

Counts = NDArray[np.int64]
_WORK = 1 << 35
"""Products of weights and scores that are computed at most."""
_ITEMS = 1 << 17


def confidence_plan(chosen: Plan, n: int, m: int) -> Plan:
    """Return how many tables of scores are drawn: as many as samples, unless that were too dear.

    Every table is ranked under the central weights of up to n candidates.
    """
    most = max(64, _WORK // (n * n * m))
    return chosen if chosen.samples <= most else plan(most, chosen.seed, chosen.points)


def confidence_factors(
    prepared: Prepared,
    samples: Samples,
    central: Array,
    *,
    before: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> tuple[Array, Array]:
    """Return (e,) the factors of the eligible candidates and their standard errors.

    ``central`` (e, m) are their central weights; NaN, as in the answer, where a candidate has none. So many
    blocks of the same work were done ``before``.
    """
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    rows = np.flatnonzero(prepared.problem.eligible)[known]
    counter = _FirstCounter(prepared, samples, rows, central[known])
    counts = np.zeros((samples.plan.replicates, len(known)), np.int64)
    blocks = samples.plan.blocks
    how: dict[str, Any] = {"executor": executor, "progress": progress, "cancel": cancel}
    units = over_blocks(counter, blocks, before=before, of=before + blocks, **how)
    for block, (counted,) in enumerate(units):
        counts[samples.plan.replicate(block)] += counted
    factors, errors = np.full(len(central), np.nan), np.full(len(central), np.nan)
    p = counts.sum(axis=0) / samples.plan.samples
    factors[known] = p
    if samples.plan.replicates == 1:
        errors[known] = np.maximum(
            np.sqrt(p * (1 - p) / samples.plan.samples), least_error(samples.plan.samples)
        )
    else:
        each = counts / samples.plan.each
        spread = np.maximum(each.std(axis=0, ddof=1), 1 / (math.sqrt(12) * samples.plan.each))
        some = spread / math.sqrt(samples.plan.replicates)
        errors[known] = np.where((p > 0) & (p < 1), some, least_error(samples.plan.samples))
    return factors, errors


@dataclass(frozen=True)
class _FirstCounter:
    prepared: Prepared
    samples: Samples
    rows: NDArray[np.intp]
    central: Array

    def __call__(self, blocks: range) -> list[Counts]:
        """Return for each block how often each row is first under its own weights."""
        return [self._count(block) for block in blocks]

    def _count(self, block: int) -> Counts:
        c = len(self.rows)
        counts = np.zeros(c, np.int64)
        for _, tables in self.samples.batches(block):
            assert tables is not None
            step = _ITEMS // (c * tables[0].size)
            if step < 2:
                for table in tables:
                    ranks = ranks_of_drawn(self.prepared, self.central, table)
                    counts += ranks[np.arange(c), self.rows] == 1
                continue
            for start in range(0, len(tables), step):
                some = tables[start : start + step]
                weights = np.tile(self.central, (len(some), 1))
                ranks = ranks_of_drawn(self.prepared, weights, np.repeat(some, c, axis=0))
                own = ranks.reshape(len(some), c, -1)[:, np.arange(c), self.rows]
                counts += (own == 1).sum(axis=0)
        return counts
