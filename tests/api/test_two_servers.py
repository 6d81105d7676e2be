"""Several processes share one database: what one writes another reads, and one alone makes the tables."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any

import own_postgres
import pytest
from processes import SECONDS, Process, Serve, plain_environment

from see_mcda_api.runs.schemas import EXAMPLE

PROCESSES = 8
WRITES = 20
FIRST_START = """
import sys
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade
database = Database(sys.argv[1])
sys.stdin.readline()
print(*upgrade(database))
database.close()
"""


def create(server: Process, count: int) -> list[str]:
    with server.client() as client:
        answers = [client.post("/v1/runs", json={**EXAMPLE, "samples": 1000}) for _ in range(count)]
    assert [answer.status_code for answer in answers] == [202] * count
    return [answer.json()["id"] for answer in answers]


def runs(server: Process) -> list[dict[str, Any]]:
    with server.client() as client:
        listed: list[dict[str, Any]] = client.get("/v1/runs", params={"limit": 200}).json()["items"]
    return listed


def first_starts(url: str) -> list[str]:
    """Upgrade from several processes at the same moment; return what each says."""
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", FIRST_START, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=plain_environment(),
        )
        for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write("now\n")
        process.stdin.flush()
    return [process.communicate(timeout=SECONDS)[0].strip() for process in started]


@pytest.mark.soak
def test_two_servers_on_one_postgresql_see_each_others_concurrent_writes(
    serve: Serve, postgres_url: str
) -> None:
    servers = [serve(postgres_url, SEE_MCDA_WORKER="false"), serve(postgres_url, SEE_MCDA_WORKER="false")]
    with ThreadPoolExecutor(4) as writers:
        made = [id for ids in writers.map(create, servers * 2, repeat(WRITES)) for id in ids]
    assert len(set(made)) == 4 * WRITES
    for server in servers:
        assert {run["id"] for run in runs(server)} == set(made)


@pytest.mark.soak
def test_of_many_first_starts_at_once_on_sqlite_one_makes_the_tables(tmp_path: Path) -> None:
    said = first_starts(f"sqlite:///{tmp_path}/new.sqlite")
    assert sorted(line.split()[0] for line in said).count("None") == 1, said
    assert len({line.split()[1] for line in said}) == 1, said


@pytest.mark.soak
def test_of_many_first_starts_at_once_on_postgresql_one_makes_the_tables(
    postgres: own_postgres.Postgres,
) -> None:
    name = postgres.create()
    said = first_starts(postgres.url(name))
    postgres.drop(name)
    assert sorted(line.split()[0] for line in said).count("None") == 1, said
    assert len({line.split()[1] for line in said}) == 1, said
