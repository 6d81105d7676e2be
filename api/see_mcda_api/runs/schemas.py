"""What is sent and answered about runs."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from see_mcda.analyses import registry as analyses
from see_mcda.results.documents import NoticeModel

State = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")
EXAMPLE: dict[str, Any] = {
    "analysis": "acceptability",
    "problem": {
        "framework": "see",
        "missing": "neutral",
        "candidates": [
            {"id": "sampran", "scores": {"cooperation": 3.5, "market": 3, "economic": 3.5}},
            {"id": "moral-farmer", "scores": {"cooperation": 4, "market": 2.5, "economic": 3}},
        ],
    },
    "weights": "uniform",
    "samples": 1_000_000,
    "seed": 7,
}


class KeptRunRequest(BaseModel):
    """An analysis to compute in the background, with the fields that its own endpoint takes."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"examples": [{"analysis": "acceptability", "samples": 1_000_000}]}
    )

    analysis: Literal[analyses.NAMES] = Field(description="what to compute")  # type: ignore[valid-type]


class RunRequest(KeptRunRequest):
    """An analysis of a problem to compute in the background, with the fields that its own endpoint takes."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    problem: dict[str, Any] = Field(description="a problem document (see-mcda schema problem)")


class RunModel(BaseModel):
    """A run and how far it is."""

    id: str
    decision: str | None = Field(description="the decision that it is about, if it is kept")
    version: int | None = Field(description="the version of that decision")
    analysis: str
    state: State
    done: int = Field(description="blocks that are done in this attempt; an analysis may have several stages")
    total: int = Field(description="of how many; 0 until it is known")
    seed: int | None = Field(description="of its random numbers: the same seed gives the same numbers")
    attempts: int = Field(description="how often it was begun; more than 1 after a worker was lost")
    resumed_blocks: int = Field(description="blocks of the newest attempt that an earlier one had computed")
    seconds: float = Field(description="time that was spent on it")
    person: str = Field(description="who asked for it")
    created: datetime.datetime
    started: datetime.datetime | None
    finished: datetime.datetime | None
    faults: list[NoticeModel] = Field(description="why it failed")
    result: str | None = Field(description="where the result is, once it is done")
    events: str = Field(description="where progress is told as it happens")


class RunPage(BaseModel):
    """Some runs, the newest first."""

    items: list[RunModel]
    next: str | None = Field(description="the cursor of the next page")
