"""What a candidate must change to reach a rank: each score alone, and several together at the least cost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.improvement.cheapest_changes import Menu, Target, cheapest
from see_mcda.analyses.improvement.document import ImprovementModel
from see_mcda.analyses.rank_ranges.worst_rank import worst_rank
from see_mcda.arguments import LARGEST_WHOLE, About, CandidateId, checked
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError, MethodError, RunError, SeeMcdaError, refuse
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.problem import Problem
from see_mcda.ranking import ranking
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    StatementList,
    complete_ranking,
)
from see_mcda.uncertainty.statements import Statements, read_statements

STEPS = 10
"""Steps of a cost from the worst to the best end of a scale without levels."""
VALUES = 21
"""Values in the menu of such a scale."""
RELATIVE = 1e-9
"""Costs this close are the same."""
ROUNDS = 100
"""Weight vectors that may be found, one after the other, at which the rank is not reached."""


@dataclass(frozen=True)
class Change:
    """A score that changes from ``before`` to ``after``; ``steps`` are of a level or a tenth of the scale."""

    column: int
    before: float
    after: float
    steps: float
    cost: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Improvement(Analysis):
    """What a candidate must change to reach a rank.

    Attributes:
        row: the candidate.
        rank_wanted: the rank to reach, or better.
        rank_now: its rank; under statements, its worst.
        best_rank: its rank (its worst) with every score that may change at its best.
        alone: for each leaf that may change, by column, the smallest change that is enough by itself.
        together: the cheapest changes; empty if none is needed, None if nothing is enough.
        exact: whether ``together`` is proved to be the cheapest, or that nothing is enough. Where scores
            without levels may change the cheapest is not proved: it is sought among steps of a twentieth of
            the way to their best, then taken back as far as the rank allows.
        ranks_after: (n,) all ranks after ``together``; under statements, the candidate's worst alone.
        statements: what the weights are held to; None if they are the ranking's.

    """

    name: ClassVar[str] = "improvement"

    row: int
    rank_wanted: int
    rank_now: int
    best_rank: int
    alone: Mapping[int, Change | None]
    together: tuple[Change, ...] | None
    exact: bool
    ranks_after: Ranks | None
    statements: Statements | None = None

    @property
    def reached(self) -> bool:
        """Whether the candidate has the rank already."""
        return self.rank_now <= self.rank_wanted

    @property
    def cost(self) -> float | None:
        """The cost of the changes together."""
        return None if self.together is None else sum(change.cost for change in self.together)

    def model(self) -> ImprovementModel:
        """Return the result document (``see-mcda/improvement/1``)."""
        return self.document(ImprovementModel, candidate=self.row)


def _read_changes(problem: Problem, options: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    _what_may_change(problem, given["fixed"], given["costs"] or {}, given["limits"] or {})
    ranking.fitted(problem, given)


@checked
def improve(
    problem: Problem,
    weights: OneWeighting = "equal",
    candidate: Annotated[
        CandidateId,
        About("candidate, by its name or id (default: the best one below the rank)", metavar="A"),
    ] = None,
    *,
    rank: Annotated[int, Field(ge=1, le=LARGEST_WHOLE), About("rank to reach", metavar="N")] = 1,
    fixed: Annotated[
        Sequence[str],
        About("criteria whose scores cannot change, by their names or ids", metavar="ID", json=list[str]),
    ] = (),
    costs: Annotated[
        Mapping[str, float] | None,
        About(
            "cost of one step, a level or a tenth of the scale, by criterion (default: 1)",
            metavar="ID=N",
            json=dict[str, float] | None,
        ),
    ] = None,
    limits: Annotated[
        Mapping[str, float] | None,
        About(
            "best value that a score can reach, by criterion",
            metavar="ID=X",
            json=dict[str, float] | None,
        ),
    ] = None,
    statements: Annotated[
        StatementList,
        About("reach the rank under all weightings that these statements allow; an empty list allows all"),
    ] = None,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: Annotated[MethodOptions, About(read=_read_changes)],
) -> Improvement:
    """Return the smallest changes of a candidate's scores with which it reaches a rank, or a better one.

    Sharing the rank is enough. A score can get as good as its scale, its value function or its good value
    goes, or else as the best candidate's; only whole levels count where the scale has levels.

    ``costs`` and ``fixed`` may name nodes: all leaves below them are meant. With ``statements`` the rank is
    reached under every weighting that they allow, instead of under ``weights``.

    Raises:
        InputError: a candidate that fails a gate, a rank below 1, unknown leaves, costs that are not above 0.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    allowed = (
        None if statements is None else read_statements(statements, problem.framework, lambda: base.prepared)
    )
    row = _candidate_row(base, candidate, rank)
    columns, prices, ends = _what_may_change(base.complete, fixed, costs or {}, limits or {})
    search = _Search(base, row, rank, allowed)
    menus = [
        menu
        for column in columns
        if (menu := _menu(base.prepared, row, column, prices[column], ends.get(column))) is not None
        and (menu := search.accepted(menu)) is not None
    ]
    now = search.worst(base.complete.values[row])
    best = search.worst(_at_best(base.complete, row, menus))
    scores, exact = search.together(menus)
    alone: dict[int, Change | None] = {}
    if now > rank:
        alone = dict.fromkeys(columns)
        for menu, value in zip(menus, search.alone(menus), strict=True):
            if value is not None:
                alone[menu.column] = _change(menu, prices[menu.column], value)
    together = None if scores is None else _simplest(menus, prices, scores, alone)
    if together is None:
        after = None
    else:
        scores = base.complete.values[row].copy()
        scores[[change.column for change in together]] = [change.after for change in together]
        after = search.ranks(scores)
    return Improvement(
        ranking=base,
        arguments={
            "candidate": base.complete.candidates[row],
            "rank": rank,
            "fixed": list(fixed),
            "costs": {node: float(cost) for node, cost in (costs or {}).items()},
            "limits": {leaf: float(limit) for leaf, limit in (limits or {}).items()},
            "statements": None if allowed is None else allowed.to_list(),
        },
        row=row,
        rank_wanted=rank,
        rank_now=now,
        best_rank=best,
        alone=alone,
        together=together,
        exact=exact,
        ranks_after=after,
        statements=allowed,
    )


