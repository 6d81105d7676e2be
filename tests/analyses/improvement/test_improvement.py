"""What a candidate must change: replayed, and against trying every combination."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.improvement.improvement import improve
from see_mcda.errors import InputError, MethodError
from see_mcda.model.criteria import Criterion, Scale

METHODS = [
    ("additive", {}),
    ("multiplicative", {}),
    ("topsis", {}),
    ("ahp", {"source": "ratings"}),
    ("topsis", {"normalization": "vector"}),
    ("additive", {"normalization": "minmax"}),
]
LEVELS = {float(level): {"en": f"level {level}"} for level in range(5)}


def levels(values, objectives=None) -> sm.Problem:
    """A problem whose leaves have the levels 0 to 4."""
    m = len(values[0])
    framework = sm.Framework(
        Criterion(
            id="levels",
            children=[
                Criterion(
                    id=f"c{j + 1}",
                    objective=(objectives or ["max"] * m)[j],
                    scale=Scale(min=0, max=4, levels=LEVELS),
                )
                for j in range(m)
            ],
        ),
        normalization="scale",
        ideal="fixed",
    )
    ids = tuple(f"a{i + 1}" for i in range(len(values)))
    return sm.Problem(framework, ids, np.array(values, dtype=float))


def with_scores(problem: sm.Problem, row: int, scores) -> sm.Problem:
    values = problem.values.copy()
    values[row] = scores
    return problem.replace(values=values)


def after(result, changes) -> int:
    """The candidate's rank when the changes are made, by an ordinary ranking."""
    scores = result.problem.values[result.row].copy()
    for change in changes:
        scores[change.column] = change.after
    ranking = result.ranking
    changed = with_scores(result.problem, result.row, scores)
    again = sm.rank(changed, ranking.weights, method=ranking.method, **ranking.options)
    return int(again.ranks[result.row])


def random_levels(seed: int) -> tuple[sm.Problem, np.ndarray]:
    generator = np.random.default_rng(seed)
    values = generator.integers(1, 5, size=(5, 3))
    return levels(values, ["max", "min", "max"]), generator.dirichlet(np.ones(3))


@pytest.mark.parametrize(("method", "options"), METHODS)
@pytest.mark.parametrize("seed", range(6))
def test_nothing_cheaper_than_the_cheapest_changes_is_enough(method, options, seed):
    problem, weights = random_levels(seed)
    if method == "multiplicative":  # a cost at its worst level makes the product 0
        problem = with_scores(problem, 0, [1, 3, 1])
    worst = problem.candidates[int(np.argmax(sm.rank(problem, weights, method=method, **options).ranks))]
    costs = {"c1": 1.0, "c2": 1.5, "c3": 2.2}
    for rank in (1, 2):
        found = improve(problem, weights, worst, rank=rank, costs=costs, method=method, **options)
        now = problem.values[found.row]
        reaching = []
        for scores in itertools.product(range(5), repeat=3):
            better = all(
                (new >= old) if sign > 0 else (new <= old)
                for new, old, sign in zip(scores, now, problem.framework.objectives, strict=True)
            )
            if not better:
                continue
            changed = with_scores(problem, found.row, scores)
            if sm.rank(changed, weights, method=method, **options).ranks[found.row] <= rank:
                reaching.append(float(np.abs(scores - now) @ [1.0, 1.5, 2.2]))
        if found.together is None:
            assert not reaching
        else:
            assert found.exact
            assert found.cost == pytest.approx(min(reaching))
            assert after(found, found.together) <= rank


@pytest.mark.parametrize("method", ["topsis", "additive", "ahp", "multiplicative"])
def test_a_smaller_change_of_one_score_is_not_enough(method):
    generator = np.random.default_rng(6)
    problem = sm.Problem.from_arrays(generator.uniform(1, 9, (8, 4)), ["max", "max", "min", "max"])
    found = improve(problem, [4, 3, 2, 1], method=method)
    enough = [change for change in found.alone.values() if change is not None]
    assert enough
    for change in enough:
        assert after(found, [change]) == 1
        nearly = change.before + (change.after - change.before) * (1 - 1e-6)
        scores = problem.values[found.row].copy()
        scores[change.column] = nearly
        changed = with_scores(problem, found.row, scores)
        assert sm.rank(changed, [4, 3, 2, 1], method=method).ranks[found.row] > 1
    assert after(found, found.together) == 1
    assert found.cost <= min(change.cost for change in enough) * (1 + 1e-9)


def test_fixed_scores_stay_and_limits_hold():
    problem = levels([[4, 4, 3], [1, 1, 1]])
    found = improve(problem, "equal", "a2", fixed=["c1"], limits={"c2": 3}, method="additive")
    assert found.together is None
    assert found.exact
    assert found.best_rank == 2
    free = improve(problem, "equal", "a2", limits={"c2": 3}, method="additive")
    assert {problem.leaves[change.column]: change.after for change in free.together} == {
        "c1": 4,
        "c2": 3,
        "c3": 4,
    }


@pytest.mark.parametrize(("method", "options"), METHODS)
def test_nothing_is_enough_where_no_score_may_change(method, options):
    problem = levels([[4, 2], [4, 4]])
    found = improve(problem, "equal", "a1", fixed=["c2"], method=method, **options)
    assert found.together is None
    assert found.exact
    assert found.best_rank == 2


