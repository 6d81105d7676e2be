"""An improvement as dumbbells: each score now and where it is enough alone, on its own scale."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.improvement.improvement import Improvement
from see_mcda.analyses.improvement.report import (
    enough_alone,
    enough_together,
    in_steps,
    shown_cost,
)
from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, lines_at

MOST = 40
"""Scores in one picture; the rest is told at its foot."""
_END = 52
"""Pixels on either side of a scale for the number at its end."""
_RIGHT = 190
"""Pixels for the words beside a scale."""
_TRACK = theme.WIDTH - theme.NAMES - 2 * _END - _RIGHT
_HIGH = 50
_BESIDE = 2
"""Pixels by which the number of an end stands off to the side away from the other end."""
_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)


def draw(result: Improvement, language: str = "en") -> Any:
    """Return the picture: the way from the score now to what is enough, and the cheapest changes marked."""
    return _ImprovementPicture(result, language).drawn()


class _ImprovementPicture(Picture):
    def __init__(self, result: Improvement, language: str):
        super().__init__(result.problem, language)
        self.result = result
        self.report = result.report()
        self.alone, self.after = enough_alone(result), enough_together(result)
        self.together = {change.column: change for change in result.together or ()}
        every = list(result.alone) or list(range(len(self.problem.leaves)))
        first = sorted(
            every, key=lambda column: (column not in self.together, result.alone.get(column) is None)
        )
        kept = set(first[:MOST])
        self.shown = [column for column in every if column in kept]
        self.left_out = len(every) - len(self.shown)

    def drawn(self) -> Any:
        names: list[Datum] = []
        ends: list[Datum] = []
        now: list[Datum] = []
        ways: list[Datum] = []
        marked: list[Datum] = []
        words: list[Datum] = []
        down = 14.0
        for column in self.shown:
            title = self.text(self.problem.framework.leaves[column].title)
            name = self.lines(title, theme.NAMES - 12, most=3)
            told = self.told(column)
            high = max(_HIGH, theme.leading(theme.SIZE) * max(len(name), len(told)) + 14)
            y = round(down + high / 2, 1)
            down += high
            about: dict[str, Any] = {"leaf": self.problem.leaves[column], "name": title, "y": y}
            names.append({"y": y, "words": name})
            worst, best = self.ends(column)
            ends.append(
                {**about, "x": _END, "end": _END + _TRACK, "worst": _number(worst), "best": _number(best)}
            )
            words.append({"x": 2 * _END + _TRACK + 10, "y": y, "words": told})
            change, part = self.result.alone.get(column), self.together.get(column)
            before = float(self.problem.values[self.result.row, column])
            here = self.place(column, before)
            goal = change or part
            there = here if goal is None else self.place(column, goal.after)
            side = 0 if goal is None else -1 if there >= here else 1
            now.append({**about, "value": before, "x": here, "words": _number(before), "side": side})
            if change is not None:
                ways.append(
                    {
                        **about,
                        "before": change.before,
                        "after": change.after,
                        "cost": change.cost,
                        "x": here,
                        "end": there,
                        "words": self.alone[column],
                        "side": -side,
                    }
                )
            if part is not None:
                marked.append(
                    {
                        **about,
                        "before": part.before,
                        "after": part.after,
                        "cost": part.cost,
                        "x": self.place(column, part.after),
                    }
                )
        layers = [
            lines_at(names, x=-theme.NAMES).encode(y=_Y),
            *_tracks(ends),
            *_dumbbells(now, ways, marked),
            lines_at(words).encode(x=_X, y=_Y),
        ]
        wide = theme.WIDTH - theme.NAMES
        chart = alt.layer(*layers).properties(width=wide, height=down)
        return self.finished(chart, self.say(self.report.headline), self.says(), foot=self.foot())

    def ends(self, column: int) -> tuple[float, float]:
        """Return the worst and the best end of a leaf's scale, of its value function, or of what is seen."""
        leaf = self.problem.framework.leaves[column]
        scale = leaf.scale
        if leaf.value is not None:
            points = [float(x) for x, _ in leaf.value.points]
            low, high = min(points), max(points)
        elif scale is not None and scale.min is not None and scale.max is not None:
            low, high = scale.min, scale.max
        else:
            low, high = map(float, self.problem.extent[:, column])
        changes = (self.result.alone.get(column), self.together.get(column))
        seen = [float(self.problem.values[self.result.row, column]), *(c.after for c in changes if c)]
        low, high = min(low, *seen), max(high, *seen)
        return (low, high) if leaf.objective == "max" else (high, low)

    def place(self, column: int, value: float) -> float:
        worst, best = self.ends(column)
        share = (value - worst) / (best - worst) if best != worst else 0.5
        return round(_END + _TRACK * share, 2)

    def told(self, column: int) -> list[str]:
        """Return what stands beside a leaf's scale."""
        said: list[Message] = []
        change, part = self.result.alone.get(column), self.together.get(column)
        if change is not None:
            cost = shown_cost(change.cost)
            said.append(
                message("enough alone; steps: {cost}", cost=cost)
                if in_steps(self.result)
                else message("enough alone: cost {cost}", cost=cost)
            )
        elif not self.result.reached:
            said.append(message("not enough alone"))
        if part is not None:
            said.append(message("cheapest: {before} → {after}", before=part.before, after=self.after[column]))
        return [line for words in said for line in self.lines(self.say(words), _RIGHT - 10)]

    def says(self) -> list[str]:
        key = (
            message("Circle: the present score. Each line is a scale from worst (left) to best (right).")
            if self.result.reached
            else message(
                "Circle: the present score; dot: enough alone; diamond: part of the cheapest changes. Each"
                " line is a scale from worst (left) to best (right)."
            )
        )
        method = message("Method: {name}", name=method_title(self.result.ranking.method.name))
        return [self.say(words) for words in (method, *self.report.subtitle, key)]

    def foot(self) -> list[str]:
        said = [*self.report.footnotes]
        if self.left_out:
            said.append(
                message(
                    Plural("{count} more score is not shown.", "{count} more scores are not shown."),
                    count=self.left_out,
                )
            )
        return [self.say(words) for words in said]


