"""Problems: what a person may write, what is refused and where, gates, missing scores, the reference."""

import numpy as np
import pytest
from hypothesis import given
from strategies import problems, scaled_leaf, scaled_problems, tree_problems, with_gate

import see_mcda as sm
from see_mcda.errors import InputError, MissingScoresError, ProblemError
from see_mcda.model.criteria import Criterion, Framework

TREE = {
    "id": "tree",
    "gates": [{"id": "clean"}],
    "criteria": [
        {"id": "care", "scale": {"min": 0, "max": 4, "neutral": 2, "good": 3}},
        {"id": "cost", "objective": "min"},
    ],
}


def _document(scores=None, gates=None, **changes):
    candidates = [
        {"id": "a", "scores": {"care": 3, "cost": 10}, "gates": {"clean": "pass"}},
        {"id": "b", "scores": {"care": 1, "cost": 5}, "gates": {"clean": "pass"}},
    ]
    if scores is not None:
        candidates[0]["scores"] = scores
    if gates is not None:
        candidates[0]["gates"] = gates
    return {"framework": TREE, "candidates": candidates, **changes}


def _faults(document):
    with pytest.raises(InputError) as refused:
        sm.Problem.from_dict(document)
    return {(str(fault.where), fault.code) for fault in refused.value.faults}


@given(tree_problems())
def test_a_problem_is_read_back_as_it_was_written(problem):
    assert sm.Problem.from_dict(problem.to_dict()) == problem


@given(scaled_problems(gated=True))
def test_a_problem_with_gates_is_read_back_as_it_was_written(problem):
    reasons = {(int(row), 0): {"en": "seen"} for row in np.flatnonzero(problem.gates[:, 0] == 2)}
    problem = problem.replace(reasons=reasons, missing="neutral", require={"c1": 0.25})
    again = sm.Problem.from_dict(problem.to_dict())
    assert again == problem
    assert np.array_equal(again.gates, problem.gates)


def test_every_form_of_a_score_is_read_back_as_it_was_written():
    problem = sm.Problem.from_dict(
        _document(
            {
                "care": {"value": {"low": 1, "mode": 3, "high": 4}, "source": "visit", "date": "2025-03-01"},
                "cost": [4, 8],
            },
            note={"en": "made up", "th": "สมมติ"},
            comparisons={"care": [["a", "b", 3]]},
        )
    )
    again = sm.Problem.from_dict(problem.to_dict())
    assert again == problem
    assert again.to_dict() == problem.to_dict()
    assert again.cells == problem.cells
    assert again.comparisons == {"care": [("a", "b", 3.0)]}


@pytest.mark.parametrize(
    ("score", "point", "span"),
    [
        (2, 2.0, None),
        ({"low": 1, "high": 4}, 2.5, (1.0, 4.0)),
        ({"low": 1, "mode": 3, "high": 3.5}, 2.5, (1.0, 3.5)),
        ([3, 4, 4], 11 / 3, (3.0, 4.0)),
        ([3, 3], 3.0, None),
        ({"value": 3, "source": "accounts"}, 3.0, None),
        ({"value": [1, 2], "note": "two visits"}, 1.5, (1.0, 2.0)),
    ],
)
def test_a_plain_ranking_takes_the_middle_of_a_doubtful_score(score, point, span):
    problem = sm.Problem.from_dict(_document({"care": score, "cost": 10}))
    assert problem.values[0, 0] == pytest.approx(point)
    doubt = problem.uncertain.get((0, 0))
    assert (None if doubt is None else (doubt.low, doubt.high)) == span


def test_a_missing_score_may_have_evidence_of_why():
    problem = sm.Problem.from_dict(_document({"care": {"value": None, "note": "not visited yet"}, "cost": 1}))
    assert np.isnan(problem.values[0, 0])
    assert sm.Problem.from_dict(problem.to_dict()) == problem


