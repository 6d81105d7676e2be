"""A workbook that is downloaded from a decision, filled in, and merged when it comes back."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from visiting import HTML, filled

Fill = Callable[..., bytes]
ANY = {"If-Match": "*"}


@pytest.fixture
def place(decision: str) -> str:
    """The address of the decision over HTTP."""
    return decision.replace("/d/", "/v1/decisions/")


@pytest.fixture
def fill(client: TestClient, place: str) -> Fill:
    """A function that fills cells of the decision's workbook."""

    def filling(**cells: object) -> bytes:
        answer = client.get(f"{place}/workbook", headers={"Accept-Language": "th"})
        assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
        workbook = openpyxl.load_workbook(io.BytesIO(answer.content))
        for cell, value in cells.items():
            workbook["scores"][cell] = value
        stream = io.BytesIO()
        workbook.save(stream)
        return stream.getvalue()

    return filling


def file(content: bytes, name: str = "back.xlsx") -> dict[str, tuple[str, bytes]]:
    return {"problem": (name, content)}


def scores(client: TestClient, place: str, row: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = client.get(place).json()["problem"]["candidates"][row]
    return found


def value(score: Any) -> Any:
    return score["value"] if isinstance(score, dict) and "value" in score else score


def test_blanks_are_filled_in_and_the_rest_is_listed_by_cell(client, place, fill):
    before = client.get(place).json()["problem"]
    sent = file(fill(J4=2, S4="ตรวจแล้ว"))
    shown = client.post(f"{place}/merge/preview", files=sent).json()
    assert client.get(place).json()["version"] == 1
    merged = client.post(f"{place}/merge", files=sent, headers={"If-Match": '"1"'})
    assert (merged.status_code, merged.headers["ETag"], merged.json()["version"]) == (200, '"2"', 2)
    assert {key: merged.json()[key] for key in shown} == shown
    assert [(each["where"], each["new"]) for each in shown["changes"]] == [
        ("back.xlsx: scores!S4", {"th": "ตรวจแล้ว"})
    ]
    assert [(each["where"], each["part"]) for each in shown["conflicts"]] == [
        ("back.xlsx: scores!J4", "scores/market")
    ]
    before["candidates"][0]["note"] = {"th": "ตรวจแล้ว"}
    assert client.get(place).json()["problem"] == before  # all else as it was written
    change = client.get(f"{place}/history/2").json()
    assert [each["place"] for each in change["differences"]] == ["candidates/khao-khitchakut/note/th"]


def test_override_replaces_what_differs_and_can_be_undone(client, place, fill):
    old = scores(client, place)
    merged = client.post(f"{place}/merge?override=true", files=file(fill(J4=2)), headers=ANY).json()
    assert (merged["conflicts"], value(scores(client, place)["scores"]["market"])) == ([], 2)
    client.post(f"{place}/undo", headers={"If-Match": '"2"'})
    assert scores(client, place) == old


def test_workbook_that_comes_back_as_it_was_makes_no_version(client, place, fill):
    merged = client.post(f"{place}/merge?override=true", files=file(fill()), headers=ANY)
    assert merged.json() == {"changes": [], "conflicts": [], "warnings": [], "version": 1}


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"If-Match": '"7"'}, 412)], ids=["no condition", "stale"]
)
def test_merge_needs_the_version_that_was_seen(client, place, fill, headers, status):
    sent = file(fill(S4="x"))
    assert client.post(f"{place}/merge", files=sent, headers=headers).status_code == status
    assert client.get(place).json()["version"] == 1


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"J4": "about 3"}, "back.xlsx: scores!J4"),
        ({"A4": "nobody", "B4": None, "C4": None}, "back.xlsx: scores!A4"),
        ({"B5": "Moral Farmer value network", "C5": None}, "back.xlsx: scores!A5"),
    ],
    ids=["score", "candidate", "sorted names"],
)
def test_file_with_a_fault_changes_nothing(client, place, fill, cells, where):
    sent = file(fill(S6="ดี", **cells))
    for path in ("merge", "merge/preview"):
        answer = client.post(f"{place}/{path}", files=sent, headers=ANY)
        assert answer.status_code == 422
        assert where in [fault["where"] for fault in answer.json()["faults"]]
    assert client.get(place).json()["version"] == 1


