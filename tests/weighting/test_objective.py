"""Weights from scores: other implementations, properties, refusals."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pymcdm import weights as pymcdm_weights
from strategies import tables

from see_mcda.errors import MethodError, ProblemError, UnknownNameError
from see_mcda.weighting.objective import RULES, objective_weights

POSITIVE = st.integers(1, 50).map(float)


def varies(matrix):
    return (np.ptp(matrix, axis=0) > 0).all()


def has_weights(matrix, rule):
    """All columns may say the same, up to direction; critic has no weights then."""
    correlations = np.corrcoef(matrix.T)
    return rule != "critic" or np.abs(correlations).min() < 1 - 1e-9


@given(tables(POSITIVE, n=(2, 8), m=(2, 5)), st.randoms())
def test_rules_agree_with_pymcdm(matrix, random):
    assume(varies(matrix))
    signs = [random.choice([1, -1]) for _ in range(matrix.shape[1])]
    assert objective_weights(matrix, signs, "entropy").weights == pytest.approx(
        pymcdm_weights.entropy_weights(matrix), abs=1e-9
    )
    assert objective_weights(matrix, signs, "merec").weights == pytest.approx(
        pymcdm_weights.merec_weights(matrix, np.array(signs)), abs=1e-9
    )
    assert objective_weights(matrix, signs, "std", normalization="none").weights == pytest.approx(
        pymcdm_weights.standard_deviation_weights(matrix), abs=1e-9
    )


@given(tables(POSITIVE, n=(2, 8), m=(2, 5)), st.sampled_from(RULES), st.randoms())
def test_order_of_candidates_and_criteria_does_not_matter(matrix, rule, random):
    assume(varies(matrix))
    signs = np.array([random.choice([1, -1]) for _ in range(matrix.shape[1])])
    assume(has_weights(matrix, rule))
    weights = objective_weights(matrix, signs, rule).weights
    rows, columns = np.random.default_rng(0).permutation(len(matrix)), np.arange(len(signs))[::-1]
    shuffled = objective_weights(matrix[rows][:, columns], signs[columns], rule).weights
    assert shuffled == pytest.approx(weights[columns], abs=1e-9)


@given(tables(POSITIVE, n=(2, 8), m=(2, 5)), st.sampled_from(RULES))
def test_units_do_not_matter(matrix, rule):
    assume(varies(matrix))
    factors = np.logspace(-3, 3, matrix.shape[1])
    assume(has_weights(matrix, rule))
    weights = objective_weights(matrix, rule=rule).weights
    assert objective_weights(matrix * factors, rule=rule).weights == pytest.approx(weights, abs=1e-8)


@given(tables(POSITIVE, n=(2, 8), m=(2, 5)))
def test_a_normalisation_is_applied_before_the_rule(matrix):
    assume(varies(matrix))
    by_hand = matrix / matrix.sum(axis=0)
    assert objective_weights(matrix, rule="std", normalization="sum").weights == pytest.approx(
        objective_weights(by_hand, rule="std", normalization="none").weights, abs=1e-12
    )


@given(tables(POSITIVE, n=(2, 8), m=(2, 5)), st.randoms())
def test_std_is_the_standard_deviation_from_worst_0_to_best_1(matrix, random):
    assume(varies(matrix))
    signs = np.array([random.choice([1, -1]) for _ in range(matrix.shape[1])])
    better = matrix * signs
    sigma = ((better - better.min(axis=0)) / np.ptp(better, axis=0)).std(axis=0)
    assert objective_weights(matrix, signs, "std").weights == pytest.approx(sigma / sigma.sum(), abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_scores_as_they_are_can_be_asked_for(rule):
    matrix = np.array([[0.2, 0.9, 0.4], [0.8, 0.1, 0.5], [0.5, 0.3, 0.1]])
    assert objective_weights(matrix, rule=rule, normalization="none").weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("rule", ["entropy", "std", "merec"])
def test_a_criterion_on_which_all_score_alike_gets_no_weight_and_a_warning(rule):
    result = objective_weights(
        [[1, 5, 3], [2, 5, 4], [3, 5, 9]], rule=rule, labels=["price", "taste", "look"]
    )
    assert result.weights[1] == 0
    assert result.weights.sum() == pytest.approx(1)
    assert [(warning.code, str(warning.where)) for warning in result.warnings] == [
        ("constant-column", "taste")
    ]


@pytest.mark.parametrize(
    ("matrix", "rule", "code", "where"),
    [
        ([[1, 5], [2, 5]], "critic", "constant-column", "c2"),
        ([[0, 5], [0, 6]], "critic", "constant-column", "c1"),
        ([[0, 5], [0, 6]], "entropy", "zero-column", "c1"),
        ([[-1, 5], [2, 6]], "entropy", "negative-scores", "c1"),
        ([[1, 0], [2, 6]], "merec", "nonpositive-scores", "c2"),
        ([[1, -3], [2, 6]], "merec", "nonpositive-scores", "c2"),
        ([[1, np.nan], [2, 6]], "std", "missing-scores", "c2"),
        ([[1, 2]], "entropy", "one-candidate", None),
    ],
)
def test_what_a_rule_cannot_weigh_is_refused_by_column(matrix, rule, code, where):
    with pytest.raises(MethodError) as error:
        objective_weights(matrix, rule=rule)
    fault = error.value.faults[0]
    assert (fault.code, fault.where and str(fault.where)) == (code, where)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("value", [1.0, 1e-300, 1e300])
def test_candidates_that_do_not_differ_have_no_weights(rule, value):
    with pytest.raises(MethodError) as error:
        objective_weights(np.full((3, 2), value), rule=rule)
    assert error.value.faults[0].code == "no-differences"


def test_criteria_that_all_say_the_same_have_no_critic_weights():
    with pytest.raises(MethodError) as error:
        objective_weights([[1, 10], [2, 20], [3, 30]], rule="critic")
    assert error.value.faults[0].code == "no-weights"


@pytest.mark.parametrize("rule", RULES)
def test_numbers_of_any_magnitude_have_finite_weights(rule):
    small = np.array([[1, 5, 3], [2, 6, 1], [4, 5, 2]])
    for size in (1e-300, 1e300):
        assert objective_weights(small * size, rule=rule).weights == pytest.approx(
            objective_weights(small, rule=rule).weights, rel=1e-6
        )


@pytest.mark.parametrize("rule", RULES)
def test_one_criterion_weighs_1(rule):
    assert objective_weights([[1], [2]], rule=rule).weights.tolist() == [1]


@pytest.mark.parametrize("matrix", ["abc", [], [[]], [1, 2], [["x", 1], [1, 2]]])
def test_what_is_no_table_is_refused(matrix):
    with pytest.raises(ProblemError):
        objective_weights(matrix)


@pytest.mark.parametrize("option", [{"rule": "gini"}, {"normalization": "log"}, {"correlation": "kendall"}])
def test_unknown_options_are_refused(option):
    with pytest.raises(UnknownNameError):
        objective_weights([[1, 2], [3, 1]], **option)
