"""Weights and value functions that are learned from examples, against published numbers."""

from __future__ import annotations

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import MethodError, WeightingError
from tests.published import assert_reproduced, cases

MODELS_OF_2013 = ("khao-khitchakut", "sampran", "moral-farmer")


def test_the_weights_under_which_the_models_of_2013_take_the_first_three_places():
    problem = sm.read_problem("examples/see-models.yaml")
    rows = [problem.candidates.index(model) for model in MODELS_OF_2013]
    others = [id for id in np.array(problem.candidates)[problem.eligible] if id not in MODELS_OF_2013]
    statements = [f"@{model} >= @{other}" for model in MODELS_OF_2013 for other in others]
    found = sm.sensitivity.rank_ranges(problem, statements, method="additive")
    assert found.exact
    assert found.worst[rows].tolist() == [3, 3, 3]
    assert found.best[problem.eligible].min() == 1
    ranking = sm.rank(problem, method="additive")
    allowed = sm.sensitivity.read_statements(statements, problem.framework, lambda: ranking.prepared)
    every = np.random.default_rng(1).dirichlet(np.ones(len(problem.leaves)), 20_000)
    first_three = (ranking.prepared.ranks(every)[:, rows] <= 3).all(axis=1)
    assert (allowed.holds(every) == first_three).all()
    assert 0.2 < first_three.mean() < 0.3


def test_value_steps_keep_what_was_said_about_criteria():
    problem = sm.Problem.from_arrays([[1, 5, 7], [2, 3, 7], [4, 4, 7]], ["max", "min", "max"])
    steps = sm.sensitivity.value_steps(problem)
    assert steps.leaves == ("c1--1", "c1--2", "c2--1", "c2--2")
    assert steps.values.tolist() == [[0, 0, 0, 0], [1, 0, 1, 1], [1, 1, 1, 0]]
    assert steps.framework.nodes["c2--1"].name == {"en": "c2: 5 → 4"}
    how = {"method": "additive", "normalization": "none"}
    free = sm.sensitivity.rank_ranges(steps, **how)
    assert free.best.tolist() == [2, 1, 1]
    said = sm.sensitivity.rank_ranges(steps, "c1 = 1", **how)
    assert said.worst.tolist() == [3, 2, 1]
    with pytest.raises(MethodError, match="nothing to compare"):
        sm.sensitivity.value_steps(sm.Problem.from_arrays([[1, 2], [1, 2]]))


@pytest.mark.parametrize("case", cases("examples", "uta_gms"))
def test_extreme_ranks_over_all_monotone_value_functions_are_the_published_ones(case):
    given = case["input"]
    problem = sm.Problem.from_arrays(given["values"], given["objectives"])
    ids = problem.candidates
    statements = [f"@{ids[a]} - @{ids[b]} >= 1e-6" for a, b in given["preferred"]]
    steps = sm.sensitivity.value_steps(problem)
    found = sm.sensitivity.rank_ranges(steps, statements, method="additive", normalization="none")
    assert found.exact
    assert found.best.tolist() == case["expected"]["best"]
    assert found.worst.tolist() == case["expected"]["worst"]
    for a, b in given["preferred"]:
        assert found.necessary[a, b]
        assert not found.possible[b, a]


@pytest.mark.parametrize("case", cases("examples", "utastar"))
def test_utastar_gives_the_published_value_functions(case):
    given = case["input"]
    problem = sm.Problem.from_arrays(given["values"], given["objectives"], candidates=given["candidates"])
    breakpoints = dict(zip(problem.leaves, given["breakpoints"], strict=True))
    names = dict(zip(given["candidates"], problem.candidates, strict=True))
    order = [[names[each] for each in place] for place in given["order"]]
    found = sm.weighting.utastar(problem, order, breakpoints=breakpoints, delta=given["delta"])
    values = dict(zip(given["candidates"], found.values.tolist(), strict=True))
    assert_reproduced(case, {"error": found.error, "weights": found.weights.tolist(), "values": values})


def test_utastar_says_how_far_it_is_from_examples_that_no_value_functions_give():
    problem = sm.Problem.from_arrays([[1, 1], [2, 2]], candidates=["worse", "better"])
    found = sm.weighting.utastar(problem, ["worse", "better"], pieces=1, delta=0.1)
    assert found.error == pytest.approx(1.1)
    assert sm.weighting.utastar(problem, ["better", "worse"]).error == 0
    with pytest.raises(WeightingError) as refused:
        sm.weighting.utastar(problem, ["better", "better"], breakpoints={"c1": [2, 1]}, delta=0.1)
    assert "from its worst to its best" in str(refused.value)
    with pytest.raises(WeightingError) as refused:
        sm.weighting.utastar(problem, ["better", "better"], pieces=0, delta=2)
    assert len(refused.value.faults) == 3
