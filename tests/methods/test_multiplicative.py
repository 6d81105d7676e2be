"""The weighted product against scikit-criteria and pymcdm, and what a zero does in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from peers import invert_objectives, pymcdm, scalers, simple
from strategies import problems, scaled_leaf, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.errors import MethodError


@st.composite
def weighted(draw):
    problem = draw(problems())
    return problem, draw(weight_vectors(problem.shape[1], zeros=False))


@given(weighted())
def test_as_scikit_criteria_with_linear_scaling(drawn):
    problem, weights = drawn
    matrix = problem.to_skcriteria(weights / weights.sum())
    turned = invert_objectives.InvertMinimize().transform(matrix)
    peer = simple.WeightedProductModel().evaluate(scalers.MaxAbsScaler(target="matrix").transform(turned))
    found = sm.rank(problem, weights, method="multiplicative").scores
    np.testing.assert_allclose(
        np.log10(found), peer.e_.score, rtol=1e-9, atol=1e-9
    )  # theirs is the logarithm


@given(weighted())
def test_as_pymcdm_with_sum_on_benefits(drawn):
    problem, weights = drawn
    problem = sm.Problem.from_arrays(problem.values)
    peer = pymcdm.methods.WPM(normalization_function=pymcdm.normalizations.sum_normalization)
    scores = peer(problem.values, weights / weights.sum(), problem.framework.objectives, validation=False)
    found = sm.rank(problem, weights, method="multiplicative", normalization="sum").scores
    np.testing.assert_allclose(found, scores, rtol=1e-9)


@given(weighted())
def test_the_order_does_not_depend_on_the_units(drawn):
    problem, weights = drawn
    units = 10.0 ** np.arange(problem.shape[1])
    plain = sm.rank(problem, weights, method="multiplicative", normalization="none")
    other = sm.rank(
        problem.replace(values=problem.values * units), weights, method="multiplicative", normalization="none"
    )
    ratio = np.log(other.scores) - np.log(plain.scores)
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("how", ["linear", "vector", "sum", "max", "none"])
@given(drawn=weighted())
def test_every_normalisation_gives_the_same_proportions(how, drawn):
    problem, weights = drawn
    plain = sm.rank(problem, weights, method="multiplicative", normalization="none").contributions.sum(axis=1)
    other = sm.rank(problem, weights, method="multiplicative", normalization=how).contributions.sum(axis=1)
    np.testing.assert_allclose(other - other[0], plain - plain[0], rtol=1e-7, atol=1e-7)


def test_a_zero_cannot_be_bought_back_unless_it_has_no_weight():
    leaves = [scaled_leaf("c1"), scaled_leaf("c2")]
    problem = with_gate(leaves, np.array([[4.0, 0], [1, 1]]), ["pass"] * 2)
    assert sm.rank(problem, method="wpm", normalization="scale").scores.tolist() == [0, 0.25]
    assert sm.rank(problem, [1, 0], method="wpm", normalization="scale").scores.tolist() == [1, 0.25]


@pytest.mark.parametrize("score", [0, -1])
def test_scores_that_are_not_above_0_are_refused_with_their_place(score):
    with pytest.raises(MethodError) as refused:
        sm.rank(sm.Problem.from_arrays([[1, 1], [2, score]]), method="multiplicative")
    assert [str(fault.where) for fault in refused.value.faults] == ["candidates[1].scores.c2"]


def test_numbers_far_apart_are_combined_without_overflow():
    x = np.array([[1e300, 1e-300], [1e-300, 1e300], [1e299, 1e-299]])
    ranking = sm.rank(sm.Problem.from_arrays(x), [1, 1], method="multiplicative", normalization="none")
    np.testing.assert_allclose(ranking.scores, [1, 1, 1], rtol=1e-9)
