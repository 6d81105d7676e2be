"""Who wins where on the triangle of all mixes of three shares: the regions of the winners.

With b = (b₁, b₂, b₃) the shares, the weights are w(b) = Σ_i b_i W_i for the weights W_i (3, m) at the
corners. Where scores are linear in the weights, the region of a candidate is the triangle cut by one
half-plane for each rival. The regions of any other method are traced: winners on a triangular grid, and where
two of them meet on an edge of the grid, the border found on that edge by bisection. (Between two candidates
of TOPSIS the border is a quartic curve: see :mod:`see_mcda.analyses.pillar_map.proven_areas`.)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.pillar_map.proven_areas import proven_areas
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import TIE, batch_ranks
from see_mcda.uncertainty.polygons import TRIANGLE, area, clip

Cells = NDArray[np.intp]
Edge = tuple[int, int]
GRID = 128
"""Steps on a side of the triangle where the borders of TOPSIS are traced."""
COARSE_GRID = 40
"""Steps where those of methods are that take far longer for a ranking."""
_CLOSE = 1e-10
_NEAR = 1e-6
"""How near an edge of the grid is searched for the border, on the one and the other grid."""
_LEAST = 1e-12
"""A smaller area is the rounding of a corner, no region."""


@dataclass(frozen=True, eq=False)
class Region:
    """Where on the triangle one candidate, or several that are always tied, have the first rank.

    Attributes:
        rows: the candidates.
        polygons: loops (v, 3) of mixes, the largest first; one that turns the other way than the triangle's
            corners is a hole.
        area: as a part of the triangle, or of what statements allow of it.
        bounds: between which the true area lies, if that is proven.
        exact: whether the polygons are the region, but for rounding.

    """

    rows: tuple[int, ...]
    polygons: tuple[Array, ...]
    area: float
    bounds: tuple[float, float] | None
    exact: bool


def winners(prepared: Prepared, weights: Array) -> NDArray[np.bool_]:
    """Return (k, n) who has rank 1 under each of (k, m) weight vectors."""
    return np.asarray(batch_ranks(prepared, weights) == 1)


def winner_regions(prepared: Prepared, corners: Array) -> list[Region]:
    """Return the regions of the winners for the weights (3, m) at the corners, the largest first."""
    values = prepared.linear_values()
    if values is not None:
        found = cut(values, corners, prepared.problem.eligible)
    else:
        found = traced(prepared, corners)
    return sorted(found, key=lambda region: -region.area)


def restricted(found: list[Region], allowed: Array, normals: Array, offsets: Array) -> list[Region]:
    """Return what lies in the allowed part (v, 3) with normals (c, 3) @ b >= offsets (c,), the largest first.

    Areas are shares of that part; nothing is proven of parts of traced regions.
    """
    if not len(offsets):
        return found
    whole, inside = area(allowed), []
    for region in found:
        loops = [clip_all(loop, normals, offsets) for loop in region.polygons]
        loops = [loop for loop in loops if area(loop) > _LEAST]
        size = abs(sum(_turn(loop) for loop in loops)) / whole
        if size > _LEAST:
            bounds = (size, size) if region.exact else None
            inside.append(Region(region.rows, tuple(loops), size, bounds, region.exact))
    return sorted(inside, key=lambda region: -region.area)


def clip_all(polygon: Array, normals: Array, offsets: Array) -> Array:
    """Return the part of a polygon with normals (c, 3) @ b >= offsets (c,)."""
    for normal, offset in zip(normals, offsets, strict=True):
        polygon = clip(polygon, normal, float(offset))
    return polygon


def holds(polygon: Array, mix: Array) -> bool:
    """Return whether a mix lies in a convex polygon (v, 3) or on its border."""
    x, y = (polygon[:, :2] - mix[:2]).T
    turns = x * np.roll(y, -1) - y * np.roll(x, -1)
    return bool((turns >= -_LEAST).all() or (turns <= _LEAST).all())


def cut(values: Array, corners: Array, eligible: NDArray[np.bool_]) -> list[Region]:
    """Return the exact regions for scores w·v, v (n, m); minus infinity counts where it has weight."""
    endless = np.isneginf(values)
    lost = (endless & (corners[:, None, :] > 0)).any(axis=2)
    at_corners = np.where(lost, -np.inf, corners @ np.where(endless, 0.0, values).T)
    rows = np.flatnonzero(eligible)
    finite = rows[np.isfinite(at_corners[:, rows]).all(axis=0)]
    if not len(finite):  # each is lost all over the inside: there all are tied
        return [Region(tuple(map(int, rows)), (TRIANGLE,), 1.0, (1.0, 1.0), True)]
    scores = at_corners[:, finite]
    margin = TIE * max(1.0, float(np.abs(scores).max()))
    found, done = [], np.zeros(len(finite), bool)
    for at in range(len(finite)):
        if done[at]:
            continue
        lead = scores[:, [at]] - scores
        alike = (np.abs(lead) <= margin).all(axis=0)
        done |= alike
        polygon = TRIANGLE
        for normal in lead[:, ~alike].T:
            polygon = clip(polygon, normal)
        size = area(polygon)
        if size > _LEAST:
            found.append(Region(tuple(map(int, finite[alike])), (polygon,), size, (size, size), True))
    return found


def grid_steps(prepared: Prepared) -> int:
    """Return the steps of the grid on which the borders of a method are traced."""
    return COARSE_GRID if prepared.quadratic_parts() is None else GRID


def traced(prepared: Prepared, corners: Array) -> list[Region]:
    """Return the regions for any method by tracing their borders on a grid."""
    steps = grid_steps(prepared)
    grid, cells = triangular_grid(steps)
    first = winners(prepared, grid @ corners)
    label = first.argmax(axis=1)
    on_border, crossing = _border_points(prepared, corners, grid, cells, label)
    points = np.concatenate([grid, on_border])
    pieces, meetings = _pieces(cells, label, crossing, len(points))
    points = np.concatenate([points, *(points[around].mean(axis=0)[None] for around in meetings)])
    parts = prepared.quadratic_parts()
    bounds = proven_areas(*parts, corners, prepared.problem.eligible) if parts is not None else None
    found = []
    for row, own in pieces.items():
        polygons = tuple(sorted(_outlines(points, own), key=lambda loop: -area(loop)))
        size = abs(sum(_turn(loop) for loop in polygons))
        tied = (
            first[label == row].all(axis=0) if (label == row).sum() > 3 else np.arange(len(first[0])) == row
        )
        held = None
        if bounds is not None:
            held = min(float(bounds[0][row]), size), max(float(bounds[1][row]), size)
        found.append(Region(tuple(np.flatnonzero(tied).tolist()), polygons, size, held, False))
    return found


def triangular_grid(steps: int) -> tuple[Array, Cells]:
    """Return the points (v, 3) of a grid on the triangle, and its cells (c, 3), all turning the same way."""
    i, j = np.array([(i, j) for i in range(steps + 1) for j in range(steps + 1 - i)]).T
    number = np.zeros((steps + 2, steps + 2), np.intp)
    number[i, j] = np.arange(len(i))
    points = np.stack([i, j, steps - i - j], axis=1) / steps
    a, b = i[i + j < steps], j[i + j < steps]
    up = np.stack([number[a, b], number[a + 1, b], number[a, b + 1]], axis=1)
    a, b = i[i + j < steps - 1], j[i + j < steps - 1]
    down = np.stack([number[a + 1, b], number[a + 1, b + 1], number[a, b + 1]], axis=1)
    return points, np.concatenate([up, down])


def _border_points(
    prepared: Prepared, corners: Array, grid: Array, cells: Cells, label: Cells
) -> tuple[Array, dict[Edge, int]]:
    """Return the points where borders cross edges of the grid, and by edge their numbers after the grid's."""
    edges = np.sort(np.concatenate([cells[:, [0, 1]], cells[:, [1, 2]], cells[:, [2, 0]]]), axis=1)
    edges = np.unique(edges, axis=0)
    edges = edges[label[edges[:, 0]] != label[edges[:, 1]]]
    near, way = grid[edges[:, 0]], grid[edges[:, 1]] - grid[edges[:, 0]]
    own = label[edges[:, 0]]
    low, high = np.zeros(len(edges)), np.ones(len(edges))
    wanted = _NEAR if prepared.quadratic_parts() is None else _CLOSE
    length = float(np.abs(way).max(initial=0.0))
    while length > wanted:
        length /= 2
        middle = (low + high) / 2
        first = winners(prepared, (near + way * middle[:, None]) @ corners)
        holds = first[np.arange(len(edges)), own]
        low, high = np.where(holds, middle, low), np.where(holds, high, middle)
    numbers = {(int(a), int(b)): len(grid) + at for at, (a, b) in enumerate(edges)}
    return near + way * ((low + high) / 2)[:, None], numbers


