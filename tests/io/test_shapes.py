"""Tables of weights and legends beside, below or on a sheet next to a score table."""

from io import BytesIO

import pytest
import xlsxwriter

import see_mcda as sm
from see_mcda.model.reading import ReadingError
from tests.io.texts import asked, objectives, reading_of

SCORES = [
    ["ชื่อกิจการ", "รายได้ (บาท)", "ต้นทุน (บาท)", "สมาชิก (คน)"],
    ["สหกรณ์ ก", 1_200_000, 350_000, 120],
    ["กลุ่ม ข", 800_000, 150_000, 85],
    ["วิสาหกิจ ค", 2_500_000, 900_000, 40],
]
NAMES = ["รายได้", "ต้นทุน", "สมาชิก"]
WEIGHTS = [["เกณฑ์", "น้ำหนัก"], *map(list, zip(NAMES, [50, 20, 30], strict=True))]


def beside(left: list, right: list, gap: int = 1) -> list:
    """Two tables side by side."""
    rows = max(len(left), len(right))
    width = max(map(len, left))
    return [
        [*(row := left[at] if at < len(left) else []), *[None] * (width - len(row) + gap)]
        + (right[at] if at < len(right) else [])
        for at in range(rows)
    ]


def workbook(**sheets: list) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, ["" if cell is None else cell for cell in row])
    return content.getvalue()


def read(source: bytes, **options) -> sm.Problem:
    return sm.read_problem(BytesIO(source), format="xlsx", minimize=["ต้นทุน"], **options)


def csv(rows: list) -> BytesIO:
    lines = (",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return BytesIO("\n".join(lines).encode())


def question(source: bytes, **options) -> str:
    with pytest.raises(ReadingError) as refused:
        read(source, **options)
    assert len(refused.value.questions) == 1
    return "\n".join(refused.value.lines("en"))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        pytest.param(beside(SCORES, WEIGHTS), "F1:G4", id="beside"),
        pytest.param(beside(SCORES, WEIGHTS, 0), "E1:F4", id="beside, without a blank column"),
        pytest.param(beside(WEIGHTS, SCORES), "A1:B4", id="on the left"),
        pytest.param([*SCORES, [], *WEIGHTS], "A6:B9", id="below"),
        pytest.param([*SCORES, *WEIGHTS], "A5:B8", id="below, without a blank row"),
        pytest.param([*SCORES, [], *WEIGHTS[1:]], "A6:B8", id="below, without headers"),
        pytest.param([*SCORES, [], ["น้ำหนักของเกณฑ์"], *WEIGHTS], "A6:B10", id="below, with a title"),
        pytest.param([*SCORES, [], ["ใช้", "ค่า"], *WEIGHTS[1:]], "A6:B9", id="other headers"),
        pytest.param([["ตาราง"], [], *SCORES, [], *WEIGHTS], "A8:B11", id="with a title above"),
        pytest.param(
            [*SCORES, [], ["ที่", *WEIGHTS[0]], *([at, *row] for at, row in enumerate(WEIGHTS[1:], 1))],
            "A6:C9",
            id="numbered",
        ),
        pytest.param([*SCORES, [], *WEIGHTS, ["รวม", 100]], "A6:B10", id="with a total"),
        pytest.param([*SCORES, [], ["", *NAMES], ["น้ำหนัก", 50, 20, 30]], "A6:D7", id="in a row"),
        pytest.param([*SCORES, [], [], *WEIGHTS[:1], *WEIGHTS[:0:-1]], "A7:B10", id="in another order"),
    ],
)
def test_a_table_of_weights_on_the_sheet_is_used(rows, place):
    problem = read(workbook(Sheet1=rows))
    assert problem.leaves == ("c1", "c2", "c3")
    assert [name["th"] for name in problem.names] == ["สหกรณ์ ก", "กลุ่ม ข", "วิสาหกิจ ค"]
    assert problem.reading.weights == {"c1": 50, "c2": 20, "c3": 30}
    assert problem.reading.weights_from.cell == place
    assert f"Used the weights in {place}" in " ".join(map(str, problem.reading.summary()))