@pytest.mark.parametrize(
    ("scores", "where", "code"),
    [
        ({"care": "3"}, "scores.care", "wrong-type"),
        ({"care": True}, "scores.care", "wrong-type"),
        ({"care": float("nan")}, "scores.care", "not-finite"),
        ({"care": float("inf")}, "scores.care", "not-finite"),
        ({"care": {"low": 1}}, "scores.care.high", "missing-key"),
        ({"care": {"low": 3, "high": 1}}, "scores.care", "interval-order"),
        ({"care": {"low": 1, "mode": 4, "high": 3}}, "scores.care", "interval-order"),
        ({"care": []}, "scores.care", "too-short"),
        ({"care": [1, "2"]}, "scores.care[1]", "wrong-type"),
        ({"care": {"value": 1, "sauce": "x"}}, "scores.care.sauce", "unknown-key"),
        ({"care": 10**400}, "scores.care", "wrong-type"),
        ({"tree": 1}, "scores.tree", "not-a-leaf"),
        ({"nobody": 1}, "scores.nobody", "unknown-node"),
    ],
)
def test_a_score_that_is_none_is_refused_with_its_path(scores, where, code):
    assert _faults(_document(scores)) == {(f"candidates[0].{where}", code)}


@pytest.mark.parametrize(
    ("gates", "where", "code"),
    [
        ({"clean": "perhaps"}, "clean", "unknown-value"),
        ({"clean": {"state": "perhaps"}}, "clean.state", "unknown-value"),
        ({"clean": []}, "clean", "too-short"),
        ({"clean": "fail"}, "clean", "no-reason"),
        ({"clean": {"state": ["fail", "fail"]}}, "clean", "no-reason"),
        ({"other": "pass"}, "other", "unknown-gate"),
    ],
)
def test_a_gate_that_is_not_answered_well_is_refused_with_its_path(gates, where, code):
    assert _faults(_document(gates=gates)) == {(f"candidates[0].gates.{where}", code)}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("pass", "pass"),
        (["pass", "pass"], "pass"),
        (["pass", "not-established"], "not-established"),
        (["pass", "fail"], "not-established"),
        ({"state": ["fail", "pass"], "reason": "one saw it"}, "not-established"),
        ({"state": "fail", "reason": {"th": "เห็นแล้ว"}}, "fail"),
        ({"state": ["fail", "fail"], "reason": "both saw it"}, "fail"),
        (None, "not-established"),
    ],
)
def test_assessors_who_differ_and_silence_leave_a_gate_not_established(answer, state):
    problem = sm.Problem.from_dict(_document(gates={} if answer is None else {"clean": answer}))
    assert sm.model.cell.GATE_STATES[problem.gates[0, 0]] == state
    assert bool(problem.eligible[0]) == (state != "fail")
    assert bool(problem.conditional[0]) == (state == "not-established")


def test_all_faults_of_a_problem_are_told_at_once():
    document = _document(
        {"care": 1, "nobody": 2},
        {"clean": "fail", "other": "pass"},
        comparisons={
            "tree": [["a", "b", 2]],
            "care": [["a", "b", 2], ["b", "a", 2], ["a", "a", 1], ["a", "z", 1], ["a", "b", 0]],
        },
    )
    assert _faults(document) == {
        ("candidates[0].scores.nobody", "unknown-node"),
        ("candidates[0].gates.clean", "no-reason"),
        ("candidates[0].gates.other", "unknown-gate"),
        ("comparisons.tree", "not-a-leaf"),
        ("comparisons.care[1]", "doubly-given"),
        ("comparisons.care[2]", "doubly-given"),
        ("comparisons.care[3]", "unknown-candidate"),
        ("comparisons.care[4]", "judgment"),
    }


@pytest.mark.parametrize("judgment", [["a", "b"], ["a", "b", 1, 2], "a>b", ["a", "b", "2"], ["a", "b", None]])
def test_a_judgment_is_two_candidates_and_a_number(judgment):
    (fault,) = _faults(_document(comparisons={"care": [judgment]}))
    assert fault[0].startswith("comparisons.care[0]")


@pytest.mark.parametrize("value", [["a"], "", {"EN": "x"}, 2**60, float("nan")])
def test_one_wrong_attribute_is_one_fault_with_its_path(value):
    document = _document()
    document["candidates"][0]["attributes"] = {"size": value}
    (fault,) = _faults(document)
    assert fault[0].startswith("candidates[0].attributes.size")


