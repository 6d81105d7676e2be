"""Weighted product: P_i = Π_j r_ij^(w_j); a cost whose direction is kept enters as r_ij^(−w_j).

A score of 0 makes the product 0 whatever the other scores (unless its weight is 0).

Source: Bridgman (1922), Dimensional Analysis; Miller & Starr (1969), Executive Decisions and Operations
Research; Triantaphyllou (2000), doi:10.1007/978-1-4757-3157-6, section 2.2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError
from see_mcda.language.messages import Notice, message
from see_mcda.methods.base import Method, Prepared
from see_mcda.model.normalization import STAND_ALONE, Normalizer
from see_mcda.model.problem import Problem


class PreparedMultiplicative(Prepared):
    """The weighted product on one problem; ``logarithms`` (n, m) are ln r, negated for costs."""

    contribution_kind = "log"

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        super().__init__(problem, options)
        self._normalize = Normalizer(problem, options["normalization"])
        self._check(options["normalization"])
        self.logarithms = self._logarithms(problem.values)

    def _check(self, how: str) -> None:
        faults = Faults()
        for column, leaf in enumerate(self.problem.framework.leaves):
            x = self.problem.values[:, column]
            wrong = np.flatnonzero((x <= 0) & self.problem.eligible)
            if how != "scale" and len(wrong):
                row = int(wrong[0])
                faults.add(
                    "needs-positive",
                    "the weighted product needs scores above 0 at {leaf}, not {given}",
                    self.problem.place(row, column),
                    leaf=leaf.title,
                    given=float(x[row]),
                )
        faults.stop(MethodError)

    def _logarithms(self, x: Array) -> Array:
        with np.errstate(divide="ignore"):
            return np.log(self._normalize(x)) * self._normalize.signs

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return P (k, n)."""
        logs = self.logarithms if values is None else self._logarithms(values)
        zero = np.isneginf(logs)
        product = "km,nm->kn" if logs.ndim == 2 else "km,knm->kn"
        sums = np.einsum(product, weights, np.where(zero, 0.0, logs))
        if zero.any():
            lost = np.einsum(product, (weights > 0).astype(float), zero.astype(float))
            sums = np.where(lost > 0, -np.inf, sums)
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(sums))

    def linear_values(self) -> Array:
        """Return ln r, whose weighted sum is ln P."""
        return self.logarithms

    def scores_stand_alone(self) -> bool:
        """Whether the normalisation of a candidate is independent of the others."""
        return self.options["normalization"] in STAND_ALONE

    def contributions(self, weights: Array) -> Array:
        """Return w_j ln r_ij, which add up to ln P_i; minus infinity where r_ij = 0 counts."""
        with np.errstate(invalid="ignore"):
            return np.where(weights > 0, weights * self.logarithms, 0.0)

    def warnings(self) -> tuple[Notice, ...]:
        """Return the warnings of the normalisation."""
        return self._normalize.warnings()


MULTIPLICATIVE = Method(
    name="multiplicative",
    description=message("weighted product of normalised scores: weak scores are hard to offset").template,
    source="Miller & Starr (1969); Triantaphyllou (2000), doi:10.1007/978-1-4757-3157-6",
    build=PreparedMultiplicative,
    normalizations=("linear", "scale", "vector", "sum", "max", "none"),
    needs=message("scores above 0 (under scale, 0 makes the product 0)").template,
    aliases=("wpm", "weighted-product"),
)
