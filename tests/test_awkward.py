"""Awkward input: for every method an answer or a reason, never a traceback, a warning of numpy or a NaN."""

import json

import numpy as np
import pytest
from strategies import scaled_leaf, with_gate

import see_mcda as sm
from see_mcda.errors import InputError, MethodError, SeeMcdaError
from see_mcda.methods import methods
from see_mcda.model.criteria import Criterion, Framework

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(11)
HUGE = 1.7e308
TABLES = {
    "a constant column": [[3, 1], [3, 2], [3, 3]],
    "all columns constant": [[3, 1], [3, 1], [3, 1]],
    "one candidate": [[3, 1]],
    "one criterion": [[3], [1], [2]],
    "one of each": [[3]],
    "all zero": [[0, 0], [0, 0]],
    "a column of zeros": [[0, 1], [0, 2]],
    "a row of zeros": [[0, 0], [1, 2]],
    "negative": [[-3, -1], [-2, -5], [-9, -4]],
    "both signs": [[-3, 1], [2, -5], [0, 4]],
    "huge": [[1e300, 2e300], [3e300, 1e300], [2e300, 2e300]],
    "largest": [[HUGE, -HUGE], [-HUGE, HUGE], [HUGE, HUGE]],
    "tiny": [[1e-300, 2e-300], [3e-300, 1e-300], [2e-300, 2e-300]],
    "subnormal": [[5e-324, 1e-323], [2e-323, 5e-324], [1e-323, 1e-323]],
    "tiny and huge": [[1e-300, 1e300], [1e300, 1e-300], [1, 1]],
    "tiny and huge, both signs": [[-1e-300, 1e300], [1e300, -1e-300], [1e-300, -1e300]],
    "nearly equal": [[1, 1], [1 + 1e-16, 1], [1 + 1e-15, 1 - 1e-15]],
    "far apart in one column": [[1, 1], [1e308, 1], [1e-308, 2]],
    "copies": [[1, 2]] * 5,
    "large and near": [[1e15 + 1, 5], [1e15 + 2, 4], [1e15 + 3, 6]],
}
WEIGHTS = {
    "equal": np.ones,
    "one": lambda m: np.eye(m)[-1],
    "tiny": lambda m: np.full(m, 1e-300),
    "huge": lambda m: np.full(m, 1e300),
    "far apart": lambda m: np.logspace(-300, 0, m),
}
OBJECTIVES = {"benefits": ["max", "max"], "costs": ["min", "min"], "both": ["max", "min"]}


def _assert_sound(ranking):
    eligible = ranking.complete.eligible
    places = ranking.ranks[eligible]
    assert places.dtype == np.int32
    assert places.min() == 1
    assert places.max() <= len(places)
    assert (ranking.ranks[~eligible] == 0).all()
    if ranking.prepared.has_scores:
        assert np.isfinite(ranking.scores).all()
        order = np.argsort(places, kind="stable")
        falling = ranking.scores[eligible][order]
        assert (np.diff(falling) <= 1e-12 * np.maximum(1, np.abs(falling[:-1]))).all()
    json.loads(ranking.to_json(), parse_constant=pytest.fail)


def _ranks_or_reason(problem, method, weights="equal", **options):
    asked = {"weights": weights, "method": method, **options}
    ranking = _or_reason(sm.rank, problem, **asked)
    if ranking is None:
        return
    _assert_sound(ranking)
    if len(ranking.complete.candidates) > 1:
        explanation = sm.explain(problem, **asked)
        assert explanation.text()
        json.loads(explanation.to_json(), parse_constant=pytest.fail)


