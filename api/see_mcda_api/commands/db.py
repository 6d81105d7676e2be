"""``see-mcda db``: bring the database up to date, and copy it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from see_mcda.cli.commands import Command, Group
from see_mcda.cli.session import session_of
from see_mcda.errors import FileError, refuse
from see_mcda.words import message
from see_mcda_api.commands.kept import DatabaseName, opened
from see_mcda_api.storage.database import Database

db = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=message("Bring the service's database up to date, or copy it.").template,
)


@db.command(
    "upgrade",
    cls=Command,
    help=message("Bring the database up to date; a server on PostgreSQL needs it before it starts.").template,
)
def _upgrade(context: typer.Context, database: DatabaseName = None) -> None:
    with opened(database):
        session = session_of(context)
        session.show(session.say(message("the database is up to date")))


@db.command("backup", cls=Command, help=message("Copy an SQLite database while it is in use.").template)
def _backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("the copy; it must be new").template)],
    database: DatabaseName = None,
) -> None:
    with opened(database) as kept:
        backup(kept, Path(file))
    session = session_of(context)
    session.show(session.say(message("written: {path}", path=file)))


def backup(database: Database, file: Path) -> None:
    """Copy a database: a whole one that was checked, or nothing. Raises :class:`FileError`."""
    if not database.sqlite:
        raise refuse(FileError, "other-database", "PostgreSQL is backed up by its own pg_dump")
    if file.exists():
        raise refuse(FileError, "exists", "there is such a file already; choose another name", str(file))
    try:
        with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
            copy = Path(folder) / "copy.sqlite"
            with database.engine.connect() as connection:
                connection.connection.cursor().execute("VACUUM INTO ?", (str(copy),))
            with closing(sqlite3.connect(copy)) as made:
                [verdict] = made.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise refuse(FileError, "damaged", "the copy is damaged: {reason}", str(file), reason=verdict)
            os.replace(copy, file)
    except (OSError, sqlite3.Error) as error:
        raise refuse(
            FileError, "unwritable", "the file cannot be written: {reason}", str(file), reason=error
        ) from None
