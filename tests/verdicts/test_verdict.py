"""Whether the first place is settled: every verdict is replayed against drawn weights and scores."""

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.analyses.crossovers.local_path import local_paths
from see_mcda.model.cell import Cell
from see_mcda.verdicts.doubts import Doubts
from see_mcda.verdicts.report import shown_limit
from see_mcda.verdicts.verdict import quick_verdict
from tests.strategies import scaled_leaf, scaled_problems, with_gate

EXAMPLE = "examples/see-models.yaml"
STAND_ALONE = ("additive", "topsis")


def scaled(x, cells=(), answers=None, ids=None):
    x = np.array(x, float)
    leaves = [scaled_leaf(id) for id in ids or [f"c{j + 1}" for j in range(x.shape[1])]]
    problem = with_gate(leaves, x, answers or ["pass"] * len(x))
    framework = sm.Framework(problem.framework.root, normalization="scale", ideal="fixed")
    return problem.replace(framework=framework, cells={at: Cell(*ends) for at, ends in dict(cells).items()})


@st.composite
def doubtful_problems(draw):
    problem = draw(scaled_problems(n=(2, 5), m=(1, 4), gated=True))
    cells = {}
    for at in np.ndindex(problem.values.shape):
        if draw(st.integers(0, 3)) == 0:
            low = draw(st.integers(0, 8)) / 2
            cells[at] = Cell(low, min(4.0, low + draw(st.integers(1, 3)) / 2) if low < 4 else low)
    values = problem.values.copy()
    for at, cell in cells.items():
        values[at] = cell.point
    return problem.replace(values=values, cells=cells)


def drawn_tables(problem, k, rng):
    tables = np.repeat(problem.values[None], k, axis=0)
    for (row, column), cell in problem.uncertain.items():
        tables[:, row, column] = rng.choice(
            [cell.low, cell.high, *rng.uniform(cell.low, cell.high, 3)], size=k
        )
    return tables


@given(doubtful_problems(), st.sampled_from(STAND_ALONE), st.integers(0, 2**16))
def test_nothing_drawn_at_random_contradicts_a_verdict(problem, method, seed):
    rng = np.random.default_rng(seed)
    m = len(problem.leaves)
    found = sm.settled(problem, rng.dirichlet(np.ones(m)), method=method)
    prepared = found.prepared
    tables = drawn_tables(problem, 200, rng)
    given_weights = np.repeat(found.ranking.weights.values[None], 200, axis=0)
    at_given = prepared.ranks(given_weights, tables)
    if found.state != "open":
        assert (at_given[:, found.leader] == 1).all()
        assert not problem.conditional[found.leader]
    if found.state == "settled":
        anywhere = np.concatenate([rng.dirichlet(np.ones(m), 200 - m), np.eye(m)])
        assert (prepared.ranks(anywhere, tables)[:, found.leader] == 1).all()
    ahead = (at_given > 0) & (at_given < at_given[:, [found.leader]])
    if len(found.leaders) == 1:
        assert set(np.flatnonzero(ahead.any(axis=0))) <= set(found.rivals)
    for decider in found.deciders:
        table = problem.values.copy()
        for row, column, value in decider.scores:
            cell = problem.cells[row, column]
            assert cell.low <= value <= cell.high
            table[row, column] = value
        ranks = prepared.ranks(given_weights[:1], table[None])[0]
        assert 0 < ranks[decider.rivals[0]] < ranks[found.leader]


def test_the_leader_is_settled_where_it_is_better_everywhere_whatever_the_scores_are():
    problem = scaled([[4, 4], [2, 3], [1, 1]], {(1, 1): (2, 3.5), (0, 0): (3, 4)})
    for method in STAND_ALONE:
        found = sm.settled(problem, method=method)
        assert found.state == "settled"
        assert "whatever the scores in doubt are" in found.report().headline.text()


@pytest.mark.parametrize("method", STAND_ALONE)
def test_the_limit_is_where_the_first_place_changes_in_the_worst_case(method):
    problem = scaled([[4, 1], [1, 4]], {(0, 0): (3, 4)}, ids=["market", "social"])
    found = sm.settled(problem, {"market": 0.7, "social": 0.3}, method=method)
    assert found.state == "settled-under-these-weights"
    assert found.elsewhere == (1,)
    limit = found.limit
    assert limit.leaders == (1,)
    worst = problem.values.copy()
    worst[0, 0] = 3
    side = 1 if limit.at > limit.weight else -1
    for off, first in ((-1e-6, 0), (1e-6, 1)):
        share = limit.at + side * off
        other = 1 - share
        weights = [share, other] if limit.node == "market" else [other, share]
        assert found.prepared.ranks(np.array([weights]), worst[None])[0].argmin() == first
    shown = float(shown_limit(limit).split("\u00a0")[0].removesuffix("%").strip()) / 100
    assert abs(shown - limit.weight) <= abs(limit.at - limit.weight) + 1e-12
    assert (shown - limit.weight) * side > 0
    assert "until the weight of" in found.report().headline.text()


