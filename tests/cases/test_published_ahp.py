"""AHP's synthesis against published numbers; `ahp-modes.json` and `ahp-hierarchy.json` name the sources."""

import re

import numpy as np
import pytest
from published import assert_reproduced, cases

import see_mcda as sm
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.weighting.ahp import ahp


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def _pairs(elements, upper):
    judgments = iter(upper)
    return [[_id(a), _id(b), next(judgments)] for i, a in enumerate(elements) for b in elements[i + 1 :]]


def _modes(problem, weights, modes, names, **options):
    """What the cases call raw (Σ w l), score (raw divided by its sum) and rank, by mode."""
    found = {}
    for mode in modes:
        ranking = sm.rank(problem, weights, method="ahp", mode=mode, **options)
        share = ranking.scores / ranking.scores.sum()
        found[mode] = {
            what: dict(zip(names, numbers, strict=True)) if names else numbers
            for what, numbers in (("raw", ranking.scores), ("score", share), ("rank", ranking.ranks))
        }
    return found


@pytest.mark.parametrize("case", cases("ahp-modes", "ahp_synthesis"))
def test_published_synthesis_of_local_priorities(case):
    given = case["input"]
    problem = sm.Problem.from_arrays(given["local"])
    assert_reproduced(case, _modes(problem, given["weights"], given["modes"], None))


@pytest.mark.parametrize("case", cases("ahp-modes", "ahp_ratings"))
def test_published_ratings(case):
    given = case["input"]
    leaves = []
    for number, judged in enumerate(given["intensities"]):
        w = ahp(_matrix(judged["levels"], judged["upper"])).weights
        steps = dict(zip((2.0, 1.0, 0.0), w / w.max(), strict=True))
        leaves.append(Criterion(f"c{number + 1}", intensity=steps))
    level = {"high": 2.0, "medium": 1.0, "low": 0.0}
    x = [[level[word] for word in row] for row in given["ratings"]]
    problem = sm.Problem.from_arrays(x, framework=Framework(Criterion("goal", children=leaves)))
    ranking = sm.rank(problem, given["weights"], method="ahp", source="ratings")
    assert ranking.options["mode"] == "ideal"
    assert_reproduced(case, {"score": ranking.scores, "rank": ranking.ranks})


def _matrix(elements, upper):
    matrix = np.ones((len(elements), len(elements)))
    above = np.triu_indices(len(elements), 1)
    matrix[above] = upper
    matrix.T[above] = 1 / np.array(upper)
    return matrix


@pytest.mark.parametrize("case", cases("ahp-hierarchy"))
def test_published_hierarchies(case):
    given = case["input"]
    goal, names = given["nodes"][given["root"]], given["alternatives"]
    document = {
        "framework": {"id": "goal", "criteria": [{"id": _id(name)} for name in goal["elements"]]},
        "candidates": [{"id": _id(name), "scores": {}} for name in names],
        "comparisons": {},
    }
    for name in goal["elements"]:
        node = given["nodes"][name]
        if "scores" in node:
            for candidate, score in zip(document["candidates"], node["scores"], strict=True):
                candidate["scores"][_id(name)] = score
        else:
            document["comparisons"][_id(name)] = _pairs(node["elements"], node["upper"])
    problem = sm.Problem.from_dict(document)
    random_index = given["ri"]
    judged = {"judgments": _pairs(goal["elements"], goal["upper"]), "random_index": random_index}
    weights = sm.read_weights({"nodes": {"goal": judged}}, problem.framework)

    found = _modes(problem, weights, given["modes"], names, source="pairwise")
    ranking = sm.rank(problem, weights, method="ahp", source="pairwise")
    found["global_criteria"] = dict(zip(goal["elements"], weights.values, strict=True))
    found["local"] = {
        name: dict(zip(names, ranking.prepared.priorities[:, column], strict=True))
        for column, name in enumerate(goal["elements"])
    }
    found["local"]["Goal"] = found["global_criteria"]
    consistency = {**weights.consistency, **_consistency(given, random_index)}
    found["cr"] = {
        name: consistency[_id(name)]["consistency_ratio"]
        for name in given["nodes"]
        if _id(name) in consistency
    }
    assert_reproduced(case, found)


def _consistency(given, random_index):
    """The ratios of the judgments between candidates, with the table that the case names."""
    return {
        _id(name): ahp(_matrix(node["elements"], node["upper"]), random_index=random_index).summary()
        for name, node in given["nodes"].items()
        if name != given["root"] and "upper" in node
    }
