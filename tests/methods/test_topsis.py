"""TOPSIS against scikit-criteria and pymcdm, and its own properties."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from peers import pymcdm, scalers, skcriteria, topsis
from strategies import problems, scaled_leaf, scaled_problems, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.errors import MethodError


@st.composite
def weighted(draw, **options):
    problem = draw(problems(**options))
    return problem, draw(weight_vectors(problem.shape[1], zeros=False))


@pytest.mark.filterwarnings("ignore:Although TOPSIS can operate with minimization")
@given(weighted())
def test_as_scikit_criteria_with_vector_scaling(drawn):
    problem, weights = drawn
    assume((np.ptp(problem.values, axis=0) > 0).any())
    matrix = problem.to_skcriteria(weights)
    scaled = scalers.VectorScaler(target="matrix").transform(matrix)
    peer = topsis.TOPSIS().evaluate(scaled)
    np.testing.assert_allclose(sm.rank(problem, weights).scores, peer.e_.similarity, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("how", "peer", "costs"),
    [
        ("minmax", "minmax_normalization", True),
        ("vector", "vector_normalization", False),
        ("sum", "sum_normalization", False),
    ],
)
@given(drawn=weighted())
def test_as_pymcdm_with_its_normalisations(how, peer, costs, drawn):
    # pymcdm's vector and sum turn costs in another way; those are compared on benefits.
    problem, weights = drawn
    assume((np.ptp(problem.values, axis=0) > 1e-6).all())
    if not costs:
        problem = sm.Problem.from_arrays(problem.values)
    w = weights / weights.sum()
    method = pymcdm.methods.TOPSIS(normalization_function=getattr(pymcdm.normalizations, peer))
    scores = method(problem.values, w, problem.framework.objectives, validation=False)
    found = sm.rank(problem, weights, normalization=how).scores
    np.testing.assert_allclose(found, scores, rtol=1e-9, atol=1e-12)


@given(weighted())
def test_closeness_by_its_definition(drawn):
    problem, weights = drawn
    w = weights / weights.sum()
    signs = problem.framework.objectives
    v = w * problem.values / np.linalg.norm(problem.values, axis=0)
    ideal, anti_ideal = (v * signs).max(axis=0) * signs, (v * signs).min(axis=0) * signs
    plus, minus = np.linalg.norm(v - ideal, axis=1), np.linalg.norm(v - anti_ideal, axis=1)
    total = plus + minus
    expected = np.where(total > 0, minus / np.where(total > 0, total, 1), 0.5)
    np.testing.assert_allclose(sm.rank(problem, weights).scores, expected, rtol=1e-9, atol=1e-12)


@given(scaled_problems(n=(3, 6), gated=True), st.data())
def test_with_a_fixed_ideal_adding_or_removing_a_candidate_changes_nobodys_score(problem, data):
    weights = data.draw(weight_vectors(problem.shape[1]))
    keep = [row for row in range(problem.shape[0]) if data.draw(st.booleans()) or problem.eligible[row]][:-1]
    assume(keep)
    fewer = with_gate(problem.framework.leaves, problem.values[keep], ["pass"] * len(keep))
    fewer = fewer.replace(framework=problem.framework)
    for method, options in (
        ("topsis", {}),
        ("additive", {}),
        ("multiplicative", {"normalization": "scale"}),
        ("ahp", {"source": "ratings"}),
    ):
        whole = sm.rank(problem, weights, method=method, **options)
        part = sm.rank(fewer, weights, method=method, **options)
        assert whole.options == part.options
        assert whole.options["normalization"] == "scale"
        np.testing.assert_allclose(part.scores, whole.scores[keep], rtol=1e-12, err_msg=method)


def test_with_the_observed_ideal_it_may():
    before = sm.rank(sm.Problem.from_arrays([[1, 5], [4, 2], [3, 3]]))
    after = sm.rank(sm.Problem.from_arrays([[1, 5], [4, 2], [3, 3], [5, 1]]))
    assert before.ranks.tolist() == [3, 1, 2]
    assert after.ranks.tolist() == [1, 3, 2, 4]


def test_all_good_is_1_and_all_bad_is_0():
    leaves = [scaled_leaf("c1"), scaled_leaf("c2", "min")]
    problem = with_gate(leaves, np.array([[4.0, 0], [0, 4], [2, 2]]), ["pass"] * 3)
    assert sm.rank(problem, normalization="scale").scores.tolist() == [1, 0, 0.5]


def test_candidates_that_nothing_tells_apart_are_halfway_and_it_is_said():
    ranking = sm.rank(sm.Problem.from_arrays([[1, 2], [1, 2]]))
    assert ranking.scores.tolist() == [0.5, 0.5]
    assert ranking.ranks.tolist() == [1, 1]
    assert "indistinct" in {warning.code for warning in ranking.warnings}


@pytest.mark.parametrize("unit", [1e-300, 1e-200, 1e200, 1e300])
def test_plain_scores_may_be_as_small_or_as_large_as_numbers_go(unit):
    x = np.array([[1.0, 5], [4, 2], [3, 3]])
    plain = sm.rank(sm.Problem.from_arrays(x), [1, 2], normalization="none")
    other = sm.rank(sm.Problem.from_arrays(x * unit), [1, 2], normalization="none")
    np.testing.assert_allclose(other.scores, plain.scores, rtol=1e-9)


@pytest.mark.parametrize("unit", [1.0, 1e100, 7e150, 1e300])
def test_a_column_in_which_nobody_differs_hides_no_other_however_large(unit):
    x = np.array([[6e-300, unit], [1e-300, unit], [2e-300, unit]])
    ranking = sm.rank(sm.Problem.from_arrays(x), normalization="none")
    np.testing.assert_allclose(ranking.scores, [1, 0, 0.2], rtol=1e-9)
    drawn = ranking.prepared.scores(np.array([[0.5, 0.5]] * 2), np.stack([x, x[::-1]]))
    np.testing.assert_allclose(drawn, [[1, 0, 0.2], [0.2, 0, 1]], rtol=1e-9)
    crossovers = sm.sensitivity.crossovers(sm.Problem.from_arrays(x), normalization="none")
    assert not any(node.always_tied for node in crossovers.nodes.values())


def test_a_fixed_ideal_needs_a_scale():
    with pytest.raises(MethodError) as refused:
        sm.rank(sm.Problem.from_arrays([[1], [2]]), ideal="fixed")
    assert refused.value.faults[0].code == "fixed-ideal"


def test_scikit_criterias_dense_ranks_are_not_ours():
    problem = sm.Problem.from_arrays([[3.0, 1], [3, 1], [1, 1]])
    ranking = sm.rank(problem)
    assert ranking.ranks.tolist() == [1, 1, 3]
    matrix = skcriteria.mkdm(problem.values, [max, max])
    assert topsis.TOPSIS().evaluate(
        scalers.VectorScaler(target="matrix").transform(matrix)
    ).rank_.tolist() == [1, 1, 2]


@pytest.mark.parametrize("normalization", ["none", "minmax", "vector"])
def test_a_failed_candidate_better_than_the_ideal_counts_as_the_best_of_the_others(normalization):
    def scores(failed):
        x = np.array([[1.0, 5], [4, 2], failed])
        problem = with_gate([sm.Criterion("x"), sm.Criterion("y")], x, ["pass", "pass", "fail"])
        return sm.rank(problem, normalization=normalization).scores

    np.testing.assert_allclose(scores([9.0, 1]), scores([4.0, 2]), rtol=1e-12)


def test_candidates_that_differ_only_where_nothing_weighs_are_all_tied_however_large_their_scores():
    ranking = sm.rank(sm.Problem.from_arrays([[1e200, 3], [2e200, 3]]), [0, 1], normalization="none")
    assert ranking.scores.tolist() == [0.5, 0.5]


def test_the_scores_of_sub_trees_are_given_for_methods_that_roll_up():
    framework = sm.Framework.from_dict(
        {"id": "t", "criteria": [{"id": "g", "children": [{"id": "x"}, {"id": "y"}]}, {"id": "z"}]}
    )
    problem = sm.Problem(framework, ("a", "b"), np.array([[1.0, 5, 2], [4, 2, 3]]))
    for method in ("topsis", "additive"):
        nodes = sm.rank(problem, method=method).nodes
        assert set(nodes) >= {"g"}
        alone = sm.Problem.from_arrays(problem.values[:, :2])
        np.testing.assert_allclose(nodes["g"], sm.rank(alone, method=method).scores, rtol=1e-12)
