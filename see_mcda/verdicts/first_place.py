"""The case of a leader against its rivals: for all scores in doubt, and under all allowed weights.

Where each candidate's score is independent of the others (``scores_stand_alone``), it is monotone in the
value of each of its scores, so that one table decides: the leader's doubtful scores at their worst, those of
every other candidate at their best. If the leader is first there, it is first for all scores; if a rival is
ahead there, that table is the example. Where scores depend on each other this table and random ones are only
searched for an example: what they do not refute is not proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product

import numpy as np

from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.analyses.rank_ranges.worst_rank import worst_rank
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import Ranking
from see_mcda.uncertainty.statements import Statements
from see_mcda.verdicts.doubts import Doubts
from see_mcda.verdicts.findings import Decider, Limit, decider, in_closed_form

TABLES = 64
"""Random tables of scores that are searched for another leader, where one table does not decide."""
CORNERS = 64
"""Corners of the allowed weights at which the leader is tried, where nothing can be proved."""
MOST_GATES = 6
"""Candidates with unchecked gates whose absence is tried in all combinations."""


class FirstPlace:
    """The case of a leader against all others, under the given weights and under allowed ones."""

    def __init__(self, base: Ranking, doubts: Doubts):
        self.base, self.doubts = base, doubts
        self.leaders = tuple(np.flatnonzero(base.ranks == 1).tolist())
        self.leader = leader = self.leaders[0]
        self.tied = len(self.leaders) > 1
        self.others = [row for row in np.flatnonzero(base.complete.eligible).tolist() if row != leader]
        self.alone = base.prepared.scores_stand_alone()
        self.worst = doubts.table([leader], self.others)
        self.in_closed_form = in_closed_form(base.prepared)
        self.sure = not doubts.ranges and not self._may_leave()

    @property
    def leads(self) -> Array:
        """(n,) the leader's lead with the single scores."""
        return self.leads_with(self.base.complete.values)

    @property
    def least(self) -> Array:
        """(n,) the leader's lead in its worst case; NaN where one table does not decide."""
        return self.leads_with(self.worst) if self.alone or self.sure else np.full(len(self.worst), np.nan)

    def leads_with(self, values: Array) -> Array:
        """Return (n,) the leader's lead over each candidate that takes part, for (n, m) scores."""
        if not self.base.prepared.has_scores:
            return np.full(len(values), np.nan)
        scores = self.base.prepared.scores(self.base.weights.values[None], values)[0]
        return np.where(self.base.complete.eligible, scores[self.leader] - scores, np.nan)

    def _may_leave(self) -> list[int]:
        """Return the rivals with unchecked gates, whose absence may change the other scores."""
        return [] if self.alone else [row for row in self.others if self.doubts.gates(row)]

    def rivals(self) -> tuple[tuple[int, ...], bool]:
        """Return who is first instead in examples at the given weights, and whether that settles it."""
        if self.tied:
            return (), True
        if self.alone or self.sure:
            return self._first_instead(self.worst[None]), True
        found: set[int] = set()
        if self.doubts.ranges:
            found.update(self._first_instead(self._tables()))
        leaving = self._may_leave()
        tried = len(leaving) <= MOST_GATES
        for failing in product((False, True), repeat=len(leaving)) if tried else ():
            gone = [row for row, fails in zip(leaving, failing, strict=True) if fails]
            if gone:
                found.update(self._first_without(gone))
        return tuple(sorted(found)), bool(found) or (tried and not self.doubts.ranges)

    def _first_instead(self, tables: Array) -> tuple[int, ...]:
        """Return the rows that are ahead of the leader in any of (k, n, m) tables of scores."""
        weights = np.repeat(self.base.weights.values[None], len(tables), axis=0)
        ranks = self.base.prepared.ranks(weights, tables)
        ahead = (ranks > 0) & (ranks < ranks[:, [self.leader]])
        return tuple(np.flatnonzero(ahead.any(axis=0)).tolist())

    def deciders(self, rivals: Sequence[int]) -> list[Decider]:
        """Return for each rival few scores in doubt that put it ahead; none if gates do that."""

        def lead_over(rival: int, table: Array) -> float:
            ranks = self.base.prepared.ranks(self.base.weights.values[None], table[None])[0]
            return -np.inf if 0 < ranks[rival] < ranks[self.leader] else abs(self.leads_with(table)[rival])

        found = (
            decider(
                self.doubts, [rival], self.doubts.table([self.leader], [rival]), partial(lead_over, rival)
            )
            for rival in rivals
        )
        return [each for each in found if each is not None]

    def _tables(self) -> Array:
        """Return tables of scores: each rival at its best against the leader's worst, then random ones."""
        corners = [self.worst, *(self.doubts.table([self.leader], [row]) for row in self.others)]
        everyone = [self.leader, *self.others]
        corners += [
            self.doubts.table([each for each in everyone if each != row], [row]) for row in self.others
        ]
        low, high = (np.array([ends[side] for ends in self.doubts.ranges.values()]) for side in (0, 1))
        at = np.array(list(self.doubts.ranges)).T
        drawn = np.repeat(self.base.complete.values[None], TABLES, axis=0)
        u = np.random.default_rng(0).random((TABLES, len(low)))
        drawn[:, at[0], at[1]] = low * (1 - u) + high * u
        return np.concatenate([np.array(corners), drawn])

    def _first_without(self, gone: list[int]) -> set[int]:
        """Return who is ahead of the leader once some rivals have failed a gate."""
        complete = self.base.complete
        gates = complete.gates.copy()
        for row in gone:
            gates[row, np.argmax(gates[row] == 1)] = 2
        prepared = self.base.method.prepare(complete.replace(gates=gates), **self.base.options)
        ranks = prepared.ranks(self.base.weights.values[None])[0]
        return set(np.flatnonzero((ranks > 0) & (ranks < ranks[self.leader])).tolist())

    def under(self, allowed: Statements) -> tuple[bool, tuple[int, ...]]:
        """Return whether the leader is proved first under all allowed weights; else who is ahead where."""
        if not (self.alone or self.sure):
            return False, ()
        prepared = self._prepared()
        if self.in_closed_form:
            rank, found, proved = worst_rank(prepared, self.leader, allowed)
            if rank == 1:
                return proved, ()
            weights = found[None]
        else:
            weights = WeightRegion.of(allowed.coefficients, allowed.at_least).corners[:CORNERS]
        ranks = prepared.ranks(weights[allowed.holds(weights)])
        ahead = (ranks > 0) & (ranks < ranks[:, [self.leader]])
        return False, tuple(np.flatnonzero(ahead.any(axis=0)).tolist())

    def _worst_problem(self) -> Problem:
        complete = self.base.complete
        at = self.worst != complete.values
        cells = {place: cell for place, cell in complete.cells.items() if not at[place]}
        return complete.replace(values=self.worst, cells=cells)

    def _prepared(self) -> Prepared:
        return self.base.method.prepare(self._worst_problem(), **self.base.options)

    def limit(self) -> Limit | None:
        """Return the smallest change of one weight beyond which another is first, in the worst case."""
        if not self.in_closed_form:
            return None
        problem = self._worst_problem() if self.alone else self.base.complete
        found = crossovers(
            problem, self.base.weights, method=self.base.method.name, top=1, **self.base.options
        )
        limits = [
            Limit(node.node, node.global_share, change.at_global, change.leaders)
            for node in found.nodes.values()
            for change in (node.below, node.above)
            if change is not None
        ]
        return min(limits, key=lambda each: abs(each.at - each.weight), default=None)
