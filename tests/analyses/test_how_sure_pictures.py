"""Pictures of how sure a ranking is: the numbers of the result, in both languages, the same every time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from see_mcda import Problem, read_problem
from see_mcda.analyses.acceptability.acceptability import Acceptability, acceptability
from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.crossovers.crossovers import Crossovers, crossovers
from see_mcda.analyses.flip.flip import Flip, flip
from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges, rank_ranges
from see_mcda.analyses.score_crossovers.score_crossovers import ScoreCrossovers, score_crossovers
from see_mcda.render import theme
from see_mcda.render.pictures import image

pytestmark = pytest.mark.slow

MODELS = Path(__file__).parents[2] / "examples" / "see-models.yaml"
FAILED = "dong-tawan"
"""The candidate of the example that fails a gate."""
ANALYSES: dict[str, Callable[[Problem], Analysis]] = {
    "crossovers": crossovers,
    "score-crossovers": lambda problem: score_crossovers(problem, "equal", "sampran", "economic"),
    "flip": lambda problem: flip(problem, method="additive"),
    "acceptability": lambda problem: acceptability(problem, samples=2_000),
    "rank-ranges": lambda problem: rank_ranges(problem, method="additive"),
}


@pytest.fixture(scope="module")
def problem() -> Problem:
    return read_problem(MODELS)


@pytest.fixture(scope="module")
def results(problem: Problem) -> dict[str, Analysis]:
    return {name: make(problem) for name, make in ANALYSES.items()}


@cache
def document_of(result: Analysis, language: str = "en") -> dict[str, Any]:
    document: dict[str, Any] = result.chart(language).to_dict()
    return document


def rows_with(result: Analysis, *fields: str) -> list[dict[str, Any]]:
    """Return every different row with these fields that a picture draws."""
    found: dict[str, dict[str, Any]] = {}

    def look(at: object) -> None:
        if isinstance(at, dict):
            if set(fields) <= set(at):
                found[json.dumps(at, sort_keys=True)] = at
            for part in at.values():
                look(part)
        elif isinstance(at, list):
            for part in at:
                look(part)

    document = document_of(result)
    look({name: part for name, part in document.items() if name != "config"})
    return list(found.values())


@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("language", ["en", "th"])
def test_each_is_drawn_with_its_note_in_both_languages_and_twice_the_same(
    name: str, language: str, results: Mapping[str, Analysis], problem: Problem
) -> None:
    chart = results[name].chart(language)
    assert image(chart, ".svg") == image(results[name].chart(language), ".svg")
    document = chart.to_dict()
    assert problem.note[language].split()[0] in document["description"]
    assert document["usermeta"]["lang"] == language


@pytest.mark.parametrize("name", ANALYSES)
def test_who_fails_a_gate_has_no_place_in_the_picture(
    name: str, results: Mapping[str, Analysis], problem: Problem
) -> None:
    assert not problem.eligible[problem.row(FAILED)]
    ids = {row["candidate"] for row in rows_with(results[name], "candidate")}
    ids |= {id for row in rows_with(results[name], "leaders") for id in row["leaders"]}
    assert ids
    assert FAILED not in ids


def test_crossovers_draws_every_span_and_tells_the_first_changes(results: Mapping[str, Analysis]) -> None:
    found = results["crossovers"]
    assert isinstance(found, Crossovers)
    ids = found.problem.candidates
    drawn = {(row["id"], row["share"], row["to"], *row["leaders"]) for row in rows_with(found, "id", "to")}
    assert drawn == {
        (node.node, *span.interval, *(ids[row] for row in span.leaders))
        for node in found.nodes.values()
        for span in node.leaders
    }
    now = {(row["share"]) for row in rows_with(found, "share", "end") if "to" not in row}
    assert now == {node.share for node in found.nodes.values()}
    told = " ".join(" ".join(row["words"]) for row in rows_with(found, "words") if row["words"])
    changes = [
        (side, change)
        for node in found.nodes.values()
        for side, change in (("below", node.below), ("above", node.above))
        if change is not None
    ]
    assert changes
    for side, change in changes:
        outwards = {"below": np.floor, "above": np.ceil}[side]
        shown = f"{outwards(1000 * change.at) / 10:.1f}".removesuffix(".0")
        name = found.problem.name(change.leaders[0])["en"]
        assert f"{side} {shown} % {name}" in told.replace("\u00a0", " ")


def test_leaders_have_different_letters_and_colours(results: Mapping[str, Analysis]) -> None:
    key = rows_with(results["crossovers"], "letter", "colour")
    assert len(key) == len({row["letter"] for row in key}) == len({row["colour"] for row in key}) > 1


def test_score_crossovers_draws_the_stairs_and_the_levels(results: Mapping[str, Analysis]) -> None:
    found = results["score-crossovers"]
    assert isinstance(found, ScoreCrossovers)
    steps = {(row["score"], row["to"], row["rank"]) for row in rows_with(found, "score", "to", "rank")}
    assert steps == {(*part.interval, part.rank) for part in found.segments}
    assert found.changes
    assert {row["score"] for row in rows_with(found, "score", "leaders")} == {found.low, *found.changes}
    rings = {(row["score"], row["rank"]) for row in rows_with(found, "score", "rank", "name")}
    assert rings == {(level.level, level.rank) for level in found.levels}


def test_flip_draws_the_weights_before_and_after_and_each_distance(results: Mapping[str, Analysis]) -> None:
    found = results["flip"]
    assert isinstance(found, Flip)
    best, weights = found.smallest["absolute"], found.ranking.weights.values
    assert best is not None
    assert best.after is not None
    position = found.problem.framework.leaf_position
    moved = {position[row["leaf"]]: row for row in rows_with(found, "leaf", "now", "after")}
    for column, row in moved.items():
        assert (row["now"], row["after"]) == (weights[column], best.after[column])
    still = [column for column in position.values() if column not in moved]
    assert moved
    assert (np.abs(best.after - weights)[still] < 1e-3).all()
    points = {row["candidate"]: row["points"] for row in rows_with(found, "candidate", "points")}
    ids = found.problem.candidates
    assert points == {
        ids[one.rival]: None if one.distance is None else 100 * one.distance
        for one in found.rivals["absolute"]
    }


def test_flip_has_words_where_nothing_has_to_move(problem: Problem) -> None:
    document = problem.to_dict()
    twins = [{**document["candidates"][0], "id": id, "name": id} for id in ("one", "other")]
    for candidates, words in ((twins, "one, other are tied for first"), (twins[:1], "no other candidate")):
        settled = flip(Problem.from_dict({**document, "candidates": candidates}), method="additive")
        assert words in document_of(settled)["description"]


def test_acceptability_stacks_all_chances_and_tells_the_first_with_its_error(
    results: Mapping[str, Analysis],
) -> None:
    found = results["acceptability"]
    assert isinstance(found, Acceptability)
    bars, labels = rows_with(found, "chance"), rows_with(found, "first", "error")
    for row in np.flatnonzero(found.problem.eligible):
        id, chances = found.problem.candidates[row], found.rank_acceptability[row]
        parts = [one for one in bars if one["candidate"] == id]
        drawn = {int(one["ranks"]): one["chance"] for one in parts}
        assert drawn == {rank + 1: chance for rank, chance in enumerate(chances) if chance}
        assert max(one["to"] for one in parts) == pytest.approx(1)
        (label,) = [one for one in labels if one["candidate"] == id]
        error = found.margin * found.standard_errors.rank_acceptability[row, 0]
        assert (label["first"], label["error"]) == (chances[0], error)
        assert label["words"].startswith(f"{100 * chances[0]:.1f}")
        assert (f"± {math.ceil(1000 * error) / 10}" in label["words"]) == (error > 0)


def test_ranks_get_lighter_from_first_to_last_however_many() -> None:
    for count in (9, 100):
        (scale,) = [
            one
            for one in rows_with(acceptability(random_problem(count), samples=200), "domain", "range")
            if all(str(colour).startswith("#") for colour in one["range"])
        ]
        light = [luminance(colour) for colour in scale["range"]]
        assert light == sorted(set(light))
        assert 6 <= len(light) <= 9


def test_letters_can_be_read_on_the_chances() -> None:
    for count in range(3, 10):
        chances = acceptability(random_problem(count), samples=500)
        ink_of = {int(row["ranks"]): row["ink"] for row in rows_with(chances, "label", "ink")}
        (colours,) = [
            one["range"]
            for one in rows_with(chances, "domain", "range")
            if str(one["range"][0]).startswith("#")
        ]
        assert set(ink_of.values()) == {theme.INK, theme.PAPER}
        for rank, ink in ink_of.items():
            darker, lighter = sorted((luminance(ink), luminance(colours[rank - 1])))
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_rank_ranges_draws_best_worst_and_the_rank_in_the_middle(
    problem: Problem, results: Mapping[str, Analysis]
) -> None:
    for found in (results["rank-ranges"], rank_ranges(problem, samples=500, effort=0.01)):
        assert isinstance(found, RankRanges)
        rows = rows_with(found, "best", "worst")
        assert len(rows) == problem.eligible.sum()
        for row in rows:
            at = problem.row(row["candidate"])
            assert (row["best"], row["worst"]) == (found.best[at], found.worst[at])
            assert (row["outer_best"], row["outer_worst"]) == (found.outer_best[at], found.outer_worst[at])
            assert row["rank"] == found.ranking.ranks[at]
            assert row["from"] < row["best"] <= row["rank"] <= row["worst"] < row["to"]


@pytest.mark.parametrize("name", ["flip", "acceptability", "rank-ranges"])
def test_of_many_candidates_the_first_twenty_are_drawn_and_the_others_counted(name: str) -> None:
    many = random_problem(60)
    if name == "rank-ranges":
        result: Analysis = rank_ranges(many, samples=200, effort=0.01)
    else:
        result = flip(many, method="additive") if name == "flip" else acceptability(many, samples=200)
    assert len({row["candidate"] for row in rows_with(result, "candidate")}) == 20
    left = 39 if name == "flip" else 40
    assert f"{left} more candidates are not shown" in document_of(result)["description"]


def random_problem(count: int) -> Problem:
    scores = np.random.default_rng(3).uniform(0.1, 1, (count, 4))
    leaves = [{"id": f"leaf-{at}", "objective": "max"} for at in range(4)]
    return Problem.from_dict(
        {
            "schema": "see-mcda/problem/1",
            "framework": {"schema": "see-mcda/framework/1", "id": "four", "criteria": leaves},
            "candidates": [
                {"id": f"candidate-{at}", "scores": {f"leaf-{j}": float(x) for j, x in enumerate(row)}}
                for at, row in enumerate(scores)
            ],
        }
    )


def luminance(code: str) -> float:
    colour = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    light = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(light @ [0.2126, 0.7152, 0.0722])
