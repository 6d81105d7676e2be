"""``/v1/snapshots``: what a team freezes and withdraws."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from see_mcda_api.dependencies import Reader, Services, Writer
from see_mcda_api.faults import Problem
from see_mcda_api.snapshots.schemas import SnapshotModel, SnapshotPage, SnapshotRequest

router = APIRouter(prefix="/v1/snapshots", tags=["snapshots"])
_NONE: dict[int | str, dict[str, Any]] = {
    404: {"description": "there is no such snapshot, or it is another team's", "model": Problem}
}


@router.post(
    "",
    status_code=201,
    responses={422: {"description": "what the engine refuses, each fault at its place", "model": Problem}},
)
def create_snapshot(
    body: SnapshotRequest, principal: Writer, services: Services, response: Response
) -> SnapshotModel:
    """Compute a result and freeze it at an address that nobody can guess."""
    arguments = body.model_extra or {}
    made = services.snapshots.create(principal, body.kind, body.problem, arguments)
    response.headers["Location"] = f"/v1/snapshots/{made.id}"
    return made


@router.get("", responses=_NONE)
def list_snapshots(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=64)] = None,
) -> SnapshotPage:
    """List the team's snapshots, the newest first, those withdrawn too."""
    return services.snapshots.page(principal, limit, cursor)


@router.get("/{snapshot}", responses=_NONE)
def read_snapshot(snapshot: str, principal: Reader, services: Services) -> SnapshotModel:
    """Return where a snapshot is to be found and who made it."""
    return services.snapshots.get(principal, snapshot)


@router.delete("/{snapshot}", status_code=204, responses=_NONE)
def revoke_snapshot(snapshot: str, principal: Writer, services: Services) -> None:
    """Withdraw a snapshot: its address answers 410 from now on, and what was frozen is deleted."""
    services.snapshots.revoke(principal, snapshot)
