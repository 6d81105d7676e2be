"""The smallest change that unseats the leader: replayed, and against second ways to find it."""

import dataclasses
import json
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from strategies import problems, scaled_leaf, scaled_problems, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.analyses.flip.flip import flip
from see_mcda.analyses.flip.nearest_weights import NORMS, length
from see_mcda.analyses.flip.single_score import ScoreFlip, score_flips
from see_mcda.errors import InputError, SeeMcdaError

PLAIN = {"method": "additive", "normalization": "none"}


@st.composite
def weighted(draw, m=(2, 4), n=(2, 5), zeros=True, objectives=("max", "min")):
    problem = draw(problems(m=m, n=n, objectives=objectives))
    return problem, draw(weight_vectors(problem.shape[1], zeros=zeros))


def assert_replayed(found):
    """Just before the change the leader is before the rival, just after it no longer."""
    ranking = found.ranking
    for norm in NORMS:
        for one in found.rivals[norm]:
            if one.state != "found":
                continue
            for weights, behind in ((one.before, True), (one.after, False)):
                assert abs(weights.sum() - 1) < 1e-9
                assert (weights >= 0).all()
                again = sm.rank(
                    ranking.problem,
                    weights,
                    method=ranking.method,
                    missing=ranking.missing,
                    **ranking.options,
                )
                assert (again.ranks[one.rival] >= again.ranks[found.leader]) == behind
            if one.exact:
                assert length(one.after - ranking.weights.values, norm) <= one.distance + 2e-6
            assert one.lower_bound <= one.distance + 1e-12
        best = found.smallest[norm]
        if best is not None and best.state == "found" and found.candidate is None:
            ranks = ranking.prepared.ranks(np.array([best.before, best.after]))
            assert ranks[0, found.leader] == 1
            assert ranks[1, found.leader] > 1


@pytest.mark.parametrize("method", ["additive", "ahp", "multiplicative"])
@settings(max_examples=15)
@given(drawn=weighted())
def test_every_change_is_replayed(method, drawn):
    problem, weights = drawn
    try:
        found = flip(problem, weights, method=method)
    except SeeMcdaError:
        assume(False)
    assert_replayed(found)
    for norm in NORMS:
        assert all(one.exact for one in found.rivals[norm] if one.state in ("already", "impossible"))


