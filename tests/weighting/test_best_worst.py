"""Best–worst weights: properties, proofs of optimality, awkward input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgment_strategies import priorities
from scipy.optimize import linprog

from see_mcda.errors import UnknownNameError, WeightingError
from see_mcda.weighting.best_worst import MODELS, best_worst, consistency_index


@st.composite
def comparisons(draw, m=(2, 7)):
    """Comparisons of 1 to 9 with best 0 and worst last, in any order, as contradictory as they come."""
    size = draw(st.integers(*m))
    a_bw = draw(st.integers(2, 9))
    between = st.lists(st.integers(1, a_bw), min_size=size - 2, max_size=size - 2)
    to_others = np.array([1, *draw(between), a_bw], dtype=float)
    to_worst = np.array([a_bw, *draw(between), 1], dtype=float)
    order = draw(st.permutations(range(size)))
    return to_others[order], to_worst[order], order.index(0), order.index(size - 1)


def ask(given, model):
    to_others, to_worst, best, worst = given
    return best_worst(to_others, to_worst, model, best=best, worst=worst)


def nonlinear_deviation(given, weights):
    """The ξ that these weights reach in the nonlinear model."""
    to_others, to_worst, best, worst = given
    ratios = np.concatenate([weights[best] / weights - to_others, weights / weights[worst] - to_worst])
    return np.abs(ratios).max()


def linear_deviation(given, weights):
    """The ξ that these weights reach in the linear model."""
    to_others, to_worst, best, worst = given
    differences = np.concatenate([weights[best] - to_others * weights, weights - to_worst * weights[worst]])
    return np.abs(differences).max()


def programme(given, xi, goal):
    """Solve a linear program over the weights that reach this ξ: it is linear once ξ is fixed."""
    to_others, to_worst, best, worst = given
    m = len(to_others)
    rows = []
    for j in range(m):
        for over, under, times in ((best, j, to_others[j]), (j, worst, to_worst[j])):
            if over != under:
                row = np.eye(m)[over] - times * np.eye(m)[under]
                rows += [row - xi * np.eye(m)[under], -row - xi * np.eye(m)[under]]
    return linprog(
        goal, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=np.ones((1, m)), b_eq=[1], bounds=[(1e-6, None)] * m
    )


@given(priorities(n=(2, 8)), st.sampled_from(MODELS))
def test_consistent_comparisons_give_back_their_weights(weights, model):
    best, worst = int(weights.argmax()), int(weights.argmin())
    weights = np.maximum(weights, weights[best] / 900)
    weights /= weights.sum()
    to_others, to_worst = weights[best] / weights, weights / weights[worst]
    to_worst[best] = to_others[worst]
    if best == worst:
        return
    result = best_worst(to_others, to_worst, model, best=best, worst=worst)
    assert result.weights == pytest.approx(weights, abs=1e-7)
    assert result.xi == pytest.approx(0, abs=1e-7)
    assert result.input_consistency == pytest.approx(0, abs=1e-9)


@given(comparisons())
def test_nonlinear_minimum_is_reached_and_no_smaller_one_is_feasible(given):
    xi, slack, nothing = ask(given, "nonlinear").xi, 1e-4, np.zeros(len(given[0]))
    assert programme(given, xi + slack, nothing).status == 0
    if xi > slack:
        assert programme(given, xi - slack, nothing).status == 2


@given(comparisons())
def test_nonlinear_intervals_are_those_of_a_linear_program(given):
    result = ask(given, "nonlinear")
    for j, unit in enumerate(np.eye(len(given[0]))):
        least, most = (programme(given, result.xi + 1e-6, sign * unit).x[j] for sign in (1, -1))
        assert result.intervals[j] == pytest.approx([least, most], abs=1e-5)


@given(comparisons())
def test_no_weights_found_by_sampling_beat_either_model(given):
    rng = np.random.default_rng(0)
    xi = {model: ask(given, model).xi for model in MODELS}
    for weights in rng.dirichlet(np.ones(len(given[0])), size=200):
        assert nonlinear_deviation(given, weights) >= xi["nonlinear"] - 1e-9
        assert linear_deviation(given, weights) >= xi["linear"] - 1e-9


@given(comparisons())
def test_linear_weights_are_optimal_and_within_their_intervals(given):
    result = ask(given, "linear")
    assert linear_deviation(given, result.weights) == pytest.approx(result.xi, abs=1e-8)
    assert (result.weights >= result.intervals[:, 0] - 1e-8).all()
    assert (result.weights <= result.intervals[:, 1] + 1e-8).all()
    assert result.consistency_ratio is None


@given(comparisons(), st.sampled_from(MODELS), st.randoms())
def test_permuting_criteria_permutes_weights(given, model, random):
    to_others, to_worst, best, worst = given
    order = list(range(len(to_others)))
    random.shuffle(order)
    straight = ask(given, model)
    permuted = best_worst(
        to_others[order], to_worst[order], model, best=order.index(best), worst=order.index(worst)
    )
    assert permuted.xi == pytest.approx(straight.xi, abs=1e-9)
    assert permuted.intervals == pytest.approx(straight.intervals[order], abs=1e-7)


@given(comparisons(m=(3, 3)))
def test_with_one_criterion_between_consistency_ratios_lie_between_0_and_1(given):
    result = ask(given, "nonlinear")
    assert -1e-12 <= result.consistency_ratio <= 1 + 1e-12
    assert 0 <= result.input_consistency <= 1


def test_criteria_that_contradict_each_other_can_have_a_ratio_above_1():
    # (2 − ξ)² = (1 + ξ)², while the index for 2 is 0.438.
    result = best_worst([1, 2, 1, 2], [2, 2, 1, 1], "nonlinear", best=0, worst=3)
    assert result.xi == pytest.approx(0.5)
    assert result.consistency_ratio == pytest.approx(0.5 / consistency_index(2))


def test_the_most_contradictory_criterion_has_ratio_1():
    result = best_worst([1, 8, 8], [8, 8, 1], "nonlinear")
    assert result.xi == pytest.approx(consistency_index(8))
    assert result.consistency_ratio == pytest.approx(1)


def test_one_criterion_weighs_1_and_two_weigh_as_compared():
    for model in MODELS:
        assert best_worst([1], [1], model).weights.tolist() == [1]
        assert best_worst([1, 4], [4, 1], model).weights == pytest.approx([0.8, 0.2])


def test_equal_criteria_need_to_be_told_apart():
    with pytest.raises(WeightingError, match="0, 1, 2 all have the comparison 1") as error:
        best_worst([1, 1, 1], [1, 1, 1])
    assert [str(fault.where) for fault in error.value.faults] == ["best_to_others", "others_to_worst"]
    for model in MODELS:
        assert best_worst([1, 1, 1], [1, 1, 1], model, best=0, worst=2).weights == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("to_others", "to_worst", "code"),
    [
        ([1, 2, 0.5], [4, 2, 1], "bad-number"),
        ([1, 2, "4"], [4, 2, 1], "bad-number"),
        ([1, 2, float("nan")], [4, 2, 1], "bad-number"),
        ([1, 2, float("inf")], [4, 2, 1], "bad-number"),
        ([1, 2, 1e9], [1e9, 2, 1], "bad-number"),
        ([1, 2, True], [4, 2, 1], "bad-number"),
        ([1, 2, 4], [4, 2], "wrong-length"),
        ([2, 2, 4], [4, 2, 1], "no-one"),
        ([1, 2, 4], [4, 2, 2], "no-one"),
        ([1, 1, 4], [4, 4, 1], "which-one"),
        ([1, 2, 4], [5, 2, 1], "best-against-worst"),
        ([1, 2, 4], [1, 2, 4], "best-is-worst"),
        ([], [], "one-each"),
        (3, [1], "one-each"),
    ],
)
def test_bad_comparisons_are_refused(to_others, to_worst, code):
    with pytest.raises(WeightingError) as error:
        best_worst(to_others, to_worst)
    assert error.value.faults[0].code == code


def test_labels_name_the_faults():
    with pytest.raises(
        WeightingError, match=r"best_to_others\.taste: a comparison must be a number from 1 to 1000"
    ):
        best_worst([1, 0], [4, 1], labels=["price", "taste"])
    with pytest.raises(WeightingError, match="price, taste all have the comparison 1"):
        best_worst([1, 1, 2], [2, 2, 1], labels=["price", "taste", "look"])


def test_a_best_criterion_that_is_not_compared_by_1_is_refused():
    with pytest.raises(WeightingError, match="there is none at 1"):
        best_worst([1, 2, 4], [4, 2, 1], best=1)
    with pytest.raises(WeightingError, match="there is none at 7"):
        best_worst([1, 2, 4], [4, 2, 1], worst=7)


def test_unknown_model_is_refused():
    with pytest.raises(UnknownNameError, match="linear, nonlinear"):
        best_worst([1, 2], [2, 1], "quadratic")
