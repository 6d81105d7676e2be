"""The report of a reversal: does the order of two depend on others, what swaps when, and the three tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title
from see_mcda.render.report import Column, Joined, Report, Section, Table
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.reversal.order_changes import Change, IrregularityTest
    from see_mcda.analyses.reversal.reversal import Reversal

TOLD = 5
"""Changes of each kind that are told in a sentence."""


def report(reversal: Reversal) -> Report:
    """Return whether the order depends on who else is there, what changes, and the tests."""
    subject = Subject(reversal.problem)
    title, headline = subject.title, _headline(reversal)
    first = message(
        "First by {method}: {names}.",
        method=method_title(reversal.ranking.method.name),
        names=subject.candidates(np.flatnonzero(reversal.ranking.ranks == 1).tolist()),
    )
    why = (
        [
            message(
                "This is always so: scores are measured against fixed references, so no score depends on"
                " the other candidates."
            )
        ]
        if reversal.independent
        else []
    )
    upset = any(change.leader and change.kind in ("removed", "copied") for change in reversal.changes)
    sentences = [first, headline, *why, *([message("Even first place can change.")] if upset else [])]
    tests, verdicts = message("The tests of Wang and Triantaphyllou (2008):"), list(_verdicts(reversal))
    return Report(
        title=title,
        headline=headline,
        sentences=sentences,
        subtitle=[first, *why],
        footnotes=[tests, *verdicts],
        sections=[
            Section([*([title] if title else []), *sentences]),
            *_changes(reversal, subject),
            *_left_out(reversal, subject),
            Section([*verdicts, *_examples(reversal, subject)], title=tests),
        ],
        data=_data(reversal),
        note=subject.note,
        warnings=reversal.warnings,
    )


def _headline(reversal: Reversal) -> Message:
    tried, changed = reversal.tried, reversal.changed
    trials = tried["removed"] + tried["copied"]
    if not trials:
        return message("There are too few candidates for a rank reversal.")
    if not changed["removed"] and not changed["copied"]:
        return message(
            "Removing any candidate, or adding a copy of any, never changes the order of the others"
            " ({trials} trials).",
            trials=trials,
        )
    return message(
        "The order of two candidates depends on the others: it changes in {removed} of {tried} removals"
        " and in {copied} of {copies} copies.",
        removed=changed["removed"],
        tried=tried["removed"],
        copied=changed["copied"],
        copies=tried["copied"],
    )


def _changes(reversal: Reversal, subject: Subject) -> Iterator[Section]:
    for kind, title in (
        ("removed", message("If a candidate is removed:")),
        ("copied", message("If a candidate is copied:")),
        ("worsened", message("If a candidate is made worse and the others stay the same:")),
    ):
        these = [change for change in reversal.changes if change.kind == kind]
        if these:
            said = [_told(change, subject) for change in these[:TOLD]]
            rest = reversal.changed[these[0].kind] - len(said)
            said += [message("… and {count} more.", count=rest)] if rest > 0 else []
            yield Section(said, title=title, bullet="- ")


def _told(change: Change, subject: Subject) -> Message:
    assert change.candidate is not None
    words: dict[str, object] = {
        "name": subject.candidate(change.candidate),
        "effect": _effect(change, subject),
    }
    if change.kind == "removed":
        return message("without {name}: {effect}", **words)
    if change.kind == "copied":
        return message("with a copy of {name}: {effect}", **words)
    if change.node is not None:
        return message(
            "{name} as low as the lowest in {leaf}: {effect}", leaf=subject.node(change.node), **words
        )
    if change.share == 1.0:
        return message("{name} as low as the lowest everywhere: {effect}", **words)
    return message("{name} halfway to the lowest everywhere: {effect}", **words)


def _effect(change: Change, subject: Subject) -> Message:
    pairs = [
        message("{a} falls behind {b}", a=subject.candidate(a), b=subject.candidate(b))
        for a, b in change.pairs[:2]
    ]
    more = change.swaps - len(pairs)
    if not pairs:
        return message(
            Plural(
                "{count} pair becomes tied or stops being tied.",
                "{count} pairs become tied or stop being tied.",
            ),
            count=change.ties,
        )
    if more > 0:
        return message(
            Plural("{pairs}, and {count} other pair swaps.", "{pairs}, and {count} other pairs swap."),
            pairs=pairs,
            count=more,
        )
    return message("{pairs}.", pairs=pairs)


def _left_out(reversal: Reversal, subject: Subject) -> Iterator[Section]:
    if not reversal.left_out:
        return
    after = {change.node: change.after for change in reversal.changes if change.kind == "left-out"}
    columns = [
        Column(None, message("Left out"), number=False),
        Column(None, message("pairs that swap")),
        Column(None, message("then first"), number=False),
    ]
    rows = []
    for node, swaps in sorted(reversal.left_out.items(), key=lambda item: -item[1]):
        first = np.flatnonzero(after.get(node, reversal.ranking.ranks) == 1).tolist()
        rows.append([subject.node(node), swaps, Joined(subject.candidates(first))])
    title = message("If a criterion is left out (the others in its group keep their proportions):")
    yield Section(table=Table(columns, rows), title=title)


def _verdicts(reversal: Reversal) -> Iterator[Message]:
    for test, claim, failure in (
        (
            reversal.test_1,
            message("1. The leader stays first when another candidate is replaced by a worse one"),
            message("{failed} of {tried} replacements change the leader", **_counts(reversal.test_1)),
        ),
        (
            reversal.test_2,
            message("2. Pairwise rankings are transitive"),
            message("{failed} sets of three form a cycle", **_counts(reversal.test_2)),
        ),
        (
            reversal.test_3,
            message("3. The pairwise order is the ranking of all candidates"),
            message("{failed} of {tried} pairs differ", **_counts(reversal.test_3)),
        ),
    ):
        if test.passed is None:
            yield message("{claim}: cannot be tested here.", claim=claim)
        elif test.passed:
            yield message("{claim}: yes ({tried} tests).", claim=claim, tried=test.tried)
        else:
            yield message("{claim}: no, {failure}.", claim=claim, failure=failure)


def _counts(test: IrregularityTest) -> dict[str, object]:
    return {"failed": test.failed, "tried": test.tried}


def _examples(reversal: Reversal, subject: Subject) -> Iterator[Message]:
    tests = (reversal.test_1, reversal.test_2, reversal.test_3)
    worse, circle, pair = (test.examples[0] if test.examples else None for test in tests)
    if worse is not None:
        yield message("Test 1, for example: {name} made worse.", name=subject.candidate(worse[0]))
    if circle is not None:
        yield message(
            "Test 2, for example: {a} is not behind {b}, and {b} is not behind {c}, but {c} is ahead of {a}.",
            **dict(zip("abc", subject.candidates(circle), strict=True)),
        )
    if pair is not None:
        a, b = pair
        yield message(
            "Test 3, for example: alone, {a} is not behind {b}; among all, {a} has rank {rank_a} and"
            " {b} rank {rank_b}.",
            a=subject.candidate(a),
            b=subject.candidate(b),
            rank_a=int(reversal.ranking.ranks[a]),
            rank_b=int(reversal.ranking.ranks[b]),
        )


def _data(reversal: Reversal) -> Table:
    """Return a row for each change: what was done, to whom, where, the pairs that swap, and all ranks."""
    ids = reversal.problem.candidates
    heads: list[Message | str] = [
        message("Trial"),
        message("Candidate"),
        message("Criterion"),
        message("Share"),
        message("pairs that swap"),
        message("first changes"),
        *ids,
    ]
    rows = [
        [
            change.kind,
            None if change.candidate is None else ids[change.candidate],
            change.node,
            change.share,
            change.swaps,
            change.leader,
            *(rank or None for rank in change.after.tolist()),
        ]
        for change in reversal.changes
    ]
    return Table([Column(head) for head in heads], rows)
