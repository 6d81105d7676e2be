"""Sources of uncertainty: variance shares (Sobol indices) of weights, scores and choice of method.

Three outcomes are looked at under the same samples: the score of one candidate, its rank, and the margin: the
score of the leader less that of the best other candidate. The leader is the first under the centre of the
weights. Formulas and sources: ``samples/sobol_indices.py``; the independent inputs behind the
weights: :mod:`see_mcda.analyses.variance.weight_drivers`; what a score is when methods differ:
:mod:`see_mcda.analyses.variance.uncertain_outcome`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.variance.document import (
    OutcomeVarianceModel,
    VarianceInputModel,
    VarianceModel,
    VarianceShareModel,
)
from see_mcda.analyses.variance.sobol_indices import Points, SobolIndices, sobol_indices
from see_mcda.analyses.variance.uncertain_outcome import UncertainOutcome
from see_mcda.analyses.variance.weight_drivers import Drivers, read_drivers
from see_mcda.arguments import About, CandidateId, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.errors import InputError, refuse
from see_mcda.language.messages import Message, Notice, Plural, Text, message, notice
from see_mcda.methods import Method, get_method
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    Ranking,
    WeightsDocument,
    complete_ranking,
    finite,
    fitted,
    prepare,
)
from see_mcda.uncertainty.sample_counts import about_samples
from see_mcda.uncertainty.score_distributions import ScoreDistribution

Kind = Literal["weights", "scores", "method", "weight", "score", "leaf", "candidate"]
Outcome = Literal["score", "margin", "rank"]
Split = Literal["auto", "cells", "leaves", "candidates", "sources"]
OUTCOMES: tuple[Outcome, ...] = ("score", "margin", "rank")
SOURCES: tuple[Kind, ...] = ("weights", "scores", "method")
MOST_CELLS = 24
"""Uncertain scores that are looked at one by one; more are taken together by leaf."""


@dataclass(frozen=True)
class Input:
    """A group of independent inputs.

    Attributes:
        kind: a whole source (``weights``, ``scores``, ``method``), or a part of one: the importance of one
            criterion (``weight``), one score, or all uncertain scores of a leaf or a candidate.
        id: of the source, the node, the leaf, the candidate; ``candidate/leaf`` for a score.
        title: what it is called.
        columns: its coordinates.

    """

    kind: Kind
    id: str
    title: Message
    columns: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Variance(Analysis):
    """Where the variance of a candidate's score and rank and of the leader's margin comes from.

    Attributes:
        candidate, leader: rows of the problem.
        of: the outcome that was asked for; all outcomes are in :attr:`outcomes`.
        inputs: the g groups of inputs, sources first.
        outcomes: the o outcomes.
        indices: (o, g) first-order and total indices, errors and intervals; mean and variance (o,).
        explanation: what the independent inputs are, in words.
        confidence: of the intervals.
        standardised: scores are standardised among the candidates, since methods differ.

    """

    name = "variance"

    candidate: int
    leader: int
    of: Outcome
    inputs: tuple[Input, ...]
    outcomes: tuple[Outcome, ...]
    indices: SobolIndices = field(repr=False)
    explanation: tuple[Message, ...] = field(repr=False)
    confidence: float
    standardised: bool

    @property
    def first_order(self) -> Array:
        """(g,) the first-order indices of the outcome that was asked for."""
        return np.asarray(self.indices.first[self.outcomes.index(self.of)])

    @property
    def total(self) -> Array:
        """(g,) the total indices of the outcome that was asked for."""
        return np.asarray(self.indices.total[self.outcomes.index(self.of)])

    @property
    def still(self) -> bool:
        """Whether the outcome that was asked for does not vary."""
        return bool(np.isnan(self.total).all())

    @property
    def samples(self) -> int:
        """The number of base samples."""
        return self.indices.samples

    def model(self) -> VarianceModel:
        """Return the result document (``see-mcda/variance/1``)."""
        return VarianceModel(
            **self.about(),
            candidate=self.problem.candidates[self.candidate],
            leader=self.problem.candidates[self.leader],
            standardised=self.standardised,
            inputs=[
                VarianceInputModel(
                    kind=each.kind, id=each.id, name=each.title.texts(), dimensions=len(each.columns)
                )
                for each in self.inputs
            ],
            outcomes=[
                OutcomeVarianceModel(
                    outcome=outcome,
                    mean=float(self.indices.mean[o]),
                    variance=float(self.indices.variance[o]),
                    shares=[self._share(o, g) for g in range(len(self.inputs))],
                )
                for o, outcome in enumerate(self.outcomes)
            ],
            explanation=[words.texts() for words in self.explanation],
            confidence=self.confidence,
            samples=self.indices.samples,
            evaluations=self.indices.evaluations,
            seed=self.seed or 0,
        )

    def _share(self, o: int, g: int) -> VarianceShareModel:
        found = self.indices
        first, total = found.first_intervals[o, g], found.total_intervals[o, g]
        return VarianceShareModel(
            first_order=finite(found.first[o, g]),
            first_order_error=finite(found.first_errors[o, g]),
            first_order_interval=(finite(first[0]), finite(first[1])),
            total=finite(found.total[o, g]),
            total_error=finite(found.total_errors[o, g]),
            total_interval=(finite(total[0]), finite(total[1])),
        )


def _read_inputs(problem: Problem, options: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    methods = given["methods"] or given["method"]
    names = [methods] if isinstance(methods, (str, Method)) else methods
    prepared = [made for each in names if (made := fitted(problem, given, method=each)) is not None]
    drivers = read_drivers(given["weights"], problem.framework, lambda: prepared[0])
    scores = ScoreDistribution.of(prepared[0].problem)
    _inputs(drivers, scores, prepared, prepared[0].problem, given["split"])


@checked
def variance(
    problem: Problem,
    weights: Annotated[
        Any,
        About(
            "distribution of weights (uniform: all weightings equally likely); one weighting adds no"
            " uncertainty",
            metavar="NAME|FILE|a=2,b=1",
            json=WeightsDocument,
            read=lambda problem, weights, given: read_drivers(
                weights, problem.framework, partial(fitted, problem, given)
            ),
        ),
    ] = "uniform",
    *,
    candidate: Annotated[CandidateId, About("candidate, by its name or id (default: the leader)")] = None,
    of: Annotated[
        Outcome,
        About(
            "what varies: a candidate's score, the leader's margin over the next one, or the rank",
        ),
    ] = "score",
    method: OneMethod = "topsis",
    methods: Annotated[
        Sequence[str | Method] | None,
        About(
            "methods among which the choice is uncertain, each equally likely",
            metavar="NAME",
            json=str | list[str] | None,
        ),
    ] = None,
    samples: Annotated[
        SampleCount, About("number of base samples; each source of uncertainty takes as many again")
    ] = 4096,
    seed: Seed = 0,
    points: Annotated[Points, About("kind of samples: quasi-random ones have a smaller error")] = "quasi",
    split: Annotated[
        Split,
        About(
            "how finely the uncertain scores are split (auto: by cell, or more coarsely if there are many)",
        ),
    ] = "auto",
    confidence: Annotated[
        float, Field(gt=0, lt=1), About("confidence level of the intervals", metavar="X")
    ] = 0.95,
    missing: MissingScores = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: Annotated[MethodOptions, About(read=_read_inputs)],
) -> Variance:
    """Share the variance of a candidate's score and rank, and of the leader's margin, out among its sources.

    Raises :class:`see_mcda.SeeMcdaError`: nothing is uncertain, an unknown or ineligible candidate, weights
    without independent inputs, what :func:`see_mcda.rank` raises.

    """
    drivers = read_drivers(
        weights,
        problem.framework,
        partial(prepare, problem, method=method, missing=missing, **options),
    )
    base = complete_ranking(problem, drivers.center, method=method, missing=missing, **options)
    chosen = _methods(methods, base)
    rankings = [
        base
        if each.name == base.method.name
        else complete_ranking(problem, drivers.center, method=each, missing=missing, **options)
        for each in chosen
    ]
    leader = base.leaders[0]
    row = leader if candidate is None else base.complete.row(candidate)
    if not base.complete.eligible[row]:
        raise refuse(
            InputError,
            "not-eligible",
            "{candidate} fails a gate and is not ranked, so its score cannot be analysed",
            "candidate",
            candidate=problem.name(row),
        )
    outcomes = _outcomes(rankings, of)
    scores = ScoreDistribution.of(base.complete)
    outcome = UncertainOutcome(
        tuple(each.prepared for each in rankings),
        drivers.center.values,
        drivers.maker,
        drivers.dimensions,
        scores,
        row,
        leader,
        outcomes,
    )
    inputs = _inputs(drivers, scores, rankings, base.complete, split)
    indices = sobol_indices(
        outcome,
        outcome.dimensions,
        [each.columns for each in inputs],
        samples=samples,
        seed=seed,
        points=points,
        confidence=confidence,
        work=Work(executor, progress, cancel),
    )
    return Variance(
        ranking=base,
        arguments={
            "weights": drivers.document,
            "candidate": None if candidate is None else base.complete.candidates[row],
            "of": of,
            "methods": [each.name for each in chosen] if methods is not None else None,
            "samples": samples,
            "points": points,
            "split": split,
            "confidence": confidence,
        },
        seed=seed,
        notices=(
            *drivers.notices,
            *about_samples(samples, indices.samples),
            *_notices(indices, outcomes, rankings),
        ),
        candidate=row,
        leader=leader,
        of=of,
        inputs=inputs,
        outcomes=outcomes,
        indices=indices,
        explanation=_explanation(drivers, scores, rankings),
        confidence=confidence,
        standardised=len(rankings) > 1 and "score" in outcomes,
    )


def _methods(methods: Sequence[str | Method] | None, base: Ranking) -> list[Method]:
    if methods is None:
        return [base.method]
    named = [methods] if isinstance(methods, (str, Method)) else list(methods)
    found = {one.name: one for one in (get_method(each) for each in named)}
    if not found:
        raise refuse(InputError, "empty", "at least one method is needed", "methods")
    return list(found.values())


def _outcomes(rankings: Sequence[Ranking], of: Outcome) -> tuple[Outcome, ...]:
    without = [each.method.name for each in rankings if not each.prepared.has_scores]
    if without and of != "rank":
        raise refuse(
            InputError,
            "no-scores",
            "{methods} ranks without scores: choose the outcome rank",
            "of",
            methods=without,
        )
    if int(rankings[0].complete.eligible.sum()) < 2:
        raise refuse(InputError, "alone", "at least two eligible candidates are needed to compare")
    return ("rank",) if without else OUTCOMES


def _inputs(
    drivers: Drivers,
    scores: ScoreDistribution,
    rankings: Sequence[object],
    problem: Problem,
    split: Split,
) -> tuple[Input, ...]:
    d, s = drivers.dimensions, scores.dimensions
    sources: list[Input] = []
    if d:
        sources.append(Input("weights", "weights", message("All weights"), tuple(range(d))))
    if s:
        sources.append(Input("scores", "scores", message("All uncertain scores"), tuple(range(d, d + s))))
    if len(rankings) > 1:
        sources.append(Input("method", "method", message("Choice of method"), (d + s,)))
    if not sources:
        raise refuse(
            InputError,
            "nothing-uncertain",
            "nothing is uncertain: the weights are given, every score is a single number and there is one"
            " method; give a distribution of weights, intervals of scores or several methods",
        )
    if split == "sources":
        return tuple(sources)
    framework = problem.framework
    weights = [
        Input("weight", node, message("Weight: {node}", node=framework.nodes[node].title), (position,))
        for position, node in enumerate(drivers.nodes)
    ]
    return (*sources, *weights, *(_score_inputs(scores, problem, split, d) if s else ()))


def _score_inputs(scores: ScoreDistribution, problem: Problem, split: Split, start: int) -> list[Input]:
    how = split
    if split == "auto":
        leaves = len(set(scores.columns.tolist()))
        few = scores.dimensions <= MOST_CELLS
        how = "cells" if few else "leaves" if leaves <= MOST_CELLS else "candidates"
    groups: dict[tuple[int, int], list[int]] = {}
    for position, (row, column) in enumerate(zip(scores.rows.tolist(), scores.columns.tolist(), strict=True)):
        at = (-1 if how == "leaves" else row, -1 if how == "candidates" else column)
        groups.setdefault(at, []).append(start + position)
    inputs = []
    for (row, column), columns in groups.items():
        leaf: Text = problem.framework.leaves[column].title
        if row < 0:
            title = message("Scores: {leaf}", leaf=leaf)
            inputs.append(Input("leaf", problem.leaves[column], title, tuple(columns)))
        elif column < 0:
            title = message("Scores of {candidate}", candidate=problem.name(row))
            inputs.append(Input("candidate", problem.candidates[row], title, tuple(columns)))
        else:
            title = message("Score: {candidate}, {leaf}", candidate=problem.name(row), leaf=leaf)
            id = f"{problem.candidates[row]}/{problem.leaves[column]}"
            inputs.append(Input("score", id, title, tuple(columns)))
    return inputs


def _explanation(
    drivers: Drivers, scores: ScoreDistribution, rankings: Sequence[Ranking]
) -> tuple[Message, ...]:
    words = [drivers.explanation]
    if scores.dimensions:
        words.append(
            message(
                Plural(
                    "{count} score is uncertain; it is drawn at random.",
                    "{count} scores are uncertain; each is drawn independently of the others.",
                ),
                count=scores.dimensions,
            )
        )
    else:
        words.append(message("Every score is a single number, so scores add no uncertainty."))
    if len(rankings) > 1:
        words.append(
            message(
                "One of the methods {methods} is drawn, each with the same chance. Their scores have"
                " different scales, so they are standardised in each sample: the number of standard"
                " deviations above the mean of all candidates.",
                methods=[each.method.name for each in rankings],
            )
        )
    return tuple(words)


def _notices(
    indices: SobolIndices, outcomes: Sequence[Outcome], rankings: Sequence[Ranking]
) -> tuple[Notice, ...]:
    still = [outcome for o, outcome in enumerate(outcomes) if np.isnan(indices.first[o]).all()]
    if not still:
        return ()
    return (
        notice(
            "does-not-vary",
            "these do not vary within the ranges of weights, scores and methods, so there is no variance"
            " to divide: {outcomes}",
            outcomes=still,
        ),
    )
