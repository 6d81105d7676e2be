"""All sets within linear constraints whose value is above a bound, where they are few.

For any multipliers λ (r,) of the constraints l ≤ A y ≤ u, and with p = g − λA for gains g, weak duality
gives::

    g·y = p·y + λ·Ay ≤ U − Σ_{o: y_o ≠ [p_o > 0]} |p_o|      U = Σ_o max(p_o, 0) + Σ_r max(λ_r u_r, λ_r l_r)

so a set above the bound differs from [p > 0] only in options whose |p_o| sum to at most U − bound. With the
multipliers of the linear relaxation there are few such sets, and each is tried. No result depends on how
well the relaxation was solved; that decides only how many sets are tried.

Source: Balas & Zemel (1980), doi:10.1287/opre.28.5.1130 (the core of a knapsack problem).
"""

from __future__ import annotations

import numpy as np

from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array

MOST_TRIED = 1 << 17
_MOST_FREE = 62
"""Options that may differ, as bits of an integer."""
_ROUNDING = 1e-12


def sets_above(program: Program, values: Array, bound: float, most: int = MOST_TRIED) -> Chosen | None:
    """Return (k, o) the options of all sets worth more than ``bound`` for (n,) values, the best first.

    ``None`` says that more than ``most`` sets would have to be tried.
    """
    gains = program.gains(values)
    matrix, low, high = program.rows
    multipliers = _multipliers(gains, matrix, low, high)
    if multipliers is None:
        return None
    reduced = gains - multipliers @ matrix
    ends = np.where(multipliers > 0, high, low)[multipliers != 0]
    most_worth = np.maximum(reduced, 0.0).sum() + multipliers[multipliers != 0] @ ends
    room = float(most_worth) - bound + _ROUNDING * max(float(np.abs(gains).sum()), 1e-300)
    price = np.abs(reduced)
    free = np.argsort(-price, kind="stable")
    free = free[price[free] <= room]
    if room < 0:
        return np.zeros((0, len(gains)), bool)
    if len(free) > _MOST_FREE:
        return None
    start = reduced > 0
    change = np.where(start, -1.0, 1.0)[free]
    changed, paid = np.zeros(1, np.int64), np.zeros(1)
    for bit, at in enumerate(price[free]):
        further = np.flatnonzero(paid + at <= room)
        if len(paid) + len(further) > most:
            return None
        changed = np.append(changed, changed[further] | np.int64(1 << bit))
        paid = np.append(paid, paid[further] + at)
    bits = (changed[:, None] >> np.arange(len(free)) & 1).astype(float) * change
    totals = float(gains[start].sum()) + bits @ gains[free]
    above = totals > bound
    bits, totals = bits[above], totals[above]
    sums = matrix @ start + bits @ matrix[:, free].T
    slack = 1e-9 * np.abs(matrix).sum(axis=1)
    allowed = ((sums >= low - slack) & (sums <= high + slack)).all(axis=1)
    order = np.argsort(-totals[allowed], kind="stable")
    found = np.tile(start, (len(order), 1))
    found[:, free] ^= bits[allowed][order] != 0
    return found[[program.allows(options) for options in found]] if len(found) else found


def _multipliers(gains: Array, matrix: Array, low: Array, high: Array) -> Array | None:
    """Return (r,) the multipliers of the linear relaxation; None where it is not solved."""
    from scipy.optimize import linprog  # noqa: PLC0415 (it takes long to import)

    above, below = np.isfinite(high), np.isfinite(low)
    unit = np.abs(gains).max(initial=0.0) or 1.0
    solved = linprog(
        gains / -unit,
        A_ub=np.vstack([matrix[above], -matrix[below]]),
        b_ub=np.concatenate([high[above], -low[below]]),
        bounds=(0.0, 1.0),
        method="highs-ds",
    )
    if solved.status != 0:
        return None
    found = solved.ineqlin.marginals * -unit
    multipliers = np.zeros(len(matrix))
    multipliers[above] += found[: above.sum()]
    multipliers[below] -= found[above.sum() :]
    # A multiplier must not pull on an end that is infinite.
    return np.where(np.isfinite(np.where(multipliers > 0, high, low)), multipliers, 0.0)
