"""Which uncertain or missing score would change the best set: the set is sought anew at both of its ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from see_mcda.analyses.selection.envelope import better_set
from see_mcda.analyses.selection.fixed_values import FixedValues
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array
from see_mcda.model.cell import Cell
from see_mcda.parallel import Work, over_blocks
from see_mcda.ranking.ranking import Ranking


@dataclass(frozen=True, eq=False)
class Evidence:
    """A score that changes the best set within its range, all else staying as it is.

    Attributes:
        row, column: whose score, and on what.
        low, high: the ends of its range.
        at_low, at_high: (n,) who is in the best set there.

    """

    row: int
    column: int
    low: float
    high: float
    at_low: Chosen
    at_high: Chosen


def deciding_scores(
    ranking: Ranking, program: Program, values: FixedValues, best: Chosen, work: Work
) -> tuple[Evidence, ...]:
    """Return the scores that change the best set.

    Args:
        ranking: of the problem with its missing scores.
        program: what may be chosen.
        values: of the candidates.
        best: (o,) the options of the best set.
        work: how it is done.

    """
    problem = ranking.problem
    complete = problem.complete("interval")[0] if np.isnan(problem.values).any() else problem
    open_ = sorted((at, cell) for at, cell in complete.uncertain.items() if problem.eligible[at[0]])
    replay = _Replay(program, values, ranking.weights.values, best, tuple(open_))
    return tuple(each for unit in over_blocks(replay, len(open_), work) for each in unit)


@dataclass(frozen=True, eq=False)
class _Replay:
    program: Program
    values: FixedValues
    weights: Array
    best: Chosen
    cells: tuple[tuple[tuple[int, int], Cell], ...]

    def __call__(self, blocks: range) -> list[Evidence]:
        """Return those of some scores that change the best set."""
        found = []
        for block in blocks:
            (row, column), cell = self.cells[block]
            low, high = (self.at(row, column, score) for score in (cell.low, cell.high))
            own = self.program.members(self.best)
            if (low != own).any() or (high != own).any():
                found.append(Evidence(row, column, cell.low, cell.high, low, high))
        return found

    def at(self, row: int, column: int, score: float) -> Chosen:
        """Return (n,) who is in the best set with another score; as before, unless another set is better."""
        table = self.values.prepared.problem.values.copy()
        table[row, column] = score
        values = self.values(self.weights[None], table[None])[0]
        found = better_set(self.program, values, self.best[None])
        return self.program.members(self.best if found is None else found)
