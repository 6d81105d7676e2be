"""Rank ranges: exact where they say so, never passed by any weights, and reached by the weights they name."""

from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from see_mcda import Problem, SeeMcdaError, rank, read_problem
from see_mcda.analyses.rank_ranges import extreme_ranks
from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges, rank_ranges
from see_mcda.language.line_breaking import widest
from see_mcda.methods.ranks import batch_ranks
from see_mcda.model.criteria import Framework
from tests.published import assert_reproduced, cases
from tests.strategies import scaled_leaf, with_gate

Array = NDArray[np.float64]
MODELS = Path(__file__).parents[3] / "examples" / "see-models.yaml"


def plain(values: object, statements: object = (), **options: object) -> RankRanges:
    """The ranges of a weighted sum of plain numbers."""
    problem = Problem.from_arrays(np.array(values, dtype=float))
    return rank_ranges(problem, statements, **{"method": "additive", "normalization": "none", **options})


def scaled(scores: object, answers: list[str] | None = None) -> Problem:
    """Scores on fixed scales from 0 to 4; a score of 0 makes a weighted product 0."""
    x = np.array(scores, dtype=float)
    leaves = [scaled_leaf(f"c{column + 1}") for column in range(x.shape[1])]
    problem = with_gate(leaves, x, answers or ["pass"] * len(x))
    return problem.replace(framework=Framework(problem.framework.root, normalization="scale", ideal="fixed"))


def least_lead(h: Array, a: Array, b: Array) -> float:
    """The largest t with h w ≥ t for some weights with a w ≥ b."""
    k, m = h.shape
    solved = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.vstack([np.column_stack([-h, np.ones(k)]), np.column_stack([-a, np.zeros(len(a))])]),
        b_ub=np.append(np.zeros(k), -b),
        A_eq=np.append(np.ones(m), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, 1.0)],
    )
    return float(-solved.fun)


def by_all_subsets(v: Array, a: Array, b: Array) -> Array:
    """(n, 2) best and worst ranks: every set of candidates that one may beat, or be beaten by, is tried."""
    found = np.zeros((len(v), 2), int)
    for row in range(len(v)):
        others = [other for other in range(len(v)) if other != row]
        for side, sign, needed in ((0, -1.0, -1e-9), (1, 1.0, 1e-9)):
            together = next(
                size
                for size in range(len(others), -1, -1)
                if size == 0
                or any(
                    least_lead(sign * (v[list(chosen)] - v[row]), a, b) > needed
                    for chosen in combinations(others, size)
                )
            )
            found[row, side] = len(v) - together if side == 0 else 1 + together
    return found


def assert_replayed(found: RankRanges) -> None:
    """The method itself gives the stated ranks at the witnesses, which are weights that are allowed."""
    for row in np.flatnonzero(found.problem.eligible):
        for side, stated in enumerate((found.best[row], found.worst[row])):
            weights = found.witnesses[row, side]
            assert weights.min() >= 0
            assert weights.sum() == pytest.approx(1, abs=1e-12)
            assert found.prepared.ranks(weights[None])[0, row] == stated


