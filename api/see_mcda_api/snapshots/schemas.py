"""Request and response models for snapshots."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from see_mcda.analyses import registry as analyses
from see_mcda_api.runs.schemas import EXAMPLE as RUN

KINDS = ("ranking", "comparison", *analyses.NAMES)
EXAMPLE: dict[str, Any] = {"kind": "ranking", "problem": RUN["problem"], "weights": "equal"}


class KeptSnapshotRequest(BaseModel):
    """A result for a snapshot, with the fields of its own endpoint (`weights`, `method`, …)."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"examples": [{"kind": "ranking", "weights": "equal"}]}
    )

    kind: Literal[KINDS] = Field(description="the kind of result")  # type: ignore[valid-type]


class SnapshotRequest(KeptSnapshotRequest):
    """A result of a problem for a snapshot, with the fields of its own endpoint (`weights`, …)."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    problem: dict[str, Any] = Field(description="the problem document; see GET /v1/schemas/problem")


class SnapshotModel(BaseModel):
    """A snapshot. Anyone with `address` or `page` can read it."""

    id: str
    kind: str
    title: dict[str, str]
    how: dict[str, str] = Field(description="the weighting and the method, by language")
    person: str = Field(description="the person who created it")
    created: datetime.datetime
    revoked: datetime.datetime | None = Field(description="when it was revoked; its address then returns 410")
    decision: str | None = Field(description="the decision, unless the problem was in the request")
    version: int | None = Field(description="the version of the decision")
    address: str = Field(
        description="the path of the result as JSON; add `.csv`, `.svg`, `.png` or `.txt` for other formats"
    )
    page: str = Field(description="the path of a page to embed")


class SnapshotPage(BaseModel):
    """A page of snapshots, newest first."""

    items: list[SnapshotModel]
    next: str | None = Field(description="the cursor of the next page")


class Embedding(BaseModel):
    """An oEmbed response (https://oembed.com)."""

    version: Literal["1.0"] = "1.0"
    type: Literal["rich"] = "rich"
    provider_name: str = "see-mcda"
    title: str
    html: str
    width: int
    height: int
