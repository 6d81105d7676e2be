"""Every address of the service, by everybody who may not come in."""

from __future__ import annotations

import datetime
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from processes import SECONDS, Serve, described, in_process, key_of, migrate

from see_mcda_api.application import ROUTERS
from see_mcda_api.compute.arguments import PROBLEM
from see_mcda_api.keys import service as keys_service
from see_mcda_api.keys.service import Keys
from see_mcda_api.pages.routes import PAGES
from see_mcda_api.storage.base import now
from see_mcda_api.storage.database import Database

OPEN = re.compile(r"/healthz|/readyz|/v1/shared/.*|/e/.*|/v1/oembed|(POST) /v1/session")
"""Addresses that need no key: the address itself is the permission, or there is nothing to see."""
COMPUTED = re.compile(
    r"/v1/(decisions/{decision}/)?(rankings|comparisons|explanations|improvements|classifications|selections|equal-shares|verdicts"
    r"|sensitivity|charts|verifications"
    r"|problems|readings|weights|merge/preview)\b.*"
)
"""What is posted only to be computed changes nothing."""
ROUTES = sorted(
    (method.upper(), path)
    for path, operations in described().openapi()["paths"].items()
    for method in operations
)
GUARDED = [
    (method, path)
    for method, path in ROUTES
    if not OPEN.fullmatch(path) and not OPEN.fullmatch(f"{method} {path}")
]


def needed(method: str, path: str) -> str:
    if path.startswith("/v1/keys"):
        return "admin"
    if method == "GET" or COMPUTED.fullmatch(path) or path == "/v1/session":
        return "read"
    return "write"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('who') / 'may.sqlite'}"
    migrate(url)
    return url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    application = in_process(url, worker=False, keys=True, requests_per_minute=100_000)
    with TestClient(application, base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def bad(url: str) -> dict[str, dict[str, str]]:
    """Keys that do not count, as headers."""
    good = key_of(url, "team", "anna", "admin")["Authorization"]
    withdrawn = key_of(url, "team", "berta", "admin")
    database = Database(url)
    Keys(database).revoke(withdrawn["Authorization"].split("_")[1])
    database.close()
    return {
        "none": {},
        "empty": {"Authorization": ""},
        "another scheme": {"Authorization": good.replace("Bearer", "Basic")},
        "no key": {"Authorization": "Bearer sm_x"},
        "unknown": {"Authorization": f"Bearer {keys_service.new_key()}"},
        "another secret": {"Authorization": good[:-1] + ("a" if good[-1] != "a" else "b")},
        "expired": key_of(url, "team", "carla", "admin", expires=now() - datetime.timedelta(seconds=1)),
        "withdrawn": withdrawn,
        "a session that is none": {"Cookie": "see_mcda_session=x"},
    }


def address(path: str) -> str:
    return re.sub(r"{version}", "1", re.sub(r"{form}", "csv", path)).replace("{kind}", "ranking")


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_nobody_comes_in_without_a_key_that_counts(
    client: TestClient, bad: dict[str, dict[str, str]], method: str, path: str
) -> None:
    for name, headers in bad.items():
        answer = client.request(method, address(path), headers=headers)
        assert answer.status_code == 401, name
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), [pair for pair in GUARDED if needed(*pair) != "read"])
def test_a_scope_does_no_more_than_it_says(client: TestClient, url: str, method: str, path: str) -> None:
    lesser = {"write": ["read"], "admin": ["read", "write"]}[needed(method, path)]
    for scope in lesser:
        headers = key_of(url, "team", scope, scope)  # type: ignore[arg-type]
        assert client.request(method, address(path), headers=headers).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "path"), [pair for pair in GUARDED if re.search("{(decision|run|snapshot|key)}", pair[1])]
)
def test_another_teams_things_are_not_there(client: TestClient, url: str, method: str, path: str) -> None:
    own, other = key_of(url, "own", "anna", "admin"), key_of(url, "other", "berta", "admin")
    given = {
        "decision": "/v1/decisions",
        "run": "/v1/runs",
        "snapshot": "/v1/snapshots",
        "key": "/v1/keys",
    }
    kind = next(name for name in given if f"{{{name}}}" in path)
    bodies = {
        "decision": {"problem": PROBLEM},
        "run": {"analysis": "flip", "problem": PROBLEM},
        "snapshot": {"kind": "ranking", "problem": PROBLEM},
        "key": {"person": "x"},
    }
    theirs = client.post(given[kind], json=bodies[kind], headers=own).json()["id"]
    place = address(path.replace(f"{{{kind}}}", theirs))
    place = place.replace("{candidate}", "sampran").replace("{leaf}", "market")
    body = {"decision": {"problem": PROBLEM}}.get(path.rpartition("/")[2].strip("{}"), {"version": 1})
    if "/scores/" in path:
        body = {"value": 1}
    if path.endswith("{candidate}"):
        body = {"scores": {}}
    if path.endswith(("/runs", "/snapshots")):
        body = {"analysis": "flip", "kind": "ranking"}
    answer = client.request(
        method, place, json=None if method == "GET" else body, headers=other | {"If-Match": "*"}
    )
    assert answer.status_code == 404, answer.text


