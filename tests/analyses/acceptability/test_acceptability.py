"""Rank acceptability by sampling, against published numbers, the exact chances and itself.

Seeds are fixed. A difference of 5 standard errors is a false alarm in fewer than one of 10⁶ comparisons of
random samples, and in about one of 6,000 of quasi-random ones, whose error has 15 degrees of freedom.
"""

from __future__ import annotations

import math
import threading
import tracemalloc
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from statistics import NormalDist

import numpy as np
import pytest

from see_mcda import Problem, prepare, read_problem
from see_mcda.analyses.acceptability.acceptability import acceptability
from see_mcda.errors import InputError, MethodError, RunError
from see_mcda.language.line_breaking import width
from see_mcda.methods.ranks import rank_counts
from see_mcda.uncertainty.distributions import read_distribution
from see_mcda.uncertainty.sampling import Samples, plan
from tests.analyses.acceptability.exact_acceptability import exact_acceptability
from tests.published import assert_reproduced, cases

PROBLEM = Problem.from_arrays(np.random.default_rng(3).random((6, 3)))
UNSURE = {
    "framework": {"id": "t", "criteria": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
    "candidates": [
        {"id": "p", "scores": {"a": {"low": 1, "high": 3}, "b": 2, "c": {"mean": 2, "sd": 0.3}}},
        {"id": "q", "scores": {"a": 2, "b": {"low": 1, "mode": 2, "high": 4}, "c": 2.1}},
        {"id": "r", "scores": {"a": 2.5, "b": [1, 3, 3], "c": 1.5}},
    ],
}


def same_bits(a, b) -> bool:
    arrays = ("rank_acceptability", "central_weights", "confidence", "pairwise", "expected_rank")
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for one, other in ((a, b), (a.standard_errors, b.standard_errors))
        for name in arrays
    )


def told(found) -> str:
    return " ".join(found.table().split())


def normal_pair(case):
    mean, sd = case["input"]["mean"], case["input"]["sd"]
    criteria = [{"id": f"c{j}"} for j in range(2)]
    return Problem.from_dict(
        {
            "framework": {"id": "t", "criteria": criteria},
            "candidates": [
                {
                    "id": f"a{i}",
                    "scores": {f"c{j}": {"mean": mean[i][j], "sd": sd[i][j]} for j in range(2)},
                }
                for i in range(2)
            ],
        }
    )


@pytest.mark.parametrize("points", ["random", "quasi"])
@pytest.mark.parametrize("case", cases("smaa", "smaa_normal_pair"))
def test_normal_scores_reproduce_published_numbers_within_five_standard_errors(case, points):
    found = acceptability(
        normal_pair(case), method="additive", normalization="none", samples=40_000, points=points
    )
    errors = found.standard_errors
    wanted = case["exact"]
    for got, error, exact in (
        (found.rank_acceptability[:, 0], errors.rank_acceptability[:, 0], case["expected"]["acceptability"]),
        (found.central_weights, errors.central_weights, wanted["central_weights"]),
        (found.confidence, errors.confidence, wanted["confidence"]),
    ):
        assert (np.abs(got - exact) <= 5 * error).all()
        assert (error > 0).all()
        assert (error < 0.01).all()


@pytest.mark.parametrize("case", cases("smaa", "smaa_normal_pair"))
def test_the_published_normal_pair_follows_by_quadrature(case):
    from scipy.stats import norm  # noqa: PLC0415

    mean, sd = np.array(case["input"]["mean"]), np.array(case["input"]["sd"])
    nodes, quadrature = np.polynomial.legendre.leggauss(400)
    t, quadrature = (nodes + 1) / 2, quadrature / 2
    w = np.stack([t, 1 - t], axis=1)

    def first(w):
        return norm.cdf(w @ (mean[0] - mean[1]) / np.sqrt(w**2 @ (sd[0] ** 2 + sd[1] ** 2)))

    chances = np.stack([first(w), 1 - first(w)])
    share = chances @ quadrature
    central = (chances * quadrature) @ w / share[:, None]
    confidence = [float(first(central[:1])[0]), 1 - float(first(central[1:])[0])]
    assert_reproduced(case, {"acceptability": share, "central_weights": central, "confidence": confidence})


