"""The result document of a pillar map (``see-mcda/pillar-map/1``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.analyses.pillar_map.pillar_map import PillarMap
from see_mcda.results.documents import AnalysisModel, ResultModel

Mix = tuple[float, float, float]


class RegionModel(ResultModel):
    """Where one candidate, or several that are always tied, win; ``area`` is a part of all allowed mixes.

    ``polygons`` are loops of mixes; one that turns the other way than (1, 0, 0), (0, 1, 0), (0, 0, 1) is a
    hole.
    ``bounds`` hold the true area, or are null where nothing is proven.
    """

    candidates: list[str]
    polygons: list[list[Mix]]
    area: float
    bounds: tuple[float, float] | None
    exact: bool


class BorderModel(ResultModel):
    """The nearest mix at which another candidate takes over; ``distance`` is the share that moves."""

    distance: float
    mix: Mix
    candidates: list[str]


class PillarMapModel(AnalysisModel):
    """Who wins under every mix of three branches; ``total`` is what these weigh together.

    ``allowed`` are the corners of the mixes that the statements allow, the whole triangle without any.
    """

    schema_: Literal["see-mcda/pillar-map/1"] = Field(default="see-mcda/pillar-map/1", alias="schema")
    nodes: tuple[str, str, str]
    total: float
    current: Mix
    leaders: list[str]
    regions: list[RegionModel]
    border: BorderModel | None
    exact: bool
    allowed: list[Mix]


def pillar_map_model(map: PillarMap) -> PillarMapModel:
    """Return the document of a pillar map."""
    ids = map.problem.candidates
    border = map.border
    return PillarMapModel(
        **map.about(),
        nodes=map.nodes,
        total=map.total,
        current=tuple(map.current.tolist()),
        leaders=[ids[row] for row in map.leaders],
        regions=[
            RegionModel(
                candidates=[ids[row] for row in region.rows],
                polygons=[polygon.tolist() for polygon in region.polygons],
                area=region.area,
                bounds=region.bounds,
                exact=region.exact,
            )
            for region in map.regions
        ],
        border=None
        if border is None
        else BorderModel(
            distance=border.distance,
            mix=tuple(border.mix.tolist()),
            candidates=[ids[row] for row in border.rows],
        ),
        exact=map.exact,
        allowed=map.allowed.tolist(),
    )
