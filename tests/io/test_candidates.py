"""Candidates' ids, and the labels that people wrote as ids."""

import io

import pytest
from openpyxl import Workbook

import see_mcda as sm
from see_mcda.errors import ProblemError


def read(text: str) -> sm.Problem:
    return sm.read_problem(io.StringIO(text), format="csv")


def test_an_id_that_is_not_a_valid_one_is_the_label_and_shown():
    problem = read("id,cost\nA1,3\nก-01,4\nSite 3,5\nfour,6\n")
    assert problem.candidates == ("a1", "01", "site-3", "four")
    assert problem.labels == ("A1", "ก-01", "Site 3", None)
    assert [problem.name(row)["en"] for row in range(4)] == ["A1", "ก-01", "Site 3", "four"]
    assert [problem.row(words) for words in ("A1", "ก-01", "site 3", "site-3")] == [0, 1, 2, 2]


def test_a_name_is_shown_before_the_label():
    problem = read("id,name,cost\nA1,Hand pump,3\nA2,,4\n")
    assert [problem.name(row)["en"] for row in range(2)] == ["Hand pump", "A2"]
    assert problem.row("a2") == 1


def test_ids_that_would_be_the_same_are_numbered():
    problem = read("id,cost\nA 1,3\nA-1,4\na-1,5\n")
    assert problem.candidates == ("a-1-2", "a-1-3", "a-1")
    assert [problem.row(label) for label in ("A 1", "A-1", "a-1")] == [0, 1, 2]


def test_the_id_of_a_position_is_not_the_name_of_another_candidate():
    problem = read("name,cost\nบ้านป้า,3\nสวนลุง,4\nC2,5\n")
    assert problem.candidates == ("c1", "c2-2", "c2")
    assert problem.row("C2") == 2


def test_a_label_twice_is_refused_with_both_rows():
    with pytest.raises(ProblemError) as refused:
        read("id,cost\nA1,3\nA2,4\nA1,5\n")
    assert str(refused.value) == (
        "line 4, column id: the id A1 is used twice (first at line 2); ids must be unique"
    )
    twice = {"id": "a", "label": "A1", "scores": {"x": 1}}
    with pytest.raises(ProblemError) as refused:
        sm.Problem.from_dict(
            {
                "framework": {"id": "t", "criteria": [{"id": "x"}]},
                "candidates": [twice, {**twice, "id": "b"}],
            }
        )
    assert "candidates[1].label: A1 is used twice (first at candidates[0].label)" in str(refused.value)


@pytest.mark.parametrize("name", ["table.yaml", "table.json", "table.csv", "table.xlsx"])
def test_labels_are_written_and_read_back(tmp_path, name):
    problem = read("id,name,cost\nA1,Hand pump,3\nก-01,,4\nplain,,5\n=1+1,,6\n")
    assert problem.labels == ("A1", "ก-01", None, "=1+1")
    path = tmp_path / name
    sm.write_problem(problem, path)
    again = sm.read_problem(path)
    assert again.candidates == problem.candidates
    assert again.labels == problem.labels


def test_sheets_beside_the_scores_name_candidates_by_label_and_criteria_by_name(tmp_path):
    book = Workbook()
    scores = book.active
    scores.title = "scores"
    for row in (["id", "ต้นทุน"], ["A1", 3], ["A2", 4]):
        scores.append(row)
    evidence = book.create_sheet("evidence")
    for row in (["candidate", "leaf", "note_th"], ["A2", "ต้นทุน", "ใบเสร็จ"]):
        evidence.append(row)
    comparisons = book.create_sheet("comparisons")
    for row in (["leaf", "a", "b", "times"], ["c1", "A1", "a2", 3]):
        comparisons.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    problem = sm.read_problem(path)
    assert problem.cells[1, 0].evidence == {"note": {"th": "ใบเสร็จ"}}
    assert problem.comparisons == {"c1": [("a1", "a2", 3)]}


def test_results_carry_the_label():
    ranking = sm.rank(read("id,cost\nA1,3\nb,4\n"))
    model = ranking.model()
    assert [(each.id, each.label, each.name) for each in model.candidates] == [
        ("b", None, {"en": "b"}),
        ("a1", "A1", {"en": "A1"}),
    ]
    assert "A1" in ranking.table()
    assert "a1" not in ranking.table()
