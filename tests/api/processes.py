"""The service in this process, and real processes of the installed command ``see-mcda``."""

from __future__ import annotations

import io
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from fastapi import FastAPI

from see_mcda.cli import main
from see_mcda_api.application import create_application
from see_mcda_api.keys.principal import LOCAL, Principal, Scope
from see_mcda_api.keys.service import Keys
from see_mcda_api.runs.service import Runs
from see_mcda_api.settings import Settings
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade

COMMAND = Path(sys.executable).parent / "see-mcda"
SECONDS = 600
"""How long anything is waited for: a test that fails may take long, none fails since a machine is slow."""
T = TypeVar("T")


def waited(condition: Callable[[], T | None], what: str = "it did not happen") -> T:
    """Return what a condition gives as soon as that is true."""
    until = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < until, what
        time.sleep(0.02)
    return found


class Process:
    """A server that was started: its address, its log, its end."""

    def __init__(self, process: subprocess.Popen[bytes], url: str, log: Path):
        self.process = process
        self.url = url
        self._log = log

    @property
    def log(self) -> str:
        """What it said so far."""
        return self._log.read_text(encoding="utf-8")

    def client(self, key: str | None = None) -> httpx2.Client:
        """Return a client of this server, perhaps with a key; close it."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=SECONDS, trust_env=False)

    def kill(self) -> None:
        """End it without warning."""
        self.process.kill()
        self.process.wait(SECONDS)

    def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)

    def wait(self) -> None:
        """Return as soon as it answers."""
        waited(self._answers, "the server does not answer")

    def _answers(self) -> bool:
        try:
            httpx2.get(f"{self.url}/healthz", trust_env=False, timeout=SECONDS)
        except httpx2.TransportError:
            assert self.process.poll() is None, self.log
            return False
        return True


Serve = Callable[..., Process]


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def printed(self) -> bytes:
        """What it printed, as it did not fail."""
        assert self.returncode == 0, self.stderr
        return self.stdout.encode()


def command(*arguments: object) -> Said:
    """Run ``see-mcda`` in this process, which saves the seconds of starting another one."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([str(word) for word in arguments])
    return Said(status, out.getvalue(), err.getvalue())


def standing_still(pieces: int) -> list[str]:
    """Return the command ``see-mcda`` whose worker computes some pieces of its runs and then no more."""
    program = """
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from see_mcda.cli import main
from see_mcda_api.runs import executors
left = iter(range(int(sys.argv.pop(1))))
class StandingStill(ThreadPoolExecutor):
    def submit(self, *work):
        return Future() if next(left, None) is None else super().submit(*work)
executors.ThreadPoolExecutor = StandingStill
sys.exit(main(sys.argv[1:]))
"""
    return [sys.executable, "-c", program, str(pieces)]


@contextmanager
def serving(
    database: str,
    log: Path,
    *arguments: str,
    port: int | None = None,
    command: Sequence[str | Path] = (COMMAND,),
    **environment: str,
) -> Iterator[Process]:
    """Start ``see-mcda serve`` on a database; it is killed at the end if it still runs."""
    port = port or free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "serve", "--database", database, "--port", str(port), *arguments],
            stdout=output,
            stderr=output,
            env=plain_environment(**environment),
        )
    server = Process(process, f"http://127.0.0.1:{port}", log)
    try:
        server.wait()
        yield server
    finally:
        server.kill()


_PORTS = itertools.cycle(range(20_000 + os.getpid() % 120 * 100, 20_100 + os.getpid() % 120 * 100))
"""Each process of the tests has its own ports, below those that Linux gives to connections."""


def free_port() -> int:
    """Return a port of loopback on which nobody listens."""
    for port in _PORTS:
        with socket.socket() as bound, suppress(OSError):
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(("127.0.0.1", port))
            return port
    raise AssertionError


def plain_environment(**settings: str) -> dict[str, str]:
    """Return this process's environment without anybody's settings of see-mcda, plus those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEE_MCDA_")}
    return kept | settings


@cache
def described() -> FastAPI:
    """Return an application for its description and its routes, without a database."""
    return create_application()


def in_process(database: str, **settings: Any) -> FastAPI:
    """Return the application on a database.

    All have the same routes: FastAPI prepares them at the first request, which takes longer than most tests.
    """
    application = create_application(Settings(database=database, **settings))
    application.router.routes = described().router.routes
    return application


def migrate(url: str) -> None:
    """Bring a database up to date."""
    database = Database(url)
    upgrade(database)
    database.close()


def key_of(url: str, team: str, person: str, scope: Scope = "write", **options: Any) -> dict[str, str]:
    """Make a key in a database and return the header that carries it."""
    database = Database(url)
    try:
        return {"Authorization": f"Bearer {Keys(database).make(team, person, scope, **options)}"}
    finally:
        database.close()


def taken_on(runs: Runs, problem: Any, arguments: Any, principal: Principal = LOCAL) -> str:
    """Take on a run of acceptability and return its id."""
    made = runs.make(principal, "acceptability", problem, arguments)
    with runs.database.writing() as session:
        session.add_all(made.rows)
    runs.woken.set()
    return str(made.rows[0].id)
