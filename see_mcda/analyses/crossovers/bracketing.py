"""Where two candidates swap as something moves, for methods without a formula: bracketed, then narrowed.

The order is looked at on a grid; where a pair stands in one order at one point and in the other at a later
one, the swap between is narrowed to :data:`WIDTH` by Chandrupatla's method. Two swaps of one pair between
neighbouring points of the grid are not seen.

Source: Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
function without using derivatives, Advances in Engineering Software 28(3), 145-149,
doi:10.1016/S0965-9978(96)00051-8.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods.ranks import TIE

Places = NDArray[np.intp]
Difference = Callable[[Places, Array], Array]
"""How far the first candidate of each pair (k,) is ahead at the points x (k,)."""
WIDTH = 1e-12
"""How closely a swap is narrowed, beside what the moving thing's whole range is."""
_STEPS = 90
_PAIRS_TOGETHER = 1 << 14


def swaps(
    keys: Array, x: Array, a: Places, b: Places, difference: Difference
) -> tuple[Places, Array, NDArray[np.bool_]]:
    """Return the positions (c,) of the pairs that swap, where they do, and whether a is ahead before.

    ``keys`` (g, n) order the candidates at the rising points ``x`` (g,); pairs are ``a``, ``b`` (k,).
    """
    pairs, found, falls = [], [], []
    for start in range(0, len(a), _PAIRS_TOGETHER):
        some = slice(start, start + _PAIRS_TOGETHER)
        ka, kb = keys[:, a[some]], keys[:, b[some]]
        with np.errstate(invalid="ignore"):
            d = np.where(ka == kb, 0.0, ka - kb)
            d[np.abs(d) <= TIE * np.maximum(1.0, np.maximum(np.abs(ka), np.abs(kb)))] = 0.0
        places = np.arange(len(x))[:, None]
        last = np.maximum.accumulate(np.where(d != 0, places, -1), axis=0)  # the last point without a tie
        before = last[:-1]
        pair, step = np.nonzero(((before >= 0) & (d[1:] * np.take_along_axis(d, before, axis=0) < 0)).T)
        low, high = before[step, pair], step + 1
        pairs.append(pair + start)
        falls.append(d[low, pair] > 0)
        span = x[-1] - x[0]
        found.append(
            narrowed(
                lambda at, point, pair=pair + start: difference(pair[at], point),  # type: ignore[misc]
                x[low],
                x[high],
                f_low=d[low, pair],
                f_high=d[high, pair],
                width=WIDTH * span,
            )
        )
    if not pairs:
        return np.empty(0, np.intp), np.empty(0), np.empty(0, bool)
    return np.concatenate(pairs), np.concatenate(found), np.concatenate(falls)


def narrowed(f: Difference, low: Array, high: Array, *, f_low: Array, f_high: Array, width: float) -> Array:
    """Return a root of each of k functions between its ``low`` and ``high``, where its signs differ.

    ``f`` takes the positions of functions and a point for each.
    """
    a, b, fa, fb = low.copy(), high.copy(), f_low.copy(), f_high.copy()
    c, fc = a.copy(), fa.copy()
    t = np.full(len(a), 0.5)
    active = np.arange(len(a))
    for _ in range(_STEPS):
        if not len(active):
            break
        i = active
        x = a[i] + t[i] * (b[i] - a[i])
        fx = f(i, x)
        same = np.sign(fx) == np.sign(fa[i])
        c[i], fc[i] = np.where(same, a[i], b[i]), np.where(same, fa[i], fb[i])
        b[i], fb[i] = np.where(same, b[i], a[i]), np.where(same, fb[i], fa[i])
        a[i], fa[i] = x, fx
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            least = 0.5 * width / np.abs(b[i] - a[i])
            xi = (a[i] - b[i]) / (c[i] - b[i])
            phi = (fa[i] - fb[i]) / (fc[i] - fb[i])
            smooth = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
            inverse = fa[i] / (fb[i] - fa[i]) * fc[i] / (fb[i] - fc[i]) + (c[i] - a[i]) / (b[i] - a[i]) * fa[
                i
            ] / (fc[i] - fa[i]) * fb[i] / (fc[i] - fb[i])
        step = np.where(smooth & np.isfinite(inverse), inverse, 0.5)
        done = (least >= 0.5) | (fx == 0)
        t[i] = np.clip(step, np.minimum(least, 0.5), 1 - np.minimum(least, 0.5))
        active = i[~done]
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(fa) <= np.abs(fb), a, b)