def test_a_rival_whose_scores_are_in_doubt_leaves_it_open_and_the_deciding_score_is_named():
    problem = scaled([[3, 3], [3, 2], [0, 0]], {(1, 1): (1, 4), (2, 0): (0, 1)})
    found = sm.settled(problem, method="additive")
    assert (found.state, found.rivals) == ("open", (1,))
    assert [(each.rivals, each.scores) for each in found.deciders] == [((1,), ((1, 1, 4.0),))]
    assert (found.next_step.score.row, found.next_step.score.column) == (1, 1)
    assert "Open between a1 and a2" in found.table()
    assert "Find out first: the score of a2 for c2" in " ".join(found.table().split())


def test_a_missing_score_may_be_anything_on_its_scale():
    problem = scaled([[3, 3], [4, np.nan]])
    for missing in (None, "worst", "neutral", "mean"):
        found = sm.settled(problem, method="additive", missing=missing)
        assert (found.state, found.doubtful) == ("open", 1)
    better = scaled([[4, 3], [3, np.nan]])
    assert (
        sm.settled(better, {"c1": 0.9, "c2": 0.1}, method="additive").state == "settled-under-these-weights"
    )


def test_a_leader_with_an_unchecked_gate_is_not_settled():
    problem = scaled([[4], [1]], answers=["not-established", "pass"])
    found = sm.settled(problem, method="additive")
    assert (found.state, found.unchecked) == ("open", ("clean",))
    assert "Check first, for a1 *: clean" in found.table()
    assert sm.settled(scaled([[4], [1]], answers=["pass", "not-established"])).state == "settled"


def test_tied_leaders_may_draw_lots():
    found = sm.settled(scaled([[4], [4], [1]]), method="additive")
    assert (found.state, found.leaders) == ("open", (0, 1))
    assert "drawing lots" in found.table()


def test_what_depends_on_the_other_candidates_is_never_called_settled_without_proof():
    """With vector normalisation every score moves all others; no example against the leader is no proof."""
    x = np.array([[9.0, 9.0], [1.0, 1.0], [2.0, 1.0]])
    problem = sm.Problem.from_arrays(x).replace(cells={(1, 0): Cell(1.0, 2.0)})
    found = sm.settled(problem, method="topsis", normalization="vector")
    assert (found.state, found.proved, found.rivals) == ("open", False, ())
    assert "not proved" in found.report().headline.text()
    certain = sm.settled(sm.Problem.from_arrays(x), method="topsis", normalization="vector")
    assert certain.state == "settled"


def test_a_rival_that_fails_a_gate_can_change_the_leader_of_a_relative_method():
    found = None
    for seed in range(400):
        x = np.random.default_rng(seed).integers(1, 10, (4, 3)).astype(float)
        leaves = [sm.Criterion(f"c{j + 1}") for j in range(3)]
        problem = with_gate(leaves, x, ["pass", "pass", "pass", "not-established"])
        base = sm.rank(problem, method="topsis", normalization="vector")
        without = sm.rank(
            with_gate(leaves, x, ["pass", "pass", "pass", "fail"]), method="topsis", normalization="vector"
        )
        first = np.flatnonzero(base.ranks == 1)
        if len(first) == 1 and first[0] != 3 and without.ranks[first[0]] != 1:
            found = sm.settled(problem, method="topsis", normalization="vector")
            break
    assert found is not None
    assert found.state == "open"
    assert set(np.flatnonzero(without.ranks == 1)) <= set(found.rivals)


def test_statements_narrow_the_weights():
    problem = scaled([[4, 1], [1, 4]], ids=["market", "social"])
    weights = {"market": 0.7, "social": 0.3}
    held = sm.settled(problem, weights, statements=["market >= 2 * social"], method="additive")
    assert held.state == "settled"
    assert "that the statements allow" in held.report().headline.text()
    assert sm.settled(problem, weights, method="additive").state == "settled-under-these-weights"


