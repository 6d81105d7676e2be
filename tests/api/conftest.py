"""What tests of the service share: a PostgreSQL, a fresh database, the service in process and as a process.

Every fixture that takes ``database_url`` runs twice: on SQLite and on PostgreSQL. A test that needs only one
asks for ``sqlite_url`` or ``postgres_url``.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import own_postgres
import pytest
from fastapi.testclient import TestClient
from processes import SECONDS, Process, Serve, in_process, migrate, serving

from see_mcda_api.runs import executors


@pytest.fixture(scope="session")
def postgres() -> Iterator[own_postgres.Postgres]:
    """A PostgreSQL that this session starts and stops."""
    with own_postgres.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _migrated_database(postgres: own_postgres.Postgres) -> str:
    name = postgres.create()
    migrate(postgres.url(name))
    return name


@pytest.fixture
def sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with all tables."""
    return f"sqlite:///{shutil.copy(_migrated_file, tmp_path / 'decisions.sqlite')}"


@pytest.fixture
def postgres_url(postgres: own_postgres.Postgres, _migrated_database: str) -> Iterator[str]:
    """A fresh PostgreSQL database with all tables."""
    name = postgres.create(_migrated_database)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables: once SQLite, once PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Undo what starting a service in process does to the log: later tests would print every request."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture
def settings() -> dict[str, Any]:
    """Settings of the service in process; a test module may override this fixture."""
    return {}


@pytest.fixture
def service(sqlite_url: str, settings: dict[str, Any]) -> Iterator[TestClient]:
    """The service in this process, on a fresh SQLite database, without keys."""
    with TestClient(in_process(sqlite_url, **settings), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def client(sqlite_url: str) -> Iterator[TestClient]:
    """A visitor of the pages, without a worker; redirects are not followed."""
    application = in_process(sqlite_url, worker=False)
    with TestClient(application, base_url="http://localhost", follow_redirects=False) as made:
        yield made


@pytest.fixture
def decision(client: TestClient) -> str:
    """The path of the pages of the shipped example, kept as a decision."""
    return str(client.post("/", data={"key": "example"}).headers["location"]).removesuffix("/explore")


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts ``see-mcda serve``: ``serve(database_url, SEE_MCDA_KEYS="true")``."""
    with ExitStack() as running:

        def start(database: str, *arguments: str, **environment: Any) -> Process:
            return running.enter_context(
                serving(database, tmp_path / "server.log", *arguments, **environment)
            )

        yield start


@pytest.fixture
def server(serve: Serve, database_url: str) -> Process:
    """A real server process on a fresh database: once SQLite, once PostgreSQL."""
    return serve(database_url)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """Makes the workers of this process compute block after block, each when a turn is released."""
    turns = threading.Semaphore(0)

    class InTurn(ThreadPoolExecutor):
        def __init__(self, *_: object, **names: Any):
            super().__init__(1, **names)

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(lambda: turns.acquire(timeout=SECONDS) and fn(*args, **kwargs))

    monkeypatch.setattr(executors, "ThreadPoolExecutor", InTurn)
    yield turns
    turns.release(1000)  # nothing waits any more
