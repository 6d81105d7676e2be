"""The critical criterion and the critical scores of Triantaphyllou and Sánchez.

With P the preferences, w the weights and a_ik the (normalised) score of alternative i at criterion k:

- the smallest change of one weight that makes i and j equal (the other weights stay; the change is taken
  away from w_k, and is feasible if it leaves w_k − δ ≥ 0)::

      δ_kij = (P_j − P_i) / (a_jk − a_ik)      δ'_kij = 100 δ_kij / w_k   (per cent)

- the criticality degree of a criterion is D'_k = min |δ'_kij| over all pairs, its sensitivity 1 / D'_k. The
  *percent-any* critical criterion has the smallest degree; the *percent-top* one has the smallest |δ'| over
  the pairs with the best alternative; *absolute* the same with |δ|;
- the smallest change of one score that makes i and k equal, taken away from a_ij::

      weighted sum      τ_ijk = (P_i − P_k) / w_j
      AHP, priorities that share one   τ_ijk = (P_i − P_k) / (P_i − P_k + w_j (a_kj − a_ij + 1))
      weighted product  τ_ijk = a_ij (1 − (P_k / P_i)^(1/w_j))

  relative 100 τ_ijk / a_ij, feasible if it is at most 100 %.

For the weighted product the changes of weights are those of the logarithms.

Source: Triantaphyllou & Sánchez (1997), A sensitivity analysis approach for some deterministic multi-criteria
decision making methods, Decision Sciences 28(1), 151-194, doi:10.1111/j.1540-5915.1997.tb01306.x.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.methods import Method, Prepared
from see_mcda.model.cell import Missing
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import Ranking, WeightsLike, complete_ranking

Kind = Literal["sum", "shares", "product"]
"""``sum``: weighted sum; ``shares``: priorities of a criterion that add up to 1 after every change;
``product``: the table holds logarithms."""


@dataclass(frozen=True, eq=False)
class Critical:
    """The measures for (n, m) values and (m,) weights; NaN where there is no feasible change.

    Attributes:
        values, weights: the (n, m) table a (logarithms for the weighted product) and the weights w.
        kind: by which formulas.
        rows: the rows that take part.

    """

    values: Array
    weights: Array
    kind: Kind
    rows: tuple[int, ...]

    @property
    def preferences(self) -> Array:
        """(n,) P, its logarithm for the weighted product."""
        with np.errstate(invalid="ignore"):
            parts = np.where(self.weights > 0, self.weights * self.values, 0.0)
        return np.asarray(parts.sum(axis=1))

    @property
    def best(self) -> int:
        """The row of the best alternative, the first if several are."""
        return max(self.rows, key=lambda row: (self.preferences[row], -row))

    def weight_changes(self, i: int) -> Array:
        """Return (n, m): δ_kij of alternative i and each j, in units of weight."""
        p = self.preferences
        with np.errstate(all="ignore"):
            change = (p - p[i])[:, None] / (self.values - self.values[i])
        some = np.zeros(len(p), bool)
        some[list(self.rows)] = True
        some[i] = False
        # the least breach of w_k is the rounding of δ itself
        feasible = np.isfinite(change) & (change <= self.weights * (1 + 1e-12)) & some[:, None]
        return np.where(feasible, change + 0.0, np.nan)

    def relative_weight_changes(self, i: int) -> Array:
        """Return (n, m): δ'_kij of alternative i and each j, in per cent of the weight."""
        with np.errstate(all="ignore"):
            relative = 100 * self.weight_changes(i) / self.weights
        return np.where(np.isfinite(relative), relative, np.nan)

    def score_changes(self, i: int) -> Array:
        """Return (m, n): τ_ijk, what has to be taken from the score of i at j for it to equal k."""
        p, w = self.preferences, self.weights[:, None]
        lead = (p[i] - p)[None, :]
        with np.errstate(all="ignore"):
            if self.kind == "product":
                relative = -100 * np.expm1(-lead / w)
                change = relative / 100 * np.exp(self.values[i])[:, None]
            else:
                own = self.values[i][:, None]
                below = w if self.kind == "sum" else lead + w * (self.values.T - own + 1)
                change = lead / below
                relative = 100 * change / own
        some = np.zeros(len(p), bool)
        some[list(self.rows)] = True
        some[i] = False
        feasible = np.isfinite(relative) & (relative <= 100 * (1 + 1e-12)) & some & (w > 0)
        return np.where(feasible, change + 0.0, np.nan)

    def relative_score_changes(self, i: int) -> Array:
        """Return (m, n): τ'_ijk, in per cent of the score."""
        own = np.exp(self.values[i]) if self.kind == "product" else self.values[i]
        with np.errstate(all="ignore"):
            relative = 100 * self.score_changes(i) / own[:, None]
        return np.where(np.isfinite(relative), relative, np.nan)

    @property
    def criticality(self) -> Array:
        """(m,) D'_k, per cent; NaN for a criterion that no feasible change of makes any two equal."""
        return _least(self.relative_weight_changes(i) for i in self.rows)

    @property
    def absolute_criticality(self) -> Array:
        """(m,) the smallest |δ_kij| over all pairs."""
        return _least(self.weight_changes(i) for i in self.rows)

    @property
    def sensitivity(self) -> Array:
        """(m,) 1 / D'_k; 0 for a criterion that is not sensitive at all."""
        with np.errstate(divide="ignore"):
            return np.nan_to_num(1 / self.criticality, nan=0.0, posinf=np.inf)

    @property
    def percent_top(self) -> int | None:
        """The percent-top critical criterion."""
        return _smallest(_least([self.relative_weight_changes(self.best)]))

    @property
    def percent_any(self) -> int | None:
        """The percent-any critical criterion."""
        return _smallest(self.criticality)

    @property
    def absolute_top(self) -> int | None:
        """The absolute-top critical criterion."""
        return _smallest(_least([self.weight_changes(self.best)]))

    @property
    def absolute_any(self) -> int | None:
        """The absolute-any critical criterion."""
        return _smallest(self.absolute_criticality)

    @property
    def score_criticality(self) -> Array:
        """(n, m) Δ'_ij: the smallest |τ'_ijk| over all k, per cent; NaN where there is none."""
        result = np.full(self.values.shape, np.nan)
        for i in self.rows:
            result[i] = _least([self.relative_score_changes(i).T])
        return result


