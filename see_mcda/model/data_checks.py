"""Warnings about the data: assessors who disagree, and criteria that are nearly copies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from see_mcda.language.messages import Notice, Plural, notice
from see_mcda.model.problem import NAMED_CELLS, Problem

DISAGREE = 0.5
"""Assessors disagree if their values are at least this share of the scale (else of the range) apart."""
COPIES = 0.995
"""Two leaves are nearly copies if the correlation of their scores is at least this, or its negative."""
FEWEST_FOR_COPIES = 4


def data_warnings(problem: Problem) -> tuple[Notice, ...]:
    """Return the warnings about a problem's scores, whatever the method."""
    return (*_uncertain(problem), *_disagreements(problem), *_copies(problem))


def _uncertain(problem: Problem) -> tuple[Notice, ...]:
    count = len(problem.uncertain)
    if not count:
        return ()
    return (
        notice(
            "uncertain-scores",
            Plural(
                "{count} score is an interval or several people's; the ranking takes its middle",
                "{count} scores are intervals or several people's; the ranking takes the middle of each",
            ),
            count=count,
        ),
    )


def _disagreements(problem: Problem) -> tuple[Notice, ...]:
    found = []
    for (row, column), cell in problem.uncertain.items():
        if not cell.assessors:
            continue
        scale = problem.framework.leaves[column].scale
        if scale is not None and scale.min is not None and scale.max is not None:
            span = scale.max - scale.min
        else:
            span = float(np.nanmax(problem.values[:, column]) - np.nanmin(problem.values[:, column]))
        if span > 0 and cell.high - cell.low >= DISAGREE * span:
            found.append(
                notice(
                    "assessors-disagree",
                    "the assessors of {candidate} disagree at {leaf}: from {low} to {high}",
                    problem.place(row, column),
                    candidate=problem.name(row),
                    leaf=problem.framework.leaves[column].title,
                    low=cell.low,
                    high=cell.high,
                )
            )
    return tuple(found[:NAMED_CELLS])


def _copies(problem: Problem) -> tuple[Notice, ...]:
    x = problem.values[problem.eligible]
    x = x[~np.isnan(x).any(axis=1)]
    if len(x) < FEWEST_FOR_COPIES or x.shape[1] < 2:
        return ()
    correlation = _correlation(x)
    leaves = problem.framework.leaves
    return tuple(
        notice(
            "double-counting",
            "the scores at {a} and {b} are almost perfectly correlated ({r}): one thing may be counted twice",
            None,
            a=leaves[a].title,
            b=leaves[b].title,
            r=round(float(correlation[a, b]), 3),
        )
        for a, b in np.argwhere(np.triu(np.abs(correlation) >= COPIES, 1))[:NAMED_CELLS]
    )


def _correlation(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Pearson's (m, m) of (n, m); 0 where a column is constant."""
    largest = np.abs(x).max(axis=0)
    scaled = x / np.where(largest > 0, largest, 1.0)
    scaled = scaled - scaled.mean(axis=0)
    length = np.sqrt((scaled**2).sum(axis=0))
    scaled /= np.where(length > 0, length, 1.0)
    return np.asarray(scaled.T @ scaled)
