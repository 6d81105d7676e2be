"""Agreement of rankings: coefficients against second implementations, consensus, who moves and why."""

import json
import re
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.correlations import ws as pymcdm_ws
from scipy.stats import kendalltau
from strategies import BOTH, problems, scaled_problems

from see_mcda import Problem, rank, read_problem
from see_mcda.analyses.agreement.agreement import OURS, agreement, ranking_count
from see_mcda.analyses.agreement.consensus_ranking import borda_points, copeland_points
from see_mcda.analyses.agreement.document import AgreementModel
from see_mcda.analyses.agreement.movers import CHOICES, standing
from see_mcda.analyses.agreement.rank_correlation import tau_b, ws
from see_mcda.errors import SeeMcdaError
from see_mcda.language.line_breaking import width
from see_mcda.methods import methods
from see_mcda.methods.ranks import ranks
from see_mcda.model.normalization import NORMALIZATIONS

SCORES = st.integers(1, 7).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 5), min_size=n, max_size=n), min_size=2, max_size=5)
)
TABLE = np.random.default_rng(0).uniform(1, 9, (12, 5))


@given(SCORES)
def test_tau_b_is_scipys_and_undefined_where_all_are_tied(scores):
    table = ranks(np.array(scores, dtype=float))
    found = tau_b(table)
    for i, x in enumerate(table):
        for j, y in enumerate(table):
            if (x == x[0]).all() or (y == y[0]).all():
                assert np.isnan(found[i, j])
            else:
                assert found[i, j] == pytest.approx(kendalltau(x, y).statistic, abs=1e-12)


def test_tau_b_by_hand():
    """One of ten pairs swaps: (9 - 1) / 10; two pairs tied in one ranking: 8 / sqrt(10 * 8)."""
    found = tau_b([[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 2, 2, 4, 4]])
    assert found[0, 1] == pytest.approx(0.8)
    assert found[0, 2] == pytest.approx(8 / np.sqrt(80))


def test_tau_b_of_many_candidates_is_taken_in_parts():
    table = ranks(np.random.default_rng(1).integers(0, 50, (3, 1500)).astype(float))
    assert tau_b(table)[0, 1] == pytest.approx(kendalltau(table[0], table[1]).statistic, abs=1e-12)


def test_ws_by_hand_counts_the_top_most():
    """Sałabun & Urbaniak (2020), formula 5: 1/2 * 1/4 + 1/4 * 1/3 = 5/24; 1/16 * 1/3 + 1/32 * 1/4."""
    found = ws([[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 2, 3, 5, 4]])
    assert found[0, 1] == pytest.approx(1 - 5 / 24)
    assert found[0, 2] == pytest.approx(1 - 1 / 48 - 1 / 128)
    assert found.diagonal() == pytest.approx(1.0)


@given(st.permutations(range(1, 8)), st.permutations(range(1, 8)))
def test_ws_is_pymcdms(x, y):
    assert ws([x, y])[0, 1] == pytest.approx(pymcdm_ws(np.array(x), np.array(y)))


def test_ws_of_one_candidate_is_undefined():
    assert np.isnan(ws([[1], [1]])).all()


def test_borda_and_copeland_by_the_capital_of_tennessee():
    """The textbook vote of 42, 26, 15 and 17 for Memphis, Nashville, Chattanooga and Knoxville."""
    votes = [[1, 2, 3, 4]] * 42 + [[4, 1, 2, 3]] * 26 + [[4, 3, 1, 2]] * 15 + [[4, 3, 2, 1]] * 17
    assert borda_points(votes).tolist() == [126, 194, 173, 107]
    assert copeland_points(votes).tolist() == [-3, 3, 1, -1]


@given(SCORES)
def test_whoever_wins_every_duel_is_first_by_copeland_and_never_last_by_borda(scores):
    table = ranks(np.array(scores, dtype=float))
    n = table.shape[1]
    ahead = np.sign(table[:, None, :] - table[:, :, None]).sum(axis=0)
    assert borda_points(table).sum() == pytest.approx(len(table) * n * (n - 1) / 2)
    for row in range(n):
        if n > 1 and (np.delete(ahead[row], row) > 0).all():
            assert ranks(copeland_points(table))[row] == 1
            assert (np.delete(copeland_points(table), row) < copeland_points(table)[row]).all()


