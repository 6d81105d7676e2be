"""``/v1/decisions``: decisions and their history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from see_mcda_api.decisions.bodies import DecisionBody, DecisionPatch, ToRestore
from see_mcda_api.decisions.merging import apply_merge_patch
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
NONE = problems(of_404="the team has no such decision", of_410="the decision was deleted")
SAME: Responses = {304: {"description": "not modified since `If-None-Match`"}}
GUARDED = problems(of_412="someone else made a change since it was read", of_428="`If-Match` is required")


@router.post(
    "", status_code=201, response_model=DecisionModel, responses=SENT, openapi_extra=described(DecisionBody)
)
def create_decision(sent: Sent, principal: Writer, services: Services, post: Posted) -> Response:
    """Create a decision from a problem and named weightings."""
    state = _state(sent.read(DecisionBody))
    return replied(services.idempotency.answer(post, lambda: services.decisions.make(principal, state)))


@router.get("", responses=problems(of_404="the cursor is not valid"))
def list_decisions(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the previous page", max_length=64)] = None,
    deleted: Annotated[bool, Query(description="list deleted decisions instead")] = False,
) -> DecisionPage:
    """List the team's decisions, newest first."""
    return services.decisions.page(principal, limit, cursor, deleted)


@router.get("/{decision}", response_model=DecisionModel, responses=NONE | SAME)
def read_decision(decision: str, request: Request, principal: Reader, services: Services) -> Response:
    """Return the latest version of a decision."""
    found = services.decisions.get(principal, decision)
    return answered(request, found.model().model_dump_json().encode(), found.tag, MEDIA["json"])


@dataclass(frozen=True)
class Changing:
    """A change request: the decision, the caller and the precondition."""

    decision: str
    principal: Writer
    services: Services
    condition: Unchanged

    def change(self, edit: Edit) -> Kept:
        """Apply an edit to the decision."""
        return self.services.decisions.change(self.principal, self.decision, self.condition, edit)


To = Annotated[Changing, Depends()]


@router.put("/{decision}", responses=NONE | SENT | GUARDED, openapi_extra=described(DecisionBody))
def replace_decision(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Replace the problem and the weightings of a decision."""
    state = _state(sent.read(DecisionBody))
    return _model(response, to.change(Edit("replace", (), lambda _: state)))


@router.patch("/{decision}", responses=NONE | SENT | GUARDED, openapi_extra=described(DecisionPatch))
def patch_decision(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Apply a merge patch: `null` removes a value, and a list is replaced as a whole."""
    patch = mapping(sent.values())

    def edit(state: State) -> State:
        return _state(read_into(DecisionBody, apply_merge_patch(state.document(), patch)))

    return _model(response, to.change(Edit("patch", (), edit)))


@router.delete("/{decision}", status_code=204, responses=NONE | GUARDED)
def delete_decision(to: To) -> None:
    """Delete a decision. Its history is kept, and `undo` restores it."""
    to.services.decisions.delete(to.principal, to.decision, to.condition)


@router.post("/{decision}/undo", responses=NONE | GUARDED | problems(of_409="there is nothing to undo"))
def undo_change(to: To, response: Response) -> DecisionModel:
    """Undo the last change that is not yet undone, or a deletion; this adds a new version."""
    return _model(response, to.services.decisions.undo(to.principal, to.decision, to.condition))


@router.post("/{decision}/restore", responses=NONE | SENT | GUARDED, openapi_extra=described(ToRestore))
def restore_version(to: To, sent: Sent, response: Response) -> DecisionModel:
    """Restore an earlier version of a decision; this adds a new version."""
    version = sent.read(ToRestore).version
    return _model(response, to.services.decisions.restore(to.principal, to.decision, to.condition, version))


@router.get("/{decision}/history", responses=NONE)
def list_changes(
    decision: str,
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[
        int | None, Query(description="`next` of the previous page", ge=1, le=2**31 - 1)
    ] = None,
) -> ChangePage:
    """List the changes of a decision, newest first, also for a deleted one."""
    return services.history.page(principal, decision, limit, cursor)


@router.get("/{decision}/history/{version}", responses=NONE)
def read_version(decision: str, version: int, principal: Reader, services: Services) -> ChangeModel:
    """Return a change with its differences and the content of the decision after it."""
    return services.history.version(principal, decision, version)


def _state(body: DecisionBody) -> State:
    return State(body.problem, body.weightings)


def _model(response: Response, found: Kept) -> DecisionModel:
    response.headers["ETag"] = found.tag
    return found.model()
