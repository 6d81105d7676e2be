"""Regret and core indices against all sets, and shares by sampling against the exact map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

import see_mcda as sm
from see_mcda.analyses.selection.core_index import core_index, non_dominated
from see_mcda.analyses.selection.envelope import optimal_sets
from see_mcda.analyses.selection.fixed_values import LinearValues
from see_mcda.analyses.selection.optimum import Program
from see_mcda.analyses.selection.regret import Regrets
from see_mcda.analyses.selection.set_shares import set_shares
from see_mcda.uncertainty.distributions import read_distribution
from see_mcda.uncertainty.polytope import Polytope, polytope, triangulated
from see_mcda.uncertainty.sampling import Points, Samples, plan
from tests.analyses.selection.test_envelope import asked, gains, one_of_each
from tests.analyses.selection.test_optimum import every_set

Array = NDArray[np.float64]


def corners_of(region: Polytope) -> Array:
    found = triangulated(region)
    assert found is not None
    return found.vertices


@settings(max_examples=60, deadline=None)
@given(asked())
def test_no_set_has_a_smaller_largest_regret(case: tuple[Program, Array, Polytope]) -> None:
    program, values, region = case
    allowed = every_set(program)
    if not allowed:
        return
    corners = corners_of(region)
    regrets = Regrets.of(program, values, corners)
    worth = np.array([gains(program, values)[options].sum(axis=0) for options in allowed]) @ corners.T
    largest = (worth.max(axis=0) - worth).max(axis=1)
    assert [regrets.largest(options) for options in allowed] == pytest.approx(largest.tolist(), abs=1e-7)
    least = regrets.least()
    assert program.allows(least)
    assert regrets.largest(least) == pytest.approx(largest.min(), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(asked())
def test_non_dominated_sets_are_those_among_all_sets(case: tuple[Program, Array, Polytope]) -> None:
    program, values, region = case
    allowed, corners = every_set(program), corners_of(region)
    found = non_dominated(program, values, corners)
    assert found is not None
    worth = (
        np.array([gains(program, values)[options].sum(axis=0) for options in allowed]).reshape(
            -1, values.shape[1]
        )
        @ corners.T
    )
    expected = {
        tuple(options)
        for options, own in zip(allowed, worth, strict=True)
        if not ((worth >= own - 1e-9).all(axis=1) & (worth > own + 1e-9).any(axis=1)).any()
    }
    assert {tuple(options) for options in found} == expected


def test_core_is_in_every_set_and_too_many_options_have_none() -> None:
    values = np.array([[9.0, 8.0], [1.0, 2.0], [2.0, 1.0]])
    program = one_of_each(np.ones(3), 2.0)
    found = non_dominated(program, values, np.eye(2))
    assert found is not None
    assert core_index(program, found).tolist() == [1.0, 0.5, 0.5]
    assert non_dominated(one_of_each(np.ones(21), 2.0), np.ones((21, 2)), np.eye(2)) is None


@pytest.mark.slow
@pytest.mark.parametrize("points", ["random", "quasi"])
def test_sampled_shares_are_those_of_the_map(points: Points) -> None:
    generator = np.random.default_rng(8)
    values, costs = generator.integers(0, 50, (10, 3)).astype(float), generator.random(10)
    program = one_of_each(costs, 2.0)
    region = polytope(np.empty((0, 3)), np.empty(0))
    exact = optimal_sets(program, values, region)
    framework = sm.Problem.from_arrays(values).framework
    samples = Samples(plan(2048, 1, points), read_distribution("uniform", framework))
    found = set_shares(program, LinearValues(values), samples, np.zeros((0, 10), bool))
    shares = {tuple(own): share for own, share in zip(exact.options, exact.shares, strict=True)}
    assert {tuple(own) for own in found.options} <= shares.keys()
    assert found.shares.sum() == pytest.approx(1.0)
    assert (np.abs(found.chance - exact.chance) <= 4 * found.standard_error).all()
    assert (found.chance[exact.always] == 1).all()
    assert (found.chance[exact.never] == 0).all()
    again = set_shares(program, LinearValues(values), samples, exact.options)
    assert (again.chance == found.chance).all()
