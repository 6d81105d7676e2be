"""AHP weights: properties, other implementations, awkward input."""

from fractions import Fraction

import ahpy
import numpy as np
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgment_strategies import SCALE, connected, consistent, judgments, priorities, reciprocal
from pymcdm.weights.subjective import AHP
from scipy.optimize import minimize

from see_mcda.errors import UnknownNameError, WeightingError
from see_mcda.weighting.ahp import INCOMPLETE, METHODS, ahp
from see_mcda.weighting.random_index import CONSISTENT, FORMULA, TABLES, random_index

NAN = np.nan


def codes(error):
    return [fault.code for fault in error.value.faults]


def attempt(call):
    """The result, or the code of the refusal."""
    try:
        return call(), None
    except WeightingError as error:
        return None, error.faults[0].code


def places(error):
    return [str(fault.where) for fault in error.value.faults]


@given(priorities(), st.sampled_from(METHODS))
def test_consistent_judgments_give_back_their_weights(weights, method):
    result = ahp(consistent(weights), method=method)
    assert result.weights == pytest.approx(weights, rel=1e-11)
    assert result.lambda_max == pytest.approx(len(weights), rel=1e-12)
    assert result.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert result.suggestions == ()


@given(judgments(), st.sampled_from(METHODS), st.randoms())
def test_permuting_criteria_permutes_weights(matrix, method, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    straight, permuted = ahp(matrix, method=method), ahp(matrix[np.ix_(order, order)], method=method)
    assert permuted.weights == pytest.approx(straight.weights[order], rel=1e-11)
    assert permuted.lambda_max == pytest.approx(straight.lambda_max, rel=1e-12)


@given(priorities(n=(2, 9)), st.sampled_from(METHODS))
def test_transposing_consistent_judgments_inverts_weights(weights, method):
    inverse = ahp(consistent(weights).T, method=method).weights
    assert inverse == pytest.approx((1 / weights) / (1 / weights).sum(), rel=1e-11)


@given(judgments(n=(2, 8)))
def test_weights_are_the_eigenvector_of_numpy(matrix):
    result = ahp(matrix)
    values, vectors = np.linalg.eig(matrix)
    principal = vectors[:, values.real.argmax()].real
    assert result.weights == pytest.approx(principal / principal.sum(), abs=1e-10)
    assert result.lambda_max == pytest.approx(values.real.max(), rel=1e-11)


@given(judgments(n=(3, 8)))
def test_weights_agree_with_pymcdm(matrix):
    assert ahp(matrix).weights == pytest.approx(AHP(matrix=matrix)(), abs=1e-9)


@given(priorities(n=(3, 8)), st.lists(st.sampled_from([1 / 2, 1, 2]), min_size=28, max_size=28))
def test_weights_and_ratio_agree_with_ahpy(weights, doubts):
    # AHPy squares the matrix until its digits stand still; it overflows where judgments contradict much.
    n = len(weights)
    upper = np.triu_indices(n, 1)
    matrix = reciprocal(n, np.sqrt(consistent(weights)[upper]) * doubts[: len(upper[0])])
    comparisons = {(f"c{i}", f"c{j}"): matrix[i, j] for i in range(n) for j in range(i + 1, n)}
    peer = ahpy.Compare("all", comparisons, precision=10, random_index="dd")
    result = ahp(matrix, random_index="donegan_dodd")
    assert result.weights == pytest.approx([peer.local_weights[f"c{i}"] for i in range(n)], abs=1e-8)
    # ahpy measures λ_max with weights that it has rounded to its precision.
    assert result.consistency_ratio == pytest.approx(peer.consistency_ratio, abs=1e-6)


@given(judgments(n=(3, 8)), st.sampled_from(METHODS))
def test_one_triangle_says_as_much_as_two(matrix, method):
    lower, upper = matrix.copy(), matrix.copy()
    lower[np.triu_indices(len(matrix), 1)] = NAN
    upper[np.tril_indices(len(matrix))] = NAN
    whole = ahp(matrix, method=method).weights
    assert ahp(upper, method=method).weights == pytest.approx(whole, rel=1e-12)
    assert ahp(lower, method=method).weights == pytest.approx(whole, rel=1e-12)


@given(priorities(n=(3, 7)), connected(n=(3, 7)), st.sampled_from(METHODS), st.sampled_from(INCOMPLETE))
def test_consistent_judgments_with_gaps_give_back_their_weights(weights, pattern, method, incomplete):
    n = min(len(weights), len(pattern))
    gaps = np.isnan(pattern[:n, :n])
    gaps[np.arange(n - 1), np.arange(1, n)] = gaps[np.arange(1, n), np.arange(n - 1)] = False
    weights = weights[:n] / weights[:n].sum()
    result = ahp(np.where(gaps, NAN, consistent(weights)), method=method, incomplete=incomplete)
    assert result.weights == pytest.approx(weights, rel=1e-9)
    assert result.completed == pytest.approx(consistent(weights), rel=1e-9)
    assert result.consistency_ratio in (None, pytest.approx(0, abs=1e-9))


@given(connected())
def test_no_completion_contradicts_itself_less_than_the_best_one(matrix):
    result = ahp(matrix)
    gaps = np.argwhere(np.triu(np.isnan(matrix), 1))
    for i, j in gaps:
        for factor in (0.97, 1.03):
            other = result.completed.copy()
            other[i, j] *= factor
            other[j, i] /= factor
            assert ahp(other).lambda_max >= result.lambda_max * (1 - 1e-12)


@given(connected(n=(4, 5)))
def test_best_completion_agrees_with_a_general_minimiser(matrix):
    rows, columns = np.nonzero(np.triu(np.isnan(matrix), 1))

    def lambda_max(logs):
        filled = matrix.copy()
        filled[rows, columns], filled[columns, rows] = np.exp(logs), np.exp(-logs)
        return np.linalg.eigvals(filled).real.max()

    if len(rows):
        found = minimize(lambda_max, np.zeros(len(rows)), method="BFGS").fun
        assert ahp(matrix).lambda_max <= found + 1e-9
        assert ahp(matrix).lambda_max == pytest.approx(found, abs=1e-4)


def test_logarithmic_least_squares_with_gaps_solves_its_normal_equations():
    matrix = np.array([[1, 2, NAN, 5], [0.5, 1, 3, NAN], [NAN, 1 / 3, 1, 4], [0.2, NAN, 0.25, 1]])
    y = np.log(ahp(matrix, method="geometric").weights)
    residuals = np.log(matrix) - (y[:, None] - y)
    assert np.nansum(residuals, axis=1) == pytest.approx(np.zeros(4), abs=1e-13)


@pytest.mark.parametrize("n", [1, 2])
def test_up_to_two_criteria_cannot_contradict_each_other(n):
    result = ahp(reciprocal(n, np.full(n * (n - 1) // 2, 7.0)))
    assert result.consistency_ratio == 0
    assert result.consistency_index == 0
    assert result.weights == pytest.approx([1.0] if n == 1 else [7 / 8, 1 / 8], rel=1e-15)


@pytest.mark.parametrize("table", TABLES)
def test_beyond_fifteen_criteria_the_formula_stands_in_and_is_named(table):
    assert random_index(15, table).name == table
    index = random_index(16, table)
    assert index.name == FORMULA
    assert index.value == pytest.approx((2.7699 * 16 - 4.3513 - 16) / 15)
    big = ahp(consistent(np.arange(1.0, 17)), random_index=table)
    assert (big.random_index.name, big.consistency_ratio) == (FORMULA, pytest.approx(0, abs=1e-12))


def test_all_ones_are_equal_weights():
    assert ahp(np.ones((6, 6))).weights == pytest.approx(np.full(6, 1 / 6), rel=1e-15)


def test_judgments_in_a_circle_say_nothing():
    circle = reciprocal(3, [9, 1 / 9, 9])
    result = ahp(circle)
    assert result.weights == pytest.approx([1 / 3] * 3)
    assert result.lambda_max == pytest.approx(1 + 9 + 1 / 9)
    assert result.consistency_ratio > 5


@pytest.mark.parametrize("size", [1e3, 1e8, 1e30])
def test_huge_contradictions_have_exact_eigenvalues(size):
    # Judgments around a circle of four, disturbed: the power method alone would not converge.
    result = ahp(reciprocal(4, [size, 2, 1 / size, size, 3, size]))
    matrix = result.judgments
    quotients = matrix @ result.weights / result.weights
    assert quotients == pytest.approx(np.full(4, result.lambda_max), rel=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=6, max_size=6))
def test_any_accepted_judgments_have_an_answer_or_a_clear_refusal(powers):
    matrix = reciprocal(4, 10.0 ** np.array(powers))
    result, refused = attempt(lambda: ahp(matrix))
    assert refused in (None, "eigenvector", "completion")
    if result is not None:
        quotients = matrix @ result.weights / result.weights
        assert quotients == pytest.approx(np.full(4, result.lambda_max), rel=2e-9)


def test_every_bad_entry_is_named_at_once():
    with pytest.raises(WeightingError) as error:
        ahp([[2, 3, -1, 0], ["3", 1, float("inf"), None], [None, True, 1, 1e-300], [None, 5, 1 + 2j, 1]])
    assert codes(error) == [
        *["judgment-number"] * 3,
        *["judgment-positive"] * 2,
        *["judgment-range"] * 2,
        "judgment-diagonal",
    ]
    assert places(error) == ["[1, 0]", "[2, 1]", "[3, 2]", "[0, 2]", "[0, 3]", "[1, 2]", "[2, 3]", "[0, 0]"]


@pytest.mark.parametrize(
    "matrix", [[], [[]], [[1, 2]], [[1, 2], [1]], 3, None, np.ones(4), np.ones((2, 2, 2)), "abc"]
)
def test_what_is_not_square_is_refused(matrix):
    with pytest.raises(WeightingError) as error:
        ahp(matrix)
    assert codes(error)[0] in ("not-square", "judgment-number")


def test_judgments_that_are_not_reciprocal_are_refused_with_what_would_be():
    with pytest.raises(WeightingError) as error:
        ahp([[1, 3, 2], [3, 1, 1], [0.5, 0.8, 1]], labels=["price", "taste", "look"])
    assert codes(error) == ["not-reciprocal"] * 2
    assert places(error) == ["[0, 1] (price / taste)", "[1, 2] (taste / look)"]
    assert "0.333333" in str(error.value)


def test_rounded_reciprocals_are_accepted_and_told():
    result = ahp([[1, 8, 3], [0.13, 1, 0.33], [0.33, 3, 1]])
    assert result.weights == pytest.approx(ahp(reciprocal(3, [8, 3, 1 / 3])).weights, rel=1e-12)
    assert [warning.code for warning in result.warnings] == ["rounded-reciprocal"] * 3


def test_criteria_that_no_judgment_connects_are_named():
    matrix = np.full((5, 5), NAN)
    matrix[0, 2], matrix[1, 4] = 3, 2
    with pytest.raises(WeightingError, match=r"\{a, c\}, \{b, e\}, \{d\}") as error:
        ahp(matrix, labels="abcde")
    assert "judge 2 or more" in str(error.value)


def test_wrong_number_of_labels_is_refused():
    with pytest.raises(WeightingError, match="3 labels for 2"):
        ahp(np.ones((2, 2)), labels=["a", "b", "c"])


@pytest.mark.parametrize(
    "option",
    [{"method": "mean"}, {"incomplete": "guess"}, {"random_index": "saaty"}],
    ids=lambda option: next(iter(option)),
)
def test_unknown_options_are_refused_with_the_known_ones(option):
    with pytest.raises(UnknownNameError, match="choose from"):
        ahp(np.ones((2, 2)), **option)


def test_a_result_cannot_be_overwritten():
    result = ahp(np.ones((2, 2)))
    with pytest.raises(AttributeError):
        result.weights = None
    with pytest.raises(ValueError, match="read-only"):
        result.weights[0] = 1


def test_data_frames_and_fractions_are_read():
    expected = ahp(reciprocal(3, [2.0, 4.0, 2.0])).weights
    frame = pandas.DataFrame(reciprocal(3, [2.0, 4.0, 2.0]), index=list("abc"), columns=list("abc"))
    assert ahp(frame).weights == pytest.approx(expected)
    third = [[1, 2, Fraction(4)], [Fraction(1, 2), 1, 2], [None, None, 1]]
    assert ahp(third).weights == pytest.approx(expected)


def test_input_is_left_alone():
    matrix = reciprocal(3, [2.0, NAN, 3.0])
    before = matrix.copy()
    ahp(matrix)
    assert np.array_equal(matrix, before, equal_nan=True)


def test_suggestion_names_the_judgment_that_was_turned_round():
    weights = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
    matrix = consistent(weights)
    matrix[1, 3], matrix[3, 1] = matrix[3, 1], matrix[1, 3]
    first = ahp(matrix).suggestions[0]
    assert (first.i, first.j) == (1, 3)
    assert first.judged == pytest.approx(1 / 3)
    assert first.fitting == pytest.approx(3, rel=1e-9)
    assert first.nearest == 3
    assert first.fitting_ratio == pytest.approx(0, abs=1e-9)
    assert "the judgment is 1/3; 3 would fit" in str(first.message)


@given(connected())
def test_suggested_values_give_the_ratios_they_promise_and_never_worse_ones(matrix):
    result = ahp(matrix)
    for one in result.suggestions:
        for value, promised in ((one.fitting, one.fitting_ratio), (one.nearest, one.nearest_ratio)):
            changed = matrix.copy()
            changed[one.i, one.j], changed[one.j, one.i] = value, 1 / value
            again = ahp(changed)
            if promised is None:
                assert again.consistency_ratio is None
            else:
                assert again.consistency_ratio == pytest.approx(promised, abs=1e-9)
        if one.fitting_ratio is not None:
            assert one.fitting_ratio <= result.consistency_ratio + 1e-9
    assert all(one.nearest in SCALE for one in result.suggestions)
    departures = [one.departure for one in result.suggestions]
    assert departures == sorted(departures, reverse=True)


def test_nothing_is_suggested_unless_the_ratio_is_above_its_limit():
    within, above = (ahp([[1, 3, a], [None, 1, 3], [None, None, 1]]) for a in (6, 1))
    assert 0 < within.consistency_ratio <= CONSISTENT < above.consistency_ratio
    assert within.suggestions == ()
    assert above.suggestions


def test_a_judgment_that_alone_connects_is_not_suggested():
    # d hangs on c alone; the others contradict each other.
    matrix = reciprocal(4, [2, 9, NAN, 1 / 3, NAN, 5])
    pairs = {(one.i, one.j) for one in ahp(matrix).suggestions}
    assert pairs
    assert (2, 3) not in pairs


def test_incomplete_ratio_uses_the_index_made_for_it():
    matrix = reciprocal(4, [1, 5, 2, 3, 4, NAN])
    result = ahp(matrix)
    index = random_index(4, missing=1)
    assert result.random_index == index
    assert index.name == "agoston_csato"
    assert result.consistency_ratio == pytest.approx(result.consistency_index / index.value)
    tree = reciprocal(4, [1, 5, 2, NAN, NAN, NAN])
    assert ahp(tree).consistency_ratio == 0
    unknown = np.full((12, 12), NAN)
    unknown[0, 1:], unknown[1, 2:] = 2, 3
    assert ahp(unknown).consistency_ratio is None
