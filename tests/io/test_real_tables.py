"""Published tables are read without a question, in the styles in which people save them."""

import csv
import io
import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

import see_mcda as sm

CASES = Path(__file__).parents[1] / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples"

VANS = """\
code,name,manufacturer,carrying capacity,max velocity,travel range,engine power,engine torque,battery charging 100%,battery charging 80%,battery capacity,price
A1,EVI MD,Electric Vehicles International,3000,96,145,200,610,10.0,120,99.0,120.0
A2,EVI Walk-In Van,Electric Vehicles International/Freightliner,2000,100,145,200,610,10.0,120,99.0,90.0
A3,e-NV200+,Nissan,705,120,170,80,270,4.0,30,24.0,25.0
A4,e-Wolf Omega 0.7,e-Wolf,613,140,180,140,400,8.0,40,24.2,50.0
A5,Minicab-MiEV Truck,Mitsubishi Motors Corp.,350,100,110,30,196,4.5,15,10.5,12.9
A6,Mitsubishi Minicab-MiEV (10.5 kWh),Mitsubishi Motors Corp.,350,100,100,30,196,4.5,15,10.5,15.5
A7,Mitsubishi Minicab-MiEV (16kWh),Mitsubishi Motors Corp.,350,100,150,30,196,7.0,35,16.0,18.7
A8,Partner Panel Van,Peugeot,635,110,170,49,200,8.0,35,22.5,31.5
A9,Phoenix Motorcars SUV,Phoenix Motorcars,340,150,160,110,500,6.0,10,35.0,45.0
A10,Piaggio Porter electric-power,Piaggio Porter,750,57,110,10,80,8.0,120,35.0,24.4
"""  # noqa: E501
"""Electric vans, as pymcdm reads them (github.com/kotbaton/pymcdm, examples/MCDA_Example.ipynb)."""


@dataclass(frozen=True)
class Table:
    """A published decision matrix."""

    name: str
    candidates: list[str]
    criteria: list[str]
    values: list[list[float]]
    costs: list[str]


def published() -> list[Table]:
    """The matrices of this project's published cases and of scikit-criteria's data sets."""
    found = []
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            given = case.get("input", case)
            matrix, signs = given.get("matrix"), given.get("objectives")
            if matrix and signs and isinstance(signs, list):
                criteria = given.get("criteria") or [f"C{place + 1}" for place in range(len(signs))]
                names = given.get("alternatives") or [f"A{place + 1}" for place in range(len(matrix))]
                costs = [name for name, sign in zip(criteria, signs, strict=True) if sign < 0]
                found.append(Table(case["id"], names, criteria, matrix, costs))
    return [*found, *scikit_criteria()]


def scikit_criteria() -> list[Table]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from skcriteria import datasets  # noqa: PLC0415

        sets = {
            "skcriteria-stocks": datasets.load_simple_stock_selection(),
            "skcriteria-coins-7": datasets.load_van2021evaluation(windows_size=7),
            "skcriteria-coins-15": datasets.load_van2021evaluation(windows_size=15),
        }
    return [
        Table(
            name,
            [*map(str, one.alternatives)],
            [*map(str, one.criteria)],
            one.matrix.to_numpy().tolist(),
            [
                criterion
                for criterion, sign in zip(one.criteria, one.objectives, strict=True)
                if sign.value < 0
            ],
        )
        for name, one in sets.items()
    ]


def rows(table: Table, corner: str) -> list[list]:
    return [
        [corner, *table.criteria],
        *([name, *row] for name, row in zip(table.candidates, table.values, strict=True)),
    ]


