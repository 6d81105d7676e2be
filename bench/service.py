"""The service under load, on loopback: ``python -m bench.service``.

Ranking 20×8 beside only validating the same body, on one server in turn; 64 connections at once; 200 open
event streams. The clients are one process of their own, with HTTP written out by hand: a client library would
be measured instead.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from see_mcda import Problem

ROUNDS = 5
SECONDS = 4.0
STREAMS = 200


@dataclass
class Load:
    """What was answered: how long each answer took, and how many were no success."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted

    def percentile(self, percent: float) -> float:
        """Milliseconds within which that part of the answers came."""
        return float(np.percentile(self.seconds, percent)) * 1000


def request(port: int, verb: str, path: str, body: bytes = b"") -> bytes:
    head = (
        f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end and return its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def _keep_asking(port: int, sent: bytes, load: Load, until: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begin := time.perf_counter()) < until:
        writer.write(sent)
        status = await _answer(reader)
        load.seconds.append(time.perf_counter() - begin)
        load.errors += status != 200
    writer.close()


async def loaded(port: int, path: str, body: bytes, connections: int) -> Load:
    load, begin = Load(), time.perf_counter()
    sent = request(port, "POST", path, body)
    await asyncio.gather(*(_keep_asking(port, sent, load, begin + SECONDS) for _ in range(connections)))
    load.lasted = time.perf_counter() - begin
    return load


async def _follow(port: int, run: str) -> bool:
    """Return whether a stream of events told how its run ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request(port, "GET", f"/v1/runs/{run}/events"))
    with suppress(asyncio.IncompleteReadError):
        await reader.readuntil(b"event: end")
        writer.close()
        return True
    return False


async def streams(port: int, run: str, body: bytes) -> tuple[int, Load]:
    """Follow a run in many streams while others rank; return how many were told the end, and the load."""
    following = [asyncio.create_task(_follow(port, run)) for _ in range(STREAMS)]
    await asyncio.sleep(1)
    load = await loaded(port, "/v1/rankings", body, 4)
    return sum(await asyncio.gather(*following)), load


@contextmanager
def server() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [Path(sys.executable).parent / "see-mcda", "serve", "--port", str(port)]
        database = {"SEE_MCDA_DATABASE": f"sqlite:///{folder}/bench.sqlite"}
        process = subprocess.Popen(
            command, env=os.environ | database, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for _ in range(300):
                with suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                    break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def posted(port: int, path: str, document: Any) -> Any:
    sent = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps(document).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(sent, timeout=30) as answer:
        return json.load(answer)


def main() -> None:
    generator = np.random.default_rng(1)
    problem = Problem.from_arrays(generator.random((20, 8))).to_dict()
    body = json.dumps({"problem": problem}).encode()
    with server() as port:
        rates: dict[str, list[float]] = {"/v1/problems": [], "/v1/rankings": []}
        for _ in range(ROUNDS):
            for path, found in rates.items():
                found.append(asyncio.run(loaded(port, path, body, 4)).rate)
        validated, ranked = (statistics.median(found) for found in rates.values())
        print(
            f"20×8, 4 connections: {ranked:.0f} rankings a second, {validated:.0f} validations of the same"
            f" body: {ranked / validated:.2f}"
        )
        load = asyncio.run(loaded(port, "/v1/rankings", body, 64))
        print(
            f"64 connections: {load.rate:.0f} a second, {load.errors} errors, half of them within"
            f" {load.percentile(50):.0f} ms, 99 % within {load.percentile(99):.0f} ms"
        )
        asked = {"analysis": "acceptability", "problem": problem, "samples": 10_000_000, "seed": 1}
        run = posted(port, "/v1/runs", asked)["id"]
        told, load = asyncio.run(streams(port, run, body))
        print(
            f"{STREAMS} event streams of a run: {told} were told its end; beside it {load.rate:.0f} rankings"
            f" a second, {load.errors} errors, 99 % within {load.percentile(99):.0f} ms"
        )


if __name__ == "__main__":
    main()