def _pieces(
    cells: Cells, label: Cells, crossing: dict[Edge, int], after: int
) -> tuple[dict[int, list[list[int]]], list[list[int]]]:
    """Return the parts of cells that are each winner's own, as numbers of points, and where three meet.

    Where three winners meet in a cell, a point with the next number from ``after`` on is the corner of all
    three parts: the middle of the three border points that stand in the second answer.
    """
    found: dict[int, list[list[int]]] = defaultdict(list)
    meetings: list[list[int]] = []
    winner = label[cells]
    whole = (winner == winner[:, :1]).all(axis=1)
    for cell, row in zip(cells[whole].tolist(), winner[whole, 0].tolist(), strict=True):
        found[row].append(cell)
    for cell, rows in zip(cells[~whole].tolist(), winner[~whole].tolist(), strict=True):
        on = [
            crossing.get((min(a, b), max(a, b)), -1) for a, b in zip(cell, [*cell[1:], cell[0]], strict=True)
        ]
        if len(set(rows)) == 3:
            for at in range(3):
                found[rows[at]].append([cell[at], on[at], after + len(meetings), on[at - 1]])
            meetings.append(on)
            continue
        lone = next(at for at in range(3) if rows.count(rows[at]) == 1)
        following, before = (lone + 1) % 3, (lone + 2) % 3
        found[rows[lone]].append([cell[lone], on[lone], on[before]])
        found[rows[following]].append([on[lone], cell[following], cell[before], on[before]])
    return found, meetings


