"""``see-mcda read``, and the reading that ``rank`` shows and writes."""

import json
import shlex
from pathlib import Path

import jsonschema
import pytest

import see_mcda as sm
from see_mcda.model.reading import ReadingError
from see_mcda.schemas import json_schema
from tests.io.disturbances import tables_of

SAMPLE, SEED = 100, 7
CLEAR = "name,income,cost\nA,4,7\nB,2,9\nC,1,1\nweights,70,30\n"
UNCLEAR = "name,income,cost\nA,4,7\nB,2,9\nC,1,1\nTotal,60,160\n"
FULL = """\
Survey of 2024,,,,,
No.,name,income,cost,crop,founded
,type,max,min,,
1,A,4,7,rice,1999
2,B,2,9,maize,2004
3,C,1,1,rice,2011
,weights,70,30,,
,Total,7,17,,
"""


@pytest.fixture
def table(tmp_path):
    def written(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text)
        return path

    return written


def test_a_clear_table_is_shown_with_code_0(run, table):
    ran = run("read", table(FULL))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Read 3 candidates in lines 4–6, 2 criteria (higher is better in 1, lower in 1).",
        "Used the weights in line 7.",
        "Used the directions in line 3.",
        'Left out line 1, "Survey of 2024": it stands above the table.',
        'Left out line 8, "Total": it looks like a total.',
        'Left out the column "No.": it numbers the rows.',
        'Left out the column "founded": it holds years.',
        "Not counted, because they hold words: crop.",
        'Column 1 "No.": left out, it numbers the rows',
        'Column 2 "name": names of the candidates',
        'Column 3 "income": criterion, higher is better, the row of directions says so',
        'Column 4 "cost": criterion, lower is better, the row of directions says so',
        'Column 5 "crop": a fact, not counted, it holds words',
        'Column 6 "founded": left out, it holds years',
        'Line 1 "Survey of 2024": left out, it stands above the table',
        'Line 2 "No.": column headers',
        'Line 3 "type": directions, it says in which columns lower is better',
        'Line 7 "weights": weights, it holds the weights',
        'Line 8 "Total": left out, it looks like a total',
    ]


def test_an_unclear_table_is_shown_with_its_questions_and_code_1(run, table):
    path = table(UNCLEAR)
    ran = run("read", path)
    assert ran.code == 1
    assert 'Question: this row is called "Total", but its numbers are no sum or' in ran.out
    assert "--skip-row 5" in ran.out
    assert run("rank", path).code != 0
    assert run("read", path, "--skip-row", "5").code == 0


def test_faults_are_shown_beside_the_questions(run, table):
    path = table(UNCLEAR.replace("B,2", "B,two"))
    ran = run("read", path)
    assert ran.code == 1
    assert "Question: " in ran.out
    assert '"two" is not a number' in ran.err
    assert json.loads(run("read", path, "--json").out)["questions"]


def test_a_document_says_itself_how_it_is_read(run, models):
    ran = run("read", models)
    assert ran.code == 0
    assert "is a document, not a table" in " ".join(ran.out.split())


@pytest.mark.parametrize("text", [CLEAR, UNCLEAR, FULL])
def test_the_reading_as_json_validates(run, table, text):
    document = json.loads(run("read", table(text), "--json").out)
    jsonschema.validate(document, json.loads(run("schema", "reading").out))
    assert document["schema"] == "see-mcda/reading/1"
    assert [question["id"] for question in document["questions"]] == ["row:5"] * (text == UNCLEAR)


def test_a_ranking_of_a_table_has_the_reading(run, table):
    path = table(FULL)
    document = json.loads(run("rank", path, "--json").out)
    jsonschema.validate(document, json_schema("ranking"))
    reading = json.loads(run("read", path, "--json").out)
    assert document["reading"] == reading
    assert reading["candidates"] == ["4", "5", "6"]


def test_a_result_with_a_reading_is_verified(run, table, tmp_path):
    path = table(FULL)
    result = tmp_path / "result.json"
    assert run("rank", path, "--out", result).code == 0
    assert "reading" in json.loads(result.read_text())
    assert run("verify", result, path).code == 0


