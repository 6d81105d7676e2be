"""``see-mcda serve``: start the service."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from see_mcda.cli.session import session_of
from see_mcda.errors import InputError, refuse
from see_mcda.words import message
from see_mcda_api.commands.kept import DatabaseName, opened, url_of
from see_mcda_api.keys.service import Keys
from see_mcda_api.settings import Settings


def serve(
    context: typer.Context,
    database: DatabaseName = None,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help=message("where to listen").template)
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", help=message("0 takes any that is free").template)
    ] = None,
    worker: Annotated[
        bool | None,
        typer.Option("--worker/--no-worker", help=message("compute long runs in this process").template),
    ] = None,
) -> None:
    """Start the service."""
    import uvicorn  # noqa: PLC0415

    from see_mcda_api.application import create_application  # noqa: PLC0415

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "database": database and url_of(database),
        "worker": worker,
    }
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    with opened(settings.database) as kept:
        needs_keys = settings.keys_required and not Keys(kept).all()
    if needs_keys:
        raise refuse(
            InputError,
            "no-keys",
            "a service that others can reach needs keys; make the first:"
            " see-mcda keys make TEAM PERSON --scope admin",
        )
    session_of(context).show(f"http://{settings.host}:{settings.port}/docs")
    uvicorn.run(
        create_application(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
