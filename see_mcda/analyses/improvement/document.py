"""The document of an improvement."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from see_mcda.results.documents import AnalysisModel, CandidateOf, LeafOf, Ranks, ResultModel


class ChangeModel(ResultModel):
    """A score that changes, in the leaf's own units; ``steps`` of a level, or of a tenth of the scale."""

    leaf: LeafOf = Field(validation_alias=AliasChoices("leaf", "column"))
    before: float
    after: float
    steps: float
    cost: float


class ImprovementModel(AnalysisModel):
    """What a candidate must change to reach a rank.

    ``alone`` gives for each leaf that may change the smallest change which is enough by itself, or null;
    ``together`` the cheapest changes of several scores, or null if nothing is enough; ``exact`` whether these
    are proved to be the cheapest. ``best_rank`` is reached with every score that may change at its best.
    ``ranks_after`` are those of all candidates after ``together``; under statements, the worst ranks.
    """

    schema_: Literal["see-mcda/improvement/1"] = Field(default="see-mcda/improvement/1", alias="schema")
    candidate: CandidateOf
    rank_wanted: int
    rank_now: int
    best_rank: int
    reached: bool
    alone: dict[LeafOf, ChangeModel | None]
    together: list[ChangeModel] | None
    cost: float | None
    exact: bool
    ranks_after: Ranks | None
