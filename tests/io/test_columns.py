"""What each column of a plain table is: a criterion, the names, a fact, other numbers, a question."""

from io import StringIO

import pytest

import see_mcda as sm
from see_mcda.model.reading import ReadingError
from tests.io.texts import asked, column_taken, reading_of

NAMES = ["Ant", "Bee", "Cat", "Dog", "Elk", "Fox", "Gnu"]
INCOME = [1200, 800, 2500, 700, 910, 40, 333]
MEMBERS = [12, 85, 40, 66, 17, 31, 29]


def table(header: str, cells: list, at: int = 1) -> str:
    """A table with a column more."""
    rows = [["name", "income", "members"], *map(list, zip(NAMES, INCOME, MEMBERS, strict=True))]
    rows = rows[: len(cells) + 1]
    for row, cell in zip(rows, [header, *cells], strict=True):
        row.insert(at, cell)
    return "\n".join(",".join(map(str, row)) for row in rows)


def faults(text: str, **options) -> str:
    with pytest.raises(ReadingError) as refused:
        sm.read_problem(StringIO(text), format="csv", **options)
    return "\n".join(refused.value.lines("en"))


def skipped(reason: str) -> str:
    return f"skipped: {reason}"


NUMBERS, RANKS, YEARS = skipped("it numbers the rows"), skipped("it holds ranks"), skipped("it holds years")
PHONES, CODES = skipped("it holds phone numbers"), skipped("it holds codes")
DATES, PLACES = skipped("it holds dates"), skipped("it holds coordinates")
POSTCODES = skipped("it holds postcodes")
SUM = skipped("it is the sum of other columns")


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("No.", [1, 2, 3, 4], NUMBERS),
        ("ลำดับ", [1, 2, 3, 4], NUMBERS),
        ("No.", [0, 1, 2, 3], NUMBERS),
        ("No.", [2, 4, 3, 1], NUMBERS),
        ("No.", ["1.", "2.", "3.", "4."], NUMBERS),
        ("No.", ["1)", "2)", "3)", "4)"], NUMBERS),
        ("", [1, 2, 3, 4], NUMBERS),
        ("", [0, 2, 3, 7], NUMBERS),
        ("No.", [3, 5, 9, 12], "question"),
        ("No.", [5, 3, 9, 12], "criterion"),
        ("No.", [3, 3, 9, 12], "criterion"),
        ("No.", [1.5, 2.5, 9, 12], "criterion"),
        ("size", [1, 2, 3, 4], "question"),
        ("size", [1, 2, 3], "criterion"),
        ("size", [2, 3, 1, 4], "criterion"),
        ("size", [2, 1, 3, 4, 6, 5], "question"),
        ("size", [2, 1, 3, 4, 5], "criterion"),
        ("size", [2, 1, 3, 4, 7, 5], "criterion"),
        ("Rank", [1, 3, 3, 4], RANKS),
        ("อันดับ", [2, 1, 4, 3], RANKS),
        ("Rank", [1, 3, 3, 40], "question"),
        ("Rank", [0, 3, 2, 1], "question"),
        ("Rank", [1, 2.5, 2.5, 4], "question"),
        ("frank", [1, 3, 3, 4], "criterion"),
    ],
)
def test_numbers_of_rows_and_ranks(header, cells, taken):
    assert column_taken(reading_of(table(header, cells)), header) == taken


