"""Distributions of weights: their means and supports, their sampling, their documents.

Statistical claims: 5 standard errors with fixed seeds; each false alarm has a chance of 6e-7 a number.
"""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from see_mcda import Criterion, Framework, read_framework, read_weights
from see_mcda.errors import SeeMcdaError, WeightingError
from see_mcda.uncertainty.distributions import read_distribution
from see_mcda.uncertainty.hit_and_run import converged_chains
from see_mcda.uncertainty.polytope import polytope, triangulated
from see_mcda.uncertainty.shares import Ordered, Walked
from see_mcda.uncertainty.statements import read_statements
from tests.published import FOLDER

SEE = read_framework("see")
THREE = Framework.flat(["a", "b", "c"], ["max"] * 3)
THIRTY = Framework.flat([f"c{j}" for j in range(30)], ["max"] * 30)
FORMS = {
    "uniform": "uniform",
    "tree": "uniform-tree",
    "profile": {"profile": "economic-led", "concentration": 20},
    "zeros": {"profile": "characteristics-only", "concentration": 5},
    "orders": ["cooperation >= market >= framework", "economic >= social"],
    "bounds": ["economic >= 2 * social", "0.1 <= fair-trade <= 0.4"],
    "equality": ["economic = social", "cooperation >= 0.1"],
    "point": ["pillars = 0", "cooperation >= 1"],
    "within": {"statements": ["pillars >= 0.5"], "distribution": {"profile": "equal", "concentration": 10}},
    "nodes": {
        "nodes": {
            "see": {"profile": "equal", "concentration": 10},
            "pillars": {"order": [["economic"], ["social", "environmental"]]},
            "characteristics": {"statements": ["market >= 2 * framework"]},
        }
    },
    "else": {"nodes": {"see": "equal"}, "else": {"fixed": "economic-led"}},
    "judgments": {"judgments": "ahp-judged", "jitter": 0.2},
    "gaps": {"judgments": "ahp-incomplete", "jitter": 0.2},
    "between": {"between": ["equal", "economic-led", "pillars-only"]},
    "plain": "economic-led",
    "array": [1, 2, 3, 4, 5, 6, 7, 8.0],
}


def close(sample, mean) -> None:
    error = sample.std(axis=0) / np.sqrt(len(sample))
    assert (np.abs(sample.mean(axis=0) - mean) <= 5 * error + 1e-12).all()


@pytest.mark.parametrize("form", FORMS)
def test_every_weighting_is_one_and_meets_its_statements(form):
    found = read_distribution(FORMS[form], SEE)
    w = found.sample(np.random.default_rng(1), 4096)
    assert w.shape == (4096, 8)
    assert (w >= 0).all()
    assert np.abs(w.sum(axis=1) - 1).max() <= 1e-15
    assert found.center.sum() == pytest.approx(1, abs=1e-12)
    if found.statements is not None:
        assert found.statements.holds(w, 1e-12).all()
        assert found.statements.holds(found.center[None]).all()
    if found.driven:
        u = np.random.default_rng(2).random((512, found.dimensions))
        driven = found.from_uniforms(u)
        assert np.abs(driven.sum(axis=1) - 1).max() <= 1e-15
        np.testing.assert_array_equal(driven, found.from_uniforms(u))


@pytest.mark.parametrize("form", FORMS)
def test_a_distribution_survives_pickling_and_its_own_document(form):
    found = read_distribution(FORMS[form], SEE)
    w = found.sample(np.random.default_rng(1), 300)
    document = json.loads(json.dumps(found.document))
    for again in (pickle.loads(pickle.dumps(found)), read_distribution(document, SEE)):
        np.testing.assert_array_equal(again.sample(np.random.default_rng(1), 300), w)


@pytest.mark.parametrize(
    "form", ["uniform", "tree", "profile", "zeros", "orders", "bounds", "equality", "nodes"]
)
def test_points_and_generators_draw_the_same_distribution_around_its_mean(form):
    found = read_distribution(FORMS[form], SEE)
    drawn = found.sample(np.random.default_rng(3), 20_000)
    driven = found.from_uniforms(np.random.default_rng(4).random((20_000, found.dimensions)))
    close(drawn, found.center)
    close(driven, found.center)
    error = np.sqrt((drawn**2).var(axis=0) + (driven**2).var(axis=0)) / np.sqrt(20_000)
    assert (np.abs((drawn**2).mean(axis=0) - (driven**2).mean(axis=0)) <= 5 * error + 1e-12).all()


