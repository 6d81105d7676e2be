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
from typing import Literal

from see_mcda.errors import Faults
from see_mcda.io.formulas import unguarded
from see_mcda.io.grid import Grid, as_label, folded, is_blank
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
            for words in (leaf.id, *(leaf.name or {}).values()):
                self.by_name.setdefault(folded(words), set()).add(leaf.id)

    def role(self, header: str) -> Role | None:
        """Return what the column of a header holds; ``None`` if it is unknown or fits two leaves."""
        if self.framework and header in self.framework.leaf_position:
            return Role("leaf", header)
        if ":" in header and (role := self._prefixed(*header.split(":", 1))):
            return role
        if len(leaves := self.by_name.get(folded(header), set())) == 1:
            return Role("leaf", next(iter(leaves)))
        return Role("ignored") if header.casefold().startswith("x-") else _special(folded(header))

    def known(self, cells: Sequence[object]) -> tuple[int, int]:
        """Return how many different columns the cells of a row name, and how many leaves by their ids."""
        words = [unguarded(as_label(cell)) for cell in cells if not is_blank(cell)]
        roles = {self.role(word) for word in words} - {None}
        ids = self.framework.leaf_position if self.framework else {}
        return len(roles), len(ids.keys() & set(words))

    def _prefixed(self, prefix: str, key: str) -> Role | None:
        words, language, key = folded(prefix), None, key.strip()
        if words == "candidate":
            return Role("label") if folded(key) == "label" else _special(folded(key))
        if words not in _PREFIXES and (match := _LANGUAGE.fullmatch(words)):
            words, language = match.groups()
        kind = _PREFIXES.get(words)
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


def find_header(grid: Grid, framework: Framework | None) -> int | None:
    """Return the row of the column headers, ``None`` for an empty table.

    With a framework it is the row that knows most of its columns, by ids rather than names, so that rows of
    titles and names may be above or below it; without one, the first row that is not a title: two cells or
    more, and none merged with its neighbours.
    """
    top = [row for row in range(min(len(grid.rows), LOOKED_AT)) if not all(map(is_blank, grid.rows[row]))]
    if not top:
        return None
    if framework is not None:
        headers = Headers(framework)
        return max(top, key=lambda row: (*headers.known(grid.rows[row]), -row))
    wide = {first[0] for first, last in grid.merged if last[1] > first[1]}
    enough = min(2, grid.width)
    for row in top:
        if row not in wide and sum(not is_blank(cell) for cell in grid.rows[row]) >= enough:
            return row
    return top[0]


def labels(grid: Grid, header: int) -> list[str]:
    """Return the header of each column; one that is merged downwards onto the header row counts there."""
    above = {
        column: first
        for first, last in grid.merged
        if first[0] < header <= last[0]
        for column in range(first[1], last[1] + 1)
        if first[1] == last[1]
    }
    found = [
        as_label(grid.cell(*above[column]) if column in above else grid.cell(header, column))
        for column in range(grid.width)
    ]
    return found if grid.sheet is not None else [unguarded(label) for label in found]


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
        faults.add("not-a-leaf", "{id} is a branch; scores belong to the leaves below it", where, id=header)
    else:
        faults.add(
            "unknown-column",
            "no leaf is called {header}; the leaves are {leaves}. Name other columns attribute:… or x-…",
            where,
            header=header,
            leaves=[leaf.id for leaf in framework.leaves] if framework else "-",
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
