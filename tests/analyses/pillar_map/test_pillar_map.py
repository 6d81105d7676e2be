"""Pillar maps: whose part of the triangle is how large, and how near the next winner is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from see_mcda import Criterion, Framework, Problem, SeeMcdaError, rank, read_problem
from see_mcda.analyses.pillar_map.pillar_map import PillarMap, nearest_on, pillar_map
from see_mcda.analyses.pillar_map.winner_regions import cut
from see_mcda.language.line_breaking import widest
from see_mcda.methods.ranks import batch_ranks
from see_mcda.uncertainty.polygons import TRIANGLE, area, centroid, clip

MODELS = Path(__file__).parents[3] / "examples" / "see-models.yaml"
SAMPLES = 40_000


def plain(values: object, **options: object) -> PillarMap:
    problem = Problem.from_arrays(np.array(values, dtype=float))
    return pillar_map(problem, **{"method": "additive", "normalization": "none", **options})


def areas(map: PillarMap) -> NDArray[np.float64]:
    found = np.zeros(len(map.problem.candidates))
    for region in map.regions:
        found[list(region.rows)] = region.area
    return found


def winning_shares(map: PillarMap, samples: int = SAMPLES) -> NDArray[np.float64]:
    mixes = np.random.default_rng(1).dirichlet(np.ones(3), samples)
    return (batch_ranks(map.prepared, mixes @ map.corners) == 1).mean(axis=0)


def tree_problem(seed: int, n: int = 8) -> Problem:
    pillars = [Criterion(name, children=[Criterion(f"{name}{k}") for k in range(2)]) for name in "abc"]
    tree = Framework(Criterion("root", children=[Criterion("pillars", children=pillars), Criterion("other")]))
    values = np.random.default_rng(seed).uniform(1, 10, (n, 7))
    return Problem.from_arrays(values).replace(framework=tree)


def test_three_specialists_share_the_triangle() -> None:
    map = plain(np.eye(3))
    assert np.allclose(areas(map), 1 / 3, atol=1e-12)
    for region in map.regions:
        assert region.exact
        assert np.allclose(region.polygons[0].max(axis=0)[region.rows[0]], 1)


def test_a_known_border() -> None:
    """The first scores (1, 0, 0), the second a steady 0.4: it wins where the first share is below 0.4."""
    map = plain([[1, 0, 0], [0.4, 0.4, 0.4]], weights="c1=8,c2=1,c3=1")
    assert np.allclose(areas(map), [0.6**2, 1 - 0.6**2], atol=1e-12)
    assert map.border is not None
    assert map.border.distance == pytest.approx(0.4, abs=1e-6)
    assert map.border.rows == (1,)
    assert map.border.mix[0] == pytest.approx(0.4, abs=1e-6)


def test_always_tied_candidates_share_a_region_and_nobody_else_is_near() -> None:
    map = plain([[2, 2, 2], [2, 2, 2], [1, 1, 1]])
    assert [region.rows for region in map.regions] == [(0, 1)]
    assert map.regions[0].area == pytest.approx(1)
    assert map.border is None
    assert "No other candidate" in map.table()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("method", ["additive", "multiplicative", "topsis"])
def test_areas_are_the_chances_of_the_first_rank(method: str, seed: int) -> None:
    """Within 5 standard errors: a false alarm in about 1 of 10⁵ runs of all cases."""
    map = pillar_map(tree_problem(seed), method=method)
    found, shares = areas(map), winning_shares(map)
    assert found.sum() == pytest.approx(1, abs=1e-9)
    error = 5 * np.sqrt(np.maximum(shares * (1 - shares), 1 / SAMPLES) / SAMPLES)
    assert (np.abs(found - shares) <= error + 1e-4).all()
    assert map.exact == (method != "topsis")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_areas_of_topsis_lie_within_what_is_proven(seed: int) -> None:
    map = pillar_map(tree_problem(seed), method="topsis")
    shares = winning_shares(map)
    for region in map.regions:
        assert region.bounds is not None
        low, high = region.bounds
        share = shares[region.rows[0]]
        error = 5 * np.sqrt(max(share * (1 - share), 1 / SAMPLES) / SAMPLES)
        assert low - error <= share <= high + error
        assert low <= region.area <= high
        assert high - low < 0.02


def test_corners_of_a_traced_region_lie_on_its_border() -> None:
    map = pillar_map(tree_problem(2))
    region = max(map.regions, key=lambda region: len(region.polygons[0]))
    loop = region.polygons[0]
    loop = loop[(loop > 1e-9).all(axis=1)]
    assert len(loop) > 20
    won = np.zeros(len(loop), bool)
    lost = np.zeros(len(loop), bool)
    for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        x, y = 2e-5 * np.cos(angle), 2e-5 * np.sin(angle)
        first = rank_one(map, np.clip(loop + np.array([x, y, -x - y]), 0, 1))[:, region.rows[0]]
        won |= first
        lost |= ~first
    meets = 4  # near where three winners meet, the traced corner is off by less than a step of the grid
    assert (~(won & lost)).sum() <= meets


def rank_one(map: PillarMap, mixes: NDArray[np.float64]) -> NDArray[np.bool_]:
    return batch_ranks(map.prepared, mixes @ map.corners) == 1


@pytest.mark.parametrize(
    ("method", "seed"),
    [(method, seed) for method in ("additive", "topsis") for seed in range(6)]
    + [pytest.param("vikor", 1, marks=pytest.mark.slow)],
)
def test_the_nearest_border_is_replayed(method: str, seed: int) -> None:
    """The leader holds at every mix that is nearer, and is unseated just beyond the border."""
    problem = tree_problem(seed)
    map = pillar_map(problem, method=method)
    if len(map.regions) == 1:
        assert map.border is None
        return
    assert map.border is not None
    before = map.current + (1 - 1e-5) * (map.border.mix - map.current)
    beyond = next(region for region in map.regions if region.rows == map.border.rows)
    after = map.border.mix + 1e-4 * (centroid(beyond.polygons[0]) - map.border.mix)
    leaders = list(map.leaders)
    assert rank(problem, before @ map.corners, method=method).ranks[leaders].tolist() == [1] * len(leaders)
    assert (rank(problem, after @ map.corners, method=method).ranks[leaders] > 1).all()
    mixes = np.random.default_rng(3).dirichlet(np.ones(3), 500 if method == "vikor" else SAMPLES)
    moved = np.abs(mixes - map.current).sum(axis=1) / 2
    holds = rank_one(map, mixes)[:, leaders].any(axis=1)
    assert not (~holds & (moved < map.border.distance - 1e-3)).any()


def test_the_rest_of_the_tree_keeps_its_weight_unless_the_three_are_alone() -> None:
    problem = tree_problem(0)
    map = pillar_map(problem, method="additive")
    assert map.nodes == ("a", "b", "c")
    assert map.total == pytest.approx(0.5)
    assert np.allclose(map.corners[:, 6], 0.5)
    assert np.allclose(map.corners.sum(axis=1), 1)
    assert np.allclose(map.current @ map.corners, map.ranking.weights.values)
    alone = pillar_map(problem, method="additive", alone=True)
    assert alone.total == 1
    assert not alone.corners[:, 6].any()


@pytest.mark.slow
def test_who_fails_a_gate_wins_nowhere_and_a_lost_product_never_wins() -> None:
    models = pillar_map(read_problem(MODELS))
    out = np.flatnonzero(~models.problem.eligible)
    assert len(out) == 1
    assert not any(set(region.rows) & set(out.tolist()) for region in models.regions)
    lost = cut(np.array([[9, 9, -np.inf], [1, 1, 1]]), np.eye(3), np.array([True, True]))
    assert [(region.rows, region.area) for region in lost] == [((1,), 1.0)]


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        (["a", "b"], "three different"),
        (["a", "b", "b"], "three different"),
        (["a", "b", "nowhere"], "no criterion nowhere"),
        (["a", "b", "other"], "not parts of one group"),
    ],
)
def test_nodes_that_cannot_be_mixed_are_refused(nodes: list[str], words: str) -> None:
    with pytest.raises(SeeMcdaError, match=words):
        pillar_map(tree_problem(0), nodes=nodes)


def test_branches_without_weight_and_trees_without_three_are_refused() -> None:
    with pytest.raises(SeeMcdaError, match="no group has just three"):
        plain(np.eye(2))
    nothing = dict.fromkeys([f"{name}{k}" for name in "abc" for k in range(2)], 0.0) | {"other": 1.0}
    with pytest.raises(SeeMcdaError, match="together have no weight"):
        pillar_map(tree_problem(0), nothing)


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_every_form_of_the_result_is_whole(method: str) -> None:
    map = pillar_map(read_problem(MODELS), method=method)
    model = map.model()
    assert model.exact == (method == "additive")
    assert sum(region.area for region in model.regions) == pytest.approx(1)
    header, rows = map.rows()
    assert header[-3:] == list(map.nodes)
    assert all(abs(sum(row[-3:]) - 1) < 1e-9 for row in rows)
    for language in ("en", "th"):
        assert widest(map.table(language, 80).splitlines()) <= 80


def test_polygons_are_cut_and_measured() -> None:
    square = [[0, 0], [1, 0], [1, 1], [0, 1]]
    half = clip(square, [1, 1], 1)
    assert area(half) == pytest.approx(0.5)
    assert np.allclose(centroid(half), 2 / 3)
    assert len(clip(square, [1, 0], 2)) == 0
    assert clip(square, [1, 0], -1).shape == (4, 2)
    assert area(TRIANGLE) == 1
    assert np.allclose(centroid(TRIANGLE), 1 / 3)
    distance, mix = nearest_on(TRIANGLE, np.array([0.2, 0.4, 0.4]))
    assert distance == pytest.approx(0.2)
    assert mix[0] == pytest.approx(0)


def test_statements_leave_the_exact_part_of_a_known_triangle() -> None:
    """Of the mixes with a first share of 0.2 or more, the steady 0.4 wins where that share is below 0.4."""
    map = plain([[1, 0, 0], [0.4, 0.4, 0.4]], weights="c1=8,c2=1,c3=1", statements=["c1 >= 0.2"])
    assert np.allclose(areas(map), [0.6**2 / 0.8**2, 1 - 0.6**2 / 0.8**2], atol=1e-12)
    assert map.exact
    assert area(map.allowed) == pytest.approx(0.8**2)
    assert map.border is not None
    assert map.border.distance == pytest.approx(0.4, abs=1e-6)


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_areas_under_statements_are_chances_among_the_allowed_mixes(method: str) -> None:
    said = ["a >= 0.6 * b", "c <= 0.5"]
    map = pillar_map(tree_problem(2), "equal-leaves", method=method, statements=said)
    mixes = np.random.default_rng(1).dirichlet(np.ones(3), SAMPLES) * map.total
    held = (mixes[:, 0] >= 0.6 * mixes[:, 1]) & (mixes[:, 2] <= 0.5)
    first = rank_one(map, mixes[held] / map.total)
    assert np.allclose(areas(map), first.mean(axis=0), atol=0.015)
    assert areas(map).sum() == pytest.approx(1, abs=2e-3)
    assert all((region.bounds is not None) == (method == "additive") for region in map.regions)


def test_statements_about_candidates_restrict_where_scores_are_linear() -> None:
    map = plain(np.eye(3), statements=["@a1 >= @a2"], weights="c1=2,c2=1,c3=1")
    assert np.allclose(areas(map), [2 / 3, 0, 1 / 3], atol=1e-12)
    assert map.border is not None
    assert map.border.rows == (2,)
    other = plain(np.eye(3), statements=["@a2 >= @a1"], weights="c1=2,c2=1,c3=1")
    assert other.border is None
    assert "not-allowed" in {each.code for each in other.warnings}
    assert "does not meet the statements" in other.table()


@pytest.mark.parametrize(
    ("statements", "method", "code"),
    [
        (["c1 = c2"], "additive", "no-allowed-mix"),
        (["c1 >= 0.6", "c2 >= 0.6"], "additive", "contradiction"),
        (["@a1 >= @a2"], "topsis", "not-linear"),
    ],
)
def test_statements_that_leave_no_part_are_refused(statements: list[str], method: str, code: str) -> None:
    with pytest.raises(SeeMcdaError) as raised:
        plain(np.eye(3) + 1, statements=statements, method=method)
    assert [fault.code for fault in raised.value.faults] == [code]
