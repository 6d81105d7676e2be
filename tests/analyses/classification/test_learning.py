"""Learning from assignments: models that agree, and the assignments that cannot be reconciled."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.errors import InputError

CLASSES = [{"id": "gold"}, {"id": "silver"}, {"id": "rest"}]
IDS = [each["id"] for each in CLASSES]


def problem(rows, top=None, objectives=None):
    columns = len(rows[0])
    scale = {"scale": {"min": 0, "max": top}} if top else {}
    criteria = [
        {"id": f"c{j + 1}", "objective": (objectives or ["max"] * columns)[j], **scale}
        for j in range(columns)
    ]
    candidates = [
        {"id": f"a{at}", "scores": {f"c{j + 1}": float(x) for j, x in enumerate(row)}}
        for at, row in enumerate(rows)
    ]
    return sm.read_problem({"framework": {"id": "f", "criteria": criteria}, "candidates": candidates})


def learned(given_problem, classes, **arguments):
    assignments = {f"a{at}": IDS[each] for at, each in enumerate(classes)}
    arguments = {"classes": CLASSES, "procedure": "mr-sort", "method": "additive"} | arguments
    return sm.classify(given_problem, assignments=assignments, **arguments)


@settings(deadline=None, max_examples=20)
@given(
    rows=st.lists(st.tuples(*[st.integers(0, 10)] * 4), min_size=6, max_size=12),
    weights=st.tuples(*[st.integers(1, 5)] * 4),
    majority=st.sampled_from([0.5, 0.6, 0.75, 1.0]),
    limits=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), min_size=4, max_size=4),
)
def test_a_model_that_reproduces_the_classes_of_an_mr_sort_model_is_learned(rows, weights, majority, limits):
    """Less is better at the last criterion."""
    signs = np.array([1, 1, 1, -1])
    silver = [sign * limit for sign, (limit, _) in zip(signs, limits, strict=True)]
    gold = [sign * limit + more for sign, (limit, more) in zip(signs, limits, strict=True)]
    share = np.array(weights) / sum(weights)
    supports = [((np.array(rows) * signs >= profile) * share).sum(axis=1) for profile in (gold, silver)]
    classes = np.select([each >= majority - 1e-9 for each in supports], [0, 1], 2)
    result = learned(problem(rows, objectives=["max", "max", "max", "min"]), classes)
    assert result.learning.left_out == ()
    assert result.assigned.tolist() == classes.tolist()
    assert result.possible.sum(axis=1).tolist() == [1] * len(rows)
    profiles = [each.profile for each in result.classes[:-1]]
    if profiles[0] == profiles[1]:  # no example is in the class between
        return
    found = [
        {"id": each.id, "profile": each.profile, "majority": each.majority} for each in result.classes[:-1]
    ]
    again = sm.classify(
        result.problem,
        result.learning.weights,
        classes=[*found, CLASSES[-1]],
        procedure="mr-sort",
        method="additive",
    )
    assert again.assigned.tolist() == classes.tolist()


MODELS = [
    (np.array(gold), np.array(silver), weights, majority)
    for gold in itertools.product(range(3), repeat=2)
    for silver in itertools.product(range(3), repeat=2)
    if all(a >= b for a, b in zip(gold, silver, strict=True))
    for weights, majority in [((1.0, 0.0), 1.0), ((0.0, 1.0), 1.0), ((0.5, 0.5), 0.5), ((0.5, 0.5), 1.0)]
]
"""All models of two criteria with scores 0, 1 and 2: the first, the second, one of them, both."""


def classes_of(model, rows):
    gold, silver, weights, majority = model
    reached = [((rows >= least) * weights).sum(axis=1) >= majority for least in (gold, silver)]
    return np.select(reached, [0, 1], 2)


@pytest.mark.parametrize("procedure", ["mr-sort", "all"])
@settings(deadline=None, max_examples=25)
@given(
    examples=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=6
    ),
    other=st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
def test_as_few_assignments_as_possible_are_left_out_and_the_possible_classes_are_those_of_all_models(
    procedure, examples, other
):
    rows = np.array([each[:2] for each in examples] + [other, (0, 0), (2, 2)])
    classes = np.array([each[2] for each in examples])
    result = learned(problem(rows, top=2), classes, procedure=procedure)
    found = [
        classes_of(model, rows)
        for model in MODELS
        if procedure == "mr-sort" or (model[2] == (0.5, 0.5) and model[3] == 1.0)
    ]
    count = len(classes)
    kept = [each[:count] == classes for each in found]
    fewest = min(int((~each).sum()) for each in kept)
    sets = {tuple(np.flatnonzero(~each).tolist()) for each in kept if (~each).sum() == fewest}
    if not fewest:
        assert result.learning.left_out == ()
        chosen = ()
    else:
        assert len(result.learning.left_out) == min(len(sets), 5)
        assert set(result.learning.left_out) <= sets
        chosen = result.learning.left_out[0]
    at = np.setdiff1d(np.arange(count), chosen)
    assert result.assigned[at].tolist() == classes[at].tolist()
    agreeing = [each for each, keep in zip(found, kept, strict=True) if keep[at].all()]
    for row in range(len(rows)):
        assert set(np.flatnonzero(result.possible[row])) == {int(each[row]) for each in agreeing}
    assert result.exact.all()


def test_an_assignment_that_contradicts_the_others_is_named():
    """The last one is better than the golden ones on every criterion, and assigned to the rest."""
    rows = [(8, 8, 8), (7, 9, 8), (8, 7, 9), (2, 2, 2), (1, 3, 2), (9, 9, 9)]
    result = learned(problem(rows), [0, 0, 0, 2, 2, 2])
    assert result.learning.left_out == ((5,),)
    assert result.assigned.tolist() == [0, 0, 0, 2, 2, 0]
    assert "The fewest that must be left out: a5." in result.table("en")
    document = json.loads(result.to_json())
    assert document["learning"]["left_out"] == [["a5"]]
    assert sum(document["learning"]["weights"].values()) == pytest.approx(1)


def test_weights_stay_even_where_the_assignments_do_not_ask_for_more():
    rows = [(8, 8, 8), (2, 2, 2), (8, 8, 2)]
    even = learned(problem(rows), [0, 2, 0])
    assert list(even.learning.weights.values()) == pytest.approx([1 / 3] * 3)
    rows = [(8, 8, 2), (8, 2, 8), (2, 8, 8), (8, 2, 2)]
    uneven = learned(problem(rows), [0, 0, 2, 2])
    assert uneven.learning.left_out == ()
    assert uneven.learning.weights["c1"] > uneven.learning.weights["c2"] + 0.04


def test_the_majority_can_be_fixed_or_bounded():
    rows = [(8, 8, 2), (2, 2, 8)]
    assert learned(problem(rows), [0, 2], majority=0.6).rules.majority.tolist() == [0.6, 0.6]
    found = learned(problem(rows), [0, 2], majority=0.55, highest_majority=0.65).rules.majority
    assert ((found >= 0.55) & (found <= 0.65)).all()


def test_a_candidate_that_fails_a_gate_teaches_nothing_and_cannot_be_assigned_higher():
    models = sm.read_problem("examples/see-models.yaml")
    given = {"sampran": "Model", "dong-tawan": "promising", "fai-rung": "ยังไม่ถึงเกณฑ์"}
    result = sm.classify(models, assignments=given)
    assert result.learning.left_out == ((models.row("dong-tawan"),),)
    assert result.learning.said()["fai-rung"] == "not-yet"
    assert [*result.classes[0].profile] == [*models.framework.classes[0].profile]


def test_every_fault_of_the_assignments_is_reported_at_once():
    models = sm.read_problem("examples/see-models.yaml")
    with pytest.raises(InputError) as refused:
        sm.classify(
            models, assignments={"nobody": "model", "sampran": "best"}, procedure="score", statements=[]
        )
    assert {fault.code for fault in refused.value.faults} == {
        "unknown-candidate",
        "unknown-class",
        "not-learned",
    }
    groups = [{"id": "a", "profile": {"pillars": 0.5}}, {"id": "b"}]
    with pytest.raises(InputError) as refused:
        sm.classify(models, classes=groups, assignments={"sampran": "a"})
    assert [fault.code for fault in refused.value.faults] == ["learned-group"]
