"""Error responses for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from see_mcda_api.http.errors import Problem

Responses = dict[int | str, dict[str, Any]]
_MEANINGS = {
    400: "the body cannot be parsed",
    413: "the request exceeds a limit; a run has higher limits",
    415: "the media type of the body, or of a file in it, is not supported",
    422: "the input is not valid; `faults` has the location of every fault",
    503: "the service is busy, or the computation takes too long",
}


def problems(*statuses: int, **meanings: str) -> Responses:
    """Return the error responses for some statuses; ``of_404="…"`` gives a description of its own."""
    said = {status: _MEANINGS[status] for status in statuses}
    said |= {int(status.removeprefix("of_")): meaning for status, meaning in meanings.items()}
    schema = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    return {
        status: {"description": meaning, "model": Problem, "content": {"application/problem+json": schema}}
        for status, meaning in said.items()
    }
