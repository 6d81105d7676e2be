"""The weighted sum against scikit-criteria and pymcdm, and by its definition."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from peers import invert_objectives, pymcdm, scalers, simple
from strategies import problems, weight_vectors

import see_mcda as sm
from see_mcda.errors import MethodError


@st.composite
def weighted(draw, **options):
    problem = draw(problems(**options))
    return problem, draw(weight_vectors(problem.shape[1], zeros=False))


@given(weighted())
def test_as_scikit_criteria_with_linear_scaling(drawn):
    problem, weights = drawn
    matrix = problem.to_skcriteria(weights / weights.sum())
    lowest = problem.values.min(axis=0)
    turned = invert_objectives.InvertMinimize().transform(matrix)
    scaled = scalers.MaxAbsScaler(target="matrix").transform(turned)
    peer = simple.WeightedSumModel().evaluate(scaled)
    assert (lowest > 0).all()
    found = sm.rank(problem, weights, method="additive", normalization="linear").scores
    np.testing.assert_allclose(found, peer.e_.score, rtol=1e-9)


@given(weighted())
def test_as_pymcdm_with_minmax(drawn):
    problem, weights = drawn
    assume((np.ptp(problem.values, axis=0) > 1e-6).all())
    peer = pymcdm.methods.WSM(normalization_function=pymcdm.normalizations.minmax_normalization)
    scores = peer(problem.values, weights / weights.sum(), problem.framework.objectives, validation=False)
    np.testing.assert_allclose(
        sm.rank(problem, weights, method="additive").scores, scores, rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("how", ["vector", "sum", "max"])
@given(drawn=weighted())
def test_costs_whose_direction_is_kept_enter_as_one_minus_r(how, drawn):
    problem, weights = drawn
    x = problem.values
    length = {"vector": np.linalg.norm(x, axis=0), "sum": x.sum(axis=0), "max": x.max(axis=0)}[how]
    r = x / length
    u = np.where(problem.framework.objectives > 0, r, 1 - r)
    found = sm.rank(problem, weights, method="additive", normalization=how)
    np.testing.assert_allclose(found.scores, u @ weights / weights.sum(), rtol=1e-9)
    np.testing.assert_allclose(found.contributions.sum(axis=1), found.scores, rtol=1e-9)


def test_plain_scores_take_no_costs():
    problem = sm.Problem.from_arrays([[1, 2], [2, 1]], ["max", "min"])
    with pytest.raises(MethodError) as refused:
        sm.rank(problem, method="additive", normalization="none")
    assert refused.value.faults[0].code == "cost-without-normalization"
    assert "c2" in str(refused.value)
    assert "c1" not in str(refused.value)


def test_it_is_found_by_its_other_names():
    problem = sm.Problem.from_arrays([[1, 2], [2, 1]])
    for name in ("wsm", "saw", "weighted-sum"):
        assert sm.rank(problem, method=name).method.name == "additive"
