"""What each row of a table is: a candidate, or weights, directions, units, a total, a note, a question."""

import re
from io import StringIO

import pytest

import see_mcda as sm
from see_mcda.io.tables.rows import spans
from see_mcda.model.reading import ReadingError
from tests.io.texts import asked, objectives, reading_of, row_taken

HEAD = "name,income,cost,members"
BODY = """\
A,1200,350,12
B,800,150,85
C,2500,900,40
D,700,310,66"""
SHARES = """\
A,60,20,20
B,10,70,20
C,40,30,30
D,25,25,50"""
"""A table in which the numbers of each row add up to 100."""
FIRST, LAST = 2, 6
"""The line right below the headers, and the line below the body."""


def table(row: str, at: int = LAST, head: str = HEAD, body: str = BODY) -> str:
    """The table with a row more."""
    lines = [head, *body.splitlines()]
    return "\n".join([*lines[: at - 1], row, *lines[at - 1 :]])


def below(*rows: str) -> str:
    return "\n".join([HEAD, BODY, *rows])


def test_without_other_rows_every_row_is_a_candidate():
    reading = reading_of(below())
    assert reading.candidates == ("2", "3", "4", "5")
    assert [row.role for row in reading.rows] == ["header"]
    assert (reading.weights, objectives(reading)) == (None, "(max) (max) (max)")


@pytest.mark.parametrize("at", [FIRST, LAST])
@pytest.mark.parametrize(
    ("row", "taken"),
    [
        ("weights,50,20,30", "weights"),
        ("Weights (%):,50,20,30", "weights"),
        ("น้ำหนัก,0.5,0.2,0.3", "weights"),
        ("weights,3,4,5", "weights"),
        ("weights,800,310,50", "question"),
        ("weights,50,-20,70", "question"),
        ("weights,0,0,0", "question"),
        ("weight of each,50,20,30", "weights"),
        ("each criterion's weight,50,20,30", "weights"),
        ("Max weight lifted,50,20,30", "question"),
        ("Max weight lifted,50,20,31", "candidate"),
        ("weight of each,3,4,5", "candidate"),
        (",50,20,30", "question"),
        (",0.5,0.2,0.3", "question"),
        ("E,50,20,30", "candidate"),
    ],
)
def test_weights(row, taken, at):
    reading = reading_of(table(row, at))
    assert row_taken(reading, at) == taken
    assert (reading.weights is not None) == (taken == "weights")
    if taken == "weights":
        assert list(reading.weights) == ["income", "cost", "members"]
        assert list(reading.weights.values()) == [float(word) for word in row.split(",")[1:]]
        assert f"Used the weights in line {at}." in map(str, reading.summary())
        assert str(reading.weights_from) == f"line {at}"


def test_weights_are_looked_for_at_the_ends_of_a_table_only():
    body = "\n".join([BODY, *(f"{name},600,333,21" for name in "EFGHI")])
    assert row_taken(reading_of(table("weight of each,50,20,30", 5, body=body)), 5) == "candidate"
    assert row_taken(reading_of(table("weight of each (%),50,20,30", 5, body=body)), 5) == "candidate"
    assert row_taken(reading_of(table("type (of farm),5,4,3", 5, body=body)), 5) == "candidate"
    assert row_taken(reading_of(below(",50,20,30", "E,910,222,31", "F,40,333,17")), 6) == "question"
    assert row_taken(reading_of(table("weights,50,20,30", 5, body=body)), 5) == "weights"
    assert row_taken(reading_of(table("weights,3,4,5", 5, body=body)), 5) == "question"


def test_a_row_called_weights_between_the_other_numbers_is_asked_about():
    body = "A,2,9,11\nB,9,1,4\nC,5,5,5"
    assert row_taken(reading_of(table("weights,3,4,5", 5, body=body)), 5) == "question"
    assert row_taken(reading_of(table("weights,1,4,5", 5, body=body)), 5) == "weights"
    small = "A,2,9,10\nB,9,1,4\nC,5,5,5"
    assert row_taken(reading_of(table("weights,3,4,5", 5, body=small)), 5) == "weights"
    assert row_taken(reading_of(table("weights,0.05,4,9", 5, body=body)), 5) == "question"


