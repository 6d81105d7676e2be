"""A server that is killed without warning keeps every write that it acknowledged, and finishes its runs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from processes import Process, free_port, serving

from see_mcda_api.runs.schemas import EXAMPLE

KILLS = int(os.environ.get("SEE_MCDA_KILLS") or (50 if os.environ.get("CI") else 3))
WRITERS = 2
SECONDS_BETWEEN = 0.4
SECONDS_TO_FINISH = 300


class Load:
    """What several clients write until they are told to stop, and what was acknowledged of it."""

    def __init__(self, url: str):
        self.url = url
        self.made: set[str] = set()
        self.cancelled: set[str] = set()
        self.deleted: set[str] = set()
        self.sent = 0
        self.stop = threading.Event()

    def write(self, seed: int) -> None:
        """Begin runs; cancel a third of them and delete another third."""
        with httpx2.Client(base_url=self.url, timeout=10, trust_env=False) as client:
            while not self.stop.is_set():
                try:
                    self._one(client, seed)
                except httpx2.TransportError:
                    time.sleep(0.02)  # killed: whether this write was kept nobody was told

    def _one(self, client: httpx2.Client, seed: int) -> None:
        self.sent += 1
        answer = client.post("/v1/runs", json={**EXAMPLE, "samples": 1000, "seed": seed})
        assert answer.status_code == 202, answer.text
        made = answer.json()["id"]
        self.made.add(made)
        match len(self.made) % 3:
            case 1:
                self.stop.wait(0.01)
                answer = client.post(f"/v1/runs/{made}/cancel")
                assert answer.status_code == 200, answer.text
                if answer.json()["state"] == "cancelled":
                    self.cancelled.add(made)
            case 2:
                self.deleted.add(made)  # from now on it may be gone
                assert client.delete(f"/v1/runs/{made}").status_code == 204
            case _:
                pass


@contextmanager
def writing(load: Load) -> Iterator[None]:
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(load.write, seed) for seed in range(WRITERS)]
        try:
            yield
        finally:
            load.stop.set()
        for writer in writers:
            writer.result()


def all_runs(server: Process) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    cursor: dict[str, str] = {}
    with server.client() as client:
        while True:
            page = client.get("/v1/runs", params={"limit": 200, **cursor}).json()
            for run in page["items"]:
                assert run["id"] not in found, "a run is listed twice"
                found[run["id"]] = run
            if page["next"] is None:
                return found
            cursor = {"cursor": page["next"]}


def finished(server: Process) -> dict[str, dict[str, Any]]:
    until = time.monotonic() + SECONDS_TO_FINISH
    while True:
        runs = all_runs(server)
        if all(run["state"] not in ("queued", "running") for run in runs.values()):
            return runs
        assert time.monotonic() < until, "runs were not finished"
        time.sleep(0.2)


@pytest.mark.slow
def test_every_acknowledged_write_outlives_a_kill_and_every_run_is_finished(
    database_url: str, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "server.log"
    load = Load(f"http://127.0.0.1:{port}")
    with writing(load):
        for _ in range(KILLS):
            with serving(database_url, log, port=port):
                time.sleep(SECONDS_BETWEEN)  # leaving the block kills it, while the clients go on writing
    with serving(database_url, log, port=port) as server:
        runs = finished(server)
        assert load.made - load.deleted <= runs.keys()
        assert len(runs) <= load.sent
        assert {runs[id]["state"] for id in load.cancelled - load.deleted} <= {"cancelled"}
        others = runs.keys() - load.cancelled
        assert {runs[id]["state"] for id in others} <= {"done", "cancelled"}
        with server.client() as client:
            results = {
                client.get(runs[id]["result"]).content
                for id in others
                if runs[id]["state"] == "done" and runs[id]["seed"] == 0
            }
    assert len(results) == 1, "the same seed gives the same numbers, killed or not"
