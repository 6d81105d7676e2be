"""Calls for runs: analyses in the background."""

from __future__ import annotations

import json
from typing import Any

from see_mcda.analyses.registry import document
from see_mcda.results.documents import AnalysisModel
from see_mcda_api.client.call import Answer, Call, address, as_model, given, idempotency_key, nothing
from see_mcda_api.client.stateless import arguments_body, plain
from see_mcda_api.runs.schemas import RunModel, RunPage

LISTENING = {"Accept": "text/event-stream"}


def start(analysis: str, problem: Any, **arguments: Any) -> Call[RunModel]:
    """Start an analysis in the background; the other arguments are those of the analysis."""
    body = plain({"analysis": analysis, "problem": problem, **arguments_body(analysis, arguments)})
    return Call("POST", address("runs"), as_model(RunModel), body, headers=idempotency_key())


def read(run: str) -> Call[RunModel]:
    """Return the state of a run."""
    return Call("GET", address("runs", run), as_model(RunModel))


def page(cursor: str | None = None, limit: int | None = None) -> Call[RunPage]:
    """Return a page of the team's runs, newest first."""
    return Call("GET", address("runs"), as_model(RunPage), query=given(cursor=cursor, limit=limit))


def cancel(run: str) -> Call[RunModel]:
    """Cancel a run; one that has ended stays unchanged."""
    return Call("POST", address("runs", run, "cancel"), as_model(RunModel))


def delete(run: str) -> Call[None]:
    """Delete a run and its result."""
    return Call("DELETE", address("runs", run), nothing)


def result(run: str) -> Call[AnalysisModel]:
    """Return the result of a finished run, as the model of its analysis."""

    def read_result(answer: Answer) -> AnalysisModel:
        name = str(json.loads(answer.content)["schema"]).split("/")[1]
        return document(name).model_validate_json(answer.content)

    return Call("GET", address("runs", run, "result"), read_result, headers={"Accept": "application/json"})


def events(run: str) -> str:
    """Return the path of the event stream of a run."""
    return address("runs", run, "events")