def test_a_second_row_of_weights_is_asked_about():
    reading = reading_of(below("weights,50,20,30", "weights,20,50,30"))
    assert reading.weights == {"income": 50, "cost": 20, "members": 30}
    assert asked(reading) == {"row:7": ["--skip-row 7", "--keep-row 7"]}


def test_where_every_row_adds_up_to_100_that_is_no_sign_of_weights():
    nameless = reading_of(table("E,50,20,30", body=SHARES))
    assert row_taken(nameless, LAST) == "candidate"
    assert row_taken(reading_of(table("weight of each,50,20,30", body=SHARES)), LAST) == "question"
    assert row_taken(reading_of(table("weights,50,20,30", body=SHARES)), LAST) == "weights"


def test_a_criterion_without_a_weight_is_a_fault():
    with pytest.raises(
        ReadingError, match="the row of weights has none for cost; write one, or use --skip-row 6"
    ):
        sm.read_problem(StringIO(below("weights,50,,50")), format="csv")


def test_a_row_of_numbers_above_the_headers_is_a_question_or_a_title():
    assert row_taken(reading_of(table(",50,20,30", 1)), 1) == "question"
    assert row_taken(reading_of(table("Survey of 2024,,,", 1)), 1) == "note"
    assert row_taken(reading_of(table("weights,50,20,30", 1)), 1) == "weights"
    assert row_taken(reading_of(table(",50,-20,30", 1)), 1) == "note"


@pytest.mark.parametrize("at", [FIRST, LAST])
@pytest.mark.parametrize(
    ("row", "taken"),
    [
        ("type,max,min,max", "directions"),
        ("direction,Benefit,Cost,Benefit", "directions"),
        ("direction,↑,↓,↑", "directions"),
        ("E,↑,↓,↑", "directions"),
        ("type,+,-,+", "directions"),
        ("type,1,-1,1", "directions"),
        (",1,-1,1", "directions"),
        ("type,B,C,B", "directions"),
        ("max/min?,high,low,high", "directions"),
        (",max,min,max", "directions"),
        ("E,max,min,max", "directions"),
        ("ทิศทาง,มากดี,น้อยดี,มากดี", "directions"),
        ("E,1,-1,1", "question"),
        ("E,1,1,1", "candidate"),
        ("E,1,-1,2", "candidate"),
        ("type,5,4,3", "question"),
        ("E,3,4,5", "candidate"),
    ],
)
def test_directions(row, taken, at):
    reading = reading_of(table(row, at))
    assert row_taken(reading, at) == taken
    directions = "max min max" if taken == "directions" else "(max) (max) (max)"
    assert objectives(reading) == directions
    if taken == "directions":
        assert f"Used the directions in line {at}." in map(str, reading.summary())
        assert str(reading.criteria[1].objective_reason) == "the row of directions says so"


def test_numbers_without_a_name_are_no_weights():
    with pytest.raises(ReadingError, match="this row has scores but no name"):
        sm.read_problem(StringIO(below(",500,200,300")), format="csv")


@pytest.mark.parametrize("at", [FIRST, LAST])
@pytest.mark.parametrize("row", [",B,C,B", ",high,low,high"])
def test_words_without_a_label_that_may_be_directions_are_asked_about(row, at):
    answers = {f"row:{at}": [f"--directions-row {at}", f"--skip-row {at}"]}
    assert asked(reading_of(table(row, at))) == answers
    assert objectives(reading_of(table(row, at), directions_row=str(at))) == "max min max"


def test_a_candidate_in_words_right_below_the_headers_is_asked_about():
    assert row_taken(reading_of(table("E,good,bad,good", FIRST)), FIRST) == "question"
    assert row_taken(reading_of(table("E,high,low,high", FIRST)), FIRST) == "question"
    assert row_taken(reading_of(table("ชื่อ,รายได้,ต้นทุน,สมาชิก", FIRST)), FIRST) == "header"
    assert row_taken(reading_of(table(",own,own,all", FIRST)), FIRST) == "header"


