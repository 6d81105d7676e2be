"""Weighted sum: S_i = Σ_j w_j u_ij, with u the normalised scores, every one of them better when higher.

A score that is left out has no part in S_i, and w_j is divided by the sum of the weights of the scores that
the candidate has.

Where a normalisation keeps a cost's direction (vector, sum, max), u = 1 − r.

Source: Churchman & Ackoff (1954), doi:10.1287/opre.2.2.172; Triantaphyllou (2000), Multi-criteria Decision
Making Methods, doi:10.1007/978-1-4757-3157-6, section 2.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.language.messages import Notice, message
from see_mcda.methods.base import Method, Prepared
from see_mcda.model.normalization import STAND_ALONE, Normalizer
from see_mcda.model.problem import Problem


class PreparedAdditive(Prepared):
    """The weighted sum on one problem; ``utilities`` (n, m) are its u."""

    contribution_kind = "exact"

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        super().__init__(problem, options)
        self._normalize = Normalizer(problem, options["normalization"], clip=False)
        if options["normalization"] == "none" and (self._normalize.signs < 0).any():
            raise refuse(
                MethodError,
                "cost-without-normalization",
                "the weighted sum of plain scores cannot take costs ({leaves}): choose minmax or scale",
                leaves=[
                    leaf.title
                    for leaf, sign in zip(problem.framework.leaves, self._normalize.signs, strict=True)
                    if sign < 0
                ],
            )
        self.utilities = self._utilities(problem.values)
        self._transposed = np.ascontiguousarray(self.utilities.T)

    def _utilities(self, x: Array) -> Array:
        r = self._normalize(x)
        costs = self._normalize.signs < 0
        return np.where(costs, 1.0 - r, r) if costs.any() else r

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return S (k, n)."""
        if values is None and not self.problem.skips:
            return weights @ self._transposed
        u = self.utilities if values is None else self._utilities(values)
        if self.problem.skips:
            return _over_own(weights, u)
        return np.asarray(np.einsum("km,nm->kn" if u.ndim == 2 else "km,knm->kn", weights, u))

    def linear_values(self) -> Array | None:
        """Return u; None where scores are left out."""
        return None if self.problem.skips else self.utilities

    def scores_stand_alone(self) -> bool:
        """Whether the normalisation of a candidate is independent of the others."""
        return self.options["normalization"] in STAND_ALONE

    def contributions(self, weights: Array) -> Array:
        """Return w_j u_ij; where scores are left out, with the weights that each candidate has."""
        if not self.problem.skips:
            return weights * self.utilities
        own = np.where(np.isnan(self.utilities), 0.0, weights)
        with np.errstate(invalid="ignore"):
            return np.asarray(own / own.sum(axis=1, keepdims=True) * np.nan_to_num(self.utilities))

    def warnings(self) -> tuple[Notice, ...]:
        """Return the warnings of the normalisation."""
        return self._normalize.warnings()


def _over_own(weights: Array, u: Array) -> Array:
    """Return the sums of (k, m) weights with (…, n, m) utilities; NaN for one without any weighted score."""
    product = "km,nm->kn" if u.ndim == 2 else "km,knm->kn"
    total = np.einsum(product, weights, np.where(np.isnan(u), 0.0, 1.0))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.einsum(product, weights, np.nan_to_num(u)) / total)


ADDITIVE = Method(
    name="additive",
    description=message("weighted sum of normalised scores").template,
    source="Churchman & Ackoff (1954), doi:10.1287/opre.2.2.172",
    build=PreparedAdditive,
    normalizations=("minmax", "scale", "linear", "vector", "sum", "max", "none"),
    needs=message("none: benefits only; linear: scores above 0").template,
    skips=True,
    aliases=("wsm", "saw", "weighted-sum"),
)
