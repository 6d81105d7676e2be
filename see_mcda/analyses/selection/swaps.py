"""Proofs by swaps that a candidate is in every best set, or in none, whatever the weights and scores.

A candidate is better than another if its value is greater for all weights and scores, and it can take the
place of the other in any set: in no constraint is its coefficient larger where the row has an upper limit, or
smaller where it has a lower one. Then no best set has the other and lacks the better one. So

- a candidate is never in if no allowed set has it together with all that are better;
- it is always in if it adds value, and no allowed set lacks it together with all that are worse, and is so
  full that it cannot be added.

Only candidates with one option are compared.
"""

from __future__ import annotations

import numpy as np

from see_mcda.analyses.selection.envelope import margin
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array

_ROOM = 1e-6
"""Of a row's largest coefficient, by which a set may be less full."""


class Swaps:
    """Swaps between candidates whose values lie between ``least`` and ``most`` (v, n) at some corners."""

    def __init__(self, program: Program, least: Array, most: Array):
        self.program = program
        self.low = np.array([program.gains(values) for values in least])
        self.high = np.array([program.gains(values) for values in most])
        self.alone = np.bincount(program.owners, minlength=program.count)[program.owners] == 1
        self.gap = margin(np.vstack([self.low, self.high]))

    def of(self, row: int) -> tuple[bool, bool]:
        """Return whether a candidate is proved always in, and never in."""
        own = np.flatnonzero(self.program.owners == row)
        if len(own) != 1:
            return False, False
        never = self._never(int(own[0]))
        return not never and self._always(int(own[0])), never

    def _never(self, option: int) -> bool:
        wins = (self.low > self.high[:, [option]] + self.gap).all(axis=0)
        with_all = wins & self._fits(option, into=False)
        if not with_all.any():
            return False
        with_all[option] = True
        least = np.array([float(with_all.sum())])
        return self._impossible(
            self.program.with_rows(with_all[None].astype(float), least, np.array([np.inf]))
        )

    def _always(self, option: int) -> bool:
        if not (self.low[:, option] > self.gap).all():
            return False
        wins = (self.low[:, [option]] > self.high + self.gap).all(axis=0)
        without = wins & self._fits(option, into=True)
        without[option] = True
        nothing = np.array([0.0])
        rest = self.program.with_rows(without[None].astype(float), nothing, nothing)
        program = self.program
        for row, low, high in zip(program.matrix, program.low, program.high, strict=True):
            room, endless = _ROOM * float(np.abs(row).max()), np.array([np.inf])
            if row[option] > 0 and np.isfinite(high):
                full = rest.with_rows(row[None], np.array([high - row[option] - room]), endless)
            elif row[option] < 0 and np.isfinite(low):
                full = rest.with_rows(row[None], -endless, np.array([low - row[option] + room]))
            else:
                continue
            if not self._impossible(full):
                return False
        return True

    def _fits(self, option: int, *, into: bool) -> Chosen:
        """Return (o,) which options can give way to one (``into`` their place), or take its place."""
        program = self.program
        more = program.matrix[:, [option]] - program.matrix
        more = more if into else -more
        fits = ((more <= 0) | ~np.isfinite(program.high)[:, None]).all(axis=0)
        fits &= ((more >= 0) | ~np.isfinite(program.low)[:, None]).all(axis=0)
        return np.asarray(fits & self.alone)

    def _impossible(self, program: Program) -> bool:
        return program.greatest(np.zeros(len(program.owners))) is None
