"""The weights that statements allow, as a polytope: its corners, and its division into simplices.

P = {w : w ≥ 0, Σw = 1, A w ≥ b}. Corners are found by cutting the simplex of all weights with one statement
after another (double description: a new corner lies on each edge that the cut crosses; two corners share an
edge if no third one lies on all the faces that hold both). Order statements and lower bounds leave few
corners, mostly a simplex again. Where there are more than :data:`MOST`, some corners are found by linear
programmes, and ``complete`` is false.

Motzkin, T. S., Raiffa, H., Thompson, G. L., & Thrall, R. M. (1953). The double description method.
Contributions to the Theory of Games II, 51-73. Division by pulling a corner: :mod:`.polytope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.uncertainty.polytope import pulled

MOST = 512
"""Corners that are listed at most."""
_ON_A_FACE = 1e-11
_DIVIDED_CORNERS = 48
_DIVIDED_DIMENSION = 7
_MOST_SIMPLICES = 1024
"""Fewer than for drawing samples (:mod:`.polytope`): every simplex is searched for extreme ranks."""


@dataclass(frozen=True, eq=False)
class WeightRegion:
    """The weights w (m,) ≥ 0 that sum to 1 and give ``coefficients`` (c, m) @ w ≥ ``at_least`` (c,).

    Attributes:
        corners: (v, m) the corners, or some of them if not ``complete``.
        complete: whether these are all.
        faces: (v, m + c) whether a corner lies on w_j = 0, and on the border of each statement.

    """

    coefficients: Array
    at_least: Array
    corners: Array
    complete: bool
    faces: NDArray[np.bool_]

    @classmethod
    def of(cls, coefficients: Array, at_least: Array) -> WeightRegion:
        """Return the region of (c, m) coefficients and (c,) bounds, which must not be empty."""
        size = np.abs(coefficients).max(axis=1, initial=0.0)
        size[size == 0] = 1.0
        a, b = coefficients / size[:, None], at_least / size
        found = _corners(a, b)
        if found is None:
            some = _some_corners(a, b)
            return cls(a, b, some, False, np.zeros((len(some), sum(a.shape)), bool))
        return cls(a, b, found[0], True, found[1])

    @property
    def centre(self) -> Array:
        """(m,) the mean of the corners, which lies inside: 1/m each if nothing is said."""
        mean = self.corners.mean(axis=0)
        return np.asarray(mean / mean.sum())

    def where_zero(self, columns: NDArray[np.intp]) -> WeightRegion | None:
        """Return the part in which these columns have no weight; None if there is none."""
        rows = np.zeros((len(columns), len(self.centre)))
        rows[np.arange(len(columns)), columns] = -1.0
        if self.complete and not (self.corners[:, columns] <= _ON_A_FACE).all(axis=1).any():
            return None  # a face of a polytope has corners of the polytope
        return WeightRegion.of(
            np.vstack([self.coefficients, rows]), np.append(self.at_least, np.zeros(len(columns)))
        )

    @cached_property
    def simplices(self) -> Array | None:
        """(s, d + 1, m) simplices that together are the region; None if they would be too many."""
        if not self.complete:
            return None
        v, d = len(self.corners), _dimension(self.corners)
        if d == v - 1:
            return self.corners[None]
        if v > _DIVIDED_CORNERS or d > _DIVIDED_DIMENSION:
            return None
        found = pulled(self.faces, d, _MOST_SIMPLICES)
        return None if found is None else self.corners[found]

    def lowest(self, objectives: Array) -> Array:
        """Return (k,) the least value of each of (k, m) linear objectives over the region."""
        if self.complete:
            lowest: Array = (objectives @ self.corners.T).min(axis=1)
            return lowest
        parts = [objectives[start : start + 256] for start in range(0, len(objectives), 256)]
        return np.concatenate([_lowest_together(part, self) for part in parts])


def _corners(a: Array, b: Array) -> tuple[Array, NDArray[np.bool_]] | None:
    """Return all corners (v, m) and the faces (v, m + c) that they lie on; None if they are too many."""
    m = a.shape[1]
    corners = np.eye(m)
    faces = np.zeros((m, m + len(b)), bool)
    faces[:, :m] = corners == 0
    for at, (row, least) in enumerate(zip(a, b, strict=True)):
        slack = corners @ row - least
        inside, outside = np.flatnonzero(slack > _ON_A_FACE), np.flatnonzero(slack < -_ON_A_FACE)
        faces[:, m + at] = np.abs(slack) <= _ON_A_FACE
        if not len(outside):
            continue
        kept = slack >= -_ON_A_FACE
        if not kept.any():  # the statements hold only within their tolerance: the nearest corners
            kept = slack >= slack.max() - _ON_A_FACE
            faces[:, m + at] |= kept
            corners, faces = corners[kept], faces[kept]
            continue
        if len(inside) * len(outside) > MOST * MOST:
            return None
        p, q = (index.ravel() for index in np.meshgrid(inside, outside, indexing="ij"))
        common = faces[p] & faces[q]
        holders = ((common.astype(np.float32) @ (~faces).astype(np.float32).T) == 0).sum(axis=1)
        p, q, common = p[holders == 2], q[holders == 2], common[holders == 2]
        share = (slack[p] / (slack[p] - slack[q]))[:, None]
        new = corners[p] + share * (corners[q] - corners[p])
        new[common[:, :m]] = 0.0
        common[:, m + at] = True
        corners, faces = np.vstack([corners[kept], new]), np.vstack([faces[kept], common])
        if len(corners) > MOST:
            return None
    corners = np.maximum(corners, 0.0)
    return corners / corners.sum(axis=1, keepdims=True), faces


def _some_corners(a: Array, b: Array) -> Array:
    m = a.shape[1]
    directions = np.vstack([np.eye(m), -np.eye(m), np.random.default_rng(0).standard_normal((6 * m, m))])
    empty = WeightRegion(a, b, np.empty((0, m)), False, np.empty((0, m), bool))
    found = np.concatenate(
        [_solved(directions[start : start + 64], empty) for start in range(0, len(directions), 64)]
    )
    found = np.maximum(found, 0.0)
    return np.unique(np.round(found / found.sum(axis=1, keepdims=True), 14), axis=0)


def _lowest_together(objectives: Array, region: WeightRegion) -> Array:
    return np.asarray((_solved(objectives, region) * objectives).sum(axis=1))


def _solved(objectives: Array, region: WeightRegion) -> Array:
    """Return (k, m) weights at which each objective is least: one linear programme of k blocks."""
    from scipy import sparse  # noqa: PLC0415 (slow to import)
    from scipy.optimize import linprog  # noqa: PLC0415

    k, m = objectives.shape
    each = sparse.eye(k, format="csr")
    found: Any = linprog(
        objectives.ravel(),
        A_ub=sparse.kron(each, -region.coefficients, format="csr"),
        b_ub=np.tile(-region.at_least, k),
        A_eq=sparse.kron(each, np.ones((1, m)), format="csr"),
        b_eq=np.ones(k),
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if found.x is None:
        raise ArithmeticError(f"the linear programme of the allowed weights failed: {found.message}")
    return np.asarray(found.x).reshape(k, m)


def _dimension(corners: Array) -> int:
    return int(np.linalg.matrix_rank(corners - corners[0], tol=1e-9))
