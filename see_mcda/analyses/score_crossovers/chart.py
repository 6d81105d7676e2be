"""What one score decides: the candidate's rank as stairs over the score, on the colours of who leads."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.crossovers.chart import TINT, LeaderKey
from see_mcda.analyses.crossovers.segments import Interval, Leaders
from see_mcda.analyses.score_crossovers.score_crossovers import ScoreCrossovers
from see_mcda.language.messages import Message, message
from see_mcda.render import theme
from see_mcda.results.picture import Datum, data

_PLOT = theme.WIDTH - 70
_LEFT = 60
"""Pixels for the axis of ranks."""
_HIGHEST = 320
"""Pixels of the plot at most; a few ranks take less."""
_LETTER = 14
_TOLD = 4
"""Spans of one leader that the key tells of."""


def draw(found: ScoreCrossovers, language: str = "en") -> Any:
    """Return the picture: rank and leader over the score, the score as it is, and whole levels."""
    return _ScoreCrossoversPicture(found, language).drawn()


class _ScoreCrossoversPicture(LeaderKey):
    left = _LEFT

    def __init__(self, found: ScoreCrossovers, language: str):
        self.found = found
        spans: dict[Leaders, list[Interval]] = {}
        for part in found.segments:
            mine = spans.setdefault(part.leaders, [])
            if mine and mine[-1][1] == part.interval[0]:
                mine[-1] = (mine[-1][0], part.interval[1])
            else:
                mine.append(part.interval)
        self.spans = spans
        first = found.ranking.leaders
        super().__init__(found.problem, language, sorted(spans, key=lambda who: who != first))
        self.inside = found.low <= found.value <= found.high

    def drawn(self) -> Any:
        found = self.found
        worst = max([2, *(part.rank for part in found.segments), *(level.rank for level in found.levels)])
        high = min(_HIGHEST, 60 + 34 * worst)
        every = max(1, -(-worst // 12))
        levels = [level.level for level in found.levels]
        marks: dict[str, Any] = {"values": levels} if 2 <= len(levels) <= 12 else {"tickCount": 6}
        title = self.text(self.problem.framework.nodes[found.leaf].title)
        x = alt.X(
            "score:Q",
            scale=alt.Scale(domain=[found.low, found.high], nice=False, zero=False),
            axis=alt.Axis(
                title=self.say(message("Score for {leaf}", leaf=title)),
                format=".6~g",
                ticks=True,
                grid=False,
                **marks,
            ),
        )
        y = alt.Y(
            "rank:Q",
            scale=alt.Scale(domain=[worst + 0.6, 0.4], nice=False, zero=False),
            axis=alt.Axis(
                title=self.say(message("Rank")),
                values=list(range(1, worst + 1, every)),
                format="d",
                grid=False,
                labelPadding=12,
            ),
        )
        layers = [
            *self.bands(x, high),
            *self.present(x),
            alt.layer(*self.stairs(x, y), *self.dots(x, y)),
            *self.key({who: self.said(who) for who in self.listed}, -34),
        ]
        layered = alt.layer(*layers).resolve_scale(y="independent")
        return self.reported(layered.properties(width=_PLOT, height=high), found.report(), self.signs())

    def signs(self) -> list[Message]:
        """Return what the signs of the picture mean."""
        name = self.name(self.found.candidate)
        said = [message("Steps: the rank of {name}. Colours: the leader.", name=name)]
        return [*said, message("Rings: the rank with each whole level.")] if self.found.levels else said

    def said(self, who: Leaders) -> str:
        """Return who leads, and between which scores."""
        spans = self.spans[who]
        told: list[Message] = [
            message("{low} to {high}", low=_number(low), high=_number(high)) for low, high in spans[:_TOLD]
        ]
        if len(spans) > _TOLD:
            told.append(message("{count} more", count=len(spans) - _TOLD))
        return self.say(message("{names} leads: {spans}", names=self.who(who), spans=told))

    def bands(self, x: alt.X, high: float) -> list[Any]:
        rows: list[Datum] = []
        letters: list[Datum] = []
        scale = _PLOT / (self.found.high - self.found.low)
        for who, spans in self.spans.items():
            for low, end in spans:
                rows.append(
                    {
                        "score": low,
                        "to": end,
                        "leaders": [self.problem.candidates[row] for row in who],
                        "name": self.who(who),
                        "colour": self.colour(who),
                        "between": self.say(message("{low} to {high}", low=_number(low), high=_number(end))),
                    }
                )
                parts = [(low, end)]
                if (
                    abs((low + end) / 2 - self.found.value) * scale < _LETTER
                ):  # beside the line of the present
                    parts = [(low, self.found.value), (self.found.value, end)]
                left, right = max(parts, key=lambda part: part[1] - part[0])
                if (right - left) * scale >= _LETTER:
                    letters.append({"score": (left + right) / 2, "letter": self.letter(who)})
        band: dict[str, Any] = {"stroke": theme.PAPER, "strokeWidth": 2}
        return [
            alt.Chart(data(rows))
            .mark_rect(opacity=TINT, y=0, y2=high, **band)
            .encode(
                x=x,
                x2="to:Q",
                fill=alt.Fill("colour:N", scale=None),
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("First"))),
                    alt.Tooltip("between:N", title=self.say(message("Score"))),
                ],
            ),
            alt.Chart(data(letters)).mark_text(fontWeight=600, y=high - 11).encode(x=x, text="letter:N"),
        ]

    def stairs(self, x: alt.X, y: alt.Y) -> list[Any]:
        steps: list[Datum] = [
            {"score": part.interval[0], "to": part.interval[1], "rank": part.rank}
            for part in self.found.segments
        ]
        points: list[Datum] = [
            {"score": end, "rank": part.rank, "order": 2 * at + side}
            for at, part in enumerate(self.found.segments)
            for side, end in enumerate(part.interval)
        ]
        line = alt.Chart(data(points)).encode(x=x, y=y, order="order:Q")
        tooltip = [alt.Tooltip("rank:Q", title=self.say(message("Rank")))]
        return [
            line.mark_line(color=theme.PAPER, strokeWidth=6, strokeJoin="round"),
            line.mark_line(color=theme.INK, strokeWidth=2.5, strokeJoin="round"),
            alt.Chart(data(steps))
            .mark_rule(color=theme.INK, strokeWidth=3)
            .encode(x=x, x2="to:Q", y=y, tooltip=tooltip),
        ]

    def dots(self, x: alt.X, y: alt.Y) -> list[Any]:
        if not self.found.levels:
            return []
        rows: list[Datum] = [
            {"score": level.level, "rank": level.rank, "name": self.who(level.leaders)}
            for level in self.found.levels
        ]
        tooltip = [
            alt.Tooltip("score:Q", title=self.say(message("Score"))),
            alt.Tooltip("rank:Q", title=self.say(message("Rank"))),
            alt.Tooltip("name:N", title=self.say(message("First"))),
        ]
        return [
            alt.Chart(data(rows))
            .mark_circle(size=110, color=theme.PAPER, stroke=theme.INK, strokeWidth=2, opacity=1)
            .encode(x=x, y=y, tooltip=tooltip)
        ]

    def present(self, x: alt.X) -> list[Any]:
        if not self.inside:
            return []
        found = self.found
        part = (found.value - found.low) / (found.high - found.low)
        align: Any = "left" if part < 0.1 else "right" if part > 0.9 else "center"
        row: Datum = {
            "score": found.value,
            "words": self.say(message("now {value}", value=_number(found.value))),
        }
        base = alt.Chart(data([row])).encode(x=x)
        return [
            base.mark_rule(color=theme.INK, strokeWidth=1.5, strokeDash=[5, 4]),
            base.mark_text(fontWeight=600, y=-9, align=align).encode(text="words:N"),
        ]


def _number(value: float) -> str:
    return f"{value:.6g}"
