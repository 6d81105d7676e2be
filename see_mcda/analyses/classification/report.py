"""The report of a classification: who is in the best class, the rules as sentences, what each one misses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import Column, Joined, Mark, Quote, Report, Section, Table
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.classification.classification import Classification, Shortfall

_SEPARATOR = "; "
ON_CONDITION = message("* conditional: a gate is not yet checked; the class holds only if it is passed.")
_CONDITIONAL = Mark("*", ON_CONDITION)


def report(result: Classification) -> Report:
    """Return the classes of the candidates, the rules, and a row for each candidate."""
    subject = Subject(result.problem)
    headline = _headline(result)
    learned = _learned(result)
    classes = [_members(result, at) for at in range(1, len(result.classes))]
    sentences = [headline, *classes, *learned]
    rules = [rule(result, at) for at in range(len(result.classes))]
    gates = [
        message("In the last class because of a failed gate: {candidates}.", candidates=candidates)
        for candidates in [[_name(result, row) for row in np.flatnonzero(~result.problem.eligible).tolist()]]
        if candidates
    ]
    key = list(gates)
    if (result.standard_errors > 0).any():
        key.append(
            message(
                "In brackets: the chance over the uncertain scores, and over the allowed weights if they vary"
                " (standard error at most {error}).",
                error=shown_share(float(result.standard_errors.max())),
            )
        )
    if result.learning is not None and (result.possible.sum(axis=1) > 1).any():
        key.append(message("Also possible: with another model that agrees with the same assignments."))
    return Report(
        title=subject.title,
        headline=headline,
        sentences=sentences,
        subtitle=[*rules[:-1], *learned],
        footnotes=[*gates, *_notes(result)],
        sections=[
            Section([*([subject.title] if subject.title else []), *sentences]),
            Section([*rules, *_how(result)], title=message("Rules"), bullet="- "),
            Section(table=_table(result, subject), key=[*key, *_notes(result)]),
        ],
        data=_data(result),
        note=subject.note,
        warnings=result.warnings,
    )


def _name(result: Classification, row: int) -> Quote:
    problem = result.problem
    return Quote(problem.name(row), _CONDITIONAL if problem.conditional[row] else None)


def _headline(result: Classification) -> Message:
    if result.members(0):
        return _members(result, 0)
    return message("No candidate is in the class {name}.", name=Quote(result.classes[0].title))


def _members(result: Classification, at: int) -> Message:
    rows = result.members(at)
    name = Quote(result.classes[at].title)
    if not rows:
        return message("{name}: none.", name=name)
    return message(
        "{name} ({count}): {candidates}.",
        name=name,
        count=len(rows),
        candidates=[_name(result, row) for row in rows],
    )


def _learned(result: Classification) -> list[Message]:
    """Return what was learned, and which assignments cannot be reconciled."""
    learning, framework = result.learning, result.problem.framework
    if learning is None:
        return []
    found = [message("The minimums are learned from the assignments.")]
    if result.rules.procedure == "mr-sort":
        shares = sorted(
            zip(learning.model.shares.tolist(), result.rules.nodes, strict=True), key=lambda at: -at[0]
        )
        weights = [
            Quote(framework.nodes[id].title, after=shown_share(share)) for share, id in shares if share
        ]
        found = [
            message(
                "The minimums, the majority and the weights are learned from the assignments. Weights:"
                " {weights}.",
                weights=weights,
            )
        ]
    for at, rows in enumerate(learning.left_out):
        words = {"count": len(rows), "candidates": [_name(result, row) for row in rows]}
        found.append(
            message("Leaving out {candidates} instead is also enough.", **words)
            if at
            else message(
                "No model agrees with every assignment. The fewest that must be left out: {candidates}.",
                **words,
            )
        )
    return found


def _notes(result: Classification) -> list[Message]:
    """Return what the classes say about themselves, each once."""
    notes = {str(dict(each.note)): each.note for each in result.classes if each.note}
    return [message("About these classes: {note}", note=Quote(note)) for note in notes.values()]


def rule(result: Classification, at: int) -> Message:
    """Return what a class asks, as a sentence."""
    each = result.classes[at]
    name = Quote(each.title)
    if at == len(result.classes) - 1:
        return message("{name}: every other candidate.", name=name)
    gates = bool(result.problem.framework.gates)
    words: dict[str, object]
    if result.rules.procedure == "score":
        words = {"name": name, "least": float(each.score or 0.0)}
        if gates:
            return message("{name}: has a score of at least {least} and fails no gate.", **words)
        return message("{name}: has a score of at least {least}.", **words)
    words = {"name": name, "conditions": _conditions(result, at)}
    if result.rules.procedure == "all":
        if gates:
            return message("{name}: scores {conditions}, and fails no gate.", **words)
        return message("{name}: scores {conditions}.", **words)
    words["share"] = shown_share(float(result.rules.majority[at]))
    return (
        message(
            "{name}: meets conditions with at least {share} of the weight, out of: {conditions}; and fails no"
            " gate.",
            **words,
        )
        if gates
        else message(
            "{name}: meets conditions with at least {share} of the weight, out of: {conditions}.", **words
        )
    )


def _conditions(result: Classification, at: int) -> Joined:
    """Return the minimums, criteria with the same one together, and a whole group by its name."""
    framework = result.problem.framework
    by_limit: dict[tuple[float, bool, bool], list[str]] = {}
    for id, limit in result.classes[at].profile.items():
        node = framework.nodes[id]
        by_limit.setdefault((limit, node.sign > 0, node.is_leaf), []).append(id)
    found = []
    for (limit, more, _), ids in by_limit.items():
        words: dict[str, object] = {
            "limit": float(limit),
            "criteria": [Quote(framework.nodes[id].title) for id in ids],
        }
        group = next((node for node in framework.inner if [child.id for child in node.children] == ids), None)
        if group is framework.root and len(ids) > 1:
            words["count"] = len(ids)
            found.append(
                message("at least {limit} on each of the {count} criteria", **words)
                if more
                else message("at most {limit} on each of the {count} criteria", **words)
            )
        elif group is not None and len(ids) > 1:
            words |= {"group": Quote(group.title), "count": len(ids)}
            found.append(
                message("at least {limit} on each of the {count} criteria of {group}", **words)
                if more
                else message("at most {limit} on each of the {count} criteria of {group}", **words)
            )
        else:
            found.append(
                message("at least {limit} on {criteria}", **words)
                if more
                else message("at most {limit} on {criteria}", **words)
            )
    return Joined(found, by=_SEPARATOR)


def _how(result: Classification) -> list[Message]:
    """Return the vetoes, and how scores and weights count."""
    framework = result.problem.framework
    procedure = result.rules.procedure
    found = [
        message(
            "{name} is out of reach with: {vetoes}.",
            name=Quote(each.title),
            vetoes=[
                message(
                    "{criterion} {limit} or worse", criterion=Quote(framework.nodes[id].title), limit=veto
                )
                for id, veto in each.veto.items()
            ],
        )
        for each in result.classes
        if each.veto and procedure == "mr-sort"
    ]
    if procedure.startswith("electre"):
        found.append(
            message(
                "A score below the minimum counts in full up to the difference q, less up to p, and forbids"
                " the class from v."
            )
        )
    if any(not framework.nodes[id].is_leaf for id in result.rules.nodes):
        found.append(
            message(
                "The score of a group is the mean of its criteria's values from 0 (worst) to 1 (best) under"
                " the weights."
            )
        )
    return found


def _table(result: Classification, subject: Subject) -> Table:
    """Return a row for each candidate, the best class first."""
    several = bool((result.possible.sum(axis=1) > 1).any())
    same = all(lift is None or _is_what_is_missing(result, row) for row, lift in enumerate(result.lifts))
    columns = [
        Column("candidate"),
        Column(None, message("Candidate"), number=False),
        Column(None, message("Class"), number=False),
        *([Column(None, message("also possible"), number=False)] if several else []),
        Column(None, message("missing for the next class"), number=False),
        *([] if same else [Column(None, message("smallest change"), number=False)]),
    ]
    rows = []
    for at, each in enumerate(result.classes):
        for row in result.members(at):
            lift = result.lifts[row]
            rows.append(
                [
                    result.problem.candidates[row],
                    _name(result, row),
                    Quote(each.title),
                    *([_possible(result, row)] if several else []),
                    _missing(result, subject, row),
                    *([] if same else [None if lift is None else changes(subject, lift.changes)]),
                ]
            )
    return Table(columns, rows)


def _possible(result: Classification, row: int) -> Joined | None:
    """Return the other classes that are possible."""
    others = [
        Quote(each.title, after=_chance(float(result.chances[row, at])))
        for at, each in enumerate(result.classes)
        if result.possible[row, at] and at != result.assigned[row]
    ]
    return Joined(others) if others else None


def _chance(chance: float) -> str:
    """Return the chance of a class; none for one that samples did not have."""
    return f"({shown_share(chance)})" if chance > 0 else ""


def _is_what_is_missing(result: Classification, row: int) -> bool:
    lift = result.lifts[row]
    missing = {each.node: each.minimum for each in result.held_back_by[row]}
    return lift is not None and missing == {
        result.problem.leaves[column]: after for column, (_, after) in lift.changes.items()
    }


def _missing(result: Classification, subject: Subject, row: int) -> Joined | None:
    found = [shortfall(result, subject, each) for each in result.held_back_by[row]]
    by_scores = int(result.by_scores[row])
    if by_scores < result.assigned[row]:
        name = Quote(result.classes[by_scores].title)
        found.append(message("in the class {name} if it passed every gate", name=name))
    return Joined(found, by=_SEPARATOR) if found else None


def shortfall(result: Classification, subject: Subject, each: Shortfall) -> Message:
    """Return a condition that is not met, in words."""
    framework = result.problem.framework
    if each.node is None:
        node = next(
            node for node in framework.nodes.values() if each.gate in {gate.id for gate in node.gates}
        )
        return message("fails a gate: {criterion}", criterion=Quote(node.title))
    words = {"score": each.score, "limit": each.minimum, "criterion": subject.node(each.node)}
    if each.node == framework.id and result.rules.procedure == "score":
        return message("score {score}, needs {limit}", **words)
    if each.veto:
        return message("{criterion} {score}, needs {limit} (veto)", **words)
    if framework.nodes[each.node].sign < 0:
        return message("{criterion} {score}, needs at most {limit}", **words)
    return message("{criterion} {score}, needs {limit}", **words)


def changes(subject: Subject, given: Mapping[int, tuple[float, float]]) -> Joined:
    """Return changes of scores in words."""
    return Joined(
        [subject.leaf(column, f"{before:.6g} → {after:.6g}") for column, (before, after) in given.items()]
    )


def _data(result: Classification) -> Table:
    heads = [
        "candidate",
        "name",
        "class",
        "possible",
        "held_back_by",
        *(f"support:{each.id}" for each in result.classes[:-1]),
    ]
    subject = Subject(result.problem)
    rows = [
        [
            result.problem.candidates[row],
            result.problem.name(row),
            each.id,
            " ".join(c.id for c, can in zip(result.classes, result.possible[row], strict=True) if can),
            _missing(result, subject, row),
            *result.support[row].tolist(),
        ]
        for at, each in enumerate(result.classes)
        for row in result.members(at)
    ]
    return Table([Column(head) for head in heads], rows)
