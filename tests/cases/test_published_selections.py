"""Selections against published and enumerated sets; `selection.json` names the sources."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from see_mcda.analyses.equal_shares.purchases import buy
from see_mcda.analyses.selection.core_index import core_index, non_dominated
from see_mcda.analyses.selection.envelope import optimal_sets
from see_mcda.analyses.selection.optimum import Program
from see_mcda.uncertainty.polytope import polytope
from tests.published import cases


def _within_budget(given: dict[str, Any]) -> Program:
    """Return the sets within a budget, and of a number of members where there is a limit."""
    costs = np.array(given["costs"], float)
    n = len(costs)
    rows, limits = [costs], [given["budget"]]
    if "at_most" in given:
        rows, limits = [*rows, np.ones(n)], [*limits, given["at_most"]]
    low = np.full(len(rows), -np.inf)
    return Program(np.arange(n), np.array(rows), low, np.array(limits, float), n, np.ones(n))


@pytest.mark.parametrize("case", cases("selection", "portfolio"))
def test_sets_optimal_somewhere_have_the_enumerated_areas(case: dict[str, Any]) -> None:
    given, exact = case["input"], case["exact"]
    names = np.array(given["candidates"])
    found = optimal_sets(
        _within_budget(given), np.array(given["values"], float), polytope(np.empty((0, 3)), np.empty(0))
    )
    sets = {tuple(names[own]): share for own, share in zip(found.members, found.shares, strict=True)}
    expected = {tuple(each["members"]): Fraction(each["share"]) for each in exact["optimal_sets"]}
    assert sets.keys() == expected.keys()
    for members, share in expected.items():
        assert sets[members] == pytest.approx(float(share), abs=case["exact_tolerance"])
    chance = [Fraction(share) for share in exact["chance"].values()]
    assert found.chance == pytest.approx([float(share) for share in chance], abs=case["exact_tolerance"])
    assert found.always.tolist() == [share == 1 for share in chance]
    assert found.never.tolist() == [share == 0 for share in chance]


@pytest.mark.parametrize("case", cases("selection", "portfolio"))
def test_core_indices_of_the_non_dominated_sets(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    program = _within_budget(given)
    found = non_dominated(program, np.array(given["values"], float), np.eye(3))
    assert found is not None
    assert len(found) == expected["non_dominated_sets"]
    assert (core_index(program, found) * 9).tolist() == pytest.approx(expected["core_index_times_9"])


@pytest.mark.parametrize("case", cases("selection", "knapsack"))
def test_best_set_of_a_number_within_a_budget(case: dict[str, Any]) -> None:
    given = case["input"]
    best = _within_budget(given).best_set(np.array(given["values"]))
    assert best is not None
    assert np.array(given["candidates"])[best].tolist() == case["expected"]["selected"]


@pytest.mark.parametrize("case", cases("selection", "equal_shares"))
def test_equal_shares_of_approvals(case: dict[str, Any]) -> None:
    costs, ballots = case["input"]["costs"], case["input"]["approvals"]
    scores = np.array([[float(name in ballot) for name in costs] for ballot in ballots])
    found = buy(scores, np.array([*costs.values()], float), case["input"]["budget"])
    assert sorted(np.array([*costs])[found.selected]) == sorted(case["expected"]["selected"])
