"""The roles of the columns of a score table, from their headers.

``id``, ``name``, ``note`` (also in Thai; ``name_en``, ``name_th`` in one language); ``candidate:label``;
``gate:ID``, ``gate-reason:ID``; ``attribute:KEY``; leaves by id, by name in any language; ``x-…`` is an
extension and ignored. Where a leaf has the name of another column, ``leaf:ID`` and ``candidate:name`` are
unambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import Literal

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import looks_scored
from see_mcda.io.grids.formulas import unguarded
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank
from see_mcda.io.tables import words
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework

Kind = Literal["leaf", "id", "label", "name", "note", "gate", "gate-reason", "attribute", "ignored"]
LOOKED_AT = 30
"""The number of rows at the top of a table that are searched for the header row."""
SPECIAL: Mapping[str, Kind] = {
    "id": "id",
    "รหัส": "id",
    "name": "name",
    "candidate": "name",
    "alternative": "name",
    "ชื่อ": "name",
    "รายชื่อ": "name",
    "ชื่อกิจการ": "name",
    "note": "note",
    "notes": "note",
    "หมายเหตุ": "note",
}
_PREFIXES: Mapping[str, Kind] = {
    "gate": "gate",
    "เงื่อนไข": "gate",
    "เงื่อนไขบังคับ": "gate",
    "gate_reason": "gate-reason",
    "เหตุผล": "gate-reason",
    "attribute": "attribute",
    "leaf": "leaf",
}
_LANGUAGE = re.compile(r"(.+)_([a-z]{2,3})")


@dataclass(frozen=True)
class Role:
    """What a column holds: a kind, the id of its leaf or gate (or the attribute's key), and a language."""

    kind: Kind
    key: str = ""
    language: str | None = None


class Headers:
    """The headers that a table over a framework may have; without one, all but the leaves."""

    def __init__(self, framework: Framework | None):
        self.framework = framework
        self.gates = {gate.id for gate in framework.gates} if framework else set()
        self.by_name: dict[str, set[str]] = {}
        for leaf in framework.leaves if framework else ():
            for called in (leaf.id, *(leaf.name or {}).values()):
                self.by_name.setdefault(folded(called), set()).add(leaf.id)

    def role(self, header: str) -> Role | None:
        """Return what the column of a header holds; ``None`` if it is unknown or fits two leaves."""
        if self.framework and header in self.framework.leaf_position:
            return Role("leaf", header)
        if ":" in header and (role := self._prefixed(*header.split(":", 1))):
            return role
        if len(leaves := self.by_name.get(folded(header), set())) == 1:
            return Role("leaf", next(iter(leaves)))
        return Role("ignored") if header.casefold().startswith("x-") else _special(folded(header))

    def is_special(self, header: str) -> bool:
        """Return whether a header says what it is, as ``leaf:…`` or a name of two criteria or of a branch."""
        prefix, colon, _ = header.partition(":")
        nodes = self.framework.nodes if self.framework else {}
        return (
            (bool(colon) and folded(prefix) in ("leaf", "gate", "gate_reason"))
            or header in nodes
            or len(self.by_name.get(folded(header), ())) > 1
        )

    def known(self, cells: Sequence[object]) -> tuple[int, int]:
        """Return how many different columns the cells of a row name, and how many leaves by their ids."""
        heads = [unguarded(as_label(cell)) for cell in cells if not is_blank(cell)]
        roles = {self.role(head) for head in heads} - {None}
        ids = self.framework.leaf_position if self.framework else {}
        return len(roles), len(ids.keys() & set(heads))

    def _prefixed(self, prefix: str, key: str) -> Role | None:
        kind_name, language, key = folded(prefix), None, key.strip()
        if kind_name == "candidate":
            return Role("label") if folded(key) == "label" else _special(folded(key))
        if kind_name not in _PREFIXES and (match := _LANGUAGE.fullmatch(kind_name)):
            kind_name, language = match.groups()
        kind = _PREFIXES.get(kind_name)
        if kind is None or (language and kind in ("gate", "leaf")):
            return None
        if kind == "leaf":
            known = self.framework is not None and key in self.framework.leaf_position
            return Role("leaf", key) if known else None
        return Role(kind, key, language) if key else None


def _special(key: str) -> Role | None:
    if key in SPECIAL:
        return Role(SPECIAL[key])
    match = _LANGUAGE.fullmatch(key)
    if match and SPECIAL.get(match.group(1), "id") != "id":
        return Role(SPECIAL[match.group(1)], language=match.group(2))
    return None


def names_respondent(names: Sequence[str], column: int) -> bool:
    """Return whether a column is the name of who answered, as Microsoft Forms adds it after the e-mail."""
    return (
        column > 0
        and words.called(names[column], words.RESPONDENTS)
        and words.called(names[column - 1], words.MAILS)
        and any(words.called(name, words.DATES) for name in names[: column - 1])
    )


def find_header(grid: Grid, framework: Framework | None, wanted: str | None = None) -> int | None:
    """Return the row of the column headers, ``None`` for an empty table; ``wanted`` is its name in the file.

    With a framework it is the row that knows most of its columns, by ids rather than names, so that rows of
    titles and names may be above or below it; without one, the first row of words (or years) that is neither
    a title nor a row of directions, weights or units.
    """
    top = [row for row in range(min(len(grid.rows), LOOKED_AT)) if not all(map(is_blank, grid.rows[row]))]
    if not top:
        return None
    if wanted is not None:
        return next((row for row in top if grid.row_name(row) == wanted), top[0])
    if framework is not None:
        headers = Headers(framework)
        return max(top, key=lambda row: (*headers.known(grid.rows[row]), -row))
    wide = {first[0] for first, last in grid.merged if last[1] > first[1]}
    enough = min(2, grid.width)
    heads = [
        row
        for row in top
        if sum(not is_blank(cell) for cell in grid.rows[row]) >= enough and _may_head(grid, row)
    ]
    found = next((row for row in heads if row not in wide), None)
    if found is None or any(
        _mostly_numbers(grid, row) for row in top if row < found and not _is_marked(grid, row)
    ):
        found = next(iter(heads), found)
    if found is None:
        return next(
            (row for row in top if sum(not is_blank(cell) for cell in grid.rows[row]) >= enough), top[0]
        )
    below = next((row for row in top if row > found), None)
    return below if below is not None and below in heads and _completes(grid, found, below) else found


def _may_head(grid: Grid, row: int) -> bool:
    return not _is_marked(grid, row) and (not _mostly_numbers(grid, row) or are_years(grid.rows[row]))


def _is_marked(grid: Grid, row: int) -> bool:
    """Return whether a row says that it holds weights, units or directions."""
    cells = [as_label(cell) for cell in grid.rows[row] if not is_blank(cell)]
    if is_blank(grid.cell(row, 0)) and len(cells) > 1 and words.state_directions(cells):
        below = next((each for each in grid.rows[row + 1 :] if not all(map(is_blank, each))), ())
        if below and not any(map(looks_scored, below)):
            return True
    first, rest = cells[0], cells[1:]
    if words.called(first, words.UNITS) or (
        words.called(first, words.WEIGHTS) and _mostly_numbers(grid, row)
    ):
        return True
    if not rest or not words.state_directions(rest):
        return False
    alike = len({folded(cell) for cell in rest}) < len(rest) and not all(
        words.called(cell, words.LEVELS) for cell in rest
    )
    return (
        words.names_directions(first)
        or alike
        or any(words.called(cell, words.DIRECTIONS_ONLY) for cell in rest)
    )


def _mostly_numbers(grid: Grid, row: int) -> bool:
    cells = [cell for cell in grid.rows[row] if not is_blank(cell)]
    return 2 * sum(map(looks_scored, cells)) > len(cells) - (not looks_scored(cells[0]) and len(cells) > 1)


def are_years(cells: Sequence[object]) -> bool:
    """Return whether the cells after the first, and after other words, are years at equal steps."""
    filled = [cell for cell in cells[1:] if not is_blank(cell)]
    years = list(map(as_label, dropwhile(lambda cell: not looks_scored(cell), filled)))
    if len(years) < 2 or not all(re.fullmatch(r"(?:1[89]|20|2[45])[0-9]{2}", year) for year in years):
        return False
    steps = {int(later) - int(year) for year, later in pairwise(years)}
    return len(steps) == 1 and abs(steps.pop()) in (1, 2, 5, 10)


def _completes(grid: Grid, row: int, below: int) -> bool:
    """Return whether a second row of headers stands below groups of columns.

    It fills their gaps, or has a name of its own for each of several columns of one group.
    """
    gaps = [column for column in range(grid.width) if is_blank(grid.cell(row, column))]
    filled = [column for column in gaps if not is_blank(grid.cell(below, column))]
    heads = [folded(as_label(cell)) for cell in grid.rows[row][1:] if not is_blank(cell)]
    under = [folded(as_label(cell)) for cell in grid.rows[below][1:] if not is_blank(cell)]
    repeated = len(set(heads)) < len(heads) == len(under) == len(set(under))
    words_only = not any(looks_scored(cell) for cell in grid.rows[below] if not is_blank(cell))
    return (
        (bool(filled) or repeated)
        and words_only
        and below == row + 1
        and sum(not is_blank(c) for c in grid.rows[below]) >= 2
    )


def header_rows(grid: Grid, header: int) -> list[int]:
    """Return the rows of the column headers: the main one, and one of groups right above it."""
    above = header - 1
    if above < 0 or all(map(is_blank, grid.rows[above])) or _is_marked(grid, above):
        return [header]
    merged = any(first[0] == above and last[1] > first[1] and first[1] > 0 for first, last in grid.merged)
    down = any(first[0] <= above and last[0] >= header and first[1] == last[1] for first, last in grid.merged)
    cells = [cell for cell in grid.rows[above] if not is_blank(cell)]
    groups = len(cells) >= 2 and not any(map(looks_scored, cells))
    return [above, header] if merged or down or groups else [header]


def labels(grid: Grid, header: int) -> list[str]:
    """Return the header of each column.

    An empty one is that of the row of groups above it, if there is one; headers that are the same within two
    groups have the group before them.
    """
    rows = header_rows(grid, header)
    clean = unguarded if grid.sheet is None else str
    found = [clean(as_label(grid.cell(header, column))) for column in range(grid.width)]
    if len(rows) == 1:
        return found
    above = [clean(as_label(grid.cell(rows[0], column))) for column in range(grid.width)]
    group = ""
    groups = [group := label or group for label in above]
    twice = {folded(label) for label in found if label and list(map(folded, found)).count(folded(label)) > 1}
    return [
        (f"{groups[column]} – {label}" if folded(label) in twice and groups[column] else label)
        or above[column]
        for column, label in enumerate(found)
    ]


def refuse_header(headers: Headers, header: str, where: Where, faults: Faults) -> None:
    """Add the fault of a header that has no role."""
    framework = headers.framework
    matching = sorted(headers.by_name.get(folded(header), ()))
    prefix, _, key = header.partition(":")
    if len(matching) > 1:
        faults.add(
            "ambiguous-column",
            "{header} is the name of {ids}; use the id as the column header",
            where,
            header=header,
            ids=matching,
        )
    elif framework is not None and key.strip() and folded(prefix) in ("leaf", "gate", "gate_reason"):
        faults.add("unknown-column", "the framework has no {header}", where, header=header)
    elif framework is not None and header in framework.nodes:
        faults.add(
            "not-a-leaf", "{id} is a group of criteria; scores belong to the criteria in it", where, id=header
        )
    else:
        faults.add(
            "unknown-column",
            "no criterion is called {header}; the criteria are {leaves}. Name other columns attribute:… or "
            "x-…",
            where,
            header=header,
            leaves=[leaf.title for leaf in framework.leaves] if framework else "-",
        )


def refuse_headless(grid: Grid, rows: Sequence[int], column: int, faults: Faults) -> None:
    """Add a fault if a column without a header holds anything."""
    for row in rows:
        if not is_blank(grid.cell(row, column)):
            faults.add(
                "no-header",
                "this column has cells but no header; add one, or put numbers with a decimal comma in quotes",
                grid.place(row, column),
            )
            return


def check_gates(
    headers: Headers, roles: Sequence[Role | None], grid: Grid, header: int, faults: Faults
) -> None:
    """Add a fault for each gate column whose gate the framework does not have."""
    for column, role in enumerate(roles):
        if role and role.kind in ("gate", "gate-reason") and role.key not in headers.gates:
            faults.add(
                "unknown-gate", "the framework has no gate {id}", grid.place(header, column), id=role.key
            )


def check_twice(
    roles: Sequence[Role | None], names: Sequence[str], grid: Grid, header: int, faults: Faults
) -> None:
    """Add a fault for each column that has the role of an earlier one."""
    seen: dict[Role, int] = {}
    for column, role in enumerate(roles):
        if role is None or role.kind == "ignored":
            continue
        if role in seen:
            faults.add(
                "duplicate-column",
                "the columns {one} and {other} hold the same; keep one of them",
                grid.place(header, column),
                one=names[seen[role]],
                other=names[column],
            )
        seen.setdefault(role, column)
