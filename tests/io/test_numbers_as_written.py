"""Numbers as people write them: read in one way only, or refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import Answers, plain_column, read_column
from see_mcda.io.grids.numbers_as_written import (
    Notation,
    finest_rounding,
    hundredfold,
    plain,
    rounding,
    tidy,
    written,
)
from see_mcda.model.criteria import Criterion

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def column(*texts: str, decimal: str | None = None) -> list[float | None]:
    numbers = [written(tidy(text)) for text in texts]
    assert all(numbers), texts
    notation = Notation.of(numbers, decimal)
    return [notation.value(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("+7", 7),
        ("1,5", 1.5),
        (".5", 0.5),
        ("5.", 5),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.567", 1234.567),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 234 567,25", 1234567.25),
        ("1\u00a0234", 1234),
        ("1\u202f234,5", 1234.5),
        ("1'234", 1234),
        ("๑๒.๕", 12.5),
        ("๑,๒๓๔,๕๖๗", 1234567),
        ("１２", 12),
        ("−4", -4),
        ("1e-300", 1e-300),
        ("1.234e3", 1234),
        ("\ufeff 8\u200b ", 8),
    ],
)
def test_one_reading_is_taken(text, value):
    assert column(text) == [value]


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12,345", "999.999"])
def test_two_readings_are_left_open(text):
    assert column(text, "5") == [None, 5]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1.234", "2.5"), (1.234, 2.5)),
        (("1.234", "0.125"), (1.234, 0.125)),
        (("1.234", "1.234.567"), (1234, 1234567)),
        (("1.234", "2,5"), (1234, 2.5)),
        (("1,234", "2.5"), (1234, 2.5)),
        (("1,234", "1,234,567.25"), (1234, 1234567.25)),
        (("1.234", "1,234,567"), (1.234, 1234567)),
        (("1,234", "1 000,5"), (1.234, 1000.5)),
        (("1,234", "1,23,456"), (1234, 123456)),
    ],
)
def test_the_column_settles_what_a_sign_means(texts, values):
    assert column(*texts) == list(values)


def test_a_column_that_contradicts_itself_settles_nothing():
    assert column("1.5", "1.234.567") == [None, None]
    assert column("1.5", "1,5", "1.234") == [1.5, 1.5, None]


def test_the_reader_settles_what_the_column_does_not():
    assert column("1.234", "1,234", decimal=".") == [1.234, 1234]
    assert column("1.234", "1,234", decimal=",") == [1234, 1.234]
    assert column("1.5", decimal=",") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.2.3",
        "1,2,345",
        "12 34",
        "1,234.567.8",
        "1e",
        "--1",
        "0x1f",
        "1_000",
        "5²",
        "½",
        "nan",
        "inf",
        ".",
    ],
)
def test_what_is_no_number_is_none(text):
    assert written(tidy(text)) is None


@given(FINITE)
def test_plain_text_has_one_reading_the_number_itself(value):
    assert column(plain(value)) == [value]


@given(st.decimals(-1000, 1000, places=4, allow_nan=False).map(float))
def test_a_hundredfold_is_exact_in_decimal_digits(value):
    assert math.isclose(hundredfold(value), 100 * value, rel_tol=1e-12, abs_tol=1e-300)
    assert hundredfold(0.07) == 7


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    number = written(tidy(text))
    assert number is None or Notation.of([number]).value(number) is not None or number.either


CELLS = st.one_of(
    FINITE.map(plain),
    st.integers(-2000, 2000).map(str),
    st.sampled_from(["", "1.234", "0.5", "12.25", "1e5", "1e999", "-0", "007"]),
)


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_the_short_way_through_a_plain_column_gives_what_the_long_way_gives(cells):
    short = plain_column(cells)
    faults = Faults()
    long = read_column(
        [f"{cell} " for cell in cells], Criterion("x"), Answers(), where=str, header="x", faults=faults
    )
    if short is not None:
        assert not faults
        np.testing.assert_array_equal(short, long.values)


def test_the_short_way_leaves_doubt_to_the_long_way():
    assert plain_column(["1.234", "5"]) is None
    assert plain_column(["1\n2"]) is None
    assert plain_column(["1.5"], decimal=",") is None
    assert plain_column(["1.234", "2.5"]).tolist() == [1.234, 2.5]
    assert plain_column([1, 2.5, ""])[:2].tolist() == [1, 2.5]
    assert plain_column([True, 2.5]) is None
    assert plain_column([float("inf")]) is None


@given(st.lists(st.decimals(-(10**9), 10**9, places=11) | st.decimals(-99, 99, places=2), min_size=1))
def test_the_finest_rounding_of_numbers_is_that_of_the_one_with_most_decimals(numbers):
    values = [value for value in map(float, numbers) if "e" not in repr(value)] or [0.0]
    finest = max(min(map(rounding, values)), rounding(1e-12))
    assert finest_rounding(np.array(values)) == finest
