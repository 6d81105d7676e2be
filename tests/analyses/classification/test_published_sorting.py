"""ELECTRE TRI and MR-Sort against the cases of ``sorting.json``, which name their sources."""

import numpy as np
import pytest
from published import assert_reproduced, cases

import see_mcda as sm


def _problem(given):
    names = [f"c{at + 1}" for at in range(len(given["objectives"]))]
    return sm.Problem.from_arrays(given["values"], given["objectives"], criteria=names)


def _by_criterion(problem, numbers):
    return dict(zip(problem.leaves, map(float, numbers), strict=True))


@pytest.mark.parametrize("case", cases("sorting", "electre_tri_b"))
def test_electre_tri_gives_the_published_credibilities_and_classes(case):
    given = case["input"]
    problem = _problem(given)
    thresholds = {
        leaf: {"q": float(q), "p": float(p), "v": float(v)}
        for leaf, q, p, v in zip(problem.leaves, given["q"], given["p"], given["v"], strict=True)
    }
    best_first = [
        {"id": f"class-{at + 2}", "profile": _by_criterion(problem, profile), "thresholds": thresholds}
        for at, profile in enumerate(given["profiles"])
    ][::-1]
    found = {
        how: sm.classify(
            problem,
            given["weights"],
            classes=[*best_first, {"id": "class-1"}],
            procedure=f"electre-tri-{how}",
            majority=given["lambda"],
        )
        for how in ("pessimistic", "optimistic")
    }
    assert_reproduced(
        case,
        {
            **{how: 3 - result.assigned for how, result in found.items()},
            "credibility": found["pessimistic"].support[:, ::-1],
        },
    )


@pytest.mark.parametrize("case", cases("sorting", "mr_sort"))
def test_mr_sort_with_vetoes_gives_the_published_classes(case):
    given = case["input"]
    problem = _problem(given)
    classes = [
        {
            "id": name.lower(),
            "profile": _by_criterion(problem, given["lower_profiles"][name]),
            "veto": {problem.leaves[int(at)]: float(veto) for at, veto in given["vetoes"][name].items()},
        }
        for name in given["classes"][:-1]
    ]
    result = sm.classify(
        problem,
        given["weights"],
        classes=[*classes, {"id": given["classes"][-1].lower()}],
        procedure="mr-sort",
        majority=given["lambda"] / sum(given["weights"]),
    )
    assert [given["classes"][at] for at in result.assigned] == case["expected"]["classes"]


def test_a_veto_is_what_keeps_a_candidate_out():
    case = next(each.values[0] for each in cases("sorting", "mr_sort"))
    classes = [{"id": "good", "profile": {"c3": 2.0}, "veto": {"c3": 0.0}}, {"id": "bad"}]
    result = sm.classify(_problem(case["input"]), "equal", classes=classes, procedure="mr-sort", majority=1.0)
    held = {result.problem.candidates[row]: each for row, each in enumerate(result.held_back_by) if each}
    assert {id: [short.veto for short in each] for id, each in held.items()} == {
        "a1": [False],
        "a3": [True],
        "a4": [True],
    }
    assert np.array_equal(result.assigned, [1, 0, 1, 1, 0])