@pytest.mark.parametrize("row", ["E,high,low,high", "E,B,C,B", "E,max,n/a,min of all", "E,good,bad,good"])
def test_words_that_are_no_certain_directions_are_refused_as_scores(row):
    with pytest.raises(ReadingError, match="is not a number"):
        sm.read_problem(StringIO(below(row)), format="csv")


def test_letters_above_the_headers_are_directions():
    assert objectives(reading_of(table(",B,C,B", 1))) == "max min max"
    assert objectives(reading_of(table(",1,-1,1", 1))) == "max min max"


def test_answers_in_words_are_scores_and_no_directions():
    answers = "name,service,waiting\nA,high,low\nB,low,high\nC,high,high\nD,low,low"
    reading = reading_of(answers)
    assert reading.candidates == ("2", "3", "4", "5")
    assert [row.role for row in reading.rows] == ["header"]


def test_a_column_without_a_direction_is_assumed():
    reading = reading_of(below("type,max,min,"))
    assert objectives(reading) == "max min (max)"
    assert "Higher is better was assumed for members." in map(str, reading.summary())


def test_a_candidate_may_be_called_like_a_direction():
    reading = reading_of("name,a,b\nA,2,5\nB,1,-1\nC,1,1\nMax,-1,1\nD,4,3\nE,8,9\nF,7,7\nG,5,4\nH,3,8")
    assert [row_taken(reading, at) for at in (3, 4, 5)] == ["question", "candidate", "question"]
    assert objectives(reading) == "(max) (max)"


def test_a_table_of_ones_has_no_directions():
    reading = reading_of("name,a,b\nA,1,-1\nB,-1,1\nC,1,1\nD,-1,-1")
    assert reading.candidates == ("2", "3", "4", "5")
    assert not reading.questions


@pytest.mark.parametrize(
    ("row", "at", "taken"),
    [
        ("unit,THB,THB,people", FIRST, "units"),
        ("unit,THB,THB,people", LAST, "units"),
        ("หน่วย,THB,THB,people", FIRST, "units"),
        (",(THB),(THB),(people)", FIRST, "units"),
        (",baht,baht,persons", FIRST, "units"),
        (",what it earns,what it pays,who belongs", FIRST, "header"),
        ("unit,3,4,5", FIRST, "candidate"),
    ],
)
def test_units_and_second_headers(row, at, taken):
    reading = reading_of(table(row, at))
    assert row_taken(reading, at) == taken
    units = [column.unit for column in reading.criteria]
    assert (units != [None] * 3) == (taken == "units")
    if taken == "units":
        assert units == [word.strip("()") for word in row.split(",")[1:]]
        assert f"Used the units in line {at}." in map(str, reading.summary())


def test_a_unit_in_one_column_of_three_is_no_row_of_units():
    with pytest.raises(ReadingError, match='"people" is not a number'):
        sm.read_problem(StringIO(table("E,,,people", FIRST)), format="csv")


def test_words_below_the_first_numbers_are_no_second_headers():
    with pytest.raises(ReadingError, match="is not a number"):
        sm.read_problem(StringIO(table(",baht,baht,persons", 3)), format="csv")


@pytest.mark.parametrize(
    ("row", "at", "taken"),
    [
        (HEAD, 4, "header"),
        (HEAD.upper(), 4, "header"),
        (",1,2,3", FIRST, "header"),
        ("0,1,2,3", FIRST, "header"),
        ("1,2,3,4", FIRST, "candidate"),
        ("E,1,2,3", FIRST, "candidate"),
        ("0,1,2,3", 3, "candidate"),
    ],
)
def test_repeated_headers_and_numbers_of_columns(row, at, taken):
    assert row_taken(reading_of(table(row, at)), at) == taken


