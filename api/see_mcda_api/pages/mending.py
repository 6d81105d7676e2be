"""A table with faults as a form: what each column is, every cell, and what is wrong with it.

The file goes along in the form as it came; what was mended is put into it and the whole is read again.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import see_mcda as sm
from see_mcda.errors import SeeMcdaError
from see_mcda.io.headers import Headers
from see_mcda.io.library import frameworks, read_framework
from see_mcda.io.options import ReadingOptions
from see_mcda.io.table_file import TableFile
from see_mcda.language.messages import Notice
from see_mcda_api.http.errors import BadRequest
from see_mcda_api.http.forms import Form
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import table_of

MOST_CELLS = 6_000
MOST_BYTES = 4 * 2**20
"""Cells of a table that is mended on the page, and bytes of its file; others are mended in their program."""
TOLD = ("name", "id", "note")
"""Columns that are no scores: as headers, and as their names on the page."""


@dataclass(frozen=True)
class Mending:
    """A table that is being mended.

    Attributes:
        original: the file as it came.
        came: the table in it.
        table: the same with what was mended so far, and an empty column for each lacking leaf.
        lacking: the leaves for which the file has no column.
        form: what was said of it.

    """

    original: Part
    came: TableFile
    table: TableFile
    lacking: Sequence[str]
    form: Form

    @classmethod
    def begun(cls, original: Part, form: Form) -> Mending | None:
        """Return the table of a file that was just sent; None where it cannot be mended on a page."""
        table = _opened(original, form)
        if table is None or len(table.heads) * len(table.rows) > MOST_CELLS:
            return None
        return cls._of(original, table, _guessed(table), form)

    @classmethod
    def sent(cls, form: Form) -> Mending:
        """Return the table that a form brings back."""
        try:
            original = Part("file", form.get("file"), urlsafe_b64decode(form.get("original")))
        except ValueError as error:
            raise BadRequest.of(
                "form", "the form data is not valid: {reason}", "original", reason=str(error)
            ) from None
        table = _opened(original, form)
        if table is None:
            raise BadRequest.of("form", "the form data is not valid: {reason}", "original", reason="no table")
        given = form.below("h")
        heads = [given.get(str(at), head).strip() for at, head in enumerate(table.heads)]
        return cls._of(original, table, heads, form)

    @classmethod
    def _of(cls, original: Part, table: TableFile, heads: Sequence[str], form: Form) -> Mending:
        cells = {
            (int(row), int(column)): words.strip()
            for place, words in form.below("c").items()
            if re.fullmatch(r"[0-9]{1,6}\.[0-9]{1,5}", place)
            for row, column in (place.split("."),)
        }
        lacking = _lacking(table.framework, heads)
        return cls(original, table, table.mended([*heads, *lacking], cells), lacking, form)

    def packed(self) -> str:
        """Return the file as it goes along in the form."""
        return urlsafe_b64encode(self.original.content).decode()

    def problem(self) -> sm.Problem:
        """Return the problem that the table holds by now; raise every fault."""
        form, heads = self.form, self.table.heads
        decimal, percent = form.get("decimal"), form.get("percent")
        less = sorted(head for at, head in enumerate(heads) if head and form.get(f"less.{at}"))
        options = ReadingOptions(
            minimize=less if self.table.framework is None else [],
            decimal="," if decimal == "," else "." if decimal == "." else None,
            percent="percent" if percent == "percent" else "fractions" if percent == "fractions" else None,
        )
        return self.table.problem(options)

    def view(self, faults: Sequence[Notice]) -> dict[str, Any]:
        """Return what the page shows, each fault at its cell."""
        table, form = self.table, self.form
        shown = len(self.came.heads)
        at_cell: dict[str, list[Notice]] = {}
        others = []
        for fault in sorted(faults, key=lambda fault: table.place_of(fault.where) or (-1, -1)):
            place = table.place_of(fault.where)
            if place is None or place[1] >= shown:
                others.append(fault)
            else:
                at_cell.setdefault(f"{place[0]}.{place[1]}", []).append(fault)
        return {
            "file": self.original.file,
            "framework": form.get("framework"),
            "bare": table.framework is None,
            "decimal": form.get("decimal"),
            "percent": form.get("percent"),
            "columns": [self._column(at, head) for at, head in enumerate(table.heads[:shown])],
            "header": table.header,
            "rows": [
                {
                    "at": row,
                    "number": number,
                    "cells": [
                        form.fields.get(f"c.{row}.{at}", self.came.text(row, at)) for at in range(shown)
                    ],
                }
                for number, row in enumerate(self.came.rows, 1)
            ],
            "absent": [
                dict(leaf.title)
                for leaf in (table.framework.leaves if table.framework else ())
                if leaf.id in self.lacking
            ],
            "at_cell": at_cell,
            "faults": others,
            "count": len(faults),
        }

    def _column(self, at: int, head: str) -> dict[str, Any]:
        """Return what a column may be, and what it is."""
        framework = self.table.framework
        was = self.came.heads[at]
        role = Headers(framework).role(head) if head else None
        column = {
            "head": head,
            "was": was,
            "told": (role is not None and role.kind in ("name", "note")) or (framework is None and at == 0),
            "less": bool(self.form.get(f"less.{at}")),
        }
        if framework is None:
            return column
        choices: list[dict[str, Any]] = [
            *({"id": leaf.id, "name": dict(leaf.title)} for leaf in framework.leaves),
            *({"id": f"gate:{gate.id}", "gate": gate.id} for gate in framework.gates),
            *({"id": f"gate-reason:{gate.id}", "reason": gate.id} for gate in framework.gates),
        ]
        if head and head not in {*TOLD, *(choice["id"] for choice in choices)}:
            choices.append({"id": head, "name": {"en": head}})
        elif was and Headers(framework).role(was) is None:
            choices.append({"id": f"attribute:{was}", "kept": was})
        return column | {"choices": choices}


def _opened(original: Part, form: Form) -> TableFile | None:
    """Return the table of a file; None for what is none, or too large to go along in a form."""
    if len(original.content) > MOST_BYTES:
        return None
    name = form.get("framework")
    try:
        return table_of(original, read_framework(name) if name in frameworks() else None)
    except SeeMcdaError:
        return None


def _guessed(table: TableFile) -> list[str]:
    """Return the headers as the form names them; one that says nothing is left open, or is the names."""
    if table.framework is None:
        return list(table.heads)
    known = Headers(table.framework)
    roles = [known.role(head) if head else None for head in table.heads]
    named = any(role and role.kind in ("name", "id") for role in roles)
    heads = []
    for head, role in zip(table.heads, roles, strict=True):
        if role is None:
            heads.append("" if named else "name")
            named = True
        elif role.kind == "leaf":
            heads.append(role.key)
        elif role.kind in TOLD and role.language is None:
            heads.append(role.kind)
        else:
            heads.append(head)
    return heads


def _lacking(framework: sm.Framework | None, heads: Sequence[str]) -> list[str]:
    """Return the leaves for which there is no column: nothing is known there."""
    if framework is None:
        return []
    known = Headers(framework)
    there = {role.key for role in map(known.role, filter(None, heads)) if role and role.kind == "leaf"}
    return [leaf.id for leaf in framework.leaves if leaf.id not in there]
