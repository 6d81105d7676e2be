"""Crossovers along one score."""

from __future__ import annotations

import json

import numpy as np
import pytest

from see_mcda import Criterion, Framework, Problem, rank, read_problem
from see_mcda.analyses.score_crossovers.score_crossovers import score_crossovers
from see_mcda.errors import InputError, MethodError, UnknownNameError
from see_mcda.language.line_breaking import width
from see_mcda.model.criteria import Scale
from tests.strategies import scaled_leaf, with_gate

METHODS = [
    ("topsis", "vector"),
    ("topsis", "minmax"),
    ("additive", "minmax"),
    ("multiplicative", "linear"),
    ("ahp", "sum"),
]


def with_score(problem: Problem, row: int, column: int, score: float) -> Problem:
    values = problem.values.copy()
    values[row, column] = score
    return problem.replace(values=values)


@pytest.mark.parametrize(("method", "normalization"), METHODS)
def test_between_two_changes_leader_and_rank_are_those_recomputed(method, normalization):
    generator = np.random.default_rng(6)
    changes = 0
    for _ in range(4):
        problem = Problem.from_arrays(generator.uniform(0.1, 1.0, (5, 3)))
        found = score_crossovers(problem, "equal", "a2", "c1", method=method, normalization=normalization)
        changes += len(found.changes)
        breaks = [part.interval[1] for part in found.segments[:-1]]
        for score in np.linspace(found.low, found.high, 60)[1:-1]:
            if breaks and np.abs(np.array(breaks) - score).min() < 1e-7:
                continue
            part = found.segments[int(np.searchsorted(breaks, score))]
            again = rank(with_score(problem, 1, 0, score), method=method, normalization=normalization)
            assert tuple(np.flatnonzero(again.ranks == 1)) == part.leaders
            assert again.ranks[1] == part.rank
    assert changes


def scaled_problem() -> Problem:
    leaves = [scaled_leaf("x"), scaled_leaf("y")]
    framework = Framework(Criterion("root", children=leaves), normalization="scale", ideal="fixed")
    return Problem(framework, ("a", "b"), np.array([[3.0, 2.0], [1.0, 3.0]]))


def test_a_weighted_sum_on_a_scale_changes_where_the_division_says():
    found = score_crossovers(scaled_problem(), "equal", "b", "x", method="additive")
    assert found.exact
    assert found.notices == ()
    assert found.changes == pytest.approx((2.0,), abs=1e-11)  # x + 3 = 3 + 2
    assert [part.leaders for part in found.segments] == [(0,), (1,)]
    assert [part.rank for part in found.segments] == [2, 1]


def test_topsis_on_a_scale_changes_where_both_are_as_close():
    problem = scaled_problem()
    found = score_crossovers(problem, "equal", "b", "x")
    assert found.exact
    scores = rank(with_score(problem, 1, 0, found.changes[0])).scores
    assert scores[0] == pytest.approx(scores[1], abs=1e-11)


def test_references_that_move_are_said_to_be_searched():
    problem = Problem.from_arrays(np.random.default_rng(0).random((5, 3)))
    found = score_crossovers(problem, "equal", "a1", "c1")
    assert not found.exact
    assert [notice.code for notice in found.notices] == ["score-searched"]


def test_whole_levels_are_reported_and_are_what_a_ranking_there_says():
    problem = read_problem("examples/see-models.yaml")
    found = score_crossovers(problem, "equal", "moral-farmer", "economic")
    assert [each.level for each in found.levels] == [0, 1, 2, 3, 4]
    row, column = problem.row("moral-farmer"), problem.framework.leaf_position["economic"]
    for each in found.levels:
        again = rank(with_score(problem, row, column, each.level))
        assert tuple(np.flatnonzero(again.ranks == 1)) == each.leaders
        assert again.ranks[row] == each.rank
    text = found.table()
    assert "decides who leads" in text
    assert max(map(width, text.splitlines())) <= 80
    document = json.loads(found.to_json())
    assert document["changes"] == list(found.changes)
    assert len(found.rows()[1]) == len(document["segments"]) == len(found.segments)


def test_a_flat_value_function_ties_over_a_whole_interval():
    leaf = Criterion("x", scale=Scale(min=0, max=10), value={"points": [[0, 0], [4, 0.5], [6, 0.5], [10, 1]]})
    framework = Framework.from_dict(
        {
            "schema": "see-mcda/framework/1",
            "id": "root",
            "normalization": "scale",
            "ideal": "fixed",
            "criteria": [{"id": leaf.id, "scale": {"min": 0, "max": 10}, "value": leaf.value}],
        }
    )
    problem = Problem(framework, ("a", "b"), np.array([[5.0], [1.0]]))
    found = score_crossovers(problem, "equal", "b", "x", method="additive")
    assert [part.leaders for part in found.segments] == [(0,), (0, 1), (1,)]
    assert found.changes == pytest.approx((4.0, 6.0), abs=1e-9)


def test_wrong_questions_are_refused():
    problem = scaled_problem()
    with pytest.raises(UnknownNameError, match="there is no criterion z"):
        score_crossovers(problem, "equal", "a", "z")
    with pytest.raises(InputError, match="there is no candidate z"):
        score_crossovers(problem, "equal", "z", "x")
    with pytest.raises(InputError, match="not a range"):
        score_crossovers(problem, "equal", "a", "x", low=3, high=1)
    gated = with_gate([Criterion("x")], np.array([[1.0], [2.0], [3.0]]), ["pass", "fail", "pass"])
    with pytest.raises(InputError, match="fails a gate"):
        score_crossovers(gated, "equal", "a2", "x")
    plain = Problem.from_arrays([[1.0, 2.0], [2.0, 1.0]])
    with pytest.raises(MethodError):
        score_crossovers(plain, "equal", "a1", "c1", low=-1.0, high=2.0, method="multiplicative")