def test_attributes_stay_what_they_were():
    given = {"year": 2013, "open": True, "share": 0.5, "code": "1", "answer": "yes", "nothing": None}
    document = _document()
    document["candidates"][0]["attributes"] = given
    kept = sm.Problem.from_dict(document).attributes[0]
    assert kept == {**given, "code": {"en": "1"}, "answer": {"en": "yes"}}
    assert [type(kept[key]) for key in ("year", "open", "share")] == [int, bool, float]


def test_duplicate_candidates_are_told():
    document = _document()
    document["candidates"].append(document["candidates"][0])
    assert _faults(document) == {("candidates[2].id", "duplicate-candidate")}


@pytest.mark.parametrize(
    "changes",
    [
        {"framework": 3},
        {"framework": None},
        {"framework": "see"},
        {"candidates": []},
        {"missing": "guess"},
        {"schema": "see-mcda/problem/99"},
        {"candidats": []},
        {"require": {"care": 2}},
        {"require": {"nobody": 0.5}},
    ],
)
def test_a_document_that_is_none_is_refused(changes):
    assert _faults({**_document(), **changes})


@pytest.mark.parametrize("document", [None, [], "text", 3, {"candidates": {}}])
def test_what_is_no_document_is_refused(document):
    assert _faults(document)


@pytest.mark.parametrize(
    ("table", "options"),
    [
        ([], {}),
        ([[]], {}),
        ([1, 2], {}),
        ([[1, 2], [3]], {}),
        ([["a", 2]], {}),
        ([[1 + 2j, 2]], {}),
        (np.array([[1 + 2j, 2]]), {}),
        ([[10**400, 2]], {}),
        ([[1, np.inf]], {}),
        ([[1, 2]], {"objectives": ["max"]}),
        ([[1, 2]], {"objectives": ["max", "less"]}),
        ([[1, 2]], {"objectives": ["max", 0]}),
        ([[1, 2]], {"objectives": [["max"], "min"]}),
        ([[1, 2]], {"criteria": ["x"]}),
        ([[1, 2]], {"criteria": ["x", "x"]}),
        ([[1, 2]], {"candidates": ["p", "q"]}),
        ([[1, 2], [3, 4]], {"candidates": ["p", "p"]}),
        ([[1, 2]], {"framework": Framework(Criterion("t", children=[Criterion("a")]))}),
    ],
)
def test_a_table_that_is_none_is_refused(table, options):
    with pytest.raises(InputError):
        sm.Problem.from_arrays(table, **options)


def test_a_plain_table_names_its_rows_and_columns():
    problem = sm.Problem.from_arrays([[1, 2], [3, 4], [5, None]], objectives=["max", -1])
    assert problem.candidates == ("a1", "a2", "a3")
    assert problem.leaves == ("c1", "c2")
    assert problem.framework.objectives.tolist() == [1, -1]
    assert np.isnan(problem.values[2, 1])
    numbered = sm.Problem.from_arrays([[1, 2]], criteria=[2013, 2014], candidates=[7])
    assert (numbered.candidates, numbered.leaves) == (("7",), ("2013", "2014"))


def test_what_is_masked_is_missing():
    problem = sm.Problem.from_arrays(np.ma.masked_array([[1.0, 2.0]], [[True, False]]))
    assert np.isnan(problem.values[0, 0])
    assert problem.values[0, 1] == 2


def test_arrays_of_a_problem_cannot_be_written_to_and_do_not_follow_their_source():
    source = np.array([[1.0, 2.0]])
    problem = sm.Problem.from_arrays(source)
    source[0, 0] = 9
    assert problem.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        problem.values[0, 0] = 9


def test_a_score_beyond_the_levels_of_its_scale_is_refused():
    levels = {0: "none", 4: "all"}
    tree = {"id": "t", "criteria": [{"id": "care", "scale": {"min": 0, "max": 4, "levels": levels}}]}
    scores = [5, {"low": 3, "high": 4.5}, [1, -1]]
    candidates = [{"id": f"a{i}", "scores": {"care": score}} for i, score in enumerate(scores)]
    assert _faults({"framework": tree, "candidates": candidates}) == {
        (f"candidates[{i}].scores.care", "not-a-level") for i in range(3)
    }


