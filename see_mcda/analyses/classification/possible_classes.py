"""The classes that are possible with uncertain and missing scores and unchecked gates, at given weights.

Every procedure is monotone: with better scores a class is never worse. So the best and the worst class follow
from the best and the worst scores. Between them, where all conditions must hold, a class h is possible
exactly if some score can miss a condition of the next better class while all conditions of h hold: the better
classes ask at least as much, so they are then missed too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    def of(cls, given: Problem, complete: Problem) -> Box:
        """Return the box of a problem as it was given; ``complete`` has its missing scores filled."""
        low, high = complete.values.copy(), complete.values.copy()
        cells = dict(complete.uncertain)
        if np.isnan(given.values).any():
            cells |= given.complete("interval")[0].uncertain
        for at, cell in cells.items():
            low[at], high[at] = cell.low, cell.high
        return cls(complete, low, high)

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
    rules: Rules, box: Box, weights: Array, assigned: Classes
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (n, h + 1) which classes are possible, and (n,) whether that is proved."""
    n = len(assigned)
    possible = np.zeros((n, rules.last + 1), bool)
    possible[np.arange(n), assigned] = True
    exact = np.ones(n, bool)
    eligible = box.problem.eligible
    if rules.procedure == "score":
        exact[eligible] = not box.free[eligible].any()
    else:
        ends = box.at_ends(rules, weights)
        shares = rules.shares(weights)
        worst, best = (rules.assigned(each, shares) for each in ends)
        apart = _disjoint(rules)
        for row in np.flatnonzero(eligible & (worst != best)).tolist():
            inside = range(int(best[row]) + 1, int(worst[row]))
            possible[row, [best[row], worst[row]]] = True
            if rules.procedure == "all" and apart:
                for h in inside:
                    possible[row, h] = _between(rules, ends[:, row], h)
            elif inside:
                exact[row] = False
                possible[row, best[row] : worst[row]] = True
    possible[box.problem.conditional, rules.last] = True
    return possible, exact


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
