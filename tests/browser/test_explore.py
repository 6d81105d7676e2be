"""What is typed, locked, chosen and gone back to is what is shown, and it goes along to the other pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
ROWS = "see-explore .bars ol > li .name"
LEAD = "see-explore .root .lead"


def explored(visit, query: str = "weights=equal&method=additive", **how):
    """Open the example's explore page."""
    someone = visit(**how)
    someone.go("/")
    someone.page.locator("form button.main").first.click()
    someone.page.wait_for_url(re.compile("/explore"))
    someone.go(f"{someone.decision()}/explore?{query}")
    someone.page.wait_for_load_state("networkidle")
    return someone


def put(page: Page, node: str, typed: str) -> None:
    """Type a weight."""
    page.locator(f"see-explore #n-{node}").fill(typed)
    page.locator(f"see-explore #n-{node}").press("Enter")


def lock(page: Page, name: str) -> None:
    """Keep a weight as it is."""
    page.get_by_role("button", name=f"Lock {name}").click()


def answered(page: Page) -> None:
    """Wait until the service has answered."""
    expect(page.locator("see-explore .busy span")).to_have_count(0)


def asked(address: str | None) -> dict[str, str]:
    """Return what an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address or "").query).items()}


def test_field_shows_the_number_that_is_used(visit):
    someone = explored(visit)
    page = someone.page
    social = page.locator("see-explore #n-social")
    for typed, used in (("-5", "0"), ("-7", "0"), ("140", "100"), ("12.5", "12.5"), ("", "12.5")):
        put(page, "social", typed)
        expect(social).to_have_value(used)
    lock(page, "Economic")
    put(page, "social", "100")
    expect(social).to_have_value("56.3")  # economic has 43.75 since the others gave way to 12.5
    expect(page.locator("see-explore #n-economic")).to_have_value("43.8")
    lock(page, "Environmental")
    expect(social).to_be_disabled()
    expect(page.get_by_role("slider", name="Social", exact=True)).to_be_disabled()
    someone.check()


def test_answer_that_comes_while_somebody_types_leaves_the_field_alone(visit):
    someone = explored(visit)
    page = someone.page
    put(page, "social", "50")
    page.locator("see-explore #n-market").fill("7")
    answered(page)
    expect(page.locator("see-explore #n-market")).to_have_value("7")


def test_locks_bind_the_map(visit):
    someone = explored(visit)
    page = someone.page
    handle = page.locator("see-explore .handle")
    values = {
        node: page.locator(f"see-explore #n-{node}") for node in ("economic", "social", "environmental")
    }
    lock(page, "Economic")
    handle.focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(values["economic"]).to_have_value("33.3")
    page.keyboard.press("Shift+ArrowLeft")
    expect(values["economic"]).to_have_value("33.3")
    expect(values["social"]).not_to_have_value("33.3")
    before = values["social"].input_value()
    lock(page, "Social")
    expect(handle).to_have_attribute("aria-disabled", "true")
    handle.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect(values["social"]).to_have_value(before)
    box = page.locator("see-explore .root .triangle").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.2)
    expect(values["economic"]).to_have_value("33.3")
    someone.check()


def test_going_back_is_seen_before_the_service_answers(visit):
    someone = explored(visit)
    page = someone.page
    first = page.locator(ROWS).all_inner_texts()
    put(page, "social", "90")
    page.wait_for_url(re.compile("w.social=90"))
    page.locator("see-explore #method").select_option("topsis")
    page.wait_for_url(re.compile("method=topsis"))
    answered(page)
    page.route("**/explore?*", lambda route: None)  # the service does not answer any more
    page.go_back()
    expect(page.locator("see-explore #method")).to_have_value("additive")
    expect(page.locator("see-explore #n-social")).to_have_value("90")
    expect(page.locator("see-explore .busy")).to_contain_text("Calculating")
    page.go_back()
    expect(page.locator("see-explore #n-social")).to_have_value("33.3")
    assert page.locator(ROWS).all_inner_texts() == first
    page.unroute_all(behavior="ignoreErrors")


def test_only_the_newest_answer_is_shown(visit):
    someone = explored(visit)
    page = someone.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/explore?*w.social=90*", hold)
    put(page, "social", "90")
    page.wait_for_url(re.compile("w.social=90"))
    put(page, "social", "10")
    page.wait_for_url(re.compile("w.social=10"))
    answered(page)
    newest = page.locator(ROWS).all_inner_texts()
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.locator("see-explore #n-social")).to_have_value("10")
    assert page.locator(ROWS).all_inner_texts() == newest


def test_moved_weights_go_along_to_every_page(visit):
    someone = explored(visit)
    page = someone.page
    put(page, "social", "90")
    page.wait_for_url(re.compile("w.social=90"))
    told = asked(page.url)
    links = [page.get_by_role("link", name=name, exact=True) for name in ("Overview", "Robustness", "Report")]
    for link in (*links, page.locator(ROWS).first):
        assert asked(link.get_attribute("href")) == told
    thai = page.get_by_role("link", name="ไทย")
    assert asked(thai.get_attribute("href")) == {**told, "lang": "th"}
    page.go_back()
    expect(page.locator("see-explore #n-social")).to_have_value("33.3")
    assert "w.social" not in asked(links[0].get_attribute("href"))
    page.go_forward()
    page.wait_for_url(re.compile("w.social=90"))
    leaders = page.locator(ROWS).all_inner_texts()
    thai.click()
    page.wait_for_url(re.compile("lang=th"))
    expect(page.locator("see-explore #n-social")).to_have_value("90")
    assert page.locator(ROWS).count() == len(leaders)


def test_first_three_are_told_and_another_weighting_begins_anew(visit):
    someone = explored(visit)
    page = someone.page
    names = page.locator(ROWS).all_inner_texts()
    scores = page.locator("see-explore .bars .score").all_inner_texts()
    for place in range(3):
        expect(page.locator(LEAD)).to_contain_text(f"{names[place]}\u00a0{scores[place].split()[0]}")
    expect(page.locator(f"{LEAD} strong")).to_contain_text(names[0])
    weighting = page.locator("see-explore #weighting")
    expect(weighting).to_have_value("equal")
    tools = page.locator("see-explore .tools")
    expect(tools).not_to_contain_text("changed")
    put(page, "social", "90")
    expect(tools).to_contain_text("changed")
    weighting.select_option("economic-led")
    page.wait_for_url(re.compile(r"weights=economic-led&method=additive$"))
    expect(tools).not_to_contain_text("changed")
    answered(page)
    economic = page.locator("see-explore #n-economic").input_value()
    assert float(economic) > 34
    page.get_by_role("button", name="Reset").click()
    expect(weighting).to_have_value("economic-led")
    someone.check()


def test_method_without_a_formula_says_that_the_service_computes(visit):
    someone = explored(visit)
    page = someone.page
    page.locator("see-explore #method").select_option("multimoora")
    expect(page.locator("see-explore .tools")).to_contain_text("This method runs on the server")
    answered(page)
    expect(page.locator("see-explore .bars .score").first).to_have_text("")
    expect(page.locator(LEAD)).not_to_contain_text("0.")
    expect(page.locator("see-explore button.bar").first).to_be_disabled()  # there are no parts to show
    someone.check()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("th", 390)])
def test_parts_of_a_score_are_told_by_name(visit, language, width):
    someone = explored(visit, "weights=equal&method=topsis", language=language, width=width)
    page = someone.page
    bar = page.locator("see-explore button.bar").nth(1)
    bar.click()
    parts = page.locator("see-explore #parts")
    expect(bar).to_have_attribute("aria-controls", "parts")
    assert parts.locator("li").count() == 8
    score = float(page.locator("see-explore .bars .score").nth(1).inner_text().split()[0])
    assert sum(float(each) for each in parts.locator("b").all_inner_texts()) == pytest.approx(
        score, abs=0.005
    )
    page.locator("see-explore .bars > button").click()  # as a table, too
    cell = page.locator("see-explore .bars td").nth(1)
    assert cell.evaluate("each => each.getClientRects().length") == 1
    someone.check()


def test_saving_says_what_was_saved_and_keeps_the_method(visit):
    someone = explored(visit)
    page = someone.page
    put(page, "social", "90")
    page.wait_for_url(re.compile("w.social=90"))
    page.locator("form.save input[name=name]").fill("Social first")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile("weights=social-first"))
    expect(page.get_by_role("status").filter(has_text="Saved as")).to_contain_text("Social first")
    expect(page.locator("see-explore #method")).to_have_value("additive")
    someone.check()
    put(page, "social", "50")
    page.wait_for_url(re.compile("w.social=50"))
    expect(page.locator("see-explore .saved")).to_have_count(0)
    assert "saved" not in asked(page.url)
