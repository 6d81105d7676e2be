"""Computing what a request asks for, within this service's limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import see_mcda as sm
from see_mcda.analyses.analysis import Analysis
from see_mcda.arguments import call
from see_mcda.parallel import Cancel
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.explanation import Explanation
from see_mcda.ranking.ranking import Ranking
from see_mcda.render.cells import Rows
from see_mcda_api.compute.arguments import check
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.limits import check_size
from see_mcda_api.http.errors import NotAcceptable
from see_mcda_api.http.untrusted import read_problem, refuse_files, untrusted
from see_mcda_api.settings import Settings

Result = Ranking | Comparison | Explanation | Analysis


def compute(
    kind: str,
    problem: Mapping[str, Any] | sm.Problem,
    arguments: Mapping[str, Any],
    settings: Settings,
    cancel: Cancel | None = None,
) -> Result:
    """Return the result of a kind: a ranking, a comparison, an explanation, or an analysis by its name."""
    refuse_files(arguments)
    check(kind, arguments)
    read = problem if isinstance(problem, sm.Problem) else read_problem(problem)
    check_size(kind, read, arguments, settings)
    with untrusted():
        result: Result = call(FUNCTIONS[kind], read, arguments, cancel=cancel)
        return result


def as_json(result: Any) -> bytes:
    """Return the bytes that the command line prints for ``--json``."""
    return f"{result.to_json()}\n".encode()


def document_json(document: Any) -> bytes:
    """Return a list or a document as the command line prints it."""
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def rows_of(result: Result, language: str) -> Rows:
    """Return a result as a table for a spreadsheet."""
    if isinstance(result, Explanation):
        raise NotAcceptable.of("no-table", "an explanation is answered as JSON only", "Accept")
    return result.rows(language)
