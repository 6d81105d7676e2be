"""Reversal: each trial is what ranking that line-up gives; published reversals; what cannot reverse."""

import json
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import cases
from strategies import BOTH, problems, scaled_problems, tree_problems

from see_mcda import Framework, Problem, rank, read_problem
from see_mcda.analyses.reversal import pairwise_order, reversal_trials
from see_mcda.analyses.reversal.document import ReversalModel
from see_mcda.analyses.reversal.left_out import weights_without
from see_mcda.analyses.reversal.order_changes import inversions, level_pairs_changed, swapped
from see_mcda.analyses.reversal.reversal import reversal
from see_mcda.analyses.reversal.trials import Copied, Field, Pairs, Removed, line_up
from see_mcda.analyses.reversal.worse_scores import worse_scores
from see_mcda.errors import InputError, RunError, SeeMcdaError
from see_mcda.language.line_breaking import width
from see_mcda.methods import get_method
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.model.criteria import Criterion
from see_mcda.weighting.weights import Weights

OURS = ["topsis", "additive", "multiplicative", "ahp"]
TABLE = np.random.default_rng(0).uniform(1, 9, (9, 4))


def change(found, kind, candidate=None, node=None):
    """The one change of this kind to this candidate (a row) or criterion; None if nothing changed."""
    these = [one for one in found.changes if (one.kind, one.candidate, one.node) == (kind, candidate, node)]
    assert len(these) <= 1
    return these[0] if these else None


def others(ranks, rows):
    """The ranks of some candidates among themselves."""
    return ranks_of(-np.asarray(ranks)[rows])


@pytest.mark.parametrize("case", cases("rank-reversal"))
def test_published_reversals_are_found(case):
    given_, exact = case["input"], case["exact"]
    added = Problem.from_arrays([*given_["matrix"], given_["added"]], given_["objectives"])
    options = {"method": given_["scoring"], "normalization": given_["normalization"]}
    found = reversal(added, given_["weights"], **options)
    assert found.ranking.ranks.tolist() == case["expected"]["added_rank"]
    assert found.ranking.scores == pytest.approx(exact["added_score"], abs=case["exact_tolerance"])
    without = change(found, "removed", len(given_["matrix"]))
    assert without.after[:-1].tolist() == case["expected"]["rank"]
    assert without.after[-1] == 0
    assert without.leader

    before = reversal(
        Problem.from_arrays(given_["matrix"], given_["objectives"]), given_["weights"], **options
    )
    assert before.ranking.scores == pytest.approx(exact["score"], abs=case["exact_tolerance"])
    for pair, winner in exact["pair_winner"].items():
        a, b = map(int, pair.split(","))
        assert before.pairwise[a, b] == (1 if winner == a else -1)
    assert before.test_2.passed == exact["test2_transitive"]
    assert before.test_3.passed == exact["test3_same_as_overall"]


def test_the_copy_of_belton_and_gear_turns_ahp_round():
    """Belton & Gear (1983), doi:10.1016/0305-0483(83)90047-6: B leads A .47 to .45; beside a copy A leads."""
    problem = Problem.from_arrays([[1, 9, 8], [9, 1, 9], [1, 1, 1]])
    found = reversal(problem, method="ahp")
    assert found.ranking.scores.round(2).tolist() == [0.45, 0.47, 0.08]
    copied = change(found, "copied", 1)
    assert copied.before.tolist() == [2, 1, 3]
    assert copied.after.tolist() == [1, 2, 3]
    assert copied.pairs == ((1, 0),)
    assert copied.leader
    assert change(reversal(problem, method="ahp", mode="ideal"), "copied", 1) is None


def test_the_same_by_judgments_of_pairs():
    judgments = {
        "c1": [("a1", "a2", 1 / 9), ("a1", "a3", 1), ("a2", "a3", 9)],
        "c2": [("a1", "a2", 9), ("a1", "a3", 9), ("a2", "a3", 1)],
        "c3": [("a1", "a2", 8 / 9), ("a1", "a3", 8), ("a2", "a3", 9)],
    }
    problem = Problem.from_arrays(np.full((3, 3), np.nan)).replace(comparisons=judgments)
    found = reversal(problem, method="ahp", source="pairwise")
    assert change(found, "copied", 1).after.tolist() == [1, 2, 3]
    assert found.test_1.passed is None  # no scores that could be worse
    assert found.test_2.tried == 3


