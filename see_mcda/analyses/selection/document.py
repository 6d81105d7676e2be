"""The document of a selection."""

from __future__ import annotations

from typing import Literal

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
    """A set that is best for some weights, and their share of all."""

    members: list[str]
    share: float


class SelectionModel(AnalysisModel):
    """The best set of candidates within constraints.

    ``value`` is the sum of the members' values above ``baseline``, that of a candidate that is left out.
    ``remaining`` is what is left of each budget; ``references`` are the worst and the best score, which
    fix the values in a plain table. ``sets``, ``core_index`` and ``max_regret`` are null
    where no weights vary.
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
    exact: bool


def selection_model(result: Selection) -> SelectionModel:
    """Return the document of a selection."""
    problem, best = result.problem, result.best
    ids = problem.candidates

    def members(one: CandidateSet) -> list[str]:
        return [ids[row] for row in result.rows_of(one)]

    about = result.about()
    about["candidates"] = [
        SelectedModel(
            id=id,
            name=dict(problem.name(row)),
            value=float(result.values[row]) if problem.eligible[row] else None,
            selected=bool(best.chosen[row]),
            level=result.level(row),
            conditional=bool(problem.conditional[row]),
            status=None,
            chance=None,
            standard_error=None,
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
        sets=None,
        core_index=None,
        max_regret=None,
        exact=result.exact,
    )


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
