"""Proven bounds of the areas in which each candidate of TOPSIS wins, on the triangle of three shares.

With b the shares, D⁺_a² = b·P_a b and D⁻_a² = b·Q_a b, and a is ahead of c where::

    (b·Q_a b) (b·P_c b) − (b·Q_c b) (b·P_a b) > 0

In the Bernstein form of this quartic on a small triangle, coefficients that are all above 0 prove it for
every mix there. Triangles in which nobody is proven ahead of all others are divided into four; what is
undecided at the end lies between the bounds.

Source: Farouki (2012), The Bernstein polynomial basis: a centennial retrospective,
doi:10.1016/j.cagd.2012.03.001.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from math import factorial

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array

DIVISIONS = 10
"""Halvings of the triangle's sides at most."""
_MOST_CELLS = 50_000
"""More undecided triangles are not divided again."""
_AT_ONCE = 1 << 21
"""Numbers that are held at once, about."""
_ROUNDING = 1e-13
_PAIRS = tuple(combinations_with_replacement(range(3), 2))


def proven_areas(
    p: Array, q: Array, corners: Array, eligible: NDArray[np.bool_], divisions: int = DIVISIONS
) -> tuple[Array, Array]:
    """Return (n,) the least and the greatest area that each candidate's region can have.

    ``p`` and ``q`` (n, m) are those of :meth:`see_mcda.methods.Prepared.quadratic_parts`, ``corners`` (3, m)
    the weights at the corners. Candidates that are always tied have the same bounds.
    """
    P = np.einsum("im,nm,jm->nij", corners, p, corners, optimize=True)
    Q = np.einsum("im,nm,jm->nij", corners, q, corners, optimize=True)
    candidates = np.flatnonzero(eligible)
    forms = np.concatenate([P, Q], axis=1).reshape(len(p), -1)[candidates]
    _, first, same = np.unique(forms, axis=0, return_index=True, return_inverse=True)
    P, Q = P[candidates[first]], Q[candidates[first]]
    low, open_to = np.zeros(len(first)), np.zeros(len(first))
    cells = np.eye(3)[None]
    for division in range(divisions + 1):
        size = 0.25**division
        last = division == divisions or 4 * len(cells) > _MOST_CELLS
        undecided = []
        step = max(1, _AT_ONCE // (len(first) * 36))
        for start in range(0, len(cells), step):
            some = cells[start : start + step]
            winner, beaten = _proof(some, P, Q)
            proven = beaten.all(axis=1)
            np.add.at(low, winner[proven], size)
            if last:
                beaten[np.arange(len(some)), winner] = False
                open_to += size * (~beaten[~proven]).sum(axis=0)
            undecided.append(some[~proven])
        if last:
            break
        cells = _quartered(np.concatenate(undecided))
        if not len(cells):
            break
    least, greatest = np.zeros(len(p)), np.zeros(len(p))
    least[candidates], greatest[candidates] = low[same.ravel()], (low + open_to)[same.ravel()]
    return least, greatest


def _proof(cells: Array, P: Array, Q: Array) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return, for triangles (c, 3, 3), the winner in the middle, and (c, n) whom it is proven ahead of."""
    i, j = np.array(_PAIRS).T
    times = np.where(i == j, 1.0, 2.0)  # λ_i λ_j stands twice in a quadratic form
    p = (cells[:, None] @ P @ cells.transpose(0, 2, 1)[:, None])[:, :, i, j] * times
    q = (cells[:, None] @ Q @ cells.transpose(0, 2, 1)[:, None])[:, :, i, j] * times
    middle_p, middle_q = p.sum(axis=2), q.sum(axis=2)
    whole = middle_p + middle_q
    closeness = np.divide(middle_q, whole, out=np.full_like(whole, 0.5), where=whole > 0)
    winner = closeness.argmax(axis=1)
    at = np.arange(len(cells))
    ahead = q[at, winner][:, None, :, None] * p[:, :, None, :]
    behind = p[at, winner][:, None, :, None] * q[:, :, None, :]
    shape = (*p.shape[:2], 36)
    largest = (np.abs(ahead) + np.abs(behind)).reshape(shape).max(axis=2)
    lead = (ahead - behind).reshape(shape) @ _PRODUCT
    beaten = (lead > _ROUNDING * largest[..., None]).all(axis=2)
    beaten[at, winner] = True
    return winner, beaten


def _quartered(cells: Array) -> Array:
    a, b, c = cells[:, 0], cells[:, 1], cells[:, 2]
    ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
    quarters = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.concatenate([np.stack(quarter, axis=1) for quarter in quarters])


def _product() -> Array:
    """Return (36, 15): the Bernstein coefficients of the products of two quadratic monomials."""
    powers = [(i, j, 4 - i - j) for i in range(5) for j in range(5 - i)]
    table = np.zeros((36, 15))
    for left, one in enumerate(_PAIRS):
        for right, other in enumerate(_PAIRS):
            both = (*one, *other)
            power = (both.count(0), both.count(1), both.count(2))
            ways = 24 // (factorial(power[0]) * factorial(power[1]) * factorial(power[2]))
            table[6 * left + right, powers.index(power)] = 1 / ways
    return table


_PRODUCT = _product()
