"""Properties of the methods that hold for any problem."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ANY, POSITIVE, problems, scaled_problems, tree_problems, weight_batches, weight_vectors

import see_mcda as sm
from see_mcda.errors import MethodError, SeeMcdaError
from see_mcda.model.criteria import Criterion, Framework

OURS = ("topsis", "additive", "multiplicative", "ahp")
METHODS = st.sampled_from(OURS)
NORMALIZATIONS = st.sampled_from(["vector", "sum", "max", "linear", "minmax", "none", None])


@st.composite
def ranked(draw, source=problems, **options):
    problem = draw(source(**options))
    weights = draw(weight_vectors(problem.shape[1]))
    try:
        ranking = sm.rank(problem, weights, method=draw(METHODS), normalization=draw(NORMALIZATIONS))
    except MethodError:
        assume(False)
    return ranking


def _clear(scores):
    """Whether no two scores are so near that rounding could part or join them."""
    gaps = np.diff(np.sort(scores))
    size = max(1.0, np.abs(scores).max())
    return not ((gaps > 1e-14 * size) & (gaps < 1e-9 * size)).any()


def _again(ranking, problem, weights):
    return sm.rank(problem, weights, method=ranking.method, **ranking.options)


@given(ranked(gated=True), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(ranking, random):
    problem = ranking.problem
    rows = list(range(problem.shape[0]))
    random.shuffle(rows)
    moved = problem.replace(
        candidates=tuple(problem.candidates[row] for row in rows),
        values=problem.values[rows],
        gates=problem.gates[rows],
    )
    again = _again(ranking, moved, ranking.weights)
    np.testing.assert_allclose(again.scores, ranking.scores[rows], rtol=1e-9, atol=1e-12)
    if _clear(ranking.scores):
        assert np.array_equal(again.ranks, ranking.ranks[rows])


@given(ranked(), st.randoms())
def test_the_order_of_the_criteria_does_not_matter(ranking, random):
    problem = ranking.problem
    columns = list(range(problem.shape[1]))
    random.shuffle(columns)
    framework = Framework(
        Criterion("table", children=[problem.framework.leaves[column] for column in columns])
    )
    moved = sm.Problem.from_arrays(problem.values[:, columns], framework=framework)
    again = _again(ranking, moved, ranking.weights.values[columns])
    np.testing.assert_allclose(again.scores, ranking.scores, rtol=1e-9, atol=1e-12)
    if _clear(ranking.scores):
        assert np.array_equal(again.ranks, ranking.ranks)


@given(ranked(), st.sampled_from([1e-200, 0.37, 12.0, 1e200]))
def test_scaling_all_weights_does_not_matter(ranking, factor):
    again = _again(ranking, ranking.problem, ranking.weights.values * factor)
    np.testing.assert_allclose(again.scores, ranking.scores, rtol=1e-9, atol=1e-12)
    if _clear(ranking.scores):
        assert np.array_equal(again.ranks, ranking.ranks)


@given(ranked(elements=ANY), st.data())
def test_a_dominated_candidate_never_ranks_above_its_dominator(ranking, data):
    problem = ranking.problem
    better = problem.values * problem.framework.objectives
    for a in range(len(better)):
        for b in range(len(better)):
            if a != b and (better[a] >= better[b]).all():
                assert ranking.ranks[a] <= ranking.ranks[b]


@given(problems(elements=ANY), st.data())
def test_a_candidate_made_worse_nowhere_better_never_overtakes(problem, data):
    weights = data.draw(weight_vectors(problem.shape[1]))
    less = np.array(
        data.draw(
            st.lists(st.sampled_from([0.0, 0.5, 3.0]), min_size=problem.shape[1], max_size=problem.shape[1])
        )
    )
    worse = problem.values[0] - less * problem.framework.objectives
    values = np.vstack([problem.values, worse])
    whole = sm.Problem.from_arrays(values, framework=problem.framework)
    for method, options in (("additive", {}), ("topsis", {}), ("topsis", {"normalization": "minmax"})):
        try:
            ranking = sm.rank(whole, weights, method=method, **options)
        except MethodError:
            continue
        assert ranking.ranks[0] <= ranking.ranks[-1]


@given(ranked(), st.data())
def test_copies_of_a_candidate_are_tied_with_it(ranking, data):
    problem = ranking.problem
    row = data.draw(st.integers(0, problem.shape[0] - 1))
    twice = sm.Problem.from_arrays(
        np.vstack([problem.values, problem.values[row]]), framework=problem.framework
    )
    again = _again(ranking, twice, ranking.weights)
    assert again.ranks[row] == again.ranks[-1]
    assert any({problem.candidates[row], again.problem.candidates[-1]} <= set(tie) for tie in again.ties)


@given(ranked(), st.data())
def test_a_criterion_without_weight_does_not_matter(ranking, data):
    problem = ranking.problem
    n = problem.shape[0]
    column = np.array(data.draw(st.lists(POSITIVE, min_size=n, max_size=n)))
    framework = Framework(Criterion("table", children=[*problem.framework.leaves, Criterion("extra")]))
    wider = sm.Problem.from_arrays(np.column_stack([problem.values, column]), framework=framework)
    again = _again(ranking, wider, [*ranking.weights.values, 0])
    np.testing.assert_allclose(again.scores, ranking.scores, rtol=1e-9, atol=1e-12)


@given(ranked(gated=True), st.data())
def test_scores_of_many_tables_are_those_of_each(ranking, data):
    problem, prepared = ranking.problem, ranking.prepared
    n, m = problem.shape
    weights = data.draw(weight_batches(m, k=4))
    scores = prepared.scores(weights)
    close = {"rtol": 1e-9, "atol": 1e-12}
    np.testing.assert_allclose(prepared.scores(weights, problem.values), scores, **close)
    np.testing.assert_allclose(
        prepared.scores(weights, np.repeat(problem.values[None], 4, axis=0)), scores, **close
    )
    tables = problem.values * np.linspace(1, 1.5, 4)[:, None, None] + np.linspace(0, 0.1, n)[:, None]
    together = prepared.scores(weights, tables)
    for w, table, row in zip(weights, tables, together, strict=True):
        np.testing.assert_allclose(prepared.scores(w[None], table)[0], row, **close)
        try:
            alone = sm.rank(problem.replace(values=table), w, method=ranking.method, **ranking.options)
        except MethodError:
            continue
        np.testing.assert_allclose(alone.scores, row, **close)


@given(scaled_problems(gated=True), st.data())
def test_so_it_is_with_fixed_scales(problem, data):
    weights = data.draw(weight_batches(problem.shape[1], k=3))
    for method, options in (
        ("topsis", {}),
        ("additive", {}),
        ("multiplicative", {"normalization": "scale"}),
        ("ahp", {"source": "ratings"}),
    ):
        prepared = sm.prepare(problem, method=method, **options)
        scores = prepared.scores(weights)
        np.testing.assert_allclose(prepared.scores(weights, problem.values), scores, atol=1e-12)
        tables = np.repeat(problem.values[None], 3, axis=0)
        np.testing.assert_allclose(prepared.scores(weights, tables), scores, atol=1e-12)


@given(tree_problems(), METHODS)
def test_a_tree_ranks_as_its_leaves_do_under_the_global_weights(problem, method):
    weights = sm.read_weights("equal", problem.framework)
    flat = Framework(Criterion("table", children=list(problem.framework.leaves)))
    ranking = sm.rank(problem, weights, method=method)
    again = sm.rank(sm.Problem.from_arrays(problem.values, framework=flat), weights.values, method=method)
    np.testing.assert_allclose(again.scores, ranking.scores, rtol=1e-12)


@pytest.mark.parametrize("method", OURS)
@given(problem=problems(elements=ANY, n=(1, 6)))
def test_whatever_the_scores_there_are_ranks_or_a_reason(method, problem):
    try:
        ranking = sm.rank(problem, method=method)
    except SeeMcdaError as error:
        reasons = error.faults
    else:
        reasons = ()
        assert np.isfinite(ranking.scores).all()
        assert ranking.ranks.min() == 1
    assert all(reason.text() for reason in reasons)
