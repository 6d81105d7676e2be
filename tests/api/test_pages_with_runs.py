"""Every page of a decision that has a background run, in whatever state the run is."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from visiting import HTML, JSON

import see_mcda as sm
from see_mcda.language.messages import notice
from see_mcda_api.keys.principal import LOCAL
from see_mcda_api.pages.words import Words
from see_mcda_api.runs import claims
from see_mcda_api.runs.claims import Advance

pytestmark = pytest.mark.slow

SCORES = {"alpha": (3, 5, 9), "beta": (2, 4, 8), "gamma": (1, 6, 3)}
LEAVES = ("price", "profit", "life")
PROBLEM = {
    "framework": {"id": "table", "criteria": [{"id": leaf} for leaf in LEAVES]},
    "candidates": [
        {"id": id, "scores": dict(zip(LEAVES, scores, strict=True))} for id, scores in SCORES.items()
    ],
}
PARTS = (
    "",
    "/explore",
    "/compare",
    "/robustness",
    "/select?number=1",
    "/candidates",
    "/c/alpha",
    "/criteria",
    "/weights",
    "/weights/ahp",
    "/report",
    "/share",
    "/history",
)
STATES = {
    "queued": "queued",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}


@pytest.fixture
def decision(client: TestClient) -> str:
    made = client.post("/v1/decisions", json={"problem": PROBLEM}, headers={"Idempotency-Key": "one"})
    return f"/d/{made.json()['id']}"


def bring(client: TestClient, run: str, state: str) -> None:
    """Bring a run that waits into a state, as a worker or a person would."""
    runs = client.app.state.services.runs  # type: ignore[attr-defined]
    if state == "cancelled":
        runs.cancel(LOCAL, run)
    if state in ("queued", "cancelled"):
        return
    claim = claims.claim(runs.database, "a worker")
    assert claim is not None
    told = Advance(1, 2, 0.1, 0)
    if state == "running":
        assert claims.renew(runs.database, claim, told)
    elif state == "failed":
        assert claims.fail(runs.database, claim, told, [notice("run-died", "its worker died")])
    else:
        found = sm.sensitivity.acceptability(sm.Problem.from_dict(PROBLEM), samples=64, seed=1)
        document = found.to_json().encode()
        assert claims.finish(runs.database, claim, told, document=document, tables=b"{}", seed=1)


@pytest.mark.parametrize("state", STATES)
def test_every_page_of_a_decision_with_a_run_is_shown(client: TestClient, decision: str, state: str) -> None:
    started = client.post(f"{decision}/runs", data={"key": "k"})
    assert started.status_code == 303, started.text
    page_of_run = started.headers["location"]
    bring(client, page_of_run.rsplit("/", 1)[1], state)
    other = client.post("/v1/decisions", json={"problem": PROBLEM}).json()["id"]
    elsewhere = page_of_run.replace(decision, f"/d/{other}")
    assert client.get(elsewhere, headers=JSON).status_code == 404
    assert client.post(elsewhere, data={"key": "k"}).status_code == 404
    for part in (*PARTS, page_of_run.removeprefix(decision)):
        twin = client.get(decision + part, headers=JSON)
        assert (twin.status_code, twin.headers["content-type"]) == (200, "application/json"), part
        if part == "/robustness":
            [run] = twin.json()["runs"]
        for language in ("en", "th"):
            page = client.get(decision + part, headers=HTML | {"Accept-Language": language})
            assert page.status_code == 200, f"{part} in {language}"
            if "/run" in part or part == "/robustness":
                assert Words(language).say(STATES[state]) in page.text, f"{part} in {language}"
            if (part, language) == ("/robustness", "th"):
                assert f"{int(run['created'][:4]) + 543}" in page.text, "the time at which it was begun"
    assert run == client.get(f"/v1/runs/{run['id']}").json() | {
        at: run[at] for at in ("created", "started", "finished")
    }
    assert run["state"] == state
