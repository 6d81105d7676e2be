"""The report of a selection by equal shares: the set, each group's money, and the set of greatest value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.selection.constraint_rows import shown_number
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message
from see_mcda.render.numbers import rounding
from see_mcda.render.report import Column, Quote, Report, Section, Table, Words
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.equal_shares.equal_shares import EqualShares, Group

MOST = 40
"""Groups in one table for people."""


def report(result: EqualShares) -> Report:
    """Return the set in words, and the tables of groups and candidates."""
    subject = Subject(result.problem)
    headline = _headline(result, subject)
    sentences: list[Words] = [headline, _spent(result), *_shares(result, subject)]
    sentences += [*_ties(result, subject), *_greatest(result, subject)]
    groups = result.groups
    tables = [
        Section(
            table=_groups(result, groups[:MOST]),
            title=message("Money by group"),
            key=_more(len(groups) - MOST),
        ),
        Section(table=_payments(result, groups[:MOST], subject), title=message("Who pays for what")),
        Section(table=_candidates(result, subject), title=message("Candidates")),
    ]
    if not result.members:
        del tables[1]
    if result.votes.reading:
        tables.append(Section(result.votes.reading, title=message("How the votes were read"), bullet="- "))
    how = message(
        "Everyone has an equal share of the budget. The supporters of a candidate pay for it together, and"
        " the one that is cheapest for them is bought next (Method of Equal Shares)."
    )
    return Report(
        title=subject.title,
        headline=headline,
        sentences=sentences,
        subtitle=[_spent(result)],
        footnotes=[how],
        sections=[Section(sentences), *tables, Section([how])],
        data=_data(result, groups),
        note=subject.note,
        warnings=result.warnings,
    )


def _headline(result: EqualShares, subject: Subject) -> Message:
    if not result.members:
        return message("Equal shares buy nothing: no candidate's supporters can pay for it.")
    return message(
        Plural(
            "Equal shares of the budget buy {count} candidate: {members}.",
            "Equal shares of the budget buy {count} candidates: {members}.",
        ),
        count=len(result.members),
        members=subject.candidates(result.members),
    )


def _spent(result: EqualShares) -> Message:
    return message(
        "{attribute}: {used} of {limit} used, {left} left.",
        attribute=result.budget.words.params["attribute"],
        used=money(result.spent),
        limit=shown_number(result.limit),
        left=money(result.limit - result.spent),
    )


def _shares(result: EqualShares, subject: Subject) -> list[Message]:
    """Return what everyone has, and what Add1 gave and changed."""
    bought = result.purchases
    first = money(bought.money - bought.added)
    if not bought.added:
        return [message("Everyone has {money} to spend.", money=first)]
    found = [
        message(
            "Everyone has {money} to spend. To use what remains, this was raised to {more} (Add1).",
            money=first,
            more=money(bought.money),
        )
    ]
    new = [row for row in bought.bought if row not in bought.before]
    gone = [row for row in bought.before if row not in bought.bought]
    if new:
        found.append(message("That adds: {candidates}.", candidates=subject.candidates(new)))
    if gone:
        found.append(message("That removes: {candidates}.", candidates=subject.candidates(gone)))
    if not new and not gone:
        found.append(message("That changes nothing."))
    return found


def _ties(result: EqualShares, subject: Subject) -> list[Message]:
    bought = result.purchases
    return [
        message(
            "Tied: {candidates}. The one with more support is bought first, then the cheaper one, then the"
            " first in the table.",
            candidates=subject.candidates(tie),
        )
        for tie in dict.fromkeys(bought.ties)
    ]


def _greatest(result: EqualShares, subject: Subject) -> list[Message]:
    """Return the comparison with the set of greatest value."""
    greatest, loss = result.greatest, result.loss
    if greatest is None or loss is None or result.values is None:
        return []
    own = result.purchases.selected
    if (greatest == own).all():
        return [message("This is also the set of greatest value within the budget.")]
    shown = value_format(result)
    by_value = sorted(np.flatnonzero(greatest).tolist(), key=lambda row: -float(result.values[row]))  # type: ignore[index]
    words = {
        "loss": shown(loss),
        "best": shown(result.value(greatest) or 0.0),
        "members": subject.candidates(by_value),
    }
    return [
        message(
            "The set of greatest value within the budget is {members} (value {best}). Equal shares give up"
            " {loss} of that.",
            **words,
        )
    ]


def value_format(result: EqualShares) -> Callable[[float], str]:
    """Return how values are shown."""
    assert result.values is not None
    return rounding([*result.values.tolist(), result.loss or 0.0])


def money(amount: float) -> str:
    """Return an amount of money, below 1,000 with two decimals unless it is whole."""
    whole = abs(amount) >= 1_000 or abs(amount - round(amount)) < 0.005
    return f"{amount:,.0f}" if whole else f"{amount:,.2f}"


def percent(share: float) -> str:
    """Return a share in per cent."""
    return f"{100 * share:.0f}{GLUE}%"


def _people(number: float) -> str:
    return f"{number:,.10g}"


def _more(count: int) -> list[Message]:
    if count <= 0:
        return []
    return [
        message(Plural("{count} more group is not shown.", "{count} more groups are not shown."), count=count)
    ]


def _groups(result: EqualShares, groups: list[Group]) -> Table:
    people = float(result.votes.sizes.sum())
    columns = [
        Column("group", message("Group"), number=False),
        Column("voters", message("voters"), _people),
        Column("share_of_voters", message("share of voters"), percent),
        Column("paid", message("pays"), money),
        Column("share", message("share of money"), percent),
        Column("supported", message("supported candidates bought"), str),
    ]
    rows = [
        [
            Quote({"en": group.name}),
            group.size,
            group.size / people,
            group.paid,
            group.paid / (result.spent or 1.0),
            int(group.supported.sum()),
        ]
        for group in groups
    ]
    return Table(columns, rows)


def _payments(result: EqualShares, groups: list[Group], subject: Subject) -> Table:
    columns = [
        Column("group", message("Group"), number=False),
        Column("candidate", message("Candidate"), number=False),
        Column("paid", message("pays"), money),
    ]
    rows = [
        [Quote({"en": group.name}), subject.candidate(row), float(group.payments[row])]
        for group in groups
        for row in result.members
        if group.payments[row]
    ]
    return Table(columns, rows)


def _candidates(result: EqualShares, subject: Subject) -> Table:
    columns = [
        Column("candidate", message("Candidate"), number=False),
        Column("cost", message("cost"), money),
        Column("supporters", message("supporters"), _people),
    ]
    if result.values is not None:
        columns.append(Column("value", message("value"), value_format(result)))
    columns.append(Column("outcome", message("outcome"), number=False))
    rows = []
    for row in _order(result):
        eligible = bool(result.problem.eligible[row])
        cells: list[object] = [
            subject.candidate(row),
            float(result.costs[row]) if eligible else None,
            float(result.supporters[row]),
        ]
        if result.values is not None:
            cells.append(float(result.values[row]) if eligible else None)
        rows.append([*cells, outcome(result, row)])
    return Table(columns, rows)


def _order(result: EqualShares) -> list[int]:
    """Return the rows of the candidates: those that are bought, then by support."""
    others = [row for row in range(len(result.problem.candidates)) if row not in result.members]
    return [*result.members, *sorted(others, key=lambda row: -float(result.supporters[row]))]


def outcome(result: EqualShares, row: int) -> Message:
    """Return what became of a candidate."""
    bought = result.purchases
    if row in bought.bought:
        place = str(bought.bought.index(row) + 1)
        if row in bought.before:
            return message("bought: {place}", place=place)
        return message("bought: {place}, by Add1", place=place)
    if not result.problem.eligible[row]:
        return message("out: fails a gate")
    if not result.votes.scores[:, row].any():
        return message("out: nobody supports it")
    if result.costs[row] > result.limit - result.spent:
        return message("out: dearer than what is left")
    return message("out: its supporters cannot pay for it")


def _data(result: EqualShares, groups: list[Group]) -> Table:
    """Return a row for each group and each candidate that it pays for."""
    columns = [
        Column("group"),
        Column("voters"),
        Column("share_of_voters"),
        Column("paid"),
        Column("share"),
        *(Column(Quote(result.problem.name(row))) for row in result.members),
    ]
    people = float(result.votes.sizes.sum())
    rows = [
        [
            group.name,
            group.size,
            group.size / people,
            group.paid,
            group.paid / (result.spent or 1.0),
            *(float(group.payments[row]) for row in result.members),
        ]
        for group in groups
    ]
    return Table(columns, rows)
