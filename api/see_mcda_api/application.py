"""The application: every resource under ``/v1``, and what stands around them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from see_mcda.record import engine_version
from see_mcda_api import faults
from see_mcda_api.decisions.analyses import router as kept_analyses
from see_mcda_api.decisions.endpoints import router as decisions
from see_mcda_api.decisions.parts import router as parts
from see_mcda_api.dependencies import language_of
from see_mcda_api.runs.endpoints import router as runs
from see_mcda_api.runs.watch import Watch
from see_mcda_api.runs.worker import Worker
from see_mcda_api.security.hosts import Hosts
from see_mcda_api.services import Services
from see_mcda_api.settings import Settings
from see_mcda_api.snapshots.endpoints import router as snapshots
from see_mcda_api.snapshots.shared import router as shared
from see_mcda_api.stateless.endpoints import router as stateless
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade
from see_mcda_api.weights.endpoints import router as weights

ROUTERS: tuple[APIRouter, ...] = (
    stateless,
    weights,
    decisions,
    parts,
    kept_analyses,
    runs,
    snapshots,
    shared,
)
"""Every resource's, in the order of the documentation."""


def create_application(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready for an ASGI server; its database is brought up to date when it starts."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        database = Database(chosen.database)
        if database.sqlite:
            upgrade(database)
        services = application.state.services = Services.of(chosen, database)
        watch = application.state.watch = Watch(services.runs)
        watch.start()
        worker = Worker(database, chosen, services.runs.woken) if chosen.worker else None
        if worker is not None:
            worker.start()
        yield
        await watch.stop()
        if worker is not None:
            await run_in_threadpool(worker.stop)
        database.close()

    application = FastAPI(
        title="see-mcda",
        version=engine_version(),
        summary="Rank candidates against weighted criteria, and say why and how surely",
        openapi_url="/v1/openapi.json",
        docs_url="/docs",
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        max_body_size=chosen.body_bytes,
    )
    faults.install(application)
    for router in ROUTERS:
        application.include_router(router)

    @application.middleware("http")
    async def around(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.request_id = secrets.token_hex(8)
        request.state.language = request.query_params.get("lang") or language_of(
            request.headers.get("accept-language", "")
        )
        response = await call_next(request)
        response.headers["X-Request-ID"] = request.state.request_id
        return response

    application.add_middleware(Hosts, names=chosen.host_names, origins=chosen.origins)
    return application
