"""Possible classes over weights, majorities and scores: proofs against grids, chances against shares."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import see_mcda as sm

CLASSES = [
    {"id": "gold", "profile": {"c1": 6.0, "c2": 6.0, "c3": 6.0}, "veto": {"c1": 1.0}},
    {"id": "silver", "profile": {"c1": 4.0, "c2": 4.0, "c3": 4.0}, "veto": {"c2": 2.0}},
    {"id": "rest"},
]
GRID = [np.array(w) / 10 for w in itertools.product(range(11), repeat=3) if sum(w) == 10]
"""All weights in tenths."""


def problem(low, width):
    scores = {
        f"c{at + 1}": {"low": float(a), "high": float(a + w)} if w else float(a)
        for at, (a, w) in enumerate(zip(low, width, strict=True))
    }
    others = [
        {"id": "worst", "scores": dict.fromkeys(scores, 0.0)},
        {"id": "best", "scores": dict.fromkeys(scores, 10.0)},
    ]
    framework = {"id": "f", "criteria": [{"id": id} for id in scores]}
    return sm.read_problem({"framework": framework, "candidates": [{"id": "a", "scores": scores}, *others]})


def by_hand(scores, weights, majority):
    """The class by MR-Sort, written a second time."""
    for at, each in enumerate(CLASSES[:-1]):
        pairs = list(zip(scores, each["profile"].values(), strict=True))
        weight = sum(w for w, (x, least) in zip(weights, pairs, strict=True) if x >= least)
        vetoed = any(scores[int(id[1]) - 1] <= worst for id, worst in each["veto"].items())
        if weight >= majority - 1e-9 and not vetoed:
            return at
    return 2


@settings(deadline=None, max_examples=25)
@given(
    low=st.tuples(*[st.integers(0, 8)] * 3),
    width=st.tuples(*[st.sampled_from([0, 0, 1, 3])] * 3),
    majority=st.sampled_from([0.55, 0.7, 0.85]),
    highest=st.sampled_from([None, 0.95]),
    ordered=st.booleans(),
)
def test_mr_sort_over_weights_majorities_and_scores_is_what_a_grid_finds(
    low, width, majority, highest, ordered
):
    statements = ["c1 >= c2"] if ordered else []
    result = sm.classify(
        problem(low, width),
        classes=CLASSES,
        procedure="mr-sort",
        majority=majority,
        highest_majority=highest,
        statements=statements,
        samples=50,
    )
    points = list(
        itertools.product(*[np.linspace(a, a + w, 2 * w + 1) for a, w in zip(low, width, strict=True)])
    )
    seen = {
        by_hand(x, w, share)
        for x in points
        for w in GRID
        if not ordered or w[0] >= w[1]
        for share in {majority, highest or majority}
    }
    assert result.exact[0]
    assert set(np.flatnonzero(result.possible[0])) == seen


def test_the_chance_of_a_class_is_its_share_of_the_interval():
    """Gold needs 6 at every criterion, and the first lies evenly between 5 and 9."""
    result = sm.classify(problem((5, 8, 8), (4, 0, 0)), classes=CLASSES, samples=20_000, seed=4)
    chance, error = result.chances[0], result.standard_errors[0]
    assert chance[0] == pytest.approx(0.75, abs=5 * error[0])
    assert chance.sum() == pytest.approx(1)
    assert result.chances[1].tolist() == [0, 0, 1]
    assert not result.standard_errors[1].any()


def test_the_chance_over_weights_is_that_of_uniform_weights():
    """Gold at the first criterion alone needs w1 >= 1/2: a quarter of the triangle."""
    result = sm.classify(
        problem((7, 3, 3), (0, 0, 0)),
        classes=CLASSES,
        procedure="mr-sort",
        majority=0.5,
        statements=[],
        samples=20_000,
    )
    assert result.chances[0, 0] == pytest.approx(0.25, abs=5 * result.standard_errors[0, 0])
    assert result.possible[0].tolist() == [True, False, True]


def test_a_class_that_needs_a_rare_majority_is_found_without_a_sample_of_it():
    """Only the last hundredth of the range is more than the 0.6 of the weight that supports gold."""
    result = sm.classify(
        problem((7, 3, 3), (0, 0, 0)),
        [0.6, 0.2, 0.2],
        classes=CLASSES,
        procedure="mr-sort",
        majority=0.5,
        highest_majority=0.601,
        samples=1,
    )
    assert result.chances[0].tolist() == [1, 0, 0]
    assert result.possible[0].tolist() == [True, False, True]
    assert result.exact[0]


def test_electre_claims_no_proof_where_only_samples_speak():
    result = sm.classify(
        problem((5, 5, 5), (2, 2, 2)),
        classes=CLASSES,
        procedure="electre-tri-pessimistic",
        majority=0.7,
        statements=[],
        samples=200,
    )
    assert not result.exact[0]
    assert not result.necessary[0]


def test_a_missing_score_can_be_anything_on_its_scale():
    models = sm.read_problem("examples/see-models.yaml")
    result = sm.classify(models)
    row = models.row("fai-rung")
    assert np.isnan(models.values[row]).any()
    assert result.possible[row].tolist() == [False, True, True]


def test_weights_outside_the_statements_are_reported():
    result = sm.classify(
        problem((7, 3, 3), (0, 0, 0)),
        [0.2, 0.4, 0.4],
        classes=CLASSES,
        procedure="mr-sort",
        majority=0.6,
        statements=["c1 >= 0.7"],
        samples=50,
    )
    assert result.assigned[0] == 2
    assert result.possible[0].tolist() == [True, False, False]
    assert "not-allowed" in {each.code for each in result.warnings}
