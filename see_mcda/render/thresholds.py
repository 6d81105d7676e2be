"""Numbers near a threshold, rounded so that statements about them hold at the digits shown.

A number beyond a threshold is rounded to the nearest if the statement, tried with the rounded number, still
holds; else away from the threshold; else with one digit more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

import numpy as np

from see_mcda.arrays import Array
from see_mcda.render.report import ABSENT

_FIRST, _LAST = 3, 12
"""The coarsest and the finest rounding: to this power of a tenth of the change."""
_DIGITS = 17
"""Significant digits of a float."""


def beyond(value: float, now: float, holds: Callable[[float], bool] | None = None) -> str:
    """Return a number that lies beyond a threshold, seen from ``now``, with the digits it takes.

    ``holds`` tries the statement with a rounded number; without it, the number comes no nearer to ``now``.
    """
    way = 1 if value >= now else -1
    enough = holds or (lambda x: (x - value) * way >= 0)
    return next((words for words in roundings(value, now) if enough(float(words))), repr(value))


def roundings(value: float, now: float) -> Iterator[str]:
    """Yield ever finer roundings of ``value``: each to the nearest, then away from ``now``."""
    away = ROUND_CEILING if value >= now else ROUND_FLOOR
    size, change = max(abs(value), abs(now)), abs(value - now)
    for finer in range(_FIRST, _LAST):
        for mode in (ROUND_HALF_EVEN, away):
            unit = _exponent(change) - finer if change else -_DIGITS
            yield rounded(value, max(unit, _exponent(size) - _DIGITS + 1), mode)


def points(share: float | None, *, enough: bool = True) -> str:
    """Return a size of change in points: rounded up, so that it is enough, or down, so that less is not."""
    if share is None or not math.isfinite(share):
        return ABSENT
    size = float(f"{100 * share:.10g}")  # 33.4, not 33.40000000000001, which would be 33.5
    words = rounded(size, -1 if size >= 1 else _exponent(size) - 1, ROUND_CEILING if enough else ROUND_FLOOR)
    return f"{float(words):.1f}" if size == 0 or size >= 1 else words


def up(value: float, unit: int) -> str:
    """Return a number rounded up to ``10 ** unit``; one that is there but for the noise of floats stays."""
    return rounded(float(f"{value:.13g}"), unit, ROUND_CEILING)


def down(value: float, unit: int) -> str:
    """Return a number rounded down to ``10 ** unit``, likewise."""
    return rounded(float(f"{value:.13g}"), unit, ROUND_FLOOR)


def within(low: float, high: float, span: float) -> tuple[str, str]:
    """Return the ends of an interval rounded inwards, to about a millionth of ``span``."""
    start = _exponent(span) - 5
    low, high = float(f"{low:.10g}"), float(f"{high:.10g}")  # a search ends just beside the border
    for unit in range(start, start - _DIGITS, -1):
        ends = up(low, unit), down(high, unit)
        if float(ends[0]) <= float(ends[1]):
            return ends
    return repr(low), repr(high)


def largest_remainder(shares: Array, units: int) -> list[int]:
    """Return shares as whole numbers that sum to ``units``: the largest remainders are rounded up."""
    exact = shares / shares.sum() * units
    found = np.floor(exact).astype(int)
    found[np.argsort(found - exact, kind="stable")[: units - found.sum()]] += 1
    return [int(number) for number in found]


def rounded(value: float, unit: int, mode: str) -> str:
    """Return a number rounded to ``10 ** unit``, without trailing zeros."""
    number = Decimal(value).quantize(Decimal(1).scaleb(unit), rounding=mode).normalize() + 0
    plain = not number or 1e-4 <= abs(number) < 1e15
    return format(number, "f") if plain else repr(float(number))


def _exponent(size: float) -> int:
    return math.floor(math.log10(size)) if size else 0
