"""The report of crossovers: how far the lead holds along each weight, in sentences and a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title
from see_mcda.render.report import Cell, Column, Report, Section, Table
from see_mcda.render.thresholds import down, up
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.crossovers.crossovers import Crossovers, LeaderChange, NodeCrossovers

_MOST_DECIMALS = 12
SPOKEN = 16
"""Nodes, those that move the lead most easily first, that sentences tell of; the table has them all."""


def report(found: Crossovers) -> Report:
    """Return what it takes to change the leader, and a table with a row a node."""
    subject = Subject(found.problem)
    title = subject.title
    now = message(
        "{leader} leads now. One weight at a time moves from 0{space}% to 100{space}%; the"
        " others in its group keep their proportions.",
        leader=subject.candidates(found.ranking.leaders),
        space=GLUE,
    )
    sentences = _sentences(found, subject)
    key = [message("In per cent of the criterion's group. swaps: number of times that two candidates swap.")]
    if found.top is not None:
        key.append(message("Only swaps at the first {top} ranks are counted.", top=found.top))
    return Report(
        title=title,
        headline=_headline(found, subject),
        sentences=[now, *sentences],
        footnotes=[
            message("Method: {name}", name=method_title(found.ranking.method.name)),
            *(one.message for one in found.notices if one.code == "bracketed"),
        ],
        sections=[
            Section([*([title] if title else []), now]),
            Section(sentences, bullet="- "),
            Section(table=_table(found, subject)),
            Section(key),
        ],
        data=_data(found),
        note=subject.note,
        warnings=found.warnings,
    )


def _headline(found: Crossovers, subject: Subject) -> Message:
    names = subject.candidates(found.ranking.leaders)
    node = min(found.nodes.values(), key=least_change, default=None)
    change = None if node is None else _nearest(node)
    if node is None or change is None:
        return message("{names} leads at any value of any single weight", names=names)
    shares = lead_shares(node)
    words = {"names": names, "other": subject.candidates(change.leaders), "node": subject.node(node.node)}
    if change is node.above:
        return message(
            "{names} leads; if {node} weighs more than {share} of its group, {other} leads",
            share=shares.over,
            **words,
        )
    return message(
        "{names} leads; if {node} weighs less than {share} of its group, {other} leads",
        share=shares.under,
        **words,
    )


def _sentences(found: Crossovers, subject: Subject) -> list[Message]:
    """Return how far the lead holds along each weight, those first that move it most easily."""
    leader = subject.candidates(found.ranking.leaders)
    moving = [node for node in found.nodes.values() if not node.alone]
    holding = [subject.node(node.node) for node in moving if _nearest(node) is None]
    changing = sorted((node for node in moving if _nearest(node)), key=least_change)
    said = [_sentence(found, node, subject) for node in changing[:SPOKEN]]
    if len(changing) > SPOKEN:
        said.append(
            message(
                Plural("{count} more is in the table.", "{count} more are in the table."),
                count=len(changing) - SPOKEN,
            )
        )
    if not moving:
        said.append(message("No weight can change: every criterion is the only one in its group."))
    elif not changing:
        said.append(message("{leader} keeps the lead at any value of any single weight.", leader=leader))
    elif holding:
        said.append(
            message("{leader} keeps the lead at any weight of: {nodes}.", leader=leader, nodes=holding)
        )
    return said


def _sentence(found: Crossovers, node: NodeCrossovers, subject: Subject) -> Message:
    """Return how far the lead holds along one node's weight, and who takes it."""
    words = {
        **vars(lead_shares(node)),
        "leader": subject.candidates(found.ranking.leaders),
        "node": subject.node(node.node),
        "below": subject.candidates(node.below.leaders) if node.below else [],
        "above": subject.candidates(node.above.leaders) if node.above else [],
    }
    low, high = node.leader_interval
    if low == high and node.below and node.above:
        return message(
            "The lead changes exactly at the present weight of {node} ({now}): {below} leads below it,"
            " {above} above it.",
            **words,
        )
    if low == high and node.above:
        return message(
            "{leader} leads only at exactly the present weight of {node} ({now}); above it, {above} leads.",
            **words,
        )
    if low == high:
        return message(
            "{leader} leads only at exactly the present weight of {node} ({now}); below it, {below} leads.",
            **words,
        )
    if node.below and node.above:
        return message(
            "{leader} keeps the lead while {node} weighs between {low} and {high} (now {now}); below"
            " {under}, {below} leads; above {over}, {above} leads.",
            **words,
        )
    if node.above:
        return message(
            "{leader} keeps the lead while {node} weighs at most {high} (now {now}); above {over}, {above}"
            " leads.",
            **words,
        )
    return message(
        "{leader} keeps the lead while {node} weighs at least {low} (now {now}); below {under}, {below}"
        " leads.",
        **words,
    )


def _table(found: Crossovers, subject: Subject) -> Table:
    """Return a row a node: its weight, where lead and ranking hold, how many swaps there are."""
    columns = [
        Column(None, message("Criterion"), number=False),
        Column(None, message("now")),
        Column(None, message("lead holds")),
        Column(None, message("ranking holds"), part=1),
        Column(None, message("swaps"), part=1),
    ]
    rows: list[list[object]] = []
    for id, node in found.nodes.items():
        intervals = (node.leader_interval, node.ranking_interval)
        decimals = max(_decimals(node.share, interval) for interval in intervals)
        holds = [None if node.alone else _span(interval, decimals) for interval in intervals]
        name = Cell(id, subject.node(id), found.problem.framework.paths[id].count(".") - 1)
        now = f"{100 * node.share:.{decimals}f}"
        rows.append([name, now, *holds, None if node.alone else node.swaps])
    return Table(columns, rows)


def _data(found: Crossovers) -> Table:
    """Return a row a crossing, node by node."""
    keys = "node at at_global ahead_below ahead_above rank_below other_rank_below exact"
    ids = found.problem.candidates
    return Table(
        [Column(key) for key in keys.split()],
        [
            [id, each.at, each.at_global, *(ids[row] for row in each.pair), *each.ranks, each.exact]
            for id, node in found.nodes.items()
            for each in node.crossings
        ],
    )


def _nearest(node: NodeCrossovers) -> LeaderChange | None:
    """Return the change of the lead to which the node's weight has the shortest way, if there is one."""
    changes = [change for change in (node.above, node.below) if change is not None and not node.alone]
    return min(changes, key=lambda change: abs(change.at - node.share), default=None)


def least_change(node: NodeCrossovers) -> float:
    """Return how far the node's global weight has to move until the lead changes, or infinity."""
    change = _nearest(node)
    return math.inf if change is None else abs(change.at_global - node.global_share)


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
