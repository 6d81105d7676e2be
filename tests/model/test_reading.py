"""How a table was read, in words; the answers to questions as options; the error that carries both."""

import pickle
import shlex
from io import StringIO

import pytest

import see_mcda as sm
from see_mcda.language.lists import split_list
from see_mcda.language.messages import Where, message
from see_mcda.model.reading import Choice, Question, ReadColumn, Reading, ReadingError, ReadRow

INCOME = ReadColumn("B", "income", "criterion", "income", "max", message("assumed"))
COST = ReadColumn("C", "cost", "criterion", "cost", "min", message("its header says so"))
TABLE = "name,income,cost\nA,4,7\nB,2,9\nTotal,60,160\nC,1,1\nsource: us,,\n"


def lines(reading: Reading, **options) -> list[str]:
    return [str(line) for line in reading.summary(**options)]


def refusal(text: str = TABLE, **options) -> ReadingError:
    with pytest.raises(ReadingError) as refused:
        sm.read_problem(StringIO(text), format="csv", **options)
    return refused.value


@pytest.mark.parametrize(
    ("option", "value", "flag"),
    [
        ("skip_rows", ["8"], "--skip-row 8"),
        ("keep_rows", ("8",), "--keep-row 8"),
        ("weights_row", "C", "--weights-row C"),
        ("missing_values", [-999], "--missing-value -999"),
        ("skip", ["total"], "--skip total"),
        ("skip", ["total score"], "--skip 'total score'"),
        ("keep", ["it's"], """--keep 'it'"'"'s'"""),
        ("transposed", True, "--transposed"),
        ("transposed", False, "--no-transposed"),
        ("range", "B3:F9", "--range B3:F9"),
    ],
)
def test_an_answer_is_an_option_of_the_command_line(option, value, flag):
    assert Choice(message("it is"), option, value).flag == flag


@pytest.mark.parametrize("header", ["a, b", 'the "best"', "it's", "รวม (บาท)", "-x", "$HOME", "a\\b"])
def test_a_header_survives_the_command_line(header):
    _, words = shlex.split(Choice(message("leave it out"), "skip", [header]).flag)
    assert split_list(words) == [header]


def test_a_question_names_its_answers():
    answers = (Choice(message("leave it out"), "skip", ["x"]), Choice(message("it counts"), "keep", ["x"]))
    notice = Question("column:2", message("x may count."), Where("a.csv", line=1), answers).notice()
    assert notice.code == "question"
    assert notice.text() == "a.csv: line 1: x may count. Use --skip x (leave it out), --keep x (it counts)"


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ("2 3 4", "lines 2–4"),
        ("2 3 5 7 8", "lines 2–3, 5, 7–8"),
        ("9 10 11", "lines 9–11"),
        ("4 3", "lines 4, 3"),
    ],
)
def test_lines_that_follow_each_other_are_a_span(places, words):
    (line, *_) = lines(Reading(candidates=tuple(places.split()), columns=(INCOME, COST)))
    assert f"candidates in {words}, 2 criteria (higher is better in 1, lower in 1)." in line


