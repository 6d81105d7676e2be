"""Crossovers along one score: the values at which somebody else leads, and the candidate's rank between.

Everything else stays; what the method measures against (a largest score, a length, an ideal) moves along
with the score, so that other pairs may swap too. The order is looked at on a grid that holds every place at
which a formula may bend (the other candidates' scores, the ends and references of the scale, the points of a
value function, the levels), and what changes between two points is narrowed by halving.

Where the scores of all others stay the same and the candidate's own is a sum, a product or a TOPSIS
closeness, it rises or falls all the way between two bends: then nothing can be missed, and the values are
exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.crossovers.segments import Interval, Leaders
from see_mcda.analyses.score_crossovers.document import ScoreCrossoversModel
from see_mcda.arguments import About, checked, read_candidate
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError, MethodError, refuse
from see_mcda.language.messages import notice
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.model.criteria import Criterion
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import MethodOptions, MissingScores, OneMethod, OneWeighting, complete_ranking

GRID = 256
"""Even steps of the grid, beside the bends."""
WIDTH = 1e-12
"""How closely a change is narrowed, beside the range."""
_TABLES_TOGETHER = 1 << 20
_SAME = 1e-8
"""A tie that lasts no longer, beside the range, is the moment of a swap."""


@dataclass(frozen=True)
class ScoreSegment:
    """An interval of the score, who leads in it (rows), and the candidate's rank."""

    interval: Interval
    leaders: Leaders
    rank: int


@dataclass(frozen=True)
class ScoreLevel:
    """Who would lead if the score were this level of the scale, and the candidate's rank."""

    level: float
    leaders: Leaders
    rank: int


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ScoreCrossovers(Analysis):
    """What one score decides.

    Attributes:
        candidate, leaf: the row and the leaf's id.
        value: the score now.
        low, high: the range that was looked at, in the score's own units.
        changes: the values at which the lead changes.
        segments: the intervals in which leader and rank stay.
        levels: what whole levels would give, where the scale has levels.
        exact: whether no change can have been missed.

    """

    name: ClassVar[str] = "score-crossovers"

    candidate: int
    leaf: str
    value: float
    low: float
    high: float
    segments: tuple[ScoreSegment, ...]
    levels: tuple[ScoreLevel, ...]
    exact: bool

    @property
    def changes(self) -> tuple[float, ...]:
        """The values at which the lead changes."""
        pairs = zip(self.segments, self.segments[1:], strict=False)
        return tuple(after.interval[0] for before, after in pairs if before.leaders != after.leaders)

    def model(self) -> ScoreCrossoversModel:
        """Return the result document (``see-mcda/score-crossovers/1``)."""
        return self.document(ScoreCrossoversModel)


def _read_leaf(problem: Problem, leaf: str, given: Mapping[str, Any] | None = None) -> int:
    return problem.framework.leaf_position[problem.framework.leaf_choices.resolve(leaf, "leaf")]


