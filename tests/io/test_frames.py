"""Data frames of several libraries are read as a sheet is, and made of problems and rankings."""

import datetime
from decimal import Decimal
from importlib import util

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather

import see_mcda as sm
from see_mcda.errors import FileError, InputError, ProblemError, SeeMcdaError, UnknownNameError
from see_mcda.io.frames import frame_grid
from see_mcda.io.library import shipped

TABLE = {"drink": ["tea", "coffee", "ชาเย็น"], "Taste": [3.0, 4.0, None], "Price (baht)": [20, 60, 25]}
LIBRARIES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}
EXAMPLES = shipped("examples")
CSV = "drink,Taste,Price (baht)\r\ntea,3,20\r\ncoffee,4,60\r\nชาเย็น,,25\r\n"


def as_csv(tmp_path):
    path = tmp_path / "drinks.csv"
    path.write_text(CSV)
    return sm.read_problem(path, minimize="Price (baht)")


@pytest.fixture(params=LIBRARIES)
def library(request):
    return request.param


def test_a_frame_reads_as_its_csv(library, tmp_path):
    read = sm.read_problem(LIBRARIES[library](TABLE), minimize=["Price (baht)"])
    assert read == as_csv(tmp_path)
    assert [name["en" if row < 2 else "th"] for row, name in enumerate(read.names)] == TABLE["drink"]


def written(frame, kind, path):
    """Write a frame of pandas as the libraries themselves do."""
    if kind == "parquet":
        frame.to_parquet(path)
    elif kind == "feather":
        feather.write_feather(pa.Table.from_pandas(frame), path)
    elif kind == "polars":
        pl.from_pandas(frame.reset_index()).write_ipc(path)
    else:
        pl.from_pandas(frame.reset_index()).write_ipc_stream(path)
    return path


@pytest.mark.parametrize("kind", ["parquet", "feather", "polars", "polars-stream"])
@pytest.mark.parametrize("suffix", ["", ".kind"])
def test_a_file_of_a_frame_reads_as_its_csv(kind, suffix, tmp_path):
    frame = pd.DataFrame(TABLE).set_index("drink")
    ending = ".parquet" if kind == "parquet" else ".feather"
    path = written(frame, kind, tmp_path / f"drinks{suffix or ending}")
    assert sm.read_problem(path, minimize="Price (baht)") == as_csv(tmp_path)
    with path.open("rb") as stream:
        assert sm.read_problem(stream, minimize="Price (baht)") == as_csv(tmp_path)


def test_faults_in_a_file_name_the_file_the_row_and_the_column(tmp_path):
    path = tmp_path / "drinks.parquet"
    pd.DataFrame(TABLE | {"Taste": ["3", "much", "4"]}).set_index("drink").to_parquet(path)
    framework = sm.Framework.flat(["Taste", "Price (baht)"], ["max", "min"])
    with pytest.raises(ProblemError) as refused:
        sm.read_problem(path, framework=framework)
    assert [str(fault.where) for fault in refused.value.faults] == [f"{path}: row coffee, column Taste"]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and no more PAR1", b"ARROW1", b"\xff\xff\xff\xff"])
@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".feather"])
def test_a_broken_file_is_refused(content, suffix, tmp_path):
    path = tmp_path / f"drinks{suffix}"
    path.write_bytes(content)
    with pytest.raises(FileError, match="cannot be read"):
        sm.read_problem(path)


def test_without_its_library_the_extra_is_named(tmp_path, monkeypatch):
    path = written(pd.DataFrame(TABLE), "parquet", tmp_path / "drinks.parquet")
    monkeypatch.setattr("see_mcda.io.frames.find_spec", lambda name: None)
    with pytest.raises(FileError, match=r"see-mcda\[frames\]"):
        sm.read_problem(path)


@pytest.mark.parametrize("name", [None, "drink", "ชื่อ"])
def test_the_index_of_pandas_names_the_candidates(name, tmp_path):
    frame = pd.DataFrame(TABLE).set_index("drink").rename_axis(name)
    for given in (frame, pa.Table.from_pandas(frame)):
        assert sm.read_problem(given, minimize="Price (baht)") == as_csv(tmp_path)
        assert sm.Problem.from_arrays(given, ["max", "min"]).candidates == tuple(TABLE["drink"])


