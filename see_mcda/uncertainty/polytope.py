"""Polytopes of weights {w ≥ 0, Σw = 1, A w ≥ b}: their affine hull, an inner point, vertices, triangulation.

Statements may be equalities, stated or implied (a ≥ b and b ≥ a), so the hull is found first: a row whose
slack is 0 at every point of the polytope is an equality. In coordinates x (d,) of the hull, w = p + B x with
an orthonormal B (m, d) and a centre p of a largest inscribed ball (Chebyshev centre).

The triangulation is by pulling: a face is the pyramids from its first vertex over those of its facets that
lack it; a facet of a face is a maximal intersection of it with another one. It needs which vertex lies on
which facet and nothing else, so no rounding can make simplices overlap.

Cohen, J., & Hickey, T. (1979). Two algorithms for determining volumes of convex polyhedra. *Journal of the
ACM* 26(3), 401-414. https://doi.org/10.1145/322139.322141
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import RunError, refuse

FLAT = 1e-9
"""A polytope thinner than this in a direction has no width there."""
MOST_DIMENSIONS = 9
MOST_VERTICES = 4_000
MOST_SIMPLICES = 20_000
"""Beyond these a polytope is not triangulated."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """A polytope of weights, in coordinates of its affine hull.

    Attributes:
        point: (m,) the centre of a largest inscribed ball.
        basis: (m, d) orthonormal directions of the hull.
        gradients: (r, d) unit normals of the inequalities gradients @ x + slack ≥ 0.
        slack: (r,) how far the centre is from each.

    """

    point: Array
    basis: Array
    gradients: Array
    slack: Array

    @property
    def dimensions(self) -> int:
        """The dimension of the hull."""
        return int(self.basis.shape[1])

    def weights(self, x: Array) -> Array:
        """Return (k, m) weights for coordinates (k, d)."""
        w = np.maximum(self.point + x @ self.basis.T, 0.0)
        return np.asarray(w / w.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Triangulation:
    """Simplices (s, d + 1) of vertices (v, m), and the share (s,) of each in the volume."""

    vertices: Array
    simplices: NDArray[np.intp]
    shares: Array

    @property
    def mean(self) -> Array:
        """(m,) the centroid of the polytope, exactly."""
        return np.asarray(self.shares @ self.vertices[self.simplices].mean(axis=1))


def polytope(coefficients: Array, at_least: Array) -> Polytope:
    """Return the polytope of weights (m,) with ``coefficients`` (c, m) @ w ≥ ``at_least`` (c,).

    Raises:
        RunError: if the solver finds none; ask :mod:`see_mcda.uncertainty.contradictions` first.

    """
    m = coefficients.shape[1]
    size = np.abs(coefficients).max(axis=1, initial=0.0)
    rows = np.vstack([np.eye(m), coefficients / size[:, None]])
    least = np.concatenate([np.zeros(m), at_least / size])
    tight = np.zeros(len(rows), dtype=bool)
    while True:
        point, width, basis = _centre(rows, least, tight)
        if width > FLAT or not basis.shape[1]:
            break
        found = ~tight & _always_tight(rows, least, tight)
        if not found.any():
            break
        tight |= found
    zero = tight[:m]
    basis[zero], point[zero] = 0.0, 0.0
    gradients = rows @ basis
    norm = np.linalg.norm(gradients, axis=1)
    free = ~tight & (norm > FLAT)
    slack = np.maximum(rows[free] @ point - least[free], 0.0) / norm[free]
    return Polytope(point, basis, gradients[free] / norm[free, None], slack)


def _centre(rows: Array, least: Array, tight: NDArray[np.bool_]) -> tuple[Array, float, Array]:
    """Return the Chebyshev centre (m,) within the rows that are tight, its radius, and the hull's basis."""
    m = rows.shape[1]
    equal = np.vstack([np.ones(m), rows[tight]])
    _, sizes, across = np.linalg.svd(equal)
    rank = int((sizes > FLAT * sizes[0]).sum())
    basis = across[rank:].T.copy()
    right = np.concatenate([[1.0], least[tight]])
    norm = np.linalg.norm(rows @ basis, axis=1)
    solved = _solve(
        np.append(np.zeros(m), -1.0),
        np.column_stack([-rows, norm])[~tight],
        -least[~tight],
        np.column_stack([equal, np.zeros(len(equal))]),
        right,
        bounds=[(None, None)] * m + [(0.0, 1.0)],
    )
    if solved.status != 0:
        # The rows hold to a tolerance only: the nearest weights represent the polytope.
        solved = _solve(
            np.append(np.zeros(m), 1.0),
            np.column_stack([-rows, -np.ones(len(rows))]),
            -least,
            np.append(np.ones(m), 0.0)[None],
            np.array([1.0]),
            bounds=[(0.0, None)] * m + [(0.0, None)],
        )
        if solved.status != 0:
            raise refuse(
                RunError, "no-polytope", "the solver did not find the weights that the statements allow"
            )
        return np.maximum(solved.x[:m], 0.0), 0.0, np.empty((m, 0))
    point = solved.x[:m]
    point = point - np.linalg.pinv(equal) @ (equal @ point - right)
    return point, float(solved.x[m]), basis


