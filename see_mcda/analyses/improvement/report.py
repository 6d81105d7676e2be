"""The report of an improvement: where the candidate stands, what is enough alone, the cheapest changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from see_mcda.language.messages import Message, message
from see_mcda.render.report import Cell, Column, Quote, Report, Section, Table
from see_mcda.render.thresholds import roundings
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.improvement.improvement import Change, Improvement


def report(result: Improvement) -> Report:
    """Return the answer in words, and the table of what each score alone would have to become."""
    subject = Subject(result.problem)
    headline = _where_it_stands(result, subject.candidate(result.row))
    sentences = [headline]
    if not result.reached:
        sentences += [_cheapest(result, subject), _alone(result, subject)]
    table = _table(result, subject)
    step = _what_a_step_is(result)
    return Report(
        title=subject.title,
        headline=headline,
        sentences=sentences,
        subtitle=sentences[1:2],
        footnotes=[] if result.reached else [step],
        sections=[Section(sentences), *([Section(table=table, key=[step])] if result.alone else [])],
        data=table,
        note=subject.note,
        warnings=result.warnings,
    )


def _where_it_stands(result: Improvement, name: Quote) -> Message:
    words = {"candidate": name, "now": result.rank_now, "wanted": result.rank_wanted}
    if result.reached:
        if result.statements is not None:
            return message(
                "{candidate} has rank {now} or better under every allowed weighting: no change is needed.",
                **words,
            )
        return message("{candidate} has rank {now}: no change is needed.", **words)
    if result.statements is not None:
        return message(
            "{candidate} can fall to rank {now} under the allowed weightings; the target is rank {wanted}"
            " or better under all of them.",
            **words,
        )
    return message("{candidate} has rank {now}; the target is rank {wanted}.", **words)


def _cheapest(result: Improvement, subject: Subject) -> Message:
    """Return what the cheapest changes cost; where nobody said what a step costs, they are counted."""
    if result.together is None:
        if result.best_rank > result.rank_wanted:
            return message(
                "No change is enough: with every score that may change at its best, it has rank {best}.",
                best=result.best_rank,
            )
        return message("No sufficient combination of changes was found.")
    after = enough_together(result)
    changes = [
        subject.leaf(change.column, f"{change.before:.6g} → {after[change.column]}")
        for change in result.together
    ]
    words = {"cost": shown_cost(result.cost or 0.0), "changes": changes}
    if in_steps(result):
        if result.exact:
            return message("Cheapest changes (steps: {cost}): {changes}.", **words)
        return message("Cheapest changes found (steps: {cost}): {changes}.", **words)
    if result.exact:
        return message("Cheapest changes, at a cost of {cost}: {changes}.", **words)
    return message("Cheapest changes found, at a cost of {cost}: {changes}.", **words)


def _alone(result: Improvement, subject: Subject) -> Message:
    leaves = [subject.leaf(column) for column, change in result.alone.items() if change is not None]
    if not leaves:
        return message("No single score is enough.")
    return message("One score alone is enough for: {leaves}.", leaves=leaves)


def _table(result: Improvement, subject: Subject) -> Table:
    """Return a row a leaf that may change: the smallest change by itself, and its part in the cheapest."""
    counted = in_steps(result)
    columns = [
        Column("leaf"),
        Column("name", message("Criterion"), number=False),
        Column("now", message("now")),
        Column("alone", message("enough alone")),
        Column("steps"),
        Column("cost", message("steps") if counted else message("cost"), shown_cost),
        Column("together", message("cheapest together")),
        Column("cost_together"),
    ]
    alone, after = enough_alone(result), enough_together(result)
    together = {change.column: change for change in result.together or ()}
    rows = []
    for column, change in result.alone.items():
        part = together.get(column)
        rows.append(
            [
                result.problem.leaves[column],
                result.problem.framework.leaves[column].title,
                float(result.problem.values[result.row, column]),
                change and Cell(change.after, alone[column]),
                change and change.steps,
                change and change.cost,
                Cell(part.after, after[column]) if part else Cell(None, ""),
                part and part.cost,
            ]
        )
    return Table(columns, rows)


def _what_a_step_is(result: Improvement) -> Message:
    if in_steps(result):
        return message("A step is one level, or a tenth of the scale.")
    return message("A step is one level, or a tenth of the scale; it costs 1 unless another cost was given.")


def in_steps(result: Improvement) -> bool:
    """Return whether every step costs 1."""
    return not result.arguments.get("costs")


def shown_cost(cost: float) -> str:
    """Return a cost with three significant digits at most."""
    return f"{float(f'{cost:.3g}'):.15g}"


def enough_alone(result: Improvement) -> dict[int, str]:
    """Return by column the score that, as it is shown, is enough by itself."""
    changes = [change for change in result.alone.values() if change is not None]
    return {change.column: _enough(result, [change])[0] for change in changes}


def enough_together(result: Improvement) -> dict[int, str]:
    """Return by column the scores that, as they are shown, are enough together."""
    changes = result.together or ()
    return dict(zip((change.column for change in changes), _enough(result, changes), strict=True))


def _enough(result: Improvement, changes: Sequence[Change]) -> list[str]:
    """Return the scores after changes with digits enough to reach the rank.

    Under statements no ranking is tried anew: scores are rounded away from what they are now.
    """
    values = result.problem.values.copy()

    def holds(words: Sequence[str]) -> bool:
        after = [float(each) for each in words]
        if result.statements is not None:
            pairs = zip(after, changes, strict=True)
            return all(abs(x - change.before) >= abs(change.after - change.before) for x, change in pairs)
        values[result.row, [change.column for change in changes]] = after
        ranks = result.prepared.ranks(result.ranking.weights.values[None], values[None])[0]
        return bool(ranks[result.row] <= result.rank_wanted)

    rounded = zip(*(roundings(change.after, change.before) for change in changes), strict=True)
    exactly = [repr(change.after) for change in changes]
    return next((list(words) for words in rounded if holds(words)), exactly)
