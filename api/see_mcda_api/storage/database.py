"""Database connections and transactions.

On SQLite, writes begin with BEGIN IMMEDIATE, because a transaction that reads first and then writes fails if
another one has written. A lock queues the writes of a process; it is faster and fairer than SQLite's own
busy wait. Commits survive a power loss (``synchronous=FULL``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

BUSY_MILLISECONDS = 5000
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
)


class Database:
    """A database, shared by all threads of a process."""

    def __init__(self, url: str | URL):
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.file = Path(self.url.database) if self.sqlite and self.url.database else None
        self._writing = threading.Lock()
        if self.sqlite:
            if self.file is not None:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            self.engine: Engine = create_engine(self.url, pool_size=20, max_overflow=40)
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)
        else:
            self.engine = create_engine(
                self.url,
                pool_size=20,
                max_overflow=20,
                pool_pre_ping=True,
                pool_timeout=5,
                # notice a server that disappears without closing the connection
                connect_args={"connect_timeout": 3, "tcp_user_timeout": 5000, "keepalives_idle": 5},
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a read-only session."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are committed at the end of the block."""
        with (
            self._writing if self.sqlite else nullcontext(),
            Session(self.engine.execution_options(writes=True), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def answers(self) -> None:
        """Raise the driver's error if the database does not respond."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
