"""Weights in the middle of what statements allow."""

from __future__ import annotations

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import WeightingError


@pytest.fixture
def problem() -> sm.Problem:
    scores = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    return sm.Problem.from_arrays(scores, criteria=["a", "b", "c"], candidates=["x", "y", "z"])


@pytest.mark.parametrize(
    ("statements", "centre"),
    [
        (["a >= b", "b >= c"], [11 / 18, 5 / 18, 2 / 18]),  # rank-order centroid weights
        (["@x >= @y", "@y >= @z"], [11 / 18, 5 / 18, 2 / 18]),  # the scores are the weights themselves
        (["a >= 0.4"], [0.6, 0.2, 0.2]),  # the corner of the triangle that remains is a smaller one
        (["a = b"], [0.25, 0.25, 0.5]),  # a segment from (1/2, 1/2, 0) to (0, 0, 1)
        (["a = 0.5", "b = 0.2"], [0.5, 0.2, 0.3]),
    ],
)
def test_the_centre_is_that_of_the_allowed_part(
    problem: sm.Problem, statements: list[str], centre: list[float]
) -> None:
    found = sm.sensitivity.centre_weights(problem, statements, normalization="none")
    assert found.weights == pytest.approx(centre, abs=1e-9)
    assert found.details["exact"]
    kept = sm.read_weights(found.document("centre"), problem.framework)
    assert kept.values == pytest.approx(np.array(centre), abs=1e-9)


@pytest.mark.parametrize(
    ("statements", "method", "code"),
    [
        ([], "additive", "no-statements"),
        (["@x >= @y"], "topsis", "not-linear"),
        (["a >= 0.6", "b >= 0.6"], "additive", "contradiction"),
    ],
)
def test_statements_without_a_centre_are_refused(
    problem: sm.Problem, statements: list[str], method: str, code: str
) -> None:
    with pytest.raises(WeightingError) as raised:
        sm.sensitivity.centre_weights(problem, statements, method)
    assert [fault.code for fault in raised.value.faults] == [code]
