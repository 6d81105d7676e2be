"""Equal shares of a budget on a problem: votes from tables, who pays, and every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter

import see_mcda as sm
from see_mcda.analyses.equal_shares.votes import read_votes
from see_mcda.errors import SeeMcdaError

CASE = next(
    case
    for case in json.loads(
        (Path(__file__).parents[2] / "cases" / "selection.json").read_text(encoding="utf-8")
    )["cases"]
    if case["id"] == "equal-shares-five-projects"
)
COSTS: dict[str, int] = CASE["input"]["costs"]
BALLOTS: list[list[str]] = CASE["input"]["approvals"]
BUDGET = f"cost <= {CASE['input']['budget']}"


def problem_of(costs: dict[str, Any], **gates: str) -> sm.Problem:
    return sm.read_problem(
        {
            "schema": "see-mcda/problem/1",
            "framework": {
                "schema": "see-mcda/framework/1",
                "id": "use",
                "title": "Use",
                "normalization": "scale",
                "criteria": [
                    {
                        "id": "daily",
                        "name": "Daily",
                        "scale": {"min": 0, "max": 10},
                        "gates": [{"id": "legal", "question": "Is it legal?"}],
                    },
                    {"id": "rare", "name": "Rare", "scale": {"min": 0, "max": 10}},
                ],
            },
            "candidates": [
                {
                    "id": id,
                    "name": {"en": id.title(), "th": f"โครงการ {id}"},
                    "attributes": {} if cost is None else {"cost": cost},
                    "gates": {"legal": {"state": gates.get(id, "pass"), "reason": "as of today"}},
                    "scores": {"daily": at + 1, "rare": 5},
                }
                for at, (id, cost) in enumerate(costs.items())
            ],
        }
    )


@pytest.fixture(scope="module")
def projects() -> sm.Problem:
    return problem_of(COSTS)


def table(yes: str = "x", no: str = "") -> list[list[Any]]:
    """Return the published ballots as a table in another order than the candidates'."""
    order = sorted(COSTS)
    return [order, *([yes if name in own else no for name in order] for own in BALLOTS)]


def ids(problem: sm.Problem, rows: Any) -> list[str]:
    return sorted(problem.candidates[int(row)] for row in rows)


def test_the_published_example_of_five_projects(projects: sm.Problem) -> None:
    found = sm.equal_shares(projects, votes=table(), budget=BUDGET)
    assert ids(projects, found.members) == sorted(CASE["expected"]["selected"])
    model = found.model()
    assert (model.spent, model.remaining) == (1000, 100)
    assert sum(group.paid for group in model.groups) == pytest.approx(1000)
    paid = {id: sum(group.payments.get(id, 0) for group in model.groups) for id in model.members}
    assert paid == pytest.approx({id: COSTS[id] for id in model.members})
    own = dict(zip((group.name for group in model.groups), BALLOTS, strict=True))
    for group in model.groups:
        assert set(group.payments) <= set(own[group.name])
        assert group.paid <= model.money + 1e-9


@pytest.mark.parametrize(
    ("yes", "no"),
    [("x", ""), ("1", "0"), ("yes", "no"), ("✓", "x"), ("ใช่", "ไม่"), ("X", "-"), (True, False), (1.0, None)],
)
def test_approvals_are_read_however_they_are_marked(projects: sm.Problem, yes: Any, no: Any) -> None:
    votes = read_votes(projects, table(yes, no))
    assert votes.approvals
    assert [[projects.candidates[row] for row in np.flatnonzero(own)] for own in votes.scores] == [
        [id for id in projects.candidates if id in own] for own in BALLOTS
    ]