def test_lists_beside_the_candidates_have_their_length():
    problem = sm.Problem.from_arrays([[1, 2], [3, 4]])
    for words in ("names", "attributes", "notes"):
        with pytest.raises(ProblemError):
            problem.replace(**{words: ({"en": "only one"},)})
    with pytest.raises(ProblemError):
        problem.replace(gates=np.zeros((1, 3), np.int8))


# Missing scores


def _holes(how="error", **leaf):
    leaf = {"id": "care", "scale": {"min": 0, "max": 4, "neutral": 2, "good": 3}, **leaf}
    tree = {"id": "t", "criteria": [leaf, {"id": "cost", "objective": "min"}]}
    rows = [(None, 1), (3, 5), (4, None)]
    candidates = [
        {"id": f"a{i}", "scores": dict(zip(("care", "cost"), row, strict=True))} for i, row in enumerate(rows)
    ]
    return sm.Problem.from_dict({"framework": tree, "missing": how, "candidates": candidates})


def test_missing_scores_are_an_error_that_names_every_cell():
    with pytest.raises(MissingScoresError) as refused:
        sm.rank(_holes())
    assert [str(fault.where) for fault in refused.value.faults] == [
        "candidates[0].scores.care",
        "candidates[2].scores.cost",
    ]


def test_missing_as_worst_is_the_end_of_the_scale_or_the_observed_worst():
    complete, (said,) = _holes().complete("worst")
    assert complete.values[0, 0] == 0
    assert complete.values[2, 1] == 5
    assert "candidates[0].scores.care" in said.text()


def test_missing_as_neutral_is_the_reference_and_refused_without_one():
    with pytest.raises(MissingScoresError) as refused:
        _holes().complete("neutral")
    assert [(fault.code, str(fault.where)) for fault in refused.value.faults] == [
        ("no-neutral", "candidates[2].scores.cost")
    ]
    problem = _holes().replace(values=[[np.nan, 1], [3, 5], [4, 2]])
    assert problem.complete("neutral")[0].values[0, 0] == 2


def test_missing_as_interval_is_the_whole_scale_or_the_observed_range():
    complete, (said,) = _holes().complete("interval")
    assert {at: (cell.low, cell.high) for at, cell in complete.uncertain.items()} == {
        (0, 0): (0, 4),
        (2, 1): (1, 5),
    }
    assert (complete.values[0, 0], complete.values[2, 1]) == (2, 3)
    assert "observed range where there is none" in said.text()


def test_missing_as_mean_is_normal_within_the_observed_range():
    problem = _holes().replace(values=[[np.nan, 1], [3, 5], [4, 2]])
    complete, (said,) = problem.complete("mean")
    cell = complete.uncertain[0, 0]
    assert (cell.mean, cell.low, cell.high, complete.values[0, 0]) == (3.5, 3, 4, 3.5)
    assert cell.sd == pytest.approx(0.5**0.5)  # of 3 and 4, over n - 1
    assert "mean of the other candidates' scores" in said.text()


def test_mean_of_one_score_or_of_equal_scores_is_certain():
    complete, _ = _holes().replace(values=[[np.nan, 1], [3, np.nan], [3, np.nan]]).complete("mean")
    assert complete.values.tolist() == [[3, 1], [3, 1], [3, 1]]
    assert not complete.uncertain


def test_mean_of_huge_scores_is_a_number():
    complete, _ = _holes().replace(values=[[np.nan, 1], [1.7e308, 2], [1.6e308, 3]]).complete("mean")
    assert 1.6e308 < complete.values[0, 0] < 1.7e308


@pytest.mark.parametrize("how", ["worst", "mean", "interval"])
def test_column_without_any_score_is_refused(how):
    with pytest.raises(MissingScoresError) as refused:
        _holes(scale=None).replace(values=[[np.nan, 1], [np.nan, 5], [np.nan, 2]]).complete(how)
    assert {fault.code for fault in refused.value.faults} == {"empty-column"}


