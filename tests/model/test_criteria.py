"""Frameworks: trees of any depth, every fault told at once with its path."""

import numpy as np
import pytest
from hypothesis import given
from strategies import scaled_leaf, trees

import see_mcda as sm
from see_mcda.errors import FrameworkError
from see_mcda.model.criteria import Criterion, Framework


def _document(**changes):
    leaf = {"id": "trade", "objective": "min", "scale": {"min": 0, "max": 4, "neutral": 2, "good": 1}}
    tree = [{"id": "branch", "children": [leaf, {"id": "care"}]}, {"id": "price"}]
    return {"schema": "see-mcda/framework/1", "id": "tree", "criteria": tree, **changes}


def _faults(document):
    with pytest.raises(FrameworkError) as refused:
        Framework.from_dict(document)
    return {(str(fault.where), fault.code) for fault in refused.value.faults}


def test_leaves_stand_in_the_order_of_the_tree():
    framework = Framework.from_dict(_document())
    assert [leaf.id for leaf in framework.leaves] == ["trade", "care", "price"]
    assert framework.objectives.tolist() == [-1, 1, 1]
    assert framework.paths["trade"] == "tree.branch.trade"
    assert framework.columns["branch"] == (0, 1)
    assert framework.columns["tree"] == (0, 1, 2)


@given(trees())
def test_any_tree_is_read_back_as_it_was_written(framework):
    assert Framework.from_dict(framework.to_dict()) == framework


@given(trees())
def test_every_leaf_is_below_exactly_one_child_of_each_branch_above_it(framework):
    for node in framework.inner:
        below = [column for child in node.children for column in framework.columns[child.id]]
        assert sorted(below) == sorted(set(below)) == sorted(framework.columns[node.id])


@pytest.mark.parametrize("name", sm.frameworks())
def test_shipped_frameworks_are_read_back_as_they_were_written(name):
    framework = sm.read_framework(name)
    assert Framework.from_dict(framework.to_dict()) == framework


def test_all_faults_of_a_document_are_told_at_once_with_their_paths():
    document = {
        "id": "Tree",
        "criteria": [
            {"id": "a", "scale": {"min": "0"}, "colour": "red"},
            {"id": "b", "objective": "less", "children": [{"name": {"en": ""}}]},
        ],
        "x-mine": 1,
    }
    assert _faults(document) == {
        ("id", "bad-id"),
        ("criteria[0].scale.min", "wrong-type"),
        ("criteria[0].colour", "unknown-key"),
        ("criteria[1].objective", "unknown-value"),
        ("criteria[1].children[0].id", "missing-key"),
        ("criteria[1].children[0].name.en", "empty"),
    }


def test_keys_of_other_people_begin_with_x():
    document = _document()
    document["x-owner"] = document["criteria"][0]["x-colour"] = document["criteria"][0]["children"][0][
        "x-y"
    ] = 1
    assert Framework.from_dict(document) == Framework.from_dict(_document())


def test_an_id_that_stands_twice_is_told_with_both_paths():
    tree = [{"id": "a", "children": [{"id": "b"}, {"id": "tree"}]}, {"id": "b"}]
    assert _faults(_document(criteria=tree)) == {
        ("tree.a.tree", "duplicate-node"),
        ("tree.b", "duplicate-node"),
    }


def test_a_gate_that_stands_twice_is_told():
    gate = {"id": "clean"}
    tree = [{"id": "a", "gates": [gate]}, {"id": "b", "gates": [gate]}]
    assert _faults(_document(criteria=tree)) == {("tree.b", "duplicate-gate")}


@pytest.mark.parametrize(
    ("leaf", "where", "code"),
    [
        ({"scale": {"min": 0}}, "scale", "scale-end"),
        ({"scale": {"min": 4, "max": 4}}, "scale", "scale-order"),
        ({"scale": {"neutral": 2, "good": 2}}, "scale", "scale-references"),
        ({"scale": {"neutral": 2, "good": 1}}, "scale", "scale-references"),
        ({"objective": "min", "scale": {"neutral": 1, "good": 2}}, "scale", "scale-references"),
        ({"scale": {"min": 0, "max": 4, "good": 5}}, "scale", "scale-references"),
        ({"scale": {"min": 0, "max": 4, "neutral": -1}}, "scale", "scale-references"),
        ({"value": {"points": [[0, 0], [0, 1]]}}, "value.points", "value-points"),
        ({"value": {"points": [[0, 0], [1, 1.5]]}}, "value.points", "value-points"),
        ({"intensity": {0: 0.5, 1: 0.9}}, "intensity", "intensity"),
        ({"children": [{"id": "below"}], "scale": {"min": 0, "max": 1}}, "", "scale-on-branch"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused(leaf, where, code):
    path = ".".join(filter(None, ["tree.a", where]))
    assert (path, code) in _faults(_document(criteria=[{"id": "a", **leaf}]))


def test_minimum_values_are_of_known_nodes_and_between_0_and_1():
    document = _document(require={"price": 3, "nobody": 0.5})
    assert _faults(document) == {("require.price", "minimum"), ("require.nobody", "unknown-node")}


def test_an_endless_tree_is_refused_and_no_traceback():
    tree = {"id": "leaf"}
    for level in range(5_000):
        tree = {"id": f"n{level}", "children": [tree]}
    with pytest.raises(FrameworkError):
        Framework.from_dict(_document(criteria=[tree]))


def test_levels_keep_their_numbers_as_keys():
    leaf = Criterion("a", scale=sm.read_framework("see").leaves[0].scale)
    framework = Framework(Criterion("tree", children=[leaf]))
    again = Framework.from_dict(framework.to_dict())
    assert sorted(again.leaves[0].scale.levels) == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert set(framework.to_dict()["criteria"][0]["scale"]["levels"]) == set("01234")


def test_arrays_of_a_framework_cannot_be_written_to():
    framework = Framework(Criterion("tree", children=[scaled_leaf("a")]))
    with pytest.raises(ValueError, match="read-only"):
        framework.objectives[0] = -1
    assert np.array_equal(framework.objectives, [1.0])
