"""The report of rank ranges: who can be first, who never, who is never below whom, and every range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from see_mcda.language.messages import Message, message
from see_mcda.render.report import Column, Joined, Report, Section, Table
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges

SENTENCES = 5
"""Candidates of whom it is told, at most, below whom they never are."""


def report(ranges: RankRanges) -> Report:
    """Return who can be first, a table of all ranges, and each candidate's ranks with their weights."""
    subject = Subject(ranges.problem)
    title, question = subject.title, _question(ranges)
    exact = bool(ranges.proved[ranges.problem.eligible].all())
    legend = (
        message("All ranges are exact: weights that reach each rank are in the result.")
        if exact
        else message("Proved limits: no weights give a rank beyond them; = marks exact ranks.")
    )
    middle = message("In the middle: the rank at the mean of the most extreme allowed weights.")
    sentences = [*_first(ranges, subject), *_middle(ranges, subject), *_above(ranges, subject)]
    return Report(
        title=title,
        headline=_headline(ranges, subject),
        sentences=sentences,
        subtitle=[question],
        footnotes=[legend] if exact else [],
        sections=[
            Section([*([title] if title else []), question]),
            Section(sentences),
            Section(table=_table(ranges, subject, exact=exact), key=[middle, legend]),
        ],
        data=_data(ranges),
        note=subject.note,
        warnings=ranges.warnings,
    )


def _headline(ranges: RankRanges, subject: Subject) -> Message:
    can, count = ranges.can_be_first, int(ranges.problem.eligible.sum())
    if ranges.always_first:
        return _always(ranges, subject)
    if len(can) == 1:
        return message("Only {name} can be first", name=subject.candidate(can[0]))
    if len(can) == count:
        return message("Each of the {count} candidates can be first", count=count)
    return message("{first} of {count} candidates can be first", first=len(can), count=count)


def _question(ranges: RankRanges) -> Message:
    if not ranges.statements:
        return message("Which rank can each candidate have, whatever the weights?")
    return message(
        "Which rank can each candidate have, under all weights with {statements}?",
        statements=Joined([_shown(statement) for statement in ranges.statements], " · "),
    )


def _always(ranges: RankRanges, subject: Subject) -> Message:
    return message("First under all these weights: {names}.", names=subject.candidates(ranges.always_first))


def _first(ranges: RankRanges, subject: Subject) -> list[Message]:
    always, never = ranges.always_first, ranges.never_first
    others = [row for row in ranges.can_be_first if row not in always]
    said = [_always(ranges, subject)] if always else []
    if others:
        said.append(message("Can be first: {names}.", names=subject.candidates(others)))
    if never:
        said.append(message("Never first: {names}.", names=subject.candidates(never)))
    return said


def _middle(ranges: RankRanges, subject: Subject) -> list[Message]:
    """Return how the leader in the middle of the weights can fare."""
    leader = ranges.ranking.order[0]
    name, best, worst = subject.candidate(leader), int(ranges.best[leader]), int(ranges.worst[leader])
    sure, last = int(ranges.outer_worst[leader]), int(ranges.problem.eligible.sum())
    if best == worst:
        said = message(
            "{name}, first in the middle of these weights, always has rank {best}.", name=name, best=best
        )
        return [said] if sure == worst else []
    said = message(
        "{name}, first in the middle of these weights, can have any rank from {best} to {worst}.",
        name=name,
        best=best,
        worst=worst,
    )
    if sure == last:
        return [said]
    return [said, message("It is never worse than rank {worst}.", worst=sure)]


def _above(ranges: RankRanges, subject: Subject) -> list[Message]:
    order = ranges.ranking.order
    found = [(row, below) for row in order if (below := ranges.never_below(row))]
    return [
        message(
            "{name} never ranks below {others}.",
            name=subject.candidate(row),
            others=subject.candidates(other for other in order if other in below),
        )
        for row, below in found[:SENTENCES]
    ]


def _table(ranges: RankRanges, subject: Subject, *, exact: bool) -> Table:
    columns = [
        Column(None, message("Candidate"), number=False),
        Column(None, message("best rank")),
        Column(None, message("worst rank")),
        Column(None, message("in the middle")),
        *([] if exact else [Column(None, message("proved limits"))]),
    ]
    rows = []
    for row in ranges.ranking.order:
        places = [int(of[row]) or None for of in (ranges.best, ranges.worst, ranges.ranking.ranks)]
        limits = None
        if ranges.problem.eligible[row]:
            limits = f"{ranges.outer_best[row]} - {ranges.outer_worst[row]}"
        proved = "=" if limits and ranges.proved[row].all() else limits
        rows.append([subject.candidate(row), *places, *([] if exact else [proved])])
    return Table(columns, rows)


def _data(ranges: RankRanges) -> Table:
    """Return a row a candidate: its ranks, whether they are exact, and the weights that reach them."""
    problem = ranges.problem
    keys = ["id", "name", "best", "worst", "outer best", "outer worst", "best is exact", "worst is exact"]
    keys += [f"{end}: {leaf}" for end in ("best", "worst") for leaf in problem.leaves]
    reached = (ranges.best, ranges.worst, ranges.outer_best, ranges.outer_worst)
    rows = []
    for row, candidate in enumerate(problem.candidates):
        found: list[object] = [int(place[row]) for place in reached]
        found += [*ranges.proved[row].tolist(), *ranges.witnesses[row].ravel().tolist()]
        shown = found if problem.eligible[row] else [None] * len(found)
        rows.append([candidate, problem.name(row), *shown])
    return Table([Column(key) for key in keys], rows)


def _shown(statement: Any) -> str:
    if isinstance(statement, str):
        return statement
    return f"{statement['coefficients']} >= {statement.get('at_least', 0.0):g}"