SUM, MEAN = "5200,1710,203", "1300,427.5,50.75"


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        (f"Total,{SUM}", "total"),
        (f"รวม,{SUM}", "total"),
        (f"Total,{MEAN}", "total"),
        ("Total,5200,,203", "total"),
        ("Total,5200,1710,204", "question"),
        ("Total,10,20,30", "question"),
        (f"Average,{MEAN}", "mean"),
        ("Average,1300,428,51", "mean"),
        ("Average,1301,428,51", "question"),
        (f"Average,{SUM}", "question"),
        ("Max,2500,900,85", "statistic"),
        ("Max,700,150,12", "question"),
        ("Min,700,150,12", "statistic"),
        ("Median,1000,330,53", "statistic"),
        ("SD,828.7,326.6,31.7", "statistic"),
        ("SD,717.6,282.9,27.5", "statistic"),
        ("n,4,4,4", "statistic"),
        ("n,4,4,5", "question"),
        ("Target,9,9,9", "question"),
        ("Full marks,5000,1000,100", "statistic"),
        ("Total,,,", "note"),
        (f"Total of all 4 candidates,{SUM}", "total"),
        (f"Average of all,{MEAN}", "mean"),
        (f"Total Farms,{SUM}", "question"),
        ("Total Farms,520,171,20", "candidate"),
        (f",{SUM}", "total"),
        (f"E,{SUM}", "question"),
        (f"E,{MEAN}", "question"),
        (f",{MEAN}", "question"),
        ("E,5200,1710,204", "candidate"),
        ("E,5200,,", "candidate"),
    ],
)
def test_totals_means_and_statistics(row, taken):
    reading = reading_of(below(row))
    assert row_taken(reading, LAST) == taken
    if taken in ("total", "mean", "statistic"):
        assert any(str(line).startswith("Left out line 6") for line in reading.summary())


def test_a_total_above_the_candidates_is_found_too():
    assert row_taken(reading_of(table(f"Total,{SUM}", FIRST)), FIRST) == "total"
    assert row_taken(reading_of(table(f",{SUM}", FIRST)), FIRST) == "total"


def test_totals_of_groups_are_left_out():
    reading = reading_of(
        "name,income,cost\nA,10,4\nB,20,5\nsubtotal,30,9\nC,7,3\nD,8,6\nsubtotal,15,9\nTotal,45,18"
    )
    assert [row.at for row in reading.of_role("total")] == ["4", "7", "8"]
    assert reading.candidates == ("2", "3", "5", "6")


def test_two_columns_that_agree_are_too_few_for_a_mean():
    two = "name,a,b\nA,1,40\nB,5,80\nC,9,30\n"
    assert row_taken(reading_of(f"{two}D,5,50"), 5) == "candidate"
    assert row_taken(reading_of(f"{two}D,15,150"), 5) == "question"
    assert row_taken(reading_of("name,a,b\nD,15,150\nA,1,40\nB,5,80\nC,9,30"), 2) == "candidate"


def test_a_total_may_be_wrong_in_one_column_of_four():
    text = "name,a,b,c,d\nA,1,40,7,5\nB,5,80,4,9\nC,9,30,6,8\nTotal,15,150,"
    assert row_taken(reading_of(f"{text}17,23"), 5) == "total"
    assert row_taken(reading_of(f"{text}18,23"), 5) == "question"


def test_columns_in_which_all_numbers_are_the_same_say_nothing_of_a_sum():
    reading = reading_of("name,a,b,c\nA,0,0,1\nB,0,0,2\nC,0,0,9\nD,0,0,12")
    assert row_taken(reading, 5) == "candidate"


def test_a_row_of_zeros_is_no_sum():
    assert not reading_of("name,a,b,c\nA,0,0,0\nB,0,0,0\nC,0,0,0\nD,1,2,5").questions


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        (["Source: survey of 2024,,,"], "note"),
        (["หมายเหตุ ข้อมูลสมมติ,,,"], "note"),
        (["(made up),,,"], "note"),
        (["* estimated,,,"], "note"),
        (["For each one of them the accountant of the union was asked in May,,,"], "note"),
        (["E,,,"], "question"),
        (["Sourcewell Farm,,,"], "question"),
        (["E,n/a,n/a,n/a"], "candidate"),
        (["E,,,3"], "candidate"),
    ],
)
def test_notes(rows, taken):
    assert row_taken(reading_of(below(*rows)), LAST) == taken