@pytest.mark.parametrize("method", OURS)
@given(problem=problems(objectives=BOTH, gated=True))
def test_a_line_up_is_ranked_as_if_nobody_else_existed(method, problem):
    try:
        base = rank(problem, method=method)
    except SeeMcdaError:
        return
    field = Field.of(base.prepared, base.method, base.weights.values)
    n = len(field.problem.candidates)
    assert (field.scores() == pytest.approx(base.scores[problem.eligible], abs=1e-12)) or n == 0
    for line_ups in (Removed(np.arange(n)), Copied(np.arange(n)), Pairs(np.arange(n))):
        if not line_ups.count or n < 2:
            continue
        every = range(line_ups.count)
        tried = field.tried(line_ups, every)
        values, rows = line_ups.of(field.problem.values, every)
        for at in every:
            alone = line_up(field.problem, rows[at])
            assert (alone.values == values[at]).all()
            try:
                anew = get_method(method).prepare(alone).scores(base.weights.values[None])[0]
            except SeeMcdaError:  # two candidates alone may leave a column of zeros
                continue
            assert tried.scores[at] == pytest.approx(anew, abs=1e-9, rel=1e-9)


@given(scaled_problems(n=(3, 6), gated=True), st.sampled_from(["topsis", "additive"]))
def test_fixed_references_leave_nobody_dependent_on_others(problem, method):
    found = reversal(problem, method=method)
    assert found.independent
    assert found.largest_shift <= 1e-12
    assert found.changed["removed"] == found.changed["copied"] == 0
    assert found.changed["worsened"] == 0
    assert all(test.passed in (True, None) for test in (found.test_1, found.test_2, found.test_3))


@given(problems(objectives=BOTH, n=(3, 7)))
def test_products_never_reverse(problem):
    """r_i / r_j is the same whatever a leaf's scores are divided by."""
    found = reversal(problem, method="multiplicative")
    assert sum(one.swaps for one in found.changes if one.kind != "left-out") == 0
    assert found.test_1.passed in (True, None)


@given(problems(objectives=BOTH, n=(3, 7)))
def test_a_copy_never_changes_what_lies_between_two_ends(problem):
    found = reversal(problem, method="additive", normalization="minmax")
    assert found.changed["copied"] == 0
    assert not found.independent


@given(problems(objectives=BOTH, n=(2, 6), gated=True))
def test_the_document_holds_for_any_problem(problem):
    found = reversal(problem)
    document = json.loads(found.to_json())
    ReversalModel.model_validate(document)
    assert found.table("th")
    for one in found.changes:
        assert (one.before[~problem.eligible] == 0).all()
        kept = np.flatnonzero(one.before)
        assert (one.before[kept] == others(found.ranking.ranks, kept)).all()
        assert (one.before != one.after).any()
        for a, b in one.pairs:
            assert one.before[a] < one.before[b]
            assert one.after[a] > one.after[b]
        assert len(one.pairs) == min(one.swaps, 20)


def test_each_removal_and_copy_is_what_ranking_without_or_with_it_gives():
    problem = Problem.from_arrays(TABLE, ["max", "max", "min", "max"])
    found = reversal(problem)
    n = len(TABLE)
    for row in range(n):
        kept = np.delete(np.arange(n), row)
        alone = rank(Problem.from_arrays(TABLE[kept], ["max", "max", "min", "max"])).ranks
        told = change(found, "removed", row)
        assert (alone == (others(found.ranking.ranks, kept) if told is None else told.after[kept])).all()
        doubled = Problem.from_arrays(np.vstack([TABLE, TABLE[row]]), ["max", "max", "min", "max"])
        beside = others(rank(doubled).ranks, np.arange(n))
        told = change(found, "copied", row)
        assert (beside == (found.ranking.ranks if told is None else told.after)).all()
    assert found.swaps["removed"].max() > 0


def test_worse_is_worse_in_every_score_and_test_1_is_about_it():
    problem = Problem.from_arrays(TABLE, ["max", "max", "min", "max"])
    base = rank(problem)
    who, _, _, scores = worse_scores(Field.of(base.prepared, base.method, base.weights.values))
    sign = problem.framework.objectives
    assert ((scores - TABLE[who]) * sign <= 0).all()
    assert ((scores - TABLE[who]) * sign < 0).any(axis=1).all()
    failed = 0
    for row, table_row in zip(who, scores, strict=True):
        values = TABLE.copy()
        values[row] = table_row
        again = rank(Problem.from_arrays(values, ["max", "max", "min", "max"])).ranks
        failed += bool(base.ranks[row] > 1 and ((again == 1) != (base.ranks == 1)).any())
    found = reversal(problem)
    assert found.test_1.failed == failed
    assert found.test_1.tried == int((base.ranks[who] > 1).sum())
    assert found.test_1.passed == (failed == 0)


