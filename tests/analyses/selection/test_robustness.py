"""How sure a selection is: exact where the weights have few dimensions, sampled and proved elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.selection.fixed_values import LinearValues
from see_mcda.analyses.selection.robustness import Drawing, proved, robustness
from see_mcda.uncertainty.distributions import read_distribution
from tests.analyses.selection.test_envelope import one_of_each
from tests.analyses.selection.test_optimum import every_set


def test_three_criteria_are_exact_and_a_concentrated_distribution_is_sampled() -> None:
    generator = np.random.default_rng(4)
    values, costs = generator.integers(0, 50, (9, 3)).astype(float), generator.random(9)
    program = one_of_each(costs, 2.0)
    framework = sm.Problem.from_arrays(values).framework
    exact = robustness(program, LinearValues(values), read_distribution("uniform", framework), Drawing(64))
    assert exact.exact
    assert exact.cells is not None
    assert not exact.standard_error.any()
    assert exact.regrets is not None
    document = {"profile": "equal", "concentration": 9}
    sampled = robustness(program, LinearValues(values), read_distribution(document, framework), Drawing(256))
    assert not sampled.exact
    assert sampled.status == exact.status
    assert (sampled.standard_error > 0).sum() == exact.status.count("sometimes")


@pytest.mark.parametrize("seed", range(4))
def test_candidates_proved_in_more_dimensions_are_so_at_all_weights(seed: int) -> None:
    generator = np.random.default_rng(seed)
    values, costs = generator.integers(1, 20, (8, 5)).astype(float), generator.random(8)
    values[0], values[1] = 40.0, 0.0
    program = one_of_each(costs, float(costs[0] + 1.5))
    framework = sm.Problem.from_arrays(values).framework
    found = robustness(program, LinearValues(values), read_distribution("uniform", framework), Drawing(64))
    assert found.status[0] == "always"
    assert not found.exact
    sets = np.array(every_set(program))
    for weights in generator.dirichlet(np.full(5, 0.3), 300):
        best = sets[(sets @ (values @ weights)).argmax()]
        for row, status in enumerate(found.status):
            assert status != "always" or best[row]
            assert status != "never" or not best[row]


def test_a_candidate_that_some_weights_leave_out_is_not_proved() -> None:
    values = np.array([[2.0, 0.0], [0.0, 2.0]])
    program = one_of_each(np.ones(2), 1.0)
    everyone = np.ones(2, bool)
    assert not np.any(proved(program, (values, values), np.eye(2), np.array([[True, False]]), everyone))
    only = proved(
        program, (values, values), np.array([[1.0, 0.0], [0.7, 0.3]]), np.array([[True, False]]), everyone
    )
    assert [each.tolist() for each in only] == [[True, False], [False, True]]
