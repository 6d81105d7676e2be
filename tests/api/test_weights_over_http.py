"""Weights over HTTP: the same bytes as on the command line, and every fault at its JSON path."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import command

from see_mcda_api.compute.weights.endpoints import WAYS

pytestmark = pytest.mark.slow

PROBLEM = Path(__file__).parents[2] / "examples" / "see-models.yaml"
PILLARS = {"framework": "see", "node": "pillars"}
ON_PILLARS = ["--framework", "see", "--node", "pillars"]
NAMES = {"criteria": ["price", "quality", "service"]}
ASKED: dict[str, tuple[list[str], dict[str, Any]]] = {
    "ahp": (
        ["social/economic=2,environmental/economic=3", *ON_PILLARS],
        {"judgments": [["social", "economic", 2], ["environmental", "economic", 3]], **PILLARS},
    ),
    "best-worst": (
        ["price=2,quality=1,service=8", "price=4,quality=8,service=1", "--model", "nonlinear"],
        {
            "best_to_others": {"price": 2, "quality": 1, "service": 8},
            "others_to_worst": {"price": 4, "quality": 8, "service": 1},
            "model": "nonlinear",
        },
    ),
    "swing": (
        ["economic=60,social=100,environmental=80", *ON_PILLARS],
        {"points": {"economic": 60, "social": 100, "environmental": 80}, **PILLARS},
    ),
    "rank-order": (
        ["social > economic = environmental", *ON_PILLARS, "--rule", "rs"],
        {"order": [["social"], ["economic", "environmental"]], "rule": "rs", **PILLARS},
    ),
    "group": (
        ["1 3 5; 1/3 1 2; 1/5 1/2 1", "1 2 4; 1/2 1 2; 1/4 1/2 1", "--voters", "1,2", "--criteria", "a,b,c"],
        {
            "judgments": [[[1, 3, 5], ["1/3", 1, 2], ["1/5", "1/2", 1]], "1 2 4; 1/2 1 2; 1/4 1/2 1"],
            "voters": [1, 2],
            "criteria": ["a", "b", "c"],
        },
    ),
    "show": (["social-led"], {"weights": "social-led"}),
}


@pytest.mark.parametrize("way", ASKED)
def test_the_answer_is_what_the_command_line_prints(service: TestClient, way: str) -> None:
    words, fields = ASKED[way]
    answer = service.post(f"/v1/weights/{way}", json=fields)
    assert answer.status_code == 200, answer.text
    assert answer.content == command("weights", way, *words, "--json").printed


@pytest.mark.slow
def test_weights_from_scores_are_those_of_the_command_line(service: TestClient, tmp_path: Path) -> None:
    table = tmp_path / "prices.json"
    problem = {
        "framework": {
            "id": "table",
            "criteria": [{"id": "price", "objective": "min"}, {"id": "quality"}, {"id": "speed"}],
        },
        "candidates": [
            {"id": "a", "scores": {"price": 3, "quality": 4, "speed": 1}},
            {"id": "b", "scores": {"price": 5, "quality": 7, "speed": 2}},
            {"id": "c", "scores": {"price": 4, "quality": 9, "speed": 7}},
        ],
    }
    table.write_text(json.dumps(problem), encoding="utf-8")
    answer = service.post("/v1/weights/objective", json={"problem": problem, "rule": "critic"})
    assert answer.status_code == 200, answer.text
    assert answer.content == command("weights", "objective", table, "--rule", "critic", "--json").printed
    said = ["price >= 2 * speed", "@c >= @b"]
    answer = service.post("/v1/weights/centre", json={"problem": problem, "statements": said})
    assert answer.status_code == 200, answer.text
    options = [word for words in said for word in ("--statement", words)]
    assert answer.content == command("weights", "centre", table, *options, "--json").printed


@pytest.mark.slow
@pytest.mark.parametrize("model", WAYS, ids=lambda model: model.way)
def test_the_documented_example_is_answered_and_its_document_gives_the_same_weights(
    service: TestClient, model: Any
) -> None:
    body = model.model_config["json_schema_extra"]["examples"][0]
    answer = service.post(f"/v1/weights/{model.way}", json=body)
    assert answer.status_code == 200, answer.text
    assert sum(answer.json()["weights"].values()) == pytest.approx(1)
    document = service.post(f"/v1/weights/{model.way}/document", json={**body, "id": "mine"})
    assert document.json()["id"] == "mine"
    if body.get("framework") == "see":
        shown = service.post("/v1/weights/show", json={"weights": document.json()}).json()
        assert shown["local"]["pillars"] == pytest.approx(answer.json()["weights"])


def test_dates_are_read_as_fractions_where_that_is_asked_for(service: TestClient) -> None:
    judged = {"judgments": [["", "a", "b"], ["a", 1, "3-Jan"], ["b", 3, 1]], "dates_as_fractions": True}
    answer = service.post("/v1/weights/ahp", json=judged).json()
    assert answer["weights"] == pytest.approx({"a": 0.25, "b": 0.75})
    assert [warning["code"] for warning in answer["warnings"]] == ["date-read"]


def test_questions_of_a_swing_are_told_in_every_language(service: TestClient) -> None:
    asked = service.post("/v1/weights/swing/questions", json={**PILLARS, "first": "social"})
    assert asked.status_code == 200, asked.text
    assert len(asked.json()) >= 3
    assert asked.json()[0]["question"].keys() == {"en", "th"}


@pytest.mark.parametrize(
    ("way", "fields", "code", "where"),
    [
        ("ahp", {"judgments": [[1, 3], ["x", 1]]}, "judgment-number", "judgments[1][0]"),
        ("ahp", {"judgments": [[1, 3], [2, 1]]}, "not-reciprocal", "judgments[0][1]"),
        ("ahp", {"judgments": {"judgments": [["a", "b"]]}}, "judgment", "judgments.judgments[0]"),
        ("group", {"judgments": [[[1, 2], [None, 1]], [[1, "y"], [None, 1]]]}, "judgment-number", None),
        ("ahp", {"judgments": [[1, "3-Jan"], [3, 1]]}, "date", "judgments[0][1]"),
        ("ahp", {"judgements": [[1, 3], [None, 1]]}, "unknown-option", "judgements"),
        ("ahp", {"judgments": [[1]], "method": "best"}, "unknown-value", "method"),
        ("swing", {"points": "/etc/passwd.yaml"}, "file", "points"),
        ("rank-order", {"order": "secret.json"}, "file", "order"),
        ("rank-order", {"order": "a > > b"}, "no-order", "order"),
        ("swing", {"points": {"a": 1}, "framework": "other"}, "unknown-framework", None),
        ("swing", {"points": {"a": True}}, "not-valid", "points"),
        ("best-worst", {"best_to_others": "a=1,b=2", "others_to_worst": "a=2"}, "missing-node", None),
        ("ahp", {"judgments": "social/economic=2", **PILLARS, "criteria": ["a"]}, "two-places", None),
    ],
)
def test_every_fault_is_told_at_its_place(
    service: TestClient, way: str, fields: dict[str, Any], code: str, where: str | None
) -> None:
    answer = service.post(f"/v1/weights/{way}", json=fields)
    assert answer.status_code == 422, answer.text
    faults = answer.json()["faults"]
    assert code in [fault["code"] for fault in faults], faults
    if where is not None:
        assert where in [fault["where"] for fault in faults], faults


def test_what_was_probably_meant_is_said(service: TestClient) -> None:
    answer = service.post("/v1/weights/ahp", json={"judgements": [[1]]})
    assert "did you mean judgments?" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["methods", "frameworks", "weightings"])
def test_the_catalogue_is_that_of_the_command_line(service: TestClient, name: str) -> None:
    assert service.get(f"/v1/{name}").content == command("list", name, "--json").printed
    if name == "methods":
        one = command("list", name, "topsis", "--json").printed
        assert service.get("/v1/methods/topsis").content == one
        assert service.get("/v1/methods/nothing").status_code == 404
