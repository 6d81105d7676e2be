"""Variance shares: against closed forms, a second implementation, and what must hold for every problem."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from see_mcda import Problem
from see_mcda.analyses.variance.sobol_indices import POINTS, sobol_indices
from see_mcda.analyses.variance.variance import variance
from see_mcda.analyses.variance.weight_drivers import read_drivers
from see_mcda.errors import InputError, SeeMcdaError
from see_mcda.language.line_breaking import width
from see_mcda.model.cell import Cell
from tests.published import assert_reproduced, cases

MOST = 5
"""Standard errors that an estimate may be away; with about 150 estimates and t of 15 degrees of freedom the
chance of one false alarm in this file is below 3 %, and the seeds are fixed."""


def ishigami(u):
    x = np.pi * (2 * u - 1)
    return (np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2)[:, None]


def ishigami_indices():
    """Indices for a = 7, b = 0.1 (Ishigami & Homma 1990, doi:10.1109/ISUMA.1990.151285)."""
    b, pi = 0.1, np.pi
    one, two, both = (1 + b * pi**4 / 5) ** 2 / 2, 49 / 8, b**2 * pi**8 * 8 / 225
    variance = one + two + both
    return np.array([one, two, 0]) / variance, np.array([one + both, two, both]) / variance, variance


def g_function(u):
    return np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=1)[:, None]


G = np.array([0.0, 1.0, 4.5, 9.0])


def g_indices():
    """Indices of Sobol's g-function: V_i = 1/(3 (1 + a_i)²) (Saltelli & Sobol' 1995)."""
    parts = 1 / (3 * (1 + G) ** 2)
    variance = np.prod(1 + parts) - 1
    return parts / variance, parts * np.prod(1 + parts) / (1 + parts) / variance, variance


def weighted_sum_indices(weights, variances):
    """Return S_i = T_i = w_i² V(x_i) / Σ_j w_j² V(x_j), the indices of Σ w_i x_i with independent inputs."""
    parts = np.square(np.asarray(weights, dtype=np.float64)) * np.asarray(variances, dtype=np.float64)
    return parts / parts.sum()


def assert_within_errors(found, first, total):
    assert (np.abs(found.first[0] - first) <= MOST * found.first_errors[0]).all()
    assert (np.abs(found.total[0] - total) <= MOST * found.total_errors[0]).all()
    assert (found.total_errors > 0).all()
    assert found.total_errors.max() < 0.03


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize(("function", "exact"), [(ishigami, ishigami_indices), (g_function, g_indices)])
def test_known_functions_have_their_closed_form_indices(function, exact, points):
    first, total, variance = exact()
    found = sobol_indices(
        function, len(first), [[i] for i in range(len(first))], samples=16384, points=points
    )
    assert_within_errors(found, first, total)
    assert found.variance[0] == pytest.approx(variance, rel=0.05)


@pytest.mark.parametrize("case", cases("variance-sensitivity"))
def test_weighted_sum_has_its_published_indices(case):
    w, low, high = (np.array(case["input"][key], float) for key in ("weights", "low", "high"))
    exact = weighted_sum_indices(w, (high - low) ** 2 / 12)
    total_variance = float(w**2 @ (high - low) ** 2 / 12)
    assert_reproduced(
        case,
        {"first_order": exact, "total": exact, "mean": w @ (low + high) / 2, "variance": total_variance},
    )
    found = sobol_indices(lambda u: ((low + u * (high - low)) @ w)[:, None], 3, [[0], [1], [2]])
    assert_within_errors(found, exact, exact)
    assert found.mean[0] == pytest.approx(case["exact"]["mean"], abs=1e-3)


def test_a_group_has_the_indices_of_its_inputs_together():
    one, _, _ = ishigami_indices()
    found = sobol_indices(ishigami, 3, [[0, 2], [1], [0, 1, 2]], samples=16384)
    both = 1 - one[1]
    assert_within_errors_of_parts(found, [both, one[1]])
    assert found.first[0, 2] == found.total[0, 2] == 1.0


def assert_within_errors_of_parts(found, exact):
    for g, share in enumerate(exact):
        assert abs(found.first[0, g] - share) <= MOST * found.first_errors[0, g]
        assert abs(found.total[0, g] - share) <= MOST * found.total_errors[0, g]


def test_an_input_without_effect_has_index_zero_and_a_constant_has_none():
    found = sobol_indices(lambda u: np.stack([u[:, 0], np.full(len(u), 3.0)], axis=1), 2, [[0], [1]])
    assert found.total[0, 1] == found.first[0, 1] == 0.0
    assert np.isnan(found.total[1]).all()
    assert np.isnan(found.first[1]).all()


@pytest.mark.slow
@pytest.mark.parametrize("points", POINTS)
def test_intervals_hold_the_truth_as_often_as_they_say(points):
    """200 intervals of 90 %: fewer than 160 that hold has a chance below 1e-5 if coverage is 90 %."""
    first, total, _ = g_indices()
    groups = [[0], [1]]
    held = 0
    for seed in range(50):
        found = sobol_indices(
            g_function, 4, groups, samples=1024, seed=seed, points=points, confidence=0.9, resamples=300
        )
        for g in range(2):
            held += found.first_intervals[0, g, 0] <= first[g] <= found.first_intervals[0, g, 1]
            held += found.total_intervals[0, g, 0] <= total[g] <= found.total_intervals[0, g, 1]
    assert 160 <= held <= 200


def uncertain_problem(n=4, m=3, cells=((0, 1), (1, 2), (2, 0)), seed=3):
    x = np.random.default_rng(seed).uniform(1, 4, (n, m))
    doubtful = {at: Cell(x[at] - 0.5, x[at] + 0.5) for at in cells}
    return Problem.from_arrays(x).replace(cells=doubtful)


def test_uniform_weights_are_uniform_on_the_simplex():
    """Kolmogorov–Smirnov against Beta(1, 2); a distance above 2.23/√k has a chance of 1e-4 a leaf."""
    framework = uncertain_problem().framework
    drivers = read_drivers("uniform", framework)
    w = drivers.maker.from_uniforms(np.random.default_rng(0).random((20_000, drivers.dimensions)))
    assert np.allclose(w.sum(axis=1), 1)
    for j in range(3):
        distance = np.abs(1 - (1 - np.sort(w[:, j])) ** 2 - np.arange(0.5, 20_000) / 20_000).max()
        assert distance < 2.23 / np.sqrt(20_000)


def test_fixed_weights_in_a_weighted_sum_give_the_closed_form():
    """With plain scores, score = Σ w x: only the candidate's own cells count, by w² (high − low)²."""
    problem = uncertain_problem(cells=((0, 0), (0, 1), (2, 1)))
    w = {"c1": 0.5, "c2": 0.2, "c3": 0.3}
    found = variance(problem, w, candidate="a1", method="additive", normalization="none")
    exact = [1.0, *weighted_sum_indices([0.5, 0.2], [1, 1]), 0.0]
    kinds = [each.kind for each in found.inputs]
    assert kinds == ["scores", "score", "score", "score"]
    for g, share in enumerate(exact):
        assert abs(found.first_order[g] - share) <= MOST * found.indices.first_errors[0, g] + 1e-12
        assert abs(found.total[g] - share) <= MOST * found.indices.total_errors[0, g] + 1e-12


