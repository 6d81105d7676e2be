"""Thousands of judgment matrices at once: the same answers as one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgment_strategies import SCALE, connected, consistent, judgments, reciprocal

from see_mcda.errors import UnknownNameError, WeightingError
from see_mcda.weighting.ahp import INCOMPLETE, METHODS, ahp
from see_mcda.weighting.batch import ahp_weights_batch
from see_mcda.weighting.eigenvector import BLOCK


@given(judgments(), st.sampled_from(METHODS))
def test_batch_of_one_is_the_single_call(matrix, method):
    weights, lambda_max = ahp_weights_batch(matrix[None], method)
    single = ahp(matrix, method=method)
    assert weights[0] == pytest.approx(single.weights, rel=1e-11)
    assert max(lambda_max[0], len(matrix)) == pytest.approx(single.lambda_max, rel=1e-12)


@given(connected(), st.sampled_from(METHODS), st.sampled_from(INCOMPLETE))
def test_batch_takes_gaps_as_the_single_call_does(matrix, method, incomplete):
    stack = np.stack([matrix, np.ones_like(matrix)])
    weights, lambda_max = ahp_weights_batch(stack, method, incomplete)
    single = ahp(matrix, method=method, incomplete=incomplete)
    assert weights[0] == pytest.approx(single.weights, rel=1e-9)
    assert lambda_max[0] == pytest.approx(single.lambda_max, rel=1e-11)
    assert weights[1] == pytest.approx(np.full(len(matrix), 1 / len(matrix)), rel=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("n", [3, 8, 15])
def test_large_batches_agree_with_numpy_for_every_matrix(n):
    rng = np.random.default_rng(n)
    k = 2 * BLOCK + 7
    stack = np.stack([reciprocal(n, rng.choice(SCALE, n * (n - 1) // 2)) for _ in range(k)])
    weights, lambda_max = ahp_weights_batch(stack)
    assert lambda_max == pytest.approx(np.linalg.eigvals(stack).real.max(axis=1), rel=1e-11)
    assert np.einsum("kij,kj->ki", stack, weights) / weights == pytest.approx(
        np.repeat(lambda_max[:, None], n, axis=1), rel=1e-12
    )


def test_slow_matrices_are_finished_among_quick_ones():
    slow = reciprocal(4, [1e8, 2, 1e-8, 1e8, 3, 1e8])
    quick = consistent(np.array([0.4, 0.3, 0.2, 0.1]))
    weights, lambda_max = ahp_weights_batch(np.stack([quick, slow, quick]))
    assert weights[[0, 2]] == pytest.approx(np.array([[0.4, 0.3, 0.2, 0.1]] * 2), rel=1e-11)
    assert slow @ weights[1] / weights[1] == pytest.approx(np.full(4, lambda_max[1]), rel=1e-9)


def test_order_of_the_matrices_does_not_matter():
    rng = np.random.default_rng(4)
    stack = np.stack([reciprocal(5, rng.choice(SCALE, 10)) for _ in range(50)])
    forth, back = ahp_weights_batch(stack), ahp_weights_batch(stack[::-1])
    assert back.weights[::-1] == pytest.approx(forth.weights, rel=1e-12)


def test_a_gap_late_in_a_large_batch_is_seen():
    stack = np.ones((BLOCK + 2, 3, 3))
    stack[-1] = reciprocal(3, [2, np.nan, 3])
    assert ahp_weights_batch(stack).weights[-1] == pytest.approx([0.6, 0.3, 0.1])


def test_faulty_matrices_are_named():
    stack = np.ones((BLOCK + 3, 3, 3))
    stack[1, 0, 1] = -2
    stack[BLOCK + 1, 2, 2] = 3
    with pytest.raises(WeightingError) as error:
        ahp_weights_batch(stack)
    assert [str(fault.where) for fault in error.value.faults][:2] == ["[1, 0, 1]", "[1, 1, 0]"]
    stack[1, 0, 1] = 1
    with pytest.raises(WeightingError) as error:
        ahp_weights_batch(stack)
    assert [str(fault.where) for fault in error.value.faults] == [f"[{BLOCK + 1}, 2, 2]"]


@pytest.mark.parametrize("value", [0.0, -1.0, np.inf, 1e-200, 3.0])
def test_a_bad_entry_is_refused(value):
    stack = np.ones((2, 3, 3))
    stack[1, 0, 2] = value
    with pytest.raises(WeightingError, match="not a valid judgment"):
        ahp_weights_batch(stack)


def test_unconnected_matrices_are_named():
    stack = np.ones((3, 3, 3))
    stack[2, 0, 1:] = stack[2, 1:, 0] = np.nan
    with pytest.raises(WeightingError) as error:
        ahp_weights_batch(stack)
    assert [str(fault.where) for fault in error.value.faults] == ["[2]"]


@pytest.mark.parametrize(
    "matrices", [np.ones((3, 3)), np.ones((2, 3, 4)), "abc", [[[1, "x"], [1, 1]]], np.ones((2, 0, 0))]
)
def test_what_is_no_stack_is_refused(matrices):
    with pytest.raises(WeightingError, match="k × n × n"):
        ahp_weights_batch(matrices)


def test_an_empty_stack_has_no_weights():
    weights, lambda_max = ahp_weights_batch(np.ones((0, 4, 4)))
    assert (weights.shape, lambda_max.shape) == ((0, 4), (0,))


def test_unknown_method_is_refused():
    with pytest.raises(UnknownNameError):
        ahp_weights_batch(np.ones((1, 2, 2)), "mean")
