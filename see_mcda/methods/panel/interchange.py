"""Problems as scikit-criteria's ``DecisionMatrix``, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.errors import MethodError, ProblemError, refuse
from see_mcda.language.messages import Text, as_text
from see_mcda.methods.panel.peer import decision_matrix, is_decision_matrix
from see_mcda.model.criteria import Framework, Objective
from see_mcda.model.problem import Problem
from see_mcda.model.validation import LONGEST_NAME
from see_mcda.weighting.direct import direct, equal
from see_mcda.weighting.weights import Weights

_ROOT = "table"
_LONGEST_STEM = 80


def to_skcriteria(problem: Problem, weights: Weights | ArrayLike | None = None) -> Any:
    """Return a ``skcriteria.DecisionMatrix`` of the eligible candidates, by their ids.

    ``weights`` are global, in leaf order; the default is equal at every node. Raises
    :class:`MissingScoresError` where a score stays missing, and :class:`MethodError` if every candidate
    fails a gate.
    """
    complete, _ = problem.complete()
    rows = np.flatnonzero(complete.eligible)
    if not len(rows):
        raise refuse(MethodError, "nobody-eligible", "every candidate fails a gate: there is nobody to rank")
    if weights is None:
        weights = equal(problem.framework)
    elif not isinstance(weights, Weights):
        weights = direct(weights, problem.framework)
    return decision_matrix(
        complete.values[rows],
        complete.framework.objectives,
        weights.values,
        alternatives=[complete.candidates[row] for row in rows],
        criteria=list(complete.leaves),
    )


def from_skcriteria(matrix: Any) -> Problem:
    """Return the problem that a ``skcriteria.DecisionMatrix`` holds; its weights are left aside.

    Labels become ids (lower case, hyphens for what is neither letter nor digit, numbered where two would be
    the same) and stay as names where they differ. Raises :class:`ProblemError` for anything else than such
    a matrix.
    """
    if not is_decision_matrix(matrix):
        raise refuse(
            ProblemError,
            "wrong-type",
            "a skcriteria.DecisionMatrix is needed, not {given}",
            given=type(matrix).__name__,
        )
    leaves, titles = _identified(matrix.criteria, "c", {_ROOT})
    candidates, names = _identified(matrix.alternatives, "a", set())
    objectives: list[Objective] = ["max" if sign > 0 else "min" for sign in matrix.iobjectives]
    try:
        values = matrix.matrix.to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        raise refuse(ProblemError, "wrong-type", "the scores must be numbers") from None
    return Problem(
        Framework.flat(leaves, objectives, titles, id=_ROOT), tuple(candidates), values, tuple(names)
    )


def _identified(
    labels: Iterable[object], letter: str, taken: set[str]
) -> tuple[list[str], list[Text | None]]:
    """Return ids for labels, and each label as a name where it is not its own id."""
    ids: list[str] = []
    names: list[Text | None] = []
    for position, label in enumerate(map(str, labels), start=1):
        plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
        stem = label if _is_id(label) else re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM]
        stem = stem or f"{letter}{position}"
        made, again = stem, 2
        while made in taken:
            made, again = f"{stem}-{again}", again + 1
        taken.add(made)
        ids.append(made)
        names.append(as_text(label[:LONGEST_NAME]) if label not in (made, "") else None)
    return ids, names


def _is_id(label: str) -> bool:
    return len(label) <= _LONGEST_STEM and re.fullmatch(r"[a-z0-9-]+", label) is not None
