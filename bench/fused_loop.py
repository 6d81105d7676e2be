"""The same work as rank acceptability in one compiled loop, by hand, that does all for a sample at once."""

from __future__ import annotations

import numba
import numpy as np

from see_mcda.arrays import Array


@numba.njit(cache=False, fastmath=True, nogil=True)
def fused(to_ideal: Array, to_anti: Array, samples: int, seed: int):  # type: ignore[no-untyped-def]
    """Draw weights, rank by TOPSIS; count ranks (n, n), winners' weights (n, m) twice, and pairs (n, n)."""
    n, m = to_ideal.shape
    np.random.seed(seed)
    ranks, wins = np.zeros((n, n), np.int64), np.zeros((n, n), np.int64)
    sums, squares = np.zeros((n, m)), np.zeros((n, m))
    w, key, order = np.empty(m), np.empty(n), np.empty(n, np.int64)
    for _ in range(samples):
        total = 0.0
        for j in range(m):
            w[j] = -np.log(1.0 - np.random.random())
            total += w[j]
        for j in range(m):
            w[j] /= total
        for i in range(n):
            far, near = 0.0, 0.0
            for j in range(m):
                squared = w[j] * w[j]
                far += squared * to_ideal[i, j]
                near += squared * to_anti[i, j]
            score = near / (far + near)
            place = i
            while place > 0 and key[place - 1] < score:
                key[place] = key[place - 1]
                order[place] = order[place - 1]
                place -= 1
            key[place] = score
            order[place] = i
        for place in range(n):
            ranks[order[place], place] += 1
            for behind in range(place + 1, n):
                wins[order[place], order[behind]] += 1
        first = order[0]
        for j in range(m):
            sums[first, j] += w[j]
            squares[first, j] += w[j] * w[j]
    return ranks, sums, squares, wins
