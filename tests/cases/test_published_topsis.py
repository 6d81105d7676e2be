"""TOPSIS against published numbers; `topsis.json` and `rank-reversal.json` name the sources."""

import numpy as np
import pytest
from published import assert_reproduced, cases

import see_mcda as sm


def _rank(matrix, given):
    problem = sm.Problem.from_arrays(matrix, given["objectives"])
    return sm.rank(problem, given["weights"], method="topsis", normalization=given["normalization"])


@pytest.mark.parametrize("case", cases("topsis"))
def test_published_closeness_distances_and_ideals(case):
    ranking = _rank(case["input"]["matrix"], case["input"])
    prepared, w = ranking.prepared, ranking.weights.values
    to_ideal, to_anti_ideal = prepared.squared_distances(w[None])
    found = {
        "closeness": ranking.scores,
        "rank": ranking.ranks,
        "d_plus": np.sqrt(to_ideal[0]),
        "d_minus": np.sqrt(to_anti_ideal[0]),
        "ideal": prepared.ideal * w,
        "anti_ideal": prepared.anti_ideal * w,
    }
    assert_reproduced(case, found)


@pytest.mark.parametrize("case", cases("rank-reversal"))
def test_published_rank_reversal_when_a_candidate_is_added(case):
    given = case["input"]
    before = _rank(given["matrix"], given)
    after = _rank([*given["matrix"], given["added"]], given)
    winners = {}
    transitive = [0] * len(given["matrix"])
    for a, b in [(0, 1), (0, 2), (1, 2)]:
        pair = _rank([given["matrix"][a], given["matrix"][b]], given)
        winners[f"{a},{b}"] = (a, b)[int(np.argmin(pair.ranks))]
        transitive[winners[f"{a},{b}"]] += 1
    by_pairs = np.argsort(np.argsort(-np.array(transitive))) + 1
    found = {
        "rank": before.ranks,
        "added_rank": after.ranks,
        "score": before.scores,
        "added_score": after.scores,
        "pair_winner": winners,
        "test2_transitive": sorted(transitive) == [0, 1, 2],
        "test3_same_as_overall": (by_pairs == before.ranks).all(),
    }
    assert_reproduced(case, found)
