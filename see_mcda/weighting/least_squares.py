"""Weights by logarithmic least squares, of which the row geometric mean is the complete case.

Minimises Σ (ln a_ij − ln w_i + ln w_j)² over the judged pairs. With the Laplacian L of the graph of
judged pairs and r_i = Σ_j ln a_ij, the logarithms of the weights solve L y = r; the solution is unique
when the graph is connected (Bozóki, S., Fülöp, J., & Rónyai, L. (2010). On optimal completion of
incomplete pairwise comparison matrices. Mathematical and Computer Modelling 52, 318–333,
doi:10.1016/j.mcm.2010.02.047). When all pairs are judged, w_i is proportional to (Π_j a_ij)^(1/n)
(Crawford, G., & Williams, C. (1985). J. Math. Psychology 29, 387–405, doi:10.1016/0022-2496(85)90002-1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array


def log_weights(matrices: Array) -> Array:
    """Return ln w (k, n), up to a constant a row, for judgments (k, n, n) with NaN where not judged."""
    logs = np.log(matrices)
    n = matrices.shape[1]
    means = logs @ np.full(n, 1 / n)
    if not np.isnan(means).any():
        return np.asarray(means)
    judged = ~np.isnan(logs)
    # L is singular along the vector of ones; adding 1/n there picks the solution whose logarithms sum to 0.
    full_rank = laplacians(~judged) + 1 / n
    return np.linalg.solve(full_rank, np.nansum(logs, axis=2)[..., None])[..., 0]


def laplacians(missing: NDArray[np.bool_]) -> Array:
    """Return the Laplacians (k, n, n) of the graphs of judged pairs, given where judgments are missing."""
    diagonal = np.arange(missing.shape[1])
    laplacian: Array = missing.astype(float) - 1.0
    laplacian[:, diagonal, diagonal] = (~missing).sum(axis=2) - 1
    return laplacian


def normalised(logs: Array) -> Array:
    """Return weights that sum to 1 along the last axis, for their logarithms."""
    weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
