"""Rankings and comparisons as rows for a spreadsheet, with full precision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.elicitation.report import told_apart, weighting_name, weights_line
from see_mcda.language.messages import Message, Notice, Text, say

if TYPE_CHECKING:
    from see_mcda.model.problem import Problem
    from see_mcda.ranking.comparison import Comparison
    from see_mcda.ranking.ranking import Ranking

Rows = tuple[list[str], list[list[object]]]


def ranking_rows(ranking: Ranking, language: str = "en") -> Rows:
    """Return the header and the rows of a ranking: one a candidate, in rank order, then the rest."""
    problem = ranking.complete
    nodes = list(ranking.nodes)
    header = [
        "rank",
        "id",
        "name",
        "score",
        "score_low",
        "score_high",
        "shadow_rank",
        "eligible",
        "conditional",
        "meets",
        *nodes,
    ]
    rows: list[list[object]] = []
    for row in ranking.order:
        low, high = ranking.score_ranges.get(row, (None, None))
        rows.append(
            [
                int(ranking.ranks[row]) or None,
                problem.candidates[row],
                say(problem.name(row), language),
                _number(ranking.scores[row]),
                low,
                high,
                ranking.shadow_ranks.get(row) if row != problem.reference else None,
                bool(problem.eligible[row]),
                bool(problem.conditional[row]),
                row not in ranking.below_minimum,
                *(_number(ranking.nodes[node][row]) for node in nodes),
            ]
        )
    weights = weights_line(ranking.weights, language)
    rows += _about(problem, [("method", _method(ranking)), ("weights", weights)], ranking.warnings, language)
    return header, rows


def comparison_rows(comparison: Comparison, language: str = "en") -> Rows:
    """Return the header and the rows of a comparison: one a candidate with its rank in each ranking."""
    problem = comparison.problem
    weightings = [ranking.weights for ranking in comparison.rankings]
    names = told_apart([_called(weighting_name(weights), language) for weights in weightings], weightings)
    columns = [
        f"{ranking.method.name}: {name}" for ranking, name in zip(comparison.rankings, names, strict=True)
    ]
    rows: list[list[object]] = []
    for row, candidate in enumerate(problem.candidates):
        places = [int(rank) for rank in comparison.ranks[:, row] if rank]
        rows.append(
            [
                candidate,
                say(problem.name(row), language),
                bool(problem.eligible[row]),
                *(int(rank) or None for rank in comparison.ranks[:, row]),
                min(places, default=None),
                max(places, default=None),
            ]
        )
    about = [
        (f"weights of {name}", weights_line(ranking.weights, language))
        for name, ranking in dict(zip(names, comparison.rankings, strict=True)).items()
    ]
    rows += _about(problem, about, comparison.warnings, language)
    return ["id", "name", "eligible", *columns, "best", "worst"], rows


def _about(
    problem: Problem, entries: Sequence[tuple[str, str]], warnings: Iterable[Notice], language: str
) -> list[list[object]]:
    note = problem.note or problem.framework.note
    all_entries = [
        *([("title", say(problem.title, language))] if problem.title else []),
        *entries,
        *([("note", say(note, language))] if note else []),
        *(("warning", warning.text(language)) for warning in warnings),
    ]
    rows: list[list[object]] = [[]]
    rows += [[key, words] for key, words in all_entries]
    return rows


def _method(ranking: Ranking) -> str:
    return ", ".join([ranking.method.name, *(f"{name} {value}" for name, value in ranking.options.items())])


def _called(name: Text | Message, language: str) -> str:
    return name.text(language) if isinstance(name, Message) else say(name, language)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