def test_a_table_of_weights_in_a_delimited_file_is_used():
    for rows, place in (([*SCORES, [], *WEIGHTS], "line 6"), (beside(SCORES, WEIGHTS), "line 1")):
        problem = sm.read_problem(csv(rows), format="csv")
        assert problem.reading.weights == {"c1": 50, "c2": 20, "c3": 30}
        assert f"Used the weights in {place}" in " ".join(map(str, problem.reading.summary()))


@pytest.mark.parametrize("name", ["weights", "น้ำหนัก", "Sheet2"])
def test_a_sheet_of_weights_in_the_same_workbook_is_used(name):
    problem = read(workbook(ข้อมูล=SCORES, **{name: WEIGHTS}))
    assert problem.reading.weights == {"c1": 50, "c2": 20, "c3": 30}
    assert f"Used the weights in sheet {name}" in " ".join(map(str, problem.reading.summary()))
    assert read(workbook(ข้อมูล=SCORES, **{name: WEIGHTS}), range="A1:D4").reading.weights is None


def test_another_sheet_of_scores_holds_no_weights():
    other = [SCORES[0], ["อื่น", 3, 4, 5], ["อีก", 4, 3, 2], ["น้ำหนัก", 10, 20, 30]]
    assert read(workbook(ข้อมูล=SCORES, Sheet2=other), sheet="ข้อมูล").reading.weights is None


def test_weights_written_in_a_workbook_are_read_from_it(tmp_path):
    problem = sm.read_problem(BytesIO(workbook(Sheet1=[*SCORES, [], *WEIGHTS])))
    sm.write_problem(problem, tmp_path / "all.xlsx", weights={"c1": 0.5, "c2": 0.2, "c3": 0.3})
    assert sm.read_problem(tmp_path / "all.xlsx").reading.weights == {"c1": 0.5, "c2": 0.2, "c3": 0.3}


@pytest.mark.parametrize(
    ("table", "named"),
    [
        pytest.param(WEIGHTS[:3], "สมาชิก", id="one without a weight"),
        pytest.param([WEIGHTS[0], ["ก", 5], ["ข", 4], ["ค", 1]], "names no criterion", id="other names"),
        pytest.param([["เกณฑ์", "คะแนนเต็ม"], *WEIGHTS[1:]], "may not be weights", id="full marks"),
        pytest.param([*WEIGHTS, ["ต้นทุน (บาท)", 7]], "already has a weight", id="one twice"),
        pytest.param([*WEIGHTS[:3], ["สมาชิก", -3]], "-3", id="one below zero"),
    ],
)
def test_a_table_of_weights_that_does_not_fit_is_asked_about(table, named):
    source = workbook(Sheet1=[*SCORES, [], *table])
    text = question(source)
    assert named in text
    assert "Sheet1!A" in text or "Sheet1!B" in text
    assert "--range A1:D4" in text
    assert read(source, range="A1:D4").reading.weights is None


def test_a_row_and_a_table_of_other_weights_are_asked_about():
    row = ["น้ำหนัก", 1, 1, 1]
    source = workbook(Sheet1=[*SCORES, row, [], *WEIGHTS])
    text = question(source)
    assert "A7:B10" in text
    assert read(source, skip_rows=["5"]).reading.weights == {"c1": 50, "c2": 20, "c3": 30}
    assert read(source, range="A1:D5").reading.weights == {"c1": 1, "c2": 1, "c3": 1}
    same = workbook(Sheet1=[*SCORES, ["น้ำหนัก", 0.5, 0.2, 0.3], [], *WEIGHTS])
    assert read(same).reading.weights == {"c1": 0.5, "c2": 0.2, "c3": 0.3}


def test_two_tables_of_other_weights_are_asked_about():
    others = [["เกณฑ์", "น้ำหนัก"], *map(list, zip(NAMES, [1, 1, 1], strict=True))]
    assert "A11:B14" in question(workbook(Sheet1=[*SCORES, [], *WEIGHTS, [], *others]))


