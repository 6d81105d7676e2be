"""Rank acceptability: how often each candidate has each rank when weights and scores are uncertain (SMAA-2).

With f(w) the distribution of the weights and f(ξ) that of the scores, rank(i, ξ, w) the rank of candidate i::

    b_i^r = ∫∫ [rank(i, ξ, w) = r] f(ξ) f(w) dξ dw       rank acceptability: the chance of rank r
    w_i^c = ∫∫ w [rank(i, ξ, w) = 1] f(ξ) f(w) dξ dw / b_i^1     central weights: those with which i is first
    p_i^c = ∫ [rank(i, ξ, w_i^c) = 1] f(ξ) dξ            confidence factor: i first with its central weights
    c_ik  = ∫∫ [rank(i) < rank(k)] f(ξ) f(w) dξ dw       pairwise winning index

Candidates that share a rank all have it; a tie is no win. All are means over samples, each with its standard
error: of N random samples sqrt(b (1 − b) / N); of quasi-random ones from the spread between their sixteen
replicates, an estimate with 15 degrees of freedom. Both are 0 at b = 0 and 1, which no number of samples
proves: there, and for random samples at least, it is told as z / (N + z²), from Wilson's interval
(:mod:`see_mcda.uncertainty.share_errors`).

Sources: Lahdelma & Salminen (2001), doi:10.1287/opre.49.3.444.11220; Leskinen, Viitanen, Kangas & Kangas
(2006), Forest Science 52(3), 304-312 (pairwise winning index); Tervonen & Lahdelma (2007),
doi:10.1016/j.ejor.2005.12.037 (number of samples); Wilson (1927), doi:10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.acceptability.confidence_factors import (
    certain_confidence_factors,
    confidence_factors,
    confidence_plan,
    deviations_of_central,
)
from see_mcda.analyses.acceptability.document import AcceptabilityModel, StandardErrorsModel
from see_mcda.analyses.acceptability.rank_tallies import (
    FIRST,
    PAIRWISE_MOST,
    SQUARES,
    SUM,
    TABLES_MOST,
    TOP,
    UNIT,
    RankCounter,
    Totals,
    totals,
)
from see_mcda.analyses.analysis import Analysis
from see_mcda.arguments import LARGEST_WHOLE, About, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, notice
from see_mcda.methods import Method, Prepared, get_method
from see_mcda.methods.ranks import BLOCK
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
from see_mcda.uncertainty.sampling import Plan, Points, Samples, plan
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda.uncertainty.share_errors import MARGIN, least_error
from see_mcda.weighting.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from see_mcda.model.problem import Problem

Counts = NDArray[np.int64]
SAMPLES = 10_000
TOP_RANKS = 10
_MARGIN_QUASI = 2.131
"""Student's t, 95 %, 15 degrees of freedom."""
_UNIT_ITEMS = 1 << 23
_ENOUGH = 8
"""First ranks a replicate from which on the replicates tell the error of central weights; with fewer, these
are as good as random."""
_UNITS = 32
"""Units of work at least, where there are as many blocks: few enough to be worth sending, and none for which
the others wait long at the end."""


