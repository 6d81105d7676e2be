"""Swing weights: points, questions, ranges that changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from see_mcda.errors import WeightingError
from see_mcda.weighting.swing import Swing, questions, swing

PRICE = Swing("price", worst=500, best=100, unit="baht")
TASTE = Swing({"en": "taste", "th": "รสชาติ"}, worst=0, best=4)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any))
def test_weights_are_points_in_proportion(points):
    weights = swing(points).weights
    assert weights.sum() == pytest.approx(1)
    assert weights == pytest.approx(np.array(points) / sum(points))


def test_a_largest_swing_without_100_points_is_told():
    assert swing([100, 20]).warnings == ()
    result = swing([50, 10])
    assert [warning.code for warning in result.warnings] == ["largest-swing"]
    assert result.weights == pytest.approx(swing([100, 20]).weights)


def test_questions_show_each_swing_with_its_ends():
    opening, *others = questions([PRICE, TASTE], first=1)
    assert "price from 500 to 100 baht, taste from 0 to 4" in str(opening)
    assert len(others) == 1
    assert "Raising taste from 0 to 4 is worth 100 points" in str(others[0])
    assert "raise price from 500 to 100 baht instead" in str(others[0])
    assert "รสชาติ" in opening.text("th")
    assert questions([PRICE, TASTE]) == [opening]


@pytest.mark.parametrize(
    "ask", [lambda: questions([]), lambda: questions([PRICE], 1), lambda: questions([PRICE], -1)]
)
def test_questions_about_nothing_are_refused(ask):
    with pytest.raises(WeightingError):
        ask()


def test_weights_judged_on_the_same_ranges_stand():
    result = swing([100, 60], shown=[PRICE, TASTE], now=[PRICE, TASTE])
    assert (result.rescaled, result.warnings) == (None, ())


def test_weights_judged_on_other_ranges_are_told_and_rescaled():
    wider = Swing("price", worst=900, best=100, unit="baht")
    result = swing([100, 50], shown=[PRICE, TASTE], now=[wider, TASTE], labels=["price", "taste"])
    assert [(warning.code, str(warning.where)) for warning in result.warnings] == [
        ("other-range", "points.price")
    ]
    assert "price from 500 to 100 baht; now it is price from 900 to 100 baht" in str(result.warnings[0])
    assert result.weights == pytest.approx([2 / 3, 1 / 3])
    assert result.rescaled == pytest.approx([0.8, 0.2])


@given(
    st.lists(st.floats(0.1, 10), min_size=3, max_size=3),
    st.lists(st.integers(1, 100), min_size=3, max_size=3),
)
def test_rescaled_weights_rank_candidates_as_before(factors, points):
    # With linear values, a candidate's weighted sum must not depend on where the ends of the scales are.
    shown = [Swing("c", 0, 1)] * 3
    now = [Swing("c", 0, factor) for factor in factors]
    result = swing(points, shown=shown, now=now)
    rescaled = result.weights if result.rescaled is None else result.rescaled
    scores = np.random.default_rng(0).random((5, 3))
    before, after = scores @ result.weights, (scores / factors) @ rescaled
    assert after / after[0] == pytest.approx(before / before[0])


@pytest.mark.parametrize(
    "points", [[0, 0], [-1, 100], [101, 100], [np.nan, 100], ["100", 50], [None], [], [True, 100]]
)
def test_bad_points_are_refused(points):
    with pytest.raises(WeightingError):
        swing(points)


@pytest.mark.parametrize("now", [[PRICE], [PRICE, Swing("taste", 1, 1)], [PRICE, Swing("taste", 0, np.inf)]])
def test_ranges_that_do_not_fit_are_refused(now):
    with pytest.raises(WeightingError):
        swing([100, 50], shown=[PRICE, TASTE], now=now)
