"""Bounds on who stands above whom by TOPSIS, over whole simplices of weights.

With u = w∘w, D⁺²_a = u·p_a and D⁻²_a = u·q_a, a stands above b where

    H_ab(u) = D⁻²_a D⁺²_b − D⁻²_b D⁺²_a  > 0,

which equals T_a T_b (s_a − s_b) with T = D⁺² + D⁻² and s = D⁻²/T; closeness differs by at least half as much
as s. In a cell, u is a mean of generators u_g, so that H_ab and T_a T_b are means, with the same weights, of
the symmetric coefficients (Bernstein)

    H_gh = ½ (q_a·u_g p_b·u_h + q_a·u_h p_b·u_g − q_b·u_g p_a·u_h − q_b·u_h p_a·u_g)
    T_gh = ½ (T_a(u_g) T_b(u_h) + T_a(u_h) T_b(u_g)),

and s_a − s_b = H_ab / (T_a T_b) is at most the largest H_gh / T_gh. The diagonal g = h holds exact values; as
a cell of diameter d shrinks, the bound closes in as d².

The generators of a cell of weights with corners w_k are w_k∘w_l. Where every statement compares two weights
(w_i ≥ r w_j), the cell may be one of squared weights: the statements stay linear (u_i ≥ r² u_j), H does not
change if u is scaled, and the generators are the corners alone, far fewer.

Bernstein bounds: Garloff, J. (1986). Convergent bounds for the range of multivariate polynomials.
https://doi.org/10.1007/3-540-16437-5_5
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array

_ITEMS = 1 << 21


@dataclass(frozen=True, eq=False)
class Cells:
    """The allowed weights as simplices (s, d + 1, m), of weights or of squared weights."""

    simplices: Array
    squared: bool

    @classmethod
    def of(cls, region: WeightRegion) -> Cells | None:
        """Return the simplices that cover a region; None if they would be too many."""
        simplices = region.simplices
        if simplices is None:
            return None
        if not _compares_pairs(region):
            return cls(simplices, False)
        u = np.square(simplices)
        return cls(u / u.sum(axis=2, keepdims=True), True)

    def weights(self, point: Array) -> Array:
        """Return the weights (m,) of a point of a cell."""
        w = np.sqrt(point) if self.squared else point
        return np.asarray(w / w.sum())

    def generators(self, cells: Array) -> Array:
        """Return (c, g, m): the corners squared first, then what else spans the squared weights of a cell."""
        if self.squared:
            return cells
        first, second = np.triu_indices(cells.shape[1], 1)
        return np.concatenate([np.square(cells), cells[:, first] * cells[:, second]], axis=1)


def _compares_pairs(region: WeightRegion) -> bool:
    """Whether every statement is w_i ≥ r w_j."""
    a = region.coefficients
    negative = (a < 0).sum(axis=1)
    positive = (a > 0).sum(axis=1)
    plain = (negative == 0) | ((positive == 1) & (negative == 1)) | ((positive == 0) & (negative >= 1))
    return bool((region.at_least == 0).all() and plain.all())


@dataclass(frozen=True, eq=False)
class Leads:
    """The leads of candidates over others, as conditions on cells (see :mod:`.subdivision`).

    ``of`` and ``over`` (k,) are rows of (n, m) ``p`` and ``q``: condition b is s_of[b] − s_over[b] > 0.
    """

    cells: Cells
    p: Array
    q: Array
    of: NDArray[np.intp]
    over: NDArray[np.intp]

    def __call__(self, cells: Array) -> tuple[Array, Array]:
        """Return the leads in s at the corners (c, d + 1, k), and upper bounds in each cell (c, k)."""
        u = self.cells.generators(cells)
        pairs = u.shape[1] * (u.shape[1] + 1) // 2
        step = max(1, _ITEMS // (pairs * len(self.of)))
        parts = [self._bounds(u[start : start + step], cells.shape[1]) for start in range(0, len(u), step)]
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def _bounds(self, u: Array, corners: int) -> tuple[Array, Array]:
        p, q = u @ self.p.T, u @ self.q.T  # (c, g, n)
        total = p + q
        p_a, q_a, total_a = p[..., self.of], q[..., self.of], total[..., self.of]
        p_b, q_b, total_b = p[..., self.over], q[..., self.over], total[..., self.over]
        g, h = np.triu_indices(u.shape[1])
        lead = q_a[:, g] * p_b[:, h] - q_b[:, g] * p_a[:, h]
        lead += q_a[:, h] * p_b[:, g] - q_b[:, h] * p_a[:, g]
        scale = total_a[:, g] * total_b[:, h]
        scale += total_a[:, h] * total_b[:, g]
        exact = (q_a * p_b - q_b * p_a)[:, :corners]
        with np.errstate(divide="ignore", invalid="ignore"):
            lead /= scale
            at_corners = exact / (total_a * total_b)[:, :corners]
        highest = np.where(scale > 0, lead, -np.inf).max(axis=1)
        highest[np.isneginf(highest)] = 0.0  # nothing tells the two apart
        return np.nan_to_num(at_corners, nan=0.0), highest
