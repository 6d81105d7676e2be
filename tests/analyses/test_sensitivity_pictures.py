"""Pictures of analyses hold the numbers of their results, speak both languages and rank nobody who fails."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from see_mcda import Problem, read_problem
from see_mcda.analyses.agreement.agreement import agreement
from see_mcda.analyses.agreement.report import titles
from see_mcda.analyses.improvement.improvement import improve
from see_mcda.analyses.reversal.reversal import reversal
from see_mcda.analyses.variance.variance import variance
from see_mcda.analyses.worth_knowing.worth_knowing import worth_knowing
from see_mcda.render.pictures import image

pytestmark = pytest.mark.slow

MODELS = Path(__file__).parents[2] / "examples" / "see-models.yaml"
NAMES = ("agreement", "reversal", "variance", "worth-knowing", "improvement")


@pytest.fixture(scope="module")
def problem() -> Problem:
    return read_problem(MODELS)


@pytest.fixture(scope="module")
def results(problem: Problem) -> dict[str, Any]:
    return {
        "agreement": agreement(problem, methods=["topsis", "additive"]),
        "reversal": reversal(problem, normalization="vector"),
        "variance": variance(problem, samples=64, methods=["topsis", "additive"]),
        "worth-knowing": worth_knowing(problem, "uniform", samples=64),
        "improvement": improve(problem),
    }


def rows_of(document: Any) -> Iterator[dict[str, Any]]:
    """Return all rows of data in a Vega-Lite document."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name == "values":
                yield from value
            elif name == "datasets":
                for rows in value.values():
                    yield from rows
            else:
                yield from rows_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from rows_of(value)


@cache
def document_of(result: Any) -> dict[str, Any]:
    """Return the Vega-Lite document of a result's picture."""
    return result.chart().to_dict()


