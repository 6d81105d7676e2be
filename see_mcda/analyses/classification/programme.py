"""A mixed-integer programme, built row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from see_mcda.arrays import Array

INFEASIBLE = 2
"""The status of a programme without a solution."""


@dataclass
class Programme:
    """The constraints of a programme of so many variables, which lie between 0 and 1 unless changed."""

    size: int
    rows: list[Array] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lower, self.upper = np.zeros(self.size), np.ones(self.size)
        self.whole = np.zeros(self.size)

    def put(self, entries: list[tuple[int, Array]], least: float, most: float) -> None:
        """Add a constraint; an entry holds the coefficients of the variables from a position on."""
        row = np.zeros(self.size)
        for start, values in entries:
            row[start : start + len(values)] += values
        self.rows.append(row)
        self.low.append(least)
        self.high.append(most)

    def largest(self, objective: Array, seconds: float = np.inf) -> Any:
        """Return the solution with the largest objective that is found in so many seconds."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 (slow to import)

        return milp(
            -np.asarray(objective, dtype=np.float64),
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            bounds=Bounds(self.lower, self.upper),
            integrality=self.whole,
            options={"time_limit": seconds},
        )
