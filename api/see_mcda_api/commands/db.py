"""``see-mcda db``: database maintenance."""

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
from see_mcda_api.commands.database import DatabaseName, open_database, settings_for
from see_mcda_api.decisions.archive import export_decision, import_decision
from see_mcda_api.decisions.forgetting import forget_person
from see_mcda_api.keys.principal import LOCAL_TEAM
from see_mcda_api.storage.database import Database

Team = Annotated[
    str, typer.Option("--team", metavar="TEAM", help=message("the team that shares the decisions").template)
]
db = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=message("Maintain the database: upgrade, back up, export, import, forget a person.").template,
)


@db.command(
    "upgrade",
    cls=Command,
    help=message("Upgrade the database; on PostgreSQL, do this before the server starts.").template,
)
def _upgrade(context: typer.Context, database: DatabaseName = None) -> None:
    with open_database(settings_for(database)):
        session = session_of(context)
        session.show(session.say(message("the database is up to date")))


@db.command("backup", cls=Command, help=message("Back up an SQLite database while it is in use.").template)
def _backup(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=message("the backup file; it must not exist yet").template)
    ],
    database: DatabaseName = None,
) -> None:
    with open_database(settings_for(database)) as kept:
        backup(kept, Path(file))
    session = session_of(context)
    session.show(session.say(message("written: {path}", path=file)))


@db.command(
    "export",
    cls=Command,
    help=message("Export a decision with its history to a JSON file.").template,
    epilog="db export wokqdd7snwcaee7c2pmthe4lhv decision.json",
)
def _export(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="ID", help=message("the decision's id").template)],
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("the file to write").template)],
    database: DatabaseName = None,
) -> None:
    with open_database(settings_for(database)) as kept:
        archive = export_decision(kept, decision)
    write_whole(file, dump_document(archive.model_dump(mode="json", by_alias=True), "json"))
    session = session_of(context)
    session.show(session.say(message("written: {path}", path=file)))


@db.command(
    "import",
    cls=Command,
    help=message("Import an exported decision with its history for a team.").template,
    epilog="db import decision.json --team institute",
)
def _import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("an exported decision").template)],
    team: Team = LOCAL_TEAM,
    database: DatabaseName = None,
) -> None:
    document = load_document(read_bytes(file), "json")
    with open_database(settings_for(database)) as kept:
        id = import_decision(kept, document, team)
    session_of(context).show(f"/v1/decisions/{id}")


@db.command(
    "forget-person",
    cls=Command,
    help=message(
        "Replace a person's name by a pseudonym, revoke the person's keys, and delete the "
        "files that the person uploaded or is an assessor in."
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
    with open_database(settings_for(database)) as kept:
        forgotten = forget_person(kept, team, person)
    if not forgotten.places:
        raise refuse(
            UnknownNameError,
            "unknown-person",
            "{name} does not occur in the data of the team {team}",
            "PERSON",
            team=team,
            name=person,
        )
    session = session_of(context)
    if forgotten.files:
        session.show(session.say(message("uploaded files deleted: {files}", files=forgotten.files)))
    told = message("replaced in {places} places by {name}", places=forgotten.places, name=forgotten.pseudonym)
    session.show(session.say(told))


def backup(database: Database, file: Path) -> None:
    """Write a verified copy of an SQLite database; raise :class:`FileError` if that fails."""
    if not database.sqlite:
        raise refuse(FileError, "other-database", "use pg_dump to back up PostgreSQL")
    if file.exists():
        raise refuse(FileError, "exists", "this file already exists; choose another name", str(file))
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
