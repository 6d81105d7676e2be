"""Crossovers along every weight."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from see_mcda import Criterion, Framework, Problem, rank
from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.crossovers.local_path import local_paths
from see_mcda.analyses.crossovers.quadratic_crossings import _roots
from see_mcda.errors import InputError, UnknownNameError
from see_mcda.language.line_breaking import width
from see_mcda.methods import PANEL
from see_mcda.methods.ranks import batch_ranks
from see_mcda.weighting.weights import Weights
from tests.published import cases
from tests.strategies import scaled_leaf, tree_problems, weight_vectors, with_gate

EXACT = ("topsis", "additive", "ahp", "multiplicative")
FLAT = Framework(Criterion("root", children=[Criterion(f"c{j}") for j in range(4)]))
DEEP = Framework(
    Criterion(
        "root",
        children=[
            Criterion(
                "left",
                children=[
                    Criterion("a"),
                    Criterion("inner", children=[Criterion("b"), Criterion("c"), Criterion("d")]),
                    Criterion("lonely", children=[Criterion("e")]),
                ],
            ),
            Criterion("right", children=[Criterion("f"), Criterion("g")]),
        ],
    )
)


def random_problem(framework: Framework, n: int, seed: int) -> tuple[Problem, Weights]:
    generator = np.random.default_rng(seed)
    x = generator.uniform(0.1, 1.0, (n, len(framework.leaves)))
    local = {node.id: generator.dirichlet(np.ones(len(node.children))) for node in framework.inner}
    return (
        Problem(framework, tuple(f"p{i}" for i in range(n)), x),
        Weights.from_local(framework, local),
    )


def assert_the_sweep_agrees(problem: Problem, weights, method: str, steps: int, **options) -> int:
    """Recompute the ranking at many shares, and compare it with what is stated; return the crossings."""
    found = crossovers(problem, weights, method=method, **options)
    base = found.ranking
    paths = local_paths(base.weights, list(found.nodes))
    t = (np.arange(steps) + 0.5) / steps
    total = 0
    for at, node in enumerate(found.nodes.values()):
        if node.alone:
            continue
        ranks = batch_ranks(base.prepared, paths.weights(np.full(steps, at), t))
        breaks = np.array([part.interval[1] for part in node.rankings[:-1]])
        stated = np.array([part.ranks for part in node.rankings])[np.searchsorted(breaks, t)]
        if len(breaks):  # candidates that swap are tied for a moment
            away = np.abs(t[:, None] - breaks).min(axis=1) > 1e-9
            ranks, stated = ranks[away], stated[away]
        wrong = np.flatnonzero((ranks != stated).any(axis=1))
        assert not len(wrong), f"{method} {node.node}: {len(wrong)} steps, first {t[wrong[:1]]}"
        for before, after in zip(node.rankings, node.rankings[1:], strict=False):
            swapped = {
                (a, b) if before.ranks[a] < before.ranks[b] else (b, a)
                for a, b in combinations(np.flatnonzero(problem.eligible).tolist(), 2)
                if (before.ranks[a] - before.ranks[b]) * (after.ranks[a] - after.ranks[b]) < 0
            }
            here = [c.pair for c in node.crossings if abs(c.at - after.interval[0]) <= 1e-12]
            assert sorted(here) == sorted(swapped)
        total += len(node.crossings)
    return total


@pytest.mark.parametrize("framework", [FLAT, DEEP], ids=["flat", "deep"])
@pytest.mark.parametrize("method", EXACT)
def test_a_sweep_finds_no_other_swaps_and_no_other_rankings(method, framework):
    problem, weights = random_problem(framework, 7, 5)
    assert assert_the_sweep_agrees(problem, weights, method, 4_000) > 20


@pytest.mark.slow
@pytest.mark.parametrize("framework", [FLAT, DEEP], ids=["flat", "deep"])
@pytest.mark.parametrize("method", EXACT)
def test_a_sweep_of_a_hundred_thousand_steps_agrees(method, framework):
    for seed in range(3):
        problem, weights = random_problem(framework, 9, seed)
        assert assert_the_sweep_agrees(problem, weights, method, 100_000) > 20


@settings(max_examples=20, deadline=None)
@given(data=st.data(), method=st.sampled_from(EXACT))
def test_ties_zero_weights_and_any_tree_agree_with_a_sweep(data, method):
    problem = data.draw(tree_problems())
    weights = data.draw(weight_vectors(problem.shape[1]))
    weights = weights / weights.sum()
    assert_the_sweep_agrees(problem, weights, method, 300)


@pytest.mark.parametrize("case", cases("sensitivity", "wsm_stability", "topsis_stability"))
def test_published_stability_intervals(case):
    given_, method = case["input"], case["method"].split("_")[0].replace("wsm", "additive")
    problem = Problem.from_arrays(given_["matrix"], given_["objectives"])
    found = crossovers(problem, given_["weights"], method=method, normalization=given_["normalization"])
    assert found.exact
    tolerance = case["exact_tolerance"] * 10 if method == "topsis" else case["exact_tolerance"]
    for column, stated in case["exact"].items():
        node = found.nodes[problem.leaves[int(column)]]
        swaps: dict[str, list[float]] = {}
        for crossing in node.crossings:
            swaps.setdefault("{},{}".format(*sorted(crossing.pair)), []).append(crossing.at)
        published = {pair: at if isinstance(at, list) else [at] for pair, at in stated["crossovers"].items()}
        assert swaps.keys() == published.keys()
        for pair, at in published.items():
            assert swaps[pair] == pytest.approx(at, abs=tolerance)
        assert found.ranking.ranks[stated["best"]] == 1
        assert node.leader_interval == pytest.approx(stated["best_interval"], abs=tolerance)
        if "ranking_interval" in stated:
            assert node.ranking_interval == pytest.approx(stated["ranking_interval"], abs=tolerance)


def scaled(matrix, tree) -> Problem:
    framework = Framework(tree, normalization="scale", ideal="fixed")
    return Problem(framework, tuple(f"p{i}" for i in range(len(matrix))), np.array(matrix))


def unit(id: str) -> Criterion:
    return scaled_leaf(id, min=0.0, max=1.0, neutral=0.2, good=0.8)


@pytest.mark.parametrize("beside", [False, True], ids=["quadratic", "quartic"])
def test_a_touching_root_is_no_swap(beside):
    """A candidate ahead at both ends and behind in between is raised until the two only touch."""
    sides = [
        Criterion("left", children=[unit("x"), unit("y")]),
        Criterion("right", children=[unit("v"), unit("w")]),
    ]
    tree = Criterion("root", children=[Criterion("both", children=sides), unit("z")] if beside else sides)
    rest = [0.5] if beside else []
    weights = {"both": 0.95, "z": 0.05} if beside else "equal"

    def problem(height: float) -> Problem:
        return scaled([[0.1, 1.0, 0.1, 0.2, *rest], [0.7, height, 0.4, 0.0, *rest]], tree)

    def crossings(height: float):
        return crossovers(problem(height), weights).nodes["left"].crossings

    def least(height: float) -> float:
        base = rank(problem(height), weights)
        path = local_paths(base.weights, ["left"])

        def lead(t: float) -> float:
            scores = base.prepared.scores(path.weights(np.array([0]), np.array([t])))[0]
            return float(scores[1] - scores[0])

        return float(
            minimize_scalar(lead, bounds=(0.02, 0.98), method="bounded", options={"xatol": 1e-13}).fun
        )

    touching = brentq(least, 0.4, 0.5, xtol=1e-16, rtol=1e-15)
    assert least(touching) == pytest.approx(0, abs=1e-14)
    assert crossings(touching) == ()
    assert crossings(touching + 1e-4) == ()
    assert len(crossings(touching - 1e-4)) == 2


def test_quartics_have_the_roots_that_their_companion_matrices_have():
    f = np.random.default_rng(3).standard_normal((400, 5))
    which, found = _roots(f)
    binomial = np.array([1, 4, 6, 4, 1])
    one_minus = [np.polynomial.Polynomial([1.0, -1.0]) ** (4 - k) for k in range(5)]
    for row in range(len(f)):
        power = sum(
            f[row, k] * binomial[k] * np.polynomial.Polynomial([0.0, 1.0]) ** k * one_minus[k]
            for k in range(5)
        )
        roots = power.roots()
        real = np.sort(roots[(np.abs(roots.imag) < 1e-12) & (roots.real > 0) & (roots.real < 1)].real)
        assert np.sort(found[which == row]) == pytest.approx(real, abs=1e-9)


def test_a_copy_is_always_tied_with_its_original_and_swaps_where_it_does():
    problem, weights = random_problem(FLAT, 5, 2)
    copied = problem.replace(
        candidates=(*problem.candidates, "copy"),
        values=np.vstack([problem.values, problem.values[1]]),
        names=(),
        attributes=(),
        notes=(),
        labels=(),
        gates=np.zeros((0, 0), np.int8),
    )
    for method in EXACT:
        found = crossovers(copied, weights, method=method)
        for node in found.nodes.values():
            assert node.always_tied == ((1, 5),)
            mine = [c.at for c in node.crossings if 1 in c.pair]
            assert mine == pytest.approx([c.at for c in node.crossings if 5 in c.pair])


def test_candidates_tied_just_now_hold_nothing():
    problem = Problem.from_arrays([[1.0, 0.0], [0.0, 1.0]])
    node = crossovers(problem, method="additive").nodes["c1"]
    assert node.leader_interval == node.ranking_interval == (0.5, 0.5)
    assert (node.below.leaders, node.above.leaders) == ((1,), (0,))


def test_a_lead_that_only_weight_zero_gives_holds_at_a_point():
    leaves = [scaled_leaf("x"), scaled_leaf("y")]
    problem = scaled([[4.0, 0.0], [3.0, 2.0]], Criterion("root", children=leaves))
    found = crossovers(problem, {"x": 1, "y": 0}, method="multiplicative")
    node = found.nodes["y"]
    assert found.ranking.ranks.tolist() == [1, 2]  # a score of 0 at y does not count yet
    assert node.leader_interval == node.ranking_interval == (0.0, 0.0)
    assert node.above.at == 0.0
    assert node.above.leaders == (1,)
    assert "only at exactly the present weight of y (0 %)" in " ".join(found.table().split())


def test_an_only_child_never_moves():
    problem, weights = random_problem(DEEP, 5, 0)
    node = crossovers(problem, weights).nodes["e"]
    assert node.alone
    assert node.crossings == ()
    assert node.leader_interval == node.ranking_interval == (1.0, 1.0)
    assert "e" not in crossovers(problem, weights, nodes=["a"]).nodes


def test_siblings_without_weight_share_equally_and_the_rest_keeps_its_shares():
    problem, _ = random_problem(DEEP, 5, 0)
    weights = dict.fromkeys(problem.leaves, 0.0) | {"b": 0.6, "f": 0.4}
    base = rank(problem, weights)
    paths = local_paths(base.weights, ["b", "left"])
    moved = paths.weights(np.array([0, 1]), np.array([0.0, 0.5]))
    by = dict(zip(problem.leaves, moved[0].tolist(), strict=True))
    assert by == pytest.approx({"a": 0, "b": 0, "c": 0.3, "d": 0.3, "e": 0, "f": 0.4, "g": 0})
    by = dict(zip(problem.leaves, moved[1].tolist(), strict=True))
    assert by == pytest.approx({"a": 0, "b": 0.5, "c": 0, "d": 0, "e": 0, "f": 0.5, "g": 0})


def test_who_fails_a_gate_crosses_nobody():
    x = np.random.default_rng(1).random((5, 3)) + 0.1
    problem = with_gate([Criterion(f"c{j}") for j in range(3)], x, ["pass", "fail", "pass", "pass", "pass"])
    for method in EXACT:
        found = crossovers(problem, method=method)
        assert_the_sweep_agrees(problem, "equal", method, 500)
        for node in found.nodes.values():
            assert all(1 not in c.pair for c in node.crossings)
            assert all(part.ranks[1] == 0 for part in node.rankings)


@pytest.mark.parametrize("method", EXACT)
def test_only_the_first_ranks_are_the_same_swaps_and_intervals(method):
    problem, weights = random_problem(FLAT, 40, 8)
    every, first = (
        crossovers(problem, weights, method=method),
        crossovers(problem, weights, method=method, top=3),
    )
    for id, node in every.nodes.items():
        assert first.nodes[id].crossings == tuple(c for c in node.crossings if min(c.ranks) <= 3)
        assert first.nodes[id].leader_interval == node.leader_interval
        assert first.nodes[id].ranking_interval == node.ranking_interval
        assert first.nodes[id].leaders == node.leaders


def test_many_candidates_are_looked_at_by_their_first_ranks():
    problem, weights = random_problem(FLAT, 300, 8)
    found = crossovers(problem, weights)
    assert found.top == 10
    assert any(notice.code == "first-ranks" for notice in found.notices)
    assert all(min(c.ranks) <= 10 for node in found.nodes.values() for c in node.crossings)


def test_methods_without_a_formula_are_bracketed_and_say_so():
    problem, weights = random_problem(FLAT, 4, 3)
    found = crossovers(problem, weights, method="edas", nodes=["c1"])
    assert not found.exact
    assert [notice.code for notice in found.notices] == ["bracketed"]
    node = found.nodes["c1"]
    assert node.crossings
    paths = local_paths(found.ranking.weights, ["c1"])
    for crossing in node.crossings:
        a, b = crossing.pair
        sides = found.ranking.prepared.ranks(
            paths.weights(np.zeros(2, np.intp), crossing.at + np.array([-1e-9, 1e-9]))
        )
        assert sides[0, a] < sides[0, b]
        assert sides[1, a] > sides[1, b]


def test_bracketing_finds_what_the_formula_finds(monkeypatch):
    problem, weights = random_problem(DEEP, 6, 4)
    exact = crossovers(problem, weights)
    base = type(exact.ranking.prepared)
    monkeypatch.setattr(base, "quadratic_parts", lambda self: None)
    searched = crossovers(problem, weights)
    for id, node in exact.nodes.items():
        found = searched.nodes[id].crossings
        assert [c.pair for c in found] == [c.pair for c in node.crossings]
        assert [c.at for c in found] == pytest.approx([c.at for c in node.crossings], abs=1e-10)
        assert not any(c.exact for c in found)


@pytest.mark.slow
@pytest.mark.parametrize("method", [method.name for method in PANEL if method.name != "spotis"])
def test_every_method_of_the_panel_has_crossovers(method):
    _, weights = random_problem(FLAT, 4, 3)
    x = np.random.default_rng(3).uniform(0.1, 1.0, (4, 4))
    problem = Problem.from_arrays(x, ["max", "max", "max", "min"], ["c0", "c1", "c2", "c3"])
    found = crossovers(problem, weights, method=method, nodes=["c1"])
    assert found.nodes["c1"].leader_interval[0] <= weights.values[1] <= found.nodes["c1"].leader_interval[1]


def test_the_document_and_the_rows_hold_every_crossing():
    problem, weights = random_problem(DEEP, 6, 4)
    found = crossovers(problem, weights)
    document = json.loads(found.to_json())
    assert document["schema"] == "see-mcda/crossovers/1"
    count = sum(len(node["crossings"]) for node in document["nodes"].values())
    assert count == len(found.rows()[1]) == sum(node.swaps for node in found.nodes.values())
    left = document["nodes"]["inner"]
    assert left["leader_interval_global"][0] <= left["global_share"] <= left["leader_interval_global"][1]
    assert len(left["rankings"]) == found.nodes["inner"].segments


@pytest.mark.parametrize("room", [50, 80])
@pytest.mark.parametrize("language", ["en", "th"])
def test_the_text_fits_and_names_who_overtakes(room, language):
    problem, weights = random_problem(DEEP, 6, 4)
    found = crossovers(problem, weights)
    text = found.table(language, room)
    assert max(map(width, text.splitlines())) <= room
    if language == "en":
        assert "keeps the lead while" in " ".join(text.split())


def test_wrong_questions_are_refused():
    problem, weights = random_problem(FLAT, 4, 3)
    with pytest.raises(UnknownNameError, match="always 1"):
        crossovers(problem, weights, nodes=["root", "nowhere"])
    with pytest.raises(UnknownNameError, match="there is no criterion nowhere"):
        crossovers(problem, weights, nodes=["root", "nowhere"])
    with pytest.raises(InputError, match="whole number"):
        crossovers(problem, weights, top=0)