@pytest.mark.parametrize("case", cases("rank-range", "rank_range"))
def test_published_ranges(case):
    given = case["input"]
    problem = Problem.from_arrays(np.array(given["values"], dtype=float), given.get("objectives"))
    found = rank_ranges(problem, method="additive", normalization=given.get("normalization", "none"))
    apart = ~np.eye(len(found.best), dtype=bool)  # the cases leave out everybody beside themselves
    assert_reproduced(
        case,
        {
            "best": found.best,
            "worst": found.worst,
            "necessary": found.necessary & apart,
            "possible": found.possible & apart,
            "min_difference": found.min_difference,
            "max_difference": found.max_difference,
        },
    )
    assert found.exact
    assert_replayed(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("search", ["cells", "programmes"])
def test_exact_ranges_are_those_of_all_subsets(seed, search, monkeypatch):
    """Small whole numbers, so that ties, copies and leads that only touch 0 come up; some are equalities."""
    if search == "programmes":
        monkeypatch.setattr(extreme_ranks, "_CELLS", 0)
    generator = np.random.default_rng(seed)
    n, m = generator.integers(3, 6), generator.integers(2, 5)
    v = generator.integers(0, 4, (n, m)).astype(float) if seed % 2 else generator.random((n, m))
    row = generator.permutation([1.0, -1.0] + [0.0] * (m - 2))
    a = np.array([row, -row] if seed % 5 == 0 else [row])
    found = plain(v, [{"coefficients": each.tolist(), "at_least": 0.0} for each in a], samples=5)
    wanted = by_all_subsets(v, a, np.zeros(len(a)))
    assert np.column_stack([found.best, found.worst]).tolist() == wanted.tolist()
    assert found.exact
    assert_replayed(found)


@pytest.mark.parametrize("method", ["additive", "ahp", "multiplicative", "topsis"])
@pytest.mark.parametrize("statements", [(), ("c1 >= c2", "c3 >= 2 * c4"), ("0.1 <= c1 <= 0.4",)])
def test_no_sample_leaves_the_proved_range(method, statements):
    problem = Problem.from_arrays(np.random.default_rng(4).random((8, 4)) + 0.01)
    found = rank_ranges(problem, statements, method=method, samples=2_000)
    weights = np.random.default_rng(5).dirichlet(np.ones(4), 100_000)
    if len(statements) == 2:
        weights = weights[(weights[:, 0] >= weights[:, 1]) & (weights[:, 2] >= 2 * weights[:, 3])]
    elif statements:
        weights = weights[(weights[:, 0] >= 0.1) & (weights[:, 0] <= 0.4)]
    ranks = batch_ranks(found.prepared, weights)
    assert (ranks >= found.outer_best).all()
    assert (ranks <= found.outer_worst).all()
    assert (found.best >= found.outer_best).all()
    assert (found.worst <= found.outer_worst).all()
    if method != "topsis":
        assert found.exact
        keys = weights @ found.prepared.linear_values().T
        for row in range(8):
            assert (keys[:, row, None] - keys >= found.min_difference[row] - 1e-9).all()
    for row, other in product(range(8), repeat=2):
        if found.necessary[row, other] and found.proved_pairs[row, other, 0]:
            assert (ranks[:, row] <= ranks[:, other]).all()
        if not found.possible[row, other] and found.proved_pairs[row, other, 1]:
            assert (ranks[:, row] > ranks[:, other]).all()
    assert_replayed(found)


def test_topsis_ranges_of_two_criteria_are_those_of_a_fine_sweep():
    problem = Problem.from_arrays(np.random.default_rng(1).random((7, 2)))
    found = rank_ranges(problem, samples=50)
    share = np.linspace(0, 1, 200_001)
    ranks = batch_ranks(found.prepared, np.column_stack([share, 1 - share]))
    assert found.exact
    assert found.best.tolist() == ranks.min(axis=0).tolist()
    assert found.worst.tolist() == ranks.max(axis=0).tolist()


def test_topsis_ranges_close_for_four_criteria():
    found = rank_ranges(Problem.from_arrays(np.random.default_rng(2).random((12, 4))))
    assert found.exact
    assert_replayed(found)


def test_more_effort_never_widens_the_proved_range():
    problem = Problem.from_arrays(np.random.default_rng(3).random((10, 6)))
    little, much = (rank_ranges(problem, effort=effort, samples=500) for effort in (0.02, 0.2))
    assert (much.outer_best >= little.outer_best).all()
    assert (much.outer_worst <= little.outer_worst).all()
    assert (little.best >= much.outer_best).all()
    assert (little.worst <= much.outer_worst).all()


def test_methods_without_bounds_say_what_was_sampled():
    problem = Problem.from_arrays(np.random.default_rng(3).random((5, 3)) + 0.1)
    found = rank_ranges(problem, method="waspas", samples=60)
    assert not found.exact
    assert found.outer_best.tolist() == [1] * 5
    assert found.outer_worst.tolist() == [5] * 5
    assert "sampled-ranges" in [warning.code for warning in found.warnings]
    assert_replayed(found)


def test_zeros_in_a_product_count_only_where_they_have_weight():
    """(0, 2, 2) is first only if the first weight is 0: inside the triangle its product is 0."""
    found = rank_ranges(scaled([[0, 2, 2], [1, 2, 1], [4, 3, 1], [3, 0, 0]]), method="multiplicative")
    assert found.proved[0].all()
    assert found.best[0] == 1
    assert found.witnesses[0, 0, 0] == 0
    assert found.worst[0] == 4  # all weight on the first leaf: 0 against 1, 4 and 3
    assert_replayed(found)


@pytest.mark.parametrize("seed", range(6))
def test_no_weights_on_a_grid_leave_the_range_of_a_product_with_zeros(seed):
    scores = np.random.default_rng(seed).integers(0, 4, (5, 3))
    found = rank_ranges(scaled(scores), method="multiplicative", samples=300)
    grid = np.array([w for w in product(range(13), repeat=3) if sum(w) == 12]) / 12
    ranks = batch_ranks(found.prepared, grid)
    assert (ranks >= found.outer_best).all()
    assert (ranks <= found.outer_worst).all()
    assert_replayed(found)


def test_dominated_copies_and_ties():
    found = plain([[2, 2], [2, 2], [1, 1], [3, 0]])
    assert found.best.tolist() == [1, 1, 3, 1]
    assert found.worst.tolist() == [2, 2, 4, 4]
    assert found.necessary[0, 1]
    assert found.necessary[1, 0]
    assert found.never_below(0) == (2,)
    assert found.exact


def test_one_weight_vector_gives_its_ranking():
    found = plain([[1, 2], [2, 1], [0, 3]], ["c1 = 0.75"])
    assert found.best.tolist() == found.worst.tolist() == found.ranking.ranks.tolist()
    assert found.exact
    assert found.always_first == (1,)


def test_candidates_that_fail_a_gate_take_no_part():
    scores = [[4, 4], [3, 1], [1, 3]]
    found = rank_ranges(scaled(scores, ["fail", "pass", "pass"]), method="additive")
    assert (found.best[0], found.worst[0]) == (0, 0)
    assert not found.necessary[0].any()
    assert not found.possible[:, 0].any()
    alone = rank_ranges(scaled(scores[1:]), method="additive")
    assert found.best[1:].tolist() == alone.best.tolist()
    assert found.worst[1:].tolist() == alone.worst.tolist()
    assert found.exact


def test_a_region_with_too_many_corners_to_list_gives_the_same(monkeypatch):
    statements = ["c1 + c2 >= c3", "0.05 <= c4 <= 0.5", "c5 <= 2 * c2"]
    values = np.random.default_rng(8).random((9, 6))
    listed = plain(values, statements, samples=100)
    monkeypatch.setattr("see_mcda.analyses.rank_ranges.weight_region.MOST", 8)
    unlisted = plain(values, statements, samples=100)
    for name in ("best", "worst", "necessary", "possible"):
        assert (getattr(listed, name) == getattr(unlisted, name)).all()
    assert listed.min_difference == pytest.approx(unlisted.min_difference, abs=1e-9)
    assert listed.exact
    assert unlisted.exact


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_any_executor_gives_the_same_bits(method):
    problem = Problem.from_arrays(np.random.default_rng(6).random((6, 4)))

    def asked(**how: object) -> RankRanges:
        return rank_ranges(problem, ["c1 >= c2"], method=method, samples=9_000, effort=0.1, **how)

    here = asked()
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(1) as processes:
        for executor in (threads, processes):
            there = asked(executor=executor)
            assert there.to_json() == here.to_json()
            assert there.witnesses.tobytes() == here.witnesses.tobytes()


def test_progress_is_told_and_cancelling_stops():
    told: list[tuple[int, int]] = []
    cancel = threading.Event()
    plain([[1, 2], [2, 1]], progress=lambda done, total: told.append((done, total)), samples=5_000)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    cancel.set()
    with pytest.raises(SeeMcdaError) as refusal:
        plain([[1, 2], [2, 1]], cancel=cancel)
    assert [fault.code for fault in refusal.value.faults] == ["cancelled"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"samples": 0}, "out-of-range"),
        ({"effort": 0}, "out-of-range"),
        ({"effort": float("nan")}, "out-of-range"),
        ({"effort": 101}, "out-of-range"),
        ({"statements": ["c1 >= 0.6", "c2 >= 0.6"]}, "contradiction"),
    ],
)
def test_what_cannot_be_asked_is_refused(wrong, code):
    with pytest.raises(SeeMcdaError) as refusal:
        plain([[1, 2], [2, 1]], **wrong)
    assert [fault.code for fault in refusal.value.faults] == [code]


def test_the_text_answers_in_words_and_fits():
    said = ["cooperation >= market", "economic >= 0.1"]
    found = rank_ranges(read_problem(MODELS), said, method="additive", samples=500)
    for language, room in product(("en", "th"), (60, 100)):
        assert widest([found.table(language, room)]) <= room
    text = " ".join(found.table().split())
    for words in ("Can be first:", "Never first:", "never ranks below", "All ranges are exact"):
        assert words in text
    head, lines = found.rows()
    assert {len(line) for line in lines} == {len(head)}


def test_the_middle_is_the_ordinary_ranking_of_equal_leaves():
    problem = Problem.from_arrays(np.random.default_rng(9).random((5, 4)))
    found = rank_ranges(problem, samples=10)
    assert found.ranking.ranks.tolist() == rank(problem, "equal-leaves").ranks.tolist()


def test_open_ranges_say_what_more_can_be_done():
    found = rank_ranges(read_problem("examples/see-models.yaml"), effort=0.01, samples=200)
    (one,) = [one for one in found.notices if one.code == "open-ranges"]
    assert "--effort" in one.text()
    assert "0.01" in one.text()
