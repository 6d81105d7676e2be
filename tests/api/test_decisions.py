"""Decisions and their parts: kept, changed only as they were seen, told apart by team."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import in_process, key_of

from see_mcda_api.compute.arguments import PROBLEM

LEAVES = (
    "cooperation",
    "framework",
    "supply-chain",
    "market",
    "fair-trade",
    "economic",
    "social",
    "environmental",
)
MINE = dict.fromkeys(LEAVES, 1) | {"market": 5}
NEW = {"If-None-Match": "*"}
ANY = {"If-Match": "*"}


@pytest.fixture
def team(database_url: str) -> Iterator[TestClient]:
    with TestClient(in_process(database_url, worker=False), base_url="http://localhost") as client:
        yield client


def kept(team: TestClient, **body: Any) -> str:
    answer = team.post("/v1/decisions", json={"problem": PROBLEM, **body})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/v1/decisions/{answer.json()['id']}"
    return answer.headers["Location"]


def faults(answer: Any) -> list[tuple[str, str | None]]:
    return [(fault["code"], fault["where"]) for fault in answer.json()["faults"]]


def test_what_was_kept_is_read_again(team: TestClient) -> None:
    place = kept(team, weightings={"mine": MINE})
    read = team.get(place)
    assert (read.headers["ETag"], read.json()["version"]) == ('"1"', 1)
    assert read.json()["problem"] == PROBLEM
    assert read.json()["weightings"] == {"mine": MINE}
    same = team.get(place, headers={"If-None-Match": read.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_every_fault_of_a_decision_is_told_at_its_json_path(team: TestClient) -> None:
    candidates = [{"id": "a", "scores": {"market": 9, "nothing": 1}}, {"id": "a", "scores": {}}]
    body = {"problem": {"framework": "see", "candidates": candidates}, "weightings": {"equal": MINE}}
    refused = team.post("/v1/decisions", json=body)
    assert refused.status_code == 422
    assert ("unknown-node", "problem.candidates[0].scores.nothing") in faults(refused)
    lacking = {"problem": PROBLEM, "weightings": {"equal": MINE, "short": {"market": 1}, "BAD": MINE}}
    found = faults(team.post("/v1/decisions", json=lacking))
    assert ("taken", "weightings.equal") in found
    assert ("bad-id", "weightings.BAD") in found
    assert ("missing-node", "weightings.short.cooperation") in found
    assert team.get("/v1/decisions").json()["items"] == []


def test_a_change_names_what_it_changes_or_is_refused(team: TestClient) -> None:
    place = kept(team)
    for method, path, body in (
        ("PUT", place, {"problem": PROBLEM}),
        ("PATCH", place, {"problem": {"missing": "worst"}}),
        ("DELETE", place, None),
        ("POST", f"{place}/undo", None),
        ("POST", f"{place}/restore", {"version": 1}),
        ("PUT", f"{place}/candidates/third", {"scores": {}}),
        ("DELETE", f"{place}/candidates/sampran", None),
        ("PUT", f"{place}/candidates/sampran/scores/market", {"value": 1}),
        ("DELETE", f"{place}/candidates/sampran/scores/market", None),
        ("PUT", f"{place}/weightings/mine", MINE),
        ("DELETE", f"{place}/weightings/mine", None),
    ):
        assert team.request(method, path, json=body).status_code == 428, (method, path)
        stale = team.request(method, path, json=body, headers={"If-Match": '"7"'})
        assert stale.status_code == 412, (method, path)
        weak = team.request(method, path, json=body, headers={"If-Match": 'W/"1"'})
        assert weak.status_code == 412, (method, path)
    assert team.get(place).json()["version"] == 1


def test_a_decision_is_replaced_and_patched(team: TestClient) -> None:
    place = kept(team, weightings={"mine": MINE})
    patch = {"problem": {"title": "Models", "missing": "interval"}, "weightings": {"mine": None}}
    patched = team.patch(
        place,
        json=patch,
        headers={"If-Match": '"1"', "Content-Type": "application/merge-patch+json"},
    )
    assert (patched.status_code, patched.headers["ETag"]) == (200, '"2"')
    assert patched.json()["title"] == {"en": "Models"}
    assert patched.json()["problem"] == {**PROBLEM, "title": "Models", "missing": "interval"}
    assert patched.json()["weightings"] == {}
    wrong = team.patch(place, json={"problem": {"missing": "?"}, "other": 1}, headers=ANY)
    assert wrong.status_code == 422
    assert team.patch(place, json=[1], headers=ANY).status_code == 422
    replaced = team.put(place, json={"problem": PROBLEM}, headers={"If-Match": '"2"'})
    assert (replaced.json()["version"], replaced.json()["problem"]) == (3, PROBLEM)
    nothing = team.put(place, json={"problem": PROBLEM}, headers={"If-Match": '"3"'})
    assert nothing.json()["version"] == 3, "a change that changes nothing is no change"


@pytest.mark.slow
def test_candidates_are_added_replaced_and_taken_out(team: TestClient) -> None:
    place = kept(team)
    third = f"{place}/candidates/third"
    made = team.put(third, json={"scores": {"market": 1}, "name": "Third"}, headers=NEW)
    assert (made.status_code, made.headers["Decision-Version"]) == (201, "2")
    assert team.get(third).json() == {"id": "third", "scores": {"market": 1}, "name": "Third"}
    assert team.put(third, json={"scores": {}}, headers=NEW).status_code == 412
    renewed = team.put(third, json={"scores": {"market": 2}}, headers={"If-Match": made.headers["ETag"]})
    assert renewed.status_code == 200
    assert [each["id"] for each in team.get(f"{place}/candidates").json()["items"]] == [
        "sampran",
        "moral-farmer",
        "third",
    ]
    other = team.put(third, json={"id": "fourth", "scores": {}}, headers=ANY)
    assert faults(other) == [("other-id", "id")]
    wrong = team.put(third, json={"scores": {"market": 9, "nope": 1}}, headers=ANY)
    assert ("unknown-node", "scores.nope") in faults(wrong)
    assert team.delete(third, headers={"If-Match": renewed.headers["ETag"]}).status_code == 204
    assert team.get(third).status_code == 404
    assert team.delete(third, headers={"If-Match": '"4"'}).status_code == 404


def test_a_score_has_its_evidence(team: TestClient) -> None:
    place = kept(team)
    cell = f"{place}/candidates/sampran/scores/market"
    seen = team.get(cell)
    assert seen.json() == {"value": 3}
    evidence = {
        "value": {"low": 2, "high": 3},
        "source": {"th": "ลงพื้นที่"},
        "date": "2026-03-01",
        "assessor": "Anna",
    }
    put = team.put(cell, json=evidence, headers={"If-Match": seen.headers["ETag"]})
    assert (put.status_code, put.json()) == (200, evidence)
    assert team.get(cell).json() == evidence
    assert team.get(cell).headers["ETag"] == put.headers["ETag"]
    assert faults(team.put(cell, json={"value": 33}, headers=ANY)) == [("not-a-level", "value")]
    assert (
        team.put(f"{place}/candidates/sampran/scores/nope", json={"value": 1}, headers=ANY).status_code == 404
    )
    assert (
        team.put(f"{place}/candidates/nobody/scores/market", json={"value": 1}, headers=NEW).status_code
        == 404
    )
    assert team.delete(cell, headers=ANY).status_code == 204
    assert team.get(cell).json() == {"value": None}
    assert team.put(cell, json={"value": 2}, headers=NEW).status_code == 201


def test_who_edits_another_cell_disturbs_nobody(team: TestClient) -> None:
    place = kept(team)
    cells = [f"{place}/candidates/{id}/scores/market" for id in ("sampran", "moral-farmer")]
    tags = [team.get(cell).headers["ETag"] for cell in cells]
    for cell, tag in zip(cells, tags, strict=True):
        assert team.put(cell, json={"value": 1}, headers={"If-Match": tag}).status_code == 200
    assert team.get(place).json()["version"] == 3


def test_weightings_have_names_of_their_own(team: TestClient) -> None:
    place = kept(team)
    mine = f"{place}/weightings/mine"
    made = team.put(mine, json=MINE, headers=NEW)
    assert made.status_code == 201
    assert team.get(mine).json() == MINE
    assert team.get(f"{place}/weightings").json() == {"items": [{"id": "mine", "document": MINE}]}
    short = team.put(mine, json={"market": 1}, headers=ANY)
    assert ("missing-node", "cooperation") in faults(short)
    assert faults(team.put(f"{place}/weightings/equal", json=MINE, headers=NEW)) == [("taken", None)]
    assert team.delete(mine, headers={"If-Match": made.headers["ETag"]}).status_code == 204
    assert team.get(mine).status_code == 404


def test_two_writers_of_one_version_one_wins_and_nothing_is_lost(team: TestClient) -> None:
    place = kept(team)
    writers = 8
    start, statuses = threading.Barrier(writers), []

    def write(number: int) -> None:
        start.wait()
        body = {"problem": {"note": f"writer {number}"}}
        statuses.append(team.patch(place, json=body, headers={"If-Match": '"1"'}).status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [412] * (writers - 1)
    assert team.get(place).json()["version"] == 2


def test_many_writers_of_different_cells_all_succeed(team: TestClient) -> None:
    place = kept(team)
    cells = [f"{place}/candidates/sampran/scores/{leaf}" for leaf in LEAVES]
    tags = [team.get(cell).headers["ETag"] for cell in cells]
    start, statuses = threading.Barrier(len(cells)), []

    def write(cell: str, tag: str) -> None:
        start.wait()
        statuses.append(team.put(cell, json={"value": 1.5}, headers={"If-Match": tag}).status_code)

    threads = [threading.Thread(target=write, args=pair) for pair in zip(cells, tags, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 201}
    assert team.get(place).json()["version"] == 1 + len(cells)
    assert all(team.get(cell).json() == {"value": 1.5} for cell in cells)


def test_the_list_is_paged_and_hides_what_was_deleted(team: TestClient) -> None:
    places = [kept(team) for _ in range(5)]
    team.delete(places[2], headers=ANY)
    ids = [place.rpartition("/")[2] for place in places]
    found, cursor = [], None
    while True:
        page = team.get("/v1/decisions", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [ids[4], ids[3], ids[1], ids[0]]
    deleted = team.get("/v1/decisions", params={"deleted": True}).json()["items"]
    assert [each["id"] for each in deleted] == [ids[2]]
    assert team.get("/v1/decisions", params={"cursor": "nobody"}).status_code == 404


def test_another_team_finds_nothing(database_url: str) -> None:
    own = key_of(database_url, "own", "anna")
    other = key_of(database_url, "other", "berta", "admin")
    with TestClient(in_process(database_url, worker=False, keys=True), base_url="http://localhost") as client:
        place = client.post("/v1/decisions", json={"problem": PROBLEM}, headers=own).headers["Location"]
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/history", None),
            ("GET", "/history/1", None),
            ("GET", "/candidates", None),
            ("GET", "/candidates/sampran", None),
            ("GET", "/candidates/sampran/scores/market", None),
            ("GET", "/weightings", None),
            ("PUT", "", {"problem": PROBLEM}),
            ("PATCH", "", {}),
            ("DELETE", "", None),
            ("POST", "/undo", None),
            ("POST", "/restore", {"version": 1}),
            ("PUT", "/candidates/sampran", {"scores": {}}),
            ("PUT", "/candidates/sampran/scores/market", {"value": 1}),
            ("POST", "/rankings", {}),
            ("POST", "/charts/ranking.svg", {}),
            ("POST", "/runs", {"analysis": "flip"}),
            ("POST", "/snapshots", {"kind": "ranking"}),
            ("GET", "/runs", None),
            ("GET", "/snapshots", None),
        ):
            answer = client.request(method, place + path, json=body, headers=other | ANY)
            assert answer.status_code == 404, (method, path, answer.text)
        assert client.get(place, headers=own).json()["changed_by"] == "anna"
        assert client.get("/v1/decisions", headers=other).json()["items"] == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", [None, 1, "x", [], [[]], {}, 10**20, 1e308, "\u0000", [{"id": 1}]], ids=repr)
def test_nothing_that_is_sent_is_a_fault_of_ours(team: TestClient, odd: Any) -> None:
    place = kept(team)
    for name in ("problem", "weightings", "title"):
        assert team.patch(place, json={name: odd}, headers=ANY).status_code in (200, 422)
    for name in ("framework", "missing", "candidates", "title", "note", "require", "comparisons"):
        assert team.patch(place, json={"problem": {name: odd}}, headers=ANY).status_code in (200, 422)
        assert team.patch(place, json={"problem": PROBLEM}, headers=ANY).status_code == 200
    for name in ("id", "scores", "name", "note", "attributes", "gates"):
        body = {"scores": {}, name: odd}
        assert team.put(f"{place}/candidates/sampran", json=body, headers=ANY).status_code in (200, 422)
    for name in ("value", "source", "date", "assessor", "note"):
        cell = f"{place}/candidates/moral-farmer/scores/market"
        assert team.put(cell, json={"value": 1, name: odd}, headers=ANY).status_code in (200, 201, 422)
    for body in (odd, {**MINE, "market": odd}, {"nodes": odd}, {"schema": odd}):
        put = team.put(f"{place}/weightings/mine", json=body, headers={"If-Match": '"1", "2"'} | ANY)
        assert put.status_code in (200, 201, 412, 415, 422)
    assert team.get(place).status_code == 200
    assert team.get(f"{place}/history").status_code == 200


@pytest.mark.slow
def test_a_decision_has_a_size(sqlite_url: str) -> None:
    with TestClient(
        in_process(sqlite_url, worker=False, body_bytes=4096), base_url="http://localhost"
    ) as client:
        place = kept(client)
        for number in range(20):
            body = {"scores": {"market": 1}, "note": "x" * 1000}
            answer = client.put(f"{place}/candidates/c{number}", json=body, headers=NEW)
            if answer.status_code != 201:
                break
        assert answer.status_code == 413
        assert faults(answer) == [("too-large", None)]
