"""What is found about a decision: how far a weight can move, and which scores in doubt change the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.verdicts.doubts import Doubts, Position


@dataclass(frozen=True)
class Limit:
    """How far one weight can move before the outcome changes.

    Attributes:
        node: the criterion or branch.
        weight: its global weight now.
        at: the global weight at which the outcome changes; siblings keep their proportions.
        leaders: the rows that are first, or in the best set, beyond.

    """

    node: str
    weight: float
    at: float
    leaders: tuple[int, ...]


@dataclass(frozen=True)
class Decider:
    """Scores in doubt that together change the outcome, in an example that was computed.

    Attributes:
        rivals: the rows that are ahead of the leader, or in the best set, then.
        scores: (row, column, value) of each: without any one of them the outcome is not changed.

    """

    rivals: tuple[int, ...]
    scores: tuple[tuple[int, int, float], ...]


def decider(
    doubts: Doubts, rivals: Sequence[int], then: Array, lead: Callable[[Array], float]
) -> Decider | None:
    """Return few scores of the table ``then`` (n, m) with which the outcome changes; None if scores do not.

    ``lead`` returns how far ahead the present outcome is with a table of scores; below 0, it is changed.
    """
    now = doubts.problem.values

    def with_scores(cells: Sequence[Position]) -> float:
        table = now.copy()
        for at in cells:
            table[at] = then[at]
        return lead(table)

    moved = [at for at in doubts.ranges if now[at] != then[at]]
    kept: list[Position] = []
    for at in sorted(moved, key=lambda at: with_scores([at])):
        kept.append(at)
        if with_scores(kept) < 0:
            break
    else:
        return None
    for at in kept[:-1]:
        fewer = [each for each in kept if each != at]
        if with_scores(fewer) < 0:
            kept = fewer
    return Decider(tuple(rivals), tuple((row, column, float(then[row, column])) for row, column in kept))


def in_closed_form(prepared: Prepared) -> bool:
    """Return whether a method has formulas for the weights at which candidates swap."""
    return prepared.linear_values() is not None or prepared.quadratic_parts() is not None
