from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path

import pytest
from processes import free_port, taken_on, waited

import see_mcda as sm
from see_mcda_api.keys.principal import LOCAL
from see_mcda_api.runs.executors import Dask
from see_mcda_api.runs.schemas import EXAMPLE, RunModel
from see_mcda_api.runs.service import Runs
from see_mcda_api.settings import Settings
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade

pytestmark = pytest.mark.soak
PROBLEM = EXAMPLE["problem"]
LONG = {"weights": "uniform", "samples": 6_000_000, "seed": 7}
BIN = Path(sys.executable).parent


class Processes:
    """Processes that end with the test."""

    def __init__(self) -> None:
        self.all: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        self.all.append(
            subprocess.Popen(
                [str(BIN / command[0]), *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        return self.all[-1]

    def scheduler(self, port: int) -> subprocess.Popen[bytes]:
        return self.start("dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def dask_worker(self, port: int) -> subprocess.Popen[bytes]:
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
        return self.start("dask", "worker", f"tcp://127.0.0.1:{port}", *options)


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes()
    yield made
    for process in made.all:
        process.kill()
        process.wait()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/runs.sqlite")
    upgrade(made)
    yield made
    made.close()


def wait(runs: Runs, run: str, until: Callable[[RunModel], bool]) -> RunModel:
    def reached() -> RunModel | None:
        return found if until(found := runs.get(LOCAL, run)) else None

    return waited(reached)


def uninterrupted() -> bytes:
    return (sm.sensitivity.acceptability(sm.read_problem(PROBLEM), **LONG).to_json() + "\n").encode()


def test_a_dask_worker_killed_in_the_middle_changes_no_byte(processes: Processes, database: Database) -> None:
    port = free_port()
    processes.scheduler(port)
    first, _ = processes.dask_worker(port), processes.dask_worker(port)
    runs = Runs(Settings(), database)
    run = taken_on(runs, PROBLEM, LONG)
    processes.start(
        "see-mcda", "worker", "--database", str(database.file), "--dask", f"tcp://127.0.0.1:{port}"
    )
    wait(runs, run, lambda found: found.done > 0)
    os.kill(first.pid, signal.SIGKILL)
    done = wait(runs, run, lambda found: found.state not in ("queued", "running"))
    assert (done.state, done.faults) == ("done", [])
    assert runs.result(LOCAL, run, "json", "en") == uninterrupted()


def test_a_scheduler_killed_in_the_middle_and_back_changes_no_byte(
    processes: Processes, database: Database
) -> None:
    port = free_port()
    scheduler = processes.scheduler(port)
    processes.dask_worker(port)
    runs = Runs(Settings(), database)
    run = taken_on(runs, PROBLEM, LONG)
    processes.start(
        "see-mcda", "worker", "--database", str(database.file), "--dask", f"tcp://127.0.0.1:{port}"
    )
    wait(runs, run, lambda found: found.done > 0)
    os.kill(scheduler.pid, signal.SIGKILL)
    scheduler.wait()
    processes.scheduler(port)
    processes.dask_worker(port)
    done = wait(runs, run, lambda found: found.state not in ("queued", "running"))
    assert (done.state, done.faults) == ("done", [])
    assert runs.result(LOCAL, run, "json", "en") == uninterrupted()


def connected(cluster: Dask) -> Executor | None:
    """Return the executor of a cluster, or None as long as its scheduler does not answer."""
    with suppress(OSError):
        return cluster.executor()
    return None


def test_a_scheduler_that_was_started_anew_has_forgotten_what_it_was_given(processes: Processes) -> None:
    port = free_port()
    scheduler = processes.scheduler(port)
    cluster = Dask(f"tcp://127.0.0.1:{port}")
    try:
        executor = waited(lambda: connected(cluster))
        assert not cluster.lost(executor)
        os.kill(scheduler.pid, signal.SIGKILL)
        scheduler.wait()
        processes.scheduler(port)
        waited(lambda: cluster.lost(executor))
        assert not cluster.lost(waited(lambda: connected(cluster)))
    finally:
        cluster.close()
