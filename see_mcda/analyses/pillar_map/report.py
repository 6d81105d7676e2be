"""The report of a pillar map: who wins under most mixes, how near the next winner is, everybody's part."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.pillar_map.winner_regions import winners
from see_mcda.arrays import Array
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import percent, shown_share
from see_mcda.render.report import Cell, Column, Joined, Quote, Report, Section, Table
from see_mcda.render.thresholds import down, largest_remainder, points, rounded, up
from see_mcda.results.subject import Subject
from see_mcda.uncertainty.polygons import centroid

if TYPE_CHECKING:
    from see_mcda.analyses.pillar_map.pillar_map import Border, PillarMap

_STEPS_BEYOND = 3
"""By so many units of the last digit shown a mix may lie beyond the border."""
_MOST_DECIMALS = 12


def report(map: PillarMap) -> Report:
    """Return who is first now, who is next to that, and the part of all mixes under which each wins."""
    subject = Subject(map.problem)
    title = subject.title
    rest = 1 - map.total
    kept = (
        [
            message(
                "The three share {total} of the weight; the rest keeps its {rest}.",
                total=shown_share(map.total),
                rest=shown_share(rest),
            )
        ]
        if rest > 1e-9
        else []
    )
    now = message(
        "The present mix is {mix}; first: {names}.",
        mix=_mix(map, subject, [shown_share(share) for share in map.current.tolist()]),
        names=subject.candidates(map.leaders),
    )
    nodes = [subject.node(id) for id in map.nodes]
    sentences = [
        (
            message("Who ranks first under every mix of {nodes} that the statements allow.", nodes=nodes)
            if map.restricted
            else message("Who ranks first under every mix of {nodes}.", nodes=nodes)
        ),
        *kept,
        now,
        _nearest(map, subject),
    ]
    most = map.regions[0]
    leader = {"name": subject.candidates(most.rows), "share": shown_share(most.area)}
    return Report(
        title=title,
        headline=(
            message("{name} ranks first under {share} of the allowed mixes", **leader)
            if map.restricted
            else message("{name} ranks first under {share} of all mixes", **leader)
        ),
        sentences=sentences,
        subtitle=[now, _nearest(map, subject)],
        footnotes=kept,
        sections=[Section([*([title] if title else []), *sentences]), Section(table=_parts(map, subject))],
        data=_data(map),
        note=subject.note,
        warnings=map.warnings,
    )


def _nearest(map: PillarMap, subject: Subject) -> Message:
    if any(each.code == "not-allowed" for each in map.notices):
        return message("The present mix does not meet the statements.")
    if map.border is None and map.restricted:
        return message("No other candidate ranks first under any allowed mix.")
    if map.border is None:
        return message("No other candidate ranks first under any mix.")
    return message(
        "Nearest other winner: {names}, if {share} of the weight of the three moves, at {mix}.",
        names=subject.candidates(map.border.rows),
        share=f"{points(map.border.distance).removesuffix('.0')}{GLUE}%",
        mix=_mix(map, subject, _beyond(map, map.border)),
    )


def _mix(map: PillarMap, subject: Subject, shares: Sequence[str]) -> Joined:
    return Joined([subject.node(id, share) for id, share in zip(map.nodes, shares, strict=True)])


def _beyond(map: PillarMap, border: Border) -> list[str]:
    """Return the border's mix in per cent: rounded so that it sums to 100 and the others are first there."""
    way = border.mix - map.current
    way /= np.abs(way).max()
    for decimals in range(1, _MOST_DECIMALS):
        unit = 100 * 10**decimals
        steps = np.arange(_STEPS_BEYOND + 1)[:, None] / unit
        units = [largest_remainder(mix, unit) for mix in np.maximum(border.mix + steps * way, 0.0)]
        first = winners(map.prepared, np.array(units) / unit @ map.corners)
        for shares, rows in zip(units, first, strict=True):
            if tuple(np.flatnonzero(rows).tolist()) == border.rows:
                return [
                    f"{rounded(100 * share / unit, -decimals, ROUND_HALF_EVEN)}{GLUE}%" for share in shares
                ]
    return [shown_share(share) for share in border.mix.tolist()]


def part_of(map: PillarMap) -> Message:
    """Return of what areas are parts."""
    return message("of the allowed mixes") if map.restricted else message("of all mixes")


def _parts(map: PillarMap, subject: Subject) -> Table:
    """Return a row for each winner: its part of all mixes, and the mix in the middle of it."""
    proven = not map.exact and all(region.bounds for region in map.regions)
    columns = [
        Column(None, message("First"), number=False),
        Column(None, part_of(map), lambda area: f"{percent(area, 2)}{GLUE}%"),
        *([Column(None, message("proven from - to"), _range)] if proven else []),
        Column(None, message("in its middle, %"), _shares),
    ]
    rows = []
    for region in map.regions:
        corner = Cell(region.area, message("only at a corner"))
        rows.append(
            [
                Joined(subject.candidates(region.rows)),
                corner if _is_corner(region.polygons) else region.area,
                *([region.bounds] if proven else []),
                centroid(region.polygons[0]),
            ]
        )
    return Table(columns, rows)


def _range(bounds: tuple[float, float]) -> str:
    low, high = (float(ends) for ends in (down(100 * bounds[0], -2), up(100 * bounds[1], -2)))
    return f"{low:.2f} - {high:.2f}"


def _shares(mix: Array) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in mix)


def _is_corner(polygons: Sequence[Array]) -> bool:
    """Return whether a region is no more than the point where one node has all the weight."""
    points = np.concatenate(list(polygons))
    return bool((np.abs(points - np.rint(points)) < 1e-9).all() and len({*map(tuple, np.rint(points))}) == 1)


def _data(map: PillarMap) -> Table:
    """Return a row for each corner of each region."""
    ids = map.problem.candidates
    heads = ["region", "candidates", "names", "area", "exact", "loop", *map.nodes]
    rows = [
        [
            number,
            " ".join(ids[row] for row in region.rows),
            Joined([Quote(map.problem.name(row)) for row in region.rows]),
            region.area,
            region.exact,
            loop,
            *corner,
        ]
        for number, region in enumerate(map.regions, start=1)
        for loop, polygon in enumerate(region.polygons, start=1)
        for corner in polygon.tolist()
    ]
    return Table([Column(head) for head in heads], rows)
