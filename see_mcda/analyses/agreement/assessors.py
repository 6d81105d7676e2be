"""Do the assessors agree? Where a score is several people's, how alike they judge, and who is far off.

Assessors are told apart by their place in a score: the first value is the first assessor's everywhere. So
only scores with the same number of values are set side by side (the number that most scores have).

Two questions, two measures. Do they *order* the candidates alike: Kendall's W at each leaf. Do they *score*
alike: the intraclass correlation over all scores of the panel, put on one scale: 0 is the worst and 1 the
best end of the leaf's scale, else of what was seen there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.agreement.intraclass import Intraclass, intraclass
from see_mcda.analyses.agreement.rank_correlation import Concordance, concordance
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, Plural, notice
from see_mcda.methods.ranks import ranks
from see_mcda.model.problem import Problem

FEWEST = 3
"""Scores that must be judged by the same panel before agreement is computed."""
FARTHEST = 5
"""Cells that are told of each assessor."""


@dataclass(frozen=True)
class FarCell:
    """A score at which one assessor is far from the others.

    Attributes:
        row, column: which score.
        given: what the assessor gave.
        others: the mean of what the others gave.
        difference: between the two as a share of the scale; above 0 is kinder to the candidate.

    """

    row: int
    column: int
    given: float
    others: float
    difference: float


@dataclass(frozen=True)
class Assessor:
    """One assessor (``place`` 0 is the first) against the mean of the others, in shares of the scale.

    Attributes:
        mean_deviation: above 0: kinder than the others; below 0: stricter.
        mean_distance: the mean of the absolute deviations.
        farthest: the scores at which he or she is farthest from the others, the farthest first.

    """

    place: int
    mean_deviation: float
    mean_distance: float
    farthest: tuple[FarCell, ...]


@dataclass(frozen=True, eq=False)
class Assessors:
    """The agreement of a panel of ``count`` assessors.

    Attributes:
        count: how many judge each score.
        cells: (t, 2) the (row, column) of the scores that they judged.
        concordance: Kendall's W at each leaf where they judged at least three candidates, by its id.
        intraclass: the six forms, by Shrout and Fleiss's names.
        each: the assessors, in their places.
        far_off: the place of the one whose mean distance from the others is largest (then whose mean
            deviation is); None if that is nobody, or two alike, as with a panel of two.

    """

    count: int
    cells: NDArray[np.intp]
    concordance: Mapping[str, Concordance]
    intraclass: Mapping[str, Intraclass]
    each: tuple[Assessor, ...]
    far_off: int | None


def assessors_of(problem: Problem) -> tuple[Assessors | None, tuple[Notice, ...]]:
    """Return the agreement of a problem's assessors, and what a person should know of it.

    None if no score is several people's, or too few of them are.
    """
    judged = {
        at: np.array(cell.assessors)
        for at, cell in sorted(problem.cells.items())
        if len(cell.assessors) > 1 and problem.eligible[at[0]]
    }
    if not judged:
        return None, ()
    numbers = Counter(len(values) for values in judged.values())
    count, size = max(numbers.items(), key=lambda item: (item[1], item[0]))
    if size < FEWEST:
        return None, (
            notice(
                "few-judged",
                "too few scores to compare the assessors: {size} scores have the same number of assessors,"
                " and {fewest} are needed",
                size=size,
                fewest=FEWEST,
            ),
        )
    notices: list[Notice] = []
    if len(judged) > size:
        notices.append(
            notice(
                "other-panels",
                Plural(
                    "the agreement is computed from the {size} scores with {assessors} assessors; {count}"
                    " score with another number of assessors is left out",
                    "the agreement is computed from the {size} scores with {assessors} assessors; {count}"
                    " scores with another number of assessors are left out",
                ),
                size=size,
                assessors=count,
                count=len(judged) - size,
            )
        )
    cells = np.array([at for at, values in judged.items() if len(values) == count])
    given = np.array([judged[row, column] for row, column in cells.tolist()])
    shares = _shares(problem, cells, given)
    each = tuple(_assessor(place, cells, given, shares) for place in range(count))
    return (
        Assessors(
            count,
            cells,
            _by_leaf(problem, cells, given),
            intraclass(shares),
            each,
            _far_off(each),
        ),
        tuple(notices),
    )


def _shares(problem: Problem, cells: NDArray[np.intp], given: Array) -> Array:
    """Return (t, k) the scores between 0, the worst end of the leaf's scale, and 1, the best."""
    shares = np.empty_like(given)
    for column in np.unique(cells[:, 1]).tolist():
        leaf, here = problem.framework.leaves[column], cells[:, 1] == column
        low, high = float(given[here].min()), float(given[here].max())
        if leaf.scale is not None and leaf.scale.min is not None and leaf.scale.max is not None:
            low, high = leaf.scale.min, leaf.scale.max
        span = (high - low) or 1.0
        u = (given[here] - low) / span
        shares[here] = u if leaf.objective == "max" else 1.0 - u
    return shares


def _by_leaf(problem: Problem, cells: NDArray[np.intp], given: Array) -> dict[str, Concordance]:
    found: dict[str, Concordance] = {}
    for column, leaf in enumerate(problem.framework.leaves):
        here = cells[:, 1] == column
        if here.sum() >= FEWEST:
            found[leaf.id] = concordance(ranks(given[here].T * leaf.sign))
    return found


def _far_off(each: tuple[Assessor, ...]) -> int | None:
    by_distance = sorted(each, key=lambda one: (-round(one.mean_distance, 9), -abs(one.mean_deviation)))
    first, second = by_distance[:2]
    alike = abs(first.mean_distance - second.mean_distance) < 1e-9
    if alike and abs(abs(first.mean_deviation) - abs(second.mean_deviation)) < 1e-9:
        return None
    return first.place


def _assessor(place: int, cells: NDArray[np.intp], given: Array, shares: Array) -> Assessor:
    others = np.delete(given, place, axis=1).mean(axis=1)
    away = shares[:, place] - np.delete(shares, place, axis=1).mean(axis=1)
    order = np.argsort(-np.abs(away), kind="stable")[:FARTHEST]
    return Assessor(
        place,
        float(away.mean()),
        float(np.abs(away).mean()),
        tuple(
            FarCell(
                int(cells[at, 0]),
                int(cells[at, 1]),
                float(given[at, place]),
                float(others[at]),
                float(away[at]),
            )
            for at in order
            if abs(away[at]) > 1e-12
        ),
    )
