"""The panel against published numbers, pymcdm, the formulas themselves, and awkward tables."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pymcdm.methods as pm
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from skcriteria import mkdm
from skcriteria.agg.moora import MultiMOORA

from see_mcda.errors import MethodError, ProblemError, WeightingError
from see_mcda.methods.base import Prepared
from see_mcda.methods.panel import PANEL
from see_mcda.methods.panel.prepared import carried_over
from see_mcda.methods.ranks import shadow_ranks
from see_mcda.model.criteria import Framework
from see_mcda.model.problem import Problem

METHODS = {method.name: method for method in PANEL}
CASES = json.loads((Path(__file__).parents[1] / "cases" / "panel.json").read_text("utf-8"))["cases"]
BY_NAME = pytest.mark.parametrize("name", METHODS)


def scaled(objectives, bounds, **about) -> Framework:
    criteria = [
        {
            "id": f"c{j + 1}",
            "objective": "max" if sign > 0 else "min",
            "scale": {"min": float(low), "max": float(high)},
        }
        for j, (sign, (low, high)) in enumerate(zip(objectives, bounds, strict=True))
    ]
    return Framework.from_dict({"id": "scaled", "criteria": criteria, **about})


def problem_of(matrix, objectives, bounds=None) -> Problem:
    if bounds is None:
        return Problem.from_arrays(matrix, objectives=objectives)
    return Problem.from_arrays(matrix, framework=scaled(objectives, bounds))


def with_failed(matrix, objectives, failed, bounds=None) -> Problem:
    matrix = np.asarray(matrix, dtype=float)
    bounds = np.tile([0.0, 1000.0], (matrix.shape[1], 1)) if bounds is None else bounds
    framework = scaled(objectives, bounds, gates=[{"id": "honest"}])
    gates = np.zeros((len(matrix), 1), np.int8)
    gates[list(failed)] = 2
    return Problem(framework, tuple(f"a{i + 1}" for i in range(len(matrix))), matrix, gates=gates)


def prepared(name: str, matrix, objectives, bounds=None, **options) -> Prepared:
    matrix = np.asarray(matrix, dtype=float)
    if name == "spotis" and bounds is None:
        bounds = np.tile([0.0, 1000.0], (matrix.shape[1], 1))
    return METHODS[name].prepare(problem_of(matrix, objectives, bounds), **options)


def as_published(name: str) -> dict[str, str]:
    return {"normalization": METHODS[name].normalizations[0]}


def share(weights) -> np.ndarray:
    w = np.asarray(weights, dtype=float)
    return w / w.sum()


@st.composite
def tables(draw, least=2, cost=False, step=0.5):
    """Positive scores on a coarse grid, with ties but without constant columns."""
    n, m = draw(st.integers(least, 7)), draw(st.integers(2 if cost else 1, 5))
    cells = draw(st.lists(st.integers(1, 60), min_size=n * m, max_size=n * m))
    x = step * np.array(cells, dtype=float).reshape(n, m)
    assume((np.ptp(x, axis=0) > 0).all())
    signs = np.array(draw(st.lists(st.sampled_from([1, -1]), min_size=m, max_size=m)))
    if cost:
        signs[0], signs[1] = 1, -1
    return x, signs, share(draw(st.lists(st.integers(1, 20), min_size=m, max_size=m)))


# --- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_numbers(case):
    ready = prepared(case["method"], case["matrix"], case["objectives"], case.get("bounds"))
    w = share(case["weights"])[None]
    scores = ready.scores(w)
    if case["native"] is not None:
        np.testing.assert_allclose(
            ready.native_scores(scores)[0], case["native"], atol=case["tolerance"], rtol=0
        )
    assert ready.ranks(w)[0].tolist() == case["ranks"]


PEERS = {
    "vikor": pm.VIKOR,
    "mabac": pm.MABAC,
    "edas": pm.EDAS,
    "marcos": pm.MARCOS,
    "waspas": pm.WASPAS,
    "cocoso": pm.COCOSO,
    "aras": pm.ARAS,
    "codas": pm.CODAS,
    "mairca": pm.MAIRCA,
    "moora": pm.MOORA,
    "ram": pm.RAM,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
@settings(max_examples=60, deadline=None)
@given(table=tables(cost=True))
def test_pymcdm_has_the_same_scores(name, table):
    x, signs, w = table
    with np.errstate(all="ignore"):
        expected = PEERS[name]()(x, w, signs, validation=False)
    assume(np.isfinite(expected).all())
    if name == "vikor":  # pymcdm blows a difference that is rounding only up to 0 and 1
        d = w * np.where(signs > 0, x.max(axis=0) - x, x - x.min(axis=0)) / np.ptp(x, axis=0)
        assume(np.ptp(d.sum(axis=1)) > 1e-9 and np.ptp(d.max(axis=1)) > 1e-9)
    if name == "codas":  # where a difference is τ itself, rounding decides on which side it falls
        r = w * np.where(signs > 0, x / x.max(axis=0), x.min(axis=0) / x)
        e = np.sqrt(np.square(r - r.min(axis=0)).sum(axis=1))
        assume((np.abs(np.abs(e[:, None] - e) - 0.02) > 1e-9).all())
    ready = prepared(name, x, signs)
    np.testing.assert_allclose(ready.native_scores(ready.scores(w[None]))[0], expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(table=tables())
def test_spotis_is_that_of_pymcdm_within_the_scales_ends(table):
    x, signs, w = table
    bounds = np.tile([-5.0, 40.0], (len(w), 1))
    ready = prepared("spotis", x, signs, bounds)
    expected = pm.SPOTIS(bounds)(x, w, signs, validation=False)
    np.testing.assert_allclose(
        ready.native_scores(ready.scores(w[None]))[0], expected, rtol=1e-12, atol=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(table=tables(cost=True))
def test_copras_follows_its_formula(table):
    """Pymcdm 1.4 is no second opinion: its quotient cancels to Q = S⁺ + S⁻, which rewards costs."""
    x, signs, w = table
    r = w * x / x.sum(axis=0)
    benefits, costs = r[:, signs > 0].sum(axis=1), r[:, signs < 0].sum(axis=1)
    q = benefits + costs.sum() / (costs * (1 / costs).sum())
    np.testing.assert_allclose(prepared("copras", x, signs).scores(w[None])[0], 100 * q / q.max(), rtol=1e-10)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 7), m=st.integers(1, 5))
def test_multimoora_is_that_of_scikit_criteria_where_no_place_is_shared(seed, n, m):
    rng = np.random.default_rng(seed)
    x, signs, w = rng.uniform(1, 9, (n, m)), rng.choice([1, -1], m), rng.dirichlet(np.ones(m))
    expected = MultiMOORA().evaluate(mkdm(x / np.linalg.norm(x, axis=0), signs.tolist(), weights=w))
    assume(all(len(set(column)) == n for column in expected.extra_["rank_matrix"].T))
    ready = prepared("multimoora", x, signs)
    assert ready.scores(w[None])[0].tolist() == expected.extra_["score"].tolist()


# --- properties ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(METHODS) - {"codas"}))  # its threshold can turn a pair round
@settings(max_examples=40, deadline=None)
@given(table=tables(cost=True, step=4.0))
def test_a_dominated_candidate_never_ranks_above_its_dominator(name, table):
    x, signs, w = table
    x[-1] = np.where(signs > 0, np.minimum(x[0], x[-1]), np.maximum(x[0], x[-1]))
    assume((np.ptp(x, axis=0) > 0).all())
    try:
        places = prepared(name, x, signs).ranks(w[None])[0]
    except MethodError:
        assume(False)
    for a in range(len(x)):
        for b in range(len(x)):
            if ((x[a] - x[b]) * signs >= 0).all():
                assert places[a] <= places[b]


@pytest.mark.slow
@BY_NAME
@settings(max_examples=15, deadline=None)
@given(table=tables(least=3, cost=True), data=st.data())
def test_order_of_rows_and_columns_does_not_matter(name, table, data):
    x, signs, w = table
    rows = np.array(data.draw(st.permutations(range(len(x)))))
    columns = np.array(data.draw(st.permutations(range(len(w)))))
    first = prepared(name, x, signs)
    try:
        expected = first.scores(w[None])
    except MethodError:
        assume(False)
    second = prepared(name, x[rows][:, columns], signs[columns])
    if name != "codas":  # its threshold: a rounding may fall on the other side
        np.testing.assert_allclose(second.scores(w[None, columns])[0], expected[0, rows], atol=1e-9)
        assert (second.ranks(w[None, columns])[0] == first.ranks(w[None])[0][rows]).all()


@BY_NAME
def test_many_weights_and_other_tables_are_the_single_calls(name):
    rng = np.random.default_rng(6)
    x, signs = rng.uniform(1, 9, (5, 4)), [1, -1, 1, -1]
    w = rng.dirichlet(np.ones(4), 3)
    others = rng.uniform(1, 9, (3, 5, 4))
    ready = prepared(name, x, signs)
    singly = np.vstack([ready.scores(row[None]) for row in w])
    np.testing.assert_allclose(ready.scores(w), singly, rtol=1e-13)
    alone = np.vstack(
        [prepared(name, table, signs).scores(row[None]) for table, row in zip(others, w, strict=True)]
    )
    np.testing.assert_allclose(ready.scores(w, others), alone, rtol=1e-13)
    np.testing.assert_allclose(ready.scores(w[:1], others[0]), alone[:1], rtol=1e-13)


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"cocoso"}))
def test_a_leaf_without_weight_changes_nothing(name):
    rng = np.random.default_rng(7)
    x, signs, w = rng.uniform(1, 9, (5, 3)), [1, -1, 1], rng.dirichlet(np.ones(3))
    wider = np.column_stack([x, rng.uniform(1, 9, 5)])
    expected = prepared(name, x, signs).scores(w[None])
    found = prepared(name, wider, [*signs, -1]).scores(np.append(w, 0.0)[None])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_in_cocoso_a_leaf_without_weight_adds_one_to_every_power_sum():
    rng = np.random.default_rng(8)
    x, signs, w = rng.uniform(1, 9, (5, 3)), np.array([1, -1, 1]), np.array([0.4, 0.6, 0.0])
    expected = pm.COCOSO()(x, w, signs, validation=False)
    found = prepared("cocoso", x, signs).scores(w[None])
    np.testing.assert_allclose(found[0], expected, rtol=1e-12)
    moved = x.copy()
    moved[:, 2] = rng.uniform(1, 9, 5)
    np.testing.assert_allclose(prepared("cocoso", moved, signs).scores(w[None]), found, rtol=1e-12)


@BY_NAME
def test_equal_candidates_tie(name):
    x = [[3, 5, 2], [4, 1, 7], [3, 5, 2], [9, 8, 6]]
    places = prepared(name, x, [1, -1, 1]).ranks(np.array([[0.5, 0.3, 0.2]]))[0]
    assert places[0] == places[2]
    assert sorted(places.tolist()) in ([1, 1, 3, 4], [1, 2, 2, 4], [1, 2, 3, 3])


@pytest.mark.parametrize("name", [name for name in METHODS if name not in ("moora", "multimoora")])
def test_a_huge_or_tiny_unit_changes_nothing(name):
    rng = np.random.default_rng(9)
    x, signs, w = rng.uniform(1, 9, (5, 3)), [1, -1, 1], rng.dirichlet(np.ones(3))
    units = np.array([1e250, 1e-250, 1.0])
    bounds = np.tile([0.0, 10.0], (3, 1)) if name == "spotis" else None
    expected = prepared(name, x, signs, bounds).scores(w[None])
    moved = None if bounds is None else bounds * units[:, None]
    np.testing.assert_allclose(prepared(name, x * units, signs, moved).scores(w[None]), expected, rtol=1e-9)


def test_vikor_does_not_blow_rounding_up():
    """S is 1/2 for both: 1/12 + 4/12 + 1/12 and 6/12, which floating point finds different."""
    x, w = np.array([[1.0, 1, 1, 0], [0, 0, 0, 1]]), np.array([1, 4, 1, 6]) / 12
    assert w[:3].sum() != w[3]
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]):
        ready = prepared("vikor", x[:, order], [1] * 4)
        q = ready.native_scores(ready.scores(w[None, order]))[0]
        assert q.tolist() == [
            0.5,
            0.0,
        ]  # R is 1/2 for the first, which lacks the last leaf, and 1/3 for the second


def test_mabac_keeps_its_border_with_many_candidates():
    rng = np.random.default_rng(3)
    x, w = rng.uniform(size=(2000, 4)), np.array([0.4, 0.3, 0.2, 0.1])
    r = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    v = w * (r + 1)
    expected = (v - np.exp(np.log(v).mean(axis=0))).sum(axis=1)
    np.testing.assert_allclose(prepared("mabac", x, [1] * 4).scores(w[None])[0], expected, atol=1e-12)


def test_aras_gives_one_to_a_candidate_that_is_best_everywhere():
    rng = np.random.default_rng(4)
    for _ in range(30):
        x = rng.uniform(1, 9, (4, 30))
        x[2] = 9.5
        w = rng.dirichlet(np.ones(30))
        assert prepared("aras", x, [1] * 30).scores(w[None])[0, 2] == pytest.approx(1.0, abs=1e-12)


@BY_NAME
def test_nothing_is_printed(name):
    printed = io.StringIO()
    with redirect_stdout(printed):
        prepared(name, [[3, 5], [4, 1], [2, 2]], [1, -1]).scores(np.array([[0.5, 0.5]]))
    assert printed.getvalue() == ""


# --- ineligible candidates -------------------------------------------------------------------------------


@BY_NAME
def test_a_failed_candidate_changes_nobodys_score(name):
    rng = np.random.default_rng(11)
    x, signs, w = rng.uniform(1, 9, (6, 4)), [1, -1, 1, -1], rng.dirichlet(np.ones(4), 2)
    bounds = np.tile([0.0, 1000.0], (4, 1))
    alone = METHODS[name].prepare(problem_of(x[:5], signs, bounds), **as_published(name)).scores(w)
    beside = METHODS[name].prepare(with_failed(x, signs, [5]), **as_published(name))
    scores = beside.scores(w)
    np.testing.assert_allclose(scores[:, :5], alone, rtol=1e-13)
    assert np.isfinite(scores).all()
    assert (beside.ranks(w)[:, 5] == 0).all()


@pytest.mark.parametrize(
    "name", ["vikor", "mabac", "edas", "marcos", "waspas", "cocoso", "codas", "mairca", "spotis"]
)
def test_a_shadow_rank_is_the_rank_if_let_in_alone(name):
    rng = np.random.default_rng(12)
    for _ in range(10):
        x, signs, w = rng.uniform(1, 9, (7, 4)), [1, -1, 1, -1], rng.dirichlet(np.ones(4), 1)
        x[5:] = np.clip(x[5:], x[:5].min(axis=0), x[:5].max(axis=0))
        ready = METHODS[name].prepare(with_failed(x, signs, [5, 6]), **as_published(name))
        shadows = shadow_ranks(ready.scores(w)[0], ready.problem.eligible)
        for row in (5, 6):
            let_in = METHODS[name].prepare(
                with_failed(x[[0, 1, 2, 3, 4, row]], signs, []), **as_published(name)
            )
            assert shadows[row] == let_in.ranks(w)[0, 5]


def test_a_failed_candidate_far_outside_counts_as_the_end_of_the_range():
    x = [[3, 5], [4, 1], [2, 2], [1e9, -1e9]]
    for name in ("vikor", "mabac", "edas", "waspas", "mairca", "aras"):
        ready = METHODS[name].prepare(with_failed(x, [1, -1], [3]), **as_published(name))
        scores = ready.scores(np.array([[0.5, 0.5]]))[0]
        assert shadow_ranks(scores, ready.problem.eligible)[3] == 1


@given(
    st.lists(st.floats(-5, 5), min_size=1, max_size=6, unique=True),
    st.floats(-9, 9),
)
def test_a_score_is_carried_over_by_order(beside, score):
    xs = np.sort(beside)
    assert carried_over(score, np.array(beside), np.array(beside)) == pytest.approx(score, abs=1e-9)
    ys = np.arange(len(xs), dtype=float)
    there = carried_over(score, np.array(beside), ys)
    assert (ys > there + 1e-9).sum() <= (xs > score).sum() <= (ys >= there - 1e-9).sum()


# --- awkward tables --------------------------------------------------------------------------------------

AWKWARD = {
    "one candidate": ([[3, 4]], [1, -1]),
    "one criterion": ([[3], [4], [5]], [1]),
    "one criterion, a cost": ([[3], [4], [5]], [-1]),
    "all equal": ([[2, 2], [2, 2], [2, 2]], [1, -1]),
    "a constant column": ([[0.1, 5], [0.1, 7], [0.1, 2]], [1, -1]),
    "zeros": ([[0, 5, 1], [3, 0, 2], [1, 2, 0]], [1, -1, 1]),
    "a column of zeros": ([[0, 5], [0, 7], [0, 3]], [1, -1]),
    "all zeros": ([[0, 0], [0, 0]], [1, -1]),
    "negative": ([[-3, 5, 1], [3, -1, 2], [1, 2, -7]], [1, -1, 1]),
    "huge": ([[1e300, 5], [3e300, 7], [1.7e308, 1]], [1, -1]),
    "tiny": ([[1e-300, 5], [3e-300, 7], [2e-300, 1]], [-1, 1]),
    "huge and tiny": ([[1e-300, 5], [1e300, 7], [1, 1]], [1, -1]),
    "worst everywhere": ([[1, 9], [5, 5], [9, 1]], [1, -1]),
    "mirrored": ([[1, 0], [0, 1]], [1, 1]),
    "nearly equal": ([[1, 2], [1 + 1e-15, 2], [1, 2 + 1e-15]], [1, -1]),
    "huge on both sides": ([[-1.7e308, 1], [1.7e308, 2], [0, 3]], [1, -1]),
}


@pytest.mark.parametrize("table", AWKWARD)
@BY_NAME
@pytest.mark.parametrize("weights", ["equal", "all on the first"])
def test_an_awkward_table_gives_numbers_or_a_refusal(name, table, weights):
    x, objectives = AWKWARD[table]
    x = np.asarray(x, dtype=float)
    w = np.eye(x.shape[1])[:1] if weights != "equal" else np.full((1, x.shape[1]), 1 / x.shape[1])
    try:
        ready = prepared(name, x, objectives)
        scores = ready.scores(w)
    except MethodError:
        return
    assert np.isfinite(scores).all()
    places = ready.ranks(w)[0]
    assert places.min() == 1
    if table == "all equal":
        assert (places == 1).all()


@BY_NAME
def test_ten_thousand_candidates_are_ranked_or_refused(name):
    x = np.random.default_rng(1).uniform(1, 9, (10_000, 3))
    w = np.array([[0.5, 0.3, 0.2]])
    if name == "codas":
        with pytest.raises(MethodError, match="at most 2000"):
            prepared(name, x, [1, -1, 1]).scores(w)
    else:
        assert np.isfinite(prepared(name, x, [1, -1, 1]).scores(w)).all()


@pytest.mark.parametrize(
    ("name", "matrix", "objectives", "words"),
    [
        ("vikor", [[3, 4]], [1, 1], "only a1"),
        ("edas", [[0, 1], [0, 2]], [1, 1], "above 0 .* at c1"),
        ("edas", [[3, 1], [-3, 2]], [1, 1], "see a2 at c1"),
        ("marcos", [[0, 1], [1, 0]], [1, 1], "every criterion has a score of 0"),
        ("marcos", [[-1, 1], [1, 2]], [1, 1], "see a1 at c1"),
        ("waspas", [[3, 1], [0, 2]], [1, 1], "see a2 at c1"),
        ("waspas", [[3, 1], [2, 0]], [1, -1], "c2"),
        ("cocoso", [[1, 9], [5, 5]], [1, -1], "weight: a1"),
        ("aras", [[3, 1], [2, 0]], [1, -1], "see a2 at c2"),
        ("aras", [[0, 1], [0, 2]], [1, 1], "c1"),
        ("copras", [[3, 1], [2, 2]], [1, 1], "needs a cost"),
        ("copras", [[3, 1], [2, 0]], [1, -1], "all 0 for a2"),
        ("codas", [[3, 1], [-2, 1]], [1, 1], "see a2 at c1"),
        ("moora", [[0, 1], [0, 2]], [1, 1], "c1"),
        ("multimoora", [[3, 1], [0, 2]], [1, 1], "see a2 at c1"),
        ("ram", [[3, 1], [-2, 1]], [1, 1], "c1"),
    ],
)
def test_a_refusal_says_who_and_where(name, matrix, objectives, words):
    with pytest.raises(MethodError, match=words):
        prepared(name, matrix, objectives).scores(np.array([[0.5, 0.5]]))


def test_spotis_names_the_leaf_without_bounds():
    framework = Framework.from_dict(
        {"id": "t", "criteria": [{"id": "a", "scale": {"min": 0, "max": 1}}, {"id": "b", "objective": "min"}]}
    )
    with pytest.raises(MethodError, match=r"t\.b: b has no scale") as refusal:
        METHODS["spotis"].prepare(Problem.from_arrays([[0, 1], [1, 2]], framework=framework))
    assert len(refusal.value.faults) == 1


def test_zero_weight_excuses_a_zero():
    ready = prepared("waspas", [[3, 0, 4], [2, 5, 6]], [1, 1, 1])
    assert np.isfinite(ready.scores(np.array([[0.5, 0.0, 0.5]]))).all()
    with pytest.raises(MethodError, match="see a1 at c2"):
        ready.scores(np.array([[0.4, 0.2, 0.4]]))


@pytest.mark.parametrize("seed", range(8))
def test_multimoora_ranks_a_weight_of_0_as_a_very_small_one(seed):
    """The product has no weights: a leaf counts there, whatever it weighs."""
    rng = np.random.default_rng(seed)
    ready = prepared("multimoora", rng.integers(1, 10, (6, 4)), [1, -1, 1, -1])
    weights = np.array([[each, each, 0.6 - each, 0.4 - each] for each in (0.0, 1e-12)])
    ranks = ready.ranks(weights)
    assert (ranks[0] == ranks[1]).all()


def test_constant_columns_are_told():
    for name in ("vikor", "mairca", "mabac", "cocoso"):
        (told,) = prepared(name, [[1, 2], [1, 3], [1, 4]], [1, 1]).warnings()
        assert told.code == "constant-column"
        assert "c1" in str(told)


# --- what a framework's scale does -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in METHODS if "scale" in METHODS[name].normalizations])
def test_under_scale_the_values_take_the_place_of_the_scores(name):
    rng = np.random.default_rng(21)
    x, w = rng.uniform(1, 9, (5, 3)), rng.dirichlet(np.ones(3))
    bounds, signs = [[0, 10], [0, 10], [0, 20]], np.array([1, -1, 1])
    u = np.where(signs > 0, x, np.array([10, 10, 20]) - x) / [10, 10, 20]
    ready = prepared(name, x, signs, bounds, normalization="scale")
    unit = prepared(name, u, [1, 1, 1], [[0, 1]] * 3, normalization="scale")
    np.testing.assert_allclose(ready.scores(w[None]), unit.scores(w[None]), rtol=1e-9, atol=1e-12)
    assert ready.options["normalization"] == "scale"


@pytest.mark.parametrize("name", [name for name in METHODS if "scale" not in METHODS[name].normalizations])
def test_a_framework_that_declares_scale_leaves_other_methods_as_published(name):
    framework = scaled([1, -1], [[0, 10], [0, 10]], normalization="scale", ideal="fixed")
    ready = METHODS[name].prepare(Problem.from_arrays([[3, 4], [5, 6], [4, 3]], framework=framework))
    assert ready.options["normalization"] == METHODS[name].normalizations[0]


# --- the list, and interchange ---------------------------------------------------------------------------


def test_the_panel_is_what_was_promised():
    distances = {"vikor", "mabac", "edas", "codas", "mairca", "spotis"}
    sums = {"marcos", "waspas", "cocoso", "aras", "copras", "multimoora"}
    assert distances | sums <= set(METHODS)
    assert len(METHODS) == len(PANEL)
    for method in PANEL:
        assert "doi:10." in method.source
        assert method.description
        assert method.needs


def test_only_methods_with_a_score_at_every_node_roll_up():
    rolling = {name for name in METHODS if prepared(name, [[3, 5], [4, 1]], [1, -1]).rolls_up()}
    assert set(METHODS) - rolling == {"cocoso", "marcos", "copras", "multimoora"}
    for name in rolling:
        leaves = np.eye(3)
        assert np.isfinite(prepared(name, [[3, 5, 2], [4, 1, 2], [3, 6, 2]], [1, -1, 1]).scores(leaves)).all()


def test_a_problem_comes_back_from_scikit_criteria_as_it_was():
    problem = Problem.from_arrays(
        [[1.5, 2], [3, 4], [5, 6]],
        objectives=["max", "min"],
        criteria=["yield", "price"],
        candidates=["a-1", "b", "-c"],
    )
    matrix = problem.to_skcriteria([3, 1])
    assert matrix.weights.tolist() == [0.75, 0.25]
    assert list(matrix.alternatives) == ["a-1", "b", "-c"]
    assert Problem.from_skcriteria(matrix) == problem
    assert problem.to_skcriteria({"price": 1, "yield": 3}).weights.tolist() == [0.75, 0.25]
    assert Problem.from_skcriteria(problem.to_skcriteria()) == problem


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, np.nan], {"yield": 1}, "equal"])
def test_weights_that_do_not_fit_never_go_to_scikit_criteria(weights):
    problem = Problem.from_arrays([[1.5, 2], [3, 4]], criteria=["yield", "price"])
    with pytest.raises(WeightingError, match="one weight of 0 or more is needed for each criterion"):
        problem.to_skcriteria(weights)


def test_equal_weights_go_to_scikit_criteria_by_default_and_only_who_is_eligible():
    framework = Framework.from_dict(
        {
            "id": "t",
            "gates": [{"id": "g"}],
            "criteria": [
                {"id": "x"},
                {"id": "y", "children": [{"id": "y1"}, {"id": "y2", "objective": "min"}]},
            ],
        }
    )
    gates = np.array([[0], [2], [1]], np.int8)
    problem = Problem(framework, ("a", "b", "c"), np.arange(9.0).reshape(3, 3), gates=gates)
    matrix = problem.to_skcriteria()
    assert matrix.weights.tolist() == [0.5, 0.25, 0.25]
    assert list(matrix.alternatives) == ["a", "c"]
    assert matrix.iobjectives.tolist() == [1, 1, -1]


def test_labels_become_ids_and_stay_as_names():
    matrix = mkdm(
        [[1, 2, 3, 4], [5, 6, np.nan, 8], [1, 2, 3, 4], [1, 2, 3, 4]],
        [max, min, max, max],
        alternatives=["Côte d'Or", "cote d or", "สามพราน", 7],
        criteria=["table", "Price (€)", "", "Price €"],
    )
    problem = Problem.from_skcriteria(matrix)
    assert problem.candidates == ("cote-d-or", "cote-d-or-2", "a3", "7")
    assert problem.leaves == ("table-2", "price", "c3", "price-2")
    assert problem.names == ({"en": "Côte d'Or"}, {"en": "cote d or"}, {"th": "สามพราน"}, None)
    assert problem.framework.nodes["price"].name == {"en": "Price (€)"}
    assert np.isnan(problem.values[1, 2])
    assert Problem.from_dict(problem.to_dict()) == problem


def test_only_a_decision_matrix_is_read():
    with pytest.raises(ProblemError, match=r"DecisionMatrix is needed, not list"):
        Problem.from_skcriteria([[1, 2]])
