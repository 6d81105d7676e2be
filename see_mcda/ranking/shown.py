"""A result as a short table of words: what a page shows of it."""

from __future__ import annotations

from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.ranking import Ranking
from see_mcda.render import cells
from see_mcda.results.result import Result


def shown(result: Result, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows."""
    if isinstance(result, (Ranking, Comparison)):
        return cells.shown(result.report(), language)
    header, rows = result.rows(language)
    return header, [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
