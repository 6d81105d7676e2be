"""The common parts of pictures: language, fitted names, the head, and the note at the foot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from see_mcda.language.line_breaking import GLUE, plain, wrap
from see_mcda.language.messages import Message, Text, say
from see_mcda.model.problem import Problem
from see_mcda.render import theme
from see_mcda.render.report import Report, Words, meanings
from see_mcda.results.subject import ON_CONDITION

Datum = Mapping[str, object]
NAME_LINES = 2
"""Longer names end in …; the tooltip shows them in full."""


class Picture:
    """A picture of a problem in a language; charts are drawn by a sub-class or with its words."""

    on_condition = ON_CONDITION

    def __init__(self, problem: Problem, language: str):
        self.problem = problem
        self.language = language
        self.starred = False

    def say(self, words: Words) -> str:
        """Return words in the picture's language."""
        self.starred = self.starred or bool(meanings([words]))
        return words.text(self.language)

    def text(self, words: Text | None) -> str:
        """Return user text in the picture's language."""
        return plain(say(words, self.language))

    def name(self, row: int) -> str:
        """Return a candidate's whole name, marked if its rank is conditional."""
        if not self.problem.conditional[row]:
            return self.text(self.problem.name(row))
        self.starred = True
        return f"{self.text(self.problem.name(row))}{GLUE}*"

    def lines(self, words: str, pixels: float, size: float = theme.SIZE, most: int = 0) -> list[str]:
        """Return words as lines that fit a width; beyond ``most`` lines they end in an ellipsis."""
        found = [line.replace(GLUE, " ") for line in wrap(words, theme.cells(pixels, size))]
        if most and len(found) > most:
            found = [*found[: most - 1], found[most - 1].rstrip() + "…"]
        return found

    def names(self, rows: Iterable[int], pixels: float = theme.NAMES) -> dict[str, list[str]]:
        """Return the names of the candidates that are shown, by id, as lines that fit a width."""
        ids = self.problem.candidates
        return {ids[row]: self.lines(self.name(row), pixels, most=NAME_LINES) for row in rows}

    def reported(
        self, chart: Any, report: Report, key: Iterable[Message] = (), foot: Iterable[Message] = ()
    ) -> Any:
        """Return a chart with what its report says in the head, and at the foot after ``foot``.

        ``key`` tells in the head what the signs of the chart mean.
        """
        return self.finished(
            chart,
            self.say(report.headline),
            [self.say(words) for words in (*report.subtitle, *key)],
            foot=[self.say(words) for words in (*foot, *report.footnotes)],
        )

    def finished(
        self,
        chart: Any,
        title: str,
        says: Iterable[str] = (),
        width: float = theme.WIDTH,
        foot: Iterable[str] = (),
    ) -> Any:
        """Return a chart with its head, the note of the problem at its foot, and the theme.

        ``title`` is what the picture shows in one sentence, ``says`` the other text of the head, ``foot``
        the text before the note, where the mark at names is explained if a name has it.
        """
        head = self.text(self.problem.title)
        paragraphs = [*([head] if head else []), *says]
        note = self.text(self.problem.note or self.problem.framework.note)
        marked = [self.say(self.on_condition)] if self.starred else []
        last = [*foot, *marked, *([note] if note else [])]
        main = chart.properties(
            title=alt.TitleParams(
                [line for words in last for line in self.lines(words, width, theme.SMALL)],
                orient="bottom",
                anchor="start",
                frame="bounds",
                fontSize=theme.SMALL,
                fontWeight="normal",
                color=theme.SOFT,
                lineHeight=theme.leading(theme.SMALL),
                offset=16,
            )
        )
        return (
            alt.vconcat(main if last else chart)
            .properties(
                title=alt.TitleParams(
                    self.lines(title, width, theme.TITLE),
                    subtitle=[line for words in paragraphs for line in self.lines(words, width)],
                ),
                description=" ".join([title, *paragraphs, *last]),
                usermeta={"lang": self.language, "embedOptions": {"actions": False}},
            )
            .configure(**theme.config())
        )


MIDDLE = alt.ExprRef(
    f"-(isArray(datum.words) ? datum.words.length - 1 : 0) * {theme.leading(theme.SIZE) / 2}"
)
"""``dy`` of a text mark that shows the lines ``words`` around its place; Vega hangs them below it."""


def lines_at(rows: Sequence[Datum], **mark: Any) -> Any:
    """Return a text mark for the lines ``words`` of each row, around its place; the place is left to say."""
    mark = {"align": "left", "baseline": "middle", "dy": MIDDLE, **mark}
    return alt.Chart(data(rows)).mark_text(**mark).encode(text="words:N")


def data(rows: Sequence[Datum]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=[dict(row) for row in rows])


def labels(shown: Mapping[str, Any]) -> str:
    """Return a Vega expression for an axis or legend whose values are ids: what is shown for each."""
    return f"({json.dumps(dict(shown), ensure_ascii=False)})[datum.value]"


def percent(share: float) -> str:
    """Return a share with as many digits as a reader needs: ``41 %``, ``0.4 %``."""
    digits = 0 if share >= 0.0995 or share == 0 else 1
    return f"{100 * share:.{digits}f}{GLUE}%"
