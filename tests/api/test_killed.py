"""A server that is killed without warning keeps every write that it acknowledged, and finishes its runs."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from processes import SECONDS, Process, free_port, serving, waited

from see_mcda_api.runs.schemas import EXAMPLE

KILLS = 13
"""On each database."""
WRITERS = 3
WRITES_BETWEEN = 20
CELL = "candidates/sampran/scores/market"


class Writer:
    """A client that writes until it is told to stop, and what was acknowledged of it."""

    def __init__(self, url: str, seed: int):
        self.url = url
        self.seed = seed
        self.sent = 0
        self.runs: set[str] = set()
        self.cancelled: set[str] = set()
        self.deleted: set[str] = set()
        self.titles: set[str] = set()
        self.asked_titles: set[str] = set()
        self.scores: dict[tuple[str, int], float] = {}
        self.decision: str | None = None
        self.pending: str | None = None
        """The title of a decision that was sent without an answer."""

    def write(self, stop: threading.Event) -> None:
        """Make decisions, change them, begin runs, cancel and delete some."""
        with httpx2.Client(base_url=self.url, timeout=SECONDS, trust_env=False) as client:
            actions = itertools.cycle((self._decide, self._score, self._run, self._score))
            while not stop.is_set():
                try:
                    next(actions)(client)
                except httpx2.TransportError:
                    time.sleep(0.02)  # killed: whether this write was kept nobody was told

    def _decide(self, client: httpx2.Client) -> None:
        """Keep a decision; one that was not answered is sent again under its key until it is."""
        self.pending = self.pending or f"{self.seed}-{len(self.titles)}"
        self.asked_titles.add(self.pending)
        answer = client.post(
            "/v1/decisions",
            json={"problem": {**EXAMPLE["problem"], "title": self.pending}},
            headers={"Idempotency-Key": self.pending},
        )
        assert answer.status_code == 201, answer.text
        self.titles.add(self.pending)
        self.decision, self.pending = answer.headers["Location"], None

    def _score(self, client: httpx2.Client) -> None:
        if self.decision is None:
            return
        cell = f"{self.decision}/{CELL}"
        seen = client.get(cell)
        value = (seen.json()["value"] + 0.125) % 4
        answer = client.put(cell, json={"value": value}, headers={"If-Match": seen.headers["ETag"]})
        assert answer.status_code == 200, answer.text
        self.scores[self.decision, int(answer.headers["Decision-Version"])] = value

    def _run(self, client: httpx2.Client) -> None:
        """Begin a run; cancel a third of them and delete another third."""
        self.sent += 1
        answer = client.post("/v1/runs", json={**EXAMPLE, "samples": 1000, "seed": self.seed})
        assert answer.status_code == 202, answer.text
        made = answer.json()["id"]
        self.runs.add(made)
        match len(self.runs) % 3:
            case 1:
                time.sleep(0.01)
                answer = client.post(f"/v1/runs/{made}/cancel")
                assert answer.status_code == 200, answer.text
                if answer.json()["state"] == "cancelled":
                    self.cancelled.add(made)
            case 2:
                self.deleted.add(made)  # from now on it may be gone
                assert client.delete(f"/v1/runs/{made}").status_code == 204
            case _:
                pass


def acknowledged(writers: list[Writer]) -> int:
    return sum(len(writer.titles) + len(writer.scores) + len(writer.runs) for writer in writers)


@contextmanager
def writing(writers: list[Writer]) -> Iterator[None]:
    stop = threading.Event()
    with ThreadPoolExecutor(len(writers)) as pool:
        running = [pool.submit(writer.write, stop) for writer in writers]
        try:
            yield
        finally:
            stop.set()
        for each in running:
            each.result()


def everything(server: Process, path: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    cursor: dict[str, str] = {}
    with server.client() as client:
        while True:
            page = client.get(path, params={"limit": 200, **cursor}).json()
            for each in page["items"]:
                assert each["id"] not in found, "it is listed twice"
                found[each["id"]] = each
            if page["next"] is None:
                return found
            cursor = {"cursor": page["next"]}


def finished(server: Process) -> dict[str, dict[str, Any]]:
    def look() -> dict[str, dict[str, Any]] | None:
        runs = everything(server, "/v1/runs")
        return runs if all(run["state"] not in ("queued", "running") for run in runs.values()) else None

    return waited(look, "runs were not finished")


def check_runs(server: Process, writers: list[Writer]) -> None:
    """Every run that was taken on is there and has ended; the same seed gave the same numbers."""
    runs = finished(server)
    made, deleted, cancelled = (
        set().union(*(getattr(writer, name) for writer in writers))
        for name in ("runs", "deleted", "cancelled")
    )
    assert made - deleted <= runs.keys()
    assert len(runs) <= sum(writer.sent for writer in writers)
    assert {runs[id]["state"] for id in cancelled - deleted} <= {"cancelled"}
    others = runs.keys() - cancelled
    assert {runs[id]["state"] for id in others} <= {"done", "cancelled"}
    with server.client() as client:
        for seed in range(WRITERS):
            undisturbed = client.post("/v1/runs", json={**EXAMPLE, "samples": 1000, "seed": seed}).json()[
                "id"
            ]
            again = finished(server)[undisturbed]["result"]
            same = [id for id in others if runs[id]["state"] == "done" and runs[id]["seed"] == seed]
            results = {client.get(place).content for place in (again, *(runs[id]["result"] for id in same))}
            assert len(results) == 1, "the same seed gives the same numbers, killed or not"


def check_decisions(server: Process, writers: list[Writer]) -> None:
    """Every decision that was acknowledged is there once, with a whole history of what was acknowledged."""
    decisions = everything(server, "/v1/decisions")
    titles = [decision["title"]["en"] for decision in decisions.values()]
    assert len(set(titles)) == len(titles), "a decision was made twice"
    acknowledged, asked = (
        set().union(*(getattr(writer, name) for writer in writers)) for name in ("titles", "asked_titles")
    )
    assert acknowledged <= set(titles) <= asked
    scores = {place: value for writer in writers for place, value in writer.scores.items()}
    assert scores
    with server.client() as client:
        for id, decision in decisions.items():
            history = client.get(f"/v1/decisions/{id}/history", params={"limit": 200}).json()["items"]
            assert [change["version"] for change in history] == list(range(decision["version"], 0, -1))
        for (place, version), value in scores.items():
            then = client.get(f"{place}/history/{version}").json()
            assert then["differences"][0]["place"] == CELL
            assert then["differences"][0]["after"] == value


@pytest.mark.soak
def test_every_acknowledged_write_outlives_a_kill_and_every_run_is_finished(
    database_url: str, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "server.log"
    writers = [Writer(f"http://127.0.0.1:{port}", seed) for seed in range(WRITERS)]
    with writing(writers):
        for _ in range(KILLS):
            with serving(database_url, log, port=port):
                more = acknowledged(writers) + WRITES_BETWEEN
                waited(lambda more=more: acknowledged(writers) >= more)
                # leaving the block kills it, while the clients go on writing
    with serving(database_url, log, port=port) as server:
        check_runs(server, writers)
        check_decisions(server, writers)
