"""What a candidate must change to reach a rank, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message, say
from see_mcda.render.thresholds import roundings
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, Verbatim

if TYPE_CHECKING:
    from see_mcda.analyses.improvement.improvement import Change, Improvement

Rows = tuple[list[str], list[list[object]]]


def improvement_table(result: Improvement, language: str = "en", room: int = WIDTH) -> str:
    """Return the answer in words, the table of what each score alone would have to become, and the notes."""
    drawing = Drawing(result.problem, language, room)
    parts = ["\n".join(paragraph(drawing.say(each), room) for each in _sentences(result, drawing))]
    if result.alone:
        lines = [*_lines(result, drawing), paragraph(drawing.say(what_a_step_is(result)), room)]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, *drawing.notes(result.warnings)])


def improvement_sentences(result: Improvement, language: str = "en") -> list[str]:
    """Return where the candidate stands, and what is enough."""
    drawing = Drawing(result.problem, language, WIDTH)
    return drawing.spoken(_sentences(result, drawing))


def _sentences(result: Improvement, drawing: Drawing) -> list[Message]:
    if result.reached:
        return [_where_it_stands(result, drawing)]
    return [_where_it_stands(result, drawing), _together(result, drawing), _alone(result)]


def improvement_rows(result: Improvement, language: str = "en") -> Rows:
    """Return one row a leaf that may change: the smallest change by itself, and its part in the cheapest."""
    together = {change.column: change for change in result.together or ()}
    rows: list[list[object]] = []
    for column, change in result.alone.items():
        part = together.get(column)
        rows.append(
            [
                result.problem.leaves[column],
                say(result.problem.framework.leaves[column].title, language),
                float(result.problem.values[result.row, column]),
                change.after if change else None,
                change.steps if change else None,
                change.cost if change else None,
                part.after if part else None,
                part.cost if part else None,
            ]
        )
    header = ["leaf", "name", "now", "alone", "steps", "cost", "together", "cost_together"]
    return header, rows


def _where_it_stands(result: Improvement, drawing: Drawing) -> Message:
    name = drawing.named(result.row)
    if result.reached:
        if result.statements is not None:
            return message(
                "{candidate} has rank {now} or better under every weighting allowed: nothing has to change.",
                candidate=name,
                now=result.rank_now,
            )
        return message(
            "{candidate} has rank {now}: nothing has to change.", candidate=name, now=result.rank_now
        )
    if result.statements is not None:
        return message(
            "{candidate} can fall to rank {now} under the weightings allowed; it is to keep rank {wanted} or"
            " better under all of them.",
            candidate=name,
            now=result.rank_now,
            wanted=result.rank_wanted,
        )
    return message(
        "{candidate} has rank {now}; it is to reach rank {wanted}.",
        candidate=name,
        now=result.rank_now,
        wanted=result.rank_wanted,
    )


def _together(result: Improvement, drawing: Drawing) -> Message:
    if result.together is None:
        if result.best_rank > result.rank_wanted:
            return message(
                "Nothing is enough: with every score that may change at its best it has rank {best}.",
                best=result.best_rank,
            )
        return message("No combination of changes that is enough was found.")
    after = enough_together(result)
    changes = [
        Verbatim(
            f"{drawing.text(result.problem.framework.leaves[change.column].title)} "
            f"{change.before:.6g} → {after[change.column]}"
        )
        for change in result.together
    ]
    return cheapest(result, changes)


def cheapest(result: Improvement, changes: Sequence[object]) -> Message:
    """Return what the cheapest changes cost; where nobody said what a step costs, they are counted."""
    words = {"cost": shown_cost(result.cost or 0.0), "changes": changes}
    if in_steps(result):
        if result.exact:
            return message("The cheapest way (steps: {cost}): {changes}.", **words)
        return message("The cheapest way that was found (steps: {cost}): {changes}.", **words)
    if result.exact:
        return message("The cheapest way, at a cost of {cost}: {changes}.", **words)
    return message("The cheapest way that was found, at a cost of {cost}: {changes}.", **words)


def in_steps(result: Improvement) -> bool:
    """Return whether every step costs 1."""
    return not result.arguments.get("costs")


def what_a_step_is(result: Improvement) -> Message:
    """Return what is counted."""
    if in_steps(result):
        return message("A step is one level, or a tenth of the scale.")
    return message("A step is one level, or a tenth of the scale; it costs 1 unless another cost was given.")


def shown_cost(cost: float) -> str:
    """Return a cost with three significant digits at most."""
    return f"{float(f'{cost:.3g}'):.15g}"


def _alone(result: Improvement) -> Message:
    columns = [column for column, change in result.alone.items() if change is not None]
    if not columns:
        return message("No score alone is enough.")
    return message(
        "One score alone is enough at: {leaves}.",
        leaves=[result.problem.framework.leaves[column].title for column in columns],
    )


def _lines(result: Improvement, drawing: Drawing) -> list[str]:
    alone, together = enough_alone(result), enough_together(result)
    table = [
        [
            drawing.say(message("Criterion")),
            drawing.say(message("now")),
            drawing.say(message("enough alone")),
            drawing.say(message("steps") if in_steps(result) else message("cost")),
            drawing.say(message("cheapest together")),
        ]
    ]
    for column, change in result.alone.items():
        table.append(
            [
                drawing.text(result.problem.framework.leaves[column].title),
                f"{result.problem.values[result.row, column]:.6g}",
                alone.get(column, NO_RANK),
                shown_cost(change.cost) if change else NO_RANK,
                together.get(column, ""),
            ]
        )
    return drawing.columns(table, 0, range(1, 5))


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
