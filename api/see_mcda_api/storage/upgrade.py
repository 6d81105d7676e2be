"""Database migrations with Alembic.

A lock lets one process migrate while others that start at the same time wait.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from see_mcda.errors import FileError, refuse
from see_mcda_api.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY = 7_365_652_341
"""The number of the advisory lock in PostgreSQL."""


def upgrade(database: Database) -> tuple[str | None, str | None]:
    """Upgrade the database; return the revisions before and after.

    Raises :class:`see_mcda.errors.FileError` for a database of a newer version.
    """
    known, shipped = _revision(database), _shipped()
    if known == max(shipped):
        return known, known
    if known is not None and known not in shipped:
        raise refuse(
            FileError,
            "newer-database",
            "this database was made by a newer version of see-mcda (revision {revision}); install that"
            " version",
            revision=known,
        )
    from alembic import command  # noqa: PLC0415 (takes a second to import)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with _alone(database), database.engine.connect() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _ADVISORY})
            connection.commit()
        config.attributes["connection"] = connection
        try:
            before = MigrationContext.configure(connection).get_current_revision()
            connection.rollback()
            command.upgrade(config, "head")
        finally:
            _release(database, connection)
        after = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    return before, after


def _shipped() -> set[str]:
    """Return the revisions, from the numbers of the files."""
    return {file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _release(database: Database, connection: Connection) -> None:
    if not database.sqlite:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _ADVISORY})
        connection.commit()


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Hold a lock file next to an SQLite file, so that only one process migrates it."""
    if database.file is None:
        yield
        return
    with database.file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