def test_every_combination_is_ranked_as_it_is_alone():
    problem = Problem.from_arrays(TABLE, ["max", "max", "min", "max", "min"])
    found = agreement(problem, ["equal", {"c1": 3, "c2": 1, "c3": 1, "c4": 1, "c5": 2}])
    for combination, row in zip(found.combinations, found.ranks, strict=True):
        weights = "equal" if combination.weighting == "equal" else [3, 1, 1, 1, 2]
        alone = rank(problem, weights, method=combination.method, normalization=combination.normalization)
        assert (alone.ranks == row).all()
    assert (found.best == found.ranks.min(axis=0)).all()
    assert (found.worst == found.ranks.max(axis=0)).all()
    assert (found.median == np.median(found.ranks, axis=0)).all()


def test_by_default_nothing_counts_twice():
    """Dividing a leaf by one number changes no product's order, so the product stands there once."""
    problem = Problem.from_arrays(TABLE, ["max", "max", "min", "max", "min"])
    found = agreement(problem)
    assert {one.method for one in found.combinations} == set(OURS)
    assert [one.normalization for one in found.combinations if one.method == "multiplicative"] == ["linear"]
    asked = agreement(
        problem, methods="multiplicative", normalizations=["linear", "vector", "sum", "max", "none"]
    )
    assert len(asked.rankings) == 5
    assert (asked.ranks == asked.ranks[0]).all()


def test_what_cannot_take_the_data_is_left_out_and_told():
    problem = Problem.from_arrays([[1, -2], [3, 4], [2, 5]])
    found = agreement(problem)
    assert "multiplicative" not in {one.method for one in found.combinations}
    told = " ".join(str(one) for one in found.notices if one.code == "left-out")
    assert "Weighted product with Linear" in told
    assert "TOPSIS with Scale" in told


def test_report_names_methods_normalisations_and_weightings_by_their_titles():
    found = agreement(Problem.from_arrays(TABLE), ["equal", {f"c{at}": at for at in range(1, 6)}])
    words = found.table(language="th")
    ids = {*OURS, *NORMALIZATIONS, "equal"} - {"max", "scale"}  # keys of a framework, which a warning names
    assert not ids & set(re.findall("[A-Za-z]+", words))
    assert {"ผลรวมถ่วงน้ำหนัก", "เวกเตอร์"} <= set(re.findall("[\u0e01-\u0e5b]+", words))


def test_if_nothing_ranks_the_reason_is_raised():
    with pytest.raises(SeeMcdaError, match="above 0"):
        agreement(Problem.from_arrays([[0, 1], [1, 2]]), methods="multiplicative", normalizations="linear")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"methods": ["nonsense"]}, "no method"),
        ({"methods": []}, "at least one method"),
        ({"normalizations": ["nonsense"]}, "no normalisation"),
        ({"normalizations": []}, "at least one normalisation"),
        ({"methods": "ahp", "normalizations": "vector"}, "none of ahp"),
        ({"weights": []}, "at least one weighting"),
        ({"colour": "red"}, "has the option colour"),
        ({"ideal": "red"}, "ideal of topsis"),
    ],
)
def test_what_nobody_has_is_refused(arguments, words):
    with pytest.raises(SeeMcdaError, match=words):
        agreement(Problem.from_arrays(TABLE), **arguments)


def test_an_array_of_weights_is_one_weighting():
    problem = Problem.from_arrays(TABLE)
    one = agreement(problem, np.array([1.0, 2, 3, 4, 5]), methods="additive", normalizations="minmax")
    assert len(one.rankings) == 1
    assert np.isnan(one.concordance.w)
    assert len(agreement(problem, [[1, 2, 3, 4, 5], "equal"], methods="ahp").rankings) == 2


@given(problems(objectives=BOTH, gated=True))
def test_agreement_holds_for_any_problem(problem):
    found = agreement(problem, ["equal", "equal-leaves"])
    out = ~problem.eligible
    for numbers in (found.borda, found.copeland, found.best, found.worst, found.median):
        assert (numbers[out] == 0).all()
        assert (numbers[~out] >= 1).all()
    assert (found.best <= found.worst).all()
    w = found.concordance.w
    assert np.isnan(w) or 0 <= w <= 1
    assert (found.ws.diagonal() == 1).all() or problem.eligible.sum() < 2
    AgreementModel.model_validate_json(found.to_json())
    assert found.table("th")


