"""The report of the crossovers of one score: who leads, and the candidate's rank, over its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.methods.titles import method_title
from see_mcda.render.report import Cell, Column, Joined, Quote, Report, Section, Table
from see_mcda.render.thresholds import within
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.score_crossovers.score_crossovers import ScoreCrossovers


def report(found: ScoreCrossovers) -> Report:
    """Return who leads over the range of the score, and what whole levels would give."""
    subject = Subject(found.problem)
    name = subject.candidate(found.candidate)
    table = _table(found, subject)
    sentence = _where_the_lead_changes(found, subject)
    levels = [
        message(
            "level {level}: {leader} leads, {name} has rank {rank}",
            level=f"{each.level:g}",
            leader=subject.candidates(each.leaders),
            name=name,
            rank=each.rank,
        )
        for each in found.levels
    ]
    return Report(
        title=subject.title,
        headline=_headline(found, subject),
        sentences=[sentence],
        subtitle=[
            message(
                "now {value}: {leader} leads, {name} has rank {rank}",
                value=found.value,
                leader=subject.candidates(found.ranking.leaders),
                name=name,
                rank=int(found.ranking.ranks[found.candidate]),
            )
        ],
        footnotes=[
            message("Method: {name}", name=method_title(found.ranking.method.name)),
            *(one.message for one in found.notices),
        ],
        sections=[
            Section([sentence]),
            Section(table=table),
            *([Section(levels, bullet="- ")] if levels else []),
        ],
        data=table,
        note=subject.note,
        warnings=found.warnings,
    )


def _headline(found: ScoreCrossovers, subject: Subject) -> Message:
    words = {"name": subject.candidate(found.candidate), "leaf": subject.node(found.leaf)}
    if found.changes:
        return message("The score of {name} for {leaf} decides who leads", **words)
    leader = subject.candidates(found.segments[0].leaders)
    return message("{leader} leads at any score of {name} for {leaf}", leader=leader, **words)


def _where_the_lead_changes(found: ScoreCrossovers, subject: Subject) -> Message:
    words = {
        "name": subject.candidate(found.candidate),
        "leaf": subject.node(found.leaf),
        "value": found.value,
    }
    if found.changes:
        return message(
            "The score of {name} for {leaf} (now {value}) decides who leads: the lead changes at {changes}.",
            changes=list(found.changes),
            **words,
        )
    low, high = within(found.low, found.high, found.high - found.low)
    return message(
        "{leader} leads at any score of {name} for {leaf} between {low} and {high} (now {value}).",
        low=low,
        high=high,
        leader=subject.candidates(found.segments[0].leaders),
        **words,
    )


def _table(found: ScoreCrossovers, subject: Subject) -> Table:
    """Return a row for each interval of the score."""
    ids = found.problem.candidates
    columns = [
        Column("from"),
        Column("to"),
        Column("leaders", message("Leader"), number=False),
        Column(None, message("score from - to")),
        Column("rank", message("rank of {name}", name=Quote({"en": ids[found.candidate]}))),
    ]
    rows = []
    for part in found.segments:
        leaders = Cell(", ".join(ids[row] for row in part.leaders), Joined(subject.candidates(part.leaders)))
        low, high = within(*part.interval, found.high - found.low)
        rows.append([*part.interval, leaders, f"{low}{GLUE}-{GLUE}{high}", part.rank])
    return Table(columns, rows)
