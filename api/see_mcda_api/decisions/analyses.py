"""Results, runs and snapshots of a version of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from see_mcda.parallel import Cancel
from see_mcda_api.compute.arguments import body_of
from see_mcda_api.compute.plan import Plan, plan
from see_mcda_api.compute.routes import ResultRoutes, Source, add_result_routes
from see_mcda_api.decisions.endpoints import NONE, SENT
from see_mcda_api.decisions.origin import Origin
from see_mcda_api.decisions.service import Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.dependencies import Reader, Services, Writer
from see_mcda_api.http.bodies import Sent, described, mapping, read_open
from see_mcda_api.http.responses import problems
from see_mcda_api.idempotency.keys import Posted, replied
from see_mcda_api.idempotency.service import Reply
from see_mcda_api.runs.schemas import KeptRunRequest, RunModel, RunPage
from see_mcda_api.snapshots.schemas import KeptSnapshotRequest, SnapshotModel, SnapshotPage

router = APIRouter(prefix="/v1/decisions/{decision}", tags=["decisions"])
Version = Annotated[
    int | None, Query(description="a version of the decision (default: the latest)", ge=1, le=2**31 - 1)
]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(description="`next` of the previous page", max_length=64)]


def resolved(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with names of the decision's weightings replaced by the weightings."""

    def known(given: Any) -> Any:
        if isinstance(given, list):
            return [known(each) for each in given]
        return state.weightings.get(given, given) if isinstance(given, str) else given

    return {name: known(value) if name == "weights" else value for name, value in arguments.items()}


def _kept(decision: str, principal: Reader, services: Services, version: Version = None) -> Kept:
    return services.decisions.get(principal, decision, version)


Seen = Annotated[Kept, Depends(_kept)]


async def _source(kept: Seen, sent: Sent, services: Services) -> Source:
    def planned(kind: str) -> Plan:
        arguments = resolved(kept.state, mapping(sent.values()))
        return plan(kind, kept.state.read, arguments, services.settings)

    return Source(planned, {"Decision-Version": str(kept.version)})


add_result_routes(
    ResultRoutes(
        router,
        _source,
        lambda *kinds: described(*(body_of(kind, kept=True) for kind in kinds)),
        suffix="_of_decision",
        more=NONE,
        forms=False,
    )
)


@router.post(
    "/runs",
    status_code=202,
    response_model=RunModel,
    responses=SENT | NONE,
    openapi_extra=described(KeptRunRequest),
)
def create_run_of_decision(
    principal: Writer, kept: Seen, sent: Sent, services: Services, post: Posted
) -> Response:
    """Start an analysis of a decision in the background."""
    body = read_open(KeptRunRequest, sent.values())
    arguments = resolved(kept.state, body.model_extra or {})
    origin = Origin(kept.row.id, kept.version)
    reply = services.idempotency.answer(
        post, lambda: services.runs.make(principal, body.analysis, kept.state.problem, arguments, origin)
    )
    services.runs.woken.set()
    return replied(reply)


@router.get("/runs", responses=NONE)
def list_runs_of_decision(
    kept: Seen, principal: Reader, services: Services, limit: Limit = 50, cursor: Cursor = None
) -> RunPage:
    """List the runs of a decision, newest first."""
    return services.runs.page(principal, limit, cursor, kept.row.id)


@router.post(
    "/snapshots",
    status_code=201,
    response_model=SnapshotModel,
    responses=SENT | NONE | problems(503),
    openapi_extra=described(KeptSnapshotRequest),
)
async def create_snapshot_of_decision(
    principal: Writer, kept: Seen, sent: Sent, services: Services, post: Posted
) -> Response:
    """Create a snapshot of a result of a decision, at an address that cannot be guessed."""
    origin = Origin(kept.row.id, kept.version)

    def work(cancel: Cancel) -> Reply:
        body = read_open(KeptSnapshotRequest, sent.values())
        arguments = resolved(kept.state, body.model_extra or {})
        return services.idempotency.answer(
            post,
            lambda: services.snapshots.make(
                principal, body.kind, kept.state.problem, arguments, origin=origin, cancel=cancel
            ),
        )

    return replied(await services.computing.run(work))


@router.get("/snapshots", responses=NONE)
def list_snapshots_of_decision(
    kept: Seen, principal: Reader, services: Services, limit: Limit = 50, cursor: Cursor = None
) -> SnapshotPage:
    """List the snapshots of a decision, newest first, including revoked ones."""
    return services.snapshots.page(principal, limit, cursor, kept.row.id)
