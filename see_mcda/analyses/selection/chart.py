"""A selection as bars of value beside costs: the chosen candidates first, then those left out."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.selection.report import called, order_of, shown_count, shown_value
from see_mcda.analyses.selection.selection import Selection
from see_mcda.analyses.selection.sureness_chart import draw_sureness
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, as_text, message
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.results.subject import more_candidates

MOST = 40
"""Candidates in one picture."""
_HIGH = 34
_COST = 150
"""Pixels for the cost at the right."""
_VALUE = 60
"""Pixels for the number behind the longest bar."""
_BAR = theme.WIDTH - theme.NAMES - _COST - _VALUE
_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)


def draw(result: Selection, language: str = "en") -> Any:
    """Return the picture: a bar of value for each candidate, and its cost; or how sure the set is."""
    if result.robustness is not None:
        return draw_sureness(result, language)
    return _SelectionPicture(result, language).drawn()


class _SelectionPicture(Picture):
    def __init__(self, result: Selection, language: str):
        super().__init__(result.problem, language)
        self.result = result
        order = [row for row in order_of(result) if self.problem.eligible[row]]
        self.rows, self.left_out = order[:MOST], len(order) - MOST
        self.attribute = next((each.attribute for each in result.constraints.each if each.is_budget), None)

    def drawn(self) -> Any:
        bars: list[Datum] = []
        words: list[Datum] = []
        heads: list[Datum] = []
        values = [self.result.worth(row) for row in self.rows]
        low, high = min(0.0, *values), max(0.0, *values)
        unit = _BAR / ((high - low) or 1.0)
        shown, zero = shown_value(self.result), -low * unit
        down = self.head(heads)
        for inside in (True, False):
            rows = [row for row in self.rows if bool(self.result.best.chosen[row]) is inside]
            if not rows:
                continue
            title = self.say(message("Chosen") if inside else message("Not chosen"))
            heads.append({"x": -theme.NAMES, "y": down + 12, "words": title})
            down += 26
            for row in rows:
                name = self.lines(self.name(row), theme.NAMES - 16, most=2)
                tall = max(_HIGH, theme.leading(theme.SIZE) * len(name) + 10)
                y, end = round(down + tall / 2, 1), round(zero + self.result.worth(row) * unit, 1)
                down += tall
                bars.append(
                    {
                        "candidate": self.problem.candidates[row],
                        "name": self.name(row),
                        "value": self.result.worth(row),
                        "chosen": inside,
                        "x": min(zero, end),
                        "end": max(zero, end),
                        "y": y,
                    }
                )
                words += [
                    {"x": -theme.NAMES, "y": y, "words": name},
                    {"x": max(zero, end) + 8, "y": y, "words": shown(self.result.worth(row))},
                ]
                if self.attribute is not None:
                    words.append({"x": _BAR + _VALUE + 20, "y": y, "words": self.cost(row)})
            down += 8
        chart = alt.layer(*self.layers(bars, words, heads)).properties(
            width=theme.WIDTH - theme.NAMES, height=down
        )
        method = message("Method: {name}", name=method_title(self.result.ranking.method.name))
        more: list[Message] = [more_candidates(self.left_out)] if self.left_out > 0 else []
        return self.reported(chart, self.result.report(), key=[method], foot=more)

    def head(self, heads: list[Datum]) -> float:
        """Put the titles of the columns, and return how high they are."""
        titles = [(0, self.say(message("value")))]
        if self.attribute is not None:
            titles.append((_BAR + _VALUE + 20, self.text(as_text(called(self.result, self.attribute)))))
        heads += [{"x": x, "y": 10, "words": title} for x, title in titles]
        return 24

    def cost(self, row: int) -> str:
        """Return what a candidate costs, and at which level it is funded."""
        assert self.attribute is not None
        cost, level = float(self.result.constraints.numbers[self.attribute][row]), self.result.level(row)
        if 0 < level < 1:
            return f"{shown_count(cost * level)} ({100 * level:g}{GLUE}%)"
        return shown_count(cost)

    def layers(self, bars: list[Datum], words: list[Datum], heads: list[Datum]) -> list[Any]:
        """Return the marks."""
        colour: Any = alt.condition("datum.chosen", alt.value(theme.MAIN), alt.value(theme.QUIET))
        return [
            alt.Chart(data(bars))
            .mark_bar(height=14)
            .encode(
                x=_X,
                x2="end:Q",
                y=_Y,
                color=colour,
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("value:Q", title=self.say(message("value")), format=".4~f"),
                ],
            ),
            lines_at(words).encode(x=_X, y=_Y),
            lines_at(heads, color=theme.SOFT).encode(x=_X, y=_Y),
        ]
