"""The row of the column headers, the rows of groups above it, and the directions that headers state."""

from io import BytesIO, StringIO

import pytest
import xlsxwriter

import see_mcda as sm
from see_mcda.errors import ProblemError
from tests.io.texts import objectives, reading_of

BODY = """\
Ant,1200,350,12,4
Bee,800,150,85,1
Cat,2500,900,40,5"""
HEAD = "name,income,cost,members,jobs"


def headers(reading) -> list[str]:
    return [column.header for column in reading.criteria]


def header_lines(reading) -> list[str]:
    return [row.at for row in reading.rows if row.role == "header"]


@pytest.mark.parametrize(
    ("above", "roles"),
    [
        ("", []),
        ("Survey of 2024,,,,", ["note"]),
        ("Survey,2024,,,", ["note"]),
        ("Survey of 2024,,,,\nunit,THB,THB,people,people", ["note", "units"]),
        ("weights,10,20,30,40", ["weights"]),
        ("type,max,min,max,max", ["directions"]),
        (",max,min,max,max", ["directions"]),
        (",B,C,B,B", ["directions"]),
        ("Survey of 2024,,,,\n,,,,", ["note"]),
    ],
)
def test_titles_and_marked_rows_stand_above_the_headers(above, roles):
    reading = reading_of("\n".join(filter(None, [above, HEAD, BODY])))
    header = len(above.splitlines()) + 1
    assert header_lines(reading) == [str(header)]
    assert [row.role for row in reading.rows if row.role != "header"] == roles
    assert headers(reading) == ["income", "cost", "members", "jobs"]
    assert reading.candidates == tuple(str(header + at) for at in (1, 2, 3))


@pytest.mark.parametrize(
    ("years", "headed"),
    [
        ("2019,2020,2021", True),
        ("2010,2015,2020", True),
        ("2021,2020,2019", True),
        ("2562,2563,2564", True),
        ("1895,1896,1897", True),
        ("2019,2020,2022", False),
        ("2019,2022,2025", False),
        ("1700,1701,1702", False),
        ("3,4,5", False),
    ],
)
def test_years_at_equal_steps_are_headers(years, headed):
    text = f"{{}},{years}\nAnt,3,4,5\nBee,5,1,2\nCat,6,3,9"
    assert headers(reading_of(text.format("name"))) == years.split(",")
    if headed:
        assert headers(reading_of(text.format("place"))) == years.split(",")
        return
    with pytest.raises(ProblemError, match="the first row holds numbers, not column headers"):
        sm.read_problem(StringIO(text.format("place")), format="csv")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [",economic,,social,", "name,income,cost,members,jobs"],
            ["income", "cost", "members", "jobs"],
        ),
        (
            [",economic,,social,", "name,quality,cost,quality,jobs"],
            ["economic – quality", "cost", "social – quality", "jobs"],
        ),
        (
            ["name,economic,,social,", ",income,cost,members,jobs"],
            ["income", "cost", "members", "jobs"],
        ),
        (
            ["name,income,cost,social,", ",,,members,jobs"],
            ["income", "cost", "members", "jobs"],
        ),
        (
            ["name,income,cost,members,jobs", ",earned,paid,counted,counted"],
            ["income", "cost", "members", "jobs"],
        ),
    ],
)
def test_headers_of_two_rows(rows, found):
    reading = reading_of("\n".join([*rows, BODY]))
    assert headers(reading) == found
    assert header_lines(reading) == ["1", "2"]
    assert [column.header for column in reading.columns if column.role == "name"] == ["name"]


def workbook(rows, *merged) -> sm.Problem:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for place in merged:
            first = rows[int(place[1]) - 1]["ABCDE".index(place[0])]
            sheet.merge_range(place, first)
    return sm.read_problem(BytesIO(content.getvalue()), format="xlsx")


SCORES = [["Ant", 1200, 350, 12, 4], ["Bee", 800, 150, 85, 1], ["Cat", 2500, 900, 40, 5]]


@pytest.mark.parametrize(
    ("rows", "merged", "found"),
    [
        (
            [["name", "economic", "", "social", ""], ["", "income", "cost", "members", "jobs"]],
            ["A1:A2", "B1:C1", "D1:E1"],
            ["income", "cost", "members", "jobs"],
        ),
        (
            [["name", "economic", "", "jobs", "size"], ["", "income", "cost", "", ""]],
            ["A1:A2", "B1:C1", "D1:D2", "E1:E2"],
            ["income", "cost", "jobs", "size"],
        ),
        (
            [["name", "economic", "", "social", ""], ["", "own", "other", "own", "other"]],
            ["A1:A2", "B1:C1", "D1:E1"],
            ["economic – own", "economic – other", "social – own", "social – other"],
        ),
        (
            [["Survey of 2024", "", "", "", ""], ["name", "income", "cost", "members", "jobs"]],
            ["A1:E1"],
            ["income", "cost", "members", "jobs"],
        ),
    ],
)
def test_merged_headers(rows, merged, found):
    reading = workbook([*rows, *SCORES], *merged).reading
    assert headers(reading) == found
    assert reading.candidates == ("3", "4", "5")
    assert next(column.header for column in reading.columns if column.role == "name") == "name"


