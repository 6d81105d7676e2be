"""Answers about weights, as people give them: matrices, orders, points; in words, a file or a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.io.delimited import decoded, read_delimited
from see_mcda.io.files import read_bytes
from see_mcda.io.library import read_document
from see_mcda.io.numbers_as_written import tidy, written
from see_mcda.language.messages import Plural, Where
from see_mcda.weighting.judgments import place as entry_place

_DOCUMENT = (".yaml", ".yml", ".json")
_TABLE = (".csv", ".tsv", ".txt")
_UNJUDGED = {"", "?", "-", "nan", "na", "n/a", "null"}


@dataclass(frozen=True)
class Matrix:
    """Judgments as given: ``rows`` (n, n), NaN where nothing was judged; ``names`` if they have some."""

    rows: Array
    names: tuple[str, ...] | None
    source: Where

    def on(self, criteria: Sequence[str]) -> Array:
        """Return rows and columns in the order of ``criteria``; :class:`WeightingError` if they differ."""
        if self.names is None:
            if len(self.rows) != len(criteria):
                raise refuse(
                    WeightingError,
                    "wrong-size",
                    Plural(
                        "the matrix has {count} row; there are {n} criteria: {known}",
                        "the matrix has {count} rows; there are {n} criteria: {known}",
                    ),
                    self.source,
                    count=len(self.rows),
                    n=len(criteria),
                    known=list(criteria),
                )
            return self.rows
        order = positions(self.names, criteria, self.source)
        return self.rows[np.ix_(order, order)]


def positions(given: Sequence[str], criteria: Sequence[str], where: Where | str) -> list[int]:
    """Return where each criterion stands among the given names.

    Raises :class:`WeightingError` naming each that is unknown, missing or given twice.
    """
    faults = Faults()
    for name in dict.fromkeys(given):
        if name not in criteria:
            faults.add(
                "unknown-node",
                "there is no {id} here; choose from {known}",
                where,
                id=name,
                known=list(criteria),
            )
        elif given.count(name) > 1:
            faults.add("doubly-given", "{id} is given twice", where, id=name)
    for name in criteria:
        if name not in given:
            faults.add("missing-node", "{id} is missing", where, id=name)
    faults.stop(WeightingError)
    return [list(given).index(name) for name in criteria]


def read_matrix(
    source: Any, criteria: Sequence[str] | None, node: str | None = None, where: str = "judgments"
) -> Matrix:
    """Return judgments from a .csv, .yaml or .json file, from what such a file holds, or from words.

    Words are a matrix (``"1 3 5; 1/3 1 2; 1/5 1/2 1"``, ``?`` for a pair not judged) or pairs
    (``"social/economic=2,social/environmental=3"``: social is twice as important as economic). ``where`` is
    the place of what is no file.
    """
    place = Where(path=where)
    if not isinstance(source, str):
        return _from_document(source, criteria, node, place)
    if source.endswith(_DOCUMENT):
        return _from_document(read_document(source), criteria, node, Where(source))
    if source.endswith(_TABLE):
        rows = read_delimited(decoded(read_bytes(source)), source).rows
        return _from_cells(
            [list(map(str, row)) for row in rows if any(map(str.strip, map(str, row)))], Where(source)
        )
    if "=" in source:
        return _from_pairs(_named(source, place), criteria, place)
    return _from_cells([re.split(r"[\s,]+", row.strip()) for row in source.split(";") if row.strip()], place)


def _from_cells(cells: list[list[str]], source: Where) -> Matrix:
    """Read a square of cells, with or without a first row (and column) of names, which are no numbers."""
    names: tuple[str, ...] | None = None
    head = [cell.strip() for cell in cells[0]] if cells else []
    named = any(cell.lower() not in _UNJUDGED for cell in head)
    if named and all(_number(cell) is None for cell in head):
        body = cells[1:]
        beside = bool(body) and len(body[0]) == len(body) + 1
        names = tuple(head[-len(body) :])
        if beside:
            _check_beside([row[0].strip() for row in body], names, source)
        cells = [row[1:] if beside else row for row in body]
    faults = Faults()
    rows = []
    for i, row in enumerate(cells):
        if len(row) != len(cells):
            faults.add(
                "not-square",
                Plural(
                    "row {row} has {count} cell; a matrix of {n} criteria has {n} in each row",
                    "row {row} has {count} cells; a matrix of {n} criteria has {n} in each row",
                ),
                source,
                row=i + 1,
                count=len(row),
                n=len(cells),
            )
        rows.append(
            [_entry(cell.strip(), entry_place(i, j).within(source), faults) for j, cell in enumerate(row)]
        )
    if not cells:
        faults.add("empty", "there are no judgments", source)
    faults.stop(WeightingError)
    return Matrix(np.array(rows), names, source)


def _check_beside(beside: Sequence[str], names: Sequence[str], source: Where) -> None:
    if list(beside) != list(names):
        raise refuse(
            WeightingError,
            "other-names",
            "the rows are called {rows} and the columns {columns}; they must be the same, in the same order",
            source,
            rows=list(beside),
            columns=list(names),
        )


def _from_document(document: Any, criteria: Sequence[str] | None, node: str | None, source: Where) -> Matrix:
    given = document
    if isinstance(given, Mapping) and isinstance(given.get("nodes"), Mapping):
        nodes = given["nodes"]
        key = node if node is not None else next(iter(nodes)) if len(nodes) == 1 else None
        if key not in nodes:
            raise refuse(
                WeightingError,
                "unknown-node",
                "choose a node with --node: {known}",
                source,
                known=list(nodes),
            )
        given = nodes[key]
    if _are_pairs(given):
        return _from_pairs(_triples(given, source), criteria, source)
    if isinstance(given, Mapping) and "judgments" in given:
        return _from_pairs(_triples(given["judgments"], source), criteria, source)
    names = None
    if isinstance(given, Mapping) and "matrix" in given:
        called = given.get("criteria")
        names = tuple(map(str, called)) if isinstance(called, list) and called else None
        given = given["matrix"]
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise refuse(
            WeightingError,
            "no-judgments",
            "judgments are a list of rows, or matrix: with criteria:, or judgments: [[a, b, 3], …]",
            source,
        )
    cells = [["" if cell is None else str(cell) for cell in row] for row in given]
    read = _from_cells(cells, source)
    return Matrix(read.rows, names or read.names, source)


def _are_pairs(given: Any) -> bool:
    """Tell ``[[a, b, 3], …]`` from rows of numbers, of which some may be words: ``"1/3"``, ``"?"``."""
    return (
        isinstance(given, list)
        and bool(given)
        and all(isinstance(each, list) and len(each) == 3 for each in given)
        and all(isinstance(name, str) and _is_name(name) for each in given for name in each[:2])
        and not all(isinstance(each[2], str) and _is_name(each[2]) for each in given)
    )


def _is_name(cell: str) -> bool:
    return cell.strip().lower() not in _UNJUDGED and _number(cell.strip()) is None


def _triples(judgments: Any, source: Where) -> list[tuple[str, str, float]]:
    faults = Faults()
    found = []
    for position, judgment in enumerate(judgments if isinstance(judgments, list) else [judgments]):
        where = Where(path=f"judgments[{position}]").within(source)
        if not isinstance(judgment, list) or len(judgment) != 3:
            faults.add("judgment", "a judgment is [a, b, how many times as important a is]", where)
            continue
        number = _entry(str(judgment[2]), where, faults)
        found.append((str(judgment[0]), str(judgment[1]), number))
    faults.stop(WeightingError)
    return found


def _named(source: str, where: Where) -> list[tuple[str, str, float]]:
    faults = Faults()
    found = []
    for part in source.split(","):
        pair, _, number = part.partition("=")
        a, slash, b = (word.strip() for word in pair.partition("/"))
        if not (a and slash and b):
            faults.add("judgment", "{given} is not of the form a/b=3", where, given=part.strip())
            continue
        found.append((a, b, _entry(number.strip(), Where(path=pair.strip()).within(where), faults)))
    faults.stop(WeightingError)
    return found


def _from_pairs(
    pairs: Sequence[tuple[str, str, float]], criteria: Sequence[str] | None, source: Where
) -> Matrix:
    names = (
        list(criteria)
        if criteria is not None
        else list(dict.fromkeys(name for a, b, _ in pairs for name in (a, b)))
    )
    rows = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(rows, 1.0)
    faults = Faults()
    for a, b, times in pairs:
        unknown = [name for name in (a, b) if name not in names]
        if unknown:
            faults.add(
                "unknown-node", "there is no {id} here; choose from {known}", source, id=unknown, known=names
            )
            continue
        i, j = names.index(a), names.index(b)
        if i == j or not np.isnan(rows[i, j]):
            faults.add("doubly-given", "{a} and {b} are already compared", source, a=a, b=b)
        elif not times > 0:
            faults.add("judgment", "a judgment must be a number above 0, not {given}", source, given=times)
        else:
            rows[i, j], rows[j, i] = times, 1 / times
    faults.stop(WeightingError)
    return Matrix(rows, tuple(names), source)


def read_numbers(source: Any, key: str) -> dict[str, float]:
    """Return numbers by name: from ``a=2,b=1``, a mapping, or what a file has under ``key`` or as a whole."""
    if not isinstance(source, str) or source.endswith(_DOCUMENT):
        document = read_document(source) if isinstance(source, str) else source
        given = document.get(key, document) if isinstance(document, Mapping) else None
        if not isinstance(given, Mapping):
            raise refuse(
                WeightingError,
                "no-numbers",
                "{key} needs a number for each criterion",
                Where(source) if isinstance(source, str) else key,
                key=key,
            )
        entries = [(str(name), str(number)) for name, number in given.items()]
    else:
        entries = [
            (name.strip(), number.strip())
            for name, _, number in (part.partition("=") for part in source.split(","))
        ]
    faults = Faults()
    found: dict[str, float] = {}
    for name, number in entries:
        value = _number(number)
        if not name or value is None:
            faults.add("bad-weight", "{given} is not of the form name=number", key, given=f"{name}={number}")
        elif name in found:
            faults.add("doubly-given", "{id} is given twice", key, id=name)
        else:
            found[name] = value
    faults.stop(WeightingError)
    return found


def read_order(source: Any) -> list[list[str]]:
    """Return groups of criteria, the most important first: from ``"a > b = c > d"``, a list, or a file."""
    if not isinstance(source, str) or source.endswith(_DOCUMENT):
        document = read_document(source) if isinstance(source, str) else source
        given = document.get("order") if isinstance(document, Mapping) else document
        if not isinstance(given, list) or not given:
            raise refuse(
                WeightingError,
                "no-order",
                "order: [[a], [b, c]] is needed, the most important first",
                Where(source) if isinstance(source, str) else "order",
            )
        return [[str(name) for name in (tie if isinstance(tie, list) else [tie])] for tie in given]
    groups = [[name.strip() for name in tie.split("=")] for tie in source.split(">")]
    if not all(name for tie in groups for name in tie):
        raise refuse(WeightingError, "no-order", 'an order is of the form "a > b = c > d"', "order")
    return groups


def stem(path: str | None) -> str | None:
    """Return the id that a weighting gets from its file's name, if it can be one."""
    name = Path(path).stem.lower() if path else ""
    return name if re.fullmatch(r"[a-z0-9-]+", name) else None


def _entry(cell: str, where: Where, faults: Faults) -> float:
    if cell.lower() in _UNJUDGED:
        return np.nan
    value = _number(cell)
    if value is None:
        faults.add(
            "judgment-number",
            "{entry} is not a number; a judgment must be a positive number such as 3 or 1/3",
            where,
            entry=cell,
        )
        return np.nan
    return value


def _number(words: str) -> float | None:
    """Return a number or fraction as people write it; None for anything else, and for 1,234."""
    above, slash, below = words.partition("/")
    parts = [_plain_number(part) for part in ((above, below) if slash else (above,))]
    if any(part is None for part in parts):
        return None
    numbers = [part for part in parts if part is not None]
    if slash and numbers[1] == 0:
        return None
    return numbers[0] / numbers[1] if slash else numbers[0]


def _plain_number(words: str) -> float | None:
    read = written(tidy(words))
    if read is None or read.either == ",":
        return None
    try:
        return float(read.text)
    except ValueError:
        return None
