"""The best set found by integer programming against all sets, tried one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from see_mcda.analyses.selection.optimum import Program


def every_set(program: Program) -> list[NDArray[np.bool_]]:
    """Return all sets that the constraints allow."""
    tried = itertools.product([False, True], repeat=len(program.owners))
    return [options for each in tried if program.allows(options := np.array(each))]


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, NDArray[np.float64]]:
    count = draw(st.integers(1, 5))
    owners = np.sort(draw(st.lists(st.integers(0, count - 1), max_size=4)) + list(range(count)))
    rows = draw(st.integers(0, 3))
    number = st.integers(-20, 20)
    matrix = np.array(
        draw(
            st.lists(
                st.lists(number, min_size=len(owners), max_size=len(owners)), min_size=rows, max_size=rows
            )
        ),
        float,
    ).reshape(rows, len(owners))
    low = np.array(draw(st.lists(st.integers(-30, 10), min_size=rows, max_size=rows)), float)
    width = np.array(draw(st.lists(st.integers(0, 40), min_size=rows, max_size=rows)), float)
    program = Program(
        owners.astype(np.intp),
        matrix,
        low,
        low + width,
        count,
        np.array(
            draw(st.lists(st.sampled_from([0.5, 0.8, 1.0]), min_size=len(owners), max_size=len(owners)))
        ),
        draw(st.sampled_from([0.0, 3.0])),
    )
    return program, np.array(draw(st.lists(number, min_size=count, max_size=count)), float)


@settings(max_examples=60, deadline=None)
@given(programs())
def test_best_sets_in_turn_are_those_among_all_sets(asked: tuple[Program, NDArray[np.float64]]) -> None:
    program, values = asked
    worth = sorted((program.value(options, values) for options in every_set(program)), reverse=True)
    found = [program.value(options, values) for options in program.first(values, 4)]
    assert found == pytest.approx(worth[:4], abs=1e-9)


def test_a_budget_is_held_to_the_last_unit_however_large() -> None:
    costs = np.array([[500_000_001.0, 500_000_000.0, 499_999_999.0]])
    program = Program(np.arange(3), costs, np.array([-np.inf]), np.array([1_000_000_000.0]), 3, np.ones(3))
    chosen = program.best_set(np.array([3.0, 2.0, 1.0]))
    assert chosen is not None
    assert chosen.tolist() == [True, False, True]


def test_no_set_is_found_where_none_is_allowed() -> None:
    program = Program(np.arange(2), np.ones((1, 2)), np.array([3.0]), np.array([3.0]), 2, np.ones(2))
    assert program.best_set(np.ones(2)) is None


def test_values_that_differ_little_are_told_apart() -> None:
    program = Program(np.arange(3), np.ones((1, 3)), np.zeros(1), np.ones(1), 3, np.ones(3))
    chosen = program.best_set(np.array([1.0, 1.0 + 1e-8, 1.0]))
    assert chosen is not None
    assert chosen.tolist() == [False, True, False]
