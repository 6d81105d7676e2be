"""The database that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy.exc import ArgumentError, DBAPIError

from see_mcda.errors import FileError, refuse
from see_mcda.language.messages import message
from see_mcda_api.settings import Settings, chosen
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade

DatabaseName = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="FILE|URL",
        help=message("where decisions are kept: a file, or a database's URL").template,
    ),
]


def url_of(database: str) -> str:
    """Return the URL of a database that is named by its URL or, for SQLite, by its file."""
    return database if "://" in database else f"sqlite:///{database}"


def named(database: str | None) -> Settings:
    """Return the settings, with the database that is named, if one is."""
    return chosen(database=database and url_of(database))


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Give the database, brought up to date; raise :class:`FileError` if it cannot be used."""
    try:
        kept = Database(settings.url)
        try:
            upgrade(kept)
            yield kept
        finally:
            kept.close()
    except (ArgumentError, ModuleNotFoundError) as error:
        raise refuse(
            FileError, "bad-database", "this is no database that can be used: {reason}", reason=error
        ) from None
    except (DBAPIError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise refuse(
            FileError, "no-database", "the database cannot be used: {reason}", reason=reason
        ) from None
