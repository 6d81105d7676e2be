"""What is said about candidates: the weights that it allows, by every method and on every interface."""

from __future__ import annotations

import json

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import WeightingError
from see_mcda.ranking.ranking import prepare
from see_mcda.uncertainty.statements import read_statements

SMALL = sm.read_problem(
    {
        "schema": "see-mcda/problem/1",
        "framework": {
            "schema": "see-mcda/framework/1",
            "id": "small",
            "criteria": [
                {"id": "price", "name": {"en": "Price per kg", "th": "ราคา"}, "objective": "min"},
                {"id": "quality", "objective": "max"},
                {"id": "reach", "objective": "max"},
            ],
        },
        "candidates": [
            {
                "id": "a",
                "name": {"en": "Alpha Farm", "th": "ฟาร์มอัลฟา"},
                "scores": {"price": 3, "quality": 5, "reach": 4},
            },
            {"id": "b", "scores": {"price": 2, "quality": 3, "reach": 1}},
            {"id": "c", "scores": {"price": 5, "quality": 9, "reach": 2}},
            {"id": "d", "scores": {"price": 4, "quality": 4, "reach": 6}},
        ],
    }
)
SCORES = "abcd"
EVERY = np.random.default_rng(3).dirichlet(np.ones(3), 4000)
METHODS = ("additive", "ahp", "topsis", "multiplicative")


def said(statements, method="additive"):
    return read_statements(statements, SMALL.framework, lambda: prepare(SMALL, method=method))


FORMS = [
    ("@a >= @b", lambda s, w: s["a"] >= s["b"]),
    ('@"Alpha Farm" >= @b', lambda s, w: s["a"] >= s["b"]),
    ("@“Alpha Farm” >= @b", lambda s, w: s["a"] >= s["b"]),
    ("@ฟาร์มอัลฟา >= @b", lambda s, w: s["a"] >= s["b"]),
    ("@a score >= @b score", lambda s, w: s["a"] >= s["b"]),
    ("@ฟาร์มอัลฟา คะแนน ≥ @b คะแนน", lambda s, w: s["a"] >= s["b"]),
    ("@a - @b >= @c - @d", lambda s, w: s["a"] - s["b"] >= s["c"] - s["d"]),
    ("@c >= 1.1 * @d", lambda s, w: s["c"] >= 1.1 * s["d"]),
    ("@a >= @b + 0.05", lambda s, w: s["a"] >= s["b"] + 0.05),
    ("@a >= @b <= @d", lambda s, w: (s["a"] >= s["b"]) & (s["b"] <= s["d"])),
    ("@a + @b <= 2 * @c", lambda s, w: s["a"] + s["b"] <= 2 * s["c"]),
    ("@a >= @d + quality / 10", lambda s, w: s["a"] >= s["d"] + w[:, 1] / 10),
    ({"coefficients": {"@a": 1, "@b": -1}}, lambda s, w: s["a"] >= s["b"]),
    ("'Price per kg' >= quality", lambda s, w: w[:, 0] >= w[:, 1]),
    ("ราคา >= Quality", lambda s, w: w[:, 0] >= w[:, 1]),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("statement", "meant"), FORMS, ids=[str(form[0]) for form in FORMS])
