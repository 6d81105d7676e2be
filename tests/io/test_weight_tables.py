"""Weights in cells and in one line of text, as people have them."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

import see_mcda as sm
from see_mcda.errors import FileError, WeightingError
from see_mcda.io.grids.grid import Grid
from see_mcda.io.weights_sheet import weights_of_grid

TREE = sm.Framework.from_dict(
    {
        "id": "table",
        "criteria": [
            {"id": "tech", "name": "Tech"},
            {"id": "c2", "name": "ต้นทุน (บาท)", "objective": "min"},
            {"id": "jobs", "name": {"en": "Local jobs", "th": "งาน"}},
        ],
    }
)
RIGHT = {"tech": 0.5, "c2": 0.2, "jobs": 0.3}


def weights(rows: Sequence[Sequence[object]]) -> dict[str, float]:
    found, notices = weights_of_grid(Grid(rows, "book.xlsx", "w"), TREE)
    assert not notices
    return sm.read_weights(found, TREE).to_dict()


def refused(rows: Sequence[Sequence[object]]) -> list[str]:
    with pytest.raises(WeightingError) as caught:
        weights(rows)
    return caught.value.lines()


@pytest.mark.parametrize(
    "rows",
    [
        [["criterion", "weight"], ["Tech", 50], ["ต้นทุน (บาท)", 20], ["งาน", 30]],
        [["เกณฑ์", "ค่าน้ำหนัก"], ["tech", "๕"], ["ต้นทุน", "๒"], ["local jobs", "๓"]],
        [["Tech", 5], ["c2", 2], ["jobs", 3]],
        [["No.", "Criterion", "Remark", "Points"], [1, "Tech", "", 5], [2, "c2", "x", 2], [3, "jobs", "", 3]],
        [["Criterion", "Vendor", "Weight"], ["Tech", 1, 5], ["c2", 7, 2], ["jobs", 4, 3]],
        [["Weights 2567", ""], ["", ""], ["name", "w"], ["Tech", "50 %"], ["c2", "20%"], ["jobs", "30%"]],
        [["Tech", "ต้นทุน (บาท)", "Local jobs"], [50, 20, 30]],
        [["", "Tech", "c2", "jobs"], ["น้ำหนัก", "0,5", "0,2", "0,3"]],
        [["x", "Tech", "c2", "jobs"], ["A", 1, 2, 3], ["weight", 5, 2, 3], ["B", 4, 2, 6]],
    ],
)
def test_weights_stand_beside_or_below_the_names_of_the_criteria(rows):
    assert weights(rows) == pytest.approx(RIGHT)


def test_a_total_is_left_out_and_reported():
    rows = [["criterion", "weight"], ["Tech", 50], ["c2", 20], ["jobs", 30], ["ทั้งสิ้น", 100]]
    found, notices = weights_of_grid(Grid(rows, "book.xlsx", "w"), TREE)
    assert sm.read_weights(found, TREE).to_dict() == pytest.approx(RIGHT)
    assert [str(each) for each in notices] == ["book.xlsx: w!A5: ทั้งสิ้น is a total and was left out"]


def test_percentages_that_do_not_add_up_are_reported():
    rows = [["Tech", "c2", "jobs"], ["45%", "18%", "27%"]]
    found, notices = weights_of_grid(Grid(rows, "book.xlsx", "w"), TREE)
    assert sm.read_weights(found, TREE).to_dict() == pytest.approx(RIGHT)
    assert [each.message.text() for each in notices] == [
        "the weights add up to 90%, not to 100%; they count in proportion"
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [["Tech", 5], ["c2", 2], ["Local job", 3]],
            "w!A3: there is no criterion Local job; did you mean Local",
        ),
        ([["Tech", 5], ["c2", 2], ["jobs", "many"]], "several|no weights are here"),
        ([["name", "weight"], ["Tech", 5], ["c2", ""], ["jobs", 3]], "ต้นทุน (บาท) has no weight"),
        ([["Tech", "50%"], ["c2", 2], ["jobs", 3]], "some of the weights have the sign %"),
        ([["Tech", 5], ["tech", 4], ["c2", 2], ["jobs", 3]], "already has a weight"),
        (
            [["name", "A", "B"], ["Tech", 5, 4], ["c2", 2, 1], ["jobs", 3, 3]],
            "w!B2, book.xlsx: w!C2 hold numbers; head the one of the weights",
        ),
        ([["", "Tech", "c2", "jobs"], ["A", 1, 2, 3], ["B", 4, 2, 6]], "hold numbers"),
        ([["note"], ["see the minutes"]], "no weights are here"),
        ([], "no weights are here"),
        ([["Tech", 5], ["c2", -2], ["jobs", 3]], "must be a number of 0 or more, not -2"),
    ],
)
def test_what_cannot_be_weights_is_refused(rows, line):
    assert any(part in " ".join(refused(rows)) for part in line.split("|"))


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return content.getvalue()


ROWS = [["เกณฑ์", "น้ำหนัก"], ["Tech", 5], ["ต้นทุน", 2], ["งาน", 3]]
SCORES = [["", "Tech", "c2", "jobs"], ["A", 1, 2, 3]]


@pytest.mark.parametrize(
    "sheets",
    [{"น้ำหนัก": ROWS}, {"คะแนน": SCORES, "น้ำหนัก": ROWS}, {"Sheet1": SCORES, "Sheet2": ROWS}],
)
def test_a_workbook_has_them_on_the_sheet_of_weights_else_where_they_are_headed_so(tmp_path, sheets):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(**sheets))
    assert sm.read_weights(path, TREE).to_dict() == pytest.approx(RIGHT)


def test_the_scores_of_a_workbook_are_not_taken_for_weights(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(Sheet1=SCORES))
    with pytest.raises(FileError, match="no sheet is called weights"):
        sm.read_weights(path, TREE)


@pytest.mark.parametrize("name", ["w.csv", "w.tsv", "W.CSV"])
def test_a_delimited_file_has_them_under_peoples_own_headers(tmp_path, name):
    path = tmp_path / name
    sign = "\t" if name.endswith("tsv") else ","
    path.write_text("\n".join(sign.join(map(str, row)) for row in ROWS), encoding="utf-8")
    assert sm.read_weights(path, TREE).to_dict() == pytest.approx(RIGHT)


@pytest.mark.parametrize(
    "words", ["5,2,3", "50%, 20%, 30%", "Tech=50%,c2=20 %,งาน=30%", "tech=0.5,ต้นทุน=0.2,jobs=0.3", "๕,๒,๓"]
)
def test_a_line_of_weights_has_names_or_the_order_of_the_criteria(words):
    assert sm.read_weights(words, TREE).to_dict() == pytest.approx(RIGHT)


def test_the_order_of_weights_without_names_is_reported():
    (order,) = sm.read_weights("5,2,3", TREE).warnings
    assert order.message.text() == (
        "weights in the order of the criteria: Tech 5, ต้นทุน (บาท) 2, Local jobs 3"
    )
    assert order.message.text("th").endswith("Tech 5, ต้นทุน (บาท) 2, งาน 3")


@pytest.mark.parametrize(
    ("words", "reports"),
    [
        ("50%,20%,30%", 1),
        ("40%,20%,30%", 2),
        ("tech=33.3%,c2=33.3%,jobs=33.3%", 0),
        ("tech=33%,c2=33%,jobs=33%", 1),
    ],
)
def test_a_line_of_percentages_is_reported_unless_it_adds_up(words, reports):
    assert len(sm.read_weights(words, TREE).warnings) == reports


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("1,2", "3 weights are needed, one for each criterion in order: Tech, ต้นทุน (บาท), Local jobs"),
        ("tech=5,c2=2,jobs=-3", 'not -3; where less is better, use --minimize "?Local jobs'),
        ("5,2,-3", "not -3; where less is better, use --minimize"),
        ("50%,2,3", "some of the weights have the sign %"),
        ("tech=five,c2=2,jobs=3", "tech=five is not of the form name=number"),
    ],
)
def test_a_line_that_is_wrong_says_what_to_write(words, line):
    with pytest.raises(WeightingError, match=line.replace("(", r"\(").replace(")", r"\)")):
        sm.read_weights(words, TREE)


def test_the_cost_of_a_framework_is_not_sent_to_minimize():
    with pytest.raises(WeightingError) as caught:
        sm.read_weights("tech=5,c2=-2,jobs=3", TREE)
    assert "--minimize" not in str(caught.value)
