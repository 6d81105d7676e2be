"""``see-mcda db``: bring the database up to date, copy it, carry decisions over, forget people."""

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
from see_mcda.errors import FileError, UnknownNameError, refuse
from see_mcda.io.files import dump_document, load_document, read_bytes, write_whole
from see_mcda.language.messages import message
from see_mcda_api.commands.kept import DatabaseName, named, opened
from see_mcda_api.decisions.archive import exported, imported
from see_mcda_api.decisions.people import forget
from see_mcda_api.keys.principal import LOCAL_TEAM
from see_mcda_api.storage.database import Database

Team = Annotated[str, typer.Option("--team", metavar="TEAM", help=message("who share decisions").template)]
db = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=message("Look after the service's database: upgrade, copy, carry over, forget.").template,
)


@db.command(
    "upgrade",
    cls=Command,
    help=message("Bring the database up to date; a server on PostgreSQL needs it before it starts.").template,
)
def _upgrade(context: typer.Context, database: DatabaseName = None) -> None:
    with opened(named(database)):
        session = session_of(context)
        session.show(session.say(message("the database is up to date")))


@db.command("backup", cls=Command, help=message("Copy an SQLite database while it is in use.").template)
def _backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("the copy; it must be new").template)],
    database: DatabaseName = None,
) -> None:
    with opened(named(database)) as kept:
        backup(kept, Path(file))
    session = session_of(context)
    session.show(session.say(message("written: {path}", path=file)))


@db.command(
    "export",
    cls=Command,
    help=message("Write a decision with its whole history to one file (JSON).").template,
    epilog="db export wokqdd7snwcaee7c2pmthe4lhv decision.json",
)
def _export(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="ID", help=message("the decision's id").template)],
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("the file to write").template)],
    database: DatabaseName = None,
) -> None:
    with opened(named(database)) as kept:
        archive = exported(kept, decision)
    write_whole(file, dump_document(archive.model_dump(mode="json", by_alias=True), "json"))
    session = session_of(context)
    session.show(session.say(message("written: {path}", path=file)))


@db.command(
    "import",
    cls=Command,
    help=message("Keep a decision that was exported, with its whole history, for a team.").template,
    epilog="db import decision.json --team institute",
)
def _import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("an exported decision").template)],
    team: Team = LOCAL_TEAM,
    database: DatabaseName = None,
) -> None:
    document = load_document(read_bytes(file), "json")
    with opened(named(database)) as kept:
        id = imported(kept, document, team)
    session_of(context).show(f"/v1/decisions/{id}")


@db.command(
    "forget-person",
    cls=Command,
    help=message(
        "Put a pseudonym in the place of a person's name, withdraw the person's keys, and delete the files"
        " that the person uploaded or was an assessor in."
    ).template,
    epilog="db forget-person anna --team institute",
)
def _forget(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help=message("the name in the history").template)
    ],
    team: Team = LOCAL_TEAM,
    database: DatabaseName = None,
) -> None:
    with opened(named(database)) as kept:
        forgotten = forget(kept, team, person)
    if not forgotten.places:
        raise refuse(
            UnknownNameError,
            "unknown-person",
            "the team {team} knows no {name}",
            "PERSON",
            team=team,
            name=person,
        )
    session = session_of(context)
    if forgotten.files:
        session.show(session.say(message("uploaded files deleted: {files}", files=forgotten.files)))
    told = message("{places} places now say {name}", places=forgotten.places, name=forgotten.pseudonym)
    session.show(session.say(told))


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
