"""Weights from any form in which people give them, on trees."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import trees

import see_mcda as sm
from see_mcda.errors import FileError, InputError, UnknownNameError, WeightingError
from see_mcda.model.criteria import Criterion, Framework, Scale
from see_mcda.weighting.profile import CONSISTENT
from see_mcda.weighting.weights import Weights

TREE = Framework.from_dict(
    {
        "id": "tree",
        "criteria": [
            {"id": "run", "children": [{"id": "a"}, {"id": "b"}]},
            {"id": "give", "children": [{"id": "c"}, {"id": "d"}, {"id": "e"}]},
        ],
    }
)


def _faults(weights, framework=TREE):
    with pytest.raises(WeightingError) as refused:
        sm.read_weights(weights, framework)
    return {(str(fault.where), fault.code) for fault in refused.value.faults}


def _nodes(**nodes):
    return {"schema": "see-mcda/weighting/1", "nodes": nodes}


def _of(weights, framework=TREE):
    return sm.read_weights(weights, framework).values


def test_equal_is_equal_at_every_node_and_equal_leaves_at_the_leaves():
    np.testing.assert_allclose(_of("equal"), [1 / 4, 1 / 4, 1 / 6, 1 / 6, 1 / 6])
    np.testing.assert_allclose(_of("equal-leaves"), [0.2] * 5)


def test_equal_in_see_is_a_tenth_a_characteristic_and_a_sixth_a_pillar():
    np.testing.assert_allclose(_of("equal", "see"), [0.1] * 5 + [1 / 6] * 3)


@pytest.mark.parametrize(
    "weights",
    [
        "a=1,b=1,c=2,d=2,e=2",
        " a = 1, b=1 ,c=2,d=2.0,e=2e0",
        "run=2,give=6",
        "run=2,c=2,d=2,e=2",
        {"a": 1, "b": 1, "give": 6},
        {"a": Fraction(1), "b": np.float64(1), "c": 2, "d": 2, "e": 2},
        [1, 1, 2, 2, 2],
        np.array([1, 1, 2, 2, 2]) * 1e300,
        np.array([1, 1, 2, 2, 2]) * 1e-300,
        _nodes(tree={"weights": {"run": 1, "give": 3}}),
        _nodes(tree={"judgments": [["give", "run", 3]]}),
        _nodes(tree={"weights": {"run": 1, "give": 3}}, give={"weights": {"c": 5, "d": 5, "e": 5}}),
    ],
)
def test_every_form_says_the_same(weights):
    np.testing.assert_allclose(_of(weights), np.array([1, 1, 2, 2, 2]) / 8, rtol=1e-12)


@given(trees(), st.data())
def test_global_and_local_weights_are_two_sides_of_one_thing(framework, data):
    m = len(framework.leaves)
    numbers = data.draw(st.lists(st.integers(1, 9), min_size=m, max_size=m))
    weights = sm.read_weights(numbers, framework)
    assert weights.values.sum() == pytest.approx(1)
    for node in framework.inner:
        assert weights.local[node.id].sum() == pytest.approx(1)
        below = weights.under(node.id)
        assert below.sum() == pytest.approx(1)
        outside = [column for column in range(m) if column not in framework.columns[node.id]]
        assert not below[outside].any()
    again = Weights.from_local(framework, weights.local)
    np.testing.assert_allclose(again.values, weights.values, rtol=1e-12)
    np.testing.assert_allclose(np.array(numbers) / sum(numbers), weights.values, rtol=1e-12)
    assert sm.read_weights(weights, framework) is weights
    np.testing.assert_allclose(_of(weights.to_dict(), framework), weights.values, rtol=1e-12)
    assert np.array_equal(np.asarray(weights), weights.values)


def test_weights_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        sm.read_weights("equal", TREE).values[0] = 1


@pytest.mark.parametrize(
    ("weights", "faults"),
    [
        ({"a": 1, "b": 1, "c": 1, "d": 1}, {("weights.e", "missing-node")}),
        (
            {"run": 1, "zz": 1},
            {("weights.zz", "unknown-node"), *((f"weights.{id}", "missing-node") for id in "cde")},
        ),
        ({"run": 1, "a": 1, "give": 1}, {("weights.a", "doubly-given")}),
        ({"run": -1, "give": 1}, {("weights.run", "bad-weight")}),
        ({"run": "1", "give": True}, {("weights.run", "bad-weight"), ("weights.give", "bad-weight")}),
        (
            {"run": float("nan"), "give": None},
            {("weights.run", "bad-weight"), ("weights.give", "bad-weight")},
        ),
        ({"run": 10**400, "give": [1]}, {("weights.run", "bad-weight"), ("weights.give", "bad-weight")}),
        ({"run": 0, "give": 0}, {("weights", "zero-weights")}),
        ([1, 1], {("weights", "wrong-length")}),
        ([[1, 1, 1, 1, 1]], {("weights", "wrong-length")}),
        ([1, 1, 1, 1, -1], {("weights.e", "bad-weight")}),
        ([1, 1, 1, 1, np.inf], {("weights.e", "bad-weight")}),
        ([0, 0, 0, 0, 0], {("weights", "zero-weights")}),
        (["x", 1, 1, 1, 1], {("weights", "wrong-type")}),
        (None, {("weights", "wrong-length")}),
        ("run=1,give=x", {("weights", "bad-weight")}),
        ("run=1,run=1", {("weights", "doubly-given")}),
        ("run=1,give", {("weights", "bad-weight")}),
    ],
)
def test_weights_that_do_not_fit_are_refused_with_every_fault(weights, faults):
    assert _faults(weights) == faults


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("equall", "did you mean equal?"),
        ("Economic-lead", "economic-led?"),
        ("", "economic-led"),
        ("see", "vision-led"),
    ],
)
def test_a_name_that_does_not_exist_is_refused_with_those_that_do(name, offered):
    with pytest.raises(UnknownNameError) as refused:
        sm.read_weights(name, TREE)
    assert offered in str(refused.value)


def test_a_file_that_does_not_exist_is_refused():
    with pytest.raises(FileError):
        sm.read_weights("nowhere/mine.yaml", TREE)


def test_weights_belong_to_their_framework():
    other = Framework(Criterion("other", children=[Criterion("z")]))
    with pytest.raises(WeightingError):
        sm.read_weights(sm.read_weights("equal", other), TREE)


# Weighting files


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ({"run": {"order": [["b"], ["a"]]}}, {"a": 1 / 8, "b": 3 / 8}),
        ({"run": {"order": [["a", "b"]]}}, {"a": 1 / 4, "b": 1 / 4}),
        ({"give": {"order": [["c"], ["d"], ["e"]], "rule": "rs"}}, {"c": 1 / 4, "d": 1 / 6, "e": 1 / 12}),
        ({"give": {"judgments": [["c", "d", 2], ["d", "e", 2]]}}, {"c": 2 / 7, "d": 1 / 7, "e": 1 / 14}),
        (
            {
                "give": {
                    "best_worst": {
                        "best_to_others": {"c": 1, "d": 2, "e": 4},
                        "others_to_worst": {"c": 4, "d": 2, "e": 1},
                    }
                }
            },
            {"c": 2 / 7, "d": 1 / 7, "e": 1 / 14},
        ),
        ({"run": {"swing": {"points": {"a": 100, "b": 25}}}}, {"a": 0.4, "b": 0.1}),
        (
            {
                "run": {
                    "judges": [
                        {"id": "x", "judgments": [["a", "b", 9]]},
                        {"id": "y", "judgments": [["b", "a", 9]]},
                    ]
                }
            },
            {"a": 1 / 4, "b": 1 / 4},
        ),
    ],
)
def test_each_way_of_asking(nodes, expected):
    weights = sm.read_weights(_nodes(**nodes), TREE).to_dict()
    assert {id: weights[id] for id in expected} == pytest.approx(expected, abs=1e-9)
    assert sum(weights.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("node", "place", "code"),
    [
        ({}, "", "one-way"),
        ({"weights": {"a": 1, "b": 1}, "order": [["a"], ["b"]]}, "", "one-way"),
        ({"weights": {"a": 1}}, ".weights.b", "missing-node"),
        ({"weights": {"a": 1, "b": 1, "c": 1}}, ".weights.c", "unknown-node"),
        ({"weights": {"a": -1, "b": 1}}, ".weights.a", "bad-weight"),
        ({"weights": {"a": "1", "b": 1}}, ".weights.a", "wrong-type"),
        ({"weights": {"a": 0, "b": 0}}, ".weights", "zero-weights"),
        ({"judgments": [["a", "b", 0]]}, ".judgments[0]", "judgment"),
        ({"judgments": [["a", "c", 2]]}, ".judgments[0]", "unknown-node"),
        ({"judgments": [["a", "b", 2], ["b", "a", 2]]}, ".judgments[1]", "doubly-given"),
        ({"judgments": [["a", "a", 2]]}, ".judgments[0]", "doubly-given"),
        ({"judgments": [["a", "b"]]}, ".judgments[0]", "judgment"),
        ({"order": [["a"], ["a"], ["b"]]}, ".order", "doubly-given"),
        ({"order": [["a"]]}, ".order.b", "missing-node"),
        ({"wheights": {}}, ".wheights", "unknown-key"),
    ],
)
def test_a_node_that_is_not_well_said_is_refused_with_its_path(node, place, code):
    assert (f"nodes.run{place}", code) in _faults(_nodes(run=node))


def test_judgments_that_do_not_connect_all_are_refused():
    with pytest.raises(InputError) as refused:
        sm.read_weights(_nodes(give={"judgments": [["c", "d", 2]]}), TREE)
    assert str(refused.value.faults[0].where).startswith("nodes.give")


def test_all_faults_of_a_file_are_told_at_once():
    document = _nodes(
        run={"weights": {"a": 1}}, give={"order": [["c"]]}, nobody={"weights": {}}, a={"weights": {}}
    )
    assert _faults(document) == {
        ("nodes.run.weights.b", "missing-node"),
        ("nodes.give.order.d", "missing-node"),
        ("nodes.give.order.e", "missing-node"),
        ("nodes.nobody", "unknown-node"),
        ("nodes.a", "unknown-node"),
    }


def test_one_node_said_under_two_names_is_refused():
    document = {
        "framework": "old",
        **_nodes(old={"weights": {"run": 1, "give": 1}}, tree={"weights": {"run": 1, "give": 3}}),
    }
    assert _faults(document) == {("nodes.tree", "doubly-given")}


def test_judgments_that_contradict_each_other_are_a_warning():
    judged = {"judgments": [["c", "d", 5], ["d", "e", 5], ["c", "e", 0.2]]}
    weights = sm.read_weights(_nodes(give=judged), TREE)
    assert [warning.code for warning in weights.warnings] == ["inconsistent"]
    assert weights.consistency["give"]["consistency_ratio"] > CONSISTENT
    ranking = sm.rank(sm.Problem.from_arrays([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]], framework=TREE), weights)
    assert "inconsistent" in {warning.code for warning in ranking.warnings}


def test_swing_weights_from_other_ranges_are_a_warning():
    leaves = [
        Criterion("a", scale=Scale(min=0, max=10)),
        Criterion("b", objective="min", scale=Scale(min=0, max=5)),
    ]
    framework = Framework(Criterion("tree", children=leaves))
    same = {"points": {"a": 100, "b": 50}, "ranges": {"a": [0, 10], "b": [5, 0]}}
    other = {**same, "ranges": {"a": [0, 8], "b": [5, 0]}}
    assert sm.read_weights(_nodes(tree={"swing": same}), framework).warnings == ()
    (warning,) = sm.read_weights(_nodes(tree={"swing": other}), framework).warnings
    assert (warning.code, str(warning.where)) == ("other-range", "nodes.tree.swing.ranges.a")


def test_what_is_odd_in_the_answers_of_judges_is_told_with_its_place():
    judges = [
        {"id": "whole", "judgments": [["c", "d", 2], ["d", "e", 2]]},
        {"id": "part", "judgments": [["c", "d", 2]]},
    ]
    (warning,) = sm.read_weights(_nodes(give={"judges": judges}), TREE).warnings
    assert (warning.code, str(warning.where)) == ("judge-not-connected", "nodes.give.judges[1]")
    (warning,) = sm.read_weights(_nodes(run={"swing": {"points": {"a": 80, "b": 20}}}), TREE).warnings
    assert (warning.code, str(warning.where)) == ("largest-swing", "nodes.run.swing.points")


def test_ranges_of_what_was_not_asked_are_refused():
    swing = {"points": {"a": 1, "b": 1}, "ranges": {"z": [0, 1]}}
    assert _faults(_nodes(run={"swing": swing})) == {("nodes.run.swing.ranges.z", "unknown-node")}


# Shipped weightings


@pytest.mark.parametrize("framework", sm.frameworks())
@pytest.mark.parametrize("name", sm.weightings())
def test_every_shipped_weighting_fits_every_shipped_framework(name, framework):
    weights = sm.read_weights(name, framework)
    assert weights.id == name
    assert weights.values.sum() == pytest.approx(1, abs=1e-12)
    assert (weights.values >= 0).all()
    for known in weights.consistency.values():
        assert known["consistency_ratio"] is None or known["consistency_ratio"] <= CONSISTENT
    assert weights.warnings == ()


@pytest.mark.parametrize("name", sm.weightings())
def test_a_file_written_for_see_says_the_same_of_the_indicators(name):
    small, large = sm.read_weights(name, "see"), sm.read_weights(name, "see-indicators")
    for node in small.framework.leaves:
        below = large.values[list(large.framework.columns[node.id])].sum()
        assert below == pytest.approx(small.to_dict()[node.id], abs=1e-12)
    np.testing.assert_allclose(list(small.local["pillars"]), list(large.local["pillars"]))
