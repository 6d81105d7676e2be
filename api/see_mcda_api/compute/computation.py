"""Results in the forms in which they are sent."""

from __future__ import annotations

import json
from typing import Any

from see_mcda.analyses.analysis import Analysis
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.explanation import Explanation
from see_mcda.ranking.ranking import Ranking
from see_mcda.render.cells import Rows
from see_mcda_api.http.errors import NotAcceptable

Result = Ranking | Comparison | Explanation | Analysis


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
