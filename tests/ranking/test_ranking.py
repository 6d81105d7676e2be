"""A ranking: gates, ranges, minimum values, nodes, the result document, comparisons."""

import json

import numpy as np
import pytest
from hypothesis import given
from strategies import problems, scaled_leaf, scaled_problems, tree_problems, with_gate

import see_mcda as sm
from see_mcda.errors import InputError, MethodError, SeeMcdaError, UnknownNameError
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Criterion, Framework, ValueFunction

OURS = ("topsis", "ahp", "additive", "multiplicative")


def _entries(ranking):
    return {entry.id: entry for entry in ranking.model().candidates}


# Gates


@given(problems(gated=True))
def test_who_fails_a_gate_never_wins_and_changes_nobody(problem):
    rows = np.flatnonzero(problem.eligible)
    alone = sm.Problem.from_arrays(
        problem.values[rows],
        [leaf.objective for leaf in problem.framework.leaves],
        candidates=[f"a{row}" for row in rows],
    )
    for method in OURS:
        ranking, without = sm.rank(problem, method=method), sm.rank(alone, method=method)
        np.testing.assert_allclose(
            ranking.scores[rows], without.scores, rtol=1e-12, atol=1e-12, err_msg=method
        )
        assert np.array_equal(ranking.ranks[rows], without.ranks), method
        assert (ranking.ranks[~problem.eligible] == 0).all()


@given(problems(gated=True))
def test_who_fails_a_gate_has_the_rank_that_its_score_would_have(problem):
    for method in OURS:
        ranking = sm.rank(problem, method=method)
        for entry in ranking.model().candidates:
            row = problem.row(entry.id)
            assert entry.eligible == bool(problem.eligible[row])
            assert entry.conditional == bool(problem.conditional[row])
            if entry.eligible:
                assert (entry.rank, entry.shadow_rank) == (ranking.ranks[row], None)
            else:
                better = ranking.scores[problem.eligible] > entry.score + 1e-12 * max(1, abs(entry.score))
                assert (entry.rank, entry.shadow_rank) == (None, 1 + better.sum())


def test_who_fails_a_gate_stands_last_whatever_its_score():
    problem = with_gate(
        [Criterion("c1"), Criterion("c2")], np.array([[9.0, 9], [1, 2], [2, 1]]), ["fail", "pass", "pass"]
    )
    for method in OURS:
        ranking = sm.rank(problem, method=method)
        assert [entry.id for entry in ranking.model().candidates] == ["a2", "a3", "a1"]
        assert ranking.rank_of("a1") is None
        assert _entries(ranking)["a1"].shadow_rank == 1


@given(problems(gated=True))
def test_the_score_of_who_fails_is_no_better_than_the_best_possible(problem):
    for method in ("topsis", "additive"):
        ranking = sm.rank(problem, method=method, normalization="minmax")
        assert ((ranking.scores >= -1e-12) & (ranking.scores <= 1 + 1e-12)).all()


def test_a_score_that_a_method_cannot_take_does_not_matter_where_a_gate_fails():
    problem = with_gate(
        [Criterion("c1", objective="min")], np.array([[-3.0], [1], [2]]), ["fail", "pass", "pass"]
    )
    for method in OURS:
        assert sm.rank(problem, method=method, **_not_vector(method)).ranks.tolist() == [0, 1, 2]


def _not_vector(method):
    return {"normalization": "minmax"} if method == "topsis" else {}


def test_nobody_eligible_is_refused():
    problem = with_gate([Criterion("c1")], np.array([[1.0], [2]]), ["fail", "fail"])
    with pytest.raises(MethodError) as refused:
        sm.rank(problem)
    assert refused.value.faults[0].code == "nobody-eligible"


def test_a_better_failed_candidate_is_not_punished_by_an_ideal_it_surpasses():
    leaves = [scaled_leaf("c1"), scaled_leaf("c2")]
    problem = with_gate(leaves, np.array([[4.0, 4], [2, 2], [1, 1]]), ["fail", "pass", "pass"])
    for options in ({"normalization": "none"}, {"normalization": "scale", "ideal": "observed"}):
        assert _entries(sm.rank(problem, **options))["a1"].shadow_rank == 1


def test_gates_and_their_reasons_are_in_the_result():
    problem = with_gate([Criterion("c1")], np.array([[1.0], [2]]), ["pass", "fail"])
    problem = problem.replace(reasons={(1, 0): {"en": "seen", "th": "เห็น"}})
    gate = _entries(sm.rank(problem))["a2"].gates["clean"]
    assert (gate.state, gate.reason) == ("fail", {"en": "seen", "th": "เห็น"})


