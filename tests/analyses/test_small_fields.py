"""Fields so small or so alike that there is little to say: every analysis says it, or refuses in a line."""

from __future__ import annotations

import json
from contextlib import suppress

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda.errors import SeeMcdaError

FIELDS = {
    "one candidate": [[1.0, 2.0, 3.0]],
    "two candidates": [[1.0, 2.0, 3.0], [3.0, 1.0, 2.0]],
    "all alike": [[1.0, 2.0, 3.0]] * 3,
    "one criterion": [[1.0], [3.0], [2.0]],
    "one of them far ahead": [[9.0, 9.0, 9.0], [1.0, 1.0, 2.0], [1.0, 2.0, 1.0]],
}
ALSO = {
    "classification": {"classes": [{"id": "good", "profile": {"c1": 2.0}}, {"id": "rest"}], "samples": 64},
    "score-crossovers": {"weights": "equal", "candidate": "a1", "leaf": "c1", "low": 1.0, "high": 5.0},
    "acceptability": {"samples": 200},
    "rank-ranges": {"samples": 200},
    "variance": {"samples": 64},
    "worth-knowing": {"samples": 64},
    "selection": {"constraints": ["at most 1"]},
    "equal-shares": {"budget": "c1 <= 4", "votes": [{"approves": ["a1"]}]},
}


@pytest.mark.slow
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", analyses.NAMES)
@pytest.mark.parametrize("method", ["topsis", "additive", "ahp", "multiplicative"])
def test_a_small_field_is_answered_or_refused_in_words(field, name, method):
    problem = sm.Problem.from_arrays(np.array(FIELDS[field]))
    asked = {**ALSO.get(name, {}), **({} if name == "agreement" else {"method": method})}
    result = None
    with suppress(SeeMcdaError):
        result = analyses.analysis(name)(problem, **asked)
    if result is None and name == "selection":
        assert method in ("topsis", "multiplicative"), "their scores depend on the other candidates"
        return
    if result is None:
        assert name in ("variance", "pillar-map"), "only these need more than this"
        return
    candidates = json.loads(result.to_json())["candidates"]
    assert [each["id"] if isinstance(each, dict) else each for each in candidates] == list(problem.candidates)
    assert result.table("en")
    assert result.table("th")
    header, rows = result.rows()
    assert all(len(row) == len(header) for row in rows)
