"""The document of a verdict."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, CandidateOf, LeafOf, ResultModel, Words


class LimitModel(ResultModel):
    """How far one node's global weight can move, its siblings in proportion, until ``leaders`` lead."""

    node: str
    weight: float
    at: float
    leaders: list[CandidateOf]


class FindOutModel(ResultModel):
    """The score to find out first.

    ``doubt`` is the chance that the likeliest winner does not win, ``value`` by how much that falls on
    average once the score is known.
    """

    candidate: CandidateOf
    leaf: LeafOf
    missing: bool
    value: float
    standard_error: float
    doubt: float


class DecidingScoreModel(ResultModel):
    """A score in doubt, and its value in the example."""

    candidate: CandidateOf
    leaf: LeafOf
    value: float


class DeciderModel(ResultModel):
    """Scores in doubt that together put rivals ahead of the leader, or into a better set."""

    rivals: list[CandidateOf]
    scores: list[DecidingScoreModel]


class VerdictModel(AnalysisModel):
    """Whether the first place, the best set or the classes are settled.

    ``settled`` is proved for all weights that the statements in ``allowed`` allow (without any: all weights)
    and all scores; ``settled-under-these-weights`` at the given weights for all scores; anything else is
    ``open``. ``leaders`` are first, or in the best set. ``rivals`` are ahead, or in a better set, in an
    example under the given weights, by the scores in ``deciders``, or their class can change; ``elsewhere``
    in one under other allowed weights. ``proved`` is false where neither a proof
    nor an example was found.
    """

    schema_: Literal["see-mcda/verdict/1"] = Field(default="see-mcda/verdict/1", alias="schema")
    outcome: Literal["first", "set", "classes"]
    verdict: Literal["settled", "settled-under-these-weights", "open"]
    sentence: Words
    reasons: list[Words]
    allowed: list[Any]
    leaders: list[CandidateOf]
    tied: bool
    rivals: list[CandidateOf]
    deciders: list[DeciderModel]
    elsewhere: list[CandidateOf]
    unchecked: list[str]
    doubtful: int
    proved: bool
    limit: LimitModel | None
    find_out: FindOutModel | None
    seed: int
