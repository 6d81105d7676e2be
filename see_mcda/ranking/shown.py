"""A result as a short table of words: what a page or a notebook shows of it."""

from __future__ import annotations

from see_mcda.language.messages import message
from see_mcda.ranking.ranking import Ranking
from see_mcda.results.result import Result

RANKING = {
    "rank": message("Rank"),
    "name": message("Candidate"),
    "score": message("Score"),
    "conditional": message("Gate"),
}
"""What is shown of a ranking, and how it is called."""


def shown(result: Result, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows, without the words about the result that spreadsheets have below."""
    header, rows = result.rows(language)
    columns = [
        position for position, name in enumerate(header) if name in RANKING or not isinstance(result, Ranking)
    ]
    end = next((position for position, row in enumerate(rows) if not row), len(rows))
    cells = [[_cell(row[position]) for position in columns if position < len(row)] for row in rows[:end]]
    if isinstance(result, Ranking):
        at = len(columns) - 1
        for words, row in zip(cells, rows, strict=False):
            words[at] = _gate(
                bool(row[header.index("eligible")]), bool(row[header.index("conditional")]), language
            )
    return [_named(header[position], language) for position in columns], cells


def _gate(eligible: bool, conditional: bool, language: str) -> str:
    if not eligible:
        return message("fail").text(language)
    return message("not established").text(language) if conditional else ""


def _named(column: str, language: str) -> str:
    return RANKING[column].text(language) if column in RANKING else column


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
