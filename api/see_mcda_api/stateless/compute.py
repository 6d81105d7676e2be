"""Computing what a request asks for, within this service's limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import see_mcda as sm
from see_mcda.errors import Faults, InputError
from see_mcda.explanation import Explanation
from see_mcda.ranking import Comparison, Ranking
from see_mcda.sensitivity.analysis import Analysis
from see_mcda.tables import comparison_rows, ranking_rows
from see_mcda.tables.rows import Rows
from see_mcda_api.faults import NotAcceptable
from see_mcda_api.runs.specification import Specification
from see_mcda_api.settings import Settings
from see_mcda_api.untrusted import read_problem, refuse_files, untrusted

Result = Ranking | Comparison | Explanation | Analysis
KINDS: Mapping[str, Callable[..., Result]] = {
    "ranking": sm.rank,
    "comparison": sm.compare,
    "explanation": sm.explain,
}
"""What is no analysis, by the name of its result."""


def compute(
    kind: str, document: Mapping[str, Any], arguments: Mapping[str, Any], settings: Settings
) -> Result:
    """Return the result of a kind: one of :data:`KINDS`, or an analysis by its name."""
    refuse_files(arguments)
    if not isinstance(arguments.get("missing"), str | None):
        faults = Faults()
        faults.add("wrong-type", "text is needed, not {given}", "missing", given=str(arguments["missing"]))
        faults.stop(InputError)
    problem = read_problem(document)
    with untrusted():
        if kind in KINDS:
            return KINDS[kind](problem, **arguments)
        Specification(kind, document, arguments).checked(settings)
        return sm.analyses.analysis(kind)(problem, **arguments)


def as_json(result: Any) -> bytes:
    """Return the bytes that the command line prints for ``--json``."""
    return f"{result.to_json()}\n".encode()


def document_json(document: Any) -> bytes:
    """Return a list or a document as the command line prints it."""
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def rows_of(result: Result, language: str) -> Rows:
    """Return a result as a table for a spreadsheet."""
    if isinstance(result, Ranking):
        return ranking_rows(result, language)
    if isinstance(result, Comparison):
        return comparison_rows(result, language)
    if isinstance(result, Explanation):
        raise NotAcceptable.of("no-table", "an explanation is answered as JSON only", "Accept")
    return result.rows(language)
