"""What is sent and answered about decisions."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from see_mcda_api.arguments import PROBLEM
from see_mcda_api.bodies import Body

Kind = Literal["create", "replace", "patch", "put", "remove", "delete", "undo", "restore"]
Words = str | dict[str, str]


class DecisionBody(Body):
    """A problem, and weightings by names of your own."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"problem": PROBLEM}]},
    )
    problem: dict[str, Any] = Field(
        description="a problem document: its schema is at GET /v1/schemas/problem"
    )
    weightings: dict[str, dict[str, Any]] = Field(
        default={}, description="weighting documents, or {leaf: weight}, by name"
    )


class DecisionPatch(BaseModel):
    """A merge patch (RFC 7396): what it names is replaced, what it names null is taken out."""

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
    id: str | None = Field(default=None, description="as in the address")
    scores: dict[str, Any] = Field(description="by leaf: a number, an interval, a score with its evidence, …")
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
    source: Words | None = Field(default=None, description="where it is known from")
    date: str | None = Field(default=None, description="of what date it is")
    assessor: str | None = Field(default=None, description="who judged")
    note: Words | None = None


class WeightingBody(BaseModel):
    """A weighting document (its schema is at GET /v1/schemas/weighting), or `{leaf: weight}`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={"examples": [{"cooperation": 2, "market": 1, "economic": 1}]},
    )


class ToRestore(Body):
    """The version whose content the decision shall have again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1}]})
    version: int = Field(ge=1)


class DecisionItem(BaseModel):
    """A decision without its content."""

    id: str
    title: dict[str, str] = Field(description="of the problem, by language")
    version: int = Field(description="how many changes made it what it is")
    created: datetime.datetime
    changed: datetime.datetime
    changed_by: str = Field(description="whose key made the newest change")
    deleted: bool


class DecisionModel(DecisionItem):
    """A decision."""

    problem: dict[str, Any]
    weightings: dict[str, dict[str, Any]]


class DecisionPage(BaseModel):
    """Some decisions, the newest first."""

    items: list[DecisionItem]
    next: str | None = Field(description="the cursor of the next page")


class ChangeItem(BaseModel):
    """A change: who made it, when, of what."""

    version: int
    at: datetime.datetime
    person: str
    key: str = Field(description="the id of the key that was used")
    kind: Kind
    place: str = Field(
        description="what was changed: `candidates/sampran/scores/market`; empty for the whole"
    )
    restores: int | None = Field(description="the version whose content this one has again")


class Difference(BaseModel):
    """A value that a change made another one."""

    place: str
    before: Any = Field(description="null where nothing was")
    after: Any = Field(description="null where nothing is")


class ChangeModel(ChangeItem):
    """A change, what it changed, and the content that the decision had then."""

    differences: list[Difference]
    problem: dict[str, Any]
    weightings: dict[str, dict[str, Any]]


class ChangePage(BaseModel):
    """Some changes, the newest first."""

    items: list[ChangeItem]
    next: int | None = Field(description="the cursor of the next page")


class Candidates(BaseModel):
    """The candidates of a decision."""

    items: list[CandidateBody]


class WeightingEntry(BaseModel):
    """A weighting of a decision."""

    id: str
    document: dict[str, Any]


class Weightings(BaseModel):
    """The weightings of a decision."""

    items: list[WeightingEntry]
