"""A real composite indicator and a published value function; ``composite.json`` names the sources."""

import csv

import numpy as np
import pytest
from published import FOLDER, assert_reproduced, cases

import see_mcda as sm
from see_mcda.io.library import shipped
from see_mcda.model.criteria import Criterion, Framework, ValueFunction


@pytest.mark.parametrize("case", cases("composite", "piecewise_value"))
def test_published_partial_value_function(case):
    given = case["input"]
    points = [list(point) for point in zip(given["cutoffs"], given["values"], strict=True)]
    framework = Framework(Criterion("one", children=[Criterion("x", value=ValueFunction(points))]))
    problem = sm.Problem.from_arrays([[x] for x in given["x"]], framework=framework)
    ranking = sm.rank(problem, method="additive", normalization="scale")
    assert_reproduced(case, {"value": ranking.scores})


def _table(name):
    with (FOLDER / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _asem(given):
    """The sustainability branch as a problem: indicators under pillars, minmax."""
    structure = [row for row in _table(given["structure_file"]) if row["sub_index"] == given["root"]]
    pillars: dict[str, list[dict]] = {}
    for row in structure:
        objective = "max" if float(row["direction"]) > 0 else "min"
        pillars.setdefault(row["pillar"], []).append({"id": row["indicator"].lower(), "objective": objective})
    framework = Framework.from_dict(
        {
            "id": "sust",
            "criteria": [{"id": name.lower(), "children": leaves} for name, leaves in pillars.items()],
        }
    )
    rows = _table(given["file"])
    column = {name.lower(): name for name in rows[0]}
    x = [[float(row[column[leaf.id]]) for leaf in framework.leaves] for row in rows]
    return sm.Problem.from_arrays(x, candidates=[row["UnitCode"] for row in rows], framework=framework)


@pytest.mark.parametrize("case", cases("composite", "composite"))
def test_published_sustainability_of_51_countries(case):
    given = case["input"]
    ranking = sm.rank(_asem(given), "equal", method="additive", normalization="minmax")
    _assert_asem(case, ranking, {name: name.lower() for name in ("Environ", "Social", "SusEcFin")})


@pytest.mark.parametrize("case", cases("composite", "composite"))
def test_shipped_example_reproduces_the_published_composite(case):
    framework = sm.read_framework(shipped("examples") / "asem-framework.yaml")
    problem = sm.read_problem(shipped("examples") / "asem-sustainability.csv", framework=framework)
    ranking = sm.rank(problem, "equal", method="additive")
    pillars = {"Environ": "environmental", "Social": "social", "SusEcFin": "economic"}
    _assert_asem(case, ranking, pillars)


def _assert_asem(case, ranking, pillars):
    given = case["input"]
    codes = [candidate.upper() for candidate in ranking.problem.candidates]
    assert len(codes) == case["expected"]["units"]
    of = {
        aggregate: _percent(ranking.nodes[node], codes)
        for aggregate, node in pillars.items()
        if node in ranking.nodes
    }
    of["Sust"] = _percent(ranking.scores, codes)
    stored = {row["UnitCode"]: row for row in _table(given["expected_file"])}
    assert sorted(codes) == sorted(stored)
    errors = {
        aggregate: max(abs(of[aggregate][code] - float(row[aggregate])) for code, row in stored.items())
        for aggregate in given["aggregates"]
    }
    ranks = dict(zip(codes, ranking.ranks, strict=True))
    mismatches = sum(ranks[code] != int(row["Sust_rank"]) for code, row in stored.items())
    assert [code for code in sorted(ranks, key=ranks.get) if ranks[code] <= 3] == case["expected"]["top3"]
    found = {"units": len(codes), "max_error": errors, "rank_mismatches": {"Sust": mismatches}, "scores": of}
    assert_reproduced({**case, "expected": {**case["expected"], "top3": []}}, found)


def _percent(scores, codes):
    return dict(zip(codes, 100 * np.asarray(scores), strict=True))
