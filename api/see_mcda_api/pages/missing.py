"""How missing scores count: the ways that work for a table, and which scores it concerns, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

import see_mcda as sm
from see_mcda.errors import SeeMcdaError
from see_mcda.language.messages import Message, Plural, message
from see_mcda.model.missing_scores import ends_of, usable

USUAL = ("neutral", "worst", "mean", "interval")
"""In the order in which they are offered; the first that works is the default."""
NAMED = 6
"""Missing scores that are named; of more there is the number."""


def ways(problem: sm.Problem) -> list[str]:
    """Return the ways that work for a problem, the default first."""
    found = usable(problem)
    return [way for way in USUAL if way in found] or ["worst"]


def fills(problem: sm.Problem) -> bool:
    """Return whether a problem's own way works for the scores that are missing now."""
    try:
        problem.complete()
    except SeeMcdaError:
        return False
    return True


def offered(problem: sm.Problem, *more: str) -> list[dict[str, Any]]:
    """Return the ways that work for a problem, and others that may be chosen, with their words."""
    return [
        {"id": way, "words": _counted_as(problem, way, range(len(problem.leaves))).texts()}
        for way in dict.fromkeys([*ways(problem), *more])
    ]


def empty_cells(problem: sm.Problem, way: str) -> dict[str, str] | None:
    """Return which scores are missing and as what they count; None where all are known, or none is."""
    holes = np.argwhere(np.isnan(problem.values)).tolist()
    if not holes or len(holes) == problem.values.size:
        return None
    cells: list[Message] = [
        message(
            "{candidate} – {criterion}",
            candidate=problem.name(row),
            criterion=problem.framework.leaves[column].title,
        )
        for row, column in holes[:NAMED]
    ]
    if len(holes) > NAMED:
        cells.append(message("and {count} more", count=len(holes) - NAMED))
    words: dict[str, object] = {
        "count": len(holes),
        "cells": cells,
        "what": _counted_as(problem, way, {column for _, column in holes}),
    }
    if way == "error":
        return message(
            Plural(
                "{count} empty cell ({cells}). Fill it in to get a ranking.",
                "{count} empty cells ({cells}). Fill them in to get a ranking.",
            ),
            **words,
        ).texts()
    return message(
        Plural(
            "{count} empty cell ({cells}), treated as {what}.",
            "{count} empty cells ({cells}), treated as {what}.",
        ),
        **words,
    ).texts()


def _counted_as(problem: sm.Problem, way: str, columns: Iterable[int]) -> Message:
    """Return as what a missing score of some leaves counts."""
    leaves = [problem.framework.leaves[column] for column in columns]
    if way == "worst":
        fixed = {leaf.value is not None or ends_of(leaf) is not None for leaf in leaves}
        return _WORST[fixed.pop() if len(fixed) == 1 else None]
    if way == "interval":
        scaled = {ends_of(leaf) is not None for leaf in leaves}
        return _INTERVAL[scaled.pop() if len(scaled) == 1 else None]
    return _WORDS[way]


_WORDS = {
    "error": message("an error: nothing is ranked"),
    "neutral": message("the middle of the scale (neutral)"),
    "skip": message("left out, so that scores of different candidates cannot be compared"),
    "mean": message("the mean of the other candidates, with its uncertainty"),
}
_WORST = {
    True: message("the worst value on the scale"),
    False: message("the worst observed value"),
    None: message("the worst value on the scale, or the worst observed value where there is no scale"),
}
"""By whether all the leaves have a fixed worst score, none has, or some have."""
_INTERVAL = {
    True: message("any value on the scale"),
    False: message("any value between the lowest and the highest observed"),
    None: message("any value on the scale, or in the observed range where there is no scale"),
}
"""By whether all the leaves have a scale with ends, none has, or some have."""
