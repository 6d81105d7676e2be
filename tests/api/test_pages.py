"""The pages without a browser: their JSON twins, their forms, their languages, who may see them."""

from __future__ import annotations

import hashlib
import html
import re
from html import unescape
from pathlib import Path

import httpx2
import numpy as np
import openpyxl
import pytest
from fastapi.testclient import TestClient
from processes import in_process, key_of, migrate
from visiting import HTML, JSON, PARTS, filled, version

import see_mcda as sm
from see_mcda.io.workbooks.template import template_workbook
from see_mcda.ranking.explanation import Explanation

pytestmark = pytest.mark.slow

TABLE = "Name,cooperation,framework,supply-chain,market,fair-trade,economic,social,environmental\n"


@pytest.mark.parametrize("part", PARTS)
def test_every_page_has_a_json_twin_and_a_careful_policy(client, decision, part):
    shown = client.get(decision + part, headers=HTML)
    assert shown.status_code == 200, shown.text
    assert shown.headers["content-type"].startswith("text/html")
    policy = shown.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "Illustrative scores" in html.unescape(shown.text)
    twin = client.get(decision + part, headers=JSON)
    assert twin.headers["content-type"] == "application/json"
    assert twin.json()["decision"]["id"] == decision.split("/")[2]
    assert "style=" not in shown.text
    thai = client.get(decision + part, headers=HTML | {"Accept-Language": "th"})
    assert '<html lang="th">' in thai.text


def test_dates_are_of_the_buddhist_era_in_thai(client, decision):
    created = client.get("/", headers=JSON).json()["decisions"][0]["changed"]
    year = int(created[:4])
    assert f" {year} " in client.get("/?lang=en", headers=HTML).text
    assert f" {year + 543} " in client.get("/?lang=th", headers=HTML).text


def test_language_is_remembered(client, decision):
    assert '<html lang="th">' in client.get("/?lang=th", headers=HTML).text
    assert '<html lang="th">' in client.get(decision, headers=HTML).text


