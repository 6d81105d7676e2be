"""Idempotency-Key: a post that is sent again is answered as before and does nothing more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import in_process, key_of

from see_mcda_api.compute.arguments import PROBLEM

pytestmark = pytest.mark.slow

POSTS: dict[str, dict[str, Any]] = {
    "/v1/decisions": {"problem": PROBLEM},
    "/v1/runs": {"analysis": "acceptability", "problem": PROBLEM, "samples": 1000},
    "/v1/snapshots": {"kind": "ranking", "problem": PROBLEM},
}


@pytest.fixture
def team(database_url: str) -> Iterator[TestClient]:
    with TestClient(in_process(database_url, worker=False), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("path", POSTS)
def test_sent_again_it_is_answered_as_before(team: TestClient, path: str) -> None:
    key = {"Idempotency-Key": "one"}
    first, again = (team.post(path, json=POSTS[path], headers=key) for _ in range(2))
    assert first.status_code in (201, 202)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert len(team.get(path).json()["items"]) == 1
    team.post(path, json=POSTS[path], headers={"Idempotency-Key": "two"})
    team.post(path, json=POSTS[path])
    assert len(team.get(path).json()["items"]) == 3


def test_a_key_that_came_with_another_post_is_refused(team: TestClient) -> None:
    key = {"Idempotency-Key": "one"}
    assert team.post("/v1/decisions", json=POSTS["/v1/decisions"], headers=key).status_code == 201
    other = team.post("/v1/runs", json=POSTS["/v1/runs"], headers=key)
    assert (other.status_code, other.json()["faults"][0]["where"]) == (422, "Idempotency-Key")
    for bad in ("", "x" * 256, "with space"):
        refused = team.post("/v1/runs", json=POSTS["/v1/runs"], headers={"Idempotency-Key": bad})
        assert refused.status_code == 422, bad
    assert team.get("/v1/runs").json()["items"] == []


def test_what_was_refused_may_be_mended_under_the_same_key(team: TestClient) -> None:
    key = {"Idempotency-Key": "one"}
    assert team.post("/v1/decisions", json={"problem": {}}, headers=key).status_code == 422
    assert team.post("/v1/decisions", json={"problem": PROBLEM}, headers=key).status_code == 201


def test_of_many_at_the_same_time_one_is_done(team: TestClient) -> None:
    senders = 8
    start, answers = threading.Barrier(senders), []

    def send() -> None:
        start.wait()
        answer = team.post("/v1/decisions", json=POSTS["/v1/decisions"], headers={"Idempotency-Key": "one"})
        answers.append((answer.status_code, answer.content))

    threads = [threading.Thread(target=send) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert len(team.get("/v1/decisions").json()["items"]) == 1


def test_keys_of_two_people_are_two(database_url: str) -> None:
    people = [key_of(database_url, "team", person) for person in ("anna", "berta")]
    with TestClient(in_process(database_url, worker=False, keys=True), base_url="http://localhost") as client:
        ids = set()
        for person in people:
            headers = {**person, "Idempotency-Key": "one"}
            ids.add(client.post("/v1/decisions", json={"problem": PROBLEM}, headers=headers).json()["id"])
        assert len(ids) == 2
