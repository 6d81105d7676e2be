"""The account of how a table was read, from what the readers of its rows and columns found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import filterfalse

import numpy as np

from see_mcda.errors import Faults
from see_mcda.io.cells.contents import Contents
from see_mcda.io.grids.grid import Grid, is_blank
from see_mcda.io.matrices.squares import holds_comparisons
from see_mcda.io.tables.asides import alike, weights_beside
from see_mcda.io.tables.bare import PlainFramework
from see_mcda.io.tables.columns import Columns
from see_mcda.io.tables.evaluators import Evaluators
from see_mcda.io.tables.headers import Role
from see_mcda.io.tables.respondents import Panel, Part
from see_mcda.io.tables.shapes import Shape, cells_of, range_of
from see_mcda.language.messages import Message, Where, message, say
from see_mcda.model.criteria import Framework
from see_mcda.model.reading import Choice, ColumnRole, Question, ReadColumn, Reading, ReadRow, SheetLeft

_ROLES: dict[str, ColumnRole] = {"leaf": "criterion", "ignored": "skipped"}


@dataclass
class Account:
    """What was found in a table.

    Attributes:
        part: its cells and rows as they are in the file.
        panel: the same with a row for each person and candidate, if it has the scores of several people.
        evaluators: the sheets of several people.

    """

    shape: Shape
    part: Part
    panel: Panel | None = None
    evaluators: Evaluators = field(default_factory=Evaluators)
    columns: Columns = field(default_factory=Columns)
    plain: PlainFramework | None = None

    @property
    def table(self) -> Part:
        """The rows of scores."""
        return self.panel or self.part

    def reading(
        self, framework: Framework, roles: Sequence[Role | None], others: Sequence[Grid], faults: Faults
    ) -> Reading:
        """Return the reading, with the weights in the table or in ``others`` beside it.

        A criterion without a weight in a row of weights is added to ``faults``.
        """
        grid, plain, panel = self.part.grid, self.plain, self.panel
        weights: Mapping[str, float] | None = self._weights(roles, faults)
        row = self.table.rows.weights
        weights_from = self.table.grid.row_place(row) if row is not None else None
        beside = weights_beside(
            grid, [*filterfalse(holds_comparisons, self.shape.asides), *others], framework
        )
        if beside is not None:
            if beside.question is not None:
                self.shape.questions.append(beside.question)
            elif weights is None:
                weights, weights_from = beside.weights, beside.where
                self.shape.notices += beside.notices
            elif set(weights) == set(beside.weights) and not alike(weights, beside.weights):
                self._ask_which(beside.where)
        elif weights is None and plain is not None:
            weights = _written_in_headers(self.table.names, plain.leaves)
            weights_from = grid.row_place(grid.header or 0) if weights else None
        return Reading(
            file=grid.source,
            sheet=grid.sheet,
            read_sheets=tuple(self.evaluators.parts),
            left=tuple(SheetLeft(name, False, reason) for name, reason in self.evaluators.left.items()),
            range=range_of(grid),
            turned=grid.turned,
            candidates=grid.row_names(self.part.rows.candidates),
            rows=tuple(self._rows()),
            columns=tuple(self._columns(framework, roles)),
            weights=weights,
            weights_from=weights_from,
            assessors=panel.assessors if panel else (),
            pooled=len(panel.groups()) if panel else None,
            assumed=tuple(leaf for column, leaf in plain.leaves.items() if column not in plain.directions)
            if plain
            else (),
            notices=(*self.shape.notices, *(panel.notices if panel else ())),
            questions=(*self.shape.questions, *self.table.rows.questions, *self.columns.questions),
        )

    def _ask_which(self, other: Where) -> None:
        """Ask which of two weightings counts: that in a row, or that in a table of its own."""
        row = self.table.rows.weights
        assert row is not None
        name = self.table.grid.row_name(row)
        self.shape.questions.append(
            Question(
                f"weights:{name}",
                message("the weights here differ from those at {place}.", place=other),
                self.table.grid.row_place(row),
                (
                    Choice(message("use the other weights"), "skip_rows", [name]),
                    Choice(message("use the weights in this row"), "range", cells_of(self.part.grid)),
                ),
            )
        )

    def _rows(self) -> Iterator[ReadRow]:
        for row, (role, reason) in sorted(self.part.rows.roles.items()):
            yield ReadRow(self.part.grid.row_name(row), role, self.part.rows.labels.get(row, ""), reason)

    def _columns(self, framework: Framework, roles: Sequence[Role | None]) -> Iterator[ReadColumn]:
        grid, panel = self.table.grid, self.panel
        names = self.table.names if panel and panel.crossed else self.part.names
        for column in panel.asides if panel else ():
            yield ReadColumn(self.part.grid.column_name(column), self.part.names[column], "assessor")
        for column, name in enumerate(names):
            role = roles[column] if column < len(roles) else None
            if panel and (column == panel.name if panel.crossed else column in panel.asides):
                continue
            at = grid.column_name(column)
            if role is None:
                if any(not is_blank(grid.cell(row, column)) for row in range(len(grid.rows))):
                    yield ReadColumn(at, name, "empty")
                continue
            if role.kind != "leaf":
                kind: ColumnRole = _ROLES.get(role.kind, role.kind)  # type: ignore[arg-type]
                yield ReadColumn(at, name, kind, role.key or None, reason=self._reason(column, role))
                continue
            leaf = framework.leaves[framework.leaf_position[role.key]]
            scale = leaf.scale
            stated = self.plain.directions.get(column) if self.plain else message("the framework says so")
            yield ReadColumn(
                at,
                name,
                "criterion",
                leaf.id,
                leaf.objective,
                stated or message("assumed"),
                say(scale.unit, "en") or None if scale else None,
                (scale.min, scale.max) if scale and scale.min is not None and scale.max is not None else None,
                self.columns.reasons.get(column),
            )

    def _reason(self, column: int, role: Role) -> Message | None:
        return self.columns.reasons.get(column) or (
            message("its header begins with x-") if role.kind == "ignored" else None
        )

    def _weights(self, roles: Sequence[Role | None], faults: Faults) -> dict[str, float] | None:
        row = self.table.rows.weights
        if row is None:
            return None
        numbers = Contents.of(self.table.grid, [row]).values[0]
        weights: dict[str, float] = {}
        for column, role in enumerate(roles):
            if role is None or role.kind != "leaf":
                continue
            if np.isfinite(numbers[column]):
                weights[role.key] = float(numbers[column])
            else:
                faults.add(
                    "missing-weight",
                    "the row of weights has none for {column}; write one, or use --skip-row {row}",
                    self.table.grid.place(row, column),
                    column=self.table.names[column],
                    row=self.table.grid.row_name(row),
                )
        return weights


def _written_in_headers(names: Sequence[str], leaves: Mapping[int, str]) -> Mapping[str, float] | None:
    """Return the weights that the header of every criterion ends with, if they add up to 100 %."""
    found = {leaf: _IN_HEADER.search(names[column]) for column, leaf in leaves.items()}
    weights = {
        leaf: float((match.group(1) or match.group(2)).replace(",", "."))
        for leaf, match in found.items()
        if match
    }
    complete = 2 <= len(weights) == len(leaves)
    return weights if complete and abs(sum(weights.values()) - 100) < _ROUNDING else None


_IN_HEADER = re.compile(
    r"(?:weight|น้ำหนัก)\s*[:=]?\s*([0-9]+(?:[.,][0-9]+)?)\s*[%％]?\s*[)\]）]?\s*$"
    r"|[\s(\[（]([0-9]+(?:[.,][0-9]+)?)\s*[%％]\s*[)\]）]?\s*$",
    re.IGNORECASE,
)
_ROUNDING = 0.5
"""How far percentages may be from 100, because they are rounded."""