def test_a_value_function_that_turns_is_made_worse_by_its_value():
    leaf = {"id": "c1", "value": {"points": [[0, 0], [5, 1], [10, 0.2]]}}
    framework = Framework.from_dict({"id": "t", "normalization": "scale", "criteria": [leaf]})
    problem = Problem.from_arrays([[1], [4], [9], [6]], framework=framework)
    base = rank(problem, method="additive")
    field = Field.of(base.prepared, base.method, base.weights.values)
    who, _, _, scores = worse_scores(field)
    for row, replaced in zip(who, scores, strict=True):
        u = np.interp([problem.values[row, 0], replaced[0]], [0, 5, 10], [0, 1, 0.2])
        assert u[1] < u[0]


@given(tree_problems(), st.integers(0, 2**32 - 1))
def test_a_criterion_left_out_weighs_nothing_and_its_siblings_keep_their_proportions(problem, seed):
    framework = problem.framework
    rng = np.random.default_rng(seed)
    local = {node.id: rng.dirichlet(np.ones(len(node.children))) for node in framework.inner}
    weights = Weights.from_local(framework, local)
    for node, values in weights_without(weights).items():
        assert values.sum() == pytest.approx(1.0)
        gone = list(framework.columns[node])
        assert (values[gone] == 0).all()
        parent = next(one for one in framework.inner if node in [child.id for child in one.children])
        kept = [column for column in framework.columns[parent.id] if column not in gone]
        if kept:
            ratio = values[kept] / weights.values[kept]
            assert ratio == pytest.approx(np.full(len(kept), ratio[0]))


def test_leaving_a_criterion_out_is_ranking_without_it():
    problem = Problem.from_arrays(TABLE)
    found = reversal(problem, [1, 2, 3, 4])
    for column, leaf in enumerate(problem.leaves):
        kept = [c for c in range(4) if c != column]
        alone = rank(Problem.from_arrays(TABLE[:, kept]), [c + 1 for c in kept]).ranks
        told = change(found, "left-out", node=leaf)
        assert (alone == (found.ranking.ranks if told is None else told.after)).all()
        assert found.left_out[leaf] == swapped(found.ranking.ranks, alone)


def test_the_only_criterion_cannot_be_left_out():
    one = Framework(Criterion("t", children=[Criterion("c1")]))
    assert reversal(Problem.from_arrays([[1], [2], [3]], framework=one)).left_out == {}


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.randoms())
def test_swaps_are_counted_as_one_by_one(first, random):
    second = [random.randint(1, 6) for _ in first]
    before, after = ranks_of(-np.array(first, float)), ranks_of(-np.array(second, float))
    pairs = list(combinations(range(len(first)), 2))
    swaps = sum((before[a] - before[b]) * (after[a] - after[b]) < 0 for a, b in pairs)
    ties = sum((before[a] == before[b]) != (after[a] == after[b]) for a, b in pairs)
    assert swapped(before, after) == swaps
    assert level_pairs_changed(before, after) == ties
    in_order = after[np.lexsort((after, before))].astype(np.int64)
    assert inversions(in_order) == swaps  # as for many candidates


@given(st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_circles_are_counted_as_one_by_one(n, seed):
    upper = np.triu(np.random.default_rng(seed).integers(-1, 2, (n, n)), 1).astype(np.int8)
    signs = upper - upper.T
    count = 0
    for triple in combinations(range(n), 3):
        count += not pairwise_order.is_order(signs[np.ix_(triple, triple)])
    assert pairwise_order.intransitive(signs) == count
    assert pairwise_order.is_order(signs) == (count == 0)
    shown = pairwise_order.examples(signs, 1000)
    assert len({frozenset(one) for one in shown}) == len(shown) == count
    for a, b, c in shown:
        assert signs[a, b] >= 0
        assert signs[b, c] >= 0
        assert signs[c, a] == 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=7))
def test_the_duels_of_any_ranking_are_an_order(scores):
    s = np.array(scores)
    assert pairwise_order.is_order(np.sign(s[:, None] - s[None, :]).astype(np.int8))


@pytest.mark.parametrize("n", [2, 3, 7])
def test_every_pair_is_tried_once(n):
    pairs = Pairs(np.arange(n))
    first, second = pairs.positions(range(pairs.count))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == list(combinations(range(n), 2))


def test_too_many_trials_are_capped_and_told(monkeypatch):
    monkeypatch.setattr(reversal_trials, "CELLS", 5 * 8 * 4)
    monkeypatch.setattr(reversal_trials, "DUELS", 15)
    problem = Problem.from_arrays(TABLE)
    found = reversal(problem)
    assert found.tried["removed"] == 5
    best = np.argsort(found.ranking.ranks)[:5]
    assert set(np.flatnonzero(found.swaps["removed"] >= 0)) == set(best)
    assert found.test_2.tried == 15
    assert [one.code for one in found.notices].count("trials-capped") == 3
    assert "pairs-capped" in [one.code for one in found.notices]


