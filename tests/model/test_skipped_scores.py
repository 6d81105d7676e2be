"""Missing scores that are left out: the weights of the other criteria grow in proportion."""

import json

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses import registry
from see_mcda.errors import MethodError, MissingScoresError
from see_mcda.verification import verify

NAN = np.nan
TABLE = np.array([[2.1, 3.0, 62], [NAN, 2.5, 65], [1.2, 4.0, 60], [2.4, 2.9, NAN]])
WEIGHTS = np.array([0.5, 0.3, 0.2])


def countries(values=TABLE, **more):
    problem = sm.Problem.from_arrays(values, objectives=["max", "min", "max"])
    return problem.replace(**({"missing": "skip"} | more))


def own_weights(row):
    weights = np.where(np.isnan(row), 0, WEIGHTS)
    return weights / weights.sum()


def by_additive(x):
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    u = (x - low) / (high - low)
    u[:, 1] = 1 - u[:, 1]
    return [np.nansum(own_weights(row) * row) for row in u]


def by_topsis(x):
    r = x / np.sqrt(np.nansum(x**2, axis=0))
    best, worst = np.nanmax(r, axis=0), np.nanmin(r, axis=0)
    best[1], worst[1] = worst[1], best[1]
    scores = []
    for row in r:
        to_best, to_worst = (np.sqrt(np.nansum((own_weights(row) * (row - at)) ** 2)) for at in (best, worst))
        scores.append(to_worst / (to_best + to_worst))
    return scores


@pytest.mark.parametrize(("method", "expected"), [("additive", by_additive), ("topsis", by_topsis)])
def test_scores_are_those_on_the_criteria_that_a_candidate_has(method, expected):
    ranking = sm.rank(countries(), WEIGHTS, method=method)
    np.testing.assert_allclose(ranking.scores, expected(TABLE), rtol=1e-12)
    np.testing.assert_allclose(ranking.contributions.sum(axis=1), ranking.scores, rtol=1e-12)
    assert not ranking.contributions[np.isnan(TABLE)].any()


@pytest.mark.parametrize("method", ["additive", "topsis"])
@pytest.mark.parametrize("normalization", ["vector", "minmax", "sum", "max", "linear"])
def test_other_tables_of_scores_are_scored_alike(method, normalization):
    prepared = sm.rank(countries(), WEIGHTS, method=method, normalization=normalization).prepared
    weights = np.array([WEIGHTS, [0.2, 0.2, 0.6]])
    one = prepared.scores(weights)
    assert np.isfinite(one).all()
    np.testing.assert_allclose(prepared.scores(weights, TABLE.copy()), one, rtol=1e-12)
    np.testing.assert_allclose(prepared.scores(weights, np.array([TABLE, TABLE])), one, rtol=1e-12)


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_table_without_holes_is_ranked_as_ever(method):
    whole = np.where(np.isnan(TABLE), 2.0, TABLE)
    skipping = sm.rank(countries(whole), WEIGHTS, method=method)
    plain = sm.rank(countries(whole).replace(missing="error"), WEIGHTS, method=method)
    np.testing.assert_array_equal(skipping.scores, plain.scores)
    assert not [each for each in skipping.warnings if each.code == "missing-skipped"]


def test_warning_names_the_candidates_that_cannot_be_compared():
    (warning,) = [each for each in sm.rank(countries()).warnings if each.code == "missing-skipped"]
    assert warning.text().endswith("cannot be compared with those of the other candidates: a2, a4")


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_ranking_is_verified_from_its_document(method):
    problem = countries(missing="error") if method == "topsis" else countries()
    ranking = sm.rank(problem, WEIGHTS, method=method, missing="skip")
    document = json.loads(ranking.to_json())
    assert document["record"]["missing"] == "skip"
    assert verify(document, problem).same
    assert ranking.record["input_sha256"] != sm.rank(problem, WEIGHTS, missing="worst").record["input_sha256"]


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_candidate_without_a_score_that_counts_is_refused(method):
    with pytest.raises(MethodError, match="a2 have no score at any criterion that has weight"):
        sm.rank(countries(), [1, 0, 0], method=method)


def test_candidate_or_criterion_without_any_score_is_refused():
    with pytest.raises(MissingScoresError, match="a2 has no score at any criterion"):
        sm.rank(countries([[1, 2, 3], [NAN, NAN, NAN]]))
    with pytest.raises(MissingScoresError, match="no candidate has a score for c1"):
        sm.rank(countries([[NAN, 2, 3], [NAN, 1, 2]]))


def test_other_methods_refuse_and_name_what_works():
    with pytest.raises(MissingScoresError, match="by topsis or additive; use --missing worst"):
        sm.rank(countries(), method="multiplicative")


@pytest.mark.parametrize("name", registry.NAMES)
def test_analyses_refuse(name):
    more = {
        "score-crossovers": {"weights": "equal", "candidate": "a1", "leaf": "c1"},
        "classification": {"classes": [{"id": "good", "profile": {"c1": 1.0}}, {"id": "other"}]},
        "selection": {"constraints": ["exactly 1"]},
        "equal-shares": {"budget": "cost <= 2", "votes": [{"voter": "v", "approves": ["a1"]}]},
    }.get(name, {})
    problem = countries(attributes=({"cost": 1},) * len(TABLE))
    with pytest.raises(MissingScoresError, match="missing scores can be left out") as refused:
        registry.analysis(name)(problem, **more)
    for language in ("en", "th"):
        (line,) = refused.value.lines(language)
        assert "--missing worst, --missing mean" in line
        assert "topsis" in line
        assert "additive" in line


def test_explanations_and_weights_from_scores_refuse():
    with pytest.raises(MissingScoresError):
        sm.explain(countries())
    with pytest.raises(MissingScoresError):
        countries().to_skcriteria()
