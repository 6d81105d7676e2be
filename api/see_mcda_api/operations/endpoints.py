"""``/healthz``, ``/readyz``, ``/metrics``."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.errors import database_unavailable
from see_mcda_api.http.responses import problems
from see_mcda_api.operations.metrics import render_metrics

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    """The health of the service."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def read_health() -> Health:
    """Return whether the process is alive."""
    return Health()


@router.get("/readyz", responses=problems(of_503="the database is not available"))
def read_readiness(services: Services) -> Health:
    """Return whether the service can handle requests: the database responds."""
    try:
        services.database.answers()
    except SQLAlchemyError:
        raise database_unavailable() from None
    return Health()


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "the metrics", "content": {"text/plain": {}}}},
)
def read_metrics(_: Reader, services: Services) -> Response:
    """Return the metrics for Prometheus."""
    return Response(render_metrics(services.runs.counted()), media_type=CONTENT_TYPE_LATEST)
