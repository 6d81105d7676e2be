"""A pillar map as a triangle: one branch has all the weight at each corner, each winner its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.pillar_map.pillar_map import PillarMap
from see_mcda.language.messages import message
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.uncertainty.polygons import centroid

SIDE = 440
"""Pixels of a side of the triangle."""
_PLANE = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
"""Where the corners are drawn: the first branch at the top, the second left, the third right."""
_LABELLED = 0.03
"""A smaller part of the triangle has no room for its share inside."""
_SEEN = 5e-4
"""A part that is smaller cannot be seen, and its share would be shown as 0 %."""
_TINT = 0.5
"""How dense the colours are, so that ink on them can be read."""


def draw(map: PillarMap, language: str = "en") -> Any:
    """Return the picture: who wins where, the mix that was given, and the nearest border."""
    return _PillarMapPicture(map, language).drawn()


class _PillarMapPicture(Picture):
    def __init__(self, map: PillarMap, language: str):
        super().__init__(map.problem, language)
        self.map = map
        self.report = map.report()
        drawn = [region for region in map.regions if region.area >= _SEEN]
        self.regions = drawn or list(map.regions[:1])
        self.titles = [self.text(self.problem.framework.nodes[id].title) for id in map.nodes]

    def who(self, rows: Sequence[int]) -> str:
        return ", ".join(self.name(row) for row in rows)

    def share(self, share: float) -> str:
        return self.say(message("{share}", share=shown_share(share)))

    def drawn(self) -> Any:
        scale_x = alt.Scale(domain=[0, 1], nice=False, zero=False)
        scale_y = alt.Scale(domain=[0, float(_PLANE[0, 1])], nice=False, zero=False)
        place: dict[str, Any] = {
            "x": alt.X("x:Q", scale=scale_x, axis=None),
            "y": alt.Y("y:Q", scale=scale_y, axis=None),
        }
        layers: list[Any] = [*self.parts(place), *self.corners(place), *self.points(place)]
        chart = (
            alt.layer(*layers)
            .resolve_scale(y="independent")
            .properties(width=SIDE, height=SIDE * float(_PLANE[0, 1]))
        )
        return self.finished(chart, self.say(self.report.headline), self.says(), foot=self.foot())

    def parts(self, place: dict[str, Any]) -> list[Any]:
        regions = self.regions
        rows: list[Datum] = []
        loops = [
            (-_turn(loop), at, number, loop)
            for at, region in enumerate(regions)
            for number, loop in enumerate(region.polygons)
            if _turn(loop) > 0  # a hole is painted over by who wins in it
        ]
        for _, at, number, loop in sorted(loops, key=lambda one: one[:3]):
            region = regions[at]
            about = {
                "loop": f"{at}-{number}",
                "part": str(at),
                "name": self.who(region.rows),
                "share": self.share(region.area),
            }
            rows += [{**about, "order": order, **_placed(mix)} for order, mix in enumerate([*loop, loop[0]])]
        colours = [*theme.SERIES, *[theme.QUIET] * len(regions)][: len(regions)]
        domain = [str(at) for at in range(len(regions))]
        colour: Any = alt.Color("part:N", scale=alt.Scale(domain=domain, range=colours), legend=None)
        inside: list[Datum] = [
            {"words": self.share(region.area), **_placed(centroid(region.polygons[0]))}
            for region in regions
            if region.area >= _LABELLED
        ]
        return [
            alt.Chart(data(rows))
            .mark_line(filled=True, fillOpacity=_TINT, stroke=theme.PAPER, strokeWidth=2, strokeJoin="round")
            .encode(
                **place,
                fill=colour,
                detail="loop:N",
                order="order:Q",
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("First"))),
                    alt.Tooltip("share:N", title=self.say(message("of all mixes"))),
                ],
            ),
            lines_at(inside, align="center", fontWeight=600).encode(**place),
            *self.key(colour),
        ]

    def key(self, colour: Any) -> list[Any]:
        """Return who has which colour, to the right of the triangle, the largest part first."""
        rows: list[Datum] = []
        down = 0.0
        for at, region in enumerate(self.regions):
            said = message("{names}: {share}", names=self.who(region.rows), share=shown_share(region.area))
            lines = self.lines(self.say(said), theme.WIDTH - SIDE - 70, most=3)
            high = theme.leading(theme.SIZE) * len(lines)
            rows.append({"part": str(at), "words": lines, "down": round(down + high / 2, 1)})
            down += high + 12
        y = alt.Y("down:Q", scale=None, axis=None)
        return [
            alt.Chart(data(rows))
            .mark_square(size=170, opacity=_TINT, x=SIDE + 40)
            .encode(y=y, fill=colour, color=alt.value(None)),
            lines_at(rows, x=SIDE + 56).encode(y=y),
        ]

    def corners(self, place: dict[str, Any]) -> list[Any]:
        shown = [self.lines(title, SIDE / 2.2, most=3) for title in self.titles]
        rows = [{"words": lines, **_placed(corner)} for lines, corner in zip(shown, np.eye(3), strict=True)]
        upwards = -10 - theme.leading(theme.SIZE) * (len(shown[0]) - 1)
        ink: dict[str, Any] = {"align": "center", "fontWeight": 600}
        return [
            lines_at(rows[:1], baseline="bottom", dy=upwards, **ink).encode(**place),
            lines_at(rows[1:], baseline="top", dy=10, **ink).encode(**place),
        ]

    def points(self, place: dict[str, Any]) -> list[Any]:
        now = _placed(self.map.current)
        layers: list[Any] = []
        if self.map.border is not None:
            way = [{**now, "order": 0}, {**_placed(self.map.border.mix), "order": 1}]
            layers += [
                alt.Chart(data(way))
                .mark_line(color=theme.INK, strokeWidth=1.5, strokeDash=[4, 3])
                .encode(**place, order="order:Q"),
                alt.Chart(data(way[1:]))
                .mark_point(
                    shape="diamond", size=90, filled=True, color=theme.PAPER, stroke=theme.INK, opacity=1
                )
                .encode(**place),
            ]
        words = self.say(message("now"))
        return [
            *layers,
            alt.Chart(data([now]))
            .mark_circle(size=130, color=theme.INK, stroke=theme.PAPER, strokeWidth=2, opacity=1)
            .encode(**place),
            lines_at([{**now, "words": words}], dx=12, dy=14, fontWeight=600).encode(**place),
        ]

    def says(self) -> list[str]:
        said = [
            *self.report.subtitle,
            message(
                "At a corner, one of the three has all their weight; in the middle, they weigh the same."
            ),
        ]
        if self.map.border is not None:
            said.append(message("Diamond: the nearest mix with another winner."))
        return [self.say(words) for words in said]

    def foot(self) -> list[str]:
        said = [
            message("Method: {name}", name=method_title(self.map.ranking.method.name)),
            *self.report.footnotes,
        ]
        said += [notice.message for notice in self.map.notices if notice.code == "traced"]
        return [self.say(words) for words in said]


def _turn(loop: NDArray[np.float64]) -> float:
    x, y = loop[:, 0], loop[:, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())


def _placed(mix: NDArray[np.float64]) -> dict[str, float]:
    x, y = (mix @ _PLANE).tolist()
    return {"x": round(x, 6), "y": round(y, 6)}
