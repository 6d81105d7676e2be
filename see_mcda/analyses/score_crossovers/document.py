"""The document of crossovers along one score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel

if TYPE_CHECKING:
    from see_mcda.analyses.score_crossovers.score_crossovers import ScoreCrossovers


class ScoreSegmentModel(ResultModel):
    """An interval of the score, who (positions) leads in it, and the candidate's rank."""

    interval: tuple[float, float]
    leaders: list[int]
    rank: int


class ScoreLevelModel(ResultModel):
    """What holds if the score were a whole level of the scale."""

    level: float
    leaders: list[int]
    rank: int


class ScoreCrossoversModel(AnalysisModel):
    """What one score decides: ``changes`` are its values at which somebody else leads."""

    schema_: Literal["see-mcda/score-crossovers/1"] = Field(
        default="see-mcda/score-crossovers/1", alias="schema"
    )
    exact: bool
    candidate: int
    leaf: str
    value: float
    low: float
    high: float
    changes: list[float]
    segments: list[ScoreSegmentModel]
    levels: list[ScoreLevelModel]


def score_crossovers_model(found: ScoreCrossovers) -> ScoreCrossoversModel:
    """Return the document of the crossovers along one score."""
    return ScoreCrossoversModel(
        **found.about(),
        exact=found.exact,
        candidate=found.candidate,
        leaf=found.leaf,
        value=found.value,
        low=found.low,
        high=found.high,
        changes=list(found.changes),
        segments=[
            ScoreSegmentModel(interval=part.interval, leaders=list(part.leaders), rank=part.rank)
            for part in found.segments
        ],
        levels=[
            ScoreLevelModel(level=each.level, leaders=list(each.leaders), rank=each.rank)
            for each in found.levels
        ],
    )
