"""Crossovers against a dense sweep of the scores, on many random problems.

The sweep shares nothing with the formulas but the method's scores: it walks the weights itself, looks at the
order of every pair at many shares, and bisects between two shares at which the order differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from see_mcda import Criterion, Framework, Problem
from see_mcda.analyses.crossovers.bracketing import narrowed
from see_mcda.analyses.crossovers.crossovers import NodeCrossovers, crossovers
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import TIE
from see_mcda.weighting.weights import Weights
from tests.strategies import scaled_leaf

Array = NDArray[np.float64]
STEPS = 400
SHARES = np.unique(np.concatenate([(np.arange(STEPS) + 0.5) / STEPS, np.logspace(-7, -3, 9)]))
SHARES = np.unique(np.concatenate([SHARES, 1 - SHARES]))
METHODS = [
    ("topsis", "vector", "observed"),
    ("topsis", "minmax", "observed"),
    ("topsis", "none", "observed"),
    ("topsis", "scale", "observed"),
    ("topsis", "scale", "fixed"),
    ("additive", "minmax", None),
    ("additive", "scale", None),
    ("multiplicative", "linear", None),
    ("multiplicative", "scale", None),
    ("ahp", "sum", None),
    ("ahp", "scale", None),
]
TREES = [  # by how many children each node has; 0 is a leaf
    [0, 0],
    [0, 0, 0],
    [0, 0, 0, 0, 0],
    [[0, 0], [0, 0]],
    [[0, 0], 0],
    [[0, 0, 0], [0, 0], 0],
    [[0, [0, 0, 0], [0]], [0, 0]],
    [[[0, 0], 0], [0, [0, 0]]],
]


def tree(shape: list, costs: Iterator[bool]) -> Framework:
    count = iter(range(100))

    def node(part) -> Criterion:
        id = f"n{next(count)}"
        if part == 0:
            return scaled_leaf(id, "min" if next(costs) else "max")
        return Criterion(id, children=[node(child) for child in part])

    return Framework(node(shape))


def random_problem(seed: int, method: str, normalization: str) -> tuple[Problem, Weights]:
    """Draw a tree with costs, equal scores, copies, and local weights some of which are 0 or all of it."""
    generator = np.random.default_rng(seed)
    framework = tree(TREES[seed % len(TREES)], iter((generator.random(20) < 0.3).tolist()))
    m, n = len(framework.leaves), int(generator.integers(3, 7))
    least = 0 if normalization == "scale" and method != "ahp" else 1
    whole = generator.integers(least, 5, (n, m)).astype(float)
    x = whole if seed % 3 else generator.uniform(max(least, 0.05), 4.0, (n, m))
    same = generator.random((n, m)) < 0.25
    x[1:][same[1:]] = x[:-1][same[1:]]  # alike at some leaves
    if seed % 4 == 0:
        x[-1] = x[0]  # alike at all of them
    local = {}
    for inner in framework.inner:
        share = generator.dirichlet(np.ones(len(inner.children)))
        if generator.random() < 0.4:
            share = np.round(share * 4)
        if not share.any() or generator.random() < 0.2:
            share[:] = 1.0
        local[inner.id] = share / share.sum()
    problem = Problem(framework, tuple(f"p{i}" for i in range(n)), x)
    return problem, Weights.from_local(framework, local)


def weights_along(weights: Weights, node: str, shares: Array) -> Array:
    """Return (k, m) the leaf weights at shares of a node, its siblings keeping their proportions."""
    result = np.empty((len(shares), len(weights.framework.leaves)))

    def spread(part: Criterion, weight: Array) -> None:
        if part.is_leaf:
            result[:, weights.framework.leaf_position[part.id]] = weight
            return
        local = [np.full(len(shares), share) for share in weights.local[part.id].tolist()]
        ids = [child.id for child in part.children]
        if node in ids and len(ids) > 1:
            at = ids.index(node)
            left = sum(share[0] for place, share in enumerate(local) if place != at)
            for place, share in enumerate(local):
                part_of_rest = share / left if left else 1 / (len(ids) - 1)
                local[place] = shares if place == at else (1 - shares) * part_of_rest
        for child, share in zip(part.children, local, strict=True):
            spread(child, weight * share)

    spread(weights.framework.root, np.ones(len(shares)))
    return result


def leads(prepared: Prepared, weights: Array, a, b) -> Array:
    """Return how far a is ahead of b at each row of weights; 0 where the two are tied."""
    scores = prepared.scores(weights)
    one, other = scores[..., a], scores[..., b]
    lead = one - other
    lead[np.abs(lead) <= TIE * np.maximum(1.0, np.maximum(np.abs(one), np.abs(other)))] = 0.0
    return lead


def bisected(prepared: Prepared, weights: Weights, node: str, low, high, a, b) -> Array:
    """Return where each pair changes its order between ``low`` and ``high``."""
    rows = np.arange(len(a))

    def ahead(t: Array) -> Array:
        scores = prepared.scores(weights_along(weights, node, t))
        return np.asarray(scores[rows, a] > scores[rows, b])

    before = ahead(low)
    for _ in range(45):
        middle = (low + high) / 2
        same = ahead(middle) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return (low + high) / 2


def assert_the_sweep_agrees(prepared: Prepared, weights: Weights, node: NodeCrossovers) -> int:
    """Check every crossing of a node, and that there are no others; return how many there are."""
    n = len(prepared.problem.candidates)
    first, second = np.triu_indices(n, 1)
    swept = leads(prepared, weights_along(weights, node.node, SHARES), first, second)
    expected = np.empty_like(swept)
    for at, pair in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        swept_one = np.sign(swept[:, at])
        mine = [c for c in node.crossings if sorted(c.pair) == list(pair)]
        assert (pair in node.always_tied) == (not swept_one.any() and not mine)
        ahead = [1 if c.pair == pair else -1 for c in mine]
        assert all(one == -other for one, other in pairwise(ahead)), "no swap back"
        seen = swept_one[swept_one != 0]
        start = ahead[0] if mine else seen[0] if len(seen) else 0
        turns = np.searchsorted([c.at for c in mine], SHARES)
        expected[:, at] = start * (-1.0) ** turns
    away = swept != 0
    assert (np.sign(swept)[away] == expected[away]).all(), f"{node.node}: missed or misplaced"
    if not node.crossings:
        return 0
    # each stated crossing: the order just before and after it, its place and its ranks
    t = np.array([c.at for c in node.crossings])
    a, b = np.array([c.pair for c in node.crossings]).T
    low, high = np.zeros(len(t)), np.ones(len(t))
    pairs = [tuple(sorted(c.pair)) for c in node.crossings]
    for at, pair in enumerate(pairs):
        others = [t[k] for k in range(len(t)) if k != at and pairs[k] == pair]
        low[at] = max([o for o in others if o < t[at]], default=0.0)
        high[at] = min([o for o in others if o > t[at]], default=1.0)
    below, above = t - (t - low) / 3, t + (high - t) / 3
    rows = np.arange(len(t))
    before, after = (
        leads(prepared, weights_along(weights, node.node, side), a, b)[rows, rows] for side in (below, above)
    )
    assert (before >= 0).all()
    assert (after <= 0).all()
    assert ((before > 0) | (after < 0)).all(), f"{node.node}: invented"
    sure = (before > 0) & (after < 0)
    at = bisected(prepared, weights, node.node, below[sure], above[sure], a[sure], b[sure])
    tied = leads(prepared, weights_along(weights, node.node, t), a, b)[rows, rows] == 0
    assert tied.all(), f"{node.node}: not tied at the crossing"
    lost = np.abs(at - t[sure]) > 1e-8
    flat = leads(prepared, weights_along(weights, node.node, (at + t[sure]) / 2), a[sure], b[sure])
    assert (flat.diagonal()[lost] == 0).all(), f"{node.node}: misplaced"
    places = np.unique(t)
    gap = np.diff(np.concatenate([[0.0], places]))[np.searchsorted(places, t)]
    clear = gap > 1e-5
    scores = prepared.scores(weights_along(weights, node.node, t - gap / 3))
    for one, row, wide in zip(node.crossings, scores, clear, strict=True):
        if wide:
            assert one.ranks == tuple(1 + int((row > row[who] + TIE).sum()) for who in one.pair)
    return len(node.crossings)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "normalization", "ideal"), METHODS)
def test_no_swap_is_missed_invented_or_misplaced(method, normalization, ideal):
    options = {"normalization": normalization} | ({"ideal": ideal} if ideal else {})
    total = 0
    for seed in range(24):
        problem, weights = random_problem(seed, method, normalization)
        found = crossovers(problem, weights, method=method, **options)
        assert found.exact
        for node in found.nodes.values():
            if node.alone:
                assert not node.crossings
            else:
                total += assert_the_sweep_agrees(found.ranking.prepared, weights, node)
    assert total > 200


@pytest.mark.slow
@pytest.mark.parametrize(("method", "normalization", "ideal"), METHODS)
def test_the_swaps_at_the_first_ranks_are_those_among_all(method, normalization, ideal):
    options = {"normalization": normalization} | ({"ideal": ideal} if ideal else {})
    for seed in range(24):
        problem, weights = random_problem(seed, method, normalization)
        every = crossovers(problem, weights, method=method, **options)
        first = crossovers(problem, weights, method=method, top=1, **options)
        for id, node in every.nodes.items():
            mine = [c for c in node.crossings if min(c.ranks) == 1]
            behind = [replace(c, ranks=tuple(min(rank, 2) for rank in c.ranks)) for c in mine]
            assert first.nodes[id].crossings == tuple(behind)
            assert first.nodes[id].leaders == node.leaders
            assert first.nodes[id].ranking_interval == pytest.approx(node.ranking_interval, abs=1e-10)


@pytest.mark.parametrize(
    ("shape", "rows"),
    [
        # F = 64 (1 − 3 s)²: whole numbers on a scale from 0 to 8
        ([[0, 0], [0, 0]], [[0, 5, 4, 5], [2, 3, 3, 6]]),
        # beside a leaf whose weight, 1/3, stays: F touches 0 at t = 1/2, on a scale from 0 to 4
        ([[[0, 0], [0, 0]], 0], [[2, 2, 6, 6, 0], [0, 0, 0, 8, 2]]),
    ],
    ids=["quadratic", "quartic"],
)
def test_candidates_that_only_draw_level_do_not_swap(shape, rows):
    framework = tree(shape, iter([False] * 20))
    problem = Problem(framework, ("a", "b"), np.array(rows) / 2)
    node = framework.inner[-2].id
    root = {framework.id: np.array([2 / 3, 1 / 3])} if len(framework.leaves) == 5 else {}
    weights = Weights.from_local(framework, root)
    found = crossovers(problem, weights, normalization="scale", ideal="fixed")
    level = np.array([0.5]) if root else np.array([1 / (1 + np.sqrt(3))])
    prepared = found.ranking.prepared
    assert leads(prepared, weights_along(weights, node, level), 0, 1) == 0
    assert found.nodes[node].crossings == ()
    assert assert_the_sweep_agrees(prepared, weights, found.nodes[node]) == 0


def test_a_lead_between_two_points_of_the_coarse_grid_is_found():
    """The balanced candidate is third at every point of the grid, and first from 0.49505 to 0.50495."""
    x = [[1.0, 0.0], [0.999, 0.0], [0.0, 1.0], [0.0, 0.999], [0.50495, 0.50495]]
    problem = Problem.from_arrays(x, criteria=["x", "y"])
    found = crossovers(problem, {"x": 0.2, "y": 0.8}, method="additive", normalization="none", top=1)
    leaders = [(span.leaders, span.interval[0]) for span in found.nodes["x"].leaders]
    assert [who for who, _ in leaders] == [(2,), (4,), (0,)]
    assert [at for _, at in leaders] == pytest.approx([0, 0.49505, 0.50495])


def test_a_search_for_the_first_ranks_finds_what_the_formula_finds(monkeypatch):
    problem, weights = random_problem(5, "topsis", "vector")
    exact = crossovers(problem, weights, top=1)
    monkeypatch.setattr(type(exact.ranking.prepared), "quadratic_parts", lambda self: None)
    searched = crossovers(problem, weights, top=1)
    assert sum(len({span.leaders for span in node.leaders}) > 1 for node in exact.nodes.values()) > 1
    for id, node in exact.nodes.items():
        found = searched.nodes[id].crossings
        assert [c.pair for c in found] == [c.pair for c in node.crossings]
        assert [c.at for c in found] == pytest.approx([c.at for c in node.crossings], abs=1e-10)


@pytest.mark.parametrize("power", [1, 3, 9, 19])
@pytest.mark.parametrize("root", [1e-6, 0.01, 0.3, 0.97])
def test_a_flat_root_is_narrowed_as_closely_as_a_steep_one(power, root):
    """Chandrupatla's own examples: interpolation alone creeps along a flat power."""

    def f(which, x):
        return (x - root) ** power

    ends = np.array([0.0]), np.array([1.0])
    at = narrowed(f, *ends, f_low=f(0, ends[0]), f_high=f(0, ends[1]), width=1e-12)
    assert at == pytest.approx(root, abs=1e-12)