def as_csv(grid: list[list], separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(grid)
    return text.getvalue().encode()


def as_xlsx(grid: list[list]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(grid):
            page.write_row(place, 0, row)
    return content.getvalue()


STYLES = {
    "headed.csv": lambda table: as_csv(rows(table, "Alternative")),
    "of pandas.csv": lambda table: as_csv(rows(table, "")),
    "tabs.tsv": lambda table: as_csv(rows(table, "Name"), "\t"),
    "headed.xlsx": lambda table: as_xlsx(rows(table, "Alternatives")),
    "of pandas.xlsx": lambda table: as_xlsx(rows(table, "")),
}
WAITING: set[str] = set()
"""Styles that are not read yet."""
waits = pytest.mark.xfail(strict=True, reason="not read yet")
QUESTIONS: dict[tuple[str, str], str] = {}
"""Tables and styles that are rightly asked about: why."""


def styled() -> list:
    return [
        pytest.param(table, style, id=f"{table.name} {style}", marks=[waits] if style in WAITING else [])
        for table in published()
        for style in STYLES
    ]


@pytest.mark.parametrize(("table", "style"), styled())
def test_published_table_is_read_as_it_was_published(table, style, tmp_path):
    path = tmp_path / style
    path.write_bytes(STYLES[style](table))
    if (table.name, style) in QUESTIONS:
        with pytest.raises(sm.SeeMcdaError):
            sm.read_problem(path, minimize=table.costs)
        return
    problem = sm.read_problem(path, minimize=table.costs)
    called = [
        (problem.names[row] or {"en": candidate})["en"] for row, candidate in enumerate(problem.candidates)
    ]
    assert [name.casefold() for name in called] == [name.casefold() for name in table.candidates]
    assert len(problem.framework.leaves) == len(table.criteria)
    for leaf, criterion in zip(problem.framework.leaves, table.criteria, strict=True):
        assert leaf.objective == ("min" if criterion in table.costs else "max")
    np.testing.assert_allclose(problem.values, table.values, rtol=1e-12)


def test_vans_of_pymcdm_are_read_with_code_name_and_manufacturer(tmp_path):
    path = tmp_path / "vans.csv"
    path.write_text(VANS, encoding="utf-8")
    problem = sm.read_problem(path, minimize=["price", "battery charging 100%", "battery charging 80%"])
    assert len(problem.framework.leaves) == 9
    assert problem.values[0, :].tolist() == [3000, 96, 145, 200, 610, 10, 120, 99, 120]
    assert problem.names[3]["en"] == "e-Wolf Omega 0.7"
    assert [leaf.objective for leaf in problem.framework.leaves[5:]] == ["min", "min", "max", "min"]


MORE_THAN_CRITERIA = {EXAMPLES / f"{name}-invented.csv" for name in ("enterprises", "applications", "votes")}
PLAIN_EXAMPLES = sorted(set(EXAMPLES.glob("*.csv")) - MORE_THAN_CRITERIA)


@pytest.mark.parametrize("path", PLAIN_EXAMPLES, ids=lambda path: path.name)
def test_tables_of_the_examples_are_read_whole(path):
    with path.open(encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file)
    problem = sm.read_problem(path)
    assert len(problem.candidates) == len(body)
    assert len(problem.framework.leaves) == len(header) - 2


def test_the_example_of_a_table_with_everything_around_it_is_read():
    problem = sm.read_problem(EXAMPLES / "enterprises-invented.csv", minimize=["Cost (baht)"])
    assert len(problem.candidates) == 5
    assert [leaf.title["en"] for leaf in problem.framework.leaves] == [
        *("Income (baht)", "Cost (baht)", "Members", "Cooperation (1-5)"),
    ]


def test_indicators_of_asem_are_read_whole():
    """Fifty-one countries with a code, a name, and the indicators of the published structure."""
    path = CASES / "data" / "asem_treated.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file)
    with (CASES / "data" / "asem_structure.csv").open(encoding="utf-8", newline="") as file:
        indicators = {row["indicator"] for row in csv.DictReader(file)}
    problem = sm.read_problem(path)
    assert len(problem.candidates) == len(body)
    assert len(problem.framework.leaves) == len(indicators)
    assert header[1] == "UnitName"