@dataclass(frozen=True)
class StandardErrors:
    """The standard error of every estimate of :class:`Acceptability`, in arrays of the same shapes."""

    first_rank: Array
    top_ranks: Array
    rank_acceptability: Array | None
    central_weights: Array
    confidence: Array | None
    pairwise: Array | None
    expected_rank: Array


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Acceptability(Analysis):
    """How often each candidate has each rank.

    With more than 1,000 eligible candidates, or without ``tables``, only what grows linearly with their
    number is computed: ``rank_acceptability``, ``confidence`` and ``pairwise`` are None.

    Attributes:
        distribution: of the weights; the ranking is the one at its centre.
        top: how many ranks ``top_ranks`` is about.
        first_rank: (n,) the chance of rank 1.
        top_ranks: (n,) the chance of one of the ranks 1 to ``top``.
        rank_acceptability: (n, n) the chance that the row's candidate has the column's rank (the first is 1).
        central_weights: (n, m) the mean weights with which a candidate is first; NaN where it never was.
        confidence: (n,) the chance that it is first with these weights; NaN where it has none. 1 or 0 where
            the scores are certain.
        pairwise: (n, n) the chance that the row's candidate has a better rank than the column's; None with
            more than 255 eligible candidates.
        expected_rank: (n,) the mean rank; 0 for an ineligible candidate.
        standard_errors: of all these.
        samples: how many were drawn.
        points: ``random`` or ``quasi``.
        uncertain_scores: how many scores were drawn.
        confidence_samples: how many tables of scores the confidence factors come from (0: scores certain).

    """

    name: ClassVar[str] = "acceptability"

    distribution: WeightDistribution
    top: int
    first_rank: Array
    top_ranks: Array
    rank_acceptability: Array | None
    central_weights: Array
    confidence: Array | None
    pairwise: Array | None
    expected_rank: Array
    standard_errors: StandardErrors = field(repr=False)
    samples: int
    points: Literal["random", "quasi"]
    uncertain_scores: int
    confidence_samples: int

    @property
    def margin(self) -> float:
        """How many standard errors an estimate is off at most in 95 of 100 cases."""
        return _MARGIN_QUASI if self.points == "quasi" else MARGIN

    @property
    def varies(self) -> bool:
        """Whether weights or scores vary; otherwise there is one ranking, and no error."""
        return self.distribution.varies or self.uncertain_scores > 0

    def chance(self, row: int, low: int, high: int) -> float:
        """Return a candidate's chance of a rank from ``low`` to ``high``.

        Without a table of all ranks these are rank 1, the ranks 2 to ``top``, or all after it.
        """
        if self.rank_acceptability is not None:
            return float(self.rank_acceptability[row, low - 1 : high].sum())
        above = {1: 0.0, 2: self.first_rank[row], self.top + 1: self.top_ranks[row]}[low]
        return float({1: self.first_rank[row], self.top: self.top_ranks[row]}.get(high, 1.0) - above)

    def always_level(self, row: int, other: int) -> bool:
        """Return whether two candidates share their rank in every ranking that was made."""
        if self.pairwise is not None:
            return not (self.pairwise[row, other] or self.pairwise[other, row])
        return bool((self.problem.values[row] == self.problem.values[other]).all()) and not any(
            at in (row, other) for at, _ in self.problem.cells
        )

    def model(self) -> AcceptabilityModel:
        """Return the result document (``see-mcda/acceptability/1``)."""
        errors = self.standard_errors
        return AcceptabilityModel(
            **self.about(),
            distribution=self.distribution.document,
            top=self.top,
            first_rank=self.first_rank.tolist(),
            top_ranks=self.top_ranks.tolist(),
            rank_acceptability=_table(self.rank_acceptability),
            central_weights=_rows(self.central_weights),
            confidence=None if self.confidence is None else _numbers(self.confidence),
            pairwise=_table(self.pairwise),
            expected_rank=_numbers(np.where(self.problem.eligible, self.expected_rank, np.nan)),
            standard_errors=StandardErrorsModel(
                first_rank=errors.first_rank.tolist(),
                top_ranks=errors.top_ranks.tolist(),
                rank_acceptability=_table(errors.rank_acceptability),
                central_weights=_rows(errors.central_weights),
                confidence=None if errors.confidence is None else _numbers(errors.confidence),
                pairwise=_table(errors.pairwise),
                expected_rank=_numbers(np.where(self.problem.eligible, errors.expected_rank, np.nan)),
            ),
            samples=self.samples,
            points=self.points,
            uncertain_scores=self.uncertain_scores,
            confidence_samples=self.confidence_samples,
            seed=self.seed or 0,
        )


def _drawn(method: Method, prepared: Prepared) -> ScoreDistribution:
    """Return the distribution of the scores; refuse scores within it that the method cannot take."""
    problem = prepared.problem
    drawn = ScoreDistribution.of(problem)
    if drawn.dimensions:
        for extreme in drawn.extremes():
            method.prepare(problem.replace(values=extreme, cells={}), **prepared.options)
    return drawn


