"""What is in doubt about a decision: uncertain and missing scores, and gates that are not yet checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from see_mcda.arrays import Array
from see_mcda.model.missing_scores import ends_of
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import Ranking

Position = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Doubts:
    """The ranges of the scores in doubt of the candidates that take part.

    An uncertain score is anywhere between its ends (for a normal distribution: within three standard
    deviations of its mean), a missing one anywhere on its scale, or in the observed range where there is no
    scale, whatever the ranking takes in its place.

    Attributes:
        ranking: of the single scores.
        missing: the positions (row, column) of scores that nobody gave.

    """

    ranking: Ranking
    missing: frozenset[Position] = field(init=False)

    def __post_init__(self) -> None:
        given, complete = self.ranking.problem, self.ranking.complete
        unscored = set(self.ranking.method.unscored(given, self.ranking.options))
        holes = {
            (row, column)
            for row, column in np.argwhere(np.isnan(given.values)).tolist()
            if complete.eligible[row] and given.leaves[column] not in unscored
        }
        object.__setattr__(self, "missing", frozenset(holes))

    @property
    def problem(self) -> Problem:
        """The problem as it was ranked."""
        return self.ranking.complete

    @cached_property
    def ranges(self) -> dict[Position, tuple[float, float]]:
        """The lowest and the highest value of each score in doubt, by row and column."""
        problem = self.problem
        found = {
            at: (cell.low, cell.high) for at, cell in problem.uncertain.items() if problem.eligible[at[0]]
        }
        for row, column in self.missing:
            ends = ends_of(problem.framework.leaves[column])
            low, high = ends or tuple(map(float, problem.extent[:, column]))
            if low < high:
                found[row, column] = low, high
        return found

    def table(self, worst: Sequence[int], best: Sequence[int]) -> Array:
        """Return (n, m) scores in which some rows are at their worst, others at their best."""
        values = self.problem.values.copy()
        down, up = set(worst), set(best)
        for (row, column), (low, high) in self.ranges.items():
            ends = self.ranking.prepared.worst_and_best(column, low, high)
            if row in down or row in up:
                values[row, column] = ends[0] if row in down else ends[1]
        return values

    def gates(self, row: int) -> list[str]:
        """Return the ids of the gates of a candidate that are not yet checked."""
        problem = self.problem
        return [
            gate.id for column, gate in enumerate(problem.framework.gates) if problem.gates[row, column] == 1
        ]
