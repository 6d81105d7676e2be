"""Uncertain AHP judgments: each is multiplied by exp(s z), z standard normal.

Judgments are ratios, so their error is a factor; its logarithm has standard deviation s (0.2: two thirds of
the judgments within a fifth of the given one). A pair that was not judged stays unjudged; of several judges
each varies independently.

Levary, R. R., & Wan, K. (1998). A simulation approach for handling uncertainty in the analytic hierarchy
process. *European Journal of Operational Research* 106(1), 116-122.
https://doi.org/10.1016/S0377-2217(97)00134-3
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.uncertainty.shares import Rows, Shares
from see_mcda.weighting.ahp import Method
from see_mcda.weighting.batch import ahp_weights_batch

LARGEST_LN = 200.0
"""Varied judgments stay within e^±200, inside what AHP computes with."""


@dataclass(frozen=True, eq=False)
class JudgedNode:
    """The judgments at a node: one matrix a judge (j, n, n), NaN where not judged, and their votes (j,)."""

    matrices: Array
    votes: Array
    method: Method
    how: str


@dataclass(frozen=True, eq=False)
class Judged(Shares):
    """Shares by AHP from judgments times log-normal noise with standard deviation ``jitter`` of ln."""

    node: JudgedNode
    jitter: float

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.intp], ...]:
        upper = np.triu(~np.isnan(self.node.matrices), 1)
        return np.nonzero(upper & (self.node.votes > 0)[:, None, None])

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return len(self._pairs[0])

    @property
    def center(self) -> Array:
        """(n,) the shares by the judgments as they were given, near the mean but not it."""
        return np.asarray(self._shares(np.zeros((1, self.dimensions)))[0])

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        return None

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        from scipy.special import ndtri  # noqa: PLC0415 (scipy.special is slow to import)

        return self._shares(ndtri(np.clip(u, 2.0**-54, 1 - 2.0**-53)))

    def sample(self, generator: np.random.Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self._shares(generator.standard_normal((k, self.dimensions)))

    def _shares(self, z: Array) -> Array:
        """Return (k, n) for standard normal numbers (k, pairs)."""
        node, (judge, a, b) = self.node, self._pairs
        logs = np.full((len(z), *node.matrices.shape), np.nan)
        diagonal = np.arange(logs.shape[-1])
        logs[..., diagonal, diagonal] = 0.0
        varied = np.log(node.matrices[judge, a, b]) + self.jitter * z
        varied = np.clip(varied, -LARGEST_LN, LARGEST_LN)
        logs[:, judge, a, b], logs[:, judge, b, a] = varied, -varied
        if node.how == "judgments" or len(node.votes) == 1:
            return self._weights(_mean(logs, node.votes))
        shares = np.stack([self._weights(logs[:, j]) for j in np.flatnonzero(node.votes)])
        votes = node.votes[node.votes > 0]
        return np.asarray(np.einsum("j,jkn->kn", votes / votes.sum(), shares))

    def _weights(self, logs: Array) -> Array:
        matrices = np.exp(np.clip(logs, -LARGEST_LN, LARGEST_LN))
        found = ahp_weights_batch(matrices, method=self.node.method).weights
        return np.asarray(found / found.sum(axis=1, keepdims=True))


def _mean(logs: Array, votes: Array) -> Array:
    """Return the mean (k, n, n) of the logarithms (k, j, n, n), by votes over those who judged a pair."""
    if len(votes) == 1:
        return np.asarray(logs[:, 0])
    judged = ~np.isnan(logs) & (votes > 0)[:, None, None]
    weight = judged * votes[:, None, None]
    total = weight.sum(axis=1)
    mean = (weight * np.where(judged, logs, 0.0)).sum(axis=1) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, mean, np.nan)
