r"""The set of candidates with the greatest value within linear constraints, by integer programming (HiGHS).

Each candidate has one option or several (levels of funding), of which at most one is taken:

    max Σ_o (f_o v_{c(o)} − b) y_o    with    l ≤ A y ≤ u,    Σ_{o: c(o) = i} y_o ≤ 1,    y ∈ {0, 1}

with v_i the value of a candidate, f_o the share of it that an option gives, b that of a candidate that is
left out. What the solver returns is rounded and checked against the constraints themselves, since its
tolerances let a large budget be exceeded; a set that does not hold is cut off, and the rest solved again.

Source: Salo, Keisler & Morton (eds., 2011), Portfolio Decision Analysis, doi:10.1007/978-1-4419-9943-6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import InputError, RunError, refuse

Chosen = NDArray[np.bool_]
TOLERANCE = 1e-12
"""Of a row's largest sum, by which rounding may exceed its limit."""
SCALE = 1e4
"""The largest gain as the solver sees it, which stops within 1e-6 of the optimum."""
CUT_OFF = 200
"""Sets beyond the constraints, but within the solver's tolerances, that are cut off one by one."""


@dataclass(frozen=True, eq=False)
class Program:
    """What may be chosen; the values of the candidates come with each call.

    Attributes:
        owners: (o,) the candidate of each option.
        matrix: (r, o) the rows of the constraints.
        low, high: (r,) between which each row's sum must be; either end may be infinite.
        count: the number of candidates.
        factors: (o,) the share of a candidate's value that an option gives.
        baseline: the value of a candidate that is left out.

    """

    owners: NDArray[np.intp]
    matrix: Array
    low: Array
    high: Array
    count: int
    factors: Array
    baseline: float = 0.0

    def best_set(self, values: Array) -> Chosen | None:
        """Return (n,) which candidates are in the best set for (n,) values; None if no set is allowed."""
        options = self.best(values)
        return None if options is None else self.members(options)

    def best(self, values: Array, without: Sequence[Chosen] = ()) -> Chosen | None:
        """Return (o,) the options of the best set, other than those of ``without``; None if there is none."""
        return self.greatest(self.gains(values), without)

    def greatest(self, gains: Array, without: Sequence[Chosen] = ()) -> Chosen | None:
        """Return (o,) the allowed options with the greatest sum of (o,) gains; None if none are allowed."""
        cut_off = list(without)
        for _ in range(CUT_OFF):
            options = self._solved(gains, cut_off)
            if options is None or self.allows(options):
                return options
            cut_off.append(options)
        raise refuse(
            InputError,
            "too-far-apart",
            "the numbers of the constraints are too far apart for the solver: use larger units",
        )

    def in_turn(self, values: Array) -> Iterator[Chosen]:
        """Yield (o,) the options of the best set, of the next best one, and so on."""
        found: list[Chosen] = []
        while (options := self.best(values, found)) is not None:
            found.append(options)
            yield options

    def first(self, values: Array, count: int) -> list[Chosen]:
        """Return (o,) the options of the ``count`` best sets."""
        return list(islice(self.in_turn(values), count))

    def value(self, options: Chosen, values: Array) -> float:
        """Return what a set is worth above leaving all out."""
        return float(self.gains(values)[options].sum())

    def gains(self, values: Array) -> Array:
        """Return (o,) what each option adds to the value of a set."""
        return self.factors * values[self.owners] - self.baseline

    def members(self, options: Chosen) -> Chosen:
        """Return (n,) which candidates have one of (o,) options."""
        chosen = np.zeros(self.count, bool)
        chosen[self.owners[options]] = True
        return chosen

    def allows(self, options: Chosen) -> bool:
        """Return whether (o,) options hold every constraint."""
        sums = self.matrix @ options
        slack = TOLERANCE * (np.abs(self.matrix) @ options)
        taken = np.bincount(self.owners[options], minlength=self.count)
        return bool(
            (sums >= self.low - slack).all() and (sums <= self.high + slack).all() and (taken <= 1).all()
        )

    def with_rows(self, matrix: Array, low: Array, high: Array) -> Program:
        """Return the program with further rows."""
        return replace(
            self,
            matrix=np.vstack([self.matrix, matrix]),
            low=np.append(self.low, low),
            high=np.append(self.high, high),
        )

    @cached_property
    def rows(self) -> tuple[Array, Array, Array]:
        """The rows and their limits in units of the largest coefficient, and one option a candidate."""
        units = np.abs(self.matrix).max(axis=1, initial=0.0)
        units[units == 0] = 1.0
        several = np.flatnonzero(np.bincount(self.owners, minlength=self.count) > 1)
        alone = (self.owners == several[:, None]).astype(float)
        return (
            np.vstack([self.matrix / units[:, None], alone]),
            np.append(self.low / units, np.full(len(several), -np.inf)),
            np.append(self.high / units, np.ones(len(several))),
        )

    def _solved(self, gains: Array, cut_off: Sequence[Chosen]) -> Chosen | None:
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 (it takes long to import)

        matrix, low, high = self.rows
        if cut_off:
            sides = np.where(np.array(cut_off), -1.0, 1.0)
            least = 1.0 - np.array([options.sum() for options in cut_off])
            matrix = np.vstack([matrix, sides])
            low, high = np.append(low, least), np.append(high, np.full(len(least), np.inf))
        unit = np.abs(gains).max(initial=0.0) or 1.0
        found = milp(
            gains * (-SCALE / unit),
            integrality=np.ones(len(gains)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, low, high) if len(matrix) else (),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is not None:
            return np.asarray(found.x > 0.5)
        if found.status == 2:
            return None
        raise refuse(RunError, "not-settled", "the solver found no best set: {reason}", reason=found.message)
