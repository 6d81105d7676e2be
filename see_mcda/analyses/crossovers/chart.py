"""Crossovers as bars: who leads as the weight of each node goes from nothing to all of its group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from see_mcda.analyses.crossovers.crossovers import Crossovers, LeaderSpan, NodeCrossovers
from see_mcda.analyses.crossovers.report import lead_shares, least_change, span_shares
from see_mcda.analyses.crossovers.segments import Leaders
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message, per_cent
from see_mcda.model.problem import Problem
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, lines_at

MOST = 30
"""Nodes in one picture: beyond these, those of which the lead depends less are told of at its foot."""
MOST_LEADERS = 20
"""Leaders that get a letter."""
TINT = 0.5
"""How dense the colours are, so that letters on them can be read."""
_PLOT = theme.WIDTH - theme.NAMES - 40
_BAR = 22
"""Pixels of the height of a bar."""
_GAP = 20
"""Pixels between one node and the next."""
_LETTER = 14
"""Pixels that a letter needs."""
_INDENT = 16


def draw(found: Crossovers, language: str = "en") -> Any:
    """Return the picture: for each node who leads along its weight, and the first change on either side."""
    return _CrossoversPicture(found, language).drawn()


class LeaderKey(Picture):
    """Leaders told apart by a letter, which is readable without colours, and by a colour."""

    left: float = theme.NAMES
    """Pixels from the left edge of the picture to the plot."""

    def __init__(self, problem: Problem, language: str, leaders: Iterable[Leaders]):
        super().__init__(problem, language)
        self.listed = list(dict.fromkeys(leaders))
        """Who leads, those tied for the lead together; the first ones get a letter and a colour."""
        self.lettered = {who: chr(ord("A") + at) for at, who in enumerate(self.listed[:MOST_LEADERS])}

    def who(self, rows: Iterable[int]) -> str:
        """Return the names of those who lead."""
        return ", ".join(self.name(row) for row in rows)

    def letter(self, who: Leaders) -> str:
        """Return the letter of those who lead, if they have one."""
        return self.lettered.get(who, "")

    def colour(self, who: Leaders) -> str:
        """Return the colour of those who lead."""
        at = self.listed.index(who)
        return theme.SERIES[at] if at < len(theme.SERIES) else theme.QUIET

    def key(self, names: Mapping[Leaders, str], bottom: float, columns: int = 2) -> list[Any]:
        """Return who has which letter and colour, in lines above the place ``bottom``, from the left edge."""
        room = theme.WIDTH / columns
        entries = list(self.lettered)
        lines = [entries[start : start + columns] for start in range(0, len(entries), columns)]
        columned: list[list[Datum]] = [[] for _ in range(columns)]
        down = bottom
        for line in reversed(lines):
            words = [self.lines(names[who], room - 44, most=4) for who in line]
            high = theme.leading(theme.SIZE) * max(map(len, words))
            for at, who in enumerate(line):
                about = {"letter": self.letter(who), "colour": self.colour(who), "words": words[at]}
                columned[at].append({**about, "down": round(down - high / 2, 1)})
            down -= high + 8
        y = alt.Y("down:Q", scale=None, axis=None)
        layers: list[Any] = []
        for at, rows in enumerate(columned):
            left = at * room - self.left
            base = alt.Chart(data(rows)).encode(y=y)
            layers += [
                base.mark_square(size=400, opacity=TINT, x=left + 10).encode(
                    fill=alt.Fill("colour:N", scale=None), color=alt.value(None)
                ),
                base.mark_text(fontWeight=600, x=left + 10).encode(text="letter:N"),
                lines_at(rows, x=left + 28).encode(y=y),
            ]
        return layers


class _CrossoversPicture(LeaderKey):
    def __init__(self, found: Crossovers, language: str):
        self.found = found
        nodes = list(found.nodes.values())
        easiest = sorted(nodes, key=least_change)[:MOST]
        self.nodes = [node for node in nodes if node in easiest]
        self.left_out = len(nodes) - len(self.nodes)
        self.now = found.ranking.leaders
        led: dict[Leaders, float] = {}
        for node in self.nodes:
            for span in () if node.alone else node.leaders:
                led[span.leaders] = led.get(span.leaders, 0.0) + span.interval[1] - span.interval[0]
        most = sorted(led, key=lambda who: (who != self.now, -led[who]))
        super().__init__(found.problem, language, most)

    def node(self, id: str) -> str:
        return self.text(self.problem.framework.nodes[id].title)

    def drawn(self) -> Any:
        x = alt.X(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], nice=False),
            axis=alt.Axis(
                title=self.say(message("Share of the weight of its group")),
                grid=False,
                values=[0, 0.25, 0.5, 0.75, 1],
                labelExpr=f"(100 * datum.value) + '{per_cent(f'{GLUE}%', self.language)}'",
            ),
        )
        y = alt.Y("down:Q", scale=None, axis=None)
        spans: list[Datum] = []
        letters: list[Datum] = []
        names: list[list[Datum]] = []
        ticks: list[Datum] = []
        said: list[Datum] = []
        down = 0.0
        depths = [self.problem.framework.paths[node.node].count(".") for node in self.nodes]
        shallow = min(depths, default=0)
        for node, depth in zip(self.nodes, depths, strict=True):
            indent = _INDENT * (depth - shallow)
            title = self.lines(self.node(node.node), theme.NAMES - indent - 12, most=2)
            changes = self.changes(node)
            high = theme.leading(theme.SIZE)
            names.append([{"words": title, "down": down + _BAR / 2 + high * (len(title) - 1) / 2}])
            if not node.alone:
                spans += [self.span(node, span, down) for span in node.leaders]
                letters += [self.lettering(node, span, down + _BAR / 2) for span in node.leaders]
                ticks.append({"share": node.share, "down": down - 4, "end": down + _BAR + 4})
            beside = down + (_BAR / 2 if node.alone else _BAR + 4 + high / 2)
            said.append({"words": changes, "down": beside + high * (len(changes) - 1) / 2, "share": 0})
            bar = high if node.alone else _BAR + 4
            down += max(bar + high * (len(changes) - (1 if node.alone else 0)), high * len(title)) + _GAP
        base = alt.Chart(data(spans)).encode(y=y, y2="end:Q", x=x, x2="to:Q")
        layers: list[Any] = [
            base.mark_rect(opacity=TINT, stroke=theme.PAPER, strokeWidth=1).encode(
                fill=alt.Fill("colour:N", scale=None),
                tooltip=[
                    alt.Tooltip("node:N", title=self.say(message("Criterion"))),
                    alt.Tooltip("name:N", title=self.say(message("First"))),
                    alt.Tooltip("between:N", title=self.say(message("lead holds"))),
                ],
            ),
            *[
                alt.Chart(data(ticks))
                .mark_rule(color=colour, size=size, opacity=1)
                .encode(y=y, y2="end:Q", x=x)
                for colour, size in ((theme.PAPER, 6), (theme.INK, 2.5))
            ],
            alt.Chart(data([one for one in letters if one["letter"]]))
            .mark_text(fontWeight=600)
            .encode(x=x, y=y, text="letter:N"),
            *[
                lines_at(rows, x=_INDENT * (depth - shallow) - theme.NAMES).encode(y=y)
                for rows, depth in zip(names, depths, strict=True)
            ],
            lines_at(said, x=0, color=theme.SOFT).encode(y=y),
            *self.key({who: self.who(who) for who in self.listed}, -18),
        ]
        chart = alt.layer(*layers).properties(width=_PLOT, height=max(down - _GAP / 2, 40))
        return self.reported(chart, self.found.report(), self.signs(), self.foot())

    def span(self, node: NodeCrossovers, span: LeaderSpan, down: float) -> Datum:
        low, high = span.interval
        first, last = span_shares(span.interval)
        between = message("{low} to {high}", low=first, high=last)
        return {
            "id": node.node,
            "node": self.node(node.node),
            "share": low,
            "to": high,
            "down": down,
            "end": down + _BAR,
            "leaders": [self.problem.candidates[row] for row in span.leaders],
            "name": self.who(span.leaders),
            "colour": self.colour(span.leaders),
            "between": self.say(between),
        }

    def lettering(self, node: NodeCrossovers, span: LeaderSpan, down: float) -> Datum:
        """Return the letter of a span in its middle, or beside the tick if that is there."""
        low, high = span.interval
        parts = [(low, high)]
        if abs((low + high) / 2 - node.share) * _PLOT < _LETTER:
            parts = [(low, node.share), (node.share, high)]
        low, high = max(parts, key=lambda part: part[1] - part[0])
        fits = (high - low) * _PLOT >= _LETTER
        return {"letter": self.letter(span.leaders) if fits else "", "share": (low + high) / 2, "down": down}

    def changes(self, node: NodeCrossovers) -> list[str]:
        """Return the present share and the first change on either side, as lines."""
        if node.alone:
            return self.lines(self.say(message("the only one in its group: no weight to share")), _PLOT)
        shares = lead_shares(node)
        said = [message("now {share}", share=shares.now)]
        if node.below:
            said.append(
                message(
                    "below {share} {names} overtakes",
                    share=shares.under,
                    names=self.who(node.below.leaders),
                )
            )
        if node.above:
            said.append(
                message(
                    "above {share} {names} overtakes",
                    share=shares.over,
                    names=self.who(node.above.leaders),
                )
            )
        if len(said) == 1:
            said.append(message("the lead holds at any share"))
        lines: list[str] = []
        for phrase in map(self.say, said):
            joined = self.lines(f"{lines[-1]} · {phrase}", _PLOT) if lines else []
            lines = [*lines[:-1], *joined] if len(joined) == 1 else [*lines, *self.lines(phrase, _PLOT)]
        return lines

    def signs(self) -> list[Message]:
        """Return what the signs of the picture mean."""
        return [
            message(
                "The leader as the weight of one criterion goes from none to all of its group; the others"
                " keep their proportions."
            ),
            message("Black tick: the share now."),
        ]

    def foot(self) -> list[Message]:
        """Return what is left out."""
        said: list[Message] = []
        if len(self.listed) > len(self.lettered):
            said.append(
                message(
                    Plural(
                        "Grey without a letter: {count} more leader.",
                        "Grey without a letter: {count} more leaders.",
                    ),
                    count=len(self.listed) - len(self.lettered),
                )
            )
        if self.left_out:
            said.append(
                message(
                    Plural(
                        "{count} more criterion is not shown: the lead depends on it no more than on these.",
                        "{count} more criteria are not shown: the lead depends on them no more than on"
                        " these.",
                    ),
                    count=self.left_out,
                )
            )
        return said
