"""Problems as scikit-criteria's ``DecisionMatrix``, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, ProblemError, WeightingError, refuse
from see_mcda.language.messages import Text, as_text
from see_mcda.model.criteria import PLAIN, Framework, Objective
from see_mcda.model.labels import by_label
from see_mcda.model.validation import LONGEST_NAME

if TYPE_CHECKING:
    from see_mcda.model.problem import Problem


_LONGEST_STEM = 80


def to_skcriteria(problem: Problem, weights: ArrayLike | None = None) -> Any:
    """Return a ``skcriteria.DecisionMatrix`` of the eligible candidates, by their ids.

    ``weights`` are global, in leaf order or by leaf; the default is equal at every node. Raises
    :class:`MissingScoresError` where a score stays missing, :class:`WeightingError` for bad weights, and
    :class:`MethodError` if every candidate fails a gate.
    """
    complete, _ = problem.complete()
    rows = np.flatnonzero(complete.eligible)
    if not len(rows):
        raise refuse(
            MethodError, "nobody-eligible", "every candidate fails a gate, so there is nothing to rank"
        )
    return decision_matrix(
        complete.values[rows],
        complete.framework.objectives,
        _leaf_weights(problem.framework, weights),
        alternatives=[complete.candidates[row] for row in rows],
        criteria=list(complete.leaves),
    )


def _leaf_weights(framework: Framework, weights: ArrayLike | None) -> Array:
    """Return (m,) weights that sum to 1."""
    leaves = [leaf.id for leaf in framework.leaves]
    if weights is None:
        values = np.ones(len(leaves))
        for node in framework.inner:
            for child in node.children:
                values[list(framework.columns[child.id])] /= len(node.children)
        return values
    named = by_label(weights)
    if isinstance(named, Mapping):
        weights = [named[leaf] for leaf in leaves] if set(named) == set(leaves) else []
    try:
        values = np.asarray(weights, dtype=np.float64)
        good = values.shape == (len(leaves),) and bool((np.isfinite(values) & (values >= 0)).all())
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good or not values.any():
        raise refuse(
            WeightingError,
            "bad-weights",
            "one weight of 0 or more is needed for each criterion, and at least one above 0: {leaves}",
            "weights",
            leaves=leaves[:20],
        )
    return np.asarray(values / values.sum())


def read_decision_matrix(matrix: Any) -> dict[str, Any]:
    """Return the attributes of the problem that a ``skcriteria.DecisionMatrix`` holds, without its weights.

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
    leaves, titles = _identified(matrix.criteria, "c", {PLAIN})
    candidates, names = _identified(matrix.alternatives, "a", set())
    objectives: list[Objective] = ["max" if sign > 0 else "min" for sign in matrix.iobjectives]
    try:
        values = matrix.matrix.to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        raise refuse(ProblemError, "wrong-type", "the scores must be numbers") from None
    return {
        "framework": Framework.flat(leaves, objectives, titles, id=PLAIN),
        "candidates": tuple(candidates),
        "values": values,
        "names": tuple(names),
    }


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


def decision_matrix(r: Array, signs: Array, w: Array, **labels: Iterable[str]) -> Any:
    """Return a ``skcriteria.DecisionMatrix``; ``labels`` are its ``alternatives`` and ``criteria``."""
    from skcriteria import mkdm  # noqa: PLC0415 (it takes seconds to import)

    return mkdm(r, signs.astype(int).tolist(), weights=w, **labels)


def is_decision_matrix(thing: object) -> bool:
    """Return whether this is a ``skcriteria.DecisionMatrix``."""
    from skcriteria import DecisionMatrix  # noqa: PLC0415 (it takes seconds to import)

    return isinstance(thing, DecisionMatrix)
