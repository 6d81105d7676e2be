"""Weightings on pages where several people work: only the same answers are ever in conflict."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from processes import in_process
from visiting import HTML, JSON, filled

pytestmark = pytest.mark.slow

SAID = "Someone else saved a change while you were editing. Both versions are below."
PILLARS = "/weights/ahp?node=pillars"
MINE = {"j.economic.social": "3", "j.economic.environmental": "1/2", "j.social.environmental": "1/4"}
THEIRS = {"j.economic.social": "1/5", "j.economic.environmental": "1/2", "j.social.environmental": "1"}


@pytest.fixture
def other(client: TestClient, sqlite_url: str) -> Iterator[TestClient]:
    """Somebody else, at a server of their own on the same database."""
    application = in_process(sqlite_url, worker=False)
    with TestClient(application, base_url="http://localhost", follow_redirects=False) as made:
        yield made


def weightings(client: TestClient, decision: str) -> dict[str, dict[str, object]]:
    path = decision.replace("/d/", "/v1/decisions/")
    return dict(client.get(path).json()["weightings"])


def form(client: TestClient, address: str) -> dict[str, str]:
    """Return the fields of a page in English, to be filled in."""
    return filled(client.get(address, headers=HTML | {"Accept-Language": "en"}).text)


def test_unrelated_changes_are_no_conflict(client: TestClient, other: TestClient, decision: str) -> None:
    judging = form(client, decision + PILLARS)
    moving = form(client, f"{decision}/explore?w.social=90")
    renaming = form(client, f"{decision}/c/sampran")
    titled = form(client, decision)
    theirs = form(other, decision + PILLARS) | THEIRS | {"name": "Theirs", "do": "save"}
    assert other.post(f"{decision}/weights/ahp", data=theirs).status_code == 303
    score = {"key": "k", "version": "2", "do": "save", "s.sampran.market": "1"}
    assert other.post(f"{decision}/candidates", data=score).status_code == 303
    judged = judging | MINE | {"name": "Mine", "do": "save"}
    assert client.post(f"{decision}/weights/ahp", data=judged).status_code == 303
    moved = {**moving, "name": "Moved", "do": "save"}
    assert client.post(f"{decision}/weights", data=moved).status_code == 303
    renamed = renaming | {"name": "Sam Pran", "do": "rename"}
    assert client.post(f"{decision}/c/sampran", data=renamed).status_code == 303
    noted = form(other, decision) | {"note": "From the audit"}
    assert other.post(decision, data=noted).status_code == 303
    assert client.post(decision, data=titled | {"title": "Four models"}).status_code == 303
    kept = client.get(decision.replace("/d/", "/v1/decisions/")).json()
    assert kept["problem"]["title"]["en"] == "Four models"
    assert kept["problem"]["note"]["en"] == "From the audit"
    assert set(kept["weightings"]) == {"theirs", "mine", "moved"}
    again = client.post(decision, data=titled | {"title": "Five models"}, headers=HTML)
    assert (again.status_code, "If-Match" in again.text) == (412, False)
    candidate = client.get(decision.replace("/d/", "/v1/decisions/") + "/candidates/sampran").json()
    assert (candidate["name"]["en"], candidate["scores"]["market"]) == ("Sam Pran", 1)


def test_groups_of_the_same_weighting_are_judged_by_two_people(
    client: TestClient, other: TestClient, decision: str
) -> None:
    mine = form(client, decision + PILLARS) | MINE | {"name": "Village", "do": "save"}
    theirs = form(other, f"{decision}/weights/ahp?node=see")
    theirs |= {"j.characteristics.pillars": "1/3", "name": "Village", "do": "save"}
    assert other.post(f"{decision}/weights/ahp", data=theirs).status_code == 303
    assert client.post(f"{decision}/weights/ahp", data=mine).status_code == 303
    nodes = weightings(client, decision)["village"]["nodes"]
    assert set(nodes) == {"see", "pillars"}


def test_who_judges_the_same_group_sees_both_and_keeps_every_answer(
    client: TestClient, other: TestClient, decision: str
) -> None:
    mine = form(client, decision + PILLARS) | MINE | {"name": "Village"}
    theirs = form(other, decision + PILLARS) | THEIRS | {"name": "Village", "do": "save"}
    assert other.post(f"{decision}/weights/ahp", data=theirs).status_code == 303
    saved = weightings(client, decision)
    # to look at one's weights first is not to have seen the other person's
    mine = filled(client.post(f"{decision}/weights/ahp", data=mine | {"do": "show"}, headers=HTML).text)
    told = client.post(
        f"{decision}/weights/ahp", data=mine | {"do": "save"}, headers=HTML | {"Accept-Language": "en"}
    )
    assert told.status_code == 412
    page = html.unescape(told.text)
    assert SAID in page
    assert "If-Match" not in page
    assert weightings(client, decision) == saved, "nothing is saved before it is saved again"
    again = filled(told.text)
    assert {name: again[name] for name in MINE} == MINE
    assert again["name"] == "Village"
    assert page.count('class="wrong"') == 2, "the two judgments that differ"
    assert "now: Social is 5 times as important" in page.replace("<bdi>", "").replace("</bdi>", "")
    twin = client.post(f"{decision}/weights/ahp", data=mine | {"do": "save"}, headers=JSON).json()
    assert twin["theirs"] == {"j.economic.social": "1/5", "j.social.environmental": "1"}
    rows = {row["id"]: (row["theirs"], row["mine"]) for row in twin["both"]}
    assert set(rows) == {"economic", "social", "environmental"}
    assert rows["social"][0] > rows["economic"][0]
    assert rows["social"][1] < rows["economic"][1]
    assert client.post(f"{decision}/weights/ahp", data=again | {"do": "save"}).status_code == 303
    judgments = weightings(client, decision)["village"]["nodes"]["pillars"]["judgments"]
    assert ["economic", "social", 3] in judgments


def test_moved_weights_are_not_lost_to_somebody_elses(
    client: TestClient, other: TestClient, decision: str
) -> None:
    mine = form(client, f"{decision}/explore?w.social=90") | {"name": "Village", "do": "save"}
    theirs = form(other, f"{decision}/explore?w.social=10") | {"name": "Village", "do": "save"}
    assert other.post(f"{decision}/weights", data=theirs).status_code == 303
    told = client.post(f"{decision}/weights", data=mine, headers=HTML | {"Accept-Language": "en"})
    assert told.status_code == 412
    assert SAID in html.unescape(told.text)
    twin = client.post(f"{decision}/weights", data=mine, headers=JSON).json()
    assert {row["node"] for row in twin["both"]} == {"pillars"}
    social = next(row for row in twin["both"] if row["id"] == "social")
    assert social["mine"] > 0.5 > social["theirs"]
    assert (
        twin["unsaved"].items()
        >= {name: words for name, words in mine.items() if name.startswith("w.")}.items()
    )
    again = twin["unsaved"] | {"key": "again", "version": str(twin["decision"]["version"])}
    saved = client.post(f"{decision}/weights", data=again | {"name": "Village", "do": "save"})
    assert saved.status_code == 303
    weights = weightings(client, decision)["village"]["nodes"]["pillars"]["weights"]
    assert weights["social"] == pytest.approx(social["mine"])


def test_moved_weights_are_kept_when_their_name_is_refused(client: TestClient, decision: str) -> None:
    mine = form(client, f"{decision}/explore?w.social=90") | {"name": "", "do": "save"}
    told = client.post(f"{decision}/weights", data=mine, headers=JSON)
    assert told.status_code == 422
    assert told.json()["unsaved"]["w.social"] == mine["w.social"]


def test_weighting_that_somebody_changed_is_not_taken_away_unseen(
    client: TestClient, other: TestClient, decision: str
) -> None:
    first = form(client, decision + PILLARS) | MINE | {"name": "Village", "do": "save"}
    assert client.post(f"{decision}/weights/ahp", data=first).status_code == 303
    removing = {"key": "r", "version": "2", "name": "village", "do": "remove"}
    theirs = form(other, decision + PILLARS) | THEIRS | {"name": "Village", "do": "save"}
    assert other.post(f"{decision}/weights/ahp", data=theirs).status_code == 303
    told = client.post(f"{decision}/weights", data=removing, headers=HTML | {"Accept-Language": "en"})
    assert told.status_code == 412
    assert "Someone else changed Village while you were looking at it." in html.unescape(told.text)
    assert "village" in weightings(client, decision)
    seen = removing | {"version": "3"}
    assert client.post(f"{decision}/weights", data=seen).status_code == 303
    assert weightings(client, decision) == {}


def test_weightings_over_http_have_a_version_each(client: TestClient, decision: str) -> None:
    address = decision.replace("/d/", "/v1/decisions/") + "/weightings/"
    document = {"schema": "see-mcda/weighting/1", "framework": "see", "nodes": {}}
    tags = {}
    for name in ("one", "two"):
        made = client.put(address + name, json=document, headers={"If-None-Match": "*"})
        tags[name] = made.headers["ETag"]
    changed = document | {"name": {"en": "First"}}
    assert client.put(address + "one", json=changed, headers={"If-Match": tags["one"]}).status_code == 200
    assert client.put(address + "two", json=changed, headers={"If-Match": tags["two"]}).status_code == 200
    assert client.put(address + "one", json=document, headers={"If-Match": tags["one"]}).status_code == 412
