"""Classes by minimum conditions: the shipped framework, what is missing, what lifts, what is possible."""

import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.analyses.classification.rules import Procedure
from see_mcda.errors import FrameworkError, InputError

PROCEDURES = ("all", "mr-sort", "electre-tri-pessimistic", "electre-tri-optimistic")
THREE = [
    {
        "id": "gold",
        "profile": {"c1": 4.0, "c2": 6.0, "c3": 3.0},
        "veto": {"c1": 1.0},
        "thresholds": {"c2": {"q": 0.5, "p": 2.0, "v": 5.0}},
    },
    {"id": "silver", "profile": {"c1": 2.0, "c2": 4.0, "c3": 6.0}, "veto": {"c3": 9.0}},
    {"id": "rest"},
]
"""Less is better at the third criterion."""


def table(rows):
    return sm.Problem.from_arrays(rows, ["max", "max", "min"])


@pytest.fixture(scope="module")
def models():
    return sm.read_problem("examples/see-models.yaml")


def names_of(result):
    return {
        id: result.classes[at].id for id, at in zip(result.problem.candidates, result.assigned, strict=True)
    }


def test_a_model_has_three_on_every_characteristic_and_fails_no_gate(models):
    result = sm.classify(models)
    columns = [models.leaves.index(leaf) for leaf in result.classes[0].profile]
    values = result.problem.values[:, columns]
    expected = np.where((values >= 3).all(axis=1), 0, np.where((values >= 2).all(axis=1), 1, 2))
    expected[~models.eligible] = 2
    assert np.array_equal(result.assigned, expected)
    assert names_of(result)["dong-tawan"] == "not-yet"
    gate, score = result.held_back_by[models.row("dong-tawan")]
    assert (gate.gate, gate.node) == ("fair-trade", None)
    assert (score.node, score.score, score.minimum) == ("fair-trade", 0.0, 2.0)
    assert result.lifts[models.row("dong-tawan")] is None


def test_a_candidate_with_a_failed_gate_has_the_class_that_its_scores_reach_too(models):
    document = models.to_dict()
    document["candidates"][0]["gates"]["fair-trade"] = {"state": "fail", "reason": "wages unpaid"}
    best = sm.classify(models).assigned[0]
    result = sm.classify(sm.read_problem(document))
    assert (result.assigned[0], result.by_scores[0]) == (2, best)
    assert best < 2
    assert [each.node for each in result.held_back_by[0]] == [None]
    name = models.framework.classes[best].title["en"]
    assert f"in the class {name} if it passed every gate" in " ".join(result.table("en").split())
    candidate = json.loads(result.to_json())["candidates"][0]
    assert (candidate["class"], candidate["by_scores"]) == ("not-yet", models.framework.classes[best].id)


@settings(deadline=None, max_examples=80)
@example(optimistic=False, scores=(3.0, 5.6, 7.0), weights=(1, 1, 1))
@given(
    optimistic=st.booleans(),
    scores=st.tuples(*[st.floats(0, 10)] * 3),
    weights=st.tuples(*[st.integers(0, 5)] * 3).filter(any),
)
def test_what_holds_a_candidate_back_lowers_its_credibility_and_nothing_else_does(
    optimistic, scores, weights
):
    procedure = f"electre-tri-{'optimistic' if optimistic else 'pessimistic'}"
    arguments = {"weights": list(weights), "classes": THREE, "procedure": procedure, "majority": 0.6}
    result = sm.classify(table([scores, (9, 9, 0)]), **arguments, method="additive")
    h = result.assigned[0] - 1
    if h < 0:
        return
    reasons = {table([scores]).leaves.index(each.node): each.minimum for each in result.held_back_by[0]}
    mended = np.array(scores)
    mended[list(reasons)] = list(reasons.values())
    again = sm.classify(table([mended, (9, 9, 0)]), **arguments, method="additive")
    assert again.support[0, h] == pytest.approx(1)
    best = np.where(np.isin(range(3), list(reasons)), scores, [10.0, 10.0, 0.0])
    again = sm.classify(table([best, (9, 9, 0)]), **arguments, method="additive")
    assert again.support[0, h] == pytest.approx(result.support[0, h])
    for at in reasons:
        alone = np.where(np.arange(3) == at, scores, [10.0, 10.0, 0.0])
        again = sm.classify(table([alone, (9, 9, 0)]), **arguments, method="additive")
        assert again.support[0, h] < 1 or not weights[at]


def test_a_score_within_the_indifference_threshold_holds_nobody_back():
    problem = table([[3, 5.6, 3], [9, 9, 0]])
    result = sm.classify(
        problem, [1, 1, 1], classes=THREE, procedure="electre-tri-pessimistic", majority=1, method="additive"
    )
    assert [each.node for each in result.held_back_by[0]] == ["c1"]


def test_a_criterion_without_weight_holds_nobody_back():
    problem = table([[3, 0, 3], [9, 9, 0]])
    result = sm.classify(
        problem, [1, 0, 1], classes=THREE, procedure="mr-sort", majority=1, method="additive"
    )
    assert [each.node for each in result.held_back_by[0]] == ["c1"]


