"""Simulates the random indices of incomplete judgments that see_mcda/weighting/incomplete_index.py holds.

For n criteria and m unjudged pairs: judgments drawn independently and uniformly from Saaty's 17 values, m
pairs taken away at random so that the rest still connects all criteria, the unjudged entries chosen
between 1/9 and 9 so that λ_max is least, the mean of (λ_max − n)/(n − 1). With h_i = (ln w_i − ln v_i)/2
from the right and left eigenvectors, the best entries satisfy ln a_ij = h_i − h_j, cut off at the ends of
the scale: ln λ_max is convex in them, and that is where its slope is 0, or points outwards at an end.

    python bench/incomplete_index.py [SMALLEST_N] [LARGEST_N] [SAMPLES]

prints one line a cell: n, m, the mean, its standard error.
"""

from __future__ import annotations

import sys

import numpy as np

from see_mcda.weighting.eigenvector import perron
from see_mcda.weighting.least_squares import log_weights
from see_mcda.weighting.suggestions import SCALE

BLOCK = 4096
CLOSE = 2e-3
"""Largest step of a logarithm at which the iteration ends: λ_max is then exact to about 1e-6."""
END = np.log(9)


def random_judgments(rng: np.random.Generator, k: int, n: int, m: int) -> np.ndarray:
    """Return k connected matrices (k, n, n) with m unjudged pairs each."""
    rows, columns = np.triu_indices(n, 1)
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < k:
        values = rng.choice(SCALE, (k, len(rows)))
        taken = rng.random(values.shape).argsort(axis=1)[:, :m]
        np.put_along_axis(values, taken, np.nan, axis=1)
        matrices = np.ones((k, n, n))
        matrices[:, rows, columns], matrices[:, columns, rows] = values, 1 / values
        reached = ~np.isnan(matrices)
        for _ in range(n.bit_length()):
            reached = reached @ reached
        kept.append(matrices[reached.all(axis=(1, 2))])
    return np.concatenate(kept)[:k]


def least_eigenvalues(matrices: np.ndarray) -> np.ndarray:
    """Return λ_max (k,) of the best completions within the scale."""
    missing = np.isnan(matrices)
    y = log_weights(matrices)
    x = np.clip(y[:, :, None] - y[:, None, :], -END, END)
    found = np.empty(len(matrices))
    left = np.arange(len(matrices))
    while left.size:
        filled = np.where(missing[left], np.exp(x[left]), matrices[left])
        right, found[left] = perron(filled)
        opposite, _ = perron(filled.transpose(0, 2, 1))
        h = (np.log(right) - np.log(opposite)) / 2
        wanted = np.clip(h[:, :, None] - h[:, None, :], -END, END)
        change = np.where(missing[left], np.abs(wanted - x[left]), 0).max(axis=(1, 2))
        x[left] = wanted
        left = left[change > CLOSE]
    return found


def index(n: int, m: int, samples: int) -> tuple[float, float]:
    """Return the mean consistency index and its standard error."""
    rng = np.random.default_rng([n, m])
    blocks = [least_eigenvalues(random_judgments(rng, BLOCK, n, m)) for _ in range(0, samples, BLOCK)]
    every = (np.concatenate(blocks) - n) / (n - 1)
    return float(every.mean()), float(every.std() / np.sqrt(every.size))


def main() -> None:
    smallest, largest, samples = (*map(int, sys.argv[1:]), *(4, 10, 200_000)[len(sys.argv) - 1 :])
    for n in range(smallest, largest + 1):
        for m in range((n - 1) * (n - 2) // 2):
            print(n, m, *(f"{value:.5f}" for value in index(n, m, samples)), flush=True)


if __name__ == "__main__":
    main()
