"""The document of a selection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from pydantic import Field

from see_mcda.analyses.selection.report import in_words
from see_mcda.analyses.selection.selection import CandidateSet, Selection
from see_mcda.results.documents import AnalysisModel, ResultModel, Words


class ConstraintModel(ResultModel):
    """A constraint: its name, what the set uses of its limit, and what the best set without it is worth more.

    ``reason`` is why a candidate is included or excluded.
    """

    name: str
    words: Words
    used: float | None
    limit: float | None
    price: float
    reason: str | None


class SetModel(ResultModel):
    """Another set of candidates."""

    members: list[str]
    value: float


class CostAt(ResultModel):
    """The highest cost at which the candidate is in the best set."""

    attribute: str
    number: float


class ScoreAt(ResultModel):
    """The worst score at a leaf with which the candidate is in the best set."""

    leaf: str
    number: float


class WhyModel(ResultModel):
    """Why a candidate is in the best set or not.

    ``loss`` is what a set is worth less where the candidate changes sides; null if it cannot.
    """

    code: Literal["gate", "excluded", "included", "constraint", "constraints", "value", "chosen"]
    constraints: list[str]
    loss: float | None
    cost: CostAt | None
    score: ScoreAt | None
    words: Words


class SelectedModel(ResultModel):
    """A candidate: whether it is in the best set and at which part of its cost, and why."""

    id: str
    name: Words
    value: float | None
    selected: bool
    level: float
    conditional: bool
    status: Literal["always", "sometimes", "never"] | None
    chance: float | None
    standard_error: float | None
    why: WhyModel


class ShareModel(ResultModel):
    """A set that is best for some weights and scores, and their share of all.

    ``cell`` are the corners of the weights for which it is best, in the order of ``leaves``; null where the
    shares are sampled.
    """

    members: list[str]
    share: float
    cell: list[list[float]] | None


class RegretModel(ResultModel):
    """A set with the smallest largest regret."""

    members: list[str]
    max_regret: float


class SurenessModel(ResultModel):
    """How the chances were found: the distribution of the weights, and the number of samples.

    Without samples, they are ``exact``.
    """

    distribution: Any
    exact: bool
    samples: int


class EvidenceModel(ResultModel):
    """An uncertain or missing score that changes the best set, and the sets at the ends of its range."""

    candidate: str
    leaf: str
    low: float
    high: float
    at_low: list[str]
    at_high: list[str]


class LineModel(ResultModel):
    """Who is clearly among the first ``count``, who is clearly not, and the zone in between.

    ``places`` are left for the zone; ``drawn`` are the candidates that lots with the seed ``draw`` chose.
    """

    count: int
    inside: list[str]
    zone: list[str]
    outside: list[str]
    places: int
    draw: str | None
    drawn: list[str] | None


class SelectionModel(AnalysisModel):
    """The best set of candidates within constraints.

    ``value`` is the sum of the members' values above ``baseline``, that of a candidate that is left out.
    ``remaining`` is what is left of each budget; ``references`` are the worst and the best score, which
    fix the values in a plain table. ``chances``, ``sets``, ``core_index``, ``max_regret`` (of the best set),
    ``least_regret`` and ``evidence`` are null where it was not asked how sure the set is, or not known.
    """

    schema_: Literal["see-mcda/selection/1"] = Field(default="see-mcda/selection/1", alias="schema")
    candidates: list[SelectedModel]  # type: ignore[assignment]
    members: list[str]
    value: float
    baseline: float
    constraints: list[ConstraintModel]
    remaining: dict[str, float]
    alternatives: list[SetModel]
    conditional: bool
    references: dict[str, tuple[float, float]] | None
    sets: list[ShareModel] | None
    core_index: dict[str, float] | None
    max_regret: float | None
    least_regret: RegretModel | None
    chances: SurenessModel | None
    evidence: list[EvidenceModel] | None
    line: LineModel | None
    exact: bool


def selection_model(result: Selection) -> SelectionModel:
    """Return the document of a selection."""
    problem, best = result.problem, result.best
    ids = problem.candidates

    def members(one: CandidateSet) -> list[str]:
        return [ids[row] for row in result.rows_of(one)]

    def ids_of(rows: Iterable[int]) -> list[str]:
        return [ids[int(row)] for row in rows]

    sure, least, line = result.robustness, result.least_regret, result.line
    about = result.about()
    about["candidates"] = [
        SelectedModel(
            id=id,
            name=dict(problem.name(row)),
            value=float(result.values[row]) if problem.eligible[row] else None,
            selected=bool(best.chosen[row]),
            level=result.level(row),
            conditional=bool(problem.conditional[row]),
            status=None if sure is None else sure.status[row],
            chance=None if sure is None else float(sure.chance[row]),
            standard_error=None if sure is None else float(sure.standard_error[row]),
            why=_why(result, row),
        )
        for row, id in enumerate(ids)
    ]
    return SelectionModel(
        **about,
        members=members(best),
        value=best.value,
        baseline=result.program.baseline,
        constraints=[
            ConstraintModel(
                name=each.name,
                words=each.words.texts(),
                used=each.used(best.options),
                limit=each.limit,
                price=price,
                reason=each.reason,
            )
            for each, price in zip(result.constraints.each, result.prices, strict=True)
        ],
        remaining=result.remaining,
        alternatives=[SetModel(members=members(each), value=each.value) for each in result.alternatives],
        conditional=result.conditional,
        references=result.references,
        sets=None if sure is None else _shares(result),
        core_index=(
            None
            if sure is None or sure.core_index is None
            else dict(zip(ids, sure.core_index.tolist(), strict=True))
        ),
        max_regret=result.max_regret,
        least_regret=None if least is None else RegretModel(members=members(least[0]), max_regret=least[1]),
        chances=(
            None
            if sure is None or result.distribution is None
            else SurenessModel(
                distribution=result.distribution.document, exact=sure.exact, samples=sure.samples
            )
        ),
        evidence=(
            None
            if result.evidence is None
            else [
                EvidenceModel(
                    candidate=ids[each.row],
                    leaf=result.problem.leaves[each.column],
                    low=each.low,
                    high=each.high,
                    at_low=ids_of(np.flatnonzero(each.at_low)),
                    at_high=ids_of(np.flatnonzero(each.at_high)),
                )
                for each in result.evidence
            ]
        ),
        line=(
            None
            if line is None
            else LineModel(
                count=line.count,
                inside=ids_of(line.inside),
                zone=ids_of(line.zone),
                outside=ids_of(line.outside),
                places=line.places,
                draw=line.seed,
                drawn=None if line.seed is None else ids_of(line.drawn),
            )
        ),
        exact=result.exact,
    )


def _shares(result: Selection) -> list[ShareModel]:
    sure, ids = result.robustness, result.problem.candidates
    assert sure is not None
    return [
        ShareModel(
            members=[ids[row] for row in result.rows_of(each)],
            share=float(share),
            cell=None if sure.cells is None else sure.cells[at].tolist(),
        )
        for at, (each, share) in enumerate(zip(result.sets, sure.shares, strict=True))
    ]


def _why(result: Selection, row: int) -> WhyModel:
    reason = result.reasons[row]
    cost, score = reason.cost, reason.score
    return WhyModel(
        code=reason.code,
        constraints=[each.name for each in reason.constraints],
        loss=reason.loss,
        cost=CostAt(attribute=cost.attribute, number=cost.number) if cost else None,
        score=ScoreAt(leaf=result.problem.leaves[score.column], number=score.number) if score else None,
        words=in_words(result, row).texts(),
    )
