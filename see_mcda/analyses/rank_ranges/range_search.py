"""The search behind rank ranges: samples first, then what proves or improves them, a candidate at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.rank_ranges.linear_ranges import LinearRanges
from see_mcda.analyses.rank_ranges.topsis_ranges import TopsisRanges
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import BLOCK, Ranks, batch_ranks
from see_mcda.parallel import Work, over_blocks, workers
from see_mcda.uncertainty.statements import Sampled, Statements

Pairs = NDArray[np.bool_]
Result = TypeVar("Result")

_FEW_CORNERS = 64
_SHARPNESS = np.array([1.0, 0.3, 0.1])
"""Dirichlet parameters of the mixtures of corners: inside the region, and near its faces."""
_COMPARED = 1 << 28
_NUDGES = 10.0 ** np.arange(-12, -2)


@dataclass(frozen=True, eq=False)
class Search:
    """What is searched: a method on a problem, the allowed weights, and how long.

    The region is all that ``statements`` allow, or more, where some of them are held by sampling.
    """

    prepared: Prepared
    region: WeightRegion
    seed: int
    samples: int
    effort: float
    statements: Statements

    def allows(self, weights: Array) -> NDArray[np.bool_]:
        """Return (k,) which weights (k, m) of the region the sampled statements allow."""
        sampled = self.statements.sampled
        return np.ones(len(weights), bool) if sampled is None else sampled.holds(weights)


@dataclass(frozen=True, eq=False)
class Found:
    """The fields of :class:`RankRanges`; ``least`` is min_difference.

    ``kind`` is ``linear``, ``quadratic`` (TOPSIS) or ``sampled``.
    """

    kind: str
    best: Ranks
    worst: Ranks
    outer_best: Ranks
    outer_worst: Ranks
    proved: Pairs
    witnesses: Array
    necessary: Pairs
    possible: Pairs
    proved_pairs: Pairs
    least: Array | None


@dataclass(frozen=True, eq=False)
class _Seen:
    """What samples reached: ranks (n, 2), their weights (n, 2, m), and who was ever behind whom."""

    ranks: Ranks
    weights: Array
    behind: Pairs
    ahead: Pairs

    def with_more(self, other: _Seen) -> _Seen:
        better = other.ranks < self.ranks
        better[:, 1] = other.ranks[:, 1] > self.ranks[:, 1]
        return _Seen(
            np.where(better, other.ranks, self.ranks),
            np.where(better[:, :, None], other.weights, self.weights),
            self.behind | other.behind,
            self.ahead | other.ahead,
        )


@dataclass(frozen=True, eq=False)
class _Samples:
    search: Search
    pairs: bool

    def __call__(self, blocks: range) -> list[_Seen]:
        return [self._seen(self._weights(block)) for block in blocks]

    def _weights(self, block: int) -> Array:
        """Return mixtures of corners; the first block begins with the corners and their mean."""
        search, corners = self.search, self.search.region.corners
        generator = np.random.default_rng(np.random.SeedSequence(search.seed, spawn_key=(block,)))
        size = min(BLOCK, search.samples - block * BLOCK)
        v, m = corners.shape
        sharpness = _SHARPNESS[np.arange(size) % len(_SHARPNESS)][:, None]
        if v <= _FEW_CORNERS:
            shares = generator.gamma(sharpness, size=(size, v)) + 1e-300
            weights = (shares / shares.sum(axis=1, keepdims=True)) @ corners
        else:
            few = min(m, 8)
            shares = generator.gamma(sharpness, size=(size, few)) + 1e-300
            shares /= shares.sum(axis=1, keepdims=True)
            picked = corners[generator.integers(v, size=(size, few))]
            weights = np.einsum("kf,kfm->km", shares, picked)
        if block == 0:
            weights = np.vstack([corners, search.region.centre[None], weights])
        weights = weights / weights.sum(axis=1, keepdims=True)
        points = search.statements.points
        if points is not None:
            weights = np.vstack([points, weights[search.allows(weights)]])
        return np.asarray(weights)

    def _seen(self, weights: Array) -> _Seen:
        found = batch_ranks(self.search.prepared, weights)
        each = np.arange(found.shape[1])
        best, worst = found.argmin(axis=0), found.argmax(axis=0)
        n = len(each)
        behind, ahead = np.zeros((n, n), bool), np.zeros((n, n), bool)
        if self.pairs:
            step = max(1, (1 << 22) // (n * n))
            for start in range(0, min(len(found), max(64, _COMPARED // (n * n))), step):
                part = found[start : start + step]
                behind |= (part[:, :, None] > part[:, None, :]).any(axis=0)
                ahead |= (part[:, :, None] <= part[:, None, :]).any(axis=0)
        return _Seen(
            np.column_stack([found[best, each], found[worst, each]]).astype(np.int32),
            np.stack([weights[best], weights[worst]], axis=1),
            behind,
            ahead,
        )


@dataclass(frozen=True, eq=False)
class _Sides:
    """What is proved and reached for one candidate: (2,) ranks, bounds, and (2, m) weights."""

    row: int
    ranks: Ranks
    outer: Ranks
    weights: Array


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Searches candidates by their position among the eligible ones."""

    search: Search
    bounds: LinearRanges | TopsisRanges | None
    seen: _Seen

    def __call__(self, positions: range) -> list[_Sides]:
        return [self._sides(position) for position in positions]

    def _sides(self, position: int) -> _Sides:
        rows = np.flatnonzero(self.search.prepared.problem.eligible)
        row, count = int(rows[position]), len(rows)
        reached = self.seen.ranks[row].copy()
        weights = self.seen.weights[row].copy()
        outer = np.array([1, count], np.int32)
        for side in (0, 1):
            target = int(reached[side])
            if self.bounds is not None:
                known = count - target if side == 0 else target - 1
                found = self.bounds.extreme(position, side == 1, known)
                outer[side] = count - found.most if side == 0 else 1 + found.most
                target = count - found.count if side == 0 else 1 + found.count
                if found.weights is not None and self.search.allows(found.weights[None])[0]:
                    got, at = self._replayed(row, side, target, found.weights)
                    if (got <= reached[0]) if side == 0 else (got >= reached[1]):
                        reached[side], weights[side] = got, at
                        continue
            reached[side], weights[side] = self._replayed(row, side, int(reached[side]), weights[side])
        outer = np.where([reached[0] < outer[0], reached[1] > outer[1]], reached, outer)
        return _Sides(row, reached, outer.astype(np.int32), weights)

    def _replayed(self, row: int, side: int, target: int, weights: Array) -> tuple[int, Array]:
        """Return the rank that the method itself gives at the weights, or just inside the region."""
        got: int | None = None
        at = weights
        for step in (0.0, *_NUDGES):
            nudged = weights + step * (self.search.region.centre - weights)
            if step and not self.search.allows(nudged[None])[0]:
                continue
            place = int(self.search.prepared.ranks(nudged[None])[0, row])
            if got is None or (place < got if side == 0 else place > got):
                got, at = place, nudged
            if got <= target if side == 0 else got >= target:
                break
        assert got is not None
        return got, at


