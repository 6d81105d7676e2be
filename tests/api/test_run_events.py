from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from see_mcda_api.runs.schemas import EXAMPLE

LONG = {**EXAMPLE, "samples": 10_000_000}


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[httpx2.Client, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("see-mcda")), "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--database", str(tmp_path / "runs.sqlite")], stdout=subprocess.DEVNULL
    )
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            until = time.monotonic() + 20
            while True:
                try:
                    client.get("/v1/runs")
                    break
                except httpx2.ConnectError:
                    assert time.monotonic() < until
                    time.sleep(0.05)
            yield client, process
    finally:
        process.kill()
        process.wait()


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if not line and event:
            yield event
            event = {}
        elif name in ("event", "data", "id", "retry"):
            event[name] = json.loads(value) if name == "data" else value


def test_progress_is_told_until_the_run_has_ended(
    serving: tuple[httpx2.Client, subprocess.Popen[bytes]],
) -> None:
    client, process = serving
    run = client.post("/v1/runs", json={**EXAMPLE, "samples": 2_000_000}).json()
    with client.stream("GET", run["events"]) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = list(events(stream.iter_lines()))
    assert {event["event"] for event in told[:-1]} == {"progress"}
    assert (told[-1]["event"], told[-1]["data"]["state"]) == ("end", "done")
    assert told[-1]["data"] == client.get(f"/v1/runs/{run['id']}").json()
    done = [event["data"]["done"] for event in told]
    assert done == sorted(done)
    assert all(event["retry"] == "1000" and event["id"] for event in told)
    assert len({event["id"] for event in told}) >= 3
    # who comes back after the end is told the end
    with client.stream("GET", run["events"], headers={"Last-Event-ID": told[-1]["id"]}) as stream:
        assert [event["data"] for event in events(stream.iter_lines())] == [told[-1]["data"]]
    # an open stream does not hold the stop
    run = client.post("/v1/runs", json=LONG).json()
    with client.stream("GET", run["events"]) as stream:
        following = events(stream.iter_lines())
        next(following)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        list(following)
    process.wait(timeout=10)
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_two_hundred_streams_cost_one_look_at_a_time(
    serving: tuple[httpx2.Client, subprocess.Popen[bytes]],
) -> None:
    client, _ = serving
    run = client.post("/v1/runs", json=LONG).json()

    async def follow(together: httpx2.AsyncClient) -> dict[str, Any]:
        last: dict[str, Any] = {}
        async with together.stream("GET", run["events"]) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    last = json.loads(line[6:])
        return last

    async def all_of_them() -> tuple[list[dict[str, Any]], list[float]]:
        limits = httpx2.Limits(max_connections=300)
        async with httpx2.AsyncClient(base_url=client.base_url, timeout=60, limits=limits) as together:
            following = [asyncio.create_task(follow(together)) for _ in range(200)]
            await asyncio.sleep(1)
            times = []
            for _ in range(20):
                began = time.perf_counter()
                assert (await together.get(f"/v1/runs/{run['id']}")).status_code == 200
                times.append(time.perf_counter() - began)
            await together.post(f"/v1/runs/{run['id']}/cancel")
            return await asyncio.gather(*following), times

    lasts, times = asyncio.run(all_of_them())
    assert {last["state"] for last in lasts} <= {"cancelled", "done"}
    assert len(lasts) == 200
    assert sorted(times)[len(times) // 2] < 0.25


@pytest.mark.slow
def test_a_killed_server_goes_on_with_its_runs_when_it_is_back(
    serving: tuple[httpx2.Client, subprocess.Popen[bytes]],
) -> None:
    client, process = serving
    run = client.post("/v1/runs", json={**EXAMPLE, "samples": 6_000_000}).json()
    at = f"/v1/runs/{run['id']}"
    while client.get(at).json()["done"] < 10:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    again = subprocess.Popen(process.args, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 40
        found: dict[str, Any] = {"state": "running"}
        while found["state"] in ("queued", "running") and time.monotonic() < until:
            time.sleep(0.1)
            try:
                found = client.get(at).json()
            except httpx2.TransportError:
                continue
        assert (found["state"], found["attempts"]) == ("done", 2)
        assert found["resumed_blocks"] > 0
        same = client.post("/v1/runs", json={**EXAMPLE, "samples": 6_000_000}).json()
        with client.stream("GET", same["events"]) as stream:
            assert list(events(stream.iter_lines()))[-1]["data"]["state"] == "done"
        assert client.get(f"{at}/result").content == client.get(f"/v1/runs/{same['id']}/result").content
    finally:
        again.kill()
        again.wait()
