"""``/v1/snapshots``: snapshots of a team."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from see_mcda.parallel import Cancel
from see_mcda_api.dependencies import Reader, Services, Writer
from see_mcda_api.http.bodies import Sent, described, read_open
from see_mcda_api.http.responses import problems
from see_mcda_api.idempotency.keys import Posted, replied
from see_mcda_api.idempotency.service import Reply
from see_mcda_api.snapshots.schemas import SnapshotModel, SnapshotPage, SnapshotRequest

router = APIRouter(prefix="/v1/snapshots", tags=["snapshots"])
_NONE = problems(of_404="the team has no such snapshot")


@router.post(
    "",
    status_code=201,
    response_model=SnapshotModel,
    responses=problems(400, 413, 415, 422, 503),
    openapi_extra=described(SnapshotRequest),
)
async def create_snapshot(sent: Sent, principal: Writer, services: Services, post: Posted) -> Response:
    """Create a snapshot of a result, at an address that cannot be guessed."""

    def work(cancel: Cancel) -> Reply:
        body = read_open(SnapshotRequest, sent.values())
        return services.idempotency.answer(
            post,
            lambda: services.snapshots.make(
                principal, body.kind, body.problem, body.model_extra or {}, cancel=cancel
            ),
        )

    return replied(await services.computing.run(work))


@router.get("", responses=_NONE)
def list_snapshots(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the previous page", max_length=64)] = None,
) -> SnapshotPage:
    """List the team's snapshots, newest first, including revoked ones."""
    return services.snapshots.page(principal, limit, cursor)


@router.get("/{snapshot}", responses=_NONE)
def read_snapshot(snapshot: str, principal: Reader, services: Services) -> SnapshotModel:
    """Return the address and the author of a snapshot."""
    return services.snapshots.get(principal, snapshot)


@router.delete("/{snapshot}", status_code=204, responses=_NONE)
def revoke_snapshot(snapshot: str, principal: Writer, services: Services) -> None:
    """Revoke a snapshot: its files are deleted, and its address returns 410."""
    services.snapshots.revoke(principal, snapshot)