def sample_size(half_width, confidence):
    """Return z² / (4 h²), rounded up (Tervonen & Lahdelma 2007, doi:10.1016/j.ejor.2005.12.037)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return math.ceil(z * z / (4 * half_width * half_width))


def standard_error(share, samples):
    """Return sqrt(b (1 − b) / N), the error that random samples have."""
    return math.sqrt(share * (1 - share) / samples)


@pytest.mark.parametrize("case", cases("smaa", "smaa_sample_size"))
def test_published_numbers_of_samples(case):
    for (half_width, confidence), wanted in zip(
        case["input"]["targets"], case["exact"]["iterations"], strict=True
    ):
        assert sample_size(half_width, confidence) == math.ceil(wanted)
    found = {
        "iterations": [sample_size(*target) for target in case["input"]["targets"]],
        "standard_error": [standard_error(*index) for index in case["input"]["indices"]],
    }
    assert_reproduced({**case, "exact": {"standard_error": case["exact"]["standard_error"]}}, found)


@pytest.mark.parametrize("points", ["random", "quasi"])
@pytest.mark.parametrize("method", ["additive", "ahp", "multiplicative"])
def test_sampled_chances_are_the_exact_ones_within_five_standard_errors(method, points):
    found = acceptability(PROBLEM, method=method, samples=20_000, points=points)
    exact = exact_acceptability(prepare(PROBLEM, method=method))
    for name in ("rank_acceptability", "central_weights", "pairwise", "expected_rank"):
        error = getattr(found.standard_errors, name)
        off = np.abs(getattr(found, name) - getattr(exact, name))
        if name == "central_weights":  # a mean of a few samples has no normal error
            off = off[found.rank_acceptability[:, 0] > 0.01]
            error = error[found.rank_acceptability[:, 0] > 0.01]
        # What no sample met has no error: it is rarer than 20 samples in all likelihood.
        assert (off <= np.maximum(5 * error, 20 / found.samples)).all(), name
    winners = ~np.isnan(found.central_weights[:, 0])
    assert (found.confidence[winners] == 1).all()  # a linear method's winning weights are convex


def test_statements_restrict_the_weights_as_they_do_exactly():
    said = ["c1 >= c2", "c3 <= 0.4"]
    found = acceptability(PROBLEM, said, method="additive", samples=20_000)
    exact = exact_acceptability(prepare(PROBLEM, method="additive"), found.distribution.statements)
    off = np.abs(found.rank_acceptability - exact.rank_acceptability)
    assert (off <= np.maximum(5 * found.standard_errors.rank_acceptability, 20 / found.samples)).all()
    assert np.allclose(found.ranking.weights.values, exact.mean_weight, atol=0.01)


def test_random_samples_are_counted_as_the_engine_counts_them():
    n = 5_000  # two blocks, the second not full
    found = acceptability(PROBLEM, samples=n, points="random", seed=7)
    drawn = Samples(plan(n, 7, "random"), read_distribution("uniform", PROBLEM.framework))
    weights = np.concatenate([drawn.block_weights(block) for block in range(2)])
    prepared = prepare(PROBLEM)
    assert np.array_equal(found.rank_acceptability, rank_counts(prepared, weights) / n)
    ranks = prepared.ranks(weights)
    assert np.allclose(found.pairwise, (ranks[:, :, None] < ranks[:, None, :]).mean(axis=0))
    assert np.allclose(found.expected_rank, ranks.mean(axis=0))
    assert np.allclose(found.standard_errors.expected_rank, ranks.std(axis=0) / math.sqrt(n))
    for row in range(6):
        won = weights[ranks[:, row] == 1]
        if len(won):
            assert np.allclose(found.central_weights[row], won.mean(axis=0), atol=1e-8)
            spread = won.std(axis=0, ddof=1) / math.sqrt(len(won))
            assert np.allclose(found.standard_errors.central_weights[row], spread, atol=1e-6)
        else:
            assert np.isnan(found.central_weights[row]).all()


@pytest.mark.slow
@pytest.mark.parametrize("points", ["random", "quasi"])
def test_stated_errors_are_the_spread_over_seeds(points):
    runs = [acceptability(PROBLEM, samples=1_600, points=points, seed=seed) for seed in range(60)]
    spread = np.std([run.rank_acceptability for run in runs], axis=0, ddof=1)
    stated = np.sqrt(np.mean([run.standard_errors.rank_acceptability**2 for run in runs], axis=0))
    some = runs[0].rank_acceptability > 0.05
    ratio = spread[some] / stated[some]  # its own error: 0.09 over 60 seeds
    assert ((ratio > 0.6) & (ratio < 1.45)).all()


def test_quasi_random_points_need_a_third_of_the_samples():
    problem = Problem.from_arrays(np.random.default_rng(0).random((20, 8)))
    found = [acceptability(problem, samples=10_000, points="quasi", seed=seed) for seed in range(5)]
    b = found[0].rank_acceptability[:, 0]
    quasi = np.mean([(run.standard_errors.rank_acceptability[:, 0] ** 2).sum() for run in found])
    assert (b * (1 - b)).sum() / found[0].samples > 3 * quasi


def test_tied_candidates_share_every_chance_and_win_nothing_of_each_other():
    problem = Problem.from_arrays([[1, 2], [1, 2], [2, 1]])
    found = acceptability(problem, samples=2_000)
    assert np.array_equal(found.rank_acceptability[0], found.rank_acceptability[1])
    assert found.pairwise[0, 1] == found.pairwise[1, 0] == 0
    assert found.rank_acceptability[:, 0].sum() > 1
    assert found.pairwise[0, 2] + found.pairwise[2, 0] == pytest.approx(1)


def test_ineligible_candidates_take_no_part():
    framework = {"id": "t", "criteria": [{"id": "a"}, {"id": "b"}], "gates": [{"id": "g"}]}
    candidates = [
        {"id": "x", "gates": {"g": "pass"}, "scores": {"a": 1, "b": {"low": 2, "high": 3}}},
        {
            "id": "y",
            "gates": {"g": {"state": "fail", "reason": "no"}},
            "scores": {"a": 9, "b": {"low": 8, "high": 9}},
        },
        {"id": "z", "gates": {"g": "pass"}, "scores": {"a": 2, "b": 1}},
    ]
    problem = Problem.from_dict({"framework": framework, "candidates": candidates})
    found = acceptability(problem, method="additive", samples=2_000)
    assert not found.rank_acceptability[1].any()
    assert not found.rank_acceptability[:, 2].any()
    assert not found.pairwise[1].any()
    assert not found.pairwise[:, 1].any()
    assert np.isnan(found.central_weights[1]).all()
    assert found.expected_rank[1] == 0
    assert found.uncertain_scores == 1
    alone = acceptability(
        Problem.from_dict({"framework": framework, "candidates": [candidates[0], candidates[2]]}),
        method="additive",
        samples=2_000,
    )
    assert np.array_equal(found.rank_acceptability[[0, 2], :2], alone.rank_acceptability)
    assert found.model().expected_rank[1] is None


@pytest.mark.slow
@pytest.mark.parametrize("unsure", [False, True])
@pytest.mark.parametrize("points", ["random", "quasi"])
def test_any_executor_gives_the_same_bits(points, unsure):
    problem = Problem.from_dict(UNSURE) if unsure else PROBLEM
    samples = 70_000 if not unsure else 12_000
    here = acceptability(problem, samples=samples, points=points)
    with ThreadPoolExecutor(3) as threads:
        assert same_bits(here, acceptability(problem, samples=samples, points=points, executor=threads))
    assert not same_bits(here, acceptability(problem, samples=samples, points=points, seed=1))


def test_processes_give_the_same_bits_for_a_problem_from_a_file():
    problem = read_problem("examples/see-models.yaml")
    with ProcessPoolExecutor(2) as processes:
        there = acceptability(problem, samples=5_000, executor=processes)
    assert same_bits(there, acceptability(problem, samples=5_000))


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bits():
    import distributed  # noqa: PLC0415

    problem = Problem.from_dict(UNSURE)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = acceptability(problem, samples=20_000, executor=client.get_executor())
    assert same_bits(there, acceptability(problem, samples=20_000))


def test_the_size_of_a_unit_of_work_changes_no_bit(monkeypatch):
    module = import_module("see_mcda.analyses.acceptability.acceptability")

    problem = Problem.from_dict(UNSURE)
    whole = acceptability(problem, samples=12_000)
    monkeypatch.setattr(module, "_together", lambda *_: 7)
    assert same_bits(whole, acceptability(problem, samples=12_000))


def test_progress_is_told_and_ends_with_all():
    told: list[tuple[int, int]] = []
    acceptability(Problem.from_dict(UNSURE), samples=5_000, progress=lambda *done: told.append(done))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_set_event_cancels():
    cancel = threading.Event()
    with pytest.raises(RunError) as caught:
        acceptability(PROBLEM, samples=100_000, cancel=cancel, progress=lambda *_: cancel.set())
    assert caught.value.faults[0].code == "cancelled"


def test_what_is_no_event_cannot_cancel():
    with pytest.raises(InputError) as caught:
        acceptability(PROBLEM, samples=100, cancel=lambda: True)
    assert [(fault.code, str(fault.where)) for fault in caught.value.faults] == [("no-event", "cancel")]


def test_progress_and_a_cancelled_work_count_the_same_blocks():
    told: list[tuple[int, int]] = []
    cancel = threading.Event()

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        cancel.set()

    with pytest.raises(RunError) as caught:
        acceptability(Problem.from_dict(UNSURE), samples=5_000, cancel=cancel, progress=stop)
    assert caught.value.faults[0].message.params == dict(zip(("done", "blocks"), told[-1], strict=True))


class Dying(Executor):
    """Does three units and dies."""

    def __init__(self):
        self.left = 3

    def submit(self, function, /, *args, **options):
        future: Future = Future()
        self.left -= 1
        if self.left < 0:
            future.set_exception(BrokenPipeError("the worker is gone"))
        else:
            future.set_result(function(*args, **options))
        return future


def test_an_executor_that_dies_half_way_is_an_error():
    with pytest.raises(RunError) as caught:
        acceptability(PROBLEM, samples=100_000, executor=Dying())
    assert caught.value.faults[0].code == "executor-failed"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"samples": 0}, "samples"),
        ({"samples": -5}, "samples"),
        ({"samples": 1.5}, "samples"),
        ({"samples": True}, "samples"),
        ({"samples": 10**12}, "samples"),
        ({"seed": -1}, "seed"),
        ({"seed": 0.5}, "seed"),
        ({"points": "prime"}, "points"),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked, place):
    with pytest.raises(InputError) as caught:
        acceptability(PROBLEM, **asked)
    assert [str(fault.where) for fault in caught.value.faults] == [place]


@pytest.mark.parametrize("samples", [1, 2, 15, 16, 17, 100])
@pytest.mark.parametrize("points", ["random", "quasi"])
def test_very_few_samples_are_a_result_all_the_same(samples, points):
    found = acceptability(PROBLEM, samples=samples, points=points)
    assert found.samples >= samples
    assert np.allclose(found.rank_acceptability.sum(axis=1), 1)
    assert found.to_json()
    assert found.table()


def test_scores_can_be_kept_at_their_single_values():
    problem = Problem.from_dict(UNSURE)
    kept = acceptability(problem, samples=2_000, scores=False)
    certain = acceptability(problem.replace(cells={}), samples=2_000)
    assert same_bits(kept, certain)
    assert kept.uncertain_scores == kept.confidence_samples == 0
    assert not same_bits(kept, acceptability(problem, samples=2_000))


def test_weights_that_do_not_vary_give_the_ranking_and_say_so():
    found = acceptability(PROBLEM, "equal", samples=100)
    assert np.array_equal(found.rank_acceptability.argmax(axis=1) + 1, found.ranking.ranks)
    assert "nothing-varies" in [warning.code for warning in found.warnings]
    assert not found.standard_errors.rank_acceptability.any()
    text = told(found)
    assert "there is only one ranking" in text
    assert "at random" not in text


def test_weights_as_given_are_not_said_to_be_drawn():
    found = acceptability(Problem.from_dict(UNSURE), "equal", samples=2_000)
    assert "the given weights and the uncertain scores (4) drawn at random" in told(found)
    assert "with weights" not in " ".join(found.chart().to_dict()["title"]["subtitle"])
    both = told(acceptability(Problem.from_dict(UNSURE), samples=2_000))
    assert "weights and the uncertain scores (4) drawn at random" in both


def test_few_samples_that_agree_prove_nothing():
    found = acceptability(Problem.from_dict(UNSURE), samples=1)
    assert found.points == "random"
    error = found.standard_errors.rank_acceptability
    wilson = 1.96**2 / (1 + 1.96**2)  # as far as the interval of 0 of 1, or 1 of 1, reaches
    assert np.allclose(error * found.margin, wilson)
    assert "100.0 % ± 79.4" in told(found)
    assert "Rankings computed: 1," in told(found)
    assert (found.standard_errors.expected_rank > 0).all()
    sure = found.confidence[~np.isnan(found.confidence)]
    assert np.isin(sure, (0, 1)).all()
    assert (found.standard_errors.confidence[~np.isnan(found.confidence)] > 0.4).all()


@pytest.mark.parametrize("points", ["random", "quasi"])
def test_a_share_of_nothing_or_all_is_as_unsure_as_wilsons_interval(points):
    problem = Problem.from_arrays([[1, 0.6], [0, 1], [0, 0]])
    found = acceptability(problem, method="additive", samples=2_000, points=points)
    n, error = found.samples, found.standard_errors.rank_acceptability
    certain = np.isin(found.rank_acceptability, (0, 1))
    assert certain.any()
    assert np.allclose(error[certain], 1.96 / (n + 1.96**2))
    if points == "random":
        b = found.rank_acceptability[~certain]
        assert np.allclose(error[~certain], np.sqrt(b * (1 - b) / n))


def test_identical_candidates_are_always_level_and_no_samples_would_part_them():
    found = acceptability(
        Problem.from_arrays([[3, 1], [3, 1], [1, 2]]), method="additive", normalization="none", samples=2_000
    )
    assert "These are always tied: a1, a2" in told(found)
    assert "tied for first within the margin of error" not in told(found)
    assert "always tied" in " ".join(found.chart().to_dict()["title"]["text"])


def test_central_weights_stand_beside_the_mean_of_all():
    found = acceptability(Problem.from_arrays(np.eye(8)), samples=2_000)
    assert "overall 12.5 %" in told(found)


def test_ninety_nine_of_a_hundred_cases_are_not_called_few():
    found = acceptability(read_problem("examples/see-models.yaml"), samples=2_000)
    told_of = [row for row in range(10) if f"suit {found.problem.name(row)['en']}" in told(found)]
    assert all(found.confidence[row] < 0.9 for row in told_of)


def test_it_is_said_why_another_one_is_first_than_in_a_plain_ranking():
    found = acceptability(read_problem("examples/see-models.yaml"), samples=2_000)
    assert (
        "With equal weights, Sampran value-based business group ranks first; when the weights vary"
        in told(found)
    )
    given = acceptability(found.ranking.problem, {"profile": "equal", "concentration": 20}, samples=2_000)
    assert "With equal weights" not in told(given)


def test_normal_scores_that_a_method_cannot_take_are_refused():
    document = {
        "framework": {"id": "t", "criteria": [{"id": "a"}, {"id": "b"}]},
        "candidates": [
            {"id": "p", "scores": {"a": {"mean": 1, "sd": 0.5}, "b": 2}},
            {"id": "q", "scores": {"a": 2, "b": 1}},
        ],
    }
    problem = Problem.from_dict(document)
    with pytest.raises(MethodError):
        acceptability(problem, method="multiplicative", samples=100)
    assert acceptability(problem, method="topsis", samples=100).samples == 100


def test_the_document_and_the_text_tell_the_same():
    found = acceptability(read_problem("examples/see-models.yaml"), samples=2_000)
    document = found.model().model_dump(by_alias=True)
    assert document["schema"] == "see-mcda/acceptability/1"
    assert document["rank_acceptability"] == found.rank_acceptability.tolist()
    best = int(found.rank_acceptability[:, 0].argmax())
    text = found.table("en", 70)
    assert f"{100 * found.rank_acceptability[best, 0]:.1f}" in text
    assert found.problem.name(best)["en"] in " ".join(text.split())
    assert max(map(width, text.splitlines())) <= 70
    head, rows = found.rows()
    assert len(rows) == found.problem.eligible.sum()
    assert {len(row) for row in rows} == {len(head)}
    again = acceptability(
        found.ranking.problem,
        document["arguments"]["weights"],
        **{key: document["arguments"][key] for key in ("samples", "scores", "points")},
        seed=document["seed"],
    )
    assert again.to_json() == found.to_json()


def test_candidates_that_cannot_be_told_apart_are_named():
    problem = Problem.from_arrays([[1, 0], [0, 1]])
    assert "tied for first within the margin of error" in " ".join(
        acceptability(problem, samples=100).table().split()
    )
    clear = Problem.from_arrays([[1, 0.9], [0, 1]])
    assert "tied for first within the margin of error" not in " ".join(
        acceptability(clear, samples=5_000).table().split()
    )


@pytest.mark.parametrize("points", ["random", "quasi"])
@pytest.mark.parametrize("top", [1, 3, 10])
def test_the_chance_of_the_first_ranks_is_the_sum_of_their_chances(points, top):
    found = acceptability(PROBLEM, samples=2_000, points=points, top=top)
    table, errors = found.rank_acceptability, found.standard_errors
    assert np.array_equal(found.first_rank, table[:, 0])
    assert np.array_equal(errors.first_rank, errors.rank_acceptability[:, 0])
    assert found.top == min(top, 6)
    assert np.allclose(found.top_ranks, table[:, :top].sum(axis=1))
    if points == "random" and top == 3:
        b = found.top_ranks
        certain = np.isin(b, (0, 1))
        assert np.allclose(errors.top_ranks[~certain], np.sqrt(b * (1 - b) / found.samples)[~certain])
        assert (errors.top_ranks > 0).all()


@pytest.mark.parametrize("top", [0, -1, 1.5, True, "3"])
def test_what_is_no_number_of_first_ranks_is_refused(top):
    with pytest.raises(InputError) as caught:
        acceptability(PROBLEM, samples=100, top=top)
    assert [(fault.code, str(fault.where)) for fault in caught.value.faults] == [("out-of-range", "top")]


GATED = {
    "framework": {**UNSURE["framework"], "gates": [{"id": "g"}]},
    "candidates": [
        {**each, "gates": {"g": {"state": "fail", "reason": "no"} if each["id"] == "q" else "pass"}}
        for each in UNSURE["candidates"]
    ],
}


@pytest.mark.parametrize("points", ["random", "quasi"])
# the latter gives ranks only
@pytest.mark.parametrize("method", ["topsis", pytest.param("multimoora", marks=pytest.mark.soak)])
@pytest.mark.parametrize("problem", [PROBLEM, Problem.from_dict(UNSURE), Problem.from_dict(GATED)])
def test_without_tables_what_remains_is_the_same(points, method, problem):
    whole, rest = (
        acceptability(problem, samples=1_100, points=points, method=method, tables=tables, top=2)
        for tables in (True, False)
    )
    assert whole.rank_acceptability is not None
    assert whole.confidence is not None
    for estimate in (rest, rest.standard_errors):
        assert estimate.rank_acceptability is estimate.pairwise is estimate.confidence is None
    for one, other in ((whole, rest), (whole.standard_errors, rest.standard_errors)):
        for name in ("first_rank", "top_ranks", "central_weights"):
            assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name
    assert np.array_equal(whole.expected_rank, rest.expected_rank)
    assert np.allclose(whole.standard_errors.expected_rank, rest.standard_errors.expected_rank)
    for row in np.flatnonzero(problem.eligible).tolist():
        for ranks in ((1, 1), (2, 2), (3, len(problem.candidates))):
            assert rest.chance(row, *ranks) == pytest.approx(whole.chance(row, *ranks))


def test_beyond_the_size_every_form_of_the_result_says_what_is_left_out(monkeypatch):
    monkeypatch.setattr(import_module("see_mcda.analyses.acceptability.acceptability"), "TABLES_MOST", 29)
    problem = Problem.from_arrays(np.random.default_rng(1).random((30, 3)))
    found = acceptability(problem, samples=1_000, top=5)
    assert found.rank_acceptability is found.pairwise is found.confidence is None
    said = "with 30 candidates, only the chances of rank 1 and of the first ranks"
    text = told(found)
    assert said in text
    assert "2-5 6-30 expected rank" in text
    assert "10 more candidates are not shown." in text
    assert [warning.code for warning in found.warnings].count("no-tables") == 1
    document = found.model().model_dump()
    assert document["rank_acceptability"] is document["standard_errors"]["rank_acceptability"] is None
    assert len(document["first_rank"]) == len(document["standard_errors"]["top_ranks"]) == 30
    head, rows = found.rows()
    assert len(rows) == 30
    assert [head[at] for at in (5, 7)] == ["chance of rank 5 or better", "chance of rank 1"]
    first = int(np.argmin(found.expected_rank))
    assert rows[0][5] == found.top_ranks[first]
    assert {len(row) for row in rows} == {len(head)}
    drawn = found.chart().to_dict()
    shown = {each["ranks"] for data in drawn["datasets"].values() for each in data if "ranks" in each}
    assert shown == {"1", "2–5", "6–30"}
    few = acceptability(Problem.from_arrays(np.random.default_rng(1).random((29, 3))), samples=1_000)
    assert few.rank_acceptability is not None
    assert few.warnings == ()


class Here(Executor):
    """Computes in this thread, so that the memory does not depend on the number of processors."""

    def submit(self, function, /, *args, **options):
        future: Future = Future()
        future.set_result(function(*args, **options))
        return future


@pytest.mark.parametrize("points", ["random", "quasi"])
def test_beyond_the_size_memory_grows_linearly(points):
    def peak(n: int) -> int:
        problem = Problem.from_arrays(np.random.default_rng(1).random((n, 3)))
        tracemalloc.start()
        found = acceptability(problem, samples=64, points=points, executor=Here())
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found.rank_acceptability is None
        return used

    acceptability(PROBLEM, samples=64, points=points)  # what is imported once is not counted
    smaller, larger = peak(1_500), peak(6_000)
    assert larger < 6_000**2  # not even a byte a pair
    assert larger < 5 * smaller


@pytest.mark.slow
@pytest.mark.parametrize(("points", "samples"), [("quasi", 1024), ("random", 1000)])
def test_the_error_of_confidence_factors_counts_that_central_weights_are_estimates(points, samples):
    """Over 40 seeds the spread is known to about 11 %, the stated error of each run to about 18 %."""
    document = {
        "framework": {"id": "f", "criteria": [{"id": x} for x in "abc"]},
        "candidates": [
            {"id": "x", "scores": {"a": {"low": 0.6, "high": 1.0}, "b": 0.2, "c": 0.4}},
            {"id": "y", "scores": {"a": 0.3, "b": {"low": 0.4, "high": 0.95}, "c": 0.5}},
            {"id": "z", "scores": {"a": 0.5, "b": 0.5, "c": {"low": 0.4, "high": 0.8}}},
        ],
    }
    problem = read_problem(document)
    runs = [
        acceptability(
            problem, method="additive", normalization="none", samples=samples, seed=seed, points=points
        )
        for seed in range(40)
    ]
    spread = np.std([found.confidence for found in runs], axis=0, ddof=1)
    stated = np.sqrt(np.mean([np.square(found.standard_errors.confidence) for found in runs], axis=0))
    assert (stated / spread > 0.6).all()
    assert (stated / spread < 1.6).all()
