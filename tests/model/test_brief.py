"""What is printed of a problem, of weights and of every result is one short line that names the leader."""

import pytest

import see_mcda as sm
from see_mcda.analyses.registry import NAMES, analysis
from see_mcda.io.library import shipped

PROBLEM = sm.read_problem(str(shipped("examples") / "see-models.yaml"))
FEW: dict[str, dict[str, object]] = {
    "selection": {"constraints": ["exactly 3"], "method": "topsis"},
    "equal-shares": {
        "budget": "cost <= 400000",
        "votes": [{"approves": ["sampran"]}],
        "method": "topsis",
    },
    "acceptability": {"samples": 64},
    "variance": {"samples": 64},
    "worth-knowing": {"samples": 64},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rank", *NAMES])
def test_a_result_is_one_line_with_its_leader(name):
    ask = sm.rank if name == "rank" else analysis(name)
    needed = {"weights": "equal", "candidate": PROBLEM.candidates[1], "leaf": PROBLEM.leaves[0]}
    result = ask(PROBLEM, **(needed if name == "score-crossovers" else FEW.get(name, {})))
    ranking = result if name == "rank" else result.ranking
    first = [id for id, place in zip(PROBLEM.candidates, ranking.ranks, strict=True) if place == 1]
    shown = repr(result)
    assert shown.startswith(f"<{type(result).__name__}: {len(PROBLEM.candidates)} candidates by topsis")
    assert all(id in shown for id in first)
    assert len(shown) <= 160
    assert "\n" not in shown


def test_problems_weights_comparisons_and_explanations_are_one_line():
    plain = sm.Problem.from_arrays([[1, 4], [3, float("nan")]], ["max", "min"])
    assert repr(plain) == "<Problem: 2 candidates, 2 criteria of table; scores: 1 missing>"
    assert repr(plain.framework) == "<Framework: table, 2 criteria>"
    assert repr(sm.read_weights([1, 3], plain.framework)) == "<Weights: as given on table; c2 0.75, c1 0.25>"
    full = sm.Problem.from_arrays([[1, 4], [3, 2]], ["max", "min"])
    compared = sm.compare(full, ["equal", [1, 3]])
    assert repr(compared) == "<Comparison: 2 candidates in 2 rankings; first: a2 (2)>"
    assert repr(sm.explain(full)) == "<Explanation: a2 and a1; lead 1, by topsis>"
    tied = sm.Problem.from_arrays([[1, 2]] * 9)
    assert repr(sm.rank(tied)) == (
        "<Ranking: 9 candidates by topsis, weights equal; first: a1, a2, a3, … (0.5)>"
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", ["ranking", "distribution", "doubtful", "weights"])
def test_no_part_of_a_result_is_longer_than_a_page(part):
    results = [
        sm.sensitivity.worth_knowing(PROBLEM, "uniform", samples=64),
        sm.sensitivity.acceptability(PROBLEM, samples=64),
    ]
    parts = [getattr(result, part) for result in results if hasattr(result, part)]
    parts += [result.ranking.weights for result in results]
    assert all(len(repr(each)) < 2000 for each in parts)
