"""The account of how a table was read, from what the readers of its rows and columns found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from see_mcda.errors import Faults
from see_mcda.io.bare import PlainFramework
from see_mcda.io.columns import Columns
from see_mcda.io.contents import Contents
from see_mcda.io.grid import Grid, is_blank
from see_mcda.io.headers import Role
from see_mcda.io.rows import Rows
from see_mcda.io.shapes import Shape, range_of
from see_mcda.language.messages import Message, message, say
from see_mcda.model.criteria import Framework
from see_mcda.model.reading import ColumnRole, ReadColumn, Reading, ReadRow

_ROLES: dict[str, ColumnRole] = {"leaf": "criterion", "ignored": "skipped"}


@dataclass
class Account:
    """What was found in a table."""

    shape: Shape
    grid: Grid
    names: Sequence[str]
    rows: Rows
    columns: Columns = field(default_factory=Columns)
    plain: PlainFramework | None = None

    def reading(self, framework: Framework, roles: Sequence[Role | None], faults: Faults) -> Reading:
        """Return the reading; a criterion without a weight in a row of weights is added to ``faults``."""
        grid, plain = self.grid, self.plain
        return Reading(
            file=grid.source,
            sheet=grid.sheet,
            range=range_of(grid),
            turned=grid.turned,
            candidates=tuple(map(grid.row_name, self.rows.candidates)),
            rows=tuple(self._rows()),
            columns=tuple(self._columns(framework, roles)),
            weights=self._weights(roles, faults),
            weights_from=grid.row_place(self.rows.weights) if self.rows.weights is not None else None,
            assumed=tuple(leaf for column, leaf in plain.leaves.items() if column not in plain.directions)
            if plain
            else (),
            notices=tuple(self.shape.notices),
            questions=(*self.shape.questions, *self.rows.questions, *self.columns.questions),
        )

    def _rows(self) -> Iterator[ReadRow]:
        for row, (role, reason) in sorted(self.rows.roles.items()):
            yield ReadRow(self.grid.row_name(row), role, self.rows.labels.get(row, ""), reason)

    def _columns(self, framework: Framework, roles: Sequence[Role | None]) -> Iterator[ReadColumn]:
        for column, name in enumerate(self.names):
            role = roles[column] if column < len(roles) else None
            at = self.grid.column_name(column)
            if role is None:
                if any(not is_blank(self.grid.cell(row, column)) for row in range(len(self.grid.rows))):
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
        row = self.rows.weights
        if row is None:
            return None
        numbers = Contents.of(self.grid, [row]).values[0]
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
                    self.grid.place(row, column),
                    column=self.names[column],
                    row=self.grid.row_name(row),
                )
        return weights
