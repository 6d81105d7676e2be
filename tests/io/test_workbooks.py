"""Workbooks as people have them: merged heads, formulas, percent formats, errors, faults at their cells."""

import datetime
import io
import zipfile

import numpy as np
import openpyxl
import pytest

import see_mcda as sm
from see_mcda.errors import FileError, FrameworkError, InputError, WeightingError
from see_mcda.io import read_problem, read_weights_table
from see_mcda.io.workbooks.workbook import workbook_bytes
from see_mcda.model.classes import CandidateClass, Thresholds
from see_mcda.model.criteria import Criterion, Framework, Gate, Scale

TREE = Framework(
    Criterion(
        "farm",
        gates=[Gate("fair")],
        children=[
            Criterion("soil", children=[Criterion("care"), Criterion("cost", objective="min")]),
            Criterion("share", {"en": "Share sold", "th": "สัดส่วนขาย"}, scale=Scale(unit={"en": "%"})),
        ],
    )
)
HEADER = ["id", "care", "cost", "share"]


def book(**sheets) -> io.BytesIO:
    """A workbook of sheets of rows, by name; ``first`` may be a function that goes on to change the sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return stored(workbook)


def stored(workbook: openpyxl.Workbook) -> io.BytesIO:
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    return stream


def edited(change, rows=(HEADER, ["a", 3, 10, 40], ["b", 1, 5, 60])) -> io.BytesIO:
    workbook = openpyxl.Workbook()
    workbook.active.title = "scores"
    for row in rows:
        workbook.active.append(row)
    change(workbook.active)
    return stored(workbook)


def faults(source, framework=TREE, **options) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        read_problem(source, framework=framework, **options)
    return [(fault.code, fault.where and str(fault.where)) for fault in caught.value.faults]


def with_value(stream: io.BytesIO, old: str, new: str) -> io.BytesIO:
    """The workbook with its first sheet's XML changed: as other programs write it, openpyxl cannot."""
    result = io.BytesIO()
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(result, "w") as made:
        for part in given.namelist():
            content = given.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(part, content)
    result.seek(0)
    return result


def test_the_sheet_called_scores_is_read_else_the_first():
    rows = [HEADER, ["a", 3, 10, 40]]
    for name in ("scores", "Scores", "คะแนน"):
        assert read_problem(book(other=[["x"]], **{name: rows}), framework=TREE).values.tolist() == [
            [3, 10, 40]
        ]
    assert read_problem(
        book(weights=[["id", "weight"]], Farms=rows, more=[["x"]]), framework=TREE
    ).candidates == ("a",)
    assert read_problem(book(scores=[["x"]], mine=rows), framework=TREE, sheet="mine").candidates == ("a",)
    assert faults(book(scores=rows), sheet="mine") == [("unknown-sheet", None)]
    assert faults(book(notes=[["key"]])) == [("no-scores", None)]


