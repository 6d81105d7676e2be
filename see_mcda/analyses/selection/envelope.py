"""The sets that are optimal somewhere on a region of weights of up to two dimensions, with their exact cells.

A set S has the value c_S·w with c_S the sum of its options' gains, so the optimal value z(w) = max_S c_S·w is
convex and piecewise linear. The sets found so far give a lower envelope of z, whose cells are polygons. At a
corner of a cell a better set is either found and the cells are cut anew, or proved not to exist. Once no
corner improves, z equals the envelope at all corners of each cell; z is convex there and not below the cell's
own set, so that set is optimal throughout the cell.

Where two sets have the same value on a whole cell, one of them has the cell. A set of the same value as the
cell's at its centre has the same value throughout; one that lacks a candidate which would otherwise be always
in, or has one never in, is looked for there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from see_mcda.analyses.selection.near_sets import sets_above
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array
from see_mcda.parallel import Work, over_blocks
from see_mcda.uncertainty.polygons import area, centroid, clip
from see_mcda.uncertainty.polytope import Polytope, triangulated

MOST_DIMENSIONS = 2
"""Regions of more dimensions have no exact map."""
GAP = 1e-9
"""A set is better only by more than this part of the largest gain."""
_SAME = 1e-10
"""Corners nearer than this, as parts of the region's size, are one."""
_LEAST = 1e-12
"""A smaller share is the rounding of a corner, no cell."""
_AT_ONCE = 8
"""Corners between two cuts; it does not depend on the machine, so neither does the map."""


@dataclass(frozen=True, eq=False)
class OptimalSets:
    """The sets that are optimal somewhere, the largest share first.

    Attributes:
        options: (s, o) the options of each set.
        members: (s, n) its candidates.
        shares: (s,) the part of the region where each is optimal.
        cells: for each set the corners (v, m) of its cell, in order around it, as weights.
        tied: (t, o) sets with the same value as one of them on all its cell, as far as they were needed to
            tell ``always`` and ``never``.
        always: (n,) proved: in every set that is optimal on a part of the region.
        never: (n,) proved: in none of them.

    """

    options: Chosen
    members: Chosen
    shares: Array
    cells: tuple[Array, ...]
    tied: Chosen
    always: Chosen
    never: Chosen

    @property
    def chance(self) -> Array:
        """(n,) the part of the region where each candidate is in."""
        return np.asarray(self.shares @ self.members)


def optimal_sets(
    program: Program,
    values: Array,
    region: Polytope,
    *,
    known: Iterable[Chosen] = (),
    work: Work | None = None,
) -> OptimalSets:
    """Return all sets that are optimal on a part of a region of at most two dimensions.

    Args:
        program: what may be chosen; at least one set must be allowed.
        values: (n, m) of the candidates, linear in the weights (m,).
        region: the weights.
        known: allowed sets (o,) that were found before, such as in a run that was interrupted.
        work: how the problems are solved. The progress counts corners, whose number grows.

    """
    work = work or Work()
    envelope = _Envelope(program, values, _Plane.of(region))
    for options in known:
        envelope.add(options)
    done: set[tuple[int, ...]] = set()
    while corners := envelope.corners(done):
        keys = list(corners)[:_AT_ONCE]
        at = envelope.plane.weights(np.array([corners[key] for key in keys]))
        better = Better(program, values, at, np.array(envelope.sets).reshape(-1, len(program.owners)))
        for found in over_blocks(better, len(at), work, before=len(done), of=len(done) + len(corners)):
            for options in found:
                envelope.add(options)
        done.update(keys)
    return _result(envelope)


@dataclass(frozen=True, eq=False)
class Better:
    """Finds sets that are better than all known ones under each of some weights.

    Attributes:
        program: what may be chosen.
        values: (n, m) of the candidates.
        weights: (k, m)
        known: (s, o) the options of the known sets.

    """

    program: Program
    values: Array
    weights: Array
    known: Chosen

    def __call__(self, rows: range) -> list[Chosen]:
        """Return the best set under each of the rows' weights where it is better than the known ones."""
        found = [better_set(self.program, self.values @ self.weights[row], self.known) for row in rows]
        return [options for options in found if options is not None]


def better_set(program: Program, values: Array, known: Chosen) -> Chosen | None:
    """Return the best set for (n,) values if it is better than the known ones (s, o); ``None`` proves not."""
    gains = program.gains(values)
    gap = margin(gains)
    bound = -np.inf
    if len(known):
        bound = float((known @ gains).max()) + gap
        above = sets_above(program, values, bound)
        if above is not None:
            return above[0] if len(above) else None
    best = program.best(values)
    if best is None:
        raise ValueError("no set is allowed")
    return best if gains[best].sum() > bound else None


def margin(gains: Array) -> float:
    """Return by how much more one set must be worth than another to be better."""
    return GAP * (float(np.abs(gains).max(initial=0.0)) or 1.0)