def test_the_weights_in_the_table_are_used_unless_others_are_given(run, table):
    path = table(CLEAR)
    used = run("rank", path, "--minimize", "cost", "--json")
    assert json.loads(used.out)["weights"] == pytest.approx({"income": 0.7, "cost": 0.3})
    words = run("rank", path, "--minimize", "cost")
    assert "Used the weights in line 5." in words.out + words.err
    for given in ("income=1,cost=3", "equal"):
        other = run("rank", path, "--minimize", "cost", "--weights", given, "--json")
        income = 0.25 if "=" in given else 0.5
        assert json.loads(other.out)["weights"] == pytest.approx({"income": income, "cost": 1 - income})
        words = run("rank", path, "--minimize", "cost", "--weights", given)
        assert "Did not use the weights in line 5." in words.out + words.err
        assert "Used the weights" not in words.out + words.err


@pytest.mark.parametrize(
    ("words", "candidates", "criteria"),
    [
        ("", "4 5 6", "income cost"),
        ("--rows 4-5", "4 5", "income cost"),
        ("--skip-row 5", "4 6", "income cost"),
        ("--skip-row 4,5", "6", "income cost"),
        ("--skip-row 4 --skip-row 5", "6", "income cost"),
        ("--keep-row 8", "4 5 6 8", "No. income cost"),
        ("--only income", "4 5 6", "income"),
        ("--keep founded,No.", "4 5 6", "No. income cost founded"),
        ("--skip cost", "4 5 6", "income"),
        ("--skip 4", "4 5 6", "income"),
        ("--range B2:D7", "4 5 6", "income cost"),
        ("--range B2:C5", "4 5", "income"),
        ("--header-row 2", "4 5 6", "income cost"),
        ("--no-transposed", "4 5 6", "income cost"),
        ("--directions-row 3 --weights-row 7", "4 5 6", "income cost"),
        ("--hidden", "4 5 6", "income cost"),
    ],
)
def test_options_say_how_a_table_is_read(run, table, words, candidates, criteria):
    reading = json.loads(run("read", table(FULL), "--json", *words.split()).out)
    assert reading["candidates"] == candidates.split()
    found = [column["header"] for column in reading["columns"] if column["role"] == "criterion"]
    assert found == criteria.split()


def test_a_number_can_mean_a_missing_score(run, table):
    path = table("name,a,b\nA,4,7\nB,-999,9\nC,1,1\n")
    assert [each["id"] for each in json.loads(run("read", path, "--json").out)["questions"]] == ["sentinel:2"]
    assert run("rank", path, "--missing-value", "-999", "--missing", "worst").code == 0
    assert run("rank", path, "--missing-value", "-999").code != 0


def questions(folder: Path):
    """Each question about the tables of a sample, with the file and the options of its reader."""
    for case in tables_of(SAMPLE, SEED):
        path = folder / case.file
        path.write_bytes(case.content)
        try:
            sm.read_problem(path, **case.options)
        except ReadingError as error:
            for question in error.questions:
                yield path, case.options, question
        except sm.SeeMcdaError:
            pass


def words_of(options) -> list[str]:
    words: list[str] = []
    for name, value in options.items():
        values = [value] if isinstance(value, str) else value
        words += [f"--{name}", ",".join(f'"{each}"' for each in values)]
    return words


@pytest.mark.slow
def test_each_answer_on_the_command_line_settles_its_question(run, tmp_path):
    asked = 0
    for path, options, question in questions(tmp_path):
        for choice in question.choices:
            words = ["read", path, "--json", *words_of(options), *shlex.split(choice.flag)]
            ran = run(*words)
            assert ran.out, (words, ran.err)
            left = json.loads(ran.out)["questions"]
            same = [each for each in left if each["id"] == question.id]
            assert question.message.texts() not in [each["message"] for each in same], words
            asked += 1
    assert asked > 20


def test_what_was_read_is_saved_in_other_formats(run, tmp_path):
    table = tmp_path / "prices.csv"
    table.write_text("name,cost,quality\nWeight,25,75\nA,10,3\nB,14,4\nTotal,24,7\n")
    read = sm.read_problem(table, minimize="cost")
    for name in ("prices.xml", "prices.yaml"):
        ran = run("read", table, "--minimize", "cost", "--save", tmp_path / name)
        assert ran.code == 0
        saved = sm.read_problem(tmp_path / name)
        assert (saved.candidates, saved.values.tolist()) == (read.candidates, read.values.tolist())
        assert [leaf.objective for leaf in saved.framework.leaves] == ["min", "max"]
    weights = sm.read_weights(tmp_path / "prices.xml", read.framework)
    assert weights.values.tolist() == [0.25, 0.75]
    assert "would overwrite its input" in run("read", table, "--save", table).err
