"""``/new``: a decision on a shipped tree, or out of a spreadsheet, mended here cell by cell."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Response

import see_mcda as sm
from see_mcda.criteria import Criterion
from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.io.delimited import decoded, delimited_bytes, read_delimited
from see_mcda.io.grid import Grid, as_label
from see_mcda.io.headers import Headers
from see_mcda.io.template import template_workbook
from see_mcda.io.xlsx import read_workbook
from see_mcda.library import frameworks, read_framework
from see_mcda.words import Notice, as_text
from see_mcda_api.answers import MEDIA
from see_mcda_api.decisions.state import State
from see_mcda_api.faults import BadRequest, ServiceError
from see_mcda_api.forms import Form
from see_mcda_api.pages.candidates import new_id
from see_mcda_api.pages.visit import Posting, Sender, Visitor, see_other
from see_mcda_api.untrusted import untrusted
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import Reading, problem_of

router = APIRouter(include_in_schema=False)
BARE = ""
"""The choice of no shipped tree: the columns are the criteria."""
FILLED_BY = ("neutral", "worst", "interval")
MOST_CELLS = 6_000
MOST_BYTES = 4 * 2**20
"""Cells of a table that is mended on the page, and bytes of its file; others are mended in their program."""
TABLE = "table.csv"
_PLACE = re.compile(r"line (\d+), column (.*)$", re.DOTALL)
_TEXTS = (".csv", ".tsv")


@router.get("/new", name="new_page")
def new(visit: Visitor) -> Response:
    """Ask how to begin."""
    return visit.show("new.html", _choices())


@router.get("/new/template.xlsx", name="template_workbook")
def template(visit: Visitor, framework: str = "see") -> Response:
    """Send an empty workbook to fill in."""
    content = template_workbook(read_framework(framework if framework in frameworks() else "see"))
    told = {"Content-Disposition": 'attachment; filename="see-mcda-template.xlsx"'}
    return Response(content, headers=told, media_type=MEDIA["xlsx"])


@router.post("/new", name="make_decision")
def make(sender: Sender) -> Response:
    """Make a decision out of names, or out of a file."""
    form = sender.form
    part = form.files.get("file")
    if part is None or not part.file:
        return _blank(sender)
    how = Reading(framework=form.get("framework") or None)
    try:
        return _kept(sender, problem_of(part, how), form, part)
    except SeeMcdaError as error:
        table = _table(part)
        if table is None:
            return sender.show("new.html", _choices(form) | {"faults": list(error.faults)}, 422)
        return _mend(sender, Form({**form.fields, **_cells(table, form.get("framework"))}), part)
    except ServiceError as error:
        return sender.show("new.html", _choices(form) | {"faults": list(error.faults)}, 422)


@router.post("/new/table", name="mend_table")
def mend(sender: Sender) -> Response:
    """Check a table that was mended on the page; keep it if nothing is wrong with it any more."""
    try:
        content = urlsafe_b64decode(sender.form.get("original"))
    except ValueError as error:
        raise BadRequest.of("form", "this is no form: {reason}", "original", reason=str(error)) from None
    return _mend(sender, sender.form, Part("file", sender.form.get("file"), content))


def _blank(sender: Posting) -> Response:
    form = sender.form
    names = [line.strip() for line in form.get("names").splitlines() if line.strip()]
    try:
        if not names:
            raise refuse(
                FileError, "no-names", "write at least one candidate's name, or choose a file", "names"
            )
        framework = read_framework(form.get("framework") or "see")
        candidates: list[dict[str, Any]] = []
        for name in names:
            id = new_id(name, [each["id"] for each in candidates])
            candidates.append({"id": id, "name": dict(as_text(name)), "scores": {}})
        document = {
            "schema": "see-mcda/problem/1",
            **({"title": dict(as_text(form.get("title")))} if form.get("title") else {}),
            "framework": framework.to_dict(),
            "missing": "neutral",
            "candidates": candidates,
        }
        made = sender.make(lambda: sender.services.decisions.make(sender.principal, State(document, {})))
    except SeeMcdaError as error:
        return sender.show("new.html", _choices(form) | {"faults": list(error.faults)}, 422)
    return see_other(f"/d/{made['id']}/candidates")


def _kept(sender: Posting, problem: sm.Problem, form: Form, original: Part) -> Response:
    """Keep a problem as a decision, with the file that it came from."""
    document = problem.to_dict()
    if form.get("title"):
        document["title"] = dict(as_text(form.get("title")))
    if "missing" not in document or document["missing"] == "error":
        document["missing"] = form.get("missing") if form.get("missing") in FILLED_BY else "neutral"
    document["x-original"] = {
        "file": original.file,
        "sha256": hashlib.sha256(original.content).hexdigest(),
    }
    state = State(document, {})
    made = sender.make(lambda: sender.services.decisions.make(sender.principal, state, original))
    return see_other(f"/d/{made['id']}")


def _mend(sender: Posting, form: Form, original: Part) -> Response:
    """Read the table that is in a form; show it with its faults, or keep it if that is wanted."""
    framework = read_framework(form.get("framework")) if form.get("framework") else None
    heads, rows = _filled(form)
    used = [at for at, head in enumerate(heads) if head]
    absent = _absent(framework, heads)
    written = delimited_bytes(
        [
            [*(heads[at] for at in used), *(leaf.id for leaf in absent)],
            *([*(row[at] for at in used), *("" for _ in absent)] for row in rows),
        ]
    )
    part = Part("file", TABLE, written)
    decimal = form.get("decimal")
    how = Reading(
        framework=form.get("framework") or None,
        minimize=sorted(head for at, head in enumerate(heads) if head and form.get(f"less.{at}")),
        percent="percent" if form.get("percent") == "percent" else None,
        decimal="," if decimal == "," else "." if decimal == "." else None,
    )
    faults: list[Notice] = []
    try:
        problem = problem_of(part, how)
        if form.get("do") == "accept":
            return _kept(sender, problem, form, original)
    except SeeMcdaError as error:
        faults = list(error.faults)
    at_cell, others = _placed(faults, heads)
    view = {
        "file": original.file,
        "framework": form.get("framework"),
        "title": form.get("title"),
        "missing": form.get("missing") or "neutral",
        "decimal": decimal,
        "heads": heads,
        "rows": rows,
        "columns": _columns(framework),
        "less": [bool(form.get(f"less.{at}")) for at in range(len(heads))],
        "absent": [dict(leaf.title) for leaf in absent],
        "at_cell": at_cell,
        "faults": others,
        "count": len(faults),
    }
    return sender.show(
        "import.html",
        view,
        422 if faults else 200,
        original=urlsafe_b64encode(original.content).decode(),
    )


def _absent(framework: sm.Framework | None, heads: list[str]) -> list[Criterion]:
    """Return the leaves for which there is no column: nothing is known there."""
    if framework is None:
        return []
    known = Headers(framework)
    there = {role.key for role in map(known.role, filter(None, heads)) if role and role.kind == "leaf"}
    return [leaf for leaf in framework.leaves if leaf.id not in there]


def _placed(faults: list[Notice], heads: list[str]) -> tuple[dict[str, list[Notice]], list[Notice]]:
    """Return the faults by their cells (``row.column``, the header being row 0), and those of no cell."""
    by_cell: dict[str, list[Notice]] = {}
    others = []
    for fault in faults:
        found = _PLACE.search(fault.where or "")
        if found is None or found[2] not in heads:
            others.append(fault)
        else:
            by_cell.setdefault(f"{int(found[1]) - 1}.{heads.index(found[2])}", []).append(fault)
    return by_cell, others


def _filled(form: Form) -> tuple[list[str], list[list[str]]]:
    heads = [words for _, words in sorted((int(at), words.strip()) for at, words in form.below("h").items())]
    cells = {
        tuple(map(int, place.split("."))): words.strip()
        for place, words in form.below("c").items()
        if re.fullmatch(r"\d{1,5}\.\d{1,5}", place)
    }
    count = max((row for row, _ in cells), default=0)
    return heads, [[cells.get((row, at), "") for at in range(len(heads))] for row in range(1, count + 1)]


def _table(part: Part) -> list[list[str]] | None:
    """Return the first sheet of a file as text; None for what is no table, or too large to mend here."""
    if len(part.content) > MOST_BYTES:
        return None
    ending = PurePath(part.file or "").suffix.lower()
    try:
        with untrusted():
            if ending in _TEXTS:
                grid: Grid = read_delimited(decoded(part.content), part.file)
            else:
                grid = next(iter(read_workbook(part.content, part.file).values()))
    except (SeeMcdaError, StopIteration):
        return None
    rows = [[" ".join(as_label(cell).split()) for cell in row] for row in grid.rows]
    rows = [row for row in rows if any(row)]
    wide = max(map(len, rows), default=0)
    if not rows or len(rows) * wide > MOST_CELLS:
        return None
    return [row + [""] * (wide - len(row)) for row in rows]


def _cells(table: list[list[str]], framework: str) -> dict[str, str]:
    """Return a table as the fields of the form; a header that names nothing is left open."""
    known = Headers(read_framework(framework)) if framework else None
    fields = {
        f"h.{at}": head if known is None or known.role(head) else "" for at, head in enumerate(table[0])
    }
    names = [at for at, head in enumerate(table[0]) if not fields[f"h.{at}"]]
    role = known and any(each and each.kind in ("name", "id") for each in map(known.role, table[0]))
    if known and names and not role:
        fields[f"h.{names[0]}"] = "name"
    for row, cells in enumerate(table[1:], 1):
        fields |= {f"c.{row}.{at}": cell for at, cell in enumerate(cells)}
    return fields


def _columns(framework: sm.Framework | None) -> list[dict[str, Any]]:
    """Return what a column may be."""
    if framework is None:
        return []
    leaves = [{"id": leaf.id, "name": dict(leaf.title)} for leaf in framework.leaves]
    gates = [{"id": f"gate:{gate.id}", "name": {"en": f"gate:{gate.id}"}} for gate in framework.gates]
    return [*leaves, *gates]


def _choices(form: Form | None = None) -> dict[str, Any]:
    return {
        "frameworks": [
            {"id": name, "title": dict(read_framework(name).title or {"en": name})} for name in frameworks()
        ],
        "missing_ways": list(FILLED_BY),
        "given": dict(form.fields) if form else {},
        "faults": [],
    }
