"""What is sent and answered about snapshots."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from see_mcda.analyses import registry as analyses
from see_mcda_api.runs.schemas import EXAMPLE as RUN

KINDS = ("ranking", "comparison", *analyses.NAMES)
EXAMPLE: dict[str, Any] = {"kind": "ranking", "problem": RUN["problem"], "weights": "equal"}


class KeptSnapshotRequest(BaseModel):
    """A result to freeze, with the fields that its own endpoint takes (`weights`, `method`, …)."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"examples": [{"kind": "ranking", "weights": "equal"}]}
    )

    kind: Literal[KINDS] = Field(description="what to compute and freeze")  # type: ignore[valid-type]


class SnapshotRequest(KeptSnapshotRequest):
    """A result of a problem to freeze, with the fields that its own endpoint takes (`weights`, …)."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    problem: dict[str, Any] = Field(description="a problem document (see-mcda schema problem)")


class SnapshotModel(BaseModel):
    """A snapshot, for the team that made it: whoever is given `address` or `page` may read it."""

    id: str
    kind: str
    title: dict[str, str]
    how: dict[str, str] = Field(description="under which weights and by which method")
    person: str = Field(description="who froze it")
    created: datetime.datetime
    revoked: datetime.datetime | None = Field(description="since when it answers 410")
    decision: str | None = Field(description="the decision that it was made of")
    version: int | None = Field(description="the version of that decision")
    address: str = Field(
        description="the result as JSON; with `.csv`, `.svg`, `.png`, `.txt` its other forms"
    )
    page: str = Field(description="a page to embed")


class SnapshotPage(BaseModel):
    """Some snapshots, the newest first."""

    items: list[SnapshotModel]
    next: str | None = Field(description="the cursor of the next page")


class Embedding(BaseModel):
    """What oEmbed says of a page (https://oembed.com)."""

    version: Literal["1.0"] = "1.0"
    type: Literal["rich"] = "rich"
    provider_name: str = "see-mcda"
    title: str
    html: str
    width: int
    height: int
