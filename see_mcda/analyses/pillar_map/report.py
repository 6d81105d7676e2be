"""The report of a pillar map: who wins under most mixes, how near the next winner is, everybody's part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.pillar_map.polygons import centroid
from see_mcda.arrays import Array
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import Cell, Column, Joined, Quote, Report, Section, Table
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.pillar_map.pillar_map import PillarMap


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
        mix=_mix(map, subject, map.current),
        names=subject.candidates(map.leaders),
    )
    nodes = [subject.node(id) for id in map.nodes]
    sentences = [
        message("Who ranks first under every mix of {nodes}.", nodes=nodes),
        *kept,
        now,
        _nearest(map, subject),
    ]
    most = map.regions[0]
    return Report(
        title=title,
        headline=message(
            "{name} ranks first under {share} of all mixes",
            name=subject.candidates(most.rows),
            share=shown_share(most.area),
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
    if map.border is None:
        return message("No other candidate ranks first under any mix.")
    return message(
        "Nearest other winner: {names}, if {share} of the weight of the three moves, at {mix}.",
        names=subject.candidates(map.border.rows),
        share=shown_share(map.border.distance),
        mix=_mix(map, subject, map.border.mix),
    )


def _mix(map: PillarMap, subject: Subject, mix: Array) -> Joined:
    shares = zip(map.nodes, mix.tolist(), strict=True)
    return Joined([subject.node(id, shown_share(share)) for id, share in shares])


def _parts(map: PillarMap, subject: Subject) -> Table:
    """Return a row for each winner: its part of all mixes, and the mix in the middle of it."""
    proven = not map.exact and all(region.bounds for region in map.regions)
    columns = [
        Column(None, message("First"), number=False),
        Column(None, message("of all mixes"), lambda area: f"{100 * area:.2f}{GLUE}%"),
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
    low, high = bounds
    return f"{100 * low:.2f} - {100 * high:.2f}"


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
