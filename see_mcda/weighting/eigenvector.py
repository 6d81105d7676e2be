"""Perron's eigenvector of many nonnegative matrices at once.

For a matrix A and positive weights w, Collatz and Wielandt bound the largest eigenvalue from both sides::

    min_i (A w)_i / w_i  ≤  λ_max  ≤  max_i (A w)_i / w_i

The columns of A⁶⁴, six squarings of the whole stack, are that far along the power method; one more step
gives the bounds, and they prove the answer: λ_max lies between them, and w is the exact eigenvector of a
matrix none of whose entries differs from A's by more than the relative gap (a further step never widens
the bounds). Where they have not met, the power method goes on; matrices that are slow even so (judgments
that go in circles) are finished one by one with Noda's iteration, which converges quadratically.

Sources: Collatz, L. (1942). Einschließungssatz für die charakteristischen Zahlen von Matrizen. Math.
Zeitschrift 48, 221–226, doi:10.1007/BF01180013; Noda, T. (1971). Note on the computation of the maximal
eigenvalue of a non-negative irreducible matrix. Numerische Mathematik 17, 382–386,
doi:10.1007/BF01436087.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import WeightingError, refuse

TOLERANCE = 1e-12
"""Wanted relative distance of the two bounds on λ_max."""
ACCEPTED = 1e-9
"""Distance of the bounds beyond which an answer is refused."""
BLOCK = 1024
"""Matrices worked on together: few enough that a stack of 8×8 stays in the processor's cache."""
SQUARINGS = 6
ROUNDS = 12
"""Multiplications by A⁶⁴ before a matrix counts as slow."""
NODA_STEPS = 100
OVERFLOWS = 4e4
"""From here n · max a_ij to the 64th power is no longer a number."""


class Perron(NamedTuple):
    """Weights (k, n), each row summing to 1, and largest eigenvalues (k,)."""

    weights: Array
    lambda_max: Array


def perron(
    matrices: Array,
    log_guess: Array | None = None,
    check: Callable[[Array, int], None] | None = None,
) -> Perron:
    """Return the principal right eigenvectors and eigenvalues of a stack.

    Args:
        matrices: (k, n, n), nonnegative, irreducible, with a positive diagonal.
        log_guess: (k, n), logarithms of about the weights, such as the geometric ones. The stack is balanced
            by it (b_ij = a_ij g_j / g_i), so that huge ratios neither overflow nor slow it down.
        check: called for each block before it is used, with its matrices as (n, n, block) and the position of
            the first; it may raise.

    Raises:
        WeightingError: the bounds do not meet in double precision.
    """
    k, n, _ = matrices.shape
    weights, lambda_max = np.empty((k, n)), np.empty(k)
    buffers = np.empty((2, min(k, BLOCK), n, n))
    for first in range(0, k, BLOCK):
        part = slice(first, first + BLOCK)
        guess = None if log_guess is None else log_guess[part]
        weights[part], lambda_max[part] = _block(matrices[part], guess, check, first, buffers)
    return Perron(weights, lambda_max)


def _block(
    a: Array, log_guess: Array | None, check: Callable[[Array, int], None] | None, first: int, buffers: Array
) -> Perron:
    # With the stack last in memory numpy works along long axes.
    turned = np.ascontiguousarray(a.transpose(1, 2, 0))
    if check is not None:
        check(turned, first)
    if log_guess is None:
        return _iterate(a, turned, buffers)
    guess = np.exp(log_guess - log_guess.max(axis=1, keepdims=True))
    balanced = a * guess[:, None, :] / guess[:, :, None]
    u, values = _iterate(balanced, np.ascontiguousarray(balanced.transpose(1, 2, 0)), buffers)
    u *= guess
    return Perron(u / u.sum(axis=1, keepdims=True), values)


@np.errstate(divide="ignore", invalid="ignore")  # entries lost to underflow are met by Noda's iteration
def _iterate(a: Array, turned: Array, buffers: Array) -> Perron:
    """Return weights and λ_max of matrices (k, n, n), given also as (n, n, k)."""
    tolerance = max(TOLERANCE, 8 * a.shape[1] * np.finfo(float).eps)
    power = _power(a, buffers)
    u, values, met = _step(turned, np.ascontiguousarray(power[:, :, 0].T), tolerance)
    left = np.flatnonzero(~met)
    for _ in range(ROUNDS):
        if not left.size:
            break
        further = np.einsum("kij,jk->ik", power[left], u[:, left])
        u[:, left], values[left], met = _step(turned[:, :, left], further, tolerance)
        left = left[~met]
    weights = np.ascontiguousarray(u.T)
    for at in left:
        weights[at], values[at] = _noda(a[at], weights[at], tolerance)
    return Perron(weights, values)


def _power(a: Array, buffers: Array) -> Array:
    """Return A⁶⁴ up to a factor a matrix; it lies in one of the buffers."""
    huge = a.max() * a.shape[1] > OVERFLOWS
    this, other = buffers[0, : len(a)], buffers[1, : len(a)]
    for _ in range(SQUARINGS):
        if huge:
            a = a / a.max(axis=(1, 2), keepdims=True)
        np.matmul(a, a, out=this)
        a, this, other = this, other, this
    return a


def _step(turned: Array, u: Array, tolerance: float) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return A u scaled to sum 1 (n, k), λ_max (k,) between the bounds by u, and whether they have met."""
    y = np.einsum("ijk,jk->ik", turned, u)
    quotient = y / u
    low, high = quotient.min(axis=0), quotient.max(axis=0)
    return y / y.sum(axis=0), (low + high) / 2, high - low <= tolerance * high


def _noda(a: Array, u: Array, tolerance: float) -> tuple[Array, float]:
    """Return eigenvector (n,) and eigenvalue of one matrix.

    Solves (ρ I − B) y = x with ρ = max_i (B x)_i / x_i, where B is A balanced by the better of u and ones.
    """
    quotients, ones = a @ u / u, a.sum(axis=1)
    if not quotients.max() / quotients.min() < ones.max() / ones.min():
        u = np.ones_like(u)
    b = a * u / u[:, None]
    x = np.full(u.size, 1 / u.size)
    best, gap = (u, float("nan")), np.inf
    for _ in range(NODA_STEPS):
        y = b @ x
        low, high = (y / x).min(), (y / x).max()
        if high - low < gap * high:
            best, gap = (x * u / (x * u).sum(), float(y.sum() / x.sum())), (high - low) / high
        if gap <= tolerance:
            break
        try:
            x = np.abs(np.linalg.solve(high * np.eye(x.size) - b, x))
        except np.linalg.LinAlgError:  # ρ is the eigenvalue to the last bit
            x = y
        x = np.maximum(x / x.sum(), np.finfo(float).tiny)
    if gap > ACCEPTED:
        raise refuse(
            WeightingError,
            "eigenvector",
            "the judgments contradict each other by so many orders of magnitude that no weights can be "
            "computed; check the largest and smallest judgments",
        )
    return best
