"""What those who run the service see: limits, health, numbers, the log, and how it starts."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import Said, Serve, command, in_process, key_of

from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.decisions.service import Decisions
from see_mcda_api.keys.service import new_key

pytestmark = pytest.mark.slow


def refused(*arguments: object, **settings: str) -> Said:
    """Start a service that refuses to start, and return what it says."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        return command("serve", *arguments)


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def parts(size: int) -> Iterator[bytes]:
    for _ in range(size):
        yield b" " * 1024


def test_a_body_beyond_the_limit_is_refused_whether_it_says_so_or_not(sqlite_url: str) -> None:
    with TestClient(
        in_process(sqlite_url, worker=False, body_bytes=4096), base_url="http://localhost"
    ) as client:
        headers = {"Content-Type": "application/json"}
        for content in (b" " * 5000, parts(5)):
            answer = client.post("/v1/rankings", content=content, headers=headers)
            assert answer.status_code == 413
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["faults"][0]["code"] == "too-large"


def test_beyond_the_rate_a_key_waits_and_another_does_not(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # all within one minute
    application = in_process(sqlite_url, worker=False, keys=True, requests_per_minute=5)
    with TestClient(application, base_url="http://localhost") as client:
        anna, berta = key_of(sqlite_url, "team", "anna"), key_of(sqlite_url, "team", "berta")
        statuses = [client.get("/v1/decisions", headers=anna).status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        refused = client.get("/v1/decisions", headers=anna)
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert client.get("/v1/decisions", headers=berta).status_code == 200
        assert client.get("/healthz").status_code == 200
        guesses = [
            client.get("/v1/decisions", headers={"Authorization": f"Bearer {new_key()}"}).status_code
            for _ in range(7)
        ]
        assert guesses == [401] * 5 + [429] * 2


def test_its_health_and_its_numbers_are_told(service: TestClient) -> None:
    assert service.get("/healthz").json() == service.get("/readyz").json() == {"status": "ok"}
    service.post("/v1/runs", json={"analysis": "flip", "problem": PROBLEM})
    service.get("/v1/shared/a-secret")
    numbers = service.get("/metrics")
    assert numbers.headers["Content-Type"].startswith("text/plain")
    assert 'see_mcda_requests_total{method="GET",route="/healthz",status="200"}' in numbers.text
    assert 'see_mcda_request_seconds_bucket{le="0.005",method="GET",route="/healthz"}' in numbers.text
    assert 'see_mcda_runs{state="failed"} 0.0' in numbers.text
    assert "a-secret" not in numbers.text


def test_a_fault_of_our_own_is_a_problem_document_and_a_line_in_the_log(
    service: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(Decisions, "page", broken)
    answer = service.get("/v1/decisions")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "secret words" not in answer.text
    told = [record for record in caplog.records if record.exc_info]
    assert [record.request_id for record in told] == [answer.json()["request_id"]]  # type: ignore[attr-defined]


def test_no_secret_is_in_the_log(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    application = in_process(sqlite_url, worker=False, keys=True)
    with TestClient(application, base_url="http://localhost") as client:
        key = key_of(sqlite_url, "team", "anna")
        frozen = client.post(
            "/v1/snapshots", json={"kind": "ranking", "problem": PROBLEM}, headers=key
        ).json()
        session = client.post("/v1/session", json={"key": key["Authorization"].removeprefix("Bearer ")})
        client.cookies.clear()
        client.get(frozen["address"])
        client.get("/v1/decisions", headers={**key, "X-Form-Token": session.json()["form_token"]})
        client.get("/v1/decisions", headers={"Authorization": "Bearer sm_wrong-secret"})
    ours = [record for record in caplog.records if record.name.startswith("see_mcda_api")]
    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    secrets = [
        key["Authorization"].split("_", 2)[2],
        frozen["address"].rpartition("/")[2],
        session.json()["form_token"],
        session.headers["Set-Cookie"].partition("=")[2].partition(";")[0],
        "wrong-secret",
    ]
    assert not [secret for secret in secrets if secret in told]
    assert "/v1/shared/{token}" in told


def test_it_says_in_one_line_why_it_does_not_start(tmp_path: Path, taken_port: int) -> None:
    file = tmp_path / "a.sqlite"
    cases = {
        f"127.0.0.1:{taken_port}": refused("--database", file, "--port", taken_port),
        "--port": refused("--database", file, "--port", 70_000),
        "SEE_MCDA_BODY_BYTES": refused("--database", file, SEE_MCDA_BODY_BYTES="lots"),
        "SEE_MCDA_LOG_LEVEL": refused("--database", file, SEE_MCDA_LOG_LEVEL="loud"),
        "keys make": refused("--database", file, "--host", "0.0.0.0"),
        "--workers": refused("--database", file, "--workers", 2),
        "no-such-file": refused("--database", file, SEE_MCDA_ADMIN_KEY_FILE=str(tmp_path / "no-such-file")),
        "the database": refused("--database", "postgresql+psycopg://nobody@127.0.0.1:1/none"),
    }
    for words, said in cases.items():
        assert said.returncode in (1, 2), words
        assert words in said.stderr, said.stderr
        assert "Traceback" not in said.stderr
        assert said.stderr.strip().count("\n") <= 1, said.stderr


@pytest.mark.slow
def test_the_first_administrators_key_comes_from_a_file(
    sqlite_url: str, serve: Serve, tmp_path: Path, taken_port: int
) -> None:
    made = command("keys", "new").stdout
    file = tmp_path / "key"
    file.write_text(made, encoding="utf-8")
    settings = {"SEE_MCDA_ADMIN_KEY_FILE": str(file), "SEE_MCDA_KEYS": "true"}
    # the first start keeps the key before it finds its port taken; the second finds the key there
    assert str(taken_port) in refused("--database", sqlite_url, "--port", taken_port, **settings).stderr
    server = serve(sqlite_url, **settings)
    with server.client(made.strip()) as client:
        told = client.get("/v1/session").json()
        assert (told["team"], told["scope"]) == ("team", "admin")
        assert client.post("/v1/keys", json={"person": "anna"}).status_code == 201
    assert server.stop() == 0
    assert made.strip().split("_", 2)[2] not in server.log


@pytest.mark.soak
def test_several_processes_answer_on_one_postgresql(postgres_url: str, serve: Serve) -> None:
    server = serve(postgres_url, "--workers", "2")
    with server.client() as client:
        places = [
            client.post("/v1/decisions", json={"problem": PROBLEM}).headers["Location"] for _ in range(20)
        ]
    for place in places:
        with server.client() as client:  # a new connection may meet the other process
            assert client.get(place).status_code == 200
    with server.client() as client:
        numbers = client.get("/metrics").text
    assert 'see_mcda_requests_total{method="POST",route="/v1/decisions",status="201"} 20.0' in numbers
    lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
    assert len({line["request_id"] for line in lines if line["message"] == "request"}) >= 41
    assert server.stop() == 0
