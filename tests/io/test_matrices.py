"""Matrices of pairwise comparisons in workbooks, delimited files and surveys."""

import datetime
import io

import numpy as np
import pytest
import xlsxwriter

from see_mcda.elicitation.ways import Place, ahp_weights, group_weights
from see_mcda.errors import SeeMcdaError
from see_mcda.io import read_matrices, read_matrix

NAMES = ["Cost", "Quality", "Delivery"]
FULL = [[1, 5, "1/3"], ["1/5", 1, "1/7"], [3, 7, 1]]
WEIGHTS = [0.2790, 0.0719, 0.6491]
SURVEY = "respondent,cult_fam,cult_house,fam_house\nr1,-3,4,6\nr2,2,3,1\nr3,-5,2,7\n"
GROUP = {"cult": 0.325, "fam": 0.542, "house": 0.133}


def labelled(body, names=NAMES, corner=""):
    return [[corner, *names], *([name, *row] for name, row in zip(names, body, strict=True))]


def workbook(path, hidden=(), **sheets):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    day = book.add_format({"num_format": "d-mmm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        elif hidden:
            sheet.activate()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell not in ("", None):
                    sheet.write(at, column, cell)
    book.close()
    path.write_bytes(content.getvalue())
    return path


def delimited(path, rows):
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    return path


def faults(source, read=read_matrix, **options):
    with pytest.raises(SeeMcdaError) as caught:
        read(source, **options)
    return [str(fault).replace(f"{source}: ", "") for fault in caught.value.faults]


def weights(matrix):
    return ahp_weights(Place.of(), matrix).weights


def group(source, **options):
    found = group_weights(Place.of(), read_matrices(source, **options))
    return dict(zip(found.criteria, found.weights.tolist(), strict=True))


UPPER = [[1, 5, "1/3"], ["", 1, "1/7"], ["", "", 1]]
LOWER = [[1, "", ""], ["1/5", 1, ""], [3, 7, 1]]
SHAPES = {
    "no corner": labelled(FULL),
    "corner": labelled(FULL, corner="Criteria"),
    "upper half": labelled(UPPER),
    "lower half": labelled(LOWER),
    "upper half without diagonal": labelled([["", 5, "1/3"], ["", "", "1/7"], ["", "", ""]]),
    "dashes": labelled([["-", 5, "1/3"], ["-", "-", "1/7"], ["-", "-", "-"]]),
    "decimals": labelled([[1, 5, 0.33], [0.2, 1, 0.14], [3, 7, 1]]),
    "decimals of one digit": labelled([[1, 5, 0.3], [0.2, 1, 0.1], [3, 7, 1]]),
    "decimals in one half": labelled([[1, 5, 0.333], ["", 1, 0.143], ["", "", 1]]),
    "Unicode fractions": labelled([[1, 5, "⅓"], ["", 1, "1⁄7"], ["", "", 1]]),
    "title": [["Pairwise comparison"], [], *labelled(FULL)],
    "beside": [["", *row] for row in labelled(FULL)],
    "upper half without the first column and the last row": [
        ["", "Quality", "Delivery"],
        ["Cost", 5, "1/3"],
        ["Quality", "", "1/7"],
    ],
    "lower half without the first row and the last column": [
        ["", "Cost", "Quality"],
        ["Quality", "1/5", ""],
        ["Delivery", 3, 7],
    ],
    "ratios": labelled([[1, "5:1", "1:3"], ["", 1, "1:7"], ["", "", 1]]),
    "weights of another name": [
        [*row, end] for row, end in zip(labelled(FULL), ["Importance", 0.28, 0.07, 0.65], strict=True)
    ],
    "numbered rows": [
        ["No", "Criteria", *NAMES],
        *([i + 1, *row] for i, row in enumerate(labelled(FULL)[1:])),
    ],
    "rows in another order": [["", *NAMES], *(labelled(FULL)[at] for at in (3, 1, 2))],
    "header alone": [NAMES, *FULL],
    "rows alone": labelled(FULL)[1:],
    "sums": [*labelled(FULL), ["Sum", 4.2, 13, 1.476]],
    "sums under a header alone": [NAMES, *FULL, [4.2, 13, 1.476]],
    "sums of another name": [*labelled(FULL), ["Σ of the above", 4.2, 13, 1.476]],
    "Thai sums and weights": [
        ["เกณฑ์", *NAMES, "ผลรวม", "น้ำหนัก"],
        *([*row, 6.333, 0.28] for row in labelled(FULL)[1:]),
        ["ผลรวม", 4.2, 13, 1.476, "", ""],
    ],
    "normalised matrix below": [
        *labelled(FULL),
        [],
        *labelled([[0.24, 0.38, 0.23], [0.05, 0.08, 0.1], [0.71, 0.54, 0.68]]),
        [],
        ["CR", 0.056],
    ],
    "normalised matrix beside": [
        [*row, "", *again]
        for row, again in zip(
            labelled(FULL),
            labelled([[0.24, 0.38, 0.23], [0.05, 0.08, 0.1], [0.71, 0.54, 0.68]]),
            strict=True,
        )
    ],
    "a note below": [*labelled(FULL), [], ["Filled in by Anna"]],
}
REPORTED = {
    "decimals": 2,
    "decimals of one digit": 2,
    "decimals in one half": 2,
    "sums": 1,
    "sums under a header alone": 1,
    "sums of another name": 1,
    "weights of another name": 1,
    "Thai sums and weights": 3,
    "normalised matrix below": 1,
    "normalised matrix beside": 1,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_matrix_is_read_in_the_shapes_that_people_have(tmp_path, shape, kind):
    rows = SHAPES[shape]
    path = tmp_path / f"m.{kind}"
    matrix = read_matrix(workbook(path, AHP=rows) if kind == "xlsx" else delimited(path, rows))
    assert weights(matrix) == pytest.approx(WEIGHTS, abs=5e-5)
    assert matrix.names == tuple(NAMES)
    assert len(matrix.notices) == REPORTED.get(shape, 0)


def test_matrix_without_names_is_a_square_of_numbers(tmp_path):
    matrix = read_matrix(workbook(tmp_path / "m.xlsx", AHP=[["AHP"], *FULL]))
    assert matrix.names is None
    assert weights(matrix) == pytest.approx(WEIGHTS, abs=5e-5)


def test_numbers_are_names_where_rows_and_columns_have_the_same_ones(tmp_path):
    matrix = read_matrix(delimited(tmp_path / "m.csv", labelled(FULL, [1, 2, 3])))
    assert matrix.names == ("1", "2", "3")
    assert weights(matrix) == pytest.approx(WEIGHTS, abs=5e-5)


def test_criterion_called_weight_is_a_criterion(tmp_path):
    matrix = read_matrix(delimited(tmp_path / "m.csv", labelled(FULL, ["Cost", "Weight", "Total"])))
    assert matrix.names == ("Cost", "Weight", "Total")
    summed = [["", *NAMES, "Sum"], *([*row, 6] for row in labelled(UPPER)[1:]), ["Sum", 1, 6, 1.476, 9]]
    assert read_matrix(delimited(tmp_path / "n.csv", summed)).names == tuple(NAMES)


def test_criterion_called_weight_is_not_left_out_for_its_contradictions(tmp_path):
    rows = labelled([[1, 5, 3], [4, 1, 2], ["", "", 1]], ["Cost", "Weight", "Time"])
    [line] = faults(delimited(tmp_path / "m.csv", rows))
    assert line.startswith(
        "line 2, column Weight: 5 here and 4 at line 3, column Cost are not reciprocal; give one of them"
    )


def test_dates_are_asked_about_and_then_read_as_fractions(tmp_path):
    day = datetime.date
    rows = labelled([[1, day(2024, 3, 1), day(2024, 1, 5)], [3, 1, day(2024, 2, 1)], [5, 2, 1]])
    path = workbook(tmp_path / "m.xlsx", AHP=rows)
    told = faults(path)
    assert [line.split(":")[0] for line in told] == ["AHP!C2", "AHP!D2", "AHP!D3"]
    for line, fraction in zip(told, ("1/3", "1/5", "1/2"), strict=True):
        assert f"it was probably {fraction} before" in line
        assert "--dates-as-fractions" in line
    matrix = read_matrix(path, dates_as_fractions=True)
    assert weights(matrix) == pytest.approx(weights(read_matrix("1 1/3 1/5; 3 1 1/2; 5 2 1")))
    assert [each.code for each in matrix.notices] == ["date-read"] * 3


@pytest.mark.parametrize(
    "date",
    [
        "3-Jan",
        "Jan-03",
        "03-Jan-24",
        "1-Mar",
        "1 March 2024",
        "3-ม.ค.",
        "3/1/2024",
        "2024-01-03",
        "2024-03-01 00:00:00",
        "45294",
    ],
)
def test_words_for_a_date_are_dates(tmp_path, date):
    path = delimited(tmp_path / "m.csv", labelled([[1, 5, date], ["", 1, "1/7"], ["", "", 1]]))
    [line] = faults(path)
    assert line.startswith(f"line 2, column Delivery: {date} is a date; it was probably 1/3 before")
    assert weights(read_matrix(path, dates_as_fractions=True)) == pytest.approx(WEIGHTS, abs=5e-5)


def test_date_of_no_fraction_is_never_read(tmp_path):
    path = delimited(tmp_path / "m.csv", labelled([[1, 5, "2-Mar"], ["", 1, 2], ["", "", 1]]))
    for dates in (False, True):
        [line] = faults(path, dates_as_fractions=dates)
        assert "2-Mar is a date, not a judgment" in line


def test_months_in_names_are_no_dates(tmp_path):
    names = ["Marketing 3", "May", "Decision 1"]
    assert read_matrix(delimited(tmp_path / "m.csv", labelled(FULL, names))).names == tuple(names)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (labelled([[1, 5, 3], [4, 1, 2], ["", "", 1]]), "AHP!C2: 5 here and 4 at AHP!B3 are not reciprocal"),
        (labelled([[1, -5, 3], ["", 1, 2], ["", "", 1]]), "AHP!C2: a judgment must be a positive number"),
        (labelled([[1, "five", 3], ["", 1, 2], ["", "", 1]]), "AHP!C2: five is not a number"),
        (
            labelled([[2, 5, 3], ["", 1, 2], ["", "", 1]]),
            "AHP!B2: a criterion compared with itself must be 1",
        ),
        ([*labelled(FULL), ["Speed", 2, 3, 4]], "AHP!A5: Speed has a row or a column, not both"),
        (
            [[*row, end] for row, end in zip(labelled(FULL), ["Speed", 2, 3, 4], strict=True)],
            "AHP!E1: Speed has",
        ),
        ([NAMES, *FULL[:2]], "AHP!A2: there are 2 rows of judgments and 3 columns"),
        (
            [["", *NAMES], *([f"V{i}", 1, 2, 3] for i in range(3))],
            "AHP!1:1: the rows are called V0, V1, V2 and",
        ),
        ([*labelled(FULL), [], *labelled(FULL, ["X", "Y", "Z"])], "AHP!B7: there is a second matrix here"),
        (
            labelled([[1, 2, 3], ["", 1, 2], ["", "", 1]], ["Cost", "Quality", "Qualty"])[:3],
            "AHP!D1: Qualty has",
        ),
        (
            labelled([[1, 2, 3, 4], ["", 1, 2, 2], ["", "", 1, 3], ["", "", "", 1]], [*NAMES, "Cost"]),
            "AHP!A2: Cost is given twice",
        ),
        ([["nothing", "here"]], "there are no judgments"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(tmp_path, rows, wanted):
    [line] = faults(workbook(tmp_path / "m.xlsx", AHP=rows))
    assert line.startswith(wanted)


def test_sheets_are_the_judgments_of_people_in_any_order(tmp_path):
    turned = [
        ["", "quality", "delivery", "COST"],
        ["delivery", 7, 1, 3],
        ["quality", 1, "", ""],
        ["COST", 5, "", 1],
    ]
    path = workbook(tmp_path / "m.xlsx", About=[["Three people"]], Anna=labelled(FULL), สมชาย=turned)
    read = read_matrices(path)
    assert [matrix.judge for matrix in read] == ["Anna", "สมชาย"]
    assert list(group(path).values()) == pytest.approx(WEIGHTS, abs=5e-5)
    assert list(group(path)) == NAMES
    assert "Anna, สมชาย" in faults(path)[0]
    assert weights(read_matrix(path, sheet="สมชาย")).sum() == pytest.approx(1)
    assert [str(each) for each in read[0].notices] == [f"{path}: sheets without numbers are left out: About"]


def test_sheet_without_a_matrix_is_asked_about(tmp_path):
    path = workbook(
        tmp_path / "m.xlsx",
        Anna=labelled(FULL),
        Boon=labelled(FULL),
        Result=[["Cost", 0.3], ["Speed", 0.7], ["x", 1]],
    )
    told = faults(path, read_matrices)
    assert any("--sheet Anna,Boon" in line for line in told)
    assert len(read_matrices(path, sheet="Anna,Boon")) == 2
    assert "there is no sheet Carl" in faults(path, read_matrices, sheet="Carl")[0]


def test_a_hidden_sheet_is_no_judge_unless_it_is_named(tmp_path):
    other = labelled([[1, 2, 3], ["", 1, 2], ["", "", 1]])
    path = workbook(tmp_path / "judges.xlsx", hidden=["old"], old=other, now=labelled(FULL))
    matrix = read_matrix(path)
    np.testing.assert_allclose(weights(matrix), WEIGHTS, atol=5e-5)
    assert "hidden sheets are left out: old" in " ".join(map(str, matrix.notices))
    assert read_matrix(path, sheet="old").rows[0, 1] == 2


def test_sheets_with_other_criteria_are_refused(tmp_path):
    path = workbook(
        tmp_path / "m.xlsx", Anna=labelled(FULL), Boon=labelled(FULL, ["Cost", "Quality", "Speed"])
    )
    with pytest.raises(SeeMcdaError, match=r"Boon: there is no Speed here") as caught:
        group(path)
    assert "Boon: Delivery is missing" in str(caught.value)


PAIRS = {
    "underscores": "cult_fam,cult_house,fam_house",
    "vs": "cult vs fam,cult vs. house,fam VS house",
    "vs in one word": "CultVsFam,CultVsHouse,FamVsHouse",
    "vs between underscores": "cult_vs_fam,cult_vs_house,fam_vs_house",
    "names with underscores": "our_cult_our_fam,our_cult_house,our_fam_house",
    "slashes": "cult/fam,cult / house,fam/house",
    "colons": "cult : fam,cult : house,fam : house",
    "questions": "How important is cult compared to fam?,How important is cult compared to house?,"
    "How important is fam compared to house?",
    "numbered": "1. cult vs fam,2. cult vs house,3. fam vs house",
    "grid": "Compare the two [cult vs fam],Compare the two [cult vs house],Compare the two [fam vs house]",
    "dashes": "cult – fam,cult – house,fam – house",
}


@pytest.mark.parametrize("headers", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("scale", ["negative", "fractions"])
def test_survey_is_read_by_its_pairs(tmp_path, headers, scale):
    text = SURVEY.replace("cult_fam,cult_house,fam_house", headers)
    path = tmp_path / "s.csv"
    path.write_text(text if scale == "negative" else text.replace("-3", "1/3").replace("-5", "1/5"))
    assert [matrix.judge for matrix in read_matrices(path)] == ["r1", "r2", "r3"]
    assert list(group(path).values()) == pytest.approx(list(GROUP.values()), abs=5e-4)


def test_pair_that_is_asked_twice_is_refused(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(SURVEY.replace("cult_fam,cult_house,fam_house", "a vs b,a vs c,b vs a"))
    assert faults(path, read_matrices) == ["line 1, column 4: b and a are already compared"]


def test_survey_of_a_form_has_times_and_names_and_remarks(tmp_path):
    rows = [
        [
            "ประทับเวลา",
            "อีเมล",
            "ชื่อ-สกุล",
            "ต้นทุน เทียบกับ คุณภาพ",
            "ต้นทุน เทียบกับ เวลา",
            "คุณภาพ เทียบกับ เวลา",
            "ข้อเสนอแนะ",
        ],
        ["2024-05-01 10:00", "a@x.org", "สมชาย", -3, 4, 6, "ดี"],
        ["2024-05-01 11:00", "b@x.org", "สมหญิง", 2, 3, 1, ""],
        ["2024-05-01 12:00", "c@x.org", "สมศรี", -5, 2, 7, ""],
        ["", "", "ค่าเฉลี่ย", -2, 3, 4.67, ""],
    ]
    path = workbook(tmp_path / "s.xlsx", Form=rows)
    read = read_matrices(path)
    assert [matrix.judge for matrix in read] == ["สมชาย", "สมหญิง", "สมศรี"]
    assert list(group(path)) == ["ต้นทุน", "คุณภาพ", "เวลา"]
    assert list(group(path).values()) == pytest.approx(list(GROUP.values()), abs=5e-4)
    assert any("ค่าเฉลี่ย is left out" in str(each) for each in read[0].notices)


def test_survey_may_have_its_pairs_below_each_other(tmp_path):
    rows = [line.split(",") for line in SURVEY.split()]
    path = delimited(tmp_path / "s.csv", list(zip(*rows, strict=True)))
    assert group(path) == pytest.approx(GROUP, abs=5e-4)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("0", "line 3, column cult_house: 0 is not an answer: write 1"),
        ("17", "line 3, column cult_house: an answer is from −9 to 9"),
        ("-0.5", "line 3, column cult_house: an answer is from −9 to 9"),
        ("1/3", "line 3, column cult_house: the fraction 0.333333 here and the negative answer at line 2"),
        ("much", "line 3, column cult_house: much is not a number"),
        ("3-Jan", "line 3, column cult_house: 3-Jan is a date; it was probably 1/3"),
    ],
)
def test_answer_of_no_scale_is_refused(tmp_path, answer, wanted):
    path = tmp_path / "s.csv"
    path.write_text(SURVEY.replace("r2,2,3", f"r2,2,{answer}"))
    [line] = faults(path, read_matrices)
    assert line.startswith(wanted)


def test_answers_that_never_prefer_the_second_are_told(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(SURVEY.replace("-", ""))
    assert "survey-one-sided" in {each.code for each in read_matrices(path)[0].notices}
    path.write_text(SURVEY)
    assert "survey-one-sided" not in {each.code for each in read_matrices(path)[0].notices}


def test_pair_that_a_respondent_left_out_is_not_judged(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(SURVEY.replace("r2,2,3,1", "r2,2,,1"))
    assert np.isnan(read_matrices(path)[1].rows[0, 2])


def test_criteria_have_the_names_of_the_framework_in_any_language(tmp_path):
    names = ["สังคม", "Economic", "environmental"]
    matrix = read_matrix(workbook(tmp_path / "m.xlsx", AHP=labelled(FULL, names)))
    found = ahp_weights(Place.of("see", "pillars"), matrix)
    by_id = dict(zip(found.criteria, found.weights.tolist(), strict=True))
    assert [by_id[id] for id in ("social", "economic", "environmental")] == pytest.approx(WEIGHTS, abs=5e-5)


def test_suggestion_names_the_criteria_and_the_cell(tmp_path):
    matrix = read_matrix(
        workbook(tmp_path / "m.xlsx", AHP=labelled([[1, 3, "1/5"], ["", 1, 2], ["", "", 1]]))
    )
    first = ahp_weights(Place.of(), matrix).suggestions[0].text()
    assert first.startswith("Quality / Delivery (")
    assert "m.xlsx: AHP!D3)" in first
