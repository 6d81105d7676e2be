"""Verification: the same is said to be the same, and any change is told."""

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scaled_leaf, scaled_problems, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.errors import FileError, SeeMcdaError

EXAMPLE = Path(__file__).parent.parent / "examples" / "see-models.yaml"


def _problem():
    leaves = [scaled_leaf("c1"), scaled_leaf("c2", "min"), scaled_leaf("c3")]
    x = np.array([[1.0, 2, 3], [3, 1, 2], [3, 1, 2], [4, 0, 4]])
    problem = with_gate(leaves, x, ["pass", "not-established", "pass", "fail"])
    return problem.replace(note={"en": "made up", "th": "สมมติ"}, reasons={(3, 0): {"en": "seen"}})


def _document(problem=None, weights=(3, 2, 1), **options):
    return json.loads(sm.rank(problem or _problem(), list(weights), **options).to_json())


def _told(document, problem=None):
    return {
        (difference.code, str(difference.where))
        for difference in sm.verify(document, problem or _problem()).differences
    }


@given(scaled_problems(gated=True), st.data())
def test_what_is_written_as_json_and_read_again_is_the_same(problem, data):
    weights = data.draw(weight_vectors(problem.shape[1]))
    method = data.draw(st.sampled_from(["topsis", "additive", "multiplicative", "ahp"]))
    options = data.draw(st.sampled_from([{}, {"normalization": "scale"}, {"reference": True}]))
    reasons = {(int(row), 0): {"en": "seen"} for row in np.flatnonzero(~problem.eligible)}
    problem = problem.replace(reasons=reasons)
    document = json.loads(sm.rank(problem, weights, method=method, **options).to_json())
    again = sm.Problem.from_dict(json.loads(json.dumps(problem.to_dict())))
    verification = sm.verify(document, again)
    assert verification.same, verification.text()
    assert verification.warnings == ()


@pytest.mark.parametrize("method", ["vikor", "spotis", "multimoora"])
def test_methods_of_the_panel_are_verified_too(method):
    problem = _problem().replace(values=_problem().values * 0.5 + 1)
    options = (
        {} if method == "spotis" else {"normalization": "vector" if method == "multimoora" else "minmax"}
    )
    assert sm.verify(_document(problem, method=method, **options), problem).same


def _set(*path):
    *way, last, value = path

    def change(document):
        part = document
        for key in way:
            part = part[key]
        assert part[last] != value
        part[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_set("candidates", 0, "score", 0.9), "candidates[0].score"),
        (_set("candidates", 0, "score", None), "candidates[0].score"),
        (_set("candidates", 0, "rank", 2), "candidates[0].rank"),
        (_set("candidates", 0, "native_score", 7.0), "candidates[0].native_score"),
        (_set("candidates", 0, "conditional", False), "candidates[0].conditional"),
        (_set("candidates", 2, "nodes", "c1", 0.1), "candidates[2].nodes.c1"),
        (_set("candidates", 2, "contributions", "c1", 0.9), "candidates[2].contributions.c1"),
        (_set("candidates", 2, "meets", False), "candidates[2].meets"),
        (_set("candidates", 3, "rank", 1), "candidates[3].rank"),
        (_set("candidates", 3, "eligible", True), "candidates[3].eligible"),
        (_set("candidates", 3, "shadow_rank", 4), "candidates[3].shadow_rank"),
        (_set("candidates", 3, "gates", "clean", "state", "pass"), "candidates[3].gates.clean.state"),
        (_set("candidates", 3, "gates", "clean", "reason", None), "candidates[3].gates.clean.reason"),
        (_set("candidates", 1, "name", {"en": "Other"}), "candidates[1].name.en"),
        (_set("candidates", 1, "id", "zz"), "candidates[1]"),
        (_set("candidates", 1, "score_range", [0, 1]), "candidates[1].score_range"),
        (_set("ties", []), "ties"),
        (_set("note", None), "note"),
        (_set("note", "en", "measured"), "note.en"),
        (_set("title", {"en": "Best"}), "title"),
        (_set("contribution_kind", "exact"), "contribution_kind"),
        (_set("weights", "c1", 0.9), "record.weighting"),
        (_set("method", "options", "normalization", "vector"), "record.input_sha256"),
        (_set("record", "problem", "0" * 64), "record.problem"),
        (_set("record", "missing", "worst"), "record.input_sha256"),
        (_set("record", "input_sha256", "0" * 64), "record.input_sha256"),
        (lambda document: document["candidates"].reverse(), "candidates"),
        (lambda document: document["candidates"].pop(), "candidates"),
    ],
)
def test_a_changed_result_is_told_with_its_place(change, where):
    document = _document(normalization="scale", ideal="observed")
    assert sm.verify(document, _problem()).same
    change(document)
    assert where in {place for _, place in _told(document)}


def test_a_warning_that_was_taken_out_is_told():
    problem = _problem().replace(cells={(0, 0): sm.model.cell.Cell(0, 2)})
    document = _document(problem)
    assert {warning["code"] for warning in document["warnings"]} == {"uncertain-scores"}
    document["warnings"] = []
    assert _told(document, problem) == {("warning-gone", "warnings")}


def test_warnings_of_how_weights_were_made_are_not_missed():
    judged = {"nodes": {"gated": {"judgments": [["c1", "c2", 5], ["c2", "c3", 5], ["c1", "c3", 0.2]]}}}
    document = json.loads(sm.rank(_problem(), judged).to_json())
    assert "inconsistent" in {warning["code"] for warning in document["warnings"]}
    assert sm.verify(document, _problem()).same


