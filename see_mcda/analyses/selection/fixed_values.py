"""The values of the candidates under any weights and scores, on references that do not move with either.

Where a normalisation looks at all candidates, the references are those of the scores as given: a drawn score
x' of a leaf has the value u + (u⁺ − u⁻) (x' − x) / (x⁺ − x⁻), with u and x those as given and + and − the
candidates with the highest and the lowest score; where a cost counts by its inverse, u x stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.uncertainty.drawn_scores import scores_of_drawn


class Valuing(Protocol):
    """Gives the candidates' values for samples."""

    def __call__(self, weights: Array, tables: Array | None) -> Array:
        """Return (k, n) values for weights (k, m) and tables of scores (k, n, m); None: those as given."""


@dataclass(frozen=True, eq=False)
class LinearValues:
    """Values (n, m) that are linear in the weights; the scores do not vary."""

    values: Array

    def __call__(self, weights: Array, tables: Array | None) -> Array:
        """Return V w for each sample."""
        return np.asarray(weights @ self.values.T)


@dataclass(frozen=True, eq=False)
class RankedValues:
    """The scores of the ranking itself, whose references may move with drawn scores, or its ranks."""

    prepared: Prepared

    def __call__(self, weights: Array, tables: Array | None) -> Array:
        """Return the scores for each sample, 0 for candidates that are not eligible."""
        eligible = self.prepared.problem.eligible
        if not self.prepared.has_scores:
            return np.where(eligible, 0.0 - self.prepared.ranks(weights, tables), 0.0)
        return np.where(eligible, scores_of_drawn(self.prepared, weights, tables), 0.0)


@dataclass(frozen=True, eq=False)
class FixedValues:
    """Values on fixed references, linear in the weights."""

    prepared: Prepared

    def __call__(self, weights: Array, tables: Array | None) -> Array:
        """Return the values for each sample, 0 for candidates that are not eligible."""
        if tables is None:
            return np.asarray(weights @ self.linear.T)
        if self.prepared.scores_stand_alone():
            return np.where(self.prepared.problem.eligible, self.prepared.scores(weights, tables), 0.0)
        return np.asarray(np.einsum("km,knm->kn", weights, self.linear_at(tables)))

    @cached_property
    def linear(self) -> Array:
        """(n, m) the values at each leaf for the scores as given."""
        values = self.prepared.linear_values()
        assert values is not None
        return np.where(self.prepared.problem.eligible[:, None], values, 0.0)

    def linear_at(self, tables: Array) -> Array:
        """Return (…, n, m) the values at each leaf for tables of scores (…, n, m)."""
        problem = self.prepared.problem
        if self.prepared.scores_stand_alone():
            flat = tables.reshape(-1, *tables.shape[-2:])
            leaves = np.eye(tables.shape[-1])
            found = np.array([self.prepared.scores(leaves, table).T for table in flat]).reshape(tables.shape)
        else:
            x, (slopes, inverse) = problem.values, self._slopes
            with np.errstate(divide="ignore", invalid="ignore"):
                found = np.where(inverse, self.linear * x / tables, self.linear + slopes * (tables - x))
        return np.where(problem.eligible[:, None], found, 0.0)

    @cached_property
    def _slopes(self) -> tuple[Array, NDArray[np.bool_]]:
        """(m,) what a leaf's value rises by with its score, and at which leaves it is inverse to it."""
        problem = self.prepared.problem
        rows = np.flatnonzero(problem.eligible)
        x, u = problem.values[rows], self.linear[rows]
        columns = np.arange(x.shape[1])
        high, low = x.argmax(axis=0), x.argmin(axis=0)
        width = x[high, columns] - x[low, columns]
        rise = u[high, columns] - u[low, columns]
        slopes = np.divide(rise, width, out=np.zeros_like(rise), where=width > 0)
        costs = np.array([leaf.objective == "min" for leaf in problem.framework.leaves])
        options = self.prepared.options
        inverse = options["normalization"] == "linear" or (
            "source" in options and options["normalization"] != "scale"
        )
        return slopes, np.asarray(costs & inverse)
