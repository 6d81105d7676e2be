"""Crossovers as text: how far the lead holds, node by node, in sentences and a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import GAP, GLUE, paragraph
from see_mcda.language.messages import Message, message
from see_mcda.render.thresholds import down, up
from see_mcda.results.drawing import (
    NARROWEST_NAME,
    NO_RANK,
    WIDTH,
    Drawing,
    Verbatim,
    column_widths,
)

if TYPE_CHECKING:
    from see_mcda.analyses.crossovers.crossovers import Crossovers, NodeCrossovers
    from see_mcda.render.cells import Rows

_MOST_DECIMALS = 12
SPOKEN = 16
"""Nodes, those that move the lead most easily first, that sentences tell of; the table has them all."""


def crossovers_text(found: Crossovers, language: str = "en", room: int = WIDTH) -> str:
    """Return what it takes to change the leader, a table with a line a node, the note and the warnings."""
    drawing = _Crossovers(found, language, room)
    told = "\n".join(paragraph(drawing.say(one), room, "- ") for one in drawing.sentences())
    parts = [drawing.heading(), told, "\n".join(drawing.lines()), drawing.legend()]
    return "\n\n".join([*parts, *drawing.notes(found.warnings)])


class _Crossovers(Drawing):
    def __init__(self, found: Crossovers, language: str, room: int):
        super().__init__(found.problem, language, room)
        self.found = found

    def names(self, rows: tuple[int, ...]) -> Verbatim:
        return Verbatim(", ".join(self.name(row) for row in rows))

    def node(self, node: str) -> Verbatim:
        return Verbatim(self.text(self.problem.framework.nodes[node].title))

    def leading(self) -> Verbatim:
        ranks = self.found.ranking.ranks
        return self.names(tuple(row for row, place in enumerate(ranks.tolist()) if place == 1))

    def heading(self) -> str:
        words = message(
            "{leader} leads now. One weight at a time moves from 0{space}% to 100{space}%; the"
            " others in its group keep their proportions.",
            leader=self.leading(),
            space=Verbatim(GLUE),
        )
        return "\n".join([*self.title(), paragraph(self.say(words), self.width)])

    def sentences(self) -> list[Message]:
        """Return how far the lead holds along each weight, those first that move it most easily."""
        moving = [node for node in self.found.nodes.values() if not node.alone]
        holding = [node for node in moving if node.below is None and node.above is None]
        changing = sorted((node for node in moving if node.below or node.above), key=_least_change)
        told = [self.sentence(node) for node in changing[:SPOKEN]]
        if len(changing) > SPOKEN:
            told.append(message("{count} more stand in the table.", count=len(changing) - SPOKEN))
        if holding and not changing:
            told.append(
                message("The lead of {leader} holds whatever any single weight is.", leader=self.leading())
            )
        elif holding:
            names = Verbatim(", ".join(self.node(node.node).template for node in holding))
            told.append(
                message(
                    "The lead of {leader} holds whatever the weight of: {nodes}.",
                    leader=self.leading(),
                    nodes=names,
                )
            )
        if not moving:
            told.append(message("There is no weight that could move: every node stands alone in its group."))
        return told

    def sentence(self, node: NodeCrossovers) -> Message:
        """Return how far the lead holds along one node's weight, and who takes it."""
        low, high = node.leader_interval
        shares = lead_shares(node)
        given = {
            "leader": self.leading(),
            "node": self.node(node.node),
            "low": Verbatim(shares.low),
            "high": Verbatim(shares.high),
            "now": Verbatim(shares.now),
            "under": Verbatim(shares.under),
            "over": Verbatim(shares.over),
        }
        below = self.names(node.below.leaders) if node.below else None
        above = self.names(node.above.leaders) if node.above else None
        if low == high:
            if node.below and node.above:
                return message(
                    "At {node} the lead turns just where its weight is now ({now}): {below} leads with less,"
                    " {above} with more.",
                    **given,
                    below=below,
                    above=above,
                )
            if node.above:
                return message(
                    "{leader} leads only while {node} weighs what it does now ({now}); with more, {above}"
                    " leads.",
                    **given,
                    above=above,
                )
            return message(
                "{leader} leads only while {node} weighs what it does now ({now}); with less, {below} leads.",
                **given,
                below=below,
            )
        if node.below and node.above:
            return message(
                "The lead of {leader} holds while {node} weighs between {low} and {high} (now {now});"
                " below {under} {below} overtakes, above {over} {above}.",
                **given,
                below=below,
                above=above,
            )
        if node.above:
            return message(
                "The lead of {leader} holds while {node} weighs at most {high} (now {now});"
                " above {over} {above} overtakes.",
                **given,
                above=above,
            )
        return message(
            "The lead of {leader} holds while {node} weighs at least {low} (now {now}); below {under}"
            " {below} overtakes.",
            **given,
            below=below,
        )

    def lines(self) -> list[str]:
        """Return one line a node: its weight, where lead and ranking hold, how many swaps there are."""
        rows = [
            [
                self.say(message("Criterion")),
                self.say(message("now")),
                self.say(message("lead holds")),
                self.say(message("ranking holds")),
                self.say(message("swaps")),
            ]
        ]
        paths = self.problem.framework.paths
        for id, node in self.found.nodes.items():
            intervals = (node.leader_interval, node.ranking_interval)
            decimals = max(_decimals(node.share, interval) for interval in intervals)
            indent = "  " * (paths[id].count(".") - 1)
            rows.append(
                [
                    indent + self.node(id).template,
                    f"{100 * node.share:.{decimals}f}",
                    NO_RANK if node.alone else _span(node.leader_interval, decimals),
                    NO_RANK if node.alone else _span(node.ranking_interval, decimals),
                    NO_RANK if node.alone else str(node.swaps),
                ]
            )
        if sum(column_widths(rows)[1:]) + 4 * GAP + NARROWEST_NAME <= self.width:
            return self.columns(rows, 0, range(1, 5))
        leads = [row[:3] for row in rows]
        others = [[row[at] for at in (0, 3, 4)] for row in rows]
        return [*self.columns(leads, 0, (1, 2)), "", *self.columns(others, 0, (1, 2))]

    def legend(self) -> str:
        lines = [message("In per cent of the node's group. swaps: how often two candidates change places.")]
        if self.found.top is not None:
            lines.append(message("Only swaps at the first {top} ranks are counted.", top=self.found.top))
        return "\n".join(paragraph(self.say(line), self.width) for line in lines)


