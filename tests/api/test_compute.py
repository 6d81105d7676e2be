"""What the engine offers over HTTP: the same bytes as on the command line, and every fault with its place."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from processes import COMMAND, command

from see_mcda_api.compute.arguments import FUNCTIONS, body_of, example
from see_mcda_api.compute.paths import PLACES

PROBLEM = Path(__file__).parents[2] / "examples" / "see-models.yaml"
VOTES = PROBLEM.with_name("votes-invented.csv")


@pytest.fixture(scope="module")
def problem() -> dict[str, Any]:
    return json.loads(json.dumps(yaml.safe_load(PROBLEM.read_text(encoding="utf-8")), default=str))


def printed(*arguments: str) -> bytes:
    """What the command line prints, without the file's name before the places in it."""
    return command(*arguments, "--json").printed.replace(f"{PROBLEM}: ".encode(), b"")


ASKED = {
    "rankings": (["rank"], {"weights": "social-led"}, ["--weights", "social-led"]),
    "comparisons": (
        ["compare"],
        {"weights": ["equal", "social-led"], "method": ["topsis", "ahp"]},
        ["--weights", "equal", "social-led", "--method", "topsis", "ahp"],
    ),
    "explanations": (["explain"], {"a": "sampran", "b": "moral-farmer"}, []),
    "improvements": (["improve"], {"candidate": "moral-farmer"}, []),
    "classifications": (["classify"], {"procedure": "all"}, []),
    "selections": (["select"], {"constraints": ["exactly 2"]}, ["--number", "2"]),
    "verdicts": (
        ["settled"],
        {"constraints": ["exactly 2"], "statements": ["@sampran >= @fai-rung", "Economic >= Social"]},
        ["--number", "2", "--statement", "@sampran >= @fai-rung", "Economic >= Social"],
    ),
    "equal-shares": (
        ["equal-shares"],
        {"budget": "cost <= 600000", "votes": [*csv.reader(VOTES.read_text(encoding="utf-8").splitlines())]},
        ["--budget", "cost <= 600000", "--votes", str(VOTES)],
    ),
    "sensitivity/crossovers": (["sensitivity", "crossovers"], {"nodes": ["market"]}, ["--node", "market"]),
    "sensitivity/acceptability": (
        ["sensitivity", "acceptability"],
        {"samples": 1000, "seed": 3},
        ["--samples", "1000", "--seed", "3"],
    ),
    "sensitivity/rank-ranges": (
        ["sensitivity", "rank-ranges"],
        {"method": "additive", "statements": ["@sampran >= @fai-rung", "Economic >= Social"]},
        ["--method", "additive", "--statement", "@sampran >= @fai-rung", "--statement", "Economic >= Social"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("place", ASKED)
def test_the_answer_is_what_the_command_line_prints(
    service: TestClient, problem: dict[str, Any], place: str
) -> None:
    verb, fields, options = ASKED[place]
    candidates = {
        "explain": ["sampran", "moral-farmer"],
        "improve": ["moral-farmer"],
    }.get(verb[0], [])
    answer = service.post(f"/v1/{place}", json={"problem": problem, **fields})
    assert answer.status_code == 200, answer.text
    assert answer.content == printed(*verb, str(PROBLEM), *candidates, *options)


@pytest.mark.slow
def test_a_process_prints_what_is_compared_here() -> None:
    order = ("rank", str(PROBLEM), "--lang", "th", "--json")
    done = subprocess.run([COMMAND, *order], check=True, capture_output=True)
    assert done.stdout == command(*order).printed


@pytest.mark.parametrize("place", ["rankings", "explanations"])
def test_a_table_is_answered_by_its_suffix_or_by_accept(
    service: TestClient, problem: dict[str, Any], place: str
) -> None:
    asked = {"problem": problem}
    by_suffix = service.post(f"/v1/{place}.csv", json=asked)
    by_accept = service.post(f"/v1/{place}", json=asked, headers={"Accept": "text/csv"})
    assert by_suffix.content == by_accept.content
    _, *rows = csv.reader(io.StringIO(by_suffix.content.decode("utf-8-sig")))
    first = problem["candidates"][0]
    about = {each["id"] for each in problem["candidates"]} if place == "rankings" else set(first["scores"])
    assert about <= {cell for row in rows for cell in row}
    assert service.post(f"/v1/{place}.xlsx", json=asked).content.startswith(b"PK")
    assert service.post(f"/v1/{place}", json=asked, headers={"Accept": "image/gif"}).status_code == 406


@pytest.mark.slow
def test_pictures_are_drawn_in_the_language_that_is_asked_for(
    service: TestClient, problem: dict[str, Any]
) -> None:
    asked = {"problem": problem}
    thai = service.post("/v1/charts/ranking.svg", json=asked, headers={"Accept-Language": "th"})
    assert thai.headers["content-type"].startswith("image/svg+xml")
    assert "สามพราน" in thai.text
    assert service.post("/v1/charts/ranking.png", json=asked).content.startswith(b"\x89PNG")
    assert service.post("/v1/charts/ranking.vl.json", json=asked).json().keys() >= {"config"}


def test_every_fault_is_told_at_its_json_path(service: TestClient, problem: dict[str, Any]) -> None:
    first, second, *others = problem["candidates"]
    wrong = {
        **problem,
        "candidates": [
            {**first, "scores": {**first["scores"], "market": "many"}},
            {**second, "scores": {**second["scores"], "honesty": 3}},
            *others,
        ],
    }
    one = service.post("/v1/rankings", json={"problem": wrong})
    assert one.status_code == 422
    assert one.headers["content-type"] == "application/problem+json"
    assert [fault["where"] for fault in one.json()["faults"]] == ["problem.candidates[0].scores.market"]
    wrong["candidates"][0] = first
    other = service.post("/v1/rankings", json={"problem": wrong})
    assert [fault["where"] for fault in other.json()["faults"]] == ["problem.candidates[1].scores.honesty"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        {"problem": {"framework": "/etc/passwd.yaml", "candidates": [{"id": "a", "scores": {}}]}},
        {"weights": "pyproject.yaml"},
        {"weights": "/etc/hostname"},
        {"method": "no-such-method"},
        {"no_such_option": 1},
        {"missing": 7},
        {"missing": "perhaps"},
        {"weights": {"cooperation": "much"}},
        {"problem": []},
        {"problem": {}},
    ],
)
def test_bad_input_is_a_problem_document(
    service: TestClient, problem: dict[str, Any], change: dict[str, Any]
) -> None:
    answer = service.post("/v1/rankings", json={"problem": problem, **change})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["faults"]


BEYOND = {"seed": 2**53, "rank": 2**53, "top": 2**53, "high": 2**53, "costs": {"market": 10**25}}
"""Whole numbers that JSON cannot hold exactly, and so no record."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in FUNCTIONS for name in BEYOND if name in body_of(kind).model_fields],
)
def test_a_whole_number_that_no_record_can_hold_is_bad_input(
    service: TestClient, kind: str, name: str
) -> None:
    answer = service.post(f"/v1/{PLACES[kind]}", json={**example(kind), name: BEYOND[name]})
    if name in ("high", "costs"):  # no counts: they are numbers like any other
        assert answer.status_code == 200, answer.text
        return
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, name)
    run = service.post("/v1/runs", json={"analysis": kind, **example(kind), name: BEYOND[name]})
    assert run.status_code == 422


def test_no_file_of_the_machine_is_read(service: TestClient, problem: dict[str, Any], tmp_path: Path) -> None:
    secret = tmp_path / "weights.yaml"
    secret.write_text("nodes: {see: {weights: {characteristics: 1, pillars: 1}}}", encoding="utf-8")
    answer = service.post("/v1/rankings", json={"problem": problem, "weights": str(secret)})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["code"] == "file"


def test_a_result_is_verified(service: TestClient, problem: dict[str, Any]) -> None:
    result = service.post("/v1/rankings", json={"problem": problem}).json()
    again = service.post("/v1/verifications", json={"result": result, "problem": problem})
    assert again.json()["same"] is True
    result["candidates"][0]["score"] += 0.1
    other = service.post("/v1/verifications", json={"result": result, "problem": problem})
    assert other.json()["same"] is False


def test_what_is_shipped_is_listed(service: TestClient) -> None:
    ids = [each["id"] for each in service.get("/v1/frameworks").json()]
    assert {"see", "see-indicators"} <= set(ids)
    assert service.get("/v1/frameworks/see").json()["id"] == "see"
    assert sum(service.get("/v1/weightings/social-led").json()["weights"].values()) == pytest.approx(1)
    assert service.get("/v1/schemas/problem").json()["title"] == "see-mcda/problem/1"
    assert service.get("/v1/schemas/nothing").status_code == 404
    assert service.get("/v1/weightings/nothing").json()["status"] == 404
