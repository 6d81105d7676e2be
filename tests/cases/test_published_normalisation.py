"""Normalised columns against published numbers; each case of ``normalisation.json`` names its source."""

import pytest
from published import assert_reproduced, cases

import see_mcda as sm
from see_mcda.model.normalization import Normalizer


@pytest.mark.parametrize("case", cases("normalisation"))
def test_published_normalised_columns(case):
    given = case["input"]
    problem = sm.Problem.from_arrays(given["matrix"], given["objectives"])
    found = {how: Normalizer(problem, how)(problem.values) for how in given["how"]}
    assert_reproduced(case, found)
