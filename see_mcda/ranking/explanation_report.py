"""The report of an explanation: its sentences, and the numbers that they stand on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import message
from see_mcda.ranking.ranking import finite
from see_mcda.render.report import ABSENT, Cell, Column, Joined, Quote, Report, Row, Section, Table
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.ranking.explanation import Explanation


def report(explanation: Explanation) -> Report:
    """Return the sentences, and the table of what each leaf adds to the lead."""
    subject, sentences, table = (
        Subject(explanation.ranking.complete),
        explanation.sentences,
        _table(explanation),
    )
    scored = explanation.sentences, explanation.ranking.prepared.has_scores
    return Report(
        title=subject.title,
        headline=sentences[0],
        sentences=sentences,
        sections=[Section(sentences), *([Section(table=table)] if scored else [])],
        data=table,
        note=subject.note,
        warnings=explanation.ranking.warnings,
    )


def _table(explanation: Explanation) -> Table:
    """Return a row a leaf: its weight, both scores and what it adds to the lead, the largest first."""
    problem, weights = explanation.ranking.complete, explanation.ranking.weights.values
    pair = (explanation.leader, explanation.other)
    columns = [
        Column("leaf"),
        Column("name", message("Criterion"), number=False),
        Column("weight", message("Weight"), lambda weight: f"{100 * weight:.1f}{GLUE}%"),
        *(Column(Joined([problem.candidates[row]]), Quote(problem.name(row)), part=1) for row in pair),
        Column("difference", message("adds to the lead"), part=2),
    ]
    rows: list[Row] = [
        [
            problem.leaves[column],
            problem.framework.leaves[column].title,
            float(weights[column]),
            *(finite(problem.values[row, column]) for row in pair),
            _difference(explanation, column),
        ]
        for column in np.argsort(-np.abs(explanation.differences), kind="stable").tolist()
    ]
    return Table(columns, rows)


def _difference(explanation: Explanation, column: int) -> Cell | None:
    if not explanation.ranking.prepared.has_scores:
        return None
    difference = float(explanation.differences[column])
    return Cell(finite(difference), ABSENT if math.isnan(difference) else f"{difference:+.4f}")
