from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import in_process

import see_mcda as sm
from see_mcda_api.snapshots.schemas import EXAMPLE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    file = tmp_path_factory.mktemp("snapshots") / "kept.sqlite"
    application = in_process(f"sqlite:///{file}", worker=False)
    with TestClient(application, base_url="http://localhost") as client:
        yield client


def frozen(team: TestClient, **body: Any) -> dict[str, Any]:
    answer = team.post("/v1/snapshots", json={**EXAMPLE, **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.fixture(scope="module")
def ranking(team: TestClient) -> dict[str, Any]:
    return frozen(team)


def test_a_snapshot_answers_the_bytes_that_the_engine_prints(
    team: TestClient, ranking: dict[str, Any]
) -> None:
    expected = sm.rank(sm.read_problem(EXAMPLE["problem"]), "equal").to_json() + "\n"
    assert team.get(ranking["address"]).text == expected
    assert team.get(ranking["address"] + ".json").text == expected


@pytest.mark.parametrize("language", ["en", "th"])
def test_every_form_is_what_it_says(team: TestClient, ranking: dict[str, Any], language: str) -> None:
    def read(form: str) -> bytes:
        return team.get(f"{ranking['address']}.{form}?lang={language}").content

    assert read("png").startswith(b"\x89PNG")
    assert b"<svg" in read("svg")
    assert b"<script" not in read("svg")
    rows = list(csv.reader(io.StringIO(read("csv").decode("utf-8-sig"))))
    assert rows[0][0] == "rank"
    assert read("txt").decode()


def test_an_unchanged_form_is_not_sent_again(team: TestClient, ranking: dict[str, Any]) -> None:
    for path in (ranking["address"], ranking["address"] + ".svg", ranking["page"]):
        first = team.get(path)
        tag = first.headers["ETag"]
        assert tag.startswith('"')
        assert "no-cache" in first.headers["Cache-Control"]
        again = team.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert team.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_one_value_is_plain_text(team: TestClient, ranking: dict[str, Any]) -> None:
    document = team.get(ranking["address"]).json()
    for candidate in document["candidates"]:
        for of in ("rank", "score"):
            found = team.get(
                f"{ranking['address']}/value.txt", params={"candidate": candidate["id"], "of": of}
            )
            assert found.headers["Content-Type"].startswith("text/plain")
            assert found.text == repr(candidate[of])
    nobody = team.get(f"{ranking['address']}/value.txt", params={"candidate": "nobody"})
    assert (nobody.status_code, nobody.json()["faults"][0]["where"]) == (404, "candidate")


@pytest.mark.parametrize("kind", ["comparison", "crossovers", "flip"])
def test_other_results_are_frozen_too(team: TestClient, kind: str) -> None:
    weights = ["equal"] if kind == "comparison" else "equal"
    made = frozen(team, kind=kind, weights=weights)
    assert team.get(made["address"]).json()["schema"] == f"see-mcda/{kind}/1"
    assert team.get(made["address"] + ".svg").status_code == 200
    assert team.get(made["page"]).status_code == 200
    assert team.get(f"{made['address']}/value.txt?candidate=sampran").status_code == 404


def test_a_withdrawn_snapshot_is_gone_for_everybody(team: TestClient) -> None:
    made = frozen(team)
    tag = team.get(made["address"]).headers["ETag"]
    assert team.delete(f"/v1/snapshots/{made['id']}").status_code == 204
    assert team.delete(f"/v1/snapshots/{made['id']}").status_code == 204
    for path in (made["address"], made["address"] + ".csv", made["page"]):
        gone = team.get(path, headers={"If-None-Match": tag})
        assert gone.status_code == 410
        assert gone.json()["type"].endswith("gone")
    assert team.get(f"/v1/snapshots/{made['id']}").json()["revoked"]


def test_the_list_is_paged_newest_first(team: TestClient) -> None:
    made = [frozen(team)["id"] for _ in range(3)]
    found, cursor = [], None
    while True:
        page = team.get("/v1/snapshots", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found[:3] == made[::-1]
    assert len(set(found)) == len(found)


def test_nothing_is_at_a_guessed_address_or_in_another_form(
    team: TestClient, ranking: dict[str, Any]
) -> None:
    assert team.get("/v1/shared/abc").status_code == 404
    assert team.get(f"/v1/shared/{ranking['id']}").status_code == 404
    assert team.get(ranking["address"] + ".exe").status_code == 422
    assert team.get("/e/abc").status_code == 404


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"weights": "/etc/weights.yaml"}, "weights"),
        ({"problem": {**EXAMPLE["problem"], "framework": "secret.json"}}, "problem.framework"),
        ({"weights": 3}, None),
        ({"method": 3}, None),
        ({"method": "none-such"}, None),
        ({"kind": "poem"}, "kind"),
        ({"problem": {}}, None),
    ],
)
def test_what_cannot_be_computed_is_refused(
    team: TestClient, body: dict[str, Any], where: str | None
) -> None:
    before = len(team.get("/v1/snapshots?limit=200").json()["items"])
    refused = team.post("/v1/snapshots", json={**EXAMPLE, **body})
    assert refused.status_code == 422, refused.text
    if where:
        assert where in [fault["where"] for fault in refused.json()["faults"]]
    assert len(team.get("/v1/snapshots?limit=200").json()["items"]) == before


def test_the_team_needs_a_key_and_readers_need_none(tmp_path: Any) -> None:
    application = in_process(f"sqlite:///{tmp_path}/keys.sqlite", worker=False, keys=True)
    with TestClient(application, base_url="http://localhost") as client:
        keys = application.state.services.keys

        def of(key: str) -> dict[str, str]:
            return {"Authorization": f"Bearer {key}"}

        one, reader = keys.make("one", "Ann", "write"), keys.make("one", "Bo", "read")
        other = keys.make("two", "Chai", "admin")
        assert client.post("/v1/snapshots", json=EXAMPLE).status_code == 401
        assert client.post("/v1/snapshots", json=EXAMPLE, headers=of(reader)).status_code == 403
        made = client.post("/v1/snapshots", json=EXAMPLE, headers=of(one)).json()
        assert made["person"] == "Ann"
        assert client.get(made["address"]).status_code == 200
        path = f"/v1/snapshots/{made['id']}"
        assert client.get(path, headers=of(reader)).status_code == 200
        assert client.get(path, headers=of(other)).status_code == 404
        assert client.delete(path, headers=of(other)).status_code == 404
        assert client.get("/v1/snapshots", headers=of(other)).json()["items"] == []