def _least(tables: Iterator[Array] | list[Array]) -> Array:
    """Return the smallest magnitude in each column of all (n, m) tables, NaN left aside."""
    found = np.array([np.fmin.reduce(np.abs(table), axis=0) for table in tables])
    return np.asarray(np.fmin.reduce(found, axis=0))


def _smallest(degrees: Array) -> int | None:
    return None if np.isnan(degrees).all() else int(np.nanargmin(degrees))


def critical(
    problem: Problem,
    weights: WeightsLike = "equal",
    *,
    method: str | Method = "additive",
    missing: Missing | None = None,
    **options: Any,
) -> Critical:
    """Return the critical criteria and scores of a problem; the arguments are those of ``rank``.

    Raises :class:`see_mcda.MethodError` for a method that is no weighted sum, product or AHP.
    """
    ranking = complete_ranking(problem, weights, method=method, missing=missing, **options)
    found = critical_of(ranking)
    if found is None:
        raise refuse(
            MethodError,
            "not-additive",
            "critical criteria and scores are defined for additive, ahp and multiplicative, not for {method}",
            method=ranking.method.name,
        )
    return found


def critical_of(ranking: Ranking) -> Critical | None:
    """Return the measures for a ranking, None if its method has none."""
    values = ranking.prepared.linear_values()
    if values is None:
        return None
    rows = tuple(int(row) for row in np.flatnonzero(ranking.complete.eligible))
    return Critical(values, ranking.weights.values, _kind(ranking.prepared), rows)


def _kind(prepared: Prepared) -> Kind:
    if prepared.contribution_kind == "log":
        return "product"
    return "shares" if prepared.options.get("mode") == "distributive" else "sum"
