"""The sets that are optimal somewhere, against all sets that the constraints allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from see_mcda.analyses.selection.envelope import OptimalSets, optimal_sets
from see_mcda.analyses.selection.near_sets import sets_above
from see_mcda.analyses.selection.optimum import Program
from see_mcda.uncertainty.polytope import Polytope, polytope
from tests.analyses.selection.test_optimum import every_set, programs

Array = NDArray[np.float64]
WIDE = 1e-6
"""A set that leads all others by this much somewhere has a cell."""
STATEMENTS = {
    1: [np.empty((0, 1))],
    2: [np.empty((0, 2)), np.array([[1.0, -1.0]])],
    3: [
        np.empty((0, 3)),
        np.array([[1.0, -1.0, 0.0]]),
        np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]]),
        np.eye(3) - 1 / 3,
    ],
    4: [np.array([[1.0, -1.0, 0.0, 0.0], [-1.0, 1.0, 0.0, 0.0], [-0.5, -0.5, 1.0, -0.2]])],
}
"""Orders, equalities, one weighting, and a plane among four weights, as rows that are at least 0."""


def one_of_each(costs: Array, budget: float) -> Program:
    n = len(costs)
    return Program(np.arange(n), costs[None], np.array([-np.inf]), np.array([budget]), n, np.ones(n))


def gains(program: Program, values: Array) -> Array:
    return np.array([program.gains(column) for column in values.T]).T


def lead(slopes: Array, row: int, region: Polytope) -> float:
    """Return by how much a set leads, where it leads all sets of other slopes the most."""
    apart = slopes[row] - slopes[np.abs((slopes - slopes[row]) @ region.basis).max(axis=1, initial=0) > 1e-9]
    if not len(apart) or not region.dimensions:
        return 1.0 if (slopes @ region.point).max() - slopes[row] @ region.point < WIDE else -1.0
    d = region.dimensions
    rows = np.vstack(
        [
            np.column_stack([-apart @ region.basis, np.ones(len(apart))]),
            np.column_stack([-region.gradients, np.zeros(len(region.slack))]),
        ]
    )
    limits = np.concatenate([apart @ region.point, region.slack])
    # Among sets of one slope, only those with the highest constant can be optimal.
    alike = slopes[np.abs((slopes - slopes[row]) @ region.basis).max(axis=1) <= 1e-9]
    if (alike @ region.point).max() - slopes[row] @ region.point > WIDE:
        return -1.0
    solved = linprog(np.append(np.zeros(d), -1.0), rows, limits, bounds=[(None, None)] * (d + 1))
    return float(solved.x[-1])


@st.composite
def asked(draw: st.DrawFn) -> tuple[Program, Array, Polytope]:
    program, _ = draw(programs())
    m = draw(st.integers(1, 4))
    number = st.one_of(st.integers(0, 4), st.integers(-50, 50))
    row = st.lists(number, min_size=m, max_size=m)
    values = np.array(draw(st.lists(row, min_size=program.count, max_size=program.count)), float)
    statements = draw(st.sampled_from(STATEMENTS[m]))
    return program, values, polytope(statements, np.zeros(len(statements)))


def drawn(region: Polytope, found: OptimalSets, count: int) -> Array:
    """Return weights inside the region, between the corners of cells."""
    corners = np.concatenate(found.cells)
    return np.random.default_rng(0).dirichlet(np.ones(len(corners)), count) @ corners


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(asked())
def test_sets_with_a_cell_are_those_among_all_sets(case: tuple[Program, Array, Polytope]) -> None:
    program, values, region = case
    allowed = every_set(program)
    if not allowed:
        with pytest.raises(ValueError, match="no set is allowed"):
            optimal_sets(program, values, region)
        return
    slopes = np.array([gains(program, values)[options].sum(axis=0) for options in allowed])
    leads = np.array([lead(slopes, row, region) for row in range(len(slopes))])
    found = optimal_sets(program, values, region)
    keys = {tuple(options) for options in found.options}
    own = np.array([gains(program, values)[options].sum(axis=0) for options in found.options])
    for options, slope, by in zip(allowed, slopes, leads, strict=True):
        if by > WIDE:
            assert (
                tuple(options) in keys
                or (np.abs((own - slope) @ region.basis).max(axis=1, initial=0) < 1e-9).any()
            )
        elif by < -WIDE:
            assert tuple(options) not in keys
    optimal = np.array([program.members(options) for options in np.array(allowed)[leads > WIDE]])
    assert (found.always == optimal.all(axis=0)).all()
    assert (found.never == ~optimal.any(axis=0)).all()
    assert found.shares.sum() == pytest.approx(1.0)
    for weights in drawn(region, found, 20):
        assert (own @ weights).max() == pytest.approx((slopes @ weights).max(), abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(asked(), st.floats(0.0, 20.0))
def test_sets_above_a_bound_are_those_among_all_sets(
    case: tuple[Program, Array, Polytope], below: float
) -> None:
    program, values, region = case
    allowed = every_set(program)
    if not allowed:
        return
    at = values @ region.point
    worth = np.array([program.value(options, at) for options in allowed])
    bound = float(worth.max()) - below - 1e-6
    found = sets_above(program, at, bound)
    assert found is not None
    expected = {tuple(options) for options, value in zip(allowed, worth, strict=True) if value > bound}
    assert {tuple(options) for options in found} == expected
    totals = [program.value(options, at) for options in found]
    assert totals == sorted(totals, reverse=True)


def test_too_many_sets_above_a_bound_are_not_listed() -> None:
    program = one_of_each(np.ones(30), 15.0)
    assert sets_above(program, np.ones(30), 0.5) is None
    assert sets_above(program, np.arange(30.0), 329.5, most=1) is None


def test_map_without_lists_of_sets_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    values, costs = (
        generator.integers(0, 9, (14, 3)).astype(float),
        generator.integers(1, 9, 14).astype(float),
    )
    program, region = one_of_each(costs, 30.0), polytope(np.empty((0, 3)), np.empty(0))
    listed = optimal_sets(program, values, region)
    monkeypatch.setattr("see_mcda.analyses.selection.envelope.sets_above", lambda *_: None)
    solved = optimal_sets(program, values, region)
    assert (listed.always == solved.always).all()
    assert (listed.never == solved.never).all()
    assert np.allclose(listed.shares, solved.shares)


def test_candidate_in_only_some_of_the_tied_sets_is_not_always_in() -> None:
    values = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [2.0, 0.0, 3.0]])
    found = optimal_sets(one_of_each(np.ones(3), 1.0), values, polytope(np.empty((0, 3)), np.empty(0)))
    assert not found.always.any()
    assert not found.never.any()
    assert len(found.tied) == 1


def test_known_sets_change_nothing_but_what_is_left_to_solve() -> None:
    generator = np.random.default_rng(5)
    values, costs = generator.random((12, 3)), generator.random(12)
    program, region = one_of_each(costs, 2.5), polytope(np.empty((0, 3)), np.empty(0))
    whole = optimal_sets(program, values, region)
    again = optimal_sets(program, values, region, known=[*whole.options[:2], *whole.options])
    assert {tuple(own) for own in again.options} == {tuple(own) for own in whole.options}
    assert np.allclose(again.shares, whole.shares)
