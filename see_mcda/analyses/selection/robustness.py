"""How sure a selection is over a distribution of weights, and over uncertain scores.

Where the weights vary in at most two dimensions, everything is exact: the map of the sets that are optimal
somewhere (:mod:`.envelope`), and the candidates that are always or never in. In more dimensions the shares
are those of samples; that a candidate is always (never) in is proved if some known set is worth more than
every set without (with) it at all corners of the region, since the best value of the latter is convex, or by
swaps (:mod:`.swaps`).

Uncertain scores are sampled with the weights. Values rise or fall with each score, so a set S is worth more
than another T for all scores if it is with the members of S alone at their worst and those of T alone at
their best. Core indices and regrets are those of the scores as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.selection.core_index import core_index, non_dominated
from see_mcda.analyses.selection.envelope import MOST_DIMENSIONS, margin, optimal_sets
from see_mcda.analyses.selection.fixed_values import FixedValues, LinearValues, RankedValues, Valuing
from see_mcda.analyses.selection.funding_line import first_chances, proved_first
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.analyses.selection.regret import Regrets
from see_mcda.analyses.selection.set_shares import set_shares
from see_mcda.analyses.selection.swaps import Swaps
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.parallel import Work, over_blocks
from see_mcda.uncertainty.distributions import WeightDistribution
from see_mcda.uncertainty.polytope import Polytope, polytope, triangulated
from see_mcda.uncertainty.sampling import Samples, plan
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda.uncertainty.shares import InSimplices, Ordered, Uniform
from see_mcda.uncertainty.statements import Statements

Status = Literal["always", "sometimes", "never"]
MOST_CORNERS = 32
"""Regions with more corners have no proofs and no regrets."""
_AT_ONCE = 4
RIVALS = 4
"""Sets that are tried as a proof that a candidate is always or never in."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is drawn: at least so many samples, the seed, and the scores that are uncertain."""

    samples: int
    seed: int = 0
    scores: ScoreDistribution | None = None


