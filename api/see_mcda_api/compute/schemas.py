"""What is sent to be computed, and what a problem is answered to be."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from see_mcda_api.http.bodies import Body


class ToVerify(Body):
    """A result document, and the problem that it was made from."""

    result: dict[str, Any] = Field(description="a result as it was answered")
    problem: dict[str, Any] = Field(
        description="a problem document: its schema is at GET /v1/schemas/problem"
    )


class Read(BaseModel):
    """A problem that can be ranked: what is in it."""

    candidates: list[str]
    leaves: list[str]
    eligible: int = Field(description="candidates that fail no gate")
