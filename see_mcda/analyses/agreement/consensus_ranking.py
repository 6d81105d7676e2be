"""One ranking out of several: by Borda's points and by Copeland's pairwise comparisons.

Sources: Borda (1781), Mémoire sur les élections au scrutin; Copeland (1951), A reasonable social welfare
function; both in Brandt et al. (2016), Handbook of Computational Social Choice,
doi:10.1017/CBO9781107446984, chapters 2 and 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.analyses.agreement.rank_correlation import mid_ranks, order_signs
from see_mcda.arrays import Array


def borda_points(ranks: ArrayLike) -> Array:
    """Return Borda's points (n,): how many a candidate beats, summed over (r, n) rankings; a tie is half."""
    table = np.asarray(ranks, dtype=np.float64)
    return np.asarray((table.shape[1] - mid_ranks(table)).sum(axis=0))


def copeland_points(ranks: ArrayLike) -> Array:
    """Return Copeland's points (n,): pairwise comparisons won less those lost.

    A duel between two candidates is won by the one that more of the (r, n) rankings put ahead.
    """
    table = np.asarray(ranks, dtype=np.float64)
    points = np.zeros(table.shape[1])
    for some, signs in order_signs(table):
        points[some] = np.sign(signs.sum(axis=0)).sum(axis=1)
    return points
