"""Which choice moves a candidate, and at which leaf: method, normalisation or weighting, all else fixed.

The leaf behind a move is the one at which the candidate's *standing* changes most in the direction of the
move: the leaf's contribution to the candidate's score, less the mean contribution of all candidates, in
standard deviations of the scores. So standings of one ranking add up to how far the candidate's score is from
the mean, and can be set beside those of a ranking whose scores are in other units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations as pairs_of

import numpy as np

from see_mcda.arrays import Array
from see_mcda.methods.ranks import Ranks
from see_mcda.model.normalization import Normalizer
from see_mcda.ranking.ranking import Ranking

CHOICES = ("method", "normalization", "weighting")
SEVERAL = "several"


@dataclass(frozen=True)
class Combination:
    """By which method, normalisation and weighting a ranking is made."""

    method: str
    normalization: str
    weighting: str

    def choices(self, first: int = 3) -> dict[str, str]:
        """Return the first choices by their names, in the order of :data:`CHOICES`."""
        return {name: getattr(self, name) for name in CHOICES[:first]}


@dataclass(frozen=True)
class Move:
    """The change of one choice that moves a candidate most.

    Attributes:
        choice: ``method``, ``normalization`` or ``weighting``: the one that differs, the others the same; or
            ``several``, where no single choice moves the candidate but several at once do.
        start, end: the positions of the two rankings, ``start`` the one in which it stands better.
        places: how many ranks it falls.
        leaf: the column at which its standing falls most; None if the method has no scores.
        standing: there, in the one and in the other ranking (see this module).

    """

    choice: str
    start: int
    end: int
    places: int
    leaf: int | None
    standing: tuple[float, float] | None


def moves_of(
    rankings: Sequence[Ranking], combinations: Sequence[Combination], ranks: Ranks
) -> tuple[Move | None, ...]:
    """Return for each candidate the largest move, the first of equals; None if it has one rank everywhere."""
    n = ranks.shape[1]
    furthest = np.zeros(n, np.int64)
    pair: list[tuple[int, int, str] | None] = [None] * n
    single: list[tuple[int, int, str]] = []
    several: list[tuple[int, int, str]] = []
    for i, j in pairs_of(range(len(rankings)), 2):
        differing = [
            name for name in CHOICES if getattr(combinations[i], name) != getattr(combinations[j], name)
        ]
        if len(differing) == 1:
            single.append((i, j, differing[0]))
        else:
            several.append((i, j, SEVERAL))
    for among in (single, several):
        open_rows = furthest == 0
        for i, j, choice in among:
            fall = np.where(open_rows, ranks[j].astype(np.int64) - ranks[i], 0)
            for row in np.flatnonzero(np.abs(fall) > furthest).tolist():
                furthest[row] = abs(int(fall[row]))
                pair[row] = (i, j, choice) if fall[row] > 0 else (j, i, choice)
    standings: dict[int, Array | None] = {}
    return tuple(
        None
        if found is None
        else Move(found[2], *found[:2], int(furthest[row]), *_why(rankings, standings, row, *found[:2]))
        for row, found in enumerate(pair)
    )


def _why(
    rankings: Sequence[Ranking], standings: dict[int, Array | None], row: int, start: int, end: int
) -> tuple[int | None, tuple[float, float] | None]:
    for at in (start, end):
        if at not in standings:
            standings[at] = standing(rankings[at])
    before, after = standings[start], standings[end]
    if before is None or after is None:
        return None, None
    change = after[row] - before[row]
    if not np.isfinite(change).any():
        return None, None
    leaf = int(np.nanargmin(change))
    return leaf, (float(before[row, leaf]), float(after[row, leaf]))


def standing(ranking: Ranking) -> Array | None:
    """Return (n, m): contributions above the eligible candidates' mean, in standard deviations of scores.

    A method without contributions is judged by what it is fed: weight times normalised score. NaN where a
    contribution is no number (the logarithm of 0); None for a method without scores.
    """
    parts = ranking.contributions
    problem = ranking.complete
    if parts is None:
        if not ranking.prepared.has_scores:
            return None
        normalize = Normalizer(problem, str(ranking.options["normalization"]))
        parts = normalize(problem.values) * normalize.signs * ranking.weights.values
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = np.where(np.isfinite(parts), parts, np.nan)
        seen = parts[problem.eligible]
        known = ~np.isnan(seen).any(axis=1)
        if not known.any():
            return np.full(parts.shape, np.nan)
        spread = float(seen[known].sum(axis=1).std())
        return np.asarray((parts - seen[known].mean(axis=0)) / (spread or 1.0))