def test_an_unchecked_gate_leaves_the_last_class_possible(models):
    result = sm.classify(models)
    row = models.row("khlong-kaeorung")
    assert result.possible[row].tolist() == [False, True, True]
    assert "ยังไม่ได้ตรวจ" in result.table("th")
    assert "the class holds only if it is passed" in " ".join(result.table("en").split())


def test_the_rule_is_a_sentence_in_both_languages(models):
    document = json.loads(sm.classify(models).to_json())
    rule = document["classes"][0]["rule"]
    assert rule["en"] == (
        "Model: scores at least 3 on each of the 5 criteria of Characteristics, and fails no gate."
    )
    assert rule["th"].startswith("ต้นแบบ: ได้คะแนนอย่างน้อย 3 ในเกณฑ์ทั้ง 5 ข้อของคุณลักษณะ")
    assert "our proposal" in document["classes"][0]["note"]["en"]


def test_the_rule_of_a_plain_table_names_no_group():
    problem = sm.Problem.from_arrays(np.array([[4.0, 3.0]]))
    classes = [{"id": "good", "profile": {"c1": 2, "c2": 2}}, {"id": "other"}]
    found = sm.classify(problem, classes=classes).table("en")
    assert "- good: scores at least 2 on each of the 2 criteria." in found


def test_a_framework_keeps_its_classes(models):
    framework = models.framework
    assert sm.Framework.from_dict(framework.to_dict()).classes == framework.classes


@settings(deadline=None, max_examples=60)
@given(
    procedure=st.sampled_from(PROCEDURES),
    scores=st.lists(st.tuples(*[st.integers(0, 10)] * 3), min_size=1, max_size=4),
    better=st.tuples(*[st.integers(0, 5)] * 3),
    weights=st.tuples(*[st.integers(1, 5)] * 3),
    majority=st.sampled_from([0.5, 0.6, 0.75, 1.0]),
)
def test_better_scores_never_give_a_worse_class(procedure, scores, better, weights, majority):
    before = np.array(scores, float)
    after = before + np.array(better) * [1, 1, -1]
    arguments = {"weights": list(weights), "classes": THREE, "procedure": procedure, "majority": majority}
    options = {"method": "additive"}
    found = [sm.classify(table(rows), **arguments, **options).assigned for rows in (before, after)]
    assert (found[1] <= found[0]).all()


@settings(deadline=None, max_examples=40)
@given(
    procedure=st.sampled_from(PROCEDURES),
    scores=st.tuples(*[st.floats(0, 10)] * 3),
    weights=st.tuples(*[st.integers(1, 5)] * 3),
)
def test_the_change_that_lifts_a_candidate_lifts_it(procedure, scores, weights):
    rows = np.array([scores, (9, 9, 0)])
    arguments = {"weights": list(weights), "classes": THREE, "procedure": procedure, "majority": 0.6}
    options = {"method": "additive"}
    result = sm.classify(table(rows), **arguments, **options)
    lift = result.lifts[0]
    if result.assigned[0] == 0:
        assert lift is None
        return
    assert lift is not None
    for column, (before, after) in lift.changes.items():
        assert rows[0, column] == before
        rows[0, column] = after
    again = sm.classify(table(rows), **arguments, **options)
    assert again.assigned[0] == lift.reached < result.assigned[0]


def test_the_smallest_change_is_found_by_mr_sort():
    """Raising the lighter criterion by one is enough, and less than raising the heavier one by three."""
    classes = [{"id": "good", "profile": {"c1": 5.0, "c2": 5.0, "c3": 5.0}}, {"id": "other"}]
    problem = sm.Problem.from_arrays([[2, 4, 6], [0, 0, 0], [10, 10, 10]])
    result = sm.classify(problem, [2, 1, 1], classes=classes, procedure="mr-sort", majority=0.5)
    assert result.assigned.tolist() == [1, 1, 0]
    assert result.lifts[0].changes == {1: (4.0, 5.0)}
    assert result.lifts[0].exact


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    low=st.tuples(*[st.integers(0, 10)] * 3),
    width=st.tuples(*[st.integers(0, 4)] * 3),
)
def test_the_possible_classes_are_those_of_all_scores_in_the_intervals(low, width):
    cells = {
        f"c{at + 1}": {"low": float(a), "high": float(a + w)} if w else float(a)
        for at, (a, w) in enumerate(zip(low, width, strict=True))
    }
    problem = sm.read_problem(
        {
            "framework": {
                "id": "f",
                "criteria": [{"id": "c1"}, {"id": "c2"}, {"id": "c3", "objective": "min"}],
            },
            "candidates": [
                {"id": "a", "scores": cells},
                {"id": "b", "scores": {"c1": 0.0, "c2": 0.0, "c3": 20.0}},
                {"id": "c", "scores": {"c1": 20.0, "c2": 20.0, "c3": 0.0}},
            ],
        }
    )
    result = sm.classify(problem, classes=THREE)
    grid = [np.linspace(a, a + w, 2 * w + 1) for a, w in zip(low, width, strict=True)]
    points = np.stack(np.meshgrid(*grid, indexing="ij"), axis=-1).reshape(-1, 3)
    seen = set(sm.classify(table(points), classes=THREE, method="additive").assigned)
    assert set(np.flatnonzero(result.possible[0])) == seen
    assert result.exact[0]


