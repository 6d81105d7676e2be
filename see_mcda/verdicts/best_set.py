"""The case of the best set: at given weights for all scores in doubt, and under all allowed weights.

The value of a set is a sum over its members, and each candidate's scores vary by themselves. So the best set
S is best for all scores if no set is worth more with the members' scores at their worst and those of all
others at their best: one integer programme. The lead of the best other set over S in that case is a maximum
of linear functions of the weights, hence convex: if it is nowhere above 0 at the corners of the allowed
weights, it is nowhere above 0 between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from see_mcda.analyses.crossovers.local_path import LocalPaths, local_paths
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.analyses.selection.fixed_values import FixedValues, RankedValues
from see_mcda.analyses.selection.optimum import Chosen
from see_mcda.analyses.selection.selection import Selection
from see_mcda.arrays import Array
from see_mcda.uncertainty.statements import Statements
from see_mcda.verdicts.doubts import Doubts
from see_mcda.verdicts.findings import Decider, Limit, decider

_EQUAL = 1e-9
"""Values of sets this close, relative to the largest gain, are the same."""
_ROUNDS = 50
"""Sets that may become the best one, one after the other, on the way to the end of a weight."""


def _weights_at(paths: LocalPaths, node: int, share: float) -> Array:
    return np.asarray(paths.weights(np.array([node]), np.array([share]))[0])


class BestSet:
    """The case of a best set against all others."""

    def __init__(self, selection: Selection, doubts: Doubts):
        self.selection, self.doubts, self.base = selection, doubts, selection.ranking
        self.program, self.options = selection.program, selection.best.options
        self.leaders = tuple(selection.members)
        self.tied = selection.tied
        inside = selection.best.chosen
        self.worst = doubts.table(np.flatnonzero(inside).tolist(), np.flatnonzero(~inside).tolist())
        prepared = self.base.prepared
        self.values = FixedValues(prepared) if selection.exact else RankedValues(prepared)
        frozen = selection.exact and prepared.options.get("normalization") == "minmax"
        self.alone = prepared.scores_stand_alone() or frozen
        self.sure = not doubts.ranges
        self.leads = self.least = np.full(len(selection.values), np.nan)

    def rivals(self) -> tuple[tuple[int, ...], bool]:
        """Return who is in a set that is worth more in the worst case, and whether that decides."""
        if self.tied:
            return self._entering(self.selection.alternatives[0].options), True
        if not (self.alone or self.sure):
            return (), False
        better = self._better(self._gains(self.base.weights.values))
        return self._entering(better), True

    def deciders(self, rivals: Sequence[int]) -> list[Decider]:
        """Return few scores in doubt with which another set is worth more."""
        better = self._better(self._gains(self.base.weights.values)) if rivals else None
        if better is None:
            return []
        weights = self.base.weights.values

        def lead(table: Array) -> float:
            gains = self.program.gains(self._scores(weights, table))
            ahead = float(gains[self.options].sum() - gains[better].sum())
            return ahead if ahead < -self._margin(gains) else abs(ahead)

        found = decider(self.doubts, rivals, self.worst, lead)
        return [] if found is None else [found]

    def under(self, allowed: Statements) -> tuple[bool, tuple[int, ...]]:
        """Return whether the set is proved best under all allowed weights; else who is in a better one."""
        if not self.selection.exact or not (self.alone or self.sure):
            return False, ()
        region = WeightRegion.of(allowed.coefficients, allowed.at_least)
        for corner in region.corners:
            better = self._better(self._gains(corner))
            if better is not None:
                return False, self._entering(better) if allowed.holds(corner[None])[0] else ()
        return region.complete, ()

    def limit(self) -> Limit | None:
        """Return the smallest change of one weight beyond which another set is best, in the worst case."""
        if not self.selection.exact:
            return None
        paths = local_paths(self.base.weights)
        found = [
            self._limit(node, partial(_weights_at, paths, at), share, whole, end)
            for at, (node, share, whole) in enumerate(zip(paths.nodes, paths.share, paths.whole, strict=True))
            if not paths.alone[at]
            for end in (0.0, 1.0)
        ]
        near = [each for each in found if each is not None]
        return min(near, key=lambda each: abs(each.at - each.weight), default=None)

    def _limit(
        self, node: str, weights: Callable[[float], Array], now: float, whole: float, end: float
    ) -> Limit | None:
        """Return where on the way from the local share ``now`` to ``end`` another set becomes the best one.

        A given set's lead is linear in the share, so that each better set moves the end nearer to ``now``.
        """
        t, last = end, None
        for _ in range(_ROUNDS):
            gains = self._gains(weights(t))
            better = self._better(gains)
            if better is None:
                break
            last = better
            there = self._lead_of(better, gains)
            here = min(0.0, self._lead_of(better, self._gains(weights(now))))
            t = now + (t - now) * here / (here - there)
        if last is None:
            return None
        members = np.flatnonzero(self.program.members(last)).tolist()
        return Limit(node, float(whole * now), float(whole * t), tuple(members))

    def _gains(self, weights: Array) -> Array:
        """Return (o,) what each option adds to a set, with the scores in doubt against the best set."""
        worst, best = self._values(weights)
        program, owners = self.program, self.program.owners
        taken = np.zeros(program.count)
        taken[owners[self.options]] = program.factors[self.options]
        mine = taken[owners]
        inside = self.program.members(self.options)[owners]
        more = np.maximum(program.factors - mine, 0.0)
        least = np.minimum(program.factors, mine)
        # a member at a higher level gains with its score at best, at the same level it has that at worst
        held = least * worst[owners] + more * best[owners]
        return np.where(inside, held, program.factors * best[owners]) - program.baseline

    def _values(self, weights: Array) -> tuple[Array, Array]:
        """Return (n,) the candidates' values with all scores in doubt at their worst, and at their best."""
        rows = list(range(self.program.count))
        worst, best = self.doubts.table(rows, []), self.doubts.table([], rows)
        return self._scores(weights, worst), self._scores(weights, best)

    def _scores(self, weights: Array, table: Array) -> Array:
        """Return (n,) the candidates' values with (n, m) scores, on the references of the selection."""
        return np.asarray(self.values(weights[None], None if self.sure else table[None])[0])

    def _better(self, gains: Array) -> Chosen | None:
        """Return the options of a set that is worth more than the best one with (o,) gains, if any is."""
        other = self.program.greatest(gains)
        if other is None or self._lead_of(other, gains) <= self._margin(gains):
            return None
        return other

    def _lead_of(self, other: Chosen, gains: Array) -> float:
        return float(gains[other].sum() - gains[self.options].sum())

    def _entering(self, other: Chosen | None) -> tuple[int, ...]:
        if other is None:
            return ()
        differs = (other & ~self.options) if (other & ~self.options).any() else (self.options & ~other)
        return tuple(np.unique(self.program.owners[differs]).tolist())

    @staticmethod
    def _margin(gains: Array) -> float:
        return _EQUAL * max(1.0, float(np.abs(gains).max(initial=0.0)))
