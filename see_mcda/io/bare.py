"""A bare table, without a framework: every column of numbers is a criterion, all of one level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from see_mcda.errors import Faults, ProblemError
from see_mcda.io.candidates import FreshIds, slug
from see_mcda.io.cells import is_missing, is_percent, looks_scored
from see_mcda.io.grid import Grid, as_label, folded
from see_mcda.io.headers import Headers, Role, check_gates, check_twice, refuse_headless
from see_mcda.io.numbers_as_written import tidy
from see_mcda.language.messages import as_text
from see_mcda.model.criteria import Criterion, Framework, Scale
from see_mcda.model.naming import CRITERION, Choices
from see_mcda.model.validation import LONGEST_NAME

ROOT = "table"
_ROW_NUMBERS = frozenset(map(folded, ("No.", "No", "#", "nr", "nr.", "ลำดับ", "ลำดับที่", "ที่")))
_PROVINCE = "Nan"
"""A province of Thailand; a missing number is written nan or NaN."""
_UNIT = re.compile(r"(?:^|[\s(\[,])(?:%|percent|ร้อยละ)[)\]]?\s*$", re.I)


def bare_framework(
    grid: Grid, rows: Sequence[int], names: Sequence[str], minimize: Sequence[str], faults: Faults
) -> tuple[Framework, list[Role | None]]:
    """Return a framework of one level over the columns of numbers, and what every column holds.

    A column of text is the candidates' names if no other column is headed so and it is the first; further
    ones are faults. A column of row numbers is left out. Criteria are to be maximised but for those that
    ``minimize`` names by id or header.
    """
    header = grid.header or 0
    headers = Headers(None)
    _refuse_numbers(headers, names, grid, faults)
    roles: list[Role | None] = []
    criteria: list[tuple[int, str]] = []
    named = any(role and role.kind in ("id", "name") for role in map(headers.role, names))
    for column, name in enumerate(names):
        role = headers.role(name) if name else None
        cells = [grid.cell(row, column) for row in rows]
        filled = [cell for cell in cells if cell == _PROVINCE or not is_missing(cell)]
        if role is None and _counts_rows(name, cells):
            role = Role("ignored")
        elif role is None and not name:
            refuse_headless(grid, rows, column, faults)
        elif role is None and not filled:
            faults.add(
                "empty-column",
                "the column {header} has no scores; fill it in or remove it",
                grid.place(header, column),
                header=name,
            )
        elif role is None and 2 * sum(map(looks_scored, filled)) >= len(filled):
            criteria.append((column, name))
        elif role is None and not named and not criteria:
            role, named = Role("name"), True
        elif role is None:
            faults.add(
                "text-column",
                "the column {header} holds text and cannot be a criterion; rename it attribute:{header} or "
                "x-{header}",
                grid.place(header, column),
                header=name,
            )
        roles.append(role)
    check_gates(headers, roles, grid, header, faults)
    check_twice(roles, names, grid, header, faults)
    if not criteria:
        faults.add(
            "no-criteria",
            "no column holds numbers; a plain table needs one column for each criterion",
            grid.row_place(header),
        )
        faults.stop(ProblemError)
    framework = Framework(Criterion(ROOT, children=_leaves(grid, rows, criteria, minimize, faults)))
    for (column, _), leaf in zip(criteria, framework.leaves, strict=True):
        roles[column] = Role("leaf", leaf.id)
    return framework, roles


def _refuse_numbers(headers: Headers, names: Sequence[str], grid: Grid, faults: Faults) -> None:
    """Refuse a table whose first row is a candidate: numbers, but for at most the first cell."""
    rest = [name for name in names[1:] if not is_missing(name)] or list(names[:1])
    if all(map(looks_scored, rest)) and not any(map(headers.role, names)):
        faults.add(
            "no-headers",
            "the first row holds numbers, not column headers: {given}; add a row of headers above the table",
            grid.row_place(grid.header or 0),
            given=rest,
        )
        faults.stop(ProblemError)


def _counts_rows(name: str, cells: Sequence[object]) -> bool:
    """Return whether a column only numbers the rows: its header says so, and it holds 1 to n."""
    if folded(name) not in _ROW_NUMBERS:
        return False
    numbers = sorted(tidy(as_label(cell)).removesuffix(".") for cell in cells)
    return numbers == sorted(str(row + 1) for row in range(len(cells)))


def _leaves(
    grid: Grid,
    rows: Sequence[int],
    criteria: Sequence[tuple[int, str]],
    minimize: Sequence[str],
    faults: Faults,
) -> list[Criterion]:
    fresh = FreshIds({ROOT})
    first: dict[str, str] = {}
    ids: list[str] = []
    for position, (column, name) in enumerate(criteria):
        place = grid.place(grid.header or 0, column)
        if folded(name) in first:
            faults.add(
                "duplicate-column",
                "the columns {one} and {other} hold the same; keep one of them",
                place,
                one=first[folded(name)],
                other=name,
            )
        elif len(name) > LONGEST_NAME:
            faults.add(
                "too-long", "at most {max_length} characters are allowed here", place, max_length=LONGEST_NAME
            )
        first.setdefault(folded(name), name)
        ids.append(fresh.take(slug(name) or f"c{position + 1}"))
    costs = _costs(ids, [name for _, name in criteria], minimize, faults)
    return [
        Criterion(
            id,
            dict(as_text(name[:LONGEST_NAME])) if name != id else None,
            objective="min" if id in costs else "max",
            scale=Scale(unit={"en": "%"}) if _in_percent(grid, rows, column, name) else None,
        )
        for id, (column, name) in zip(ids, criteria, strict=True)
    ]


def _in_percent(grid: Grid, rows: Sequence[int], column: int, name: str) -> bool:
    """Whether the header or most cells have the % sign."""
    if _UNIT.search(name) or is_percent({"en": name}):
        return True
    filled = [cell for row in rows if not is_missing(cell := grid.cell(row, column))]
    signed = sum(isinstance(cell, str) and cell.rstrip().endswith(("%", "％")) for cell in filled)
    return 2 * signed > len(filled)


def _costs(ids: Sequence[str], names: Sequence[str], minimize: Sequence[str], faults: Faults) -> set[str]:
    choices = Choices(CRITERION, {id: [name] for id, name in zip(ids, names, strict=True)})
    return {id for words in minimize if (id := choices.match(words, "minimize", faults))}