def searched(search: Search, work: Work) -> Found:
    """Return the rank ranges of a search."""
    prepared, region = search.prepared, search.region
    eligible = prepared.problem.eligible
    rows = np.flatnonzero(eligible)
    bounds = _bounds(search, rows)
    sample_blocks = -(-search.samples // BLOCK)
    total = sample_blocks + len(rows)
    sampled = search.statements.sampled
    sampling = _Samples(search, pairs=sampled is not None or not isinstance(bounds, LinearRanges))
    blocks = over_blocks(sampling, sample_blocks, work, of=total)
    flat = _flattened(blocks)
    seen = next(flat)
    for more in flat:
        seen = seen.with_more(more)
    sides = _flattened(
        over_blocks(
            _Candidates(search, bounds, seen),
            len(rows),
            work,
            together=max(1, len(rows) // 256),
            before=sample_blocks,
            of=total,
        )
    )
    n, m = len(eligible), len(region.centre)
    ranks, outer, witnesses = np.zeros((n, 2), np.int32), np.zeros((n, 2), np.int32), np.zeros((n, 2, m))
    for one in sides:
        ranks[one.row], outer[one.row], witnesses[one.row] = one.ranks, one.outer, one.weights
    found = Found(
        kind="sampled" if bounds is None else bounds.kind,
        best=ranks[:, 0],
        worst=ranks[:, 1],
        outer_best=outer[:, 0],
        outer_worst=outer[:, 1],
        proved=(ranks == outer) & eligible[:, None],
        witnesses=witnesses,
        necessary=np.zeros((n, n), bool),
        possible=np.zeros((n, n), bool),
        proved_pairs=np.ones((n, n, 2), bool),
        least=None,
    )
    return _with_pairs(found, bounds, seen, rows, sampled)


def searched_one(search: Search, row: int) -> tuple[int, Array, bool]:
    """Return the worst rank of one candidate, weights that give it, and whether it is proved."""
    rows = np.flatnonzero(search.prepared.problem.eligible)
    bounds = _bounds(search, rows)
    with workers(None, worth_it=False):
        seen = _Samples(search, pairs=False)(range(1))[0]
        position = int(np.searchsorted(rows, row))
        sides = _Candidates(search, bounds, seen)(range(position, position + 1))[0]
    return int(sides.ranks[1]), sides.weights[1], bool(sides.ranks[1] == sides.outer[1])


def _bounds(search: Search, rows: NDArray[np.intp]) -> LinearRanges | TopsisRanges | None:
    prepared, region = search.prepared, search.region
    values, parts = prepared.linear_values(), prepared.quadratic_parts()
    if values is not None:
        logarithmic = prepared.contribution_kind == "log"
        return LinearRanges.of(region, values[rows], logarithmic=logarithmic, effort=search.effort)
    if parts is not None:
        return TopsisRanges.of(region, parts[0][rows], parts[1][rows], effort=search.effort)
    return None


def _with_pairs(
    found: Found,
    bounds: LinearRanges | TopsisRanges | None,
    seen: _Seen,
    rows: NDArray[np.intp],
    sampled: Sampled | None,
) -> Found:
    """Add who is preferred to whom, in the region or the part of it that ``sampled`` statements allow."""
    block = np.ix_(rows, rows)
    necessary, possible = ~seen.behind[block], seen.ahead[block]
    np.fill_diagonal(necessary, True)
    np.fill_diagonal(possible, True)
    # What a sample refuted, or showed, is certain.
    proved = np.stack([~necessary, possible], axis=2)
    proved[np.arange(len(rows)), np.arange(len(rows))] = True
    least = None
    if bounds is not None and sampled is None:
        necessary, possible, proved = bounds.preference(necessary, possible, proved)
    elif bounds is not None:
        # What holds in the whole region holds in a part of it.
        always, ever, sure = bounds.preference(necessary.copy(), possible.copy(), proved.copy())
        proved[:, :, 0] |= always & sure[:, :, 0]
        proved[:, :, 1] |= ~ever & sure[:, :, 1]
    if isinstance(bounds, LinearRanges) and sampled is None:
        least = np.full(found.necessary.shape, np.nan)
        least[block] = bounds.least
    found.necessary[block], found.possible[block], found.proved_pairs[block] = necessary, possible, proved
    if sampled is not None:
        stated = tuple(side[np.isin(sampled.orders, rows).all(axis=0)] for side in sampled.orders)
        for pairs in (found.necessary, found.possible, found.proved_pairs):
            pairs[stated] = True
    return replace(found, least=least)


def _flattened(lists: Iterable[list[Result]]) -> Iterator[Result]:
    for each in lists:
        yield from each