def test_two_sources_share_all_of_the_variance():
    """S_u + T_~u = 1 for a group and the group of all other inputs."""
    found = variance(uncertain_problem(), samples=16384, split="sources")
    for o in range(len(found.outcomes)):
        rest = found.indices.first[o, 0] + found.indices.total[o, 1] - 1
        error = np.hypot(found.indices.first_errors[o, 0], found.indices.total_errors[o, 1])
        assert abs(rest) <= MOST * error


def test_the_choice_of_method_is_a_source_and_alone_it_is_everything():
    problem = uncertain_problem(cells=())
    found = variance(problem, "equal", methods=["topsis", "additive"])
    assert [each.kind for each in found.inputs] == ["method"]
    assert found.standardised
    score = found.indices.first[found.outcomes.index("score")]
    assert score.tolist() == [1.0]
    mixed = variance(uncertain_problem(), methods=["topsis", "additive", "multiplicative"])
    assert [each.id for each in mixed.inputs[:3]] == ["weights", "scores", "method"]


@pytest.mark.slow
@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_a_seed_gives_the_same_bits_on_any_executor(executor):
    problem = uncertain_problem()
    here = variance(problem, samples=20_000, split="sources")
    with executor(2) as workers:
        there = variance(problem, samples=20_000, split="sources", executor=workers)
    assert there.to_json() == here.to_json()
    assert variance(problem, samples=20_000, split="sources", seed=1).to_json() != here.to_json()