def tied_set(program: Program, values: Array, own: Chosen, always: Chosen, never: Chosen) -> Chosen | None:
    """Return a set with the value of the best one that lacks a candidate always in, or has one never in."""
    gains = program.gains(values)
    bound = float(gains[own].sum()) - margin(gains)
    among = sets_above(program, values, bound)
    if among is None:
        row = always[program.owners].astype(float) - never[program.owners]
        other = program.with_rows(row[None], np.array([-np.inf]), np.array([always.sum() - 1.0])).best(values)
        among = np.array([] if other is None or gains[other].sum() < bound else [other], bool)
    for options in among:
        members = program.members(options)
        if (always & ~members).any() or (never & members).any():
            return np.asarray(options)
    return None


class _Plane:
    """The region in two coordinates: an edge of length 1 stands in for each dimension that it lacks."""

    def __init__(self, region: Polytope, outline: Array):
        self.region, self.outline = region, outline
        self.size = float(np.ptp(outline, axis=0).max())

    @classmethod
    def of(cls, region: Polytope) -> _Plane:
        d = region.dimensions
        if d > MOST_DIMENSIONS:
            raise ValueError(f"a map needs at most {MOST_DIMENSIONS} dimensions, not {d}")
        found = triangulated(region)
        if found is None:
            raise ValueError("the region has too many corners")
        x = (found.vertices - region.point) @ region.basis
        if d < MOST_DIMENSIONS:
            u, v = (float(x.min()), float(x.max())) if d else (0.0, 1.0)
            return cls(region, np.array([[u, 0.0], [v, 0.0], [v, 1.0], [u, 1.0]]))
        across = x - x.mean(axis=0)
        return cls(region, x[np.argsort(np.arctan2(across[:, 1], across[:, 0]))])

    def weights(self, x: Array) -> Array:
        return self.region.weights(x[:, : self.region.dimensions])

    def corners(self, cell: Array) -> Array:
        """Return the corners of a cell as weights, without the edge that stands in for a dimension."""
        d = self.region.dimensions
        if d < MOST_DIMENSIONS:
            cell = cell[[cell[:, 0].argmin(), cell[:, 0].argmax()][: d + 1]]
        return self.weights(cell)

    def key(self, x: Array) -> tuple[int, ...]:
        """Return a key that corners have in common if they are one."""
        return tuple(map(int, np.rint(x[: self.region.dimensions] / (_SAME * self.size))))


class _Envelope:
    """The known sets that have a cell, with their cells in the plane."""

    def __init__(self, program: Program, values: Array, plane: _Plane):
        self.program, self.values, self.plane = program, values, plane
        # Weights sum to 1, so the baseline may be taken from each of them.
        self.gains = program.factors[:, None] * values[program.owners] - program.baseline
        self.gap = margin(self.gains)
        self.sets: list[Chosen] = []
        self.slopes = np.empty((0, 3))
        self.cells: list[Array] = []

    def corners(self, done: set[tuple[int, ...]]) -> dict[tuple[int, ...], Array]:
        """Return the corners that are not done, by key."""
        cells = self.cells or [self.plane.outline]
        found = {self.plane.key(x): x for cell in cells for x in cell}
        return {key: x for key, x in found.items() if key not in done}

    def add(self, options: Chosen) -> None:
        """Cut the cells anew with one more set."""
        c, region = self.gains[options].sum(axis=0), self.plane.region
        slope = np.zeros(3)
        slope[: region.dimensions], slope[2] = region.basis.T @ c, c @ region.point
        leads = self.slopes - slope
        sides = [cell @ lead[:2] + lead[2] for cell, lead in zip(self.cells, leads, strict=True)]
        if sides and min(side.min() for side in sides) > -self.gap:
            return
        own, kept, cells = self.plane.outline, [], []
        for row, (cell, side) in enumerate(zip(self.cells, sides, strict=True)):
            part = cell
            if (side < 0).any():
                # Only the sets that lose a part of their cell border on the new one.
                own = clip(own, -leads[row, :2], float(leads[row, 2]))
                part = clip(cell, leads[row, :2], -float(leads[row, 2]))
            if len(part) > 2:
                kept.append(row)
                cells.append(part)
        self.cells = [*cells, own]
        self.sets = [*(self.sets[row] for row in kept), options]
        self.slopes = np.vstack([self.slopes[kept], slope])


def _result(envelope: _Envelope) -> OptimalSets:
    program, plane = envelope.program, envelope.plane
    sizes = np.array([area(cell) for cell in envelope.cells]) / area(plane.outline)
    order = [int(row) for row in np.argsort(-sizes, kind="stable") if sizes[row] > _LEAST]
    options = np.array([envelope.sets[row] for row in order])
    members = np.array([program.members(own) for own in options])
    cells = [envelope.cells[row] for row in order]
    always, never = np.asarray(members.all(axis=0)), np.asarray(~members.any(axis=0))
    centres = plane.weights(np.array([centroid(cell) for cell in cells]))
    tied: list[Chosen] = []
    for own, weights in zip(options, centres, strict=True):
        while (other := tied_set(program, envelope.values @ weights, own, always, never)) is not None:
            tied.append(other)
            always, never = always & program.members(other), never & ~program.members(other)
    return OptimalSets(
        options=options,
        members=members,
        shares=sizes[order] / sizes[order].sum(),
        cells=tuple(map(plane.corners, cells)),
        tied=np.array(tied, bool).reshape(-1, len(program.owners)),
        always=always,
        never=never,
    )
