"""Selections: the best set, its constraints in words, and why each candidate is in or out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.analyses.selection.report import in_words
from see_mcda.errors import InputError, MethodError, SeeMcdaError

CASES = json.loads((Path(__file__).parents[2] / "cases" / "selection.json").read_text(encoding="utf-8"))[
    "cases"
]


def problem_of(values: object, **facts: list[object]) -> sm.Problem:
    """Return candidates a1, a2, … with scores from 0 to 1 as they are, and facts about them."""
    problem = sm.Problem.from_arrays(np.array(values, float))
    rows = zip(*facts.values(), strict=True) if facts else [()] * len(problem.candidates)
    return problem.replace(attributes=tuple(dict(zip(facts, row, strict=True)) for row in rows))


def members(problem: sm.Problem, *constraints: str, **more: object) -> list[str]:
    found = sm.select(problem, constraints=constraints, normalization="none", **more)
    return sorted(problem.candidates[row] for row in found.members)


def test_a_published_set_within_a_budget_and_a_number() -> None:
    case = next(each for each in CASES if each["id"] == "cardinality-and-budget")
    asked = case["input"]
    problem = problem_of([[value] for value in asked["values"]], cost=asked["costs"])
    constraints = [f"cost <= {asked['budget']}", f"at most {asked['at_most']}"]
    found = sm.select(problem, constraints=constraints, normalization="none")
    assert [asked["candidates"][row] for row in found.members] == case["expected"]["selected"]


@pytest.mark.slow
@pytest.mark.parametrize("weights", [[1, 1, 1], [3, 1, 0], [0, 1, 5]])
def test_published_projects_have_the_best_set_of_all_sets(weights: list[float]) -> None:
    asked = next(each for each in CASES if each["id"] == "rpm-15-projects")["input"]
    problem = problem_of(asked["values"], cost=asked["costs"])
    found = sm.select(problem, weights, constraints=[f"cost <= {asked['budget']}"], normalization="none")
    w = np.array(weights) / sum(weights)
    sets = np.array(list(itertools.product([0, 1], repeat=15)))
    held = sets[sets @ asked["costs"] <= asked["budget"]]
    assert found.best.value == pytest.approx((held @ (np.array(asked["values"]) @ w)).max())


KINDS = {
    "cost <= 25": lambda chosen, cost, kind: cost[chosen].sum() <= 25,
    "cost >= 12": lambda chosen, cost, kind: cost[chosen].sum() >= 12,
    "exactly 3": lambda chosen, cost, kind: chosen.sum() == 3,
    "at least 2": lambda chosen, cost, kind: chosen.sum() >= 2,
    "at most 4": lambda chosen, cost, kind: chosen.sum() <= 4,
    "kind: at least 1 of each": lambda chosen, cost, kind: set(kind[chosen]) == set(kind),
    "kind: at most 2 of each": lambda chosen, cost, kind: (
        max([0, *((kind[chosen] == each).sum() for each in set(kind))]) <= 2
    ),
    "kind: x exactly 1": lambda chosen, cost, kind: (kind[chosen] == "x").sum() == 1,
    "kind: x at most 40 % of cost": lambda chosen, cost, kind: (
        5 * cost[chosen & (kind == "x")].sum() <= 2 * cost[chosen].sum()
    ),
    "kind: y at least 30 % of cost": lambda chosen, cost, kind: (
        10 * cost[chosen & (kind == "y")].sum() >= 3 * cost[chosen].sum()
    ),
    "include a1": lambda chosen, cost, kind: chosen[0],
    "include a4": lambda chosen, cost, kind: chosen[3],
    "exclude a2 because it said no": lambda chosen, cost, kind: not chosen[1],
    "incompatible: a1, a3, a4": lambda chosen, cost, kind: chosen[[0, 2, 3]].sum() <= 1,
    "a1 requires a2": lambda chosen, cost, kind: chosen[1] or not chosen[0],
    "a4 requires a1, a3": lambda chosen, cost, kind: chosen[[0, 2]].all() or not chosen[3],
    "at most 1 of: a2, a3": lambda chosen, cost, kind: chosen[[1, 2]].sum() <= 1,
    "at least 1 of: a2, a3": lambda chosen, cost, kind: chosen[[1, 2]].any(),
}
"""Constraints, each with a second implementation on (n,) who is chosen."""


@st.composite
def questions(draw: st.DrawFn) -> tuple[sm.Problem, list[str]]:
    n = draw(st.integers(5, 9))
    values = draw(st.lists(st.integers(-3, 20), min_size=n, max_size=n, unique=True))
    cost = draw(st.lists(st.integers(1, 12), min_size=n, max_size=n))
    kind = ["x", "y", *draw(st.lists(st.sampled_from("xyz"), min_size=n - 2, max_size=n - 2))]
    asked = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4, unique=True))
    return problem_of([[float(value)] for value in values], cost=cost, kind=kind), asked


def held_sets(problem: sm.Problem, constraints: list[str]) -> list[np.ndarray]:
    """Return all sets that hold the constraints, by the second implementation."""
    cost = np.array([each["cost"] for each in problem.attributes])
    kind = np.array([each["kind"] for each in problem.attributes])
    every = (np.array(each, bool) for each in itertools.product([0, 1], repeat=len(cost)))
    return [each for each in every if all(KINDS[words](each, cost, kind) for words in constraints)]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(questions())
def test_every_kind_of_constraint_is_held_as_among_all_sets(asked: tuple[sm.Problem, list[str]]) -> None:
    problem, constraints = asked
    held = held_sets(problem, constraints)
    value = problem.values[:, 0]
    if not held:
        with pytest.raises(InputError, match=r"no set holds|there are only"):
            sm.select(problem, constraints=constraints, normalization="none")
        return
    found = sm.select(problem, constraints=constraints, normalization="none", alternatives=2)
    worth = sorted((float(value[chosen].sum()) for chosen in held), reverse=True)
    sets = [found.best, *found.alternatives]
    assert [each.value for each in sets] == pytest.approx(worth[:3], abs=1e-9)
    for each in sets:
        assert any(np.array_equal(each.chosen, chosen) for chosen in held)
    for each, price in zip(found.constraints.each, found.prices, strict=True):
        others = [
            words for words, one in zip(constraints, found.constraints.each, strict=True) if one is not each
        ]
        freed = max(float(value[chosen].sum()) for chosen in held_sets(problem, others))
        assert price == pytest.approx(freed - worth[0], abs=1e-9)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(questions())
def test_a_cost_or_score_that_is_stated_changes_the_side_among_all_sets(
    asked: tuple[sm.Problem, list[str]],
) -> None:
    problem, constraints = asked
    constraints = ["cost <= 25", *(words for words in constraints if "cost" not in words)]
    held = held_sets(problem, constraints)
    if not held:
        return
    found = sm.select(problem, constraints=constraints, normalization="none")
    value = problem.values[:, 0]
    for row, reason in enumerate(found.reasons):
        for stated, name in ((reason.cost, "cost"), (reason.score, "score")):
            if stated is None:
                continue
            for number, inside in (
                (stated.number, True),
                (stated.number + (1e-3 if name == "cost" else -0.1), False),
            ):
                changed, others = value.copy(), problem
                if name == "score":
                    changed[row] = number
                else:
                    facts = [dict(each) for each in problem.attributes]
                    facts[row]["cost"] = number
                    others = problem.replace(attributes=tuple(facts))
                worth = {True: -np.inf, False: -np.inf}
                for chosen in held_sets(others, constraints):
                    worth[bool(chosen[row])] = max(worth[bool(chosen[row])], float(changed[chosen].sum()))
                stays = -1e-10 if found.best.chosen[row] else 1e-10  # where it makes no difference
                assert (worth[True] > worth[False] + stays) is inside, (row, name, number)


def test_one_of_two_that_are_worth_the_same_is_in_up_to_its_own_cost_and_score() -> None:
    problem = problem_of([[4.0], [4.0], [1.0]], cost=[20, 20, 5])
    found = sm.select(problem, constraints=["cost <= 20"], normalization="none")
    inside = int(np.flatnonzero(found.best.chosen)[0])
    assert found.tied
    assert in_words(found, inside).text("en") == "in; would be out at a cost above 20, or below 4 on c1"
    assert in_words(found, 1 - inside).text("en") == "out: cost <= 20; would be in at a cost of 15 or less"


def test_selecting_one_candidate_gives_the_first_of_the_ranking() -> None:
    scores = np.random.default_rng(4).random((12, 4))
    problem = sm.Problem.from_arrays(scores)
    found = sm.select(problem, [4, 3, 2, 1], constraints=["exactly 1"])
    first = sm.rank(problem, [4, 3, 2, 1], method="additive").order[0]
    assert found.members == [first]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(questions())
def test_a_further_constraint_never_raises_the_value(asked: tuple[sm.Problem, list[str]]) -> None:
    problem, constraints = asked
    values = []
    for count in range(1, len(constraints) + 1):
        try:
            found = sm.select(problem, constraints=constraints[:count], normalization="none", alternatives=0)
        except InputError:
            break
        values.append(found.best.value)
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(values))


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(questions())
def test_a_conflict_is_as_small_as_any_set_of_constraints_that_no_set_holds(
    asked: tuple[sm.Problem, list[str]],
) -> None:
    problem, constraints = asked
    constraints = list(
        dict.fromkeys([*constraints, "exactly 3", "cost <= 25", "a4 requires a1, a3", "include a4"])
    )
    if held_sets(problem, constraints):
        return
    with pytest.raises(InputError) as caught:
        sm.select(problem, constraints=constraints, normalization="none")
    if [fault.code for fault in caught.value.faults] != ["infeasible"]:
        return
    named = caught.value.faults[0].message.params["constraints"]
    smallest = next(
        size
        for size in range(1, len(constraints) + 1)
        if any(not held_sets(problem, list(some)) for some in itertools.combinations(constraints, size))
    )
    assert len(named) == smallest


def test_a_funding_level_is_taken_where_the_whole_cost_does_not_fit() -> None:
    problem = problem_of([[1.0], [0.8], [0.1]], cost=[100, 60, 10])
    level = "level a1 at 40 % for 50 %"
    found = sm.select(problem, constraints=["cost <= 100", level], normalization="none")
    assert [problem.candidates[row] for row in found.members] == ["a1", "a2"] or found.best.value == 1.3
    assert found.best.value == pytest.approx(0.5 + 0.8)
    assert found.level(0) == pytest.approx(0.4)
    assert found.remaining == {"cost <= 100": pytest.approx(0)}


def test_who_fails_a_gate_is_never_selected_and_an_unchecked_gate_is_a_condition() -> None:
    framework = sm.Framework.from_dict(
        {
            "schema": "see-mcda/framework/1",
            "id": "two",
            "gates": [{"id": "legal"}],
            "criteria": [{"id": "c1"}, {"id": "c2"}],
        }
    )
    problem = sm.Problem(
        framework,
        ("a", "b", "c"),
        np.array([[9.0, 9], [2, 3], [1, 4]]),
        gates=np.array([[2], [1], [0]], np.int8),
    )
    found = sm.select(problem, constraints=["at most 3"])
    assert [problem.candidates[row] for row in found.members] == ["b", "c"]
    assert found.conditional
    assert found.reasons[0].code == "gate"
    assert "legal" in found.model().candidates[0].why.words["en"]
    with pytest.raises(InputError, match="fails a gate"):
        sm.select(problem, constraints=["include a"])
    assert not sm.select(problem, constraints=["exclude b because nobody asked"]).conditional


def test_a_baseline_keeps_out_what_is_worth_less() -> None:
    problem = problem_of([[0.9], [0.3], [0.5]])
    assert members(problem, "at most 3", baseline=0.4) == ["a1", "a3"]
    assert members(problem, "at most 3") == ["a1", "a2", "a3"]


def test_all_faults_are_named_at_once() -> None:
    problem = problem_of([[1.0], [2.0], [3.0]], cost=[5, "much", None], kind=["x", "y", "y"])
    with pytest.raises(InputError) as caught:
        sm.select(
            problem,
            constraints=[
                "cost <= 9",
                "kind: w at most 1",
                "kind: y at least 3",
                "exactly 4",
                "price <= 3",
                "include a9",
                "at least 1.5",
                "kind: x at most 140 % of cost",
                "kinds of x",
                "a1 requires a2",
                "a1 requires a2",
            ],
        )
    codes = [fault.code for fault in caught.value.faults]
    assert codes == [
        *("bad-constraint", "no-number", "unknown-value", "impossible-quota", "impossible-quota"),
        *("unknown-attribute", "unknown-candidate", "bad-number", "no-number", "doubly-given"),
    ]
    assert "a2, a3" in str(caught.value.faults[1])
    assert {str(fault.where) for fault in caught.value.faults[:3]} == {
        *("constraints[8]", "constraints[0]", "constraints[1]"),
    }


def test_a_candidate_that_is_excluded_needs_no_cost() -> None:
    problem = problem_of([[1.0], [2.0], [3.0]], cost=[5, 5, "?"])
    assert members(problem, "cost <= 9", "exclude a3") == ["a2"]


def test_a_share_without_a_budget_asks_of_what() -> None:
    problem = problem_of([[1.0], [2.0]], cost=[5, 5], kind=["x", "y"])
    with pytest.raises(InputError, match="of what"):
        sm.select(problem, constraints=["exactly 1", "kind: x at most 40 %"])


def test_without_any_constraint_nothing_is_selected() -> None:
    with pytest.raises(InputError, match="budget"):
        sm.select(problem_of([[1.0], [2.0]]))


def test_scores_that_depend_on_the_others_are_not_added_up() -> None:
    problem = problem_of(np.random.default_rng(1).random((4, 2)))
    with pytest.raises(MethodError, match="add up"):
        sm.select(problem, constraints=["exactly 2"], method="topsis")


def test_the_document_says_it_all_and_is_verified() -> None:
    problem = problem_of([[0.9, 1], [0.3, 2], [0.5, 3]], cost=[5, 3, 1], kind=["x", "y", "y"])
    found = sm.select(
        problem, constraints=["cost <= 6", "kind: at least 1 of each", "exclude a2 because of rain"]
    )
    document = json.loads(found.to_json())
    assert document["schema"] == "see-mcda/selection/1"
    assert sorted(document["members"]) == ["a1", "a3"]
    assert document["remaining"] == {"cost <= 6": 0.0}
    assert [each["name"] for each in document["constraints"]] == [
        *("cost <= 6", "kind: at least 1 of each", "exclude a2"),
    ]
    assert document["constraints"][2]["reason"] == "of rain"
    assert [each["selected"] for each in document["candidates"]] == [True, False, True]
    assert document["sets"] is None
    assert document["exact"] is True
    assert sm.verify(document, problem).same


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_selection_is_shown_in_words_and_as_a_picture(language: str) -> None:
    problem = problem_of([[0.9], [0.3], [0.5]], cost=[5, 3, 1])
    found = sm.select(problem, constraints=["cost <= 6"])
    assert "cost" in found.table(language)
    header, rows = found.rows(language)
    assert len(rows) == 3
    assert all(len(row) == len(header) for row in rows)
    bars = str(found.chart(language).to_dict())
    assert "a1" in bars


def test_a_name_with_a_comma_stands_between_quotes() -> None:
    problem = problem_of([[1.0], [2.0], [3.0]]).replace(
        names=({"en": "Silk, Ltd."}, {"en": "B"}, {"en": "C"})
    )
    assert members(problem, 'incompatible: "Silk, Ltd.", C', "exactly 2") == ["a2", "a3"]
    assert members(problem, 'include "Silk, Ltd."', "exactly 1") == ["a1"]


def test_a_criterion_that_limits_the_set_is_warned_of() -> None:
    problem = sm.Problem.from_arrays(
        [[1.0, 5], [2.0, 6]], criteria=["good", "cost"], objectives=["max", "min"]
    )
    found = sm.select(problem, constraints=["cost <= 6"])
    assert [each.code for each in found.notices] == ["counted-twice"]


CSV = """name,province,cost,good
A,Nan,"1,200",4
B,Nan,"2,500",9
C,Phrae,800 baht,5
"""


def test_columns_that_constraints_name_are_facts_of_a_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "candidates.csv"
    file.write_text(CSV.replace("800 baht", "800"), encoding="utf-8")
    problem = sm.read_problem(file, facts=["cost", "province"])
    assert problem.leaves == ("good",)
    assert [each["cost"] for each in problem.attributes] == [1200, 2500, 800]
    assert problem.reading is not None
    assert any("province, cost" in str(line) for line in problem.reading.summary())
    with pytest.raises(SeeMcdaError, match="did you mean cost"):
        sm.read_problem(file, facts=["cosst"])


@pytest.mark.parametrize(
    ("costs", "read"),
    [
        (("1,200 baht", "700", "900 baht"), [1200, 700, 900]),
        (("1,200 baht", "700 USD", "900 baht"), ["1,200 baht", "700 USD", "900 baht"]),
        (("1,200 baht", "about 700", "900"), ["1,200 baht", "about 700", 900]),
    ],
)
def test_costs_with_and_without_their_unit_are_numbers_if_there_is_one_unit(
    tmp_path: Path, costs: tuple[str, ...], read: list[object]
) -> None:
    file = tmp_path / "mixed.csv"
    rows = [f'{name},{score},"{cost}"' for name, score, cost in zip("abc", (3, 4, 2), costs, strict=True)]
    file.write_text("\n".join(["name,good,cost", *rows]), encoding="utf-8")
    problem = sm.read_problem(file, facts=["cost"])
    given = [each["cost"] for each in problem.attributes]
    assert [each["en"] if isinstance(each, dict) else each for each in given] == read


def test_a_budget_that_is_far_above_all_costs_is_no_trouble_for_the_solver() -> None:
    problem = problem_of(np.random.default_rng(1).random((40, 3)), cost=[*range(1, 41)])
    found = sm.select(problem, constraints=["cost <= 99,999,999,999,999"], alternatives=0)
    assert len(found.members) == 40


def test_a_long_sentence_is_not_repeated_whole() -> None:
    with pytest.raises(SeeMcdaError, match="is not a constraint") as refused:
        sm.select(problem_of(np.ones((2, 2))), constraints=["not so " * 2000])
    assert len(str(refused.value)) < 500