def test_numbers_of_rows_have_gaps_where_rows_were_left_out():
    text = table("No.", [1, 2, 3, 4])
    for row in "2345":
        assert column_taken(reading_of(text, skip_rows=[row]), "No.") == NUMBERS
    other = table("No.", [1, 2, 3, 6])
    assert column_taken(reading_of(other, skip_rows=["3"]), "No.") == "question"


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("founded", [1999, 2001, 2010, 2015], YEARS),
        ("พ.ศ.", [2542, 2544, 2553, 2558], YEARS),
        ("output of the year", [1999, 2001, 2010, 2015], "question"),
        ("year of opening: founded in", [1999, 2001, 2010, 2015], YEARS),
        ("founded", [99, 12, 33, 4], "criterion"),
        ("founded", [1999.5, 2001, 2010, 2015], "criterion"),
        ("founded", [1999, 2001, 2010, 2101], "criterion"),
        ("จำนวนปีที่ก่อตั้ง", [1999, 2001, 2010, 2015], "question"),
        ("output", [1999, 2001, 2010, 2015], "question"),
        ("output", [2542, 2544, 2553, 2558], "question"),
        ("output", [1950, 2001, 2010, 2035], "question"),
        ("output", [1949, 2001, 2010, 2035], "criterion"),
        ("output", [1999, 2001, 2010, 2036], "criterion"),
        ("output (t)", [1999, 2001, 2010, 2015], "criterion"),
        ("postcode", [10110, 50200, 10300, 90110], POSTCODES),
        ("รหัสไปรษณีย์", [10110, 50200, 10300, 90110], POSTCODES),
        ("area", [10110, 50200, 10300, 90110], "criterion"),
        ("lat", [13.7, 14.2, 18.1, 7], PLACES),
        ("_gps_altitude", [13.7, 14.2, 18.1, 7], PLACES),
        ("_precision", [13.7, 14.2, 18.1, 7], PLACES),
        ("altitude", [13.7, 14.2, 18.1, 7], "criterion"),
        ("precision", [0.71, 0.82, 0.93, 0.64], "criterion"),
        ("x-growth", [1, 2, 9, 4], skipped("its header begins with x-")),
        ("note", ["a", "b", "c", "d"], "note"),
        ("attribute:since", [1, 2, 9, 4], "attribute"),
    ],
)
def test_years_postcodes_and_coordinates(header, cells, taken):
    assert column_taken(reading_of(table(header, cells)), header) == taken


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("phone", ["0812345678", "0812345679", "022345678", "053123456"], PHONES),
        ("phone", [812345678, 812345679, 22345678, 53123456], PHONES),
        ("phone", [1.5, 2.5, 3.5, 4.25], "criterion"),
        ("hotline", ["081-234-5678", "081-234-5679", "02-234-5678", "053-123-456"], PHONES),
        ("hotline", ["+66 81 234 5678", "081-234-5679", "02-234-5678", "n/a"], PHONES),
        ("reach", [812345678, 812345679, 812345670, 812345671], "question"),
        ("reach", [81234567, 81234568, 81234569, 81234560], "criterion"),
        ("reach", [812345678, 812345679, 812345670, 81234567], "criterion"),
        ("reach", [812345678, 812345678, 812345670, 812345671], "criterion"),
        ("code", ["A1", "A2", "A3", "A4"], CODES),
        ("code", [101, 102, 103, 104], CODES),
        ("code", [101, 101, 103, 104], "criterion"),
        ("code", [1.5, 2.5, 3.5, 4.5], "criterion"),
        ("date", ["2024-01-03", "2024-01-04", "2024-02-01", "2024-03-01"], DATES),
        ("visit on day", ["3/1/2024", "4/1/2024", "1/2/2024", "1/3/2024"], DATES),
        ("time", ["early", "late", "noon", "dawn"], DATES),
        ("taste", ["2024-01-03", "2024-01-04", "2024-02-01", "2024-03-01"], "question"),
        ("taste", ["2024-01-03", "2024-01-04", "2024-02-01", ""], "question"),
    ],
)
def test_phones_codes_and_dates(header, cells, taken):
    assert column_taken(reading_of(table(header, cells)), header) == taken


