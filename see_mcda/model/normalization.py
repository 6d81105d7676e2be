"""Normalisation: from scores in their own units to numbers that can be combined.

With x_ij the score of candidate i at leaf j, and references taken over the eligible candidates only:

==========  =====================================  =============================  ==========================
name        benefit                                cost                           the cost's direction
==========  =====================================  =============================  ==========================
vector      x / sqrt(Σ x²)                         the same                       kept (less stays better)
sum         x / Σ x                                the same                       kept
max         x / max x                              the same                       kept
linear      x / max x                              min x / x                      turned
minmax      (x − min)/(max − min)                  (max − x)/(max − min)          turned
scale       (x − min)/(max − min) of the scale     reversed                       turned
none        x                                      x                              kept
==========  =====================================  =============================  ==========================

``scale`` uses fixed references, so that no candidate changes another one's value: the leaf's piecewise linear
value function where it has one; else the ends of its scale, clipped to [0, 1]; else (x − neutral)/(good −
neutral).

Sources: Hwang & Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9, ch. 2
(vector, linear, min-max); Bana e Costa & Vansnick (1999), The MACBETH approach,
doi:10.1007/978-1-4612-1462-5_9 (neutral, good).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError
from see_mcda.language.messages import Notice, notice
from see_mcda.model.criteria import Criterion
from see_mcda.model.problem import Problem

Normalization = Literal["vector", "sum", "max", "linear", "minmax", "scale", "none"]
NORMALIZATIONS: tuple[str, ...] = get_args(Normalization)
KEEPS_DIRECTION = ("vector", "sum", "max", "none")
STAND_ALONE = ("scale", "none")
"""Normalisations of a candidate that are independent of the others."""
SAFE = 1e150
"""Magnitudes whose squares and sums neither overflow nor vanish lie between 1/SAFE and SAFE."""


class Normalizer:
    """A normalisation of a problem's tables, ready to be applied to (…, n, m) scores.

    A score that is left out stays NaN, and the references are those of the others.

    ``signs`` (m,) are +1 where more is better *after* normalisation, -1 where less is.

    Raises :class:`MethodError` naming each column that the normalisation cannot take.
    """

    def __init__(self, problem: Problem, how: str, *, clip: bool = True):
        self.how = how
        self.signs = problem.framework.objectives if how in KEEPS_DIRECTION else np.ones(problem.shape[1])
        self._objectives = problem.framework.objectives
        self._eligible = None if problem.eligible.all() else problem.eligible
        self._functions = (
            [_value_function(leaf, clip) for leaf in problem.framework.leaves] if how == "scale" else []
        )
        _check(
            problem,
            how,
            [leaf for leaf, function in zip(problem.leaves, self._functions, strict=False) if not function],
        )
        self._problem = problem
        self._clip = clip
        self._skips = problem.skips

    def __call__(self, x: Array) -> Array:
        """Return the normalised (…, n, m) scores; ineligible candidates' stay within the eligible ones'."""
        if self.how == "none" and self._eligible is None:
            return x
        if self.how == "scale":
            u = np.empty_like(x)
            for column, function in enumerate(self._functions):
                assert function is not None
                u[..., column] = function(x[..., column])
            return u
        references = x if self._eligible is None else x[..., self._eligible, :]
        if x is self._problem.values:
            low, high = self._problem.extent[:, None]
        else:
            lowest, highest = (np.nanmin, np.nanmax) if self._skips else (np.min, np.max)
            low, high = (each(references, axis=-2, keepdims=True) for each in (lowest, highest))
        if self._eligible is not None:
            x = np.where(self._eligible[:, None], x, np.clip(x, low, high))
        return x if self.how == "none" else self._observed(x, references, low, high)

    def _observed(self, x: Array, references: Array, low: Array, high: Array) -> Array:
        if self._skips:
            references = np.nan_to_num(references)  # what is left out adds nothing to a length or a sum
        largest = np.maximum(np.abs(low), np.abs(high))
        if largest.max() > SAFE or largest.min() < 1 / SAFE:
            unit = np.where(largest > 0, largest, 1.0)
            x, references, low, high = x / unit, references / unit, low / unit, high / unit
        if self.how == "vector":
            length = np.sqrt(np.einsum("...nm,...nm->...m", references, references))
            return x / _not_zero(length[..., None, :])
        if self.how == "sum":
            return x / _not_zero(references.sum(axis=-2, keepdims=True))
        if self.how == "max":
            return x / _not_zero(high)
        benefit = self._objectives > 0
        if self.how == "linear":
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # at benefits, not used
                turned = np.where(x == low, 1.0, low / x)
                return np.where(benefit, x / _not_zero(high), turned)
        span = high - low
        constant = span == 0
        span = np.where(constant, 1.0, span)
        return np.where(constant, 0.0, np.where(benefit, x - low, high - x) / span)

    def warnings(self) -> tuple[Notice, ...]:
        """Return warnings about the normalisation of the problem's scores."""
        problem = self._problem
        found: list[Notice] = []
        if self.how == "minmax":
            x = problem.values[problem.eligible]
            constant = [
                leaf.title
                for leaf, column in zip(problem.framework.leaves, x.T, strict=True)
                if (column == column[0]).all()
            ]
            if constant:
                found.append(
                    notice(
                        "constant-column",
                        "all candidates have the same score at {leaves}: minmax makes it 0 for all",
                        None,
                        leaves=constant,
                    )
                )
        if self.how == "scale":
            found += clipped(problem, problem.framework.leaves, references=self._clip)
        return tuple(found)