def _or_reason(ask, *args, **options):
    """What is answered, or None where a reason is given for no answer."""
    refused = None
    try:
        return ask(*args, **options)
    except SeeMcdaError as error:
        refused = error
    assert refused.faults
    assert all(fault.code and fault.text() for fault in refused.faults)
    return None


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("method", methods())
def test_awkward_tables(method, name):
    x = np.array(TABLES[name], dtype=float)
    for objectives in OBJECTIVES.values():
        problem = sm.Problem.from_arrays(x, objectives[: x.shape[1]])
        for normalization in methods()[method].normalizations:
            if normalization != "scale":
                _ranks_or_reason(problem, method, normalization=normalization)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("method", methods())
def test_awkward_weights(method, weights):
    x = RNG.uniform(1, 9, (4, 3))
    for objectives in (["max"] * 3, ["max", "min", "max"]):
        _ranks_or_reason(sm.Problem.from_arrays(x, objectives), method, WEIGHTS[weights](3))


@pytest.mark.parametrize("method", methods())
def test_awkward_scores_on_fixed_scales(method):
    leaves = [scaled_leaf("c1"), scaled_leaf("c2", "min")]
    for x in (
        [[0, 0], [0, 0]],
        [[4, 0]],
        [[4, 4], [0, 0]],
        [[1e300, -1e300], [2, 2]],
        [[HUGE, -HUGE], [-HUGE, HUGE]],
    ):
        for answers in (["pass"] * 2, ["fail", "pass"], ["not-established"] * 2):
            problem = with_gate(leaves, np.array(x, dtype=float), answers[-len(x) :])
            _ranks_or_reason(problem, method, normalization="scale")


@pytest.mark.parametrize(
    "name", ["huge", "largest", "tiny", "tiny and huge", "both signs", "negative", "subnormal"]
)
@pytest.mark.parametrize("method", ["topsis", "additive"])
def test_minmax_takes_any_scores_that_differ(method, name):
    x = np.array(TABLES[name], dtype=float)
    largest = np.abs(x).max(axis=0)
    plain = sm.Problem.from_arrays(x / largest)
    found = sm.rank(sm.Problem.from_arrays(x), method=method, normalization="minmax")
    expected = sm.rank(plain, method=method, normalization="minmax")
    np.testing.assert_allclose(found.scores, expected.scores, rtol=1e-9, atol=1e-12)
    assert np.array_equal(found.ranks, expected.ranks)


@pytest.mark.parametrize("bad", [np.inf, -np.inf])
def test_infinities_are_refused_with_their_place(bad):
    with pytest.raises(InputError) as refused:
        sm.Problem.from_arrays([[1, 2], [bad, 3], [4, bad]])
    assert [str(fault.where) for fault in refused.value.faults] == [
        "candidates[1].scores.c1",
        "candidates[2].scores.c2",
    ]


@pytest.mark.parametrize("method", methods())
def test_nan_is_a_missing_score_for_every_method(method):
    problem = sm.Problem.from_arrays([[1, 2], [np.nan, 3]])
    with pytest.raises(InputError) as refused:
        sm.rank(problem, method=method)
    assert [str(fault.where) for fault in refused.value.faults] == ["candidates[1].scores.c1"]


@pytest.mark.parametrize("how", ["worst", "neutral", "interval"])
def test_a_column_in_which_everything_is_missing(how):
    framework = Framework(Criterion("t", children=[scaled_leaf("c1"), Criterion("c2")]))
    problem = sm.Problem.from_arrays([[1, np.nan], [2, np.nan]], framework=framework)
    with pytest.raises(InputError):
        sm.rank(problem, missing=how)
    whole = sm.Problem.from_arrays(
        [[np.nan], [np.nan]], framework=Framework(Criterion("t", children=[scaled_leaf("c1")]))
    )
    assert sm.rank(whole, missing=how, normalization="scale").ranks.tolist() == [1, 1]


