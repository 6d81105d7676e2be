"""The intraclass correlation: how much of the spread of scores is the candidates', and not the assessors'.

For n targets, each judged by the same k assessors, with the mean squares of the two-way table: BMS between
targets, JMS between assessors, EMS residual, and WMS within targets::

    ICC(1,1) = (BMS − WMS) / (BMS + (k−1) WMS)
    ICC(2,1) = (BMS − EMS) / (BMS + (k−1) EMS + k (JMS − EMS) / n)
    ICC(3,1) = (BMS − EMS) / (BMS + (k−1) EMS)
    ICC(1,k) = (BMS − WMS) / BMS
    ICC(2,k) = (BMS − EMS) / (BMS + (JMS − EMS) / n)
    ICC(3,k) = (BMS − EMS) / BMS

1: each target judged by assessors of its own; 2: the same assessors, who stand for others, absolute
agreement; 3: these very assessors, consistency (one may be stricter throughout). In McGraw and Wong's names
they are ICC(1), ICC(A,1), ICC(C,1) and ICC(1,k), ICC(A,k), ICC(C,k). k: of the mean of the k assessors.

Sources: Shrout & Fleiss (1979), Intraclass correlations: uses in assessing rater reliability,
doi:10.1037/0033-2909.86.2.420; McGraw & Wong (1996), doi:10.1037/1082-989X.1.1.30.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.errors import InputError, refuse

LEVEL = 0.95
"""Of the intervals."""
FORMS = (
    ("ICC(1,1)", "ICC(1)"),
    ("ICC(2,1)", "ICC(A,1)"),
    ("ICC(3,1)", "ICC(C,1)"),
    ("ICC(1,k)", "ICC(1,k)"),
    ("ICC(2,k)", "ICC(A,k)"),
    ("ICC(3,k)", "ICC(C,k)"),
)
"""In the names of Shrout and Fleiss, and of McGraw and Wong."""


@dataclass(frozen=True)
class Intraclass:
    """One form of the intraclass correlation.

    Attributes:
        form: in Shrout and Fleiss's name, as ``ICC(2,1)``.
        also: in McGraw and Wong's name, as ``ICC(A,1)``.
        value: the correlation; it may be below 0; NaN if undefined (all scores the same).
        low, high: its 95 % interval.
        f, degrees: the F ratio that tests whether targets differ at all, and its degrees of freedom.
        p: the chance of an F at least as large if they did not.

    """

    form: str
    also: str
    value: float
    low: float
    high: float
    f: float
    degrees: tuple[int, int]
    p: float


def intraclass(scores: ArrayLike) -> dict[str, Intraclass]:
    """Return the six forms, by Shrout and Fleiss's names, for (n, k) scores of n targets by k judges.

    Raises :class:`InputError` for fewer than two targets or assessors, or what is no number.
    """
    x = np.asarray(scores, dtype=np.float64)
    if x.ndim != 2 or min(x.shape) < 2 or not np.isfinite(x).all():
        raise refuse(
            InputError,
            "wrong-shape",
            "at least two targets, each judged by the same two or more assessors, are needed, not {given}",
            given=str(x.shape),
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        return {one.form: one for one in _Table(x).forms()}


class _Table:
    """The analysis of variance of one table, with the paper's symbols."""

    def __init__(self, x: NDArray[np.float64]):
        self.n, self.k = n, k = x.shape
        x = x - x.mean()
        targets, judges = x.mean(axis=1), x.mean(axis=0)
        rest = x - targets[:, None] - judges[None, :]
        scale = float(np.abs(x).max()) * 1e-12  # what is left by rounding of a table without a residual
        rest = np.where(np.abs(rest) <= scale, 0.0, rest)
        self.bms = np.float64(k * np.square(targets).sum() / (n - 1))
        self.jms = np.float64(n * np.square(judges).sum() / (k - 1))
        self.ems = np.float64(np.square(rest).sum() / ((n - 1) * (k - 1)))
        self.wms = ((k - 1) * self.jms + (n - 1) * (k - 1) * self.ems) / (n * (k - 1))

    def forms(self) -> list[Intraclass]:
        n, k = self.n, self.k
        bms, jms, ems, wms = self.bms, self.jms, self.ems, self.wms
        within, residual = n * (k - 1), (n - 1) * (k - 1)
        one = (bms - wms) / (bms + (k - 1) * wms)
        two = (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n)
        three = (bms - ems) / (bms + (k - 1) * ems)
        first = self._plain(wms, within)
        second = self._absolute(float(two))
        third = self._plain(ems, residual)
        by_within, by_residual = self._test(wms, within), self._test(ems, residual)
        values = (
            one,
            two,
            three,
            (bms - wms) / bms,
            (bms - ems) / (bms + (jms - ems) / n),
            (bms - ems) / bms,
        )
        intervals = (first, second, third, *(self._stepped(single) for single in (first, second, third)))
        tests = (by_within, by_residual, by_residual) * 2
        return [
            Intraclass(form, also, float(value), low, high, f, degrees, p)
            for (form, also), value, (low, high), (f, degrees, p) in zip(
                FORMS, values, intervals, tests, strict=True
            )
        ]

    def _test(self, error: np.float64, degrees: int) -> tuple[float, tuple[int, int], float]:
        """Return the F ratio of the targets, its degrees of freedom and its chance."""
        f = float(self.bms / error)
        freedom = (self.n - 1, degrees)
        return f, freedom, np.nan if np.isnan(f) else 0.0 if np.isinf(f) else _chance(*freedom, f)

    def _plain(self, error: np.float64, degrees: int) -> tuple[float, float]:
        """Return the interval of ICC(1,1) or ICC(3,1)."""
        f = float(self.bms / error)
        if not np.isfinite(f):
            return (np.nan, np.nan) if np.isnan(f) else (1.0, 1.0)
        low = f / _quantile(self.n - 1, degrees)
        high = f * _quantile(degrees, self.n - 1)
        return (low - 1) / (low + self.k - 1), (high - 1) / (high + self.k - 1)

    def _absolute(self, value: float) -> tuple[float, float]:
        """Return the interval of ICC(2,1), with the degrees of freedom v by Satterthwaite's approximation."""
        n, k, bms, jms, ems = self.n, self.k, self.bms, self.jms, self.ems
        if ems == 0:  # the limit: what is left is the difference between assessors
            return (1.0, 1.0) if jms == 0 < bms else (np.nan, np.nan)
        ratio = jms / ems
        part, rest = k * value * ratio, n * (1 + (k - 1) * value) - k * value
        v = (k - 1) * (n - 1) * (part + rest) ** 2 / ((n - 1) * part**2 + rest**2)
        upper, lower = _quantile(n - 1, v), _quantile(v, n - 1)
        common = k * jms + (k * n - k - n) * ems
        return (
            float(n * (bms - upper * ems) / (upper * common + n * bms)),
            float(n * (lower * bms - ems) / (common + n * lower * bms)),
        )

    def _stepped(self, interval: tuple[float, float]) -> tuple[float, float]:
        """Return the interval of the mean of k assessors, by Spearman and Brown's formula."""
        low, high = (np.float64(end) * self.k / (1 + (self.k - 1) * end) for end in interval)
        return float(low), float(high)


def _quantile(one: float, other: float) -> float:
    from scipy.special import fdtri  # noqa: PLC0415 (scipy is not needed to import)

    return float(fdtri(one, other, (1 + LEVEL) / 2))


def _chance(one: int, other: int, f: float) -> float:
    from scipy.special import fdtrc  # noqa: PLC0415

    return float(fdtrc(one, other, f))
