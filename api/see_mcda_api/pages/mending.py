"""A table as a form: how it is read drawn over it, every cell, what is open and what is wrong.

The file goes along in the form as it came, with the options by which it is read and the changed cells;
each button changes one option, and the whole is read again.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import see_mcda as sm
from see_mcda.errors import SeeMcdaError
from see_mcda.io.grids.grid import Place
from see_mcda.io.library import framework_of, frameworks, parse_framework
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.headers import Headers
from see_mcda.io.tables.table_file import TableFile
from see_mcda.language.messages import Notice, message
from see_mcda.model.reading import Question, ReadColumn, Reading, ReadingError
from see_mcda_api.http.bodies import read_into
from see_mcda_api.http.errors import BadRequest
from see_mcda_api.http.forms import Form
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import Reading as ReadingBody
from see_mcda_api.uploads.reading import table_of

MOST_CELLS = 6_000
"""Cells of a table that are drawn; of a larger one those candidates that come first."""
MOST_BYTES = 4 * 2**20
"""Bytes of a file that goes along in a form."""
ROW_ROLES = ("candidate", "skip", "weights", "directions")
COLUMN_ROLES = ("max", "min", "fact", "name", "skip")
_ROW_OPTIONS = {"candidate": "keep_rows", "skip": "skip_rows"}
_ONE_ROW = {"weights": "weights_row", "directions": "directions_row"}
_COLUMN_OPTIONS = {"max": ("keep", "maximize"), "min": ("keep", "minimize"), "skip": ("skip", None)}
_LEFT_OUT = ("total", "mean", "statistic", "note", "skipped")
_SHAPE = ("sheet", "transposed", "range", "hidden", "header_row")
"""Options after which rows and columns are others."""
_LASTING = ("framework", "percent", "decimal", "encoding", *_SHAPE)
_DEFAULTS: Mapping[str, Any] = ReadingBody().model_dump()
_PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,5})")


@dataclass(frozen=True)
class Mending:
    """A table that is being read.

    Attributes:
        original: the file as it came.
        form: what was sent with it.
        options: by which it is read, as :class:`see_mcda_api.uploads.reading.Reading` has them.
        heads: the cells of headers that were said to hold names, or facts that are not counted.
        came: the table in the file.
        cells: those that were changed.

    """

    original: Part
    form: Form
    options: Mapping[str, Any]
    heads: Mapping[Place, str]
    came: TableFile
    cells: Mapping[Place, str]

    @classmethod
    def begun(cls, original: Part, form: Form) -> Mending | None:
        """Return the table of a file that was just sent; None where it cannot be shown on a page.

        Headers that are those of a shipped framework are read with it, as long as no other was chosen.
        """
        options = dict(_DEFAULTS)
        try:
            table = _opened(original, form, options)
            if table is not None and table.framework is None and (known := _known(table)):
                form = _with_framework(form, known)
                table = _opened(original, form, options)
        except SeeMcdaError:
            return None
        return None if table is None else cls(original, form, options, {}, table, {})

    @classmethod
    def sent(cls, form: Form) -> Mending:
        """Return the table that a form brings back, with what its button changes."""
        try:
            original = Part("file", form.get("file"), urlsafe_b64decode(form.get("original")))
            given = read_into(ReadingBody, json.loads(form.get("options") or "{}")).model_dump()
            heads = {
                _place(place): str(role) for place, role in json.loads(form.get("heads") or "{}").items()
            }
            cells = {_place(place): words.strip() for place, words in form.below("c").items()}
            answer = json.loads(form.get("answer") or "{}")
            answer = {answer["option"]: answer["value"]} if answer else {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _not_valid("original", str(error)) from None
        chosen = answer.pop("framework", None)
        if chosen is not None:
            form = _with_framework(form, str(chosen))
            given, cells, heads = dict(_DEFAULTS), {}, {}
        given |= {name: form.get(name) or None for name in ("decimal", "percent")}
        options = read_into(ReadingBody, answered(given, answer)).model_dump()
        if any(options[name] != given[name] for name in _SHAPE):
            options |= {name: each for name, each in _DEFAULTS.items() if name not in _LASTING}
            options |= answer
            cells, heads = {}, {}
        table = _opened(original, form, options)
        if table is None:
            raise _not_valid("original", "no table")
        return cls(original, form, options, heads, table, cells)._changed()

    def _changed(self) -> Mending:
        """Return the table after a click on the role of a row or column."""
        act, _, rest = self.form.get("do").partition(" ")
        name, role, place = [*rest.split(" "), "", "", ""][:3]
        options = {**self.options}
        if act == "row" and role in ROW_ROLES:
            for option in _ROW_OPTIONS.values():
                options[option] = [each for each in options[option] if each != name]
            for option in _ONE_ROW.values():
                options[option] = None if options[option] == name else options[option]
            if role in _ONE_ROW:
                options[_ONE_ROW[role]] = name
            else:
                options[_ROW_OPTIONS[role]] += [name]
            return replace(self, options=options)
        if act != "column" or role not in COLUMN_ROLES:
            return self
        head = _place(place)
        header = self.came.text(*head) if head[0] < len(self.came.grid.rows) else ""
        header = self.cells.get(head, header) or name
        for option in ("keep", "skip", "minimize", "maximize"):
            options[option] = [each for each in options[option] if each not in (name, header)]
        kept, direction = _COLUMN_OPTIONS.get(role, (None, None))
        if kept:
            options[kept] += [name]
        if direction:
            options[direction] += [header]
        heads = {at: each for at, each in self.heads.items() if at != head}
        if role in ("fact", "name"):
            heads[head] = role
        return replace(self, options=options, heads=heads)

    @property
    def framework(self) -> sm.Framework | None:
        """The framework of the table; None for a plain one."""
        return self.came.framework

    @cached_property
    def table(self) -> TableFile:
        """The table with what was changed, and an empty column for each lacking leaf."""
        cells = dict(self.cells)
        for place, role in self.heads.items():
            was = cells.get(place, self.came.text(*place))
            cells[place] = "name" if role == "name" else f"attribute:{was}"
        mended = self.came.mended(cells)
        lacking = _lacking(mended)
        return self.came.mended(cells, lacking) if lacking else mended

    def packed(self) -> str:
        """Return the file as it goes along in the form."""
        return urlsafe_b64encode(self.original.content).decode()

    def problem(self) -> sm.Problem:
        """Return the problem that the table holds by now; raise every question and fault."""
        return self.table.problem(ReadingOptions(**self.options))

    def view(self, problem: sm.Problem | None, error: SeeMcdaError | None) -> dict[str, Any]:
        """Return what the page shows, each question and fault at its row, column or cell."""
        reading = problem.reading if problem else error.reading if isinstance(error, ReadingError) else None
        faults = [fault for fault in error.faults if fault.code != "question"] if error else []
        drawing = _Drawing(self, reading or Reading(), faults)
        lacking, known = _lacking(self.came.mended(self.cells)), _known(self.came)
        return {
            "file": self.original.file,
            "framework": self.form.get("framework"),
            "known": known and {"id": known, "title": dict(parse_framework(known).title or {"en": known})},
            "bare": self.framework is None,
            "decimal": self.options["decimal"] or "",
            "percent": self.options["percent"] or "",
            "options": json.dumps(
                {name: each for name, each in self.options.items() if each != _DEFAULTS[name]}
            ),
            "heads": json.dumps({f"{row}.{column}": role for (row, column), role in self.heads.items()}),
            "absent": [
                dict(leaf.title)
                for leaf in (self.framework.leaves if self.framework else ())
                if leaf.id in lacking
            ],
            **drawing.view(),
        }


def answered(options: dict[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with an answer to a question; the values of a list are added."""
    return options | {
        name: [*options[name], *(each for each in value if each not in options[name])]
        if isinstance(options.get(name), list) and isinstance(value, list)
        else value
        for name, value in answer.items()
    }