@checked
def score_crossovers(
    problem: Problem,
    weights: OneWeighting,
    candidate: Annotated[
        str,
        About("the candidate whose score changes, by its name or id", metavar="A", read=read_candidate),
    ],
    leaf: Annotated[
        str,
        About("the criterion of the score, by its name or id", metavar="CRITERION", read=_read_leaf),
    ],
    *,
    low: Annotated[
        float | None,
        About(
            "lowest value of the score (default: the end of its scale, or the lowest score given)",
            metavar="X",
        ),
    ] = None,
    high: Annotated[
        float | None,
        About(
            "highest value of the score (default: the end of its scale, or the highest score given)",
            metavar="X",
        ),
    ] = None,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> ScoreCrossovers:
    """Find the values of one score at which the leader changes, and the candidate's rank between them.

    Raises :class:`see_mcda.SeeMcdaError` as :func:`see_mcda.rank` does, for an unknown candidate or leaf, a
    candidate that is not eligible, an empty range, and a range in which the method's assumptions break.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    complete = base.complete
    faults = Faults()
    row, column = complete.row(candidate), _read_leaf(complete, leaf)
    if not complete.eligible[row]:
        faults.add(
            "not-eligible", "{candidate} fails a gate: no score of it changes the ranking", "candidate",
            candidate=complete.name(row),
        )  # fmt: skip
    start, end = _range(complete, column, low, high)
    if not (np.isfinite(start) and np.isfinite(end) and start < end):
        faults.add(
            "empty-range",
            "the scores from {low} to {high} are not a range; set low and high",
            "low",
            low=start,
            high=end,
        )
    faults.stop(InputError)
    along = _Along(base.prepared, base.weights.values, row, column)
    x = _grid(complete, column, start, end)
    ranks, exact = along.ranks(x), along.monotone(x)
    segments = _segments(along, row, x, ranks)
    notices = () if exact else (
        notice(
            "score-searched",
            "the other candidates' scores change with this one: changes of the lead are searched for at"
            " {points} points and may be missed between two of them",
            points=len(x),
        ),
    )  # fmt: skip
    levels = _levels(complete.framework.leaves[column], start, end)
    held = along.ranks(levels) if len(levels) else np.empty((0, len(ranks[0])), np.int32)
    asked = {name: None if end is None else float(end) for name, end in (("low", low), ("high", high))}
    return ScoreCrossovers(
        ranking=base,
        arguments={"candidate": complete.candidates[row], "leaf": complete.leaves[column], **asked},
        notices=notices,
        candidate=row,
        leaf=complete.leaves[column],
        value=float(complete.values[row, column]),
        low=start,
        high=end,
        segments=segments,
        levels=tuple(
            ScoreLevel(level, *_state(places, row))
            for level, places in zip(levels.tolist(), held, strict=True)
        ),
        exact=exact,
    )


def _range(problem: Problem, column: int, low: float | None, high: float | None) -> Interval:
    scale = problem.framework.leaves[column].scale
    seen = problem.values[problem.eligible, column]
    start, end = float(seen.min()), float(seen.max())
    if scale is not None and scale.min is not None and scale.max is not None:
        start, end = float(scale.min), float(scale.max)
    return start if low is None else float(low), end if high is None else float(high)


def _grid(problem: Problem, column: int, low: float, high: float) -> Array:
    leaf = problem.framework.leaves[column]
    bends = [*problem.values[:, column].tolist(), *_levels(leaf, low, high).tolist()]
    if leaf.scale is not None:
        ends = (leaf.scale.min, leaf.scale.max, leaf.scale.neutral, leaf.scale.good)
        bends += [float(x) for x in ends if x is not None]
    bends += [float(x) for x, _ in leaf.value.points] if leaf.value is not None else []
    bends += [float(x) for x in leaf.intensity or ()]
    x = np.concatenate([np.linspace(low, high, GRID + 1), bends])
    return np.unique(x[(x >= low) & (x <= high)])


def _levels(leaf: Criterion, low: float, high: float) -> Array:
    levels = sorted(float(level) for level in (leaf.scale.levels or {})) if leaf.scale is not None else []
    return np.array([level for level in levels if low <= level <= high])


@dataclass(frozen=True, eq=False)
class _Along:
    """The ranking as one score moves."""

    prepared: Prepared
    weights: Array
    row: int
    column: int

    def _tables(self, x: Array) -> Array:
        tables = np.repeat(self.prepared.problem.values[None], len(x), axis=0)
        tables[:, self.row, self.column] = x
        return tables

    def _each(self, x: Array) -> list[Array]:
        step = max(1, _TABLES_TOGETHER // self.prepared.problem.values.size)
        return [x[start : start + step] for start in range(0, len(x), step)]

    def ranks(self, x: Array) -> Ranks:
        """Return (k, n) ranks at the scores x (k,).

        Raises :class:`MethodError` where a score gives no number.
        """
        if not self.prepared.has_scores:
            many = [self.prepared.ranks(self._weights(some), self._tables(some)) for some in self._each(x)]
            return np.concatenate(many)
        eligible = self.prepared.problem.eligible
        return np.concatenate([ranks_of(scores, eligible) for scores in self._scores(x)])

    def monotone(self, x: Array) -> bool:
        """Whether the others' scores never move, and the candidate's own rises or falls between the bends."""
        if self.prepared.linear_values() is None and self.prepared.quadratic_parts() is None:
            return False
        others = self.prepared.problem.eligible.copy()
        others[self.row] = False
        now = self.prepared.scores(self.weights[None], self._tables(x[:1]))[0, others]
        return all(bool((scores[:, others] == now).all()) for scores in self._scores(x))

    def _weights(self, x: Array) -> Array:
        return np.repeat(self.weights[None], len(x), axis=0)

    def _scores(self, x: Array) -> Iterator[Array]:
        for some in self._each(x):
            with np.errstate(all="ignore"):
                scores = self.prepared.scores(self._weights(some), self._tables(some))
            wrong = ~np.isfinite(scores[:, self.prepared.problem.eligible]).all(axis=1)
            if wrong.any():
                raise refuse(
                    MethodError,
                    "no-number",
                    "a score of {score} cannot be ranked; set low and high to the scores to examine",
                    "low",
                    score=float(some[wrong][0]),
                )
            yield scores


def _state(ranks: Ranks, row: int) -> tuple[Leaders, int]:
    return tuple(np.flatnonzero(ranks == 1).tolist()), int(ranks[row])


def _segments(along: _Along, row: int, x: Array, ranks: Ranks) -> tuple[ScoreSegment, ...]:
    """Return the intervals in which leader and rank stay."""
    span = float(x[-1] - x[0])
    states = [_state(places, row) for places in ranks]
    known = dict(zip(x.tolist(), states, strict=True))
    open_ = [(a, b) for a, b in zip(x.tolist(), x[1:].tolist(), strict=False) if known[a] != known[b]]
    changes: list[tuple[float, float]] = []
    while open_:
        wide = [(a, b) for a, b in open_ if b - a > WIDTH * span and a < (a + b) / 2 < b]
        changes += [pair for pair in open_ if pair not in set(wide)]
        if not wide:
            break
        middles = np.array([(a + b) / 2 for a, b in wide])
        for middle, places in zip(middles.tolist(), along.ranks(middles), strict=True):
            known[middle] = _state(places, row)
        halves = [half for (a, b), m in zip(wide, middles.tolist(), strict=True) for half in ((a, m), (m, b))]
        open_ = [(a, b) for a, b in halves if known[a] != known[b]]
    changes.sort()
    cuts: list[tuple[float, tuple[Leaders, int]]] = [(float(x[0]), known[float(x[0])])]
    at = 0
    while at < len(changes):
        last = at
        while last + 1 < len(changes) and changes[last + 1][0] - changes[at][1] <= _SAME * span:
            last += 1  # tied for a moment
        start, end = changes[at][0], changes[last][1]
        if known[end] != cuts[-1][1]:
            cuts.append(((start + end) / 2, known[end]))
        at = last + 1
    ends = [start for start, _ in cuts[1:]] + [float(x[-1])]
    whole = [ScoreSegment((start, end), *state) for (start, state), end in zip(cuts, ends, strict=True)]
    lasting = [part for part in whole if part.interval[1] - part.interval[0] > _SAME * span]
    return tuple(lasting or whole)