def test_page_shows_what_differs_by_cell_and_fills_in_blanks(client, decision, place, fill):
    page = client.get(f"{decision}/candidates", headers=HTML).text
    assert f'href="{decision}/workbook.xlsx"' in page
    assert f'href="{decision}/merge"' in page
    sent = filled(client.get(f"{decision}/merge", headers=HTML).text)
    files = {"file": ("กลับมา.xlsx", fill(J4=2, S4="ตรวจแล้ว"))}
    page = client.post(f"{decision}/merge", data=sent, files=files, headers=HTML).text
    for words in ("scores!J4", "scores!S4", "ตรวจแล้ว", "Trade under the market mechanism", "กลับมา.xlsx"):
        assert words in page
    assert client.get(place).json()["version"] == 1
    done = client.post(f"{decision}/merge", data=filled(page) | {"do": "blanks"})
    assert (done.status_code, done.headers["location"]) == (303, f"{decision}/candidates")
    assert scores(client, place)["note"] == {"th": "ตรวจแล้ว"}
    assert value(scores(client, place)["scores"]["market"]) == 4
    client.post(f"{decision}/merge", data=filled(page) | {"do": "blanks"})  # sent twice
    assert client.get(place).json()["version"] == 2


def test_page_overrides_only_what_was_shown(client, decision, place, fill):
    files = {"file": ("back.xlsx", fill(J4=2))}
    page = client.post(f"{decision}/merge", data={"key": "k"}, files=files, headers=HTML).text
    assert 'value="blanks"' not in page
    client.put(f"{place}/candidates/khao-khitchakut/scores/market", json={"value": 1}, headers=ANY)
    again = client.post(f"{decision}/merge", data=filled(page) | {"do": "override"}, headers=HTML)
    assert again.status_code == 412
    assert "Someone else saved a change" in again.text
    assert scores(client, place)["scores"]["market"] == 1
    client.post(f"{decision}/merge", data=filled(again.text) | {"do": "override"})
    assert scores(client, place)["scores"]["market"] == 2


def test_page_says_what_is_wrong_in_a_file(client, decision, place, fill):
    for name, content, words in (
        ("back.xlsx", fill(J4="about 3"), "scores!J4"),
        ("back.xlsx", b"PK", "cannot be read"),
        ("back.pdf", b"%PDF", "is not a supported file"),
    ):
        sent = client.post(
            f"{decision}/merge", data={"key": "k"}, files={"file": (name, content)}, headers=HTML
        )
        assert sent.status_code == 422
        assert words in sent.text
    odd = {"key": "k", "original": "UEs=", "file": "a.xlsx", "options": "[", "do": "override"}
    assert client.post(f"{decision}/merge", data=odd, headers=HTML).status_code == 422
    assert client.post(f"{decision}/merge", data={"key": "k"}, headers=HTML).status_code == 422
    assert client.get(place).json()["version"] == 1


def test_page_asks_about_a_row_that_may_be_no_candidate(client, decision, place):
    names = [each["name"]["th"] for each in client.get(place).json()["problem"]["candidates"]]
    header = "name,cooperation,framework,supply-chain,market,fair-trade,economic,social,environmental,note"
    rows = [f"{name},{at % 5},2,3,1,2,3,1,2,ok" for at, name in enumerate(names)]
    rows.append("น้ำหนัก,0,0,0,0,0,0,0,0,")
    files = {"file": ("back.csv", "\n".join([header, *rows]).encode())}
    page = client.post(f"{decision}/merge", data={"key": "k"}, files=files, headers=HTML)
    assert page.status_code == 422
    assert "a table has one row of weights" in page.text
    found = re.findall(r'name="answer" value="([^"]+)">([^<]+)<', page.text)
    answers = {words: html.unescape(value) for value, words in found}
    page = client.post(
        f"{decision}/merge", data=filled(page.text) | {"answer": answers["leave it out"]}, headers=HTML
    )
    assert page.status_code == 200
    assert "line 11, column note" in page.text
    client.post(f"{decision}/merge", data=filled(page.text) | {"do": "override"})
    assert scores(client, place, 9)["note"] == {"en": "ok"}
