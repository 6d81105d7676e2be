"""Explanations: every claim in the sentences is checked against the numbers."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import POSITIVE, problems, scaled_problems, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.errors import InputError, ProblemError
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Criterion

OURS = ("topsis", "additive", "multiplicative", "ahp")
STILL, TURNED, LEVEL = "would still be ahead", "would be ahead of", "the two would be tied"


@st.composite
def explained(draw, source=problems):
    problem = draw(source(n=(2, 6), m=(1, 5)))
    weights = draw(weight_vectors(problem.shape[1]))
    method = draw(st.sampled_from(OURS))
    a, b = draw(st.permutations(problem.candidates))[:2]
    return sm.explain(problem, weights, a, b, method=method)


def _said(explanation, words):
    return [sentence for sentence in explanation.text("en").splitlines() if words in sentence]


@given(explained())
def test_differences_of_the_leaves_add_up_to_the_lead(explanation):
    a, b = explanation.ranking.scores[[explanation.leader, explanation.other]]
    lead = np.log(a) - np.log(b) if explanation.ranking.contribution_kind == "log" else a - b
    assert explanation.differences.sum() == pytest.approx(lead, abs=1e-9)
    assert explanation.lead == pytest.approx(a - b)
    same = (
        explanation.ranking.complete.values[explanation.leader]
        == explanation.ranking.complete.values[explanation.other]
    )
    assert not explanation.differences[same].any()


@given(explained())
def test_a_leaf_speaks_for_whoever_is_better_there(explanation):
    problem = explanation.ranking.complete
    better = problem.framework.objectives * (
        problem.values[explanation.leader] - problem.values[explanation.other]
    )
    speaks = np.where(np.abs(explanation.differences) > 1e-12, np.sign(explanation.differences), 0)
    assert (speaks * np.sign(better) >= 0).all()
    of = {leaf: column for column, leaf in enumerate(problem.leaves)}
    for sentence in explanation.sentences:
        for side, sign in (("For {a}", 1), ("For {b}", -1), ("No difference", 0)):
            if sentence.template.startswith(side):
                for part in sentence.params["leaves"]:
                    title = part["en"] if sign == 0 else part.params["leaf"]["en"]
                    assert speaks[of[title]] == sign
                    assert sign or better[of[title]] == 0
    sides = ("For", "No diff", "Not counted", "Different scores")
    told = sum(len(s.params["leaves"]) for s in explanation.sentences if s.template.startswith(sides))
    assert told == len(problem.leaves)


@given(explained())
def test_the_leader_stands_above_and_its_standing_is_said(explanation):
    ranking = explanation.ranking
    assert ranking.ranks[explanation.leader] <= ranking.ranks[explanation.other]
    first = explanation.sentences[0]
    assert first.params["rank"] == ranking.ranks[explanation.leader]
    assert first.params["score"] == round(ranking.scores[explanation.leader], 4)
    if explanation.tied:
        assert "share rank" in first.text()
        assert not _said(explanation, "Decisive:")
    else:
        assert first.params["other_rank"] == ranking.ranks[explanation.other]


@given(explained())
def test_decisive_leaves_outweigh_all_that_speaks_against_and_no_fewer_do(explanation):
    d, decisive = explanation.differences, explanation.decisive
    against = -d[d < 0].sum()
    if not decisive:
        assert d[d > 0].sum() <= against + 1e-9
        return
    assert d[list(decisive)].sum() > against
    for fewer in itertools.combinations(range(len(d)), len(decisive) - 1):
        assert d[list(fewer)].sum() <= against + 1e-9
    assert (np.diff(d[list(decisive)]) <= 0).all()


@given(explained())
def test_what_would_be_without_the_decisive_leaves_is_replayed(explanation):
    if explanation.tied or not explanation.decisive:
        return
    ranking = explanation.ranking
    problem, columns = ranking.complete, list(explanation.decisive)
    values = problem.values.copy()
    values[explanation.leader, columns] = values[explanation.other, columns]
    again = sm.rank(problem.replace(values=values), ranking.weights, method=ranking.method)
    ranks = again.ranks[[explanation.leader, explanation.other]]
    if ranks[0] < ranks[1]:
        assert _said(explanation, STILL)
    elif ranks[0] > ranks[1]:
        assert _said(explanation, TURNED)
        assert not _said(explanation, STILL)
    else:
        assert _said(explanation, LEVEL)
    lead = again.scores[explanation.leader] - again.scores[explanation.other]
    assert explanation.lead_without_decisive == pytest.approx(lead, abs=1e-9)


@given(explained(source=scaled_problems))
def test_it_works_where_scores_reach_0(explanation):
    assert explanation.text()
    document = json.loads(explanation.to_json())
    assert document["leader"] == explanation.ranking.problem.candidates[explanation.leader]


def test_a_zero_in_a_product_speaks_endlessly_against_and_is_said_briefly():
    problem = with_gate(
        [Criterion("c1", scale=_scale()), Criterion("c2", scale=_scale())],
        np.array([[1.0, 1], [4, 0]]),
        ["pass"] * 2,
    )
    explanation = sm.explain(problem, method="multiplicative", normalization="scale")
    assert explanation.differences[1] == np.inf
    assert explanation.decisive == (1,)
    assert max(map(len, explanation.text().splitlines())) < 200
    assert "+inf" in explanation.table()
    assert [row[-1] for row in explanation.rows()[1]] == [None, explanation.differences[0]]
    assert json.loads(explanation.to_json())["leaves"]["c2"]["difference"] is None


@pytest.mark.parametrize("method", OURS)
def test_the_table_holds_every_leaf_and_adds_up_to_the_lead(method):
    problem = sm.Problem.from_arrays([[9, 2, 4], [3, 6, 5], [1, 8, 1]], ["max", "min", "max"])
    explanation = sm.explain(problem, [3, 2, 1], "a1", "a2", method=method)
    header, rows = explanation.rows()
    assert header == ["leaf", "name", "weight", "a1", "a2", "difference"]
    for leaf, _, weight, *values, difference in rows:
        column = problem.leaves.index(leaf)
        assert weight == explanation.ranking.weights.values[column]
        assert values == problem.values[:2, column].tolist()
        assert difference == explanation.differences[column]
    sizes = [abs(row[-1]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert len(rows) == len(problem.leaves)
    shown = explanation._repr_html_()
    assert all(f"{row[-1]:+.4f}" in shown for row in rows)


def test_of_a_method_without_scores_the_table_has_no_differences():
    explanation = sm.explain(sm.Problem.from_arrays([[3, 5], [2, 1]]), method="multimoora")
    assert [row[-1] for row in explanation.rows()[1]] == [None, None]
    assert "adds to the lead" not in explanation.table()


def _scale():
    return sm.model.criteria.Scale(min=0, max=4)


def test_shares_of_a_lead_under_topsis_are_those_of_aumann_and_shapley():
    # The integral of ∂C/∂r_j along the straight way from b to a, by differences on a fine grid.
    problem = sm.Problem.from_arrays([[9, 2, 4], [3, 6, 5], [1, 8, 1]], ["max", "min", "max"])
    explanation = sm.explain(problem, [3, 2, 1], "a1", "a2")
    prepared, w = explanation.ranking.prepared, explanation.ranking.weights.values

    def closeness(r):
        plus = np.sqrt((w**2 * (r - prepared.ideal) ** 2).sum())
        minus = np.sqrt((w**2 * (r - prepared.anti_ideal) ** 2).sum())
        return minus / (plus + minus)

    start, end = prepared.normalized[explanation.other], prepared.normalized[explanation.leader]
    steps, h = 4000, 1e-6
    shares = np.zeros(3)
    for t in (np.arange(steps) + 0.5) / steps:
        r = start + t * (end - start)
        for j, e in enumerate(np.eye(3)):
            shares[j] += (closeness(r + h * e) - closeness(r - h * e)) / (2 * h) * (end - start)[j] / steps
    np.testing.assert_allclose(explanation.differences, shares, atol=1e-6)


@given(explained())
def test_topsis_contributions_are_marked_allocated_and_share_out_the_score(explanation):
    ranking = explanation.ranking
    kind = {"topsis": "allocated", "additive": "exact", "ahp": "exact", "multiplicative": "log"}
    assert ranking.contribution_kind == kind[ranking.method.name]
    total = ranking.contributions.sum(axis=1)
    scores = np.log(ranking.scores) if ranking.contribution_kind == "log" else ranking.scores
    known = ranking.scores != 0.5 if ranking.method.name == "topsis" else np.ones(len(total), bool)
    np.testing.assert_allclose(total[known], scores[known], atol=1e-9)
    assert bool(_said(explanation, "allocated")) == (
        ranking.method.name == "topsis" and bool(explanation.decisive) and not explanation.tied
    )


def test_judged_candidates_are_replayed_by_their_priorities():
    comparisons = {"c1": [["a", "b", 5]], "c2": [["b", "a", 2]]}
    document = {
        "framework": {"id": "t", "criteria": [{"id": "c1"}, {"id": "c2"}]},
        "candidates": [{"id": "a", "scores": {}}, {"id": "b", "scores": {}}],
        "comparisons": comparisons,
    }
    explanation = sm.explain(sm.Problem.from_dict(document), method="ahp", source="pairwise")
    assert explanation.decisive == (0,)
    assert explanation.lead_without_decisive == pytest.approx((1 / 3 - 2 / 3) / 2)
    assert _said(explanation, TURNED)
    assert "nan" not in explanation.text()
    assert json.loads(explanation.to_json())["leaves"]["c1"]["values"] == [None, None]


@given(problems(elements=POSITIVE, n=(2, 6), gated=True), st.sampled_from(OURS))
def test_who_fails_a_gate_is_explained_by_it(problem, method):
    failed = np.flatnonzero(~problem.eligible)
    if not len(failed):
        return
    explanation = sm.explain(problem, "equal", problem.candidates[failed[0]], method=method)
    if problem.eligible[explanation.leader]:
        assert explanation.other == failed[0] or not problem.eligible[explanation.other]
    assert _said(explanation, "is not ranked; by")
    assert _said(explanation, "fails a gate")
    assert not _said(explanation, STILL)


def test_a_doubtful_lead_is_said_and_a_sure_one_is_not():
    problem = with_gate([Criterion("c1", scale=_scale())], np.array([[3.0], [2.5]]), ["pass"] * 2)
    near = problem.replace(cells={(0, 0): Cell(2, 4)})
    sure = problem.replace(cells={(0, 0): Cell(2.9, 3.1)})
    assert _said(sm.explain(near, normalization="scale"), "Not certain")
    assert not _said(sm.explain(sure, normalization="scale"), "Not certain")


def test_defaults_are_the_first_and_its_neighbour():
    problem = sm.Problem.from_arrays([[1], [3], [2]])
    order = [1, 2, 0]
    explanation = sm.explain(problem)
    assert (explanation.leader, explanation.other) == (order[0], order[1])
    explanation = sm.explain(problem, "equal", "a1")
    assert (explanation.leader, explanation.other) == (order[1], order[2])
    explanation = sm.explain(problem, "equal", "a3")
    assert (explanation.leader, explanation.other) == (order[1], order[2])


def test_the_reference_can_be_compared_with():
    scale = sm.model.criteria.Scale(min=0, max=4, neutral=2, good=3)
    problem = with_gate([Criterion("c1", scale=scale)], np.array([[2.0], [4]]), ["pass"] * 2)
    explanation = sm.explain(problem, "equal", "a1", "reference", normalization="scale", reference=True)
    assert explanation.ranking.complete.candidates[explanation.other] == "reference"
    assert "fails a gate" not in explanation.text()


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        ("zz", None, ProblemError),
        ("a1", "zz", ProblemError),
        ("a1", "a1", InputError),
        (0, None, ProblemError),
    ],
)
def test_who_cannot_be_compared_is_refused(a, b, error):
    with pytest.raises(error):
        sm.explain(sm.Problem.from_arrays([[1], [2]]), "equal", a, b)


def test_one_candidate_has_nobody_to_be_compared_with():
    with pytest.raises(InputError):
        sm.explain(sm.Problem.from_arrays([[1]]))


def test_every_method_explains_the_shipped_example():
    problem = sm.read_problem(sm.io.library.shipped("examples") / "see-models.yaml")
    for method in sm.methods.methods():
        try:
            explanation = sm.explain(problem, "equal", "sampran", "moral-farmer", method=method)
        except sm.SeeMcdaError:
            continue
        document = json.loads(explanation.to_json())
        assert document["sentences"]
        for language in ("en", "th"):
            assert "nan" not in explanation.text(language)


@pytest.mark.parametrize("method", OURS)
def test_different_scores_of_which_nothing_counts_are_no_lack_of_difference(method):
    explanation = sm.explain(sm.Problem.from_arrays([[3, 5, 2], [2, 1, 2]]), [1, 0, 1], method=method)
    assert _said(explanation, "No difference") == ["No difference: c3."]
    assert _said(explanation, "weight of 0") == ["Not counted, with a weight of 0: c2."]
    assert "น้ำหนักเป็น 0" in explanation.text("th")


def test_a_failed_candidate_beyond_the_others_counts_as_the_best_of_them():
    leaves = [Criterion("c1"), Criterion("c2"), Criterion("c3")]
    problem = with_gate(leaves, np.array([[3.0, 5, 2], [2, 4, 1], [1, 9, 2]]), ["pass", "pass", "fail"])
    explanation = sm.explain(problem, "equal", "a1", "a3", method="topsis")
    assert _said(explanation, "No difference") == ["No difference: c3."]
    (said,) = _said(explanation, "count the same")
    assert said.startswith("Different scores that count the same: c2. A candidate that is not ranked counts")
