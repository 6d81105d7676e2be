"""Uncertain scores as distributions, normal scores in files, and quasi-random points."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from see_mcda import Problem, rank, read_problem
from see_mcda.errors import ProblemError
from see_mcda.io.writing import write_problem
from see_mcda.model.cell import Cell
from see_mcda.uncertainty.quasi_random import DIMENSIONS, direction_numbers, quasi_random
from see_mcda.uncertainty.score_distributions import ScoreDistribution


def one(score, **scale) -> Problem:
    leaf = {"id": "a", **({"scale": scale} if scale else {})}
    return Problem.from_dict(
        {
            "framework": {"id": "t", "criteria": [leaf]},
            "candidates": [{"id": "x", "scores": {"a": score}}, {"id": "y", "scores": {"a": 1}}],
        }
    )


GRID = ((np.arange(20_000) + 0.5) / 20_000)[:, None]


@pytest.mark.parametrize(
    ("score", "mean", "sd"),
    [
        ({"low": 1, "high": 4}, 2.5, 3 / np.sqrt(12)),
        ({"low": 1, "mode": 2, "high": 4}, 7 / 3, np.sqrt((1 + 4 + 16 - 2 - 4 - 8) / 18)),
        ({"low": 1, "mode": 1, "high": 4}, 2, np.sqrt((1 + 1 + 16 - 1 - 4 - 4) / 18)),
        ({"low": 1, "mode": 4, "high": 4}, 3, np.sqrt((1 + 16 + 16 - 4 - 4 - 16) / 18)),
        ({"mean": 2, "sd": 0.4}, 2, 0.4),
        ([1, 4, 4, 3], 3, np.sqrt(1.5)),
    ],
)
def test_drawn_scores_have_the_mean_and_spread_of_their_distribution(score, mean, sd):
    distribution = ScoreDistribution.of(one(score))
    x = distribution.from_uniforms(GRID)[:, 0]
    assert distribution.dimensions == 1
    assert (np.diff(x) >= 0).all() or isinstance(score, list)
    assert x.mean() == pytest.approx(mean, abs=2e-4)
    assert x.std() == pytest.approx(sd, rel=2e-3)


def test_assessors_are_drawn_with_equal_chances():
    x = ScoreDistribution.of(one([1, 4, 4, 3])).from_uniforms(GRID)[:, 0]
    assert [float((x == value).mean()) for value in (1, 3, 4)] == [0.25, 0.25, 0.5]


def test_a_normal_score_stays_on_its_scale():
    x = ScoreDistribution.of(one({"mean": 3.5, "sd": 1}, min=0, max=4)).from_uniforms(GRID)[:, 0]
    assert x.max() == 4
    assert (x == 4).mean() == pytest.approx(0.3085, abs=1e-3)  # 1 − Φ(0.5)


def test_mean_in_place_of_a_missing_score_stays_within_the_scores_that_it_is_of():
    problem = Problem.from_arrays([[np.nan], [1.0], [2.0], [6.0]]).complete("mean")[0]
    x = ScoreDistribution.of(problem).from_uniforms(GRID)[:, 0]
    sd = 7**0.5  # of 1, 2 and 6, whose mean is 3
    assert (x.min(), x.max()) == (1, 6)
    assert (x == 1).mean() == pytest.approx(NormalDist(3, sd).cdf(1), abs=1e-3)


def test_huge_scores_are_drawn_without_overflow():
    for score in ({"low": -1.7e308, "high": 1.7e308}, {"low": -1.7e308, "mode": 0, "high": 1.7e308}):
        x = ScoreDistribution.of(one(score)).from_uniforms(np.array([[1e-12], [0.5], [1 - 1e-12]]))
        assert np.isfinite(x).all()
        assert x[1] == pytest.approx(0, abs=1e295)


def test_only_uncertain_scores_change_in_a_drawn_table():
    problem = one({"low": 1, "high": 4})
    tables = ScoreDistribution.of(problem).tables(np.array([[0.25], [0.5]]))
    assert tables.tolist() == [[[1.75], [1.0]], [[2.5], [1.0]]]


def test_a_normal_score_in_a_file_reads_back_the_same():
    problem = one({"value": {"mean": 3, "sd": 0.5}, "note": "a survey"}, min=0, max=4)
    cell = problem.cells[0, 0]
    assert (cell.mean, cell.sd, cell.low, cell.high, cell.point) == (3, 0.5, 1.5, 4, 3)
    assert Problem.from_dict(problem.to_dict()) == problem
    document = problem.to_dict()["candidates"][0]["scores"]["a"]["value"]
    assert document == {"mean": 3, "sd": 0.5}
    assert (rank(problem).ranks == [1, 2]).all()
    assert set(rank(problem, method="additive", normalization="none").score_ranges) == {0}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "yaml"])
def test_a_normal_score_survives_every_kind_of_file(tmp_path, kind):
    problem = one({"mean": -3.25, "sd": 0.5}, min=-9, max=4)
    write_problem(problem, tmp_path / f"p.{kind}")
    again = read_problem(
        tmp_path / f"p.{kind}", **({"framework": problem.framework} if kind == "csv" else {})
    )
    assert again.cells == problem.cells


@pytest.mark.parametrize("text", ["3 ± 0.5", "3±0,5", "3 +/- 0.5", "๓ ± ๐.๕"])
def test_mean_and_deviation_have_a_form_in_text(tmp_path, text):
    path = tmp_path / "p.csv"
    path.write_text(f'id,a\nx,"{text}"\ny,1.5\n', "utf-8")
    if "," in text:
        path.write_text(f'id,a\nx,"{text}"\ny,"1,5"\n', "utf-8")
    assert read_problem(path).cells == {(0, 0): Cell.normal(3, 0.5)}


@pytest.mark.parametrize(
    ("score", "codes"),
    [
        ({"mean": 3, "sd": 0}, {"not-above-zero"}),
        ({"mean": 3, "sd": -1}, {"not-above-zero"}),
        ({"mean": 3}, {"missing-key"}),
        ({"sd": 3}, {"missing-key"}),
        ({"mean": 5, "sd": 1}, {"mean-outside"}),
        ({"mean": 3, "sd": 1, "low": 2}, {"unknown-key"}),
        ({"mean": float("nan"), "sd": 1}, {"not-finite"}),
    ],
)
def test_a_normal_score_that_makes_no_sense_is_refused(score, codes):
    with pytest.raises(ProblemError) as caught:
        one(score, min=0, max=4)
    assert {fault.code for fault in caught.value.faults} == codes


def test_a_text_without_a_spread_is_refused(tmp_path):
    (tmp_path / "p.csv").write_text("id,a\nx,3 ± 0\ny,1\n", "utf-8")
    with pytest.raises(ProblemError) as caught:
        read_problem(tmp_path / "p.csv")
    assert [fault.code for fault in caught.value.faults] == ["not-above-zero"]


def test_points_without_a_scramble_are_the_ones_of_scipy():
    from scipy.stats import qmc  # noqa: PLC0415

    from see_mcda.uncertainty.quasi_random import _points  # noqa: PLC0415

    ours = _points(direction_numbers(), range(2048)) / 2.0**32
    theirs = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).random(2048)
    assert set(map(bytes, ours)) == set(map(bytes, theirs))  # they stand in another order


@pytest.mark.parametrize("replicate", [0, 3])
def test_every_replicate_is_even(replicate):
    points = quasi_random(5, replicate, DIMENSIONS, range(1024))
    assert ((points > 0) & (points < 1)).all()
    cells = np.sort((points * 1024).astype(int), axis=0)
    assert (cells == np.arange(1024)[:, None]).all()  # one point in each 1024th of every dimension


def test_points_are_the_same_in_whatever_pieces_they_are_asked_for():
    whole = quasi_random(0, 1, 9, range(10_000))
    pieces = [quasi_random(0, 1, 9, range(start, start + 625)) for start in range(0, 10_000, 625)]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert np.array_equal(quasi_random(0, 1, 9, range(100, 300), first_dimension=4), whole[100:300, 4:])


def test_replicates_are_independent_and_uniform():
    first = np.array([quasi_random(1, replicate, 4, range(1))[0] for replicate in range(400)])
    assert np.abs(first.mean(axis=0) - 0.5).max() < 5 / np.sqrt(12 * 400)
    assert np.abs(np.corrcoef(first.T) - np.eye(4)).max() < 5 / np.sqrt(400)
