"""The framework of a plain table: one level, in which every column of numbers is a criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from see_mcda.errors import Faults, ProblemError
from see_mcda.io.cells.cells import is_missing, is_percent, looks_scored
from see_mcda.io.grids.grid import Grid, folded
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.candidates import FreshIds, slug
from see_mcda.io.tables.columns import Columns, direction_of
from see_mcda.io.tables.headers import Headers, are_years
from see_mcda.io.tables.rows import Rows
from see_mcda.language.messages import Message, as_text, message
from see_mcda.model.criteria import Criterion, Framework, Objective, Scale
from see_mcda.model.naming import CRITERION, Choices
from see_mcda.model.validation import LONGEST_NAME

ROOT = "table"
_IN_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_UNIT = re.compile(r"(?:^|[\s(\[,])(?:%|percent|ร้อยละ)\s*[)\]]?\s*$", re.I)


@dataclass
class PlainFramework:
    """The framework of a plain table.

    Attributes:
        framework: one level over the criteria.
        leaves: the id of each criterion, by the position of its column.
        directions: why less or more is better, by position; absent where it was only assumed.

    """

    framework: Framework
    leaves: Mapping[int, str]
    directions: Mapping[int, Message] = field(default_factory=dict)


def plain_framework(
    grid: Grid,
    rows: Rows,
    columns: Columns,
    names: Sequence[str],
    *,
    options: ReadingOptions,
    faults: Faults,
) -> PlainFramework:
    """Return the framework over the criteria of a plain table.

    Criteria are to be maximised unless the options, a row of directions or the header say otherwise. Raises
    :class:`ProblemError` if there is no criterion.
    """
    if not columns.criteria:
        faults.add(
            "no-criteria",
            "no column holds numbers; a plain table needs one column for each criterion",
            grid.row_place(grid.header or 0),
        )
        faults.stop(ProblemError)
    ids = _ids(grid, columns.criteria, names, faults)
    called = [names[column] or grid.column_name(column) for column in columns.criteria]
    said: dict[str, Objective] = {}
    for id in _named(ids, called, options.maximize, "maximize", faults):
        said[id] = "max"
    for id in _named(ids, called, options.minimize, "minimize", faults):
        said[id] = "min"
    leaves: list[Criterion] = []
    directions: dict[int, Message] = {}
    for id, column in zip(ids, columns.criteria, strict=True):
        objective, reason = _objective(id, column, names[column], said, rows)
        if reason is not None:
            directions[column] = reason
        name = names[column] or grid.column_name(column)
        leaves.append(
            Criterion(
                id,
                dict(as_text(name[:LONGEST_NAME])) if name != id else None,
                objective=objective,
                scale=columns.recognised[column].scale
                if column in columns.recognised
                else _scale(grid, rows, column, name),
            )
        )
    framework = Framework(Criterion(ROOT, children=leaves))
    return PlainFramework(framework, dict(zip(columns.criteria, ids, strict=True)), directions)


def _objective(
    id: str, column: int, name: str, said: Mapping[str, Objective], rows: Rows
) -> tuple[Objective, Message | None]:
    """Return the objective of a criterion, and what states it; None where nothing does."""
    if id in said:
        return said[id], message("you said so")
    if "min" in said.values() and column not in rows.directions and direction_of(name) is None:
        return "max", message("you did not say that lower is better")
    if column in rows.directions:
        return rows.directions[column], message("the row of directions says so")
    stated = direction_of(name)
    return stated or "max", message("its header says so") if stated else None


def refuse_numbers(names: Sequence[str], grid: Grid, faults: Faults) -> None:
    """Refuse a table whose first row is a candidate: numbers (but no years), except for the first cell."""
    rest = [name for name in names[1:] if not is_missing(name)] or list(names[:1])
    if are_years(names) or any(map(Headers(None).role, names)):
        return
    if all(map(looks_scored, rest)):
        faults.add(
            "no-headers",
            "the first row holds numbers, not column headers: {given}; add a row of headers above the table",
            grid.row_place(grid.header or 0),
            given=rest,
        )
        faults.stop(ProblemError)


def _ids(grid: Grid, criteria: Sequence[int], names: Sequence[str], faults: Faults) -> list[str]:
    fresh = FreshIds({ROOT})
    first: dict[str, str] = {}
    ids: list[str] = []
    for position, column in enumerate(criteria):
        name = names[column]
        place = grid.place(grid.header or 0, column)
        if name and folded(name) in first:
            faults.add(
                "duplicate-column",
                "another column is called {header} as well; rename one of them, or leave this one out with "
                "--skip {column}",
                place,
                header=name,
                column=grid.column_name(column),
            )
        elif len(name) > LONGEST_NAME:
            faults.add(
                "too-long", "at most {max_length} characters are allowed here", place, max_length=LONGEST_NAME
            )
        first.setdefault(folded(name), name)
        named = slug(_IN_BRACKETS.sub("", name).strip() or name)
        ids.append(fresh.take(slug(name) if named else f"c{position + 1}"))
    return ids


def _scale(grid: Grid, rows: Rows, column: int, name: str) -> Scale | None:
    """Return the scale of a criterion, as far as its unit is known."""
    if _in_percent(grid, rows, column, name):
        return Scale(unit={"en": "%"})
    unit = rows.units.get(column)
    if not unit or unit in ("-", "–", "—"):
        return None
    return Scale(unit={"en": "%"} if is_percent({"en": unit}) else dict(as_text(unit)))


def _in_percent(grid: Grid, rows: Rows, column: int, name: str) -> bool:
    """Whether the header or most cells have the % sign."""
    if _UNIT.search(name) or is_percent({"en": name}):
        return True
    if column not in rows.contents.worded:
        return False
    filled = [cell for cell in grid.column(column, rows.candidates) if not is_missing(cell)]
    signed = sum(isinstance(cell, str) and cell.rstrip().endswith(("%", "％")) for cell in filled)
    return 2 * signed > len(filled)


def _named(
    ids: Sequence[str], names: Sequence[str], wanted: Sequence[str], option: str, faults: Faults
) -> set[str]:
    choices = Choices(CRITERION, {id: [name] for id, name in zip(ids, names, strict=True)})
    return {id for words in wanted if (id := choices.match(words, option, faults))}
