"""The files of a snapshot, created once from its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from see_mcda.analyses.analysis import Analysis
from see_mcda.errors import SeeMcdaError
from see_mcda.io.writing import table_bytes
from see_mcda.language.messages import LANGUAGES, message, say
from see_mcda.methods.titles import method_title
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.ranking import Ranking
from see_mcda.render import html
from see_mcda.render.pictures import image
from see_mcda_api.compute.computation import as_json

Result = Ranking | Comparison | Analysis


@dataclass(frozen=True)
class Frozen:
    """The content of a snapshot: its files by format and language, and the texts of its page."""

    kind: str
    words: dict[str, dict[str, str]]
    files: Mapping[tuple[str, str], bytes]


def freeze(result: Result) -> Frozen:
    """Return the content of the snapshot of a result."""
    problem = result.complete if isinstance(result, Ranking) else result.problem
    words = {
        language: {
            "title": say(problem.title, language) if problem.title else result.name,
            "how": _how(result, language),
        }
        for language in LANGUAGES
    }
    files: dict[tuple[str, str], bytes] = {("json", ""): as_json(result)}
    for language in LANGUAGES:
        files["csv", language] = table_bytes(*result.rows(language), "csv")
        files["txt", language] = result.table(language).encode() + b"\n"
        files["html", language] = html.body(result.report(), language).encode()
        files |= _pictures(result, language)
    return Frozen(result.name, words, files)


def _how(result: Result, language: str) -> str:
    """Return the weighting and method of a result."""
    if isinstance(result, Comparison):
        return ""
    ranking = result if isinstance(result, Ranking) else result.ranking
    return message(
        "{weighting} ({method})",
        weighting=ranking.weights.name or ranking.weights.id or message("custom weights"),
        method=method_title(ranking.method.name),
    ).text(language)


def _pictures(result: Result, language: str) -> dict[tuple[str, str], bytes]:
    """Return the charts; none if the result is too large or the chart libraries are missing."""
    try:
        drawn = result.chart(language)
        svg, png = image(drawn, ".svg"), image(drawn, ".png")
    except SeeMcdaError:
        return {}
    return {("svg", language): _bytes(svg), ("png", language): _bytes(png)}


def _bytes(content: bytes | str) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
