"""No string in a request is the name of a file of the server, on any route that reads what a person sends."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from see_mcda.arguments import arguments_of
from see_mcda.errors import InputError
from see_mcda_api.compute.arguments import FUNCTIONS, PROBLEM, example
from see_mcda_api.compute.paths import PLACES
from see_mcda_api.compute.weights import schemas
from see_mcda_api.runs.specification import read_plan
from see_mcda_api.uploads.reading import Reading

OPENED: set[str] = set()
"""The names of all files that this process has opened."""
sys.addaudithook(lambda event, args: OPENED.add(str(args[0])) if event == "open" else None)

FILES = {
    "weights.yaml": "nodes: {see: {weights: {characteristics: 1, pillars: 1}}}\n",
    "weights.csv": "criterion,weight\neconomic,1\n",
    "framework.yaml": "id: secret\ncriteria: [{id: economic, objective: max}]\n",
    "judgments.yaml": "judgments: [[a, b, 3]]\n",
    "order.json": '{"order": [["a"], ["b"]], "points": {"a": 1, "b": 2}, "best_to_others": {"a": 1, "b": 2}}',
}
WEIGHTS = [
    lambda path: path,
    lambda path: {"profile": path, "concentration": 20},
    lambda path: {"judgments": path, "jitter": 0.2},
    lambda path: {"between": ["equal", path]},
    lambda path: {"nodes": {"see": {"fixed": path}}},
    lambda path: {"statements": ["market >= 0.1"], "distribution": {"profile": path, "concentration": 9}},
    lambda path: [path],
]
"""The forms of weights in which a string names a weighting."""
WAYS = {
    "ahp": schemas.AhpWeights,
    "group": schemas.GroupWeights,
    "best-worst": schemas.BestWorstWeights,
    "swing": schemas.SwingWeights,
    "rank-order": schemas.RankOrderWeights,
    "objective": schemas.ObjectiveWeights,
    "show": schemas.ShownWeights,
    "swing/questions": schemas.SwingQuestions,
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Existing files, whose content is valid where their kind is asked for; none must be opened."""
    kept = tmp_path / "kept"
    kept.mkdir()
    for name, content in FILES.items():
        (kept / name).write_text(content, encoding="utf-8")
    OPENED.clear()
    yield kept
    assert [name for name in FILES if str(kept / name) in OPENED] == []


@pytest.fixture
def path(folder: Path) -> str:
    """The weighting."""
    return str(folder / "weights.yaml")


@pytest.fixture
def framework(folder: Path) -> str:
    """The framework."""
    return str(folder / "framework.yaml")


def words_in(kind: str) -> list[str]:
    """Return the arguments of a kind of result that may be words."""
    return [
        each.name
        for each in arguments_of(FUNCTIONS[kind])
        if "str" in str(each.type) or "Literal" in str(each.type)
    ]


def refused(answer: Any, field: str = "") -> None:
    """Assert that a request is refused, with a fault at the field or about the file's name."""
    assert answer.status_code == 422, answer.text
    faults = answer.json()["faults"]
    at_field = any(field in str(fault["where"]) for fault in faults)
    assert at_field or any(name in str(faults) for name in FILES), faults


def test_the_hook_sees_a_file_that_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "seen.txt"
    file.write_text("x")
    OPENED.clear()
    file.read_bytes()
    assert str(file) in OPENED


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_no_argument_of_a_result_opens_a_file(
    service: TestClient, kind: str, folder: Path, path: str, framework: str
) -> None:
    asked = example(kind)
    own = words_in(kind)
    assert own
    for name in own:
        if name == "draw":  # any words are a seed
            asked = {**asked, "first": 1, "constraints": []}
            drawn = service.post(f"/v1/{PLACES[kind]}", json={**asked, name: path})
            assert drawn.status_code == 200, drawn.text
            continue
        refused(service.post(f"/v1/{PLACES[kind]}", json={**asked, name: path}), name)
        refused(service.post(f"/v1/{PLACES[kind]}", json={**asked, name: [path]}))
    for made in WEIGHTS if "weights" in own else ():
        for value in (made(path), [made(str(folder / "weights.csv"))]):
            refused(service.post(f"/v1/{PLACES[kind]}", json={**asked, "weights": value}))
    refused(service.post(f"/v1/{PLACES[kind]}", json={**asked, "options": {"normalization": path}}))
    asked = {**asked, "problem": {**PROBLEM, "framework": framework}}
    refused(service.post(f"/v1/{PLACES[kind]}", json=asked), "problem.framework")


@pytest.mark.parametrize("key", ["framework", "missing", "title", "note"])
def test_no_part_of_a_problem_opens_a_file(service: TestClient, key: str, framework: str) -> None:
    answer = service.post("/v1/problems", json={"problem": {**PROBLEM, key: framework}})
    assert answer.status_code == (200 if key in ("title", "note") else 422), answer.text


@pytest.mark.parametrize("way", WAYS)
def test_no_field_of_a_weighting_opens_a_file(service: TestClient, way: str, folder: Path) -> None:
    body = WAYS[way].model_config["json_schema_extra"]["examples"][0]  # type: ignore[index,call-overload]
    for name, field in WAYS[way].model_fields.items():
        if name == "id" or not {"str", "Literal"} & set(re.findall(r"\w+", str(field.annotation))):
            continue
        if name == "framework":
            body = {**body, "criteria": None} if "criteria" in WAYS[way].model_fields else body
        for path in map(str, folder.iterdir()):
            refused(service.post(f"/v1/weights/{way}", json={**body, name: path}), name)
            if name != "members":
                refused(service.post(f"/v1/weights/{way}", json={**body, name: [path]}))
                refused(service.post(f"/v1/weights/{way}", json={**body, name: {"economic": path}}))


