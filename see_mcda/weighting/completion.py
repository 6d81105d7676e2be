"""The completion of an incomplete matrix that contradicts itself least: its λ_max is as small as possible.

With x = ln of the unjudged entries, ln λ_max is convex, and strictly so when the judgments connect all
criteria: one completion is best (Bozóki, S., Fülöp, J., & Rónyai, L. (2010). On optimal completion of
incomplete pairwise comparison matrices. *Mathematical and Computer Modelling* 52, 318–333,
doi:10.1016/j.mcm.2010.02.047). Let w and v be the right and left eigenvectors. Then ∂ ln λ_max / ∂x_ij is
proportional to v_i a_ij w_j − v_j a_ji w_i, and it vanishes where

    ln a_ij = h_i − h_j   with   h_i = (ln w_i − ln v_i) / 2,

so that the best completion is a_ij = exp(y_i − y_j) with a y that equals the h it leads to. Where
judgments nearly agree, h is the row mean of the logarithms, and the step y + n L⁺ (h − y), with the
Laplacian L of the judged pairs, solves that at once; elsewhere the step is shortened until it converges.
The whole stack is iterated together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import WeightingError, refuse
from see_mcda.weighting.eigenvector import perron
from see_mcda.weighting.least_squares import laplacians, log_weights

CLOSE = 1e-11
"""Largest step of a logarithm at which the iteration ends."""
STEPS = 1000
SHRINKS = 0.8
"""A step must be this much smaller than the last one; else the following steps are halved."""
SHORTEST = 0.05


class Completion(NamedTuple):
    """Completed matrices (k, n, n), their weights (k, n) and the smallest possible λ_max (k,)."""

    matrices: Array
    weights: Array
    lambda_max: Array


def complete(matrices: Array, close: float = CLOSE) -> Completion:
    """Return the λ_max-minimal completions of connected reciprocal matrices (k, n, n), NaN where not judged.

    Args:
        matrices: the judgments; complete ones are returned as they are.
        close: largest step of a logarithm at which the iteration ends; λ_max is exact to about its square.

    Raises:
        WeightingError: the completion is not found in double precision.
    """
    y = _centred(log_weights(matrices))
    missing = np.isnan(matrices)
    if not missing.any():
        return Completion(matrices, *perron(matrices, y))
    n = matrices.shape[1]
    inverse = n * np.linalg.inv(laplacians(missing) + 1 / n)
    done = Completion(np.where(missing, 1.0, matrices), np.empty(y.shape), np.empty(len(y)))
    share, last = np.ones(len(y)), np.full(len(y), np.inf)
    left = np.arange(len(y))
    for _ in range(STEPS):
        at, gaps = y[left], missing[left]
        filled = np.where(gaps, np.exp(at[:, :, None] - at[:, None, :]), done.matrices[left])
        right, values = perron(filled, at)
        opposite, _ = perron(filled.transpose(0, 2, 1), -at)
        done.matrices[left], done.weights[left], done.lambda_max[left] = filled, right, values
        h = _centred((np.log(right) - np.log(opposite)) / 2)
        step = _centred(np.einsum("kij,kj->ki", inverse[left], h - at))
        size = np.abs(step).max(axis=1)
        share[left] = np.where(
            size > SHRINKS * last[left], np.maximum(share[left] / 2, SHORTEST), share[left]
        )
        last[left] = size
        y[left] += share[left, None] * step
        left = left[size > close]
        if not left.size:
            return done
    raise refuse(
        WeightingError,
        "completion",
        "no completion of the judgments was found; check the largest and smallest judgments",
    )


def _centred(logs: Array) -> Array:
    centred: Array = logs - logs.mean(axis=1, keepdims=True)
    return centred
