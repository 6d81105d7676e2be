"""Response models for decisions."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from see_mcda.results.documents import MergeModel

Kind = Literal["create", "replace", "patch", "put", "remove", "delete", "undo", "restore"]


class DecisionItem(BaseModel):
    """A decision without its content."""

    id: str
    title: dict[str, str] = Field(description="the title of the problem, by language")
    version: int = Field(description="the number of the latest change")
    created: datetime.datetime
    changed: datetime.datetime
    changed_by: str = Field(description="the person who made the latest change")
    deleted: bool


class DecisionModel(DecisionItem):
    """A decision."""

    problem: dict[str, Any]
    weightings: dict[str, dict[str, Any]]


class DecisionPage(BaseModel):
    """A page of decisions, newest first."""

    items: list[DecisionItem]
    next: str | None = Field(description="the cursor of the next page")


class ChangeItem(BaseModel):
    """A change of a decision."""

    version: int
    at: datetime.datetime
    person: str
    key: str = Field(description="the id of the API key")
    kind: Kind
    place: str = Field(
        description="the changed part: `candidates/sampran/scores/market`; empty for the whole decision"
    )
    restores: int | None = Field(description="the restored version, for `undo` and `restore`")


class Difference(BaseModel):
    """A value before and after a change."""

    place: str
    before: Any = Field(description="null if there was no value")
    after: Any = Field(description="null if there is no value")


class ChangeModel(ChangeItem):
    """A change with its differences and the content of the decision after it."""

    differences: list[Difference]
    problem: dict[str, Any]
    weightings: dict[str, dict[str, Any]]


class MergedModel(MergeModel):
    """A merge of a returned file into a decision."""

    version: int = Field(description="the version of the decision, which a merge without changes keeps")


class ChangePage(BaseModel):
    """A page of changes, newest first."""

    items: list[ChangeItem]
    next: int | None = Field(description="the cursor of the next page")


class Candidates(BaseModel):
    """The candidates of a decision."""

    items: list[dict[str, Any]]


class WeightingEntry(BaseModel):
    """A weighting of a decision."""

    id: str
    document: dict[str, Any]


class Weightings(BaseModel):
    """The weightings of a decision."""

    items: list[WeightingEntry]
