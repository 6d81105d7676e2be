"""A body is validated once, against its problem and without computing, and becomes a plan."""

from typing import Any

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import SeeMcdaError
from see_mcda.methods.topsis import Prepared
from see_mcda_api.compute import plan as plans
from see_mcda_api.compute.arguments import PROBLEM, example
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.plan import plan
from see_mcda_api.settings import Settings

CERTAIN = {
    "framework": "see",
    "missing": "neutral",
    "candidates": [{"id": "sampran", "scores": {"market": 3}}, {"id": "moral-farmer", "scores": {}}],
}


@pytest.fixture
def nothing_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr(plans, "call", refused)
    monkeypatch.setattr("see_mcda.parallel.over_blocks", refused)
    monkeypatch.setattr(Prepared, "ranks", refused)


def codes(kind: str, arguments: dict[str, Any], problem: Any = PROBLEM) -> list[str]:
    with pytest.raises(SeeMcdaError) as refused:
        plan(kind, problem, arguments, Settings())
    return [fault.code for fault in refused.value.faults]


@pytest.mark.slow
@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_plan_is_computed_to_the_result_of_its_kind(kind: str) -> None:
    body = example(kind)
    planned = plan(kind, body.pop("problem"), body, Settings())
    assert planned.compute().name == kind


@pytest.mark.usefixtures("nothing_computed")
@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_plan_is_made_without_computing(kind: str) -> None:
    body = example(kind)
    assert plan(kind, body.pop("problem"), body, Settings()).kind == kind


@pytest.mark.usefixtures("nothing_computed")
@pytest.mark.parametrize(
    ("kind", "arguments", "code"),
    [
        ("ranking", {"weights": "guess"}, "unknown-weighting"),
        ("ranking", {"method": "guess"}, "unknown-method"),
        ("ranking", {"options": {"guess": 1}}, "unknown-option"),
        ("comparison", {"weights": ["equal", "guess"]}, "unknown-weighting"),
        ("comparison", {"method": ["topsis", "guess"]}, "unknown-method"),
        ("explanation", {"a": "nobody"}, "unknown-candidate"),
        ("crossovers", {"nodes": ["nobody"]}, "unknown-node"),
        ("crossovers", {"nodes": ["see"]}, "root-node"),
        (
            "score-crossovers",
            {"weights": "equal", "candidate": "sampran", "leaf": "nothing"},
            "unknown-node",
        ),
        ("flip", {"candidate": "nobody"}, "unknown-candidate"),
        ("acceptability", {"weights": {"between": ["equal", "guess"]}}, "unknown-weighting"),
        ("rank-ranges", {"statements": ["market >= nothing"]}, "unknown-node"),
        ("agreement", {"weights": ["equal", "guess"]}, "unknown-weighting"),
        ("agreement", {"methods": ["guess"]}, "unknown-method"),
        ("agreement", {"normalizations": ["guess"]}, "unknown-value"),
        ("agreement", {"options": {"guess": 1}}, "unknown-option"),
        ("variance", {"methods": ["guess"]}, "unknown-method"),
        ("pillar-map", {"nodes": ["market", "social"]}, "three"),
        ("improvement", {"limits": {"pillars": 3}}, "not-a-leaf"),
        ("improvement", {"statements": ["market >= nothing"]}, "unknown-node"),
    ],
)
def test_what_does_not_fit_the_problem_is_refused(kind: str, arguments: dict[str, Any], code: str) -> None:
    assert codes(kind, arguments) == [code]


@pytest.mark.usefixtures("nothing_computed")
def test_nothing_uncertain_has_no_variance() -> None:
    assert codes("variance", {"weights": "equal"}, CERTAIN) == ["nothing-uncertain"]


@pytest.mark.usefixtures("nothing_computed")
def test_all_that_does_not_fit_is_told_at_once_and_once() -> None:
    found = codes("flip", {"weights": "guess", "candidate": "nobody", "method": "guess"})
    assert sorted(found) == ["unknown-candidate", "unknown-method", "unknown-weighting"]
    assert len(codes("acceptability", {"weights": "guess", "points": "quasi"})) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_computed")
@pytest.mark.parametrize(
    ("kind", "code"), [("acceptability", "no-quasi"), ("variance", "no-independent-inputs")]
)
def test_weights_that_are_drawn_by_a_walk_are_refused_where_they_cannot_be(kind: str, code: str) -> None:
    scores = np.random.default_rng(1).uniform(1, 9, (3, 14))
    problem = sm.Problem.from_arrays(scores, objectives=["max"] * 14)
    a, b, c, d = problem.leaves[:4]
    weights = {"statements": [f"{a} + {b} >= 1.1 * {c}", f"{b} + {c} >= 1.2 * {d}"]}
    assert codes(kind, {"weights": weights, "points": "quasi"}, problem) == [code]


def test_missing_scores_are_unknown_ones_to_worth_knowing() -> None:
    problem = {**PROBLEM, "missing": "error"}
    assert plan("worth-knowing", problem, {}, Settings()).kind == "worth-knowing"
    assert codes("flip", {}, problem)


def test_a_problem_cannot_be_given_twice() -> None:
    assert codes("ranking", {"problem": {}}) == ["unknown-option"]
