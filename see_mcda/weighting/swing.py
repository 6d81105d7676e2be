"""Swing weights: the value of going from the worst to the best on each criterion.

The most valuable swing gets 100 points, no swing 0, and every other swing as many as it is worth beside
these; weights are points divided by their sum (von Winterfeldt, D., & Edwards, W. (1986). *Decision
Analysis and Behavioral Research*. Cambridge University Press, ch. 8).

A swing weight belongs to the range that was shown. When value is linear over a scale, halving its range
halves what the swing is worth, so weights judged on other ranges become w'_j ∝ w_j · new range_j / old
range_j (Keeney, R. L., & Raiffa, H. (1976). *Decisions with Multiple Objectives*. Wiley, on the range
sensitivity of scaling constants).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Message, Notice, Plural, Text, message, notice
from see_mcda.weighting.numbers import numbers

SAME = 1e-9
"""Relative difference up to which two ends of a range are the same."""


@dataclass(frozen=True)
class Swing:
    """The range of a criterion, as shown when its swing is judged.

    Attributes:
        name: the criterion's name.
        worst, best: the ends of its scale; ``best`` is the smaller one for a cost.
        unit: what they are measured in.
    """

    name: str | Text
    worst: float
    best: float
    unit: str | Text = ""

    @property
    def step(self) -> Message:
        """The swing in words."""
        if not self.unit:
            return message("{name} from {worst} to {best}", name=self.name, worst=self.worst, best=self.best)
        return message(
            "{name} from {worst} to {best} {unit}",
            name=self.name,
            worst=self.worst,
            best=self.best,
            unit=self.unit,
        )


@dataclass(frozen=True, eq=False)
class SwingWeights:
    """Weights by swings.

    Attributes:
        weights: (m,) summing to 1, for the ranges that were shown. rescaled: (m,) the weights for the
        ranges now, if value is linear over each scale; None when the ranges
            were not given or did not change.
        warnings: a largest swing without 100 points, and ranges that changed.
    """

    weights: Array
    rescaled: Array | None = None
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        self.weights.setflags(write=False)


def questions(swings: Sequence[Swing], first: int | None = None) -> list[Message]:
    """Return the questions of a swing elicitation, in the order in which they are asked.

    Without ``first`` only the opening question is returned: which swing is worth most. With ``first``,
    its position, one question follows for each other criterion, in order.

    Raises:
        WeightingError: no swings, or no swing at ``first``.
    """
    if not swings:
        raise refuse(WeightingError, "one-each", "a swing for each criterion is needed", "swings")
    opening = message(
        "Imagine a candidate that is at its worst everywhere. You may raise one criterion to its best:"
        " {steps}. Which would you raise first? It gets 100 points.",
        steps=[swing.step for swing in swings],
    )
    if first is None:
        return [opening]
    if not 0 <= first < len(swings):
        raise refuse(
            WeightingError,
            "no-such-swing",
            "there is no swing {first}; choose from 0 to {last}",
            "first",
            first=first,
            last=len(swings) - 1,
        )
    return [
        opening,
        *(
            message(
                "Raising {first} is worth 100 points. How many, from 0 to 100, is it worth to raise {other}"
                " instead?",
                first=swings[first].step,
                other=swing.step,
            )
            for position, swing in enumerate(swings)
            if position != first
        ),
    ]


def swing(
    points: ArrayLike | Sequence[object],
    shown: Sequence[Swing] | None = None,
    now: Sequence[Swing] | None = None,
    labels: Sequence[str] | None = None,
) -> SwingWeights:
    """Return weights from points of 0 to 100 for raising each criterion from its worst to its best.

    Args:
        points: (m,) points; the largest swing has 100.
        shown: the swings as they were shown when the points were given.
        now: the swings on the scales now in use; differences from ``shown`` give warnings, with weights that
            would fit them.
        labels: names of the criteria, for messages.

    Raises:
        WeightingError: points outside 0 to 100 or all 0, or ranges that do not fit.

    Example:
        >>> swing([100, 60, 40]).weights.tolist()
        [0.5, 0.3, 0.2]
    """
    given = numbers(
        points,
        "points",
        labels,
        message("a swing must be worth 0 to 100 points"),
        lambda values: np.asarray((values >= 0) & (values <= 100)),
    )
    largest = given.max()
    if largest == 0:
        raise refuse(
            WeightingError,
            "zero-weights",
            "no swing has points; the most valuable one must have 100",
            "points",
        )
    warnings = []
    if largest != 100:
        warnings.append(
            notice(
                "largest-swing",
                "the most valuable swing has {largest} points instead of 100; only the proportions count",
                "points",
                largest=float(largest),
            )
        )
    weights = given / largest
    weights /= weights.sum()
    factors = _changed_ranges(shown, now, len(given), labels, warnings)
    rescaled = None
    if factors is not None:
        rescaled = weights * factors
        if rescaled.sum() > 0:
            rescaled /= rescaled.sum()
        else:
            rescaled = None
    return SwingWeights(weights, rescaled, tuple(warnings))


def _changed_ranges(
    shown: Sequence[Swing] | None,
    now: Sequence[Swing] | None,
    m: int,
    labels: Sequence[str] | None,
    warnings: list[Notice],
) -> Array | None:
    """Return new range / old range (m,), and add a warning for each changed one; None when none did."""
    faults = Faults()
    for name, swings in (("shown", shown), ("now", now)):
        if swings is None:
            continue
        if len(swings) != m:
            faults.add(
                "wrong-length",
                Plural("{count} swing for {m} criteria", "{count} swings for {m} criteria"),
                name,
                count=len(swings),
                m=m,
            )
            continue
        for position, one in enumerate(swings):
            if not np.isfinite([one.worst, one.best]).all() or one.worst == one.best:
                faults.add(
                    "bad-range",
                    "a range must go from one number to a different one, not from {worst} to {best}",
                    f"{name}[{position}]" if labels is None else f"{name}.{labels[position]}",
                    worst=one.worst,
                    best=one.best,
                )
    faults.stop(WeightingError)
    if shown is None or now is None:
        return None
    factors = np.ones(m)
    for position, (old, new) in enumerate(zip(shown, now, strict=True)):
        size = SAME * max(abs(old.best - old.worst), abs(new.best - new.worst))
        if abs(old.worst - new.worst) <= size and abs(old.best - new.best) <= size:
            continue
        factors[position] = abs((new.best - new.worst) / (old.best - old.worst))
        warnings.append(
            notice(
                "other-range",
                "the points were given for {old}; now it is {new}: ask again, or, if each unit is worth the"
                " same, multiply its points by {factor}",
                f"points[{position}]" if labels is None else f"points.{labels[position]}",
                old=old.step,
                new=new.step,
                factor=float(factors[position]),
            )
        )
    return factors if len(warnings) and (factors != 1).any() else None
