"""Do duels make an order? The second and third test of Wang and Triantaphyllou, on signs of pairs.

Signs (n, n): 1 where the row's candidate is ahead of the column's, -1 behind, 0 level.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.int8]
Triple = tuple[int, int, int]


def is_order(signs: Signs) -> bool:
    """Return whether the duels are transitive: they are those of a ranking, ties allowed.

    Exactly then the sign of a pair is that of the difference of both candidates' duels won less duels lost.
    """
    balance = signs.sum(axis=1, dtype=np.int64)
    return bool((np.sign(balance[:, None] - balance[None, :]) == signs).all())


def intransitive(signs: Signs) -> int:
    """Return how many sets of three candidates no ranking can put in order."""
    if is_order(signs):
        return 0
    ahead = (signs > 0).astype(np.float32)  # sums of ones: exact up to 2²⁴
    level = (signs == 0).astype(np.float32)
    np.fill_diagonal(level, 0.0)
    twice = ahead @ ahead
    cycles = (twice * ahead.T).sum(dtype=np.float64) / 3  # a > b > c > a
    one_level = (twice * level).sum(dtype=np.float64)  # c > a > b, yet b = c
    two_level = ((level @ level) * ahead).sum(dtype=np.float64)  # a = c = b, yet a > b
    return round(float(cycles + one_level + two_level))


def examples(signs: Signs, most: int) -> tuple[Triple, ...]:
    """Return some triples (a, b, c): a at least level with b, b with c, yet c ahead of a; each set once."""
    if is_order(signs):
        return ()

    def found() -> Iterator[Triple]:
        seen: set[frozenset[int]] = set()
        weak = signs >= 0
        for a in range(len(signs)):
            for c in np.flatnonzero(~weak[a]).tolist():
                for b in np.flatnonzero(weak[a] & weak[:, c]).tolist():
                    if b not in (a, c) and (key := frozenset((a, b, c))) not in seen:
                        seen.add(key)
                        yield a, b, c

    return tuple(islice(found(), most))