# Ranges of doubtful scores


@given(scaled_problems(n=(2, 5)))
def test_the_score_lies_in_the_range_of_a_doubtful_candidate(problem):
    low, high = np.maximum(problem.values[0] - 1, 0), np.minimum(problem.values[0] + 0.5, 4)
    cells = {
        (0, column): Cell(float(a), float(b)) for column, (a, b) in enumerate(zip(low, high, strict=True))
    }
    values = problem.values.copy()
    values[0] = (low + high) / 2
    doubtful = problem.replace(cells=cells, values=values)
    for method in OURS:
        ranking = sm.rank(doubtful, method=method)
        worst, best = ranking.score_ranges[0]
        assert worst - 1e-12 <= ranking.scores[0] <= best + 1e-12, method
        assert list(ranking.score_ranges) == [0]
        codes = [warning.code for warning in ranking.warnings]
        assert codes.count("uncertain-scores") == 1


def test_ends_of_a_range_are_the_scores_at_the_ends_of_the_interval():
    problem = sm.Problem.from_dict(
        {
            "framework": {"id": "t", "criteria": [{"id": "c1"}, {"id": "c2", "objective": "min"}]},
            "candidates": [
                {"id": "a", "scores": {"c1": {"low": 1, "high": 3}, "c2": {"low": 4, "high": 6}}},
                {"id": "b", "scores": {"c1": 2, "c2": 5}},
                {"id": "c", "scores": {"c1": 4, "c2": 3}},
            ],
        }
    )
    for method in OURS:
        ranking = sm.rank(problem, [2, 1], method=method)
        worst, best = (
            sm.rank(
                sm.Problem.from_arrays([ends, [2, 5], [4, 3]], ["max", "min"]), [2, 1], method=method
            ).scores[0]
            for ends in ([1, 6], [3, 4])
        )
        assert ranking.score_ranges[0] == pytest.approx((worst, best))
        assert _entries(ranking)["a"].score_range == pytest.approx((worst, best))


def test_a_value_function_that_turns_within_the_interval_is_followed():
    leaf = Criterion("c1", value=ValueFunction([[0, 0], [50, 1], [100, 0]]))
    framework = Framework(Criterion("t", children=[leaf]), normalization="scale")
    problem = sm.Problem.from_arrays([[55], [10]], framework=framework).replace(cells={(0, 0): Cell(40, 70)})
    for method, options in (("additive", {}), ("topsis", {}), ("ahp", {"source": "ratings"})):
        assert sm.rank(problem, method=method, **options).score_ranges[0] == pytest.approx((0.6, 1.0))


def test_a_range_without_a_number_is_left_out_rather_than_wrong():
    problem = sm.Problem.from_dict(
        {
            "framework": {"id": "t", "criteria": [{"id": "c1"}]},
            "candidates": [
                {"id": "a", "scores": {"c1": {"low": -1, "high": 3}}},
                {"id": "b", "scores": {"c1": 2}},
            ],
        }
    )
    for method in OURS:
        for low, high in sm.rank(problem, method=method).score_ranges.values():
            assert np.isfinite([low, high]).all()


# Minimum requirements


def _with_minimum(require):
    tree = [
        {
            "id": "run",
            "children": [
                {"id": "c1", "scale": {"min": 0, "max": 4}},
                {"id": "c2", "scale": {"min": 0, "max": 4}},
            ],
        }
    ]
    return {
        "framework": {"id": "t", "require": require, "criteria": [*tree, {"id": "c3"}]},
        "candidates": [
            {"id": "a", "scores": {"c1": 4, "c2": 1, "c3": 9}},
            {"id": "b", "scores": {"c1": 2, "c2": 2, "c3": 1}},
        ],
    }


def test_who_misses_the_minimum_is_told_where_and_stays_ranked():
    problem = sm.Problem.from_dict({**_with_minimum({"c1": 0.75, "run": 0.6}), "require": {"c2": 0.25}})
    entries = _entries(sm.rank(problem, normalization="vector"))
    assert (entries["a"].meets, entries["a"].below) == (True, {})
    assert entries["b"].meets is False
    assert entries["b"].below == {"c1": pytest.approx(0.5), "run": pytest.approx(0.5)}
    assert {entries["a"].rank, entries["b"].rank} == {1, 2}


def test_the_minimum_of_a_branch_follows_the_weights_within_it():
    problem = sm.Problem.from_dict(_with_minimum({"run": 0.9}))
    document = {"nodes": {"run": {"weights": {"c1": 1, "c2": 0}}}}
    assert _entries(sm.rank(problem, document))["a"].meets is True
    assert _entries(sm.rank(problem, "equal"))["a"].meets is False