class _Search:
    """The search for one candidate, under the ranking's weights or all that statements allow.

    For statements, weight vectors at which the rank is not reached are found by the candidate's worst rank
    and added one by one; what is the cheapest for those is the cheapest for all as soon as it holds for all.
    """

    def __init__(self, base: ranking.Ranking, row: int, rank: int, statements: Statements | None):
        self.base, self.row, self.rank, self.statements = base, row, rank, statements
        self.weights = base.weights.values[None]
        self.proved = True
        if statements is not None:
            self._witness(base.complete.values[row], start=True)

    def worst(self, scores: Array) -> int:
        """Return the candidate's rank with (m,) scores; the worst one, under statements."""
        if self.statements is None:
            table = _with_scores(self.base.complete, self.row, scores).values
            return int(self.base.prepared.ranks(self.weights, table)[0, self.row])
        return worst_rank(self._changed(scores), self.row, self.statements)[0]

    def accepted(self, menu: Menu) -> Menu | None:
        """Return the menu up to the last value that the method accepts; None if it accepts no change."""
        count = len(menu.values)
        while count > 1 and not self._accepts(menu.column, menu.values[count - 1]):
            count -= 1
        return replace(menu, values=menu.values[:count], costs=menu.costs[:count]) if count > 1 else None

    def _accepts(self, column: int, value: float) -> bool:
        scores = self.base.complete.values[self.row].copy()
        scores[column] = value
        try:
            self._changed(scores)
        except MethodError:
            return False
        return True

    def alone(self, menus: Sequence[Menu]) -> list[float | None]:
        """Return for each menu the first value that is enough by itself."""
        found = self._target().first_alone(menus)
        if self.statements is None:
            return found
        x = self.base.complete.values[self.row]
        for at, menu in enumerate(menus):
            for _ in range(ROUNDS):
                value = found[at]
                if value is None:
                    break
                scores = x.copy()
                scores[menu.column] = value
                if not self._witness(scores):
                    break
                found[at] = self._target().first_alone([menu])[0]
            else:
                raise _not_settled()
        return found

    def together(self, menus: Sequence[Menu]) -> tuple[Array | None, bool]:
        """Return the candidate's (m,) scores after the cheapest changes, and whether that is proved."""
        whole = all(menu.whole for menu in menus)
        for _ in range(ROUNDS):
            target = self._target()
            choice, proved = cheapest(target, menus)
            if choice is None:
                return None, proved and self.proved
            scores = target.trimmed(menus, choice)
            if self.statements is None or not self._witness(scores):
                return scores, proved and self.proved and whole
        raise _not_settled()

    def _target(self) -> Target:
        return Target(self.base.prepared, self.row, self.rank, self.weights)

    def _witness(self, scores: Array, start: bool = False) -> bool:
        """Add the weights at which the candidate's rank is worst; return whether it misses the rank there."""
        assert self.statements is not None
        worst, weights, exact = worst_rank(self._changed(scores), self.row, self.statements)
        self.proved = self.proved and exact
        if start:
            self.weights = weights[None]
        elif worst > self.rank:
            self.weights = np.vstack([self.weights, weights])
        return worst > self.rank

    def _changed(self, scores: Array) -> Prepared:
        changed = _with_scores(self.base.complete, self.row, scores)
        return self.base.method.prepare(changed, **self.base.options)

    def ranks(self, scores: Array) -> Ranks:
        """Return (n,) the ranks with (m,) scores of the candidate; its worst alone, under statements."""
        if self.statements is None:
            table = _with_scores(self.base.complete, self.row, scores).values
            return np.asarray(self.base.prepared.ranks(self.weights, table)[0])
        only = np.zeros(len(self.base.ranks), np.int32)
        only[self.row] = self.worst(scores)
        return only