def test_form_sent_twice_is_done_once(client):
    first, again = (client.post("/", data={"key": "same"}) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert len(client.get("/", headers=JSON).json()["decisions"]) == 1


def test_saving_twice_is_no_fault_and_overwriting_somebody_is(client, decision):
    fields = {"key": "k", "version": "1", "s.sampran.market": "4", "do": "save"}
    assert client.post(f"{decision}/candidates", data=fields).status_code == 303
    assert client.post(f"{decision}/candidates", data=fields).status_code == 303
    assert version(client, decision) == 2
    other = {**fields, "key": "l", "s.sampran.market": "1"}
    stale = client.post(f"{decision}/candidates", data=other, headers=HTML)
    assert stale.status_code == 412
    assert "Someone else saved a change while you were editing. Both versions are below." in stale.text
    assert version(client, decision) == 2


def test_people_in_different_cells_do_not_disturb_each_other(client, decision):
    grid = f"{decision}/candidates"
    mine, theirs = ({"key": key, "version": "1", "do": "save"} for key in "ab")
    assert client.post(grid, data=theirs | {"s.sampran.market": "1"}).status_code == 303
    assert (
        client.post(grid, data=mine | {"s.sampran.market": "3.5", "s.sampran.social": "2"}).status_code == 303
    )
    scores = client.get(decision.replace("/d/", "/v1/decisions/") + "/candidates/sampran").json()["scores"]
    assert (scores["market"], scores["social"]) == (1, 2), "the market was not touched in the second form"


def test_who_changes_the_same_cell_sees_both_and_loses_nothing(client, decision):
    grid = f"{decision}/candidates"
    client.post(grid, data={"key": "a", "version": "1", "do": "save", "s.sampran.market": "1"})
    typed = {"s.sampran.market": "2", "s.sampran.social": "2"}
    told = client.post(grid, data={"key": "b", "version": "1", "do": "save", **typed}, headers=HTML)
    assert told.status_code == 412
    fields = filled(told.text)
    assert (fields["s.sampran.market"], fields["s.sampran.social"], fields["version"]) == ("2", "2", "2")
    assert "now: 1" in told.text
    assert client.post(grid, data=fields | {"key": "c", "do": "save"}).status_code == 303
    scores = client.get(decision.replace("/d/", "/v1/decisions/") + "/candidates/sampran").json()["scores"]
    assert (scores["market"], scores["social"]) == (2, 2)


def test_what_if_is_ranked_under_the_weighting_that_is_wanted(client, decision):
    fields = {"key": "a", "version": "1", "do": "try", "weights": "social-led", "method": "additive"}
    seen = client.post(f"{decision}/candidates", data=fields | {"s.sampran.social": "4"}, headers=JSON).json()
    document = sm.read_problem("examples/see-models.yaml").to_dict()
    before = sm.rank(sm.Problem.from_dict(document), "social-led", method="additive")
    next(each for each in document["candidates"] if each["id"] == "sampran")["scores"]["social"] = 4
    after = sm.rank(sm.Problem.from_dict(document), "social-led", method="additive")
    told = {each["id"]: (each["before"], each["after"]) for each in seen["tried"]}
    expected = {id: (before.rank_of(id) or None, after.rank_of(id) or None) for id in told}
    assert told == expected
    assert version(client, decision) == 1


def test_adding_a_candidate_keeps_what_was_typed(client, decision):
    grid = f"{decision}/candidates"
    fields = {"key": "a", "version": "1", "do": "add", "name": "New one", "s.sampran.market": "1"}
    for _ in range(2):  # a form that is sent twice adds one
        assert client.post(grid, data=fields).status_code == 303
    problem = client.get(decision.replace("/d/", "/v1/decisions/")).json()["problem"]
    assert [each["name"] for each in problem["candidates"]].count({"en": "New one"}) == 1
    assert next(each for each in problem["candidates"] if each["id"] == "sampran")["scores"]["market"] == 1
    again = client.post(grid, data=fields | {"key": "b", "version": "2"}, headers=HTML)
    assert again.status_code == 422
    assert "there is already a candidate called New one" in again.text


def test_faults_of_levels_and_gates_are_told_at_their_cells(client, decision):
    fields = {
        "key": "a",
        "version": "1",
        "do": "save",
        "s.sampran.market": "9",
        "g.sampran.fair-trade": "fail",
    }
    told = client.post(f"{decision}/candidates", data=fields, headers=JSON)
    assert told.status_code == 422
    assert set(told.json()["at_cell"]) == {"s.sampran.market", "g.sampran.fair-trade"}
    assert told.json()["faults"] == []


def test_deleted_decision_is_brought_back_from_the_first_page(client, decision):
    client.post(f"{decision}/history", data={"version": "1", "do": "delete"})
    assert client.get("/", headers=JSON).json()["decisions"] == []
    [deleted] = client.get("/?deleted=true", headers=JSON).json()["decisions"]
    page = client.get("/?deleted=true", headers=HTML).text
    assert f'action="/d/{deleted["id"]}/history"' in page
    back = client.post(
        f"/d/{deleted['id']}/history", data={"version": deleted["version"], "do": "undo", "back": "overview"}
    )
    assert back.headers["location"] == decision
    assert client.get(decision, headers=JSON).status_code == 200


def test_title_note_and_names_can_be_changed(client, decision):
    fields = {"key": "k", "version": "1", "title": "แบบอย่าง", "note": "ours", "missing": "worst"}
    assert client.post(decision, data=fields).status_code == 303
    renamed = {"key": "l", "version": "2", "do": "rename", "name": "Sam & Pran"}
    assert client.post(f"{decision}/c/sampran", data=renamed).status_code == 303
    problem = client.get(decision.replace("/d/", "/v1/decisions/")).json()["problem"]
    assert problem["title"]["th"] == "แบบอย่าง"
    assert (problem["note"]["en"], problem["missing"]) == ("ours", "worst")
    name = next(each["name"] for each in problem["candidates"] if each["id"] == "sampran")
    assert name["en"] == "Sam & Pran"
    assert name["th"]


def test_decision_without_any_score_has_no_winner(client):
    made = client.post("/new", data={"key": "k", "framework": "see", "names": "A\nB\nC"})
    decision = made.headers["location"].removesuffix("/candidates")
    assert client.get(decision, headers=JSON).json()["leader"] is None
    for part in ("", "/explore", "/compare", "/robustness", "/select?number=2", "/report", "/share"):
        page = client.get(decision + part, headers=HTML)
        assert page.status_code == 200, part
        assert "No scores have been entered yet" in page.text, part


@pytest.mark.parametrize("method", ["vikor", "multimoora"])
def test_methods_without_formulas_are_shown_at_once(client, decision, method):
    seen = client.get(f"{decision}/explore?method={method}", headers=JSON).json()
    assert (seen["formula"], seen["intervals"], seen["map"]) == (None, {}, None)
    assert seen["ranking"][0]["rank"] == 1
    sure = client.get(f"{decision}/robustness?method={method}", headers=JSON).json()
    assert list(sure["parts"]) == ["agreement"]
    assert "crossovers" in sure["left_out"]
    for part in ("", "/report", "/compare", "/c/sampran"):
        assert client.get(f"{decision}{part}?method={method}", headers=HTML).status_code == 200


def test_moved_weights_stay_on_every_page_and_are_what_is_shared(client, decision):
    query = "weights=equal&method=additive&w.economic=90&w.social=5&w.environmental=5"
    leader = client.get(f"{decision}/explore?{query}", headers=JSON).json()["leader"]["ids"]
    for part in ("", "/report", "/robustness", "/share"):
        page = client.get(f"{decision}{part}?{query}", headers=HTML).text
        assert 'name="w.economic" value="90"' in page, part
        assert "w.economic=90" in page, part
    shared = filled(client.get(f"{decision}/share?{query}", headers=HTML).text)
    client.post(f"{decision}/share", data=shared | {"do": "freeze", "kind": "ranking"})
    [snapshot] = client.get(f"{decision}/share", headers=JSON).json()["snapshots"]
    frozen = client.get(snapshot["address"].removeprefix("http://localhost") + ".json").json()
    assert [each["id"] for each in frozen["candidates"] if each["rank"] == 1] == leader
    assert "lang=en" in snapshot["frame"]


def test_scores_are_read_as_people_write_them(client, decision):
    written = {
        "s.sampran.market": "2–3,5",
        "s.sampran.economic": "2; 3; 4",
        "s.sampran.social": "",
        "s.sampran.cooperation": "1-2-3",
    }
    sent = client.post(f"{decision}/candidates", data={"key": "k", "version": "1", "do": "save", **written})
    assert sent.status_code == 303, sent.text
    path = decision.replace("/d/", "/v1/decisions/")
    scores = client.get(f"{path}/candidates/sampran").json()["scores"]
    assert scores["market"] == {"low": 2, "high": 3.5}
    assert scores["economic"] == [2, 3, 4]
    assert scores["social"] is None
    assert scores["cooperation"] == {"low": 1, "mode": 2, "high": 3}
    grid = client.get(f"{decision}/candidates", headers=JSON).json()["rows"]
    cells = {cell["leaf"]: cell["words"] for row in grid if row["id"] == "sampran" for cell in row["cells"]}
    assert cells["market"] == "2–3.5"
    assert cells["economic"] == "2; 3; 4"


def test_faulty_scores_are_all_told_and_nothing_is_kept(client, decision):
    fields = {"key": "k", "version": "1", "do": "save", "s.sampran.market": "much", "s.sampran.social": "?"}
    answer = client.post(f"{decision}/candidates", data=fields, headers=HTML)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert answer.text.count("is not a valid score") == 4  # in the list, and at its cell
    assert 'value="much"' in answer.text
    assert version(client, decision) == 1


def test_weights_in_the_address_are_those_of_the_engine(client, decision):
    address = f"{decision}/explore?weights=equal&method=additive&w.economic=80&w.social=10&w.environmental=10"
    seen = client.get(address, headers=JSON).json()
    nodes = {"pillars": {"weights": {"economic": 0.8, "social": 0.1, "environmental": 0.1}}}
    path = decision.replace("/d/", "/v1/decisions/")
    document = {"schema": "see-mcda/weighting/1", "framework": "see", "nodes": nodes}
    asked = client.post(f"{path}/rankings", json={"weights": document, "method": "additive"}).json()
    assert [each["id"] for each in seen["ranking"]] == [each["id"] for each in asked["candidates"]]
    assert [each["score"] for each in seen["ranking"]] == [each["score"] for each in asked["candidates"]]


@pytest.mark.parametrize("field", ["w.economic=-1", "w.nobody=3", "w.economic=much", "w.economic=nan"])
def test_faulty_weights_in_the_address_are_told(client, decision, field):
    answer = client.get(f"{decision}/explore?{field}", headers=HTML)
    assert answer.status_code == 422
    assert field.split("=")[0] in answer.text
    [fault] = client.get(f"{decision}/explore?{field}", headers=JSON).json()["faults"]
    assert fault["where"] == field.split("=")[0]
    assert fault["message"]["th"]


def test_table_is_mended_and_its_original_kept(client):
    table = (TABLE + "Alpha,3,3,3,x,3,3,3,3\nBeta,9,3,3,3,3,3,3,3\n").encode()
    sent = {"key": "k", "framework": "see"}
    told = client.post("/new", data=sent, files={"file": ("scores.csv", table)}, headers=HTML)
    assert told.status_code == 422
    assert told.text.count("aria-invalid") == 2
    fields = filled(told.text)
    heads = TABLE.strip().split(",")
    fields |= {f"c.0.{at}": "name" if at == 0 else head for at, head in enumerate(heads)}
    again = client.post("/new/table", data=fields | {"do": "accept"}, headers=HTML)
    assert again.status_code == 422
    made = client.post("/new/table", data=fields | {"c.1.4": "", "c.2.1": "4", "do": "accept"})
    assert made.status_code == 303, made.text
    kept = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    assert kept["candidates"][1]["scores"]["cooperation"] == 4
    assert kept["x-original"] == {"file": "scores.csv", "sha256": hashlib.sha256(table).hexdigest()}
    original = client.get(made.headers["location"] + "/original")
    assert original.content == table
    assert "scores.csv" in original.headers["content-disposition"]
    assert client.get(made.headers["location"], headers=JSON).json()["original"] == "scores.csv"


def test_decision_that_was_not_read_from_a_file_has_no_original(client, decision):
    assert client.get(decision, headers=JSON).json()["original"] is None
    assert client.get(f"{decision}/original", headers=JSON).status_code == 404


def test_overview_says_who_leads_why_and_how_sure(client, decision):
    seen = client.get(f"{decision}?weights=equal&method=topsis", headers=JSON).json()
    problem = sm.read_problem("examples/see-models.yaml")
    ranking = sm.rank(problem, "equal")
    assert seen["leader"]["ids"] == [problem.candidates[ranking.order[0]]]
    differences = Explanation(ranking, *ranking.order[:2]).differences
    parts = [leaf["part"] for leaf in seen["why"]["leaves"]]
    assert parts == pytest.approx(sorted(differences / abs(differences).max(), reverse=True))
    found = sm.sensitivity.crossovers(problem, "equal")
    for row in seen["sure"]["intervals"]:
        assert (row["low"], row["high"]) == found.nodes[row["id"]].leader_interval
    rooms = [
        min(abs(side["at"] - row["now"]) * found.nodes[row["id"]].whole for side in sides)
        for row in seen["sure"]["intervals"]
        if (sides := [side for side in (row["below"], row["above"]) if side])
    ]
    assert rooms == sorted(rooms)
    chance = sm.sensitivity.acceptability(problem, "uniform-tree", samples=40_000).rank_acceptability[:, 0]
    told = {int(number) for number in re.findall(r"(\d+)\u00a0%", seen["sure"]["chance"][0]["en"])}
    leader = ranking.order[0]
    other = max((row for row in range(len(chance)) if row != leader), key=lambda row: chance[row])
    for number, row in zip(sorted(told), sorted((leader, other), key=lambda row: chance[row]), strict=True):
        assert abs(number - 100 * chance[row]) < 2.5


@pytest.mark.parametrize("page", ["", "/report"])
def test_the_verdict_heads_the_overview_and_the_report(client, decision, page):
    sentence = sm.settled(sm.read_problem("examples/see-models.yaml"), "equal").report().headline.text()
    shown = " ".join(client.get(f"{decision}{page}?weights=equal&method=topsis").text.split())
    assert sentence in unescape(shown)
    assert unescape(shown).index(sentence) < shown.index("How certain is this?")


def test_nobody_leads_where_every_gate_is_failed(client, decision):
    grid = client.get(f"{decision}/candidates", headers=JSON).json()["rows"]
    fields = {"key": "k", "version": "1", "do": "save"}
    for row in grid:
        fields |= {row["gates"][0]["name"]: "fail", row["gates"][0]["reason_name"]: "it does"}
    assert client.post(f"{decision}/candidates", data=fields).status_code == 303
    for part in ("", "/explore", "/compare", "/robustness", "/select?number=2", "/report", "/c/sampran"):
        shown = client.get(decision + part, headers=HTML)
        assert shown.status_code in (200, 422), part
    assert "every candidate fails a gate" in client.get(decision, headers=HTML).text


def test_two_criteria_may_be_the_least_important_together(client, decision):
    best = {"b.economic": "1", "b.social": "2", "b.environmental": "2"}
    worst = {"o.economic": "2", "o.social": "1", "o.environmental": "1"}
    fields = {"key": "k", "version": "1", "node": "pillars", "do": "show", **best, **worst}
    seen = client.post(f"{decision}/weights/best-worst", data=fields, headers=JSON).json()
    assert seen["found"]["weights"] == pytest.approx({"economic": 0.5, "social": 0.25, "environmental": 0.25})


def test_the_judgment_to_look_at_is_told_by_names(client, decision):
    given = {"j.economic.social": "3", "j.economic.environmental": "1/2", "j.social.environmental": "4"}
    fields = {"key": "k", "version": "1", "node": "pillars", "do": "show", **given}
    seen = client.post(f"{decision}/weights/ahp", data=fields, headers=JSON).json()
    assert re.match(r"(Economic|Social) / (Social|Environmental): ", seen["look_at"]["en"])
    assert "เศรษฐกิจ" in seen["look_at"]["th"] or "สังคม" in seen["look_at"]["th"]


def test_every_wrong_number_of_a_judgment_is_told_at_once(client, decision):
    given = {"s.economic": "much", "s.social": "100", "s.environmental": ""}
    fields = {"key": "k", "version": "1", "node": "pillars", "do": "show", **given}
    answer = client.post(f"{decision}/weights/swing", data=fields, headers=JSON)
    assert answer.status_code == 422
    assert {fault["where"] for fault in answer.json()["faults"]} == {"s.economic", "s.environmental"}


def test_errors_are_pages_for_people_and_documents_for_programs(client):
    page = client.get("/d/nothing", headers=HTML)
    assert page.status_code == 404
    assert "Page not found" in page.text
    document = client.get("/d/nothing", headers=JSON)
    assert document.headers["content-type"] == "application/problem+json"


def test_pages_ask_for_a_key_where_one_is_needed(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/decisions.sqlite"
    migrate(url)
    key = key_of(url, "coop", "anna")["Authorization"].removeprefix("Bearer ")
    reader = key_of(url, "coop", "rita", "read")["Authorization"].removeprefix("Bearer ")
    application = in_process(url, worker=False, keys=True)

    def visitor() -> TestClient:
        return TestClient(application, base_url="http://localhost", follow_redirects=False, headers=HTML)

    with visitor() as anna:
        asked = anna.get("/d/x?weights=equal")
        assert asked.status_code == 303
        assert asked.headers["location"] == "/sign-in?next=%2Fd%2Fx%3Fweights%3Dequal"
        assert anna.post("/sign-in", data={"key": "sm_wrong", "next": "/"}).status_code == 401
        assert anna.post("/sign-in", data={"key": key, "next": "//evil.example"}).headers["location"] == "/"
        home = anna.get("/")
        token = re.search(r'name="form_token" value="([^"]+)"', home.text)
        assert token is not None
        assert "anna" in home.text
        assert anna.post("/", data={"key": "k"}).status_code == 403  # no page of ours sent this
        made = anna.post("/", data={"key": "k", "form_token": token[1]})
        assert made.status_code == 303
        rita = visitor()
        rita.post("/sign-in", data={"key": reader, "next": "/"})
        assert rita.get(made.headers["location"]).status_code == 200
        token = re.search(r'name="form_token" value="([^"]+)"', rita.get("/").text)
        assert token is not None
        assert rita.post("/", data={"key": "k", "form_token": token[1]}).status_code == 403
        signed_out = anna.post("/sign-out", data={"form_token": _token(anna)})
        assert signed_out.status_code == 303
        assert anna.get("/").headers["location"].startswith("/sign-in")


def _token(client: httpx2.Client | TestClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]


def test_gates_are_answered_with_their_reasons(client, decision):
    fields = {"key": "k", "version": "1", "do": "save", "g.sampran.fair-trade": "fail"}
    assert client.post(f"{decision}/candidates", data=fields, headers=HTML).status_code == 422
    fields["gr.sampran.fair-trade"] = "sells below the market price"
    assert client.post(f"{decision}/candidates", data=fields).status_code == 303
    path = decision.replace("/d/", "/v1/decisions/")
    kept = client.get(f"{path}/candidates/sampran").json()["gates"]["fair-trade"]
    assert kept == {"state": "fail", "reason": {"en": "sells below the market price"}}


def test_a_change_is_undone_and_a_version_restored(client, decision):
    path = decision.replace("/d/", "/v1/decisions/")

    def market() -> float:
        return float(client.get(f"{path}/candidates/sampran").json()["scores"]["market"])

    before = market()
    fields = {"key": "k", "version": "1", "do": "save", "s.sampran.market": "1"}
    client.post(f"{decision}/candidates", data=fields)
    assert market() == 1
    assert client.post(f"{decision}/history", data={"version": "2", "do": "undo"}).status_code == 303
    assert market() == before
    client.post(f"{decision}/history", data={"version": "3", "do": "restore", "to": "2"})
    assert market() == 1
    assert client.post(f"{decision}/history", data={"version": "1", "do": "delete"}).status_code == 412
    assert client.post(f"{decision}/history", data={"version": "4", "do": "delete"}).status_code == 303
    assert client.get(decision, headers=HTML).status_code == 410


def test_columns_are_told_apart_by_hand(client):
    table = b"Who,Working together,market\nAlpha,3,2\nBeta,1,4\n"
    told = client.post(
        "/new", data={"key": "k", "framework": "see"}, files={"file": ("t.csv", table)}, headers=HTML
    )
    assert told.status_code == 200
    assert "These criteria have no column" in told.text
    assert (
        len(client.get("/", headers=JSON).json()["decisions"]) == 0
    )  # nothing is kept before it is accepted
    fields = filled(told.text) | {
        "missing": "worst",
        "c.0.0": "name",
        "c.0.1": "cooperation",
        "c.0.2": "x-market",
    }
    made = client.post("/new/table", data=fields | {"do": "accept"})
    assert made.status_code == 303, made.text
    problem = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    assert [each["scores"]["cooperation"] for each in problem["candidates"]] == [3, 1]
    assert all(each["scores"].get("market") is None for each in problem["candidates"])
    assert problem["missing"] == "worst"


def test_sheet_of_scores_is_mended_and_the_rest_of_the_workbook_stays(client, tmp_path):
    path = tmp_path / "scores.xlsx"
    problem = sm.read_problem("examples/see-models.yaml")
    path.write_bytes(template_workbook(problem=problem))
    book = openpyxl.load_workbook(path)
    ids = [cell.value for cell in book["scores"][3]]
    column = ids.index("market") + 1
    book["scores"].cell(4, column).value = "about 3"
    book.save(path)
    sent = {"key": "k", "framework": "see-indicators"}  # the workbook names its own tree
    told = client.post("/new", data=sent, files={"file": ("scores.xlsx", path.read_bytes())}, headers=HTML)
    assert told.status_code == 422
    assert "about 3" in told.text
    assert told.text.count("aria-invalid") == 1
    fields = filled(told.text) | {"do": "accept"}
    assert client.post("/new/table", data=fields, headers=HTML).status_code == 422
    made = client.post("/new/table", data=fields | {f"c.3.{column - 1}": "2.5"})
    assert made.status_code == 303, made.text
    kept = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    expected = problem.to_dict()
    first = expected["candidates"][0]
    assert kept["candidates"][0]["scores"]["market"] == 2.5
    assert [each["id"] for each in kept["candidates"]] == [each["id"] for each in expected["candidates"]]
    assert kept["candidates"][0]["scores"]["cooperation"] == first["scores"]["cooperation"]
    evidence = [
        each["scores"][leaf]
        for each in kept["candidates"]
        for leaf in each["scores"]
        if isinstance(each["scores"][leaf], dict) and "source" in each["scores"][leaf]
    ]
    assert evidence, "evidence stands on a sheet of its own"


def test_bare_table_is_asked_of_which_columns_less_is_better(client):
    table = b"name,price,profit,note of ours\nA,3,-5,x\nB,2,-4.5,y\n"
    sent = {"key": "k", "framework": ""}
    told = client.post("/new", data=sent, files={"file": ("pumps.csv", table)}, headers=HTML)
    assert told.status_code == 422
    assert "pumps.csv" in told.text
    assert "table.csv" not in told.text
    asked = client.post("/new/table", data=filled(told.text) | {"do": "column 4 skip 0.3"}, headers=HTML)
    assert asked.status_code == 200
    assert "Nothing says for which criteria lower is better" in asked.text
    asked = client.post("/new/table", data=filled(asked.text) | {"do": "column 2 min 0.1"}, headers=HTML)
    assert "Nothing says for which criteria lower is better" not in asked.text
    made = client.post("/new/table", data=filled(asked.text) | {"do": "accept"})
    assert made.status_code == 303, made.text
    kept = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    assert [each["scores"] for each in kept["candidates"]] == [
        {"price": 3, "profit": -5},
        {"price": 2, "profit": -4.5},
    ]
    criteria = {each["id"]: each for each in kept["framework"]["criteria"]}
    assert criteria["price"]["objective"] == "min"
    assert criteria["profit"].get("objective", "max") == "max"
    decision = made.headers["location"]
    turned = {"key": "t", "version": "1", "less.profit": "1"}
    assert client.post(f"{decision}/criteria", data=turned).status_code == 303
    nodes = client.get(f"{decision}/criteria", headers=JSON).json()["nodes"]
    assert {node["id"]: node["objective"] for node in nodes if node["leaf"]} == {
        "price": "max",
        "profit": "min",
    }


def test_clean_bare_table_is_not_kept_before_its_directions_are_known(client):
    table = b"name,price,profit\nA,3,5\nB,2,4\n"
    told = client.post(
        "/new", data={"key": "k", "framework": ""}, files={"file": ("p.csv", table)}, headers=HTML
    )
    assert told.status_code == 200
    assert client.get("/", headers=JSON).json()["decisions"] == []
    assert 'value="column 2 min 0.1"' in told.text


def test_large_table_is_drawn_in_part_and_kept_whole(client):
    rows = "".join(f"n{row},{row},{row % 7}\n" for row in range(2500))
    table = f"name,price,profit\n{rows}Total,{sum(range(2500))},1\nZ,cheap,2\n".encode()
    sent = {"key": "k", "framework": ""}
    told = client.post("/new", data=sent, files={"file": ("many.csv", table)}, headers=HTML)
    assert told.status_code == 422
    fields = filled(told.text)
    assert "c.1.0" in fields
    assert "c.2200.0" not in fields
    assert (fields["c.2501.0"], fields["c.2502.1"]) == ("Total", "cheap")
    made = client.post("/new/table", data=fields | {"c.2502.1": "3", "do": "accept"})
    assert made.status_code == 303, made.text
    problem = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    assert len(problem["candidates"]) == 2501


def test_column_that_is_no_criterion_can_be_kept_beside_the_scores(client):
    heads = TABLE.strip()
    table = f"{heads},Province\nAlpha,3,3,3,3,3,3,3,3,Nan\nBeta,1,2,3,4,3,2,1,0,Trat\n".encode()
    sent = {"key": "k", "framework": "see"}
    made = client.post("/new", data=sent, files={"file": ("s.csv", table)}, headers=HTML)
    assert made.status_code == 303, made.text
    kept = client.get(made.headers["location"].replace("/d/", "/v1/decisions/")).json()["problem"]
    assert [each["attributes"] for each in kept["candidates"]] == [
        {"Province": {"en": "Nan"}},
        {"Province": {"en": "Trat"}},
    ]


def test_saved_weights_are_named_once_and_keep_their_method(client, decision):
    fields = {
        "key": "k",
        "version": "1",
        "name": "Mine",
        "do": "save",
        "method": "additive",
        "w.social": "90",
    }
    address = client.post(f"{decision}/weights", data=fields).headers["location"]
    assert address == f"{decision}/explore?weights=mine&method=additive&saved=1"
    page = client.get(address, headers=HTML | {"Accept-Language": "en"}).text
    assert re.search(r"Saved as\s*<strong><bdi>Mine</bdi>", page)
    assert client.get(address, headers=JSON).json()["saved"] == {"en": "Mine"}
    without = address.removesuffix("&saved=1")
    assert "Saved as" not in client.get(without, headers=HTML).text
    assert client.get(without, headers=JSON).json()["saved"] is None


def test_links_that_carry_the_weights_are_marked(client, decision):
    page = client.get(f"{decision}/explore?weights=equal&w.social=90", headers=HTML).text
    marked = [html.unescape(each) for each in re.findall(r'<a href="([^"]*)"[^>]*data-carries', page)]
    assert len(marked) == 8
    assert all("w.social=90" in each for each in marked)


def test_how_sure_page_of_many_candidates_shows_the_leaders(client):
    scores = np.random.default_rng(1).uniform(1, 9, (200, 3))
    body = {"problem": sm.Problem.from_arrays(scores).to_dict()}
    page = f"/d/{client.post('/v1/decisions', json=body).json()['id']}/robustness"
    answer = client.get(f"{page}?lang=en", headers=HTML)
    assert "200 candidates are ranked; the first 20 are shown." in answer.text
    assert len(answer.content) < 100_000
    parts = client.get(page, headers=JSON).json()["parts"]
    assert parts["chances"]["ranks"] == [[1, 1], [2, 10], [11, 200]]
    assert [len(parts[name]["rows"]) for name in ("chances", "agreement")] == [20, 20]
    for row in parts["chances"]["rows"]:
        assert sum(row["chances"]) == pytest.approx(1)
