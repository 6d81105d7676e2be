"""UTASTAR: value functions, and so weights, from a ranking of examples.

Criterion j has breakpoints g₀ … g_k from its worst to its best value, and its value function is linear
between them, with increments w_i ≥ 0 that sum to 1 over all criteria. So the value of a candidate is
linear in the increments, U(a) = A_a w. Each example may have errors of over- and underestimation σ⁺, σ⁻ ≥ 0:

    min Σ σ⁺ + σ⁻   such that, for consecutive places a before b of the ranking,
        U(a) − σ⁺_a + σ⁻_a − (U(b) − σ⁺_b + σ⁻_b) ≥ δ,  or  = 0 for a tie.

As several value functions may have the least error, each criterion's weight is maximised in turn among them,
and the result is the mean of these solutions.

Siskos, Y., & Yannacopoulos, D. (1985). UTASTAR: an ordinal regression method for building additive value
functions. *Investigação Operacional* 5(1), 39-53. Siskos, Y., Grigoroudis, E., & Matsatsinis, N. F. (2005).
UTA methods. In *Multiple Criteria Decision Analysis*, Springer. https://doi.org/10.1007/0-387-23081-5_8
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError, WeightingError, refuse
from see_mcda.model.problem import Problem

PIECES = 2
"""The pieces of a value function whose breakpoints are not given."""


@dataclass(frozen=True, eq=False)
class ValueFunctions:
    """Value functions from a ranking of examples.

    Attributes:
        weights: (m,) the value of each criterion's best end; they sum to 1.
        breakpoints: for each criterion, from worst to best.
        marginal_values: for each criterion, the values at its breakpoints; the first is 0.
        values: (n,) the value of every candidate of the problem.
        error: the least sum of errors; 0 if the value functions agree with the examples.

    """

    weights: Array
    breakpoints: tuple[Array, ...]
    marginal_values: tuple[Array, ...]
    values: Array
    error: float


def utastar(
    problem: Problem,
    order: Sequence[str | Sequence[str]],
    *,
    breakpoints: Mapping[str, Sequence[float]] | None = None,
    pieces: int = PIECES,
    delta: float = 0.05,
) -> ValueFunctions:
    """Return piecewise linear value functions that agree with a ranking of examples as well as possible.

    Args:
        problem: the candidates and their scores.
        order: the examples by id or name, best first; an inner list is a tie.
        breakpoints: by criterion, from its worst to its best value; the others have ``pieces`` equal pieces
            between the ends of their scale, or else of the scores.
        pieces: the number of pieces of the others, at least 1.
        delta: the least difference of values between consecutive places.

    Raises:
        WeightingError: an order of fewer than two places, a candidate that is named twice, breakpoints that
            do not go from worst to best or leave scores out, ``pieces`` or ``delta`` out of range.
        MissingScoresError: as the problem says.
    """
    complete, _ = problem.complete()
    places = [
        [complete.row(name) for name in ([place] if isinstance(place, str) else place)] for place in order
    ]
    points = _breakpoints(complete, breakpoints or {}, pieces)
    _check(complete, places, pieces, delta)
    a = np.hstack([_reached(complete.values[:, j], ends) for j, ends in enumerate(points)])
    starts = np.cumsum([0, *(len(ends) - 1 for ends in points)])
    increments, error = _solved(a, places, delta, starts)
    parts = [increments[low:high] for low, high in pairwise(starts)]
    weights = np.array([part.sum() for part in parts])
    marginal = tuple(np.concatenate([[0.0], np.cumsum(part)]) for part in parts)
    return ValueFunctions(weights, tuple(points), marginal, a @ increments, error)


def _reached(x: Array, ends: Array) -> Array:
    """Return (n, k) how much of each piece between the breakpoints (k + 1,) has been reached."""
    return np.asarray(np.clip((x[:, None] - ends[:-1]) / (ends[1:] - ends[:-1]), 0.0, 1.0))


def _breakpoints(problem: Problem, given: Mapping[str, Sequence[float]], pieces: int) -> list[Array]:
    faults = Faults()
    by_leaf = {
        id: np.asarray(ends, dtype=np.float64)
        for name, ends in given.items()
        if (id := problem.framework.leaf_choices.match(name, "breakpoints", faults)) is not None
    }
    found: list[Array] = []
    for j, leaf in enumerate(problem.framework.leaves):
        x = problem.values[:, j]
        scale = leaf.scale
        low = float(x.min() if scale is None or scale.min is None else min(scale.min, x.min()))
        high = float(x.max() if scale is None or scale.max is None else max(scale.max, x.max()))
        if low == high:
            high = low + 1.0
        ends = by_leaf.get(leaf.id, np.linspace(low, high, max(pieces, 1) + 1))
        sign = 1.0 if leaf.objective == "max" else -1.0
        if leaf.id not in by_leaf and sign < 0:
            ends = ends[::-1]
        rising = ends.ndim == 1 and len(ends) > 1 and bool((np.diff(sign * ends) > 0).all())
        if not rising or (sign * x < sign * ends[0]).any() or (sign * x > sign * ends[-1]).any():
            faults.add(
                "breakpoints",
                "the breakpoints of {leaf} must go from its worst to its best value and include all scores",
                f"breakpoints.{leaf.id}",
                leaf=leaf.title,
            )
        found.append(ends)
    faults.stop(WeightingError)
    return found


def _check(problem: Problem, places: Sequence[Sequence[int]], pieces: int, delta: float) -> None:
    faults = Faults()
    rows = [row for place in places for row in place]
    if len(places) < 2 or not all(places):
        faults.add("order", "an order of at least two places is needed, such as [[a], [b, c]]", "order")
    for row in sorted({row for row in rows if rows.count(row) > 1}):
        faults.add("doubly-given", "{id} is given twice", "order", id=problem.candidates[row])
    if pieces < 1:
        faults.add("out-of-range", "{name} must be at least 1", "pieces", name="pieces")
    if not 0 < delta < 1:
        faults.add("out-of-range", "{name} must be between 0 and 1", "delta", name="delta")
    faults.stop(WeightingError)


def _solved(a: Array, places: Sequence[Sequence[int]], delta: float, starts: Array) -> tuple[Array, float]:
    """Return the increments (k,), and the least error."""
    from scipy.optimize import linprog  # noqa: PLC0415 (scipy.optimize is slow to import)

    k = a.shape[1]
    examples = [row for place in places for row in place]
    position = {row: at for at, row in enumerate(examples)}
    errors = np.eye(len(examples))
    # U(a) − σ⁺ + σ⁻ of each example, over (increments, σ⁺, σ⁻).
    judged = np.hstack([a[examples], -errors, errors])

    def lead(above: int, below: int) -> Array:
        return np.asarray(judged[position[above]] - judged[position[below]])

    better = np.array([lead(high[-1], low[0]) for high, low in pairwise(places)])
    ties = [lead(one, other) for place in places for one, other in pairwise(place)]
    total = np.append(np.ones(k), np.zeros(2 * len(examples)))
    equal = np.array([total, *ties])
    right = np.append(1.0, np.zeros(len(ties)))

    def best(objective: Array, most: float | None = None) -> Array:
        above, limit = -better, np.full(len(better), -delta)
        if most is not None:
            above, limit = np.vstack([above, 1.0 - total]), np.append(limit, most)
        found = linprog(objective, A_ub=above, b_ub=limit, A_eq=equal, b_eq=right, method="highs")
        if found.status != 0:
            raise refuse(MethodError, "solver", "the solver found no value functions")
        return np.asarray(found.x)

    error = float(best(1.0 - total)[k:].sum())
    solutions = []
    for low, high in pairwise(starts):
        weight = np.zeros(len(total))
        weight[low:high] = -1.0
        solutions.append(best(weight, error + 1e-9)[:k])
    mean = np.maximum(np.mean(solutions, axis=0), 0.0)
    return np.asarray(mean / mean.sum()), 0.0 if error < 1e-9 else error