def test_files_of_every_kind_are_the_same_votes(projects: sm.Problem, tmp_path: Path) -> None:
    rows = [["Group", "จำนวนคน", *map(str.title, COSTS), "Remarks"]]
    rows += [["A", "3", "x", "x", "", "", "", "late"], ["B", "2", "", "", "x", "x", "x", ""], ["Total", "5"]]
    (tmp_path / "v.csv").write_text("\n".join(",".join(row) for row in rows), "utf-8-sig")
    (tmp_path / "v.tsv").write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    with xlsxwriter.Workbook(tmp_path / "v.xlsx") as book:
        book.add_worksheet("Notes").write(0, 0, "Bike")
        sheet = book.add_worksheet("Votes")
        for at, row in enumerate(rows):
            sheet.write_row(at + 2, 1, [int(cell) if cell.isdigit() else cell for cell in row])
    names = list(COSTS)
    ballots = [
        {"voter": "A", "size": 3, "approves": names[:2]},
        {"voter": "B", "size": 2, "approves": names[2:]},
    ]
    (tmp_path / "v.json").write_text(json.dumps({"votes": ballots}), "utf-8")
    (tmp_path / "v.yaml").write_text(json.dumps(ballots), "utf-8")
    for name in ("v.csv", "v.tsv", "v.xlsx", "v.json", "v.yaml"):
        votes = read_votes(projects, tmp_path / name)
        assert votes.voters == ("A", "B")
        assert votes.sizes.tolist() == [3, 2]
        assert votes.scores.tolist() == [[1, 1, 0, 0, 0], [0, 0, 1, 1, 1]]
    said = " ".join(str(each) for each in read_votes(projects, tmp_path / "v.xlsx").reading)
    assert "2 rows (4–5)" in said
    for words in ("Group", "จำนวนคน", "5 in all", "Remarks", "totals or means: 6", "Sheets not read: Notes"):
        assert words in said


def test_rows_of_one_group_are_added_up(projects: sm.Problem) -> None:
    votes = [["name", "group", *COSTS], ["Ann", "A", 1, 1, "", "", ""], ["Bo", "B", "", "", 1, 1, 1]]
    votes.append(["Cy", "A", 1, "", "", 1, ""])
    found = sm.equal_shares(projects, votes=votes, budget=BUDGET)
    assert [(group.name, group.size) for group in found.groups] == [("A", 2), ("B", 1)]
    assert sum(group.paid for group in found.groups) == pytest.approx(found.spent)
    assert "Columns not used: name." in [str(each) for each in found.votes.reading]


def test_scores_weigh_satisfaction(projects: sm.Problem) -> None:
    votes = [["bike", "gym"], [5, 1], [5, 1], ["", 4]]
    assert not read_votes(projects, votes).approvals
    found = sm.equal_shares(projects, votes=votes, budget="cost <= 750", completion=False)
    # each voter has 250; the gym asks 400 / (1 + 1 + 4) of a unit of score, and the bike is out of reach
    assert ids(projects, found.members) == ["gym"]
    assert found.purchases.payments[:, 1] == pytest.approx([75, 75, 250])


def test_what_add1_adds_is_told(projects: sm.Problem) -> None:
    votes = [["bike", "library"], ["x", ""], ["x", ""], ["", "x"]]
    budget = "cost <= 900"
    plain = sm.equal_shares(projects, votes=votes, budget=budget, completion=False)
    assert ids(projects, plain.members) == ["library"]
    found = sm.equal_shares(projects, votes=votes, budget=budget)
    assert ids(projects, found.members) == ["bike", "library"]
    model = found.model()
    assert model.before == ["library"]
    assert {each.id: each.by_completion for each in model.candidates if each.selected} == {
        "bike": True,
        "library": False,
    }
    assert "That adds: Bike." in found.table()
    assert model.money == pytest.approx(300 + model.added)
    assert model.money >= 350


def test_the_set_of_greatest_value_is_beside_it(projects: sm.Problem) -> None:
    found = sm.equal_shares(projects, votes=table(), budget=BUDGET)
    best = sm.select(projects, constraints=[BUDGET])
    greatest = found.model().greatest
    assert greatest is not None
    assert greatest.value == pytest.approx(best.best.value)
    assert greatest.loss == pytest.approx(best.best.value - (found.value(found.purchases.selected) or 0))
    moving = sm.equal_shares(projects, votes=table(), budget=BUDGET, method="topsis", ideal="observed")
    assert moving.members == found.members
    assert moving.model().greatest is None


