"""``/d/{id}/c/{candidate}``: a candidate's profile, evidence, nearest rival, way to the top."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from see_mcda.analyses.improvement.improvement import improve
from see_mcda.errors import Faults, InputError, SeeMcdaError
from see_mcda.language.messages import as_text
from see_mcda.model.criteria import Criterion
from see_mcda.model.normalization import has_scale, scale_values
from see_mcda.parallel import Cancel
from see_mcda.ranking.ranking import rank
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.http.errors import NotFound
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages import scores
from see_mcda_api.pages.about import about, ranked
from see_mcda_api.pages.answer import why
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Posting, Sender, Visit, Visitor, see_other

router = APIRouter(include_in_schema=False)
EVIDENCE = ("source", "date", "assessor", "note")


@router.get("/d/{decision}/c/{candidate}", name="candidate_page")
async def candidate_page(decision: str, candidate: str, visit: Visitor) -> Response:
    """Show a candidate."""

    def work(cancel: Cancel) -> dict[str, Any]:
        return _view(visit, visit.decision(decision), candidate)

    return visit.show("candidate.html", await visit.compute(work))


@router.post("/d/{decision}/c/{candidate}", name="change_candidate")
def change(decision: str, candidate: str, sender: Sender) -> Response:
    """Keep a score with its evidence, or take the candidate out."""
    form, kept = sender.form, sender.decision(decision)
    place: tuple[str, ...] = ("candidates", candidate)
    if form.get("do") == "remove":
        sender.change(decision, Edit("remove", place, lambda was: was.having(place, None)))
        return see_other(f"/d/{decision}/candidates")
    if form.get("do") == "rename" and form.get("name"):
        place = (*place, "name")
        sender.change(decision, Edit("put", place, lambda was: _renamed(was, place, sender)))
        return see_other(f"/d/{decision}/c/{candidate}")
    try:
        faults = Faults()
        leaf = form.get("leaf")
        value = scores.read(form.get("value"), f"{candidate}: {leaf}", faults)
        faults.stop(InputError)
        known = {name: form.get(name) for name in EVIDENCE if form.get(name)}
        place = (*place, "scores", leaf)
        score = {"value": value, **known} if known else value
        sender.change(decision, Edit("put", place, lambda was: was.having(place, score)))
    except SeeMcdaError as error:
        view = _view(sender, kept, candidate) | {"faults": list(error.faults)}
        return sender.show("candidate.html", view, 422)
    return see_other(f"/d/{decision}/c/{candidate}#{leaf}")


def _view(visit: Visit, kept: Kept, candidate: str) -> dict[str, Any]:
    problem = kept.state.read
    choice = Choice.of(kept.state, visit.request.query_params)
    if candidate not in problem.candidates:
        raise NotFound.of(
            "no-candidate", "there is no candidate {name} in this decision", "candidate", name=candidate
        )
    document = next(each for each in kept.state.problem["candidates"] if each["id"] == candidate)
    view: dict[str, Any] = {**about(kept, choice), "faults": []}
    row = problem.row(candidate)
    complete = None
    try:
        with untrusted():
            ranking = rank(problem, **choice.arguments)
            complete = ranking.complete
            view["standing"] = next(each for each in ranked(ranking) if each["id"] == candidate)
            view["count"] = int(problem.eligible.sum())
            at = ranking.order.index(row)
            above = ranking.order[at - 1] if at else None
            view["why"] = why(ranking, above, row) if above is not None else None
            view["rival"] = dict(problem.name(above)) if above is not None else None
            view["improve"] = (
                improve(problem, candidate=candidate, **choice.arguments).report().answer(visit.language)
                if problem.eligible[row] and at
                else []
            )
    except SeeMcdaError as error:
        view |= {"faults": list(error.faults), "standing": None, "why": None, "rival": None, "improve": []}
    view["candidate"] = {
        "id": candidate,
        "name": dict(problem.name(row)),
        "note": document.get("note"),
        "attributes": document.get("attributes") or {},
    }
    leaves = []
    for column, leaf in enumerate(problem.framework.leaves):
        score = (document.get("scores") or {}).get(leaf.id)
        part = None
        if complete is not None and has_scale(leaf):
            part = float(scale_values(complete, [column])[row, 0])
        leaves.append(
            {
                "id": leaf.id,
                "name": dict(leaf.title),
                "words": scores.written(score),
                "level": _level(leaf, score),
                "part": part,
                **{name: scores.evidence_of(score).get(name) for name in EVIDENCE},
            }
        )
    return view | {"leaves": leaves}


def _renamed(state: State, place: tuple[str, ...], sender: Posting) -> State:
    """Return a state with another name at its place, in the language in which that is written."""
    given = dict(as_text(sender.form.get("name")))
    return state.having(place, {**dict(as_text(state.part(place) or {})), **given})


def _level(leaf: Criterion, score: Any) -> dict[str, str] | None:
    """Return what a whole level of a scale means in words."""
    levels = leaf.scale.levels if leaf.scale is not None and leaf.scale.levels else {}
    value = scores.value_of(score)
    return dict(levels[value]) if isinstance(value, (int, float)) and value in levels else None