def test_the_document_has_the_sentence_in_both_languages_and_is_verified():
    problem = sm.read_problem(EXAMPLE)
    found = sm.settled(problem, "social-led")
    document = json.loads(found.to_json())
    assert document["schema"] == "see-mcda/verdict/1"
    assert document["verdict"] == "open"
    assert set(document["sentence"]) == {"en", "th"}
    assert document["sentence"]["en"] == found.report().headline.text()
    assert sm.verify(document, problem).same


def test_nobody_who_passes_is_refused():
    with pytest.raises(sm.SeeMcdaError, match="every candidate fails a gate"):
        sm.settled(scaled([[4], [1]], answers=["fail", "fail"]))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["additive", "topsis", "ahp", "multiplicative"])
def test_the_verdict_above_a_ranking_is_that_of_settled(method):
    problem = sm.read_problem(EXAMPLE)
    ranking = sm.rank(problem, "social-led", method=method)
    quick, whole = quick_verdict(ranking), sm.settled(problem, "social-led", method=method)
    assert quick.report().headline.text("th") == whole.report().headline.text("th")


def test_no_verdict_stands_above_a_ranking_that_would_take_long_or_leaves_scores_out():
    few = scaled([[4, 1], [1, np.nan]])
    assert quick_verdict(sm.rank(few, method="additive", missing="skip")) is None
    assert quick_verdict(sm.rank(scaled([[4, 1], [1, 2]]), method="vikor")) is None
    many = sm.Problem.from_arrays(np.random.default_rng(0).uniform(1, 9, (501, 8)))
    assert quick_verdict(sm.rank(many)) is None


def worths(values, prepared, weights, table, number):
    """The value of every set of so many eligible candidates, by brute force."""
    scores = prepared.scores(weights[None], table)[0]
    return {
        rows: sum(scores[row] for row in rows)
        for rows in combinations(np.flatnonzero(prepared.problem.eligible).tolist(), number)
    }


@given(doubtful_problems(), st.integers(1, 2), st.integers(0, 2**16))
def test_nothing_drawn_at_random_contradicts_the_verdict_on_a_set(problem, number, seed):
    if problem.eligible.sum() < number:
        return
    rng = np.random.default_rng(seed)
    m = len(problem.leaves)
    found = sm.settled(problem, rng.dirichlet(np.ones(m)), constraints=[f"exactly {number}"])
    prepared, weights = found.prepared, found.ranking.weights.values
    members = tuple(sorted(found.leaders))
    assert found.outcome == "set"
    assert len(members) == number
    if found.state != "open":
        for table in drawn_tables(problem, 20, rng):
            assert_best(members, worths(problem.values, prepared, weights, table, number))
    if found.state == "settled":
        for table, w in zip(drawn_tables(problem, 30, rng), [*rng.dirichlet(np.ones(m), 30)], strict=True):
            assert_best(members, worths(problem.values, prepared, w, table, number))
    for decider in found.deciders:
        table = problem.values.copy()
        for row, column, value in decider.scores:
            table[row, column] = value
        worth = worths(problem.values, prepared, weights, table, number)
        assert max(worth.values()) > worth[members]
    if found.limit is not None:
        assert_limit(found, members, number)


def assert_best(members, worth):
    assert worth[members] >= max(worth.values()) - 1e-9


def assert_limit(found, members, number):
    """Just before the limit the set is still best in its worst case, just beyond it is not."""
    problem, limit = found.problem, found.limit
    everyone = list(range(len(problem.candidates)))
    worst = Doubts(found.ranking).table(members, [row for row in everyone if row not in members])
    paths = local_paths(found.ranking.weights, [limit.node])
    share, whole = limit.at / paths.whole[0], paths.share[0]
    way = 1e-6 if limit.at >= limit.weight else -1e-6
    for off, best in ((-way, True), (way, False)):
        t = share + off
        if not 0 <= t <= 1 or (best and (t - whole) * way < 0):
            continue
        weights = paths.weights(np.array([0]), np.array([t]))[0]
        worth = worths(problem.values, found.prepared, weights, worst, number)
        if best:
            assert_best(members, worth)
        else:
            assert max(worth.values()) > worth[members]