def test_words_after_a_blank_row_are_notes():
    assert row_taken(reading_of(below(",,,", "made up by hand,,,")), 7) == "note"
    assert row_taken(reading_of(below(",,,", "made up by hand,,,", "in May,,,")), 8) == "note"
    assert row_taken(reading_of(below(",,,", "E,910,222,31")), 7) == "candidate"


def test_signatures_below_the_table_are_notes():
    assert row_taken(reading_of(below(",(signed),,(Somsri)")), LAST) == "note"
    assert row_taken(reading_of(below(",,,secretary")), LAST) == "note"


def test_section_headings_are_asked_about():
    reading = reading_of(table("Northern region,,,", 4))
    assert asked(reading) == {"row:4": ["--skip-row 4", "--keep-row 4"]}
    assert reading.questions[0].where.line == 4
    long = "The region in the north of the country where it rains the most of all,,,"
    assert row_taken(reading_of(table(long, 4)), 4) == "question"


def test_in_a_table_over_a_framework_a_row_without_scores_is_a_candidate():
    framework = {
        "schema": "see-mcda/framework/1",
        "id": "all",
        "criteria": [{"id": "income", "objective": "max"}, {"id": "cost", "objective": "min"}],
    }
    text = "id,name,income,cost\na,A,4,3\nb,B,,\nd,D,7,5\nt,Total,11,8\ntotal,E,9,9"
    reading = reading_of(text, framework=framework)
    assert reading.candidates == ("2", "3", "4", "5", "6")


@pytest.mark.parametrize(
    ("options", "candidates"),
    [
        ({"rows": "2-3,5"}, ("2", "3", "5")),
        ({"skip_rows": ["3"]}, ("2", "4", "5", "6")),
        ({"skip_rows": 3}, ("2", "4", "5", "6")),
        ({"keep_rows": [7]}, ("2", "3", "4", "5", "6", "7")),
    ],
)
def test_options_settle_what_a_row_is(options, candidates):
    reading = reading_of(below("E,910,222,31", "Total,6110,1932,234"), **options)
    assert reading.candidates == candidates
    if "rows" in options or "skip_rows" in options:
        assert row_taken(reading, 4 if "rows" in options else 3) == "skipped"


def test_rows_of_weights_and_units_count_though_they_are_not_among_the_rows_asked_for():
    reading = reading_of(below("weights,50,20,30"), rows="2-4")
    assert reading.candidates == ("2", "3", "4")
    assert reading.weights == {"income": 50, "cost": 20, "members": 30}
    assert re.search("it is not in --rows 2-4", " ".join(map(str, reading.summary())))


@pytest.mark.parametrize(
    ("text", "names"),
    [("3-5,8", "3 4 5 8"), (" 3 – 5 ", "3 4 5"), ("b-d", "B C D"), ("Z:AB,AD", "Z AA AB AD"), ("x y", "")],
)
def test_rows_are_named_by_spans_of_numbers_or_letters(text, names):
    assert spans(text) == set(names.split())


@pytest.mark.parametrize("label", ["E", "", "weights"])
def test_options_name_the_rows_of_weights_and_directions(label):
    assert reading_of(below(f"{label},500,200,300"), weights_row="6").weights == {
        "income": 500,
        "cost": 200,
        "members": 300,
    }
    assert objectives(reading_of(below(f"{label},high,low,high"), directions_row="6")) == "max min max"


def test_a_row_of_directions_that_states_none_is_not_passed_over():
    reading = reading_of(below("type,1,0,1"), directions_row="6")
    assert "neither max nor min" in str(reading.questions[0].message)
    assert row_taken(reading_of(below("type,1,0,1"), directions_row="6", skip_rows=["6"]), 6) == "skipped"
    assert asked(reading_of(below("type,1,0,1"))) == {"row:6": ["--skip-row 6", "--keep-row 6"]}


def test_questions_about_rows_without_a_name_say_so():
    questions = [reading_of(below(row)).questions[0] for row in (",50,20,30", f",{MEAN}")]
    assert all("has no name" in str(each.message) for each in questions)