def test_title_rows_merged_branches_and_merged_heads_stand_above_the_table():
    def change(sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Farms of the year"
        sheet.merge_cells("A1:D1")
        sheet["B2"] = "Soil"
        sheet.merge_cells("B2:C2")
        sheet["D2"] = "สัดส่วนขาย"
        sheet["D3"] = None
        sheet.merge_cells("D2:D3")

    assert read_problem(edited(change), framework=TREE).values.tolist() == [[3, 10, 40], [1, 5, 60]]


def test_a_bare_sheet_skips_titles_and_merged_rows():
    def change(sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Farms of the year"
        sheet["B2"] = "Soil"
        sheet.merge_cells("B2:C2")
        sheet["D2"] = "Market"

    problem = read_problem(edited(change))
    assert problem.leaves == ("care", "cost", "share")
    assert problem.candidates == ("a", "b")


def test_text_in_a_number_cell_is_read_as_a_person_means_it():
    def change(sheet):
        sheet["B2"] = "๓"
        sheet["C2"] = " 10,5 "
        sheet["D2"] = "40 %"
        sheet["C3"] = "4..6"

    problem = read_problem(edited(change), framework=TREE)
    assert problem.values.tolist() == [[3, 10.5, 40], [1, 5, 60]]
    assert problem.cells[1, 1].high == 6


def test_a_cell_shown_as_percent_is_percent():
    def change(sheet):
        sheet["D2"] = 0.125
        sheet["D2"].number_format = "0.0%"
        sheet["D3"] = 0.6
        sheet["D3"].number_format = "0%"

    assert read_problem(edited(change), framework=TREE).values[:, 2].tolist() == [12.5, 60]

    def elsewhere(sheet):
        sheet["C3"] = 0.5
        sheet["C3"].number_format = "0%"

    assert faults(edited(elsewhere)) == [("percent", "scores!C3")]


def test_a_percent_sign_that_is_only_text_in_a_format_is_no_percent():
    def change(sheet):
        sheet["C2"] = 7
        sheet["C2"].number_format = '0.0" % of all"'

    assert read_problem(edited(change), framework=TREE).values[0, 1] == 7


def test_a_percent_column_within_0_and_1_is_asked_about():
    rows = [HEADER, ["a", 3, 10, 0.4], ["b", 1, 5, 1]]
    assert faults(book(scores=rows)) == [("percent-or-fractions", "scores!D1")]
    assert read_problem(book(scores=rows), framework=TREE, percent="fractions").values[:, 2].tolist() == [
        40,
        100,
    ]


def test_formulas_are_read_by_their_value():
    stream = edited(lambda sheet: sheet.__setitem__("C2", "=5+5"))
    assert faults(stream) == [("uncomputed", "scores!C2")]
    computed = with_value(stream, "<f>5+5</f><v />", "<f>5+5</f><v>10</v>")
    assert read_problem(computed, framework=TREE).values[0, 1] == 10


def test_error_cells_are_not_missing_scores():
    def change(sheet):
        sheet["B2"].value, sheet["B2"].data_type = "#N/A", "e"
        sheet["C3"].value, sheet["C3"].data_type = "#DIV/0!", "e"

    assert faults(edited(change)) == [("error-value", "scores!B2"), ("error-value", "scores!C3")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "not-a-number"),
        ("abc", "not-a-number"),
        (datetime.date(2024, 4, 2), "date"),
        (datetime.datetime(2024, 4, 2, 3, 4), "date"),
        (datetime.time(3, 4), "date"),
        ("1.234", "two-readings"),
    ],
)
def test_a_cell_that_holds_no_score_is_named(value, code):
    assert faults(edited(lambda sheet: sheet.__setitem__("C3", value))) == [(code, "scores!C3")]


def test_all_faults_of_a_workbook_are_told_at_once(tmp_path):
    def change(sheet):
        sheet["A3"] = sheet["A2"].value
        sheet["B2"] = "x"
        sheet["D3"] = True

    path = tmp_path / "farms.xlsx"
    path.write_bytes(edited(change).getvalue())
    places = {where for _, where in faults(path)}
    assert places == {f"{path}: scores!{cell}" for cell in ("A3", "B2", "D3")}