@pytest.mark.parametrize(
    "legend",
    [
        [["Scale", "Meaning"], [5, "very good"], [3, "fair"], [1, "poor"]],
        [["ระดับ", "ความหมาย"], [2, "ดี"], [1, "พอใช้"]],
        [["ระดับ", "คะแนน"], *([f"ระดับ {n}", n] for n in range(1, 11))],
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_a_legend_is_left_out(legend, below):
    problem = read(workbook(Sheet1=[*SCORES, [], *legend] if below else beside(SCORES, legend)))
    assert len(problem.leaves) == len(problem.candidates) == 3
    assert problem.reading.weights is None
    assert "2 tables" in " ".join(map(str, problem.reading.summary()))


def test_words_that_are_criteria_too_do_not_cut_a_table():
    rows = [[*SCORES[0], "จุดเด่น", "หนี้"]]
    rows += [
        [*row, best, 3 * at]
        for at, (row, best) in enumerate(zip(SCORES[1:], ("รายได้", "รายได้", "ต้นทุน"), strict=True), 1)
    ]
    assert len(read(workbook(Sheet1=rows)).leaves) == 4


def test_of_two_tables_with_the_same_headers_the_first_is_read():
    marked = [SCORES[0], *([row[0], f"{row[1]}*", *row[2:]] for row in SCORES[1:])]
    shares = [SCORES[0], *([name, 0.5, 0.25, 1.0] for name, *_ in SCORES[1:])]
    problem = read(workbook(Sheet1=[*marked, [], ["Normalised"], *shares]))
    assert problem.values[:, 1].tolist() == [350_000, 150_000, 900_000]


def test_candidates_called_like_criteria_are_no_table_of_weights():
    for more in ("", "X,5,20,3\n"):
        reading = reading_of(f"name,a,b,c\n{more}A,1,20,3\nB,2,30,4\nC,9,10,7")
        assert len(reading.candidates) == 3 + bool(more)
        assert reading.weights is None


IN_ROWS = """\
income,3,40,5,9
cost,5,1,2,8
jobs,6,3,9,1"""
ALIKE = """\
income,300000,400000,500000,200000
cost,50000,10000,20000,40000
jobs,6,3,9,1"""


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        pytest.param(f"criteria,A,B,C,D\n{IN_ROWS}", True, id="corner"),
        pytest.param(f"เกณฑ์,A,B,C,D\n{IN_ROWS}", True, id="corner in Thai"),
        pytest.param(f",criteria,A,B,C\n{IN_ROWS}", False, id="the word over numbers"),
        pytest.param(f"what,A,B,C,D\n{IN_ROWS}", False, id="no sign"),
        pytest.param(f"what,A,B,C,D\n{ALIKE}", None, id="numbers alike along rows"),
        pytest.param(f"what,A,B,C,D\n{ALIKE.replace('400000', '4')}", False, id="one number unlike"),
        pytest.param(f"what,A,B,C,D\n{ALIKE.replace('400000', '0')}", False, id="a zero"),
        pytest.param(f"what,A,B,C,D\n{ALIKE.replace('400000', '-4e5')}", None, id="below zero"),
        pytest.param(
            "what,A,B\nincome,300000,400000\ncost,50000,10000\njobs,6,3", False, id="two columns only"
        ),
        pytest.param("what,A,B,C\nincome,300000,400000,500000\njobs,6,3,9", False, id="two rows only"),
        pytest.param("what,A,B,C\nincome,30,40,50\ncost,5,6,5\njobs,6,3,9", False, id="of one magnitude"),
        pytest.param(
            "what,A,B,C\nincome (THB),3,40,5\ncost (THB),5,1,2\njobs,6,3,9", True, id="two rows with units"
        ),
        pytest.param("what,A,B,C\nincome (THB),3,40,5\ncost,5,1,2\njobs,6,3,9", False, id="one with a unit"),
        pytest.param(
            "what,A,B,C\nincome (THB),3,40,5\ncost (THB),5,1,2\njobs,6,3,9\na,1,7,3\nb,2,8,1",
            False,
            id="units in less than half of the rows",
        ),
        pytest.param(
            "what,A (kg),B,C\nincome (THB),3,40,5\ncost (THB),5,1,2\njobs,6,3,9", False, id="units in headers"
        ),
        pytest.param(
            "what,type,A,B,C\nincome,max,3,40,5\ncost,min,5,1,2\njobs,max,6,3,9", True, id="directions"
        ),
        pytest.param(
            "what,type,A,B,C\nincome,max,3,40,5\ncost,,5,1,2\njobs,max,6,3,9", True, id="two directions"
        ),
        pytest.param("what,type,A,B,C\nfarm,rice,3,40,5\nmill,max,5,1,2\nx,y,6,3,9", False, id="a type"),
        pytest.param(
            "what,weight,A,B,C\nincome,50,3,40,5\ncost,20,5,1,2\njobs,30,6,3,9", None, id="weights of 100"
        ),
        pytest.param(
            "what,A,B,C,weight\nincome,3,40,5,0.5\ncost,5,1,2,0.2\njobs,6,3,9,0.3", None, id="weights of 1"
        ),
        pytest.param(
            "what,weight,A,B,C\nincome,5,3,40,5\ncost,4,5,1,2\njobs,2,6,3,9", None, id="weights of points"
        ),
        pytest.param(
            "what,A,B,C,weight\nincome,3,40,5,5\ncost,5,1,2,4\njobs,6,3,9,2", False, id="points at the end"
        ),
        pytest.param(
            "what,weight,A,B,C\nincome,170,3,40,5\ncost,195,5,1,2\njobs,200,6,3,9", False, id="in grams"
        ),
        pytest.param("what,mass,A,B,C\nincome,50,3,40,5\ncost,20,5,1,2\njobs,30,6,3,9", False, id="mass"),
    ],
)
def test_tables_whose_candidates_stand_in_columns(text, turned):
    reading = reading_of(text)
    choices = ["--transposed", "--no-transposed"]
    assert asked(reading) == ({"transposed": choices} if turned is None else {})
    assert reading.turned == bool(turned)
    for said in (True, False):
        settled = reading_of(text, transposed=said)
        assert (settled.turned, "transposed" in asked(settled)) == (said, False)
    if turned:
        assert any("Turned the table" in str(line) for line in reading.summary())
    if "max" in text and turned:
        assert "max" in objectives(reading)


