"""The page on which several are chosen: constraints in the address, the set, its reasons, the classes."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from visiting import HTML, JSON, filled

import see_mcda as sm
from see_mcda.io.reading import parse_problem

pytestmark = pytest.mark.slow

GIVEN = {
    "number": "3",
    "budget": "cost",
    "amount": "400,000",
    "in": "khao-khitchakut",
    "out": "dong-tawan",
    "more": "at most 1 of: sampran, moral-farmer\r\n\r\nprovince: Nan at most 1",
}
SENTENCES = [
    "exactly 3",
    "cost <= 400,000",
    "include khao-khitchakut",
    "exclude dong-tawan",
    "at most 1 of: sampran, moral-farmer",
    "province: Nan at most 1",
]
FREE = {"framework": {"id": "free", "criteria": [{"id": "a"}, {"id": "b"}]}}


def twin(client: TestClient, page: str, query: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = client.get(page, params=query, headers=JSON)
    assert answer.status_code == status, answer.text[:300]
    return dict(answer.json())


def read(client: TestClient, page: str, query: dict[str, Any], language: str = "en") -> str:
    answer = client.get(page, params=query, headers=HTML | {"Accept-Language": language})
    return html.unescape(re.sub(r"</?bdi[^>]*>", "", answer.text))


def made(client: TestClient, problem: dict[str, Any]) -> str:
    answer = client.post("/v1/decisions", json={"problem": problem})
    assert answer.status_code == 201, answer.text
    return f"/d/{answer.json()['id']}"


def problem_of(client: TestClient, decision: str) -> sm.Problem:
    return parse_problem(client.get(decision.replace("/d/", "/v1/decisions/")).json()["problem"])


def test_fields_and_sentences_give_the_set_of_the_engine(client: TestClient, decision: str) -> None:
    expected = sm.select(problem_of(client, decision), constraints=SENTENCES)
    file = client.get(f"{decision}/select.json", params=GIVEN).json()
    assert file["members"] == expected.model().members
    assert [each["name"] for each in file["constraints"]] == [each.name for each in expected.constraints.each]
    seen = twin(client, f"{decision}/select", GIVEN)
    assert {row["id"] for row in seen["rows"] if row["chosen"]} == set(file["members"])
    assert seen["selection"]["sentences"][0] == expected.report().headline.text("en")
    assert seen["by"] == "additive"
    verdict = sm.settled(problem_of(client, decision), constraints=SENTENCES)
    assert seen["selection"]["verdict"] == verdict.report().headline.texts()


def test_set_does_not_depend_on_the_method_of_the_other_pages(client: TestClient, decision: str) -> None:
    file = f"{decision}/select.json?number=3&method=topsis"
    assert client.get(file).json()["method"]["name"] == "additive"
    assert client.get(f"{file}&by=topsis").json()["method"]["name"] == "topsis"
    assert f"{decision}?weights=equal&method=topsis" in read(client, f"{decision}/select", {"number": "3"})


def test_how_sure_the_set_is_comes_only_if_it_is_asked_for(client: TestClient, decision: str) -> None:
    query = {"number": "2", "budget": "cost", "amount": "300,000"}
    least = twin(client, f"{decision}/select", query)["selection"]["others"]
    seen = twin(client, f"{decision}/select", query | {"over": "1"})["selection"]["others"]
    more = [section for section in seen if section not in least]
    assert [section["title"] for section in least] == ["Next best sets"]
    assert "Chances" in [section["title"] for section in more]
    file = client.get(f"{decision}/select.json", params=query | {"over": "1"}).json()
    assert all(each["chance"] is not None for each in file["candidates"] if each["value"] is not None)


def test_faults_stand_at_their_fields_and_what_was_typed_is_kept(client: TestClient, decision: str) -> None:
    wrong = GIVEN | {"number": "lots", "amount": "1 baht", "each": "province", "more": "as cheap as possible"}
    at_field = twin(client, f"{decision}/select", wrong, 422)["at_field"]
    assert set(at_field) == {"number", "amount", "more"}
    quota = twin(client, f"{decision}/select", {"number": "3", "each": "sector"}, 422)["at_field"]
    assert [fault["code"] for fault in quota["each"]] == ["unknown-attribute"]
    page = client.get(f"{decision}/select", params=wrong, headers=HTML)
    assert page.status_code == 422
    kept = filled(page.text)
    assert {name: kept[name] for name in ("number", "budget", "amount", "more")} == {
        name: wrong[name] for name in ("number", "budget", "amount", "more")
    }
    for name, value in (("each", "province"), ("in", wrong["in"]), ("out", wrong["out"])):
        assert re.search(rf'name="{name}" value="{value}" checked', page.text), name
    for field in at_field:
        tag = re.search(rf'<(?:input|textarea) id="{field}"[^>]*>', page.text)
        assert tag is not None
        assert f'aria-describedby="f-{field}"' in tag[0]
        assert f'id="f-{field}"' in page.text


def test_constraints_that_exclude_each_other_are_named(client: TestClient, decision: str) -> None:
    query = {"number": "3", "budget": "cost", "amount": "1000"}
    faults = twin(client, f"{decision}/select", query, 422)["faults"]
    assert [fault["code"] for fault in faults] == ["infeasible"]
    assert "cost <= 1,000" in read(client, f"{decision}/select", query)


def test_form_that_was_not_sent_shows_no_set_and_an_empty_one_asks_for_a_constraint(
    client: TestClient, decision: str
) -> None:
    assert twin(client, f"{decision}/select", {})["selection"] is None
    empty = twin(client, f"{decision}/select", {"number": "", "amount": "", "more": ""}, 422)
    assert [fault["code"] for fault in empty["faults"]] == ["no-constraint"]


def test_classes_are_those_of_the_engine_and_only_where_there_are_some(
    client: TestClient, decision: str
) -> None:
    expected = sm.classify(problem_of(client, decision))
    assert (
        client.get(f"{decision}/classes.json").json()["candidates"][0]["class"]
        == expected.model().model_dump(by_alias=True)["candidates"][0]["class"]
    )
    seen = twin(client, f"{decision}/select", {})["classes"]
    assert seen["sentences"] == expected.report().answer("en")
    assert len(seen["each"]["table"]["rows"]) == len(expected.problem.candidates)
    plain = made(client, FREE | {"candidates": [{"id": id, "scores": {"a": 1, "b": 2}} for id in "xy"]})
    assert twin(client, f"{plain}/select", {})["classes"] is None


@pytest.mark.parametrize("part", ["select", "classes"])
def test_pictures_and_tables_are_files_in_the_language_of_the_page(
    client: TestClient, decision: str, part: str
) -> None:
    query = {"number": "3", "lang": "th"}
    picture = client.get(f"{decision}/{part}.svg", params=query)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<svg" in picture.text
    for form, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        file = client.get(f"{decision}/{part}.{form}", params=query)
        assert "attachment" in file.headers["content-disposition"]
        assert file.content.startswith(start) or form == "csv"
    page = client.get(f"{decision}/select", params=query, headers=HTML).text
    source = re.search(rf'src="(/d/[^"]+/{part}\.svg[^"]*)" alt="([^"]+)"', page)
    assert source is not None
    assert client.get(html.unescape(source[1])).status_code == 200
    assert re.search("[ก-ฮ]", source[2])


def test_method_whose_scores_do_not_add_up_is_refused_at_its_field(client: TestClient) -> None:
    scores = {"x": (1, 5), "y": (3, 2), "z": (2, 2)}
    page = made(
        client,
        FREE
        | {
            "candidates": [
                {"id": id, "scores": dict(zip("ab", two, strict=True))} for id, two in scores.items()
            ]
        },
    )
    assert len(client.get(f"{page}/select.json?number=2").json()["members"]) == 2
    assert set(twin(client, f"{page}/select", {"number": "2", "by": "topsis"}, 422)["at_field"]) == {"by"}


def test_costs_and_provinces_are_entered_on_the_page_and_limit_the_set(client: TestClient) -> None:
    started = client.post("/new", data={"key": "n", "framework": "see", "names": "Alpha\nBeta\nGamma"})
    grid = started.headers["location"]
    page = grid.replace("/candidates", "/select")
    kept = grid.replace("/d/", "/v1/decisions/").removesuffix("/candidates")
    assert f'href="{grid}#facts"' in read(client, page, {}), "no costs yet: the page says where to enter them"
    for name in ("cost (baht)", "จังหวัด"):
        form = filled(client.get(grid, headers=HTML).text)
        assert client.post(grid, data=form | {"do": "fact", "fact": name}).status_code == 303
    form = filled(client.get(grid, headers=HTML).text)
    facts = {"alpha": ("1,200", "น่าน"), "beta": ("900.50", "ตรัง"), "gamma": ("700", "น่าน")}
    form |= {f"a.{id}.cost (baht)": cost for id, (cost, _) in facts.items()}
    form |= {f"a.{id}.จังหวัด": province for id, (_, province) in facts.items()}
    form |= {f"s.{id}.{leaf}": "3" for id in facts for leaf in ("cooperation", "market", "social")}
    assert client.post(grid, data=form | {"do": "save"}).status_code == 303
    [alpha, beta, _] = client.get(kept).json()["problem"]["candidates"]
    assert (alpha["attributes"]["cost (baht)"], beta["attributes"]["cost (baht)"]) == (1200, 900.5)
    seen = twin(client, page, {"budget": "cost (baht)", "amount": "2,000", "each": "จังหวัด"})
    assert {row["id"] for row in seen["rows"] if row["chosen"]} == {"beta", "gamma"}
    again = filled(client.get(grid, headers=HTML).text)
    assert again["a.alpha.cost (baht)"] == "1,200"
    assert client.post(grid, data=again | {"do": "save", "a.alpha.cost (baht)": ""}).status_code == 303
    missing = twin(client, page, {"budget": "cost (baht)", "amount": "2,000"}, 422)["at_field"]["amount"]
    assert [fault["code"] for fault in missing] == ["no-number"]


def test_two_people_who_change_the_same_fact_see_both(client: TestClient, decision: str) -> None:
    form = filled(client.get(f"{decision}/candidates", headers=HTML).text)
    assert form["a.sampran.cost"] == "90,000"
    change = form | {"do": "save", "key": "a", "a.sampran.cost": "95,000"}
    assert client.post(f"{decision}/candidates", data=change).status_code == 303
    other = form | {"do": "save", "key": "b", "a.sampran.cost": "80,000", "a.sampran.province": "Trat"}
    answer = client.post(f"{decision}/candidates", data=other, headers=JSON)
    assert answer.status_code == 412
    assert answer.json()["theirs"] == {"a.sampran.cost": "95,000"}


def test_saving_a_grid_as_it_was_changes_nothing(client: TestClient, decision: str) -> None:
    before = client.get(decision.replace("/d/", "/v1/decisions/")).json()
    form = filled(client.get(f"{decision}/candidates", headers=HTML).text)
    assert client.post(f"{decision}/candidates", data=form | {"do": "save"}).status_code == 303
    assert client.get(decision.replace("/d/", "/v1/decisions/")).json() == before


def test_cost_column_of_an_uploaded_table_is_made_a_fact_by_a_click(client: TestClient) -> None:
    table = b"name,quality,speed,cost\nAlpha,3,5,1200\nBeta,2,4,900\nGamma,1,6,700\n"
    sent = client.post(
        "/new", data={"key": "k", "framework": ""}, files={"file": ("p.csv", table)}, headers=HTML
    )
    assert sent.status_code == 200
    pressed = re.search(r'value="(column 4 fact [^"]*|column D fact [^"]*)"', sent.text)
    assert pressed is not None
    page = client.post("/new/table", data=filled(sent.text) | {"do": pressed[1]}, headers=HTML).text
    made_of = client.post("/new/table", data=filled(page) | {"do": "accept"})
    assert made_of.status_code == 303, made_of.text[:300]
    decision = made_of.headers["location"]
    assert list(problem_of(client, decision).leaves) == ["quality", "speed"]
    seen = twin(client, f"{decision}/select", {"budget": "cost", "amount": "1,900"})
    assert seen["numeric"] == ["cost"]
    assert {row["id"] for row in seen["rows"] if row["chosen"]} == {"alpha", "gamma"}


def test_decision_too_large_for_classes_still_has_its_form(client: TestClient) -> None:
    candidates = [{"id": f"c{at}", "scores": {"market": at % 5}} for at in range(400)]
    page = made(client, {"framework": "see", "missing": "neutral", "candidates": candidates}) + "/select"
    seen = twin(client, page, {})
    assert (seen["classes"], len(seen["too_large"]), len(seen["rows"])) == (None, 1, 400)
    assert seen["too_large"][0]["en"] in read(client, page, {})
    assert client.get(page, params={"number": "2"}, headers=HTML).status_code == 413
