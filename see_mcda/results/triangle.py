"""Pictures of all mixes of three parts as a triangle: one part has all the weight at each corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from see_mcda.arrays import Array
from see_mcda.render import theme
from see_mcda.results.picture import Picture, lines_at

SIDE = 440
"""Pixels of a side of the triangle."""
PLANE = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
"""Where the corners are drawn: the first part at the top, the second left, the third right."""
LABELLED = 0.03
"""A smaller part of the triangle has no room for its share inside."""
SEEN = 5e-4
"""A part that is smaller cannot be seen, and its share would be shown as 0 %."""
TINT = 0.5
"""How dense the colours are, so that ink on them can be read."""


def placed(mix: Array) -> dict[str, float]:
    """Return where a mix (3,) is drawn."""
    x, y = (mix @ PLANE).tolist()
    return {"x": round(x, 6), "y": round(y, 6)}


class TrianglePicture(Picture):
    """A picture of a triangle of mixes."""

    def place(self, left: float = 0) -> dict[str, Any]:
        """Return the encoding of a place in the triangle, which begins at ``left``."""
        scale_x = alt.Scale(domain=[0, 1], range=[left, left + SIDE], nice=False, zero=False)
        scale_y = alt.Scale(domain=[0, float(PLANE[0, 1])], nice=False, zero=False)
        return {
            "x": alt.X("x:Q", scale=scale_x, axis=None),
            "y": alt.Y("y:Q", scale=scale_y, axis=None),
        }

    def triangle(self, layers: Sequence[Any]) -> Any:
        """Return layers as one chart."""
        return (
            alt.layer(*layers)
            .resolve_scale(y="independent")
            .properties(width=SIDE, height=SIDE * float(PLANE[0, 1]))
        )

    def part(self, colour: Any, place: dict[str, Any], rows: Any, tooltip: Sequence[Any]) -> Any:
        """Return polygons in their colours; ``rows`` has a row for each corner, by ``loop`` and ``order``."""
        return (
            alt.Chart(rows)
            .mark_line(filled=True, fillOpacity=TINT, stroke=theme.PAPER, strokeWidth=2, strokeJoin="round")
            .encode(**place, fill=colour, detail="loop:N", order="order:Q", tooltip=list(tooltip))
        )

    def corners(self, titles: Sequence[str], place: dict[str, Any]) -> list[Any]:
        """Return the titles of the parts at the corners."""
        shown = [self.lines(title, SIDE / 2.2, most=3) for title in titles]
        rows = [{"words": lines, **placed(corner)} for lines, corner in zip(shown, np.eye(3), strict=True)]
        upwards = -10 - theme.leading(theme.SIZE) * (len(shown[0]) - 1)
        ink: dict[str, Any] = {"align": "center", "fontWeight": 600}
        return [
            lines_at(rows[:1], baseline="bottom", dy=upwards, **ink).encode(**place),
            lines_at(rows[1:], baseline="top", dy=10, **ink).encode(**place),
        ]
