"""How sure a selection is: chances, proofs, deciding scores, the funding line and lots."""

from __future__ import annotations

import hashlib
import json
import pickle
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.selection.fixed_values import FixedValues
from see_mcda.analyses.selection.funding_line import among_first
from see_mcda.analyses.selection.optimum import Program
from see_mcda.analyses.selection.selection import Selection
from see_mcda.analyses.selection.sureness_chart import mixes
from see_mcda.analyses.selection.swaps import Swaps
from see_mcda.errors import InputError, RunError, SeeMcdaError
from see_mcda.language.messages import per_cent, translate
from see_mcda.model.cell import Cell
from see_mcda.render.numbers import shown_share
from see_mcda.uncertainty.polygons import area, centroid
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda_api.runs.block_codec import read, written
from tests.analyses.selection.test_optimum import every_set


def uncertain_problem(seed: int, n: int = 7, m: int = 3) -> sm.Problem:
    """Return candidates of whom the first is best in all, the second worst, and some scores are uncertain."""
    generator = np.random.default_rng(seed)
    values = generator.integers(2, 9, (n, m)).astype(float)
    values[0], values[1] = 14.0, 0.0
    problem = sm.Problem.from_arrays(values)
    cells = {
        (row, int(generator.integers(m))): generator.choice(["interval", "triangle"])
        for row in (0, 2, 3, 4, 5)
    }
    made = {
        (row, column): Cell(values[row, column] - 1.5, values[row, column] + 1)
        if kind == "interval"
        else Cell(values[row, column] - 1, values[row, column] + 1.5, values[row, column])
        for (row, column), kind in cells.items()
    }
    for at, cell in made.items():
        values[at] = cell.point
    costs = generator.integers(1, 5, n)
    return problem.replace(
        values=values,
        cells={**problem.cells, **made},
        attributes=tuple({"cost": int(cost)} for cost in costs),
    )


def chances(found: Selection) -> np.ndarray:
    assert found.robustness is not None
    return found.robustness.chance


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("asked", [{"constraints": ["cost <= 9"]}, {"constraints": ["exactly 3"]}])
def test_what_is_proved_holds_for_all_weights_and_scores(seed: int, asked: dict[str, list[str]]) -> None:
    problem = uncertain_problem(seed)
    found = sm.select(problem, over="uniform", samples=128, **asked)
    assert found.robustness is not None
    status = found.robustness.status
    assert status[0] == "always"
    assert status[1] == "never" or asked == {"constraints": ["cost <= 9"]}
    generator = np.random.default_rng(seed)
    scores, values = ScoreDistribution.of(found.problem), FixedValues(found.prepared)
    sets = np.array(every_set(found.program))
    corners = np.round(generator.random((200, scores.dimensions))).clip(1e-9, 1 - 1e-9)
    for weights, u in zip(generator.dirichlet(np.full(3, 0.4), 200), corners, strict=True):
        worth = sets @ values(weights[None], scores.tables(u[None]))[0]
        best = sets[worth.argmax()]
        for row in range(len(best)):
            assert status[row] != "always" or best[row]
            assert status[row] != "never" or not best[row]


@pytest.mark.parametrize("seed", range(6))
def test_swaps_prove_only_what_holds_for_every_value(seed: int) -> None:
    generator = np.random.default_rng(seed)
    base = generator.random((4, 8)).round(1)
    least, most = base - generator.random(8) / 5, base + generator.random(8) / 5
    costs = generator.integers(1, 4, 8).astype(float)
    kinds = generator.integers(0, 2, 8) == 0
    program = Program(
        np.arange(8),
        np.array([costs, kinds]),
        np.array([-np.inf, 1.0]),
        np.array([7.0, np.inf]),
        8,
        np.ones(8),
    )
    sets = np.array(every_set(program))
    swaps = Swaps(program, least, most)
    for row in range(8):
        always, never = swaps.of(row)
        for share in generator.dirichlet(np.ones(4), 100):
            part = np.round(generator.random(8))
            worth = sets @ (share @ (least * (1 - part) + most * part))
            assert not (always and not sets[worth.argmax(), row])
            assert not (never and sets[worth.argmax(), row])


def test_swaps_prove_what_no_single_set_does() -> None:
    values = np.array([[9.0, 9.0], [8.0, 8.0], [0.0, 5.0], [5.0, 0.0], [1.0, 1.0], [0.5, 0.5]])
    one = np.ones((1, 6))
    program = Program(np.arange(6), one, np.array([-np.inf]), np.array([3.0]), 6, np.ones(6))
    swaps = Swaps(program, values.T, values.T)
    assert [swaps.of(row) for row in range(6)] == [
        (True, False),
        (True, False),
        (False, False),
        (False, False),
        (False, False),
        (False, True),
    ]


