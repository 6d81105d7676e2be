"""The rows of a problem's score table, for a delimited file or a sheet.

The columns: ``id``, the names, each gate and its reasons, each leaf, the notes, the attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from see_mcda.errors import Faults, ProblemError
from see_mcda.io.cells.cells import is_percent, score_text
from see_mcda.io.grids.delimited import Ready
from see_mcda.io.grids.numbers_as_written import plain
from see_mcda.io.tables.attributes import attribute_cell
from see_mcda.io.tables.framework_sheets import languages
from see_mcda.io.tables.headers import Headers
from see_mcda.language.messages import Text, as_text
from see_mcda.model.cell import GATE_STATES
from see_mcda.model.criteria import Criterion
from see_mcda.model.problem import Problem

Cells = list[object]


@dataclass(frozen=True)
class Column:
    """A column to be written: its header, its role and its cells."""

    header: str
    cells: Cells
    leaf: Criterion | None = None
    gate: str | None = None


def score_columns(problem: Problem, delimited: bool) -> list[Column]:
    """Return the columns of a problem's scores; a delimited file has only text, so types are marked there."""
    n = range(len(problem.candidates))
    columns = [Column("id", list(problem.candidates))]
    if any(problem.labels):
        columns.append(Column("candidate:label", list(problem.labels)))
    columns += _texts(problem.names, lambda mark: f"name{mark}")
    for position, gate in enumerate(problem.framework.gates):
        states: Cells = [GATE_STATES[problem.gates[row, position]] for row in n]
        columns.append(Column(f"gate:{gate.id}", states, gate=gate.id))
        reasons = [problem.reasons.get((row, position)) for row in n]
        columns += _texts(reasons, lambda mark, id=gate.id: f"gate-reason{mark}:{id}")  # type: ignore[misc]
    columns += [_scores(problem, position, delimited) for position in range(len(problem.framework.leaves))]
    columns += _texts(problem.notes, lambda mark: f"note{mark}")
    headers = Headers(problem.framework)
    for position, column in enumerate(columns):  # a leaf may be called as one of these columns
        if column.leaf is None and (role := headers.role(column.header)) and role.kind == "leaf":
            columns[position] = replace(column, header=f"candidate:{column.header}")
    return columns + _attributes(problem.attributes, delimited)


def _texts(texts: Sequence[Text | None], header: Callable[[str], str]) -> list[Column]:
    if not any(texts):
        return []
    if all(text is None or (len(text) == 1 and as_text(next(iter(text.values()))) == text) for text in texts):
        return [Column(header(""), [next(iter(text.values())) if text else None for text in texts])]
    return [
        Column(header(f"_{language}"), [(text or {}).get(language) for text in texts])
        for language in languages(texts)
    ]


def _scores(problem: Problem, position: int, delimited: bool) -> Column:
    leaf = problem.framework.leaves[position]
    values = problem.values[:, position]
    # Numbers within 0 and 1 in a % column may be taken for fractions: there the sign is written.
    percent = (
        delimited
        and is_percent(leaf.scale.unit if leaf.scale else None)
        and any(
            abs(value) <= 1 and (value != 0 or (row, position) in problem.cells)
            for row, value in enumerate(values.tolist())
        )
    )
    cells: Cells = []
    for row, value in enumerate(values.tolist()):
        cell = problem.cells.get((row, position))
        if np.isnan(value):
            cells.append(None)
        elif cell is not None and (cell.assessors or cell.mode is not None or cell.low < cell.high):
            cells.append(Ready(score_text(cell, percent)))
        else:
            cells.append(Ready(f"{plain(value)}%") if percent else value)
    return Column(leaf.id, cells, leaf=leaf)


def _attributes(attributes: Sequence[Mapping[str, Any]], delimited: bool) -> list[Column]:
    columns: list[Column] = []
    faults = Faults()
    for key in dict.fromkeys(key for one in attributes for key in one):
        given = [one.get(key, "") for one in attributes]
        texts = [as_text(value) if isinstance(value, str) and value else value for value in given]
        many = [text for text in texts if isinstance(text, Mapping)]
        if all(len(text) == 1 and as_text(next(iter(text.values()))) == text for text in many):
            plainly = [next(iter(text.values())) if isinstance(text, Mapping) else text for text in texts]
            cells = [
                Ready(found) if isinstance(found := attribute_cell(value, delimited), str) else found
                for value in plainly
            ]
            columns.append(Column(f"attribute:{key}", list(cells)))
            continue
        for row, text in enumerate(texts):
            if text != "" and not isinstance(text, Mapping):
                faults.add(
                    "mixed-attribute",
                    "the attribute {key} is a text in several languages for some candidates and "
                    "{given} here; a table needs one kind",
                    f"candidates[{row}].attributes",
                    key=key,
                    given=str(text),
                )
        columns += [
            Column(
                f"attribute_{language}:{key}",
                [text.get(language) if isinstance(text, Mapping) else None for text in texts],
            )
            for language in languages(many)
        ]
    faults.stop(ProblemError)
    return columns


def not_carried(problem: Problem) -> list[str]:
    """Return the parts of a problem that a delimited file cannot hold."""
    parts = {
        "framework": True,
        "title": problem.title,
        "note": problem.note,
        "missing": problem.missing != "error",
        "require": problem.require,
        "comparisons": problem.comparisons,
        "evidence": any(cell.evidence for cell in problem.cells.values()),
    }
    return [name for name, there in parts.items() if there]