def test_a_complete_order_has_the_published_mean():
    cases = json.loads((FOLDER / "smaa.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == "smaa-exact-3x3-ordinal")
    found = read_distribution(["a >= b >= c"], THREE)
    published = [eval_fraction(text) for text in case["expected"]["mean_weight"]]
    np.testing.assert_allclose(found.center, published, atol=case["tolerance"])
    by_triangles = triangulated(polytope(found.statements.coefficients, found.statements.at_least))
    np.testing.assert_allclose(by_triangles.mean, published, atol=case["tolerance"])


def eval_fraction(text: str) -> float:
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def test_dirichlet_has_its_mean_and_variance():
    w = read_weights("economic-led", SEE).values
    sample = read_distribution({"profile": "economic-led", "concentration": 20}, SEE).sample(
        np.random.default_rng(6), 50_000
    )
    close(sample, w)
    close((sample - w) ** 2, w * (1 - w) / 21)


def test_a_weight_of_zero_stays_zero():
    found = read_distribution(FORMS["zeros"], SEE)
    zero = read_weights("characteristics-only", SEE).values == 0
    assert not found.sample(np.random.default_rng(1), 100)[:, zero].any()
    assert not found.from_uniforms(np.random.default_rng(1).random((100, found.dimensions)))[:, zero].any()


def test_uniform_weights_have_the_moments_of_the_flat_simplex():
    sample = read_distribution("uniform", SEE).sample(np.random.default_rng(8), 50_000)
    close(sample, np.full(8, 1 / 8))
    close(sample**2, np.full(8, 2 / (8 * 9)))


def test_uniform_tree_is_flat_at_every_node():
    sample = read_distribution("uniform-tree", SEE).sample(np.random.default_rng(8), 50_000)
    pillars = sample[:, list(SEE.columns["pillars"])]
    share = pillars / pillars.sum(axis=1, keepdims=True)
    close(pillars.sum(axis=1, keepdims=True) ** 2, np.array([1 / 3]))
    close(share**2, np.full(3, 2 / 12))


def test_ties_of_an_order_are_not_compared_and_give_rank_order_centroids():
    spec = {"nodes": {"pillars": {"order": [["economic"], ["social", "environmental"]]}, "see": "equal"}}
    found = read_distribution({**spec, "else": "equal"}, SEE)
    pillars = found.center[list(SEE.columns["pillars"])] * 2
    np.testing.assert_allclose(pillars, [11 / 18, 7 / 36, 7 / 36], atol=1e-15)


@pytest.mark.parametrize("n", [3, 5, 8])
def test_sorted_sampling_agrees_with_triangulation(n):
    tree = Framework.flat([f"c{j}" for j in range(n)], ["max"] * n)
    said = read_statements(["c0 >= c1", "c0 >= c2"], tree)
    found = read_distribution(said, tree)
    assert isinstance(found.parts[0], Ordered)
    exact = triangulated(polytope(said.coefficients, said.at_least))
    np.testing.assert_allclose(found.center, exact.mean, atol=1e-12)
    close(found.sample(np.random.default_rng(9), 20_000), exact.mean)


def random_statements(seed: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Statements that a random weighting meets, some of them closely."""
    generator = np.random.default_rng(seed)
    w = generator.dirichlet(np.ones(m))
    a = generator.normal(size=(5, m))
    return a, a @ w - generator.exponential(0.05, 5)


def second_moments(found) -> np.ndarray:
    """E of w_j² over a triangulated polytope: Σ shares (Σv² + (Σv)²) / ((d + 1)(d + 2))."""
    corners = found.vertices[found.simplices]
    d = corners.shape[1] - 1
    return found.shares @ ((corners**2).sum(axis=1) + corners.sum(axis=1) ** 2) / ((d + 1) * (d + 2))


@pytest.mark.parametrize(("seed", "m"), [(1, 3), (2, 4), (3, 5), (4, 6)])
def test_hit_and_run_has_the_exact_moments_of_the_triangulated_polytope(seed, m):
    region = polytope(*random_statements(seed, m))
    exact = triangulated(region)
    chains = converged_chains(region)
    assert chains.converged
    generator = np.random.default_rng(seed)
    sample = np.vstack([chains.sample(generator, 4096) for _ in range(3)])
    close(sample, exact.mean)
    close(sample**2, second_moments(exact))


@pytest.mark.parametrize(("seed", "m"), [(1, 3), (2, 4), (3, 5), (4, 6), (5, 7)])
def test_the_triangulation_fills_the_convex_hull(seed, m):
    region = polytope(*random_statements(seed, m))
    exact = triangulated(region)
    x = (exact.vertices - region.point) @ region.basis
    corners = x[exact.simplices]
    volume = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])).sum() / np.prod(np.arange(1, m))
    assert volume == pytest.approx(ConvexHull(x).volume, rel=1e-9)


def test_points_fill_the_triangulated_polytope_evenly():
    a, b = random_statements(3, 5)
    tree = Framework.flat(list("abcde"), ["max"] * 5)
    said = [{"coefficients": row.tolist(), "at_least": least} for row, least in zip(a, b, strict=True)]
    found = read_distribution(said, tree)
    exact = triangulated(polytope(a, b))
    sample = found.from_uniforms(np.random.default_rng(5).random((20_000, found.dimensions)))
    close(sample, exact.mean)
    close(sample**2, second_moments(exact))


@pytest.mark.slow
def test_many_criteria_are_walked_and_meet_bounds_on_every_weight():
    said = [f"0.01 <= c{j} <= 0.06" for j in range(30)]
    found = read_distribution(said, THIRTY)
    assert isinstance(found.parts[0], Walked)
    assert not found.driven
    assert found.varies
    assert found.notices == ()
    w = found.sample(np.random.default_rng(1), 4096)
    assert found.statements.holds(w).all()
    # By symmetry all means are 1/30.
    close(w, np.full(30, 1 / 30))


def test_many_criteria_in_order_or_with_ratios_need_no_walk():
    for said in (
        ["c0 >= c1 >= c2 >= c3"],
        ["c0 >= 2 * c1", "c1 >= 3 * c2"],
        [f"c{j} >= 0.01" for j in range(9)],
    ):
        found = read_distribution(said, THIRTY)
        assert found.driven
        assert found.dimensions == 29
        w = found.sample(np.random.default_rng(1), 4096)
        assert found.statements.holds(w, 1e-12).all()
        close(w, found.center)


def test_a_density_within_statements_is_that_of_the_distribution_without():
    """Statements that hold always, and would be walked: the walk draws what the plain distribution draws."""
    tree = Framework(
        Criterion(
            "top",
            children=[
                Criterion("a"),
                Criterion("b", children=[Criterion("b1"), Criterion("b2"), Criterion("b3")]),
            ],
        )
    )
    for asked, plain in (
        ("uniform-tree", "uniform-tree"),
        ({"profile": {"a": 3, "b": 4}, "concentration": 9}, None),
    ):
        walked = read_distribution({"statements": ["a >= 0"], "distribution": asked}, tree)
        assert isinstance(walked.parts[0], Walked)
        same = read_distribution(plain or asked, tree)
        ours = walked.sample(np.random.default_rng(1), 4096)
        theirs = same.sample(np.random.default_rng(2), 4096)
        for power in (1, 2):
            one, other = ours**power, theirs**power
            error = np.sqrt((one.var(axis=0) + other.var(axis=0)) / 4096)
            assert (np.abs(one.mean(axis=0) - other.mean(axis=0)) <= 5 * error).all()


def test_little_jitter_leaves_the_judged_weights_and_a_plain_weighting_does_not_vary():
    judged = read_weights("ahp-judged", SEE).values
    found = read_distribution({"judgments": "ahp-judged", "jitter": 1e-9}, SEE)
    np.testing.assert_allclose(found.center, judged, atol=1e-12)
    np.testing.assert_allclose(
        found.sample(np.random.default_rng(1), 50), np.tile(judged, (50, 1)), atol=1e-8
    )
    plain = read_distribution("ahp-judged", SEE)
    assert not plain.varies
    np.testing.assert_array_equal(plain.sample(np.random.default_rng(1), 2), np.tile(judged, (2, 1)))


def test_two_criteria_judged_once_vary_as_the_logistic_of_a_normal():
    """The weight of a in a judgment a : b of r is r/(1 + r)."""
    pair = Framework.flat(["a", "b"], ["max"] * 2)
    found = read_distribution(
        {"judgments": {"nodes": {"table": {"judgments": [["a", "b", 3]]}}}, "jitter": 0.5}, pair
    )
    u = np.array([[0.5], [0.8413447460685429]])
    np.testing.assert_allclose(found.from_uniforms(u)[:, 0], [0.75, 3 * np.e**0.5 / (1 + 3 * np.e**0.5)])


def test_judges_vary_each_on_their_own():
    document = {
        "nodes": {
            "table": {
                "judges": [
                    {"id": "x", "judgments": [["a", "b", 2], ["b", "c", 2]]},
                    {"id": "y", "weight": 2, "judgments": [["a", "b", 4], ["a", "c", 8]]},
                ],
                "how": "priorities",
            }
        }
    }
    for how in ("priorities", "judgments"):
        document["nodes"]["table"]["how"] = how
        found = read_distribution({"judgments": document, "jitter": 0.1}, THREE)
        assert found.dimensions == 4
        np.testing.assert_allclose(found.center, read_weights(document, THREE).values, atol=1e-9)


def test_between_stays_between():
    ends = np.array([read_weights(each, SEE).values for each in ("equal", "economic-led")])
    w = read_distribution({"between": ["equal", "economic-led"]}, SEE).sample(np.random.default_rng(1), 500)
    assert (w >= ends.min(axis=0) - 1e-15).all()
    assert (w <= ends.max(axis=0) + 1e-15).all()
    close(w, ends.mean(axis=0))


def test_a_file_is_read_and_kept_in_the_document(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"statements": ["market >= 0.2"]}), encoding="utf-8")
    found = read_distribution(file, SEE)
    assert found.center[SEE.leaf_position["market"]] > 0.2
    assert "mine.json" not in json.dumps(found.document)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"profile": "equal"}, "concentration"),
        ({"profile": "equal", "concentration": 0}, "concentration"),
        ({"profile": "equal", "concentration": -2}, "concentration"),
        ({"profile": "equal", "concentration": float("nan")}, "concentration"),
        ({"profile": "nobody", "concentration": 2}, "there is no weighting nobody"),
        ({"profile": "equal", "concentration": 2, "concentraton": 3}, "no key concentraton"),
        ({"profile": [0] * 8, "concentration": 2}, "all weights are 0"),
        ([0] * 8, "all weights are 0"),
        ({"judgments": "ahp-judged"}, "jitter"),
        ({"judgments": "ahp-judged", "jitter": 0}, "jitter"),
        ({"judgments": "ahp-judged", "jitter": -1}, "jitter"),
        ({"judgments": "equal", "jitter": 0.1}, "no pairwise judgments"),
        ({"judgments": "a=1", "jitter": 0.1}, "there is no criterion a"),
        ({"between": ["equal"]}, "at least two weightings"),
        ({"between": ["equal", "nobody"]}, "between[1]"),
        ({"nodes": {"nobody": "uniform"}}, "there is no group of criteria nobody"),
        ({"nodes": {"pillars": "flat"}}, "a group of criteria must have one of"),
        ({"nodes": {"pillars": {"order": [["economic"], ["economic"]]}}}, "given twice"),
        ({"nodes": {"pillars": {"order": [["market"]]}}}, "there is no market here"),
        ({"nodes": {"pillars": {"order": 3}}}, "a list of ties"),
        (
            {"nodes": {"pillars": {"statements": ["economic >= 0.7", "social >= 0.7"]}}},
            "no weights of 0 or more",
        ),
        ({"nodes": ["pillars"]}, "by their ids"),
        ({"statements": ["market >= 0.1"], "distribution": "judged"}, "with statements"),
        (["market >= 0.7", "social >= 0.7"], "no weights of 0 or more"),
        ("markt >= 0.7", "did you mean “Trade under the market mechanism”"),
        ({"jitter": 1}, "is a weighting, a list"),
    ],
)
def test_what_makes_no_distribution_is_refused_by_its_place(source, told):
    with pytest.raises(SeeMcdaError) as refused:
        read_distribution(source, SEE)
    text = str(refused.value)
    if told == "is a weighting, a list":
        assert "weights must be a weighting, a list of statements" in text
    else:
        assert told in text


def test_all_faults_of_all_nodes_are_told_at_once():
    with pytest.raises(WeightingError) as refused:
        read_distribution({"nodes": {"x": "uniform", "pillars": "flat", "see": {"profile": "equal"}}}, SEE)
    assert [str(fault.where) for fault in refused.value.faults] == [
        "weights.nodes.x",
        "weights.nodes.see.concentration",
        "weights.nodes.pillars",
    ]
