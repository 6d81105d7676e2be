"""Whether the first place is settled: by proof, for all allowed weights and all scores in doubt.

The leader is set against its worst case. Where each candidate's score is independent of the others
(``scores_stand_alone``), it is monotone in the value of each of its scores, so that one table decides: the
leader's doubtful scores at their worst, those of every other candidate at their best. If the leader is first
there, it is first for all scores; if a rival is ahead there, that table is the example. Where scores depend
on each other this table and random ones are only searched for an example: what they do not refute is not
proved.

Over the weights, the leader's worst rank in its worst case is that of
:mod:`see_mcda.analyses.rank_ranges`: proved by linear programmes for sums and products, by subdivision for
TOPSIS. The necessary first place of robust ordinal regression is the same idea: Greco, Mousseau & Słowiński
(2008), doi:10.1016/j.ejor.2007.08.013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Literal

import numpy as np

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.analyses.rank_ranges.worst_rank import worst_rank
from see_mcda.analyses.worth_knowing.worth_knowing import DoubtfulScore, worth_knowing
from see_mcda.arguments import checked
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.model.cell import Missing
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    StatementList,
    complete_ranking,
)
from see_mcda.uncertainty.statements import Statements, read_statements
from see_mcda.verdicts.document import VerdictModel
from see_mcda.verdicts.doubts import Doubts, Position

State = Literal["settled", "settled-under-these-weights", "open"]

QUICK_SCORES = 4_000
"""Scores up to which a verdict without what to find out takes less than a second."""
TABLES = 64
"""Random tables of scores that are searched for another leader, where one table does not decide."""
CORNERS = 64
"""Corners of the allowed weights at which the leader is tried, where nothing can be proved."""
MOST_GATES = 6
"""Candidates with unchecked gates whose absence is tried in all combinations."""


@dataclass(frozen=True)
class Limit:
    """How far one weight can move before another candidate is ahead.

    Attributes:
        node: the criterion or branch.
        weight: its global weight now.
        at: the global weight at which the first place changes; siblings keep their proportions.
        leaders: the rows that are first beyond.

    """

    node: str
    weight: float
    at: float
    leaders: tuple[int, ...]


@dataclass(frozen=True)
class Decider:
    """Scores in doubt that together put a rival ahead of the leader, in an example that was ranked.

    Attributes:
        rival: its row.
        scores: (row, column, value) of each: without any one of them the rival is not ahead.

    """

    rival: int
    scores: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True)
class NextStep:
    """The score to find out first: its cell, and by how much the chance of naming the wrong winner falls."""

    score: DoubtfulScore
    doubt: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Verdict(Analysis):
    """Whether the first place is settled.

    Attributes:
        statements: what the weights may be; without any, all weightings are allowed.
        state: ``settled``: proved for all allowed weights and all scores; ``settled-under-these-weights``:
            proved at the given weights for all scores; ``open``: anything else.
        leaders: the rows that are first with the single scores; several if they are tied.
        rivals: the rows that are first instead in an example that was ranked, under the given weights.
        deciders: for each rival for whom scores decide, which ones.
        elsewhere: the rows ahead of the leader in an example under other allowed weights.
        unchecked: the ids of the leader's gates that are not yet checked.
        doubtful: how many scores are uncertain or missing.
        proved: whether either a proof or an example was found for the given weights.
        leads: (n,) the lead of the leader over each row with the single scores; NaN without scores.
        least: (n,) the lead in the leader's worst case; NaN where one table does not decide.
        limit: the smallest change of one weight beyond which another candidate is first; None if there is
            none, or the method has no formula for it.
        next_step: the score to find out first, where scores leave the first place open.

    """

    name = "verdict"

    statements: Statements
    state: State
    leaders: tuple[int, ...]
    rivals: tuple[int, ...]
    deciders: tuple[Decider, ...]
    elsewhere: tuple[int, ...]
    unchecked: tuple[str, ...]
    doubtful: int
    proved: bool
    leads: Array = field(repr=False)
    least: Array = field(repr=False)
    limit: Limit | None
    next_step: NextStep | None = field(repr=False)

    @property
    def leader(self) -> int:
        """The row of the leader (the first of those who share first place)."""
        return self.leaders[0]

    def model(self) -> VerdictModel:
        """Return the result document (``see-mcda/verdict/1``)."""
        told = self.report()
        step = self.next_step
        find_out = step and {
            "candidate": step.score.row,
            "leaf": step.score.column,
            "missing": step.score.missing,
            "value": step.score.value,
            "standard_error": step.score.error,
            "doubt": step.doubt,
        }
        deciders = [
            {
                "rival": each.rival,
                "scores": [
                    dict(zip(("candidate", "leaf", "value"), score, strict=True)) for score in each.scores
                ],
            }
            for each in self.deciders
        ]
        return self.document(
            VerdictModel,
            deciders=deciders,
            verdict=self.state,
            sentence=told.headline.texts(),
            reasons=[{lang: words.text(lang) for lang in ("en", "th")} for words in told.sentences[1:]],
            allowed=self.statements.to_list(),
            find_out=find_out,
            seed=self.seed or 0,
        )


@checked
def settled(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    statements: StatementList = None,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Verdict:
    """Return whether the first place is settled, and what would settle it if it is not.

    The weights may be all that ``statements`` allow (by default: all weightings); scores range over their
    stated uncertainty, missing ones over their scale, and gates that are not yet checked may fail.

    Raises :class:`see_mcda.SeeMcdaError` as ``rank`` does, and for statements that contradict each other.

    """
    how: Missing | None = missing or ("interval" if problem.missing == "error" else None)
    base = complete_ranking(problem, weights, method=method, missing=how, **options)
    allowed = read_statements(statements, problem.framework, lambda: base.prepared)
    found = _judged(base, allowed, {"statements": None if statements is None else allowed.to_list()})
    step = found.rivals and found.doubtful and base.prepared.scores_stand_alone()
    return replace(found, next_step=_next_step(base, how) if step else None)


def quick_verdict(ranking: Ranking) -> Verdict | None:
    """Return the verdict on a ranking with all weightings allowed, without the score to find out first.

    None where that may take over a second, or where scores are left out.
    """
    problem = ranking.complete
    if problem.skips or problem.values.size > QUICK_SCORES or not in_closed_form(ranking.prepared):
        return None
    return _judged(ranking, read_statements(None, problem.framework), {"statements": None})


def in_closed_form(prepared: Prepared) -> bool:
    """Return whether a method has formulas for the weights at which candidates swap."""
    return prepared.linear_values() is not None or prepared.quadratic_parts() is not None


def _judged(base: Ranking, allowed: Statements, arguments: Mapping[str, Any]) -> Verdict:
    leaders = tuple(np.flatnonzero(base.ranks == 1).tolist())
    doubts = Doubts(base)
    case = _Case(base, doubts, leaders[0])
    unchecked = tuple(doubts.gates(leaders[0]))
    rivals, proved = ((), True) if len(leaders) > 1 else case.rivals()
    holds = proved and not rivals and not unchecked and len(leaders) == 1
    everywhere, elsewhere = case.under(allowed) if holds else (False, ())
    state: State = "settled" if everywhere else "settled-under-these-weights" if holds else "open"
    return Verdict(
        ranking=base,
        arguments=arguments,
        seed=0,
        statements=allowed,
        state=state,
        leaders=leaders,
        rivals=rivals,
        deciders=case.deciders(rivals),
        elsewhere=elsewhere,
        unchecked=unchecked,
        doubtful=len(doubts.ranges),
        proved=proved,
        leads=case.leads(base.complete.values),
        least=case.leads(case.worst) if case.alone or case.sure else np.full(len(base.ranks), np.nan),
        limit=case.limit() if state == "settled-under-these-weights" else None,
        next_step=None,
    )


class _Case:
    """The case of a leader against all others, under the given weights and under allowed ones."""

    def __init__(self, base: Ranking, doubts: Doubts, leader: int):
        self.base, self.doubts, self.leader = base, doubts, leader
        self.others = [row for row in np.flatnonzero(base.complete.eligible).tolist() if row != leader]
        self.alone = base.prepared.scores_stand_alone()
        self.worst = doubts.table([leader], self.others)
        self.in_closed_form = in_closed_form(base.prepared)
        self.sure = not doubts.ranges and not self._may_leave()

    def leads(self, values: Array) -> Array:
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

    def deciders(self, rivals: Sequence[int]) -> tuple[Decider, ...]:
        """Return for each rival few scores in doubt that put it ahead; none if gates do that."""
        found = (self._decider(rival) for rival in rivals)
        return tuple(each for each in found if each is not None)

    def _decider(self, rival: int) -> Decider | None:
        now, then = self.base.complete.values, self.doubts.table([self.leader], [rival])
        moved = [at for at in self.doubts.ranges if now[at] != then[at]]

        def lead(cells: Sequence[Position]) -> float:
            table = now.copy()
            for at in cells:
                table[at] = then[at]
            ranks = self.base.prepared.ranks(self.base.weights.values[None], table[None])[0]
            if 0 < ranks[rival] < ranks[self.leader]:
                return -np.inf
            return float(self.leads(table)[rival])

        kept: list[Position] = []
        for at in sorted(moved, key=lambda at: lead([at])):
            kept.append(at)
            if lead(kept) == -np.inf:
                break
        else:
            return None
        for at in kept[:-1]:
            fewer = [each for each in kept if each != at]
            if lead(fewer) == -np.inf:
                kept = fewer
        return Decider(rival, tuple((row, column, float(then[row, column])) for row, column in kept))

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
        ranks = prepared.ranks(weights)
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


def _next_step(base: Ranking, missing: Missing | None) -> NextStep | None:
    """Return the score whose value would most reduce the doubt about who is first."""
    found = worth_knowing(
        base.problem, base.weights, method=base.method.name, missing=missing, **base.options
    )
    best = found.scores[0] if found.scores else None
    return NextStep(best, found.doubt) if best is not None and best.value > 2 * best.error else None
