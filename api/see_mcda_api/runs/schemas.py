"""Request and response models for runs."""

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
    """An analysis to compute in the background, with the fields of its own endpoint."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"examples": [{"analysis": "acceptability", "samples": 1_000_000}]}
    )

    analysis: Literal[analyses.NAMES] = Field(description="the analysis to compute")  # type: ignore[valid-type]


class RunRequest(KeptRunRequest):
    """An analysis of a problem to compute in the background, with the fields of its own endpoint."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    problem: dict[str, Any] = Field(description="the problem document; see GET /v1/schemas/problem")


class RunModel(BaseModel):
    """A run and its progress."""

    id: str
    decision: str | None = Field(description="the decision, unless the problem was in the request")
    version: int | None = Field(description="the version of the decision")
    analysis: str
    state: State
    done: int = Field(description="finished blocks of this attempt; an analysis may have several stages")
    total: int = Field(description="total number of blocks; 0 until it is known")
    seed: int | None = Field(description="the random seed; the same seed gives the same result")
    attempts: int = Field(description="number of attempts; more than 1 after the loss of a worker")
    resumed_blocks: int = Field(description="blocks that the latest attempt took over from earlier ones")
    seconds: float = Field(description="total computing time")
    person: str = Field(description="the person who started it")
    created: datetime.datetime
    started: datetime.datetime | None
    finished: datetime.datetime | None
    faults: list[NoticeModel] = Field(description="the reasons of a failure")
    result: str | None = Field(description="the path of the result, once the run is done")
    events: str = Field(description="the path of the event stream")


class RunPage(BaseModel):
    """A page of runs, newest first."""

    items: list[RunModel]
    next: str | None = Field(description="the cursor of the next page")
