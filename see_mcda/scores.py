"""What a single score and a single gate can be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from see_mcda.criteria import GateState

Missing = Literal["error", "worst", "neutral", "interval"]
MISSING: tuple[Missing, ...] = ("error", "worst", "neutral", "interval")
GATE_STATES: tuple[GateState, ...] = ("pass", "not-established", "fail")
"""From best to worst: the position is the code in ``Problem.gates``."""


@dataclass(frozen=True)
class Cell:
    """A score that is more than a number: doubtful, judged by several, or with evidence.

    ``assessors`` are the values of several people; ``mode`` makes an interval a triangle. ``point`` is what a
    plain ranking takes: the mean, (low + mode + high)/3, or the midpoint.
    """

    low: float
    high: float
    mode: float | None = None
    assessors: tuple[float, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def point(self) -> float:
        """The single value that stands for this cell."""
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
