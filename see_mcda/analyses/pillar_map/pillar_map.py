"""The pillar map: who wins under every mix of three branches of the tree.

The three share among them what they share now; all else stays as it is. A mix b = (b₁, b₂, b₃) is a point of
a triangle, and each candidate wins on a part of it (``areas/winner_regions.py``). The part's
area is the chance that the candidate is first if every mix is as likely as any other.

The distance between two mixes is the weight that moves: ½ Σ_i |b_i − b'_i|, in shares of what the three have
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.pillar_map.winner_regions import (
    Region,
    clip_all,
    grid_steps,
    holds,
    restricted,
    winner_regions,
    winners,
)
from see_mcda.arguments import About, NodeIds
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError, UnknownNameError, refuse
from see_mcda.language.messages import Notice, notice
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    StatementList,
    complete_ranking,
)
from see_mcda.uncertainty.polygons import TRIANGLE, area, centroid
from see_mcda.uncertainty.statements import Statements, read_statements
from see_mcda.weighting.weights import Weights

if TYPE_CHECKING:
    from see_mcda.analyses.pillar_map.document import PillarMapModel

PILLARS = "pillars"
"""The node whose children are mixed if it has three and no others are asked for."""
_BEYOND = (1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
"""How far past a border, which may be traced, the next winner is looked for, as parts of the way there."""
_HALVINGS = 48


@dataclass(frozen=True, eq=False)
class Border:
    """The nearest mix at which another candidate takes over.

    Attributes:
        distance: the share that moves to get there.
        mix: (3,) the mix on the border.
        rows: who is first just beyond it.

    """

    distance: float
    mix: Array
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class PillarMap(Analysis):
    """Who wins under every mix of three branches.

    Attributes:
        nodes: the three branches.
        total: what they weigh together; the other branches keep the rest.
        corners: (3, m) the weights where one of them has all of that.
        current: (3,) the mix of the weights that were given.
        leaders: who is first there.
        regions: who wins where, the largest first.
        border: the nearest change of leader; none if nobody else ever wins.
        exact: whether the regions are exact but for rounding, or traced.
        allowed: the mixes (v, 3) that the statements allow, a convex polygon.

    """

    name: ClassVar[str] = "pillar-map"

    nodes: tuple[str, str, str]
    total: float
    corners: Array
    current: Array
    leaders: tuple[int, ...]
    regions: tuple[Region, ...]
    border: Border | None
    exact: bool
    allowed: Array = field(default_factory=TRIANGLE.copy)

    @property
    def restricted(self) -> bool:
        """Whether statements restrict the mixes."""
        return bool(self.arguments.get("statements"))

    def model(self) -> PillarMapModel:
        """Return the result document (``see-mcda/pillar-map/1``)."""
        from see_mcda.analyses.pillar_map.document import pillar_map_model  # noqa: PLC0415 (it needs this module)

        return pillar_map_model(self)


def pillar_map(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    nodes: Annotated[
        NodeIds,
        About(
            "three criteria or groups of one group (default: those of pillars, or of the first group that "
            "has three)",
            read=lambda problem, nodes, given: _three(problem.framework, nodes),
        ),
    ] = None,
    alone: Annotated[bool, About("count only these three, and no other criteria")] = False,
    statements: Annotated[StatementList, About("only mixes that these statements allow")] = None,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> PillarMap:
    """Map who wins under every mix of three branches.

    Methods with scores linear in the weights have exact polygons. TOPSIS has traced borders and proven bounds
    of the areas; other methods have traced borders. Statements restrict the mixes to a part of the triangle,
    whose shares the areas then are. Raises :class:`see_mcda.SeeMcdaError`.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    parent, chosen = _three(problem.framework, nodes)
    corners, total = mixing(base.weights, chosen, alone=alone)
    shares = [position for position, child in enumerate(parent.children) if child.id in chosen]
    by_id = {parent.children[at].id: float(base.weights.local[parent.id][at]) for at in shares}
    current = np.array([by_id[id] for id in chosen])
    if current.sum() <= 0:
        raise refuse(
            InputError,
            "no-weight",
            "{nodes} have no weight, so there is no mix to start from",
            nodes=list(chosen),
        )
    current = current / current.sum()
    stated = (
        None if statements is None else read_statements(statements, problem.framework, lambda: base.prepared)
    )
    normals, offsets = _half_planes(stated, corners)
    allowed = clip_all(TRIANGLE, normals, offsets)
    if not area(allowed) > 0:
        raise refuse(
            InputError,
            "no-allowed-mix",
            "the statements leave no part of the mixes of {nodes} with these weights of the other criteria",
            "statements",
            nodes=list(chosen),
        )
    found = tuple(restricted(winner_regions(base.prepared, corners), allowed, normals, offsets))
    exact = all(region.exact for region in found)
    notices: tuple[Notice, ...] = ()
    if not exact:
        notices = (
            notice(
                "traced",
                "the borders are traced on a grid of {steps} steps a side: narrower regions may be missed",
                steps=grid_steps(base.prepared),
            ),
        )
    inside = bool((normals @ current >= offsets - 1e-12).all())
    if not inside:
        notices += (notice("not-allowed", "the present mix does not meet the statements"),)
    leaders = tuple(map(int, np.flatnonzero(winners(base.prepared, (current @ corners)[None])[0])))
    return PillarMap(
        ranking=base,
        arguments={
            "nodes": list(chosen),
            "alone": alone,
            "statements": None if stated is None else stated.to_list(),
        },
        notices=notices,
        nodes=chosen,
        total=total,
        corners=corners,
        current=current,
        leaders=leaders,
        regions=found,
        border=_nearest(base.prepared, corners, current, leaders, found, allowed=allowed) if inside else None,
        exact=exact,
        allowed=allowed,
    )


