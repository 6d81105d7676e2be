"""The candidates of a table: ids given or made from names, gates, attributes and remarks."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import cast

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import UNCOMPUTED, is_missing
from see_mcda.io.grids.formulas import unguarded
from see_mcda.io.grids.grid import Grid, Uncomputed, as_label, as_labels, folded, is_blank, iso_date
from see_mcda.io.grids.lazily import Lazily
from see_mcda.io.grids.numbers_as_written import tidy
from see_mcda.io.tables.headers import Role
from see_mcda.language.messages import Text, Where, as_text, say
from see_mcda.model.criteria import GateState
from see_mcda.model.validation import LONGEST_NAME

LONGEST_ID = 100
LONGEST_PROSE = 20_000
GATE_WORDS: Mapping[str, GateState] = {
    "pass": "pass",
    "passed": "pass",
    "ผ่าน": "pass",
    "fail": "fail",
    "failed": "fail",
    "ไม่ผ่าน": "fail",
    "not_established": "not-established",
    "ยังไม่ยืนยัน": "not-established",
    "ยังไม่ชัดเจน": "not-established",
}
_ID = re.compile(r"[a-z0-9-]+")
_NO_ID = re.compile(r"[^a-z0-9\n]+")


def slug(words: str) -> str:
    """Return an id made of the Latin letters and digits of a name; empty if it has none."""
    return slug_all([words.replace("\n", " ")])[0]


def slug_all(names: Sequence[str]) -> list[str]:
    """Return the :func:`slug` of each of some names, all at once."""
    whole = "\n".join(names)
    if whole.count("\n") != len(names) - 1:
        return list(map(slug, names))
    if not whole.isascii():
        whole = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    whole = _NO_ID.sub("-", whole.lower())
    return [id.strip("-")[:LONGEST_ID].rstrip("-") for id in whole.split("\n")]


class FreshIds:
    """A generator of unused ids; it continues from the last number for repeated names."""

    def __init__(self, taken: set[str]):
        self._taken = taken
        self._counts: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return an unused id, and mark it as used."""
        id, stem = wanted, wanted[: LONGEST_ID - 8]
        while id in self._taken:
            self._counts[stem] = self._counts.get(stem, 1) + 1
            id = f"{stem}-{self._counts[stem]}"
        self._taken.add(id)
        return id


def read_ids(
    grid: Grid,
    rows: Sequence[int],
    roles: Sequence[Role | None],
    names: Sequence[Text | None],
    faults: Faults,
) -> tuple[list[str], list[str | None], frozenset[str]]:
    """Return the candidates' ids and labels, and the ids that the table does not give.

    A given id that is not a valid one, such as ``A1`` or ``ก-01``, is the label, and the id is made from it;
    where no id is given, from the name. The third candidate is ``c3`` if neither has Latin letters. An id
    twice, a name twice of which one has no id, and a row without either are faults.
    """
    columns = {role.kind: at for at, role in reversed(list(enumerate(roles))) if role}
    column, name_column = columns.get("id"), columns.get("name")
    given, written = (_words(grid, rows, columns.get(kind)) for kind in ("id", "label"))
    first: dict[str, int] = {}
    for position, id in enumerate(given):
        if not id or column is None:
            continue
        place = grid.place(rows[position], column)
        if len(id) > LONGEST_NAME:
            faults.add(
                "too-long", "at most {max_length} characters are allowed here", place, max_length=LONGEST_NAME
            )
        elif id in first:
            faults.add(
                "duplicate-candidate",
                "the id {id} is used twice (first at {other}); ids must be unique",
                place,
                id=id,
                other=grid.row_place(rows[first[id]]),
            )
        first.setdefault(id, position)
    seen: dict[str, int] = {}
    titles = [say(name, "en") for name in names]
    doubtful = "" in titles or len(set(titles)) < len(titles)
    for position, (id, title) in enumerate(zip(given, titles, strict=True) if doubtful else ()):
        if not id and not title and (column is not None or name_column is not None):
            faults.add(
                "no-name",
                "this row has scores but no name; add a name or clear the row",
                grid.row_place(rows[position]),
            )
        elif title in seen and not (id and given[seen[title]]):
            faults.add(
                "duplicate-name",
                "the name {name} is used twice (first at {other}); add a column id to distinguish the two",
                grid.place(rows[position], name_column or 0),
                name=title,
                other=grid.row_place(rows[seen[title]]),
            )
        elif title:
            seen.setdefault(title, position)
    valid = [id if id and _ID.fullmatch(id) and len(id) <= LONGEST_ID else "" for id in given]
    fresh = FreshIds({id for id in valid if id})
    made = slug_all([id or title for id, title in zip(given, titles, strict=True)])
    if column is None and "" not in made and len(set(made)) == len(made):
        return made, [label or None for label in written], frozenset(made)
    ids = [id or (stem and fresh.take(stem)) for id, stem in zip(valid, made, strict=True)]
    labels = [
        label or (None if id else words or None)
        for label, id, words in zip(written, valid, given, strict=True)
    ]
    ids = [id or fresh.take(f"c{position + 1}") for position, id in enumerate(ids)]
    return ids, labels, frozenset(id for id, words in zip(ids, given, strict=True) if not words)


