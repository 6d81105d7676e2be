"""Rank ranges beside a plain mixed-integer programme a candidate: ``python -m bench.rank_ranges``.

30×15 with four order statements, and 121×5 with all weights at least 0.05. The plain programmes take minutes
for all 121 candidates, so they are timed on a part of them (``SAMPLE``), in proportion.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from see_mcda import Problem
from see_mcda.analyses.rank_ranges.rank_ranges import rank_ranges
from see_mcda.arrays import Array
from see_mcda.uncertainty.statements import read_statements

SAMPLE = 12


def plain_programmes(v: Array, a: Array, b: Array, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return best and worst ranks by one mixed-integer programme each, M = 1 (scores within 0 and 1)."""
    found = []
    for row in rows:
        lead = np.delete(v, row, axis=0) - v[row]
        k, m = lead.shape
        ends = []
        for h, cost, low in ((-lead, 1.0, 0.0), (lead, -1.0, 1e-6)):
            # best: h·w + y ≥ 0, fewest y;  worst: h·w + 1 − y ≥ low, most y
            sign = 1.0 if cost > 0 else -1.0
            solved: Any = milp(
                np.r_[np.zeros(m), np.full(k, cost)],
                integrality=np.r_[np.zeros(m), np.ones(k)],
                bounds=Bounds(0.0, 1.0),
                constraints=[
                    LinearConstraint(np.column_stack([h, sign * np.eye(k)]), lb=low - (sign < 0)),
                    LinearConstraint(np.r_[np.ones(m), np.zeros(k)][None], 1.0, 1.0),
                    LinearConstraint(np.column_stack([a, np.zeros((len(a), k))]), lb=b),
                ],
            )
            ends.append(1 + round(abs(solved.fun)))
        found.append((ends[0], ends[1]))
    return found


def compare(n: int, m: int, words: Sequence[str], rounds: int) -> None:
    """Time both on one random table, and say whether they agree."""
    v = np.random.default_rng(n).random((n, m))
    problem = Problem.from_arrays(v)
    said = read_statements(list(words), problem.framework)
    rows = list(range(n)) if n <= 30 else list(range(0, n, n // SAMPLE))[:SAMPLE]
    ours, theirs = [], []
    for _ in range(rounds):
        begin = time.perf_counter()
        found = rank_ranges(problem, said, method="additive", normalization="none")
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        plain = plain_programmes(v, said.coefficients, said.at_least, rows)
        theirs.append((time.perf_counter() - begin) * n / len(rows))
    agree = plain == [(int(found.best[row]), int(found.worst[row])) for row in rows]
    print(
        f"rank ranges {n}×{m}: {min(ours):.2f} s, plain programmes {min(theirs):.1f} s"
        f" ({min(theirs) / min(ours):.0f}×); exact: {found.exact}; same ranks: {agree}"
    )


if __name__ == "__main__":
    compare(30, 15, [f"c{j} >= c{j + 1}" for j in (1, 3, 5, 7)], 3)
    compare(121, 5, [f"c{j} >= 0.05" for j in range(1, 6)], 2)
