from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import in_process, taken_on, waited
from python_calamine import CalamineWorkbook

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.keys.principal import Principal
from see_mcda_api.runs.schemas import EXAMPLE
from see_mcda_api.runs.worker import AT_ONCE

pytestmark = pytest.mark.slow

QUICK = {**EXAMPLE, "samples": 2000}


def serving(folder: Path, **settings: Any) -> TestClient:
    application = in_process(f"sqlite:///{folder}/runs.sqlite", **settings)
    return TestClient(application, base_url="http://localhost")


@pytest.fixture(scope="module")
def computing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with serving(tmp_path_factory.mktemp("computing"), run_samples=10**9) as client:
        yield client


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service whose runs wait, since no worker is there."""
    with serving(tmp_path_factory.mktemp("idle"), worker=False, run_samples=5000, run_cells=40) as client:
        yield client


def begun(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/v1/runs", json=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/v1/runs/{answer.json()['id']}"
    return dict(answer.json())


def ended(client: TestClient, run: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = client.get(f"/v1/runs/{run}").json()
        return None if found["state"] in ("queued", "running") else found

    return waited(look)


def arguments(name: str) -> dict[str, Any]:
    return {
        "score-crossovers": {"weights": "equal", "candidate": "sampran", "leaf": "market"},
        "worth-knowing": {"samples": 64},
        "selection": {"constraints": ["exactly 2"]},
        "equal-shares": {
            "budget": "cost <= 300000",
            "votes": [{"voter": "Farmers", "approves": ["sampran", "moral-farmer"]}],
        },
        "variance": {"samples": 256},
        "acceptability": {"samples": 2000, "seed": 4},
    }.get(name, {})


@pytest.mark.parametrize("name", analyses.NAMES)
def test_a_run_answers_the_bytes_that_the_engine_prints(computing: TestClient, name: str) -> None:
    given, problem = arguments(name), PROBLEM if name == "equal-shares" else EXAMPLE["problem"]
    run = begun(computing, {"analysis": name, "problem": problem, **given})
    done = ended(computing, run["id"])
    assert (done["state"], done["attempts"], done["faults"]) == ("done", 1, [])
    assert done["done"] == done["total"] > 0
    answer = computing.get(done["result"])
    expected = analyses.analysis(name)(sm.read_problem(problem), **given).to_json() + "\n"
    assert (answer.headers["content-type"], answer.text) == ("application/json", expected)


def test_a_result_is_json_csv_or_xlsx_by_accept_or_suffix(computing: TestClient) -> None:
    run = begun(computing, QUICK)
    at = ended(computing, run["id"])["result"]
    csv = computing.get(at, headers={"Accept": "text/csv"})
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.content == computing.get(f"{at}.csv").content
    assert "sampran" in csv.text
    thai = computing.get(f"{at}.csv", headers={"Accept-Language": "th"}).text
    assert thai != csv.text
    assert computing.get(f"{at}.csv?lang=xx").status_code in (200, 422)
    book = CalamineWorkbook.from_filelike(io.BytesIO(computing.get(f"{at}.xlsx").content))
    assert "sampran" in str(book.get_sheet_by_index(0).to_python())
    assert computing.get(f"{at}.json").text == computing.get(at).text
    refused = computing.get(at, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["faults"][0]["code"]) == (406, "forms")


@pytest.mark.parametrize(
    ("change", "status", "where"),
    [
        ({"samples": "many"}, 422, "samples"),
        ({"samples": 0}, 422, "samples"),
        ({"samples": 5001}, 413, "samples"),
        ({"seed": 1.5}, 422, "seed"),
        ({"weights": {"nobody": 1}}, 422, "weights.nobody"),
        ({"weights": "/etc/secrets.yaml"}, 422, "weights"),
        ({"weights": {"between": ["equal", "/etc/secrets.json"]}}, 422, "weights.between[1]"),
        ({"problem": {**EXAMPLE["problem"], "framework": "/etc/secrets.yaml"}}, 422, "problem.framework"),
        ({"problem": {}}, 422, "problem.candidates"),
        ({"method": "guess"}, 422, None),
        ({"method": ["topsis"]}, 422, "method"),
        ({"executor": "mine"}, 422, "executor"),
        ({"cancel": True}, 422, "cancel"),
        ({"analysis": "guess"}, 422, "analysis"),
        ({"analysis": "flip", "samples": 3}, 422, None),
        ({"analysis": "score-crossovers"}, 422, "candidate"),
        ({"seed": 10**30}, 422, None),
        ({"nonsense": 1}, 422, None),
        ({"options": {"samples": 5}}, 422, "options.samples"),
        ({"seed": -1}, 422, "seed"),
    ],
)
def test_what_cannot_be_computed_is_refused_at_once(
    idle: TestClient, change: dict[str, Any], status: int, where: str | None
) -> None:
    before = len(idle.get("/v1/runs").json()["items"])
    answer = idle.post("/v1/runs", json={**QUICK, **change})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if where is not None:
        assert where in [fault["where"] for fault in answer.json()["faults"]]
    assert len(idle.get("/v1/runs").json()["items"]) == before


def test_an_argument_is_no_option_of_the_method_in_a_run(idle: TestClient) -> None:
    body = {"analysis": "flip", "problem": EXAMPLE["problem"], "options": {"candidate": "sampran"}}
    answer = idle.post("/v1/runs", json=body)
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == ["options.candidate"]


@pytest.mark.parametrize(
    "body",
    [
        '{"analysis": "flip", "problem": {}, "top": NaN}',
        '{"analysis": "flip", "problem": {"x-note": "\\ud800"}}',
        '{"analysis": "flip", "problem": {}, "weights": ' + "[" * 400 + "]" * 400 + "}",
        '{"analysis": "flip", "problem": {"id": "\\u0000"}}',
    ],
)
def test_strange_json_is_refused(idle: TestClient, body: str) -> None:
    answer = idle.post("/v1/runs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text


def test_an_id_that_cannot_be_is_not_there(idle: TestClient) -> None:
    assert idle.get("/v1/runs/%00").status_code == 404
    assert idle.get("/v1/runs", params={"cursor": "\0"}).status_code == 404


def test_more_scores_than_a_run_may_have_are_refused(idle: TestClient) -> None:
    candidates = [{"id": f"c{number}", "scores": {}} for number in range(6)]
    answer = idle.post(
        "/v1/runs", json={**QUICK, "problem": {**EXAMPLE["problem"], "candidates": candidates}}
    )
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (413, "too-many-cells")


def test_a_waiting_run_has_no_result_and_can_be_cancelled_and_forgotten(idle: TestClient) -> None:
    at = f"/v1/runs/{begun(idle, QUICK)['id']}"
    answer = idle.get(f"{at}/result")
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (409, "not-done")
    assert idle.post(f"{at}/cancel").json()["state"] == "cancelled"
    assert idle.post(f"{at}/cancel").json()["state"] == "cancelled"
    assert idle.get(f"{at}/result").status_code == 404
    assert idle.delete(at).status_code == 204
    for gone in (idle.get(at), idle.delete(at), idle.post(f"{at}/cancel"), idle.get(f"{at}/events")):
        assert (gone.status_code, gone.json()["faults"][0]["code"]) == (404, "no-run")


def test_runs_are_listed_newest_first_page_by_page(tmp_path: Path) -> None:
    with serving(tmp_path, worker=False) as client:
        made = [begun(client, QUICK)["id"] for _ in range(5)]
        found, cursor = [], None
        while True:
            page = client.get(
                "/v1/runs", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
            ).json()
            found += [run["id"] for run in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert found == made[::-1]
        assert client.get("/v1/runs", params={"cursor": "nobody"}).status_code == 404


def test_another_teams_run_is_not_there(idle: TestClient) -> None:
    runs = idle.app.state.services.runs  # type: ignore[attr-defined]
    theirs = taken_on(runs, EXAMPLE["problem"], {}, Principal("others", "x", "x", "write"))
    at = f"/v1/runs/{theirs}"
    for answer in (
        idle.get(at),
        idle.get(f"{at}/result"),
        idle.get(f"{at}/events"),
        idle.post(f"{at}/cancel"),
        idle.delete(at),
    ):
        assert answer.status_code == 404
    assert theirs not in [run["id"] for run in idle.get("/v1/runs?limit=200").json()["items"]]


@pytest.mark.soak
def test_a_long_run_is_cancelled_at_once(computing: TestClient) -> None:
    made = [begun(computing, {**EXAMPLE, "samples": 10**9})["id"] for _ in range(AT_ONCE)]
    for run in made:  # hours of work for every thread of the worker
        waited(lambda at=f"/v1/runs/{run}": computing.get(at).json()["done"] > 0)
    for run in made:
        assert computing.post(f"/v1/runs/{run}/cancel").json()["state"] == "cancelled"
    assert ended(computing, begun(computing, QUICK)["id"])["state"] == "done"
    assert {computing.get(f"/v1/runs/{run}").json()["state"] for run in made} == {"cancelled"}


@pytest.mark.usefixtures("turns")  # which nobody releases: the run cannot be done in time
def test_a_run_beyond_its_time_fails_and_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, run_seconds=0.1) as client:
        failed = ended(client, begun(client, QUICK)["id"])
        assert (failed["state"], failed["faults"][0]["code"]) == ("failed", "too-long")
        assert client.get(f"/v1/runs/{failed['id']}/result").status_code == 404


def test_what_only_the_computation_finds_is_told_by_the_run(computing: TestClient) -> None:
    asked = {"analysis": "score-crossovers", "problem": EXAMPLE["problem"], "weights": "equal"}
    run = begun(computing, {**asked, "candidate": "sampran", "leaf": "market", "low": 5, "high": 1})
    failed = ended(computing, run["id"])
    assert (failed["state"], failed["faults"][0]["code"]) == ("failed", "empty-range")
