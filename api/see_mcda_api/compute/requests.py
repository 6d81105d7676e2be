"""Requests with a problem: as a JSON body, or as a form with the problem in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import see_mcda as sm
from see_mcda.arguments import facts_named
from see_mcda.results.documents import TableReading
from see_mcda_api.compute.arguments import body_of
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.plan import Plan, plan
from see_mcda_api.http import strict_json
from see_mcda_api.http.bodies import DESCRIBED, FORM, JSON, REFERENCE, Body, Received, mapping, read_into
from see_mcda_api.http.errors import BadRequest
from see_mcda_api.http.untrusted import read_problem
from see_mcda_api.settings import Settings
from see_mcda_api.uploads.parts import Part, read_parts
from see_mcda_api.uploads.reading import READ, Reading, problem_of, reading_of, weights_of

PARTS = ("problem", "arguments", "weights", "reading")
"""The parts of a form: two files and two JSON documents."""
TABLE = ("problem", "reading")
"""The parts of a form with a table that is only read."""


@dataclass(frozen=True)
class ProblemRequest:
    """A problem and the other fields of the request."""

    problem: sm.Problem
    arguments: Mapping[str, Any]


def form_of(parts: Sequence[str] = PARTS) -> dict[str, Any]:
    """Return the OpenAPI description of the form: the problem as a file, the other fields as JSON."""
    file = {"type": "string", "format": "binary"}
    DESCRIBED[Reading.__name__] = Reading
    described: dict[str, Any] = {
        "problem": {**file, "description": f"the problem file; its name ends in {', '.join(READ)}"},
        "arguments": {"type": "object", "description": "the other fields of the JSON body"},
        "weights": {**file, "description": f"the weighting file; its name ends in {', '.join(READ)}"},
        "reading": {"$ref": REFERENCE.format(model=Reading.__name__)},
    }
    return {
        "schema": {
            "type": "object",
            "required": ["problem"],
            "additionalProperties": False,
            "properties": {name: described[name] for name in parts},
        },
        "encoding": {name: {"contentType": JSON} for name in ("arguments", "reading") if name in parts},
    }


def plan_of(sent: Received, kind: str, settings: Settings) -> Plan:
    """Return the plan of a request; raise :class:`see_mcda.SeeMcdaError` with all its faults."""
    if sent.media == FORM:
        asked = _of_form(sent, body_of(kind), FUNCTIONS[kind])
        return plan(kind, asked.problem, asked.arguments, settings)
    values = mapping(sent.values())
    arguments = {name: value for name, value in values.items() if name != "problem"}
    return plan(kind, values.get("problem"), arguments, settings)


def read_request(sent: Received, model: type[Body]) -> ProblemRequest:
    """Return the problem and fields of a request; raise :class:`see_mcda.SeeMcdaError` with all faults."""
    if sent.media == FORM:
        return _of_form(sent, model)
    values = sent.values()
    read_into(model, values)
    arguments = {name: value for name, value in values.items() if name != "problem"}
    return ProblemRequest(read_problem(values["problem"]), arguments)


def read_reading(sent: Received) -> TableReading:
    """Return how the table in a form is read, with its questions and faults."""
    part, options = table_of_form(sent)
    return reading_of(part, **options)


def table_of_form(sent: Received) -> tuple[Part, dict[str, Any]]:
    """Return the file of a form, and the options by which it is read."""
    parts = _parts(sent, TABLE)
    return parts["problem"], read_into(Reading, _json(parts, "reading"), "reading").model_dump()


def _of_form(sent: Received, model: type[Body], function: Callable[..., Any] | None = None) -> ProblemRequest:
    parts = _parts(sent, PARTS)
    how = read_into(Reading, _json(parts, "reading"), "reading")
    arguments = _json(parts, "arguments")
    read_into(model, {**arguments, "problem": {}}, "arguments")
    options = how.model_dump()
    if function is not None:
        options["facts"] += facts_named(function, arguments)
    problem = problem_of(parts["problem"], **options)
    if "weights" in parts:
        arguments["weights"] = weights_of(parts["weights"], problem)
    return ProblemRequest(problem, arguments)


def _parts(sent: Received, known: Sequence[str]) -> dict[str, Part]:
    """Return the parts of a form with a file; raise :class:`BadRequest` for others."""
    parts = read_parts(sent.content_type, sent.content)
    for name in parts:
        if name not in known:
            raise BadRequest.of(
                "part", "{name} is not a part of this form: use {known}", name, name=name, known=list(known)
            )
    if "problem" not in parts:
        raise BadRequest.of("part", "the part {name} is missing", "problem", name="problem")
    return parts


def _json(parts: Mapping[str, Part], name: str) -> dict[str, Any]:
    """Return the JSON object of a part; an empty one if the part is missing."""
    if name not in parts:
        return {}
    found = strict_json.load(parts[name].content, name)
    if not isinstance(found, dict):
        raise BadRequest.of(
            "wrong-type", "a mapping is needed, not {given}", name, given=type(found).__name__
        )
    return found
