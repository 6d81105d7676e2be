"""Long tables: what needs a look at every row alone is only done where it can matter."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable

import pytest

import see_mcda as sm
from see_mcda.io.grids.delimited import read_delimited
from see_mcda.io.grids.grid import Grid
from see_mcda.io.grids.numbers_as_written import tidy, tidy_all
from see_mcda.io.grids.stored_rows import StoredRows
from see_mcda.io.tables import words
from see_mcda.io.tables.candidates import slug, slug_all
from see_mcda.model.naming import folded, folded_all
from see_mcda.model.reading import ReadingError

_SETS = ("WEIGHTS", "TOTALS", "MEANS", "STATISTICS", "UNITS", "DIRECTIONS")


def _table(rows: dict[int, str], n: int = 700) -> io.BytesIO:
    lines = [rows.get(at, f"enterprise {at},{at % 97 + 0.5},{at % 89 + 2.25}") for at in range(n)]
    stream = io.BytesIO("\n".join(["name,income,cost", *lines]).encode())
    stream.name = "table.csv"
    return stream


@pytest.mark.parametrize("known", _SETS)
@pytest.mark.parametrize("form", ["{}", " {}: ", "{}.", "({})", "{} (%)", "{} / คำ", "{}\nคำ", "{}*", "{}_"])
def test_every_label_that_is_called_so_is_looked_at(known: str, form: str) -> None:
    set_ = getattr(words, known)
    labels = [form.format(word.replace("_", " ")) for word in sorted(set_)]
    called = [at for at, label in enumerate(labels) if words.called(label, set_)]
    assert called
    assert set(called) <= set(words.perhaps_called(labels, folded_all(labels), set_))


def test_labels_are_folded_together_as_each_alone() -> None:
    labels = ["Ａ b-c", "(d)", "__", "", "e\u00a0 f\u2028g", "ก า\u0e4d", "\u0301x", "ﬁ ²", "h\ri"]
    assert folded_all(labels) == list(map(folded, labels))
    assert folded_all([*labels, "j\nk"]) == [*map(folded, labels), folded("j\nk")]


_TEXTS = ["a  b", "\tA1 ", "", "๑,๒๐๐\u200b บาท", "c\rd", "é\u00a0ß", "x\u2028y", "\u2026", "-" * 120]


@pytest.mark.parametrize(("each", "all_"), [(tidy, tidy_all), (slug, slug_all)])
@pytest.mark.parametrize("texts", [_TEXTS, [text for text in _TEXTS if text.isascii()], ["p\nq", "r"], []])
def test_texts_are_read_together_as_each_alone(
    each: Callable[[str], str], all_: Callable[[list[str]], list[str]], texts: list[str]
) -> None:
    assert all_(texts) == list(map(each, texts))


@pytest.mark.parametrize("cells", [["a", "b", " "], ["", "", ""], ["", None, ""], [1.0, "", None]])
def test_blank_rows_of_a_long_table_hold_nothing(cells: list[object]) -> None:
    rows = [["name", "income"], *([cell, ""] for cell in cells * 1_000)]
    kept = Grid(StoredRows(rows))
    assert kept.filled() == Grid(rows).filled()


@pytest.mark.parametrize("at", [0, 300, 699])
def test_a_total_in_a_long_table_is_no_candidate(at: int) -> None:
    others = [each for each in range(700) if each != at]
    means = (sum(each % size for each in others) / 699 for size in (97, 89))
    income, cost = next(means) + 0.5, next(means) + 2.25
    problem = sm.read_problem(_table({at: f"Average,{income:.2f},{cost:.2f}"}))
    assert len(problem.candidates) == 699
    assert problem.reading is not None
    assert [row.at for row in problem.reading.of_role("mean")] == [str(at + 2)]


def test_weights_in_the_middle_of_a_long_table_are_used() -> None:
    problem = sm.read_problem(_table({300: "Weight,0.4,0.6"}))
    assert problem.reading is not None
    assert problem.reading.weights == {"income": 0.4, "cost": 0.6}


def test_headers_repeated_in_a_long_table_are_left_out() -> None:
    problem = sm.read_problem(_table({300: "Name,Income,Cost", 301: "name,income,cost"}))
    assert len(problem.candidates) == 698


def test_a_row_without_scores_in_a_long_table_is_asked_about() -> None:
    with pytest.raises(ReadingError) as refused:
        sm.read_problem(_table({300: "North,,"}))
    assert [question.id for question in refused.value.questions] == ["row:302"]


def test_years_as_headers_repeated_in_a_long_table_are_no_scores() -> None:
    text = "\n".join(
        ["name,2019,2020", *(f"a{at},{at % 7 + 1},{at % 5 + 3}" for at in range(600)), "name,2019,2020"]
    )
    assert len(sm.read_problem(io.BytesIO(text.encode()), format="csv").candidates) == 600


def test_the_sum_of_columns_is_found_only_where_it_holds_in_every_row() -> None:
    rows = [f"a{at},{at % 97},{at % 89},{at % 97 + at % 89}" for at in range(500)]
    whole = "\n".join(["name,income,cost,total", *rows])
    problem = sm.read_problem(io.BytesIO(whole.encode()), format="csv")
    assert problem.leaves == ("income", "cost")
    with pytest.raises(ReadingError) as refused:
        sm.read_problem(io.BytesIO(f"{whole}\na500,1,2,99".encode()), format="csv")
    assert [question.id for question in refused.value.questions] == ["column:4"]


def _rows() -> list[list[object]]:
    text = [[f"a{at}", f"{at}.50", "x\ny" if at == 1_500 else "z"] for at in range(2_500)]
    return [["name", "one", "two"], *text, ["short"], [], *[["b", 1.5, None, True]] * 3]


def test_rows_kept_by_columns_are_the_same_rows() -> None:
    rows = _rows()
    kept = StoredRows(rows)
    assert len(kept) == len(rows)
    assert kept.width == 4
    assert [list(row) for row in kept] == rows
    assert [list(kept[at]) for at in range(len(rows))] == rows
    assert list(kept[-1]) == rows[-1]
    assert list(map(list, kept[2_490:])) == rows[2_490:]
    assert kept.column(2) == [row[2] if len(row) > 2 else "" for row in rows]
    with pytest.raises(IndexError):
        kept[len(rows)]


def test_numbers_of_rows_kept_by_columns_are_an_array() -> None:
    kept = StoredRows([["name", "one"], *([f"a{at}", at / 8] for at in range(2_100))])
    numbers = kept.numbers(1, 1)
    assert numbers is not None
    assert numbers.tolist() == [at / 8 for at in range(2_100)]
    assert kept.numbers(0, 1) is None
    assert kept.numbers(1, 0) is None
    assert kept.numbers(2, 1) is None


def test_a_long_text_with_all_line_ends_and_breaks_inside_quotes_keeps_its_lines() -> None:
    ends = ["\n", "\r\n", "\r"]
    text = "name,x\r\n" + "".join(f'"a\n{at}",{at}.5{ends[at % 3]}' for at in range(1_500))
    grid = read_delimited(text, None)
    assert [list(row) for row in grid.rows[1:]] == [[f"a\n{at}", f"{at}.5"] for at in range(1_500)]
    assert list(grid.lines) == [1, *range(2, 3_002, 2)]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_long_frame_is_read_as_a_file_is(library: str) -> None:
    text = "\n".join(["name,x,y", *(f"a{at},{at % 97 + 0.5},{at % 89}" for at in range(2_100))])
    from_file = sm.read_problem(io.BytesIO(text.encode()), format="csv")
    frame = from_file.to_frame(library)
    assert sm.read_problem(frame).values.tolist() == from_file.values.tolist()


def test_rows_kept_by_columns_are_pickled() -> None:
    kept = StoredRows(_rows())
    assert kept[2_000]
    again = pickle.loads(pickle.dumps(kept))
    assert list(map(list, again)) == _rows()
    assert list(again[2_000]) == _rows()[2_000]


def test_names_of_a_long_table_are_those_of_its_cells() -> None:
    names = ["enterprise 0", "วิสาหกิจ 1", "'=2", "'\t", "'s", *(f"enterprise {at}" for at in range(5, 1_200))]
    text = "\n".join(["name,x,y", *(f'"{name}",{at % 97 + 0.5},{at % 89}' for at, name in enumerate(names))])
    problem = sm.read_problem(io.BytesIO(text.encode()), format="csv")
    wanted = ({"en": "enterprise 0"}, {"th": "วิสาหกิจ 1"}, {"en": "=2"}, {"en": "\t"}, {"en": "'s"})
    assert problem.names[:5] == wanted
    assert [problem.names[at] for at in range(5)] == list(wanted)
    assert problem.name(-1) == {"en": "enterprise 1199"}
    assert problem.reading is not None
    assert problem.reading.candidates == tuple(map(str, range(2, 1_202)))
    again = pickle.loads(pickle.dumps(problem))
    assert again == problem
    assert (again.names, again.reading.candidates) == (problem.names, problem.reading.candidates)
    assert again.names == tuple(problem.names)
    assert tuple(problem.names) == again.names
    assert again.digest == problem.digest