def _least_change(node: NodeCrossovers) -> float:
    """Return how far the node's global weight has to move until the lead changes."""
    changes = [change for change in (node.below, node.above) if change is not None]
    return min(abs(change.at_global - node.global_share) for change in changes)


@dataclass(frozen=True)
class LeadShares:
    """In per cent: the share now, the ends within which the lead holds, and those beyond which it is lost."""

    now: str
    low: str
    high: str
    under: str
    over: str


def lead_shares(node: NodeCrossovers) -> LeadShares:
    """Return the shares to show, with decimals enough for what is said of them to hold."""
    low, high = node.leader_interval
    starts = [span.interval[0] for span in node.leaders if span.interval[1] == low]
    ends = [span.interval[1] for span in node.leaders if span.interval[0] == high]
    decimals = _decimals(node.share, (low, high))
    while decimals < _MOST_DECIMALS and not (
        all(float(down(100 * low, -decimals)) > 100 * start for start in starts)
        and all(float(up(100 * high, -decimals)) < 100 * end for end in ends)
    ):
        decimals += 1  # who leads next leads no farther than to there
    first, last = _ends((low, high), decimals)
    return LeadShares(
        _fixed(f"{100 * node.share:.{decimals}f}", decimals),
        _fixed(first, decimals),
        _fixed(last, decimals),
        _fixed(down(100 * low, -decimals), decimals),
        _fixed(up(100 * high, -decimals), decimals),
    )


def span_shares(interval: tuple[float, float]) -> tuple[str, str]:
    """Return the ends of an interval in per cent, rounded inwards."""
    decimals = _decimals(sum(interval) / 2, interval)
    low, high = (_fixed(end, decimals) for end in _ends(interval, decimals))
    return low, high


def _decimals(share: float, interval: tuple[float, float]) -> int:
    """Return how many decimals of a per cent keep a share within an interval, apart from ends it is not."""
    for decimals in range(1, _MOST_DECIMALS):
        low, high = map(float, _ends(interval, decimals))
        now = float(f"{100 * share:.{decimals}f}")
        if (low < now or share == interval[0]) and (now < high or share == interval[1]):
            return decimals
    return _MOST_DECIMALS


def _ends(interval: tuple[float, float], decimals: int) -> tuple[str, str]:
    low, high = interval
    if low == high:
        return (f"{100 * low:.{decimals}f}",) * 2
    return up(100 * low, -decimals), down(100 * high, -decimals)


def _fixed(percent: str, decimals: int) -> str:
    words = f"{float(percent):.{decimals}f}"
    return f"{words.removesuffix('.0') if decimals == 1 else words}{GLUE}%"


def _span(interval: tuple[float, float], decimals: int) -> str:
    low, high = (f"{float(end):.{decimals}f}" for end in _ends(interval, decimals))
    return f"{low}{GLUE}-{GLUE}{high}"


def crossovers_rows(found: Crossovers, language: str = "en") -> Rows:
    """Return one row a crossing, node by node, with full precision."""
    header = [
        "node", "at", "at_global", "ahead_below", "ahead_above", "rank_below", "other_rank_below", "exact",
    ]  # fmt: skip
    candidates = found.problem.candidates
    rows: list[list[object]] = [
        [id, c.at, c.at_global, candidates[c.pair[0]], candidates[c.pair[1]], *c.ranks, c.exact]
        for id, node in found.nodes.items()
        for c in node.crossings
    ]
    return header, rows
