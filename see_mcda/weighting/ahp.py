"""Weights from pairwise judgments: the analytic hierarchy process at one node.

A judgment a_ij says how many times as important criterion i is as criterion j; a_ji = 1/a_ij. The
weights w are

- ``eigenvector``: A w = λ_max w (Saaty, T. L. (1977). A scaling method for priorities in hierarchical
  structures. *J. Math. Psychology* 15, 234–281, doi:10.1016/0022-2496(77)90033-5), or
- ``geometric``: the row geometric means, or logarithmic least squares where pairs are not judged
  (:mod:`see_mcda.weighting.least_squares`).

λ_max ≥ n, and λ_max = n when the judgments do not contradict each other. The consistency index CI =
(λ_max − n)/(n − 1), divided by the mean index of random matrices
(:mod:`see_mcda.weighting.random_index`), is the consistency ratio; it is one of the matrix, whatever the
method of the weights. For incomplete judgments λ_max is that of the best completion
(:mod:`see_mcda.weighting.completion`), with the random index that belongs to it.

Unjudged pairs, for eigenvector weights, are treated by

- ``harker``: the eigenvector of the matrix with 0 for an unjudged pair and one plus the row's number of
  them on the diagonal (Harker, P. T. (1987). Incomplete pairwise comparisons in the analytic hierarchy
  process. *Mathematical Modelling* 9, 837–848, doi:10.1016/0270-0255(87)90503-3),
- ``llsm``: logarithmic least squares, or
- ``lambda-min``: the eigenvector of the best completion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.language.messages import Notice
from see_mcda.weighting.completion import complete
from see_mcda.weighting.eigenvector import Perron, perron
from see_mcda.weighting.judgments import Judgments, check_connected, read_judgments
from see_mcda.weighting.least_squares import log_weights, normalised
from see_mcda.weighting.random_index import CONSISTENT, DEFAULT, RandomIndex
from see_mcda.weighting.random_index import random_index as look_up
from see_mcda.weighting.suggestions import Suggestion, suggest

Method = Literal["eigenvector", "geometric"]
Incomplete = Literal["harker", "llsm", "lambda-min"]

METHODS: tuple[str, ...] = get_args(Method)
INCOMPLETE: tuple[str, ...] = get_args(Incomplete)


@dataclass(frozen=True, eq=False)
class AhpWeights:
    """Weights from pairwise judgments, and how far the judgments contradict each other.

    Attributes:
        weights: (n,) summing to 1.
        lambda_max: largest eigenvalue of the judgments, or of their best completion.
        consistency_index: CI = (λ_max − n)/(n − 1).
        consistency_ratio: CI/RI; None where no random index is known (n and the number of unjudged pairs).
        random_index: the index and the name of its table or formula.
        method: ``eigenvector`` or ``geometric``.
        incomplete: how unjudged pairs were treated; None when there are none.
        judgments: (n, n) as used, NaN for unjudged pairs.
        completed: (n, n) with the entries that contradict the judgments least.
        labels: what is compared, for messages.
        warnings: what was done to the input.
    """

    weights: Array
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    random_index: RandomIndex
    method: str
    incomplete: str | None
    judgments: Array
    completed: Array
    labels: tuple[str, ...] | None = None
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.weights, self.judgments, self.completed):
            array.setflags(write=False)

    @property
    def unjudged(self) -> int:
        """Number of pairs that were not judged."""
        return int(np.count_nonzero(np.isnan(self.judgments)) // 2)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Which judgments to look at first, and what value would fit.

        Empty unless the consistency ratio is above :data:`see_mcda.weighting.random_index.CONSISTENT`.
        """
        if self.consistency_ratio is None or self.consistency_ratio <= CONSISTENT:
            return ()
        return suggest(self.judgments, self.weights, self.random_index, self.labels)

    def summary(self) -> dict[str, Any]:
        """Return the consistency as plain values."""
        return {
            "method": self.method,
            "incomplete": self.incomplete,
            "unjudged": self.unjudged,
            "lambda_max": self.lambda_max,
            "consistency_index": self.consistency_index,
            "consistency_ratio": self.consistency_ratio,
            "random_index": self.random_index.name,
        }


