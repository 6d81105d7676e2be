"""Numbers in sentences and tables hold at the digits that are shown: replayed, or against the result."""

import re

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.score_crossovers.score_crossovers import score_crossovers

NUMBER = r"([0-9.]+)"
A_LITTLE = 1e-7
SEEDS = pytest.mark.parametrize("seed", range(8))
METHODS = pytest.mark.parametrize("method", ["additive", "topsis"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])


def random_problem(seed: int) -> tuple[sm.Problem, np.ndarray]:
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.uniform(1, 9, (5, 3)).round(1), ["max", "min", "max"])
    return problem, rng.dirichlet(np.full(3, 2.0))


def first(ranks: np.ndarray) -> set[str]:
    return {f"a{row + 1}" for row in np.flatnonzero(ranks == 1)}


@LANGUAGES
@METHODS
@SEEDS
def test_the_lead_and_the_ranking_hold_between_the_shares_shown_and_no_longer(method, seed, language):
    problem, weights = random_problem(seed)
    found = crossovers(problem, weights, method=method)

    def ranks_with(column: int, share: float) -> np.ndarray:
        moved = weights * (1 - share) / (1 - weights[column])
        moved[column] = share
        return sm.rank(problem, moved, method=method).ranks

    base = found.ranking.ranks
    text = found.table(language, width=10**5)
    for column, (id, node) in enumerate(found.nodes.items()):
        cells = re.search(rf"(?m)^ *{id} +{NUMBER} +{NUMBER}.-.{NUMBER} +{NUMBER}.-.{NUMBER} +[0-9]+$", text)
        assert cells
        now, *ends = (float(number) / 100 for number in cells.groups())
        assert abs(now - node.share) <= 0.0005
        for end in ends:
            assert first(base) <= first(ranks_with(column, end))
        for end in ends[2:]:
            ranks = ranks_with(column, end)
            assert all((ranks[base < place] <= ranks[row]).all() for row, place in enumerate(base))
        sentence = next((line for line in text.splitlines() if re.match(rf"- .*{id} .*%", line)), "")
        told = [float(number) / 100 for number in re.findall(rf"{NUMBER}\D?%", sentence)]
        if node.below is None and node.above is None:
            assert not told
            continue
        beyond = [(change, way) for change, way in ((node.below, -1), (node.above, 1)) if change]
        inside, outside = told[: len(beyond)], told[len(beyond) + 1 :]
        assert len(outside) == len(beyond)
        for share in inside:
            assert first(base) <= first(ranks_with(column, share))
        for share, (change, way) in zip(outside, beyond, strict=True):
            assert first(ranks_with(column, share + way * A_LITTLE)) == {
                f"a{row + 1}" for row in change.leaders
            }


@LANGUAGES
@METHODS
@SEEDS
def test_who_leads_leads_between_the_scores_shown(method, seed, language):
    problem, weights = random_problem(seed)
    found = score_crossovers(problem, weights, "a2", "c1", method=method)
    lines = re.findall(rf"(?m)^(a[1-5](?:, a[1-5])*) +{NUMBER}.-.{NUMBER} +([1-5])$", found.table(language))
    assert len(lines) == len(found.segments)
    for leaders, low, high, rank in lines:
        for score in map(float, (low, high)):
            values = problem.values.copy()
            values[1, 0] = score
            ranks = sm.rank(problem.replace(values=values), weights, method=method).ranks
            assert set(leaders.split(", ")) <= first(ranks)
            assert int(rank) >= ranks[1]