def test_the_problem_overrules_the_minimum_of_its_framework():
    problem = sm.Problem.from_dict({**_with_minimum({"c1": 0.75}), "require": {"c1": 0.5}})
    assert _entries(sm.rank(problem))["b"].meets is True


def test_a_minimum_where_nothing_can_be_measured_is_refused_at_once():
    problem = sm.Problem.from_dict(_with_minimum({"c3": 0.5}))
    with pytest.raises(MethodError) as refused:
        sm.rank(problem)
    assert [(fault.code, str(fault.where)) for fault in refused.value.faults] == [("no-scale", "t.c3")]


# Nodes


@given(tree_problems())
def test_additive_scores_roll_up_the_tree(problem):
    for method in ("additive", "ahp"):
        ranking = sm.rank(problem, "equal", method=method)
        of = {**ranking.nodes, problem.framework.id: ranking.scores}
        for node in problem.framework.inner:
            parts = np.array([of[child.id] for child in node.children])
            np.testing.assert_allclose(of[node.id], ranking.weights.local[node.id] @ parts, atol=1e-12)


@given(tree_problems())
def test_a_nodes_closeness_is_topsis_on_that_branch_alone(problem):
    ranking = sm.rank(problem, "equal")
    for node in problem.framework.inner[1:]:
        branch = Framework(Criterion("t", children=list(node.children)))
        columns = list(problem.framework.columns[node.id])
        alone = sm.Problem.from_arrays(problem.values[:, columns], framework=branch)
        np.testing.assert_allclose(ranking.nodes[node.id], sm.rank(alone, "equal").scores, atol=1e-9)


# The result document


@given(scaled_problems(gated=True))
def test_the_document_holds_what_the_ranking_holds(problem):
    for method in OURS:
        ranking = sm.rank(problem, method=method)
        document = json.loads(ranking.to_json())
        assert set(document) == {
            *("schema", "title", "method", "weighting", "weights", "candidates", "contribution_kind"),
            *("ties", "warnings", "note", "record"),
        }
        assert document["schema"] == "see-mcda/ranking/1"
        assert [entry["rank"] or 99 for entry in document["candidates"]] == sorted(
            entry["rank"] or 99 for entry in document["candidates"]
        )
        for entry in document["candidates"]:
            row = problem.row(entry["id"])
            assert entry["score"] == ranking.scores[row]
            assert entry["rank"] == (ranking.ranks[row] or None)
            assert set(entry["contributions"]) == set(problem.leaves)
            assert set(entry["nodes"]) == set(problem.framework.nodes) - {problem.framework.id}
        sharing = [np.flatnonzero(ranking.ranks == rank) for rank in range(1, len(ranking.ranks) + 1)]
        assert document["ties"] == [
            [problem.candidates[row] for row in rows] for rows in sharing if len(rows) > 1
        ]
        assert sum(document["weights"].values()) == pytest.approx(1)


def test_the_tied_stand_in_the_order_of_the_problem():
    problem = sm.Problem.from_arrays([[1.0], [1.0 + 1e-13], [1.0]])
    ranking = sm.rank(problem, method="additive", normalization="none")
    assert ranking.scores[1] > ranking.scores[0]
    assert [entry.id for entry in ranking.model().candidates] == ["a1", "a2", "a3"]
    assert ranking.ties == (("a1", "a2", "a3"),)


def test_notes_and_titles_are_carried_into_the_result():
    document = {**_with_minimum({}), "title": "Which?", "note": {"en": "made up", "th": "สมมติ"}}
    model = sm.rank(sm.Problem.from_dict(document)).model()
    assert model.title == {"en": "Which?"}
    assert model.note == {"en": "made up", "th": "สมมติ"}


def test_a_table_shows_every_candidate():
    text = sm.rank(sm.Problem.from_arrays([[1, 2], [3, 4]])).table()
    assert "a1" in text
    assert "a2" in text


# Options


def test_the_normalisation_comes_from_the_call_then_the_framework_then_the_method():
    plain = sm.Problem.from_arrays([[1, 2], [3, 4]])
    framework = Framework(plain.framework.root, normalization="minmax")
    declared = plain.replace(framework=framework)
    assert sm.rank(plain).options["normalization"] == "vector"
    assert sm.rank(declared).options["normalization"] == "minmax"
    assert sm.rank(declared, normalization="sum").options["normalization"] == "sum"
    assert sm.rank(declared, method="ahp").options["normalization"] == "sum"