def test_no_address_is_hidden_from_the_description() -> None:
    every = [route for router in ROUTERS for route in router.routes]
    hidden = [route for route in every if not getattr(route, "include_in_schema", True)]
    assert hidden == [route for router in PAGES for route in router.routes]


OPEN_PAGES = {"/sign-in", "/help", "/docs", "/static/{name}"}
SHUT_PAGES = [
    (method, route.path)
    for router in PAGES
    for route in router.routes
    if isinstance(route, APIRoute) and route.path not in OPEN_PAGES
    for method in route.methods
]


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), SHUT_PAGES)
def test_pages_are_shut_as_addresses_are(
    client: TestClient, url: str, bad: dict[str, dict[str, str]], method: str, path: str
) -> None:
    for name, headers in bad.items():
        assert client.request(method, path, headers=headers).status_code == 401, name
    if method == "POST":
        reader = key_of(url, "team", "rita", "read")
        assert client.request(method, path, headers=reader).status_code == 403
    if "{decision}" in path:
        own, other = key_of(url, "own", "anna", "admin"), key_of(url, "other", "berta", "admin")
        theirs = client.post("/v1/decisions", json={"problem": PROBLEM}, headers=own).json()["id"]
        place = path.replace("{decision}", theirs).replace("{way}", "ahp").replace("{form}", "csv")
        answer = client.request(method, place, headers=other, data={"key": "k"} if method == "POST" else None)
        assert answer.status_code == 404, answer.text


PROXIED = {
    "Forwarded": "for=203.0.113.7",
    "Via": "1.1 cache",
    "X-Real-IP": "203.0.113.7",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
}


@pytest.fixture(scope="module")
def keyless(url: str) -> Iterator[TestClient]:
    """A service on loopback that asks nobody for a key."""
    with TestClient(in_process(url, worker=False), base_url="http://localhost") as client:
        yield client


@pytest.mark.slow
def test_what_came_through_a_proxy_needs_a_key_everywhere(keyless: TestClient) -> None:
    sign = {"X-Forwarded-For": "203.0.113.7"}
    for method, path in [*GUARDED, *SHUT_PAGES]:
        assert keyless.request(method, address(path), headers=sign).status_code == 401, (method, path)
    assert keyless.post("/v1/session", json={}, headers=sign).status_code == 401


@pytest.mark.parametrize("name", PROXIED)
def test_any_sign_of_a_proxy_counts_and_is_named(keyless: TestClient, url: str, name: str) -> None:
    sign = {name: PROXIED[name]}
    assert keyless.get("/v1/decisions").status_code == 200
    refused = keyless.get("/v1/decisions", headers=sign)
    [fault] = refused.json()["faults"]
    assert (refused.status_code, fault["where"].lower()) == (401, name.lower())
    assert "see-mcda keys make" in fault["message"]["en"]
    assert keyless.get("/v1/decisions", headers=sign | key_of(url, "team", "anna")).status_code == 200


