"""Weights from the order of the criteria alone.

For rank i of n::

    roc   w_i = (1/n) Σ_{k=i..n} 1/k          rank-order centroid
    rs    w_i = 2 (n + 1 − i) / (n (n + 1))   rank sum
    rr    w_i = (1/i) / Σ_{k=1..n} 1/k        rank reciprocal

Sources: Barron, F. H., & Barrett, B. E. (1996). Decision quality using ranked attribute weights.
*Management Science* 42(11), 1515–1523, doi:10.1287/mnsc.42.11.1515 (roc); Stillwell, W. G., Seaver, D.
A., & Edwards, W. (1981). A comparison of weight approximation techniques in multiattribute utility
decision making. *Organizational Behavior and Human Performance* 28, 62–77,
doi:10.1016/0030-5073(81)90015-5 (rs, rr).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.arrays import Array
from see_mcda.errors import UnknownNameError, WeightingError, refuse
from see_mcda.language.messages import message
from see_mcda.weighting.numbers import numbers

Rule = Literal["roc", "rs", "rr"]
RULES: tuple[str, ...] = get_args(Rule)


@dataclass(frozen=True, eq=False)
class RankOrderWeights:
    """Weights by an order of importance: ``weights`` (m,) summing to 1, and the ``rule``."""

    weights: Array
    rule: str

    def __post_init__(self) -> None:
        self.weights.setflags(write=False)


def rank_order(
    ranks: ArrayLike | Sequence[object], rule: Rule = "roc", labels: Sequence[str] | None = None
) -> RankOrderWeights:
    """Return weights (m,) for ranks (m,), 1 the most important.

    Criteria may share a rank; they get the mean of the weights of the places they take together. The
    ranks after a tie may skip places (1, 2, 2, 4) or not (1, 2, 2, 3).

    Raises:
        WeightingError: ranks that are not whole numbers from 1 without holes.
        UnknownNameError: an unknown rule.

    Example:
        >>> rank_order([1, 2, 2, 4], "rs").weights.tolist()
        [0.4, 0.25, 0.25, 0.1]
    """
    if rule not in RULES:
        raise refuse(
            UnknownNameError,
            "option",
            "there is no {given}; choose from {known}",
            "rule",
            given=repr(rule),
            known=list(RULES),
        )
    given = numbers(
        ranks, "ranks", labels, message("a rank must be a whole number, with 1 the most important"), _is_rank
    )
    _, dense, counts = np.unique(given, return_inverse=True, return_counts=True)
    starts = np.cumsum(counts) - counts
    if not (np.array_equal(given, dense + 1) or np.array_equal(given, starts[dense] + 1)):
        raise refuse(
            WeightingError,
            "rank-holes",
            "the ranks {ranks} have gaps; this order is written {right}",
            "ranks",
            ranks=[f"{rank:g}" for rank in given],
            right=[str(start + 1) for start in starts[dense]],
        )
    shared: Array = np.add.reduceat(_WEIGHTS[rule](len(given)), starts) / counts
    return RankOrderWeights(shared[dense], rule)


def _is_rank(values: Array) -> NDArray[np.bool_]:
    return np.asarray((values >= 1) & (values == np.floor(values)))


def _centroid(n: int) -> Array:
    return np.asarray(np.cumsum(1 / np.arange(n, 0, -1.0))[::-1] / n)


def _sum(n: int) -> Array:
    return np.asarray(2 * np.arange(n, 0, -1.0) / (n * (n + 1)))


def _reciprocal(n: int) -> Array:
    shares = 1 / np.arange(1.0, n + 1)
    return np.asarray(shares / shares.sum())


_WEIGHTS: dict[str, Callable[[int], Array]] = {"roc": _centroid, "rs": _sum, "rr": _reciprocal}