@dataclass(frozen=True, eq=False)
class Robustness:
    """The sets that are best for some weights, and how sure each candidate is in.

    Attributes:
        options: (s, o) the options of each set, the largest share first.
        shares: (s,) how likely each is the best one.
        cells: for each set where it is optimal, as corners (v, m); None in more than two dimensions, and
            where shares are sampled.
        status: for each candidate; None where nothing is proved and no samples differ.
        chance: (n,) that each candidate is in.
        standard_error: (n,) of ``chance``; 0 where it is exact.
        core_index: (n,) the share of non-dominated sets with each candidate; None if these are too many.
        regrets: over the corners of the region; None if these are too many.
        exact: whether shares and chances are exact.
        samples: how many were drawn; 0 if none were needed.

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
    samples: int


def robustness(
    program: Program,
    values: Valuing,
    weights: WeightDistribution,
    drawing: Drawing,
    work: Work | None = None,
) -> Robustness:
    """Return how sure the best set is.

    Args:
        program: what may be chosen.
        values: of the candidates; without :class:`LinearValues` or :class:`FixedValues` nothing is proved.
        weights: how they are distributed.
        drawing: what is drawn, where it is needed.
        work: how it is done.

    """
    work = work or Work()
    drawn = drawing.scores
    linear = values.values if isinstance(values, LinearValues) else None
    if isinstance(values, FixedValues):
        linear = values.linear
    region = None if linear is None or (said := weights.statements) is None else _region(said)
    divided = None if region is None else triangulated(region)
    corners = None if divided is None or len(divided.vertices) > MOST_CORNERS else divided.vertices
    index, regrets = None, None
    if linear is not None and corners is not None:
        regrets, index = next(over_blocks(_OverCorners(program, linear, corners), 1, work))
    found = None
    small = region is not None and divided is not None and region.dimensions <= MOST_DIMENSIONS
    if linear is not None and region is not None and small:
        found = optimal_sets(program, linear, region, work=work)
    if found is not None and _is_uniform(weights) and drawn is None:
        status = _status(found.always, found.never, ~(found.always | found.never))
        nothing = np.zeros(program.count)
        return Robustness(
            found.options, found.shares, found.cells, status, found.chance, nothing, index, regrets, True, 0
        )
    known = np.zeros((0, len(program.owners)), bool) if found is None else found.options
    chosen = plan(drawing.samples, drawing.seed, quasi=weights.driven)
    shares = set_shares(program, values, Samples(chosen, weights, drawn), known, work)
    members = np.array([program.members(options) for options in shares.options])
    always = never = np.zeros(program.count, bool)
    differs = np.asarray(members.any(axis=0) & ~members.all(axis=0))
    if found is not None and drawn is None:
        always, never, differs = found.always, found.never, ~(found.always | found.never)
    elif linear is not None and corners is not None:
        low = high = linear
        if drawn is not None:
            assert isinstance(values, FixedValues)
            low, high = _ends(values, drawn)
        always, never = proved(program, (low, high), corners, shares.options[:RIVALS], ~differs, work=work)
    return Robustness(
        options=shares.options,
        shares=shares.shares,
        cells=None,
        status=_status(always, never, differs),
        chance=np.where(always, 1.0, np.where(never, 0.0, shares.chance)),
        standard_error=np.where(always | never, 0.0, shares.standard_error),
        core_index=index,
        regrets=regrets,
        exact=False,
        samples=chosen.samples,
    )


def first_robustness(
    program: Program,
    prepared: Prepared,
    weights: WeightDistribution,
    drawing: Drawing,
    *,
    fixed: FixedValues | None,
    count: int,
    work: Work | None = None,
) -> Robustness:
    """Return how sure each candidate is among the first ``count`` of the ranking, by samples and proofs.

    Args:
        program: of the set of that many candidates.
        prepared: the method.
        weights: how they are distributed.
        drawing: what is drawn.
        fixed: the values, if they are linear in the weights.
        count: the number of places.
        work: how it is done.

    """
    eligible, scores = prepared.problem.eligible, drawing.scores
    chosen = plan(drawing.samples, drawing.seed, quasi=weights.driven)
    chance, error = first_chances(
        RankedValues(prepared), eligible, count, Samples(chosen, weights, scores), work or Work()
    )
    always = never = np.zeros(program.count, bool)
    region = None if (said := weights.statements) is None else _region(said)
    divided = None if region is None else triangulated(region)
    if fixed is not None and divided is not None and (scores is None or prepared.scores_stand_alone()):
        low, high = (fixed.linear,) * 2 if scores is None else _ends(fixed, scores)
        always, never = proved_first(low, high, divided.vertices, eligible, count)
    never = never | ~eligible
    sure = always | never
    return Robustness(
        options=np.zeros((0, len(program.owners)), bool),
        shares=np.zeros(0),
        cells=None,
        status=_status(always, never, (chance > 0) & (chance < 1)),
        chance=np.where(always, 1.0, np.where(never, 0.0, chance)),
        standard_error=np.where(sure, 0.0, error),
        core_index=None,
        regrets=None,
        exact=False,
        samples=chosen.samples,
    )


def proved(
    program: Program,
    values: tuple[Array, Array],
    corners: Array,
    known: Chosen,
    asked: Chosen,
    *,
    work: Work | None = None,
) -> tuple[Chosen, Chosen]:
    """Return (n,) which of the candidates asked for are proved always in, and never in.

    Args:
        program: what may be chosen.
        values: (n, m) the least and the greatest of the candidates.
        corners: (v, m) of the region.
        known: (s, o) allowed sets.
        asked: (n,) whom to ask for.
        work: how it is done.

    """
    rows = np.flatnonzero(asked)
    least, most = (corners @ each.T for each in values)
    prove = _Proof(program, least, most, known, rows)
    found = [
        each for unit in over_blocks(prove, len(rows), work or Work(), together=_AT_ONCE) for each in unit
    ]
    status = np.zeros((2, program.count), bool)
    status[:, rows] = np.array(found, bool).reshape(-1, 2).T
    return status[0], status[1]


@dataclass(frozen=True, eq=False)
class _Proof:
    """Looks for a known set that is worth more than every set in which a candidate changes sides.

    Attributes:
        least, most: (v, n) the values at each corner.
        rows: the candidates.

    """

    program: Program
    least: Array
    most: Array
    known: Chosen
    rows: NDArray[np.intp]

    def __call__(self, blocks: range) -> list[tuple[bool, bool]]:
        """Return whether some candidates are proved always in, and never in."""
        swaps = Swaps(self.program, self.least, self.most)
        return [self.of(int(self.rows[block]), swaps) for block in blocks]

    def of(self, row: int, swaps: Swaps) -> tuple[bool, bool]:
        own = (self.program.owners == row).astype(float)
        for options in self.known:
            inside = bool(self.program.members(options)[row])
            ends = (np.array([-np.inf]), np.array([0.0])) if inside else (np.array([1.0]), np.array([np.inf]))
            other = self.program.with_rows(own[None], *ends)
            if all(self.holds(other, options, at) for at in range(len(self.least))):
                return inside, not inside
        return swaps.of(row)

    def holds(self, other: Program, options: Chosen, at: int) -> bool:
        """Return whether a set is worth more at a corner than all of another program, for all scores."""
        program, low, high = self.program, self.least[at], self.most[at]
        own = program.gains(low)
        taken = np.zeros(program.count)
        taken[program.owners[options]] = program.factors[options]
        # Of a member, the part of its value that both sets have counts at the lower end.
        more = np.maximum(program.factors - taken[program.owners], 0.0)
        rival = own + more * (high - low)[program.owners]
        best = other.greatest(rival)
        return best is None or float(own[options].sum() - rival[best].sum()) > margin(rival)


@dataclass(frozen=True, eq=False)
class _OverCorners:
    """Computes what depends on the corners of the region alone."""

    program: Program
    values: Array
    corners: Array

    def __call__(self, blocks: range) -> tuple[Regrets, Array | None]:
        """Return the regrets, and the core indices if these are not too many."""
        sets = non_dominated(self.program, self.values, self.corners)
        index = None if sets is None else core_index(self.program, sets)
        return Regrets.of(self.program, self.values, self.corners), index


def _region(said: Statements) -> Polytope:
    return polytope(said.coefficients, said.at_least)


def _ends(values: FixedValues, scores: ScoreDistribution) -> tuple[Array, Array]:
    """Return (n, m) the least and the greatest values within the uncertain scores."""
    low, high = map(np.array, scores.extremes())
    for cell, row, column in zip(scores.cells, scores.rows, scores.columns, strict=True):
        low[row, column] = min(low[row, column], cell.low)
        high[row, column] = max(high[row, column], cell.high)
    both = values.linear_at(np.array([low, high]))
    return both.min(axis=0), both.max(axis=0)


def _is_uniform(weights: WeightDistribution) -> bool:
    """Return whether a distribution is uniform on its support: one part varies, and is uniform."""
    varying = [part for part in weights.parts if not part.driven or part.dimensions]
    return len(varying) <= 1 and all(isinstance(part, (Uniform, Ordered, InSimplices)) for part in varying)


def _status(always: Chosen, never: Chosen, differs: Chosen) -> tuple[Status | None, ...]:
    return tuple(
        "always" if a else "never" if b else "sometimes" if c else None
        for a, b, c in zip(always, never, differs, strict=True)
    )