@pytest.mark.parametrize("method", methods())
def test_ten_thousand_candidates(method):
    leaves = [scaled_leaf("c1"), scaled_leaf("c2", "min"), scaled_leaf("c3")]
    x = RNG.uniform(0.5, 3.5, (10_000, 3)).round(2)
    problem = sm.Problem.from_arrays(x, framework=Framework(Criterion("t", children=leaves)))
    if method == "codas":  # it compares each two candidates, and says how many it takes
        with pytest.raises(MethodError, match=r"2,?000"):
            sm.rank(problem, method=method)
        return
    ranking = sm.rank(problem, method=method)
    assert len(ranking.ranks) == 10_000
    assert ranking.ranks.min() == 1
    if ranking.prepared.has_scores:
        assert np.array_equal(ranking.ranks, sm.methods.ranks.ranks(ranking.scores))


def test_ten_thousand_candidates_are_explained_and_written():
    x = RNG.integers(1, 100, (10_000, 3)).astype(float)
    problem = sm.Problem.from_arrays(x)
    document = json.loads(sm.rank(problem).to_json())
    assert len(document["candidates"]) == 10_000
    assert sm.explain(problem, "equal", "a1", "a9999").text()


def test_five_megabytes_of_text_in_a_name():
    text = "ก" * 5_000_000
    leaf = {"id": "c1"}
    document = {
        "framework": {"id": "t", "criteria": [leaf]},
        "candidates": [{"id": "a", "scores": {"c1": 1}}],
    }
    for change in (
        {"candidates": [{"id": "a", "name": text, "scores": {"c1": 1}}]},
        {"candidates": [{"id": "a" * 5_000_000, "scores": {"c1": 1}}]},
        {"candidates": [{"id": "a", "scores": {"c1" * 2_500_000: 1}}]},
        {"candidates": [{"id": "a", "scores": {"c1": text}}]},
        {"title": text},
        {"framework": {"id": "t", "criteria": [{**leaf, "name": text}]}},
        {"framework": text},
        {text: 1},
    ):
        with pytest.raises(InputError) as refused:
            sm.Problem.from_dict({**document, **change})
        assert len(str(refused.value)) < 5_000
    for weights in (
        text,
        {text: 1},
        f"{text}=1",
        {"nodes": {"a" * 5_000_000: {}}},
        {"nodes": {}, "id": "a" * 5_000_000},
    ):
        with pytest.raises(InputError) as refused:
            sm.read_weights(weights, sm.Problem.from_dict(document).framework)
        assert len(str(refused.value)) < 5_000
    with pytest.raises(InputError) as refused:
        sm.rank(sm.Problem.from_dict(document), method=text)
    assert len(str(refused.value)) < 5_000


def test_half_a_surrogate_pair_is_refused_in_words_that_can_be_printed():
    document = {
        "framework": {"id": "t", "criteria": [{"id": "c1"}]},
        "candidates": [{"id": "a", "name": "\ud800", "scores": {}}],
    }
    with pytest.raises(InputError) as refused:
        sm.Problem.from_dict(document)
    str(refused.value).encode("utf-8")


@pytest.mark.parametrize("name", ["=1+1", "{leaf}", "{0}", "%s", "<b>", "\u202e", "a\nb", "'; --", "  "])
def test_odd_names_are_repeated_as_they_are(name):
    document = {
        "framework": {"id": "t", "criteria": [{"id": "c1", "name": name}]},
        "candidates": [{"id": "a", "name": name, "scores": {"c1": 1}}, {"id": "b", "scores": {"c1": 2}}],
    }
    problem = sm.Problem.from_dict(document)
    assert name in sm.explain(problem).text("en")
    assert sm.rank(problem).model().candidates[1].name == {"en": name}
    assert sm.rank(problem).table()


def test_duplicated_names_are_no_fault_and_duplicated_ids_are():
    candidates = [{"id": id, "name": "Same", "scores": {"c1": 1}} for id in ("a", "b")]
    document = {"framework": {"id": "t", "criteria": [{"id": "c1"}]}, "candidates": candidates}
    assert sm.rank(sm.Problem.from_dict(document)).ranks.tolist() == [1, 1]
    document["candidates"][1]["id"] = "a"
    with pytest.raises(InputError):
        sm.Problem.from_dict(document)
