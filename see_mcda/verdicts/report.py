"""The report of a verdict: one sentence, then what decides it and what to find out first."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title
from see_mcda.render.numbers import percent, shown_share
from see_mcda.render.report import Column, Joined, Quote, Report, Section, Table
from see_mcda.render.thresholds import rounded
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.verdicts.findings import Limit
    from see_mcda.verdicts.verdict import Verdict

_FINEST = -15
_MOST_RIVALS = 3
"""Rivals whose deciding scores are told."""


def report(verdict: Verdict) -> Report:
    """Return the verdict in one sentence, the reasons, and the leads over the other candidates."""
    subject = Subject(verdict.problem)
    headline = _headline(verdict, subject)
    reasons = [
        *_gates(verdict, subject),
        *_deciders(verdict, subject),
        *_scores(verdict, subject),
        *_weights(verdict, subject),
    ]
    table = _classes(verdict, subject) if verdict.outcome == "classes" else _leads(verdict, subject)
    method = message("Method: {name}", name=method_title(verdict.ranking.method.name))
    key = (
        [message("least lead: with the scores in doubt against the leader (its own at their worst).")]
        if verdict.doubtful and np.isfinite(verdict.least).any()
        else []
    )
    return Report(
        title=subject.title,
        headline=headline,
        sentences=[headline, *reasons],
        subtitle=[method, *reasons],
        sections=[
            Section([*([subject.title] if subject.title else []), headline]),
            *([Section(reasons, bullet="- ")] if reasons else []),
            *([Section(table=table, key=key)] if table.rows else []),
        ],
        data=table,
        note=subject.note,
        warnings=verdict.warnings,
    )


def _headline(verdict: Verdict, subject: Subject) -> Message:
    if verdict.state == "settled":
        return _settled(verdict, subject)
    if verdict.state == "settled-under-these-weights":
        return _settled_here(verdict, subject)
    if verdict.tied or verdict.rivals:
        return _between(verdict, subject)
    if verdict.unchecked:
        return message(
            Plural(
                "Open: {outcome}, but {count} gate is not yet checked.",
                "Open: {outcome}, but {count} gates are not yet checked.",
            ),
            outcome=_outcome(verdict, subject),
            count=len(verdict.unchecked),
        )
    return message(
        "Open: {outcome} and nothing else was found, but this is not proved.",
        outcome=_outcome(verdict, subject),
    )


def _between(verdict: Verdict, subject: Subject) -> Message:
    """Return between whom it is open."""
    leaders, rivals = _leaders(verdict, subject), subject.candidates(verdict.rivals)
    if verdict.outcome == "classes":
        return message("Open: the class of these can still change: {rivals}.", rivals=rivals)
    if verdict.outcome == "set":
        if verdict.tied:
            return message(
                "Open: another set is worth as much as {members}; they differ in {rivals}.",
                members=leaders,
                rivals=rivals,
            )
        return message(
            "Open: the best set is {members}, but what is still in doubt can change it: {rivals}.",
            members=leaders,
            rivals=rivals,
        )
    if verdict.tied:
        return message("Open: {names} are tied for first.", names=leaders)
    return message(
        "Open between {leader} and {rivals}: what is still in doubt decides.",
        leader=subject.candidate(verdict.leader),
        rivals=rivals,
    )


def _outcome(verdict: Verdict, subject: Subject) -> Message:
    """Return the outcome as part of a sentence."""
    if verdict.outcome == "classes":
        return message("every candidate stays in its class")
    if verdict.outcome == "set":
        return message("the best set is {members}", members=_leaders(verdict, subject))
    return message("{leader} ranks first", leader=subject.candidate(verdict.leader))


def _leaders(verdict: Verdict, subject: Subject) -> list[Quote] | Message:
    """Return the members of the best set, or those who are first."""
    empty = verdict.outcome == "set" and not verdict.leaders
    return message("the empty set") if empty else subject.candidates(verdict.leaders)


def _settled(verdict: Verdict, subject: Subject) -> Message:
    outcome = _outcome(verdict, subject)
    if len(verdict.statements) and verdict.doubtful:
        return message(
            "Settled under every weighting that the statements allow, whatever the scores in doubt are:"
            " {outcome}.",
            outcome=outcome,
        )
    if len(verdict.statements):
        return message("Settled under every weighting that the statements allow: {outcome}.", outcome=outcome)
    if verdict.doubtful:
        return message(
            "Settled under every weighting, whatever the scores in doubt are: {outcome}.", outcome=outcome
        )
    return message("Settled under every weighting: {outcome}.", outcome=outcome)


def _settled_here(verdict: Verdict, subject: Subject) -> Message:
    limit, outcome = verdict.limit, _outcome(verdict, subject)
    if limit is None:
        return message("Settled under these weights only: {outcome}.", outcome=outcome)
    words = {"outcome": outcome, "criterion": subject.node(limit.node), "at": shown_limit(limit)}
    if limit.at > limit.weight:
        return message(
            "Settled under these weights only: {outcome}, until the weight of {criterion} exceeds {at}.",
            **words,
        )
    return message(
        "Settled under these weights only: {outcome}, until the weight of {criterion} falls below {at}.",
        **words,
    )


def shown_limit(limit: Limit) -> str:
    """Return the weight up to which the first place holds, rounded towards the present weight."""
    now, at = 100 * limit.weight, 100 * limit.at
    way = ROUND_FLOOR if at > now else ROUND_CEILING
    for unit in range(-1, _FINEST, -1):
        words = rounded(at, unit, way)
        if (float(words) - now) * math.copysign(1, at - now) > 0:
            break
    return f"{words.removesuffix('.0')}{GLUE}%"


def _gates(verdict: Verdict, subject: Subject) -> list[Message]:
    if not verdict.unchecked:
        return []
    titles = {gate.id: gate.question or {"en": gate.id} for gate in verdict.problem.framework.gates}
    return [
        message(
            "Check first, for {candidates}: {gates}. Who fails a gate is out.",
            candidates=[
                subject.candidate(row) for row in verdict.leaders if verdict.problem.conditional[row]
            ],
            gates=[Quote(titles[gate]) for gate in verdict.unchecked],
        )
    ]


def _deciders(verdict: Verdict, subject: Subject) -> list[Message]:
    """Return which scores put which rival ahead, in examples."""
    return [
        _ahead(
            verdict,
            subject.candidates(each.rivals),
            Joined(
                [
                    message(
                        "{candidate} ({scores})",
                        candidate=Quote(subject.problem.name(row)),
                        scores=[
                            subject.leaf(column, after=f"{value:.6g}")
                            for of, column, value in each.scores
                            if of == row
                        ],
                    )
                    for row in dict.fromkeys(row for row, _, _ in each.scores)
                ],
                by="; ",
            ),
        )
        for each in verdict.deciders[:_MOST_RIVALS]
    ]


def _ahead(verdict: Verdict, rivals: list[Quote], scores: Joined) -> Message:
    if verdict.outcome == "set":
        return message(
            "Another set is worth more, for example, with these scores: {scores}. It differs in: {rivals}.",
            rivals=rivals,
            scores=scores,
        )
    return message(
        "{rival} is ahead, for example, with these scores: {scores}.", rival=rivals[0], scores=scores
    )


def _scores(verdict: Verdict, subject: Subject) -> list[Message]:
    step = verdict.next_step
    if step is not None:
        return [
            message(
                "Find out first: the score of {candidate} for {leaf}. Once it is known, the chance of naming"
                " the wrong winner falls by {value} percentage points on average, from {doubt} to {rest}.",
                candidate=subject.candidate(step.score.row),
                leaf=subject.leaf(step.score.column),
                value=percent(step.score.value).removesuffix(".0"),
                doubt=shown_share(step.doubt),
                rest=shown_share(max(0.0, step.doubt - step.score.value)),
            )
        ]
    if verdict.outcome == "first" and verdict.rivals and verdict.doubtful:
        return [message("No single score would clearly change who is first.")]
    if verdict.tied and not verdict.doubtful:
        return [message("Under these weights, drawing lots between them is as good as any choice.")]
    if not verdict.proved:
        return [
            message(
                "With this method each score depends on the other candidates, so that no proof covers all"
                " scores in doubt; --normalization scale can be proved, where the criteria have scales."
            )
        ]
    return []


def _weights(verdict: Verdict, subject: Subject) -> list[Message]:
    if verdict.state != "settled-under-these-weights":
        return []
    beyond = []
    if verdict.limit is not None:
        names = subject.candidates(verdict.limit.leaders)
        beyond = [
            message("Beyond that, the best set is: {names}.", names=names)
            if verdict.outcome == "set"
            else message("Beyond that, first is: {names}.", names=names)
        ]
    if not verdict.elsewhere:
        return [*beyond, message("Under all other allowed weights it is neither proved nor refuted.")]
    names = subject.candidates(verdict.elsewhere)
    if verdict.outcome == "classes":
        return [message("Under other allowed weights the class of these can change: {names}.", names=names)]
    if verdict.outcome == "set":
        return [*beyond, message("Under other allowed weights these change the set: {names}.", names=names)]
    return [*beyond, message("Under other allowed weights these can be ahead: {names}.", names=names)]


def _classes(verdict: Verdict, subject: Subject) -> Table:
    found = verdict.classification
    assert found is not None
    names = [Quote(each.name or {"en": each.id}) for each in found.classes]
    rows = [
        [
            subject.candidate(row),
            names[found.assigned[row]],
            Joined([name for name, possible in zip(names, found.possible[row], strict=True) if possible]),
        ]
        for row in verdict.rivals
    ]
    columns = [
        Column("candidate", message("candidate"), number=False),
        Column("class", message("class"), number=False),
        Column("possible", message("possible"), number=False),
    ]
    return Table(columns, rows)


def _leads(verdict: Verdict, subject: Subject) -> Table:
    rows = [
        [
            subject.candidate(row),
            float(verdict.leads[row]),
            None if math.isnan(verdict.least[row]) else float(verdict.least[row]),
        ]
        for row in verdict.ranking.order
        if not math.isnan(verdict.leads[row]) and row != verdict.leader
    ]
    columns = [
        Column("candidate", message("rival"), number=False),
        Column("lead", message("lead"), format=lambda lead: f"{lead:.3f}"),
        *(
            [Column("least_lead", message("least lead"), format=lambda lead: f"{lead:.3f}")]
            if verdict.doubtful
            else []
        ),
    ]
    return Table(columns, [row[: len(columns)] for row in rows])