def grid(steps: int):
    parts = [(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    return np.array(parts) / steps


@pytest.mark.parametrize("seed", range(5))
def test_absolute_and_euclidean_distances_against_every_point_of_a_fine_grid(seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.random((5, 3)))
    w = rng.dirichlet(np.ones(3))
    found = flip(problem, w, **PLAIN)
    points = grid(300)
    ranks = found.prepared.ranks(points)
    for norm, size in zip(
        NORMS, (np.abs(points - w).sum(1), np.linalg.norm(points - w, axis=1)), strict=True
    ):
        for one in found.rivals[norm]:
            flipped = ranks[:, one.rival] < ranks[:, found.leader]
            if one.state == "impossible":
                assert not flipped.any()
            else:
                assert one.exact
                assert size[flipped].min(initial=9) >= one.distance - 1e-9
                # a step of the grid moves two weights by 1/300; where the flip is at a corner it is on it
                assert size[flipped].min(initial=9) <= one.distance + 6 / 300 or not flipped.any()


@pytest.mark.parametrize("seed", range(6))
def test_euclidean_distance_against_sequential_quadratic_programming(seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.random((6, 5)))
    w = rng.dirichlet(np.ones(5))
    found = flip(problem, w, **PLAIN)
    for one in found.rivals["euclidean"]:
        g = problem.values[one.rival] - problem.values[found.leader]
        if one.state == "impossible":
            assert (g <= 1e-9).all()
            continue
        peer = minimize(
            lambda x: 100 * ((x - w) ** 2).sum(),
            np.eye(5)[g.argmax()],
            bounds=[(0, 1)] * 5,
            constraints=[
                {"type": "eq", "fun": lambda x: x.sum() - 1},
                {"type": "ineq", "fun": lambda x, g=g: x @ g},
            ],
            method="SLSQP",
            options={"ftol": 1e-14},
        )
        assert one.distance == pytest.approx(np.linalg.norm(peer.x - w), abs=1e-6)


@pytest.mark.parametrize(
    ("method", "seed"),
    [
        *(("additive", seed) for seed in range(4)),
        *(pytest.param("topsis", seed, marks=pytest.mark.slow) for seed in range(4)),
    ],
)
def test_a_named_candidate_is_put_first(method, seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.random((4, 3)))
    points = rng.dirichlet(np.full(3, 0.7), 4000)
    base = sm.rank(problem, "equal", method=method)
    last = problem.candidates[int(base.ranks.argmax())]
    found = flip(problem, candidate=last, method=method)
    row = problem.row(last)
    sampled = found.prepared.ranks(points)[:, row] == 1
    for norm in NORMS:
        one = found.smallest[norm]
        if one.state in ("impossible", "not-found"):
            assert not sampled.any()
            continue
        assert sm.rank(problem, one.after, method=method).ranks[row] == 1
        assert sm.rank(problem, one.before, method=method).ranks[row] > 1
        near = min((length(x - 1 / 3, norm) for x in points[sampled]), default=9)
        assert near >= one.lower_bound - 1e-9
        overtaking = next(other for other in found.rivals[norm] if other.rival == row)
        assert one.distance >= overtaking.lower_bound - 1e-9


@pytest.mark.parametrize(
    "seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)]
)
def test_topsis_is_replayed_and_no_sampled_flip_is_nearer_than_the_bound(seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.random((4, 3)))
    w = rng.dirichlet(np.ones(3))
    found = flip(problem, w)
    assert_replayed(found)
    points = grid(250)
    ranks = found.prepared.ranks(points)
    for norm, size in zip(
        NORMS, (np.abs(points - w).sum(1), np.linalg.norm(points - w, axis=1)), strict=True
    ):
        for one in found.rivals[norm]:
            flipped = ranks[:, one.rival] < ranks[:, found.leader]
            assert size[flipped].min(initial=9) >= one.lower_bound - 1e-9
            if one.distance is not None:
                # what was found is as near as the best of all points, up to a step of the grid
                assert one.distance <= size[flipped].min(initial=9) + 1e-9
            else:
                assert not flipped.any()


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_the_smallest_change_under_topsis_is_proved_and_no_search_finds_a_smaller(seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.random((9, 6)))
    found = flip(problem)
    assert_replayed(found)
    w = found.ranking.weights.values
    for norm in NORMS:
        best = found.smallest[norm]
        assert best.exact
        assert best.distance - best.lower_bound <= 1e-9
        # in every direction from the weights, at the distance that is proved to be too short
        change = rng.standard_normal((20000, 6))
        change -= change.mean(axis=1, keepdims=True)
        change *= best.lower_bound / np.array([[length(one, norm)] for one in change])
        tried = w + change
        tried = tried[(tried >= 0).all(axis=1)]
        assert len(tried) > 1000
        assert (found.prepared.ranks(tried)[:, found.leader] == 1).all()


@settings(max_examples=4)
@given(scaled_problems(n=(2, 3), m=(1, 3), gated=True))
def test_topsis_on_fixed_scales_with_ties_and_gates(problem):
    found = flip(problem)
    assert_replayed(found)
    assert {one.rival for one in found.rivals["absolute"]} == set(np.flatnonzero(problem.eligible)) - {
        found.leader
    }
    json.loads(found.to_json())
    assert found.table()


def test_two_candidates_by_hand():
    # a leads by 0.5·2 − 0.5·1; b is level where w1·2 = w2·1, at (1/3, 2/3)
    problem = sm.Problem.from_arrays([[3.0, 1.0], [1.0, 2.0]])
    found = flip(problem, [0.5, 0.5], **PLAIN)
    assert found.smallest["absolute"].distance == pytest.approx(1 / 3, abs=1e-12)
    assert found.smallest["euclidean"].distance == pytest.approx(np.sqrt(2) / 6, abs=1e-12)
    np.testing.assert_allclose(found.smallest["absolute"].after, [1 / 3, 2 / 3], atol=1e-6)
    assert all(found.smallest[norm].exact for norm in NORMS)


def test_leaders_who_share_first_place_need_no_change():
    found = flip(sm.Problem.from_arrays([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]]), **PLAIN)
    assert found.tied
    assert found.smallest["absolute"].distance == 0
    assert found.smallest["absolute"].state == "already"
    assert found.scores == ()
    assert "are tied for first" in found.table()


@pytest.mark.parametrize("options", [PLAIN, {"method": "topsis"}])
def test_a_leader_at_least_as_good_everywhere_stays_first(options):
    found = flip(sm.Problem.from_arrays([[3.0, 2.0], [1.0, 2.0], [2.0, 1.0]]), **options)
    assert found.secure
    assert found.smallest["absolute"] is None
    assert {one.state for one in found.rivals["absolute"]} == {"impossible"}
    assert "stays first under any weights" in found.table()


def test_a_dominated_candidate_cannot_be_put_first():
    problem = sm.Problem.from_arrays([[3.0, 2.0], [2.0, 3.0], [1.0, 1.0]])
    found = flip(problem, [0.6, 0.4], candidate="a3", **PLAIN)
    assert found.smallest["absolute"].state == "impossible"
    assert "No weights put" in found.table()


def test_between_two_extremes_nobody_comes_first():
    # no weights put the middle one first: it lies below the line between the others
    problem = sm.Problem.from_arrays([[3.0, 0.0], [0.0, 3.0], [1.4, 1.4]])
    found = flip(problem, [0.6, 0.4], candidate="a3", **PLAIN)
    assert found.smallest["absolute"].state == "impossible"
    assert found.secure


def test_who_is_first_needs_no_change():
    found = flip(sm.Problem.from_arrays([[3.0, 2.0], [1.0, 2.5]]), candidate="a1", **PLAIN)
    assert found.smallest["euclidean"].distance == 0
    assert "already ranks first" in found.table()


def test_alone_there_is_nobody_to_lose_to():
    found = flip(sm.Problem.from_arrays([[3.0, 2.0]]), **PLAIN)
    assert found.smallest["absolute"] is None
    assert found.scores == ()
    assert "there is no other candidate" in found.table()


def test_who_fails_a_gate_is_no_rival_and_cannot_be_asked_for():
    problem = with_gate(
        [scaled_leaf("a"), scaled_leaf("b")], [[3, 1], [1, 3], [2, 1]], ["pass", "fail", "pass"]
    )
    found = flip(problem, method="additive", normalization="scale")
    assert [one.rival for one in found.rivals["absolute"]] == [2]
    assert all(one.row != 1 and one.rival != 1 for one in found.scores)
    with pytest.raises(InputError) as refused:
        flip(problem, candidate="a2")
    assert refused.value.faults[0].code == "not-eligible"


def test_weight_goes_to_a_criterion_that_had_none():
    problem = sm.Problem.from_arrays([[2.0, 1.0], [1.0, 5.0]])
    found = flip(problem, [1.0, 0.0], **PLAIN)
    # level at w1 = 4 w2
    assert found.smallest["absolute"].distance == pytest.approx(0.4, abs=1e-12)


def test_a_product_that_is_zero_loses_as_soon_as_the_zero_counts():
    leaves = [scaled_leaf("a"), scaled_leaf("b")]
    problem = with_gate(leaves, [[4, 0], [3, 3], [0, 4]], ["pass"] * 3)
    found = flip(problem, [1.0, 0.0], method="multiplicative", normalization="scale")
    assert_replayed(found)
    absolute = {one.rival: one for one in found.rivals["absolute"]}
    assert absolute[1].distance == pytest.approx(0.0, abs=1e-12)
    # the third has a zero where all the weight is: all of it must go
    assert absolute[2].distance == pytest.approx(2.0, abs=1e-9)


@pytest.mark.parametrize("method", ["additive", "topsis", "multiplicative"])
@settings(max_examples=10)
@given(drawn=weighted(m=(1, 3), n=(2, 4)))
def test_every_score_change_is_replayed(method, drawn):
    problem, weights = drawn
    try:
        ranking = sm.rank(problem, weights, method=method)
    except SeeMcdaError:
        assume(False)
    assume((ranking.ranks == 1).sum() == 1)
    leader = int(ranking.ranks.argmin())
    for one in score_flips(ranking.prepared, ranking.weights.values, ranking.ranks):
        for value, first in ((one.before, True), (one.after, False)):
            x = problem.values.copy()
            x[one.row, one.column] = value
            ranks = ranking.prepared.ranks(ranking.weights.values[None], x[None])[0]
            assert (ranks[leader] == 1) == first
            if not first:
                assert ranks[one.rival] == 1


def ranked_anew(found, one: ScoreFlip, value: float) -> np.ndarray:
    """The ranks when a score is another one, by an ordinary ranking."""
    x = found.problem.values.copy()
    x[one.row, one.column] = value
    ranking = found.ranking
    return sm.rank(
        found.problem.replace(values=x), ranking.weights, method=ranking.method, **ranking.options
    ).ranks


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "normalization"),
    [("additive", "linear"), ("additive", "minmax"), ("topsis", "vector"), ("multiplicative", "sum")],
)
@pytest.mark.parametrize("seed", range(5))
def test_scores_just_before_and_after_a_change_keep_their_word_when_ranked_anew(method, normalization, seed):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.integers(1, 10, (4, 3)).astype(float), ["max", "min", "max"])
    found = flip(problem, rng.integers(1, 6, 3).tolist(), method=method, normalization=normalization)
    for one in found.scores:
        assert ranked_anew(found, one, one.before)[found.leader] == 1
        after = ranked_anew(found, one, one.after)
        assert after[found.leader] > 1
        assert after[one.rival] == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize(
    ("method", "normalization"),
    [("additive", "minmax"), ("topsis", "vector"), ("topsis", "sum"), ("multiplicative", "sum")],
)
@pytest.mark.parametrize("seed", range(5))
def test_the_score_that_is_shown_is_enough(method, normalization, seed, language):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.integers(1, 10, (4, 3)).astype(float), ["max", "min", "max"])
    found = flip(problem, rng.integers(1, 6, 3).tolist(), method=method, normalization=normalization)
    assert found.scores
    shown = [one.split() for one in found.table(language).splitlines()]
    for one in found.scores[:5]:
        start = [problem.candidates[one.row], problem.leaves[one.column], f"{one.value:g}"]
        line = next(words for words in shown if words[:3] == start)
        ranks = ranked_anew(found, one, float(line[3]))
        assert ranks[found.leader] > 1
        assert ranks[one.rival] == 1
    one = found.scores[0]
    after = next(words for words in shown if words[:2] == [f"a{one.row + 1}", f"c{one.column + 1}"])[3]
    sentence = {
        "en": f"had {after} instead of {one.value:g} for",
        "th": f"ได้ {after} แทน {one.value:g} ในเกณฑ์",
    }
    assert sentence[language] in found.table(language, width=10**5)


