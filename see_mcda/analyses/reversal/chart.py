"""A reversal as bars: how many pairs swap without each criterion, and as candidates come and go."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.analyses.reversal.order_changes import Kind
from see_mcda.analyses.reversal.reversal import Reversal
from see_mcda.language.messages import Message, Plural, message
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.results.subject import more_candidates

MOST = 40
"""Bars of one part; the rest is told at the foot."""
_KINDS: tuple[Kind, ...] = ("removed", "copied", "worsened")
_PLOT = theme.WIDTH - theme.NAMES
_BAR = 170
"""Pixels of the longest bar of a criterion: beside it stands who is first then."""
_BETWEEN = 74
"""Pixels around the panels."""
_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)


def draw(reversal: Reversal, language: str = "en") -> Any:
    """Return the picture: pairs that swap, and a diamond where the first place changes."""
    return _ReversalPicture(reversal, language).drawn()


class _ReversalPicture(Picture):
    def __init__(self, reversal: Reversal, language: str):
        super().__init__(reversal.problem, language)
        self.it = reversal
        self.report = reversal.report()
        self.criteria = sorted(reversal.left_out, key=lambda id: -reversal.left_out[id])
        rows = np.flatnonzero(self.problem.eligible).tolist()
        moved = {row: max(int(reversal.swaps[kind][row]) for kind in _KINDS) for row in rows}
        upset = {c.candidate for c in reversal.changes if c.candidate is not None and c.leader}
        self.movers = [row for row in rows if moved[row] > 0 or row in upset]
        self.movers.sort(key=lambda row: (row not in upset, -moved[row]))
        self.leaders = {
            kind: {c.candidate for c in reversal.changes if c.kind == kind and c.leader} for kind in _KINDS
        }
        self.notes: list[Message] = []

    def drawn(self) -> Any:
        layers: list[Any] = []
        down = 0.0
        for part in (self.left_out, self.others):
            more, end = part(down)
            layers += more
            down = end + 40 if more else down
        chart = alt.layer(*layers or [_words([], 0)]).properties(width=_PLOT, height=max(down - 40, 20))
        return self.finished(chart, self.say(self.report.headline), self.says(), foot=self.foot())

    def left_out(self, top: float) -> tuple[list[Any], float]:
        """Return a bar for each criterion that is left out, with who is first then."""
        if not self.criteria:
            return [], top
        after = {change.node: change for change in self.it.changes if change.kind == "left-out"}
        most = max(*self.it.left_out.values(), 1)
        names: list[Datum] = []
        bars: list[Datum] = []
        heading = self.say(
            message("If a criterion is left out (the others in its group keep their proportions):")
        )
        down = top + 28
        for node in self.criteria[:MOST]:
            swaps = int(self.it.left_out[node])
            change = after.get(node)
            leader = change is not None and change.leader
            ranks = self.it.ranking.ranks if change is None else change.after
            first = [self.name(row) for row in np.flatnonzero(ranks == 1).tolist()]
            words = message("{swaps}, then first: {names}", swaps=swaps, names=first) if leader else None
            title = self.text(self.problem.framework.nodes[node].title)
            left = self.lines(title, theme.NAMES - 14, most=2)
            end = round(_BAR * swaps / most, 2)
            told = self.lines(str(swaps) if words is None else self.say(words), _PLOT - end - 34, most=2)
            high = theme.leading(theme.SIZE) * max(len(left), len(told)) + 10
            names.append({"y": round(down + high / 2, 1), "words": left})
            bars.append(
                {
                    "node": node,
                    "name": title,
                    "swaps": swaps,
                    "leader": leader,
                    "first": ", ".join(first),
                    "y": round(down + high / 2, 1),
                    "x": 0,
                    "end": end,
                    "after": end + (26 if leader else 8),
                    "mark": end + 14,
                    "words": told,
                    "ink": theme.AGAINST if leader else theme.MAIN,
                }
            )
            down += high
        if len(self.criteria) > MOST:
            self.notes.append(
                message(
                    Plural("{count} more criterion is not shown.", "{count} more criteria are not shown."),
                    count=len(self.criteria) - MOST,
                )
            )
        tooltip = [
            alt.Tooltip("name:N", title=self.say(message("Left out"))),
            alt.Tooltip("swaps:Q", title=self.say(message("pairs that swap"))),
            alt.Tooltip("first:N", title=self.say(message("then first"))),
        ]
        return [
            _heading(heading, top),
            lines_at(names, x=-theme.NAMES).encode(y=_Y),
            *_bars(bars, tooltip, 16),
        ], down

    def others(self, top: float) -> tuple[list[Any], float]:
        """Return bars for each candidate whose going, coming or worsening moves others."""
        if not self.movers:
            return [], top
        heads = {
            "removed": message("If it is removed"),
            "copied": message("If it is copied"),
            "worsened": message("If it is made worse"),
        }
        wide = _PLOT / len(_KINDS)
        named = self.names(self.movers[:MOST], theme.NAMES - 14)
        swaps = self.it.swaps
        most = max(*(int(swaps[kind][row]) for kind in _KINDS for row in self.movers), 1)
        names: list[Datum] = []
        bars: list[Datum] = []
        untried: list[Datum] = []
        shown = self.movers[:MOST]
        row_high = (
            theme.leading(theme.SIZE) * max(len(named[self.problem.candidates[row]]) for row in shown) + 8
        )
        columns = {kind: self.lines(self.say(head), wide - 12, most=3) for kind, head in heads.items()}
        start = top + 28 + theme.leading(theme.SIZE) * max(map(len, columns.values())) + 6
        titles: list[Datum] = [
            {
                "x": round(at * wide, 1),
                "y": round(start - 8 - theme.leading(theme.SIZE) * len(columns[kind]) / 2, 1),
                "words": columns[kind],
            }
            for at, kind in enumerate(_KINDS)
        ]
        for at, row in enumerate(shown):
            id = self.problem.candidates[row]
            y = round(start + (at + 0.5) * row_high, 1)
            names.append({"y": y, "words": named[id], "name": self.name(row)})
            for column, kind in enumerate(_KINDS):
                count = int(swaps[kind][row])
                x = round(column * wide, 1)
                if count < 0:
                    untried.append({"x": x, "y": y, "words": self.say(message("not tried"))})
                    continue
                leader = row in self.leaders[kind]
                end = round(x + (wide - _BETWEEN) * count / most, 2)
                bars.append(
                    {
                        "candidate": id,
                        "name": self.name(row),
                        "kind": kind,
                        "swaps": count,
                        "leader": leader,
                        "y": y,
                        "x": x,
                        "end": end,
                        "after": end + (26 if leader else 8),
                        "mark": end + 14,
                        "words": [str(count)],
                        "ink": theme.AGAINST if leader else theme.MAIN,
                    }
                )
        if len(self.movers) > MOST:
            self.notes.append(more_candidates(len(self.movers) - MOST))
        tooltip = [
            alt.Tooltip("name:N", title=self.say(message("Candidate"))),
            alt.Tooltip("swaps:Q", title=self.say(message("pairs that swap"))),
        ]
        heading = self.say(message("Largest number of other pairs that swap, by the change to a candidate:"))
        return [
            _heading(heading, top),
            lines_at(titles, color=theme.SOFT).encode(x=_X, y=_Y),
            lines_at(names, x=-theme.NAMES).encode(y=_Y, tooltip="name:N"),
            _words(untried, 0),
            *_bars(bars, tooltip, 14),
        ], start + row_high * len(shown)

    def says(self) -> list[str]:
        signs = (
            message("Bars: number of pairs that swap; diamond: the leader changes.")
            if any(change.leader for change in self.it.changes)
            else message("Bars: number of pairs that swap; the leader never changes.")
        )
        return [self.say(words) for words in (*self.report.subtitle, signs)]

    def foot(self) -> list[str]:
        return [self.say(words) for words in (*self.notes, *self.report.footnotes)]


def _bars(rows: list[Datum], tooltip: list[Any], high: float) -> list[Any]:
    """Return bars with what stands at their ends; a diamond where the leader changes."""
    base = alt.Chart(data(rows)).encode(y=_Y, tooltip=tooltip)
    return [
        base.mark_bar(height=high).encode(x=_X, x2="end:Q", color=alt.Color("ink:N", scale=None)),
        base.mark_rule(color=theme.QUIET, yOffset=-high / 2, y2Offset=high / 2).encode(x=_X, y2="y:Q"),
        base.transform_filter("datum.leader")
        .mark_point(shape="diamond", size=110, filled=True, color=theme.INK, opacity=1)
        .encode(x=alt.X("mark:Q", scale=None, axis=None)),
        lines_at(rows).encode(x=alt.X("after:Q", scale=None, axis=None), y=_Y),
    ]


def _words(rows: list[Datum], x: float) -> Any:
    return lines_at(rows, color=theme.SOFT, dx=x).encode(x=_X, y=_Y)


def _heading(words: str, top: float) -> Any:
    rows = [{"y": top + 8, "words": words}]
    return lines_at(rows, x=-theme.NAMES, fontWeight=600).encode(y=_Y)
