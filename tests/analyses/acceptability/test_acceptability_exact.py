"""Exact chances for two and three criteria, against published numbers and a second way."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from see_mcda import Problem, prepare
from see_mcda.errors import MethodError, WeightingError
from see_mcda.uncertainty.polygons import area
from see_mcda.uncertainty.statements import read_statements
from tests.analyses.acceptability.exact_acceptability import exact_acceptability
from tests.published import assert_reproduced, cases


def number(text: str) -> float:
    return float(Fraction(text))


@pytest.mark.parametrize("case", cases("smaa", "smaa_exact"))
def test_published_chances(case):
    problem = Problem.from_arrays([[number(x) for x in row] for row in case["input"]["values"]])
    said = [
        {"coefficients": [number(x) for x in row], "at_least": number(least)}
        for row, least in case["input"].get("constraints", [])
    ]
    exact = exact_acceptability(
        prepare(problem, method="additive", normalization="none"), read_statements(said, problem.framework)
    )
    wanted = {**case["expected"], **case["exact"]}
    for row, weights in enumerate(wanted.get("central_weights", [])):
        if weights is None:
            assert np.isnan(exact.central_weights[row]).all()
    told = {
        **case,
        "exact": {
            key: {str(row): value for row, value in enumerate(values) if value is not None}
            if key == "central_weights"
            else values
            for key, values in case["exact"].items()
        },
    }
    central = exact.central_weights
    if "central_weights" in case["exact"]:
        central = {str(row): weights for row, weights in enumerate(central)}
    assert_reproduced(
        told,
        {
            "rank_acceptability": exact.rank_acceptability,
            "central_weights": central,
            "pairwise_winning": exact.pairwise,
            "mean_weight": exact.mean_weight,
            "breakpoints": exact.breakpoints,
        },
    )


@pytest.mark.parametrize("case", cases("smaa", "smaa_topsis"))
def test_published_chances_under_topsis(case):
    given = case["input"]
    problem = Problem.from_arrays(given["matrix"], given["objectives"])
    exact = exact_acceptability(prepare(problem, normalization=given["normalization"]))
    points = exact.breakpoints
    if not np.allclose(points, case["exact"]["breakpoints"], atol=1e-6):
        points = 1 - points[::-1]  # the case's t is the weight of the second criterion
    assert_reproduced(case, {"breakpoints": points, "rank_acceptability": exact.rank_acceptability})


@pytest.mark.parametrize("method", ["topsis", "additive", "multiplicative"])
@pytest.mark.parametrize("seed", range(5))
def test_two_criteria_agree_with_a_fine_sweep(method, seed):
    problem = Problem.from_arrays(np.random.default_rng(seed).uniform(1, 9, (6, 2)))
    prepared = prepare(problem, method=method)
    exact = exact_acceptability(prepared)
    steps = 20_000
    t = (np.arange(steps) + 0.5) / steps
    ranks = prepared.ranks(np.stack([t, 1 - t], axis=1))
    counted = np.array([(ranks == place).mean(axis=0) for place in range(1, 7)]).T
    assert np.abs(counted - exact.rank_acceptability).max() <= len(exact.breakpoints) / steps
    assert np.abs((ranks[:, :, None] < ranks[:, None]).mean(axis=0) - exact.pairwise).max() < 20 / steps


@pytest.mark.parametrize("seed", range(4))
def test_three_criteria_agree_with_a_fine_grid(seed):
    problem = Problem.from_arrays(np.random.default_rng(seed).random((8, 3)))
    prepared = prepare(problem, method="additive")
    statements = read_statements(["c1 >= c2", "c3 >= 0.1"], problem.framework)
    exact = exact_acceptability(prepared, statements)
    side = 300
    i, j = (part.ravel() for part in np.mgrid[0:side, 0:side])
    inside = i + j < side
    grid = np.stack([i[inside] + 1 / 3, j[inside] + 1 / 3], axis=1) / side
    grid = np.column_stack([grid, 1 - grid.sum(axis=1)])
    grid = grid[statements.holds(grid)]
    ranks = prepared.ranks(grid)
    counted = np.array([(ranks == place).mean(axis=0) for place in range(1, 9)]).T
    assert np.abs(counted - exact.rank_acceptability).max() < 0.015
    assert np.allclose(exact.rank_acceptability.sum(axis=1), 1)
    assert np.allclose(exact.rank_acceptability.sum(axis=0), 1)
    for row, polygons in exact.first_regions.items():
        for polygon in polygons:  # replayed: the region's middle has this winner
            assert prepared.ranks(polygon.mean(axis=0, keepdims=True))[0, row] == 1
    whole = sum(area(polygon) for polygons in exact.first_regions.values() for polygon in polygons)
    first = {row: sum(map(area, polygons)) / whole for row, polygons in exact.first_regions.items()}
    assert first == pytest.approx({row: exact.rank_acceptability[row, 0] for row in first})


@pytest.mark.parametrize("m", [2, 3])
def test_the_always_tied_share_their_chances(m):
    x = np.random.default_rng(1).random((4, m))
    x[3] = x[0]
    exact = exact_acceptability(prepare(Problem.from_arrays(x), method="additive"))
    assert np.allclose(exact.rank_acceptability[0], exact.rank_acceptability[3], atol=1e-12)
    assert exact.pairwise[0, 3] == exact.pairwise[3, 0] == 0


def test_a_score_that_nothing_buys_back_is_last_everywhere():
    framework = {"id": "t", "normalization": "scale"}
    framework["criteria"] = [{"id": name, "scale": {"min": 0, "max": 4}} for name in "abc"]
    rows = [[0, 4, 4], [1, 2, 3], [2, 1, 1]]
    candidates = [{"id": f"x{i}", "scores": dict(zip("abc", row, strict=True))} for i, row in enumerate(rows)]
    problem = Problem.from_dict({"framework": framework, "candidates": candidates})
    exact = exact_acceptability(prepare(problem, method="multiplicative"))
    assert exact.rank_acceptability[0].tolist() == [0, 0, 1]
    assert exact.pairwise[1, 0] == exact.pairwise[2, 0] == 1


def test_more_criteria_and_curved_borders_are_refused():
    four = Problem.from_arrays(np.eye(4))
    three = Problem.from_arrays(np.eye(3))
    for prepared in (prepare(four, method="additive"), prepare(three, method="topsis")):
        with pytest.raises(MethodError):
            exact_acceptability(prepared)


@pytest.mark.parametrize("m", [2, 3])
def test_statements_that_fix_the_weights_are_refused(m):
    problem = Problem.from_arrays(np.eye(m))
    statements = read_statements(["c1 = 0.25"], problem.framework)
    with pytest.raises(WeightingError):
        exact_acceptability(prepare(problem, method="additive"), statements)
