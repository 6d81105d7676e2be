"""AHP on candidates against AHPy, and its sources and modes by their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peers import ahpy
from strategies import problems, scaled_leaf, scaled_problems, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.errors import InputError, MethodError, SeeMcdaError
from see_mcda.model.criteria import Criterion, Framework


@st.composite
def judged(draw):
    """Names of criteria and candidates, and complete judgments at every node: near to consistent ones.

    AHPy squares matrices until they settle, and overflows before that where judgments contradict each other.
    """
    criteria = [f"c{j + 1}" for j in range(draw(st.integers(2, 4)))]
    candidates = [f"a{i + 1}" for i in range(draw(st.integers(2, 4)))]
    noise = st.sampled_from([0.5, 1.0, 1.0, 2.0])

    def pairs(names):
        size = {name: draw(st.integers(1, 4)) for name in names}
        return {(a, b): size[a] / size[b] * draw(noise) for i, a in enumerate(names) for b in names[i + 1 :]}

    return criteria, candidates, pairs(criteria), {leaf: pairs(candidates) for leaf in criteria}


def _problem(criteria, candidates, comparisons):
    return sm.Problem.from_dict(
        {
            "framework": {"id": "goal", "criteria": [{"id": id} for id in criteria]},
            "candidates": [{"id": id, "scores": {}} for id in candidates],
            "comparisons": {
                leaf: [[a, b, x] for (a, b), x in pairs.items()] for leaf, pairs in comparisons.items()
            },
        }
    )


@given(judged())
@settings(max_examples=15)
def test_as_ahpy_for_complete_judgments(drawn):
    criteria, candidates, goal, comparisons = drawn
    problem = _problem(criteria, candidates, comparisons)
    weights = {"nodes": {"goal": {"judgments": [[a, b, x] for (a, b), x in goal.items()]}}}
    found = sm.rank(problem, weights, method="ahp", source="pairwise")

    top = ahpy.Compare("goal", goal, precision=12)
    top.add_children([ahpy.Compare(leaf, pairs, precision=12) for leaf, pairs in comparisons.items()])
    peer = [top.target_weights[candidate] for candidate in candidates]
    np.testing.assert_allclose(found.scores, peer, atol=1e-4)  # AHPy stops its power iteration early


@given(problems(), st.data())
def test_from_scores_priorities_are_shares_and_costs_shares_of_the_inverse(problem, data):
    weights = data.draw(weight_vectors(problem.shape[1]))
    x = np.where(problem.framework.objectives > 0, problem.values, 1 / problem.values)
    w = weights / weights.sum()
    distributive = sm.rank(problem, weights, method="ahp")
    np.testing.assert_allclose(distributive.scores, x / x.sum(axis=0) @ w, rtol=1e-9)
    assert distributive.scores.sum() == pytest.approx(1)
    ideal = sm.rank(problem, weights, method="ahp", mode="ideal")
    np.testing.assert_allclose(ideal.scores, x / x.max(axis=0) @ w, rtol=1e-9)


@given(scaled_problems(n=(2, 5)), st.sampled_from(["distributive", "ideal"]))
def test_under_scale_priorities_are_shares_of_the_values(problem, mode):
    found = sm.rank(problem, "equal-leaves", method="ahp", mode=mode)
    u = sm.rank(problem, "equal-leaves", method="additive").prepared.utilities
    total = u.sum(axis=0) if mode == "distributive" else u.max(axis=0)
    share = np.where(total > 0, u / np.where(total > 0, total, 1), 0)
    np.testing.assert_allclose(found.scores, share.mean(axis=1), rtol=1e-9, atol=1e-12)


def test_consistent_judgments_between_candidates_say_the_same_as_their_scores():
    x = np.array([[2.0, 9.0], [4.0, 3.0], [8.0, 1.0]])
    by_scores = sm.rank(sm.Problem.from_arrays(x), [2, 1], method="ahp")
    comparisons = {
        f"c{j + 1}": {(f"a{a + 1}", f"a{b + 1}"): x[a, j] / x[b, j] for a, b in ((0, 1), (1, 2))}
        for j in range(2)
    }
    by_pairs = sm.rank(
        _problem(["c1", "c2"], ["a1", "a2", "a3"], comparisons), [2, 1], method="ahp", source="pairwise"
    )
    np.testing.assert_allclose(by_pairs.scores, by_scores.scores, rtol=1e-9)


def test_leaves_without_judgments_take_their_scores_and_it_is_said():
    document = {
        "framework": {"id": "goal", "criteria": [{"id": "c1"}, {"id": "c2", "objective": "min"}]},
        "candidates": [{"id": "a", "scores": {"c2": 1}}, {"id": "b", "scores": {"c2": 3}}],
        "comparisons": {"c1": [["a", "b", 4]]},
    }
    ranking = sm.rank(sm.Problem.from_dict(document), [1, 1], method="ahp", source="pairwise")
    np.testing.assert_allclose(ranking.prepared.priorities, [[0.8, 0.75], [0.2, 0.25]])
    assert "no-comparisons" in {warning.code for warning in ranking.warnings}
    assert ranking.weighting_model().consistency["c1"]["consistency_ratio"] == 0
    for method, options in (("ahp", {"source": "scores"}), ("topsis", {})):  # they need scores everywhere
        with pytest.raises(InputError, match="rank with --method ahp, which uses these comparisons"):
            sm.rank(sm.Problem.from_dict(document), method=method, **options)


CARS = {
    "framework": {"id": "cars", "criteria": [{"id": "cost"}, {"id": "speed"}]},
    "comparisons": {
        leaf: [["ferrari", "honda", 9], ["f150", "honda", 9], ["f150", "ferrari", 9]]
        for leaf in ("cost", "speed")
    },
}


@pytest.mark.parametrize("scores", [{}, {"cost": 1, "speed": 1}])
def test_comparisons_of_a_problem_count_unless_its_scores_are_asked_for(scores):
    cars = [{"id": id, "scores": scores} for id in ("ferrari", "honda", "f150")]
    problem = sm.Problem.from_dict({**CARS, "candidates": cars})
    ranking = sm.rank(problem, method="ahp")
    np.testing.assert_allclose(ranking.scores, [0.1799, 0.0416, 0.7785], atol=5e-5)
    assert ranking.weighting_model().consistency["cost"]["consistency_ratio"] == pytest.approx(
        0.483, abs=5e-4
    )
    assert ranking.options["source"] == "pairwise"
    [used] = [each for each in ranking.warnings if each.code == "comparisons-used"]
    assert str(used).startswith("cost, speed: the comparisons of the candidates count, not their scores")
    if scores:
        by_scores = sm.rank(problem, method="ahp", source="scores")
        np.testing.assert_allclose(by_scores.scores, 1 / 3)
        assert not by_scores.warnings


def test_judgments_that_do_not_connect_the_candidates_are_refused():
    problem = _problem(["c1"], ["a", "b", "c"], {"c1": {("a", "b"): 2}})
    with pytest.raises(SeeMcdaError, match=r"^comparisons\.c1: "):
        sm.rank(problem, method="ahp", source="pairwise")
    with pytest.raises(MethodError):
        sm.rank(sm.Problem.from_arrays([[1], [2]]), method="ahp", source="pairwise")


def test_who_fails_a_gate_takes_no_share():
    leaves = [Criterion("c1"), Criterion("c2")]
    problem = with_gate(leaves, np.array([[9.0, 1], [1, 3], [3, 1]]), ["fail", "pass", "pass"])
    ranking = sm.rank(problem, method="ahp")
    assert ranking.scores[1:].sum() == pytest.approx(1)
    pairs = [("a1", "a2", 9.0), ("a1", "a3", 3.0), ("a2", "a3", 1 / 3)]
    judged_too = problem.replace(comparisons={"c1": pairs, "c2": pairs})
    ranking = sm.rank(judged_too, method="ahp", source="pairwise")
    np.testing.assert_allclose(ranking.scores, [9 / 4, 1 / 4, 3 / 4], rtol=1e-9)
    assert ranking.shadow_ranks == {0: 1}


def test_ratings_take_intensities_and_between_them_a_straight_line():
    intensity = {0.0: 0.1, 2.0: 0.4, 4.0: 1.0}
    leaves = [Criterion("c1", intensity=intensity), scaled_leaf("c2", "min")]
    framework = Framework(Criterion("goal", children=leaves))
    problem = sm.Problem.from_arrays([[4, 0], [3, 2], [0, 4]], framework=framework)
    ranking = sm.rank(problem, method="ahp", source="ratings")
    np.testing.assert_allclose(ranking.prepared.priorities, [[1, 1], [0.7, 0.5], [0.1, 0]])
    assert ranking.options["mode"] == "ideal"
    assert ranking.warnings == ()


def test_ratings_beyond_the_scale_are_clipped_and_named():
    framework = Framework(Criterion("goal", children=[scaled_leaf("c1")]))
    ranking = sm.rank(sm.Problem.from_arrays([[5], [1]], framework=framework), method="ahp", source="ratings")
    np.testing.assert_allclose(ranking.scores, [1, 0.25])
    assert [warning.code for warning in ranking.warnings] == ["clipped"]


def test_ratings_need_levels():
    with pytest.raises(MethodError) as refused:
        sm.rank(sm.Problem.from_arrays([[1, 1]]), method="ahp", source="ratings")
    assert [fault.message.params["leaf"] for fault in refused.value.faults] == [{"en": "c1"}, {"en": "c2"}]


@pytest.mark.parametrize(
    ("column", "objective"), [([-1, 2], "max"), ([0, 0], "max"), ([0, 2], "min"), ([-1, 2], "min")]
)
def test_scores_that_cannot_be_shares_are_refused_with_their_place(column, objective):
    problem = sm.Problem.from_arrays(np.column_stack([[1, 2], column]), ["max", objective])
    with pytest.raises(MethodError) as refused:
        sm.rank(problem, method="ahp")
    assert [str(fault.where) for fault in refused.value.faults] == ["candidates[0].scores.c2"]


@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_shares_do_not_depend_on_the_unit_however_small_or_large(unit):
    x = np.array([[1.0, 4], [2, 3], [5, 1]])
    plain = sm.rank(sm.Problem.from_arrays(x, ["max", "min"]), method="ahp").scores
    other = sm.rank(sm.Problem.from_arrays(x * unit, ["max", "min"]), method="ahp").scores
    np.testing.assert_allclose(other, plain, rtol=1e-9)
