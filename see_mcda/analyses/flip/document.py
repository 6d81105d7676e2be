"""The result document of the smallest flip."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from see_mcda.results.documents import AnalysisModel, ByLeaf, CandidateOf, LeafOf, ResultModel


class WeightFlipModel(ResultModel):
    """The smallest change of weights for one rival.

    ``state``: ``found``; ``already`` (no change is needed); ``impossible`` (proved, under any weights);
    ``not-found`` (searched in vain). ``distance`` is to the border, ``lower_bound`` is proved: no smaller
    change does it (null: none at all does). ``exact``: either the two are within 1e-9, and the weights after
    are at most one millionth farther than the border, or it is proved impossible. ``before`` and ``after``
    are weights just before and just after.
    """

    rival: CandidateOf
    state: Literal["found", "already", "impossible", "not-found"]
    distance: float | None
    lower_bound: float | None
    exact: bool
    before: ByLeaf | None
    after: ByLeaf | None


class ScoreFlipModel(ResultModel):
    """The smallest change of one score that unseats the leader; ``relative`` to the scale or observed range.

    ``level`` is the nearest whole level in this direction that does it.
    """

    candidate: CandidateOf = Field(validation_alias=AliasChoices("candidate", "row"))
    leaf: LeafOf = Field(validation_alias=AliasChoices("leaf", "column"))
    value: float
    before: float
    after: float
    change: float
    relative: float
    rival: CandidateOf
    level: float | None
    exact: bool


class CriticalModel(ResultModel):
    """The measures of Triantaphyllou and Sánchez (1997); null where there is no feasible change.

    ``weight_changes`` and ``relative_weight_changes`` (per cent) are those against the leader, by candidate
    and leaf, to be taken away from the weight; ``criticality`` is the smallest over all pairs, by leaf;
    ``score_criticality`` (per cent) the smallest relative change of each score, by candidate and leaf.
    """

    absolute_top: LeafOf | None
    absolute_any: LeafOf | None
    percent_top: LeafOf | None
    percent_any: LeafOf | None
    criticality: list[float | None]
    absolute_criticality: list[float | None]
    sensitivity: list[float | None]
    weight_changes: list[list[float | None]]
    relative_weight_changes: list[list[float | None]]
    score_criticality: list[list[float | None]]


class FlipModel(AnalysisModel):
    """What it takes for the leader to lose first place.

    ``secure``: proved that no weights do it.
    """

    schema_: Literal["see-mcda/flip/1"] = Field(default="see-mcda/flip/1", alias="schema")
    leader: CandidateOf
    candidate: CandidateOf | None
    tied: bool
    secure: bool
    smallest: dict[Literal["absolute", "euclidean"], WeightFlipModel | None]
    rivals: dict[Literal["absolute", "euclidean"], list[WeightFlipModel]]
    scores: list[ScoreFlipModel]
    critical: CriticalModel | None