def clipped(problem: Problem, leaves: Sequence[Criterion], *, references: bool = True) -> list[Notice]:
    """Return a warning that names the scores which ``scale`` clips, if there are any.

    ``references``: also those beyond neutral and good, where a leaf has no ends.
    """
    cells = [
        (int(row), column)
        for leaf in leaves
        for column in [problem.framework.leaf_position[leaf.id]]
        for row in np.flatnonzero(_outside(leaf, problem.values[:, column], references))
    ]
    if not cells:
        return []
    return [
        notice(
            "clipped",
            "scores outside their scale are moved to its nearest end: {cells}",
            None,
            cells=problem.name_cells(cells),
        )
    ]


def _not_zero(length: Array) -> Array:
    """Return lengths to divide by; a column of zeros, which only other tables may have, stays zeros."""
    return np.where(length == 0, 1.0, length)


def _value_function(leaf: Criterion, clip: bool) -> Callable[[Array], Array] | None:
    if leaf.value is not None:
        return partial(_along, points=np.array(leaf.value.points).T)
    scale = leaf.scale
    if scale is None:
        return None
    if scale.min is not None and scale.max is not None:
        worst, best = (scale.min, scale.max) if leaf.objective == "max" else (scale.max, scale.min)
        return partial(_between, worst=worst, best=best, clip=True)
    if scale.neutral is not None and scale.good is not None:
        return partial(_between, worst=scale.neutral, best=scale.good, clip=clip)
    return None


def _along(x: Array, points: Array) -> Array:
    return np.asarray(np.interp(x, *points))


def _between(x: Array, worst: float, best: float, clip: bool) -> Array:
    half = 0.5 if max(abs(worst), abs(best)) > SAFE else 1.0  # differences of huge numbers overflow
    with np.errstate(over="ignore"):
        u = (x * half - worst * half) / (best * half - worst * half) + 0.0  # no negative zero
    return np.clip(u, 0.0, 1.0) if clip else u


def _outside(leaf: Criterion, x: Array, references: bool) -> NDArray[np.bool_]:
    scale = leaf.scale
    if leaf.value is not None or scale is None:
        return np.zeros(len(x), bool)
    one, other = scale.min, scale.max
    if one is None and references:
        one, other = scale.neutral, scale.good
    if one is None or other is None:
        return np.zeros(len(x), bool)
    return np.asarray((x < min(one, other)) | (x > max(one, other)))


def has_scale(leaf: Criterion) -> bool:
    """Return whether ``scale`` can be used at a leaf: it has fixed references or a value function."""
    return _value_function(leaf, True) is not None


def scale_values(problem: Problem, columns: Sequence[int], x: Array | None = None) -> Array:
    """Return the (…, n, len(columns)) values in [0, 1] of some leaves under ``scale``.

    Raises :class:`MethodError` where a leaf has no references.
    """
    leaves = [problem.framework.leaves[column] for column in columns]
    functions = [_value_function(leaf, clip=True) for leaf in leaves]
    _check(
        problem, "scale", [leaf.id for leaf, function in zip(leaves, functions, strict=True) if not function]
    )
    given = problem.values if x is None else x
    parts = [
        function(given[..., column]) for function, column in zip(functions, columns, strict=True) if function
    ]
    return np.stack(parts, axis=-1)


def worst_and_best(points: Sequence[Sequence[float]], low: float, high: float) -> tuple[float, float]:
    """Return where in [low, high] a piecewise linear function (of any shape) is lowest and highest."""
    xs, us = zip(*points, strict=True)
    tried = [low, *(x for x in xs if low < x < high), high]
    reached = np.interp(tried, xs, us)
    return tried[int(reached.argmin())], tried[int(reached.argmax())]


def _check(problem: Problem, how: str, without_scale: Sequence[str]) -> None:
    faults = Faults()
    for id in without_scale:
        faults.add(
            "no-scale",
            "{leaf} has no scale (min and max, or neutral and good) and no value function: scale needs one",
            problem.framework.where(id),
            leaf=problem.framework.nodes[id].title,
        )
    low, high = problem.extent
    for column, id in enumerate(problem.leaves):
        where, leaf = problem.framework.where(id), problem.framework.nodes[id].title
        if how == "vector" and low[column] == high[column] == 0:
            faults.add(
                "zero-column",
                "all scores at {leaf} are 0: vector cannot divide by their length",
                where,
                leaf=leaf,
            )
        elif how == "sum" and (low[column] < 0 or high[column] <= 0):
            faults.add(
                "needs-positive",
                "sum needs scores that are not negative and not all 0 at {leaf}",
                where,
                leaf=leaf,
            )
        elif how in ("max", "linear") and high[column] <= 0:
            faults.add(
                "needs-positive", "{how} needs a highest score above 0 at {leaf}", where, leaf=leaf, how=how
            )
        elif how in ("max", "linear") and -low[column] / SAFE > high[column]:
            faults.add(
                "too-far-apart",
                "{how} cannot divide {low} by {high}, the highest score at {leaf}",
                where,
                leaf=leaf,
                how=how,
                low=float(low[column]),
                high=float(high[column]),
            )
        elif how == "linear" and problem.framework.objectives[column] < 0 and low[column] <= 0:
            faults.add("needs-positive", "linear needs costs above 0 at {leaf}", where, leaf=leaf)
    faults.stop(MethodError)
