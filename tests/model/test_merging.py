"""A workbook that is sent out, filled in and merged when it comes back."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest

import see_mcda as sm
from see_mcda.io import read_problem, template_workbook
from see_mcda.io.grids.delimited import delimited_bytes
from see_mcda.model.merging import merge

TREE = {
    "schema": "see-mcda/framework/1",
    "id": "co-op",
    "title": {"en": "Cooperatives", "th": "สหกรณ์"},
    "gates": [{"id": "licence", "question": {"en": "Is there a licence?"}}],
    "criteria": [
        {"id": "income", "name": {"en": "Income", "th": "รายได้"}, "objective": "max"},
        {"id": "cost", "name": {"en": "Cost", "th": "ต้นทุน"}, "objective": "min"},
    ],
}
Fill = Mapping[tuple[str, str], object]


def problem_of(*candidates: Mapping[str, Any]) -> sm.Problem:
    return sm.Problem.from_dict(
        {"framework": TREE, "candidates": [{"scores": {}, **each} for each in candidates]}
    )


@pytest.fixture
def sent() -> sm.Problem:
    """Three cooperatives, scored in part."""
    return problem_of(
        {
            "id": "c1",
            "name": {"en": "Moral Farmer", "th": "ชาวนาคุณธรรม"},
            "scores": {"income": {"value": 3, "assessor": "Anna"}, "cost": 12.5},
            "gates": {"licence": "pass"},
        },
        {"id": "c2", "name": {"th": "สามพราน"}, "scores": {"income": {"low": 2, "high": 4}}},
        {"id": "c3", "label": "ก-03", "attributes": {"province": "Yasothon"}},
    )


@pytest.fixture
def returned(sent: sm.Problem) -> Callable[..., sm.Problem]:
    """The workbook of the problem as it comes back with some cells filled in, by (row's id, column's id)."""

    def filled(cells: Fill, language: str = "en", of: sm.Problem = sent) -> sm.Problem:
        workbook = openpyxl.load_workbook(io.BytesIO(template_workbook(problem=of, language=language)))
        sheet = workbook["scores"]
        columns = {cell.value: cell.column for cell in sheet[3]}
        rows = {sheet.cell(row, 1).value: row for row in range(4, sheet.max_row + 1)}
        for (row, column), value in cells.items():
            sheet.cell(rows[row], columns[column]).value = value
        stream = io.BytesIO()
        workbook.save(stream)
        stream.seek(0)
        stream.name = "back.xlsx"
        return read_problem(stream, framework=sent.framework)

    return filled


def table(sent: sm.Problem, *rows: list[object]) -> sm.Problem:
    return read_problem(io.BytesIO(delimited_bytes(rows, ",")), format="csv", framework=sent.framework)


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("override", [False, True])
def test_workbook_that_comes_back_as_it_was_changes_nothing(sent, returned, language, override):
    merged = merge(sent, returned({}, language), override=override)
    assert (merged.problem, merged.changes, merged.conflicts) == (sent, (), ())


def test_shipped_problem_with_all_its_parts_comes_back_the_same():
    models = read_problem("examples/see-models.yaml")
    content = io.BytesIO(template_workbook(problem=models, language="th"))
    merged = merge(models, read_problem(content, framework=models.framework), override=True)
    assert (merged.problem, merged.changes) == (models, ())


def test_blanks_are_filled_in_and_conflicts_listed_by_cell(sent, returned):
    back = returned({("c1", "income"): 4, ("c2", "cost"): 8, ("c1", "note"): "ตรวจแล้ว"})
    merged = merge(sent, back)
    assert [(str(each.where), each.part, each.old, each.new) for each in merged.changes] == [
        ("back.xlsx: scores!J4", ("note",), None, {"th": "ตรวจแล้ว"}),
        ("back.xlsx: scores!H5", ("scores", "cost"), None, 8.0),
    ]
    (conflict,) = merged.conflicts
    assert (str(conflict.where), conflict.part) == ("back.xlsx: scores!G4", ("scores", "income"))
    assert (conflict.old_words["en"], conflict.new_words["en"]) == ("3 (Anna)", "4 (Anna)")
    assert merged.problem.values[0].tolist() == [3, 12.5]
    assert merged.problem.values[1].tolist() == [3, 8]
    assert merged.problem.notes[0] == {"th": "ตรวจแล้ว"}


def test_override_replaces_what_differs_and_keeps_what_came_back_empty(sent, returned):
    merged = merge(sent, returned({("c1", "income"): "2..4", ("c1", "cost"): None}), override=True)
    assert merged.conflicts == ()
    assert [each.new for each in merged.changes] == [{"value": {"low": 2, "high": 4}, "assessor": "Anna"}]
    assert merged.problem.values[0].tolist() == [3, 12.5]
    assert merged.problem.cells[0, 0].evidence == {"assessor": "Anna"}


def test_replaced_score_does_not_keep_the_evidence_of_the_old_one(sent):
    back = table(sent, ["id", "income", "cost"], ["c1", 4, ""])
    assert merge(sent, back, override=True).changes[0].new == 4
    assert merge(sent, table(sent, ["id", "income", "cost"], ["c1", 3, ""])).changes == ()


def test_gate_is_answered_where_it_was_not_and_an_answer_is_not_taken_back(sent, returned):
    reason, licence = "gate-reason:licence", "gate:licence"
    cells = {("c2", licence): "ไม่ผ่าน", ("c2", reason): "หมดอายุ", ("c1", licence): "ยังไม่ยืนยัน"}
    merged = merge(sent, returned(cells, "th"))
    (filled,), (conflict,) = merged.changes, merged.conflicts
    assert filled.new == {"state": "fail", "reason": {"th": "หมดอายุ"}}
    assert (str(conflict.where), conflict.new_words["en"]) == ("back.xlsx: scores!E4", "not yet checked")
    assert merge(sent, returned({("c1", licence): None}), override=True).changes == ()


def test_candidates_are_known_by_id_label_or_name_in_any_order(sent):
    back = table(sent, ["id", "name", "income", "cost"], ["ก-03", "", 1, 2], ["", "moral farmer", "", 3])
    merged = merge(sent, back)
    assert [(each.candidate, each.new) for each in merged.changes] == [("c3", 1), ("c3", 2)]
    assert [(each.candidate, str(each.where)) for each in merged.conflicts] == [("c1", "line 3, column cost")]


def test_ids_that_the_file_does_not_give_are_not_taken_for_those_of_the_problem(sent):
    thai = table(sent, ["ชื่อ", "income", "cost"], ["สามพราน", 5, 6])  # alone in its table it would be c1
    assert {each.candidate for each in merge(sent, thai, override=True).changes} == {"c2"}
    with pytest.raises(sm.SeeMcdaError, match="line 2, column ชื่อ: there is no candidate แม่ทา; choose"):
        merge(sent, table(sent, ["ชื่อ", "income", "cost"], ["แม่ทา", 5, 6]))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["c9", "", 1]], "there is no candidate c9"),
        ([["c1", "สามพราน", 1]], "the id c1 and the name สามพราน belong to two candidates"),
        ([["c1", "", 1], ["", "ชาวนาคุณธรรม", 2]], "Moral Farmer is used twice"),
    ],
)
def test_row_that_belongs_to_no_candidate_is_refused(sent, rows, words):
    back = table(sent, ["id", "name", "income", "cost"], *([*row, ""] for row in rows))
    with pytest.raises(sm.SeeMcdaError, match=words):
        merge(sent, back)


def test_column_of_numbers_that_is_no_criterion_is_refused(sent):
    back = table(sent, ["id", "income", "cost", "jobs"], ["c1", "", "", 7])
    with pytest.raises(sm.SeeMcdaError, match="column jobs: there is no criterion jobs; choose from"):
        merge(sent, back)


def test_attributes_that_are_marked_are_filled_in(sent):
    header = ["id", "income", "cost", "attribute:province", "attribute:members", "filled in by"]
    merged = merge(sent, table(sent, header, ["c3", "", "", "Roi Et", 40, "Boon"]))
    assert [(each.part, each.new) for each in merged.changes] == [(("attributes", "members"), 40)]
    assert [each.part for each in merged.conflicts] == [("attributes", "province")]


def test_name_is_filled_in_by_language_and_replaced_only_by_override(sent, returned):
    merged = merge(sent, returned({("c2", "name_en"): "Sampran", ("c1", "name_en"): "Moral Farmers"}))
    assert [each.new for each in merged.changes] == [{"th": "สามพราน", "en": "Sampran"}]
    assert [each.part for each in merged.conflicts] == [("name",)]


def test_turned_table_names_its_own_cells(sent):
    workbook = openpyxl.Workbook()
    for row in (["name", "สามพราน", "Moral Farmer"], ["income", None, 9], ["cost", 8, 7]):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    back = read_problem(stream, framework=sent.framework, transposed=True)
    merged = merge(sent, back)
    assert [str(each.where) for each in (*merged.changes, *merged.conflicts)] == [
        "Sheet!B3",
        "Sheet!C2",
        "Sheet!C3",
    ]


def test_changes_are_made_in_a_document_as_it_was_written(sent, returned):
    document = {"framework": "co-op", "x-own": 1, "candidates": [{"id": "c2", "x-own": 2}]}
    merged = merge(sent, returned({("c2", "cost"): 8}))
    assert merged.apply(document) == {
        **document,
        "candidates": [{"id": "c2", "x-own": 2, "scores": {"cost": 8.0}}],
    }


def test_returned_table_without_a_criterion_keeps_its_scores_and_says_so(sent):
    text = "id,income,filled in by\nc1,4,Boon\nc3,5,Boon\n"
    with pytest.raises(sm.SeeMcdaError, match="there is no column for the criterion Cost"):
        read_problem(io.StringIO(text), format="csv", framework=sent.framework)
    back = read_problem(io.StringIO(text), format="csv", framework=sent.framework, partial=True)
    merged = merge(sent, back, override=True)
    assert [(each.candidate, each.part[1]) for each in merged.changes] == [("c1", "income"), ("c3", "income")]
    assert merged.problem.values[:2, 1].tolist()[:1] == [12.5]
    assert "so their scores stay as they are: Cost" in str(merged.warnings[0])


def test_partial_table_with_a_column_of_numbers_that_is_no_criterion_is_refused(sent):
    text = "id,income,costs\nc1,4,5\n"
    with pytest.raises(sm.SeeMcdaError, match="costs"):
        read_problem(io.StringIO(text), format="csv", framework=sent.framework, partial=True)