def _not_settled() -> SeeMcdaError:
    return refuse(
        RunError,
        "not-settled",
        "after {rounds} rounds there are still weightings under which the rank is not reached",
        rounds=ROUNDS,
    )


def _with_scores(problem: Problem, row: int, scores: Array) -> Problem:
    values = problem.values.copy()
    values[row] = scores
    same = {
        at: cell for at, cell in problem.cells.items() if at[0] != row or values[at] == problem.values[at]
    }
    return problem.replace(values=values, cells=same)


def _at_best(problem: Problem, row: int, menus: Sequence[Menu]) -> Array:
    scores: Array = problem.values[row].copy()
    for menu in menus:
        scores[menu.column] = menu.values[-1]
    return scores


def _candidate_row(base: ranking.Ranking, candidate: str | None, rank: int) -> int:
    problem = base.complete
    if candidate is None:
        behind = [row for row in base.order if base.ranks[row] > rank]
        return behind[0] if behind else base.order[0]
    row = problem.row(candidate)
    if not problem.eligible[row]:
        raise refuse(
            InputError,
            "not-eligible",
            "{candidate} fails a gate: no score can make up for it",
            "candidate",
            candidate=problem.name(row),
        )
    return row


def _what_may_change(
    problem: Problem, fixed: Sequence[str], costs: Mapping[str, float], limits: Mapping[str, float]
) -> tuple[list[int], dict[int, float], dict[int, float]]:
    """Return the columns that may change, the cost of a step and the limit of each."""
    framework = problem.framework
    faults = Faults()
    fixed = list(_by_id(framework, "fixed", dict.fromkeys(fixed, 0.0), faults))
    costs, limits = _by_id(framework, "costs", costs, faults), _by_id(framework, "limits", limits, faults)
    for node in limits:
        if node not in framework.leaf_position:
            faults.add(
                "not-a-leaf",
                "a limit needs a criterion that is scored, and {id} is a group",
                f"limits.{node}",
                id=framework.nodes[node].title,
            )
    for name, numbers in (("costs", costs), ("limits", limits)):
        for node, number in numbers.items():
            good = isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number)
            if not good or (name == "costs" and number <= 0):
                faults.add(
                    "bad-number",
                    "{given} is not valid: a cost is a number above 0, and a limit is a number",
                    f"{name}.{node}",
                    given=str(number),
                )
    faults.stop(InputError)
    stay = {column for node in fixed for column in framework.columns[node]}
    prices = dict.fromkeys(range(len(problem.leaves)), 1.0)
    for node in sorted(
        costs, key=lambda node: -len(framework.columns[node])
    ):  # what is nearer to a leaf counts
        prices.update(dict.fromkeys(framework.columns[node], float(costs[node])))
    ends = {framework.leaf_position[leaf]: float(limit) for leaf, limit in limits.items()}
    return [column for column in prices if column not in stay], prices, ends


