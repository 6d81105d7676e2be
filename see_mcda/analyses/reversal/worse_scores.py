"""Replacements of candidates by worse ones, for the first test of Wang and Triantaphyllou.

Each candidate moves towards the worst score of the field: in every criterion at once, by the shares
:data:`WORSE`, and in each criterion alone, all the way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.reversal.trials import Field
from see_mcda.arrays import Array

WORSE = (0.5, 1.0)
"""How far a candidate is moved towards the worst scores of the field, in every criterion at once."""


def worse_scores(
    field: Field,
) -> tuple[NDArray[np.intp], NDArray[np.intp], Array, Array]:
    """Return the replacements: whose (t,), leaf (t,) or -1 for all, share (t,), scores (t, m).

    Where candidates were judged in pairs at a leaf, their scores there count for nothing and stay. Where a
    value function turns, the worst between a score and its replacement is taken.
    """
    problem, x = field.problem, field.problem.values
    n, m = x.shape
    judged = problem.comparisons if field.options.get("source") == "pairwise" else {}
    columns = [column for column, leaf in enumerate(problem.leaves) if leaf not in judged]
    tables = {share: x.copy() for share in WORSE}
    for column in columns:
        low, high = float(x[:, column].min()), float(x[:, column].max())
        worst = field.prepared.worst_and_best(column, low, high)[0]
        leaf = problem.framework.leaves[column]
        for share, table in tables.items():
            moved = worst if share == 1.0 else x[:, column] + share * (worst - x[:, column])
            table[:, column] = moved
            if leaf.value is not None or leaf.intensity is not None:
                for row in range(n):
                    ends = sorted((float(x[row, column]), float(table[row, column])))
                    table[row, column] = field.prepared.worst_and_best(column, *ends)[0]
    who: list[NDArray[np.intp]] = []
    leaves: list[NDArray[np.intp]] = []
    shares: list[Array] = []
    scores: list[Array] = []
    for share, table in tables.items():
        rows = np.flatnonzero((table != x).any(axis=1) & ~np.isnan(x[:, columns]).any(axis=1))
        if columns:
            who.append(rows)
            leaves.append(np.full(len(rows), -1))
            shares.append(np.full(len(rows), share))
            scores.append(table[rows])
    for column in columns if m > 1 else ():
        rows = np.flatnonzero(tables[1.0][:, column] != x[:, column])
        table = x[rows].copy()
        table[:, column] = tables[1.0][rows, column]
        who.append(rows)
        leaves.append(np.full(len(rows), column))
        shares.append(np.ones(len(rows)))
        scores.append(table)
    if not who:
        nothing = np.zeros(0, np.intp)
        return nothing, nothing, np.zeros(0), np.zeros((0, m))
    return np.concatenate(who), np.concatenate(leaves), np.concatenate(shares), np.concatenate(scores)
