"""Random pairwise judgments."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Array = NDArray[np.float64]

SCALE = np.concatenate([1 / np.arange(9, 1, -1.0), np.arange(1, 10.0)])


def reciprocal(n: int, upper: Array) -> Array:
    """(n, n) judgments from their upper triangle."""
    matrix = np.ones((n, n))
    rows, columns = np.triu_indices(n, 1)
    matrix[rows, columns], matrix[columns, rows] = upper, 1 / np.asarray(upper)
    return matrix


@st.composite
def judgments(draw, n=(1, 8)) -> Array:
    """Any judgments on Saaty's scale, however contradictory."""
    size = draw(st.integers(*n))
    pairs = size * (size - 1) // 2
    return reciprocal(size, np.array(draw(st.lists(st.sampled_from(SCALE), min_size=pairs, max_size=pairs))))


@st.composite
def connected(draw, n=(3, 7)) -> Array:
    """Judgments with gaps (NaN) that connect all criteria: a chain in some order is kept."""
    matrix = draw(judgments(n))
    size = len(matrix)
    order = draw(st.permutations(range(size)))
    kept = {frozenset(pair) for pair in pairwise(order)}
    for i in range(size):
        for j in range(i + 1, size):
            if frozenset((i, j)) not in kept and draw(st.booleans()):
                matrix[i, j] = matrix[j, i] = np.nan
    return matrix


@st.composite
def priorities(draw, n=(1, 9)) -> Array:
    """(n,) positive weights that sum to 1, over four orders of magnitude."""
    size = draw(st.integers(*n))
    logs = np.array(draw(st.lists(st.floats(-4.6, 4.6), min_size=size, max_size=size)))
    return np.exp(logs) / np.exp(logs).sum()


def consistent(weights: Array) -> Array:
    """The judgments that these weights answer exactly."""
    return weights[:, None] / weights