def _by_id(
    framework: Framework, argument: str, given: Mapping[str, float], faults: Faults
) -> dict[str, float]:
    found: dict[str, float] = {}
    for words, number in given.items():
        where = f"{argument}.{words}"
        id = words if words == framework.id else framework.choices.match(words, where, faults)
        if id in found:
            faults.add("doubly-given", "{id} is given twice", where, id=framework.nodes[id].title)
        elif id is not None:
            found[id] = number
    return found


def _menu(prepared: Prepared, row: int, column: int, price: float, limit: float | None) -> Menu | None:
    """Return what the score can become; None if it is at its best."""
    problem = prepared.problem
    leaf = problem.framework.leaves[column]
    now = float(problem.values[row, column])
    low, high = _room(problem, leaf, column)
    low, high = min(low, now), max(high, now)
    if limit is not None:
        low, high = (
            (low, min(high, max(limit, now)))
            if leaf.objective == "max"
            else (max(low, min(limit, now)), high)
        )
    best = prepared.worst_and_best(column, low, high)[1]
    if leaf.scale is not None and leaf.scale.levels:
        levels = sorted(leaf.scale.levels)
        better = [float(at) for at in levels if min(now, best) <= at <= max(now, best) and at != now]
        values = np.array([now, *sorted(better, reverse=best < now)])
        whole = True
    else:
        values, whole = np.linspace(now, best, VALUES), False
    if best == now or len(values) < 2:
        return None
    return Menu(column, values, price * np.abs(values - now) / _step(problem, leaf, column), whole)


def _room(problem: Problem, leaf: Criterion, column: int) -> tuple[float, float]:
    """Return where the scores of a leaf can lie."""
    scale = leaf.scale
    if leaf.value is not None:
        points = [float(x) for x, _ in leaf.value.points]
        return min(points), max(points)
    if scale is not None and scale.min is not None and scale.max is not None:
        return scale.min, scale.max
    low, high = map(float, problem.extent[:, column])
    if scale is not None and scale.neutral is not None and scale.good is not None:
        return min(low, scale.neutral, scale.good), max(high, scale.neutral, scale.good)
    return low, high


def _step(problem: Problem, leaf: Criterion, column: int) -> float:
    """Return one level, or a tenth of the scale."""
    if leaf.scale is not None and leaf.scale.levels:
        return 1.0
    low, high = _room(problem, leaf, column)
    return (high - low) / STEPS or 1.0


def _simplest(
    menus: Sequence[Menu], prices: Mapping[int, float], scores: Array, alone: Mapping[int, Change | None]
) -> tuple[Change, ...]:
    """Return the changes to some scores, or the one change that costs no more and is enough alone."""
    together = tuple(
        _change(menu, prices[menu.column], float(scores[menu.column]))
        for menu in menus
        if scores[menu.column] != menu.values[0]
    )
    cost = sum(change.cost for change in together) * (1 + RELATIVE)
    single = min(
        (change for change in alone.values() if change), key=lambda change: change.cost, default=None
    )
    return (single,) if single is not None and single.cost <= cost else together


def _change(menu: Menu, price: float, value: float) -> Change:
    now = float(menu.values[0])
    steps = float(menu.costs[-1] / price * abs(value - now) / abs(menu.values[-1] - now))
    return Change(menu.column, now, value, steps, steps * price)
