"""The document of what is worth knowing."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from see_mcda.results.documents import AnalysisModel, CandidateOf, LeafOf, ResultModel


class LeaderIntervalModel(ResultModel):
    """Who is first while a score lies between two values and all else stays at its middle."""

    low: float
    high: float
    leaders: list[CandidateOf]


class DoubtfulScoreModel(ResultModel):
    """What knowing one doubtful score is worth.

    ``value`` is the expected fall of ``doubt``; ``bits`` what knowing it tells about who is first.
    """

    candidate: CandidateOf = Field(validation_alias=AliasChoices("candidate", "row"))
    leaf: LeafOf = Field(validation_alias=AliasChoices("leaf", "column"))
    missing: bool
    low: float
    high: float
    value: float
    standard_error: float = Field(validation_alias=AliasChoices("standard_error", "error"))
    bits: float
    bits_error: float
    leaders: list[LeaderIntervalModel]


class WorthKnowingModel(AnalysisModel):
    """The doubtful scores, most worth knowing first.

    ``chances`` of being first (alone or tied) are in the order of the candidates; ``doubt`` is 1 less the
    largest of them, ``entropy`` is in bits. Changes of the leader are bracketed and not proved, so that
    ``exact`` is false.
    """

    schema_: Literal["see-mcda/worth-knowing/1"] = Field(default="see-mcda/worth-knowing/1", alias="schema")
    likeliest: CandidateOf
    chances: list[float]
    chance_errors: list[float]
    doubt: float
    doubt_error: float
    entropy: float
    scores: list[DoubtfulScoreModel]
    exact: bool
    samples: int
    seed: int
