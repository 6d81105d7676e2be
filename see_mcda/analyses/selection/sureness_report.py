"""How sure a selection is, in words: who is always and never in, the sets, regrets, deciding scores, lots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.selection.optimum import Chosen
from see_mcda.analyses.selection.robustness import Robustness
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message
from see_mcda.render.numbers import percent, shown_share
from see_mcda.render.report import Column, Joined, Quote, Section, Table, Words
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from see_mcda.analyses.selection.selection import Selection

NAMED = 20
"""Candidates that a sentence names."""
SETS = 10
"""Sets that the table shows."""


def sureness_sentences(result: Selection, subject: Subject) -> list[Words]:
    """Return who is always, never and sometimes in, or who is clearly among the first."""
    sure = result.robustness
    if sure is None:
        return []
    return [how_found(result, sure), *(_line(result, subject) or _statuses(result, sure, subject))]


def how_found(result: Selection, sure: Robustness) -> Message:
    """Return where the chances come from."""
    if sure.exact:
        return message("How sure: exact, over all allowed weights.")
    words = {"samples": f"{sure.samples:,}"}
    scores = result.arguments["scores"] and bool(result.problem.uncertain)
    varies = result.distribution is not None and result.distribution.varies
    if scores and varies:
        return message("How sure: {samples} samples of weights and scores; ± is the standard error.", **words)
    if scores:
        return message("How sure: {samples} samples of the scores; ± is the standard error.", **words)
    return message("How sure: {samples} samples of the weights; ± is the standard error.", **words)


def _statuses(result: Selection, sure: Robustness, subject: Subject) -> list[Words]:
    names = _Names(result, sure, subject)
    always, never, sometimes = (names.with_status(status) for status in ("always", "never", "sometimes"))
    open_ = [row for row in names.order if sure.status[row] is None]
    found: list[Words] = []
    if always:
        found.append(message("Always in (proved): {candidates}.", candidates=names.of(always)))
    if never:
        found.append(message("Never in (proved): {candidates}.", candidates=names.of(never)))
    if sometimes:
        found.append(message("Sometimes in: {candidates}.", candidates=names.with_chances(sometimes)))
    every = [row for row in open_ if sure.chance[row] >= 0.5]
    none = [row for row in open_ if sure.chance[row] < 0.5]
    if every:
        found.append(message("In every sample, but not proved: {candidates}.", candidates=names.of(every)))
    if none:
        found.append(message("In no sample, but not proved: {candidates}.", candidates=names.of(none)))
    return found


def _line(result: Selection, subject: Subject) -> list[Words]:
    line, sure = result.line, result.robustness
    if line is None or sure is None:
        return []
    names = _Names(result, sure, subject)
    words: dict[str, object] = {"count": line.count}
    found: list[Words] = []
    if line.inside:
        found.append(
            message(
                "Clearly among the first {count}: {candidates}.", candidates=names.of(line.inside), **words
            )
        )
    if line.outside:
        found.append(
            message(
                "Clearly not among the first {count}: {candidates}.",
                candidates=names.of(line.outside),
                **words,
            )
        )
    if not line.zone:
        return found
    zone = names.with_chances(line.zone)
    found.append(
        message(
            Plural(
                "No honest ranking can say who has the last {count} place: {candidates}.",
                "No honest ranking can say who has the last {count} places: {candidates}.",
            ),
            count=line.places,
            candidates=zone,
        )
    )
    if line.seed is None:
        found.append(
            message(
                "Collect more evidence about them, or draw lots with a seed that is published beforehand"
                " (--draw SEED)."
            )
        )
    else:
        drawn = names.of(line.drawn)
        found.append(
            message("Drawn by lot with the seed {seed}: {candidates}.", seed=line.seed, candidates=drawn)
        )
    return found


def sureness_sections(result: Selection, subject: Subject, shown: Callable[[float], str]) -> list[Section]:
    """Return the tables: chances, sets, regrets and deciding scores."""
    sure = result.robustness
    if sure is None:
        return []
    found = [Section(title=message("Chances"), table=_chances(result, sure, subject))]
    if len(sure.shares):
        found.append(
            Section(
                _regrets(result, subject, shown),
                title=message("Sets that are best somewhere"),
                table=_sets(result, sure, subject),
            )
        )
    if result.evidence is not None:
        found.append(_evidence(result, subject))
    return found


def _chances(result: Selection, sure: Robustness, subject: Subject) -> Table:
    names = _Names(result, sure, subject)
    columns = [
        Column("candidate", message("Candidate"), number=False),
        Column("status", message("in the set"), number=False),
        Column("chance", message("chance"), _percent),
        Column("standard error", message("standard error"), _percent),
    ]
    if sure.core_index is not None:
        columns.append(Column("core index", message("core index"), _percent))
    rows = [
        [
            subject.candidate(row),
            STATUS.get(sure.status[row] or "", ""),
            float(sure.chance[row]),
            float(sure.standard_error[row]) or None,
            *([] if sure.core_index is None else [float(sure.core_index[row])]),
        ]
        for row in names.order
    ]
    return Table(columns, rows)


def _sets(result: Selection, sure: Robustness, subject: Subject) -> Table:
    columns = [Column("share", message("share"), _percent), Column("members", message("Set"), number=False)]
    rows: list[list[object]] = [
        [float(share), Joined(subject.candidates(result.rows_of(each)))]
        for each, share in zip(result.sets[:SETS], sure.shares, strict=False)
    ]
    more = len(sure.shares) - len(rows)
    if more > 0:
        rows.append(
            [
                float(sure.shares[SETS:].sum()),
                message(Plural("{count} more set", "{count} more sets"), count=more),
            ]
        )
    return Table(columns, rows)


def _regrets(result: Selection, subject: Subject, shown: Callable[[float], str]) -> list[Words]:
    if result.max_regret is None or result.least_regret is None:
        return []
    other, least = result.least_regret
    if least >= result.max_regret * (1 - 1e-9):
        return [
            message(
                "Whatever the weights, another set is worth at most {regret} more than the best set, and no"
                " set has a smaller largest regret.",
                regret=shown(result.max_regret),
            )
        ]
    return [
        message(
            "The best set is worth up to {regret} less than another set under other weights; the set with the"
            " smallest largest regret ({least}): {candidates}.",
            regret=shown(result.max_regret),
            least=shown(least),
            candidates=subject.candidates(result.rows_of(other)),
        )
    ]


def _evidence(result: Selection, subject: Subject) -> Section:
    title = message("Scores that decide")
    if not result.evidence:
        return Section(
            [message("No uncertain or missing score changes the best set by itself.")], title=title
        )
    columns = [
        Column("candidate", message("Candidate"), number=False),
        Column("criterion", message("Criterion"), number=False),
        Column("score", message("score")),
        Column("change", message("best set"), number=False),
    ]
    rows: list[list[object]] = []
    for each in result.evidence:
        for score, chosen in ((each.low, each.at_low), (each.high, each.at_high)):
            rows.append(
                [
                    subject.candidate(each.row),
                    subject.leaf(each.column),
                    score,
                    _difference(result.best.chosen, chosen, subject),
                ]
            )
    return Section(
        [message("The best set changes within the range of these scores, each alone:")],
        title=title,
        table=Table(columns, rows),
    )


def _difference(before: Chosen, after: Chosen, subject: Subject) -> Message:
    in_place, out = np.flatnonzero(after & ~before).tolist(), np.flatnonzero(before & ~after).tolist()
    words = {"in_place": subject.candidates(in_place), "out": subject.candidates(out)}
    if in_place and out:
        return message("{in_place} instead of {out}", **words)
    if in_place:
        return message("with {in_place} as well", **words)
    return message("without {out}", **words) if out else message("unchanged")


STATUS = {"always": message("always"), "never": message("never"), "sometimes": message("sometimes")}


class _Names:
    """The names of candidates, the most likely first."""

    def __init__(self, result: Selection, sure: Robustness, subject: Subject):
        self.sure, self.subject = sure, subject
        rows = np.flatnonzero(result.problem.eligible).tolist()
        self.order = sorted(rows, key=lambda row: (-sure.chance[row], row))

    def with_status(self, status: str) -> list[int]:
        return [row for row in self.order if self.sure.status[row] == status]

    def of(self, rows: Iterable[int]) -> list[Quote | Message]:
        rows = list(rows)
        return [*self.subject.candidates(rows[:NAMED]), *_more(rows)]

    def with_chances(self, rows: Iterable[int]) -> list[Message]:
        rows = list(rows)
        return [
            *(
                message(
                    "{candidate} ({chance})",
                    candidate=self.subject.candidate(row),
                    chance=self._chance(row),
                )
                for row in rows[:NAMED]
            ),
            *_more(rows),
        ]

    def _chance(self, row: int) -> str:
        error = float(self.sure.standard_error[row])
        shown = shown_share(float(self.sure.chance[row]))
        return f"{shown} ± {percent(error)}{GLUE}%" if error else shown


def _more(rows: list[int]) -> list[Message]:
    left = len(rows) - NAMED
    return (
        [message(Plural("{count} more candidate", "{count} more candidates"), count=left)] if left > 0 else []
    )


def _percent(share: float) -> str:
    return f"{percent(share)}{GLUE}%"
