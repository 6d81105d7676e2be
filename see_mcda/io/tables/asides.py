"""Tables of weights: beside or below a score table, or on another sheet of its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from see_mcda.errors import WeightingError
from see_mcda.io.grids.grid import Grid, folded
from see_mcda.io.tables import words
from see_mcda.io.tables.shapes import cells_of
from see_mcda.io.tables.sheet_names import SHEETS
from see_mcda.io.weights_sheet import NamedLine, named_line, weights_of_grid
from see_mcda.language.messages import Message, Notice, Where, message
from see_mcda.model.criteria import PLAIN, Framework
from see_mcda.model.reading import Choice, Question
from see_mcda.weighting.direct import direct
from see_mcda.weighting.profile import weights_from_dict

LOOKED_THROUGH = 200
"""A table of more rows holds no weights of criteria."""
_NO_WEIGHTS = words.TOTALS | words.MEANS | words.STATISTICS | words.FULL_MARKS


@dataclass(frozen=True)
class TableOfWeights:
    """Weights beside a score table, or the question that stops them from being used.

    Attributes:
        weights: by criterion.
        where: the cells.
        notices: what was noticed in reading them.
        question: what only a person can settle.

    """

    weights: Mapping[str, float]
    where: Where
    notices: tuple[Notice, ...] = ()
    question: Question | None = None


def weights_beside(table: Grid, others: Iterable[Grid], framework: Framework) -> TableOfWeights | None:
    """Return the weights that one of the other tables holds for the criteria; None if none does."""
    found = [
        read
        for grid in others
        if len(grid.rows) <= LOOKED_THROUGH and (read := _read(grid, table, framework)) is not None
    ]
    if not found:
        return None
    first, *rest = found
    for other in rest:
        if first.question is None and other.question is None and not alike(first.weights, other.weights):
            question = _question(
                table,
                other.where,
                message("here are other weights than at {place}.", place=first.where),
            )
            return TableOfWeights({}, other.where, question=question)
    return next((each for each in found if each.question is not None), first)


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Return whether two weightings of the same criteria are in the same proportions."""
    a, b = (np.array([weights[leaf] for leaf in one], float) for weights in (one, other))
    return bool(np.allclose(a * b.sum(), b * a.sum(), rtol=1e-6))


def _read(grid: Grid, table: Grid, framework: Framework) -> TableOfWeights | None:
    called_so = grid.sheet != table.sheet and SHEETS.get(folded(grid.sheet or "")) == "weights"
    line = named_line(grid, framework)
    if not line.numbers or not (called_so or framework.id == PLAIN):
        return None
    where = Where(grid.source, grid.sheet, cells_of(grid)) if grid.sheet is not None else grid.row_place(0)
    if not called_so and (reason := _objection(line, framework)) is not None:
        return TableOfWeights({}, where, question=_question(table, where, reason)) if reason else None
    try:
        written, notices = weights_of_grid(grid, framework)
        weights = weights_from_dict(written, framework) if "nodes" in written else direct(written, framework)
    except WeightingError as error:
        fault = error.faults[0]
        reason = message("these weights cannot be used: {reason}.", reason=fault.message)
        at = fault.where if fault.where and fault.where.file else where
        return TableOfWeights({}, where, question=_question(table, at, reason))
    found = {words: framework.leaf_choices.find(words) for words in written}
    if all(len(ids) == 1 for ids in found.values()):
        return TableOfWeights({ids[0]: written[words] for words, ids in found.items()}, where, notices)
    shares = dict(zip(framework.leaf_position, weights.values.tolist(), strict=True))
    return TableOfWeights(shares, where, notices)


def _objection(line: NamedLine, framework: Framework) -> Message | Literal[False] | None:
    """Return why a table's numbers may not be the weights; False if they surely are not."""
    named = {id for id in line.nodes if id in framework.leaf_position}
    if not line.down and len(line.numbers) > 1:
        return False  # a table of scores
    if not named:
        lists = line.is_headed and line.down and line.grid.width <= 4 and len(line.named) >= 2
        return message("a table of weights names no criterion of this table.") if lists else False
    if len(named) == len(framework.leaves):
        heads = [head for number in line.numbers for head in line.heads(number)]
        if line.is_headed or (line.down and not any(words.called(head, _NO_WEIGHTS) for head in heads)):
            return None
        return message("a table here names the criteria beside numbers that may not be weights.")
    if not line.is_headed and (len(named) < 2 or not line.down):
        return False
    absent = [leaf.title for leaf in framework.leaves if leaf.id not in named]
    return message("a table of weights has none for {criteria}.", criteria=absent)


def _question(table: Grid, where: Where, reason: Message) -> Question:
    return Question(
        f"weights:{where.cell or where.line or where.sheet}",
        reason,
        where,
        (Choice(message("read only the table of scores, without these weights"), "range", cells_of(table)),),
    )
