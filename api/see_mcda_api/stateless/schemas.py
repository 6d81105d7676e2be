"""What is sent to be computed."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE: dict[str, Any] = {
    "problem": {
        "framework": "see",
        "missing": "neutral",
        "candidates": [
            {"id": "sampran", "scores": {"cooperation": 3.5, "market": 3, "economic": 3.5}},
            {"id": "moral-farmer", "scores": {"cooperation": 4, "market": 2.5, "economic": 3}},
        ],
    },
    "weights": "social-led",
    "method": "topsis",
}


class Asked(BaseModel):
    """A problem, and the arguments of the engine's function by their names (``weights``, ``method``, …)."""

    model_config = ConfigDict(extra="allow", allow_inf_nan=False, json_schema_extra={"examples": [EXAMPLE]})

    problem: dict[str, Any] = Field(description="a problem document (see-mcda schema problem)")

    @property
    def arguments(self) -> dict[str, Any]:
        """Everything but the problem."""
        return dict(self.model_extra or {})


class ToVerify(BaseModel):
    """A result document, and the problem that it was made from."""

    model_config = ConfigDict(extra="forbid")

    result: dict[str, Any] = Field(description="a result as it was answered")
    problem: dict[str, Any] = Field(description="a problem document (see-mcda schema problem)")


class Read(BaseModel):
    """A problem that can be ranked: what is in it."""

    candidates: list[str]
    leaves: list[str]
    eligible: int = Field(description="candidates that fail no gate")
