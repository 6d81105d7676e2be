from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from processes import SECONDS, Process, Serve, standing_still, waited

from see_mcda_api.runs import events as run_events
from see_mcda_api.runs.schemas import EXAMPLE, RunModel
from see_mcda_api.runs.worker import Worker
from see_mcda_api.settings import Settings
from see_mcda_api.storage.database import Database

LONG = {**EXAMPLE, "samples": 10_000_000}


@pytest.fixture
def server(serve: Serve, sqlite_url: str) -> Process:
    """A server that waits for its requests as long as a test does."""
    return serve(sqlite_url, SEE_MCDA_SHUTDOWN_SECONDS=str(SECONDS))


@pytest.fixture
def client(server: Process) -> Iterator[httpx2.Client]:
    with server.client() as client:
        yield client


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if not line and event:
            yield event
            event = {}
        elif name in ("event", "data", "id", "retry"):
            event[name] = json.loads(value) if name == "data" else value


@pytest.mark.slow
def test_progress_is_told_until_the_run_has_ended(
    serve: Serve, sqlite_url: str, turns: threading.Semaphore
) -> None:
    server = serve(sqlite_url, "--no-worker")
    database = Database(sqlite_url)
    worker = Worker(database, Settings())
    with server.client() as client:
        run = client.post("/v1/runs", json={"analysis": "reversal", "problem": EXAMPLE["problem"]}).json()
        worker.start()
        try:
            with client.stream("GET", run["events"]) as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                told: list[dict[str, Any]] = []
                taken = 0
                for event in events(stream.iter_lines()):
                    told.append(event)
                    # the next block is computed when the one before it has been told
                    if event["data"]["state"] == "running" and event["data"]["done"] == taken:
                        taken += 1
                        turns.release()
        finally:
            worker.stop()
            database.close()
        assert {event["event"] for event in told[:-1]} == {"progress"}
        assert (told[-1]["event"], told[-1]["data"]["state"]) == ("end", "done")
        assert told[-1]["data"] == client.get(f"/v1/runs/{run['id']}").json()
        done = [event["data"]["done"] for event in told]
        assert done == sorted(done)
        assert set(done) == set(range(told[-1]["data"]["total"] + 1)) > {0, 1, 2}
        assert all(event["retry"] == "1000" and event["id"] for event in told)
        assert len({event["id"] for event in told}) == len(told)
        # who comes back after the end is told the end
        with client.stream("GET", run["events"], headers={"Last-Event-ID": told[-1]["id"]}) as stream:
            assert [event["data"] for event in events(stream.iter_lines())] == [told[-1]["data"]]


@pytest.mark.slow
def test_an_open_stream_does_not_hold_the_stop(server: Process, client: httpx2.Client) -> None:
    run = client.post("/v1/runs", json=LONG).json()
    with client.stream("GET", run["events"]) as stream:
        following = events(stream.iter_lines())
        next(following)
        server.process.send_signal(signal.SIGTERM)
        list(following)
    server.process.wait(SECONDS / 2)


def test_two_hundred_streams_cost_one_look_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_events, "EVERY", 0)
    first = RunModel.model_construct(id="long", state="running", done=0)
    coming = [first.model_copy(update={"done": done}) for done in (1, 2, 3)]
    coming.append(first.model_copy(update={"state": "done"}))
    looks: list[list[str]] = []

    class Looked:
        def states(self, runs: list[str]) -> dict[str, RunModel]:
            looks.append(runs)
            return {first.id: coming[len(looks) - 1]}

    async def follow(watching: run_events.Watch) -> list[RunModel]:
        return [run async for run in watching.follow(first)]

    async def all_of_them() -> list[list[RunModel]]:
        watching = run_events.Watch(Looked())  # type: ignore[arg-type]
        watching.start()
        seen = await asyncio.gather(*(follow(watching) for _ in range(200)))
        await watching.stop()
        return seen

    assert asyncio.run(all_of_them()) == [[first, *coming]] * 200
    assert looks == [[first.id]] * len(coming)


@pytest.mark.soak
def test_two_hundred_streams_are_open_at_once(client: httpx2.Client) -> None:
    run = client.post("/v1/runs", json=LONG).json()

    async def all_of_them() -> list[dict[str, Any]]:
        opened = asyncio.Semaphore(0)

        async def follow() -> dict[str, Any]:
            last: dict[str, Any] = {}
            async with together.stream("GET", run["events"]) as stream:
                async for line in stream.aiter_lines():
                    if line.startswith("data: "):
                        if not last:
                            opened.release()
                        last = json.loads(line[6:])
            return last

        limits = httpx2.Limits(max_connections=300)
        async with httpx2.AsyncClient(base_url=client.base_url, timeout=SECONDS, limits=limits) as together:
            following = [asyncio.create_task(follow()) for _ in range(200)]
            for _ in following:
                await opened.acquire()
            assert (await together.get(f"/v1/runs/{run['id']}")).status_code == 200
            await together.post(f"/v1/runs/{run['id']}/cancel")
            return await asyncio.gather(*following)

    assert {last["state"] for last in asyncio.run(all_of_them())} <= {"cancelled", "done"}


@pytest.mark.soak
def test_a_killed_server_goes_on_with_its_runs_when_it_is_back(serve: Serve, sqlite_url: str) -> None:
    long = {**EXAMPLE, "samples": 200_000}
    server = serve(sqlite_url, command=standing_still(12))
    with server.client() as client:
        run = client.post("/v1/runs", json=long).json()
        at = f"/v1/runs/{run['id']}"
        waited(lambda: client.get(at).json()["done"] >= 12)
    server.kill()
    with serve(sqlite_url).client() as again:
        with again.stream("GET", run["events"]) as stream:
            found = list(events(stream.iter_lines()))[-1]["data"]
        assert (found["state"], found["attempts"]) == ("done", 2)
        assert found["resumed_blocks"] > 0
        same = again.post("/v1/runs", json=long).json()
        with again.stream("GET", same["events"]) as stream:
            assert list(events(stream.iter_lines()))[-1]["data"]["state"] == "done"
        assert again.get(f"{at}/result").content == again.get(f"/v1/runs/{same['id']}/result").content
