"""Whatever the API's description allows and forbids is sent to it: every answer is one that it describes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import Case

from see_mcda_api.application import create_application
from see_mcda_api.settings import Settings

EXAMPLES = 15
"""Requests for each operation."""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The service without a worker: runs are taken on, not computed."""
    file = tmp_path_factory.mktemp("described") / "decisions.sqlite"
    made = create_application(
        Settings(database=f"sqlite:///{file}", worker=False, requests_per_minute=1_000_000)
    )
    with TestClient(made, base_url="http://localhost"):
        yield made


@pytest.fixture(scope="module")
def described(application: FastAPI) -> object:
    """What the application says of itself."""
    return schemathesis.openapi.from_asgi("/v1/openapi.json", application)


schema = schemathesis.pytest.from_fixture("described")


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_it_is_described(case: Case) -> None:
    case.call_and_validate(base_url="http://localhost")
