"""Rankings of the candidates of a problem, by a method and weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arguments import About
from see_mcda.arrays import Array
from see_mcda.errors import InputError, MethodError, refuse
from see_mcda.io.frames import FrameLibrary, made_frame
from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Notice, Text, say
from see_mcda.methods import Method, Prepared, get_method
from see_mcda.methods.ranks import TIE, Ranks, shadow_ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.model.brief import counted, some
from see_mcda.model.cell import GATE_STATES, Missing
from see_mcda.model.data_checks import data_warnings
from see_mcda.model.labels import by_label
from see_mcda.model.normalization import Normalization, scale_values
from see_mcda.model.problem import Problem
from see_mcda.ranking.document import GateModel, RankedCandidate, RankingModel
from see_mcda.results.documents import MethodModel, NoticeModel, RecordModel, WeightingModel
from see_mcda.results.record import record
from see_mcda.results.result import Result
from see_mcda.uncertainty.statements import read_statements
from see_mcda.weighting.weights import Weights

WeightsLike = str | Path | Mapping[str, Any] | Weights | ArrayLike
WeightsDocument = str | dict[str, Any] | list[float]
"""Weights in JSON: a name, a document or global weights, or numbers in the order of the leaves."""


def fitted(problem: Problem, given: Mapping[str, Any], **more: Any) -> Prepared | None:
    """Return the method made ready for a problem, from the arguments of a function; None for several methods.

    ``more`` takes the place of some of the arguments.
    """
    given = {**given, **more}
    if isinstance(given["method"], (str, Method)):
        own = {"normalization": given.get("normalization"), **given["options"]}
        return prepare(problem, method=given["method"], missing=given["missing"], **own)
    for each in given["method"]:
        get_method(each)
    return None


def read_each(problem: Problem, weights: Any, given: Mapping[str, Any]) -> None:
    """Read one weighting or several; raise :class:`see_mcda.SeeMcdaError` if one does not fit."""
    for each in several_weights(weights):
        parse_weights(each, problem.framework)


def several_weights(given: WeightsLike | Sequence[WeightsLike]) -> list[WeightsLike]:
    """Return the weightings that were given: one, also as a series or an array of numbers, or several."""
    weights = by_label(given)
    if isinstance(weights, (str, Path, Mapping, Weights)):
        return [weights]
    several = list(cast("Sequence[WeightsLike]", weights))
    if not several:
        raise refuse(InputError, "empty", "at least one weighting is needed")
    one = all(isinstance(each, (int, float, np.number)) for each in several)
    return [cast("WeightsLike", weights)] if one else several


OneWeighting = Annotated[
    WeightsLike,
    About(
        "weights: the name of a shipped weighting, a weighting document, or a number for each criterion",
        metavar="NAME|FILE|a=2,b=1",
        json=WeightsDocument,
        read=lambda problem, weights, given: parse_weights(weights, problem.framework),
    ),
]
OneMethod = Annotated[str | Method, About("ranking method", metavar="NAME", json=str)]
MissingScores = Annotated[
    Missing | None,
    About("value for missing scores (default: as the problem says)"),
]
OwnOptions = Annotated[
    Any, About("other options of the method, by name", metavar="NAME=VALUE", json=dict[str, Any])
]
StatementList = Annotated[
    Any,
    About(
        'one or more statements about the weights, such as "market >= 2 * social", "0.1 <= fair-trade '
        '<= 0.4" or, about candidates, "@sampran >= @ban-fai"',
        metavar='"a >= b"',
        json=str | dict[str, Any] | list[Any] | None,
        read=lambda problem, statements, given: read_statements(
            statements, problem.framework, partial(fitted, problem, given)
        ),
    ),
]
MethodOptions = Annotated[
    OwnOptions,
    About(
        "other options of the method, by name",
        named={
            "normalization": Annotated[
                Normalization | None,
                About(
                    "normalisation of scores in different units (default: the framework's or the method's)",
                ),
            ]
        },
        read=lambda problem, options, given: fitted(problem, given),
    ),
]
"""The same, and ``normalization``, which every method has."""


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Result):
    """The candidates of a problem in order, and why.

    Attributes:
        problem: the problem as it was given.
        weights: the weights.
        method, options: the method and all its options.
        prepared: the method made ready for the problem with its scores complete.
        scores: (n,) in the order of the problem's candidates, higher is better; NaN if the method has none.
        ranks: (n,) 1 is best, ties share the smallest; 0 for an ineligible candidate.
        missing: what was done about missing scores.

    """

    name: ClassVar[str] = "ranking"

    problem: Problem
    weights: Weights
    method: Method
    options: Mapping[str, Any]
    prepared: Prepared
    scores: Array
    ranks: Ranks
    missing: Missing
    notices: tuple[Notice, ...] = field(repr=False)

    @property
    def complete(self) -> Problem:
        """The problem as it was ranked: missing scores filled, with the reference candidate if asked for."""
        return self.prepared.problem

    @property
    def native_scores(self) -> Array:
        """(n,) the scores with the sign and range in which the method was published."""
        return self.prepared.native_scores(self.scores)

    @cached_property
    def contributions(self) -> Array | None:
        """(n, m) what each leaf contributes to each score; ``contribution_kind`` says in which sense."""
        return self.prepared.contributions(self.weights.values)

    @property
    def contribution_kind(self) -> str:
        """``exact``, ``allocated``, ``log`` or ``none`` (see :class:`see_mcda.methods.Prepared`)."""
        return self.prepared.contribution_kind

    @cached_property
    def nodes(self) -> Mapping[str, Array]:
        """(n,) the score of every candidate on each sub-tree but the whole; empty if the method has none."""
        if not self.prepared.rolls_up():
            return {}
        rows = self.weights.node_rows
        return dict(zip(rows, self.prepared.scores(np.array(list(rows.values()))), strict=True))

    @cached_property
    def shadow_ranks(self) -> Mapping[int, int]:
        """By row, the rank that each ineligible candidate would have had beside the eligible ones."""
        if not self.prepared.has_scores:
            return {}
        shadows = shadow_ranks(self.scores, self.complete.eligible)
        return {int(row): int(shadows[row]) for row in np.flatnonzero(~self.complete.eligible)}

    @cached_property
    def score_ranges(self) -> Mapping[int, tuple[float, float]]:
        """By row, the score of a doubtful candidate with its doubtful scores all at their worst, all at best.

        A candidate whose score is no number at one of the ends is left out.
        """
        problem = self.complete
        rows = sorted({row for row, _ in problem.uncertain})
        if not rows or not self.prepared.has_scores:
            return {}
        ranges: dict[int, tuple[float, float]] = {}
        for row in rows:
            tables = np.repeat(problem.values[None], 2, axis=0)
            for (at, column), cell in problem.uncertain.items():
                if at == row:
                    tables[:, row, column] = self.prepared.worst_and_best(column, cell.low, cell.high)
            try:
                with np.errstate(all="ignore"):
                    pair = self.prepared.scores(np.repeat(self.weights.values[None], 2, axis=0), tables)[
                        :, row
                    ]
            except MethodError:  # an end breaks the method's assumptions
                continue
            if np.isfinite(pair).all():
                ranges[row] = (float(pair.min()), float(pair.max()))
        return ranges

    @cached_property
    def below_minimum(self) -> Mapping[int, Mapping[str, float]]:
        """By row, the value in [0, 1] of each node at which a candidate misses the required minimum."""
        below: dict[int, dict[str, float]] = {}
        for node, least in minimum(self.problem).items():
            columns = list(self.problem.framework.columns[node])
            u, own = scale_values(self.complete, columns), self.weights.under(node)[columns]
            reached = u @ own
            if self.complete.skips:
                with np.errstate(invalid="ignore"):
                    reached = np.nan_to_num(u) @ own / (~np.isnan(u) @ own)
            for row in np.flatnonzero(reached < least - TIE):
                below.setdefault(int(row), {})[node] = float(reached[row])
        return below

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The rows in rank order, ineligible candidates last, by their score."""
        last = len(self.ranks) + 1
        out = self.ranks == 0
        places = np.where(out, last, self.ranks)
        below = np.where(out, -np.nan_to_num(self.scores), 0.0)  # the tied stand in the order of the problem
        return tuple(int(row) for row in np.lexsort((below, places)))

    @property
    def leaders(self) -> tuple[int, ...]:
        """The rows of rank 1."""
        return tuple(np.flatnonzero(self.ranks == 1).tolist())

    @cached_property
    def ties(self) -> tuple[tuple[str, ...], ...]:
        """The groups of candidates that share a rank."""
        groups: dict[int, list[str]] = {}
        for row in self.order:
            if rank := int(self.ranks[row]):
                groups.setdefault(rank, []).append(self.problem.candidates[row])
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """What a person should know before relying on this ranking."""
        return (
            *self.weights.warnings,
            *self.notices,
            *self.prepared.warnings(),
            *data_warnings(self.problem),
        )

    @cached_property
    def record(self) -> Mapping[str, Any]:
        """What recomputes this ranking (see :mod:`see_mcda.results.record`)."""
        return record(
            self.problem,
            self.weights,
            self.method.name,
            self.options,
            missing=self.missing,
            reference=self.complete.reference is not None,
        )

    def rank_of(self, candidate: str) -> int | None:
        """Return the rank of a candidate by its id; None if it is not eligible."""
        return int(self.ranks[self.complete.row(candidate)]) or None

    def brief(self) -> str:
        """Return who is first of how many, by which method and weights."""
        candidates = self.complete.candidates
        first = [candidates[row] for row in self.order if self.ranks[row] == 1]
        score = f" ({self.scores[self.order[0]]:.4g})" if first and self.prepared.has_scores else ""
        return (
            f"{counted(len(candidates), 'candidate')} by {self.method.name},"
            f" weights {self.weights.id or 'as given'}; first: {some(first) or 'none'}{score}"
        )

    def to_frame(self, library: FrameLibrary | None = None, language: str = "en") -> Any:
        """Return a data frame: the rank, id, name and score of each candidate, the best first.

        ``library`` is as in :meth:`Problem.to_frame`. A candidate that is not eligible has no rank.
        """
        problem, order = self.complete, self.order
        table = {
            "rank": [int(self.ranks[row]) or None for row in order],
            "id": [problem.candidates[row] for row in order],
            "name": [say(problem.name(row), language) for row in order],
            "score": [float(self.scores[row]) for row in order],
        }
        return made_frame(table, library)

    def model(self) -> RankingModel:
        """Return the result document (``see-mcda/ranking/1``)."""
        return RankingModel(
            title=words_of(self.problem.title),
            method=self.method_model(),
            weighting=self.weighting_model(),
            weights=self.weights.to_dict(),
            candidates=[self._candidate(row) for row in self.order],
            contribution_kind=self.contribution_kind,  # type: ignore[arg-type]
            ties=[list(tie) for tie in self.ties],
            warnings=[NoticeModel.of(warning) for warning in self.warnings],
            note=words_of(self.problem.note or self.problem.framework.note),
            record=RecordModel(**self.record),
        )

    def method_model(self) -> MethodModel:
        """Return the method and its options as a document holds them."""
        return MethodModel(name=self.method.name, options=dict(self.options))

    def weighting_model(self) -> WeightingModel:
        """Return where the weights come from as a document holds it."""
        consistency = {**self.weights.consistency, **self.prepared.consistency()}
        return WeightingModel(
            id=self.weights.id,
            name=words_of(self.weights.name),
            rationale=words_of(self.weights.rationale),
            consistency={node: dict(known) for node, known in consistency.items()},
        )

    def _candidate(self, row: int) -> RankedCandidate:
        problem = self.complete
        eligible = bool(problem.eligible[row])
        score = float(self.scores[row]) if self.prepared.has_scores else None
        below = dict(self.below_minimum.get(row, {}))
        parts = None if self.contributions is None else self.contributions[row].tolist()
        return RankedCandidate(
            id=problem.candidates[row],
            label=problem.labels[row],
            name=dict(problem.name(row)),
            score=score,
            native_score=float(self.native_scores[row]) if self.prepared.has_scores else None,
            score_range=self.score_ranges.get(row),
            rank=int(self.ranks[row]) if eligible else None,
            shadow_rank=self.shadow_ranks.get(row),
            eligible=eligible,
            conditional=bool(problem.conditional[row]),
            meets=not below,
            below=below,
            reference=row == problem.reference,
            gates={} if row == problem.reference else gate_models(problem, row),
            contributions=None
            if parts is None
            else {leaf: finite(part) for leaf, part in zip(problem.leaves, parts, strict=True)},
            nodes={node: finite(scores[row]) for node, scores in self.nodes.items()} or None,
        )


