"""Endpoints for the candidates, scores and weightings of a decision, each with its own ETag."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from see_mcda.language.messages import notice
from see_mcda_api.decisions.bodies import CandidateBody, ScoreBody, WeightingBody
from see_mcda_api.decisions.endpoints import GUARDED, NONE, SAME, SENT, To
from see_mcda_api.decisions.schemas import Candidates, Weightings
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import Place, State
from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.bodies import Sent, described, mapping, read_into
from see_mcda_api.http.conditions import answered, tag_of
from see_mcda_api.http.errors import NotFound, Unprocessable
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.responses import Responses

router = APIRouter(prefix="/v1/decisions/{decision}", tags=["decisions"])
MADE: Responses = {201: {"description": "created"}}


@router.get("/candidates", responses=NONE, response_model=Candidates)
def list_candidates(decision: str, request: Request, principal: Reader, services: Services) -> Response:
    """List the candidates of a decision, with their scores."""
    found = services.decisions.get(principal, decision)
    return _json(request, {"items": found.state.problem["candidates"]}, found.tag)


@router.get("/candidates/{candidate}", responses=NONE | SAME, response_model=CandidateBody)
def read_candidate(
    decision: str, candidate: str, request: Request, principal: Reader, services: Services
) -> Response:
    """Return a candidate."""
    return _read(request, services.decisions.get(principal, decision), ("candidates", candidate))


@router.put(
    "/candidates/{candidate}",
    response_model=CandidateBody,
    responses=NONE | SENT | GUARDED | MADE,
    openapi_extra=described(CandidateBody),
)
def put_candidate(candidate: str, to: To, sent: Sent) -> Response:
    """Add a candidate (`If-None-Match: *`), or replace it (`If-Match`)."""
    body = mapping(sent.values())
    if read_into(CandidateBody, body).id not in (None, candidate):
        raise Unprocessable.of("other-id", "the id must be the one in the address: {id}", "id", id=candidate)
    return _put(to, ("candidates", candidate), body | {"id": candidate})


@router.delete("/candidates/{candidate}", status_code=204, responses=NONE | GUARDED | SENT)
def delete_candidate(candidate: str, to: To) -> Response:
    """Remove a candidate from a decision."""
    return _remove(to, ("candidates", candidate))


@router.get("/candidates/{candidate}/scores/{leaf}", responses=NONE | SAME, response_model=ScoreBody)
def read_score(
    *, decision: str, candidate: str, leaf: str, request: Request, principal: Reader, services: Services
) -> Response:
    """Return a score and its evidence."""
    state = services.decisions.get(principal, decision).state
    place = _score_place(state, candidate, leaf)
    return _json(request, _with_evidence(state.part(place)), tag_of(state.part(place)))


@router.put(
    "/candidates/{candidate}/scores/{leaf}",
    response_model=ScoreBody,
    responses=NONE | SENT | GUARDED | MADE,
    openapi_extra=described(ScoreBody),
)
def put_score(candidate: str, leaf: str, to: To, sent: Sent) -> Response:
    """Set a score with its evidence."""
    body = mapping(sent.values())
    read_into(ScoreBody, body)
    evidence = {key: words for key, words in body.items() if key != "value" and words is not None}
    score = {"value": body["value"], **evidence} if evidence else body["value"]
    place = _score_place(to.services.decisions.get(to.principal, to.decision).state, candidate, leaf)
    return _put(to, place, score)


@router.delete("/candidates/{candidate}/scores/{leaf}", status_code=204, responses=NONE | GUARDED | SENT)
def delete_score(candidate: str, leaf: str, to: To) -> Response:
    """Remove a score; it is then missing."""
    _score_place(to.services.decisions.get(to.principal, to.decision).state, candidate, leaf)
    return _remove(to, ("candidates", candidate, "scores", leaf))


@router.get("/weightings", responses=NONE, response_model=Weightings)
def list_kept_weightings(decision: str, request: Request, principal: Reader, services: Services) -> Response:
    """List the weightings of a decision."""
    found = services.decisions.get(principal, decision)
    items = [{"id": name, "document": each} for name, each in found.state.weightings.items()]
    return _json(request, {"items": items}, found.tag)


@router.get("/weightings/{weighting}", responses=NONE | SAME, response_model=WeightingBody)
def read_kept_weighting(
    decision: str, weighting: str, request: Request, principal: Reader, services: Services
) -> Response:
    """Return a weighting of a decision."""
    return _read(request, services.decisions.get(principal, decision), ("weightings", weighting))


@router.put(
    "/weightings/{weighting}",
    response_model=WeightingBody,
    responses=NONE | SENT | GUARDED | MADE,
    openapi_extra=described(WeightingBody),
)
def put_weighting(weighting: str, to: To, sent: Sent) -> Response:
    """Add a weighting (`If-None-Match: *`), or replace it (`If-Match`)."""
    return _put(to, ("weightings", weighting), mapping(sent.values()))


@router.delete("/weightings/{weighting}", status_code=204, responses=NONE | GUARDED | SENT)
def delete_weighting(weighting: str, to: To) -> Response:
    """Remove a weighting from a decision."""
    return _remove(to, ("weightings", weighting))


def _read(request: Request, found: Kept, place: Place) -> Response:
    part = found.state.part(place)
    if part is None:
        raise _nothing(place)
    return _json(request, part, tag_of(part))


def _put(to: To, place: Place, part: Any) -> Response:
    new = False

    def make(state: State) -> State:
        nonlocal new
        new = state.part(place) is None
        return state.having(place, part)

    version = to.change(Edit("put", place, make)).version
    shown = _with_evidence(part) if "scores" in place else part
    headers = {"ETag": tag_of(part), "Decision-Version": str(version)}
    return Response(_written(shown), 201 if new else 200, headers, MEDIA["json"])


def _remove(to: To, place: Place) -> Response:
    def make(state: State) -> State:
        if state.part(place) is None:
            raise _nothing(place)
        return state.having(place, None)

    version = to.change(Edit("remove", place, make)).version
    return Response(status_code=204, headers={"Decision-Version": str(version)})


def _score_place(state: State, candidate: str, leaf: str) -> Place:
    if state.part(("candidates", candidate)) is None:
        raise _nothing(("candidates", candidate))
    if leaf not in state.read.framework.leaf_position:
        raise NotFound.of("no-leaf", "the framework has no criterion {id} that is scored", "leaf", id=leaf)
    return ("candidates", candidate, "scores", leaf)


def _with_evidence(score: Any) -> Any:
    return score if isinstance(score, dict) and "value" in score else {"value": score}


def _nothing(place: Place) -> NotFound:
    return NotFound(notice("no-part", "there is no {place} in this decision", None, place="/".join(place)))


def _json(request: Request, value: Any, tag: str) -> Response:
    return answered(request, _written(value), tag, MEDIA["json"])


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
