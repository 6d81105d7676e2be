"""The cheapest changes of one candidate's scores with which it reaches a rank under given weight vectors.

Each score that can change has a menu of values with costs. Where no reference moves with the candidate's
scores, the rivals' scores stay, and under weights w the rank is at most k if the candidate's score is at
least the k-th best rival's, T. The score is then a sum over the leaves of what the chosen values give,

    weighted sum, AHP by ratings   Σ_j w_j u_j ≥ T
    weighted product               Σ_j w_j ln r_j ≥ ln T
    TOPSIS, fixed ideal            Σ_j w_j² (u_j² − ρ (1 − u_j)²) ≥ 0,   ρ = (T / (1 − T))²

so that the cheapest choice is a multiple-choice knapsack, which HiGHS solves to the optimum. Where references
move, choices are tried in the order of their cost, so that the first that reaches the rank is the cheapest;
past a bound on their number steps are taken greedily instead. Every choice is replayed by the method itself.

Source: Kellerer, Pferschy & Pisinger (2004), Knapsack Problems, doi:10.1007/978-3-540-24777-7, chapter 11.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods import Prepared

Choice = tuple[int, ...]
"""For each menu, the position of the chosen value."""
CELLS = 1 << 21
"""Scores in the tables that are ranked together."""
TRIED = 20_000
"""Choices that are tried in the order of their cost."""
NEAR_MISSES = 50
"""Optimal choices, equal to the target but for the solver's tolerance, that may fail the replay."""
HALVINGS = 33
MARGIN = 1e-9
"""Of the way between two values of a menu, by which a score goes beyond where it would just share a rank."""
SLACK = 1e-9


@dataclass(frozen=True)
class Menu:
    """What a candidate's score at one leaf can become.

    ``values`` (c,) begin with the present one and get better; ``costs`` (c,) rise from 0; ``whole`` if
    nothing between them is possible.
    """

    column: int
    values: Array
    costs: Array
    whole: bool

    def coarse(self) -> Menu:
        """Return a menu of fewer values, for trying out."""
        if self.whole:
            return self
        kept = np.unique(np.linspace(0, len(self.values) - 1, 5).round().astype(int))
        return Menu(self.column, self.values[kept], self.costs[kept], whole=False)


