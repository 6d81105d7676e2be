"""Classes as a matrix: candidates by class, and at each criterion the score, filled where it falls short."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.classification.classification import Classification
from see_mcda.analyses.classification.report import ON_CONDITION
from see_mcda.language.line_breaking import widest_part
from see_mcda.language.messages import message
from see_mcda.render import theme
from see_mcda.results.candidate_rows import MOST, CandidateRows
from see_mcda.results.picture import Datum, data, lines_at
from see_mcda.results.subject import more_candidates

_SHORT = "#f6d9cd"
"""Behind a score that falls short of the next class: light enough for ink."""
_CLASS = 100
"""Pixels for the name of a class."""
_BETWEEN = 8
"""Pixels between the names of criteria: a column is wide enough for their longest part."""
_MOST_NODES = 10


def draw(result: Classification, language: str = "en") -> Any:
    """Return the picture: a line for each candidate, the best class first."""
    return _ClassificationPicture(result, language).drawn()


class _ClassificationPicture(CandidateRows):
    on_condition = ON_CONDITION

    def __init__(self, result: Classification, language: str):
        super().__init__(result.problem, language)
        self.it = result
        self.report = result.report()
        every = [row for at in range(len(result.classes)) for row in result.members(at)]
        self.rows = every[:MOST]
        self.left_out = len(every) - len(self.rows)
        self.nodes = result.rules.nodes[:_MOST_NODES]

    def drawn(self) -> Any:
        ids = self.problem.candidates
        y = self.y(self.rows)
        room = theme.WIDTH - theme.NAMES - _CLASS
        names = [self.text(self.problem.framework.nodes[id].title) for id in self.nodes]
        widest = max(map(widest_part, names), default=0) * theme.SMALL * theme.CELL
        each = max(room / max(len(self.nodes), 1), widest + _BETWEEN)
        width = each * max(len(self.nodes), 1)
        titles = [self.lines(name, each - 2, theme.SMALL, most=4) for name in names]
        classes: list[Datum] = [
            {"candidate": ids[row], "words": self.lines(self.class_of(row), _CLASS - 8, most=2)}
            for row in self.rows
        ]
        heads: list[Datum] = [
            {"x": _CLASS + (at + 0.5) * each, "words": words} for at, words in enumerate(titles)
        ]
        cells = [
            self.cell(row, at, _CLASS + at * each, each) for row in self.rows for at in range(len(self.nodes))
        ]
        tall = max(map(len, titles), default=1)
        shown = [
            *self.beside(self.rows, None, y),
            lines_at(classes, x=0, fontWeight=600).encode(y=y),
        ]
        if cells:
            base = alt.Chart(data(cells)).encode(
                y=y,
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("node:N", title=self.say(message("Criterion"))),
                    alt.Tooltip("words:N", title=self.say(message("score"))),
                ],
            )
            x = alt.X("x:Q", scale=None, axis=None)
            shown += [
                base.mark_bar(color=_SHORT, cornerRadius=3)
                .transform_filter("datum.short")
                .encode(x=x, x2="end:Q"),
                base.mark_text(baseline="middle").encode(x=alt.X("middle:Q", scale=None), text="words:N"),
                lines_at(
                    heads,
                    align="center",
                    y=-theme.leading(theme.SMALL) * tall,
                    fontSize=theme.SMALL,
                    color=theme.SOFT,
                    dy=0,
                    baseline="top",
                ).encode(x=x),
            ]
        chart = alt.layer(*shown).properties(width=width + _CLASS, height=self.step(self.rows))
        key = [message("Filled: a score that falls short of the next class, and what it needs.")]
        foot = [more_candidates(self.left_out)] if self.left_out else []
        return self.reported(chart, self.report, key if cells else (), foot)

    def class_of(self, row: int) -> str:
        return self.text(self.it.classes[self.it.assigned[row]].title)

    def cell(self, row: int, at: int, x: float, width: float) -> Datum:
        id = self.nodes[at]
        score = float(self.it.rules.signs[at] * self.it.scores[row, at])
        missing = next((each for each in self.it.held_back_by[row] if each.node == id), None)
        words = f"{score:.3g}" if missing is None else f"{score:.3g} → {missing.minimum:.3g}"
        return {
            "candidate": self.problem.candidates[row],
            "name": self.name(row),
            "node": self.text(self.problem.framework.nodes[id].title),
            "x": x + 3,
            "end": x + width - 3,
            "middle": x + width / 2,
            "words": words,
            "short": missing is not None,
        }