def test_fault_of_a_missing_score_offers_the_ways_that_work():
    with pytest.raises(MissingScoresError, match="use --missing worst, --missing mean, --missing interval"):
        sm.rank(_holes())
    with pytest.raises(
        MissingScoresError, match="use --missing worst, --missing neutral, --missing mean, --missing interval"
    ):
        sm.rank(_holes().replace(framework=_neutral_tree()))


def _neutral_tree():
    leaf = {"scale": {"min": 0, "max": 4, "neutral": 2}}
    return Framework.from_dict({"id": "t", "criteria": [{"id": "care", **leaf}, {"id": "cost", **leaf}]})


def test_missing_as_worst_is_the_lowest_point_of_a_value_function():
    problem = _holes(scale=None, value={"points": [[0, 0.5], [5, 1], [9, 0.2]]})
    assert problem.complete("worst")[0].values[0, 0] == 9


def test_the_worst_observed_does_not_look_at_who_failed_a_gate():
    problem = with_gate([Criterion("c1")], np.array([[1.0], [3.0], [np.nan]]), ["fail", "pass", "pass"])
    assert problem.complete("worst")[0].values[2, 0] == 3


def test_the_file_says_what_to_do_about_missing_scores_and_the_call_overrules_it():
    problem = _holes("worst")
    assert sm.rank(problem).missing == "worst"
    with pytest.raises(MissingScoresError):
        sm.rank(problem, missing="error")
    with pytest.raises(ProblemError):
        sm.rank(problem, missing="guess")


# The reference candidate


def test_the_reference_stands_at_good_on_every_leaf_and_takes_no_part():
    leaves = [scaled_leaf("c1"), scaled_leaf("c2", "min")]
    problem = with_gate(leaves, np.array([[4.0, 0.0], [1.0, 3.0]]), ["pass", "pass"])
    ranking = sm.rank(problem, reference=True, normalization="scale")
    plain = sm.rank(problem, normalization="scale")
    assert ranking.complete.candidates == ("a1", "a2", "reference")
    assert ranking.complete.values[2].tolist() == [3, 1]
    assert np.array_equal(ranking.ranks, [*plain.ranks, 0])
    assert np.array_equal(ranking.scores[:2], plain.scores)
    entry = ranking.model().candidates[-1]
    assert (entry.id, entry.rank, entry.shadow_rank, entry.reference, entry.conditional) == (
        "reference",
        None,
        2,
        True,
        False,
    )


def test_a_reference_needs_good_at_every_leaf_and_a_free_id():
    problem = sm.Problem.from_arrays([[1, 2]], candidates=["reference"])
    with pytest.raises(ProblemError) as refused:
        sm.rank(problem, reference=True)
    assert [fault.code for fault in refused.value.faults] == ["no-good", "no-good", "duplicate-candidate"]


@given(problems(gated=True))
def test_eligible_are_all_but_those_who_fail(problem):
    failed = problem.gates[:, 0] == 2
    assert np.array_equal(problem.eligible, ~failed)
    assert np.array_equal(problem.conditional, problem.gates[:, 0] == 1)


def test_scikit_criterias_matrix_and_back():
    problem = sm.Problem.from_arrays([[1, 2], [3, 4]], ["max", "min"], ["x", "y"], ["p", "q"])
    assert sm.Problem.from_skcriteria(problem.to_skcriteria([2, 1])) == problem


def test_a_document_of_another_kind_has_just_that_fault():
    ranking = {"schema": "see-mcda/ranking/1", "candidates": [{"id": "a", "score": 1}], "ties": []}
    with pytest.raises(ProblemError, match="the schema must be see-mcda/problem/1") as caught:
        sm.Problem.from_dict(ranking)
    assert [fault.code for fault in caught.value.faults] == ["other-schema"]


def test_a_gate_without_its_reason_hides_no_score_beyond_its_scale():
    document = sm.read_problem("examples/see-models.yaml").to_dict()
    document["candidates"][0]["scores"]["market"] = 9
    document["candidates"][0]["gates"] = {"fair-trade": "fail"}
    with pytest.raises(sm.SeeMcdaError) as caught:
        sm.Problem.from_dict(document)
    places = {str(fault.where) for fault in caught.value.faults}
    assert places == {"candidates[0].scores.market", "candidates[0].gates.fair-trade"}
