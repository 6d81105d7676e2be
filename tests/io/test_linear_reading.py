"""Reading takes calls in proportion to the rows, and none for a cell that is a number."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np
import polars as pl
import pytest
import xlsxwriter

import see_mcda as sm

_N = 2_500
"""More rows than are searched for a second table beside the first."""
_Rows = Sequence[Sequence[str | float]]


def _csv(rows: _Rows) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


def _xlsx(rows: _Rows) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def _parquet(rows: _Rows) -> bytes:
    heads, *rest = rows
    columns = zip(*rest, strict=True)
    stream = io.BytesIO()
    words = (list(map(str, column)) if str in map(type, column) else column for column in map(list, columns))
    pl.DataFrame(dict(zip(map(str, heads), words, strict=True))).write_parquet(stream)
    return stream.getvalue()


_WRITERS = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}


def _calls(content: bytes, format: str) -> int:
    """Return how many functions are called while a table is read, or refused."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    stream = io.BytesIO(content)
    sys.setprofile(count)
    try:
        with suppress(sm.SeeMcdaError):
            sm.read_problem(stream, format=format)
    finally:
        sys.setprofile(None)
    return calls


def _table(n: int, name: Callable[[int], str], word: Callable[[int], str | float] | None = None) -> _Rows:
    rows = [[name(at), at % 97 + 0.25, at % 89 + 1, *([word(at)] if word else [])] for at in range(n)]
    return [["name", "income", "cost", *(["mixed"] if word else [])], *rows]


_TABLES: dict[str, Callable[[int], _Rows]] = {
    "names all distinct": lambda n: _table(n, "enterprise {}".format),
    "names all equal": lambda n: _table(n, lambda at: "enterprise"),
    "Thai names": lambda n: _table(n, "วิสาหกิจ {}".format),
    "names that look like totals": lambda n: _table(n, "total {}".format),
    "a column of mixed text": lambda n: _table(
        n, "enterprise {}".format, lambda at: [at, f"{at} baht", "1,5", "", "n/a", f"about {at}"][at % 6]
    ),
    "a column of words": lambda n: _table(n, "enterprise {}".format, "remark {}".format),
}


@pytest.mark.parametrize("format", _WRITERS)
@pytest.mark.parametrize("table", _TABLES)
def test_twice_the_rows_take_twice_the_calls(table: str, format: str) -> None:
    short, long = (_WRITERS[format](_TABLES[table](n)) for n in (_N, 2 * _N))
    _calls(short, format)  # modules are imported
    once, twice = _calls(short, format), _calls(long, format)
    assert twice < 2.2 * once


def _calls_of_more_rows(columns: int, format: str) -> int:
    """Return how many more functions are called for twice the rows of a table of numbers."""
    scores = np.random.default_rng(0).lognormal(4, 1, (2 * _N, columns)).round(2).tolist()
    heads = ["name", *map("criterion {}".format, range(columns))]
    rows = [[f"enterprise {at}", *row] for at, row in enumerate(scores)]
    short, long = (_WRITERS[format]([heads, *rows[:n]]) for n in (_N, 2 * _N))
    _calls(short, format)  # modules are imported
    return _calls(long, format) - _calls(short, format)


@pytest.mark.parametrize("format", _WRITERS)
def test_a_number_in_a_row_takes_no_call_of_its_own(format: str) -> None:
    assert _calls_of_more_rows(8, format) - _calls_of_more_rows(3, format) < _N
