"""The document of crossovers along every weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel

if TYPE_CHECKING:
    from see_mcda.analyses.crossovers.crossovers import Crossovers, LeaderChange, NodeCrossovers

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
    ranks: list[int | None]


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
    rankings: list[SegmentModel] | None
    always_tied: list[tuple[int, int]]


class CrossoversModel(AnalysisModel):
    """Where candidates swap as each weight moves; ``top``: only swaps at so many first ranks are listed."""

    schema_: Literal["see-mcda/crossovers/1"] = Field(default="see-mcda/crossovers/1", alias="schema")
    exact: bool
    top: int | None
    nodes: dict[str, NodeCrossoversModel]


def crossovers_model(found: Crossovers) -> CrossoversModel:
    """Return the document of crossovers."""
    n = len(found.problem.candidates)
    ranks = sum(node.segments for node in found.nodes.values()) * n
    return CrossoversModel(
        **found.about(),
        exact=found.exact,
        top=found.top,
        nodes={id: _node(node, ranks <= MOST_RANKS) for id, node in found.nodes.items()},
    )


def _node(node: NodeCrossovers, with_rankings: bool) -> NodeCrossoversModel:
    def whole(interval: tuple[float, float]) -> tuple[float, float]:
        return interval[0] * node.whole, interval[1] * node.whole

    return NodeCrossoversModel(
        share=node.share,
        global_share=node.global_share,
        leader_interval=node.leader_interval,
        leader_interval_global=whole(node.leader_interval),
        ranking_interval=node.ranking_interval,
        ranking_interval_global=whole(node.ranking_interval),
        below=_change(node.below),
        above=_change(node.above),
        leaders=[
            LeaderSpanModel(interval=span.interval, leaders=list(span.leaders)) for span in node.leaders
        ],
        crossings=[
            CrossingModel(at=c.at, at_global=c.at_global, pair=c.pair, ranks=c.ranks, exact=c.exact)
            for c in node.crossings
        ],
        rankings=[
            SegmentModel(interval=segment.interval, ranks=[int(rank) or None for rank in segment.ranks])
            for segment in node.rankings
        ]
        if with_rankings
        else None,
        always_tied=list(node.always_tied),
    )


def _change(change: LeaderChange | None) -> LeaderChangeModel | None:
    if change is None:
        return None
    return LeaderChangeModel(at=change.at, at_global=change.at_global, leaders=list(change.leaders))
