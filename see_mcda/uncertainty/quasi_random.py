"""Quasi-random points: Sobol' points, randomised so that the error of a mean can be estimated.

With v_dj the direction numbers of dimension d, point i (from 0) is the exclusive or of the v_dj at whose
place j the binary digits of i hold a 1. A replicate is these points after a random linear matrix
scramble (each v_dj times a random lower triangular matrix modulo 2) and a
random digital shift: every point is then uniform,
and the points together remain even. So means over independent replicates are unbiased, and the spread between
them is their error.

scipy.stats.qmc has such points too, but importing scipy.stats takes over a second, several
times as long as most analyses take. A test compares these points with those.

Sources: Sobol' (1967), doi:10.1016/0041-5553(67)90144-9; Joe & Kuo (2008), doi:10.1137/070709359 (direction
numbers); Matoušek (1998), doi:10.1006/jcom.1998.0489 (scramble); Owen (1997), doi:10.1214/aos/1031594731.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.uncertainty.direction_numbers import DIRECTION_NUMBERS

Digits = NDArray[np.uint32]
DIMENSIONS = len(DIRECTION_NUMBERS) + 1
"""Dimensions that have direction numbers."""
DIGITS = 32


def quasi_random(
    seed: int, replicate: int, dimensions: int, rows: range, *, first_dimension: int = 0
) -> Array:
    """Return the points ``rows`` (k, d) of one randomised replicate, each number inside (0, 1).

    ``dimensions`` counts from the first; with ``first_dimension`` only the ones from there on are returned.
    """
    directions, shift = scrambled(seed, replicate)
    points = _points(directions[:, first_dimension:dimensions], rows)
    points ^= shift[first_dimension:dimensions]
    return np.asarray((points + 0.5) * 2.0**-DIGITS)


def _points(directions: Digits, rows: range) -> Digits:
    """Return the unscrambled or scrambled integers of the points ``rows``, without a shift.

    Runs of points that differ in the last digits only are one table, turned by the leading digits.
    """
    digits = max(1, (len(rows) - 1).bit_length())
    low = np.zeros((1, directions.shape[1]), np.uint32)
    for j in range(digits):
        low = np.concatenate([low, low ^ directions[j]])
    run = 1 << digits
    parts = []
    start = rows.start
    while start < rows.stop:
        begin = start % run
        stop = min(rows.stop, start - begin + run)
        turned = np.zeros(directions.shape[1], np.uint32)
        for j in range(digits, DIGITS):
            if start >> j & 1:
                turned ^= directions[j]
        parts.append(low[begin : begin + stop - start] ^ turned)
        start = stop
    return np.concatenate(parts) if parts else low[:0]


@lru_cache(maxsize=64)
def scrambled(seed: int, replicate: int) -> tuple[Digits, Digits]:
    """Return the scrambled direction numbers (32, D) and the shift (D,) of a replicate."""
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replicate, 0)))
    shift = generator.integers(0, 1 << DIGITS, DIMENSIONS, dtype=np.uint32)
    random = generator.integers(0, 1 << DIGITS, (DIGITS, DIMENSIONS), dtype=np.uint32)
    plain = direction_numbers()
    result = np.zeros_like(plain)
    for digit in range(DIGITS):  # from the first digit after the point
        own = np.uint32(1 << (DIGITS - 1 - digit))
        before = np.uint32((1 << DIGITS) - (1 << (DIGITS - digit)))
        row = (random[digit] & before) | own
        odd = np.bitwise_count(plain & row) & 1
        result |= np.where(odd == 1, own, np.uint32(0))
    result.setflags(write=False)
    shift.setflags(write=False)
    return result, shift


@lru_cache(maxsize=1)
def direction_numbers() -> Digits:
    """Return v (32, D), as integers whose highest bit is the first digit after the point."""
    v = np.zeros((DIGITS, DIMENSIONS), np.uint32)
    v[:, 0] = [1 << (DIGITS - 1 - j) for j in range(DIGITS)]
    for d, (s, a, initial) in enumerate(DIRECTION_NUMBERS, start=1):
        m = [m_j << (DIGITS - 1 - j) for j, m_j in enumerate(initial)]
        for j in range(s, DIGITS):
            number = m[j - s] ^ (m[j - s] >> s)
            for k in range(1, s):
                if a >> (s - 1 - k) & 1:
                    number ^= m[j - k]
            m.append(number)
        v[:, d] = m
    v.setflags(write=False)
    return v