def _always_tight(rows: Array, least: Array, tight: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows have no slack anywhere on the polytope."""
    m = rows.shape[1]
    equal, right = np.vstack([np.ones(m), rows[tight]]), np.concatenate([[1.0], least[tight]])
    undecided = ~tight
    found = np.zeros(len(rows), dtype=bool)
    for row in np.flatnonzero(undecided):
        if not undecided[row]:
            continue
        # Without its own row the polytope may reach below it, never higher.
        solved = _solve(-rows[row], -rows[~tight], -least[~tight], equal, right, bounds=[(None, None)] * m)
        if solved.status == 0:
            apart = rows @ solved.x - least > FLAT
            undecided &= ~apart
            found[row] = not apart[row]
    return found


def _solve(
    c: Array, above: Array, limit: Array, equal: Array | None, right: Array | None, *, bounds: Any
) -> Any:
    from scipy.optimize import linprog  # noqa: PLC0415 (scipy.optimize is slow to import)

    return linprog(
        c,
        A_ub=above,
        b_ub=limit,
        A_eq=equal,
        b_eq=right,
        bounds=bounds,
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )


@dataclass(frozen=True, eq=False)
class Cone:
    """The cone {T w: w in a polytope, T ≥ 0}, in coordinates y (d + 1,) of its linear hull.

    Attributes:
        basis: (m, d + 1) orthonormal; weights times their total are basis @ y.
        rows: (r, d + 1) the inequalities rows @ y ≥ 0, none of which the others imply.

    """

    basis: Array
    rows: Array


def cone(region: Polytope) -> Cone:
    """Return the cone over a polytope, without redundant inequalities."""
    d = region.dimensions
    basis = np.linalg.qr(np.column_stack([region.point, region.basis]))[0]
    across = region.gradients @ region.basis.T
    rows = (across + (region.slack - across @ region.point)[:, None]) @ basis
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    needed = np.ones(len(rows), dtype=bool)
    for row in range(len(rows)):
        needed[row] = False
        limit = np.append(np.zeros(int(needed.sum())), 1.0)
        solved = _solve(
            rows[row],
            -np.vstack([rows[needed], rows[row]]),
            limit,
            None,
            None,
            bounds=[(None, None)] * (d + 1),
        )
        needed[row] = solved.status != 0 or solved.fun < -FLAT
    return Cone(basis, rows[needed])


def triangulated(region: Polytope) -> Triangulation | None:
    """Return the triangulation of a polytope, or ``None`` where it is too large for one."""
    d = region.dimensions
    if d == 0:
        return Triangulation(region.point[None], np.zeros((1, 1), np.intp), np.ones(1))
    found = _vertices(region)
    if found is None and d > MOST_DIMENSIONS:
        return _one_simplex(region)
    if found is None:
        return None
    x, on_facet = found
    simplices = pulled(on_facet, d, MOST_SIMPLICES)
    if simplices is None:
        return None
    corners = x[simplices]
    volumes = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])) / factorial(d)
    solid = volumes > 0
    return Triangulation(region.weights(x), simplices[solid], volumes[solid] / volumes[solid].sum())


def _one_simplex(region: Polytope) -> Triangulation | None:
    """Return a polytope that is a simplex, of any dimension, such as an order or lower bounds give."""
    over = cone(region)
    if len(over.rows) != over.basis.shape[1]:
        return None
    rays = np.maximum((over.basis @ np.linalg.inv(over.rows)).T, 0.0)
    vertices = rays / rays.sum(axis=1, keepdims=True)
    return Triangulation(vertices, np.arange(len(rays), dtype=np.intp)[None], np.ones(1))


def _vertices(region: Polytope) -> tuple[Array, NDArray[np.bool_]] | None:
    """Return the vertices (v, d), and which lies on which inequality (v, r)."""
    d, r = region.dimensions, len(region.slack)
    if d == 1:
        reach = -region.slack / region.gradients[:, 0]
        up = region.gradients[:, 0] > 0
        x = np.array([[reach[up].max()], [reach[~up].min()]])
    else:
        # McMullen's upper bound on the number of vertices.
        most = comb(r - (d + 1) // 2, d // 2) + comb(r - d // 2 - 1, (d - 1) // 2)
        if d > MOST_DIMENSIONS or most > 10 * MOST_VERTICES:
            return None
        from scipy.spatial import HalfspaceIntersection, QhullError  # noqa: PLC0415 (slow to import)

        try:
            x = HalfspaceIntersection(
                np.column_stack([-region.gradients, -region.slack]), np.zeros(d)
            ).intersections
        except QhullError:
            return None
        if not np.isfinite(x).all():
            return None
    values = x @ region.gradients.T + region.slack
    on_facet = np.abs(values) <= FLAT * np.maximum(values.max(axis=0), 1e-300)
    # A vertex on more than d inequalities comes out several times, a little apart.
    _, first = np.unique(on_facet, axis=0, return_index=True)
    if len(first) > MOST_VERTICES or (on_facet[first].sum(axis=1) < d).any():
        return None
    on_facet = on_facet[first]
    for row, facets in enumerate(on_facet):
        x[first[row]] = np.linalg.lstsq(region.gradients[facets], -region.slack[facets], rcond=None)[0]
    return x[first], on_facet


def pulled(on_facet: NDArray[np.bool_], d: int, most: int) -> NDArray[np.intp] | None:
    """Return the simplices (s, d + 1) of a pulling triangulation; ``None`` if there are more than ``most``.

    ``on_facet`` (v, r) says which vertex lies on which of the inequalities, among them all facets.
    """
    facets = {sum(1 << int(vertex) for vertex in np.flatnonzero(column)) for column in on_facet.T}
    known: dict[int, list[tuple[int, ...]]] = {}

    def simplices(face: int, dimension: int) -> list[tuple[int, ...]] | None:
        if face in known:
            return known[face]
        if face.bit_count() == dimension + 1:
            return [tuple(_members(face))]
        first = face & -face
        meets = {face & facet for facet in facets} - {face}
        parts = [part for part in meets if part and not any(part & other == part != other for other in meets)]
        made: list[tuple[int, ...]] = []
        for part in sorted(parts):
            if part & first or part.bit_count() < dimension:
                continue
            over = simplices(part, dimension - 1)
            if over is None or len(made) + len(over) > most:
                return None
            made += [(first.bit_length() - 1, *simplex) for simplex in over]
        known[face] = made
        return made

    found = simplices((1 << len(on_facet)) - 1, d)
    return None if not found else np.array(sorted(found), dtype=np.intp)


def _members(face: int) -> list[int]:
    members = []
    while face:
        lowest = face & -face
        members.append(lowest.bit_length() - 1)
        face ^= lowest
    return members
