"""Necessary and possible preference: who is at least as good as whom, under all weights and under some.

For scores that are linear in the weights, w·v_a, the difference d(a, b) = w·(v_a − v_b) is least and largest
at corners of the region of allowed weights; max d(a, b) = −min d(b, a). a is necessarily at least as good as
b if min d(a, b) ≥ 0, and possibly if max d(a, b) ≥ 0, by the tie rule of rankings.

Greco, S., Mousseau, V., & Słowiński, R. (2008). Ordinal regression revisited: multiple criteria ranking using
a set of additive value functions. EJOR 191, 416-436. https://doi.org/10.1016/j.ejor.2007.08.013
"""

from __future__ import annotations

import numpy as np

from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array


def least_differences(region: WeightRegion, values: Array) -> Array:
    """Return (n, n): the least w·(v_a − v_b) of row a and column b over the region, for (n, m) finite v."""
    n = len(values)
    least = np.zeros((n, n))
    if region.complete:
        at_corners = values @ region.corners.T
        for row in range(n):
            least[row] = (at_corners[row] - at_corners).min(axis=1)
    else:
        a, b = np.nonzero(~np.eye(n, dtype=bool))
        least[a, b] = region.lowest(values[a] - values[b])
    return least
