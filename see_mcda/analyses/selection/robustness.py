"""How sure a selection is over a distribution of weights.

Where the weights vary in at most two dimensions, everything is exact: the map of the sets that are optimal
somewhere (:mod:`.envelope`), and the candidates that are always or never in. In more dimensions the shares
are those of samples; that a candidate is always (never) in is proved if some known set is worth more than
every set without (with) it at all corners of the region, since the best value of the latter is convex.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from see_mcda.analyses.selection.core_index import core_index, non_dominated
from see_mcda.analyses.selection.envelope import MOST_DIMENSIONS, margin, optimal_sets
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.analyses.selection.regret import Regrets
from see_mcda.analyses.selection.set_shares import set_shares
from see_mcda.arrays import Array
from see_mcda.parallel import Work
from see_mcda.uncertainty.distributions import WeightDistribution
from see_mcda.uncertainty.polytope import polytope, triangulated
from see_mcda.uncertainty.sampling import Samples, plan
from see_mcda.uncertainty.shares import InSimplices, Ordered, Uniform

Status = Literal["always", "sometimes", "never"]
MOST_CORNERS = 32
"""Regions with more corners have no proofs and no regrets."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """The sets that are best for some weights, and how sure each candidate is in.

    Attributes:
        options: (s, o) the options of each set, the largest share first.
        shares: (s,) how likely each is the best one.
        cells: for each set where it is optimal, as corners (v, m); None in more than two dimensions.
        status: for each candidate; None where nothing is proved and no samples differ.
        chance: (n,) that each candidate is in.
        standard_error: (n,) of ``chance``; 0 where it is exact.
        core_index: (n,) the share of non-dominated sets with each candidate; None if these are too many.
        regrets: over the corners of the region; None if these are too many.
        exact: whether shares and chances are exact.

    """

    options: Chosen
    shares: Array
    cells: tuple[Array, ...] | None
    status: tuple[Status | None, ...]
    chance: Array
    standard_error: Array
    core_index: Array | None
    regrets: Regrets | None
    exact: bool


def robustness(
    program: Program,
    values: Array,
    weights: WeightDistribution,
    *,
    samples: int,
    seed: int = 0,
    work: Work | None = None,
) -> Robustness:
    """Return how sure the best set is for candidates' values (n, m) that are linear in the weights."""
    said = weights.statements
    region = None if said is None else polytope(said.coefficients, said.at_least)
    divided = None if region is None else triangulated(region)
    corners = None if divided is None or len(divided.vertices) > MOST_CORNERS else divided.vertices
    regrets = None if corners is None else Regrets.of(program, values, corners)
    sets = None if corners is None else non_dominated(program, values, corners)
    index = None if sets is None else core_index(program, sets)
    found = None
    if region is not None and divided is not None and region.dimensions <= MOST_DIMENSIONS:
        found = optimal_sets(program, values, region, work=work)
    if found is not None and _is_uniform(weights):
        status = _status(found.always, found.never, ~(found.always | found.never))
        nothing = np.zeros(program.count)
        return Robustness(
            found.options, found.shares, found.cells, status, found.chance, nothing, index, regrets, True
        )
    known = np.zeros((0, len(program.owners)), bool) if found is None else found.options
    drawn = set_shares(
        program, values, Samples(plan(samples, seed, quasi=weights.driven), weights), known, work
    )
    members = np.array([program.members(options) for options in drawn.options])
    if found is not None:
        always, never, differs = found.always, found.never, ~(found.always | found.never)
    else:
        differs = np.asarray(members.any(axis=0) & ~members.all(axis=0))
        always = never = np.zeros(program.count, bool)
        if corners is not None:
            always, never = proved(program, values, corners, drawn.options, ~differs)
    return Robustness(
        options=drawn.options,
        shares=drawn.shares,
        cells=None,
        status=_status(always, never, differs),
        chance=np.where(always, 1.0, np.where(never, 0.0, drawn.chance)),
        standard_error=np.where(always | never, 0.0, drawn.standard_error),
        core_index=index,
        regrets=regrets,
        exact=False,
    )


def proved(
    program: Program, values: Array, corners: Array, known: Chosen, asked: Chosen
) -> tuple[Chosen, Chosen]:
    """Return (n,) which of the candidates asked for are proved always in, and never in.

    Args:
        program: what may be chosen.
        values: (n, m) of the candidates.
        corners: (v, m) of the region.
        known: (s, o) allowed sets.
        asked: (n,) whom to ask for.

    """
    at_corners = corners @ values.T
    gains = np.array([program.gains(at) for at in at_corners])
    worth = known @ gains.T - margin(gains)
    always, never = np.zeros(program.count, bool), np.zeros(program.count, bool)
    for row in np.flatnonzero(asked):
        own = (program.owners == row).astype(float)
        inside = bool(program.members(known[0])[row])
        ends = (np.array([-np.inf]), np.array([0.0])) if inside else (np.array([1.0]), np.array([np.inf]))
        other = program.with_rows(own[None], *ends)
        rivals = np.ones(len(worth), bool)
        for at, values_there in enumerate(at_corners):
            options = other.best(values_there)
            if options is not None:
                rivals &= worth[:, at] > float(gains[at][options].sum())
            if not rivals.any():
                break
        (always if inside else never)[row] = rivals.any()
    return always, never


def _is_uniform(weights: WeightDistribution) -> bool:
    """Return whether a distribution is uniform on its support: one part varies, and is uniform."""
    varying = [part for part in weights.parts if not part.driven or part.dimensions]
    return len(varying) <= 1 and all(isinstance(part, (Uniform, Ordered, InSimplices)) for part in varying)


def _status(always: Chosen, never: Chosen, differs: Chosen) -> tuple[Status | None, ...]:
    return tuple(
        "always" if a else "never" if b else "sometimes" if c else None
        for a, b, c in zip(always, never, differs, strict=True)
    )
