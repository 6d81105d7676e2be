"""The report of what is worth knowing: the doubt, the score to find out next, then every doubtful score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from see_mcda.language.messages import Message, message
from see_mcda.methods.titles import method_title
from see_mcda.render.numbers import percent, shown_share
from see_mcda.render.report import Column, Joined, Report, Section, Table
from see_mcda.render.thresholds import within
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.worth_knowing.worth_knowing import DoubtfulScore, WorthKnowing

_TOLD = 5
"""Doubtful scores whose values are told in sentences."""


def report(result: WorthKnowing) -> Report:
    """Return the answer in sentences, and the table of doubtful scores."""
    subject = Subject(result.problem)
    title = subject.title
    headline, first = _find_out_first(result, subject), _likeliest(result, subject)
    sentences = [first, headline] if result.scores else [headline, first]
    intervals = [
        _interval(each, at, subject)
        for each in result.scores[:_TOLD]
        if len(each.leaders) > 1
        for at in range(len(each.leaders))
    ]
    bits = message("bits: information that the score gives about who is first (0: none).")
    samples = message("{samples} samples; seed {seed}.", samples=result.samples, seed=result.seed or 0)
    missing = (
        [message("?: no score yet; any value on its scale is possible.")]
        if any(each.missing for each in result.scores)
        else []
    )
    falls = message(
        "uncertainty falls by: average fall, in percentage points, of the chance of naming the wrong"
        " winner once this score is known; +/-: its standard error."
    )
    falls_shown = message(
        "uncertainty falls by: average fall, in percentage points, of the chance of naming the wrong"
        " winner once this score is known."
    )
    table = _table(result, subject)
    return Report(
        title=title,
        headline=headline,
        sentences=[*sentences, *intervals],
        subtitle=[message("Method: {name}", name=method_title(result.ranking.method.name)), first],
        footnotes=[
            *([falls_shown, bits] if result.scores else []),
            message("Thin lines: two standard errors on either side."),
            *missing,
            samples,
        ],
        sections=[
            Section([*([title] if title else []), *sentences]),
            *([Section(intervals, bullet="- ")] if intervals else []),
            *([Section(table=table), Section([falls, bits, *missing, samples])] if result.scores else []),
        ],
        data=table,
        note=subject.note,
        warnings=result.warnings,
    )


def _likeliest(result: WorthKnowing, subject: Subject) -> Message:
    """Return who is most likely to be first, or for sure."""
    words = {
        "name": subject.candidates(result.level),
        "chance": shown_share(float(result.chances[result.likeliest])),
        "doubt": shown_share(result.doubt),
    }
    alone = len(result.level) == 1
    if result.scores and alone:
        return message(
            "{name} is most likely to rank first ({chance}); the chance that this is wrong is {doubt}.",
            **words,
        )
    if result.scores:
        return message(
            "Equally likely to rank first ({chance} each): {name}; the chance that naming one of them is"
            " wrong is {doubt}.",
            **words,
        )
    if result.weights_vary:
        return message(
            "The weights are uncertain: {name} ranks first in {chance} of cases. To reduce this"
            " uncertainty, agree on the weights.",
            **words,
        )
    if alone:
        return message("{name} ranks first in every case.", **words)
    return message("Tied for first in every case: {name}.", **words)


def _find_out_first(result: WorthKnowing, subject: Subject) -> Message:
    if not result.scores:
        return message("No score is missing or uncertain: there is no score to find out.")
    best = result.scores[0]
    most = max(result.scores, key=lambda each: each.bits)
    if best.value > 2 * best.error:
        return message(
            "Find out first: the score of {candidate} for {leaf}. Once it is known, the chance of naming"
            " the wrong winner falls by {value} percentage points on average, from {doubt} to {rest}.",
            candidate=subject.candidate(best.row),
            leaf=subject.leaf(best.column),
            value=percent(best.value).removesuffix(".0"),
            doubt=shown_share(result.doubt),
            rest=shown_share(max(0.0, result.doubt - best.value)),
        )
    if most.bits > 2 * most.bits_error:
        return message(
            "No single score would clearly change the likely winner. The score of {candidate} for {leaf}"
            " tells most about who is first.",
            candidate=subject.candidate(most.row),
            leaf=subject.leaf(most.column),
        )
    return message("No single score would clearly change who is first.")


def _interval(each: DoubtfulScore, at: int, subject: Subject) -> Message:
    """Return who is first in one of the intervals of a score."""
    part = each.leaders[at]
    low, high = within(part.low, part.high, each.high - each.low)
    words = {
        "candidate": subject.candidate(each.row),
        "leaf": subject.leaf(each.column),
        "low": low,
        "high": high,
        "leaders": subject.candidates(part.leaders),
    }
    if at == 0:
        return message(
            "If the score of {candidate} for {leaf} is below {high}, first is: {leaders} (all else at its"
            " midpoint).",
            **words,
        )
    if at == len(each.leaders) - 1:
        return message(
            "If the score of {candidate} for {leaf} is above {low}, first is: {leaders} (all else at its"
            " midpoint).",
            **words,
        )
    return message(
        "If the score of {candidate} for {leaf} is from {low} to {high}, first is: {leaders} (all else at"
        " its midpoint).",
        **words,
    )


def _table(result: WorthKnowing, subject: Subject) -> Table:
    """Return a row for each doubtful score."""
    columns = [
        Column("candidate"),
        Column("leaf"),
        Column("missing"),
        Column("low"),
        Column("high"),
        Column(None, message("Candidate: score"), number=False),
        Column(None, message("range")),
        Column("value", message("uncertainty falls by"), _points),
        Column("standard_error", message("+/-"), _points),
        Column("bits", message("bits"), "{:.3f}".format),
        Column("bits_error"),
    ]
    rows = [
        [
            result.problem.candidates[each.row],
            result.problem.leaves[each.column],
            each.missing,
            each.low,
            each.high,
            score_name(each, subject),
            f"{each.low:.4g} - {each.high:.4g}",
            each.value,
            each.error,
            each.bits,
            each.bits_error,
        ]
        for each in result.scores
    ]
    return Table(columns, rows)


def score_name(each: DoubtfulScore, subject: Subject) -> Joined:
    """Return what a doubtful score is called; one that is missing has a question mark."""
    words = message(
        "{candidate}: {leaf}", candidate=subject.candidate(each.row), leaf=subject.leaf(each.column)
    )
    return Joined([words, *(["?"] if each.missing else [])], " ")


def _points(share: float) -> str:
    return f"{100 * share:.1f}"
