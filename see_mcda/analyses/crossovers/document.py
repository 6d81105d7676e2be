"""The document of crossovers along every weight."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, Ranks, ResultModel

MOST_RANKS = 200_000
"""Ranks that one document holds; where there would be more, ``rankings`` is null."""


class CrossingModel(ResultModel):
    """Two candidates (positions) swap: the first of ``pair`` is ahead below ``at``, the second above."""

    at: float
    at_global: float
    pair: tuple[int, int]
    ranks: tuple[int, int]
    exact: bool


class LeaderSpanModel(ResultModel):
    """An interval of the local share, and who (positions) leads in it."""

    interval: tuple[float, float]
    leaders: list[int]


class LeaderChangeModel(ResultModel):
    """Where the lead changes first on one side, and who leads beyond."""

    at: float
    at_global: float
    leaders: list[int]


class SegmentModel(ResultModel):
    """Between two neighbouring crossings: the interval of the local share, and the ranks there."""

    interval: tuple[float, float]
    ranks: Ranks


class NodeCrossoversModel(ResultModel):
    """What happens as one node's local share moves from 0 to 1.

    Intervals are local shares, those named ``_global`` the node's global weights. ``rankings`` is null where
    the document would hold too many ranks.
    """

    share: float
    global_share: float
    leader_interval: tuple[float, float]
    leader_interval_global: tuple[float, float]
    ranking_interval: tuple[float, float]
    ranking_interval_global: tuple[float, float]
    below: LeaderChangeModel | None
    above: LeaderChangeModel | None
    leaders: list[LeaderSpanModel]
    crossings: list[CrossingModel]
    rankings: list[SegmentModel] | None = None
    always_tied: list[tuple[int, int]]


class CrossoversModel(AnalysisModel):
    """Where candidates swap as each weight moves; ``top``: only swaps at so many first ranks are listed."""

    schema_: Literal["see-mcda/crossovers/1"] = Field(default="see-mcda/crossovers/1", alias="schema")
    exact: bool
    top: int | None
    nodes: dict[str, NodeCrossoversModel]
