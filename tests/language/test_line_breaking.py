"""Words in columns: nothing is cut, nothing is wider than its room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from see_mcda.language.line_breaking import grid, paragraph, plain, width, wrap

THAI = st.text(st.sampled_from("กขคงจดตนปมยรลวสหอะาิีึืุูเแโใไำ่้๊์ๆ "), max_size=60)
LATIN = st.text(st.sampled_from("abcXYZ019-/.,() "), max_size=60)
MIXED = st.builds("".join, st.lists(THAI | LATIN, max_size=4))
MARKS = set("ะาิีึืุูำ่้๊์ๆ")


def letters(words):
    return "".join(words.split())


@given(MIXED, st.integers(6, 60))
def test_wrapping_loses_nothing_and_keeps_to_its_room(words, room):
    lines = wrap(words, room)
    assert letters("".join(lines)) == letters(words)
    assert all(width(line) <= room for line in lines if not set(line) & MARKS)


@given(st.integers(8, 40))
def test_thai_marks_stay_with_their_consonant(room):
    words = "กลุ่มประมงพื้นบ้านอ่าวจันทร์ลอยเป็นเครือข่ายคุณค่าชาวนาคุณธรรมและสหกรณ์การเกษตร"
    lines = wrap(words, room)
    assert "".join(lines) == words
    assert all(width(line) <= room for line in lines)
    assert not any(line[0] in "ะาิีึืุูำ่้๊์ๆ็" or line[-1] in "เแโใไ" for line in lines)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("ความไม่แน่นอนของน้ำหนักตั้งแต่ต้นทำให้ความแปรปรวนของคะแนนสูงขึ้น", "ตั้งแต่ ความแปรปรวน คะแนน"),
        ("ค่าคลาดเคลื่อนมาตรฐานของสิ่งแวดล้อมและสังคม", "คลาดเคลื่อน สิ่งแวดล้อม"),
        ("การค้าภายใต้กลไกตลาดและการเปลี่ยนแปลง", "ภายใต้ กลไก เปลี่ยนแปลง"),
        ("เปรียบเทียบทางเลือกทั้งหมดตามตัวเลขของผู้เข้าร่วม", "เปรียบเทียบ ทางเลือก ตัวเลข ผู้เข้าร่วม"),
    ],
)
def test_a_line_does_not_end_inside_a_word_of_ours(words, whole):
    for room in range(16, 50):
        lines = wrap(words, room)
        assert "".join(lines) == words
        for word in whole.split():
            assert any(word in line for line in lines), (room, word)


def test_thai_is_as_wide_as_it_looks():
    assert width("น้ำ") == 2
    assert width("สหกรณ์การเกษตรเขาคิชฌกูฏ จำกัด") == 26


@pytest.mark.parametrize("word", ["a" * 200, "https://example.org/" + "path/" * 30, "ก" * 100])
def test_word_longer_than_the_line_is_broken_not_cut(word):
    lines = wrap(word, 20)
    assert "".join(lines) == word
    assert max(map(width, lines)) <= 20


def test_number_and_its_unit_stay_together():
    assert all("%" not in line.split()[0] for line in wrap("weights are 20\u00a0% and 30\u00a0% " * 5, 20))


def test_paragraph_hangs_below_its_first_words():
    assert paragraph("one two three", 10, "- ").split("\n") == ["- one two", "  three"]


def test_grid_aligns_columns_of_thai_names():
    lines = grid([["สหกรณ์", "1"], ["Sampran", "10"]], [10, 3], [1])
    assert {width(line) for line in lines} == {15}
    assert [line[-2:].strip() for line in lines] == ["1", "10"]


def test_signs_that_steer_a_terminal_are_taken_out():
    assert plain("a\x1b[31m\x07b\u202ec\n") == "a [31m b" + "c "
