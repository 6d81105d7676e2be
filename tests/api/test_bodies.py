"""Bodies are read strictly: each means one thing only, and every fault is told at its place."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from see_mcda.errors import InputError
from see_mcda_api.compute.arguments import FUNCTIONS, PROBLEM, body_of
from see_mcda_api.compute.paths import PLACES
from see_mcda_api.http import strict_json

JSON = {"Content-Type": "application/json"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FUNCTIONS)
def test_the_documented_example_of_every_result_is_answered(service: TestClient, kind: str) -> None:
    body = body_of(kind).model_json_schema()["examples"][0]
    answer = service.post(f"/v1/{PLACES[kind]}", json=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "status", "code", "where"),
    [
        (b"", 400, "syntax", "line 1, column 1"),
        (b'{"problem": {}', 400, "syntax", "line 1, column 15"),
        (b'{"problem": "\xff"}', 400, "encoding", None),
        (b"[" * 100_000, 400, "nesting", None),
        (b'{"weights": ' + b"[" * 100 + b"]" * 100 + b"}", 422, "nesting", "weights" + "[0]" * 63),
        (b'{"problem": {}, "weights": [NaN]}', 422, "not-finite", "weights[0]"),
        (b'{"problem": {}, "weights": {"a": -Infinity}}', 422, "not-finite", "weights.a"),
        (b'{"problem": {}, "weights": [1e999]}', 422, "not-finite", "weights[0]"),
        (b'{"problem": {}, "weights": [1' + b"0" * 400 + b"]}", 422, "not-finite", "weights[0]"),
        (b'{"problem": {"a": 1, "a": 2}}', 422, "duplicate-key", "problem"),
        (b'{"problem": {}, "problem": {}}', 422, "duplicate-key", None),
        (b'{"problem": {"title": "\\ud800"}}', 422, "half-character", "problem.title"),
        (b'"problem"', 422, "wrong-type", None),
        (b"[]", 422, "wrong-type", None),
        (b"{}", 422, "missing-key", "problem"),
    ],
)
def test_what_could_mean_two_things_is_refused_at_its_place(
    service: TestClient, content: bytes, status: int, code: str, where: str | None
) -> None:
    answer = service.post("/v1/rankings", content=content, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert (code, where) in [(fault["code"], fault["where"]) for fault in answer.json()["faults"]]


def test_all_ambiguous_places_are_told_at_once(service: TestClient) -> None:
    content = b'{"problem": {"x": 1, "x": NaN}, "weights": [1e999, "\\udc00"]}'
    answer = service.post("/v1/rankings", content=content, headers=JSON)
    assert {fault["where"] for fault in answer.json()["faults"]} == {
        "problem",
        "problem.x",
        "weights[0]",
        "weights[1]",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", None]
)
def test_a_body_that_is_no_json_is_415(service: TestClient, media: str | None) -> None:
    content = json.dumps({"problem": PROBLEM}).encode()
    answer = service.post("/v1/rankings", content=content, headers={"Content-Type": media} if media else {})
    assert answer.status_code == 415
    assert answer.json()["faults"][0]["code"] == "media-type"


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "application/vnd.mine+json"])
def test_json_by_another_name_is_read(service: TestClient, media: str) -> None:
    content = json.dumps({"problem": PROBLEM}).encode()
    assert service.post("/v1/rankings", content=content, headers={"Content-Type": media}).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "fields", "where", "words"),
    [
        ("rankings", {"wieghts": "equal"}, "wieghts", "did you mean weights?"),
        ("rankings", {"method": 3}, "method", "text is needed"),
        ("rankings", {"reference": "yes"}, "reference", "true or false is needed"),
        ("rankings", {"missing": "perhaps"}, "missing", "'neutral'"),
        ("rankings", {"normalization": "strange"}, "normalization", "'vector'"),
        ("sensitivity/acceptability", {"samples": 2.5}, "samples", "a whole number is needed"),
        ("sensitivity/acceptability", {"samples": True}, "samples", "a whole number is needed"),
        ("sensitivity/acceptability", {"executor": "mine"}, "executor", "executor is not an argument"),
        ("sensitivity/acceptability", {"points": "some"}, "points", "'quasi'"),
        ("sensitivity/score-crossovers", {"leaf": "market"}, "candidate", "required"),
        ("improvements", {"costs": {"market": "much"}}, "costs.market", "a number is needed"),
        ("comparisons", {"weights": "equal"}, "weights", "a list is needed"),
    ],
)
def test_an_argument_that_is_no_such_thing_is_told_by_name(
    service: TestClient, place: str, fields: dict[str, Any], where: str, words: str
) -> None:
    answer = service.post(f"/v1/{place}", json={"problem": PROBLEM, **fields})
    assert answer.status_code == 422, answer.text
    told = {fault["where"]: fault["message"]["en"] for fault in answer.json()["faults"]}
    assert words in told[where], told


def test_every_argument_of_the_engine_is_described() -> None:
    for kind in FUNCTIONS:
        for name, schema in body_of(kind).model_json_schema()["properties"].items():
            assert schema.get("description"), (kind, name)


def test_the_path_of_a_value_is_made_only_for_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(strict_json, "json_path", lambda parts: made.append(list(parts)) or "somewhere")
    strict_json.load(b'{"a": [1, {"b": [2.5, "c", null]}]}')
    assert made == []
    with pytest.raises(InputError):
        strict_json.load(b'{"a": [1, {"b": [NaN, 2]}], "c": 3}')
    assert made == [["a", 1, "b", 0]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "sent", ["[" + "NaN," * 299 + "NaN]", "{" + ",".join(f'"u{n}":1' for n in range(300)) + "}"]
)
def test_a_hundred_faults_are_named_and_the_others_counted(service: TestClient, sent: str) -> None:
    body = sent if sent.startswith("{") else f'{{"problem": {sent}}}'
    answer = service.post("/v1/rankings", content=body, headers={"Content-Type": "application/json"})
    faults = answer.json()["faults"]
    assert (answer.status_code, len(faults)) == (422, 101)
    assert faults[-1]["message"]["en"] in ("and 200 more faults", "and 201 more faults")
