"""What is computed for one answer is bounded; long work is refused in time and starves nothing else."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from processes import Serve

import see_mcda as sm
from see_mcda_api.compute.arguments import PROBLEM


@pytest.fixture
def settings() -> dict[str, Any]:
    return {
        "request_samples": 5000,
        "request_cells": 400,
        "request_seconds": 0.5,
        "computing_threads": 2,
        "computing_waiting": 1,
    }


def large(candidates: int, criteria: int) -> dict[str, Any]:
    """A problem whose analyses take long."""
    scores = np.random.default_rng(1).uniform(1, 9, (candidates, criteria))
    return dict(sm.Problem.from_arrays(scores, objectives=["max"] * criteria).to_dict())


@pytest.mark.parametrize(
    ("place", "body", "code", "where"),
    [
        ("sensitivity/acceptability", {"problem": PROBLEM, "samples": 5001}, "too-many-samples", "samples"),
        ("rankings", {"problem": large(21, 3)}, "too-many-cells", "problem"),
        ("sensitivity/flip", {"problem": large(20, 16), "method": "vikor"}, "too-many-cells", "problem"),
        ("charts/ranking.svg", {"problem": large(3, 200)}, "too-many-cells", "problem"),
        ("weights/objective", {"problem": large(21, 3)}, "too-many-cells", "problem"),
    ],
)
def test_more_than_an_answer_may_have_is_told_the_place_of_runs(
    service: TestClient, place: str, body: dict[str, Any], code: str, where: str
) -> None:
    answer = service.post(f"/v1/{place}", json=body)
    assert answer.status_code == 413
    fault = answer.json()["faults"][0]
    assert (fault["code"], fault["where"]) == (code, where)
    assert "/v1/runs" in answer.json()["detail"]


@pytest.mark.parametrize(("analysis", "fields"), [("rank-ranges", {"effort": 100}), ("flip", {})])
def test_what_takes_too_long_is_answered_in_time(
    service: TestClient, analysis: str, fields: dict[str, Any]
) -> None:
    body = {"problem": large(20, 20), "method": "topsis", **fields}
    began = time.monotonic()
    answer = service.post(f"/v1/sensitivity/{analysis}", json=body)
    assert time.monotonic() - began < 2
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (413, "too-long")
    assert "/v1/runs" in answer.json()["detail"]


@pytest.mark.slow
def test_beyond_the_queue_one_is_told_to_come_again(service: TestClient) -> None:
    body = {"problem": large(20, 8), "method": "topsis"}
    started = threading.Barrier(8)

    def ask() -> httpx2.Response:
        started.wait()
        return service.post("/v1/sensitivity/flip", json=body)

    with ThreadPoolExecutor(8) as pool:
        answers = [each.result() for each in [pool.submit(ask) for _ in range(8)]]
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(busy) >= 5
    assert all(answer.headers["Retry-After"] for answer in busy)
    assert {answer.status_code for answer in answers} <= {200, 413, 503}
    until = time.monotonic() + 20
    while service.post("/v1/rankings", json={"problem": PROBLEM}).status_code == 503:
        assert time.monotonic() < until, "abandoned work gives its turn back when it ends"
        time.sleep(0.2)


@pytest.fixture
def loaded(serve: Serve, sqlite_url: str) -> Iterator[httpx2.Client]:
    """A real server on which 40 long requests run."""
    server = serve(sqlite_url, "--no-worker", SEE_MCDA_REQUEST_SECONDS="15")
    body = {"problem": large(30, 12), "samples": 200_000, "method": "vikor"}

    def ask() -> int:
        with server.client() as client:
            return int(client.post("/v1/sensitivity/acceptability", json=body).status_code)

    with ThreadPoolExecutor(40) as pool, server.client() as client:
        asked = [pool.submit(ask) for _ in range(40)]
        time.sleep(1)
        yield client
        server.stop()
        for each in asked:
            each.cancel()
            each.exception()


@pytest.mark.slow
def test_the_rest_answers_at_once_while_40_long_requests_run(loaded: httpx2.Client) -> None:
    took = []
    for _ in range(20):
        began = time.monotonic()
        assert loaded.get("/v1/frameworks").status_code == 200
        took.append(time.monotonic() - began)
    assert max(took) < 2, took
    assert sorted(took)[10] < 0.5, took
