"""The application: all routers and middleware."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from see_mcda.results.record import engine_version
from see_mcda_api.compute.endpoints import router as stateless
from see_mcda_api.compute.weights.endpoints import router as weights
from see_mcda_api.decisions.analyses import router as kept_analyses
from see_mcda_api.decisions.endpoints import router as decisions
from see_mcda_api.decisions.parts import router as parts
from see_mcda_api.decisions.returns import router as returns
from see_mcda_api.http import errors as faults
from see_mcda_api.http.openapi import DescribedApplication
from see_mcda_api.keys.endpoints import router as keys
from see_mcda_api.operations.endpoints import router as operations
from see_mcda_api.operations.logs import configure
from see_mcda_api.operations.middleware import RequestMiddleware
from see_mcda_api.pages.errors import error_page
from see_mcda_api.pages.routes import PAGES
from see_mcda_api.runs.endpoints import router as runs
from see_mcda_api.runs.events import Watch
from see_mcda_api.runs.worker import Worker
from see_mcda_api.security.hosts import Hosts
from see_mcda_api.security.sizes import Sizes
from see_mcda_api.services import Services
from see_mcda_api.session.endpoints import router as session
from see_mcda_api.settings import Settings
from see_mcda_api.snapshots.endpoints import router as snapshots
from see_mcda_api.snapshots.shared import router as shared
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade

ALLOWED = (
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
)
EXPOSED = ("Decision-Version", "ETag", "Location", "Retry-After", "X-Request-ID")
"""Request and response headers that allowed origins (CORS) may use."""
ROUTERS: tuple[APIRouter, ...] = (
    stateless,
    weights,
    decisions,
    parts,
    returns,
    kept_analyses,
    runs,
    snapshots,
    shared,
    keys,
    session,
    operations,
    *PAGES,
)
"""All routers, in the order of the documentation."""


def create_process(settings: Settings | None = None) -> FastAPI:
    """Return the application of a server process, with logging configured."""
    chosen = settings or Settings()
    configure(chosen.log_level)
    application = create_application(chosen)
    # these objects live as long as the process, so the garbage collector can skip them
    gc.collect()
    gc.freeze()
    return application


def create_application(settings: Settings | None = None) -> FastAPI:
    """Return the ASGI application; an SQLite database is upgraded at startup."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        database = Database(chosen.url)
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

    application = DescribedApplication(
        title="see-mcda",
        version=engine_version(),
        summary="Rank candidates against weighted criteria, with reasons and uncertainty",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    faults.install(application)
    application.state.error_page = error_page
    for router in ROUTERS:
        application.include_router(router)

    # the middleware added last is the outermost
    application.add_middleware(Sizes, most=chosen.body_bytes)
    application.add_middleware(Hosts, names=chosen.host_names, origins=chosen.origins)
    if chosen.origins:
        application.add_middleware(
            CORSMiddleware,
            allow_origins=chosen.origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=ALLOWED,
            expose_headers=EXPOSED,
        )
    application.add_middleware(RequestMiddleware)
    return application