def test_a_group_scores_the_weighted_mean_of_its_values(models):
    classes = [{"id": "high", "profile": {"pillars": 0.75}}, {"id": "low"}]
    weights = {"cooperation": 0, "framework": 0, "supply-chain": 0, "market": 0, "fair-trade": 1,
               "economic": 1, "social": 1, "environmental": 2}  # fmt: skip
    result = sm.classify(models, weights, classes=classes)
    row = models.row("khao-khitchakut")
    assert result.scores[row, 0] == pytest.approx((4 + 3 + 2 * 2) / 4 / 4)
    assert "weighted" not in names_of(result)
    assert result.held_back_by[row][0].minimum == 0.75


def test_the_score_of_the_method_can_be_asked(models):
    ranking = sm.rank(models)
    line = float(np.sort(ranking.scores[models.eligible])[-3])
    classes = [{"id": "first", "score": line}, {"id": "other"}]
    result = sm.classify(models, classes=classes, procedure="score")
    assert np.array_equal(result.assigned == 0, (ranking.ranks >= 1) & (ranking.ranks <= 3))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"profile": {"cooperation": 1.0}}, {"unordered-classes"}),
        (
            {"profile": {"cooperation": 9.0, "nobody": 1.0}},
            {"outside-scale", "unknown-node", "unordered-classes"},
        ),
        ({"profile": {}}, {"no-conditions", "unordered-classes"}),
        ({"id": "low"}, {"duplicate-class"}),
        ({"veto": {"cooperation": 3.5, "market": 1.0}}, {"veto-order", "not-in-profile"}),
        ({"thresholds": {"cooperation": {"q": 2.0, "p": 1.0}}}, {"threshold-order"}),
    ],
)
def test_all_faults_of_the_classes_are_reported_at_once(models, change, codes):
    document = models.framework.to_dict()
    document["classes"] = [
        {"id": "high", "profile": {"cooperation": 3.0, "framework": 3.0}, **change},
        {"id": "middle", "profile": {"cooperation": 2.0, "framework": 2.0}},
        {"id": "low"},
    ]
    with pytest.raises(FrameworkError) as refused:
        sm.Framework.from_dict(document)
    assert {fault.code for fault in refused.value.faults} == codes


def test_classes_that_do_not_fit_the_procedure_are_refused(models):
    with pytest.raises(InputError) as refused:
        sm.classify(models, procedure="electre-tri-pessimistic")
    assert {fault.code for fault in refused.value.faults} == {"no-majority"}
    with pytest.raises(InputError) as refused:
        sm.classify(models, procedure="score")
    assert [fault.code for fault in refused.value.faults] == ["no-score", "no-score"]
    overlapping = [{"id": "a", "profile": {"pillars": 0.5, "social": 2.0}, "majority": 0.5}, {"id": "b"}]
    with pytest.raises(InputError) as refused:
        sm.classify(models, classes=overlapping, procedure="mr-sort")
    assert [fault.code for fault in refused.value.faults] == ["counted-twice"]
    with pytest.raises(InputError) as refused:
        sm.classify(table([[1, 2, 3], [3, 2, 1]]))
    assert [fault.code for fault in refused.value.faults] == ["no-classes"]


@pytest.mark.parametrize(
    ("procedure", "ignored"),
    [
        ("all", ["majority", "veto", "thresholds", "score"]),
        ("mr-sort", ["thresholds", "score"]),
        ("electre-tri-optimistic", ["veto", "score"]),
        ("score", ["profile", "majority", "veto", "thresholds"]),
    ],
)
def test_parts_of_the_classes_that_the_procedure_does_not_use_are_named(procedure, ignored):
    classes = [
        THREE[0] | {"score": 0.9, "majority": 0.6},
        THREE[1] | {"score": 0.5, "majority": 0.6},
        THREE[2],
    ]
    result = sm.classify(
        table([[1, 2, 3], [3, 2, 1]]), classes=classes, procedure=procedure, method="additive"
    )
    found = [each.message.params["parts"] for each in result.warnings if each.code == "without-effect"]
    assert found == [ignored]
    bare = [{"id": "good", "profile": {"c1": 2.0}}, {"id": "rest"}]
    result = sm.classify(table([[1, 2, 3], [3, 2, 1]]), classes=bare, method="additive")
    assert "without-effect" not in [each.code for each in result.warnings]


def test_every_procedure_is_tried():
    assert {*PROCEDURES, "score"} == set(Procedure.__args__)
