"""The disk is full, the database is away or busy: it is told, nothing is lost, it recovers by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx2
import own_postgres
import psycopg.errors
import pytest
from processes import Process, Serve, migrate, waited
from sqlalchemy.exc import OperationalError

from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.http.errors import of_database


def make(client: httpx2.Client, **problem: str) -> httpx2.Response:
    return client.post("/v1/decisions", json={"problem": {**PROBLEM, **problem}})


def is_problem(answer: httpx2.Response, status: int, kind: str) -> bool:
    return (answer.status_code, answer.headers["Content-Type"], answer.json()["type"]) == (
        status,
        "application/problem+json",
        f"urn:see-mcda:problem:{kind}",
    )


def until(what: str, client: httpx2.Client, path: str, status: int) -> None:
    waited(lambda: client.get(path).status_code == status, what)


def ids(client: httpx2.Client) -> set[str]:
    return {each["id"] for each in client.get("/v1/decisions", params={"limit": 200}).json()["items"]}


@pytest.mark.soak
def test_a_full_disk_is_told_and_what_was_kept_stays(serve: Serve, sqlite_url: str) -> None:
    server = serve(sqlite_url, "--no-worker")
    unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    with server.client() as client:
        kept = {make(client).json()["id"] for _ in range(3)}
        # no file may grow beyond this: writing fails as it does on a full disk
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (300_000, unlimited[1]))
        refused = 0
        for number in range(40):
            answer = make(
                client, note=f"{number} " + "".join(chr(97 + (i * i + number) % 26) for i in range(15_000))
            )
            if answer.status_code == 201:
                kept.add(answer.json()["id"])
            else:
                assert is_problem(answer, 507, "full")
                refused += 1
        assert refused
        assert ids(client) == kept, "reading goes on"
        assert client.post("/v1/rankings", json={"problem": PROBLEM}).status_code == 200
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        kept.add(make(client).json()["id"])
        assert ids(client) == kept
    server.kill()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def own() -> Iterator[own_postgres.Postgres]:
    """A PostgreSQL that a test may stop."""
    with own_postgres.postgres() as server:
        yield server


@pytest.mark.soak
def test_a_database_that_is_away_and_back_needs_no_restart(serve: Serve, own: own_postgres.Postgres) -> None:
    url = own.url(own.create())
    migrate(url)
    server = serve(url)
    with server.client() as client:
        kept = {make(client).json()["id"] for _ in range(3)}
        body = {"analysis": "acceptability", "problem": PROBLEM, "samples": 2_000_000, "seed": 1}
        run = client.post("/v1/runs", json=body).json()["id"]
        own.stop()
        assert client.get("/healthz").status_code == 200
        until("it was not noticed", client, "/readyz", 503)
        for answer in (make(client), client.get("/v1/decisions"), client.get(f"/v1/runs/{run}")):
            assert is_problem(answer, 503, "unavailable")
            assert answer.headers["Retry-After"]
        assert client.post("/v1/rankings", json={"problem": PROBLEM}).status_code == 200
        own.start()
        until("it did not come back", client, "/readyz", 200)
        assert ids(client) == kept
        assert make(client).status_code == 201
        with client.stream("GET", f"/v1/runs/{run}/events") as stream:
            stream.read()
        assert client.get(f"/v1/runs/{run}").json()["state"] == "done"
    assert "Traceback" not in server.log.replace("\\nTraceback", "")


@pytest.mark.soak
def test_a_busy_database_is_told_after_a_while_and_then_written(serve: Serve, sqlite_url: str) -> None:
    server: Process = serve(sqlite_url, "--no-worker")
    with server.client() as client:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert is_problem(make(client), 503, "unavailable")
            assert client.get("/v1/decisions").status_code == 200
        assert make(client).status_code == 201


def test_postgresqls_full_disk_is_one_too() -> None:
    error = OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))
    assert of_database(error).status == 507
