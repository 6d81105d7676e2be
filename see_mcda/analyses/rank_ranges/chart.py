"""Rank ranges as whiskers: the best and the worst rank of each candidate, and what is proved of them."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges
from see_mcda.language.messages import message
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.results.candidate_rows import MOST, CandidateRows
from see_mcda.results.picture import Datum, data

_PLOT = theme.WIDTH - theme.NAMES - 130
_OUTER = "#b4c7e0"
"""Where it is not proved that a rank cannot be had."""
_BAR = 10
_LEAST = 3.0
"""Pixels that a range reaches beyond its ranks on either side."""


def draw(ranges: RankRanges, language: str = "en") -> Any:
    """Return the picture: a range for each candidate, in the order of the ranking in the middle."""
    return _RankRangesPicture(ranges, language).drawn()


class _RankRangesPicture(CandidateRows):
    def __init__(self, ranges: RankRanges, language: str):
        super().__init__(ranges.problem, language)
        self.it = ranges
        self.report = ranges.report()
        order = [row for row in ranges.ranking.order if self.problem.eligible[row]]
        self.e = len(order)
        self.rows = order[:MOST]
        self.open = [row for row in self.rows if not ranges.proved[row].all()]

    def drawn(self) -> Any:
        it = self.it
        beyond = max(0.28, _LEAST * self.e / _PLOT)
        rows: list[Datum] = [
            {
                "candidate": self.problem.candidates[row],
                "name": self.name(row),
                "best": int(it.best[row]),
                "worst": int(it.worst[row]),
                "outer_best": int(it.outer_best[row]),
                "outer_worst": int(it.outer_worst[row]),
                "rank": int(it.ranking.ranks[row]),
                "from": int(it.best[row]) - beyond,
                "to": int(it.worst[row]) + beyond,
                "outer_from": int(it.outer_best[row]) - beyond,
                "outer_to": int(it.outer_worst[row]) + beyond,
                "label": self.label(row),
            }
            for row in self.rows
        ]
        y = self.y(self.rows)
        scale = alt.Scale(domain=[1 - 2 * beyond, max(self.e, 2) + 2 * beyond], nice=False, zero=False)
        every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1_000_000) if self.e <= 16 * step)
        values = sorted({1, *range(every, self.e + 1, every)})
        axis = alt.Axis(title=self.say(message("Rank")), values=values, format="d", grid=True)
        base = alt.Chart(data(rows)).encode(
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                alt.Tooltip("best:Q", title=self.say(message("best rank"))),
                alt.Tooltip("worst:Q", title=self.say(message("worst rank"))),
                alt.Tooltip("rank:Q", title=self.say(message("in the middle"))),
            ],
        )
        layers = [
            base.mark_bar(color=_OUTER, height=_BAR, cornerRadius=3).encode(
                x=alt.X("outer_from:Q", scale=scale, axis=axis), x2="outer_to:Q"
            ),
            base.mark_bar(color=theme.MAIN, height=_BAR, cornerRadius=3).encode(
                x=alt.X("from:Q", scale=scale), x2="to:Q"
            ),
            base.mark_circle(
                size=150, color=theme.PAPER, stroke=theme.INK, strokeWidth=2.5, opacity=1
            ).encode(x=alt.X("rank:Q", scale=scale)),
            base.mark_text(align="left", x=_PLOT + 12, fontWeight=600).encode(text="label:N"),
            *self.beside(self.rows, [str(int(it.ranking.ranks[row])) for row in self.rows], y),
        ]
        chart = alt.layer(*layers).properties(width=_PLOT, height=self.step(self.rows))
        return self.finished(chart, self.say(self.report.headline), self.says(), foot=self.foot())

    def label(self, row: int) -> str:
        it = self.it
        reached = _span(int(it.best[row]), int(it.worst[row]))
        limits = _span(int(it.outer_best[row]), int(it.outer_worst[row]))
        return reached if reached == limits else f"{reached} ({limits})"

    def says(self) -> list[str]:
        said = [
            *self.report.subtitle,
            message("Bar: from the best rank to the worst. Ring: the rank in the middle of these weights."),
        ]
        if self.open:
            said.append(
                message("Light, and in brackets: ranks that were not reached, but are not proved impossible.")
            )
        return [self.say(words) for words in said]

    def foot(self) -> list[str]:
        method = message("Method: {name}", name=method_title(self.it.ranking.method.name))
        remarks = self.remarks(self.rows, self.e - len(self.rows))
        return [self.say(words) for words in (method, *self.report.footnotes, *remarks)]


def _span(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}–{worst}"