def test_two_criteria_with_the_same_header_are_a_fault():
    with pytest.raises(ProblemError, match=r"another column is called Cost.*--skip 3"):
        sm.read_problem(StringIO(f"name,cost,Cost,members,jobs\n{BODY}"), format="csv")


def test_the_row_of_the_headers_can_be_named():
    text = f"farm,first,second,third,fourth\n{HEAD}\n{BODY}"
    assert headers(reading_of(text)) == ["first", "second", "third", "fourth"]
    assert headers(reading_of(text, header_row="2")) == ["income", "cost", "members", "jobs"]
    assert header_lines(reading_of(text, header_row=2))[-1] == "2"
    assert headers(reading_of(text, header_row="1"))[0] == "first"


@pytest.mark.parametrize(
    ("header", "objective"),
    [
        ("cost (min)", "min"),
        ("income (max)", "max"),
        ("cost [lower is better]", "min"),
        ("ต้นทุน (ยิ่งน้อยยิ่งดี)", "min"),
        ("รายได้ (ยิ่งมากยิ่งดี)", "max"),
        ("cost ↓", "min"),
        ("▼ cost", "min"),
        ("income ↑", "max"),
        ("▲income", "max"),
        ("income (+)", "max"),
        ("cost (-)", "min"),
        ("cost (−)", "min"),
        ("price (cost)", "min"),
        ("cost", "(max)"),
        ("cost (THB)", "(max)"),
        ("time (minimum)", "(max)"),
        ("risk (high)", "(max)"),
        ("risk (low)", "(max)"),
        ("vitamin (c)", "(max)"),
        ("(min) cost", "(max)"),
        ("min. order", "(max)"),
    ],
)
def test_directions_in_headers(header, objective):
    text = f"name,{header},members\nAnt,4,12\nBee,7,85\nCat,2,40"
    reading = reading_of(text)
    assert objectives(reading) == f"{objective} (max)"
    if objective in ("min", "max"):
        assert str(reading.criteria[0].objective_reason) == "its header says so"
    assert objectives(reading_of(text, minimize=[header])).split()[0] == "min"
    assert objectives(reading_of(text, maximize=[header])) == "max (max)"


def test_who_names_the_costs_has_named_them_all():
    text = "name,cost,members,waste (min)\nAnt,4,12,3\nBee,7,85,1\nCat,2,40,7"
    reading = reading_of(text, minimize=["cost"])
    assert objectives(reading) == "min max min"
    assert str(reading.criteria[1].objective_reason) == "you did not say that lower is better"
    assert objectives(reading_of(text, maximize=["cost"])) == "max (max) min"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("name,margin (%),b\nAnt,4,12\nBee,7,85\nCat,2,40", ["%", None]),
        ("name,percent,b\nAnt,4,12\nBee,7,85\nCat,2,40", ["%", None]),
        ("name,margin,b\nAnt,4%,12\nBee,7%,85\nCat,2%,40", ["%", None]),
        ("name,a,b\nunit,%,-\nAnt,4,12\nBee,7,85\nCat,2,40", ["%", None]),
        ("name,a,b\nunit,THB,(kg)\nAnt,4,12\nBee,7,85\nCat,2,40", ["THB", "kg"]),
        ("name,a,b\nAnt,4 kg,12\nBee,7 kg,85\nCat,2 kg,40", ["kg", None]),
    ],
)
def test_units(text, units):
    assert [column.unit for column in reading_of(text).criteria] == units


def test_a_table_without_headers_is_refused():
    for text in ("3,4,5\n5,1,2\n6,3,9", "Ant,4,5\nBee,1,2\nCat,3,9"):
        with pytest.raises(ProblemError, match="the first row holds numbers, not column headers: 4, 5"):
            sm.read_problem(StringIO(text), format="csv")


@pytest.mark.parametrize("language", [None, "en", "th"])
def test_the_criteria_of_a_shipped_framework_are_recognised_by_id_or_name(language):
    leaves = sm.read_framework("see-indicators").leaves
    heads = ["name", *(leaf.title[language] if language else leaf.id for leaf in leaves)]
    rows = [[f"n{at}", *((place * at) % 3 + 1 for place in range(len(leaves)))] for at in (2, 5, 7)]
    text = "\n".join("\t".join(map(str, row)) for row in [heads, *rows])
    reading = sm.read_problem(StringIO(text), format="tsv").reading
    assert "; --framework see-indicators reads them with its scales and directions." in reading.text()
    fewer = "\n".join("\t".join(map(str, row[:-1])) for row in [heads, *rows])
    assert "see-indicators" not in sm.read_problem(StringIO(fewer), format="tsv").reading.text()


def test_years_after_two_columns_of_words_are_headers_though_another_table_stands_below():
    below = "\n\nNormalised\nCountry\t2014\t2015\t\nKenya\t0.7\t1\t\nFiji\t1\t0.4\t\nBrazil\t1\t0.9\t\n"
    text = "Nr\tCountry\t2014\t2015\n1\tKenya\t1902\t1966\n2\tFiji\t2716\t879\n3\tBrazil\t2704\t1905" + below
    problem = sm.read_problem(StringIO(text), format="tsv")
    assert problem.values.tolist() == [[1902, 1966], [2716, 879], [2704, 1905]]
