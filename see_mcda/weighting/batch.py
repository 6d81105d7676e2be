"""Weights of thousands of judgment matrices at once, as uncertain judgments or many judges need them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.weighting.ahp import Incomplete, Method, check_options, incomplete_weights
from see_mcda.weighting.completion import complete
from see_mcda.weighting.eigenvector import BLOCK, Perron, perron
from see_mcda.weighting.judgments import EXACT, LARGEST, SMALLEST
from see_mcda.weighting.least_squares import log_weights, normalised

MODERATE = 1e6
"""Matrices without larger (or smaller) entries need no balancing."""
NAMED = 20
"""Faulty matrices that an error names."""


def ahp_weights_batch(
    matrices: ArrayLike,
    method: Method = "eigenvector",
    incomplete: Incomplete = "harker",
) -> Perron:
    """Return the weights (k, n) and λ_max (k,) of judgment matrices (k, n, n): as :func:`ahp`, for each.

    Both triangles must be given, reciprocal to 1e-9; NaN in both means not judged.

    Raises:
        WeightingError: naming the matrices that are no judgments or that do not connect all criteria.
        UnknownNameError: an unknown method.
    """
    check_options(method, incomplete)
    try:
        stack = np.asarray(matrices, dtype=float)
    except (TypeError, ValueError):
        raise _not_a_stack("no array of numbers") from None
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2] or not stack.shape[1]:
        raise _not_a_stack(" × ".join(map(str, stack.shape)))
    n = stack.shape[1]
    if not len(stack):
        return Perron(np.empty((0, n)), np.empty(0))
    least = float(stack.min())
    if not least >= SMALLEST:
        for first in range(0, len(stack), BLOCK):
            _check_each(stack[first : first + BLOCK], first)
        # What is left are gaps.
        _check_connected(stack)
        return Perron(incomplete_weights(stack, method, incomplete), complete(stack).lambda_max)
    found = perron(stack, log_weights(stack) if least < 1 / MODERATE else None, _check)
    return found if method == "eigenvector" else Perron(normalised(log_weights(stack)), found.lambda_max)


def _check(turned: Array, first: int) -> None:
    """Refuse matrices (n, n, k) of positive numbers that are not reciprocal."""
    product = turned * turned.swapaxes(0, 1)
    if not (product.min() >= 1 - EXACT and product.max() <= 1 + EXACT):
        _check_each(turned.transpose(2, 0, 1), first)


def _check_each(block: Array, first: int) -> None:
    """Refuse matrices (k, n, n) that are no judgments, gaps aside, naming their entries."""
    missing = np.isnan(block)
    diagonal = np.eye(block.shape[1], dtype=bool)
    product = block * block.transpose(0, 2, 1)
    right = (block >= SMALLEST) & (block <= LARGEST) & (np.abs(product - 1) <= EXACT)
    right |= missing & missing.transpose(0, 2, 1) & ~diagonal
    faults = Faults()
    for row, i, j in np.argwhere(~right)[:NAMED]:
        faults.add(
            "batch-judgment",
            "{value} is not a valid judgment: it must be positive and finite, 1 on the diagonal, and 1 "
            "divided by the one at {other}",
            f"[{first + row}, {i}, {j}]",
            value=float(block[row, i, j]),
            other=f"[{first + row}, {j}, {i}]",
        )
    faults.stop(WeightingError)


def _check_connected(stack: Array) -> None:
    reached = ~np.isnan(stack)
    for _ in range(stack.shape[1].bit_length()):
        reached = reached @ reached
    faults = Faults()
    for row in np.flatnonzero(~reached.all(axis=(1, 2)))[:NAMED]:
        faults.add("not-connected", "the judgments do not connect all criteria", f"[{row}]")
    faults.stop(WeightingError)


def _not_a_stack(shape: str) -> Exception:
    return refuse(
        WeightingError,
        "not-a-stack",
        "a stack of judgment matrices is k × n × n; this is {shape}",
        shape=shape,
    )