def test_the_text_speaks_of_the_candidate_and_fits():
    found = variance(uncertain_problem(), of="margin", samples=256)
    text = found.table(width=70)
    assert "All weights" in text
    assert "independent importance" in text
    assert max(map(width, text.splitlines())) <= 70
    head, rows = found.rows()
    assert len(rows) == len(found.outcomes) * len(found.inputs)
    assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"samples": 0}, "out-of-range"),
        ({"of": "colour"}, "unknown-value"),
        ({"confidence": 1.0}, "out-of-range"),
        ({"candidate": "nobody"}, "unknown-candidate"),
        ({"methods": []}, "empty"),
    ],
)
def test_what_cannot_be_answered_is_refused(arguments, code):
    with pytest.raises(SeeMcdaError) as caught:
        variance(uncertain_problem(), **arguments)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_nothing_uncertain_is_refused_in_words():
    with pytest.raises(InputError, match="nothing is uncertain"):
        variance(uncertain_problem(cells=()), "equal")


def test_rounded_samples_and_rough_errors_are_told():
    problem = Problem.from_arrays(np.random.default_rng(1).uniform(1, 9, (5, 3)))
    few = {one.code: one.message.params for one in variance(problem, samples=3).notices}
    assert few["samples-rounded"]["asked"] == 3
    assert few["samples-rounded"]["drawn"] == 64
    assert few["few-samples"]["each"] == 4
    assert not variance(problem, samples=1024).notices


def test_more_samples_than_can_be_drawn_are_refused_at_once():
    problem = Problem.from_arrays(np.random.default_rng(1).uniform(1, 9, (5, 3)))
    with pytest.raises(InputError) as caught:
        variance(problem, samples=2**30 + 1)
    assert [(fault.code, str(fault.where)) for fault in caught.value.faults] == [("out-of-range", "samples")]


@pytest.mark.parametrize("points", POINTS)
def test_blocks_beyond_the_most_clusters_are_taken_together(points, monkeypatch):
    """The estimates are those of all blocks; only how many clusters tell their errors is bounded."""
    whole = sobol_indices(g_function, 4, [[0], [1, 2]], samples=1600, points=points)
    monkeypatch.setattr("see_mcda.analyses.variance.sobol_indices.BLOCK", 16)
    monkeypatch.setattr("see_mcda.analyses.variance.sobol_indices._CLUSTERS", 30)
    found = sobol_indices(g_function, 4, [[0], [1, 2]], samples=1616, points=points)
    assert found.samples == 1664  # 101 blocks of 16 go into 26 clusters of four
    assert (
        np.abs(found.first - whole.first) <= MOST * np.hypot(found.first_errors, whole.first_errors)
    ).all()
    assert (
        np.abs(found.total - whole.total) <= MOST * np.hypot(found.total_errors, whole.total_errors)
    ).all()
    assert (found.total_errors > 0).all()


def test_it_is_said_why_another_leader_is_spoken_of_than_in_a_plain_ranking():
    framework = {
        "id": "t",
        "criteria": [{"id": "a"}, {"id": "g", "children": [{"id": "b"}, {"id": "c"}]}],
    }
    scores = {"broad": {"a": 1, "b": 3, "c": 3}, "narrow": {"a": 3, "b": 1, "c": 1.9}}
    problem = Problem.from_dict(
        {
            "framework": framework,
            "candidates": [{"id": name, "name": name, "scores": each} for name, each in scores.items()],
        }
    )
    plain = {"method": "additive", "normalization": "none", "samples": 256}
    text = " ".join(variance(problem, **plain).table().split())
    assert "With equal weights, narrow ranks first; at the mean of the varying weights, broad" in text
    assert "With equal" not in variance(problem, {"profile": "equal", "concentration": 9}, **plain).table()
