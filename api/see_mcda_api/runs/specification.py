"""Serialisation of the plan of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from see_mcda.errors import InputError, refuse
from see_mcda.io.reading import parse_problem
from see_mcda.model.canonical import digest
from see_mcda_api.compute.plan import Plan


def write_plan(plan: Plan, problem: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return a plan in its stored form, with the problem as in the request, and its digest."""
    try:
        found = digest([plan.kind, problem, plan.arguments])
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise refuse(InputError, "not-json", "this JSON cannot be stored: {reason}", reason=error) from None
    document = {"problem": problem, "arguments": plan.arguments}
    return json.dumps(document, ensure_ascii=False).encode(), found


def read_plan(analysis: str, content: bytes) -> Plan:
    """Return a plan from its stored form."""
    document = json.loads(content)
    return Plan(analysis, parse_problem(document["problem"]), document["arguments"])
