"""Tables with empty cells: which ways of counting them are offered, and that every page then works."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from visiting import HTML, JSON, filled

pytestmark = pytest.mark.slow

TABLE = b"name,price,profit,life\nAlpha,3,5,9\nBeta,2,,8\nGamma,1,6,3\n"
PARTS = (
    "",
    "/explore",
    "/compare",
    "/robustness",
    "/select?number=1",
    "/candidates",
    "/c/beta",
    "/criteria",
    "/weights",
    "/weights/ahp",
    "/report",
    "/share",
    "/history",
)
SCALED: dict[str, Any] = {"id": "quality", "scale": {"min": 0, "max": 4, "neutral": 2}}


def sent(client: TestClient, table: bytes, **fields: str) -> str:
    answer = client.post(
        "/new", data={"key": "k", "framework": ""} | fields, files={"file": ("p.csv", table)}, headers=HTML
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def kept(client: TestClient, problem: dict[str, Any]) -> str:
    made = client.post("/v1/decisions", json={"problem": problem}, headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.text
    return f"/d/{made.json()['id']}"


def test_plain_table_with_an_empty_cell_is_ranked_on_every_page(client: TestClient) -> None:
    page = sent(client, TABLE)
    assert "1 empty cell (Beta – profit), treated as the worst observed value." in html.unescape(page)
    offered = re.search(r'<select id="missing" name="missing">(.*?)</select>', page, re.DOTALL)
    assert offered is not None
    assert re.findall(r'value="([^"]+)"( selected)?', offered[1]) == [
        ("worst", " selected"),
        ("mean", ""),
        ("interval", ""),
    ]
    page = client.post("/new/table", data=filled(page) | {"do": "column 2 min 0.1"}, headers=HTML).text
    made = client.post("/new/table", data=filled(page) | {"do": "accept"})
    assert made.status_code == 303, made.text
    decision = made.headers["location"]
    for part in PARTS:
        for language in ("en", "th"):
            shown = client.get(decision + part, headers=HTML | {"Accept-Language": language})
            assert shown.status_code == 200, f"{part} in {language}"
        assert client.get(decision + part, headers=JSON).json().get("faults", []) == [], part
    overview = client.get(f"{decision}?lang=en", headers=HTML).text
    assert "treated as the worst observed value." in overview
    assert 'href="#missing"' in overview
    seen = client.get(decision, headers=JSON).json()
    assert [way["id"] for way in seen["missing_ways"]] == ["worst", "mean", "interval", "error"]


def test_way_that_a_table_does_not_allow_is_never_kept(client: TestClient) -> None:
    fields = filled(sent(client, TABLE)) | {"missing": "neutral", "do": "accept"}
    decision = client.post("/new/table", data=fields).headers["location"]
    assert client.get(decision, headers=JSON).json()["missing"] == "worst"
    settings = {"key": "s", "version": "1", "title": "Pumps", "missing": "neutral"}
    assert client.post(decision, data=settings).status_code == 303
    seen = client.get(decision, headers=JSON).json()
    assert (seen["decision"]["title"], seen["missing"]) == ({"en": "Pumps"}, "worst")


def test_table_that_is_mended_at_once_keeps_a_way_that_works(client: TestClient) -> None:
    table = TABLE.replace(b"Gamma,1", b"Gamma,cheap")
    told = client.post(
        "/new", data={"key": "k", "framework": ""}, files={"file": ("p.csv", table)}, headers=HTML
    )
    assert told.status_code == 422
    fields = filled(told.text) | {"c.3.1": "1", "do": "accept"}
    made = client.post("/new/table", data=fields)
    assert made.status_code == 303, made.text
    seen = client.get(made.headers["location"], headers=JSON).json()
    assert (seen["missing"], seen["faults"]) == ("worst", [])
    assert seen["leader"]["ids"]


@pytest.mark.parametrize(
    ("criteria", "ways"),
    [
        ([SCALED, SCALED | {"id": "use"}], ["neutral", "worst", "mean", "interval", "error"]),
        ([SCALED, {"id": "use", "scale": {"min": 0, "max": 9}}], ["worst", "mean", "interval", "error"]),
        ([SCALED, {"id": "use", "scale": {"neutral": 2}}], ["neutral", "worst", "mean", "interval", "error"]),
        ([SCALED, {"id": "use"}], ["worst", "mean", "interval", "error"]),
    ],
)
def test_ways_are_those_that_every_criterion_allows(
    client: TestClient, criteria: list[dict[str, Any]], ways: list[str]
) -> None:
    problem = {
        "framework": {"id": "tree", "criteria": criteria},
        "missing": "worst",
        "candidates": [
            {"id": "a", "scores": {"quality": 1, "use": 3}},
            {"id": "b", "scores": {"quality": 3}},
        ],
    }
    decision = kept(client, problem)
    assert [way["id"] for way in client.get(decision, headers=JSON).json()["missing_ways"]] == ways
    for way in ways[:-1]:
        fields = {
            "key": way,
            "version": str(client.get(decision, headers=JSON).json()["decision"]["version"]),
            "missing": way,
        }
        assert client.post(decision, data=fields).status_code == 303
        seen = client.get(decision, headers=JSON).json()
        assert (seen["missing"], seen["faults"]) == (way, [])


def test_what_empty_cells_count_as_is_told_of_the_cells_that_are_empty(client: TestClient) -> None:
    criteria = [SCALED, {"id": "use"}]
    problem: dict[str, Any] = {
        "framework": {"id": "tree", "criteria": criteria},
        "missing": "worst",
        "candidates": [
            {"id": "a", "scores": {"quality": 1, "use": 3}},
            *({"id": f"b{number}", "scores": {"quality": 3}} for number in range(9)),
        ],
    }

    def told() -> str:
        decision = kept(client, problem)
        return str(client.get(decision, headers=JSON).json()["empty"]["en"])

    words = told()
    assert words.startswith("9 empty cells (b0 – use, b1 – use,")
    assert words.endswith(", and 3 more), treated as the worst observed value.")


def test_decision_whose_missing_scores_are_left_out_is_shown_or_refused_with_the_reason(
    client: TestClient,
) -> None:
    problem = {
        "framework": {"id": "tree", "criteria": [SCALED, {"id": "use"}]},
        "missing": "skip",
        "candidates": [
            {"id": "a", "scores": {"quality": 1, "use": 3}},
            {"id": "beta", "scores": {"quality": 3}},
            {"id": "c", "scores": {"quality": 2, "use": 1}},
        ],
    }
    decision = kept(client, problem)
    for part in PARTS:
        shown = client.get(decision + part, headers=HTML)
        refused = shown.status_code == 422 and "missing scores can be left out" in shown.text
        assert shown.status_code == 200 or refused, part


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("mean", "treated as the mean of the other candidates, with its uncertainty."),
        ("interval", "treated as any value between the lowest and the highest observed."),
    ],
)
def test_plain_table_is_ranked_with_uncertain_scores_in_empty_cells(
    client: TestClient, way: str, words: str
) -> None:
    made = client.post("/new/table", data=filled(sent(client, TABLE)) | {"missing": way, "do": "accept"})
    assert made.status_code == 303, made.text
    seen = client.get(made.headers["location"], headers=JSON).json()
    assert (seen["missing"], seen["faults"]) == (way, [])
    assert seen["empty"]["en"].endswith(words)
