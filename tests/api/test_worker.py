from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import COMMAND, SECONDS, standing_still, taken_on, waited
from sqlalchemy import func, select, update

import see_mcda as sm
from see_mcda_api.keys.principal import LOCAL
from see_mcda_api.runs import claims
from see_mcda_api.runs.claims import Advance
from see_mcda_api.runs.liveness import identity, lives
from see_mcda_api.runs.schemas import EXAMPLE, RunModel
from see_mcda_api.runs.service import Runs
from see_mcda_api.runs.tables import Run, RunChunk
from see_mcda_api.runs.worker import Worker
from see_mcda_api.settings import Settings
from see_mcda_api.storage.base import now
from see_mcda_api.storage.database import Database

PROBLEM = EXAMPLE["problem"]
ASKED = {"weights": "uniform", "seed": 7}
LONG = {**ASKED, "samples": 200_000}
COMPUTED = 12
"""Pieces of ``LONG`` that a worker computes before it comes to a standstill."""
NOTHING = Advance(0, 0, 0, 0)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def runs(database: Database) -> Runs:
    return Runs(Settings(), database)


@pytest.fixture
def worker(database: Database) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start ``see-mcda worker`` processes."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, **streams: Any) -> subprocess.Popen[bytes]:
        url = database.url.render_as_string(hide_password=False)
        words = [*(command or [COMMAND]), "worker", "--database", url]
        started.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, **streams))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait(runs: Runs, run: str, until: Callable[[RunModel], bool]) -> RunModel:
    def reached() -> RunModel | None:
        return found if until(found := runs.get(LOCAL, run)) else None

    return waited(reached)


def chunks(database: Database, run: str) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(RunChunk.run == run)) or 0


def uninterrupted(given: dict[str, Any]) -> bytes:
    return (sm.sensitivity.acceptability(sm.read_problem(PROBLEM), **given).to_json() + "\n").encode()


def expire(database: Database, run: str, ago: datetime.timedelta = datetime.timedelta()) -> None:
    with database.writing() as session:
        past = now() - ago - datetime.timedelta(seconds=1)
        session.execute(update(Run).where(Run.id == run).values(lease_until=past))


