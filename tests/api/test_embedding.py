from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from processes import in_process

import see_mcda as sm
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.snapshots import service
from see_mcda_api.snapshots.frozen import Frozen, freeze
from see_mcda_api.snapshots.schemas import EXAMPLE

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.invalid","ดู")'
RTL = "\u202eevil\u202c مزرعة"
LONG = "สวนสามพรานโมเดล" * 20
NAMES = [SCRIPT, FORMULA, RTL, LONG]


class Tags(HTMLParser):
    """Every tag with its attributes, and all words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    file: Path = tmp_path_factory.mktemp("embedding") / "kept.sqlite"
    application = in_process(f"sqlite:///{file}", worker=False)
    with TestClient(application, base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def hostile(team: TestClient) -> dict[str, Any]:
    scores = EXAMPLE["problem"]["candidates"][0]["scores"]
    candidates = [
        {"id": f"c{number}", "name": name, "scores": {**scores, "market": number}}
        for number, name in enumerate(NAMES, 1)
    ]
    problem = {**EXAMPLE["problem"], "title": SCRIPT, "note": SCRIPT, "candidates": candidates}
    answer = team.post("/v1/snapshots", json={**EXAMPLE, "problem": problem})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "th"])
def test_hostile_names_are_only_words(team: TestClient, hostile: dict[str, Any], language: str) -> None:
    page = team.get(hostile["page"], params={"lang": language})
    found = parsed(page.text)
    assert not {"script", "iframe"} & {tag for tag, _ in found.tags}
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    for name in (SCRIPT, FORMULA, LONG):
        assert name in found.words
    assert page.text.count("<bdi>") > len(NAMES)
    svg = team.get(f"{hostile['address']}.svg?lang={language}").text
    assert "<script" not in svg
    assert "<img" not in svg


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["comparison", "flip", "crossovers"])
def test_the_page_says_what_the_result_says(team: TestClient, kind: str) -> None:
    made = team.post("/v1/snapshots", json={"kind": kind, "problem": EXAMPLE["problem"]}).json()
    words = parsed(team.get(made["page"]).text).words
    report = FUNCTIONS[kind](sm.read_problem(EXAMPLE["problem"])).report()
    assert report.tables
    said = [*report.sentences, *report.warnings, report.note]
    said += [column.title for table in report.tables for column in table.columns]
    assert [each.text() for each in said if each is not None and each.text() not in words] == []


@pytest.mark.slow
def test_a_page_kept_without_its_report_shows_the_text(
    team: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def older(result: Any) -> Frozen:
        found = freeze(result)
        return replace(found, files={at: file for at, file in found.files.items() if at[0] != "html"})

    monkeypatch.setattr(service, "freeze", older)
    problem = {**EXAMPLE["problem"], "title": SCRIPT}
    made = team.post("/v1/snapshots", json={**EXAMPLE, "problem": problem}).json()
    found = parsed(team.get(made["page"]).text)
    assert team.get(f"{made['address']}.txt").text in found.words
    assert "script" not in {tag for tag, _ in found.tags}


@pytest.mark.slow
def test_no_name_becomes_a_formula(team: TestClient, hostile: dict[str, Any]) -> None:
    table = team.get(hostile["address"] + ".csv").text
    assert not re.search(r'(^|,)"?=HYPERLINK', table, re.MULTILINE)
    assert "HYPERLINK" in table


def test_others_may_frame_the_page_and_it_runs_nothing(team: TestClient, hostile: dict[str, Any]) -> None:
    page = team.get(hostile["page"])
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in page.headers
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_speaks_the_language_asked_for(team: TestClient, hostile: dict[str, Any]) -> None:
    def language(path: str, accepted: str = "en") -> str | None:
        return dict(parsed(team.get(path, headers={"Accept-Language": accepted}).text).tags)["html"]["lang"]

    assert language(hostile["page"]) == "en"
    assert language(hostile["page"], "fr, th;q=0.9") == "th"
    assert language(hostile["page"] + "?lang=th") == "th"
    assert language(hostile["page"] + "?lang=xx") == "en"


def test_thai_lines_have_room_and_the_dark_is_dark(team: TestClient, hostile: dict[str, Any]) -> None:
    page = team.get(hostile["page"] + "?lang=th").text
    heights = re.findall(r"(?:line-height:\s*|font:\s*1rem/)([\d.]+)", page)
    assert heights
    assert min(map(float, heights)) >= 1.5
    assert "prefers-color-scheme: dark" in page


def test_oembed_is_found_in_the_page_and_shows_it(team: TestClient, hostile: dict[str, Any]) -> None:
    links = [attributes for tag, attributes in parsed(team.get(hostile["page"]).text).tags if tag == "link"]
    (link,) = [each for each in links if each.get("type") == "application/json+oembed"]
    address = link["href"]
    assert address
    assert parse_qs(urlsplit(address).query)["url"] == [f"http://localhost{hostile['page']}"]
    said = team.get(f"{address}&maxwidth=300").json()
    assert (said["type"], said["version"], said["width"]) == ("rich", "1.0", 300)
    ((tag, frame),) = parsed(said["html"]).tags
    assert (tag, frame["src"], frame["title"]) == ("iframe", f"http://localhost{hostile['page']}", SCRIPT)


def test_oembed_knows_only_pages_of_this_service(team: TestClient) -> None:
    for url in ("http://elsewhere.invalid/e/abc", "http://localhost/e/abc", "javascript:alert(1)"):
        assert team.get("/v1/oembed", params={"url": url}).status_code == 404


@pytest.mark.slow
def test_oembed_of_a_withdrawn_page_is_gone(team: TestClient) -> None:
    made = team.post("/v1/snapshots", json=EXAMPLE).json()
    team.delete(f"/v1/snapshots/{made['id']}")
    assert team.get("/v1/oembed", params={"url": f"http://localhost{made['page']}"}).status_code == 410
