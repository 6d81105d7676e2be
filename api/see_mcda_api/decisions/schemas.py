"""What is answered about decisions."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

Kind = Literal["create", "replace", "patch", "put", "remove", "delete", "undo", "restore"]


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

    items: list[dict[str, Any]]


class WeightingEntry(BaseModel):
    """A weighting of a decision."""

    id: str
    document: dict[str, Any]


class Weightings(BaseModel):
    """The weightings of a decision."""

    items: list[WeightingEntry]
