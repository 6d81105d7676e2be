"""What is computed for one answer is bounded; long work is refused in time and starves nothing else."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from processes import SECONDS, Serve, waited

import see_mcda as sm
from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.compute.thread_pool import Computing, Deadline


@pytest.fixture
def seconds() -> float:
    """How long computing may take: longer than any machine needs, unless a test says otherwise."""
    return SECONDS


@pytest.fixture
def settings(seconds: float) -> dict[str, Any]:
    return {
        "request_samples": 5000,
        "request_cells": 400,
        "request_seconds": seconds,
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
        ("rankings", {"problem": large(21, 20)}, "too-many-cells", "problem"),
        ("sensitivity/flip", {"problem": large(20, 16), "method": "vikor"}, "too-many-cells", "problem"),
        ("charts/ranking.svg", {"problem": large(3, 200)}, "too-many-cells", "problem"),
        ("weights/objective", {"problem": large(21, 20)}, "too-many-cells", "problem"),
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


@pytest.mark.slow
def test_a_ranking_has_no_cells_for_pairs_of_candidates(service: TestClient) -> None:
    for place, fields in (("rankings", {}), ("sensitivity/acceptability", {"tables": False, "samples": 64})):
        few = service.post(f"/v1/{place}", json={"problem": large(100, 3), **fields})
        assert "too-many-cells" not in few.text
        many = service.post(f"/v1/{place}", json={"problem": large(100, 5), **fields})
        assert "too-many-cells" in many.text
    paired = service.post("/v1/rankings", json={"problem": large(100, 3), "method": "codas"})
    assert "too-many-cells" in paired.text


@pytest.mark.parametrize(
    ("place", "fields", "fit"),
    [
        ("sensitivity/agreement", {"methods": ["topsis"], "normalizations": ["vector"]}, 20),
        ("comparisons", {"method": ["topsis"]}, 133),
    ],
)
def test_too_many_rankings_are_refused_with_the_number_that_fits(
    service: TestClient, place: str, fields: dict[str, Any], fit: int
) -> None:
    def ask(weightings: int) -> httpx2.Response:
        body = {"problem": large(3, 3), "weights": [[1, 2, 3]] * weightings, **fields}
        return service.post(f"/v1/{place}", json=body)

    assert "too-many-rankings" not in ask(fit).text
    answer = ask(fit + 1)
    assert answer.status_code == 413
    (fault,) = answer.json()["faults"]
    assert (fault["code"], fault["where"]) == ("too-many-rankings", "weights")
    assert str(fit) in answer.json()["detail"]


@pytest.mark.parametrize("again", [1, 30])
def test_verifying_is_limited_as_the_result_is(service: TestClient, again: int) -> None:
    problem = large(3, 3)
    weights = [{"c1": 1, "c2": 2, "c3": 3}, {"c1": 3, "c2": 2, "c3": 1}]
    found = sm.sensitivity.agreement(sm.read_problem(problem), weights, methods=["topsis"])
    result = json.loads(found.to_json())
    assert len(result["rankings"]) > 4
    result["arguments"]["weights"] *= again
    answer = service.post("/v1/verifications", json={"problem": problem, "result": result})
    assert ("too-many-rankings" in answer.text) == (again == 30)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.1])
@pytest.mark.parametrize(("analysis", "fields"), [("rank-ranges", {"effort": 100}), ("flip", {})])
def test_what_takes_too_long_is_told_the_place_of_runs(
    service: TestClient, analysis: str, fields: dict[str, Any]
) -> None:
    body = {"problem": large(20, 20), "method": "topsis", **fields}
    answer = service.post(f"/v1/sensitivity/{analysis}", json=body)
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (413, "too-long")
    assert "/v1/runs" in answer.json()["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5])
def test_while_work_does_not_end_it_is_answered_and_beyond_the_queue_one_is_told_to_come_again(
    service: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, turn = threading.Event(), Computing._turn

    def blocked(self: Computing, work: Callable[[Any], Any], deadline: Deadline) -> Callable[[], Any]:
        return turn(self, lambda cancel: released.wait(SECONDS) and work(cancel), deadline)

    monkeypatch.setattr(Computing, "_turn", blocked)

    def ask(_: int) -> httpx2.Response:
        return service.post("/v1/rankings", json={"problem": PROBLEM})

    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, range(8)))
    finally:
        released.set()
    assert sorted(answer.status_code for answer in answers) == [413] * 2 + [503] * 6
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)
    waited(lambda: ask(0).status_code == 200, "abandoned work gives its turn back when it ends")


@pytest.mark.soak
def test_the_rest_answers_while_40_long_requests_run(serve: Serve, sqlite_url: str) -> None:
    limits = {"REQUEST_SECONDS": SECONDS, "REQUEST_SAMPLES": 10**8}
    queue = {"COMPUTING_THREADS": 2, "COMPUTING_WAITING": 38}
    settings = {f"SEE_MCDA_{name}": str(value) for name, value in (limits | queue).items()}
    server = serve(sqlite_url, "--no-worker", **settings)
    body = {"problem": large(30, 12), "samples": 10**8, "method": "vikor"}

    def ask() -> int:
        with server.client() as client:
            return int(client.post("/v1/sensitivity/acceptability", json=body).status_code)

    with ThreadPoolExecutor(45) as pool, server.client() as client:
        asked = [pool.submit(ask) for _ in range(45)]
        try:
            waited(lambda: sum(each.done() for each in asked) == 5, "40 of 45 have a place in the queue")
            assert [each.result() for each in asked if each.done()] == [503] * 5
            for _ in range(20):
                assert client.get("/v1/frameworks").status_code == 200
            assert sum(each.done() for each in asked) == 5
        finally:
            server.kill()