NUMBER = r"([0-9.]+(?:e-[0-9]+)?)"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize(("method", "candidate"), [("additive", None), ("topsis", None), ("ahp", "a2")])
@pytest.mark.parametrize("seed", range(8))
def test_the_weights_that_are_shown_are_enough_and_no_farther_than_shown(method, candidate, seed, language):
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 10, (4, 3)).astype(float)
    scores[1, seed % 3] = 9.5  # it can be first
    found = flip(
        sm.Problem.from_arrays(scores), rng.dirichlet(np.ones(3)), candidate=candidate, method=method
    )
    best = found.smallest["absolute"]
    assert best is not None
    if best.state != "found":
        return
    sentence = found.table(language, width=10**5)
    weights = found.ranking.weights.values.copy()
    moved = re.findall(rf"c([1-3]) {NUMBER}\s?% → {NUMBER}\s?%", sentence)
    assert moved
    size = 0.0
    for column, _, after in moved:
        size += abs(float(after) / 100 - weights[int(column) - 1])
        weights[int(column) - 1] = float(after) / 100
    ranks = sm.rank(found.problem, weights, method=method).ranks
    assert ranks[best.rival] == 1
    assert ranks[found.leader] > 1
    told, *bounds = (float(x) / 100 for x in re.findall(rf"{NUMBER} (?:percentage points|จุดร้อยละ)", sentence))
    assert told >= size - 1e-12
    assert told <= best.distance * 1.02 + 0.001
    assert all(bound <= best.lower_bound for bound in bounds)


