"""What may be refused, for the description of an operation."""

from __future__ import annotations

from typing import Any

from see_mcda_api.http.errors import Problem

Responses = dict[int | str, dict[str, Any]]
_MEANINGS = {
    400: "what was sent is no JSON, or no form",
    413: "more than an answer may have here; ask for a run",
    415: "a body, or a file in it, of a kind that is not read here",
    422: "every fault of what was sent, each with its JSON path or its cell",
    503: "too much is being computed now, or it takes too long",
}


def problems(*statuses: int, **meanings: str) -> Responses:
    """Return the responses of some statuses; ``of_404="there is no such run"`` says what one means here."""
    said = {status: _MEANINGS[status] for status in statuses}
    said |= {int(status.removeprefix("of_")): meaning for status, meaning in meanings.items()}
    schema = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    return {
        status: {"description": meaning, "model": Problem, "content": {"application/problem+json": schema}}
        for status, meaning in said.items()
    }
