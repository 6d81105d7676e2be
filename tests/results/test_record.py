"""The record of a result: the same for the same input, another for any other."""

import hashlib
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import with_gate

import see_mcda as sm
from see_mcda.analyses.registry import NAMES, analysis
from see_mcda.errors import InputError
from see_mcda.model import canonical
from see_mcda.model.canonical import digest
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Criterion


def _problem():
    problem = with_gate(
        [Criterion("c1"), Criterion("c2")], np.array([[1.0, 4], [2, 2], [3, 1]]), ["pass"] * 3
    )
    return problem.replace(cells={(0, 0): Cell(0.5, 1.5)}, missing="worst", note={"en": "made up"})


def test_a_record_names_versions_and_hashes():
    record = sm.rank(_problem()).record
    assert set(record) == {
        "engine",
        "numpy",
        "problem",
        "weighting",
        "input_sha256",
        "missing",
        "reference",
        "seed",
    }
    assert record["numpy"] == np.__version__
    for key in ("problem", "weighting", "input_sha256"):
        assert re.fullmatch(r"[0-9a-f]{64}", record[key])
    assert sm.rank(_problem()).record == record


def test_a_whole_number_without_a_canonical_form_is_bad_input():
    with pytest.raises(InputError, match="9007199254740991"):
        digest({"seed": 2**53})


def test_the_hash_is_of_the_canonical_form_of_rfc_8785():
    # The example of RFC 8785, section 3.2.4: sorted keys, shortest numbers, no spaces.
    document = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    canonical = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert digest(document) == hashlib.sha256(canonical.encode()).hexdigest()


@given(st.dictionaries(st.text("abc"), st.integers(-5, 5)))
def test_the_order_of_keys_does_not_matter(document):
    assert digest(document) == digest(dict(reversed(document.items())))


def _one_score(problem):
    values = problem.values.copy()
    values[2, 1] += 1e-9
    return problem.replace(values=values)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        (_one_score, {"problem"}),
        (lambda p: p.replace(gates=[[0], [0], [1]] @ np.eye(1, dtype=np.int8)), {"problem"}),
        (lambda p: p.replace(cells={(0, 0): Cell(0, 2)}), {"problem"}),
        (lambda p: p.replace(note={"en": "measured"}), {"problem"}),
        (lambda p: p.replace(require={"c1": 0.5}, framework=p.framework), {"problem"}),
        (lambda p: p.replace(candidates=("a1", "a2", "z")), {"problem"}),
    ],
)
def test_any_change_of_the_problem_changes_its_hash(change, differs):
    before = sm.results.record.record(
        _problem(), sm.read_weights("equal", _problem().framework), "topsis", {}, missing="worst"
    )
    changed = change(_problem())
    after = sm.results.record.record(
        changed, sm.read_weights("equal", changed.framework), "topsis", {}, missing="worst"
    )
    assert {key for key in before if before[key] != after[key]} == differs | {"input_sha256"}


def test_weights_method_options_and_missing_change_the_input():
    base = sm.rank(_problem()).record
    for other, differs in (
        (sm.rank(_problem(), [2, 1]), {"weighting", "input_sha256"}),
        (sm.rank(_problem(), method="additive"), {"input_sha256"}),
        (sm.rank(_problem(), normalization="sum"), {"input_sha256"}),
        (sm.rank(_problem(), missing="error"), {"input_sha256", "missing"}),
    ):
        assert {key for key in base if base[key] != other.record[key]} == differs


def test_how_weights_were_given_does_not_change_them():
    leaves = _problem().leaves
    a, b = sm.rank(_problem(), [2, 2]).record, sm.rank(_problem(), dict.fromkeys(leaves, 3)).record
    assert a == b


def test_a_weighting_of_another_name_is_another_weighting():
    named, plain = sm.rank(_problem(), "equal").record, sm.rank(_problem(), [3, 3]).record
    assert {key for key in named if named[key] != plain[key]} == {"weighting", "input_sha256"}


def test_the_record_is_the_one_in_the_document():
    ranking = sm.rank(_problem())
    assert json.loads(ranking.to_json())["record"] == dict(ranking.record)


def test_a_comparison_hashes_its_problem_once(monkeypatch):
    hashed = []
    plain = canonical.canonical
    monkeypatch.setattr(canonical, "canonical", lambda document: hashed.append(document) or plain(document))
    problem = sm.Problem.from_arrays([[1, 4], [2, 2], [3, 1]])
    model = sm.compare(problem, ["equal", [1, 2], [2, 1]], method=["topsis", "additive"]).model()
    assert len({each.record.problem for each in model.rankings}) == 1
    assert len({each.record.input_sha256 for each in model.rankings}) == 6
    assert sum("candidates" in document for document in hashed) == 1


@pytest.mark.parametrize("ask", [sm.rank, sm.compare, sm.explain, *map(analysis, NAMES)])
def test_every_result_carries_the_frameworks_note(ask):
    framework = {
        "id": "f",
        "note": {"en": "illustrative"},
        "criteria": [{"id": x} for x in "xyz"],
        "classes": [{"id": "good", "profile": {"x": 2}}, {"id": "other"}],
    }
    candidates = [
        {"id": "a", "attributes": {"cost": 1}, "scores": {"x": 1, "y": {"low": 2, "high": 5}, "z": 3}},
        {"id": "b", "attributes": {"cost": 2}, "scores": {"x": 3, "y": 1, "z": 2}},
    ]
    problem = sm.Problem.from_dict({"framework": framework, "candidates": candidates})
    needed = {
        "score_crossovers": {"weights": "equal", "candidate": "b", "leaf": "y"},
        "select": {"constraints": ["exactly 1"]},
        "equal_shares": {"budget": "cost <= 2", "votes": [{"voter": "v", "approves": ["a"]}]},
    }
    result = ask(problem, **needed.get(ask.__name__, {}))
    assert result.model().note == {"en": "illustrative"}
