"""Who is first, for many weight vectors and tables at once, as one number for each set of joint leaders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import TIE, ranks


def first_places(prepared: Prepared, weights: Array, tables: Array) -> NDArray[np.bool_]:
    """Return (k, n) whether a candidate has rank 1 (those tied there all have) for (k, n, m) tables."""
    if not prepared.has_scores:
        return np.asarray(prepared.ranks(weights, tables) == 1)
    eligible = prepared.problem.eligible
    scores = np.where(eligible, prepared.scores(weights, tables), -np.inf)
    top = scores.max(axis=1, keepdims=True)
    near = scores >= top - 3 * TIE * np.maximum(1.0, np.abs(top))
    several = np.flatnonzero(near.sum(axis=1) != 1)
    if len(several):
        near[several] = ranks(scores[several], eligible) == 1
    return np.asarray(near)


class LeaderSets:
    """Numbers for sets of leaders: the same set has the same number, wherever it is met.

    The number is the sum of random 64-bit keys of its members, modulo 2⁶⁴.
    """

    def __init__(self, n: int):
        self._keys = np.random.default_rng(0).integers(0, 1 << 63, n, dtype=np.uint64) * np.uint64(
            2
        ) + np.uint64(1)

    def numbers(self, first: NDArray[np.bool_]) -> NDArray[np.uint64]:
        """Return (k,) the numbers of (k, n) sets."""
        return np.asarray(first @ self._keys)