def gate_models(problem: Problem, row: int) -> dict[str, GateModel]:
    """Return how a candidate's gates were answered."""
    return {
        gate.id: GateModel(
            state=GATE_STATES[problem.gates[row, column]], reason=words_of(problem.reasons.get((row, column)))
        )
        for column, gate in enumerate(problem.framework.gates)
    }


def rank(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    reference: Annotated[
        bool, About("also show a reference candidate that is good on every criterion")
    ] = False,
    **options: MethodOptions,
) -> Ranking:
    """Rank the candidates of a problem.

    ``weights`` has any form that :func:`see_mcda.read_weights` takes, but a file is a ``Path``; ``options``
    are ``normalization`` and the method's own options.

    Raises :class:`see_mcda.SeeMcdaError`: missing scores, weights that do not fit, an option that the method
    does not have, data that break its assumptions.

    """
    chosen = get_method(method)
    resolved = parse_weights(weights, problem.framework)
    asked = problem.with_reference() if reference else problem
    complete, notices = asked.complete(missing, _unscored(chosen, problem, options), chosen.skips)
    prepared = chosen.prepare(complete, **options)
    for node in minimum(problem):
        scale_values(complete, problem.framework.columns[node])  # refused now, not when the result is read
    row = resolved.values[None]
    if prepared.has_scores:
        scores = prepared.scores(row)[0] + 0.0  # no negative zero
        _check_finite(scores, complete, chosen)
        ranks = ranks_of(scores, complete.eligible)
    else:
        scores = np.full(len(complete.candidates), np.nan)
        ranks = prepared.ranks(row)[0]
    return Ranking(
        problem,
        resolved,
        chosen,
        prepared.options,
        prepared,
        scores,
        ranks,
        missing or problem.missing,
        notices,
    )


