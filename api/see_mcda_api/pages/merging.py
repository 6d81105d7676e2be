"""``/d/{id}/merge``: a workbook that came back filled in, what it changes and where it differs, by cell."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

import see_mcda as sm
from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.model.merging import Difference
from see_mcda.model.reading import ReadingError
from see_mcda_api.decisions.returns import applied, merged, returned, workbook
from see_mcda_api.decisions.service import Edit
from see_mcda_api.decisions.state import State
from see_mcda_api.http.bodies import read_into
from see_mcda_api.http.errors import BadRequest, Stale, Unsupported
from see_mcda_api.pages.about import about
from see_mcda_api.pages.mending import MOST_BYTES, answered
from see_mcda_api.pages.visit import Posting, Sender, Visitor, see_other
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import Reading

router = APIRouter(include_in_schema=False)
EMPTY: dict[str, Any] = {
    "faults": [],
    "questions": [],
    "summary": [],
    "filled": [],
    "differing": [],
    "read": False,
}


@router.get("/d/{decision}/workbook.xlsx", name="decision_workbook")
def fill_in(decision: str, visit: Visitor) -> Response:
    """Send the workbook of a decision."""
    return workbook(visit.decision(decision).state, visit.language, decision)


@router.get("/d/{decision}/merge", name="merge_page")
def merging(decision: str, visit: Visitor) -> Response:
    """Ask for the file that came back."""
    return visit.show("merge.html", {**about(visit.decision(decision)), **EMPTY})


@router.post("/d/{decision}/merge", name="merge_by_page")
def merge(decision: str, sender: Sender) -> Response:
    """Show what a file would change, or change it; the file goes along in the form as it came."""
    kept, do = sender.decision(decision), sender.form.get("do")
    view, status, part, options = dict(EMPTY), 200, Part(), dict[str, Any]()
    try:
        part, options = _sent(sender)
        file = returned(kept.state, part, options)
        if do in ("blanks", "override"):
            try:
                sender.change(decision, _edit(file, override=do == "override"))
                return see_other(f"/d/{decision}/candidates")
            except Stale:
                kept, status = sender.decision(decision), 412
        view |= _found(kept.state, file)
    except ReadingError as error:
        view |= _open(error)
        status = 422
    except (SeeMcdaError, BadRequest, Unsupported) as error:
        view, status = view | {"faults": list(error.faults)}, 422
    sent = {"file": part.file, "options": json.dumps(options), "stale": status == 412}
    original = urlsafe_b64encode(part.content).decode()
    return sender.show("merge.html", {**about(kept), **view, **sent}, status, original=original)


def _edit(file: sm.Problem, *, override: bool) -> Edit:
    return Edit("patch", (), lambda state: applied(state, merged(state, file, override=override)))


def _found(state: State, file: sm.Problem) -> dict[str, Any]:
    found = merged(state, file, override=True).changes
    return {
        "filled": _rows([each for each in found if not each.replaces]),
        "differing": _rows([each for each in found if each.replaces]),
        "summary": file.reading.summary(weights_used=False) if file.reading else [],
        "read": True,
    }


def _open(error: ReadingError) -> dict[str, Any]:
    return {
        "faults": [fault for fault in error.faults if fault.code != "question"],
        "questions": [
            {
                "where": question.where,
                "message": question.message,
                "choices": [
                    {
                        "meaning": each.meaning,
                        "value": json.dumps({"option": each.option, "value": each.value}),
                    }
                    for each in question.choices
                ],
            }
            for question in error.questions
        ],
    }


def _sent(sender: Posting) -> tuple[Part, dict[str, Any]]:
    """Return the file that was just sent, or that the form brings back, and how it is read."""
    form = sender.form
    part = form.files.get("file")
    try:
        if part is None and form.get("original"):
            part = Part("file", form.get("file"), urlsafe_b64decode(form.get("original")))
        options = read_into(Reading, json.loads(form.get("options") or "{}")).model_dump()
        answer = json.loads(form.get("answer") or "{}")
        if answer:
            options = answered(options, {answer["option"]: answer["value"]})
            options = read_into(Reading, options).model_dump()
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest.of(
            "form", "the form data is not valid: {reason}", "original", reason=str(error)
        ) from None
    if part is None or not part.file:
        raise refuse(FileError, "no-file", "choose the file that came back", "file")
    if len(part.content) > MOST_BYTES:
        raise refuse(
            FileError, "too-large", "the file has more than {limit} MiB", "file", limit=MOST_BYTES // 2**20
        )
    return part, options


def _rows(found: Sequence[Difference]) -> list[dict[str, Any]]:
    return [
        {
            "where": replace(each.where, file=None),
            "candidate": each.candidate,
            "name": dict(each.name),
            "title": dict(each.title),
            "part": "/".join(each.part),
            "old": dict(each.old_words),
            "new": dict(each.new_words),
        }
        for each in found
    ]
