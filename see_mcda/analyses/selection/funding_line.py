"""The funding line: who is clearly among the first k, who is clearly not, and the zone in between.

A candidate is clearly in if its chance of being among the first k is at least ``clear``, clearly out if it is
at most 1 - ``clear``, each by two standard errors, or if this is proved: with u_i(w) the value of i at its
worst, o_j(w) that of j at its best, i is always in if o_j ≥ u_i at some corner of the region for fewer than k
others j, and never in if u_j > o_i at all corners for at least k. Candidates that tie for the last places
share these.

The places left in the zone may be drawn by lot: its candidates in the order of SHA-256 of ``seed:id``
(UTF-8, as hexadecimal digits), which anybody can compute again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.selection.fixed_values import Valuing
from see_mcda.analyses.selection.optimum import Chosen
from see_mcda.analyses.selection.set_shares import errors_of
from see_mcda.arrays import Array
from see_mcda.methods.ranks import TIE
from see_mcda.parallel import Work, over_blocks
from see_mcda.uncertainty.sampling import Samples

ERRORS = 2.0
"""Standard errors by which a chance must be beyond ``clear``."""


@dataclass(frozen=True)
class FundingLine:
    """Who is clearly among the first ``count``.

    Attributes:
        count: the number of places.
        inside, zone, outside: the rows of the candidates, the greatest chance first.
        seed: of the lots; None if none were drawn.
        drawn: the rows of the zone that the lots chose.

    """

    count: int
    inside: tuple[int, ...]
    zone: tuple[int, ...]
    outside: tuple[int, ...]
    seed: str | None = None
    drawn: tuple[int, ...] = ()

    @property
    def places(self) -> int:
        """The number of places left for the zone."""
        return self.count - len(self.inside)


def first_chances(
    values: Valuing, eligible: Chosen, count: int, samples: Samples, work: Work
) -> tuple[Array, Array]:
    """Return (n,) the chance of each candidate of being among the first ``count``, and its standard error."""
    plan = samples.plan
    inside = np.zeros((plan.replicates, len(eligible)))
    tally = _FirstTally(values, np.flatnonzero(eligible), count, samples)
    for number, found in enumerate(over_blocks(tally, plan.blocks, work)):
        inside[plan.replicate(number)][eligible] += found
    return inside.sum(axis=0) / plan.samples, errors_of(inside, plan)


@dataclass(frozen=True, eq=False)
class _FirstTally:
    """Counts who is among the first in a block of samples."""

    values: Valuing
    rows: NDArray[np.intp]
    count: int
    samples: Samples

    def __call__(self, blocks: range) -> Array:
        """Return (e,) how often each is among the first; of those that tie for the last places, a part."""
        total = np.zeros(len(self.rows))
        for block in blocks:
            for weights, tables in self.samples.batches(block):
                total += among_first(self.values(weights, tables)[:, self.rows], self.count).sum(axis=0)
        return total


def among_first(values: Array, count: int) -> Array:
    """Return (k, e) 1 for the ``count`` greatest of each row's values, parts for ties at the end, else 0."""
    if count >= values.shape[1]:
        return np.ones_like(values)
    last = -np.partition(-values, count - 1, axis=1)[:, count - 1 : count]
    near = TIE * np.maximum(np.abs(last), 1e-300)
    above, level = values > last + near, np.abs(values - last) <= near
    left = count - above.sum(axis=1, keepdims=True)
    return np.asarray(above + level * (left / level.sum(axis=1, keepdims=True)))


def proved_first(
    low: Array, high: Array, corners: Array, eligible: Chosen, count: int
) -> tuple[Chosen, Chosen]:
    """Return (n,) who is proved always, and never, among the first ``count``.

    Args:
        low: (n, m) the least values.
        high: (n, m) the greatest values.
        corners: (v, m) of the region.
        eligible: (n,) who can be.
        count: the number of places.

    """
    n = len(low)
    always, never = np.zeros(n, bool), np.zeros(n, bool)
    least, most = low @ corners.T, high @ corners.T
    slack = 1e-9 * max(float(np.abs(most).max(initial=0.0)), float(np.abs(least).max(initial=0.0)))
    for row in np.flatnonzero(eligible):
        others = eligible.copy()
        others[row] = False
        # The difference is linear in the weights: it is greatest and least at corners.
        rivals = (most[others] >= least[row] - slack).any(axis=1)
        better = (least[others] > most[row] + slack).all(axis=1)
        always[row], never[row] = rivals.sum() < count, better.sum() >= count
    return always, never


def funding_line(
    count: int, eligible: Chosen, chances: tuple[Array, Array], status: Sequence[str | None], clear: float
) -> FundingLine:
    """Return who is clearly in and out, and the zone in between.

    Args:
        count: the number of places.
        eligible: (n,) who can have one.
        chances: (n,) of being among the first, and their standard errors.
        status: what is proved.
        clear: the chance from which on a candidate is clearly in.

    """
    chance, standard_error = chances
    rows = sorted(np.flatnonzero(eligible).tolist(), key=lambda row: (-chance[row], row))
    margin = ERRORS * standard_error
    certain = [status[row] in ("always", "never") for row in range(len(chance))]
    high = [row for row in rows if certain[row] or chance[row] - margin[row] >= clear]
    low = [row for row in rows if certain[row] or chance[row] + margin[row] <= 1 - clear]
    inside = [row for row in high if chance[row] > 0.5]
    outside = [row for row in low if chance[row] < 0.5]
    if len(inside) > count:  # none of them is clear where they are too many together
        inside = [row for row in inside if status[row] == "always"]
    if len(rows) - len(outside) < count:
        outside = [row for row in outside if status[row] == "never"]
    zone = [row for row in rows if row not in inside and row not in outside]
    return FundingLine(count, tuple(inside), tuple(zone), tuple(outside))


def by_lot(seed: str, ids: Sequence[str]) -> list[int]:
    """Return the positions of candidates in the order of the lots."""
    keys = [hashlib.sha256(f"{seed}:{id}".encode()).hexdigest() for id in ids]
    return sorted(range(len(ids)), key=keys.__getitem__)
