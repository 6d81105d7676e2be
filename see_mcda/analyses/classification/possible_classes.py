"""The classes that are possible over allowed weights, majorities and uncertain scores, with unchecked gates.

Every procedure is monotone: with better scores a class is never worse. So the best and the worst class follow
from the best and the worst scores. Between them, where all conditions must hold, a class h is possible
exactly if some score can miss a condition of the next better class while all conditions of h hold: the better
classes ask at least as much, so they are then missed too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.classification.class_chances import Uncertainty
from see_mcda.analyses.classification.majority_classes import Zones, majority_reaches
from see_mcda.analyses.classification.rules import NEAR, Classes, Rules
from see_mcda.arrays import Array
from see_mcda.model.normalization import worst_and_best
from see_mcda.model.problem import Problem


@dataclass(frozen=True, eq=False)
class Box:
    """The complete problem, and where each score can lie.

    Attributes:
        low, high: (n, m) the ends of each score; those of its scale where it is missing.

    """

    problem: Problem
    low: Array
    high: Array

    @classmethod
    def of(cls, problem: Problem) -> Box:
        """Return the box of a problem whose missing scores are intervals."""
        low, high = problem.values.copy(), problem.values.copy()
        for at, cell in problem.uncertain.items():
            low[at], high[at] = cell.low, cell.high
        return cls(problem, low, high)

    @property
    def free(self) -> NDArray[np.bool_]:
        """(n, m) whether a score is not certain."""
        return np.asarray(self.low < self.high)

    def worst_and_best(self, column: int, row: int) -> tuple[float, float]:
        """Return where in its interval a score has its worst, and its best value."""
        low, high = float(self.low[row, column]), float(self.high[row, column])
        leaf = self.problem.framework.leaves[column]
        if leaf.value is not None and low < high:
            return worst_and_best(leaf.value.points, low, high)
        return (low, high) if leaf.objective == "max" else (high, low)

    def at_ends(self, rules: Rules, weights: Array) -> Array:
        """Return (2, n, c) the worst and the best scores at the nodes."""
        ends = np.stack([self.problem.values] * 2)
        for row, column in np.argwhere(self.free).tolist():
            ends[:, row, column] = self.worst_and_best(column, row)
        found = rules.node_scores(self.problem, weights, ends)
        for at, id in enumerate(rules.nodes):  # at a leaf its own scores count, not their values
            if rules.framework.nodes[id].is_leaf:
                column = rules.framework.leaf_position[id]
                turned = np.stack([self.low[:, column], self.high[:, column]]) * rules.signs[at]
                found[..., at] = np.sort(turned, axis=0)
        return found


def possible_classes(
    rules: Rules, box: Box, given: Uncertainty, assigned: Classes, counts: Array
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (n, h + 1) which classes are possible, and (n,) whether that is proved.

    ``counts`` are those of samples: what was seen is possible.
    """
    n, w = len(assigned), given.weights
    possible = np.zeros((n, rules.last + 1), bool)
    exact = np.ones(n, bool)
    eligible = box.problem.eligible
    possible[~eligible, rules.last] = True
    possible[eligible] = counts[eligible] > 0
    if given.statements is None or given.statements.holds(w[None])[0]:
        possible[np.arange(n), assigned] = True
    leaves = all(rules.framework.nodes[id].is_leaf for id in rules.nodes)
    sampled = given.statements is not None and given.statements.sampled is not None
    fixed = given.statements is None and not (given.highest > rules.majority).any()
    if rules.procedure == "score":
        exact[eligible] = fixed and not box.free[eligible].any()
    else:
        ends = box.at_ends(rules, w)
        worst, best = (rules.assigned(each, rules.shares(w)) for each in ends)
        for row in np.flatnonzero(eligible).tolist():
            if rules.procedure == "mr-sort" and (given.statements is None or (leaves and not sampled)):
                exact[row] = _add_by_majority(rules, given, ends[:, row], possible[row])
            elif fixed or (rules.procedure == "all" and leaves):
                possible[row, [best[row], worst[row]]] = True
                inside = range(int(best[row]) + 1, int(worst[row]))
                if rules.procedure == "all" and _disjoint(rules):
                    for h in inside:
                        possible[row, h] = _between(rules, ends[:, row], h)
                else:
                    exact[row] = possible[row, best[row] : worst[row]].all()
            else:
                exact[row] = False
    possible[box.problem.conditional, rules.last] = True
    return possible, exact


def _add_by_majority(rules: Rules, given: Uncertainty, ends: Array, possible: NDArray[np.bool_]) -> bool:
    """Add the classes that samples missed; return whether all others are proved impossible."""
    zones = Zones.of(rules, *ends)
    proved = True
    for h in np.flatnonzero(~possible).tolist():
        found = majority_reaches(rules, zones, h, given)
        possible[h] = bool(found)
        proved = proved and found is not None
    return proved


def _disjoint(rules: Rules) -> bool:
    """Return whether no leaf counts in two nodes."""
    columns = [column for id in rules.nodes for column in rules.framework.columns[id]]
    return len(columns) == len(set(columns))


def _between(rules: Rules, ends: Array, h: int) -> bool:
    """Return whether scores between (2, c) ends reach a class, where all conditions must hold, and no better.

    Given is that they can reach a better one, and so every condition of this class.
    """
    low, _ = ends
    least = np.maximum(low, rules.profiles[h])
    return bool((least < rules.profiles[h - 1] - NEAR).any())
