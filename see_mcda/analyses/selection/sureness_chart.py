"""How sure a selection is: candidates × sets that are best somewhere, and the map of these sets.

For the first few places: the chance of each candidate, and the zone in between.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.analyses.selection.selection import Selection
from see_mcda.arrays import Array
from see_mcda.language.messages import Message, message, per_cent
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import Joined
from see_mcda.results.candidate_rows import MOST, CandidateRows
from see_mcda.results.picture import Datum, data, lines_at
from see_mcda.results.triangle import LABELLED, SEEN, SIDE, TINT, TrianglePicture, placed
from see_mcda.uncertainty.polygons import area, centroid

SETS = len(theme.SERIES)
"""Sets with a column and a colour."""
_CHANCE = 90
_COLUMN = 54
_BAR = theme.WIDTH - theme.NAMES - 200
_LEFT = 30 - theme.NAMES
"""Where the triangle begins, below the names."""
_X = alt.X("x:Q", scale=None, axis=None)


def draw_sureness(result: Selection, language: str) -> Any:
    """Return the picture of a selection with how sure it is."""
    return _SurenessPicture(result, language).drawn()


def mixes(result: Selection) -> tuple[str, list[Array]] | None:
    """Return the group of three parts that the map is about, and each set's corners as mixes (v, 3)."""
    sure, framework = result.robustness, result.problem.framework
    if sure is None or sure.cells is None or min(map(len, sure.cells)) < 3:
        return None
    for node in framework.inner:
        if len(node.children) != 3:
            continue
        sums = [
            np.stack([cell[:, list(framework.columns[child.id])].sum(axis=1) for child in node.children], 1)
            for cell in sure.cells
        ]
        totals = np.concatenate(sums).sum(axis=1)
        if totals.min() <= 0 or np.ptp(totals) > 1e-9:
            continue
        cells = [each / totals[0] for each in sums]
        areas = np.array([area(each) for each in cells])
        if areas.sum() > 0 and np.allclose(areas / areas.sum(), sure.shares, atol=1e-6):
            return node.id, cells
    return None