def test_statements_allow_the_weights_whose_scores_they_describe(statement, meant, method):
    read = said([statement], method)
    scores = prepare(SMALL, method=method).scores(EVERY)
    expected = meant(dict(zip(SCORES, scores.T, strict=True)), EVERY)
    assert 0 < expected.sum() < len(EVERY)
    assert (read.holds(EVERY) == expected).all()
    assert read.to_list() == [statement]
    again = said(read.to_list(), method)
    assert (again.holds(EVERY) == expected).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_bound_is_one_of_the_score(method):
    scores = prepare(SMALL, method=method).scores(EVERY)[:, 0]
    bound = float(np.quantile(scores, 0.4))
    for statement in (
        f"@a score >= {bound}",
        f"@a >= {100 * bound} %",
        {"coefficients": {"@a": 1}, "at_least": bound},
    ):
        assert said([statement], method).holds(EVERY).mean() == pytest.approx(0.6, abs=0.001)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("@Alpha-Frm >= @b", "did you mean @“Alpha Farm”"),
        ("@zz >= @b", "choose from @“Alpha Farm”, @b, @c, @d"),
        ("@a-@b >= 0", "put spaces around a minus: @a - @b"),
        ("@a / @b >= 2", "without candidates"),
        ("@a * @b >= 2", "cannot be multiplied"),
        ("@a score score >= 2", "not expected here"),
        ("@a >= @a", "no criterion is left"),
        ({"coefficients": {"@e": 1}}, "there is no candidate e"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_be_right(statement, told):
    with pytest.raises(WeightingError) as refused:
        said([statement])
    assert told in str(refused.value)


def test_candidates_cannot_be_named_where_there_are_none():
    with pytest.raises(WeightingError, match="candidates cannot be named here"):
        read_statements(["@a >= @b"], SMALL.framework)


def test_a_contradiction_names_the_fewest_statements_about_candidates_and_criteria():
    clash = ["@c >= @a + 0.3", "@b >= 0.1", "price >= 0.7"]
    with pytest.raises(WeightingError) as refused:
        said([*clash, "reach >= 0.01"])
    assert "satisfy “@c >= @a + 0.3” · “price >= 0.7”;" in str(refused.value)


def test_equal_candidates_differ_under_no_weights_and_are_tied_under_all():
    twins = sm.Problem.from_arrays([[1, 2], [1, 2], [3, 0]], objectives=["max", "max"])
    a, b = (f"@{id}" for id in twins.candidates[:2])
    free = sm.sensitivity.rank_ranges(twins, method="additive")
    same = sm.sensitivity.rank_ranges(twins, f"{a} >= {b}", method="additive")
    assert same.best.tolist() == free.best.tolist()
    with pytest.raises(WeightingError, match="no weights of 0 or more"):
        sm.sensitivity.rank_ranges(twins, f"{a} - {b} >= 0.1", method="additive")


def test_a_method_that_is_sampled_finds_no_sample_and_claims_no_contradiction():
    with pytest.raises(WeightingError) as refused:
        said(["@c >= 0.9", "@b >= 0.9"], "topsis")
    assert "no sample found" in str(refused.value)
    assert refused.value.faults[0].code == "no-sample"
    with pytest.raises(WeightingError, match="no weights of 0 or more") as refused:
        said(["@c >= 0.9", "price >= 0.7", "quality >= 0.7"], "topsis")
    assert "@c" not in str(refused.value)


def test_too_few_samples_are_refused_rather_than_drawn_from_forever():
    with pytest.raises(WeightingError, match="too few to draw samples from"):
        said(["@a >= @b", "@a <= 1.0001 * @b"], "topsis")


@pytest.mark.parametrize("method", METHODS)
def test_rank_ranges_are_those_of_the_allowed_weights(method):
    statements = ["@a >= @b", "@b >= @d"]
    found = sm.sensitivity.rank_ranges(SMALL, statements, method=method, samples=4000)
    inside = EVERY[said(statements, method).holds(EVERY)]
    ranks = prepare(SMALL, method=method).ranks(inside)
    assert len(inside) > 100
    assert (found.best <= ranks.min(axis=0)).all()
    assert (found.worst >= ranks.max(axis=0)).all()
    assert (found.outer_best <= found.best).all()
    assert (found.outer_worst >= found.worst).all()
    assert found.necessary[[0, 1], [1, 3]].all()
    assert found.proved_pairs[[0, 1], [1, 3], 0].all()
    assert said(statements, method).holds(found.witnesses.reshape(-1, 3), 1e-9).all()
    assert found.exact or method == "topsis"
    again = sm.verify(json.loads(found.to_json()), SMALL)
    assert again.same


@pytest.mark.parametrize("method", METHODS)
def test_every_sampled_weighting_meets_the_statements(method):
    found = sm.sensitivity.acceptability(SMALL, ["@a >= @b", "quality >= 0.1"], method=method, samples=6000)
    assert found.pairwise[1, 0] == 0
    assert found.ranking.ranks[0] <= found.ranking.ranks[1]
    assert said(["@a >= @b"], method).holds(found.ranking.weights.values[None])
    inside = EVERY[said(["@a >= @b", "quality >= 0.1"], method).holds(EVERY)]
    first = (prepare(SMALL, method=method).ranks(inside) == 1).mean(axis=0)
    assert found.first_rank == pytest.approx(first, abs=0.04)
    assert sm.verify(json.loads(found.to_json()), SMALL).same


@pytest.mark.slow
@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_the_rank_is_reached_under_every_weighting_that_the_statements_allow(method):
    alone = sm.improve(SMALL, candidate="b", rank=3, statements=[], method=method)
    helped = sm.improve(SMALL, candidate="b", rank=3, statements=["@b >= @d"], method=method)
    assert alone.rank_now == 4
    assert helped.rank_now == 3
    assert alone.together
    assert helped.together == ()


def test_every_analysis_of_uncertain_weights_takes_them():
    problem = sm.read_problem("examples/see-models.yaml")
    weights = {"statements": ["@sampran >= @khao-khitchakut"], "distribution": "uniform"}
    known = sm.sensitivity.worth_knowing(problem, weights, method="additive", samples=64)
    assert known.ranking.rank_of("sampran") < known.ranking.rank_of("khao-khitchakut")
    shares = sm.sensitivity.variance(problem, ["@sampran >= @khao-khitchakut"], method="additive", samples=64)
    assert shares.ranking.rank_of("sampran") < shares.ranking.rank_of("khao-khitchakut")