def test_a_ranking_that_ties_everybody_has_no_tau():
    document = json.loads(agreement(Problem.from_arrays([[2.0, 3.0]] * 3), methods=["topsis"]).to_json())
    assert all(number is None for row in document["tau_b"] for number in row)
    assert document["concordance"]["w"] is None
    assert document["borda"] == [1, 1, 1]


@given(scaled_problems(n=(2, 6)))
def test_the_move_told_is_the_largest_of_one_choice(problem):
    m = problem.shape[1]
    found = agreement(problem, [np.ones(m), np.arange(1.0, m + 1)])
    for row, move in enumerate(found.moves):
        steps = [
            abs(int(found.ranks[i, row]) - int(found.ranks[j, row]))
            for i, j in combinations(range(len(found.rankings)), 2)
            if sum(getattr(found.combinations[i], c) != getattr(found.combinations[j], c) for c in CHOICES)
            == 1
        ]
        if move is None:
            assert len(set(found.ranks[:, row].tolist())) == 1
        elif move.choice != "several":
            assert move.places == max(steps)
            assert found.ranks[move.end, row] - found.ranks[move.start, row] == move.places
            differing = [
                choice
                for choice in CHOICES
                if getattr(found.combinations[move.start], choice)
                != getattr(found.combinations[move.end], choice)
            ]
            assert differing == [move.choice]


def test_standings_add_up_to_how_far_the_score_is_from_the_mean():
    ranking = rank(Problem.from_arrays(TABLE), method="additive")
    z = (ranking.scores - ranking.scores.mean()) / ranking.scores.std()
    assert standing(ranking).sum(axis=1) == pytest.approx(z)


def test_the_leaf_told_is_the_one_whose_weight_was_taken_away():
    problem = Problem.from_arrays([[9, 1, 5], [1, 9, 5], [5, 5, 9], [4, 4, 4]])
    found = agreement(
        problem,
        [{"c1": 8, "c2": 1, "c3": 1}, {"c1": 1, "c2": 8, "c3": 1}],
        methods="additive",
        normalizations="minmax",
    )
    assert found.moves[0].choice == "weighting"
    assert found.moves[0].leaf == 0
    assert found.moves[1].leaf == 1


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("room", [72, 80, 120])
def test_the_text_names_leaders_and_fits(language, room):
    problem = read_problem("examples/see-models.yaml")
    found = agreement(problem, ["equal", "economic-led"])
    text = found.table(language, room)
    assert max(map(width, text.splitlines())) <= room
    head, rows = found.rows(language)
    assert len(rows) == len(problem.candidates)
    assert all(len(row) == len(head) for row in rows)


def test_importing_it_takes_no_statistics():
    code = (
        "import sys, see_mcda.analyses.agreement.agreement, see_mcda.analyses.reversal.reversal;"
        "print([name for name in ('scipy', 'skcriteria', 'rich.table') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.slow
def test_all_methods_can_be_asked_for():
    found = agreement(Problem.from_arrays(TABLE, ["max", "max", "min", "max", "min"]), methods="all")
    ranked = {one.method for one in found.combinations}
    assert len(ranked) >= 15
    assert ranked <= set(methods())
    assert all(move is not None for move in found.moves if move)
    AgreementModel.model_validate_json(found.to_json())


@pytest.mark.parametrize(
    "asked",
    [
        {"normalizations": ["vector", "minmax", "linear"]},
        {"weights": ["equal", [1, 2, 3]], "normalizations": "linear"},
        {"weights": [1, 2, 3], "methods": "topsis", "normalizations": "sum"},
        {"methods": ["topsis", "additive"], "normalizations": ["vector", "minmax"]},
    ],
)
def test_the_number_of_rankings_is_known_before_they_are_made(asked):
    problem = Problem.from_arrays(np.random.default_rng(1).uniform(1, 9, (4, 3)))
    assert ranking_count(**asked) == len(agreement(problem, **asked).rankings)