@pytest.mark.parametrize("option", Reading.model_fields)
def test_no_way_of_reading_opens_a_file(service: TestClient, option: str, framework: str) -> None:
    for value in (framework, [framework], {"a": framework}):
        parts = {
            "problem": ("a.csv", b"id,a,b\nx,1,2\ny,2,1\n"),
            "reading": (None, json.dumps({option: value}), "application/json"),
        }
        for route in ("rankings", "readings"):
            answer = service.post(f"/v1/{route}", files=parts)
            assert answer.status_code in (200, 422), answer.text
            if option == "framework":
                refused(answer)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_no_uploaded_document_opens_a_file(service: TestClient, name: str, path: str, framework: str) -> None:
    problem = {"problem": (name, json.dumps({**PROBLEM, "framework": framework}).encode())}
    refused(service.post("/v1/rankings", files=problem), "framework")
    for made in WEIGHTS:
        parts = {
            "problem": (name, json.dumps(PROBLEM).encode()),
            "weights": (name, json.dumps(made(path)).encode()),
        }
        refused(service.post("/v1/rankings", files=parts))


def test_no_run_decision_or_snapshot_opens_a_file(service: TestClient, path: str, framework: str) -> None:
    for made in WEIGHTS:
        asked = {"problem": PROBLEM, "weights": made(path)}
        refused(service.post("/v1/runs", json={"analysis": "acceptability", **asked}))
        refused(service.post("/v1/snapshots", json={"kind": "ranking", **asked}))
        kept = {"problem": PROBLEM, "weightings": {"mine": made(path)}}
        refused(service.post("/v1/decisions", json=kept))
    named = {"problem": {**PROBLEM, "framework": framework}}
    refused(service.post("/v1/runs", json={"analysis": "flip", **named}), "problem.framework")
    refused(service.post("/v1/snapshots", json={"kind": "ranking", **named}), "problem.framework")
    refused(service.post("/v1/decisions", json=named), "problem.framework")
    decision = service.post("/v1/decisions", json={"problem": PROBLEM})
    at, tag = decision.headers["location"], {"If-Match": decision.headers["etag"]}
    refused(service.post(f"{at}/rankings", json={"weights": path}), "weights")
    refused(service.post(f"{at}/runs", json={"analysis": "flip", "weights": path}), "weights")
    refused(service.put(at, json=named, headers=tag), "problem.framework")
    refused(service.put(f"{at}/weightings/mine", json={"nodes": path}, headers=tag))


def test_no_stored_run_opens_a_file(path: str, framework: str) -> None:
    for document in (
        {"problem": PROBLEM, "arguments": {"weights": path, "samples": 100}},
        {"problem": {**PROBLEM, "framework": framework}, "arguments": {"samples": 100}},
    ):
        with pytest.raises(InputError, match="name of a file"):
            read_plan("acceptability", json.dumps(document).encode()).compute()


@pytest.mark.parametrize("kind", ["ranking", "acceptability"])
def test_no_result_to_verify_opens_a_file(service: TestClient, kind: str, path: str, framework: str) -> None:
    result = service.post(f"/v1/{PLACES[kind]}", json={**example(kind), "weights": "equal"}).json()
    arguments = {**(result.get("arguments") or {}), "weights": path}
    record = {**result["record"], "arguments": {"analysis": kind, "weights": path}}
    for changed in ({"weights": path}, {"arguments": arguments}, {"record": record}):
        asked = {"problem": PROBLEM, "result": {**result, **changed}}
        assert service.post("/v1/verifications", json=asked).status_code in (200, 422)
    asked = {"problem": {**PROBLEM, "framework": framework}, "result": result}
    refused(service.post("/v1/verifications", json=asked), "problem.framework")


def test_no_address_opens_a_file(service: TestClient, path: str, framework: str) -> None:
    assert service.get("/v1/weightings/equal", params={"framework": framework}).status_code == 404
    for kept in ("frameworks", "weightings", "methods", "schemas"):
        assert service.get(f"/v1/{kept}/{path.replace('/', '%2F')}").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", ["", "/explore", "/compare", "/candidates", "/weights", "/robustness", "/select", "/report"]
)
def test_no_address_of_a_page_opens_a_file(client: TestClient, decision: str, page: str, path: str) -> None:
    for field in ("weights", "method", "with", "framework"):
        answer = client.get(f"{decision}{page}", params={field: path})
        assert answer.status_code in (200, 303, 422), answer.text


@pytest.mark.parametrize("field", ["framework", "names", "title", "missing", "decimal", "percent", "sheet"])
def test_no_field_of_a_new_decision_opens_a_file(client: TestClient, field: str, framework: str) -> None:
    table = {"file": ("a.csv", b"id,a,b\nx,1,2\ny,2,1\n")}
    for sent in ({"files": table}, {}):
        answer = client.post("/new", data={"key": "k", "names": "x\ny", field: framework}, **sent)  # type: ignore[arg-type]
        assert answer.status_code in (200, 303, 422), answer.text
