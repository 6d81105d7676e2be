"""``/v1/decisions``: keeping, changing, undoing, and the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from see_mcda_api.decisions.bodies import DecisionBody, DecisionPatch, ToRestore
from see_mcda_api.decisions.merging import merged
from see_mcda_api.decisions.schemas import ChangeModel, ChangePage, DecisionModel, DecisionPage
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.dependencies import Reader, Services, Writer
from see_mcda_api.http.bodies import Sent, described, mapping, read_into
from see_mcda_api.http.conditions import Unchanged, answered
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.responses import Responses, problems
from see_mcda_api.idempotency.keys import Posted, replied

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])
SENT = problems(400, 413, 415, 422)
NONE = problems(of_404="there is no such decision, or it is another team's", of_410="it was deleted")
SAME: Responses = {304: {"description": "it is as in `If-None-Match`"}}
GUARDED = problems(of_412="it was changed since it was read", of_428="`If-Match` is needed")


@router.post(
    "",
    status_code=201,
    response_model=DecisionModel,
    responses=SENT,
    openapi_extra=described(DecisionBody),
)
def create_decision(sent: Sent, principal: Writer, services: Services, post: Posted) -> Response:
    """Keep a problem, and weightings by names of your own."""
    state = _state(sent.read(DecisionBody))
    return replied(services.once.answer(post, lambda: services.decisions.make(principal, state)))


@router.get("", responses=problems(of_404="the cursor names no decision"))
def list_decisions(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=64)] = None,
    deleted: Annotated[bool, Query(description="those that were deleted, instead")] = False,
) -> DecisionPage:
    """List the team's decisions, the newest first."""
    return services.decisions.page(principal, limit, cursor, deleted)


@router.get(
    "/{decision}",
    response_model=DecisionModel,
    responses=NONE | SAME,
)
def read_decision(decision: str, request: Request, principal: Reader, services: Services) -> Response:
    """Return a decision as it is now."""
    found = services.decisions.get(principal, decision)
    return answered(request, found.model().model_dump_json().encode(), found.tag, MEDIA["json"])


@dataclass(frozen=True)
class Changing:
    """Who changes which decision, and as what it was seen."""

    decision: str
    principal: Writer
    services: Services
    condition: Unchanged

    def change(self, edit: Edit) -> Kept:
        """Change the decision."""
        return self.services.decisions.change(self.principal, self.decision, self.condition, edit)


To = Annotated[Changing, Depends()]


@router.put("/{decision}", responses=NONE | SENT | GUARDED, openapi_extra=described(DecisionBody))
def replace_decision(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Put another problem and other weightings in the place of what is there."""
    state = _state(sent.read(DecisionBody))
    return _told(response, to.change(Edit("replace", (), lambda _: state)))


@router.patch("/{decision}", responses=NONE | SENT | GUARDED, openapi_extra=described(DecisionPatch))
def patch_decision(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Change what a merge patch names; `null` takes out, and a list is replaced as a whole."""
    patch = mapping(sent.values())

    def edit(state: State) -> State:
        return _state(read_into(DecisionBody, merged(state.document(), patch)))

    return _told(response, to.change(Edit("patch", (), edit)))


@router.delete("/{decision}", status_code=204, responses=NONE | GUARDED)
def delete_decision(to: To) -> None:
    """Delete a decision; its history stays, and `undo` brings it back."""
    to.services.decisions.delete(to.principal, to.decision, to.condition)


@router.post("/{decision}/undo", responses=NONE | GUARDED | problems(of_409="this is how it began"))
def undo_change(to: To, response: Response) -> DecisionModel:
    """Undo the newest change that was not undone yet, the deletion too: a new change with the old content."""
    return _told(response, to.services.decisions.undo(to.principal, to.decision, to.condition))


@router.post("/{decision}/restore", responses=NONE | SENT | GUARDED, openapi_extra=described(ToRestore))
def restore_version(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Give a decision the content that it had at a version; this is a new change, nothing is lost."""
    version = sent.read(ToRestore).version
    return _told(response, to.services.decisions.restore(to.principal, to.decision, to.condition, version))


@router.get("/{decision}/history", responses=NONE)
def list_changes(
    decision: str,
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[int | None, Query(description="`next` of the page before", ge=1, le=2**31 - 1)] = None,
) -> ChangePage:
    """List who changed what and when, the newest first; of a deleted decision too."""
    return services.history.page(principal, decision, limit, cursor)


@router.get("/{decision}/history/{version}", responses=NONE)
def read_version(decision: str, version: int, principal: Reader, services: Services) -> ChangeModel:
    """Return one change: what it changed, and what the decision was after it."""
    return services.history.version(principal, decision, version)


def _state(body: DecisionBody) -> State:
    return State(body.problem, body.weightings)


def _told(response: Response, found: Kept) -> DecisionModel:
    response.headers["ETag"] = found.tag
    return found.model()
