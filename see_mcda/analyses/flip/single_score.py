"""The smallest change of a single score that unseats the leader, replayed.

A score is moved, in its own unit, from where it is in both directions: within its scale where it has one,
else as far beyond the observed scores as these are apart (and not below 0 where none is). What a
normalisation takes from the scores moves along. Where it takes nothing (fixed references) a rival's lead over
the leader moves one way only, and bisection finds the one change there is; elsewhere the first change on a
grid is bisected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import SeeMcdaError
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks
from see_mcda.model.criteria import Criterion

MOST_CANDIDATES = 40
"""Candidates, the best first, whose scores are moved."""
_GRID = 24
_GRID_OF_LOOPS = 8
"""The same for methods that are computed one table at a time."""
_BISECTIONS = 50
_CLEAR = 1e-9
"""Parts of the range by which scores just before and after a change lie off it, if the ranks there allow:
where the change itself is, a tie ends, and ranking anew may still find one.
"""
_NUMBERS = 1 << 20
"""Scores that are in memory at once."""


@dataclass(frozen=True, eq=False)
class ScoreFlip:
    """A score that unseats the leader when it is moved to ``after``.

    Attributes:
        row, column: which score.
        value: the score as it is.
        before, after: just before and just after the change, replayed.
        relative: |after − value| as a part of the scale, or of the observed range where there is none.
        rival: the row that is first after it.
        level: the nearest whole level in this direction that unseats the leader; None without levels, or
            where none does.
        exact: whether no smaller change of this score does it (fixed references); else none was found.

    """

    row: int
    column: int
    value: float
    before: float
    after: float
    relative: float
    rival: int
    level: float | None
    exact: bool

    @property
    def change(self) -> float:
        """By how much the score moves."""
        return self.after - self.value


def score_flips(prepared: Prepared, weights: Array, ranks: Ranks) -> tuple[ScoreFlip, ...]:
    """Return the smallest change of each score that unseats the leader, the smallest first.

    A score that cannot unseat it, within its bounds, is left out.
    """
    problem = prepared.problem
    leader = int(np.flatnonzero(ranks == 1)[0])
    rows = sorted(np.flatnonzero(problem.eligible).tolist(), key=lambda row: int(ranks[row]))
    moves = _Moves(prepared, weights, leader)
    asked = [
        (row, column, end)
        for row in rows[:MOST_CANDIDATES]
        for column, leaf in enumerate(problem.framework.leaves)
        if np.isfinite(problem.values[row, column])
        for end in _ends(leaf, problem.extent[:, column])
        if end != problem.values[row, column]
    ]
    nearest: dict[tuple[int, int], ScoreFlip] = {}
    for flip in moves.flips(asked):
        at = (flip.row, flip.column)
        if at not in nearest or flip.relative < nearest[at].relative:
            nearest[at] = flip
    return tuple(sorted(nearest.values(), key=lambda flip: (flip.relative, flip.row, flip.column)))


def _ends(leaf: Criterion, extent: Array) -> tuple[float, float]:
    """Return how far a score at a leaf is moved."""
    low, high = map(float, extent)
    scale = leaf.scale
    if scale is not None and scale.min is not None and scale.max is not None:
        return scale.min, scale.max
    if leaf.value is not None:
        return min(low, leaf.value.points[0][0]), max(high, leaf.value.points[-1][0])
    span = high - low or abs(high) or 1.0
    if low > 0:
        return max(low - span, low / 100), high + span
    return (low - span if low < 0 else 0.0), high + span


def _within(x: Array, start: Array, end: Array) -> Array:
    return np.clip(x, np.minimum(start, end), np.maximum(start, end))


def _range(leaf: Criterion, extent: Array) -> float:
    if leaf.scale is not None and leaf.scale.min is not None and leaf.scale.max is not None:
        return leaf.scale.max - leaf.scale.min
    span = float(extent[1] - extent[0])
    return span or abs(float(extent[1])) or 1.0


class _Moves:
    def __init__(self, prepared: Prepared, weights: Array, leader: int):
        self.prepared = prepared
        self.weights = weights
        self.leader = leader
        self.problem = prepared.problem
        self.fixed = prepared.scores_stand_alone()
        built_in = prepared.linear_values() is not None or prepared.quadratic_parts() is not None
        self.grid = 1 if self.fixed else _GRID if built_in else _GRID_OF_LOOPS

    def flips(self, asked: Sequence[tuple[int, int, float]]) -> list[ScoreFlip]:
        """Return the flips of the scores (row, column) on the way to ``end``, of those that have one."""
        if not asked:
            return []
        leaves = self.problem.framework.leaves
        cells = np.array([(row, column) for row, column, _ in asked])
        start = self.problem.values[cells[:, 0], cells[:, 1]]
        end = np.array([end for _, _, end in asked])
        turning = np.array([self._turns(column) for column in cells[:, 1]])
        steps = max(self.grid, _GRID if turning.any() else 1)
        parts = np.arange(1, steps + 1) / steps
        tried = start[:, None] + parts * (end - start)[:, None]
        tried[:, -1] = end
        unseated = self._unseated(np.repeat(cells, steps, axis=0), tried.ravel())[0].reshape(tried.shape)
        hit = unseated.any(axis=1)
        cells, start, end, turning = cells[hit], start[hit], end[hit], turning[hit]
        first = unseated[hit].argmax(axis=1)
        pick = np.arange(len(cells))
        high = tried[hit][pick, first]
        low = np.where(first > 0, tried[hit][pick, np.maximum(first - 1, 0)], start)
        for _ in range(_BISECTIONS):
            middle = low + (high - low) / 2
            beyond = self._unseated(cells, middle)[0]
            high, low = np.where(beyond, middle, high), np.where(beyond, low, middle)
        levels = self._levels(cells, start, high, end)
        spans = np.array([_range(leaves[column], self.problem.extent[:, column]) for column in cells[:, 1]])
        off = np.sign(end - start) * _CLEAR * spans
        farther, nearer = _within(high + off, start, end), _within(low - off, start, end)
        high = np.where(self._unseated(cells, farther)[0], farther, high)
        low = np.where(self._unseated(cells, nearer)[0], low, nearer)
        rivals = self._unseated(cells, high)[1]
        return [
            ScoreFlip(
                int(row),
                int(column),
                float(start[at]),
                float(low[at]),
                float(high[at]),
                abs(float(high[at] - start[at])) / float(spans[at]),
                int(rivals[at]),
                levels[at],
                self.fixed and not turning[at],
            )
            for at, (row, column) in enumerate(cells)
        ]

    def _turns(self, column: int) -> bool:
        """Whether what a leaf's score is worth by itself, its value or its rating, rises and falls."""
        leaf = self.problem.framework.leaves[column]
        if self.prepared.options.get("source") == "ratings" and leaf.intensity:
            worth = [leaf.intensity[level] for level in sorted(leaf.intensity)]
        else:
            worth = [u for _, u in leaf.value.points] if leaf.value is not None else []
        steps = np.diff(worth)
        return bool((steps > 0).any() and (steps < 0).any())

    def _levels(self, cells: NDArray[np.intp], start: Array, after: Array, end: Array) -> list[float | None]:
        found: list[float | None] = []
        for (row, column), x, reached, limit in zip(cells, start, after, end, strict=True):
            scale = self.problem.framework.leaves[column].scale
            levels = scale.levels if scale is not None and scale.levels else {}
            beyond = sorted(
                (
                    float(level)
                    for level in levels
                    if (reached <= float(level) <= limit if limit > x else limit <= float(level) <= reached)
                ),
                key=lambda level: abs(level - x),
            )
            cell = np.array([(row, column)])
            found.append(
                next((level for level in beyond if self._unseated(cell, np.array([level]))[0][0]), None)
            )
        return found

    def _unseated(self, cells: NDArray[np.intp], values: Array) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Return for each score moved whether the leader is no longer first, and who is."""
        n, m = self.problem.shape
        size = max(1, _NUMBERS // (n * m))
        gone = np.zeros(len(values), bool)
        winner = np.zeros(len(values), np.intp)
        for at in range(0, len(values), size):
            some = slice(at, at + size)
            tables = np.repeat(self.problem.values[None], len(values[some]), axis=0)
            tables[np.arange(len(tables)), cells[some, 0], cells[some, 1]] = values[some]
            ranks = self._ranks(tables)
            gone[some] = ranks[:, self.leader] > 1
            winner[some] = (ranks == 1).argmax(axis=1)
        return gone, winner

    def _ranks(self, tables: Array) -> Ranks:
        weights = np.repeat(self.weights[None], len(tables), axis=0)
        try:
            with np.errstate(all="ignore"):
                return self.prepared.ranks(weights, tables)
        except SeeMcdaError:
            if len(tables) == 1:  # the method cannot take this table: the leader is left where it is
                ranks = np.zeros((1, tables.shape[1]), np.int32)
                ranks[0, self.leader] = 1
                return ranks
            return np.vstack([self._ranks(table[None]) for table in tables])
