"""The documents of rankings, comparisons and explanations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.results.documents import (
    FromTable,
    MethodModel,
    NoticeModel,
    RecordModel,
    ResultModel,
    WeightingModel,
    Words,
)


class GateModel(ResultModel):
    """How a gate was answered."""

    state: Literal["pass", "fail", "not-established"]
    reason: Words | None = None


class RankedCandidate(ResultModel):
    """One candidate of a ranking; ``label`` is what people wrote as its id, where that is not a valid id.

    ``rank`` is null for one that is not eligible; ``shadow_rank`` is then 1 + the number of eligible
    candidates strictly better. ``score_range`` goes from its doubtful scores all at their worst to all at
    their best. ``below`` gives the value of each node that misses the required minimum.
    """

    id: str
    label: str | None = None
    name: Words
    score: float | None
    native_score: float | None
    score_range: tuple[float, float] | None = None
    rank: int | None
    shadow_rank: int | None = None
    eligible: bool
    conditional: bool
    meets: bool
    below: dict[str, float] = Field(default_factory=dict)
    reference: bool = False
    gates: dict[str, GateModel] = Field(default_factory=dict)
    contributions: dict[str, float | None] | None = None
    nodes: dict[str, float | None] | None = None


class RankingModel(FromTable):
    """A ranking: candidates in rank order, ineligible ones last."""

    schema_: Literal["see-mcda/ranking/1"] = Field(default="see-mcda/ranking/1", alias="schema")
    title: Words | None = None
    method: MethodModel
    weighting: WeightingModel
    weights: dict[str, float]
    candidates: list[RankedCandidate]
    contribution_kind: Literal["exact", "allocated", "log", "none"]
    ties: list[list[str]]
    warnings: list[NoticeModel]
    note: Words | None = None
    record: RecordModel


class ComparedRanking(ResultModel):
    """One of the rankings that are compared, in the order of the comparison's candidates."""

    method: MethodModel
    weighting: WeightingModel
    weights: dict[str, float]
    scores: list[float | None]
    ranks: list[int | None]
    record: RecordModel


class ComparisonModel(FromTable):
    """Several weightings and methods side by side; candidates in the order of the problem."""

    schema_: Literal["see-mcda/comparison/1"] = Field(default="see-mcda/comparison/1", alias="schema")
    title: Words | None = None
    candidates: list[str]
    names: list[Words]
    eligible: list[bool]
    rankings: list[ComparedRanking]
    warnings: list[NoticeModel]
    note: Words | None = None


class ExplainedLeaf(ResultModel):
    """What one leaf says of two candidates; ``difference`` is what it adds to the first one's lead."""

    values: tuple[float | None, float | None]
    weight: float
    contributions: tuple[float | None, float | None] | None
    difference: float | None


class ExplanationModel(FromTable):
    """Why one candidate stands where it does beside another one.

    ``decisive`` are the fewest leaves that together outweigh all that speaks for the other one;
    ``lead_without_them`` is the lead that is left if the leader scored there as the other one does.
    """

    schema_: Literal["see-mcda/explanation/1"] = Field(default="see-mcda/explanation/1", alias="schema")
    title: Words | None = None
    method: MethodModel
    weighting: WeightingModel
    weights: dict[str, float]
    leader: str
    other: str
    scores: tuple[float | None, float | None]
    ranks: tuple[int | None, int | None]
    leaves: dict[str, ExplainedLeaf]
    contribution_kind: Literal["exact", "allocated", "log", "none"]
    decisive: list[str]
    lead_without_them: float | None
    sentences: list[Words]
    warnings: list[NoticeModel]
    note: Words | None = None
    record: RecordModel
