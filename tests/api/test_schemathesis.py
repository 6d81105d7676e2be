"""Whatever the API's description allows and forbids is sent to it: every answer is one that it describes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from processes import SECONDS, key_of, migrate, serving
from schemathesis import Case

DESCRIBED = schemathesis.openapi.from_path(Path(__file__).parents[2] / "api" / "openapi.json")
"""What is published of the service."""
# no JSON Schema can say which weights belong to a framework, nor that a change needs its condition
DESCRIBED.config.checks.positive_data_acceptance.expected_statuses += [
    "406",
    "410",
    "412",
    "413",
    "415",
    "422",
    "428",
]
OPERATIONS = {found.ok().label: found.ok() for found in DESCRIBED.get_all_operations()}
BOUNDS = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a failure is told as it is found, not made small for minutes
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A real server without a worker, where runs are taken on, not computed: its address and a key."""
    folder = tmp_path_factory.mktemp("described")
    database = f"sqlite:///{folder / 'decisions.sqlite'}"
    migrate(database)
    key = key_of(database, "tests", "schemathesis", "admin")
    limits = {"SEE_MCDA_REQUESTS_PER_MINUTE": "1000000", "SEE_MCDA_KEYS": "true"}
    with serving(database, folder / "server.log", "--no-worker", **limits) as server:
        DESCRIBED.config.update(base_url=server.url, headers=key, request_timeout=SECONDS)
        yield {"base_url": server.url, "headers": key}


@pytest.mark.slow
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_answers_as_it_is_described(label: str, server: dict[str, Any]) -> None:
    @settings(BOUNDS, max_examples=8)
    @given(case=OPERATIONS[label].as_strategy())
    def check(case: Case) -> None:
        case.call_and_validate(**server)

    check()


@pytest.mark.soak
def test_operations_one_after_another_answer_as_they_are_described(server: dict[str, Any]) -> None:
    machine = DESCRIBED.as_state_machine()
    machine.run(settings=settings(BOUNDS, max_examples=15, stateful_step_count=6))
