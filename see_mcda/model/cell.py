"""Single scores and gates."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from see_mcda.model.criteria import GateState

Missing = Literal["error", "worst", "neutral", "mean", "interval", "skip"]
MISSING: tuple[Missing, ...] = get_args(Missing)
GATE_STATES: tuple[GateState, ...] = ("pass", "not-established", "fail")
"""From best to worst: the position is the code in ``Problem.gates``."""

SPREAD = 3.0
"""Standard deviations from the mean to the ends of a normally distributed score."""
_LARGEST = sys.float_info.max


@dataclass(frozen=True)
class Cell:
    """A score that is more than a number: uncertain, judged by several assessors, or with evidence.

    ``assessors`` are the values of several people; ``mode`` makes an interval a triangle; ``mean`` and ``sd``
    make it a normal distribution (:meth:`normal`). ``point`` is the value in a plain ranking: the mean,
    (low + mode + high)/3, or the midpoint.
    """

    low: float
    high: float
    mode: float | None = None
    assessors: tuple[float, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    mean: float | None = None
    sd: float | None = None

    @classmethod
    def normal(cls, mean: float, sd: float, least: float | None = None, most: float | None = None) -> Cell:
        """Return a normally distributed score; ``least`` and ``most`` are the ends of its scale.

        ``low`` and ``high`` are mean ± :data:`SPREAD` sd, within the scale: where the score is in 99.7 of 100
        cases. They are numbers even where the bounds overflow.
        """
        low, high = mean - SPREAD * sd, mean + SPREAD * sd
        low, high = max(low, -_LARGEST), min(high, _LARGEST)
        return cls(
            low if least is None else max(low, least),
            high if most is None else min(high, most),
            mean=mean,
            sd=sd,
        )

    @property
    def point(self) -> float:
        """The single value that represents this cell."""
        if self.mean is not None:
            return self.mean
        if self.assessors:
            return _mean(*self.assessors)
        if self.mode is not None:
            return _mean(self.low, self.mode, self.high)
        return self.low if self.low == self.high else _mean(self.low, self.high)


def _mean(*numbers: float) -> float:
    try:
        return math.fsum(numbers) / len(numbers)
    except OverflowError:
        return math.fsum(number / len(numbers) for number in numbers)