def test_scale_brings_the_fixed_ideal_unless_told_otherwise():
    problem = with_gate([scaled_leaf("c1")], np.array([[1.0], [3]]), ["pass", "pass"])
    assert sm.rank(problem, normalization="scale").options["ideal"] == "fixed"
    assert sm.rank(problem, normalization="scale", ideal="observed").options["ideal"] == "observed"
    assert sm.rank(problem, normalization="vector").options["ideal"] == "observed"
    with pytest.raises(MethodError):
        sm.rank(problem, normalization="vector", ideal="fixed")


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "topsi"},
        {"method": 3},
        {"normalization": "zscore"},
        {"normalization": ["vector"]},
        {"ideal": "near"},
        {"colour": "red"},
        {"method": "ahp", "mode": "best"},
        {"method": "additive", "ideal": "fixed"},
        {"method": "multiplicative", "normalization": "minmax"},
    ],
)
def test_an_option_that_does_not_exist_is_refused(asked):
    problem = sm.Problem.from_arrays([[1, 2], [3, 4]])
    with pytest.raises((UnknownNameError, MethodError)):
        sm.rank(problem, **asked)


# Comparisons


def test_a_comparison_ranks_under_every_weighting_by_every_method():
    problem = sm.Problem.from_arrays([[1, 4], [2, 2], [4, 1]])
    comparison = sm.compare(problem, ["equal", [3, 1], "c1=1,c2=3"], method=["topsis", "additive"])
    assert comparison.ranks.shape == (6, 3)
    for ranking in comparison.rankings:
        again = sm.rank(problem, ranking.weights, method=ranking.method)
        assert np.array_equal(ranking.ranks, again.ranks)
    document = json.loads(comparison.to_json())
    assert document["candidates"] == ["a1", "a2", "a3"]
    assert [each["ranks"] for each in document["rankings"]] == comparison.ranks.tolist()


def test_one_weighting_may_stand_alone_in_a_comparison():
    problem = sm.Problem.from_arrays([[1, 4], [2, 2]])
    assert len(sm.compare(problem, "equal").rankings) == 1
    assert len(sm.compare(problem, {"c1": 1, "c2": 2}).rankings) == 1


def test_nothing_to_compare_is_refused():
    problem = sm.Problem.from_arrays([[1, 4], [2, 2]])
    for weights, method in ([], "topsis"), (["equal"], []):
        with pytest.raises(InputError):
            sm.compare(problem, weights, method=method)


def test_a_comparison_shows_the_reference_candidate_too():
    problem = with_gate([scaled_leaf("c1")], np.array([[1.0], [3]]), ["pass", "pass"])
    document = json.loads(sm.compare(problem, reference=True).to_json())
    assert document["candidates"] == ["a1", "a2", "reference"]
    assert document["eligible"] == [True, True, False]
    assert len(document["names"]) == len(document["rankings"][0]["scores"]) == 3


# Doubts


def test_assessors_who_disagree_are_told_with_the_place():
    problem = with_gate([scaled_leaf("c1")], np.array([[2.0], [3]]), ["pass", "pass"])
    near = problem.replace(cells={(0, 0): Cell(1.5, 2.5, assessors=(1.5, 2.5))})
    far = problem.replace(cells={(0, 0): Cell(1, 3, assessors=(1, 3))})
    assert "assessors-disagree" not in {warning.code for warning in sm.rank(near).warnings}
    (told,) = [warning for warning in sm.rank(far).warnings if warning.code == "assessors-disagree"]
    assert str(told.where) == "candidates[0].scores.c1"


def test_leaves_that_say_the_same_are_told_as_double_counting():
    rng = np.random.default_rng(3)
    a = rng.uniform(1, 9, 12)
    near = a + rng.normal(0, 0.8, 12)  # a correlation of about 0.95 is no copy
    assert 0.9 < np.corrcoef(a, near)[0, 1] < 0.99
    x = np.column_stack([a, 2 * a + 1, near, 100 - a, np.full(12, 0.3)])
    told = [
        warning
        for warning in sm.rank(sm.Problem.from_arrays(x)).warnings
        if warning.code == "double-counting"
    ]
    pairs = {(warning.message.params["a"]["en"], warning.message.params["b"]["en"]) for warning in told}
    assert pairs == {("c1", "c2"), ("c1", "c4"), ("c2", "c4")}


def test_errors_of_a_ranking_are_all_of_one_tree():
    assert issubclass(MethodError, SeeMcdaError)
    assert issubclass(InputError, SeeMcdaError)
    assert issubclass(SeeMcdaError, ValueError)
