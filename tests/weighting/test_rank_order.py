"""Rank-order weights: properties and awkward input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from see_mcda.errors import UnknownNameError, WeightingError
from see_mcda.weighting.rank_order import RULES, rank_order


@st.composite
def orders(draw):
    """Levels of importance, equal ones tied."""
    return np.array(draw(st.lists(st.integers(0, 5), min_size=1, max_size=8)))


def competition(levels):
    return np.array([1 + (levels < level).sum() for level in levels])


def dense(levels):
    return np.unique(levels, return_inverse=True)[1] + 1


@given(orders(), st.sampled_from(RULES))
def test_weights_sum_to_1_follow_the_order_and_are_equal_in_ties(levels, rule):
    weights = rank_order(competition(levels), rule).weights
    assert weights.sum() == pytest.approx(1)
    for a, b in np.ndindex(len(levels), len(levels)):
        if levels[a] < levels[b]:
            assert weights[a] > weights[b]
        if levels[a] == levels[b]:
            assert weights[a] == weights[b]


@given(orders(), st.sampled_from(RULES))
def test_ranks_after_a_tie_may_skip_places_or_not(levels, rule):
    assert (
        rank_order(competition(levels), rule).weights.tolist()
        == rank_order(dense(levels), rule).weights.tolist()
    )


@given(orders(), st.sampled_from(RULES))
def test_ties_share_the_weights_of_the_places_they_take(levels, rule):
    untied = np.sort(rank_order(np.arange(len(levels)) + 1, rule).weights)[::-1]
    places = np.argsort(levels, kind="stable")
    for level in set(levels.tolist()):
        taken = levels[places] == level
        assert rank_order(competition(levels), rule).weights[levels == level] == pytest.approx(
            untied[taken].mean()
        )


@given(st.integers(2, 5))
def test_centroid_is_the_mean_of_the_weights_that_respect_the_order(m):
    corners = [np.r_[np.full(i, 1 / i), np.zeros(m - i)] for i in range(1, m + 1)]
    assert rank_order(range(1, m + 1), "roc").weights == pytest.approx(np.mean(corners, axis=0))


@pytest.mark.parametrize("rule", RULES)
def test_one_criterion_weighs_1_and_all_tied_weigh_the_same(rule):
    assert rank_order([1], rule).weights.tolist() == [1]
    assert rank_order([1, 1, 1, 1], rule).weights == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(
    "ranks",
    [
        [1, 3],
        [2, 3],
        [1, 1, 4],
        [1, 2, 2, 5],
        [0, 1],
        [1.5, 1],
        [-1, 1],
        ["1", 2],
        [1, None],
        [True, 2],
        [],
        3,
    ],
)
def test_what_is_no_order_is_refused(ranks):
    with pytest.raises(WeightingError):
        rank_order(ranks)


def test_a_hole_is_told_with_the_right_ranks():
    with pytest.raises(WeightingError, match="this order is written 1, 2, 2, 4"):
        rank_order([1, 3, 3, 7])


def test_a_bad_rank_is_named_by_its_criterion():
    with pytest.raises(WeightingError, match=r"ranks\.taste: a rank must be a whole number"):
        rank_order([1, 2.5], labels=["price", "taste"])


def test_unknown_rule_is_refused():
    with pytest.raises(UnknownNameError, match="roc, rs, rr"):
        rank_order([1, 2], "sum")