def _tracks(ends: list[Datum]) -> list[Any]:
    """Return the scales with the numbers at their ends."""
    base = alt.Chart(data(ends)).encode(y=_Y)
    mark: dict[str, Any] = {"color": theme.SOFT, "fontSize": theme.SMALL, "baseline": "middle"}
    right = alt.X("end:Q", scale=None, axis=None)
    return [
        base.mark_rule(color=theme.LINE, size=4, strokeCap="round").encode(x=_X, x2="end:Q"),
        base.mark_text(align="right", dx=-20, **mark).encode(x=_X, text="worst:N"),
        base.mark_text(align="left", dx=20, **mark).encode(x=right, text="best:N"),
    ]


def _dumbbells(now: list[Datum], ways: list[Datum], marked: list[Datum]) -> list[Any]:
    """Return the scores now, the ways to what is enough alone, and the cheapest changes."""
    start, way, part = (alt.Chart(data(rows)).encode(y=_Y) for rows in (now, ways, marked))
    end = alt.X("end:Q", scale=None, axis=None)
    tooltip = ["name:N", "before:Q", "after:Q", "cost:Q"]
    point: dict[str, Any] = {"filled": True, "opacity": 1}
    return [
        way.mark_rule(color=theme.MAIN, size=4).encode(x=_X, x2="end:Q"),
        part.mark_point(
            shape="diamond", size=520, fill=theme.PAPER, stroke=theme.AGAINST, strokeWidth=2.5, opacity=1
        ).encode(x=_X, tooltip=tooltip),
        start.mark_point(
            shape="circle", size=130, fill=theme.PAPER, stroke=theme.INK, strokeWidth=2, opacity=1
        ).encode(x=_X, tooltip=["name:N", "value:Q"]),
        way.mark_point(shape="circle", size=120, color=theme.MAIN, **point).encode(x=end, tooltip=tooltip),
        *_numbers(now, _X, theme.INK),
        *_numbers(ways, end, theme.MAIN),
    ]


def _numbers(rows: list[Datum], x: alt.X, colour: str) -> list[Any]:
    """Return the numbers above the ends, each leaning away from the other end."""
    align: dict[int, Any] = {-1: "right", 0: "center", 1: "left"}
    return [
        alt.Chart(data(these))
        .mark_text(
            align=align[side], dx=side * _BESIDE, dy=-19, baseline="middle", fontWeight=600, color=colour
        )
        .encode(x=x, y=_Y, text="words:N")
        for side in align
        if (these := [row for row in rows if row["side"] == side])
    ]


def _number(value: float) -> str:
    return f"{value:.6g}"