def test_empty_rows_columns_and_formats_beyond_the_table_do_no_harm():
    def change(sheet):
        sheet["A9"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
        sheet["H20"].number_format = "0%"
        sheet.row_dimensions[3].hidden = True
        sheet.insert_rows(3)

    assert read_problem(edited(change), framework=TREE).values.tolist() == [[3, 10, 40], [1, 5, 60]]


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_costs_memory():
    with pytest.raises(FileError) as caught:
        read_problem(edited(lambda sheet: sheet.__setitem__("XFD1048576", 1)), framework=TREE)
    assert [fault.code for fault in caught.value.faults] == ["too-large"]


def test_numbers_for_ids_and_names_are_read_without_their_point():
    problem = read_problem(
        book(scores=[["id", "name", "care", "cost", "share"], [7, 2024, 3, 10, 40]]), framework=TREE
    )
    assert problem.candidates == ("7",)
    assert problem.names == ({"en": "2024"},)


def test_a_workbook_carries_its_own_framework_and_notes():
    problem = read_problem(
        book(
            scores=[
                ["name", "care", "cost", "share", "gate:fair", "gate-reason:fair"],
                ["Ann", None, 10, 40, "fail", "dumping"],
            ],
            framework=[
                [
                    "id",
                    "parent",
                    "name_en",
                    "name_th",
                    "objective",
                    "min",
                    "max",
                    "neutral",
                    "good",
                    "unit_en",
                    "value",
                ],
                ["soil", None, "Soil", "ดิน", None, None, None, None, None, None, None],
                ["care", "soil", None, None, "max", 0, 4, 2, 3, None, None],
                [
                    "cost",
                    "soil",
                    None,
                    None,
                    "min",
                    None,
                    None,
                    None,
                    None,
                    "baht",
                    "0: 1 | 50,5: 0,25 | 100: 0",
                ],
                ["share", None, None, None, None, None, None, None, None, "%", None],
            ],
            levels=[["leaf", "level", "intensity", "text_en"], ["care", 0, 0, "None"], ["care", 4, 1, "All"]],
            gates=[["id", "node", "question_th"], ["fair", None, "เป็นธรรมหรือไม่"]],
            notes=[
                ["key", "value", "text_en", "text_th"],
                ["title", None, "Farms", "ฟาร์ม"],
                ["missing", "neutral"],
                ["require:care", 0.5],
                ["framework:title", "Farms of a valley"],
                ["framework:normalization", "scale"],
                ["x-mine", "anything"],
            ],
        )
    )
    tree = problem.framework
    assert problem.leaves == ("care", "cost", "share")
    assert tree.columns["soil"] == (0, 1)
    assert tree.leaves[0].scale.levels == {0: {"en": "None"}, 4: {"en": "All"}}
    assert tree.leaves[0].intensity == {0: 0, 4: 1}
    assert tree.leaves[1].value.points == [[0, 1], [50.5, 0.25], [100, 0]]
    assert tree.root.gates[0].question == {"th": "เป็นธรรมหรือไม่"}
    assert (tree.title, tree.normalization) == ({"en": "Farms of a valley"}, "scale")
    assert (problem.title, problem.missing, problem.require) == (
        {"en": "Farms", "th": "ฟาร์ม"},
        "neutral",
        {"care": 0.5},
    )
    assert problem.reasons == {(0, 0): {"en": "dumping"}}
    assert problem.complete()[0].values[0, 0] == 2


def test_a_workbook_may_name_its_framework_and_carry_free_notes():
    leaves = [leaf.id for leaf in sm.read_framework("see").leaves]
    named = read_problem(
        book(scores=[["id", *leaves], ["a", *[3] * 8]], notes=[["key", "value"], ["framework", "see"]])
    )
    assert named.framework.id == "see"
    free = read_problem(
        book(scores=[["id", *leaves], ["a", *[3] * 8]], notes=[["Seen in March"], ["by two of us"]])
    )
    assert free.note == {"en": "Seen in March\nby two of us"}


@pytest.mark.parametrize(
    ("sheet", "rows", "code", "cell"),
    [
        ("framework", [["id", "parent"], ["care", "nowhere"]], "unknown-node", "B2"),
        ("framework", [["id", "min"], ["care", "x"]], "not-a-number", "B2"),
        ("framework", [["id"], ["care"], ["care"]], "duplicate-node", "A3"),
        ("framework", [["id", "objective"], ["care", "up"]], "unknown-value", "A2"),
        ("framework", [["id", "min", "max"], ["care", 4, 0]], "scale-order", "A2"),
        ("framework", [["id"], ["Care!"]], "bad-id", "A2"),
        ("framework", [["id", "value"], ["care", "0, 1"]], "value-points", "B2"),
        ("framework", [["id", "colour"], ["care", "red"]], "unknown-column", "B1"),
        ("framework", [["parent"], ["care"]], "missing-column", "1:1"),
    ],
)
def test_a_fault_in_the_framework_sheet_is_named_by_its_cell(sheet, rows, code, cell):
    with pytest.raises(FrameworkError) as caught:
        read_problem(book(scores=[["id", "care"], ["a", 1]], **{sheet: rows}))
    assert any(
        fault.code == code and str(fault.where).startswith(f"{sheet}!{cell}") for fault in caught.value.faults
    ), str(caught.value)


CLASSES = [
    ["id", "name_en", "name_th", "majority", "minimum:care", "minimum:cost", "veto:cost", "q:care", "p:care"],
    ["good", "Good", "ดี", 0.75, 3, 20, 30, 0.5, 1],
    ["rest", "Rest"],
]


@pytest.mark.parametrize("sheet", ["classes", "กลุ่ม"])
def test_a_workbook_carries_the_classes_of_its_framework(sheet):
    tree = [["id", "objective", "min", "max"], ["care", "max", 0, 4], ["cost", "min", 0, 100]]
    problem = read_problem(
        book(scores=[["id", "care", "cost"], ["a", 3, 10]], framework=tree, **{sheet: CLASSES})
    )
    assert problem.framework.classes == (
        CandidateClass(
            "good",
            {"en": "Good", "th": "ดี"},
            profile={"care": 3, "cost": 20},
            majority=0.75,
            veto={"cost": 30},
            thresholds={"care": Thresholds(0.5, 1)},
        ),
        CandidateClass("rest", {"en": "Rest"}),
    )
    assert read_problem(io.BytesIO(workbook_bytes(problem))).framework == problem.framework


@pytest.mark.parametrize(
    ("row", "column", "given", "code", "cell"),
    [
        (0, 4, "minimum:soil", "unknown-node", "E2"),
        (0, 4, "least:care", "unknown-column", "E1"),
        (0, 0, "class", "missing-column", "1:1"),
        (1, 0, None, "bad-id", "A2"),
        (1, 3, 0.2, "out-of-range", "D2"),
        (1, 4, "three", "not-a-number", "E2"),
        (1, 4, 5, "outside-scale", "E2"),
        (1, 6, 10, "veto-order", "G2"),
        (1, 7, 2, "threshold-order", "I2"),
        (2, 0, "good", "duplicate-class", "A3"),
    ],
)
def test_a_fault_in_the_sheet_of_classes_is_named_by_its_cell(row, column, given, code, cell):
    rows = [list(each) for each in CLASSES]
    rows[row][column] = given
    tree = [["id", "objective", "min", "max"], ["care", "max", 0, 4], ["cost", "min", 0, 100]]
    with pytest.raises(FrameworkError) as caught:
        read_problem(book(scores=[["id", "care", "cost"], ["a", 3, 10]], framework=tree, classes=rows))
    found = [(fault.code, str(fault.where)) for fault in caught.value.faults]
    assert any(each == code and where.startswith(f"classes!{cell}") for each, where in found), found


@pytest.mark.parametrize(
    ("sheet", "rows", "code", "where"),
    [
        (
            "evidence",
            [["candidate", "leaf", "source_en"], ["z", "care", "book"]],
            "unknown-candidate",
            "evidence!A2",
        ),
        (
            "evidence",
            [["candidate", "leaf", "source_en"], ["a", "soil", "book"]],
            "unknown-node",
            "evidence!B2",
        ),
        ("comparisons", [["leaf", "a", "b", "times"], ["care", "a", "b", 0]], "judgment", "comparisons!D2"),
        (
            "comparisons",
            [["leaf", "a", "b", "times"], ["care", "a", "z", 3]],
            "unknown-candidate",
            "comparisons!C2",
        ),
        (
            "comparisons",
            [["leaf", "a", "b", "times"], ["care", "a", "a", 3]],
            "doubly-given",
            "comparisons!B2",
        ),
        (
            "comparisons",
            [["leaf", "a", "b", "times"], ["care", "a", "b", "x"]],
            "not-a-number",
            "comparisons!D2",
        ),
        ("notes", [["key", "value"], ["missing", "zero"]], "unknown-value", "notes!B2"),
        ("notes", [["key", "value"], ["mising", "worst"]], "unknown-key", "notes!A2"),
        ("notes", [["key", "value"], ["require:care", "much"]], "not-a-number", "notes!B2"),
    ],
)
def test_a_fault_in_another_sheet_is_named_by_its_cell(sheet, rows, code, where):
    stream = book(scores=[HEADER, ["a", 3, 10, 40], ["b", 1, 5, 60]], **{sheet: rows})
    assert (code, where) in faults(stream)


def test_evidence_and_comparisons_are_read():
    problem = read_problem(
        book(
            scores=[HEADER, ["a", 3, "2|4", 40], ["b", None, 5, 60]],
            evidence=[
                ["candidate", "leaf", "date", "assessor", "source_en", "note_th"],
                ["a", "cost", datetime.date(2024, 3, 1), "Anna", "ledger", None],
                ["b", "care", "spring", None, None, "รอผล"],
            ],
            comparisons=[["leaf", "a", "b", "times"], ["care", "a", "b", 3]],
        ),
        framework=TREE,
    )
    assert problem.cells[0, 1].evidence == {
        "source": {"en": "ledger"},
        "date": "2024-03-01",
        "assessor": "Anna",
    }
    assert problem.cells[0, 1].assessors == (2, 4)
    assert problem.cells[1, 0].evidence == {"note": {"th": "รอผล"}, "date": "spring"}
    assert np.isnan(problem.values[1, 0])
    assert problem.comparisons == {"care": [("a", "b", 3.0)]}


def test_weights_are_read_from_their_sheet(tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(
        book(scores=[HEADER], weights=[["id", "weight"], ["soil", 3], ["share", "1"]]).getvalue()
    )
    assert sm.read_weights(path, TREE).values.tolist() == [0.375, 0.375, 0.25]
    path.write_bytes(book(น้ำหนัก=[["id", "share"], ["care", 3], ["cost", 1]]).getvalue())
    assert sm.read_weights(path, TREE).values.tolist() == [0.375, 0.125, 0.5]
    path.write_bytes(book(weights=[["id", "share"], ["care", -1], ["x", 1], ["soil", 1]]).getvalue())
    with pytest.raises(WeightingError) as caught:
        read_weights_table(path, TREE)
    assert [(fault.code, fault.where and str(fault.where)) for fault in caught.value.faults] == [
        ("bad-weight", f"{path}: weights!B2"),
        ("unknown-node", f"{path}: weights!A3"),
        ("missing-weight", f"{path}: weights"),
    ]
    path.write_bytes(book(scores=[HEADER]).getvalue())
    with pytest.raises(FileError):
        read_weights_table(path, TREE)


@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"PK\x03\x04 but not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"]
)
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(FileError):
        read_problem(io.BytesIO(content), framework=TREE, format="xlsx")