def test_a_score_change_by_hand():
    # 1.5 against 1: they are level when 1 is gained or lost at a weight of a half
    problem = sm.Problem.from_arrays([[3.0, 0.0], [1.0, 1.0]])
    found = flip(problem, **PLAIN)
    assert {(one.row, one.column): round(one.change, 6) for one in found.scores} == {
        (0, 0): -1.0,
        (1, 0): 1.0,
        # at c2 the rival only draws level at 2, which is as far as its score is moved
    }
    assert all(one.exact for one in found.scores)


@settings(max_examples=10)
@given(scaled_problems(n=(2, 4), m=(1, 3)))
def test_no_smaller_score_on_the_scale_unseats_the_leader(problem):
    found = flip(problem, method="additive")
    assume(not found.tied)
    moved = {(one.row, one.column): one for one in found.scores}
    for row in range(len(problem.candidates)):
        for column in range(problem.shape[1]):
            x = problem.values[row, column]
            for value in np.linspace(0, 4, 33):
                table = problem.values.copy()
                table[row, column] = value
                ranks = found.prepared.ranks(found.ranking.weights.values[None], table[None])[0]
                if ranks[found.leader] > 1:
                    assert abs(value - x) >= abs(moved[row, column].change) - 1e-8


def test_a_rating_that_only_rises_gives_the_exact_change_of_a_score():
    rises = dataclasses.replace(scaled_leaf("a"), intensity={0: 0.0, 2: 0.25, 4: 1.0})
    turns = dataclasses.replace(scaled_leaf("b"), intensity={0: 0.25, 2: 1.0, 4: 0.5})
    problem = with_gate([rises, turns], [[3, 2], [2, 2]], ["pass"] * 2)
    found = flip(problem, method="ahp", source="ratings")
    moved = {(one.row, one.column): one for one in found.scores}
    # 0.625 against 0.25 at a: the rival is level at 3 there
    assert moved[1, 0].after == pytest.approx(3.0, abs=1e-8)
    assert moved[1, 0].exact
    # at b the leader has lost 0.375 of its rating on the way down, and too little on the way up
    assert moved[0, 1].after == pytest.approx(1.0, abs=1e-8)
    assert not moved[0, 1].exact


