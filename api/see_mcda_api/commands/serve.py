"""``see-mcda serve``: start the service."""

from __future__ import annotations

import os
import signal
import socket
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from see_mcda.cli.session import session_of
from see_mcda.errors import FileError, InputError, refuse
from see_mcda.language.messages import message
from see_mcda_api.commands.database import DatabaseName, open_database, url_of
from see_mcda_api.keys.service import Keys
from see_mcda_api.settings import Settings, chosen


def serve(
    context: typer.Context,
    *,
    database: DatabaseName = None,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help=message("the address to listen on").template)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", help=message("the port; 0 picks a free one").template),
    ] = None,
    hosts: Annotated[
        str | None,
        typer.Option("--hosts", metavar="NAME,…", help=message("more host names of the service").template),
    ] = None,
    origins: Annotated[
        str | None,
        typer.Option(
            "--origins", metavar="URL,…", help=message("other sites that may call the API (CORS)").template
        ),
    ] = None,
    keys: Annotated[
        bool | None,
        typer.Option(
            "--keys/--no-keys",
            help=message("require an API key on this machine too (use it behind a proxy)").template,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help=message("server processes (PostgreSQL)").template),
    ] = None,
    worker: Annotated[
        bool | None,
        typer.Option("--worker/--no-worker", help=message("compute long runs in this process").template),
    ] = None,
) -> None:
    """Start the service."""
    settings = chosen(
        database=database and url_of(database),
        host=host,
        port=port,
        hosts=hosts,
        origins=origins,
        keys=keys,
        workers=workers,
        worker=worker,
    )
    _prepare(settings)
    listening = _listening(settings)
    address = settings.host if ":" not in settings.host else f"[{settings.host}]"
    session_of(context).show(f"http://{address}:{listening.getsockname()[1]}/docs")
    if settings.workers == 1:
        _run(settings, listening)
        return
    with TemporaryDirectory(prefix="see-mcda-metrics.") as folder:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        _run(settings, listening)


def _prepare(settings: Settings) -> None:
    """Upgrade the database; raise :class:`InputError` for settings under which the service cannot start."""
    with open_database(settings) as kept:
        if settings.workers > 1 and kept.sqlite:
            raise refuse(InputError, "one-writer", "several server processes need PostgreSQL", "--workers")
        keys = Keys(kept)
        if settings.admin_key_file is not None:
            keys.store_first_key(settings.admin_key_file, settings.admin_team)
        if settings.keys_required and not keys.all():
            raise refuse(
                InputError,
                "no-keys",
                "a service that others can reach needs API keys; create the first one: see-mcda keys "
                "make TEAM PERSON --scope admin",
            )


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host.strip("[]"), settings.port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        place = f"{settings.host}:{settings.port}"
        reason = error.strerror or str(error)
        raise refuse(
            FileError, "cannot-listen", "cannot listen on this address: {reason}", place, reason=reason
        ) from None
    listening.set_inheritable(True)
    return listening


def _run(settings: Settings, listening: socket.socket) -> None:
    """Serve until a signal; several processes read the settings from the environment."""
    import uvicorn  # noqa: PLC0415
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415

    from see_mcda_api.application import create_process  # noqa: PLC0415

    several = settings.workers > 1
    if several:
        os.environ.update(settings.environment())
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises the signal again after shutdown; exit at once, without waiting for threads whose
        # results are no longer needed
        signal.signal(number, lambda *_: os._exit(0))
    config = uvicorn.Config(
        "see_mcda_api.application:create_process" if several else create_process(settings),
        factory=several,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
    server = uvicorn.Server(config)
    if several:
        Multiprocess(config, sockets=[listening]).run()
    else:
        server.run(sockets=[listening])
