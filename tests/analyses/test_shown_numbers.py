"""Numbers in sentences and tables hold at the digits that are shown: replayed, or against the result."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.analyses.acceptability.acceptability import acceptability
from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.pillar_map.pillar_map import PillarMap, pillar_map
from see_mcda.analyses.rank_ranges.rank_ranges import rank_ranges
from see_mcda.analyses.reversal.reversal import reversal
from see_mcda.analyses.score_crossovers.score_crossovers import score_crossovers
from see_mcda.analyses.variance.variance import variance
from see_mcda.model.cell import Cell

NUMBER = r"([0-9.]+)"
A_LITTLE = 1e-7
SEEDS = pytest.mark.parametrize("seed", range(8))
METHODS = pytest.mark.parametrize("method", ["additive", "topsis"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])


def random_problem(seed: int) -> tuple[sm.Problem, np.ndarray]:
    rng = np.random.default_rng(seed)
    problem = sm.Problem.from_arrays(rng.uniform(1, 9, (5, 3)).round(1), ["max", "min", "max"])
    return problem, rng.dirichlet(np.full(3, 2.0))


def uncertain_problem(seed: int) -> sm.Problem:
    problem, _ = random_problem(seed)
    at = (0, 0), (1, 2)
    return problem.replace(
        cells={cell: Cell(problem.values[cell] - 1, problem.values[cell] + 1) for cell in at}
    )


def numbers(text: str) -> list[str]:
    """Return the numbers of a text that are not parts of ids or names."""
    return re.findall(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?", text)


def shows(words: str, value: float, fewest: int = 1) -> bool:
    """Return whether a number is another, rounded to the digits shown, or to ``fewest`` where zeros go."""
    decimals = max(len(words.partition(".")[2]), fewest)
    return abs(float(words) - value) <= 0.5 * 10**-decimals + 1e-9


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


@cache
def pillar_map_of(method: str, seed: int) -> PillarMap:
    problem, weights = random_problem(seed)
    return pillar_map(problem, weights, nodes=["c1", "c2", "c3"], method=method)


@pytest.mark.slow
@LANGUAGES
@METHODS
@pytest.mark.parametrize("seed", range(24))
def test_the_next_winner_of_a_pillar_map_wins_under_the_mix_shown(method, seed, language):
    found = pillar_map_of(method, seed)
    problem = found.problem
    text = found.table(language, 10**5)
    mixes = rf"(?m)^(.*)c1 {NUMBER}.?%, c2 {NUMBER}.?%, c3 {NUMBER}.?%"
    (_, *now), *beyond = re.findall(mixes, text)
    assert all(shows(share, 100 * at) for share, at in zip(now, found.current, strict=True))
    assert len(beyond) == (found.border is not None)
    for words, *shares in beyond:
        assert sum(map(Decimal, shares)) == 100
        mix = np.array([float(share) / 100 for share in shares])
        ranks = sm.rank(problem, mix @ found.corners, method=method).ranks
        assert set(np.flatnonzero(ranks == 1)) == set(found.border.rows)
        assert first(ranks) == set(re.findall(r"a[1-5]", words))
        (moved,) = numbers(words)
        assert 0 <= float(moved) / 100 - found.border.distance + 1e-9 < 0.002
    rows = re.findall(rf"(?m)^(a[1-5](?:, a[1-5])*) +{NUMBER}.?%(?: +{NUMBER}.-.{NUMBER})? +[0-9]", text)
    assert len(rows) == len(found.regions)
    for (names, area, *bounds), region in zip(rows, found.regions, strict=True):
        assert names == ", ".join(f"a{row + 1}" for row in region.rows)
        assert shows(area, 100 * region.area, 2)
        assert (float(area) in (0, 100)) == (region.area in (0, pytest.approx(1, abs=1e-12)))
        if any(bounds):
            assert float(bounds[0]) / 100 <= region.bounds[0] + 1e-12
            assert float(bounds[1]) / 100 >= region.bounds[1] - 1e-12


@LANGUAGES
@METHODS
@SEEDS
def test_acceptability_shows_its_result(method, seed, language):
    problem = uncertain_problem(seed)
    found = acceptability(problem, method=method, samples=300, seed=seed)
    errors, center = found.standard_errors, found.ranking.weights.values
    drawn, *lines = found.table(language, 10**5).splitlines()
    assert numbers(drawn) == ["300", "2", "95", "100"]
    told, rows = set(), 0
    for line in lines:
        shown = numbers(line)
        if at := re.match(r"a([1-5])(?= .* ±)", line):
            row = int(at[1]) - 1
            share, error = shown
            assert shows(share, 100 * found.first_rank[row])
            assert 0 <= float(error) - 100 * errors.first_rank[row] * found.margin + 1e-9 < 0.1 + 1e-8
            told.add(row)
        elif "±" in line:
            most = 100 * errors.rank_acceptability.max() * found.margin
            assert 0 <= float(shown[0]) - most + 1e-9 < 0.1 + 1e-8
        elif at := re.match(r"a([1-5])((?: +(?:-|[0-9.]+)){5}) +([0-9.]+)$", line):
            row, rows = int(at[1]) - 1, rows + 1
            for words, chance in zip(at[2].split(), found.rank_acceptability[row], strict=True):
                assert (words == "-") == (chance == 0)
                assert words == "-" or (float(words) > 0 and shows(words, 100 * chance))
            assert shows(at[3], found.expected_rank[row], 2)
        elif "%" in line:
            row = int(re.search(r"a([1-5])", line)[1]) - 1
            leaves = [int(leaf) - 1 for leaf in re.findall(r"c([1-3])", line)]
            wanted = [share for leaf in leaves for share in (found.central_weights[row, leaf], center[leaf])]
            wanted = wanted or [found.confidence[row]]
            assert len(shown) == len(wanted)
            assert all(shows(*pair, bool(leaves)) for pair in zip(shown, 100 * np.array(wanted), strict=True))
        else:
            assert shown in ([], list("12345"), ["2"])  # the head of the table, and that scores are uncertain
    assert told == set(np.flatnonzero(found.first_rank))
    assert rows == 5


@LANGUAGES
@METHODS
@SEEDS
def test_reversal_shows_its_result(method, seed, language):
    problem, weights = random_problem(seed)
    found = reversal(problem, weights, method=method)
    effects = []
    for kind in ("removed", "copied", "worsened"):
        changes = [change for change in found.changes if change.kind == kind]
        for change in changes[:5]:
            more = change.swaps - len(change.pairs[:2])
            effects.append([more] * (more > 0) if change.pairs else [change.ties])
        effects += [[found.changed[kind] - 5]] * (found.changed[kind] > 5)
    told, tests, swaps, counts = [], [], {}, []
    for line in found.table(language, 10**5).splitlines():
        shown = list(map(int, numbers(line)))
        if line.startswith("- "):
            told.append(shown)
        elif re.match(r"[123]\. ", line):
            tests.append(shown)
        elif at := re.match(r"(c[1-3]) +([0-9]+) +(a[1-5](?:, a[1-5])*)$", line):
            swaps[at[1]] = int(at[2])
            after = [
                change.after for change in found.changes if change.node == at[1] and change.kind == "left-out"
            ]
            assert set(at[3].split(", ")) == first(*(after or [found.ranking.ranks]))
        elif shown and 2008 not in shown:
            counts.append(shown)
    assert told == effects
    assert swaps == dict(found.left_out)
    for number, (shown, test) in enumerate(
        zip(tests, (found.test_1, found.test_2, found.test_3), strict=True), 1
    ):
        wanted = {None: [], True: [test.tried], False: [test.failed, test.tried]}[test.passed]
        assert Counter(shown) == Counter([number, *(wanted[:1] if number == 2 else wanted)])
    removed, copied = ((found.changed[kind], found.tried[kind]) for kind in ("removed", "copied"))
    assert Counter(counts[0]) == Counter(
        [*removed, *copied] if removed[0] or copied[0] else [removed[1] + copied[1]]
    )
    pairs = [[found.ranking.ranks[row] for row in pair] for pair in found.test_3.examples[:1]]
    assert [Counter(shown) for shown in counts[1:]] == [Counter([1])] * bool(found.test_1.examples) + [
        Counter([2])
    ] * bool(found.test_2.examples) + [Counter([3, *pair]) for pair in pairs]


@LANGUAGES
@SEEDS
def test_variance_shows_its_result(seed, language):
    found = variance(uncertain_problem(seed), "uniform", method="additive", samples=256, seed=seed)
    indices, at = found.indices, found.outcomes.index(found.of)
    others = [o for o in range(len(found.outcomes)) if o != at]
    by_title = {each.title.text(language): g for g, each in enumerate(found.inputs)}
    sources, rows = [], []
    for line in found.table(language, 10**5).splitlines():
        title = next((title for title in by_title if re.match(rf"(?:- )?{re.escape(title)}[: ]", line)), None)
        g = by_title.get(title)
        shown = numbers(line.replace(title, "")) if title else numbers(line)
        if title and line.startswith("- "):
            sources.append(g)
            wanted = [found.first_order[g], found.total[g]]
        elif title:
            rows.append(g)
            low, high = 100 * np.clip(indices.total_intervals[at, g], 0, 1)
            assert 0 <= low - float(shown[2]) + 1e-9 < 0.1 + 1e-8
            assert 0 <= float(shown[3]) - high + 1e-9 < 0.1 + 1e-8
            del shown[2:4]
            wanted = [indices.first[at, g], indices.total[at, g], *indices.total[others, g]]
        else:
            assert shown in (
                [],
                ["100"],
                [f"{100 * found.confidence:.0f}"],
                [f"{n}" for n in (indices.samples, indices.evaluations, found.seed)],
                ["1"],  # weights add up to it
                ["2"],  # scores that are uncertain
            )
            continue
        wanted = 100 * np.clip(wanted, 0, 1)
        assert len(shown) == len(wanted)
        assert all(shows(*pair) for pair in zip(shown, wanted, strict=True))
    assert [found.inputs[g].kind for g in sources] == ["weights", "scores"]
    assert sorted(rows) == list(range(len(found.inputs)))


@LANGUAGES
@METHODS
@pytest.mark.parametrize("statements", [(), ("c1 >= c2",)])
@SEEDS
def test_rank_ranges_show_their_result(method, statements, seed, language):
    problem, _ = random_problem(seed)
    found = rank_ranges(problem, statements, method=method, samples=50, effort=0.01)
    leader = found.ranking.order[0]
    rows, told = 0, []
    for line in found.table(language, 10**5).splitlines():
        if at := re.match(r"a([1-5]) +([1-5]) +([1-5]) +([1-5])(?: +(?:(=)|([1-5]).-.([1-5])))?$", line):
            row, rows = int(at[1]) - 1, rows + 1
            places = found.best[row], found.worst[row], found.ranking.ranks[row]
            assert at.groups()[1:4] == tuple(map(str, places))
            exact = found.proved[row].all()
            assert exact == (at[6] is None)
            assert exact or (at[6], at[7]) == (str(found.outer_best[row]), str(found.outer_worst[row]))
        else:
            told += map(int, numbers(line))
    best, worst, sure = (int(of[leader]) for of in (found.best, found.worst, found.outer_worst))
    assert rows == 5
    if best == worst:
        assert told == [best] * (sure == worst)
    else:
        assert told == [best, worst] + [sure] * (sure < 5)


@LANGUAGES
def test_a_share_that_is_neither_nothing_nor_all_does_not_look_so(language):
    certain = acceptability(uncertain_problem(1), method="additive", samples=300)
    low = replace(certain, confidence=np.full(5, 0.004)).table(language, 10**5)
    assert re.search(r" 0\.4.?% ", low)
    found = pillar_map(random_problem(0)[0], nodes=["c1", "c2", "c3"], method="topsis")
    region = found.regions[0]
    for area, bounds in ((2e-5, (1e-5, 3e-5)), (1 - 2e-5, (1 - 3e-5, 1 - 1e-5))):
        text = replace(found, regions=(replace(region, area=area, bounds=bounds),)).table(language, 10**5)
        shown, *ends = re.search(rf"(?m)^a[1-5] +{NUMBER}.?% +{NUMBER}.-.{NUMBER} ", text).groups()
        assert shows(shown, 100 * area, 3)
        assert float(ends[0]) / 100 <= bounds[0] < bounds[1] <= float(ends[1]) / 100


@LANGUAGES
def test_the_error_of_ranks_that_are_counted_together_is_no_larger_than_shown(language):
    problem = sm.Problem.from_arrays(np.random.default_rng(1).uniform(1, 9, (30, 3)))
    found = acceptability(problem, method="additive", samples=200)
    line = next(line for line in found.table(language, 10**5).splitlines() if "±" in line and "%" not in line)
    chances = found.rank_acceptability[:, 10:29].sum(axis=1)
    least = 100 * found.margin * np.sqrt(chances * (1 - chances) / 200).max()
    assert least > 100 * found.margin * found.standard_errors.rank_acceptability.max()
    assert float(numbers(line)[0]) >= least