def _outlines(points: Array, pieces: list[list[int]]) -> list[Array]:
    """Return the loops around some pieces: sides that two pieces share cancel."""
    sides: set[Edge] = set()
    for piece in pieces:
        for side in zip(piece, [*piece[1:], piece[0]], strict=True):
            if side[::-1] in sides:
                sides.remove(side[::-1])
            else:
                sides.add(side)
    following: dict[int, list[int]] = defaultdict(list)
    for a, b in sorted(sides):
        following[a].append(b)
    loops = []
    while following:
        number = next(iter(following))
        loop: list[int] = []
        while number in following:
            loop.append(number)
            ways = following[number]
            number = ways.pop()
            if not ways:
                del following[loop[-1]]
        loops.append(_straightened(points[loop]))
    return loops


def _straightened(loop: Array) -> Array:
    """Return a loop without the points between two others on one line."""
    before, after = loop - np.roll(loop, 1, axis=0), np.roll(loop, -1, axis=0) - loop
    bends = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) > 1e-15
    return loop[bends] if bends.sum() > 2 else loop


def _turn(loop: Array) -> float:
    """Return the area of a loop as a part of the triangle, negative for one that turns the other way."""
    x, y = loop[:, 0] - loop[0, 0], loop[:, 1] - loop[0, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())