def _distribution(problem: Problem, given: Mapping[str, Any]) -> WeightDistribution:
    return parse_distribution(given["weights"], problem.framework, partial(fitted, problem, given))


def _read_scores(problem: Problem, scores: bool, given: Mapping[str, Any]) -> None:
    prepared = fitted(problem, given)
    if scores and prepared is not None:
        _drawn(get_method(given["method"]), prepared)


@checked
def acceptability(
    problem: Problem,
    weights: Annotated[
        Any,
        About(
            "one weighting, or a distribution of weights (uniform: all weightings equally likely)",
            metavar="NAME|FILE|a=2,b=1",
            json=WeightsDocument,
            read=lambda problem, weights, given: _distribution(problem, given),
        ),
    ] = "uniform",
    *,
    method: OneMethod = "topsis",
    samples: Annotated[
        SampleCount, About("number of random samples (quasi-random: rounded up by at most an eighth)")
    ] = SAMPLES,
    seed: Seed = 0,
    scores: Annotated[bool, About("also draw the uncertain scores", read=_read_scores)] = True,
    points: Annotated[
        Points,
        About(
            "kind of samples: quasi-random ones have a smaller error (auto: from 1,024 samples on)",
            read=lambda problem, points, given: plan(
                1, 0, points, quasi=_distribution(problem, given).driven
            ),
        ),
    ] = "auto",
    top: Annotated[
        int,
        Field(ge=1, le=LARGEST_WHOLE),
        About("number of first ranks whose joint chance is computed", metavar="K"),
    ] = TOP_RANKS,
    tables: Annotated[
        bool,
        About(
            "compute the chance of every rank, pairwise comparisons and confidence factors; never with"
            " more than 1,000 candidates"
        ),
    ] = True,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Acceptability:
    """Return how often each candidate has each rank, over a distribution of weights and uncertain scores.

    Raises :class:`see_mcda.SeeMcdaError`: weights, samples, a seed or options that will not do; drawn scores
    that break the method's assumptions; :class:`RunError` where the work is cancelled or its executor fails.

    """
    distribution = parse_distribution(
        weights,
        problem.framework,
        partial(prepare, problem, method=method, missing=missing, **options),
    )
    center = Weights.from_values(problem.framework, np.asarray(distribution.center))
    base = complete_ranking(problem, center, method=method, missing=missing, **options)
    chosen = plan(samples, seed, points, quasi=distribution.driven)
    drawn = _drawn(base.method, base.prepared) if scores else None
    all_samples = Samples(chosen, distribution, drawn)
    uncertain = 0 if all_samples.scores is None else all_samples.scores.dimensions

    n, m = base.complete.shape
    eligible = np.flatnonzero(base.complete.eligible)
    e = len(eligible)
    whole = tables and e <= TABLES_MOST
    counter = RankCounter(
        base.prepared, all_samples, pairwise=whole and e <= PAIRWISE_MOST, tables=whole, top=min(int(top), e)
    )
    later = confidence_plan(chosen, n, m) if uncertain and whole else None
    blocks = chosen.blocks + (later.blocks if later else 0)
    work = Work(executor, progress, cancel)
    units = over_blocks(
        counter,
        chosen.blocks,
        work,
        together=_together(chosen, e * (m if uncertain else 1), e),
        of=blocks,
    )
    counted = totals((tally for unit in units for tally in unit), counter, e, m)
    varies = distribution.varies or uncertain > 0
    estimate = _Estimates(counted, chosen, varies)
    central, central_errors, deviations = estimate.central_weights()
    confidence: Array | None = None
    confidence_errors: Array | None = None
    if not whole:
        pass
    elif later is None:
        confidence, confidence_errors = certain_confidence_factors(base.prepared, central, deviations)
    else:
        confidence, confidence_errors = confidence_factors(
            base.prepared,
            Samples(later, distribution, drawn),
            central,
            deviations,
            work=work,
            before=chosen.blocks,
        )
    expected, expected_errors = estimate.expected_rank()
    leading = counted.summaries[:, [FIRST, TOP]]
    (first, among), (first_errors, among_errors) = estimate.shares(
        leading.sum(axis=0), np.square(leading).sum(axis=0)
    )

    def squared(
        counts: Counts | None, squares: Counts | None, columns: NDArray[np.intp]
    ) -> tuple[Array | None, Array | None]:
        if counts is None:
            return None, None
        shares, errors = estimate.shares(counts, squares)
        return _squared(shares, eligible, n, columns), _squared(errors, eligible, n, columns)

    chances, chance_errors = squared(counted.ranks, counted.rank_squares, np.arange(e))
    wins, win_errors = squared(counted.wins, counted.win_squares, eligible)
    return Acceptability(
        ranking=base,
        arguments={
            "weights": distribution.document,
            "samples": int(samples),
            "scores": bool(scores),
            "points": points,
            "top": int(top),
            "tables": bool(tables),
        },
        seed=int(seed),
        notices=(*distribution.notices, *_notices(chosen, e, varies, whole)),
        distribution=distribution,
        top=counter.top,
        first_rank=_expand(first, eligible, n, 0.0),
        top_ranks=_expand(among, eligible, n, 0.0),
        rank_acceptability=chances,
        central_weights=_expand(central, eligible, n),
        confidence=None if confidence is None else _expand(confidence, eligible, n),
        pairwise=wins,
        expected_rank=_expand(expected, eligible, n, 0.0),
        standard_errors=StandardErrors(
            _expand(first_errors, eligible, n, 0.0),
            _expand(among_errors, eligible, n, 0.0),
            chance_errors,
            _expand(central_errors, eligible, n),
            None if confidence_errors is None else _expand(confidence_errors, eligible, n),
            win_errors,
            _expand(expected_errors, eligible, n, 0.0),
        ),
        samples=chosen.samples,
        points=chosen.points,
        uncertain_scores=uncertain,
        confidence_samples=later.samples if later else 0,
    )


class _Estimates:
    """Means over samples, and their standard errors."""

    def __init__(self, counted: Totals, chosen: Plan, varies: bool):
        self.counted = counted
        self.plan = chosen
        self.n = chosen.samples
        self.r = chosen.replicates
        self.least = least_error(chosen.samples) if varies else 0.0

    def shares(self, counts: Counts, squares: Counts | None) -> tuple[Array, Array]:
        """Return counts as shares of all samples, with their errors; both row by row, to save memory."""
        shares, errors = np.empty(counts.shape), np.empty(counts.shape)
        for row, counted in enumerate(counts):
            shares[row] = b = counted / self.n
            if self.r == 1 or squares is None:
                errors[row] = np.maximum(np.sqrt(b * (1 - b) / self.n), self.least)
            else:  # Σ (c_r − c̄)² from whole numbers
                spread = self.r * squares[row].astype(np.float64) - np.square(counted.astype(np.float64))
                variance = np.maximum(spread, 0.0) / (self.r * self.r * (self.r - 1)) / self.plan.each**2
                # Replicates that agree to the last sample still have the error of their resolution.
                resolution = 1 / (12 * self.r * self.plan.each**2)
                least = np.where((b > 0) & (b < 1), resolution, self.least**2)
                errors[row] = np.sqrt(np.maximum(variance, least))
        return shares, errors

    def central_weights(self) -> tuple[Array, Array, Array]:
        """Return (e, m) the mean weights of those samples in which each is first, and their errors.

        The third array (g, e, m) holds deviations from the true ones as they may be: those of each replicate.
        """
        counted = self.counted
        each = counted.summaries[:, FIRST]
        firsts = each.sum(axis=0)[:, None].astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            central = counted.weights / UNIT / firsts
            variance = np.maximum(counted.squares / UNIT / firsts - central**2, 0.0)
            errors = np.sqrt(variance / np.where(firsts > 1, firsts - 1, np.nan))
            never = firsts[:, 0] == 0
            central[never] = errors[never] = np.nan
            if self.r == 1:
                return central, errors, deviations_of_central(central, errors, self.plan.seed)
            # a ratio of two means: by its linear part, where every replicate has some
            parts = counted.weights_each / UNIT - each[:, :, None] * central
            spread = np.sqrt((parts**2).sum(axis=0) * self.r / (self.r - 1)) / firsts
            errors = np.where(firsts >= _ENOUGH * self.r, spread, errors)
            return central, errors, parts * self.r / firsts

    def expected_rank(self) -> tuple[Array, Array]:
        """Return (e,) the mean rank, with its error."""
        counted, n = self.counted, self.n
        each = counted.summaries[:, SUM]
        sums, squares = each.sum(axis=0), counted.summaries[:, SQUARES].sum(axis=0)
        spread = n * squares.astype(object) - sums.astype(object) ** 2  # whole numbers of any size
        mean = sums / n
        if self.r > 1:
            errors = (each / self.plan.each).std(axis=0, ddof=1) / math.sqrt(self.r)
        elif counted.ranks is None:
            errors = np.sqrt((spread / n).astype(np.float64)) / n
        else:
            places = np.arange(1, len(sums) + 1)
            rows = zip(counted.ranks, mean, strict=True)
            errors = np.sqrt(np.array([float(row @ np.square(places - mu)) for row, mu in rows])) / n
        always = spread == 0  # then it is as unsure as the chance of that rank
        return mean, np.where(always, np.maximum(errors, self.least), errors)


def _together(chosen: Plan, items: int, e: int) -> int:
    """Return how many blocks make a unit of work: enough of them for all workers, none too long or large."""
    most = max(1, _UNIT_ITEMS // (min(chosen.each, BLOCK) * items))
    if e * e > _UNIT_ITEMS // 64:  # its counts are large: one replicate at a time
        most = min(most, chosen.blocks_each)
    return max(1, min(most, -(-chosen.blocks // _UNITS)))


def _notices(chosen: Plan, e: int, varies: bool, tables: bool) -> Iterable[Notice]:
    if not varies:
        yield notice(
            "nothing-varies",
            "neither the weights nor the scores vary here, so every chance is 0 or 1; "
            "give a distribution of weights, such as uniform",
            "weights",
        )
    if e > TABLES_MOST:
        yield notice(
            "no-tables",
            "with {count} candidates, only the chances of rank 1 and of the first ranks and the expected rank"
            " are computed; the chance of every rank, pairwise comparisons and confidence factors need {most}"
            " candidates at most",
            None,
            count=e,
            most=TABLES_MOST,
        )
    elif tables and e > PAIRWISE_MOST:
        yield notice(
            "no-pairwise",
            "pairs are not compared: there are {count} candidates, and the limit is {most}",
            None,
            count=e,
            most=PAIRWISE_MOST,
        )
    if chosen.points == "quasi" and chosen.each < 16:
        yield notice(
            "few-samples",
            "each of the {replicates} replicates has only {each} samples: the standard errors are rough; use "
            "more samples",
            None,
            replicates=chosen.replicates,
            each=chosen.each,
        )


def _squared(part: Array, eligible: NDArray[np.intp], n: int, columns: NDArray[np.intp]) -> Array:
    """Return (n, n) with the (e, e) of the eligible candidates at their rows and ``columns``, 0 elsewhere."""
    if len(part) == n:
        return part
    whole = np.zeros((n, n))
    whole[np.ix_(eligible, columns)] = part
    return whole


def _expand(part: Array, eligible: NDArray[np.intp], n: int, empty: float = np.nan) -> Array:
    if len(part) == n:
        return part
    whole = np.full((n, *part.shape[1:]), empty)
    whole[eligible] = part
    return whole


def _table(values: Array | None) -> list[list[float]] | None:
    return None if values is None else values.tolist()


def _numbers(values: Array) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _rows(values: Array) -> list[list[float | None] | None]:
    return [None if math.isnan(row[0]) else _numbers(row) for row in values]
