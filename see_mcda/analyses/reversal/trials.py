"""Other line-ups of the same candidates: one removed, copied or made worse, or two of them alone.

A line-up is a table of scores with, for each row, the candidate that stands there. Methods whose formulas
take any table (:func:`takes_tables`) rank many at once; the others are prepared for each anew. A formula's
conditions are checked on all candidates; where a few of them leave a column of zeros, or without a
difference, that column tells nobody apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import MethodError
from see_mcda.language.messages import Message, Where
from see_mcda.methods import Method, Prepared
from see_mcda.methods.additive import PreparedAdditive
from see_mcda.methods.ahp import PreparedAhp
from see_mcda.methods.multiplicative import PreparedMultiplicative
from see_mcda.methods.ranks import Ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.methods.topsis import PreparedTopsis
from see_mcda.model.problem import Problem

Rows = NDArray[np.intp]


class LineUps(Protocol):
    """Several line-ups of one size."""

    @property
    def count(self) -> int:
        """How many."""

    def of(self, values: Array, some: range) -> tuple[Array, Rows]:
        """Return some of them: the scores (k, n', m) and whose they are (k, n')."""


@dataclass(frozen=True)
class Removed:
    """All candidates but one; one line-up for each of ``who``."""

    who: Rows

    @property
    def count(self) -> int:
        """How many."""
        return len(self.who)

    def of(self, values: Array, some: range) -> tuple[Array, Rows]:
        """Return some of them."""
        rest = np.arange(len(values) - 1)
        rows = rest + (rest >= self.who[some.start : some.stop, None])
        return values[rows], rows


@dataclass(frozen=True)
class Copied:
    """All candidates, and last a copy of one; one line-up for each of ``who``."""

    who: Rows

    @property
    def count(self) -> int:
        """How many."""
        return len(self.who)

    def of(self, values: Array, some: range) -> tuple[Array, Rows]:
        """Return some of them."""
        who = self.who[some.start : some.stop]
        rows = np.empty((len(who), len(values) + 1), np.intp)
        rows[:, :-1], rows[:, -1] = np.arange(len(values)), who
        return values[rows], rows


@dataclass(frozen=True)
class Pairs:
    """Two candidates alone: every two of ``who``, in their order."""

    who: Rows

    @property
    def count(self) -> int:
        """How many."""
        return len(self.who) * (len(self.who) - 1) // 2

    def positions(self, some: range) -> tuple[Rows, Rows]:
        """Return the places in ``who`` of both candidates of some pairs."""
        n = len(self.who)
        ends = np.cumsum(np.arange(n - 1, 0, -1))  # pairs (i, ·) end before ends[i]
        numbers = np.arange(some.start, some.stop)
        first = np.searchsorted(ends, numbers, side="right")
        return first, n - (ends[first] - numbers)

    def of(self, values: Array, some: range) -> tuple[Array, Rows]:
        """Return some of them."""
        rows = self.who[np.stack(self.positions(some), axis=1)]
        return values[rows], rows


@dataclass(frozen=True)
class Worsened:
    """All candidates, one of them with other scores: ``scores[i]`` (m,) for the candidate ``who[i]``."""

    who: Rows
    scores: Array

    @property
    def count(self) -> int:
        """How many."""
        return len(self.who)

    def of(self, values: Array, some: range) -> tuple[Array, Rows]:
        """Return some of them."""
        tables = np.repeat(values[None], len(some), axis=0)
        tables[np.arange(len(some)), self.who[some.start : some.stop]] = self.scores[some.start : some.stop]
        return tables, np.broadcast_to(np.arange(len(values)), tables.shape[:2])


def takes_tables(prepared: Prepared) -> bool:
    """Return whether ``scores`` takes tables with another number of candidates.

    So do the formulas of our four methods, unless candidates were judged in pairs. Where a leaf's highest
    score divides (``max``, ``linear``), scores below 0 could leave a few candidates without one above 0.
    """
    kinds = (PreparedTopsis, PreparedAdditive, PreparedMultiplicative, PreparedAhp)
    if type(prepared) not in kinds or prepared.options.get("source") == "pairwise":
        return False
    if prepared.options["normalization"] in ("max", "linear"):
        return bool((prepared.problem.values >= 0).all())
    return True


@dataclass(frozen=True)
class Field:
    """The candidates who take part, and how they are ranked in any line-up.

    Attributes:
        problem: the eligible candidates alone, their scores complete.
        method, options: how they are ranked.
        prepared: the method made ready for all of them.
        weights: (m,).
        tables: whether the formula takes any table.

    """

    problem: Problem
    method: Method
    options: Mapping[str, Any]
    prepared: Prepared
    weights: Array
    tables: bool

    @classmethod
    def of(cls, prepared: Prepared, method: Method, weights: Array) -> Field:
        """Return the field of a method that is ready for a problem."""
        problem = line_up(prepared.problem, np.flatnonzero(prepared.problem.eligible))
        ready = method.build(problem, prepared.options)
        return cls(problem, method, dict(prepared.options), ready, weights, takes_tables(ready))

    def scores(self) -> Array:
        """Return (n,) the scores of all; NaN for a method without scores."""
        if not self.prepared.has_scores:
            return np.full(len(self.problem.candidates), np.nan)
        return np.asarray(self.prepared.scores(self.weights[None])[0])

    def tried(self, line_ups: LineUps, some: range) -> Tried:
        """Return the ranks of some line-ups."""
        values, rows = line_ups.of(self.problem.values, some)
        if self.tables:
            scores = self.prepared.scores(np.repeat(self.weights[None], len(values), axis=0), values)
            return Tried(ranks_of(scores), scores, ())
        ranks = np.zeros(rows.shape, np.int32)
        scores = np.full(rows.shape, np.nan)
        refused: list[tuple[int, Message]] = []
        for at, (table, whose) in enumerate(zip(values, rows, strict=True)):
            try:
                ready = self.method.build(line_up(self.problem, whose, table), self.options)
                if ready.has_scores:
                    scores[at] = ready.scores(self.weights[None])[0]
                    ranks[at] = ranks_of(scores[at])
                else:
                    ranks[at] = ready.ranks(self.weights[None])[0]
            except MethodError as refusal:
                refused.append((some.start + at, refusal.faults[0].message))
        return Tried(ranks, scores, tuple(refused))


@dataclass(frozen=True)
class Tried:
    """What became of line-ups: ranks and scores (k, n'), and why some cannot be ranked (ranks 0)."""

    ranks: Ranks
    scores: Array
    refused: tuple[tuple[int, Message], ...]


@dataclass(frozen=True)
class Run:
    """Ranks blocks of line-ups, for :func:`see_mcda.parallel.over_blocks`."""

    field: Field
    line_ups: LineUps
    block: int

    def __call__(self, blocks: range) -> Tried:
        """Return the ranks of all line-ups in some blocks."""
        stop = min(blocks.stop * self.block, self.line_ups.count)
        return self.field.tried(self.line_ups, range(blocks.start * self.block, stop))


def line_up(problem: Problem, rows: Sequence[int] | Rows, values: Array | None = None) -> Problem:
    """Return the problem of the candidates ``rows``; one that stands there twice is there as a copy.

    A copy is judged in pairs as its original is, and equal to it. ``values`` (n', m) replace the scores.
    """
    ids: list[str] = []
    for row in map(int, rows):
        id = problem.candidates[row]
        while id in ids:
            id += "-copy"
        ids.append(id)
    origin = [problem.candidates[int(row)] for row in rows]
    comparisons = {}
    for leaf, judgments in problem.comparisons.items():
        times = {(a, b): number for a, b, number in judgments}
        comparisons[leaf] = [
            (ids[p], ids[q], 1.0 if a == b else times[a, b])
            for p, a in enumerate(origin)
            for q, b in enumerate(origin)
            if (a, b) in times or (a == b and p < q)
        ]
    chosen = np.asarray(rows, dtype=np.intp)
    return problem.replace(
        candidates=tuple(ids),
        values=problem.values[chosen] if values is None else values,
        names=tuple(
            problem.name(row) if problem.names[row] or problem.labels[row] else None for row in chosen
        ),
        labels=(),
        cells={},
        gates=problem.gates[chosen],
        reasons={},
        attributes=(),
        notes=(),
        comparisons=comparisons,
        reference=None,
        places=None if problem.places is None else _Places(problem, tuple(chosen.tolist())),
    )


@dataclass(frozen=True)
class _Places:
    problem: Problem
    rows: tuple[int, ...]

    def __call__(self, row: int, column: int) -> Where:
        return self.problem.place(self.rows[row], column)
