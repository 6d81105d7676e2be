"""An explanation as text: its sentences, and the numbers that they stand on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import message
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, notes

if TYPE_CHECKING:
    from see_mcda.ranking.explanation import Explanation


def explanation_text(explanation: Explanation, language: str = "en", room: int = WIDTH) -> str:
    """Return the sentences of an explanation, a table of what each leaf adds, the note and the warnings."""
    ranking = explanation.ranking
    drawing = Drawing(ranking.complete, language, room)
    return "\n\n".join(
        [
            lines_within(explanation.text(language), room),
            *_table(explanation, drawing),
            *notes(ranking.problem, ranking.warnings, language, room),
        ]
    )


def _table(explanation: Explanation, drawing: Drawing) -> list[str]:
    if not explanation.ranking.prepared.has_scores:
        return []
    problem, weights = drawing.problem, explanation.ranking.weights.values
    rows = [
        [
            drawing.say(message("Criterion")),
            drawing.say(message("Weight")),
            problem.candidates[explanation.leader],
            problem.candidates[explanation.other],
            drawing.say(message("adds to the lead")),
        ]
    ]
    for column in sorted(
        range(len(problem.leaves)), key=lambda column: -abs(explanation.differences[column])
    ):
        rows.append(
            [
                drawing.text(problem.framework.leaves[column].title),
                f"{100 * weights[column]:.1f} %",
                _score(problem.values[explanation.leader, column]),
                _score(problem.values[explanation.other, column]),
                f"{explanation.differences[column]:+.4f}",
            ]
        )
    return ["\n".join(drawing.columns(rows, 0, range(1, 5)))]


def _score(value: float) -> str:
    return NO_RANK if math.isnan(value) else f"{value:.6g}"
