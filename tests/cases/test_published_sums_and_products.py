"""Weighted sums and products against published numbers; each case of ``wsm-wpm.json`` names its source."""

import pytest
from published import assert_reproduced, cases

import see_mcda as sm


@pytest.mark.parametrize("case", cases("wsm-wpm"))
def test_published_weighted_sums_and_products(case):
    given = case["input"]
    problem = sm.Problem.from_arrays(given["matrix"], given["objectives"])
    ranking = sm.rank(
        problem, given["weights"], method=case["method"], normalization=given.get("normalization", "none")
    )
    scores = ranking.scores
    # Those weights that do not sum to 1 in the source (JMcDM's) do so within rounding, except where said.
    assert sum(given["weights"]) == pytest.approx(1.0)
    ratios = {f"{a}/{b}": scores[a] / scores[b] for a in range(len(scores)) for b in range(len(scores))}
    assert_reproduced(case, {"score": scores, "rank": ranking.ranks, "ratio": ratios})