def drawn(result: Any, *fields: str) -> list[dict[str, Any]]:
    """Return the rows of a result's picture that have all these fields, once each."""
    rows = [row for row in rows_of(document_of(result)) if set(fields) <= set(row)]
    return list({repr(row): row for row in rows}.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_is_drawn_in_both_languages_with_the_note_and_the_same_twice(
    name: str, results: dict[str, Any], problem: Problem
) -> None:
    english, again, thai = (
        image(results[name].chart(language), ".svg").partition("</style>")[2]
        for language in ("en", "en", "th")
    )
    assert english
    assert english == again
    for language, shown in (("en", english), ("th", thai)):
        assert problem.note[language].split()[0] in shown
        assert "NaN" not in shown


def test_the_table_of_agreement_holds_every_rank_and_tau(results: dict[str, Any]) -> None:
    it = results["agreement"]
    ranked = it.problem.eligible.sum()
    boxes = drawn(it, "rank", "ranking")
    assert len(boxes) == ranked * len(it.rankings)
    at = {
        ", ".join(str(one[part]) for part in ("method", "normalization")): k
        for k, one in enumerate(titles(it))
    }
    for box in boxes:
        assert box["rank"] == it.ranks[at[box["ranking"]], it.problem.row(box["candidate"])]
    taus = drawn(it, "tau")
    assert len(taus) == len(it.rankings) * (len(it.rankings) - 1)
    for box in taus:
        assert box["tau"] == it.tau_b[at[box["a"]], at[box["b"]]]
    for box in drawn(it, "consensus"):
        assert box["rank"] == getattr(it, box["consensus"])[it.problem.row(box["candidate"])]
    deviations = {row["assessor"]: row["deviation"] for row in drawn(it, "deviation")}
    assert deviations == {one.place + 1: one.mean_deviation for one in it.assessors.each}


def test_the_better_a_rank_the_darker_its_box_also_in_grey(results: dict[str, Any]) -> None:
    fills = {box["rank"]: box["fill"] for box in drawn(results["agreement"], "rank", "ranking")}
    grey = [
        np.dot([int(fills[rank][at : at + 2], 16) for at in (1, 3, 5)], [0.2126, 0.7152, 0.0722])
        for rank in sorted(fills)
    ]
    assert (np.diff(grey) > 0).all()


def test_the_bars_of_reversal_hold_every_swap_and_where_the_first_changes(results: dict[str, Any]) -> None:
    it = results["reversal"]
    bars = {row["node"]: row for row in drawn(it, "node")}
    assert {node: row["swaps"] for node, row in bars.items()} == dict(it.left_out)
    upset = {change.node for change in it.changes if change.kind == "left-out" and change.leader}
    assert {node for node, row in bars.items() if row["leader"]} == upset
    others = drawn(it, "kind", "candidate")
    assert others, "with the vector normalisation somebody's going moves others"
    for row in others:
        assert row["swaps"] == it.swaps[row["kind"]][it.problem.row(row["candidate"])]
    moving = {row["candidate"] for row in others}
    for row, id in enumerate(it.problem.candidates):
        if max(it.swaps[kind][row] for kind in it.swaps) > 0:
            assert id in moving


def test_the_bars_of_variance_hold_both_shares_of_every_input(results: dict[str, Any]) -> None:
    it = results["variance"]
    bars = {(row["kind"], row["id"]): row for row in drawn(it, "first", "total")}
    assert len(bars) == len(it.inputs)
    for g, each in enumerate(it.inputs):
        bar = bars[each.kind, each.id]
        assert (bar["first"], bar["total"]) == (it.first_order[g], it.total[g])
        assert bar["low"] <= bar["high"] <= bar["far"]


def test_the_bars_of_what_is_worth_knowing_hold_values_errors_and_chances(results: dict[str, Any]) -> None:
    it = results["worth-knowing"]
    ids, leaves = it.problem.candidates, it.problem.leaves
    for field, error in (("value", "error"), ("bits", "bits_error")):
        bars = {
            (row["candidate"], row["leaf"]): (row[field], row["error"]) for row in drawn(it, field, "leaf")
        }
        assert bars == {
            (ids[each.row], leaves[each.column]): (getattr(each, field), getattr(each, error))
            for each in it.scores
        }
    chances = {row["candidate"]: row["chance"] for row in drawn(it, "chance")}
    assert chances == {id: chance for id, chance in zip(ids, it.chances.tolist(), strict=True) if chance}


def test_the_dumbbells_hold_what_is_enough_alone_and_the_cheapest(results: dict[str, Any]) -> None:
    it = results["improvement"]
    leaves = it.problem.leaves
    ways = {row["leaf"]: (row["before"], row["after"], row["cost"]) for row in drawn(it, "after", "end")}
    assert ways == {
        leaves[column]: (change.before, change.after, change.cost)
        for column, change in it.alone.items()
        if change is not None
    }
    marked = {row["leaf"]: row["after"] for row in drawn(it, "after") if "end" not in row}
    assert marked == {leaves[change.column]: change.after for change in it.together}
    now = {row["leaf"]: row["value"] for row in drawn(it, "value", "side")}
    assert now == dict(zip(leaves, it.problem.values[it.row].tolist(), strict=True))


def test_an_improvement_leads_to_the_right_also_where_less_is_better() -> None:
    made = Problem.from_arrays([[1.0, 9.0], [5.0, 2.0], [3.0, 5.0]], objectives=["max", "min"])
    it = improve(made, rank=1, method="additive")
    assert it.alone
    for row in drawn(it, "after"):
        assert row.get("end", row["x"]) >= row["x"]


def test_who_fails_a_gate_is_not_drawn_as_ranked(results: dict[str, Any], problem: Problem) -> None:
    failed = {id for id, in_play in zip(problem.candidates, problem.eligible, strict=True) if not in_play}
    assert failed
    for name in NAMES:
        for row in drawn(results[name], "candidate"):
            assert row["candidate"] not in failed, name
    names = [problem.name(problem.row(id))["en"] for id in failed]
    assert all(name in document_of(results["agreement"])["description"] for name in names)


def test_a_hundred_candidates_are_cut_to_forty_and_the_rest_is_told() -> None:
    made = Problem.from_arrays(np.random.default_rng(3).random((100, 4)))
    it = agreement(made, methods=["additive"], normalizations=["sum", "max"])
    assert len({row["candidate"] for row in drawn(it, "rank", "ranking")}) == 40
    assert "60 more candidates are not shown." in document_of(it)["description"]


def test_what_does_not_vary_or_needs_no_change_is_said() -> None:
    made = Problem.from_arrays([[1.0, 2.0], [3.0, 4.0]])
    still = worth_knowing(made, samples=16)
    assert "there is no score to find out" in document_of(still)["description"]
    reached = improve(made, rank=2)
    assert "no change is needed" in document_of(reached)["description"]
    for result in (
        still,
        reached,
        reversal(made),
        agreement(made, methods=["additive"], normalizations="sum"),
    ):
        assert image(result.chart(), ".svg").startswith("<svg ")


def test_of_many_rankings_the_best_median_and_worst_rank_are_shown() -> None:
    made = Problem.from_arrays(np.random.default_rng(3).random((6, 4)))
    weightings = [np.random.default_rng(seed).dirichlet(np.ones(4)) for seed in range(13)]
    it = agreement(made, weightings, methods=["additive"], normalizations="sum")
    boxes = drawn(it, "rank", "ranking")
    assert len(boxes) == 6 * 3
    for box in boxes:
        wanted = {"best rank": it.best, "median": it.median, "worst rank": it.worst}[box["ranking"]]
        assert box["rank"] == wanted[it.problem.row(box["candidate"])]
    assert not drawn(it, "tau")
    assert "13 rankings are too many" in document_of(it)["description"]
    few = agreement(made, weightings[:12], methods=["additive"], normalizations="sum")
    assert len(drawn(few, "rank", "ranking")) == 6 * 12
