"""The smallest change of a candidate's scores that lifts it to a better class, replayed by the procedure.

A change is counted in steps: one level, or a tenth of the scale. Each score has a menu of values at which
something can change: the minimums, just beyond the vetoes, levels, or ten steps. All choices are tried where
they are at most :data:`TRIED`, so that the smallest is found among them; else the changes of all scores are
taken back one after the other as far as the class allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.classification.rules import Classes, Rules
from see_mcda.arrays import Array
from see_mcda.model.criteria import Criterion
from see_mcda.model.problem import Problem

TRIED = 1 << 17
"""Choices that are all tried."""
STEPS = 10
"""Steps from the worst to the best end of a scale without levels."""
_BEYOND = 0.01
"""Steps by which a score goes beyond a veto."""
Changed = Callable[[Array], Array]
"""(k, n, m) scores to (k, n) scores of the ranking method."""


@dataclass(frozen=True)
class Lift:
    """Changes that lift a candidate.

    Attributes:
        changes: the score before and after, by column.
        steps: their sum, in levels or tenths of the scale.
        reached: the class that they lead to.
        exact: whether no smaller change lifts it.

    """

    changes: dict[int, tuple[float, float]]
    steps: float
    reached: int
    exact: bool


@dataclass(frozen=True, eq=False)
class Target:
    """The candidate in a row, to be lifted above a class, under (m,) weights.

    ``changed`` gives the scores of the ranking method.
    """

    rules: Rules
    problem: Problem
    row: int
    assigned: int
    weights: Array
    changed: Changed

    def classes(self, scores: Array) -> Classes:
        """Return (k,) the class with each of (k, m) scores of the candidate."""
        rules, problem = self.rules, self.problem
        if rules.procedure == "score":
            tables = np.repeat(problem.values[None], len(scores), axis=0)
            tables[:, self.row] = scores
            return rules.by_score(np.concatenate([self.changed(each[None])[:, self.row] for each in tables]))
        return rules.assigned(rules.node_scores(problem, self.weights, scores), rules.shares(self.weights))


def smallest_lift(target: Target) -> Lift | None:
    """Return the smallest change that lifts a candidate; None if no change of the scores does."""
    rules, problem, row = target.rules, target.problem, target.row
    now = problem.values[row]
    exact = True
    after: Array | None
    menus: dict[int, Array] = {}
    steps: dict[int, float] = {}
    for column in _columns(rules, problem):
        values, complete = _menu(rules, problem, row, column)
        if len(values) > 1:
            menus[column], steps[column] = values, _step(problem, column)
            exact = exact and complete
    if not menus:
        return None

    def lifted(some: Array) -> NDArray[np.bool_]:
        return target.classes(some) < target.assigned

    best = now.copy()
    best[list(menus)] = [values[-1] for values in menus.values()]
    if prod(map(len, menus.values())) <= TRIED:
        grid = np.meshgrid(*menus.values(), indexing="ij")
        tried = np.stack([each.ravel() for each in grid], axis=-1)
        cost = np.abs(tried - now[list(menus)]) @ (1 / np.array(list(steps.values())))
        after = _first_lifted(now, list(menus), tried[np.argsort(cost, kind="stable")], lifted)
    elif lifted(best[None])[0]:
        after, exact = _taken_back(now, best, menus, steps, lifted), False
    else:
        after = None
    if after is None:
        return None
    changes = {
        column: (float(now[column]), float(after[column])) for column in menus if after[column] != now[column]
    }
    reached = int(target.classes(after[None])[0])
    return Lift(
        changes, sum(abs(b - a) / steps[column] for column, (a, b) in changes.items()), reached, exact
    )


def _first_lifted(
    now: Array, columns: list[int], tried: Array, lifted: Callable[[Array], NDArray[np.bool_]]
) -> Array | None:
    for start in range(0, len(tried), 4096):
        some = np.repeat(now[None], len(tried[start : start + 4096]), axis=0)
        some[:, columns] = tried[start : start + 4096]
        good = lifted(some)
        if good.any():
            return np.asarray(some[int(np.argmax(good))])
    return None


def _taken_back(
    now: Array,
    best: Array,
    menus: dict[int, Array],
    steps: dict[int, float],
    lifted: Callable[[Array], NDArray[np.bool_]],
) -> Array:
    """Return scores that still lift the candidate when no single one can go back any further."""
    scores = best.copy()
    for column in sorted(menus, key=lambda column: -abs(best[column] - now[column]) / steps[column]):
        some = np.repeat(scores[None], len(menus[column]), axis=0)
        some[:, column] = menus[column]
        scores = some[int(np.argmax(lifted(some)))]
    return scores


def _columns(rules: Rules, problem: Problem) -> list[int]:
    """Return the leaves whose scores count."""
    if rules.procedure == "score":
        return list(range(len(problem.leaves)))
    return sorted({column for id in rules.nodes for column in rules.framework.columns[id]})


def _menu(rules: Rules, problem: Problem, row: int, column: int) -> tuple[Array, bool]:
    """Return the values that a score can take, from now to the best one, and whether no others matter."""
    leaf = problem.framework.leaves[column]
    now, step = float(problem.values[row, column]), _step(problem, column)
    low, high = scale_ends(leaf)
    found: set[float] = set()
    complete = rules.procedure in ("all", "mr-sort")
    own = rules.nodes.index(leaf.id) if leaf.id in rules.nodes else None
    alone = own is not None and sum(column in rules.framework.columns[id] for id in rules.nodes) == 1
    if own is not None:
        limits = rules.profiles[:, own]
        vetoes = rules.vetoes[:, own] + step * _BEYOND
        found |= set((leaf.sign * limits[np.isfinite(limits)]).tolist())
        if rules.procedure == "mr-sort" and np.isfinite(vetoes).any():
            found |= set((leaf.sign * vetoes[np.isfinite(vetoes)]).tolist())
            complete = False
    if own is None or not alone or not complete:
        levels = leaf.scale.levels if leaf.scale and leaf.scale.levels else None
        least, most = (low, high) if np.isfinite(high - low) else problem.extent[:, column].tolist()
        found |= set(map(float, levels)) if levels else set(np.linspace(least, most, STEPS + 1).tolist())
        complete = False
    better = sorted(
        (x for x in found if low <= x <= high and leaf.sign * (x - now) > 0), reverse=leaf.sign < 0
    )
    return np.array([now, *better]), complete


def scale_ends(leaf: Criterion) -> tuple[float, float]:
    """Return where the scores of a leaf can lie."""
    if leaf.value is not None:
        points = [x for x, _ in leaf.value.points]
        return min(points), max(points)
    if leaf.scale is not None and leaf.scale.min is not None and leaf.scale.max is not None:
        return leaf.scale.min, leaf.scale.max
    return -np.inf, np.inf


def _step(problem: Problem, column: int) -> float:
    """Return one level, or a tenth of the scale."""
    leaf = problem.framework.leaves[column]
    if leaf.scale is not None and leaf.scale.levels:
        return 1.0
    low, high = scale_ends(leaf)
    if not np.isfinite(high - low):
        low, high = map(float, problem.extent[:, column])
    return (high - low) / STEPS or 1.0
