"""General monotone value functions, as weights of steps: robust ordinal regression (UTA-GMS).

A criterion with the observed values x₀ … x_k, from the worst to the best, has any non-decreasing value
function u with u(x₀) = 0. Its increments z_i = u(x_i) − u(x_{i−1}) ≥ 0 determine it, and the value of a
candidate, Σ_j u_j(x_j), is the sum of the increments that it has reached. With the values of the best levels
adding up to 1 the increments are weights: z ≥ 0, Σ z = 1. So a problem whose criteria are the steps, scored 1
where a candidate has reached the step and else 0, has as its weighted sums the values of the candidates under
all monotone value functions: its rank ranges are the extreme ranks, its necessary and possible preferences
those of UTA-GMS, and statements about candidates are the holistic judgments.

Greco, S., Mousseau, V., & Słowiński, R. (2008). Ordinal regression revisited: multiple criteria ranking using
a set of additive value functions. *European Journal of Operational Research* 191(2), 416-436.
https://doi.org/10.1016/j.ejor.2007.08.013
Kadziński, M., Greco, S., & Słowiński, R. (2012). Extreme ranking analysis in robust ordinal regression.
*Omega* 40(4), 488-501. https://doi.org/10.1016/j.omega.2011.09.003
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.problem import Problem


def value_steps(problem: Problem) -> Problem:
    """Return the problem whose weighted sums are those of all monotone value functions.

    Use it with ``method="additive", normalization="none"``, for rank ranges or rank chances::

        steps = sm.sensitivity.value_steps(problem)
        sm.sensitivity.rank_ranges(steps, "@a >= @b", method="additive", normalization="none")

    A criterion stays in the tree, as the branch above its steps ``id--1``, ``id--2``, …: its weight is the
    value of its best level. Criteria with one value for all candidates are left out, and so are candidates
    that are not eligible; missing scores are filled as the problem says.

    Raises :class:`see_mcda.MissingScoresError`, and :class:`see_mcda.errors.MethodError` if all candidates
    have the same scores.
    """
    complete, _ = problem.complete()
    rows = np.flatnonzero(complete.eligible)
    columns: list[Array] = []

    def stepped(node: Criterion) -> Criterion | None:
        if not node.is_leaf:
            children = [child for child in map(stepped, node.children) if child is not None]
            return replace(node, children=children, gates=[]) if children else None
        sign = 1.0 if node.objective == "max" else -1.0
        values = sign * complete.values[rows, complete.framework.leaf_position[node.id]]
        levels = np.unique(values)
        if len(levels) < 2:
            return None
        columns.extend((values >= level).astype(np.float64) for level in levels[1:])
        steps = [
            Criterion(
                id=f"{node.id}--{step + 1}",
                name={
                    language: f"{name}: {sign * low:g} → {sign * high:g}"
                    for language, name in node.title.items()
                },
            )
            for step, (low, high) in enumerate(itertools.pairwise(levels))
        ]
        plain = Criterion(id=node.id, name=node.name, description=node.description)
        return replace(plain, children=steps)

    root = stepped(complete.framework.root)
    if root is None:
        raise refuse(
            MethodError, "no-variation", "every candidate has the same scores, so there is nothing to compare"
        )
    framework = Framework(root, title=complete.framework.title)
    candidates = [complete.candidates[row] for row in rows]
    steps = Problem.from_arrays(np.column_stack(columns), framework=framework, candidates=candidates)
    return steps.replace(
        names=tuple(complete.names[int(row)] for row in rows),
        labels=tuple(complete.labels[row] for row in rows),
        title=complete.title,
        note=complete.note or complete.framework.note,
    )
