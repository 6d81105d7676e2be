"""The workbook that a person fills in: as its user, with the drop-downs that it offers."""

import io

import openpyxl
import pytest

import see_mcda as sm
from see_mcda.io import read_problem, template_workbook

CHOICES = {"en": ("pass", "not-established", "fail"), "th": ("ผ่าน", "ยังไม่ยืนยัน", "ไม่ผ่าน")}


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(workbook: openpyxl.Workbook) -> io.BytesIO:
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    return stream


def columns(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[3]}


def lists(workbook) -> dict[str, list[str]]:
    """What the drop-down of each column offers, by the column's id."""
    sheet, offered = workbook["scores"], {}
    for rule in sheet.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        if rule.type == "list" and rule.formula1.startswith('"'):
            offered[sheet.cell(3, area.min_col).value] = rule.formula1.strip('"').split(",")
        elif rule.type == "list":
            name, cells = rule.formula1.replace("$", "").split("!")
            offered[sheet.cell(3, area.min_col).value] = [cell.value for (cell,) in workbook[name][cells]]
    return offered


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("name", ["see", "see-indicators"])
def test_a_filled_template_is_read_and_ranked(name, language):
    framework = sm.read_framework(name)
    workbook = opened(template_workbook(framework, language=language))
    sheet, at, offered = workbook["scores"], columns(workbook["scores"]), lists(workbook)
    levelled = [leaf.id for leaf in framework.leaves if leaf.scale.levels]
    assert set(offered) == {*levelled, *(f"gate:{gate.id}" for gate in framework.gates)}
    for row, level in ((4, 0), (5, 2), (6, 4)):
        sheet.cell(row, at["name_th"], f"กลุ่ม {row}")
        for leaf in framework.leaves:
            choice = offered[leaf.id][4 - level] if leaf.id in offered else leaf.scale.good + row
            sheet.cell(row, at[leaf.id], choice)
        for gate in framework.gates:
            sheet.cell(row, at[f"gate:{gate.id}"], CHOICES[language][0])
    problem = read_problem(saved(workbook))
    assert problem.framework is framework
    assert problem.candidates == ("4", "5", "6")
    for leaf in levelled:
        assert problem.values[:, framework.leaf_position[leaf]].tolist() == [0, 2, 4]
    assert (problem.gates == 0).all()
    assert sm.rank(problem, "equal").ranks.tolist()[0] == 3


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_template_shows_its_questions_and_instructions(language):
    framework = sm.read_framework("see")
    workbook = opened(template_workbook(framework, language=language))
    assert workbook.sheetnames[:2] == (
        ["instructions", "คำแนะนำ"] if language == "en" else ["คำแนะนำ", "instructions"]
    )
    sheet, at = workbook["scores"], columns(workbook["scores"])
    for leaf in framework.leaves:
        assert leaf.name[language] in sheet.cell(2, at[leaf.id]).value
        assert all(
            text[language] in sheet.cell(2, at[leaf.id]).comment.text for text in leaf.scale.levels.values()
        )
    assert lists(workbook)["gate:fair-trade"] == list(CHOICES[language])
    assert sheet["F1"].value == framework.nodes["characteristics"].name[language]
    rules = {
        rule.sqref.ranges and min(area.min_col for area in rule.sqref.ranges): rule
        for rule in sheet.data_validations.dataValidation
    }
    for rule in rules.values():
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32


def test_an_untouched_template_says_that_it_is_empty():
    with pytest.raises(sm.SeeMcdaError) as caught:
        read_problem(io.BytesIO(template_workbook(sm.read_framework("see"))))
    assert [fault.code for fault in caught.value.faults] == ["no-candidates"]


def test_the_example_stands_in_the_template_whole():
    example = read_problem(sm.io.library.shipped("examples") / "see-models.yaml")
    for language in ("en", "th"):
        assert read_problem(io.BytesIO(template_workbook(language=language))) == example


def test_a_framework_of_ones_own_stands_in_the_template():
    framework = sm.Framework.from_dict(
        {
            "id": "mine",
            "normalization": "minmax",
            "gates": [{"id": "fair", "question": "Fair?"}],
            "classes": [{"id": "good", "profile": {"y": 3, "x": 1}}, {"id": "rest", "name": "Rest"}],
            "criteria": [
                {
                    "id": "b",
                    "children": [{"id": "x", "scale": {"min": 0, "max": 1, "levels": {0: "no", 1: "yes"}}}],
                },
                {"id": "y", "objective": "min"},
            ],
        }
    )
    workbook = opened(template_workbook(framework))
    sheet, at = workbook["scores"], columns(workbook["scores"])
    sheet.cell(4, at["name_en"], "One")
    sheet.cell(4, at["x"], lists(workbook)["x"][0])
    sheet.cell(4, at["y"], 7)
    problem = read_problem(saved(workbook))
    assert problem.framework.to_dict() == framework.to_dict()
    assert problem.values.tolist() == [[1, 7]]
