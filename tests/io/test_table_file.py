"""A table in its file is mended cell by cell: what was not touched stays, faults keep their places."""

import datetime
import io

import openpyxl
import pytest

import see_mcda as sm
from see_mcda.io.library import read_framework
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.table_file import open_table
from see_mcda.language.messages import Where

TEXT = b"name,price,profit\nA,3,-5\nB,cheap,4\n\nC,2,'=1\n"


def workbook(rows, name="scores", **others) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    for title, content in {name: rows, **others}.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_faults_name_cells_that_can_be_found():
    table = open_table(TEXT, "pumps.csv", workbook=False)
    with pytest.raises(sm.SeeMcdaError) as caught:
        table.problem(ReadingOptions())
    places = [table.place_of(fault.where) for fault in caught.value.faults]
    assert (2, 1) in places
    assert (4, 2) in places
    assert table.text(4, 2) == "=1"
    assert table.place_of(Where("pumps.csv", line=5)) == (4, None)
    assert table.place_of(Where("pumps.csv", column="price")) == (None, 1)
    assert table.place_of(Where("elsewhere.csv", line=5)) == (None, None)


def test_mended_cells_are_read_and_negative_numbers_stay_numbers():
    table = open_table(TEXT, "pumps.csv", workbook=False)
    mended = table.mended({(2, 1): "2.5", (4, 2): "-1", (1, 2): "-5"})
    problem = mended.problem(ReadingOptions(minimize=["price"]))
    assert problem.values.tolist() == [[3, -5], [2.5, 4], [2, -1]]
    assert [leaf.objective for leaf in problem.framework.leaves] == ["min", "max"]
    assert table.text(2, 1) == "cheap", "the table as it came is not changed"


def test_column_whose_header_says_so_is_left_out():
    table = open_table(TEXT, "pumps.csv", workbook=False)
    problem = table.mended({(0, 1): "x-price", (4, 2): "1"}).problem(ReadingOptions())
    assert problem.leaves == ("profit",)


def test_cells_that_were_not_touched_stay_numbers_and_dates_in_workbooks():
    day = datetime.date(2026, 11, 29)
    rows = [["A survey", "", ""], ["name", "seen", "share"], ["A", day, 0.125], ["B", day, "x"]]
    table = open_table(workbook(rows), "survey.xlsx", workbook=True)
    assert table.header == 1
    shown = {(row, column): table.text(row, column) for row in table.rows for column in table.columns}
    mended = table.mended(shown | {(1, 1): "attribute:seen", (3, 2): "0.5"})
    assert mended.grid.cell(2, 2) == 0.125
    assert mended.grid.cell(2, 1) == day
    assert mended.problem(ReadingOptions()).values.tolist() == [[0.125], [0.5]]


def test_workbook_keeps_its_own_tree():
    notes = [["key", "value"], ["framework", "see"]]
    leaves = [leaf.id for leaf in read_framework("see").leaves]
    rows = [["name", *leaves], ["A", *[3] * 8]]
    other = read_framework("see-indicators")
    table = open_table(workbook(rows, notes=notes), "w.xlsx", workbook=True, framework=other)
    assert table.framework.id == "see"
    assert table.problem(ReadingOptions()).leaves == tuple(leaves)


def test_nothing_in_a_file_is_no_table():
    assert open_table(b"\n\n", "empty.csv", workbook=False) is None
