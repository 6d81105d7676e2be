"""The history of a decision: whole, readable at every version, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from processes import in_process

import see_mcda as sm
from see_mcda_api.compute.arguments import PROBLEM

pytestmark = pytest.mark.slow

ANY = {"If-Match": "*"}
CELL = "/candidates/sampran/scores/market"
TOLD = ("version", "person", "kind", "place", "restores")


@pytest.fixture
def team(database_url: str) -> Iterator[TestClient]:
    with TestClient(in_process(database_url, worker=False), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def place(team: TestClient) -> str:
    """A decision of which the score of a cell was 3, 2, 1."""
    place = str(team.post("/v1/decisions", json={"problem": PROBLEM}).headers["Location"])
    for value in (2, 1):
        team.put(place + CELL, json={"value": value}, headers=ANY)
    return place


def value(team: TestClient, place: str) -> Any:
    return team.get(place + CELL).json()["value"]


def history(team: TestClient, place: str) -> list[tuple[Any, ...]]:
    items = team.get(f"{place}/history").json()["items"]
    return [tuple(item[name] for name in TOLD) for item in items]


def test_every_change_is_told_with_who_and_what(team: TestClient, place: str) -> None:
    assert history(team, place) == [
        (3, "local", "put", CELL[1:], None),
        (2, "local", "put", CELL[1:], None),
        (1, "local", "create", "", None),
    ]
    change = team.get(f"{place}/history/2").json()
    assert change["differences"] == [{"place": CELL[1:], "before": 3, "after": 2}]
    assert change["problem"]["candidates"][0]["scores"]["market"] == 2
    assert change["at"] <= team.get(place).json()["changed"]


def test_what_was_put_in_another_order_is_told(team: TestClient, place: str) -> None:
    problem = team.get(place).json()["problem"]
    team.put(place, json={"problem": {**problem, "candidates": problem["candidates"][::-1]}}, headers=ANY)
    differences = team.get(f"{place}/history/4").json()["differences"]
    was = ["sampran", "moral-farmer"]
    assert differences == [{"place": "order", "before": was, "after": was[::-1]}]


def test_undo_goes_back_step_by_step_and_restore_goes_anywhere(team: TestClient, place: str) -> None:
    for expected in (2, 3):
        assert team.post(f"{place}/undo", headers=ANY).status_code == 200
        assert value(team, place) == expected
    assert team.post(f"{place}/undo", headers=ANY).status_code == 409
    assert (
        team.post(f"{place}/restore", json={"version": 3}, headers={"If-Match": '"5"'}).json()["version"] == 6
    )
    assert value(team, place) == 1
    assert [entry[-1] for entry in history(team, place)] == [3, 1, 2, None, None, None]
    team.post(f"{place}/undo", headers=ANY)
    assert value(team, place) == 3, "undoing the restoring is to be where one was"
    assert team.post(f"{place}/restore", json={"version": 99}, headers=ANY).status_code == 404


def test_a_deletion_is_undone_and_then_what_was_before_it(team: TestClient, place: str) -> None:
    assert team.delete(place, headers={"If-Match": '"3"'}).status_code == 204
    for path in ("", "/candidates", CELL, "/weightings", "/runs"):
        assert team.get(place + path).status_code == 410
    assert team.post(f"{place}/rankings", json={}).status_code == 410
    assert team.put(place + CELL, json={"value": 1}, headers=ANY).status_code == 410
    assert history(team, place)[0][2] == "delete"
    assert team.get(f"{place}/history/3").status_code == 200
    assert team.post(f"{place}/undo", headers={"If-Match": '"3"'}).status_code == 412
    assert team.post(f"{place}/undo", headers={"If-Match": '"4"'}).json()["version"] == 5
    assert value(team, place) == 1
    team.post(f"{place}/undo", headers=ANY)
    assert value(team, place) == 2


def test_a_deleted_decision_is_restored(team: TestClient, place: str) -> None:
    team.delete(place, headers=ANY)
    assert team.post(f"{place}/restore", json={"version": 1}, headers=ANY).status_code == 200
    assert value(team, place) == 3


def test_the_history_is_paged(team: TestClient, place: str) -> None:
    first = team.get(f"{place}/history", params={"limit": 2}).json()
    assert ([item["version"] for item in first["items"]], first["next"]) == ([3, 2], 2)
    last = team.get(f"{place}/history", params={"limit": 2, "cursor": first["next"]}).json()
    assert ([item["version"] for item in last["items"]], last["next"]) == ([1], None)


def test_results_are_those_of_the_version_that_is_asked_for(team: TestClient, place: str) -> None:
    for version, score in ((1, 3), (2, 2), (3, 1)):
        problem = team.get(f"{place}/history/{version}").json()["problem"]
        assert problem["candidates"][0]["scores"]["market"] == score
        answer = team.post(f"{place}/rankings", params={"version": version}, json={"weights": "equal"})
        assert answer.text == sm.rank(sm.read_problem(problem), "equal").to_json() + "\n"
        assert answer.headers["Decision-Version"] == str(version)
    newest = team.post(f"{place}/rankings", json={"weights": "equal"})
    assert newest.headers["Decision-Version"] == "3"
    assert team.post(f"{place}/rankings", params={"version": 9}, json={}).status_code == 404


def test_a_kept_weighting_is_used_by_its_name(team: TestClient, place: str) -> None:
    shares = team.get("/v1/weightings/social-led").json()["weights"]
    made = team.put(f"{place}/weightings/ours", json=shares, headers={"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    expected = team.post(f"{place}/rankings", json={"weights": shares})
    for path, weights in (("/rankings", "ours"), ("/comparisons", ["ours", "equal"])):
        answer = team.post(place + path, json={"weights": weights})
        assert answer.status_code == 200, answer.text
        if path == "/rankings":
            assert answer.content == expected.content
    assert team.post(f"{place}/rankings", json={"weights": "theirs"}).status_code == 422


def test_runs_and_snapshots_say_of_which_version_they_are(team: TestClient, place: str) -> None:
    run = team.post(f"{place}/runs", json={"analysis": "acceptability", "samples": 1000}).json()
    frozen = team.post(
        f"{place}/snapshots", params={"version": 2}, json={"kind": "ranking", "weights": "equal"}
    ).json()
    id = place.rpartition("/")[2]
    assert (run["decision"], run["version"]) == (id, 3)
    assert (frozen["decision"], frozen["version"]) == (id, 2)
    team.post("/v1/runs", json={"analysis": "flip", "problem": PROBLEM})
    assert [each["id"] for each in team.get(f"{place}/runs").json()["items"]] == [run["id"]]
    assert [each["id"] for each in team.get(f"{place}/snapshots").json()["items"]] == [frozen["id"]]
    wrong = team.post(f"{place}/runs", json={"analysis": "flip", "method": "?"})
    assert wrong.status_code == 422


@given(st.lists(st.sampled_from(["edit", "undo", "restore", "delete"]), max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_undoing_goes_back_through_whatever_was_done(service: TestClient, steps: list[str]) -> None:
    """Against a model: a stack of what was there, on which undoing pops and all else pushes."""
    place = str(service.post("/v1/decisions", json={"problem": PROBLEM}).headers["Location"])
    stack: list[tuple[float, bool]] = [(3, False)]
    versions: list[tuple[float, bool]] = [(3, False)]
    for number, step in enumerate(steps):
        now, gone = stack[-1]
        if step == "undo":
            answer = service.post(f"{place}/undo", headers=ANY)
            assert (answer.status_code == 409) == (len(stack) == 1)
            if len(stack) == 1:
                continue
            stack.pop()
        elif step == "restore":
            version = number % len(versions) + 1
            answer = service.post(f"{place}/restore", json={"version": version}, headers=ANY)
            assert answer.status_code == 200
            stack.append((versions[version - 1][0], False))
        elif gone:
            continue
        elif step == "edit":
            stack.append(((now + 0.5) % 4, False))
            service.put(place + CELL, json={"value": stack[-1][0]}, headers=ANY)
        else:
            service.delete(place, headers=ANY)
            stack.append((now, True))
        versions.append(stack[-1])
        newest = service.get(f"{place}/history").json()["items"][0]
        assert newest["version"] == len(versions)
        assert (service.get(place).status_code == 410) == stack[-1][1]
        if not stack[-1][1]:
            assert value(service, place) == stack[-1][0]
    for version, (score, _) in enumerate(versions, start=1):
        then = service.get(f"{place}/history/{version}").json()["problem"]
        assert then["candidates"][0]["scores"]["market"] == score