def test_dates_that_may_have_been_scores_have_to_be_written_again():
    reading = reading_of(table("taste", ["2024-01-03", "2024-01-04", "2024-02-01", "2024-03-01"]))
    assert asked(reading) == {"column:2": ["--skip taste"]}
    assert "4/5" in str(reading.questions[0].message)


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("total", [1212, 885, 2540, 766], SUM),
        ("รวม", [1212, 885, 2540, 766], SUM),
        ("total", [1212, 885, 2540, 767], "question"),
        ("average", [606, 442.5, 1270, 383], skipped("it is the mean of other columns")),
        ("average", [606, 443, 1270, 383], skipped("it is the mean of other columns")),
        ("average", [606, 444, 1270, 383], "question"),
        ("total score", [1, 2, 9, 4], skipped("it looks like a total of other columns")),
        ("score", [1, 2, 9, 4], "criterion"),
        ("total yield", [1, 2, 9, 4], "criterion"),
        ("total yield", [1212, 885, 2540, 766], "question"),
        ("total yield", [1212, 885, 2540], "question"),
        ("stock", [1212, 885, 2540, 766], "question"),
        ("stock", [606, 442.5, 1270, 383], "question"),
        ("stock", [606, 443, 1270, 383], "question"),
        ("stock", [606, 444, 1270, 383], "criterion"),
        ("stock", [1212, 885, 2540], "criterion"),
        ("stock", [1212, 885, 2540, 767], "criterion"),
        ("stock", [1212, 885, "", 766], "question"),
        ("stock", [5, 5, 5, 5], "criterion"),
    ],
)
@pytest.mark.parametrize("at", [1, 3])
def test_totals_of_other_columns(header, cells, taken, at):
    assert column_taken(reading_of(table(header, cells, at)), header) == taken


def test_a_score_after_three_criteria_may_be_their_total():
    text = "name,a,b,c,score\nAnt,1,7,3,40\nBee,5,2,9,50\nCat,2,2,8,10"
    assert asked(reading_of(text)) == {"column:5": ["--skip score", "--keep score"]}
    assert not reading_of(text.replace(",c,score", ",score,c")).questions
    assert not reading_of(text.replace("score", "harvest")).questions


def test_a_total_of_the_columns_right_before_it_is_found():
    text = "name,a,b,c,total,d\nAnt,100,7,3,10,2\nBee,300,2,9,11,5\nCat,250,2,8,10,7"
    assert column_taken(reading_of(text), "total") == SUM


def test_a_weighted_sum_is_no_criterion():
    text = "name,a,b,total\nweights,0.25,0.75,\nAnt,4,8,7\nBee,8,4,5\nCat,12,20,18"
    reason = skipped("it is the weighted sum of other columns")
    assert column_taken(reading_of(text), "total") == reason
    assert column_taken(reading_of(text.replace("0.25,0.75", "25,75")), "total") == reason
    assert column_taken(reading_of(text.replace("0.25,0.75", "1,3")), "total") == reason
    assert column_taken(reading_of(text.replace("0.25,0.75,", "0.5,0.5,0")), "total") == "question"


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("crop", ["rice", "maize", "rice", "cassava"], "attribute: it holds words"),
        ("crop", ["rice", "7", "rice", "cassava"], "question"),
        ("crop", ["rice", "(7)", "rice", "cassava"], "question"),
        ("address", ["3 Hill Road", "4 Sea Lane", "5 Hill Road", "6 Hill Road"], "attribute: it holds words"),
        ("yield", [1, 2, 9, "n/a"], "criterion"),
    ],
)
def test_words(header, cells, taken):
    assert column_taken(reading_of(table(header, cells)), header) == taken


def test_quantities_that_are_written_differently_are_a_fault():
    for third in ("5 rice", "rice"):
        text = table("grain", ["3 rice", "4 rice", third, "cassava"])
        assert 'is not written like "3 rice"' in faults(text)
        assert ("holds numbers and words" in faults(text)) == (third == "5 rice")


def test_a_column_of_numbers_with_a_word_is_a_fault():
    assert 'line 3, column yield: "good" is not a number' in faults(table("yield", [4, "good", 3, 2]))


