"""Request bodies for decisions."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.http.bodies import Body

WEIGHTING: dict[str, JsonValue] = {
    "cooperation": 3,
    "framework": 1,
    "supply-chain": 1,
    "market": 2,
    "fair-trade": 1,
    "economic": 2,
    "social": 2,
    "environmental": 1,
}
Words = str | dict[str, str]


class DecisionBody(Body):
    """A problem with named weightings."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"problem": PROBLEM}]})
    problem: dict[str, Any] = Field(description="the problem document; see GET /v1/schemas/problem")
    weightings: dict[str, dict[str, Any]] = Field(
        default={}, description="weighting documents, or {leaf: weight}, by name"
    )


class DecisionPatch(BaseModel):
    """A merge patch (RFC 7396): fields are replaced, fields with null are removed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"problem": {"missing": "interval"}}]}
    )
    problem: dict[str, Any] = {}
    weightings: dict[str, dict[str, Any] | None] = {}


class CandidateBody(Body):
    """A candidate, as in a problem document."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "third", "scores": {"cooperation": 3, "market": 2}}]}
    )
    id: str | None = Field(default=None, description="the same id as in the path")
    scores: dict[str, Any] = Field(
        description="by criterion: a number, an interval, a score with its evidence, …"
    )
    name: Words | None = None
    note: Words | None = None
    attributes: dict[str, Any] | None = None
    gates: dict[str, Any] | None = None


class ScoreBody(Body):
    """A score and its evidence."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "value": {"low": 2, "high": 3},
                    "source": "field visit",
                    "date": "2026-03-01",
                    "assessor": "Anna",
                }
            ]
        }
    )
    value: Any = Field(description="a number, null, {low, high}, {low, mode, high}, {mean, sd}, or a list")
    source: Words | None = Field(default=None, description="the source of the score")
    date: str | None = Field(default=None, description="the date of the score")
    assessor: str | None = Field(default=None, description="the person who assessed it")
    note: Words | None = None


class WeightingBody(BaseModel):
    """A weighting document (see GET /v1/schemas/weighting), or `{leaf: weight}`."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [WEIGHTING]})


class ToRestore(Body):
    """The version to restore."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1}]})
    version: int = Field(ge=1)
