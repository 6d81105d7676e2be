"""Bodies and responses of verification and validation."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from see_mcda.results.documents import FromTable
from see_mcda_api.http.bodies import Body


class ToVerify(Body):
    """A result and its problem, to verify."""

    result: dict[str, Any] = Field(description="a result document of this service")
    problem: dict[str, Any] = Field(description="the problem document; see GET /v1/schemas/problem")


class Read(FromTable):
    """The content of a valid problem."""

    candidates: list[str]
    leaves: list[str]
    eligible: int = Field(description="number of candidates that pass all gates")
