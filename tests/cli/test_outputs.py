"""``--out``: the kind of file by its name, written whole or not at all."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

import see_mcda as sm


def test_json_file_is_the_result_document(run, models, tmp_path):
    ran = run("rank", models, "--out", tmp_path / "r.json")
    assert ran.code == 0
    assert "written" in ran.out
    assert (tmp_path / "r.json").read_text() == sm.rank(sm.read_problem(models)).to_json() + "\n"


def test_text_file_is_the_table(run, models, tmp_path):
    run("rank", models, "--out", tmp_path / "r.txt")
    assert (tmp_path / "r.txt").read_text() == run("rank", models).out


def test_csv_is_one_table_with_scores_in_full_precision(run, models, tmp_path):
    run("rank", models, "--out", tmp_path / "r.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"))))
    ranking = sm.rank(sm.read_problem(models))
    column = rows[0].index("score")
    assert [float(row[column]) for row in rows[1:]] == [ranking.scores[row] for row in ranking.order]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_workbook_has_the_ranks_as_numbers(run, models, tmp_path):
    run("compare", models, "--weights", "equal", "social-led", "--out", tmp_path / "c.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "c.xlsx").get_sheet_by_index(0).to_python()
    comparison = sm.compare(sm.read_problem(models), ["equal", "social-led"])
    at = rows[0].index("topsis: Social-led")
    shown = [rows[1 + row][at] for row in range(len(comparison.problem.candidates))]
    assert shown == [rank or "" for rank in comparison.ranks[1].tolist()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_name_that_begins_like_a_formula_stays_text(run, tmp_path, kind):
    document = {
        "framework": {"id": "t", "criteria": [{"id": "x"}]},
        "candidates": [{"id": "a", "name": "=1+1", "scores": {"x": 1}}],
    }
    (tmp_path / "p.json").write_text(json.dumps(document))
    run("rank", tmp_path / "p.json", "--out", tmp_path / f"r.{kind}")
    if kind == "csv":
        assert ",'=1+1," in (tmp_path / "r.csv").read_text("utf-8-sig")
    else:
        [_, first, *_] = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_index(0).to_python()
        assert first[2] == "=1+1"


def test_unknown_kind_of_file_writes_nothing(run, models, tmp_path):
    ran = run("rank", models, "--out", tmp_path / "r.pdf")
    assert ran.code == 2
    assert ".json" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_result_never_overwrites_its_input(run, models, tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps(sm.read_problem(models).to_dict()))
    before = path.read_bytes()
    ran = run("rank", path, "--out", path)
    assert ran.code == 2
    assert path.read_bytes() == before


def test_folder_that_is_not_there_is_told(run, models, tmp_path):
    ran = run("rank", models, "--out", tmp_path / "nowhere" / "r.json")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_failed_ranking_leaves_the_old_file(run, models, tmp_path):
    out = tmp_path / "r.json"
    out.write_text("old")
    ran = run("rank", models, "--missing", "error", "--out", out)
    assert ran.code == 2
    assert out.read_text() == "old"


def test_json_may_be_printed_and_written_at_once(run, models, tmp_path):
    ran = run("rank", models, "--json", "--out", tmp_path / "r.json")
    assert (tmp_path / "r.json").read_text() == ran.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "endings"),
    [
        ("rank", ".json, .csv, .tsv, .xlsx or .txt"),
        ("compare", ".json, .csv, .tsv, .xlsx or .txt"),
        ("explain", ".json, .csv, .tsv, .xlsx or .txt"),
        ("verify", ".json or .txt"),
        ("weights show", ".yaml, .yml or .json"),
        ("weights ahp", ".yaml, .yml or .json"),
    ],
)
def test_help_names_the_endings_that_the_command_takes(run, models, tmp_path, verb, endings):
    run("rank", models, "--out", tmp_path / "r.json")
    given = {
        "verify": (tmp_path / "r.json", models),
        "weights show": ("social-led", "--framework", "see"),
        "weights ahp": ("a/b=3",),
    }
    words = verb.split()
    assert f"file: {endings}" in " ".join(run(*words, "--help").out.split())
    ran = run(*words, *given.get(verb, (models,)), "--out", tmp_path / "x.unknown")
    told = ran.err.partition("must end in one of ")[2].strip().split(", ")
    assert sorted(told) == sorted(endings.replace(" or ", ", ").split(", "))
