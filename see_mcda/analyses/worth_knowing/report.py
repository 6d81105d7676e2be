"""The report of what is worth knowing: the doubt, the score to find out next, then every doubtful score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from see_mcda.language.messages import Message, message
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
    bits = message("bits: what knowing the score tells about who is first (0: nothing).")
    samples = message("{samples} samples; seed {seed}.", samples=result.samples, seed=result.seed or 0)
    missing = (
        [message("? has no score yet: anything on its scale is possible.")]
        if any(each.missing for each in result.scores)
        else []
    )
    falls = message(
        "doubt falls by: how much smaller, on average, the chance to name the wrong winner becomes"
        " once this score is known, in points of per cent; +/-: its standard error."
    )
    falls_shown = message(
        "doubt falls by: how much smaller, on average, the chance to name the wrong winner"
        " becomes once this score is known, in points of per cent."
    )
    table = _table(result, subject)
    return Report(
        title=title,
        headline=headline,
        sentences=[*sentences, *intervals],
        subtitle=[message("Method: {name}", name=result.ranking.method.name), first],
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
            "{name} is most likely to be first, in {chance} of the cases; to name it is wrong in {doubt}.",
            **words,
        )
    if result.scores:
        return message(
            "Most likely to be first, and equally so, in {chance} of the cases: {name}; to name one of them"
            " is wrong in {doubt}.",
            **words,
        )
    if result.weights_vary:
        return message(
            "The weights are uncertain: {name} is first in {chance} of the cases. To reduce this doubt,"
            " agree on the weights.",
            **words,
        )
    if alone:
        return message("{name} is first, whatever else is found out.", **words)
    return message("Whatever else is found out, first place is shared by: {name}.", **words)


def _find_out_first(result: WorthKnowing, subject: Subject) -> Message:
    if not result.scores:
        return message("No score is missing or uncertain: there is no score to find out.")
    best = result.scores[0]
    most = max(result.scores, key=lambda each: each.bits)
    if best.value > 2 * best.error:
        return message(
            "Find out first: the score of {candidate} at {leaf}. Once it is known, the doubt falls"
            " by {value} points on average, from {doubt} to {rest}.",
            candidate=subject.candidate(best.row),
            leaf=subject.leaf(best.column),
            value=percent(best.value).removesuffix(".0"),
            doubt=shown_share(result.doubt),
            rest=shown_share(max(0.0, result.doubt - best.value)),
        )
    if most.bits > 2 * most.bits_error:
        return message(
            "No score by itself would clearly change whom to name. The score of {candidate} at {leaf}"
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
            "If the score of {candidate} at {leaf} is below {high}, first is: {leaders}"
            " (all else at its middle).",
            **words,
        )
    if at == len(each.leaders) - 1:
        return message(
            "If the score of {candidate} at {leaf} is above {low}, first is: {leaders}"
            " (all else at its middle).",
            **words,
        )
    return message(
        "If the score of {candidate} at {leaf} is from {low} to {high}, first is: {leaders}"
        " (all else at its middle).",
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
        Column("value", message("doubt falls by"), _points),
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