def test_weights_and_directions_of_a_turned_table_are_read():
    text = "what,type,weight,A,B,C\nincome,max,50,3,40,5\ncost,min,20,5,1,2\njobs,max,30,6,3,9"
    reading = reading_of(text)
    assert reading.candidates == ("4", "5", "6")
    assert reading.weights == {"income": 50, "cost": 20, "jobs": 30}
    assert objectives(reading) == "max min max"
    assert "Used the weights in column 3." in map(str, reading.summary())


def test_a_table_over_a_framework_is_turned_where_its_criteria_stand_in_rows():
    leaves = [{"id": "income", "objective": "max"}, {"id": "cost", "objective": "min"}]
    framework = {"schema": "see-mcda/framework/1", "id": "all", "criteria": leaves}
    turned = reading_of("name,A,B,C\nincome,3,40,5\ncost,5,1,2", framework=framework)
    assert (turned.turned, len(turned.candidates)) == (True, 3)
    assert not reading_of("name,income,cost\nA,3,5\nB,40,1", framework=framework).turned


@pytest.mark.parametrize("range_", ["A1:C3", "$A$1:$C$3", "a1 : c3", "C3:A1"])
def test_a_range_of_cells_is_read(range_):
    reading = reading_of("name,a,b,c\nA,1,20,3\nB,2,30,4\nC,9,10,7", range=range_)
    assert [column.header for column in reading.columns] == ["name", "a", "b"]
    assert reading.candidates == ("2", "3")


def test_what_is_no_range_is_refused():
    for range_ in ("A1", "1:3", "A1:C3:D4", "name"):
        with pytest.raises(sm.SeeMcdaError, match="is not a range of cells; write one like B3:F9"):
            reading_of("name,a\nA,1\nB,2", range=range_)


def test_hidden_rows_and_columns_are_left_out_unless_asked_for():
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(SCORES):
            sheet.write_row(at, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("D:D", None, None, {"hidden": True})
    shown = sm.read_problem(BytesIO(content.getvalue()))
    assert (len(shown.candidates), len(shown.leaves)) == (2, 2)
    assert [str(each) for each in shown.reading.notices] == [
        "Sheet1!3:3: hidden rows were left out (--hidden reads them too)",
        "Sheet1!D:D: hidden columns were left out (--hidden reads them too)",
    ]
    whole = sm.read_problem(BytesIO(content.getvalue()), hidden=True)
    assert (len(whole.candidates), len(whole.leaves), whole.reading.notices) == (3, 3, ())