def test_a_session_without_a_key_does_not_count_through_a_proxy(keyless: TestClient) -> None:
    cookie = {
        "Cookie": f"see_mcda_session={keyless.post('/v1/session', json={}).cookies['see_mcda_session']}"
    }
    keyless.cookies.clear()
    assert keyless.get("/v1/session", headers=cookie).status_code == 200
    assert keyless.get("/v1/session", headers={**cookie, "Via": "1.1 cache"}).status_code == 401


def test_through_a_proxy_the_page_to_sign_in_says_why(keyless: TestClient) -> None:
    page = {"Accept": "text/html", "X-Forwarded-For": "203.0.113.7"}
    assert keyless.get("/", headers=page).url.path == "/sign-in"
    assert "see-mcda keys make" in keyless.get("/sign-in", headers=page).text
    assert "see-mcda keys make" not in keyless.get("/sign-in", headers={"Accept": "text/html"}).text
    refused = keyless.post("/sign-in", data={"key": ""}, headers=page)
    assert (refused.status_code, refused.cookies) == (401, {})
    assert "see-mcda keys make" in refused.text


@pytest.mark.slow
def test_a_proxy_that_adds_no_header_is_known_by_http_1_0(serve: Serve, sqlite_url: str) -> None:
    """As nginx passes requests on unless it is configured otherwise."""
    server = urlsplit(serve(sqlite_url, "--no-worker").url)
    with socket.create_connection((server.hostname, server.port), SECONDS) as connection:
        connection.sendall(f"GET /v1/decisions HTTP/1.0\r\nHost: {server.netloc}\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.split(b" ")[1] == b"401"
    assert b"see-mcda keys make" in answer


def test_what_needs_no_key_is_exactly_this() -> None:
    assert [pair for pair in ROUTES if pair not in GUARDED] == [
        ("GET", "/e/{token}"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/v1/oembed"),
        ("GET", "/v1/shared/{token}"),
        ("GET", "/v1/shared/{token}.{form}"),
        ("GET", "/v1/shared/{token}/value.txt"),
        ("POST", "/v1/session"),
    ]


def test_a_key_is_compared_in_constant_time_known_or_not(
    client: TestClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    honest = keys_service.hmac.compare_digest

    def counting(a: bytes, b: bytes) -> bool:
        compared.append((len(a), len(b)))
        return honest(a, b)

    good = key_of(url, "team", "anna")
    monkeypatch.setattr(keys_service.hmac, "compare_digest", counting)
    for headers in (good, {"Authorization": f"Bearer {keys_service.new_key()}"}):
        client.get("/v1/decisions", headers=headers)
    assert compared == [(32, 32)] * 2


def test_the_use_of_a_key_is_known_to_the_minute(client: TestClient, url: str) -> None:
    admin, before = key_of(url, "uses", "admin", "admin"), now()
    assert client.get("/v1/keys", headers=admin).status_code == 200
    [used] = client.get("/v1/keys", headers=admin).json()
    assert before <= datetime.datetime.fromisoformat(used["last_used"]) <= now()


def test_an_administrator_makes_and_withdraws_the_keys_of_the_team(client: TestClient, url: str) -> None:
    admin = key_of(url, "making", "admin", "admin")
    made = client.post("/v1/keys", json={"person": "dora", "scope": "read", "days": 3}, headers=admin)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    own = {"Authorization": f"Bearer {made.json()['secret']}"}
    assert client.get("/v1/session", headers=own).json() == {
        "team": "making",
        "person": "dora",
        "scope": "read",
        "form_token": None,
    }
    assert made.json()["secret"] not in client.get("/v1/keys", headers=admin).text
    assert client.delete(f"/v1/keys/{made.json()['id']}", headers=admin).status_code == 204
    assert client.get("/v1/session", headers=own).status_code == 401
    assert client.delete(f"/v1/keys/{made.json()['id']}", headers=admin).status_code == 404
    wrong = client.post("/v1/keys", json={"person": " ", "scope": "all", "days": 0}, headers=admin)
    assert {fault["where"] for fault in wrong.json()["faults"]} == {"person", "scope", "days"}
