"""``/d/{id}``: who leads, how sure that is, and why; what is done and what is next."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.errors import SeeMcdaError
from see_mcda.language.messages import Message, Plural, as_text, message
from see_mcda.parallel import Cancel
from see_mcda.ranking.ranking import rank
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.http.errors import NotFound
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about, ranked, warnings_of
from see_mcda_api.pages.answer import leading, sure, why
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.missing import empty_cells, offered, ways
from see_mcda_api.pages.visit import Sender, Visitor, see_other

router = APIRouter(include_in_schema=False)


@router.get("/d/{decision}", name="overview_page")
async def overview(decision: str, visit: Visitor) -> Response:
    """Show a decision's answer."""

    def work(cancel: Cancel) -> dict[str, Any]:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        problem = kept.state.read
        original = visit.services.decisions.original(visit.principal, decision)
        return {
            **about(kept, choice),
            **_answer(kept, choice, cancel),
            "steps": _steps(kept),
            "missing": problem.missing,
            "missing_ways": offered(problem, problem.missing, "error"),
            "empty": empty_cells(problem, problem.missing),
            "original": original.file if original else None,
        }

    return visit.show("overview.html", await visit.compute(work))


@router.post("/d/{decision}", name="change_decision")
def change(decision: str, sender: Sender) -> Response:
    """Keep another title or note, or how missing scores count."""
    form = sender.form

    def told(was: State) -> State:
        texts = {
            key: {**dict(as_text(was.problem.get(key) or {})), **dict(as_text(form.get(key)))}
            if form.get(key)
            else None
            for key in ("title", "note")
        }
        known = (*ways(was.read), was.read.missing, "error")
        missing = form.get("missing") if form.get("missing") in known else was.problem.get("missing")
        whole = {**was.problem, **texts, "missing": missing}
        return State({key: value for key, value in whole.items() if value is not None}, was.weightings)

    sender.change(decision, Edit("patch", (), told))
    return see_other(f"/d/{decision}")


@router.get("/d/{decision}/original", name="original_file")
def original(decision: str, visit: Visitor) -> Response:
    """Send the file that a decision was read from, as it came."""
    found = visit.services.decisions.original(visit.principal, decision, content=True)
    if found is None:
        raise NotFound.of("no-original", "this decision was not imported from a file")
    told = f"attachment; filename*=UTF-8''{quote(found.file)}"
    return Response(
        found.content, headers={"Content-Disposition": told}, media_type="application/octet-stream"
    )


def _answer(kept: Kept, choice: Choice, cancel: Cancel) -> dict[str, Any]:
    problem = kept.state.read
    view: dict[str, Any] = {"ranking": [], "leader": None, "why": None, "faults": [], "warnings": []}
    if not problem.candidates or np.isnan(problem.values).all():
        return view
    try:
        with untrusted():
            ranking = rank(problem, **choice.arguments)
            view["sure"] = sure(choice, ranking, cancel)
    except SeeMcdaError as error:
        return view | {"faults": list(error.faults)}
    if len(ranking.order) > 1:
        view["why"] = why(ranking, *ranking.order[:2])
    return view | {
        "ranking": ranked(ranking),
        "leader": leading(ranking) if ranking.ranks.any() else None,
        "warnings": warnings_of(ranking),
    }


def _steps(kept: Kept) -> list[dict[str, Any]]:
    """Return what is done and what is not, in the order in which it is done."""
    problem = kept.state.read
    id = kept.row.id
    holes = int(np.isnan(problem.values).sum()) - sum(
        1 for (row, column) in problem.cells if np.isnan(problem.values[row, column])
    )
    open_gates = int((problem.gates == 1).sum())
    count = len(problem.candidates)

    def step(done: bool, words: Message, path: str) -> dict[str, Any]:
        return {"done": done, "words": words.texts(), "path": f"/d/{id}/{path}"}

    return [
        step(
            count > 1,
            message(Plural("{count} candidate entered", "{count} candidates entered"), count=count),
            "candidates",
        ),
        step(
            holes == 0,
            message("All scores entered")
            if holes == 0
            else message(Plural("{count} score missing", "{count} scores missing"), count=holes),
            "candidates",
        ),
        step(
            open_gates == 0,
            message("All gates checked")
            if open_gates == 0
            else message(
                Plural("{count} gate not yet checked", "{count} gates not yet checked"), count=open_gates
            ),
            "candidates",
        ),
        step(
            bool(kept.state.weightings),
            message(
                Plural("{count} weighting of your own", "{count} weightings of your own"),
                count=len(kept.state.weightings),
            )
            if kept.state.weightings
            else message("No weighting of your own yet; the built-in ones are used"),
            "weights",
        ),
    ]
