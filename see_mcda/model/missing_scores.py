"""Missing scores: an error, or filled by a rule, each with a warning that says what was done.

``worst`` is the worst value of the scale, or the worst observed one where there is no scale; ``neutral`` the
neutral value of the scale; ``mean`` the mean of the other candidates' scores, with their standard deviation
as its uncertainty, within their range; ``interval`` any value of the scale, or of the observed range where
there is no scale. Observed scores are those of the eligible candidates. ``skip`` leaves the score out and
shares the weight of its criterion among the candidate's other criteria, in proportion to their weights; only
some methods can (:attr:`see_mcda.methods.Method.skips`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import Faults, MissingScoresError
from see_mcda.language.messages import Message, Notice, Plural, message, notice
from see_mcda.model.cell import MISSING, Cell, Missing
from see_mcda.model.criteria import Criterion

if TYPE_CHECKING:
    from see_mcda.model.problem import Problem

NAMED = 20
"""Candidates that a warning names."""
_Rule = Callable[[Criterion, NDArray[np.float64]], Cell | float | Message]
"""The score of a leaf with these observed scores; a message where the rule cannot be used."""


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

    return tuple(how for how in MISSING if how != "error" and fills(how))


def ways(problem: Problem) -> list[str]:
    """Return the options that settle missing scores wherever they are needed."""
    return [f"--missing {how}" for how in usable(problem) if how != "skip"]


def fill(problem: Problem, holes: NDArray[np.intp], how: Missing) -> tuple[Problem, tuple[Notice, ...]]:
    """Return the problem with its holes (k, 2) filled by the rule ``how``, and a warning.

    Raises :class:`MissingScoresError` naming every cell that cannot be filled.
    """
    if how == "error":
        raise MissingScoresError(_faults(problem, holes))
    if how == "skip":
        return _skip(problem, holes)
    values = problem.values.copy()
    cells = dict(problem.cells)
    faults = Faults()
    for column in sorted(set(holes[:, 1].tolist())):
        known = problem.values[problem.eligible, column]
        score = _RULES[how](problem.framework.leaves[column], known[~np.isnan(known)])
        for row in holes[holes[:, 1] == column, 0].tolist():
            if isinstance(score, Message):
                code = "no-neutral" if how == "neutral" else "empty-column"
                faults.add(code, score.template, problem.place(row, column), **score.params)
            elif isinstance(score, Cell):
                evidence = cells[row, column].evidence if (row, column) in cells else {}
                cells[row, column] = replace(score, evidence=evidence)
                values[row, column] = score.point
            else:
                values[row, column] = score
    faults.stop(MissingScoresError)
    kept = {at: cell for at, cell in cells.items() if not np.isnan(cell.low)}
    cells_filled = problem.name_cells(holes)
    warning = notice("missing-filled", _FILLED[how], count=len(holes), cells=cells_filled)
    return problem.replace(values=values, cells=kept), (warning,)


def _skip(problem: Problem, holes: NDArray[np.intp]) -> tuple[Problem, tuple[Notice, ...]]:
    """Return the problem with its scores left missing, and a warning that names the candidates."""
    faults = Faults()
    eligible = problem.eligible
    rows, columns = (sorted(set(holes[:, axis].tolist())) for axis in (0, 1))
    for row in rows:
        if np.isnan(problem.values[row]).all():
            faults.add("no-scores", "{candidate} has no score at any criterion", candidate=problem.name(row))
    for column in columns:
        if np.isnan(problem.values[eligible, column]).all():
            leaf = _no_score(problem.framework.leaves[column])
            faults.add("empty-column", leaf.template, problem.place(0, column), **leaf.params)
    faults.stop(MissingScoresError)
    warning = notice(
        "missing-skipped",
        Plural(
            "{count} missing score is left out, and the weight of its criterion is shared among the other "
            "criteria of the candidate: {cells}. This score cannot be compared with those of the other "
            "candidates: {candidates}",
            "{count} missing scores are left out, and the weights of their criteria are shared among the "
            "other criteria of each candidate: {cells}. These scores cannot be compared with those of the "
            "other candidates: {candidates}",
        ),
        count=len(holes),
        cells=problem.name_cells(holes),
        candidates=[problem.name(row) for row in rows[:NAMED]],
    )
    return problem.replace(missing="skip"), (warning,)


def _faults(problem: Problem, holes: NDArray[np.intp]) -> Faults:
    """Return a fault for each hole, with the rules that can fill it."""
    faults = Faults()
    options = ways(problem)
    words = message("{candidate} has no score for {leaf}: add one")
    if options:
        words = message("{candidate} has no score for {leaf}: add one, or use {options} (missing= in Python)")
    compared = message(
        "{candidate} has no score for {leaf}, where the candidates are compared in pairs: rank with"
        " --method ahp, which uses these comparisons (source pairwise), or add a score"
    )
    for row, column in holes:
        leaf = problem.framework.leaves[column]
        faults.add(
            "missing-score",
            (compared if leaf.id in problem.comparisons else words).template,
            problem.place(row, column),
            candidate=problem.name(row),
            leaf=leaf.title,
            options=options,
        )
    return faults


def _worst(leaf: Criterion, known: NDArray[np.float64]) -> float | Message:
    if leaf.value is not None:
        return min(leaf.value.points, key=lambda point: point[1])[0]
    if (ends := ends_of(leaf)) is None:
        if not len(known):
            return _no_score(leaf)
        ends = float(known.min()), float(known.max())
    return ends[0] if leaf.objective == "max" else ends[1]


def _neutral(leaf: Criterion, known: NDArray[np.float64]) -> float | Message:
    if leaf.scale is None or leaf.scale.neutral is None:
        return message("{leaf} has no neutral value; missing: neutral needs one", leaf=leaf.title)
    return leaf.scale.neutral


def _mean(leaf: Criterion, known: NDArray[np.float64]) -> Cell | float | Message:
    if not len(known):
        return _no_score(leaf)
    largest = float(np.abs(known).max()) or 1.0  # sums and squares of huge numbers overflow
    mean = float(np.clip((known / largest).mean() * largest, known.min(), known.max()))
    sd = float((known / largest).std(ddof=1)) * largest if len(known) > 1 else 0.0
    if not 0 < sd < np.inf:
        return mean
    return Cell.normal(mean, sd, float(known.min()), float(known.max()))


def _interval(leaf: Criterion, known: NDArray[np.float64]) -> Cell | float | Message:
    if (ends := ends_of(leaf)) is not None:
        return Cell(*ends)
    if not len(known):
        return _no_score(leaf)
    low, high = float(known.min()), float(known.max())
    return Cell(low, high) if low < high else low


def ends_of(leaf: Criterion) -> tuple[float, float] | None:
    """Return the ends of a leaf's scale, ``None`` where it has none."""
    scale = leaf.scale
    return (scale.min, scale.max) if scale and scale.min is not None and scale.max is not None else None


