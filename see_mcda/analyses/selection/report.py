"""The report of a selection: the set, what it uses, the next best ones, why each candidate is in or out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.selection.constraint_rows import shown_number
from see_mcda.analyses.selection.sureness_report import sureness_sections, sureness_sentences
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, Text, as_text, message
from see_mcda.render.numbers import rounding
from see_mcda.render.report import Column, Joined, Quote, Report, Section, Table, Words
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.selection.selection import Selection


def report(result: Selection) -> Report:
    """Return the set in words, and the tables of constraints, candidates and next best sets."""
    subject = Subject(result.problem)
    headline = headline_of(result, subject)
    sure = sureness_sentences(result, subject)
    best = [] if result.line is None else [best_set(result, subject)]
    sentences: list[Words] = [headline, *best, *_spent(result), *_next(result, subject), *sure]
    tables = [
        Section(title=message("Constraints"), table=_constraints(result)),
        Section(title=message("Candidates"), table=_candidates(result, subject)),
    ]
    if result.alternatives:
        tables.append(Section(title=message("Next best sets"), table=_alternatives(result, subject)))
    tables += sureness_sections(result, subject, shown_value(result))
    baseline = message(
        "The value of a set is the sum of its members' scores; a candidate left out counts {baseline}.",
        baseline=f"{result.program.baseline:g}",
    )
    return Report(
        title=subject.title,
        headline=headline,
        sentences=sentences,
        subtitle=_spent(result),
        footnotes=[baseline],
        sections=[Section(sentences), *tables, Section([baseline])],
        data=_data(result),
        note=subject.note,
        warnings=result.warnings,
    )


def headline_of(result: Selection, subject: Subject) -> Message:
    """Return which set is the best, or how many candidates are clearly among the first."""
    if (line := result.line) is not None:
        return message(
            "First {count}: {inside} clearly in, {zone} in between, {outside} clearly out.",
            count=line.count,
            inside=len(line.inside),
            zone=len(line.zone),
            outside=len(line.outside),
        )
    return best_set(result, subject)


def best_set(result: Selection, subject: Subject) -> Message:
    """Return which set is the best."""
    if not result.members:
        return message("The best set is empty: no candidate adds value.")
    return message(
        Plural(
            "Best set ({count} candidate, value {value}): {members}.",
            "Best set ({count} candidates, value {value}): {members}.",
        ),
        count=len(result.members),
        value=shown_value(result)(result.best.value),
        members=subject.candidates(result.members),
    )


def _spent(result: Selection) -> list[Message]:
    found = []
    for each in result.constraints.each:
        if each.is_budget and each.limit is not None:
            used = each.used(result.best.options) or 0.0
            found.append(
                message(
                    "{attribute}: {used} of {limit} used, {left} left.",
                    attribute=each.words.params["attribute"],
                    used=shown_count(used),
                    limit=shown_number(each.limit),
                    left=shown_count(each.limit - used),
                )
            )
    return found


def _next(result: Selection, subject: Subject) -> list[Message]:
    """Return how far behind the next best set is."""
    if not result.alternatives:
        return [message("No other set holds all constraints.")] if result.arguments["alternatives"] else []
    other = result.alternatives[0]
    if result.tied:
        members = subject.candidates(result.rows_of(other))
        return [message("Another set is worth as much: {members}.", members=members)]
    loss = result.best.value - other.value
    in_place = [row for row in result.rows_of(other) if not result.best.chosen[row]]
    out = [row for row in result.members if not other.chosen[row]]
    words = {
        "loss": next(
            (words for digits in range(3, 12) if float(words := f"{loss:.{digits}f}")), f"{loss:.3g}"
        ),
        "in_place": subject.candidates(in_place),
        "out": subject.candidates(out),
    }
    if in_place and out:
        return [message("The next best set is worth {loss} less: {in_place} instead of {out}.", **words)]
    if in_place:
        return [message("The next best set is worth {loss} less: with {in_place} as well.", **words)]
    if out:
        return [message("The next best set is worth {loss} less: without {out}.", **words)]
    return [
        message("The next best set is worth {loss} less: the same candidates, funded otherwise.", **words)
    ]


def shown_value(result: Selection) -> Callable[[float], str]:
    """Return how values are shown."""
    sets = [result.best.value, *(each.value for each in result.alternatives)]
    return rounding([*sets, *result.values.tolist()])


def _constraints(result: Selection) -> Table:
    columns = [
        Column("constraint", message("Constraint"), number=False),
        Column("used", message("used"), shown_count),
        Column("limit", message("limit"), shown_number),
        Column("price", message("price"), shown_value(result)),
    ]
    rows = [
        [each.words, each.used(result.best.options), each.limit, price]
        for each, price in zip(result.constraints.each, result.prices, strict=True)
    ]
    return Table(columns, rows)


def _candidates(result: Selection, subject: Subject) -> Table:
    columns = [
        Column("candidate", message("Candidate"), number=False),
        Column("value", message("value"), shown_value(result)),
        *(
            Column(attribute, Quote(as_text(called(result, attribute))), shown_count)
            for attribute in result.constraints.numbers
        ),
        Column("why", message("why"), number=False),
    ]
    rows = [
        [
            subject.candidate(row),
            result.worth(row) if result.problem.eligible[row] else None,
            *(_number(numbers[row]) for numbers in result.constraints.numbers.values()),
            in_words(result, row),
        ]
        for row in order_of(result)
    ]
    return Table(columns, rows)


def order_of(result: Selection) -> list[int]:
    """Return the rows of the candidates: the chosen ones, the others, and those that cannot be chosen."""
    chosen, open_ = result.best.chosen, result.problem.eligible
    return sorted(
        range(len(chosen)), key=lambda row: (not chosen[row], not open_[row], -result.values[row], row)
    )


def shown_count(number: float) -> str:
    """Return what is used of a limit, or a cost: six digits are enough where it is not whole."""
    return shown_number(number if float(number).is_integer() else float(f"{number:.6g}"))


def _number(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def called(result: Selection, attribute: str) -> str | Text:
    """Return what an attribute is called: a criterion by its title."""
    node = result.problem.framework.nodes.get(attribute)
    return node.title if node is not None and attribute in result.constraints.criteria else attribute


def _alternatives(result: Selection, subject: Subject) -> Table:
    columns = [
        Column("value", message("value"), shown_value(result)),
        Column("members", message("Set"), number=False),
    ]
    rows = [[each.value, Joined(subject.candidates(result.rows_of(each)))] for each in result.alternatives]
    return Table(columns, rows)


def _data(result: Selection) -> Table:
    """Return a row for each candidate, with the numbers of its attributes."""
    problem = result.problem
    attributes = result.constraints.numbers
    sure = result.robustness
    chances = [] if sure is None else ["status", "chance", "standard error"]
    heads = ["candidate", "name", "selected", "level", "value", *attributes, *chances, "why"]
    rows = [
        [
            problem.candidates[row],
            Quote(problem.name(row)),
            bool(result.best.chosen[row]),
            result.level(row),
            result.worth(row) if problem.eligible[row] else None,
            *(_number(numbers[row]) for numbers in attributes.values()),
            *(
                []
                if sure is None
                else [sure.status[row], float(sure.chance[row]), float(sure.standard_error[row])]
            ),
            in_words(result, row),
        ]
        for row in range(len(problem.candidates))
    ]
    return Table([Column(head) for head in heads], rows)


def in_words(result: Selection, row: int) -> Message:
    """Return why a candidate is in the set or not, and what would change it."""
    why, if_ = _why(result, row), _if(result, row)
    return why if if_ is None else message("{why}; {otherwise}", why=why, otherwise=if_)


def _why(result: Selection, row: int) -> Message:
    reason = result.reasons[row]
    if reason.code in ("included", "excluded"):
        return _decided(reason.code == "included", reason.constraints[0].reason)
    if reason.code == "chosen":
        level = result.level(row)
        return (
            message("in, at {level} of its cost", level=f"{100 * level:g}{GLUE}%")
            if level < 1
            else message("in")
        )
    gates = [result.problem.framework.gates[at].id for at in reason.gates]
    return {
        "gate": message("out: fails {gates}", gates=gates),
        "constraint": message("out: {constraints}", constraints=[each.words for each in reason.constraints]),
        "constraints": message("out: several constraints together"),
        "value": message("out: worth no more than a candidate that is left out"),
    }[reason.code]


def _decided(included: bool, because: str | None) -> Message:
    if because:
        return (
            message("in: included because {reason}", reason=because)
            if included
            else message("out: excluded because {reason}", reason=because)
        )
    return message("in: included") if included else message("out: excluded")


def _if(result: Selection, row: int) -> Message | None:
    reason, inside = result.reasons[row], bool(result.best.chosen[row])
    found: list[Message] = []
    if reason.cost is not None:
        words = {
            "attribute": Quote(as_text(called(result, reason.cost.attribute))),
            "number": shown_number(reason.cost.number),
        }
        found.append(
            message("at a {attribute} above {number}", **words)
            if inside
            else message("at a {attribute} of {number} or less", **words)
        )
    if reason.score is not None:
        leaf = result.problem.framework.leaves[reason.score.column]
        words = {"leaf": Quote(leaf.title), "number": f"{reason.score.number:.10g}"}
        more = leaf.objective == "max"
        if inside:
            found.append(
                message("below {number} on {leaf}", **words)
                if more
                else message("above {number} on {leaf}", **words)
            )
        else:
            found.append(
                message("from {number} on {leaf}", **words)
                if more
                else message("up to {number} on {leaf}", **words)
            )
    if not found:
        return None
    joined = found[0] if len(found) == 1 else message("{one}, or {other}", one=found[0], other=found[1])
    return (
        message("would be out {where}", where=joined)
        if inside
        else message("would be in {where}", where=joined)
    )
