"""``see-mcda merge``: workbooks that come back filled in."""

import json
from pathlib import Path

import openpyxl
import pytest

import see_mcda as sm


@pytest.fixture
def fill(run, models, tmp_path):
    """A function that fills cells of the workbook of the models and saves it under a name."""
    run("example", tmp_path, "--xlsx", "--problem", models)

    def filled(name: str, **cells: object) -> Path:
        workbook = openpyxl.load_workbook(tmp_path / "see-mcda.xlsx")
        for cell, value in cells.items():
            workbook["scores"][cell] = value
        workbook.save(tmp_path / name)
        return tmp_path / name

    return filled


def test_returned_workbooks_fill_what_is_missing(run, models, fill, tmp_path):
    anna, boon = fill("anna.xlsx", S4="ตรวจแล้ว", J4=2), fill("boon.xlsx", S5="ok")
    ran = run("merge", models, anna, boon, "--out", tmp_path / "merged.yaml")
    words = " ".join(ran.out.split())
    assert ran.code == 1
    assert "2 values filled in:" in words
    assert "scores!S4: ตรวจแล้ว for Khao Khitchakut Agricultural Cooperative Ltd, note" in words
    assert "1 value differs and was left as it is; --override replaces it:" in words
    assert "scores!J4: 2 instead of 4 for Khao Khitchakut Agricultural Cooperative Ltd, Trade" in words
    merged, before = sm.read_problem(tmp_path / "merged.yaml"), sm.read_problem(models)
    assert merged.notes[:2] == ({"th": "ตรวจแล้ว"}, {"en": "ok"})
    assert merged.replace(notes=before.notes) == before


def test_override_replaces_and_json_lists_it(run, models, fill):
    ran = run("merge", models, fill("anna.xlsx", J4=2), "--override", "--json")
    (change,) = json.loads(ran.out)["changes"]
    assert (ran.code, change["part"], change["old"], change["new"]) == (0, "scores/market", 4, 2)


def test_nothing_is_written_when_a_candidate_is_unknown(run, models, fill, tmp_path):
    ran = run("merge", models, fill("anna.xlsx", A4="nobody", B4="", C4=""), "--out", tmp_path / "m.yaml")
    assert ran.code == 2
    assert "scores!A4: there is no candidate nobody" in " ".join(ran.err.split())
    assert not (tmp_path / "m.yaml").exists()


def test_merge_does_not_overwrite_its_inputs(run, models, fill):
    anna = fill("anna.xlsx")
    for path in (models, anna):
        assert "would overwrite its input" in run("merge", models, anna, "--out", path).err


def test_conflict_is_said_in_thai(run, models, fill):
    out = run("--lang", "th", "merge", models, fill("anna.xlsx", D4="ไม่ผ่าน", E4="x")).out
    assert "ไม่ผ่าน (x)" in out


def test_returned_workbook_without_a_criterion_fills_in_the_others(run, models, fill, tmp_path):
    anna = fill("anna.xlsx", S4="checked")
    workbook = openpyxl.load_workbook(anna)
    workbook["scores"].delete_cols(10)
    workbook.save(anna)
    ran = run("merge", models, anna)
    assert ran.code == 0
    assert "There is no column for these criteria, so their scores stay as they are: Trade" in " ".join(
        ran.out.split()
    )
    merged = json.loads(run("merge", models, anna, "--json").out)
    assert [warning["code"] for warning in merged["warnings"]] == ["lacking-criteria"]
    assert len(merged["changes"]) == 1