def test_whole_levels_are_told_and_do_it():
    leaf = scaled_leaf("a", levels={level: {"en": str(level)} for level in range(5)})
    problem = with_gate([leaf, scaled_leaf("b")], [[3, 2], [1, 3]], ["pass"] * 2)
    found = flip(problem, method="additive", normalization="scale")
    one = next(one for one in found.scores if (one.row, one.column) == (1, 0))
    assert one.after == pytest.approx(2.0, abs=1e-8)
    assert one.level == 3.0  # at 2 they are level
    assert next(one for one in found.scores if one.column == 1).level is None


@pytest.mark.slow
def test_a_method_without_a_formula_is_searched_and_says_so():
    problem = sm.Problem.from_arrays([[3.0, 1.0], [1.0, 3.0]])
    found = flip(problem, [0.7, 0.3], method="vikor")
    assert_replayed(found)
    assert not any(one.exact for one in found.rivals["absolute"] if one.state == "found")
    assert any(one.state == "found" for one in found.rivals["absolute"])
    assert "not proved" in found.table()


def test_the_sentence_names_what_changes():
    problem = sm.Problem.from_arrays([[3.0, 1.0], [1.0, 2.0]], candidates=["ann", "bee"])
    text = " ".join(flip(problem, **PLAIN).table().split())
    assert "A weight change of 33.4 percentage points (sum of absolute changes) is enough for bee" in text
    assert "c1 50 % → 33.3 %; c2 50 % → 66.7 %" in text
    assert "Less than 33.3 percentage points is proved not to be enough." in text


def test_the_document_says_the_same():
    problem = sm.Problem.from_arrays([[3.0, 1.0], [1.0, 2.0]])
    found = flip(problem, **PLAIN)
    document = json.loads(found.to_json())
    assert document["schema"] == "see-mcda/flip/1"
    assert document["smallest"]["absolute"]["rival"] == "a2"
    assert document["smallest"]["absolute"]["distance"] == pytest.approx(1 / 3)
    # either weight may change by 0.25 with the other as it is; of equals the first is named
    assert document["critical"]["criticality"] == pytest.approx([50, 100])
    header, rows = found.rows()
    assert len(rows) == 2
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.slow
def test_a_bound_that_nobody_proved_is_not_shown_as_one():
    problem = sm.Problem.from_arrays([[5, 1, 3], [1, 5, 4], [4, 4, 1]])
    found = flip(problem, "equal", method="vikor", normalization=None)
    assert any(one.state == "found" and not one.exact for one in found.rivals["absolute"])
    text = found.table()
    assert "-: not known." in " ".join(text.split())
    assert " 0.0 " not in text
    assert "not known" not in flip(problem, method="additive").table()
