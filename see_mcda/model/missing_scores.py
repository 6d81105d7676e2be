"""Missing scores: an error, or filled as the worst, as neutral, or as the whole scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import Faults, MissingScoresError
from see_mcda.language.messages import Notice, Plural, notice
from see_mcda.model.cell import MISSING, Cell, Missing

if TYPE_CHECKING:
    from see_mcda.model.problem import Problem


def usable(problem: Problem) -> tuple[Missing, ...]:
    """Return the ways in which any score of a problem may be missing and the problem still be ranked."""
    holes = {(int(row), int(column)) for row, column in np.argwhere(np.isnan(problem.values))}
    anywhere = np.array(sorted(holes | {(0, column) for column in range(problem.values.shape[1])}))

    def fills(how: Missing) -> bool:
        try:
            fill(problem, anywhere, how)
        except MissingScoresError:
            return False
        return True

    return tuple(how for how in MISSING if fills(how))


def fill(problem: Problem, holes: NDArray[np.intp], how: Missing) -> tuple[Problem, tuple[Notice, ...]]:
    """Return the problem with its holes (k, 2) filled by the rule ``how``, and a warning.

    Raises :class:`MissingScoresError` naming every cell that cannot be filled.
    """
    values = problem.values.copy()
    cells = dict(problem.cells)
    faults = Faults()
    for row, column in holes:
        leaf = problem.framework.leaves[column]
        where = problem.place(row, column)
        if how == "error" and leaf.id in problem.comparisons:
            faults.add(
                "missing-score",
                "{candidate} has no score for {leaf}, where the candidates are compared in pairs: rank with"
                " --method ahp, which uses these comparisons (source pairwise), or add a score",
                where,
                candidate=problem.candidates[row],
                leaf=leaf.id,
            )
            continue
        if how == "error":
            faults.add(
                "missing-score",
                "{candidate} has no score for {leaf}: add one, or set missing (--missing) to worst, neutral"
                " or interval",
                where,
                candidate=problem.candidates[row],
                leaf=leaf.id,
            )
            continue
        scale = leaf.scale
        ends = (scale.min, scale.max) if scale and scale.min is not None and scale.max is not None else None
        if how == "neutral":
            if scale is None or scale.neutral is None:
                faults.add(
                    "no-neutral",
                    "{leaf} has no neutral value; missing: neutral needs one",
                    where,
                    leaf=leaf.id,
                )
                continue
            values[row, column] = scale.neutral
        elif how == "interval":
            if ends is None:
                faults.add(
                    "no-ends",
                    "{leaf} has no scale with min and max; missing: interval needs one",
                    where,
                    leaf=leaf.id,
                )
                continue
            cell = Cell(*ends, evidence=cells[row, column].evidence if (row, column) in cells else {})
            cells[row, column] = cell
            values[row, column] = cell.point
        elif leaf.value is not None:
            values[row, column] = min(leaf.value.points, key=lambda point: point[1])[0]
        elif ends is not None:
            values[row, column] = ends[0] if leaf.objective == "max" else ends[1]
        else:
            known = problem.values[problem.eligible, column]
            known = known[~np.isnan(known)]
            if not len(known):
                faults.add("empty-column", "no candidate has a score for {leaf}", where, leaf=leaf.id)
                continue
            values[row, column] = known.min() if leaf.objective == "max" else known.max()
    faults.stop(MissingScoresError)
    kept = {at: cell for at, cell in cells.items() if not np.isnan(cell.low)}
    words = notice(
        "missing-filled",
        Plural(
            "{count} missing score is taken as {how}: {cells}",
            "{count} missing scores are taken as {how}: {cells}",
        ),
        count=len(holes),
        how=how,
        cells=problem.name_cells(holes),
    )
    return problem.replace(values=values, cells=kept), (words,)