@dataclass(frozen=True)
class _Drawing:
    """A table as a page draws it.

    Lines are the rows and columns of the file: in a turned table its columns are candidates.
    """

    mending: Mending
    reading: Reading
    faults: Sequence[Notice]

    @property
    def _table(self) -> TableFile:
        return self.mending.table

    @cached_property
    def _header(self) -> int:
        """Where the headers of the columns stand: a row, in a turned table a column."""
        last = [row.at for row in self.reading.rows if row.role == "header"][-1:]
        names = self._columns_by_name if self.reading.turned else self._rows_by_name
        return names.get(last[0], 0) if last else self._table.header

    @cached_property
    def _rows_by_name(self) -> dict[str, int]:
        return {self._table.grid.row_name(row): row for row in self.mending.came.rows}

    @cached_property
    def _columns_by_name(self) -> dict[str, int]:
        return {self._table.grid.column_name(column): column for column in self.mending.came.columns}

    def view(self) -> dict[str, Any]:
        """Return what is drawn."""
        reading, came = self.reading, self.mending.came
        placed: dict[tuple[int | None, int | None], list[Question]] = {}
        for question in reading.questions:
            placed.setdefault(self._table.place_of(question.where), []).append(question)
        faults: dict[tuple[int | None, int | None], list[Notice]] = {}
        for fault in self.faults:
            faults.setdefault(self._table.place_of(fault.where), []).append(fault)
        shown = {row for row, _ in (*placed, *faults) if row is not None} | {self._header}
        rows = list(self._drawn(shown))
        drawn = {(row, column) for row in rows for column in came.columns}
        wrong = {place: each for place, each in faults.items() if place in drawn}
        asked = {
            **{row: [q for (at, _), each in placed.items() if at == row for q in each] for row in rows},
        }
        return {
            "summary": [*reading.summary()[: -1 if reading.assumed else None]] if reading.columns else [],
            "assumed": bool(reading.assumed),
            "turned": reading.turned,
            "sheet": reading.sheet,
            "other_sheets": [each.name for each in reading.left if not each.hidden],
            "columns": [
                {**self._line(column, row=False)}
                | {"questions": list(map(_question, placed.get((None, column), ())))}
                for column in came.columns
            ],
            "rows": [
                {**self._line(row, row=True)}
                | {
                    "questions": list(map(_question, asked[row])),
                    "cells": [
                        self._cell(row, column, wrong.get((row, column), ())) for column in came.columns
                    ],
                }
                for row in rows
            ],
            "hidden_rows": len(came.rows) - len(rows),
            "questions": [
                {"anchor": _anchor(place), "where": self._spot(place), **_question(question)}
                for place, each in placed.items()
                for question in each
            ],
            "at_cell": [
                {"anchor": _anchor(place), "where": self._spot(place), "faults": each}
                for place, each in sorted(wrong.items())
            ],
            "faults": [fault for place, each in faults.items() if place not in wrong for fault in each],
            "count": len(self.faults),
        }

    def _drawn(self, shown: set[int]) -> Iterator[int]:
        """Yield the rows that are drawn: of a large table the first ones and those that matter."""
        came = self.mending.came
        most = max(1, MOST_CELLS // max(1, len(came.columns)))
        other = {row.at for row in self.reading.rows} if not self.reading.turned else set()
        for number, row in enumerate(came.rows):
            if number < most or row in shown or self._table.grid.row_name(row) in other:
                yield row

    def _line(self, at: int, *, row: bool) -> dict[str, Any]:
        grid = self._table.grid
        name = grid.row_name(at) if row else grid.column_name(at)
        line: dict[str, Any] = {"at": at, "name": name}
        if row != self.reading.turned:
            return line | self._candidate_line(name)
        head = (at, self._header) if self.reading.turned else (self._header, at)
        return line | self._criterion_line(name, head)

    def _candidate_line(self, name: str) -> dict[str, Any]:
        found = next((row for row in self.reading.rows if row.at == name), None)
        role = found.role if found else "candidate" if name in self._candidates else ""
        pressed = "skip" if role in _LEFT_OUT else role
        return {
            "axis": "row",
            "role": role,
            "reason": found.reason if found and pressed == "skip" else None,
            "choices": [
                {"role": each, "pressed": each == pressed, "value": f"row {name} {each}"}
                for each in ROW_ROLES
            ],
        }

    @cached_property
    def _candidates(self) -> frozenset[str]:
        return frozenset(self.reading.candidates)

    def _criterion_line(self, name: str, head: Place) -> dict[str, Any]:
        found = next((each for each in self.reading.columns if each.at == name), None)
        role = found.role if found else ""
        pressed = {"attribute": "fact", "skipped": "skip", "criterion": found.objective if found else ""}.get(
            role, role
        )
        place = f"{head[0]}.{head[1]}"
        line = {
            "axis": "column",
            "role": role,
            "objective": found.objective if found else None,
            "unit": found.unit if found else None,
            "assumed": found is not None and found.id in self.reading.assumed and role == "criterion",
            "reason": (found.objective_reason if role == "criterion" else found.reason) if found else None,
        }
        if (framework := self.mending.framework) is not None:
            header = self.mending.cells.get(head, self.mending.came.text(*head))
            return line | {"select": place, "options": list(_meanings(framework, found, header))}
        return line | {
            "choices": [
                {"role": each, "pressed": each == pressed, "value": f"column {name} {each} {place}"}
                for each in COLUMN_ROLES
            ]
        }

    def _cell(self, row: int, column: int, faults: Sequence[Notice]) -> dict[str, Any]:
        mending = self.mending
        head = (column if self.reading.turned else row) == self._header
        return {
            "place": f"{row}.{column}",
            "name": self._spot((row, column)),
            "value": mending.cells.get((row, column), mending.came.text(row, column)),
            "fixed": head and mending.framework is not None,
            "faults": list(faults),
        }

    def _spot(self, place: tuple[int | None, int | None]) -> Any:
        """Return what a row, column or cell is called in the file."""
        row, column = place
        grid = self._table.grid
        if row is not None and column is not None:
            return replace(replace(grid, header=self._table.header).place(row, column), file=None)
        if row is not None:
            template = "line {place}" if grid.sheet is None else "row {place}"
            return message(template, place=grid.row_name(row))
        return (
            message("column {place}", place=grid.column_name(column)) if column is not None else grid.whole()
        )


def _question(question: Question) -> dict[str, Any]:
    return {
        "message": question.message,
        "choices": [
            {
                "meaning": each.meaning,
                "value": json.dumps({"option": each.option, "value": each.value}, default=list),
            }
            for each in question.choices
        ],
    }


def _anchor(place: tuple[int | None, int | None]) -> str:
    row, column = place
    if row is not None and column is not None:
        return f"c-{row}.{column}"
    return f"r-{row}" if row is not None else f"k-{column}" if column is not None else "main"


def _meanings(framework: sm.Framework, found: ReadColumn | None, header: str) -> Iterator[dict[str, Any]]:
    """Yield what a column may be over a framework: the header that says so, and its words.

    What it is keeps its header, which may say more (``name_th``).
    """
    role = found.role if found else ""
    bare = re.sub(r"^(?:x-|attribute:)", "", header)
    choices: list[tuple[str, bool, dict[str, Any]]] = [
        *((plain, role == plain, {"plain": plain}) for plain in ("name", "id", "note")),
        *(
            (leaf.id, (role, found and found.id) == ("criterion", leaf.id), {"name": dict(leaf.title)})
            for leaf in framework.leaves
        ),
        *(
            (f"{kind}:{gate.id}", (role, found and found.id) == (kind, gate.id), {kind: gate.id})
            for gate in framework.gates
            for kind in ("gate", "gate-reason")
        ),
    ]
    if header:
        choices += [
            (f"attribute:{bare}", role == "attribute", {"kept": bare}),
            (f"x-{bare}", role == "skipped", {"left": True}),
        ]
    if not any(selected for _, selected, _ in choices):
        choices.insert(0, (header, True, {"open": True}))
    for value, selected, words in choices:
        yield {"value": header if selected else value, "selected": selected, **words}


def _opened(original: Part, form: Form, options: Mapping[str, Any]) -> TableFile | None:
    """Return the table of a file; None for what is none, or too large to go along in a form."""
    if len(original.content) > MOST_BYTES:
        return None
    name = form.get("framework")
    tree = parse_framework(name) if name in frameworks() else None
    return table_of(original, tree, ReadingOptions(**options))


def _known(table: TableFile) -> str | None:
    """Return the shipped framework whose criteria are the headers of a table."""
    return framework_of(table.text(table.header, column) for column in range(table.grid.width))


def _with_framework(form: Form, name: str) -> Form:
    return replace(form, fields={**form.fields, "framework": name})


def _lacking(table: TableFile) -> list[str]:
    """Return the leaves of the framework for which there is no column: nothing is known there."""
    if table.framework is None:
        return []
    known = Headers(table.framework)
    heads = [table.text(table.header, column) for column in range(table.grid.width)]
    there = {role.key for role in map(known.role, filter(None, heads)) if role and role.kind == "leaf"}
    return [leaf.id for leaf in table.framework.leaves if leaf.id not in there]


def _place(words: str) -> Place:
    match = _PLACE.fullmatch(words)
    if match is None:
        raise _not_valid("c", words)
    return int(match[1]), int(match[2])


def _not_valid(field: str, reason: str) -> Exception:
    return BadRequest.of("form", "the form data is not valid: {reason}", field, reason=reason)
