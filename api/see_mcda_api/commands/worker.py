"""``see-mcda worker``: compute the runs of a service."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from see_mcda.cli.session import session_of
from see_mcda.language.messages import message
from see_mcda_api.commands.database import url_of
from see_mcda_api.operations.logs import configure
from see_mcda_api.settings import chosen
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade


def worker(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="FILE|URL", help=message("the database").template),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask", metavar="URL", help=message("a Dask scheduler, tcp://host:8786, to compute on").template
        ),
    ] = None,
) -> None:
    """Compute the long runs of a service."""
    from see_mcda_api.runs.worker import Worker  # noqa: PLC0415 (the engine takes a second to import)

    settings = chosen(database=database and url_of(database), dask=dask)
    configure(settings.log_level)
    kept = Database(settings.url)
    if kept.sqlite:
        upgrade(kept)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    computing = Worker(kept, settings)
    computing.start()
    session_of(context).show(computing.id)
    ended.wait()
    computing.stop()
    kept.close()
