"""What to find out next: constructed problems whose answers are known in closed form."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from see_mcda import Criterion, Framework, Problem
from see_mcda.analyses.worth_knowing.worth_knowing import worth_knowing
from see_mcda.errors import InputError
from see_mcda.model.cell import Cell
from tests.strategies import scaled_leaf

PLAIN = {"method": "additive", "normalization": "none"}
MOST = 5
"""Standard errors that an estimate may be away; the seeds are fixed."""


def problem_with(x, cells):
    return Problem.from_arrays(x).replace(cells={at: Cell(*ends) for at, ends in cells.items()})


def by_cell(found):
    return {(each.row, each.column): each for each in found.scores}


def test_the_one_score_that_decides_takes_all_doubt_away_and_says_from_where():
    """a1 has x + 0 against 2.25: x in [1, 3] wins above 2.25, in 37.5 % of the cases."""
    problem = problem_with([[2.0], [2.25]], {(0, 0): (1.0, 3.0)})
    found = worth_knowing(problem, **PLAIN)
    (score,) = found.scores
    assert found.chances == pytest.approx([0.375, 0.625], abs=1e-4)
    assert score.value == pytest.approx(0.375, abs=1e-4)
    assert found.doubt - score.value == pytest.approx(0, abs=1e-9)
    assert score.bits == pytest.approx(found.entropy, abs=1e-9)
    assert [part.leaders for part in score.leaders][:1] == [(1,)]
    assert score.leaders[-1].leaders == (0,)
    assert score.leaders[-1].low == pytest.approx(2.25, abs=1e-9)
    assert "above 2.25" in " ".join(found.table().split())


def test_a_score_that_changes_no_leader_is_worth_exactly_nothing():
    problem = problem_with(
        [[2.0, 1.0], [2.25, 1.0], [0.0, 0.0]], {(0, 0): (1.0, 3.0), (1, 0): (2.0, 2.5), (2, 1): (0.0, 1.0)}
    )
    hopeless = by_cell(worth_knowing(problem, "uniform", **PLAIN))[2, 1]
    assert hopeless.value == hopeless.error == hopeless.bits == 0.0
    assert by_cell(worth_knowing(problem, **PLAIN))[0, 0].value > 0.1


def test_two_candidates_with_uniform_intervals_have_the_closed_form_value():
    """X on [0, 1] against Y on [0, 2]: P(Y first) = 3/4.

    Once X = x is known, Y is first with 1 − x/2 ≥ 1/2: X is worth nothing. Once Y = y is known, X is first
    with max(0, 1 − y): E max = ∫₀^½ (1 − y) dy/2 + ∫_½^1 y dy/2 + 1/2 = 7/8, so that Y is worth 1/8.
    """
    problem = problem_with([[0.5], [1.0]], {(0, 0): (0.0, 1.0), (1, 0): (0.0, 2.0)})
    found = worth_knowing(problem, samples=4096, **PLAIN)
    x, y = by_cell(found)[0, 0], by_cell(found)[1, 0]
    assert abs(found.chances[1] - 0.75) <= MOST * found.chance_errors[1] + 1e-3
    assert abs(y.value - 0.125) <= MOST * y.error + 1e-3
    assert y.error < 0.01
    assert x.value <= MOST * x.error + 1e-3
    assert found.scores[0] is y


@pytest.mark.slow
def test_a_second_way_of_computing_gives_the_same_value():
    """Plain nested simulation with numpy alone: 400 values of the cell, 2,000 draws of the other scores."""
    x = np.array([[2.0, 3.0], [2.4, 2.5], [1.8, 3.2]])
    cells = {(0, 0): (1.0, 3.0), (1, 1): (2.0, 3.0), (2, 0): (1.0, 2.6)}
    found = by_cell(worth_knowing(problem_with(x, cells), samples=4096, **PLAIN))
    generator = np.random.default_rng(1)
    for at, (low, high) in cells.items():
        others = np.repeat(x[None], 2000, axis=0)
        for (row, column), ends in cells.items():
            others[:, row, column] = generator.uniform(*ends, 2000)
        chances = []
        for value in low + (high - low) * (np.arange(400) + 0.5) / 400:
            others[:, *at] = value
            winners = others.mean(axis=2).argmax(axis=1)
            chances.append(np.bincount(winners, minlength=3) / 2000)
        nested = np.max(chances, axis=1).mean() - np.mean(chances, axis=0).max()
        error = np.hypot(found[at].error, 0.5 / np.sqrt(2000))
        assert abs(found[at].value - nested) <= MOST * error


def test_assessors_values_are_steps_and_ties_count_for_both():
    """One of 1, 3, 3 against 3: a1 loses once in three, and is first together with a2 otherwise."""
    problem = Problem.from_arrays([[7 / 3], [3.0]]).replace(
        cells={(0, 0): Cell(1.0, 3.0, assessors=(1.0, 3.0, 3.0))}
    )
    found = worth_knowing(problem, **PLAIN)
    assert found.chances == pytest.approx([2 / 3, 1.0], abs=1e-4)
    assert found.doubt == pytest.approx(0, abs=1e-9)
    assert found.scores[0].value == 0.0


def scaled(x):
    leaves = [scaled_leaf("c1"), Criterion("c2")]
    framework = Framework(Criterion("f", children=leaves))
    return Problem(framework, ("a1", "a2"), np.array(x))


def test_missing_scores_are_anything_on_their_scale_and_it_is_said():
    problem = scaled([[np.nan, 1.0], [3.0, 1.0]])
    found = worth_knowing(problem, **PLAIN)
    (score,) = found.scores
    assert score.missing
    assert (score.low, score.high) == (0.0, 4.0)
    assert score.value == pytest.approx(0.25, abs=1e-4)
    assert "missing-as-interval" in [each.code for each in found.notices]
    known = worth_knowing(problem, missing="worst", **PLAIN)
    assert known.scores == ()


def test_missing_score_without_ends_is_within_the_observed_range():
    found = worth_knowing(problem_with([[1.0, np.nan], [3.0, 1.0], [2.0, 4.0]], {}), **PLAIN)
    (score,) = found.scores
    assert (score.low, score.high) == (1, 4)


def test_column_without_any_score_and_without_ends_is_refused():
    with pytest.raises(InputError, match="no candidate has a score"):
        worth_knowing(scaled([[1.0, np.nan], [3.0, np.nan]]), **PLAIN)


def test_nothing_uncertain_says_what_happens_instead():
    certain = problem_with([[2.0, 1.0], [1.0, 2.5]], {})
    found = worth_knowing(certain, **PLAIN)
    assert found.doubt == 0.0
    assert "there is no score to find out" in " ".join(found.table().split())
    varied = worth_knowing(certain, "uniform", **PLAIN)
    assert varied.doubt == pytest.approx(0.4, abs=0.02)  # 1.5 w2 > w1: w1 < 0.6
    assert "agree on the weights" in " ".join(varied.table().split())


@pytest.mark.slow
@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_a_seed_gives_the_same_bits_on_any_executor(executor):
    problem = problem_with([[2.0, 1.0], [1.0, 2.5], [1.6, 1.6]], {(0, 0): (1.5, 2.5), (2, 1): (1.0, 3.0)})
    here = worth_knowing(problem, "uniform", samples=512)
    with executor(2) as workers:
        there = worth_knowing(problem, "uniform", samples=512, executor=workers)
    assert there.to_json() == here.to_json()


def test_samples_below_one_are_refused():
    with pytest.raises(InputError, match="whole number from 1"):
        worth_knowing(problem_with([[1.0], [2.0]], {(0, 0): (0.0, 3.0)}), samples=0)


def test_more_samples_than_can_be_drawn_are_refused_at_once():
    problem = problem_with([[2.0], [2.25]], {(0, 0): (1.0, 3.0)})
    with pytest.raises(InputError) as caught:
        worth_knowing(problem, samples=10**11)
    assert [(fault.code, str(fault.where)) for fault in caught.value.faults] == [("out-of-range", "samples")]


def test_rounded_samples_are_told():
    problem = problem_with([[2.0], [2.25]], {(0, 0): (1.0, 3.0)})
    assert "samples-rounded" in [one.code for one in worth_knowing(problem, samples=3).notices]
    assert "samples-rounded" not in [one.code for one in worth_knowing(problem, samples=1024).notices]


def test_twins_share_first_place_whatever_is_found_out():
    twins = Problem.from_arrays([[3.0, 1.0], [3.0, 1.0], [1.0, 1.0]])
    text = " ".join(worth_knowing(twins, **PLAIN).table().split())
    assert "Tied for first in every case: a1, a2" in text
    doubtful = twins.replace(cells={(2, 0): Cell(1.0, 4.0)})
    found = worth_knowing(doubtful, **PLAIN)
    assert found.level == (0, 1)
    assert "Equally likely to rank first" in " ".join(found.table().split())


def test_what_the_doubt_falls_by_is_in_points():
    """The chance to be wrong falls from 37.5 % to nothing: by 37.5 points, which is by all of it."""
    text = " ".join(
        worth_knowing(problem_with([[2.0], [2.25]], {(0, 0): (1.0, 3.0)}), **PLAIN).table().split()
    )
    assert "falls by 37.5 percentage points on average, from 37.5 % to 0 %" in text


@pytest.mark.slow
def test_standard_errors_are_the_spread_over_seeds():
    """Over 40 seeds the spread is known to about 11 %."""
    problem = problem_with([[0.5], [1.0]], {(0, 0): (0.0, 1.0), (1, 0): (0.0, 2.0)})
    runs = [by_cell(worth_knowing(problem, samples=64, seed=seed, **PLAIN)) for seed in range(40)]
    x, y = ([run[row, 0] for run in runs] for row in (0, 1))
    for estimates, errors in (
        ([each.bits for each in x], [each.bits_error for each in x]),
        ([each.bits for each in y], [each.bits_error for each in y]),
        ([each.value for each in y], [each.error for each in y]),
    ):
        ratio = np.sqrt(np.mean(np.square(errors))) / np.std(estimates, ddof=1)
        assert 0.6 < ratio < 1.6