def ahp(
    matrix: ArrayLike | Sequence[Sequence[object]],
    method: Method = "eigenvector",
    random_index: str = DEFAULT,
    incomplete: Incomplete = "harker",
    labels: Sequence[str] | None = None,
) -> AhpWeights:
    """Return the weights and the consistency of pairwise judgments.

    Args:
        matrix: (n, n) judgments, NaN or None for pairs that were not judged; one triangle is enough.
        method: ``eigenvector`` or ``geometric``.
        random_index: ``saaty1980``, ``saaty2005``, ``alonso_lamata``, ``donegan_dodd`` or
            ``alonso_lamata_formula``. Beyond 15 criteria the formula is used, for incomplete judgments
            the index made for them; the result names what was used.
        incomplete: ``harker``, ``llsm`` or ``lambda-min``, for eigenvector weights of incomplete judgments.
        labels: names of the criteria, for messages and suggestions.

    Raises:
        WeightingError: naming every entry that is no judgment, or the groups that no judgment connects.
        UnknownNameError: an unknown method or table.

    Example:
        >>> ahp([[1, 6, 3], [1 / 6, 1, 1 / 2], [1 / 3, 2, 1]]).weights.round(6).tolist()
        [0.666667, 0.111111, 0.222222]
    """
    check_options(method, incomplete)
    look_up(1, random_index)
    judged = read_judgments(matrix, labels)
    names = tuple(map(str, labels)) if labels is not None else None
    check_connected(judged.matrix, names)
    return weigh(judged, method, random_index, incomplete, names)


def weigh(
    judged: Judgments, method: str, random_index: str, incomplete: str, labels: tuple[str, ...] | None
) -> AhpWeights:
    """Return the weights and the consistency of judgments that were read and connect all criteria."""
    stack = judged.matrix[None]
    n, missing = len(judged.matrix), judged.missing
    index = look_up(n, random_index, missing)
    best = complete(stack)
    if missing:
        weights = incomplete_weights(stack, method, incomplete)[0]
    else:
        weights = best.weights[0] if method == "eigenvector" else normalised(log_weights(stack))[0]
    # λ_max is never below n: what is lost there is rounding.
    lambda_max = max(float(best.lambda_max[0]), float(n))
    consistency_index = (lambda_max - n) / (n - 1) if n > 1 else 0.0
    return AhpWeights(
        weights=weights,
        lambda_max=lambda_max,
        consistency_index=consistency_index,
        consistency_ratio=index.ratio(consistency_index),
        random_index=index,
        method=method,
        incomplete=None if not missing else "llsm" if method == "geometric" else incomplete,
        judgments=judged.matrix,
        completed=best.matrices[0],
        labels=labels,
        warnings=judged.notices,
    )


def incomplete_weights(matrices: Array, method: str, incomplete: str) -> Array:
    """Return weights (k, n) for connected judgments (k, n, n) with NaN where not judged."""
    if method == "geometric" or incomplete == "llsm":
        return normalised(log_weights(matrices))
    return harker(matrices).weights if incomplete == "harker" else complete(matrices).weights


def harker(matrices: Array) -> Perron:
    """Return eigenvectors and eigenvalues of Harker's matrices for judgments (k, n, n), NaN if not judged."""
    missing = np.isnan(matrices)
    auxiliary = np.where(missing, 0.0, matrices)
    diagonal = np.arange(matrices.shape[1])
    auxiliary[:, diagonal, diagonal] = 1.0 + missing.sum(axis=2)
    return perron(auxiliary, log_weights(matrices))


def check_options(method: str, incomplete: str) -> None:
    """Raise :class:`UnknownNameError` for options that do not exist."""
    faults = Faults()
    for name, given, known in (("method", method, METHODS), ("incomplete", incomplete, INCOMPLETE)):
        if given not in known:
            faults.add(
                "option",
                "there is no {given}; choose from {known}",
                name,
                given=repr(given),
                known=list(known),
            )
    faults.stop(UnknownNameError)
