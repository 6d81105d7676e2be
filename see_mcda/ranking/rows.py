"""Rankings and comparisons as rows for a spreadsheet, with full precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from see_mcda.elicitation.report import weighting_names
from see_mcda.language.messages import say

if TYPE_CHECKING:
    from see_mcda.ranking.comparison import Comparison

Rows = tuple[list[str], list[list[object]]]


def comparison_rows(comparison: Comparison, language: str = "en") -> Rows:
    """Return the header and the rows of a comparison: one a candidate with its rank in each ranking."""
    problem = comparison.problem
    weightings = [ranking.weights for ranking in comparison.rankings]
    names = [name.text(language) for name in weighting_names(weightings)]
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
    return ["id", "name", "eligible", *columns, "best", "worst"], rows
