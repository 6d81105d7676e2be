"""Value of knowing a score: which uncertain score would most reduce the uncertainty about who is first.

P_i is the chance that candidate i is first (alone or tied). Whoever must name the right winner names the one
with the largest chance, and is wrong with the chance D = 1 − max_i P_i: the doubt. Once the score x_c of one
cell is known, the chances are P_i(x_c), and the doubt falls on average by::

    V_c = E[max_i P_i(x_c)] − max_i E[P_i(x_c)]     (never negative)

This is the expected value of partial perfect information (EVPPI) for the decision "name the winner". Its twin
counts in bits what knowing x_c tells about the winner: H(P) − E[H(P(x_c))], with H(p) = −Σ p log₂ p (tied
winners share their chance).

How it is computed: the other uncertain scores and the weights are drawn S times. Under each of these draws
the cell goes through its whole range (``samples/leader_changes.py``). All cells see the same
draws, so that a score that changes no leader has the value 0 exactly; P_i(x_c) is then a step function known
in full, and the expectations over x_c are exact sums. The maximum over estimated chances is a little too
large; standard errors are those of a jackknife over 16 groups of draws.

Sources: Raiffa & Schlaifer (1961), Applied Statistical Decision Theory, section 4.5 (EVPPI's origin); Strong,
Oakley & Brennan (2014), doi:10.1177/0272989X13505910 (EVPPI from samples; here the inner expectation is exact
in x_c instead of regressed).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.worth_knowing.document import WorthKnowingModel
from see_mcda.analyses.worth_knowing.first_places import first_places
from see_mcda.analyses.worth_knowing.leader_changes import (
    REPLICATES,
    LeaderChanges,
    Tally,
    entropy,
    jackknife,
)
from see_mcda.arguments import About, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, Plural, notice
from see_mcda.methods import Prepared
from see_mcda.model.cell import Missing
from see_mcda.model.missing_scores import ends_of
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work, over_blocks
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    WeightsDocument,
    complete_ranking,
    fitted,
    prepare,
)
from see_mcda.uncertainty.distributions import WeightDistribution, parse_distribution
from see_mcda.uncertainty.sample_counts import about_samples
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda.weighting.weights import Weights

_EQUAL = 1e-12
"""Chances that differ by less are the same sums, added in another order."""
_SWEEP = 200
"""Values of a cell at which the leader is found, all else at its middle, before changes are bisected."""


@dataclass(frozen=True)
class LeaderInterval:
    """The leaders while a score lies between two values and all else stays at its middle."""

    low: float
    high: float
    leaders: tuple[int, ...]


@dataclass(frozen=True)
class DoubtfulScore:
    """What knowing one doubtful score is worth.

    Attributes:
        row, column: the cell.
        missing: it has no score yet; its whole scale is possible.
        low, high: its range.
        value, error: by how much knowing it reduces the doubt about who is first, on average.
        bits, bits_error: what knowing it tells about who is first.
        leaders: who is first for which of its values, all else at its middle.

    """

    row: int
    column: int
    missing: bool
    low: float
    high: float
    value: float
    error: float
    bits: float
    bits_error: float
    leaders: tuple[LeaderInterval, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class WorthKnowing(Analysis):
    """Which doubtful score is most worth knowing.

    Attributes:
        doubtful: the problem with the missing scores as intervals.
        chances, chance_errors: (n,) of being first, alone or tied.
        doubt, doubt_error: the chance that the likeliest winner does not win.
        entropy: of who is first, in bits.
        scores: the doubtful scores, most worth knowing first.
        samples: the draws of all else under which each score went through its range.

    """

    name = "worth-knowing"

    doubtful: Problem
    chances: Array
    chance_errors: Array
    doubt: float
    doubt_error: float
    entropy: float
    scores: tuple[DoubtfulScore, ...] = field(repr=False)
    samples: int
    weights_vary: bool

    @cached_property
    def likeliest(self) -> int:
        """The row of the likeliest winner."""
        return int(np.argmax(self.chances))

    @property
    def level(self) -> tuple[int, ...]:
        """The rows that are as likely to win as the likeliest: it, and who is always level with it."""
        return tuple(np.flatnonzero(self.chances >= self.chances.max() - _EQUAL).tolist())

    def model(self) -> WorthKnowingModel:
        """Return the result document (``see-mcda/worth-knowing/1``)."""
        return self.document(WorthKnowingModel, exact=False, seed=self.seed or 0)


@checked
def worth_knowing(
    problem: Problem,
    weights: Annotated[
        Any,
        About(
            "one weighting, or a distribution of weights",
            metavar="NAME|FILE|a=2,b=1",
            json=WeightsDocument,
            read=lambda problem, weights, given: parse_distribution(
                weights,
                problem.framework,
                partial(fitted, problem, given, missing=_missing(problem, given["missing"])),
            ),
        ),
    ] = "equal",
    *,
    method: OneMethod = "topsis",
    samples: Annotated[
        SampleCount, About("number of draws of all inputs except the score in question")
    ] = 1024,
    seed: Seed = 0,
    missing: Annotated[MissingScores, About("value for missing scores (default: any on their scale)")] = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: Annotated[
        MethodOptions,
        About(
            read=lambda problem, options, given: fitted(
                problem, given, missing=_missing(problem, given["missing"])
            )
        ),
    ],
) -> WorthKnowing:
    """Return which missing or uncertain score, once known, would most reduce the doubt about who is first.

    Raises :class:`see_mcda.SeeMcdaError`: what :func:`see_mcda.rank` and the distribution raise.

    """
    known = _missing(problem, missing)
    distribution = parse_distribution(
        weights, problem.framework, partial(prepare, problem, method=method, missing=known, **options)
    )
    center: Any = weights
    if distribution.varies or not isinstance(weights, (str, Path, Weights)):
        center = np.asarray(distribution.center)
    base = complete_ranking(problem, center, method=method, missing=known, **options)
    doubtful, holes = _with_holes_as_intervals(problem, missing)
    complete, _ = doubtful.complete(known, base.method.unscored(problem, options))
    prepared = base.method.prepare(complete, **options)
    scores = ScoreDistribution.of(complete)
    size = 1 << max(2, (-(-samples // REPLICATES) - 1).bit_length())
    size = min(size, 4096)
    replicates = max(REPLICATES, -(-samples // size))
    changes = LeaderChanges(
        prepared, distribution, np.asarray(distribution.center), scores, seed, size, replicates
    )
    cells = max(1, scores.dimensions)
    tallies = [Tally(len(problem.candidates)) for _ in range(cells)]
    blocks = over_blocks(changes, cells * replicates, Work(executor, progress, cancel))
    for block, found in enumerate(blocks):
        cell, replicate = divmod(block, replicates)
        tallies[cell].take(replicate % REPLICATES, found)
    count = np.bincount(np.arange(replicates) % REPLICATES, minlength=REPLICATES) * size
    found_values = [tally.values(count) for tally in tallies]
    chances = np.mean([found[0] for found in found_values], axis=0)
    left_out = np.mean([found[1] for found in found_values], axis=0)
    shares = np.mean([found[4] for found in found_values], axis=0)
    ranked = _doubtful_scores(scores, prepared, changes.center, holes, found_values)
    doubt = max(0.0, 1.0 - float(chances.max()))
    return WorthKnowing(
        ranking=base,
        arguments={"weights": distribution.document, "samples": samples, "missing": missing},
        seed=seed,
        notices=(
            *distribution.notices,
            *(about_samples(samples, size * replicates) if scores.dimensions or distribution.varies else ()),
            *_notices(complete, holes, distribution, scores),
        ),
        doubtful=complete,
        chances=chances,
        chance_errors=jackknife(left_out),
        doubt=doubt,
        doubt_error=float(jackknife(1.0 - left_out.max(axis=1))),
        entropy=float(entropy(shares)),
        scores=ranked,
        samples=size * replicates,
        weights_vary=distribution.varies,
    )


def _missing(problem: Problem, given: Missing | None) -> Missing:
    """Return the value for missing scores: as given, or as the problem says, or any on their scale."""
    return given or (problem.missing if problem.missing != "error" else "interval")


def _with_holes_as_intervals(
    problem: Problem, missing: Missing | None
) -> tuple[Problem, frozenset[tuple[int, int]]]:
    """Return the problem with intervals for missing scores that can have one, and which these are."""
    if missing not in (None, "interval"):
        return problem, frozenset()
    scored = np.asarray(np.any(~np.isnan(problem.values[problem.eligible]), axis=0))
    holes = [
        (int(row), int(column))
        for row, column in np.argwhere(np.isnan(problem.values))
        if problem.eligible[row] and (scored[column] or ends_of(problem.framework.leaves[column]))
    ]
    if not holes:
        return problem, frozenset()
    values = problem.values.copy()
    cells = dict(problem.cells)
    # Filling the whole problem would refuse it for a leaf without any score, so the rest waits outside.
    rest = problem.values.copy()
    rest[np.isnan(rest)] = 0.0
    for at in holes:
        rest[at] = np.nan
    filled, _ = problem.replace(values=rest).complete("interval")
    for at in holes:
        values[at] = filled.values[at]
        if at in filled.cells:
            cells[at] = filled.cells[at]
    return problem.replace(values=values, cells=cells), frozenset(holes)


def _doubtful_scores(
    scores: ScoreDistribution,
    prepared: Prepared,
    center: Array,
    holes: frozenset[tuple[int, int]],
    found: Sequence[tuple[Array, Array, Array, Array, Array]],
) -> tuple[DoubtfulScore, ...]:
    low, high = scores.extremes()
    ranked = []
    for cell, (_, _, values, bits, _) in zip(range(scores.dimensions), found, strict=False):
        row, column = int(scores.rows[cell]), int(scores.columns[cell])
        ends = scores.cells[cell]
        span = (
            (ends.low, ends.high)
            if ends.mean is None
            else (float(low[row, column]), float(high[row, column]))
        )
        ranked.append(
            DoubtfulScore(
                row,
                column,
                (row, column) in holes,
                *span,
                float(values[0]),
                float(jackknife(values[1:])),
                float(bits[0]),
                float(jackknife(bits[1:])),
                _leaders(prepared, center, row, column, span),
            )
        )
    return tuple(sorted(ranked, key=lambda each: (-each.value, -each.bits)))


def _leaders(
    prepared: Prepared, center: Array, row: int, column: int, span: tuple[float, float]
) -> tuple[LeaderInterval, ...]:
    """Return who is first while one score goes through its range, all else at its middle."""
    values = prepared.problem.values

    def first(x: Array) -> NDArray[np.bool_]:
        tables = np.repeat(values[None], len(x), axis=0)
        tables[:, row, column] = x
        return first_places(prepared, np.repeat(center[None], len(x), axis=0), tables)

    x = np.linspace(*span, _SWEEP + 1)
    found = first(x)
    starts = [span[0]]
    leaders = [found[0]]
    for at in np.flatnonzero((found[1:] != found[:-1]).any(axis=1)).tolist():
        low, high = x[at], x[at + 1]
        while (middle := (low + high) / 2) not in (low, high):
            if (first(np.array([middle]))[0] == found[at]).all():
                low = middle
            else:
                high = middle
        starts.append(float(high))
        leaders.append(found[at + 1])
    return tuple(
        LeaderInterval(start, end, tuple(np.flatnonzero(who).tolist()))
        for start, end, who in zip(starts, [*starts[1:], span[1]], leaders, strict=True)
    )


def _notices(
    problem: Problem,
    holes: frozenset[tuple[int, int]],
    distribution: WeightDistribution,
    scores: ScoreDistribution,
) -> tuple[Notice, ...]:
    found = []
    if holes:
        found.append(
            notice(
                "missing-as-interval",
                Plural(
                    "{count} missing score can be any value on its scale: {cells}",
                    "{count} missing scores can be any value on their scale: {cells}",
                ),
                count=len(holes),
                cells=problem.name_cells(sorted(holes)),
            )
        )
    if not scores.dimensions and not distribution.varies:
        found.append(
            notice(
                "nothing-uncertain",
                "no score is missing or uncertain, so no score needs to be found out",
            )
        )
    return tuple(found)
