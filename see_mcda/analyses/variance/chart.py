"""Variance shares as bars: each source of uncertainty alone and with interactions, with its interval."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.analyses.variance.report import shown
from see_mcda.analyses.variance.variance import Input, Variance
from see_mcda.language.messages import Message, Plural, message
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.results.picture import Datum, Picture, data, lines_at

MOST = 40
"""Parts of the sources in one picture, the largest; the rest is told at the foot."""
_LEFT = 290
"""Pixels for the names of the inputs."""
_RIGHT = 170
"""Pixels for the numbers beside the bars."""
_PLOT = theme.WIDTH - _LEFT - _RIGHT
_INDENT = 16
_SOURCE = {"weight": "weights", "score": "scores", "leaf": "scores", "candidate": "scores"}
"""The source that a part belongs to."""
_COLOURS = {"weights": theme.SERIES[0], "scores": theme.SERIES[1], "method": theme.SERIES[2]}
_TINT = 0.35
_Y = alt.Y("y:Q", scale=None, axis=None)


def draw(result: Variance, language: str = "en") -> Any:
    """Return the picture: the shares of the outcome that was asked for, by source."""
    return _VariancePicture(result, language).drawn()


class _VariancePicture(Picture):
    def __init__(self, result: Variance, language: str):
        super().__init__(result.problem, language)
        self.result = result
        self.at = result.outcomes.index(result.of)
        self.total = result.indices.total[self.at]
        parts = [g for g, each in enumerate(result.inputs) if each.kind in _SOURCE]
        self.parts = sorted(parts, key=lambda g: -float(np.nan_to_num(self.total[g])))
        self.shown = set(self.parts[:MOST])

    def order(self) -> list[int]:
        """Return the inputs as they stand below each other: each source, then its parts, largest first."""
        found = []
        for g, each in enumerate(self.result.inputs):
            if each.kind in _COLOURS:
                found.append(g)
                found += [
                    part
                    for part in self.parts
                    if part in self.shown and _SOURCE[self.result.inputs[part].kind] == each.kind
                ]
        return found

    def drawn(self) -> Any:
        rows: list[dict[str, Any]] = []
        names: list[Datum] = []
        down = 0.0
        for g in self.order():
            each = self.result.inputs[g]
            own = each.kind in _COLOURS
            down += 12 if own and down else 0
            indent = 0 if own else _INDENT
            lines = self.lines(self.text(each.title.texts()), _LEFT - indent - 12, most=3)
            high = theme.leading(theme.SIZE) * len(lines) + 9
            y = round(down + high / 2, 1)
            names.append({"y": y, "indent": indent, "words": lines, "own": own})
            if not self.result.still:
                rows.append(self.row(g, each, y, own))
            down += high
        scale = alt.Scale(domain=[0, max([1.0, *(row["far"] for row in rows)])], nice=False)
        axis = alt.Axis(
            title=self.say(message("share of the variance")),
            format="%",
            tickCount=5,
            grid=False,
            orient="top",
        )
        colour = alt.Color("ink:N", scale=None)
        base = alt.Chart(data(rows)).encode(y=_Y, tooltip=self.tooltip())

        def bar(end: str, **mark: Any) -> Any:
            x = alt.X(f"{end}:Q", scale=scale, axis=axis)
            return base.mark_bar(**mark).encode(x=x, x2="zero:Q", color=colour)

        layers: list[Any] = [bar("all", height=15, opacity=_TINT), bar("alone", height=7, opacity=1)]
        ink: dict[str, Any] = {"color": theme.INK}
        layers += [
            base.mark_rule(size=1.5, **ink).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"),
            *(
                base.mark_tick(thickness=1.5, size=9, **ink).encode(
                    x=alt.X(f"{end}:Q", scale=scale, axis=axis)
                )
                for end in ("low", "high")
            ),
        ]
        for own, weight in ((True, 600), (False, 400)):
            mark: dict[str, Any] = {"align": "left", "fontWeight": weight}
            layers.append(
                lines_at([row for row in rows if row["own"] is own], dx=9, **mark).encode(
                    x=alt.X("far:Q", scale=scale, axis=axis), y=_Y
                )
            )
            for indent in (0, _INDENT):
                these = [name for name in names if name["own"] is own and name["indent"] == indent]
                if these:
                    layers.append(lines_at(these, x=indent - _LEFT, **mark).encode(y=_Y))
        chart = alt.layer(*layers).properties(width=_PLOT, height=max(down, 20))
        return self.reported(chart, self.result.report(), self.signs(), self.foot())

    def row(self, g: int, each: Input, y: float, own: bool) -> dict[str, Any]:
        found, source = self.result.indices, _SOURCE.get(each.kind, each.kind)
        first, total = float(found.first[self.at, g]), float(found.total[self.at, g])
        low, high = (float(end) for end in found.total_intervals[self.at, g])
        low, high = (end if np.isfinite(end) else total for end in (low, high))
        return {
            "id": each.id,
            "kind": each.kind,
            "name": self.text(each.title.texts()),
            "first": first,
            "total": total,
            "zero": 0,
            "alone": max(first, 0.0),
            "all": max(total, 0.0),
            "low": max(low, 0.0),
            "high": max(high, 0.0),
            "far": max(high, total, first, 0.0),
            "words": self.say(
                message("{first} alone, {total} in all", first=shown(first), total=shown(total))
            ),
            "ink": _COLOURS[source],
            "own": own,
            "y": y,
        }

    def tooltip(self) -> list[Any]:
        shares = (("first", message("alone")), ("total", message("in all")))
        return [
            alt.Tooltip("name:N", title=self.say(message("Source of uncertainty"))),
            *(alt.Tooltip(f"{one}:Q", title=self.say(words), format=".3%") for one, words in shares),
        ]

    def signs(self) -> list[Message]:
        """Return what the signs of the picture mean."""
        if self.result.still:
            return []
        return [
            message(
                "Dark: share of the variance removed if this alone were known; light: share including"
                " interactions; thin lines: its interval ({confidence}).",
                confidence=shown_share(self.result.confidence),
            )
        ]

    def foot(self) -> list[Message]:
        """Return what is left out."""
        if len(self.parts) <= MOST:
            return []
        return [
            message(
                Plural("{count} smaller part is not shown.", "{count} smaller parts are not shown."),
                count=len(self.parts) - MOST,
            )
        ]