def complete_ranking(
    problem: Problem, weights: WeightsLike, *, method: str | Method, missing: Missing | None, **options: Any
) -> Ranking:
    """Return the ranking that an analysis or explanation is about, which compares all scores.

    Raises what :func:`rank` raises, and :class:`see_mcda.MissingScoresError` where scores are left out.
    """
    if "skip" in (missing, problem.missing):
        problem.complete(missing, _unscored(get_method(method), problem, options))
    return rank(problem, weights, method=method, missing=missing, **options)


def prepare(
    problem: Problem, *, method: str | Method = "topsis", missing: Missing | None = None, **options: Any
) -> Prepared:
    """Return a method made ready for a problem, to score many weight vectors (see :mod:`.ranks`)."""
    chosen = get_method(method)
    complete, _ = problem.complete(missing, _unscored(chosen, problem, options), chosen.skips)
    return chosen.prepare(complete, **options)


def _unscored(method: Method, problem: Problem, options: Mapping[str, Any]) -> set[str]:
    """Return the leaves that need no scores: neither for the method nor for a required minimum."""
    framework = problem.framework
    required = {column for node in minimum(problem) for column in framework.columns[node]}
    needed = {framework.leaves[column].id for column in required}
    return set(method.unscored(problem, options)) - needed


def minimum(problem: Problem) -> dict[str, float]:
    """Return the value in [0, 1] that is required of candidates, by node."""
    return {**problem.framework.require, **problem.require}


def _check_finite(scores: Array, problem: Problem, method: Method) -> None:
    wrong = np.flatnonzero(~np.isfinite(scores))
    if len(wrong) and problem.skips:
        raise refuse(
            MethodError,
            "no-weighted-score",
            "{candidates} have no score at any criterion that has weight",
            candidates=[problem.name(row) for row in wrong[:20]],
        )
    if len(wrong):
        raise refuse(
            MethodError,
            "no-number",
            "{method} has no result for {candidates}: scores this far apart cannot be combined",
            method=method.name,
            candidates=[problem.name(row) for row in wrong[:20]],
        )


def finite(number: float) -> float | None:
    """Return a number as JSON can hold it: minus infinity (the logarithm of 0) is null."""
    return float(number) if math.isfinite(number) else None


def words_of(text: Text | None) -> dict[str, str] | None:
    """Return a text as a document holds it."""
    return dict(text) if text else None
