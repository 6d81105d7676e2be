"""Contradictions: whether some weights satisfy all statements, and if not, a smallest set that clashes.

Weights are w ≥ 0 with Σw = 1. Whether rows A w ≥ b hold for some w is the linear programme

    min t   such that   A w + t ≥ b,   w ≥ 0,   Σw = 1

whose optimum t* is how far the best weights miss a row; every row is first divided by its largest
coefficient. Its dual y ≥ 0, Σy = 1 proves infeasibility without trusting the solver: for all weights

    min over w of max over rows of (b − A w)   ≥   y·b − max over j of (y·A)ⱼ.

A smallest contradictory set (no smaller one exists) is found by minimal hitting sets: it must meet the
complement of every satisfiable set; a smallest set that meets all complements known so far either is
contradictory, hence smallest, or is enlarged to a maximal satisfiable set, whose complement must be met too.

Ignatiev, A., Previti, A., Liffiton, M., & Marques-Silva, J. (2015). Smallest MUS extraction with minimal
hitting set dualization. CP 2015, LNCS 9255, 173-182. https://doi.org/10.1007/978-3-319-23219-5_13
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from see_mcda.arrays import Array

MARGIN = 1e-9
"""Rows that all hold within this, of their largest coefficient, hold."""


def satisfiable(coefficients: Array, at_least: Array) -> bool:
    """Whether some weights (m,) give ``coefficients`` (c, m) @ w ≥ ``at_least`` (c,), to :data:`MARGIN`.

    ``False`` only with the dual's proof.
    """
    if not len(at_least):
        return True
    from scipy.optimize import linprog  # noqa: PLC0415 (scipy.optimize is slow to import)

    size = np.maximum(np.abs(coefficients).max(axis=1), 1e-300)
    a, b = coefficients / size[:, None], at_least / size
    c, m = a.shape
    solved = linprog(
        np.append(np.zeros(m), 1.0),
        A_ub=-np.column_stack([a, np.ones(c)]),
        b_ub=-b,
        A_eq=np.append(np.ones(m), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.status != 0:
        return True
    y = np.maximum(-solved.ineqlin.marginals, 0.0)
    y /= y.sum()
    return not float(y @ b - (y @ a).max()) > MARGIN


def smallest_contradiction(
    coefficients: Array, at_least: Array, groups: Sequence[Sequence[int]]
) -> tuple[int, ...] | None:
    """Return a smallest set of groups of rows that no weights satisfy, or ``None`` where all can hold.

    Each group holds the rows (of ``coefficients`` (c, m) and ``at_least`` (c,)) of one statement.
    """

    def holds(chosen: Sequence[int]) -> bool:
        rows = [row for group in chosen for row in groups[group]]
        return satisfiable(coefficients[rows], at_least[rows])

    return smallest_group(holds, len(groups))


def smallest_group(holds: Callable[[Sequence[int]], bool], count: int) -> tuple[int, ...] | None:
    """Return fewest members of range(count) that cannot hold together; ``None`` where all can.

    Every smaller set of members that cannot hold would hit the complement of each set that can.
    """
    everything = range(count)
    if holds(everything):
        return None
    to_meet: list[frozenset[int]] = []
    while True:
        chosen = _smallest_hitting_set(to_meet, count)
        if not holds(chosen):
            return tuple(chosen)
        grown = list(chosen)
        for member in everything:
            if member not in chosen and holds([*grown, member]):
                grown.append(member)
        to_meet.append(frozenset(everything) - frozenset(grown))


def _smallest_hitting_set(sets: Sequence[frozenset[int]], count: int) -> list[int]:
    """Return fewest members of range(count) that meet every set."""
    if not sets:
        return []
    from scipy.optimize import LinearConstraint, milp  # noqa: PLC0415 (scipy.optimize is slow to import)

    meets = np.array([[float(member in each) for member in range(count)] for each in sets])
    solved = milp(
        np.ones(count),
        constraints=LinearConstraint(meets, lb=1.0),
        bounds=(0, 1),
        integrality=np.ones(count),
        options={"mip_rel_gap": 0.0},
    )
    return [int(member) for member in np.flatnonzero(np.round(solved.x))]