@pytest.mark.parametrize(
    ("method", "normalization", "values", "objectives"),
    [
        ("topsis", "vector", [[4, 3], [0, 4]], ["min", "min"]),  # all 0: a length of 0
        ("additive", "linear", [[1, 4], [1, 3]], ["min", "min"]),  # a cost of 0 makes all others 0
    ],
)
def test_no_change_is_proposed_that_the_method_refuses(method, normalization, values, objectives):
    problem = levels(values, objectives)
    options = {"method": method, "normalization": normalization}
    found = improve(problem, [1, 2], fixed=["c2"], **options)
    proposed = [[change] for change in found.alone.values() if change]
    assert found.exact
    for changes in [*proposed, *([found.together] if found.together else [])]:
        assert after(found, changes) == 1
    refused = with_scores(problem, found.row, [0, values[found.row][1]])
    with pytest.raises(MethodError):
        sm.rank(refused, [1, 2], **options)


def test_a_candidate_that_has_the_rank_needs_nothing():
    problem = levels([[4, 4, 3], [1, 1, 1]])
    found = improve(problem, "equal", "a1", method="additive")
    assert found.reached
    assert found.together == ()
    assert found.cost == 0


def test_without_a_name_the_next_one_that_lacks_the_rank_is_meant():
    problem = levels([[1, 1, 1], [4, 4, 3], [2, 2, 2]])
    assert improve(problem, "equal", method="additive").row == 2
    assert improve(problem, "equal", rank=2, method="additive").row == 0


def test_only_whole_levels_count_where_the_scale_has_levels():
    problem = levels([[4, 4, 3], [2.5, 3, 3]])
    found = improve(problem, "equal", "a2", method="topsis")
    assert all(change.after == round(change.after) for change in found.together)


def test_under_every_weighting_allowed_no_sampled_weighting_breaks_the_rank():
    generator = np.random.default_rng(8)
    problem = levels(generator.integers(0, 5, (6, 4)))
    weights = generator.dirichlet(np.ones(4), 5000)
    for method in ("additive", "topsis"):
        found = improve(problem, "equal", "a2", rank=2, statements=["c1 >= c2", "c4 <= 0.4"], method=method)
        assert found.together is not None
        scores = problem.values[1].copy()
        scores[[change.column for change in found.together]] = [change.after for change in found.together]
        prepared = sm.prepare(with_scores(problem, 1, scores), method=method)
        allowed = weights[(weights[:, 0] >= weights[:, 1]) & (weights[:, 3] <= 0.4)]
        assert prepared.ranks(allowed)[:, 1].max() <= 2


def test_under_every_weighting_the_best_everywhere_is_needed_against_specialists():
    problem = levels([[4, 0, 0], [0, 4, 0], [0, 0, 4], [2, 2, 2]])
    found = improve(problem, "equal", "a4", statements=[], method="additive")
    assert [change.after for change in found.together] == [4, 4, 4]
    assert found.exact


def test_all_faults_are_told_at_once():
    problem = levels([[4, 4, 3], [2, 3, 3]])
    with pytest.raises(InputError) as caught:
        improve(problem, "equal", "a2", fixed=["nope"], costs={"c1": 0, "c9": 1}, limits={"levels": 2})
    assert [str(fault.where) for fault in caught.value.faults] == [
        "fixed.nope",
        "costs.c9",
        "limits.levels",
        "costs.c1",
    ]
    with pytest.raises(InputError, match="whole number"):
        improve(problem, "equal", "a2", rank=0)


def test_a_failed_candidate_is_told_that_no_score_helps():
    problem = sm.read_problem("examples/see-models.yaml")
    failed = problem.candidates[int(np.flatnonzero(~problem.eligible)[0])]
    with pytest.raises(InputError, match="no score can make up"):
        improve(problem, "equal", failed)


def test_the_answer_reads_back_and_is_told_in_words():
    problem = sm.read_problem("examples/see-models.yaml")
    found = improve(problem, "equal")
    document = found.model().model_dump(mode="json", by_alias=True)
    assert document["schema"] == "see-mcda/improvement/1"
    assert document["ranks_after"][found.row] == 1
    assert found.table("en").startswith(found.problem.name(found.row)["en"])


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize(
    ("method", "normalization"),
    [("topsis", "vector"), ("additive", "minmax"), ("additive", "linear"), ("multiplicative", "sum")],
)
@pytest.mark.parametrize("seed", range(5))
def test_the_scores_that_are_shown_reach_the_rank(method, normalization, seed, language):
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.uniform(1, 9, (5, 3)).round(1), ["max", "min", "max"])
    found = improve(problem, [3, 2, 1], rank=2, method=method, normalization=normalization)
    assert found.together
    text = found.table(language, width=10**5)

    def rank_with(scores: dict[str, float]) -> int:
        values = problem.values.copy()
        for leaf, score in scores.items():
            values[found.row, problem.leaves.index(leaf)] = score
        changed = problem.replace(values=values)
        again = sm.rank(changed, [3, 2, 1], method=method, normalization=normalization)
        return int(again.ranks[found.row])

    told = {leaf: float(after) for leaf, after in re.findall(r"(c[1-3]) [0-9.]+ → ([0-9.]*[0-9])", text)}
    assert {problem.leaves[change.column] for change in found.together} == told.keys()
    assert rank_with(told) <= 2
    for change in found.together:
        way = change.after - change.before
        assert abs(told[problem.leaves[change.column]] - change.after) <= abs(way) / 100
    for leaf, words in re.findall(r"(?m)^(c[1-3]) +[0-9.]+ +([0-9.]+)", text):
        assert rank_with({leaf: float(words)}) <= 2
