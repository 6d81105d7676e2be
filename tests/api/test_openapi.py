"""The description of the API that is served is the committed one, and one that makers of clients read."""

import json
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from processes import described

from see_mcda_api.http.openapi import operations, written

COMMITTED = Path(__file__).parents[2] / "api" / "openapi.json"


@pytest.fixture(scope="module")
def application():
    return described()


@pytest.fixture(scope="module")
def document(application):
    """The description as the service sends it."""
    answer = TestClient(application, base_url="http://localhost").get("/v1/openapi.json")
    return answer.json()


def test_the_committed_description_is_that_of_the_code(application):
    assert COMMITTED.read_text(encoding="utf-8") == written(application), "make openapi"


def test_the_served_description_is_the_committed_one(document):
    assert document == json.loads(COMMITTED.read_text(encoding="utf-8"))


def test_the_served_description_is_valid(document):
    schemathesis.openapi.from_dict(document).validate()


def test_it_is_3_1_without_what_only_3_2_has(document):
    assert document["openapi"] == "3.1.0"
    assert "itemSchema" not in json.dumps(document)


def test_every_operation_has_a_name_of_its_own_a_tag_with_words_and_a_problem_document(document):
    names = [operation["operationId"] for operation in operations(document)]
    assert len(set(names)) == len(names)
    described = {tag["name"] for tag in document["tags"]}
    for operation in operations(document):
        assert set(operation.get("tags", ())) <= described, operation["operationId"]
        assert "default" in operation["responses"]
        assert operation.get("description"), operation["operationId"]


def test_every_reference_leads_somewhere(document):
    def references(value):
        if isinstance(value, dict):
            yield from (each for key, each in value.items() if key == "$ref")
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    for reference in references(document):
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
