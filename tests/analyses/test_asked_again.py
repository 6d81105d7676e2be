"""Every analysis can be asked again from its own document, and a changed number is found."""

from __future__ import annotations

import json

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses import registry as analyses

ASKED = {
    "crossovers": {"nodes": ["market", "social"]},
    "score-crossovers": {"weights": "equal", "candidate": "sampran", "leaf": "market"},
    "flip": {"method": "additive"},
    "acceptability": {"weights": ["economic >= social"], "samples": 2_000, "seed": 3},
    "rank-ranges": {"statements": ["economic >= social"], "method": "additive", "samples": 500},
    "agreement": {"weights": ["equal", "social-led"], "methods": ["topsis", "additive"], "ideal": "fixed"},
    "reversal": {"weights": "social-led"},
    "variance": {"weights": {"profile": "equal", "concentration": 20}, "samples": 256, "seed": 5},
    "worth-knowing": {"samples": 64},
    "pillar-map": {"method": "additive", "statements": ["economic >= 0.2 * social"]},
    "verdict": {"weights": "social-led", "statements": ["economic >= social"]},
    "classification": {"procedure": "mr-sort", "majority": 0.7, "weights": "social-led"},
    "selection": {
        "constraints": ["exactly 2", "exclude moral-farmer because of a test"],
        "over": "uniform",
        "statements": ["economic >= social"],
        "samples": 32,
    },
    "equal-shares": {
        "budget": "cost <= 400000",
        "votes": [["Group", "Members", "sampran", "moral-farmer"], ["a", 3, "x", ""], ["b", 2, "x", "x"]],
    },
    "improvement": {"candidate": "moral-farmer", "costs": {"market": 2.0}, "weights": "social-led"},
}


@pytest.fixture(scope="module")
def problem() -> sm.Problem:
    return sm.read_problem("examples/see-models.yaml")


def test_every_analysis_is_tried():
    assert set(ASKED) == set(analyses.NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", analyses.NAMES)
def test_an_analysis_asked_again_is_the_same(name, problem):
    result = analyses.analysis(name)(problem, **ASKED[name])
    document = json.loads(result.to_json())
    assert document["schema"] == f"see-mcda/{name}/1"
    found = sm.verify(document, problem)
    assert found.same, found.text()
    analyses.document(name).model_json_schema(mode="serialization")


@pytest.mark.parametrize("name", ["crossovers", "rank-ranges", "improvement"])
def test_a_changed_document_is_told(name, problem):
    document = json.loads(analyses.analysis(name)(problem, **ASKED[name]).to_json())
    document["ranks"][0] = 7
    found = sm.verify(document, problem)
    assert [str(each.where) for each in found.differences] == ["ranks[0]"]


def test_another_problem_is_told(problem):
    document = json.loads(sm.sensitivity.flip(problem, method="additive").to_json())
    values = problem.values.copy()
    row, column = next(at for at in np.ndindex(values.shape) if at not in problem.cells)
    values[row, column] = 1.0
    other = problem.replace(values=values)
    assert "other-input" in {each.code for each in sm.verify(document, other).differences}
