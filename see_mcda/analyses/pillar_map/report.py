"""A pillar map as text: who wins under most mixes, how near the next winner is, and everybody's part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message
from see_mcda.results.drawing import WIDTH, Drawing, Verbatim, shown_share

if TYPE_CHECKING:
    from see_mcda.analyses.pillar_map.pillar_map import PillarMap
    from see_mcda.render.cells import Rows


def pillar_map_text(map: PillarMap, language: str = "en", room: int = WIDTH) -> str:
    """Return the answers in sentences, then the part of all mixes under which each candidate wins."""
    drawing = _PillarMapText(map, language, room)
    answers = [paragraph(drawing.say(words), room) for words in drawing.answers()]
    parts = [
        "\n".join([*drawing.title(), *answers]),
        drawing.table(),
        *drawing.notes(map.warnings),
    ]
    return "\n\n".join(parts)


class _PillarMapText(Drawing):
    def __init__(self, map: PillarMap, language: str, room: int):
        super().__init__(map.problem, language, room)
        self.map = map
        self.nodes = [Verbatim(self.text(self.problem.framework.nodes[id].title)) for id in map.nodes]

    def who(self, rows: Sequence[int]) -> list[Verbatim]:
        return [self.named(row) for row in rows]

    def mix(self, shares: Sequence[float]) -> Verbatim:
        told = [f"{node.text()} {shown_share(share)}" for node, share in zip(self.nodes, shares, strict=True)]
        return Verbatim(", ".join(told))

    def answers(self) -> list[Message]:
        map = self.map
        rest = 1 - map.total
        said = [message("Who wins under every mix of {nodes}.", nodes=self.nodes)]
        if rest > 1e-9:
            said.append(
                message(
                    "The three share {total} of the weight among them; all else keeps its {rest}.",
                    total=shown_share(map.total),
                    rest=shown_share(rest),
                )
            )
        said.append(
            message(
                "Now the mix is {mix}, and first: {names}.",
                mix=self.mix(map.current.tolist()),
                names=self.who(map.leaders),
            )
        )
        if map.border is None:
            said.append(message("Nobody else is first under any mix."))
        else:
            said.append(
                message(
                    "The nearest other winner: {names}, once {share} of the weight of the three moves,"
                    " at {mix}.",
                    names=self.who(map.border.rows),
                    share=shown_share(map.border.distance),
                    mix=self.mix(map.border.mix.tolist()),
                )
            )
        return said

    def table(self) -> str:
        rows = [[self.say(message("First")), self.say(message("of all mixes"))]]
        bounded = [region.bounds for region in self.map.regions]
        proven = not self.map.exact and all(bounded)
        if proven:
            rows[0].append(self.say(message("proven from - to")))
        rows[0].append(self.say(message("in its middle, %")))
        for region in self.map.regions:
            area = f"{100 * region.area:.2f} %"
            if _is_corner(region.polygons):
                area = self.say(message("only at a corner"))
            cells = [", ".join(name.text() for name in self.who(region.rows)), area]
            if proven and region.bounds is not None:
                low, high = region.bounds
                cells.append(f"{100 * low:.2f} - {100 * high:.2f}")
            middle = _middle(region.polygons)
            cells.append(" / ".join(f"{100 * share:.0f}" for share in middle))
            rows.append(cells)
        right = range(1, len(rows[0]))
        return "\n".join(self.columns(rows, 0, right))


def _is_corner(polygons: Sequence[np.ndarray]) -> bool:
    """Return whether a region is no more than the point where one node has all the weight."""
    points = np.concatenate(list(polygons))
    return bool((np.abs(points - np.rint(points)) < 1e-9).all() and len({*map(tuple, np.rint(points))}) == 1)


def _middle(polygons: Sequence[np.ndarray]) -> list[float]:
    from see_mcda.analyses.pillar_map.polygons import centroid  # noqa: PLC0415

    return [float(share) for share in centroid(polygons[0])]


def pillar_map_rows(map: PillarMap, language: str = "en") -> Rows:
    """Return one row for each corner of each region."""
    problem = map.problem
    drawing = Drawing(problem, language, WIDTH)
    rows: list[list[object]] = []
    for number, region in enumerate(map.regions, start=1):
        ids = " ".join(problem.candidates[row] for row in region.rows)
        names = ", ".join(drawing.text(problem.name(row)) for row in region.rows)
        for loop, polygon in enumerate(region.polygons, start=1):
            for corner in polygon.tolist():
                rows.append([number, ids, names, region.area, region.exact, loop, *corner])
    return ["region", "candidates", "names", "area", "exact", "loop", *map.nodes], rows