def test_the_answer_does_not_depend_on_who_computes(monkeypatch):
    monkeypatch.setattr(reversal_trials, "_BLOCK_CELLS", 64)
    problem = read_problem("examples/see-models.yaml")
    seen = []
    with ThreadPoolExecutor(2) as threads:
        expected = reversal(problem, normalization="vector").to_json()
        done = reversal(
            problem,
            normalization="vector",
            executor=threads,
            progress=lambda done, blocks: seen.append((done, blocks)),
        )
    assert done.to_json() == expected
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.slow
def test_processes_can_compute_it():
    problem = Problem.from_arrays(TABLE)
    with ProcessPoolExecutor(1) as processes:
        assert reversal(problem, executor=processes).to_json() == reversal(problem).to_json()


def test_it_can_be_cancelled():
    stop = threading.Event()
    stop.set()
    with pytest.raises(RunError, match="cancelled"):
        reversal(Problem.from_arrays(TABLE), cancel=stop)
    with pytest.raises(InputError, match="executor"):
        reversal(Problem.from_arrays(TABLE), executor=3)


@pytest.mark.parametrize("table", [[[1, 2]], [[1, 2], [2, 3]], [[3, 3], [3, 3], [3, 3]]])
def test_small_and_level_fields_are_no_trouble(table):
    found = reversal(Problem.from_arrays(table))
    assert found.changed["removed"] == found.changed["copied"] == 0
    assert found.table()
    assert found.to_json()


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("room", [60, 80, 120])
def test_the_text_fits_and_answers(language, room):
    problem = read_problem("examples/see-models.yaml")
    found = reversal(problem, normalization="vector")
    text = found.table(language, room)
    assert max(map(width, text.splitlines())) <= room
    head, rows = found.rows(language)
    assert len(rows) == len(found.changes)
    assert all(len(row) == len(head) for row in rows)
    if language == "en":
        assert "never changes" in " ".join(reversal(problem).table().split())


@pytest.mark.slow
def test_scikit_criteria_finds_the_same():
    """Its clone and transitivity checkers; its random one never returns where neighbours are equal."""
    import skcriteria  # noqa: PLC0415
    from skcriteria.agg.topsis import TOPSIS  # noqa: PLC0415
    from skcriteria.pipelines import mkpipe  # noqa: PLC0415
    from skcriteria.preprocessing.scalers import VectorScaler  # noqa: PLC0415
    from skcriteria.ranksrev.rank_reversal_by_clones import RankClonesChecker  # noqa: PLC0415
    from skcriteria.ranksrev.rank_transitivity_check import RankTransitivityChecker  # noqa: PLC0415

    method = mkpipe(VectorScaler(target="matrix"), TOPSIS())
    verdicts = set()
    for seed in range(6):
        x = np.random.default_rng(seed).uniform(1, 9, (7, 4))
        found = reversal(Problem.from_arrays(x))  # its TOPSIS advises against costs
        matrix = skcriteria.mkdm(x, [1, 1, 1, 1])
        checked = RankTransitivityChecker(method, n_jobs=1).evaluate(matrix).extra_
        assert found.test_2.passed == checked["test_criterion_2"]
        assert found.test_2.failed == len(checked["transitivity_break"])
        assert found.test_3.passed == checked["test_criterion_3"]
        verdicts.add((found.test_2.passed, found.test_3.passed))
        for name, ranking in RankClonesChecker(method).evaluate(matrix).ranks[1:]:
            row = int(name.removeprefix("D.A"))
            told = change(found, "copied", row)
            after = found.ranking.ranks if told is None else told.after
            assert (
                others(ranking.to_series().sort_index().to_numpy(), np.arange(7)).tolist() == after.tolist()
            )
    assert len(verdicts) > 1


@pytest.mark.slow
def test_five_hundred_candidates_and_a_method_of_the_panel():
    problem = Problem.from_arrays(np.random.default_rng(0).uniform(1, 9, (500, 8)))
    found = reversal(problem)
    assert found.tried["removed"] == 500
    assert found.test_2.tried == 500 * 499 // 2
    assert len(found.changes) <= 4 * 100
    panel = reversal(Problem.from_arrays(TABLE), method="vikor")
    assert panel.tried["copied"] == 9
    assert not panel.independent
    ReversalModel.model_validate_json(panel.to_json())


def test_progress_goes_on_from_one_kind_of_trial_to_the_next():
    told: list[tuple[int, int]] = []
    reversal(read_problem("examples/see-models.yaml"), progress=lambda *done: told.append(done))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert {of for _, of in told} == {len(told)}
