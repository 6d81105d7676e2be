"""Home → the example → the first drag → save → share."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WORDS = {
    "en": {"try": "Try the example", "save": "Save", "freeze": "Create link"},
    "th": {"try": "ลองดูตัวอย่าง", "save": "บันทึก", "freeze": "สร้างลิงก์"},
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("th", 768), ("th", 390), ("en", 390)])
def test_first_drag_saves_and_shares(visit, language, width):
    someone = visit(language, width, scheme="dark" if width == 768 else "light")
    page, words = someone.page, WORDS[language]
    someone.go("/")
    someone.check()
    page.get_by_role("button", name=words["try"]).click()
    page.wait_for_url(re.compile("/explore"))
    someone.check()
    if width < 768:
        page.locator("see-explore details.weights > summary").click()
    before = page.locator("see-explore .bars ol > li .name").all_inner_texts()
    slider = page.locator("see-explore input[type=range]").nth(7)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=8)
    expect(page.locator("see-explore .bars ol > li .name").first).not_to_have_text(
        before[0]
    )  # while the hand moves
    page.mouse.up()
    page.wait_for_url(re.compile(r"w\.economic"))
    if width < 768:
        page.locator("see-explore details.weights > summary").click()
    someone.check()
    moved = page.locator("see-explore .bars ol > li .name").all_inner_texts()
    if width < 768:
        page.locator("see-explore details.weights > summary").click()
    page.locator("form.save input[name=name]").fill("ของเราเอง" if language == "th" else "My own")
    page.locator("form.save").get_by_role("button", name=words["save"], exact=True).click()
    page.wait_for_url(re.compile("weights="))
    someone.check()
    saved = page.locator("see-explore .bars ol > li .name").all_inner_texts()
    assert saved == moved
    someone.go(f"{someone.decision()}/share")
    page.get_by_role("button", name=words["freeze"]).click()
    page.wait_for_load_state()
    someone.check()
    page.locator("section.card h2 a").first.click()
    page.wait_for_url(re.compile("/e/"))
    someone.check()


def test_back_goes_back(visit):
    someone = visit()
    page = someone.page
    someone.go("/")
    page.get_by_role("button", name="Try the example").click()
    page.wait_for_url(re.compile("/explore"))
    field = page.locator("see-explore #n-social")
    before = page.locator("see-explore .bars ol > li .name").all_inner_texts()
    field.fill("90")
    field.press("Enter")
    page.wait_for_url(re.compile(r"w\.social=90"))
    page.go_back()
    expect(field).to_have_value("33.3")
    assert page.locator("see-explore .bars ol > li .name").all_inner_texts() == before
    someone.check()


@pytest.mark.parametrize(("language", "winner"), [("en", "Khao Khitchakut"), ("th", "เขาคิชฌกูฏ")])
def test_keyboard_alone(visit, language, winner):
    """The map's handle and a slider move by keys; the winner is told."""
    someone = visit(language)
    page = someone.page
    someone.go("/")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent").strip() == WORDS[language]["try"]:
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/explore"))
    handle = page.locator("see-explore [role=slider]")
    handle.focus()
    before = handle.get_attribute("aria-valuetext")
    for _ in range(20):
        page.keyboard.press("Shift+ArrowUp")
    assert handle.get_attribute("aria-valuetext") != before
    page.wait_for_url(re.compile(r"w\.economic"))
    expect(page.locator("see-explore .root [role=status]")).to_contain_text(winner)
    slider = page.locator("see-explore input[type=range]").first
    slider.focus()
    value = slider.input_value()
    page.keyboard.press("PageUp")
    assert slider.input_value() != value
    someone.check()


def test_without_scripts(visit):
    someone = visit(scripts=False)
    page = someone.page
    someone.go("/")
    page.get_by_role("button", name="Try the example").click()
    page.wait_for_url(re.compile("/explore"))
    page.get_by_label("Social", exact=True).fill("90")
    page.get_by_label("Economic", exact=True).fill("5")
    page.get_by_label("Environmental", exact=True).fill("5")
    page.get_by_role("button", name="Update ranking").click()
    expect(page.locator("ol.ranking li .name").first).to_have_text("Moral Farmer value network")
    page.locator("form.save input[name=name]").fill("Social first")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile("weights=social-first"))
    expect(page.locator("ol.ranking li .name").first).to_have_text("Moral Farmer value network")
    someone.go(f"{someone.decision()}/candidates")
    page.locator("input[name='s.sampran.economic']").fill("2-4")
    page.get_by_role("button", name="Try without saving").click()
    expect(page.get_by_text("These changes are not saved")).to_be_visible()
    page.get_by_role("link", name="Discard these changes").click()
    expect(page.locator("input[name='s.sampran.economic']")).to_have_value("3")
    page.locator("input[name='s.sampran.economic']").fill("high")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("high is not a valid score")
    expect(page.locator("input[name='s.sampran.economic']")).to_have_value("high")
    someone.wrong.clear()
    someone.go(f"{someone.decision()}/share")
    page.get_by_role("button", name="Create link").click()
    expect(page.get_by_role("link", name="Ranking")).to_be_visible()
    page.locator("summary", has_text="Stop sharing").click()
    page.get_by_role("button", name="Stop sharing", exact=True).click()
    expect(page.get_by_text("no longer shared")).to_be_visible()
    someone.check()


def test_no_thai_word_is_broken_on_a_phone(visit):
    someone = visit("th", 390)
    begun = someone.page.request.post(f"{someone.server.url}/", form={"key": "phone"})
    decision = "/".join(urlsplit(begun.url).path.split("/")[:3])
    for part in ("", "/criteria", "/candidates", "/report"):
        someone.go(f"{decision}{part}")
        someone.check()