@dataclass(frozen=True)
class Target:
    """A rank that the candidate in a row shall reach, under each of (k, m) weight vectors."""

    prepared: Prepared
    row: int
    rank: int
    weights: Array

    def reached(self, scores: Array) -> NDArray[np.bool_]:
        """Return (c,) whether the rank is reached with each of (c, m) scores of the candidate."""
        x = self.prepared.problem.values
        together = max(1, CELLS // x.size)
        found = np.ones(len(scores), bool)
        for start in range(0, len(scores), together):
            some = slice(start, start + together)
            tables = np.repeat(x[None], len(scores[some]), axis=0)
            tables[:, self.row] = scores[some]
            for weights in self.weights:
                places = self.prepared.ranks(np.repeat(weights[None], len(tables), axis=0), tables)
                found[some] &= places[:, self.row] <= self.rank
        return found

    def scores_of(self, menus: Sequence[Menu], choices: Sequence[Choice]) -> Array:
        """Return (c, m) the candidate's scores under each choice."""
        scores = np.repeat(self.prepared.problem.values[self.row][None], len(choices), axis=0)
        for at, menu in enumerate(menus):
            scores[:, menu.column] = menu.values[[choice[at] for choice in choices]]
        return scores

    def first_alone(self, menus: Sequence[Menu]) -> list[float | None]:
        """Return for each menu the first value that reaches the rank with all other scores as they are."""
        values = self.prepared.problem.values[self.row]
        found: list[float | None] = []
        for menu in menus:
            tried = np.repeat(values[None], len(menu.values), axis=0)
            tried[:, menu.column] = menu.values
            good = self.reached(tried)
            if not good.any():
                found.append(None)
                continue
            at = int(np.argmax(good))
            between = not menu.whole and at > 0
            found.append(
                self._least(values, menu.column, menu.values[at - 1], menu.values[at])
                if between
                else float(menu.values[at])
            )
        return found

    def trimmed(self, menus: Sequence[Menu], choice: Choice) -> Array:
        """Return the candidate's (m,) scores under a choice, taken back as far as the rank allows.

        The dearest changes go first; whole levels stay.
        """
        scores: Array = self.scores_of(menus, [choice])[0]
        changed = [(menu, at) for menu, at in zip(menus, choice, strict=True) if at and not menu.whole]
        for menu, at in sorted(
            changed, key=lambda pair: -pair[0].costs[1] / abs(pair[0].values[1] - pair[0].values[0])
        ):
            scores[menu.column] = self._least(scores, menu.column, menu.values[0], menu.values[at])
        return scores

    def _least(self, scores: Array, column: int, short: float, enough: float) -> float:
        """Return the value nearest to ``short`` that still surely reaches the rank, by halving."""
        tried = scores[None].copy()
        least, margin = enough, MARGIN * (enough - short)
        for _ in range(HALVINGS):
            middle = short + (least - short) / 2
            tried[0, column] = middle
            if self.reached(tried)[0]:
                least = middle
            else:
                short = middle
        return float(least + margin if abs(least - enough) > abs(margin) else enough)


def cheapest(target: Target, menus: Sequence[Menu]) -> tuple[Choice | None, bool]:
    """Return the cheapest choice that reaches the target, and whether it is proved to be the cheapest.

    None if not even the best of everything is proved, or found, to reach it.
    """
    if menus and target.prepared.scores_stand_alone():
        return _knapsack(target, menus)
    return _in_order_of_cost(target, menus)


def _knapsack(target: Target, menus: Sequence[Menu]) -> tuple[Choice | None, bool]:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 (scipy.optimize is slow to import)

    sizes = [len(menu.values) for menu in menus]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    costs = np.concatenate([menu.costs for menu in menus])
    allowed = np.ones(len(costs))
    rows, needed = [], []
    for weights in target.weights:
        gains, need = _row(target, menus, weights)
        if need is None:
            continue
        lost = np.isneginf(gains)
        allowed[lost] = 0.0
        rows.append(np.where(lost, 0.0, gains))
        needed.append(need)
    one_each = np.zeros((len(menus), len(costs)))
    for at, (start, end) in enumerate(pairwise(starts)):
        one_each[at, start:end] = 1.0
    constraints = [LinearConstraint(one_each, 1, 1)]
    for row, need in zip(rows, needed, strict=True):
        unit = max(np.abs(row).max(initial=0.0), abs(need)) or 1.0
        constraints.append(LinearConstraint(row / unit, need / unit - SLACK, np.inf))
    for _ in range(NEAR_MISSES):
        solved = milp(
            costs,
            constraints=constraints,
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, allowed),
            options={"mip_rel_gap": 0.0},
        )
        if solved.x is None:
            return None, bool(solved.status == 2)
        choice = tuple(int(np.argmax(solved.x[start:end])) for start, end in pairwise(starts))
        if target.reached(target.scores_of(menus, [choice]))[0]:
            return choice, bool(solved.status == 0)
        missed = np.zeros(len(costs))
        missed[[start + at for start, at in zip(starts, choice, strict=False)]] = 1.0
        constraints.append(LinearConstraint(missed, -np.inf, len(menus) - 1))
    return None, False


def _row(target: Target, menus: Sequence[Menu], weights: Array) -> tuple[Array, float | None]:
    """Return what every value of every menu gives under (m,) weights, and how much is needed in all.

    None: whatever is chosen is enough.
    """
    prepared, problem = target.prepared, target.prepared.problem
    rivals = problem.eligible.copy()
    rivals[target.row] = False
    if rivals.sum() < target.rank:
        return np.zeros(sum(len(menu.values) for menu in menus)), None
    least = float(np.sort(prepared.scores(weights[None])[0][rivals])[-target.rank])
    alone = _alone(target, menus)
    here = np.array([own[0] for own in _alone(target, _as_they_are(target))])
    with np.errstate(divide="ignore", invalid="ignore"):
        if prepared.quadratic_parts() is not None:
            odds = np.square(least / (1.0 - least)) if least < 1.0 else np.inf

            def part(u: Array, w: float) -> Array:
                if not w:
                    return np.zeros_like(u)
                return (
                    -np.square(1 - u) if np.isinf(odds) else w * w * (np.square(u) - odds * np.square(1 - u))
                )

            need = 0.0
        else:
            log = prepared.contribution_kind == "log"

            def part(u: Array, w: float) -> Array:
                return w * (np.log(u) if log else u) if w else np.zeros_like(u)

            need = float(np.log(least)) if log else least
        gains = np.concatenate([part(u, weights[menu.column]) for u, menu in zip(alone, menus, strict=True)])
        free = {menu.column for menu in menus}
        fixed = [part(here[[column]], w)[0] for column, w in enumerate(weights) if column not in free]
    rest = float(np.sum(fixed))
    if np.isneginf(need):
        return gains, None
    return gains, (np.inf if np.isneginf(rest) else need - rest)