def test_an_index_beside_a_column_of_names_is_the_ids():
    frame = pd.DataFrame({"name": ["Tea", "Coffee"], "taste": [1, 2]}, index=["t", "c"])
    problem = sm.read_problem(frame)
    assert (problem.candidates, [name["en"] for name in problem.names]) == (("t", "c"), ["Tea", "Coffee"])


def test_an_index_of_whole_numbers_is_no_column_and_locates_faults():
    frame = pd.DataFrame({"name": ["a", "b"], "taste": [1, "about 3"], "price": [1, 2]}, index=[4, 9])
    with pytest.raises(ProblemError) as refused:
        sm.read_problem(frame)
    assert [str(fault.where) for fault in refused.value.faults] == ["row 9, column taste"]
    assert refused.value.faults[0].text("th").startswith("แถว 9 คอลัมน์ taste")
    right = sm.read_problem(frame.assign(taste=[1, 2]))
    assert (right.candidates, right.leaves) == (("a", "b"), ("taste", "price"))


def test_faults_are_at_row_labels_and_headers(library):
    framework = sm.Framework.flat(["taste", "price"], ["max", "max"])
    frame = {"name": ["tea", "milk"], "taste": ["3", "much"], "cost": [1.0, 2.0]}
    with pytest.raises(ProblemError) as refused:
        sm.read_problem(LIBRARIES[library](frame), framework=framework)
    assert [str(fault.where) for fault in refused.value.faults] == [
        "column cost",
        "None",
        "row 1, column taste",
    ]


def test_what_a_column_may_hold(library):
    amounts = [Decimal("1.50"), None]
    frame = LIBRARIES[library](
        {"name": ["a", "b"], "amount": amounts, "score": ["2..4", "3|4|4"], "nothing": [float("nan"), 1.0]}
    )
    problem = sm.read_problem(frame)
    np.testing.assert_array_equal(problem.values[:, 0], [1.5, np.nan])
    np.testing.assert_array_equal(problem.values[:, 2], [np.nan, 1.0])
    assert problem.cells[0, 1].low == 2
    assert problem.cells[1, 1].assessors == (3, 4, 4)


def test_what_only_pandas_has():
    frame = pd.DataFrame(
        {
            ("cost", "baht"): pd.array([1, None], dtype="Int64"),
            ("taste", "points"): pd.Series([np.int64(3), Decimal("2.5")], dtype=object),
        }
    ).set_index(pd.MultiIndex.from_tuples([("north", 1), ("south", 2)]))
    problem = sm.read_problem(frame)
    assert problem.candidates == ("north-1", "south-2")
    assert [leaf.title["en"] for leaf in problem.framework.leaves] == ["cost baht", "taste points"]
    np.testing.assert_array_equal(problem.values, [[1, 3], [np.nan, 2.5]])


def test_dates_and_truth_values_are_no_scores(library):
    framework = sm.Framework.flat(["day", "yes"], ["max", "max"])
    frame = LIBRARIES[library]({"day": [datetime.datetime(2026, 1, 2, 3)], "yes": [True]})
    with pytest.raises(ProblemError) as refused:
        sm.read_problem(frame, framework=framework)
    assert [fault.code for fault in refused.value.faults] == ["date", "not-a-number"]


def test_a_lazy_frame_and_other_things_are_refused():
    for given in (pl.LazyFrame(TABLE), 3, [[1, 2]], None):
        with pytest.raises(FileError, match="neither a file, a document nor a data frame"):
            sm.read_problem(given)
    twice = pd.DataFrame([[1, 2]], columns=["a", "a"])
    for read in (sm.read_problem, sm.Problem.from_arrays):
        with pytest.raises(InputError, match="two columns have the same name"):
            read(twice)
    with pytest.raises(ProblemError, match="only for plain tables"):
        sm.read_problem(pl.DataFrame(TABLE), framework="see", minimize="a")


def test_arrays_keep_the_names_of_a_frame(library):
    problem = sm.Problem.from_arrays(LIBRARIES[library](TABLE), ["max", "min"], candidates=["a", "b", "c"])
    assert problem.leaves == ("Taste", "Price (baht)")
    np.testing.assert_array_equal(problem.values, [[3, 20], [4, 60], [np.nan, 25]])
    named = sm.Problem.from_arrays(LIBRARIES[library](TABLE), ["max", "min"])
    assert named.candidates == ("tea", "coffee", "ชาเย็น")
    with pytest.raises(ProblemError, match="must be numbers"):
        sm.Problem.from_arrays(LIBRARIES[library]({"a": [1.0], "b": ["x"]}))