def _half_planes(statements: Statements | None, corners: Array) -> tuple[Array, Array]:
    """Return (c, 3) normals and (c,) offsets of the mixes b that statements allow: normals @ b >= offsets."""
    if statements is None:
        return np.zeros((0, 3)), np.zeros(0)
    if statements.sampled is not None:
        raise refuse(
            InputError,
            "not-linear",
            "statements about candidates restrict a map only if scores are linear in the weights, as with the"
            " method additive",
            "statements",
        )
    return statements.coefficients @ corners.T, statements.at_least


def mixing(weights: Weights, nodes: Sequence[str], *, alone: bool = False) -> tuple[Array, float]:
    """Return the weights (3, m) where one of three nodes has all that they weigh together, and how much."""
    framework = weights.framework
    columns = [column for node in nodes for column in framework.columns[node]]
    total = 1.0 if alone else float(weights.values[columns].sum())
    if total <= 0:
        raise refuse(
            InputError,
            "no-weight-together",
            "{nodes} together have no weight, so their mix changes nothing; use alone",
            nodes=list(nodes),
        )
    rest = np.zeros_like(weights.values) if alone else weights.values.copy()
    rest[columns] = 0.0
    return np.array([rest + total * weights.under(node) for node in nodes]), total


def _three(framework: Framework, nodes: Sequence[str] | None) -> tuple[Criterion, tuple[str, str, str]]:
    """Return three siblings and their parent."""
    if nodes is None:
        first = sorted(framework.inner, key=lambda node: node.id != PILLARS)
        parent = next((node for node in first if len(node.children) == 3), None)
        if parent is None:
            raise refuse(
                InputError,
                "no-three",
                "no group has just three parts: name three criteria or groups of one group",
                "nodes",
            )
        a, b, c = (child.id for child in parent.children)
        return parent, (a, b, c)
    faults = Faults()
    nodes = [id for node in nodes if (id := framework.choices.match(node, "nodes", faults))]
    faults.stop(UnknownNameError)
    if len(nodes) != 3 or len(set(nodes)) != 3:
        raise refuse(
            InputError,
            "three",
            "{given} is not valid: choose three different criteria or groups",
            "nodes",
            given=list(nodes),
        )
    for parent in framework.inner:
        if {*nodes} <= {child.id for child in parent.children}:
            return parent, (nodes[0], nodes[1], nodes[2])
    raise refuse(InputError, "no-siblings", "{given} are not parts of one group", "nodes", given=list(nodes))


def _nearest(
    prepared: Any,
    corners: Array,
    current: Array,
    leaders: tuple[int, ...],
    found: Sequence[Region],
    *,
    allowed: Array,
) -> Border | None:
    """Return the nearest mix beyond which none of the leaders is first, replayed through the method."""
    others = [region for region in found if not set(region.rows) & set(leaders)]
    sides = [(*nearest_on(loop, current), loop) for region in others for loop in region.polygons]
    if not sides:
        return None
    _, mix, loop = min(sides, key=lambda side: side[0])

    def first(at: Array) -> NDArray[np.bool_]:
        return np.asarray(winners(prepared, (at @ corners)[None])[0])

    onwards = mix + (mix - current) / max(np.abs(mix - current).max(), 1e-12)
    steps = [
        mix + part * (to - mix) for part in _BEYOND for to in (onwards, centroid(loop), loop.mean(axis=0))
    ]
    beyond = next((at for at in steps if holds(allowed, at) and not first(at)[list(leaders)].any()), None)
    if beyond is None:
        return None
    near, far = 0.0, 1.0
    for _ in range(_HALVINGS):  # onto the border itself, which a traced one only passes near
        middle = (near + far) / 2
        if first(current + middle * (beyond - current))[list(leaders)].any():
            near = middle
        else:
            far = middle
    on_border = current + far * (beyond - current)
    rows = tuple(np.flatnonzero(first(on_border)).tolist())
    return Border(float(np.abs(on_border - current).sum() / 2), on_border, rows)


def nearest_on(polygon: Array, point: Array) -> tuple[float, Array]:
    """Return the least ½ Σ|b_i − b'_i| from a mix to the sides of a polygon, and where that is.

    Along a side the distance is convex and piecewise linear: it is least at an end or where a share is equal.
    """
    a, d = polygon - point, np.roll(polygon, -1, axis=0) - polygon
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(d != 0, -a / d, 0.0)
    t = np.concatenate([np.clip(t, 0.0, 1.0), np.zeros((len(a), 1))], axis=1)
    mixes = polygon[:, None, :] + t[:, :, None] * d[:, None, :]
    distances = np.abs(mixes - point).sum(axis=2) / 2
    side, at = np.unravel_index(distances.argmin(), distances.shape)
    return float(distances[side, at]), np.asarray(mixes[side, at])