@pytest.mark.parametrize(
    "change",
    [
        lambda problem: problem.replace(values=np.where(problem.values == 4, 3.999, problem.values)),
        lambda problem: problem.replace(gates=np.array([[0], [0], [0], [2]], np.int8)),
        lambda problem: problem.replace(note=None),
        lambda problem: problem.replace(names=({"en": "First"}, None, None, None)),
    ],
)
def test_another_problem_is_told(change):
    assert ("other-input", "record.problem") in _told(_document(), change(_problem()))


def test_candidates_who_came_and_went_are_told():
    problem = _problem().replace(candidates=("a1", "a2", "a3", "new"))
    assert {("gone", "candidates[3]"), ("new", "candidates")} <= _told(_document(), problem)


def test_another_version_is_a_warning_and_no_difference():
    document = _document()
    document["record"]["numpy"] = "1.0"
    document["record"]["engine"] = "0.0"
    verification = sm.verify(document, _problem())
    assert verification.same
    assert {str(warning.where) for warning in verification.warnings} == {"record.numpy", "record.engine"}


def test_numbers_within_the_last_digits_are_the_same():
    document = _document()
    document["candidates"][0]["score"] *= 1 + 1e-13
    assert sm.verify(document, _problem()).same
    document["candidates"][0]["score"] *= 1 + 1e-7
    assert _told(document) == {("differs", "candidates[0].score")}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"schema": "see-mcda/problem/1"},
        {"schema": "see-mcda/ranking/1"},
        {**_document(), "extra": 1},
        {**_document(), "candidates": [{"id": "a"}]},
        {**_document(), "weights": {"c1": "x"}},
        {"schema": "see-mcda/comparison/1"},
    ],
)
def test_what_is_no_result_is_refused(document):
    with pytest.raises(FileError):
        sm.verify(document, _problem())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("method", {"name": "nobody", "options": {}}),
        ("method", {"name": "topsis", "options": {"missing": "worst"}}),
        ("method", {"name": "topsis", "options": {"problem": 1, "weights": 2, "method": 3}}),
        ("weights", {"c1": -1, "c2": 1, "c3": 1}),
        ("weights", {"c1": 1}),
        ("weights", {}),
    ],
)
def test_a_result_that_cannot_be_recomputed_is_refused_and_no_traceback(part, value):
    with pytest.raises(SeeMcdaError):
        sm.verify({**_document(), part: value}, _problem())


def _comparison(**options):
    weights = [[3, 2, 1], "equal"]
    return json.loads(sm.compare(_problem(), weights, method=["topsis", "additive"], **options).to_json())


def test_a_comparison_is_verified_whole():
    for options in ({}, {"reference": True}, {"normalization": "minmax"}):
        verification = sm.verify(_comparison(**options), _problem())
        assert verification.same, verification.text()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_set("rankings", 2, "scores", 0, 0.123), "rankings[2].scores[0]"),
        (_set("rankings", 0, "ranks", 0, 1), "rankings[0].ranks[0]"),
        (_set("rankings", 1, "weights", "c1", 0.9), "rankings[1].record.weighting"),
        (_set("candidates", ["a2", "a1", "a3", "a4"]), "candidates[0]"),
        (_set("names", 0, {"en": "Other"}), "names[0].en"),
        (_set("eligible", 3, True), "eligible[3]"),
        (_set("note", None), "note"),
    ],
)
def test_a_changed_comparison_is_told_with_its_place(change, where):
    document = copy.deepcopy(_comparison())
    change(document)
    assert where in {place for _, place in _told(document)}


def test_a_verification_says_its_verdict_in_both_languages_and_as_a_document():
    document = _document()
    document["candidates"][0]["score"] = 0.99
    verification = sm.verify(document, _problem())
    assert "candidates[0].score" in verification.text("en")
    assert verification.text("th")
    answer = json.loads(verification.to_json())
    assert (answer["schema"], answer["same"]) == ("see-mcda/verification/1", False)
    assert answer["differences"][0]["where"] == "candidates[0].score"
    assert answer["record"]["input_sha256"] == document["record"]["input_sha256"]


def test_another_weighting_name_is_told():
    problem = sm.read_problem(EXAMPLE)
    result = json.loads(sm.rank(problem, "social-led").to_json())
    result["weighting"]["name"] = {"en": "Equal"}
    found = sm.verify(result, problem)
    assert not found.same
    assert "record.weighting" in [str(each.where) for each in found.differences]


def test_another_problem_is_one_difference_and_no_fault():
    result = json.loads(sm.rank(sm.Problem.from_arrays([[1, 2], [3, 1]]), [1, 2]).to_json())
    found = sm.verify(result, sm.Problem.from_arrays([[1, 2, 3], [3, 1, 3]]))
    assert [str(each.where) for each in found.differences] == ["record.problem"]


def test_a_comparison_that_left_a_method_out_is_the_same():
    problem = sm.read_problem(EXAMPLE)
    compared = sm.compare(problem, method=["topsis", "copras"])
    assert [ranking.method.name for ranking in compared.rankings] == ["topsis"]
    assert [warning.code for warning in compared.left_out] == ["left-out"]
    assert sm.verify(json.loads(compared.to_json()), problem).same