def test_chances_sum_to_the_number_of_places() -> None:
    problem = uncertain_problem(3)
    for found in (
        sm.select(problem, over="uniform", constraints=["exactly 3"], samples=200),
        sm.select(problem, over="uniform", first=3, samples=200),
        sm.select(problem, over="uniform", first=3, samples=200, method="topsis"),
        sm.select(problem, over="uniform", constraints=["exactly 3"], scores=False),
    ):
        assert chances(found).sum() == pytest.approx(3.0)


def test_drawn_scores_keep_the_references() -> None:
    problem = uncertain_problem(1)
    values = FixedValues(sm.select(problem, constraints=["exactly 1"]).prepared)
    table = problem.complete()[0].values.copy()
    table[2] += 1.0
    moved = values.linear_at(table) - values.linear
    assert not np.delete(moved, 2, axis=0).any()
    assert moved[2] == pytest.approx(1.0 / np.ptp(problem.complete()[0].values, axis=0))
    assert pytest.approx(values.linear_at(table)) == values(np.eye(3), np.array([table] * 3)).T


@pytest.mark.parametrize("method", ["topsis", "additive"])
@pytest.mark.parametrize("over", ["uniform", ["c1 >= c2"], {"profile": "equal", "concentration": 20}])
def test_the_funding_line_has_the_chances_of_rank_acceptability(method: str, over: object) -> None:
    problem = uncertain_problem(6)
    found = sm.select(problem, over=over, first=3, samples=1024, method=method)
    other = sm.sensitivity.acceptability(problem, over, samples=1024, method=method, top=3)
    assert chances(found) == pytest.approx(other.top_ranks)


def test_the_funding_line_parts_the_candidates() -> None:
    found = sm.select(uncertain_problem(6), over="uniform", first=3)
    assert found.line is not None
    assert sorted([*found.line.inside, *found.line.zone, *found.line.outside]) == list(range(7))
    assert 0 in found.line.inside
    assert 1 in found.line.outside
    assert len(found.line.zone) > found.line.places > 0


def test_equals_at_the_line_share_its_last_place() -> None:
    problem = sm.Problem.from_arrays(np.array([[3.0, 3.0], [2.0, 2.0], [2.0, 2.0], [1.0, 1.0]]))
    found = sm.select(problem, over="uniform", first=2)
    assert found.line is not None
    assert found.line.inside == (0,)
    assert found.line.zone == (1, 2)
    assert chances(found).tolist() == [1.0, 0.5, 0.5, 0.0]
    assert among_first(np.array([[1.0, 2.0, 3.0]]), 3).tolist() == [[1.0, 1.0, 1.0]]


def test_lots_can_be_drawn_again_by_anybody() -> None:
    problem = uncertain_problem(6)
    found = sm.select(problem, over="uniform", first=3, draw="1 December")
    line = json.loads(found.to_json())["line"]
    ordered = sorted(line["zone"], key=lambda id: hashlib.sha256(f"1 December:{id}".encode()).hexdigest())
    assert line["drawn"] == ordered[: line["places"]]
    assert line["draw"] == "1 December"
    assert sm.verify(json.loads(found.to_json()), problem).same
    with pytest.raises(InputError, match="give their number"):
        sm.select(problem, constraints=["exactly 3"], draw="1")


def test_a_score_that_decides_is_replayed() -> None:
    problem = sm.Problem.from_arrays(np.array([[8.5, 5.0], [6.0, 6.0], [6.0, 5.0], [0.0, 0.0]]))
    problem = problem.replace(cells={(2, 0): Cell(3.0, 9.0), (0, 0): Cell(8.0, 9.0)})
    found = sm.select(problem, over="uniform", constraints=["exactly 2"], normalization="none")
    assert found.evidence is not None
    (only,) = found.evidence
    assert (only.row, only.column, only.low, only.high) == (2, 0, 3.0, 9.0)
    for score, chosen in ((only.low, only.at_low), (only.high, only.at_high)):
        values = found.problem.values.copy()
        values[2, 0] = score
        again = sm.select(
            problem.replace(values=values, cells={}), constraints=["exactly 2"], normalization="none"
        )
        assert (again.best.chosen == chosen).all()


def test_a_missing_score_that_decides_is_named() -> None:
    problem = sm.Problem.from_arrays(np.array([[9.0, 9.0], [5.0, np.nan], [0.0, 6.0], [4.0, 0.0]]))
    found = sm.select(problem, over="equal", constraints=["exactly 2"], missing="worst")
    assert [(each.row, each.column) for each in found.evidence or ()] == [(1, 1)]


def test_statements_about_candidates_and_criteria_restrict_the_weights() -> None:
    problem = sm.Problem.from_arrays(np.array([[9.0, 0.0, 3.0], [0.0, 9.0, 3.0], [4.0, 4.0, 6.0]]))
    asked = {"constraints": ["exactly 1"], "normalization": "none"}
    everywhere = sm.select(problem, over="uniform", **asked)
    held = sm.select(problem, statements=["@a1 >= @a2"], **asked)
    assert everywhere.robustness is not None
    assert held.robustness is not None
    assert everywhere.robustness.status == ("sometimes",) * 3
    assert held.robustness.status == ("sometimes", "never", "sometimes")
    both = sm.select(problem, over="uniform", statements=["@a1 >= @a2"], **asked)
    assert chances(both) == pytest.approx(chances(held))


