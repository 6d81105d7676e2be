"""Where two candidates swap while one node's share t moves, if their scores are weighted sums.

The difference of two candidates is d₀ (1 − t) + d₁ t, which is 0 at t = d₀ / (d₀ − d₁): a division. The
weighted product has the sums of logarithms, which may be minus infinity: a candidate with such a leaf, where
the way gives it weight, has the product 0 everywhere within (0, 1), and is tied there with all others of the
kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.crossovers.local_path import LocalPaths
from see_mcda.analyses.crossovers.quadratic_crossings import Crossings, Places
from see_mcda.arrays import Array
from see_mcda.methods.ranks import TIE


@dataclass(frozen=True, eq=False)
class LinearPaths:
    """The sums along the ways of N nodes: (N, n), near t = 0 and near 1; −∞ between where not ``alive``."""

    first: Array
    last: Array
    alive: NDArray[np.bool_]

    @classmethod
    def along(cls, paths: LocalPaths, values: Array) -> LinearPaths:
        """Return the sums for (n, m) ``values`` of :meth:`see_mcda.methods.Prepared.linear_values`."""
        lost = np.isneginf(values)
        alive = np.ones((len(paths.nodes), len(values)), bool)
        if lost.any():
            weighted = (paths.rest > 0) | (paths.up > 0) | (paths.down > 0)
            alive = (weighted.astype(float) @ lost.T.astype(float)) == 0
            values = np.where(lost, 0.0, values)
        first = (paths.rest + paths.down) @ values.T
        return cls(first, (paths.rest + paths.up) @ values.T, alive)

    def _differences(self, a: Places, b: Places) -> tuple[Array, Array, NDArray[np.bool_]]:
        """Return (N, k) d₀ and d₁ with ties taken out, and which pairs have both candidates above −∞."""
        first = self.first[:, a] - self.first[:, b]
        last = self.last[:, a] - self.last[:, b]
        tied = (np.abs(first) <= TIE) & (np.abs(last) <= TIE)
        first[tied] = last[tied] = 0.0
        return first, last, self.alive[:, a] & self.alive[:, b]

    def compare(self, a: Places, b: Places) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return (N, k) where a is always ahead of b, and where the two are always tied."""
        first, last, both = self._differences(a, b)
        alive_a, alive_b = self.alive[:, a], self.alive[:, b]
        ahead = both & (first >= 0) & (last >= 0) & ((first > 0) | (last > 0))
        tied = both & (first == 0) & (last == 0)
        return ahead | (alive_a & ~alive_b), tied | ~(alive_a | alive_b)

    def first_order(self, a: Places, b: Places) -> Places:
        """Return (N, k): 1 where a is ahead just above t = 0, −1 where b is, 0 for the always tied."""
        first, last, both = self._differences(a, b)
        sign = np.sign(np.where(first != 0, first, last)).astype(np.intp)
        return np.where(both, sign, self.alive[:, a].astype(np.intp) - self.alive[:, b])

    def crossings(self, a: Places, b: Places) -> tuple[Crossings, NDArray[np.bool_]]:
        """Return the swaps within (0, 1) of the pairs a, b (k,), and the (N, k) always tied pairs."""
        first, last, both = self._differences(a, b)
        tied = (both & (first == 0) & (last == 0)) | ~(self.alive[:, a] | self.alive[:, b])
        node, pair = np.nonzero(both & (first * last < 0))
        d0, d1 = first[node, pair], last[node, pair]
        return (node, pair, d0 / (d0 - d1)), tied