def test_a_broken_workbook_is_refused():
    whole = edited(lambda sheet: None).getvalue()
    for cut in range(100, len(whole), 701):
        with pytest.raises(FileError):
            read_problem(io.BytesIO(whole[:cut]), framework=TREE, format="xlsx")


def test_a_text_stream_holds_no_workbook():
    with pytest.raises(FileError):
        read_problem(io.StringIO("x"), format="xlsx")


@pytest.mark.parametrize("reference", ["B9999999", "ZZZ3", "B&#51;", "B3x"])
def test_a_reference_that_does_not_belong_there_is_refused_before_it_costs_memory(reference):
    stream = with_value(edited(lambda sheet: None), '<c r="B3"', f'<c r="{reference}"')
    with pytest.raises(InputError):
        read_problem(stream, framework=TREE)


def test_cells_without_references_are_counted():
    def change(sheet):
        sheet["D2"].number_format = "0%"
        sheet["D2"] = 0.4

    stream = edited(change)
    for cell in ("A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2", "A3", "B3", "C3", "D3"):
        stream = with_value(stream, f'<c r="{cell}"', "<c")
    assert read_problem(stream, framework=TREE).values.tolist() == [[3, 10, 40], [1, 5, 60]]


def test_a_number_keeps_its_seventeen_digits(tmp_path):
    problem = sm.Problem.from_arrays([[0.1 + 0.2, 1.7976931348623157e308], [5e-324, -1 / 3]])
    sm.write_problem(problem, tmp_path / "p.xlsx")
    assert read_problem(tmp_path / "p.xlsx").values.tolist() == problem.values.tolist()


