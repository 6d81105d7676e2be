"""Columns whose cells hold quantities with words: recognised as a whole, or not at all."""

import pytest

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import Answers, read_column
from see_mcda.io.cells.quantities import explain_refusal, recognise_column
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Criterion


def scores(cells, header="score"):
    found = recognise_column(cells, header)
    if found is None:
        return None
    faults = Faults()
    column = read_column(
        found.cells,
        Criterion("score", scale=found.scale),
        Answers(),
        where=lambda row: Where(line=row + 1),
        header=Where(line=0),
        faults=faults,
    )
    assert not list(faults)
    return column.values.tolist()


@pytest.mark.parametrize(
    ("cells", "unit", "expected"),
    [
        (["฿1,200,000", "฿800,000"], "฿", [1_200_000, 800_000]),
        (["฿ 500", "1200 บาท", "THB 20"], "THB", [500, 1200, 20]),
        (["$ 5", "-$7.50"], "$", [5, -7.5]),
        (["๑,๒๐๐,๐๐๐ บาท", "๙๐๐ บาท"], "บาท", [1_200_000, 900]),
        (["120 คน", "85คน"], "คน", [120, 85]),
        (["12 kg", "10-20 KG"], "KG", [12, 15]),
        (["12 m2", "1.5 m2"], "m2", [12, 1.5]),
        (["5 USD/kg", "6 USD/kg"], "USD/kg", [5, 6]),
    ],
)
def test_units_are_taken_off_when_every_cell_has_the_same(cells, unit, expected):
    found = recognise_column(cells, "cost")
    assert found is not None
    assert (found.kind, found.unit) == ("unit", unit)
    assert scores(cells) == expected


@pytest.mark.parametrize(
    ("cells", "ends", "expected"),
    [
        (["4/5", "2/5", "๕/๕"], (0, 5), [4, 2, 5]),
        (["75/100", "12.5 / 100"], (0, 100), [75, 12.5]),
        (["4 out of 5", "3 of 5"], (0, 5), [4, 3]),
        (["8 จาก 10", "9 จาก 10"], (0, 10), [8, 9]),
        (["★★★☆☆", "★☆☆☆☆"], (1, 5), [3, 1]),
        (["★★★☆", "☆☆☆☆"], (0, 4), [3, 0]),
        (["⭐⭐⭐", "⭐"], (1, 5), [3, 1]),
        (["ผ่าน", "ไม่ผ่าน"], (0, 1), [1, 0]),
        (["มี", "ไม่มี"], (0, 1), [1, 0]),
        (["✓", "✗"], (0, 1), [1, 0]),
        (["Yes", "no"], (0, 1), [1, 0]),
        ([True, False], (0, 1), [1, 0]),
        (["น้อย", "ปานกลาง", "มาก"], (1, 3), [1, 2, 3]),
        (["มาก", "มากที่สุด", "ปานกลาง", "น้อย"], (1, 5), [4, 5, 3, 2]),
        (["ระดับมาก", "ระดับน้อย"], (1, 3), [3, 1]),
        (["ปรับปรุง", "ดีมาก", "ดี", "พอใช้"], (1, 4), [1, 4, 3, 2]),
        (["เฉย ๆ", "เห็นด้วยอย่างยิ่ง"], (1, 5), [3, 5]),
        (["High", "low"], (1, 3), [3, 1]),
        (["Very high", "Low", "Medium"], (1, 5), [5, 2, 3]),
        (["ดีเยี่ยม", "ดี", "พอใช้"], (1, 5), [5, 3, 2]),
        (["Strongly agree", "Disagree"], (1, 5), [5, 2]),
        (["4 – มาก", "1 = น้อยที่สุด"], (1, 5), [4, 1]),
        (["Good (4)", "Very poor (1)"], (1, 5), [4, 1]),
    ],
)
def test_fractions_stars_and_levels_are_read_on_their_scale(cells, ends, expected):
    found = recognise_column(cells, "score")
    assert found is not None
    assert (found.scale.min, found.scale.max) == ends
    assert scores(cells) == expected


def test_reading_is_reported_and_missing_cells_stay_missing():
    found = recognise_column(["มาก", "", "น้อย", None], "ความร่วมมือ")
    assert found is not None
    assert found.cells == (3.0, "", 1.0, None)
    assert found.scale.levels == {1: {"th": "น้อย"}, 2: {"th": "ปานกลาง"}, 3: {"th": "มาก"}}
    assert found.reason.text() == "the words are read as levels from 1 to 3: น้อย = 1, มาก = 3"


@pytest.mark.parametrize(
    "cells",
    [
        ["A", "B", "C"],
        ["X", "Y", "Z"],
        ["กลุ่ม 1", "กลุ่ม 2"],
        ["3 Brothers", "7 Eleven"],
        ["12 Moo 5", "14 Moo 5"],
        ["มาก", "Somchai"],
        ["มาก"],
        ["1", "2"],
        [1.0, 2.0],
        ["12%", "13%"],
        ["1st", "2nd"],
        ["10.30 น.", "11.00 น."],
        ["15 มกราคม", "16 มกราคม"],
        ["12 ม.ค.", "13 ม.ค."],
        ["15 January 2024", "16 January 2024"],
        ["1/2567", "2/2567"],
        ["7/5", "3/5"],
        ["1/3", "2/3", "3/3"],
        ["081-234-5678", "02-123-4567"],
        ["★★★½", "★★"],
        ["★★★☆☆", "★★☆"],
        ["1 = มาก", "2 = น้อย"],
        ["Low", "Low to medium"],
        ["✓", "", "✓"],
    ],
)
def test_names_dates_and_mixed_forms_are_not_quantities(cells):
    assert recognise_column(cells, "score") is None


def test_fractions_below_a_header_of_dates_or_addresses_are_not_scores():
    assert recognise_column(["1/5", "4/5"], "บ้านเลขที่") is None
    assert recognise_column(["1/5", "4/5"], "Date") is None


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["120 คน", "5 ตัน"], "different units (คน, ตัน)"),
        (["4/5", "3/10"], "different totals (5, 10)"),
        (["120 คน", "85 คน", 40.0], '"40.0" is not written like "120 คน"'),
        (["มาก", "น้อย", "ค่อนข้างมาก"], '"ค่อนข้างมาก" is not written like "มาก"'),
        (["น้อย", "Good"], "are not levels of one scale"),
        (["✓", "", "✓"], "an empty cell may mean no or not known"),
    ],
)
def test_refusal_says_what_to_write(cells, words):
    assert recognise_column(cells, "score") is None
    found = explain_refusal(cells)
    assert found is not None
    assert words in found.text()


def test_text_without_quantities_needs_no_such_advice():
    assert explain_refusal(["North", "South", "มาก"]) is None


def test_words_that_are_levels_of_scales_of_four_and_of_five_are_not_guessed():
    cells = ["poor", "excellent", "good"]
    assert recognise_column(cells, "service") is None
    assert "a scale of four or of five" in explain_refusal(cells).text()