def _as_they_are(target: Target) -> list[Menu]:
    x = target.prepared.problem.values[target.row]
    return [Menu(column, x[[column]], np.zeros(1), whole=True) for column in range(len(x))]


def _alone(target: Target, menus: Sequence[Menu]) -> list[Array]:
    """Return for each menu the scores of the candidate if that leaf alone counted: its u, or r."""
    x = target.prepared.problem.values
    found = []
    for menu in menus:
        tables = np.repeat(x[None], len(menu.values), axis=0)
        tables[:, target.row, menu.column] = menu.values
        alone = np.zeros((len(menu.values), x.shape[1]))
        alone[:, menu.column] = 1.0
        found.append(target.prepared.scores(alone, tables)[:, target.row])
    return found


def _in_order_of_cost(target: Target, menus: Sequence[Menu]) -> tuple[Choice | None, bool]:
    tried = 0
    for choices in _by_cost(menus):
        good = target.reached(target.scores_of(menus, choices))
        if good.any():
            return choices[int(np.argmax(good))], True
        tried += len(choices)
        if tried >= TRIED:
            return _greedy(target, menus), False
    return None, all(menu.whole for menu in menus)


def _by_cost(menus: Sequence[Menu]) -> Iterator[list[Choice]]:
    """Yield all choices in the order of their cost, those of nearly one cost together."""
    steps = [float(cost) for menu in menus for cost in np.diff(menu.costs)]
    step = min(steps, default=1.0)
    heap: list[tuple[float, Choice, int]] = [(0.0, (0,) * len(menus), 0)]
    while heap:
        until = heap[0][0] + step / 2
        together: list[Choice] = []
        while heap and heap[0][0] <= until and len(together) < TRIED:
            cost, choice, last = heapq.heappop(heap)
            together.append(choice)
            for at in range(last, len(menus)):  # each choice is come to by one way only
                menu, position = menus[at], choice[at]
                if position + 1 < len(menu.values):
                    more = (*choice[:at], position + 1, *choice[at + 1 :])
                    heapq.heappush(heap, (cost + menu.costs[position + 1] - menu.costs[position], more, at))
        yield together


def _greedy(target: Target, menus: Sequence[Menu]) -> Choice | None:
    """Return a choice made step by step, each the one that lifts the candidate most for its cost."""
    weights = target.weights
    choice = [0] * len(menus)
    while True:
        scores = target.scores_of(menus, [tuple(choice)])
        if target.reached(scores)[0]:
            return tuple(choice)
        best, best_lift = -1, -np.inf
        now = _lead(target, scores[0], weights)
        for at, menu in enumerate(menus):
            if choice[at] + 1 < len(menu.values):
                more = scores[0].copy()
                more[menu.column] = menu.values[choice[at] + 1]
                lift = (_lead(target, more, weights) - now) / (
                    menu.costs[choice[at] + 1] - menu.costs[choice[at]]
                )
                if lift > best_lift:
                    best, best_lift = at, lift
        if best < 0:
            return None
        choice[best] += 1


def _lead(target: Target, scores: Array, weights: Array) -> float:
    """Return the least lead, over all weights, over the rival at the wanted rank; without scores, -rank."""
    problem = target.prepared.problem
    table = problem.values.copy()
    table[target.row] = scores
    if not target.prepared.has_scores:
        return -float(target.prepared.ranks(weights, table)[:, target.row].max())
    every = target.prepared.scores(weights, table)
    rivals = problem.eligible.copy()
    rivals[target.row] = False
    if rivals.sum() < target.rank:
        return np.inf
    return float((every[:, target.row] - np.sort(every[:, rivals], axis=1)[:, -target.rank]).min())
