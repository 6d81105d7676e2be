"""What the screen says is what the engine says; what is promised under a slider happens."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import Page, expect

import see_mcda as sm

pytestmark = pytest.mark.browser
METHODS = ("topsis", "ahp", "additive")
ROWS = "see-explore .bars ol > li .name"
BIG = 500


def example(someone) -> str:
    """Open the example's explore page and return the decision's path."""
    someone.go("/")
    someone.page.get_by_role("button", name="Try the example").click()
    someone.page.wait_for_url(re.compile("/explore"))
    return str(someone.decision())


def kept(someone, decision: str) -> sm.Problem:
    """Return the problem as the service keeps it."""
    address = f"{someone.server.url}/v1{decision.replace('/d/', '/decisions/')}"
    return sm.read_problem(someone.page.request.get(address).json()["problem"])


def shown(page: Page) -> list[str]:
    """Return the ids on the screen, in their order."""
    return [
        str(link.get_attribute("href")).split("/c/")[1].split("?")[0] for link in page.locator(ROWS).all()
    ]


@pytest.mark.parametrize("method", METHODS)
def test_ranks_while_moving_are_those_of_the_engine(visit, method):
    """At ten random settings, before the service is asked."""
    someone = visit()
    page = someone.page
    decision = example(someone)
    problem = kept(someone, decision)
    someone.go(f"{decision}/explore?weights=equal&method={method}")
    page.wait_for_load_state("networkidle")
    page.route("**/explore?*", lambda route: route.abort())  # nothing but what the browser computes
    dice = random.Random(method)
    for _ in range(10):
        node = dice.choice(["characteristics", "cooperation", "market", "fair-trade", "economic", "social"])
        page.locator(f"see-explore #n-{node}").fill(str(dice.randint(0, 100)))
        page.locator(f"see-explore #n-{node}").press("Enter")
        page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        shares = page.evaluate("document.querySelector('see-explore').model.shares")
        nodes = {
            inner.id: {"weights": {child.id: shares[child.id] for child in inner.children}}
            for inner in problem.framework.inner
        }
        ranking = sm.rank(problem, {"schema": "see-mcda/weighting/1", "nodes": nodes}, method=method)
        assert shown(page) == [problem.candidates[row] for row in ranking.order if ranking.ranks[row]]


@pytest.mark.parametrize("method", ["topsis", "additive"])
def test_interval_under_a_slider_names_who_takes_over(visit, method):
    someone = visit()
    page = someone.page
    decision = example(someone)
    someone.go(f"{decision}/explore?weights=equal&method={method}")
    page.wait_for_load_state("networkidle")
    intervals = page.evaluate("document.querySelector('see-explore').model.view.intervals")
    leader = page.locator(ROWS).first.inner_text()
    tried = 0
    for node, held in intervals.items():
        for side, sign in (("below", -1), ("above", 1)):
            if held[side] is None or not 0.01 < held[side]["at"] < 0.99:
                continue
            at, rival = 100 * held[side]["at"], held[side]["names"][0]["en"]
            for typed, expected in ((at - sign * 0.5, leader), (at + sign * 0.5, rival)):
                someone.go(f"{decision}/explore?weights=equal&method={method}")
                field = page.locator(f"see-explore #n-{node}")
                field.fill(f"{typed:.4f}")
                field.press("Enter")
                expect(page.locator(ROWS).first).to_have_text(expected)
            tried += 1
        if tried >= 6:
            break
    assert tried >= 4


def test_five_hundred_candidates_move_smoothly(visit, capsys):
    someone = visit()
    page = someone.page
    dice = random.Random(7)
    leaves = [
        "cooperation",
        "framework",
        "supply-chain",
        "market",
        "fair-trade",
        "economic",
        "social",
        "environmental",
    ]
    candidates = [
        {
            "id": f"c{at}",
            "gates": {"fair-trade": "pass"},
            "scores": {leaf: dice.randint(0, 8) / 2 for leaf in leaves},
        }
        for at in range(BIG)
    ]
    problem = {"schema": "see-mcda/problem/1", "framework": "see", "candidates": candidates}
    made = page.request.post(f"{someone.server.url}/v1/decisions", data={"problem": problem}).json()
    someone.go(f"/d/{made['id']}/explore")
    page.wait_for_load_state("networkidle")
    usable = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    page.evaluate(
        """() => { window.frames_ = []; let last = performance.now();
        const next = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
        requestAnimationFrame(next); }"""
    )
    slider = page.locator("see-explore input[type=range]").first
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(120):
        part = 0.5 + 0.4 * (step % 40) / 40
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    frames = sorted(page.evaluate("window.frames_"))
    page.mouse.up()
    assert page.locator("see-explore .bars ol > li").count() < 40  # only those in sight are drawn
    with capsys.disabled():
        late = frames[int(0.95 * len(frames))]
        print(f"\n{BIG} candidates: usable after {usable:.0f} ms;", end=" ")
        print(f"95 % of {len(frames)} frames within {late:.1f} ms")
    page.wait_for_load_state("networkidle")
    someone.check()
