"""Selections beside PuLP with CBC and a plain loop: ``python -m bench.selection``.

The best set of 500 candidates with a budget and six quotas; and the exact map of the best sets of 100
candidates over three criteria, beside one integer programme for each point of a grid, which misses sets.
"""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pulp

from see_mcda import Problem
from see_mcda.analyses.selection.constraint_rows import read_constraints
from see_mcda.analyses.selection.envelope import optimal_sets
from see_mcda.analyses.selection.optimum import Program
from see_mcda.arrays import Array
from see_mcda.uncertainty.polytope import polytope

GROUPS = 6
STEPS = 20
"""Of a side of the triangle in the grid."""
ROUNDS = 3


def made(n: int, budget: float, least: int) -> tuple[Program, Array]:
    """Return a budget and six quotas for candidates with scores at three criteria."""
    generator = np.random.default_rng(n)
    costs, groups = generator.integers(5, 50, n), generator.integers(0, GROUPS, n)
    problem = Problem.from_arrays(generator.random((n, 3)))
    facts = tuple({"cost": int(cost), "group": f"g{at}"} for cost, at in zip(costs, groups, strict=True))
    constraints = [f"cost <= {budget}", f"group: at least {least} of each"]
    return read_constraints(problem.replace(attributes=facts), constraints).program(), problem.values


def with_pulp(program: Program, values: Array) -> Array:
    """Return the best set by PuLP and CBC."""
    model = pulp.LpProblem("selection", pulp.LpMaximize)
    chosen = [pulp.LpVariable(f"y{at}", cat="Binary") for at in range(len(program.owners))]
    model += pulp.lpDot(program.gains(values).tolist(), chosen)
    for row, low, high in zip(program.matrix.tolist(), program.low, program.high, strict=True):
        if np.isfinite(high):
            model += pulp.lpDot(row, chosen) <= float(high)
        if np.isfinite(low):
            model += pulp.lpDot(row, chosen) >= float(low)
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    return np.array([each.value() > 0.5 for each in chosen])


def best_of_many() -> None:
    """Time one best set."""
    program, v = made(500, 2000, 12)
    values = v.mean(axis=1)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        times = [time.perf_counter()]
        mine = program.best(values)
        times.append(time.perf_counter())
        peer = with_pulp(program, values)
        times.append(time.perf_counter())
        for spent, (begin, end) in zip((ours, theirs), pairwise(times), strict=True):
            spent.append(end - begin)
    assert mine is not None
    same = abs(program.value(mine, values) - program.value(peer, values)) < 1e-9
    print(
        f"best set of 500, a budget and six quotas: {min(ours):.2f} s, PuLP with CBC {min(theirs):.2f} s"
        f" ({min(theirs) / min(ours):.1f}×); same value: {same}"
    )


def exact_map() -> None:
    """Time the map of all best sets."""
    program, values = made(100, 500, 2)
    begin = time.perf_counter()
    found = optimal_sets(program, values, polytope(np.empty((0, 3)), np.empty(0)))
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    seen = set()
    for i in range(STEPS + 1):
        for j in range(STEPS + 1 - i):
            options = program.best(values @ (np.array([i, j, STEPS - i - j]) / STEPS))
            assert options is not None
            seen.add(options.tobytes())
    loop = time.perf_counter() - begin
    print(
        f"exact map of 100, a budget and six quotas: {ours:.1f} s, {len(found.shares)} sets; a loop over"
        f" {(STEPS + 1) * (STEPS + 2) // 2} weightings {loop:.1f} s ({loop / ours:.1f}×), {len(seen)} sets"
    )


if __name__ == "__main__":
    best_of_many()
    exact_map()
