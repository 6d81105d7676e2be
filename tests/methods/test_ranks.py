"""Ranks: the tie rule, and many rankings at once against one at a time."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems, weight_batches

import see_mcda as sm
from see_mcda.methods import ranks as of
from see_mcda.methods.base import Prepared
from see_mcda.methods.ranks import TIE, batch_ranks, rank_counts, shadow_ranks, winner_counts

SCORES = st.one_of(
    st.integers(-3, 3).map(float),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, -0.0, 1e300, -1e300, 1e-300, -1e-300, 1 - 1e-13, 1.0, 1 + 1e-13, 1 + 3e-12]),
)


class Given(Prepared):
    """A method whose scores are given: row r of the table for weight vector e_r."""

    def __init__(self, problem, table):
        super().__init__(problem, {})
        self.table = np.asarray(table, dtype=float)

    def scores(self, weights, values=None):
        return self.table[np.argmax(weights, axis=1)]


def _given(table, eligible):
    n = table.shape[1]
    leaves = [sm.Criterion("c1", gates=[sm.model.criteria.Gate("clean")])]
    framework = sm.Framework(sm.Criterion("t", children=leaves))
    gates = np.where(eligible, 0, 2).astype(np.int8)[:, None]
    ids = tuple(f"a{i}" for i in range(n))
    problem = sm.Problem(framework, ids, np.zeros((n, 1)), gates=gates)
    return Given(problem, table), np.eye(len(table))


@st.composite
def score_tables(draw, scores=SCORES):
    n, k = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    row = st.lists(scores, min_size=n, max_size=n)
    eligible = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    eligible[draw(st.integers(0, n - 1))] = True
    return np.array(draw(st.lists(row, min_size=k, max_size=k))), eligible


def _by_definition(scores, eligible):
    """Ranks by walking down the scores: a gap above TIE · max(1, |better|) starts a new rank."""
    result = [0] * len(scores)
    order = sorted(np.flatnonzero(eligible), key=lambda row: -scores[row])
    place = 1
    for position, row in enumerate(order):
        if position:
            better = scores[order[position - 1]]
            if better - scores[row] > TIE * max(1.0, abs(better)):
                place = position + 1
        result[row] = place
    return result


@given(score_tables())
def test_ranks_by_their_definition(drawn):
    table, eligible = drawn
    found = of.ranks(table, eligible)
    assert found.tolist() == [_by_definition(scores, eligible) for scores in table]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3, 1, 2], [1, 3, 2]),
        ([2, 2, 1], [1, 1, 3]),
        ([1, 2, 2, 2, 0], [4, 1, 1, 1, 5]),
        ([0.3, 0.1 + 0.2], [1, 1]),
        ([1, 1 - 0.9e-12, 1 - 1.8e-12], [1, 1, 1]),
        ([1, 1 - 2e-12], [1, 2]),
        ([1e300, 1e300 * (1 + 1e-13), 1e299], [1, 1, 3]),
        ([0.0, -0.0], [1, 1]),
        ([5], [1]),
    ],
)
def test_ties_share_the_smallest_rank_and_are_chained(scores, expected):
    assert of.ranks(scores).tolist() == expected


@given(score_tables())
def test_a_batch_gives_the_ranks_of_its_rows(drawn):
    table, eligible = drawn
    prepared, weights = _given(table, eligible)
    assert np.array_equal(batch_ranks(prepared, weights), of.ranks(table, eligible))


@given(score_tables())
def test_counts_of_ranks_and_winners_are_counted_ranks(drawn):
    table, eligible = drawn
    prepared, weights = _given(table, eligible)
    found = of.ranks(table, eligible)
    n = table.shape[1]
    expected = [[int((found[:, row] == place + 1).sum()) for place in range(n)] for row in range(n)]
    assert rank_counts(prepared, weights).tolist() == expected
    assert winner_counts(prepared, weights).tolist() == [row[0] for row in expected]


@given(st.data())
@settings(max_examples=25)
def test_real_methods_rank_in_batches_as_one_at_a_time(data):
    problem = data.draw(problems(gated=True))
    weights = data.draw(weight_batches(problem.shape[1]))
    for method in ("topsis", "additive", "multiplicative", "ahp"):
        prepared = sm.prepare(problem, method=method)
        one_by_one = np.array([of.ranks(prepared.scores(w[None])[0], problem.eligible) for w in weights])
        found = batch_ranks(prepared, weights)
        assert np.array_equal(found, one_by_one), method
        counts = rank_counts(prepared, weights)
        assert counts.sum() == len(weights) * problem.eligible.sum()
        assert np.array_equal(winner_counts(prepared, weights), (found == 1).sum(axis=0)), method
        assert np.array_equal(counts[:, 0], winner_counts(prepared, weights)), method


def test_many_blocks_give_what_one_gives():
    rng = np.random.default_rng(7)
    problem = sm.Problem.from_arrays(rng.integers(1, 6, (60, 3)))  # many exact ties
    weights = rng.dirichlet(np.ones(3), 10_000)
    prepared = sm.prepare(problem)
    found = batch_ranks(prepared, weights)
    assert np.array_equal(found, of.ranks(prepared.scores(weights)))
    counts = np.array([np.bincount(column, minlength=61)[1:] for column in found.T])
    assert np.array_equal(rank_counts(prepared, weights), counts)
    assert np.array_equal(winner_counts(prepared, weights), counts[:, 0])


@given(problems(n=(2, 6)), st.data())
def test_order_keys_order_as_scores_do(problem, data):
    weights = data.draw(weight_batches(problem.shape[1]))
    for method in ("topsis", "additive", "multiplicative", "ahp"):
        prepared = sm.prepare(problem, method=method)
        scores, keys = prepared.scores(weights), prepared.order_keys(weights)
        for s, key in zip(scores, keys, strict=True):
            for a, b in itertools.combinations(range(len(s)), 2):
                if abs(s[a] - s[b]) > 1e-9:
                    assert (key[a] > key[b]) == (s[a] > s[b]), method
                assert abs(key[a] - key[b]) <= 2 * abs(s[a] - s[b]) + 1e-14, method


def test_order_keys_are_fresh_each_time():
    prepared = sm.prepare(sm.Problem.from_arrays([[1, 2], [3, 1]]))
    weights = np.array([[0.5, 0.5]])
    before = prepared.scores(weights)
    prepared.order_keys(weights)[:] = 7
    assert np.array_equal(prepared.scores(weights), before)


@given(score_tables())
def test_a_shadow_rank_counts_the_eligible_who_are_strictly_better(drawn):
    table, eligible = drawn
    scores = table[0]
    better = [
        sum(scores[row] > own + TIE * max(1.0, abs(own)) for row in np.flatnonzero(eligible))
        for own in scores
    ]
    assert shadow_ranks(scores, eligible).tolist() == [1 + count for count in better]