def test_a_set_of_one_is_settled_as_the_first_place_is():
    problem = scaled([[4, 1], [1, 4], [2, 2]], ids=["market", "social"])
    weights = {"market": 0.7, "social": 0.3}
    first = sm.settled(problem, weights, method="additive")
    chosen = sm.settled(problem, weights, constraints=["exactly 1"])
    assert (chosen.state, chosen.leaders) == (first.state, first.leaders)
    assert chosen.elsewhere == (1,)  # the best one there; for a first place, everyone who is ahead
    assert (chosen.limit.node, chosen.limit.leaders) == (first.limit.node, first.limit.leaders)
    assert chosen.limit.at == pytest.approx(first.limit.at)
    assert "the best set is a1, until the weight of" in chosen.report().headline.text()
    held = sm.settled(problem, weights, constraints=["exactly 1"], statements=["market >= 2 * social"])
    assert held.state == "settled"


def test_another_set_that_is_worth_as_much_is_told():
    found = sm.settled(scaled([[4], [2], [2]]), constraints=["exactly 2"])
    assert (found.state, found.tied, len(found.rivals)) == ("open", True, 1)
    assert "another set is worth as much" in found.report().headline.text()
    assert "drawing lots" in found.table()
    chosen = sm.select(scaled([[4], [2], [2]]), constraints=["exactly 2"])
    assert "Another set is worth as much: a1, a" in chosen.table()
    assert "worth 0.000 less" not in chosen.table()


def test_a_level_of_funding_is_held_for_every_value_of_the_score():
    """Beside a2 only 60 % of the cost of a1 are left, which add half of its value, whatever it is."""
    problem = scaled([[2], [3]], {(0, 0): (0, 4)}).replace(attributes=({"cost": 10}, {"cost": 10}))
    constraints = ["cost <= 16", "level a1 at 60 % for 50 %", "include a2"]
    found = sm.settled(problem, constraints=constraints)
    assert (found.state, set(found.leaders)) == ("settled", {0, 1})
    free = sm.settled(
        problem, constraints=["cost <= 16", "level a1 at 60 % for 50 %", "level a2 at 60 % for 50 %"]
    )
    assert (free.state, free.rivals) == ("open", (0, 1))  # from 3 on, a1 should have all its cost


def test_constraints_belong_to_a_set():
    with pytest.raises(sm.SeeMcdaError, match="constraints limit a set"):
        sm.settled(scaled([[4], [1]]), outcome="classes", constraints=["exactly 1"])
    with pytest.raises(sm.SeeMcdaError, match="a set needs a constraint"):
        sm.settled(scaled([[4], [1]]), outcome="set")


def test_classes_are_settled_where_no_score_weight_or_gate_can_change_them():
    problem = sm.read_problem(EXAMPLE)
    found = sm.settled(problem, outcome="classes")
    possible = sm.classify(problem, statements=[]).possible
    assert found.state == "open"
    assert set(found.rivals) == set(np.flatnonzero((possible.sum(axis=1) > 1) & problem.eligible))
    certain = problem.replace(
        cells={}, gates=np.zeros_like(problem.gates), values=np.nan_to_num(problem.values, nan=3.0)
    )
    assert sm.settled(certain, outcome="classes").state == "settled"


def test_the_references_of_a_plain_table_stay_when_scores_in_doubt_vary():
    """a1 has 1 at c1 for sure; a2 from 0.5 to 1 at c2, which is the better half of the range of c2."""
    x = np.array([[4.0, 1.0], [2.0, 2.5], [1.0, 3.0], [1.0, 1.0]])
    problem = sm.Problem.from_arrays(x).replace(cells={(1, 1): Cell(2.0, 3.0)})
    found = sm.settled(problem, [3, 1], constraints=["exactly 1"])
    assert (found.state, found.leaders) == ("settled-under-these-weights", (0,))
    share = found.limit.at if found.limit.node == "c1" else 1 - found.limit.at
    a1, a2, a3 = share, share / 3 + (1 - share), 1 - share
    assert max(a2, a3) == pytest.approx(a1)
    near = sm.settled(problem, [1.3, 1], constraints=["exactly 1"])
    assert (near.state, near.rivals) == ("open", (1,))


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        (300, "Open: another set is worth as much as the empty set; they differ in a1."),
        (1, "Settled under every weighting: the best set is the empty set."),
    ],
)
def test_the_best_set_may_be_empty(budget, sentence):
    problem = sm.Problem.from_arrays(np.array([[4.0, 3.0]]))
    problem = problem.replace(attributes=({"cost": 100},))
    found = sm.settled(problem, constraints=[f"cost <= {budget}"])
    document = json.loads(found.to_json())
    assert document["sentence"]["en"] == sentence
    assert document["leaders"] == []