def _words(grid: Grid, rows: Sequence[int], column: int | None) -> list[str]:
    if column is None:
        return [""] * len(rows)
    found = as_labels(grid.column(column, rows))
    return [unguarded(words) for words in found] if grid.sheet is None else found


class Texts:
    """Reads the texts of columns, one for each language, of each row."""

    def __init__(self, grid: Grid, roles: Sequence[Role | None], faults: Faults):
        self.grid = grid
        self.faults = faults
        self.columns: dict[tuple[str, str], list[tuple[int, str | None]]] = {}
        for column, role in enumerate(roles):
            if role is not None:
                self.columns.setdefault((role.kind, role.key), []).append((column, role.language))

    def read(self, row: int, kind: str, key: str = "", longest: int = LONGEST_PROSE) -> Text | None:
        """Return the text of a row, ``None`` where all its columns are empty."""
        columns = self.columns.get((kind, key), ())
        return self._text(row, columns, [self.grid.cell(row, column) for column, _ in columns], longest)

    def read_all(self, rows: Sequence[int], kind: str, longest: int = LONGEST_PROSE) -> Sequence[Text | None]:
        """Return the text of each row, ``None`` where all its columns are empty."""
        columns = self.columns.get((kind, ""), ())
        if not columns:
            return (None,) * len(rows)
        of_columns = [self.grid.column(column, rows) for column, _ in columns]
        if len(columns) == 1 and columns[0][1] is None and set(map(type, of_columns[0])) == {str}:
            texts = cast("Sequence[str]", of_columns[0])
            if max(map(len, texts)) <= longest:
                return Lazily(_delimited_text if self.grid.sheet is None else _text, texts)
        cells = zip(*of_columns, strict=True)
        return tuple(self._text(row, columns, each, longest) for row, each in zip(rows, cells, strict=True))

    def _text(
        self, row: int, columns: Sequence[tuple[int, str | None]], cells: Sequence[object], longest: int
    ) -> Text | None:
        text: dict[str, str] = {}
        for (column, language), cell in zip(columns, cells, strict=True):
            if is_blank(cell):
                continue
            words = self._words(cell)
            if cell is Uncomputed.FORMULA:
                self.faults.add("uncomputed", UNCOMPUTED.template, self.grid.place(row, column))
            elif len(words) > longest:
                self.faults.add(
                    "too-long",
                    "at most {max_length} characters are allowed here",
                    self.grid.place(row, column),
                    max_length=longest,
                )
            else:
                text.update({language: words} if language else as_text(words))
        return text or None

    def _words(self, cell: object) -> str:
        if isinstance(cell, str):
            return unguarded(cell) if self.grid.sheet is None else cell
        return iso_date(cell) if isinstance(cell, datetime.date) else as_label(cell)


def _text(words: str) -> Text | None:
    return as_text(words) if words.strip() else None


def _delimited_text(words: str) -> Text | None:
    return as_text(unguarded(words)) if words.strip() else None


def read_gate(cell: object, where: Where, faults: Faults) -> list[GateState]:
    """Return the states that a cell gives; several assessors write ``pass|fail``."""
    if is_missing(cell):
        return ["not-established"]
    states: list[GateState] = []
    for part in re.split(r"[|;]", str(cell)):
        state = GATE_WORDS.get(folded(tidy(part)))
        if state is None:
            faults.add(
                "bad-gate",
                '"{given}" is not a valid answer to a gate; write pass, fail or not-established (ผ่าน, ไม่ผ่าน, '
                "ยังไม่ยืนยัน)",
                where,
                given=str(cell),
            )
            return ["not-established"]
        states.append(state)
    return states
