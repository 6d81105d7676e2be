"""A selection by equal shares as stacked bars: what each group pays, and for which candidates."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.equal_shares.equal_shares import EqualShares
from see_mcda.analyses.equal_shares.report import money, percent
from see_mcda.language.messages import Message, Plural, message, per_cent
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, lines_at

MOST = 30
"""Groups in one picture."""
_HIGH = 38
_RIGHT = 150
"""Pixels for the words behind the longest bar."""
_BAR = theme.WIDTH - theme.NAMES - _RIGHT
_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)
_KEY = 22
"""The height of a line of the key."""


def draw(result: EqualShares, language: str = "en") -> Any:
    """Return the picture: a bar for each group, made of what it pays for each candidate."""
    return _SharesPicture(result, language).drawn()


class _SharesPicture(Picture):
    def __init__(self, result: EqualShares, language: str):
        super().__init__(result.problem, language)
        self.result = result
        groups = result.groups
        self.groups, self.left_out = groups[:MOST], len(groups) - MOST
        self.colours = {
            row: theme.SERIES[at] if at < len(theme.SERIES) else theme.QUIET
            for at, row in enumerate(result.members)
        }

    def drawn(self) -> Any:
        marks: list[Datum] = []
        words: list[Datum] = []
        fair: list[Datum] = []
        down = self.key(marks, words)
        people = float(self.result.votes.sizes.sum())
        equal = [self.result.spent * group.size / people for group in self.groups]
        unit = _BAR / (max([group.paid for group in self.groups] + equal) or 1.0)
        for group, share in zip(self.groups, equal, strict=True):
            name = self.lines(group.name, theme.NAMES - 16, most=2)
            tall = max(_HIGH, theme.leading(theme.SIZE) * len(name) + 10)
            y, x = round(down + tall / 2, 1), 0.0
            down += tall
            for row in self.result.members:
                paid = float(group.payments[row])
                if paid:
                    marks.append(
                        {
                            "x": round(x, 1),
                            "end": round(x + paid * unit, 1),
                            "y": y,
                            "colour": self.colours[row],
                            "group": group.name,
                            "name": self.name(row),
                            "paid": paid,
                        }
                    )
                    x += paid * unit
            fair.append({"x": round(share * unit, 1), "y": y - 12, "end": y + 12})
            share_paid = percent(group.paid / (self.result.spent or 1.0))
            told = per_cent(f"{money(group.paid)} ({share_paid})", self.language)
            words += [
                {"x": -theme.NAMES, "y": y, "words": name},
                {"x": max(x, share * unit) + 8, "y": y, "words": told},
            ]
        chart = alt.layer(*self.layers(marks, words, fair)).properties(
            width=theme.WIDTH - theme.NAMES, height=down
        )
        line = message("The line at each bar is what the group would pay by its number of voters.")
        more: list[Message] = []
        if self.left_out > 0:
            more = [
                message(
                    Plural("{count} more group is not shown.", "{count} more groups are not shown."),
                    count=self.left_out,
                )
            ]
        return self.reported(chart, self.result.report(), key=[line], foot=more)

    def key(self, marks: list[Datum], words: list[Datum]) -> float:
        """Put the colours of the candidates, and return how high they are."""
        down = 4.0
        for row, colour in self.colours.items():
            if colour == theme.QUIET:
                others = message("other candidates")
                words.append({"x": 20, "y": down + 9, "words": self.say(others)})
                marks.append({"x": 0, "end": 12, "y": down + 9, "colour": colour})
                down += _KEY
                break
            name = self.lines(self.name(row), theme.WIDTH - theme.NAMES - 20, most=1)
            words.append({"x": 20, "y": down + 9, "words": name})
            marks.append({"x": 0, "end": 12, "y": down + 9, "colour": colour})
            down += _KEY
        return down + 10

    def layers(self, marks: list[Datum], words: list[Datum], fair: list[Datum]) -> list[Any]:
        """Return the marks."""
        return [
            alt.Chart(data(marks))
            .mark_bar(height=16)
            .encode(
                x=_X,
                x2="end:Q",
                y=_Y,
                color=alt.Color("colour:N", scale=None),
                tooltip=[
                    alt.Tooltip("group:N", title=self.say(message("Group"))),
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("paid:Q", title=self.say(message("pays")), format=",.2~f"),
                ],
            ),
            alt.Chart(data(fair)).mark_rule(color=theme.INK, strokeWidth=2).encode(x=_X, y=_Y, y2="end:Q"),
            lines_at(words).encode(x=_X, y=_Y),
        ]
