"""Weights by the best–worst method: only the best and the worst criterion are compared with the others.

a_Bj says how many times as important the best criterion is as j, a_jW how many times as important j is as
the worst.

- ``linear`` (Rezaei, J. (2016). Best-worst multi-criteria decision-making method: Some properties and a
  linear model. *Omega* 64, 126–130, doi:10.1016/j.omega.2015.12.001): min ξ with |w_B − a_Bj w_j| ≤ ξ,
  |w_j − a_jW w_W| ≤ ξ.
- ``nonlinear`` (Rezaei, J. (2015). Best-worst multi-criteria decision-making method. *Omega* 53, 49–57,
  doi:10.1016/j.omega.2014.11.009): min ξ with |w_B/w_j − a_Bj| ≤ ξ, |w_j/w_W − a_jW| ≤ ξ.

The nonlinear model is solved exactly. With t = w_B/w_W a criterion j between the two can be placed if and
only if max(a_Bj − ξ, 0) max(a_jW − ξ, 0) ≤ t ≤ (a_Bj + ξ)(a_jW + ξ), and the best and worst themselves
ask for a_BW − ξ ≤ t ≤ a_BW + ξ. As ξ grows, all lower bounds fall and all upper bounds rise, so the
smallest ξ at which they leave a t is the largest root of *one lower bound = one upper bound*, over all
pairs:

    (a_Bj a_jW − a_Bk a_kW) / (a_Bj + a_jW + a_Bk + a_kW)           j against k
    the smaller root of (a_Bj − ξ)(a_jW − ξ) = a_BW + ξ              j against the best and worst
    the positive root of a_BW − ξ = (a_Bk + ξ)(a_kW + ξ)             the best and worst against k

At that ξ the bounds meet and t is one number; given t each w_j/w_W has its own interval, which gives the
interval of each weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, UnknownNameError, WeightingError, refuse
from see_mcda.language.messages import message
from see_mcda.weighting.numbers import numbers

Model = Literal["linear", "nonlinear"]
MODELS: tuple[str, ...] = get_args(Model)

LARGEST = 1000.0
"""Comparisons beyond are refused: the linear program could not tell the weights from 0."""
FLAT = 1e-7
"""Intervals of the linear model that are no wider are one number."""
SLACK = 1e-10
"""How much ξ may exceed its smallest value while the ends of the intervals are sought."""


@dataclass(frozen=True, eq=False)
class BestWorstWeights:
    """Weights by the best–worst method.

    Attributes:
        weights: (m,) summing to 1. Nonlinear: the centres of the intervals, normalised. Linear: the mean of
            the optimal solutions at the ends of the intervals, which is itself optimal.
        xi: the smallest ξ: how far the comparisons are from fitting together, 0 if they do.
        intervals: (m, 2) the smallest and largest weight of each criterion among the optimal solutions.
        consistency_ratio: ξ divided by :func:`consistency_index`; None for the linear model. It may exceed 1
            where several criteria contradict each other, which that index leaves aside.
        input_consistency: max_j |a_Bj a_jW − a_BW| / (a_BW² − a_BW), of the comparisons alone, whatever the
            model (Liang, F., Brunelli, M., & Rezaei, J. (2020). Consistency issues in the best worst method.
            *Omega* 96, 102175, doi:10.1016/j.omega.2019.102175).
        best, worst: positions of the best and the worst criterion.
        model: ``linear`` or ``nonlinear``.
    """

    weights: Array
    xi: float
    intervals: Array
    consistency_ratio: float | None
    input_consistency: float
    best: int
    worst: int
    model: str

    def __post_init__(self) -> None:
        self.weights.setflags(write=False)
        self.intervals.setflags(write=False)

    def summary(self) -> dict[str, Any]:
        """Return the consistency as plain values."""
        return {
            "model": self.model,
            "xi": self.xi,
            "consistency_ratio": self.consistency_ratio,
            "input_consistency": self.input_consistency,
            "intervals": self.intervals.tolist(),
        }


def best_worst(
    best_to_others: ArrayLike | Sequence[object],
    others_to_worst: ArrayLike | Sequence[object],
    model: Model = "linear",
    *,
    best: int | None = None,
    worst: int | None = None,
    labels: Sequence[str] | None = None,
) -> BestWorstWeights:
    """Return weights from the comparisons of the best with all others and of all others with the worst.

    Args:
        best_to_others: (m,) a_Bj ≥ 1; 1 at the best criterion.
        others_to_worst: (m,) a_jW ≥ 1; 1 at the worst criterion.
        model: ``linear`` or ``nonlinear``.
        best: position of the best criterion, needed where several have a 1.
        worst: position of the worst, likewise.
        labels: names of the criteria, for messages.

    Raises:
        WeightingError: comparisons that are not numbers of 1 or more, do not show which criterion is best and
            which is worst, or give the best against the worst in two ways.
        UnknownNameError: an unknown model.

    Example:
        >>> best_worst([2, 1, 4, 2, 8], [4, 8, 2, 4, 1]).weights.round(3).tolist()
        [0.211, 0.421, 0.105, 0.211, 0.053]
    """
    if model not in MODELS:
        raise refuse(
            UnknownNameError,
            "option",
            "there is no {given}; choose from {known}",
            "model",
            given=repr(model),
            known=list(MODELS),
        )
    to_others = _comparisons(best_to_others, "best_to_others", labels)
    to_worst = _comparisons(others_to_worst, "others_to_worst", labels)
    b, w = _find(to_others, to_worst, best, worst, labels)
    if len(to_others) == 1:
        return BestWorstWeights(np.ones(1), 0.0, np.ones((1, 2)), _ratio(model, 0.0, 1.0), 0.0, 0, 0, model)
    solve = _linear if model == "linear" else _nonlinear
    weights, xi, intervals = solve(to_others, to_worst, b, w)
    a_bw = float(to_others[w])
    apart = float(np.abs(to_others * to_worst - a_bw).max())
    return BestWorstWeights(
        weights=weights,
        xi=xi,
        intervals=intervals,
        consistency_ratio=_ratio(model, xi, a_bw),
        input_consistency=apart / (a_bw * a_bw - a_bw) if a_bw > 1 else 0.0,
        best=b,
        worst=w,
        model=model,
    )


def consistency_index(a_bw: float) -> float:
    """Return the ξ of the most contradictory criterion between best and worst.

    That is one compared by a_BW both ways: the root of ξ² − (1 + 2 a_BW) ξ + a_BW² − a_BW = 0 (Rezaei 2015,
    table 1).
    """
    return _smaller_root(2 * a_bw + 1, a_bw * a_bw - a_bw)


def _ratio(model: str, xi: float, a_bw: float) -> float | None:
    if model == "linear":
        return None
    index = consistency_index(a_bw)
    return xi / index if index > 0 else 0.0


def _comparisons(given: ArrayLike | Sequence[object], name: str, labels: Sequence[str] | None) -> Array:
    return numbers(
        given,
        name,
        labels,
        message("a comparison must be a number from 1 to {largest}", largest=LARGEST),
        lambda values: np.asarray((values >= 1) & (values <= LARGEST)),
    )


def _find(
    to_others: Array, to_worst: Array, best: int | None, worst: int | None, labels: Sequence[str] | None
) -> tuple[int, int]:
    """Return the positions of the best and the worst criterion."""
    m = len(to_others)
    if len(to_worst) != m:
        raise refuse(
            WeightingError,
            "wrong-length",
            "{m} comparisons with the best and {count} with the worst; both need one for each criterion",
            "others_to_worst",
            m=m,
            count=len(to_worst),
        )
    faults = Faults()
    found = []
    for name, place, values, where in (
        (message("best"), best, to_others, "best_to_others"),
        (message("worst"), worst, to_worst, "others_to_worst"),
    ):
        ones = np.flatnonzero(values == 1).tolist()
        if place is not None and place in ones:
            found.append(int(place))
        elif place is None and len(ones) == 1:
            found.append(ones[0])
        elif place is not None:
            faults.add(
                "no-one",
                "the {name} criterion compared with itself must be 1; there is none at {place}",
                where,
                name=name,
                place=_called(place, labels),
            )
        elif not ones:
            faults.add(
                "no-one",
                "the {name} criterion compared with itself must be 1; no number here is",
                where,
                name=name,
            )
        else:
            faults.add(
                "which-one",
                "{ones} all have the comparison 1: choose which of them is the {name}",
                where,
                name=name,
                ones=[_called(one, labels) for one in ones],
            )
    faults.stop(WeightingError)
    b, w = found
    if m > 1 and b == w:
        raise refuse(
            WeightingError,
            "best-is-worst",
            "{name} is both the best and the worst criterion; choose two different criteria",
            name=_called(b, labels),
        )
    if to_others[w] != to_worst[b]:
        raise refuse(
            WeightingError,
            "best-against-worst",
            "the best compared with the worst is {a} in one list and {b} in the other; both must be equal",
            a=float(to_others[w]),
            b=float(to_worst[b]),
        )
    return b, w


def _called(position: int, labels: Sequence[str] | None) -> str:
    return str(position) if labels is None or not 0 <= position < len(labels) else str(labels[position])


def _nonlinear(a_b: Array, a_w: Array, b: int, w: int) -> tuple[Array, float, Array]:
    """Return weights, ξ and intervals of the nonlinear model."""
    between = np.ones(len(a_b), dtype=bool)
    between[[b, w]] = False
    x, y, a_bw = a_b[between], a_w[between], float(a_b[w])
    product, total = x * y, x + y
    roots = [0.0]
    if len(x):
        roots.append(float(((product[:, None] - product) / (total[:, None] + total)).max()))
        roots += [
            _smaller_root(s + 1, p - a_bw) for p, s in zip(product.tolist(), total.tolist(), strict=True)
        ]
        roots += [
            _positive_root(s + 1, p - a_bw) for p, s in zip(product.tolist(), total.tolist(), strict=True)
        ]
    xi = max(roots)
    # All bounds on t meet at the smallest ξ, up to rounding; halfway is as good as any.
    t = (
        max([a_bw - xi, *(np.maximum(x - xi, 0) * np.maximum(y - xi, 0))])
        + min([a_bw + xi, *((x + xi) * (y + xi))])
    ) / 2
    lowest, highest = np.ones(len(a_b)), np.ones(len(a_b))
    lowest[b] = highest[b] = t
    with np.errstate(divide="ignore"):
        low = np.maximum(y - xi, t / (x + xi))
        high = np.minimum(y + xi, np.where(x > xi, t / np.maximum(x - xi, 0), np.inf))
    lowest[between], highest[between] = np.minimum(low, high), np.maximum(low, high)
    intervals = np.stack(
        [
            lowest / (lowest + highest.sum() - highest),
            highest / (highest + lowest.sum() - lowest),
        ],
        axis=1,
    )
    centres = intervals.mean(axis=1)
    return centres / centres.sum(), xi, intervals


def _smaller_root(s: float, p: float) -> float:
    """Return the smaller root of ξ² − s ξ + p, 0 where it would be negative."""
    return 2 * p / (s + float(np.sqrt(s * s - 4 * p))) if p > 0 else 0.0


def _positive_root(s: float, p: float) -> float:
    """Return the positive root of ξ² + s ξ + p, 0 where there is none."""
    return -2 * p / (s + float(np.sqrt(s * s - 4 * p))) if p < 0 else 0.0


def _linear(a_b: Array, a_w: Array, b: int, w: int) -> tuple[Array, float, Array]:
    """Return weights, ξ and intervals of the linear model, by 2 m + 1 linear programs in (w, ξ)."""
    from scipy.optimize import linprog  # noqa: PLC0415 — slow to import

    m = len(a_b)
    rows = []
    for j in range(m):
        for first, second, times in ((b, j, a_b[j]), (j, w, a_w[j])):
            row = np.zeros(m + 1)
            row[first] += 1.0
            row[second] -= times
            rows += [[*row[:m], -1.0], [*-row[:m], -1.0]]
    constraints = np.array(rows)
    sums_to_one = np.append(np.ones(m), 0.0)[None]

    def solve(goal: Array, xi: float | None) -> Array:
        answer = linprog(
            goal,
            A_ub=constraints,
            b_ub=np.zeros(len(constraints)),
            A_eq=sums_to_one,
            b_eq=[1.0],
            bounds=[(0, None)] * m + [(0, xi)],
            method="highs",
        )
        if answer.status != 0:
            raise refuse(
                WeightingError,
                "linear-program",
                "the linear program was not solved: {why}",
                why=answer.message,
            )
        return np.asarray(answer.x)

    smallest = solve(np.append(np.zeros(m), 1.0), None)
    xi = float(smallest[m])
    ends = np.array(
        [[solve(sign * unit, xi + SLACK)[:m] for sign in (1.0, -1.0)] for unit in np.eye(m, m + 1)]
    )
    intervals = np.stack([np.diagonal(ends[:, 0]), np.diagonal(ends[:, 1])], axis=1)
    if (intervals[:, 1] - intervals[:, 0]).max() <= FLAT:
        weights = smallest[:m]
        intervals = np.stack([weights, weights], axis=1)
    else:
        weights = ends.reshape(-1, m).mean(axis=0)
    return weights / weights.sum(), xi, intervals
