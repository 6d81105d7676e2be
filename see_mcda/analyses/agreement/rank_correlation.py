"""How alike rankings are: Kendall's tau-b, the WS coefficient, and Kendall's W, for many rankings at once.

Ranks as everywhere: 1 is best, ties share the smallest. Where a coefficient is undefined it is NaN.

Sources: Kendall (1945), The treatment of ties in ranking problems, doi:10.1093/biomet/33.3.239 (tau-b);
Sałabun & Urbaniak (2020), doi:10.1007/978-3-030-50417-5_47 (WS); Kendall & Babington Smith (1939),
doi:10.1214/aoms/1177732186, and Siegel & Castellan (1988), Nonparametric Statistics, section 9.3 (W).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array

_TOGETHER = 1 << 20
"""Cells of the table of signs that are held at once."""


def order_signs(ranks: Array) -> Iterator[tuple[slice, Array]]:
    """Yield, for some candidates a at a time, (r, |a|, n): 1 where a is ahead of b, -1 behind, 0 level."""
    r, n = ranks.shape
    step = max(1, _TOGETHER // max(r * n, 1))
    for start in range(0, n, step):
        some = slice(start, min(start + step, n))
        yield some, np.sign(ranks[:, None, :] - ranks[:, some, None])


def tau_b(ranks: ArrayLike) -> Array:
    """Return Kendall's tau-b (r, r) of (r, n) rankings.

    tau_b = (P − Q) / sqrt((P + Q + X)(P + Q + Y)), with P concordant pairs, Q discordant ones, X and Y those
    tied in one ranking only. NaN beside a ranking in which all are tied.
    """
    table = np.asarray(ranks, dtype=np.float64)
    r = len(table)
    products = np.zeros((r, r))
    for _, signs in order_signs(table):
        flat = signs.reshape(r, -1)
        products += flat @ flat.T  # whole numbers: exact
    untied = np.diag(products)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.clip(products / np.sqrt(untied[:, None] * untied[None, :]), -1.0, 1.0)


def ws(ranks: ArrayLike) -> Array:
    """Return the WS coefficient (r, r) of (r, n) rankings: row i is the reference x, column j the other y.

    WS = 1 − Σ_i 2^(−x_i) |x_i − y_i| / max(|x_i − 1|, |x_i − N|): a difference at the top of the reference
    counts most, so WS(x, y) is not WS(y, x). 1 for equal rankings; NaN for fewer than two candidates. Ranks
    that are shared go in as they are.
    """
    table = np.asarray(ranks, dtype=np.float64)
    r, n = table.shape
    if n < 2:
        return np.full((r, r), np.nan)
    weights = np.exp2(-table) / np.maximum(table - 1, n - table)
    return np.array([1.0 - np.abs(x - table) @ w for x, w in zip(table, weights, strict=True)])


def mid_ranks(ranks: ArrayLike) -> Array:
    """Return (r, n) ranks in which the tied share the mean of their places, for ranks that share the best."""
    table = np.asarray(ranks, dtype=np.float64)
    return np.array([row + (_group_sizes(row) - 1) / 2 for row in table])


def _group_sizes(row: Array) -> Array:
    _, group, sizes = np.unique(row, return_inverse=True, return_counts=True)
    return np.asarray(sizes[group], dtype=np.float64)


@dataclass(frozen=True)
class Concordance:
    """Kendall's W of several rankings of the same candidates.

    Attributes:
        w: 0 (no agreement) to 1 (the same ranking); NaN if undefined.
        raters: how many rankings.
        candidates: how many are ranked.
        chi_square, degrees: Friedman's statistic r (n − 1) W, and its degrees of freedom n − 1.
        p: the chance of at least such agreement if each ranking were drawn by lot (chi-square
            approximation, rough for fewer than eight candidates).

    """

    w: float
    raters: int
    candidates: int
    chi_square: float
    degrees: int
    p: float


def concordance(ranks: ArrayLike) -> Concordance:
    """Return Kendall's W of (r, n) rankings, corrected for ties.

    With R_i the sum of candidate i's mid-ranks and t the sizes of the groups of tied candidates::

        W = 12 Σ_i (R_i − mean R)² / (r² (n³ − n) − r Σ (t³ − t))

    Undefined (NaN) for one ranking, for one candidate, and if every ranking ties everybody.
    """
    table = np.asarray(ranks, dtype=np.float64)
    r, n = table.shape
    places = mid_ranks(table) if n else table
    sums = places.sum(axis=0)
    ties = sum(float((np.square(_group_sizes(row)) - 1).sum()) for row in table)  # Σ over members of t² − 1
    spread = 12.0 * float(np.square(sums - sums.mean()).sum()) if n else 0.0
    most = r * r * (n**3 - n) - r * ties
    if r < 2 or n < 2 or most <= 0:
        return Concordance(np.nan, r, n, np.nan, max(n - 1, 0), np.nan)
    w = min(spread / most, 1.0)
    chi_square = r * (n - 1) * w
    from scipy.special import chdtrc  # noqa: PLC0415 (scipy is not needed to import)

    return Concordance(w, r, n, chi_square, n - 1, float(chdtrc(n - 1, chi_square)))