@pytest.mark.soak
def test_a_killed_worker_costs_nothing_and_changes_no_byte(
    database: Database, runs: Runs, worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    run = taken_on(runs, PROBLEM, LONG)
    first = worker(*standing_still(COMPUTED))
    wait(runs, run, lambda _: chunks(database, run) == COMPUTED)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert runs.get(LOCAL, run).state == "running"
    worker()
    done = wait(runs, run, lambda found: found.state != "running")
    assert (done.state, done.attempts) == ("done", 2)
    assert done.resumed_blocks >= COMPUTED
    assert runs.result(LOCAL, run, "json", "en") == uninterrupted(LONG)
    assert chunks(database, run) == 0


@pytest.mark.slow
def test_a_worker_logs_one_json_object_a_line(
    runs: Runs, worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    run = taken_on(runs, PROBLEM, {"samples": 64})
    with (tmp_path / "log").open("wb") as log:
        worker(stderr=log)
        wait(runs, run, lambda found: found.state == "done")
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert [line["message"] for line in lines if run in line["message"]] == [f"run {run}: attempt 1"]


@pytest.mark.soak
def test_a_worker_that_is_asked_to_stop_gives_its_run_back_at_once(
    database: Database, runs: Runs, worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    run = taken_on(runs, PROBLEM, LONG)
    first = worker(*standing_still(COMPUTED))
    wait(runs, run, lambda _: chunks(database, run) == COMPUTED)
    first.terminate()
    assert first.wait(SECONDS) == 0
    assert runs.get(LOCAL, run).state == "queued"
    worker()
    done = wait(runs, run, lambda found: found.state == "done")
    assert done.resumed_blocks >= COMPUTED
    assert runs.result(LOCAL, run, "json", "en") == uninterrupted(LONG)


@pytest.mark.slow
def test_a_worker_whose_renewals_are_blocked_keeps_its_run(
    database: Database, runs: Runs, turns: threading.Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No worker on the same machine takes it over, for twice the lease and as long as the process lives."""
    monkeypatch.setattr(claims, "LEASE", datetime.timedelta(seconds=0.2))
    blocked, renew = threading.Event(), claims.renew

    def stalled(*arguments: Any) -> bool:
        blocked.wait(SECONDS)
        return renew(*arguments)

    monkeypatch.setattr(claims, "renew", stalled)
    run = taken_on(runs, PROBLEM, {**ASKED, "samples": 64})
    computing = Worker(database, Settings())
    computing.start()
    try:
        wait(runs, run, lambda found: found.state == "running")
        with database.reading() as session:
            lease = session.scalars(select(Run.lease_until).where(Run.id == run)).one()
        assert lease is not None
        while now() < lease + 2 * claims.LEASE:
            assert claims.claim(database, identity()) is None
        blocked.set()
        turns.release()
        done = wait(runs, run, lambda found: found.state != "running")
        assert (done.state, done.attempts) == ("done", 1)
    finally:
        blocked.set()
        computing.stop()


@pytest.mark.slow
def test_a_run_whose_process_was_killed_is_taken_over_before_its_lease_ends(
    database: Database, runs: Runs
) -> None:
    holder = """
import sys
from see_mcda_api.runs import claims, liveness
from see_mcda_api.storage.database import Database
print(claims.claim(Database(sys.argv[1]), liveness.identity(), (), claims.LONGEST_LEASE).run, flush=True)
sys.stdin.read()
"""
    run = taken_on(runs, PROBLEM, ASKED)
    url = database.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", holder, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == run
        assert claims.claim(database, identity()) is None
        expire(database, run)
        assert claims.claim(database, identity()) is None, "its process lives"
        renewed = now() + claims.LONGEST_LEASE
        with database.writing() as session:
            session.execute(update(Run).values(lease_until=renewed))
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        taken = claims.claim(database, identity())  # a zombie has ended, too
    assert taken is not None
    assert (taken.run, taken.fence) == (run, 2)


def test_a_worker_that_never_renews_again_loses_its_run_though_its_process_lives(
    database: Database, runs: Runs
) -> None:
    run = taken_on(runs, PROBLEM, ASKED)
    stalled = identity()
    assert claims.claim(database, stalled) is not None
    expire(database, run, claims.STALLED)
    assert claims.claim(database, identity()) is not None


def test_a_run_that_its_worker_gave_up_is_its_own_again(database: Database, runs: Runs) -> None:
    run = taken_on(runs, PROBLEM, ASKED)
    worker = identity()
    assert claims.claim(database, worker) is not None
    expire(database, run)
    assert claims.claim(database, worker, {run}) is None
    again = claims.claim(database, worker)
    assert again is not None
    assert again.fence == 2


def test_the_lease_is_several_times_the_slowest_of_the_last_renewals() -> None:
    pace = claims.Pace()
    assert pace.lease == claims.LEASE
    pace.renewed(20)
    assert pace.lease == datetime.timedelta(seconds=80)
    pace.renewed(1)
    assert claims.LEASE < pace.lease < datetime.timedelta(seconds=80)
    for _ in range(30):
        pace.renewed(1)
    assert pace.lease == claims.LEASE
    pace.renewed(3600)
    assert pace.lease == claims.LONGEST_LEASE


def test_what_cannot_be_seen_is_neither_alive_nor_dead() -> None:
    machine, _, process = identity().rpartition("//")
    pid, start, _ = process.split("/")
    assert lives(f"{machine}//{pid}/{start}/other") is True
    assert lives(f"{machine}//{pid}/{int(start) + 1}/other") is False, "the number was given anew"
    assert lives(f"elsewhere//{pid}/{start}/other") is None
    assert lives(f"{machine}//{pid}/None/other") is None
    assert lives("one") is None
    assert lives(None) is None


def test_a_run_is_claimed_by_one_worker(database: Database, runs: Runs) -> None:
    made = [taken_on(runs, PROBLEM, ASKED) for _ in range(3)]
    found = [claims.claim(database, f"worker {number}") for number in range(4)]
    assert [claim and claim.run for claim in found] == [*made, None]


def test_whatever_a_stale_worker_writes_changes_nothing(database: Database, runs: Runs) -> None:
    run = taken_on(runs, PROBLEM, ASKED)
    stale = claims.claim(database, "one")
    assert stale is not None
    assert claims.claim(database, "two") is None
    expire(database, run)
    newer = claims.claim(database, "two")
    assert newer is not None
    assert newer.fence == stale.fence + 1
    before = runs.get(LOCAL, run)
    told = Advance(3, 4, 5, 6, [(0, b"digest", b"result")])
    assert not claims.renew(database, stale, told)
    assert not claims.release(database, stale, blameless=True)
    assert not claims.fail(database, stale, told, [])
    assert not claims.finish(database, stale, told, document=b"x", tables=b"{}", seed=1)
    assert runs.get(LOCAL, run) == before
    assert chunks(database, run) == 0
    assert claims.finish(database, newer, told, document=b"y", tables=b"{}", seed=1)
    assert runs.result(LOCAL, run, "json", "en") == b"y"


@pytest.mark.parametrize("ending", ["cancel", "delete"])
def test_a_run_that_was_ended_takes_no_result(database: Database, runs: Runs, ending: str) -> None:
    run = taken_on(runs, PROBLEM, ASKED)
    claim = claims.claim(database, "one")
    assert claim is not None
    assert claims.renew(database, claim, Advance(1, 2, 3, 0, [(0, b"digest", b"result")]))
    getattr(runs, ending)(LOCAL, run)
    assert not claims.renew(database, claim, Advance(1, 2, 3, 0, [(1, b"digest", b"result")]))
    assert not claims.finish(database, claim, NOTHING, document=b"x", tables=b"{}", seed=1)
    assert chunks(database, run) == 0


def test_a_run_that_kills_its_workers_is_given_up(database: Database, runs: Runs) -> None:
    run = taken_on(runs, PROBLEM, ASKED)
    for _ in range(claims.MOST_FRUITLESS):
        assert claims.claim(database, "one") is not None
        expire(database, run)
    last = claims.claim(database, "one")
    assert last is not None
    computing = Worker(database, Settings())
    assert computing.compute(last) == 0
    failed = runs.get(LOCAL, run)
    assert (failed.state, failed.faults[0].code) == ("failed", "run-died")
