"""How often each set is the best one, and each candidate in it, over samples of weights and scores.

Standard errors are those of shares: of N random samples sqrt(b (1 − b) / N), of quasi-random ones from the
spread between their replicates, and at least what no samples of the other kind prove
(:mod:`see_mcda.uncertainty.share_errors`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from see_mcda.analyses.selection.envelope import better_set
from see_mcda.analyses.selection.fixed_values import Valuing
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array
from see_mcda.parallel import Work, over_blocks
from see_mcda.uncertainty.sampling import Plan, Samples
from see_mcda.uncertainty.share_errors import least_error


@dataclass(frozen=True, eq=False)
class SetShares:
    """The sets that were best for some samples, the most frequent first.

    Attributes:
        options: (s, o) the options of each set.
        shares: (s,) the part of the samples for which each is best.
        chance: (n,) the part for which each candidate is in the best set.
        standard_error: (n,) of ``chance``.

    """

    options: Chosen
    shares: Array
    chance: Array
    standard_error: Array


def set_shares(
    program: Program, values: Valuing, samples: Samples, known: Chosen, work: Work | None = None
) -> SetShares:
    """Return the shares of the best sets over samples; ``known`` (s, o) are allowed sets."""
    plan = samples.plan
    counts: Counter[bytes] = Counter()
    inside = np.zeros((plan.replicates, program.count))
    count = _Count(program, values, samples, known)
    for number, found in enumerate(over_blocks(count, plan.blocks, work or Work())):
        counts.update(found)
        for key, times in found.items():
            inside[plan.replicate(number)] += times * program.members(_options(key))
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    chance = inside.sum(axis=0) / plan.samples
    return SetShares(
        options=np.array([_options(key) for key, _ in ordered]),
        shares=np.array([times for _, times in ordered]) / plan.samples,
        chance=chance,
        standard_error=errors_of(inside, plan),
    )


def errors_of(inside: Array, plan: Plan) -> Array:
    """Return (n,) the standard errors of the shares of samples, counted in each replicate (r, n)."""
    chance = inside.sum(axis=0) / plan.samples
    error = np.sqrt(np.maximum(chance * (1 - chance), 0.0) / plan.samples)
    if plan.replicates > 1:
        error = (inside / plan.each).std(axis=0, ddof=1) / np.sqrt(plan.replicates)
    return np.asarray(np.maximum(error, least_error(plan.samples)))


@dataclass(frozen=True, eq=False)
class _Count:
    """Counts the best sets of a block of samples."""

    program: Program
    values: Valuing
    samples: Samples
    known: Chosen

    def __call__(self, blocks: range) -> dict[bytes, int]:
        """Return how often each set is best, by its options as bytes."""
        counts: Counter[bytes] = Counter()
        known = self.known
        for block in blocks:
            for weights, tables in self.samples.batches(block):
                for values in self.values(weights, tables):
                    found = better_set(self.program, values, known)
                    if found is not None:
                        known = np.vstack([known, found])
                    gains = self.program.gains(values)
                    counts[known[(known @ gains).argmax()].tobytes()] += 1
        return dict(counts)


def _options(key: bytes) -> Chosen:
    return np.frombuffer(key, dtype=np.bool_)
