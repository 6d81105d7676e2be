"""A pillar map as a triangle: one branch has all the weight at each corner, each winner its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.pillar_map.pillar_map import PillarMap
from see_mcda.analyses.pillar_map.report import part_of
from see_mcda.language.messages import message
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.results.picture import Datum, data, lines_at
from see_mcda.results.triangle import LABELLED, SEEN, SIDE, TINT, TrianglePicture, placed
from see_mcda.uncertainty.polygons import TRIANGLE, centroid


def draw(map: PillarMap, language: str = "en") -> Any:
    """Return the picture: who wins where, the mix that was given, and the nearest border."""
    return _PillarMapPicture(map, language).drawn()


class _PillarMapPicture(TrianglePicture):
    def __init__(self, map: PillarMap, language: str):
        super().__init__(map.problem, language)
        self.map = map
        self.report = map.report()
        drawn = [region for region in map.regions if region.area >= SEEN]
        self.regions = drawn or list(map.regions[:1])
        self.titles = [self.text(self.problem.framework.nodes[id].title) for id in map.nodes]

    def who(self, rows: Sequence[int]) -> str:
        return ", ".join(self.name(row) for row in rows)

    def share(self, share: float) -> str:
        return self.say(message("{share}", share=shown_share(share)))

    def drawn(self) -> Any:
        place = self.place()
        layers: list[Any] = [
            *self.outline(place),
            *self.parts(place),
            *self.corners(self.titles, place),
            *self.points(place),
        ]
        chart = self.triangle(layers)
        return self.finished(chart, self.say(self.report.headline), self.says(), foot=self.foot())

    def outline(self, place: dict[str, Any]) -> list[Any]:
        """Return the whole triangle, if statements exclude a part of it."""
        if not self.map.restricted:
            return []
        rows = [{"order": at, **placed(mix)} for at, mix in enumerate([*TRIANGLE, TRIANGLE[0]])]
        line = alt.Chart(data(rows)).mark_line(color=theme.LINE, strokeWidth=1.5)
        return [line.encode(**place, order="order:Q")]

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
            rows += [{**about, "order": order, **placed(mix)} for order, mix in enumerate([*loop, loop[0]])]
        colours = [*theme.SERIES, *[theme.QUIET] * len(regions)][: len(regions)]
        domain = [str(at) for at in range(len(regions))]
        colour: Any = alt.Color("part:N", scale=alt.Scale(domain=domain, range=colours), legend=None)
        inside: list[Datum] = [
            {"words": self.share(region.area), **placed(centroid(region.polygons[0]))}
            for region in regions
            if region.area >= LABELLED
        ]
        return [
            self.part(
                colour,
                place,
                data(rows),
                [
                    alt.Tooltip("name:N", title=self.say(message("First"))),
                    alt.Tooltip("share:N", title=self.say(part_of(self.map))),
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
            .mark_square(size=170, opacity=TINT, x=SIDE + 40)
            .encode(y=y, fill=colour, color=alt.value(None)),
            lines_at(rows, x=SIDE + 56).encode(y=y),
        ]

    def points(self, place: dict[str, Any]) -> list[Any]:
        now = placed(self.map.current)
        layers: list[Any] = []
        if self.map.border is not None:
            way = [{**now, "order": 0}, {**placed(self.map.border.mix), "order": 1}]
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
        if self.map.restricted:
            said.append(message("Blank: mixes that the statements exclude."))
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