def test_votes_for_whom_a_gate_stops_do_not_count() -> None:
    problem = problem_of(COSTS, bike="fail")
    found = sm.equal_shares(problem, votes=table(), budget=BUDGET)
    assert "bike" not in ids(problem, found.members)
    assert [each.code for each in found.notices] == ["votes-not-counted"]


def test_every_fault_of_votes_and_budget_is_told_at_once(tmp_path: Path) -> None:
    problem = problem_of({**COSTS, "park": None})
    file = tmp_path / "votes.csv"
    file.write_text(
        "Group,People,bike,libary,park,gym,gym\nA,0,x,x,,,\nB,two,-3,x,maybe,,\n", encoding="utf-8"
    )
    with pytest.raises(SeeMcdaError) as raised:
        sm.equal_shares(problem, votes=file, budget=BUDGET)
    faults = {(fault.code, str(fault.where).removeprefix(f"{file}: ")) for fault in raised.value.faults}
    assert faults == {
        ("no-number", "budget"),
        ("unknown-candidate", "column libary"),
        ("doubly-given", "column gym"),
        ("bad-size", "line 2, column People"),
        ("bad-size", "line 3, column People"),
        ("bad-vote", "line 3, column bike"),
        ("bad-vote", "line 3, column park"),
    }
    assert "did you mean Library?" in str(raised.value)


@pytest.mark.parametrize(
    ("votes", "codes"),
    [
        ([["a", "b"], ["x", ""]], ["no-candidate-column"]),
        ([["bike", "gym"], ["", ""], ["x", ""], ["no", 0]], ["no-support"]),
        ([["bike", "gym"], ["x", 4]], ["mixed-votes"]),
        ([["bike", "gym"]], ["no-votes"]),
        ([], ["no-votes"]),
        ("votes.csv", ["file"]),
        (
            [{"approves": ["bke"], "size": -1}, {"scores": {"gym": -1}}, {"approve": ["gym"]}],
            ["bad-size", "unknown-candidate", "bad-vote", "unknown-key", "no-votes"],
        ),
        ([{"approves": []}, {"scores": {"gym": 0}}], ["no-support", "no-support"]),
    ],
)
def test_votes_that_say_nothing_are_refused(projects: sm.Problem, votes: Any, codes: list[str]) -> None:
    with pytest.raises(SeeMcdaError) as raised:
        sm.equal_shares(projects, votes=votes, budget=BUDGET)
    assert [fault.code for fault in raised.value.faults] == codes


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        ("cost >= 5", "bad-budget"),
        ("exactly 3", "bad-budget"),
        ("cost <= 0", "bad-budget"),
        ("price <= 3", "unknown-attribute"),
    ],
)
def test_a_budget_is_a_limit_of_a_cost(projects: sm.Problem, budget: str, code: str) -> None:
    with pytest.raises(SeeMcdaError) as raised:
        sm.equal_shares(projects, votes=table(), budget=budget)
    assert [(fault.code, str(fault.where)) for fault in raised.value.faults] == [(code, "budget")]


def test_a_candidate_without_a_cost_above_nothing_is_refused() -> None:
    with pytest.raises(SeeMcdaError, match="above 0 for Gym"):
        sm.equal_shares(problem_of({**COSTS, "gym": 0}), votes=table(), budget=BUDGET)


def test_a_picture_writes_shares_as_its_language_does(projects: sm.Problem) -> None:
    found = sm.equal_shares(projects, votes=[["group", "gym"], ["A", "x"]], budget="cost <= 400")
    assert "400 (100%)" in json.dumps(found.chart("th").to_dict(), ensure_ascii=False)
    assert "400 (100\u00a0%)" in json.dumps(found.chart("en").to_dict(), ensure_ascii=False)