def test_a_column_without_scores_is_a_fault():
    assert "the column yield has no scores" in faults(table("yield", ["", "n/a", "", ""]))
    assert column_taken(reading_of(table("yield", ["", "", "", ""]), skip="yield"), "yield") == skipped(
        "you left it out"
    )


def test_cells_without_a_header_are_a_fault():
    assert "no header" in faults(table("", ["rice", "maize", "rice", "cassava"], at=3))


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        ([3, -999, 4, 2], "question"),
        ([3, 999, 4, 2], "question"),
        ([3, -999, -500, 2], "criterion"),
        ([300, 999, 400, 200], "criterion"),
        ([30, -1, 40, 20], "question"),
        ([3, -1, 4, 2], "criterion"),
        ([30.5, -1, 40, 20], "criterion"),
        ([3, -998, 4, 2], "criterion"),
    ],
)
def test_numbers_that_may_mean_a_missing_score(cells, taken):
    assert column_taken(reading_of(table("growth", cells)), "growth") == taken


def test_a_missing_value_is_asked_about_once_where_it_stands():
    reading = reading_of(table("growth", [3, -999, 4, -999]))
    assert asked(reading) == {"sentinel:2": ["--missing-value -999", "--keep growth"]}
    assert reading.questions[0].where.line == 3
    problem = sm.read_problem(StringIO(table("growth", [3, -999, 4, 2])), format="csv", missing_values=[-999])
    assert [float(value) for value in problem.values[:, 0]][::2] == [3, 4]
    assert problem.values[1, 0] != -999


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("grain,name,a\nrice,Ant,1\nmaize,Bee,2\nrice,Cat,5", "name"),
        ("grain,supplier,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", "supplier"),
        ("grain,site name,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", "site name"),
        ("grain,ชื่อสวน,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", "ชื่อสวน"),
        ("supplier,model,a\nAnt,X1 eco,1\nAnt,X2 pro,2\nBee,Y1 eco,5", "model"),
        ("grain,village,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", "village"),
        (",village,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", ""),
        ("Unnamed: 0,village,a\nrice,Ant,1\nmaize,Bee,2\nwheat,Cat,5", "Unnamed: 0"),
        ("colour,grain,a\nred,rice,1\nred,maize,2\nblue,wheat,5", "grain"),
        ("mail,grain,a\na@b.org,rice,1\nc@b.org,maize,2\nd@b.org,wheat,5", "grain"),
        ("lot,grain,a\nA-1,rice,1\nA-2,maize,2\nA-3,wheat,5", "grain"),
        ("colour,a\nred,1\nblack,2\nblue,5", "colour"),
        ("supplier,a,b\n31,1,4\n47,2,7\n40,5,3", "supplier"),
        ("No.,a,b\n1,1,4\n2,2,7\n3,5,3", "No."),
    ],
)
def test_one_column_holds_the_names(text, name):
    reading = reading_of(text)
    assert [column.header for column in reading.columns if column.role == "name"] == [name]
    others = {column.header for column in reading.columns if column.role == "attribute"}
    assert others == {header for header in text.split("\n")[0].split(",") if len(header) > 1} - {name}
    if others:
        (line,) = (str(line) for line in reading.summary() if "Not counted" in str(line))
        assert line == f"Not counted, because they hold words: {', '.join(others)}."