def _no_score(leaf: Criterion) -> Message:
    return message("no candidate has a score for {leaf}", leaf=leaf.title)


_RULES: Mapping[Missing, _Rule] = {"worst": _worst, "neutral": _neutral, "mean": _mean, "interval": _interval}
_FILLED: Mapping[Missing, Plural] = {
    "worst": Plural(
        "{count} missing score is taken as the worst value of its scale, or the worst observed: {cells}",
        "{count} missing scores are taken as the worst value of their scale, or the worst observed: {cells}",
    ),
    "neutral": Plural(
        "{count} missing score is taken as the neutral value of its scale: {cells}",
        "{count} missing scores are taken as the neutral value of their scale: {cells}",
    ),
    "mean": Plural(
        "{count} missing score is taken as the mean of the other candidates' scores, with their standard "
        "deviation as its uncertainty: {cells}",
        "{count} missing scores are each taken as the mean of the other candidates' scores, with their "
        "standard deviation as its uncertainty: {cells}",
    ),
    "interval": Plural(
        "{count} missing score can be any value of its scale, or of the observed range where there is none; "
        "the ranking takes the middle: {cells}",
        "{count} missing scores can be any value of their scale, or of the observed range where there is "
        "none; the ranking takes the middle: {cells}",
    ),
}