class _SurenessPicture(CandidateRows, TrianglePicture):
    def __init__(self, result: Selection, language: str):
        super().__init__(result.problem, language)
        assert result.robustness is not None
        self.result, self.sure = result, result.robustness
        self.report = result.report()
        rows = np.flatnonzero(self.problem.eligible).tolist()
        every = sorted(rows, key=lambda row: (-self.sure.chance[row], row))
        self.rows, self.left_out = every[:MOST], len(every) - MOST
        self.sets = result.sets[:SETS]

    def drawn(self) -> Any:
        chart = self.matrix() if len(self.sets) else self.bars()
        found = mixes(self.result)
        if found is not None:
            chart = alt.vconcat(chart, self.map(*found), spacing=60)
        left_out = self.remarks(self.rows, max(self.left_out, 0))
        return self.reported(chart, self.report, self.key(), left_out)

    def key(self) -> list[Message]:
        more = len(self.sure.shares) > SETS
        if len(self.sets):
            return [
                message("Each column is a set, with the share of weights and scores for which it is best."),
                *([message("Only the sets with the largest shares are shown.")] if more else []),
            ]
        return [message("Orange: the zone in between; dashed: the chances from which on it is clear.")]

    def chance(self, row: int) -> str:
        error = float(self.sure.standard_error[row])
        chance = self.share(float(self.sure.chance[row]))
        return f"{chance} ± {self.share(error)}" if error else chance

    def share(self, share: float) -> str:
        return per_cent(shown_share(share), self.language)

    def matrix(self) -> Any:
        """Return a line for each candidate and a column for each set, filled where it is in."""
        y, ids = self.y(self.rows), self.problem.candidates
        start = _CHANCE + 20
        chances: list[Datum] = [{"candidate": ids[row], "words": self.chance(row)} for row in self.rows]
        cells: list[Datum] = [
            {
                "candidate": ids[row],
                "name": self.name(row),
                "share": self.share(float(self.sure.shares[at])),
                "part": str(at),
                "x": start + at * _COLUMN + 4,
                "end": start + (at + 1) * _COLUMN - 4,
            }
            for at, each in enumerate(self.sets)
            for row in self.rows
            if each.chosen[row]
        ]
        heads = [
            (start + (at + 0.5) * _COLUMN, "center", Joined([self.share(float(share))]))
            for at, share in enumerate(self.sure.shares[:SETS])
        ]
        base = alt.Chart(data(cells)).mark_bar(cornerRadius=3, opacity=TINT + 0.2)
        return alt.layer(
            *self.beside(self.rows, None, y),
            lines_at(chances, x=0).encode(y=y),
            base.encode(
                x=_X,
                x2="end:Q",
                y=y,
                color=self.colour(),
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("share:N", title=self.say(message("share"))),
                ],
            ),
            *self.heads([(0, "left", message("chance")), *heads]),
        ).properties(width=theme.WIDTH - theme.NAMES, height=self.step(self.rows))

    def colour(self) -> Any:
        domain = [str(at) for at in range(len(self.sets))]
        scale = alt.Scale(domain=domain, range=list(theme.SERIES[: len(domain)]))
        return alt.Color("part:N", scale=scale, legend=None)

    def map(self, group: str, cells: list[Array]) -> Any:
        """Return the triangle of the mixes of three parts: which set is best where."""
        place = self.place(_LEFT)
        rows: list[Datum] = []
        inside: list[Datum] = []
        for at, cell in enumerate(cells[:SETS]):
            if self.sure.shares[at] < SEEN:
                continue
            share = self.share(float(self.sure.shares[at]))
            about = {"loop": str(at), "part": str(at), "share": share, "name": self.members(at)}
            rows += [{**about, "order": order, **placed(mix)} for order, mix in enumerate([*cell, cell[0]])]
            if area(cell) >= LABELLED:
                inside.append({"words": share, **placed(centroid(cell))})
        outline = [{"order": at, **placed(np.eye(3)[at % 3])} for at in range(4)]
        tooltip = [
            alt.Tooltip("name:N", title=self.say(message("Set"))),
            alt.Tooltip("share:N", title=self.say(message("share"))),
        ]
        titles = [self.text(child.title) for child in self.problem.framework.nodes[group].children]
        colour = self.colour()
        layers = [
            alt.Chart(data(outline)).mark_line(color=theme.LINE).encode(**place, order="order:Q"),
            self.part(colour, place, data(rows), tooltip),
            lines_at(inside, align="center", fontWeight=600).encode(**place),
            *self.corners(titles, place),
            *self.sets_key(colour),
        ]
        return self.triangle(layers)

    def sets_key(self, colour: Any) -> list[Any]:
        """Return which set has which colour, to the right of the triangle."""
        rows: list[Datum] = []
        down = 0.0
        for at in range(len(self.sets)):
            lines = self.lines(self.members(at), theme.WIDTH - SIDE - 90, most=3)
            high = theme.leading(theme.SIZE) * len(lines)
            rows.append({"part": str(at), "words": lines, "down": round(down + high / 2, 1)})
            down += high + 12
        y = alt.Y("down:Q", scale=None, axis=None)
        return [
            alt.Chart(data(rows))
            .mark_square(size=170, opacity=TINT, x=_LEFT + SIDE + 40)
            .encode(y=y, fill=colour),
            lines_at(rows, x=_LEFT + SIDE + 56).encode(y=y),
        ]

    def members(self, at: int) -> str:
        return ", ".join(self.name(row) for row in self.result.rows_of(self.sets[at]))

    def bars(self) -> Any:
        """Return the chance of each candidate of being among the first, and the limits of the zone."""
        line = self.result.line
        assert line is not None
        y, ids = self.y(self.rows), self.problem.candidates
        drawn, lot = set(line.drawn), self.say(message("drawn by lot"))
        rows: list[Datum] = [
            {
                "candidate": ids[row],
                "name": self.name(row),
                "chance": self.share(float(self.sure.chance[row])),
                "x": 0,
                "end": float(self.sure.chance[row]) * _BAR,
                "part": "zone" if row in line.zone else "clear",
                "words": ", ".join([self.chance(row), *([lot] if row in drawn else [])]),
            }
            for row in self.rows
        ]
        clear = float(self.result.arguments["clear"])
        limits: list[Datum] = [{"x": at * _BAR} for at in (1 - clear, clear)]
        colour: Any = alt.condition("datum.part == 'zone'", alt.value(theme.SERIES[1]), alt.value(theme.MAIN))
        return alt.layer(
            *self.beside(self.rows, None, y),
            alt.Chart(data(rows))
            .mark_bar(height=14)
            .encode(
                x=_X,
                x2="end:Q",
                y=y,
                color=colour,
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("chance:N", title=self.say(message("chance"))),
                ],
            ),
            alt.Chart(data(limits)).mark_rule(color=theme.SOFT, strokeDash=[4, 3]).encode(x=_X),
            lines_at(rows, x=_BAR + 12).encode(y=y),
        ).properties(width=_BAR, height=self.step(self.rows))
