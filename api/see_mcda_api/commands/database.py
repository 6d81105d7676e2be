"""The database of a command."""

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
        "--database", metavar="FILE|URL", help=message("the database: an SQLite file or a URL").template
    ),
]


def url_of(database: str) -> str:
    """Return the URL of a database given as a URL or as an SQLite file."""
    return database if "://" in database else f"sqlite:///{database}"


def settings_for(database: str | None) -> Settings:
    """Return the settings; ``database`` overrides the one in the environment."""
    return chosen(database=database and url_of(database))


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open and upgrade the database; raise :class:`FileError` if it cannot be used."""
    try:
        kept = Database(settings.url)
        try:
            upgrade(kept)
            yield kept
        finally:
            kept.close()
    except (ArgumentError, ModuleNotFoundError) as error:
        raise refuse(
            FileError, "bad-database", "the database cannot be used: {reason}", reason=error
        ) from None
    except (DBAPIError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise refuse(
            FileError, "no-database", "the database cannot be used: {reason}", reason=reason
        ) from None