def test_the_name_of_a_group_varies_its_shares_alone() -> None:
    problem = sm.read_problem("examples/see-models.yaml")
    group = next(node for node in problem.framework.inner if len(node.children) == 3)
    found = sm.select(problem, over=group.id, scores=False, constraints=["exactly 2"])
    assert found.robustness is not None
    assert found.robustness.exact
    assert found.robustness.cells is not None
    document = json.loads(found.to_json())
    assert sum(each["share"] for each in document["sets"]) == pytest.approx(1.0)
    assert all(len(each["cell"]) > 2 for each in document["sets"])


def test_nothing_that_varies_is_told_and_a_cancelled_search_ends() -> None:
    problem = sm.Problem.from_arrays(np.array([[9.0, 1.0], [1.0, 9.0], [4.0, 4.0]]))
    found = sm.select(problem, over="equal", constraints=["exactly 1"])
    assert "nothing-varies" in {each.code for each in found.warnings}
    stop = threading.Event()
    stop.set()
    for asked in ({"constraints": ["exactly 1"]}, {"first": 1}):
        with pytest.raises(RunError, match="cancelled"):
            sm.select(problem, over={"profile": "equal", "concentration": 5}, cancel=stop, **asked)


def test_methods_without_linear_scores_are_sampled() -> None:
    problem = sm.read_problem("examples/see-models.yaml")
    found = sm.select(
        problem, over="uniform", constraints=["exactly 1"], method="topsis", normalization="scale"
    )
    assert found.robustness is not None
    assert "nothing-proved" in {each.code for each in found.warnings}
    assert not {"always", "never"} & set(found.robustness.status)
    assert found.max_regret is None
    assert chances(found).sum() == pytest.approx(1.0)


def test_the_map_places_each_set_where_it_is_best() -> None:
    problem = sm.Problem.from_arrays(
        np.array([[9.0, 0.0, 3.0], [0.0, 9.0, 3.0], [4.0, 4.0, 6.0], [5.0, 4.0, 1.0]])
    )
    found = sm.select(problem, over="uniform", constraints=["exactly 2"], normalization="none")
    placed = mixes(found)
    assert placed is not None
    group, cells = placed
    assert group == problem.framework.id
    assert sum(map(area, cells)) == pytest.approx(1.0)
    for one, cell in zip(found.sets, cells, strict=True):
        values = found.problem.values @ centroid(cell)
        assert sorted(np.argsort(-values)[:2]) == np.flatnonzero(one.chosen).tolist()


@pytest.mark.parametrize("language", ["en", "th"])
def test_pictures_have_the_sets_the_map_and_the_zone(language: str) -> None:
    def words(found: Selection) -> str:
        return json.dumps(found.chart(language).to_dict(), ensure_ascii=False)

    certain = sm.Problem.from_arrays(np.array([[9.0, 0.0, 3.0], [0.0, 9.0, 3.0], [4.0, 4.0, 6.0]]))
    found = sm.select(certain, over="uniform", constraints=["exactly 1"])
    shares = [per_cent(shown_share(share), language) for share in found.robustness.shares]  # type: ignore[union-attr]
    drawn = words(found)
    assert all(json.dumps(share, ensure_ascii=False) in drawn for share in shares)
    assert drawn.count('"loop"') >= 3 * len(shares)
    found = sm.select(uncertain_problem(6), over="uniform", first=3, draw="7")
    assert found.line is not None
    drawn = words(found)
    assert drawn.count(translate("drawn by lot", language)) == found.line.places
    assert drawn.count('"part": "zone"') == len(found.line.zone) < 7


@pytest.mark.parametrize("over", ["nonsense", {"profile": "nonsense", "concentration": 3}, {"what": 1}])
def test_what_is_wrong_with_the_distribution_is_said_of_it(over: object) -> None:
    with pytest.raises(SeeMcdaError) as found:
        sm.select(uncertain_problem(1), over=over, constraints=["exactly 1"])
    assert all(str(each.where).startswith("over") for each in found.value.faults)


class Stored(ThreadPoolExecutor):
    """Sends each task and its result through the bytes in which a run stores them."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        sent = pickle.loads(pickle.dumps((fn, args)))
        return super().submit(lambda: read(written(sent[0](*sent[1], **kwargs))))


@pytest.mark.parametrize(
    "asked",
    [
        {"constraints": ["cost <= 9"]},
        {"constraints": ["cost <= 9"], "scores": False},
        {"first": 3, "method": "topsis"},
    ],
)
def test_a_run_can_store_its_blocks_and_has_the_same_result(asked: dict[str, Any]) -> None:
    problem = uncertain_problem(2)
    with Stored(2) as executor:
        stored = sm.select(problem, over="uniform", samples=64, executor=executor, **asked)
    assert stored.to_json() == sm.select(problem, over="uniform", samples=64, **asked).to_json()