def ods(rows: str) -> io.BytesIO:
    """A small OpenDocument sheet called scores."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} {calc}>'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="scores">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("mimetype", kind)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    stream.seek(0)
    return stream


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def ods_text(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def ods_number(value: float, kind: str = "float", more: str = "") -> str:
    about = f'office:value-type="{kind}" office:value="{value}"{more}'
    return f"<table:table-cell {about}><text:p>{value}</text:p></table:table-cell>"


ODS_HEADER = ods_row(*map(ods_text, HEADER))


def test_open_document_sheets_are_read_with_their_percentages():
    twice = ods_row(
        ods_text("b"), ods_number(1, more=' table:number-columns-repeated="2"'), ods_number(0.6, "percentage")
    )
    stream = ods(
        ODS_HEADER
        + ods_row(ods_text("a"), ods_number(3), ods_number(10), ods_number(0.4, "percentage"))
        + twice
    )
    assert read_problem(stream, framework=TREE).values.tolist() == [[3, 10, 40], [1, 1, 60]]


def test_errors_in_open_document_sheets_are_not_missing_scores():
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    stream = ods(ODS_HEADER + ods_row(ods_text("a"), error, ods_number(10), ods_number(40)))
    assert faults(stream) == [("error-value", "scores!B2")]


def test_an_open_document_sheet_that_reaches_too_far_is_refused():
    far = ods_row(
        ods_text("a"),
        ods_number(1, more=' table:number-columns-repeated="16000"'),
        more=' table:number-rows-repeated="90000"',
    )
    assert [code for code, _ in faults(ods(ODS_HEADER + far))] == ["too-large"]


def test_old_workbooks_and_passwords_say_what_to_do():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert faults(io.BytesIO(ole)) == [("old-workbook", None)]
    assert faults(io.BytesIO(ole + "EncryptedPackage".encode("utf-16-le"))) == [("password", None)]