@pytest.mark.parametrize(
    ("places", "words"), [("B C D", "columns B–D"), ("Z AA AB", "columns Z–AB"), ("B D", "columns B, D")]
)
def test_candidates_in_columns_are_named_by_letters(places, words):
    reading = Reading(candidates=tuple(places.split()), columns=(COST,), turned=True, sheet="data", sheets=1)
    first, second, *_ = lines(reading)
    assert f" in {words}, 1 criterion " in first
    assert second == "Turned the table, because its candidates stand in columns."


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({}, "Read 1 candidate in lines 2, 1 criterion (higher is better in 1, lower in 0)."),
        ({"sheet": "data", "sheets": 1}, "Read sheet data: 1 candidate in rows 2, "),
        ({"sheet": "data", "sheets": 3}, "Read sheet data (1 of 3): "),
        ({"sheet": "data", "sheets": 3, "hidden": 1}, "Read sheet data (1 of 3, 1 hidden): "),
        ({"sheet": "data", "sheets": 3, "read_sheets": ("data", "more")}, "Read 2 sheets: "),
        ({"assessors": ("Ann",)}, "Read the scores of 1 assessor (Ann): 1 candidate"),
        ({"assessors": ("Ann", "Bo"), "pooled": 4}, "Read the scores of 2 assessors (Ann, Bo): 4 candidates"),
        ({"assessors": tuple("abcdefghi")}, "9 assessors (a, b, c, d, e, f, g, h, …): "),
        ({"assessors": tuple("abcdefgh")}, "8 assessors (a, b, c, d, e, f, g, h): "),
    ],
)
def test_the_first_line_says_what_was_read(sheets, words):
    (line, *_) = lines(Reading(candidates=("2",), columns=(INCOME,), **sheets))
    assert words in line


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(rows=(ReadRow("8", "weights"),), weights={"a": 1.0}), "line 8"),
        (Reading(rows=(ReadRow("8", "weights"),), weights={"a": 1.0}, sheet="data", sheets=1), "row 8"),
        (
            Reading(rows=(ReadRow("H", "weights"),), weights={"a": 1.0}, sheet="data", sheets=1, turned=True),
            "column H",
        ),
        (Reading(weights={"a": 1.0}, weights_from=Where("t.csv", line=9)), "line 9"),
        (Reading(weights={"a": 1.0}, weights_from=Where(sheet="s", cell="A9:B11"), sheet="s"), "A9:B11"),
        (Reading(weights={"a": 1.0}, weights_from=Where(sheet="other", cell="A1"), sheet="s"), "sheet other"),
    ],
)
def test_weights_in_the_table_are_used_or_not(reading, words):
    assert f"Used the weights in {words}." in lines(reading)
    assert f"Did not use the weights in {words}." in lines(reading, weights_used=False)
    assert not any("Used the weights" in line for line in lines(reading, weights_used=False))


def test_what_is_used_and_left_out_is_said():
    reading = Reading(
        rows=(
            ReadRow("1", "header", "name"),
            ReadRow("2", "units", "unit"),
            ReadRow("3", "directions", "type"),
            ReadRow("8", "total", "Total", message("it looks like a total")),
            ReadRow("9", "note", "", message("it looks like a note")),
        ),
        columns=(
            INCOME,
            ReadColumn("D", "", "skipped", reason=message("it numbers the rows")),
            ReadColumn("E", "Rank", "skipped", reason=message("it holds ranks")),
            ReadColumn("F", "crop", "attribute", "crop", reason=message("it holds words")),
            ReadColumn("G", "since", "attribute", "since"),
        ),
    )
    assert lines(reading)[1:] == [
        "Used the units in line 2.",
        "Used the directions in line 3.",
        'Left out line 8, "Total": it looks like a total.',
        "Left out line 9: it looks like a note.",
        'Left out the column "D": it numbers the rows.',
        'Left out the column "Rank": it holds ranks.',
        "Not counted, because they hold words: crop.",
    ]


def test_what_is_assumed_is_said_last():
    both = Reading(columns=(INCOME, COST))
    assert not any("assumed" in line for line in lines(both))
    one = Reading(columns=(INCOME, COST), assumed=("income",))
    assert lines(one)[-1] == "Higher is better was assumed for income."
    every = Reading(columns=(INCOME,), assumed=("income",))
    assert lines(every)[-1].startswith("Higher is better in every column was assumed; use --minimize a,b")


def test_the_error_has_the_questions_and_the_reading():
    error = refusal()
    assert [each.id for each in error.questions] == ["row:4"]
    assert error.questions is error.reading.questions
    assert error.reading.candidates == ("2", "3", "5")
    assert [fault.code for fault in error.faults] == ["question"]
    assert refusal("name,a\nA,1\nB,x\n").questions == ()
    assert ReadingError(error.faults).reading == Reading()


def test_the_error_survives_pickling():
    error = refusal()
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.faults, copy.reading, str(copy)) == (error.faults, error.reading, str(error))


def test_the_error_keeps_its_reading_within_another_place():
    error = refusal()
    within = error.within(Where("prices.csv"))
    assert str(within.faults[0].where) == "prices.csv: line 4"
    assert (within.reading, type(within)) == (error.reading, ReadingError)
    assert within.below("tables").reading == error.reading


def test_a_problem_carries_its_reading_and_a_document_has_none():
    problem = sm.read_problem(StringIO(TABLE), format="csv", skip_rows=[4], minimize=["cost"])
    assert problem.reading.candidates == ("2", "3", "5")
    assert [row.role for row in problem.reading.rows] == ["header", "skipped", "note"]
    assert sm.read_problem(problem.to_dict()).reading is None
