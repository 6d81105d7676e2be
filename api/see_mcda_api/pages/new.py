"""``/new``: a decision on a shipped tree, or out of a file."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import APIRouter, Response

import see_mcda as sm
from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.io.library import frameworks, parse_framework, parse_weights
from see_mcda.io.tables.bare import ROOT
from see_mcda.io.workbooks.template import template_workbook
from see_mcda.language.messages import LANGUAGES, as_text, message
from see_mcda_api.decisions.state import State
from see_mcda_api.http.errors import ServiceError
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.forms import Form
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.candidates import new_id
from see_mcda_api.pages.mending import Mending
from see_mcda_api.pages.missing import empty_cells, fills, offered, ways
from see_mcda_api.pages.visit import Posting, Sender, Visitor, see_other
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import has_tree, problem_of

TAB = "\t"
"""Between the cells of a block that was copied from a spreadsheet."""
router = APIRouter(include_in_schema=False)


@router.get("/new", name="new_page")
def new(visit: Visitor) -> Response:
    """Ask how to begin."""
    return visit.show("new.html", _choices())


@router.get("/new/template.xlsx", name="template_workbook")
def template(visit: Visitor, framework: str = "see") -> Response:
    """Send an empty workbook to fill in."""
    content = template_workbook(
        parse_framework(framework if framework in frameworks() else "see"), language=visit.language
    )
    told = {"Content-Disposition": 'attachment; filename="see-mcda-template.xlsx"'}
    return Response(content, headers=told, media_type=MEDIA["xlsx"])


@router.post("/new", name="make_decision")
def make(sender: Sender) -> Response:
    """Make a decision out of names, or out of a file or a pasted table.

    How a table is read is shown first, unless it is one over a framework of which nothing was left out.
    """
    form = sender.form
    part = form.files.get("file")
    if pasted := form.fields.get("table", "").strip("\r\n"):
        part = Part("file", f"table.{'tsv' if TAB in pasted else 'csv'}", pasted.encode())
    if part is None or not part.file:
        return _blank(sender)
    try:
        tree = None if has_tree(part) else form.get("framework") or None
        problem = problem_of(part, framework=tree)
        table = None if _reads_plainly(problem) else Mending.begun(part, form)
        if table is None:  # nothing to ask, or too large to be asked about here
            return _kept(sender, problem, part)
    except (SeeMcdaError, ServiceError) as error:
        table = Mending.begun(part, form)
        if table is None:
            return sender.show("new.html", _choices(form) | {"faults": list(error.faults)}, 422)
    return _mend(sender, table)


def _reads_plainly(problem: sm.Problem) -> bool:
    """Return whether a problem is a document, or a whole table over a framework."""
    reading = problem.reading
    if reading is None or problem.framework.id == ROOT:
        return reading is None
    left_out = any(row.role != "header" for row in reading.rows)
    return not left_out and all(column.role != "skipped" for column in reading.columns)


@router.post("/new/table", name="mend_table")
def mend(sender: Sender) -> Response:
    """Read a table again as the page says; keep it if that is asked for and nothing is wrong or open."""
    return _mend(sender, Mending.sent(sender.form))


def _mend(sender: Posting, table: Mending) -> Response:
    problem, refusal = None, None
    missing: dict[str, Any] = {"missing": sender.form.get("missing"), "missing_ways": [], "empty": None}
    try:
        with untrusted():
            problem = table.problem()
        if sender.form.get("do") == "accept":
            return _kept(sender, problem, table.original)
        way = _way(sender.form, problem)
        missing = {"missing": way, "missing_ways": offered(problem), "empty": empty_cells(problem, way)}
    except SeeMcdaError as error:
        refusal = error
    view = {**table.view(problem, refusal), "title": sender.form.get("title"), **missing}
    return sender.show("import.html", view, 422 if refusal else 200, original=table.packed())


def _blank(sender: Posting) -> Response:
    form = sender.form
    names = [line.strip() for line in form.get("names").splitlines() if line.strip()]
    try:
        if not names:
            raise refuse(
                FileError, "no-names", "enter at least one candidate name, or choose a file", "names"
            )
        framework = parse_framework(form.get("framework") or "see")
        candidates: list[dict[str, Any]] = []
        for name in names:
            id = new_id(name, [each["id"] for each in candidates])
            candidates.append({"id": id, "name": dict(as_text(name)), "scores": {}})
        document = {
            "schema": "see-mcda/problem/1",
            **({"title": dict(as_text(form.get("title")))} if form.get("title") else {}),
            "framework": framework.to_dict(),
            "candidates": candidates,
        }
        document["missing"] = ways(State(document, {}).read)[0]
        made = sender.make(lambda: sender.services.decisions.make(sender.principal, State(document, {})))
    except SeeMcdaError as error:
        return sender.show("new.html", _choices(form) | {"faults": list(error.faults)}, 422)
    return see_other(f"/d/{made['id']}/candidates")


def _kept(sender: Posting, problem: sm.Problem, original: Part) -> Response:
    """Keep a problem as a decision, with the file that it came from."""
    form, document = sender.form, problem.to_dict()
    if form.get("title"):
        document["title"] = dict(as_text(form.get("title")))
    if problem.missing == "error" or not fills(problem):
        document["missing"] = _way(form, problem)
    document["x-original"] = {
        "file": original.file,
        "sha256": hashlib.sha256(original.content).hexdigest(),
    }
    state = State(document, _weightings(problem))
    made = sender.make(lambda: sender.services.decisions.make(sender.principal, state, original))
    return see_other(f"/d/{made['id']}")


def _weightings(problem: sm.Problem) -> dict[str, Any]:
    """Return the weights in the table as the decision's first weighting."""
    reading = problem.reading
    if reading is None or reading.weights is None:
        return {}
    weights = parse_weights(dict(reading.weights), problem.framework).to_document()
    where = reading.weights_from.text if reading.weights_from else None
    return {
        "from-table": {
            **weights,
            "name": message("Weights in the table").texts(),
            **({"rationale": {language: where(language) for language in LANGUAGES}} if where else {}),
        }
    }


def _way(form: Form, problem: sm.Problem) -> str:
    """Return how missing scores are to count: as the form says if that works for the table."""
    usable = ways(problem)
    return form.get("missing") if form.get("missing") in usable else usable[0]


def _choices(form: Form | None = None) -> dict[str, Any]:
    return {
        "frameworks": [
            {"id": name, "title": dict(parse_framework(name).title or {"en": name})} for name in frameworks()
        ],
        "given": dict(form.fields) if form else {},
        "faults": [],
    }