def test_weights_in_a_frame_go_where_its_labels_say(library):
    framework = sm.Framework.flat(["taste", "price"], ["max", "max"])
    expected = {"taste": 0.75, "price": 0.25}
    for table in ({"price": [1], "taste": [3]}, {"criterion": ["price", "taste"], "weight": [1, 3]}):
        assert sm.read_weights(LIBRARIES[library](table), framework).to_dict() == expected
    with pytest.raises(SeeMcdaError, match="one row, or two columns"):
        sm.read_weights(LIBRARIES[library]({"price": [1, 2], "taste": [3, 4]}), framework)


def test_weights_in_a_column_go_by_its_index():
    frame = pd.DataFrame({"weight": [1, 3]}, index=["price", "taste"])
    weights = sm.read_weights(frame, sm.Framework.flat(["taste", "price"], ["max", "max"]))
    assert weights.to_dict() == {"taste": 0.75, "price": 0.25}


@pytest.mark.parametrize("example", ["see-models", "see-indicators"])
def test_a_problem_comes_back_from_its_frame(library, example):
    problem = sm.read_problem(EXAMPLES / f"{example}.yaml")
    frame = problem.to_frame(library)
    assert type(frame).__module__.startswith(library)
    back = sm.read_problem(frame, framework=problem.framework, percent="percent")
    kept = {"title": None, "note": None, "missing": "error", "comparisons": {}, "require": {}}
    assert back == problem.replace(**kept, cells=back.cells)
    assert back.uncertain.keys() == problem.uncertain.keys()


def test_a_bare_table_comes_back_from_its_frame(library, tmp_path):
    problem = as_csv(tmp_path)
    frame = problem.to_frame(library)
    assert list(pl.DataFrame(frame).columns) == ["id", "name", "Taste", "Price (baht)"]
    assert sm.read_problem(frame, minimize="Price (baht)") == problem


def test_attributes_keep_one_type_in_a_column(library):
    facts = ({"area": 1, "code": 7, "open": True}, {"area": 2.5, "code": "x", "open": False}, {})
    problem = sm.Problem.from_arrays([[1.0], [2.0], [3.0]]).replace(attributes=facts)
    frame = pl.DataFrame(problem.to_frame(library), nan_to_null=True)
    assert frame["attribute:area"].to_list() == [1.0, 2.5, None]
    assert frame["attribute:code"].to_list() == ["7", "x", None]
    assert frame["attribute:open"].to_list() == [True, False, None]


def test_a_ranking_as_a_frame(library):
    ranking = sm.rank(sm.read_problem(EXAMPLES / "see-models.yaml"))
    frame = pl.DataFrame(ranking.to_frame(library, "th"), nan_to_null=True)
    assert frame.columns == ["rank", "id", "name", "score"]
    assert frame["rank"].to_list() == [1, 2, 3, 4, 5, 6, 7, 8, 9, None]
    assert frame["id"].to_list() == [ranking.problem.candidates[row] for row in ranking.order]
    np.testing.assert_array_equal(frame["score"].to_numpy(), ranking.scores[list(ranking.order)])
    assert frame["name"][0] == ranking.problem.names[ranking.order[0]]["th"]


def test_the_first_library_installed_makes_the_frame(tmp_path, monkeypatch):
    problem, there = as_csv(tmp_path), util.find_spec
    assert isinstance(problem.to_frame(), pd.DataFrame)
    for missing, expected in ((("pandas",), pl.DataFrame), (("pandas", "polars"), pa.Table)):
        monkeypatch.setattr(
            "see_mcda.io.frames.find_spec", lambda name, missing=missing: name not in missing and there(name)
        )
        assert isinstance(problem.to_frame(), expected)
    with pytest.raises(SeeMcdaError, match="pip install polars"):
        problem.to_frame("polars")
    monkeypatch.setattr("see_mcda.io.frames.find_spec", lambda name: None)
    with pytest.raises(SeeMcdaError, match="pip install pandas"):
        problem.to_frame()
    with pytest.raises(UnknownNameError, match="pandas, polars, pyarrow"):
        problem.to_frame("dask")


@pytest.mark.parametrize("largest", [7, 2**53 - 1, 2**53 + 1])
def test_whole_numbers_of_a_frame_are_read_exactly(largest: int) -> None:
    frame = pl.DataFrame({"name": ["a", "b"], "n": [largest, -largest], "x": [1.5, 2.5]})
    assert frame_grid(frame).column(1, range(1, 3)) == [largest, -largest]
