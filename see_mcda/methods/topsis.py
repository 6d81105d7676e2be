"""TOPSIS: nearest to the ideal, farthest from the anti-ideal.

With r_ij the normalised scores, w_j the weights, r*_j and r⁻_j the best and the worst::

    D⁺_i = sqrt(Σ_j w_j² (r_ij − r*_j)²)      D⁻_i = sqrt(Σ_j w_j² (r_ij − r⁻_j)²)
    C_i = D⁻_i / (D⁺_i + D⁻_i)

so that for k weight vectors the squared distances are two matrix products of the squared weights.

A score that is left out has no part in the distances of its candidate. That the weight of its criterion is
shared among the others in proportion changes both distances by one factor, so not C_i.

C_i is not a sum over the leaves. Two allocations are offered: of C_i itself, in proportion to the parts of
D⁻_i²; and of a lead C_a − C_b, by Aumann and Shapley: the integral of ∂C/∂r_j along the straight way from r_b
to r_a. The latter is 0 where both score the same and has the sign of who is better there, since C rises with
every r_j.

Sources: Hwang & Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9, section 3.5;
Aumann & Shapley (1974), Values of Non-Atomic Games, Princeton University Press.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.language.messages import Notice, message, notice
from see_mcda.methods.base import Method, Prepared
from see_mcda.model.normalization import SAFE, Normalizer
from see_mcda.model.problem import Problem

_QUADRATURE = 64


class PreparedTopsis(Prepared):
    """TOPSIS on one problem.

    ``normalized`` (n, m), ``ideal`` and ``anti_ideal`` (m,) are those of the paper before weighting.
    """

    contribution_kind = "allocated"

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        super().__init__(problem, options)
        self._fixed = bool(options["ideal"] == "fixed")
        if self._fixed and options["normalization"] != "scale":
            raise refuse(
                MethodError,
                "fixed-ideal",
                "a fixed ideal needs the normalisation scale, not {given}",
                given=options["normalization"],
            )
        self._normalize = Normalizer(problem, options["normalization"])
        self._units = _units(problem) if options["normalization"] == "none" else None
        self.normalized, self.ideal, self.anti_ideal = self._references(problem.values)
        self._to_ideal = np.ascontiguousarray(self._squares(self.normalized, self.ideal).T)
        self._to_anti_ideal = np.ascontiguousarray(self._squares(self.normalized, self.anti_ideal).T)

    def _squares(self, r: Array, reference: Array) -> Array:
        """Return the squared distances at each leaf; 0 where the score is left out."""
        squares = np.square(r - reference)
        return np.nan_to_num(squares, copy=False) if self.problem.skips else squares

    def _references(self, x: Array) -> tuple[Array, Array, Array]:
        r = self._normalize(x)
        if self._units is not None:
            r = r / self._units
        shape = (*x.shape[:-2], 1, x.shape[-1]) if x.ndim > 2 else (x.shape[-1],)
        if self._fixed:
            return r, np.ones(shape), np.zeros(shape)
        every = bool(self.problem.eligible.all())
        seen = r if every else r[..., self.problem.eligible, :]
        lowest, highest = (np.nanmin, np.nanmax) if self.problem.skips else (np.min, np.max)
        high = np.asarray(highest(seen, axis=-2, keepdims=x.ndim > 2))
        low = np.asarray(lowest(seen, axis=-2, keepdims=x.ndim > 2))
        if not every:
            r = np.clip(r, low, high)  # being better than the ideal is no distance from it
        more = self._normalize.signs > 0
        return r, np.where(more, high, low), np.where(more, low, high)

    def squared_distances(self, weights: Array, values: Array | None = None) -> tuple[Array, Array]:
        """Return (D⁺², D⁻²), each (k, n)."""
        if values is None:
            squared = np.square(self._relative(weights))
            return squared @ self._to_ideal, squared @ self._to_anti_ideal
        r, ideal, anti_ideal = self._references(values)
        varies = ideal != anti_ideal
        squared = np.square(self._relative(weights, varies if r.ndim == 2 else varies[:, 0]))
        product = "km,nm->kn" if r.ndim == 2 else "km,knm->kn"
        return (
            np.einsum(product, squared, self._squares(r, ideal)),
            np.einsum(product, squared, self._squares(r, anti_ideal)),
        )

    def _relative(self, weights: Array, varies: NDArray[np.bool_] | None = None) -> Array:
        """Return the weights of scores in the columns' own units, where these had to be taken out.

        A column in which every score equals the ideal adds nothing to any distance, however large its unit.
        """
        if self._units is None:
            return weights
        varies = self.ideal != self.anti_ideal if varies is None else varies
        scaled = weights * np.where(varies, self._units, 0.0)
        largest = scaled.max(axis=-1, keepdims=True)
        return np.asarray(scaled / np.where(largest > 0, largest, 1.0))

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return the closeness C (k, n); 1/2 where a candidate is ideal and anti-ideal at once.

        It is NaN for a candidate without a score at any criterion that has weight.
        """
        to_ideal, to_anti_ideal = self.squared_distances(weights, values)
        np.sqrt(to_ideal, out=to_ideal)
        np.sqrt(to_anti_ideal, out=to_anti_ideal)
        closeness = _share(to_anti_ideal, to_ideal)
        if self.problem.skips:
            x = self.problem.values if values is None else values
            product = "km,nm->kn" if x.ndim == 2 else "km,knm->kn"
            closeness[np.einsum(product, weights, np.where(np.isnan(x), 0.0, 1.0)) == 0] = np.nan
        return closeness

    def order_keys(self, weights: Array) -> Array:
        """Return D⁻²/(D⁺² + D⁻²), which rises with C and needs no square root."""
        to_ideal, to_anti_ideal = self.squared_distances(weights)
        return _share(to_anti_ideal, to_ideal)

    def scores_stand_alone(self) -> bool:
        """Whether the ideal and the anti-ideal are fixed."""
        return self._fixed

    def quadratic_parts(self) -> tuple[Array, Array]:
        """Return (r − r*)² and (r − r⁻)², with D⁺² = w²·p and D⁻² = w²·q (both times one common factor)."""
        to_ideal, to_anti_ideal = self._to_ideal.T, self._to_anti_ideal.T
        if self._units is None:
            return to_ideal, to_anti_ideal
        squared = np.square(self._relative(np.ones_like(self._units)))
        return to_ideal * squared, to_anti_ideal * squared

    def contributions(self, weights: Array) -> Array:
        """Return C_i shared out among the leaves as they share in D⁻_i²."""
        parts = np.square(self._relative(weights)) * self._to_anti_ideal.T
        total = parts.sum(axis=1, keepdims=True)
        closeness = self.scores(weights[None])[0][:, None]
        return np.asarray(np.divide(parts * closeness, total, out=np.zeros_like(parts), where=total > 0))

    def differences(self, weights: Array, a: int, b: int) -> Array:
        """Return the Aumann–Shapley shares of the leaves in C_a − C_b."""
        nodes, quadrature = np.polynomial.legendre.leggauss(_QUADRATURE)
        start, step = self.normalized[b], self.normalized[a] - self.normalized[b]
        r = start + ((nodes + 1) / 2)[:, None] * step
        squared = np.square(self._relative(weights))
        up, down = r - self.anti_ideal, self.ideal - r
        d_minus = np.sqrt(np.square(up) @ squared)[:, None]
        d_plus = np.sqrt(np.square(down) @ squared)[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = squared * (up * d_plus / d_minus + down * d_minus / d_plus) / np.square(d_plus + d_minus)
        shares = np.nan_to_num(quadrature @ slope / 2) * step
        closeness = self.scores(weights[None])[0]
        lead, total = closeness[a] - closeness[b], shares.sum()
        return np.asarray(shares * (lead / total) if abs(total) > 0 and lead * total > 0 else shares)

    def warnings(self) -> tuple[Notice, ...]:
        """Return the warnings of the normalisation, and one if all candidates are tied."""
        found = self._normalize.warnings()
        if (self.ideal == self.anti_ideal).all():
            found += (
                notice(
                    "indistinct",
                    "all candidates have the same scores: each is both best and worst, so closeness is 1/2",
                ),
            )
        return found


def _units(problem: Problem) -> Array | None:
    """Return a unit (m,) for each column if plain scores are too large or too small to be squared."""
    largest = np.abs(problem.extent).max(axis=0)
    if (largest < SAFE).all() and (largest[largest > 0] > 1 / SAFE).all():
        return None
    return np.where(largest > 0, largest, 1.0)


def _share(part: Array, other: Array) -> Array:
    """Return part / (part + other) in ``part``'s memory; 1/2 where both are 0."""
    other += part
    if other.all():
        return np.divide(part, other, out=part)
    with np.errstate(invalid="ignore"):
        np.divide(part, other, out=part)
    part[other == 0] = 0.5
    return part


TOPSIS = Method(
    name="topsis",
    description=message("closeness to the ideal and distance from the anti-ideal candidate").template,
    source="Hwang & Yoon (1981), doi:10.1007/978-3-642-48318-9",
    build=PreparedTopsis,
    normalizations=("vector", "minmax", "sum", "max", "linear", "scale", "none"),
    options={"ideal": ("observed", "fixed")},
    skips=True,
    needs=message("vector: no column of zeros; sum and max: no negative scores").template,
)
