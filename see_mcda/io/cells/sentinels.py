"""Numbers that stand for a missing score: -999, 9999 and the like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FAR = 5
"""A number is far from the rest if it is at least so many times as large as any of them."""


def suspicious_sentinels(values: Sequence[float] | NDArray[np.float64]) -> list[int]:
    """Return the rows whose number may stand for a missing score.

    Such a number is -1, or has two or more digits that are all nines, with either sign (99, -99, 999, …), and
    lies far outside the other numbers, of which there must be two or more:

    - at least five times as large as any of them, for nines;
    - or negative, while none of the others is; -1 only if the others are whole numbers of 10 or more.
    """
    column = np.asarray(values, float)
    size = np.abs(column)
    nines = np.isin(size, [10.0**digits - 1 for digits in range(2, 16)])
    if not (nines | (column == -1)).any():
        return []
    rest = column[np.isfinite(column) & ~nines & (column != -1)]
    if len(rest) < 2:
        return []
    low = rest.min()
    found = nines & (size >= _FAR * np.abs(rest).max())
    if low >= 0:
        found |= nines & (column < 0)
        if low >= 10 and np.all(rest % 1 == 0):
            found |= column == -1
    return [int(row) for row in np.flatnonzero(found)]
