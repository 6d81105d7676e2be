"""The crossovers of one score as text: who leads, and the candidate's rank, over its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import GLUE, paragraph
from see_mcda.language.messages import message
from see_mcda.render.thresholds import within
from see_mcda.results.drawing import WIDTH, Drawing, Verbatim

if TYPE_CHECKING:
    from see_mcda.analyses.score_crossovers.score_crossovers import ScoreCrossovers
    from see_mcda.render.cells import Rows


def score_crossovers_text(found: ScoreCrossovers, language: str = "en", room: int = WIDTH) -> str:
    """Return what one score decides: who leads, and the candidate's rank, over its range."""
    drawing = Drawing(found.problem, language, room)
    problem = found.problem

    def names(rows: tuple[int, ...]) -> Verbatim:
        return Verbatim(", ".join(drawing.name(row) for row in rows))

    leaf = Verbatim(drawing.text(problem.framework.nodes[found.leaf].title))
    given = {"name": names((found.candidate,)), "leaf": leaf, "value": f"{found.value:.6g}"}
    if not found.changes:
        first = message(
            "Whatever score between {low} and {high} {name} has for {leaf} (now {value}), {leader} leads.",
            **given,
            **dict(zip(("low", "high"), within(found.low, found.high, found.high - found.low), strict=True)),
            leader=names(found.segments[0].leaders),
        )
    else:
        first = message(
            "The score of {name} for {leaf} (now {value}) decides who leads: the lead changes at {changes}.",
            **given,
            changes=Verbatim(", ".join(f"{at:.6g}" for at in found.changes)),
        )
    rows = [
        [
            drawing.say(message("Leader")),
            drawing.say(message("score from - to")),
            drawing.say(message("rank of {name}", name=Verbatim(problem.candidates[found.candidate]))),
        ]
    ]
    for part in found.segments:
        low, high = within(*part.interval, found.high - found.low)
        rows.append([names(part.leaders).template, f"{low}{GLUE}-{GLUE}{high}", str(part.rank)])
    parts = [paragraph(drawing.say(first), room), "\n".join(drawing.columns(rows, 0, (1, 2)))]
    if found.levels:
        lines = [
            paragraph(
                drawing.say(
                    message(
                        "level {level}: {leader} leads, {name} has rank {rank}",
                        level=f"{each.level:g}",
                        leader=names(each.leaders),
                        name=given["name"],
                        rank=each.rank,
                    )
                ),
                room,
                "- ",
            )
            for each in found.levels
        ]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, *drawing.notes(found.warnings)])


def score_crossovers_rows(found: ScoreCrossovers, language: str = "en") -> Rows:
    """Return one row an interval of the score, with full precision."""
    ids = found.problem.candidates
    return (
        ["from", "to", "leaders", "rank"],
        [[*part.interval, ", ".join(ids[row] for row in part.leaders), part.rank] for part in found.segments],
    )