@pytest.mark.parametrize(
    ("options", "criteria"),
    [
        ({}, ["stock", "income", "members"]),
        ({"skip": ["stock"]}, ["income", "members"]),
        ({"skip": ["2"]}, ["income", "members"]),
        ({"keep": ["stock"]}, ["stock", "income", "members"]),
        ({"only": ["income", "stock"]}, ["stock", "income"]),
        ({"only": "income"}, ["income"]),
    ],
)
def test_options_settle_what_a_column_is(options, criteria):
    reading = reading_of(table("stock", [1212, 885, 2540, 766]), **options)
    assert [column.header for column in reading.criteria] == criteria
    assert bool(reading.questions) == (not options)
    if "only" in options:
        assert column_taken(reading, "members") == skipped("it is not in --only")
    if "skip" in options:
        assert column_taken(reading, "stock") == skipped("you left it out")
        assert 'Left out the column "stock": you left it out.' in map(str, reading.summary())


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("No.", [1, 2, 3, 4]),
        ("founded", [1999, 2001, 2010, 2015]),
        ("postcode", [10110, 50200, 10300, 90110]),
        ("Rank", [1, 3, 3, 4]),
        ("total", [1212, 885, 2540, 766]),
        ("growth", [3, -999, 4, 2]),
        ("reach", [812345678, 812345679, 812345670, 812345671]),
    ],
)
def test_a_column_that_is_kept_is_a_criterion_whatever_it_looks_like(header, cells):
    for option in ("keep", "only"):
        reading = reading_of(table(header, cells), **{option: [header]})
        assert column_taken(reading, header) in ("criterion", "question" if option == "only" else "criterion")


def test_an_option_that_names_no_column_is_a_fault():
    for option in ("only", "keep", "skip"):
        with pytest.raises(sm.SeeMcdaError, match="incme"):
            sm.read_problem(StringIO(table("size", [7, 2, 9])), format="csv", **{option: ["incme"]})


FLOWS = ["y2566,y2567", "10.4,12.6", "8.1,9.9", "20.25,15.1", "5.5,5.9", "13.2,8.7"]


def flows(header: str, cells: list) -> str:
    return "\n".join(
        f"n{row},{line},{cell}" for row, (line, cell) in enumerate(zip(FLOWS, [header, *cells], strict=True))
    )


@pytest.mark.parametrize(
    ("header", "cells", "taken"),
    [
        ("Change 2567–2566", [2.2, 1.8, -5.15, 0.4, -4.5], skipped("it is y2567 minus y2566")),
        ("เปลี่ยนแปลง", [2.2, 1.8, -5.2, 0.4, -4.5], skipped("it is y2567 minus y2566")),
        ("change", [2.3, 1.8, -5.2, 0.4, -4.5], skipped("it is y2567 minus y2566")),  # of unrounded numbers
        ("change", [2.9, 1.8, -5.2, 0.4, -4.5], "criterion"),
        (
            "% change",
            [21.2, 22.2, -25.4, 7.3, -34.1],
            skipped("it is the change from y2566 to y2567, as a part of y2566"),
        ),
        ("ratio", [1.21, 1.22, 0.75, 1.07, 0.66], "question"),
        ("product", [131.04, 80.19, 305.775, 32.45, 114.84], "question"),
        ("both", [23, 18, 35.35, 11.4, 21.9], "question"),
        ("middle", [11.5, 9, 17.7, 5.7, 11], "question"),
        ("change", [3, 3, 3, 3, 3], "criterion"),
    ],
)
def test_what_follows_from_two_other_columns_does_not_count_twice(header, cells, taken):
    assert column_taken(reading_of(flows(header, cells)), header) == taken
    if taken.startswith("skipped"):
        assert column_taken(reading_of(flows(header, cells), keep=["y2566"]), header) == taken
        assert column_taken(reading_of(flows(header, cells), keep=[header]), header) == "criterion"
    if taken == "question":
        assert not reading_of(flows(header, cells), keep=[header]).questions
        assert not reading_of(flows(header, cells), skip=["y2566"]).questions


def test_ratings_that_are_products_by_chance_are_criteria():
    assert not reading_of("name,a,b,c\nn1,1,4,4\nn2,2,2,4\nn3,1,5,5\nn4,1,3,3").questions


def test_the_last_of_three_columns_that_follow_from_one_another_is_asked_about():
    text = (
        "name,income,cost,profit,staff\nn1,520,310,210,4\nn2,480,300,180,9\nn3,91,65,26,3\nn4,700,520,180,8"
    )
    assert asked(reading_of(text)) == {"column:4": ["--skip profit", "--keep profit"]}
