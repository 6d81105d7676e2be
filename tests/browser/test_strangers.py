"""Names that would do harm, and pages of others that show our rankings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
HOSTILE = {
    "script": "</script><script>document.title='taken'</script><img src=x onerror=document.title='taken'>",
    "formula": '=HYPERLINK("http://evil.example","click")',
    "long": "ก" * 300,
    "emoji": "👩🏽‍🌾🌾 กลุ่ม",
    "arabic": "تعاونية \u202eالأرز",
}
PAGE = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>Another site</title>
<style>* {{ color: red !important; font-size: 40px !important; letter-spacing: 1em }}
table {{ display: none !important }}</style>
</head><body><h1>A page of somebody else</h1><script src="{static}"></script>
<see-ranking src="{address}.json"></see-ranking><img alt="" src="{address}.svg"></body></html>"""


def decision_of(someone, names: dict[str, str]) -> str:
    """Keep candidates of these names and return the decision's path."""
    candidates = [
        {
            "id": id,
            "name": {"en": name, "th": name},
            "gates": {"fair-trade": "pass"},
            "scores": {"market": 1 + at % 4},
        }
        for at, (id, name) in enumerate(names.items())
    ]
    problem = {
        "schema": "see-mcda/problem/1",
        "title": {"en": names.get("script", "Names"), "th": names.get("script", "ชื่อ")},
        "framework": "see",
        "missing": "neutral",
        "candidates": candidates,
    }
    answer = someone.page.request.post(f"{someone.server.url}/v1/decisions", data={"problem": problem})
    return f"/d/{answer.json()['id']}"


@pytest.mark.parametrize("width", [390, 1280])
def test_hostile_names_are_inert_and_legible(visit, width):
    someone = visit("en", width)
    page = someone.page
    decision = decision_of(someone, HOSTILE)
    for part in (
        "",
        "/explore",
        "/compare",
        "/robustness",
        "/select?number=2",
        "/candidates",
        "/weights",
        "/report",
        "/share",
        "/c/script",
    ):
        someone.go(f"{decision}{part}")
        page.wait_for_load_state("networkidle")
        assert "taken" not in page.title().replace(HOSTILE["script"], "")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part
    someone.check()
    someone.go(f"{decision}/explore")
    names = page.locator("see-explore .bars ol > li .name").all_inner_texts()
    assert HOSTILE["formula"] in names
    assert HOSTILE["script"] in names


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A site of somebody else: its folder and its address."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    site = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield tmp_path, f"http://localhost:{site.server_port}"
    site.shutdown()
    site.server_close()


def test_element_in_a_page_of_somebody_else(visit, elsewhere):
    folder, site = elsewhere
    someone = visit()
    page = someone.page
    decision = decision_of(someone, {"first": "หนึ่ง", "second": "สอง"})
    path = decision.replace("/d/", "/v1/decisions/")
    made = page.request.post(f"{someone.server.url}{path}/snapshots", data={"kind": "ranking"}).json()
    address = f"{someone.server.url}{made['address']}"
    static = f"{someone.server.url}/static/see.js"
    (folder / "index.html").write_text(PAGE.format(static=static, address=address), encoding="utf-8")
    page.goto(f"{site}/index.html")
    first = page.locator("see-ranking tbody tr").first
    expect(first).to_contain_text("สอง")
    expect(page.locator("see-ranking thead")).to_contain_text("ทางเลือก")
    assert first.evaluate("each => getComputedStyle(each).fontSize") == "16px"
    assert first.evaluate("each => getComputedStyle(each).letterSpacing") == "normal"
    assert page.locator("img").evaluate("each => each.naturalWidth") > 100
    assert [
        each
        for each in someone.wrong
        if "another host" not in each and "favicon" not in each and "404" not in each
    ] == []
    page.request.delete(f"{someone.server.url}/v1/snapshots/{made['id']}")
    page.reload()
    expect(page.locator("see-ranking [role=alert]")).to_be_visible()
