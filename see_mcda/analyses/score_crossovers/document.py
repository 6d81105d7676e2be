"""The document of crossovers along one score."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel


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
