"""The result documents: what the command line prints as JSON is what the service answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from see_mcda.language.messages import Notice

Words = dict[str, str]


class ResultModel(BaseModel):
    """A part of a result; unknown keys are refused, NaN and infinities are null in JSON."""

    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="null", populate_by_name=True)


class NoticeModel(ResultModel):
    """A warning: a stable code, the words in every language, and the place it is about."""

    code: str
    message: Words
    where: str | None = None

    @classmethod
    def of(cls, notice: Notice) -> NoticeModel:
        """Return the model of a notice."""
        return cls(code=notice.code, message=notice.message.texts(), where=notice.where)


class MethodModel(ResultModel):
    """The method and every option, also those that were not given."""

    name: str
    options: dict[str, Any]


class WeightingModel(ResultModel):
    """Where the weights come from; ``consistency``, by node, of judgments on criteria and candidates."""

    id: str | None = None
    name: Words | None = None
    rationale: Words | None = None
    consistency: dict[str, dict[str, Any]] = Field(default_factory=dict)


class RecordModel(ResultModel):
    """What recomputes the result: versions, how it was asked for, SHA-256 of RFC 8785 canonical documents."""

    engine: str
    numpy: str
    problem: str
    weighting: str
    input_sha256: str
    missing: str
    reference: bool = False
    seed: int | None = None


class GateModel(ResultModel):
    """How a gate was answered."""

    state: Literal["pass", "fail", "not-established"]
    reason: Words | None = None


class RankedCandidate(ResultModel):
    """One candidate of a ranking.

    ``rank`` is null for one that is not eligible; ``shadow_rank`` is then 1 + the number of eligible
    candidates strictly better. ``score_range`` goes from its doubtful scores all at their worst to all at
    their best. ``below`` gives the value of each node that misses the required minimum.
    """

    id: str
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


class RankingModel(ResultModel):
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


class ComparisonModel(ResultModel):
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


class ExplanationModel(ResultModel):
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


class VerificationModel(ResultModel):
    """Whether a result is what its problem gives today, and what differs."""

    schema_: Literal["see-mcda/verification/1"] = Field(default="see-mcda/verification/1", alias="schema")
    same: bool
    differences: list[NoticeModel]
    warnings: list[NoticeModel]
    record: RecordModel


class AnalysisModel(ResultModel):
    """What the result of every analysis has: the ranking that it is about, and what was asked.

    Arrays stand in the order of ``candidates`` and ``leaves``. ``arguments`` are what the analysis was asked
    beyond the problem, the weights and the method.
    """

    title: Words | None = None
    method: MethodModel
    weighting: WeightingModel
    weights: dict[str, float]
    candidates: list[str]
    names: list[Words]
    eligible: list[bool]
    ranks: list[int | None]
    leaves: list[str]
    arguments: dict[str, Any]
    warnings: list[NoticeModel]
    note: Words | None = None
    record: RecordModel
