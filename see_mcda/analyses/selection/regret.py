"""The largest regret of a set over a region of weights, and the set for which it is smallest.

The regret of a set S under weights w is z(w) − c_S·w, what the best set is worth more. It is convex in w, as
z is, so it is largest at a corner of the region; the set with the smallest largest regret is one integer
programme over the corners.

Source: Kouvelis & Yu (1997), Robust Discrete Optimization and Its Applications,
doi:10.1007/978-1-4757-2620-6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from see_mcda.analyses.selection.optimum import SCALE, Chosen, Program
from see_mcda.arrays import Array
from see_mcda.errors import RunError, refuse


@dataclass(frozen=True, eq=False)
class Regrets:
    """The regrets over the corners of a region.

    Attributes:
        gains: (o, v) what each option adds to the value of a set at each corner.
        best: (v,) the value of the best set there.

    """

    program: Program
    gains: Array
    best: Array

    @classmethod
    def of(cls, program: Program, values: Array, corners: Array) -> Regrets:
        """Return the regrets for candidates' values (n, m) and a region's corners (v, m)."""
        at_corners = (values @ corners.T).T
        gains = np.array([program.gains(at) for at in at_corners]).T
        best = []
        for at in at_corners:
            options = program.best(at)
            if options is None:
                raise ValueError("no set is allowed")
            best.append(program.value(options, at))
        return cls(program, gains, np.array(best))

    def largest(self, options: Chosen) -> float:
        """Return the largest regret of a set."""
        return max(0.0, float((self.best - options @ self.gains).max()))

    def least(self) -> Chosen:
        """Return the options of a set with the smallest largest regret."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 (it takes long to import)

        matrix, low, high = self.program.rows
        o, v = self.gains.shape
        unit = (float(np.abs(self.gains).max(initial=0.0)) or 1.0) / SCALE
        cut_off = np.zeros((0, o + 1))
        while True:
            rows = np.vstack(
                [
                    np.column_stack([matrix, np.zeros(len(matrix))]),
                    np.column_stack([self.gains.T / unit, np.ones(v)]),
                    cut_off,
                ]
            )
            found = milp(
                np.append(np.zeros(o), 1.0),
                integrality=np.append(np.ones(o), 0.0),
                bounds=Bounds(0, np.append(np.ones(o), np.inf)),
                constraints=LinearConstraint(
                    rows,
                    np.concatenate([low, self.best / unit, 1.0 - np.maximum(-cut_off, 0).sum(axis=1)]),
                    np.concatenate([high, np.full(v + len(cut_off), np.inf)]),
                ),
                options={"mip_rel_gap": 0.0},
            )
            if found.x is None:
                raise refuse(
                    RunError, "not-settled", "the solver found no best set: {reason}", reason=found.message
                )
            options = np.asarray(found.x[:o] > 0.5)
            if self.program.allows(options):
                return options
            # Allowed within the solver's tolerances only.
            cut_off = np.vstack([cut_off, np.append(np.where(options, -1.0, 1.0), 0.0)])
