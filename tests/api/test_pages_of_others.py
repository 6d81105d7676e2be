"""What pages in a browser may do: those of this service, of listed sites, and of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from fastapi.testclient import TestClient
from processes import in_process, key_of

from see_mcda_api.compute.arguments import PROBLEM

pytestmark = pytest.mark.slow

BODY = {"problem": PROBLEM}


@pytest.fixture
def listed(sqlite_url: str) -> Iterator[TestClient]:
    """A service on loopback that lets one other site in."""
    application = in_process(sqlite_url, worker=False, origins="https://tool.example, https://two.example")
    with TestClient(application, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def guarded(sqlite_url: str) -> Iterator[TestClient]:
    application = in_process(sqlite_url, worker=False, keys=True)
    with TestClient(application, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x@evil.example", ""],
)
def test_a_name_that_is_not_ours_is_refused(listed: TestClient, host: str) -> None:
    """DNS rebinding: a foreign name that leads to this machine."""
    answer = listed.get("/v1/decisions", headers={"Host": host})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (403, "Host")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_our_names_are_known_with_any_port(listed: TestClient, host: str) -> None:
    assert listed.get("/v1/decisions", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_another_sites_page_changes_nothing(listed: TestClient, origin: str) -> None:
    answer = listed.post("/v1/decisions", json=BODY, headers={"Origin": origin})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (403, "Origin")
    hidden = listed.post("/v1/decisions", json=BODY, headers={"Sec-Fetch-Site": "cross-site"})
    assert hidden.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    assert listed.get("/v1/decisions").json()["items"] == []


def test_own_pages_and_listed_sites_may(listed: TestClient) -> None:
    for origin in ("http://localhost:8000", "https://tool.example", "https://two.example"):
        assert listed.post("/v1/decisions", json=BODY, headers={"Origin": origin}).status_code == 201
    asked = {
        "Origin": "https://tool.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, if-match, idempotency-key",
    }
    allowed = listed.options("/v1/decisions", headers=asked)
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://tool.example"
    assert "access-control-allow-credentials" not in allowed.headers
    read = listed.get("/v1/decisions", headers={"Origin": "https://tool.example"})
    assert "ETag" in read.headers["Access-Control-Expose-Headers"]
    foreign = listed.options("/v1/decisions", headers={**asked, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers


def test_without_a_list_no_other_site_reads_anything(service: TestClient) -> None:
    answer = service.get("/v1/decisions", headers={"Origin": "https://tool.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_a_key_is_exchanged_for_a_cookie_that_needs_a_form_token(
    guarded: TestClient, sqlite_url: str
) -> None:
    key = key_of(sqlite_url, "team", "anna")["Authorization"].removeprefix("Bearer ")
    begun = guarded.post("/v1/session", json={"key": key})
    told = SimpleCookie(begun.headers["Set-Cookie"])["see_mcda_session"]
    assert told["httponly"] is True
    assert told["samesite"].lower() == "strict"
    assert begun.headers["Cache-Control"] == "no-store"
    assert key not in begun.text
    assert guarded.get("/v1/session").json() == begun.json()
    token = begun.json()["form_token"]
    for headers in ({}, {"X-Form-Token": "x"}, {"X-Form-Token": "ก"}):
        encoded = {name: value.encode() for name, value in headers.items()}
        refused = guarded.post("/v1/decisions", json=BODY, headers=encoded)
        assert (refused.status_code, refused.json()["faults"][0]["where"]) == (403, "X-Form-Token")
    made = guarded.post("/v1/decisions", json=BODY, headers={"X-Form-Token": token})
    assert (made.status_code, made.json()["changed_by"]) == (201, "anna")
    assert guarded.delete("/v1/session", headers={"X-Form-Token": token}).status_code == 204
    guarded.cookies.set("see_mcda_session", told.value)
    assert guarded.get("/v1/decisions").status_code == 401


def test_a_session_ends_with_its_key(guarded: TestClient, sqlite_url: str) -> None:
    key = key_of(sqlite_url, "team", "anna", "admin")["Authorization"].removeprefix("Bearer ")
    token = guarded.post("/v1/session", json={"key": key}).json()["form_token"]
    [row] = guarded.get("/v1/keys").json()
    guarded.delete(f"/v1/keys/{row['id']}", headers={"X-Form-Token": token})
    assert guarded.get("/v1/decisions").status_code == 401
    assert guarded.post("/v1/session", json={"key": key}).status_code == 401
    assert guarded.post("/v1/session", json={}).status_code == 401


def test_on_loopback_a_page_has_a_session_too(service: TestClient) -> None:
    token = service.post("/v1/session", json={}).json()["form_token"]
    assert service.post("/v1/decisions", json=BODY).status_code == 403
    assert service.post("/v1/decisions", json=BODY, headers={"X-Form-Token": token}).status_code == 201


def test_every_answer_tells_browsers_to_be_careful(service: TestClient) -> None:
    frozen = service.post("/v1/snapshots", json={"kind": "ranking", **BODY}).json()
    for path, status in (
        ("/v1/decisions", 200),
        ("/nowhere", 404),
        ("/v1/runs/x", 404),
        ("/docs", 200),
        (frozen["address"], 200),
        (frozen["page"], 200),
    ):
        answer = service.get(path)
        assert answer.status_code == status
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        # a page says to this service where a form comes from, and to nobody else
        assert answer.headers["Referrer-Policy"] == ("same-origin" if path == "/docs" else "no-referrer")
        assert answer.headers["X-Request-ID"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        framed = "frame-ancestors *" if path == frozen["page"] else "frame-ancestors 'none'"
        assert path == frozen["address"] or framed in answer.headers["Content-Security-Policy"]
    assert "server" not in service.get("/v1/decisions").headers
