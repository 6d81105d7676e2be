"""Every example in the description of the API is answered as a success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import described, in_process

from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.compute.plan import Plan

DOCUMENT = described().openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]


def bodies(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of an operation's JSON bodies, and their examples."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    for schema in content["schema"].get("anyOf", [content["schema"]]) if content else ():
        name = schema["$ref"].rpartition("/")[2]
        if name == "ToVerify":  # a whole result, with the versions that made it
            continue
        assert SCHEMAS[name].get("examples"), f"{name} has no example"
        for example in SCHEMAS[name]["examples"]:
            yield name, example


EXAMPLES = [
    pytest.param(method, path, name, example, id=f"{method} {path} {name}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    for name, example in bodies(operation)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    file = tmp_path_factory.mktemp("examples") / "kept.sqlite"
    with TestClient(in_process(f"sqlite:///{file}", worker=False), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module", autouse=True)
def _computed_once() -> Iterator[None]:
    """Compute once what is asked for at several addresses in several formats."""
    compute, results = Plan.compute, dict[str, Any]()

    def compute_once(plan: Plan, **work: Any) -> Any:
        asked = repr((plan.kind, plan.problem.to_dict(), plan.arguments))
        if asked not in results:
            results[asked] = compute(plan, **work)
        return results[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Plan, "compute", compute_once)
        yield


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path", "name", "example"), EXAMPLES)
def test_a_documented_example_is_answered(
    client: TestClient, method: str, path: str, name: str, example: dict[str, Any]
) -> None:
    kept = client.post("/v1/decisions", json={"problem": PROBLEM}).json()["id"]
    kind = name.removeprefix("Kept").removesuffix("Request")
    place = path.format(
        decision=kept,
        candidate="sampran" if "/scores/" in path else "third",
        leaf="market",
        weighting="ours",
        form="json",
        kind="".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind)[1:],
    )
    new = place.endswith(("/third", "/ours"))
    answer = client.request(
        method, place, json=example, headers={"If-None-Match": "*"} if new else {"If-Match": "*"}
    )
    assert answer.is_success, answer.text
