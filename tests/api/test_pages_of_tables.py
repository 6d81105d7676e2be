"""How a table is read, drawn on the page: what each row and column is, and how a click changes it."""

import html
import io
import re
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient
from visiting import HTML, JSON, filled

import see_mcda as sm

TOTAL = "Vendor\tCost\tQuality\nA\t10\t3\nB\t14\t4\nC\t9\t2\nTotal\t33\t9\n"
SENTINEL = "country\tgrowth\tinflation\na\t3\t2\nb\t4\t-999\nc\t5\t3\nd\t2\t4\ne\t3\t2\n"
WEIGHTED = "Vendor\tCost\tQuality\nWeight\t25\t75\nA\t10\t3\nB\t14\t4\nC\t9\t2\n"


def pasted(client: TestClient, block: str, status: int = 200) -> str:
    answer = client.post("/new", data={"key": "k", "framework": "", "table": block}, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


def uploaded(client: TestClient, *sheets: tuple[str, list[list[Any]]]) -> str:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    files = {"file": ("mine.xlsx", stream.getvalue())}
    return client.post("/new", data={"key": "k", "framework": ""}, files=files, headers=HTML).text


def clicked(client: TestClient, page: str, status: int = 200, **button: str) -> str:
    answer = client.post("/new/table", data=filled(page) | button, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


def pressed(page: str) -> set[str]:
    return set(re.findall(r'value="([^"]+)"[^>]*aria-pressed="true"', page))


def accepted(client: TestClient, page: str) -> str:
    made = client.post("/new/table", data=filled(page) | {"do": "accept"})
    assert made.status_code == 303, made.text
    return str(made.headers["location"])


def problem(client: TestClient, decision: str) -> dict[str, Any]:
    document: dict[str, Any] = client.get(decision.replace("/d/", "/v1/decisions/")).json()["problem"]
    return document


def answers(page: str) -> dict[str, str]:
    found = re.findall(r'<button name="answer" value="([^"]+)">(?:<bdi>)?([^<]+)<', page)
    return {html.unescape(words): html.unescape(value) for value, words in found}


def test_a_total_is_drawn_as_left_out_and_becomes_a_candidate_by_a_click(client: TestClient) -> None:
    page = pasted(client, TOTAL)
    assert {"row 5 skip", "row 2 candidate", "column 1 name 0.0", "column 2 max 0.1"} <= pressed(page)
    assert "looks like a total" in page
    kept = clicked(client, page, do="row 5 candidate")
    assert {"row 5 candidate", "row 2 candidate"} <= pressed(kept)
    left = clicked(client, kept, do="row 5 skip")
    assert "row 5 skip" in pressed(left)
    left = clicked(client, left, do="row 3 skip")
    assert len(problem(client, accepted(client, left))["candidates"]) == 2


def test_a_column_is_turned_counted_named_and_left_out_by_clicks(client: TestClient) -> None:
    page = pasted(client, TOTAL.replace("Cost", "Price (max)"))
    page = clicked(client, page, do="column 2 min 0.1")
    assert "column 2 min 0.1" in pressed(page)
    page = clicked(client, page, do="column 2 max 0.1")
    assert "column 2 max 0.1" in pressed(page)
    page = clicked(client, page, do="column 2 fact 0.1")
    assert "column 2 fact 0.1" in pressed(page)
    found = problem(client, accepted(client, page))
    assert [each["id"] for each in found["framework"]["criteria"]] == ["quality"]
    assert found["candidates"][0]["attributes"] == {"Price (max)": 10}
    page = clicked(client, page, do="column 2 min 0.1")
    assert "column 2 min 0.1" in pressed(page)
    page = clicked(client, page, do="column 3 skip 0.2")
    assert {"column 2 min 0.1", "column 3 skip 0.2"} <= pressed(page)


def test_a_direction_that_a_header_states_can_be_overridden(client: TestClient) -> None:
    page = pasted(client, TOTAL.replace("Cost", "Cost (min)"))
    assert "column 2 min 0.1" in pressed(page)
    page = clicked(client, page, do="column 2 max 0.1")
    assert "column 2 max 0.1" in pressed(page)


def test_another_column_is_chosen_for_the_names(client: TestClient) -> None:
    page = pasted(client, "Code\tVendor\tCost\nX\tA\t1\nY\tB\t2\nZ\tC\t4\n")
    assert {"column 1 skip 0.0", "column 2 name 0.1"} <= pressed(page)
    page = clicked(client, page, do="column 2 fact 0.1")
    page = clicked(client, page, do="column 1 name 0.0")
    assert {"column 1 name 0.0", "column 2 fact 0.1"} <= pressed(page)
    found = problem(client, accepted(client, page))
    assert [each["name"]["en"] for each in found["candidates"]] == ["X", "Y", "Z"]
    assert found["candidates"][0]["attributes"] == {"Vendor": {"en": "A"}}


@pytest.mark.parametrize(("answer", "score"), [("it is missing", None), ("it is a score", -999)])
def test_a_question_stands_at_its_row_and_is_answered_by_one_click(
    client: TestClient, answer: str, score: float | None
) -> None:
    page = pasted(client, SENTINEL, status=422)
    assert "1 question before this table can be ranked" in page
    assert re.search(r'id="r-2".*?<tr class="question">.*?it is missing.*?id="r-3"', page, re.DOTALL)
    refused = client.post("/new/table", data=filled(page) | {"do": "accept"}, headers=HTML)
    assert refused.status_code == 422
    page = clicked(client, page, answer=answers(page)[answer])
    found = problem(client, accepted(client, page))
    assert found["candidates"][1]["scores"].get("inflation") == score


def test_weights_in_the_table_are_the_first_weighting_of_the_decision(client: TestClient) -> None:
    page = pasted(client, WEIGHTED)
    assert "row 2 weights" in pressed(page)
    assert "Used the weights in line 2." in page
    decision = accepted(client, page)
    seen = client.get(f"{decision}/explore", headers=JSON).json()
    path = decision.replace("/d/", "/v1/decisions/")
    [weighting] = client.get(path).json()["weightings"].values()
    assert weighting["nodes"]["table"]["weights"] == {"cost": 0.25, "quality": 0.75}
    assert weighting["rationale"]["en"] == "table.tsv: line 2"
    named = client.post(f"{path}/rankings", json={"weights": "from-table"}).json()
    assert [each["score"] for each in seen["ranking"]] == [each["score"] for each in named["candidates"]]
    page = clicked(client, page, do="row 2 skip")
    assert client.get(accepted(client, page).replace("/d/", "/v1/decisions/")).json()["weightings"] == {}


def test_a_turned_table_has_its_roles_on_the_other_side(client: TestClient) -> None:
    page = pasted(client, TOTAL)
    page = clicked(client, page, answer=answers(page)["candidates stand in columns"])
    assert {"row 2 candidate", "row 3 candidate", "column 5 skip 4.0"} <= pressed(page)
    page = clicked(client, page, answer=answers(page)["candidates stand in rows"])
    assert "row 5 skip" in pressed(page)
    rows = [["", "A", "B", "C"], ["Cost (baht)", 10, 14, 9], ["Quality (1-5)", 3, 4, 2]]
    page = uploaded(client, ("Sheet1", rows))
    assert {"row B candidate", "row D candidate", "column 2 max 1.0"} <= pressed(page)
    page = clicked(client, page, do="column 2 min 1.0")
    page = clicked(client, page, do="row C skip")
    found = problem(client, accepted(client, page))
    assert [each["name"]["en"] for each in found["candidates"]] == ["A", "C"]
    assert found["framework"]["criteria"][0]["objective"] == "min"


def test_another_sheet_is_read_by_a_click_and_forgets_the_first_one(client: TestClient) -> None:
    first = [["Vendor", "Cost", "Quality"], ["A", 1, 2], ["B", 3, 1], ["C", 4, 2]]
    other = [["Firm", "Profit"], ["X", 5], ["Y", 6], ["Z", 4]]
    page = uploaded(client, ("First", first), ("Other", other))
    assert 'aria-label="First!B2"' in page
    page = clicked(client, page, do="row 2 skip")
    page = clicked(client, page, answer=answers(page)["Other"])
    assert 'aria-label="Other!B2"' in page
    found = problem(client, accepted(client, page))
    assert [each["name"]["en"] for each in found["candidates"]] == ["X", "Y", "Z"]


def test_faults_of_a_read_table_stand_at_their_cells(client: TestClient) -> None:
    rows = [["Vendor", "Cost", "Quality"], ["A", 1, 2], ["B", "1/x", 1], ["C", 4, 2]]
    page = clicked(client, uploaded(client, ("scores", rows)), status=422, do="column B min 0.1")
    assert re.search(r'<a href="#c-2.1">scores!B3</a>', page)
    assert 'aria-describedby="f-2.1"' in page
    page = clicked(client, page, **{"c.2.1": "3", "do": "check"})
    assert "The table is ready." in page


@pytest.mark.parametrize(
    "field", [{"options": "[]"}, {"options": "{"}, {"heads": '{"a": 1}'}, {"answer": "1"}, {"original": "é"}]
)
def test_a_form_that_the_page_did_not_make_is_refused(client: TestClient, field: dict[str, str]) -> None:
    answer = client.post("/new/table", data=filled(pasted(client, TOTAL)) | field, headers=HTML)
    assert answer.status_code in (400, 422)


def test_the_return_key_checks_and_accepts_nothing(client: TestClient) -> None:
    page = pasted(client, TOTAL)
    first = re.search(r'<form method="post" action="/new/table">.*?<button[^>]*value="([^"]+)"', page)
    assert first is not None
    assert first[1] == "check"


def test_headers_of_a_shipped_framework_are_read_with_it_and_said_so(client):
    leaves = sm.read_framework("see").leaves
    rows = [["name", *(leaf.title["en"] for leaf in leaves)], ["A", *[3] * 8], ["B", *[4] * 8]]
    block = "\n".join("\t".join(map(str, row)) for row in rows)
    page = pasted(client, block)
    assert "so its scales and directions are used" in page
    assert "&lt;bdi" not in page
    assert problem(client, accepted(client, page))["framework"]["id"] == "see"
    (plain,) = (value for words, value in answers(page).items() if words == "Use the columns of the file")
    page = clicked(client, page, answer=plain)
    assert "so its scales and directions are used" not in page
    assert "&lt;bdi" not in page
    (back,) = (value for words, value in answers(page).items() if words.startswith("Use the criteria of"))
    assert "so its scales and directions are used" in clicked(client, page, answer=back)
    assert problem(client, accepted(client, page))["framework"]["id"] != "see"
