"""The weights nearest to given ones among those that satisfy linear conditions.

With w the given weights and G (r, m) the conditions, the smallest of

    Σ_j |w'_j − w_j|   or   sqrt(Σ_j (w'_j − w_j)²)   subject to   G w' ≥ 0,  Σ w' = 1,  w' ≥ 0

and w'_j = 0 where a weight is not free. Both come with the bound that weak duality gives for the solver's
multipliers, whatever the solver did: where it meets the distance, the distance is proved.

For one condition the sum of absolute changes has a closed form: weight goes to the leaf with the highest g,
from those with the lowest g first. In general it is a linear programme; the Euclidean distance is a least
distance programme, solved as a least squares problem with non-negative unknowns.

Source: Lawson & Hanson (1974), Solving Least Squares Problems, doi:10.1137/1.9781611971217, chapter 23.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array

Bools = NDArray[np.bool_]
Norm = Literal["absolute", "euclidean"]
NORMS: tuple[Norm, ...] = ("absolute", "euclidean")
PROVED = 1e-9
"""How far the distance and its proved bound may be apart for the distance to be called exact."""
_ROUNDING = 1e-15


@dataclass(frozen=True, eq=False)
class Nearest:
    """The nearest weights ``weights`` (m,), their distance, and a proved lower bound of any such distance."""

    weights: Array
    distance: float
    lower_bound: float


def length(change: Array, norm: Norm) -> float:
    """Return the size of a change of weights."""
    return float(np.abs(change).sum() if norm == "absolute" else np.sqrt(np.square(change).sum()))


def inner_point(conditions: Array, free: Bools) -> Array | None:
    """Return weights that satisfy G w > 0 and w > 0 where free, deep inside; None if there are none.

    It maximises t with G w ≥ t (rows of G scaled to a largest entry of 1) and w_j ≥ t/m.
    """
    from scipy.optimize import linprog  # noqa: PLC0415

    if not free.any():
        return None
    g = _scaled(conditions[:, free])
    m = g.shape[1]
    rows = np.vstack([np.hstack([-g, np.ones((len(g), 1))]), np.hstack([-np.eye(m), np.full((m, 1), 1 / m)])])
    found = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=rows,
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(m), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1)] * m + [(None, 1)],
        method="highs",
    )
    if found.x is None or found.x[-1] <= PROVED:
        return None
    return _placed(found.x[:-1], free)


def nearest_weights(weights: Array, conditions: Array, norm: Norm, free: Bools | None = None) -> Nearest:
    """Return the nearest weights that satisfy the (r, m) conditions, which must be satisfiable."""
    some = np.ones(len(weights), bool) if free is None else free
    g = _scaled(conditions[:, some])
    w = weights[some]
    lost = weights[~some]
    if norm == "absolute":
        x, multipliers = _transfer(w, g[0]) if len(g) == 1 and some.all() else _programme(w, g)
        bound = float(lost.sum()) + _absolute_bound(w, g, multipliers)
    else:
        x, part = _projection(w, g)
        bound = float(np.sqrt(np.square(lost).sum() + part**2))
    placed = _placed(x, some)
    return Nearest(placed, length(placed - weights, norm), max(bound, 0.0))


def _scaled(g: Array) -> Array:
    largest = np.abs(g).max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(g / np.where(largest > 0, largest, 1.0))


def _placed(x: Array, free: Bools) -> Array:
    result = np.zeros(len(free))
    x = np.maximum(x, 0.0)
    result[free] = x / x.sum()
    return result


def _transfer(w: Array, g: Array) -> tuple[Array, Array]:
    """Return the nearest weights for one condition, and its multiplier, by moving weight to the highest g."""
    to = int(g.argmax())
    x, short, price = w.copy(), -float(g @ w), 0.0
    for source in np.argsort(g, kind="stable"):
        if short <= _ROUNDING or source == to or g[source] >= g[to]:
            break
        if w[source] == 0:
            continue
        gain = float(g[to] - g[source])
        moved = min(float(x[source]), short / gain)
        x[source] -= moved
        x[to] += moved
        short -= moved * gain
        price = 2 / gain
    return x, np.array([price])


def _programme(w: Array, g: Array) -> tuple[Array, Array]:
    from scipy.optimize import linprog  # noqa: PLC0415

    m = len(w)
    # x = w + up - down, down at most w
    found = linprog(
        np.ones(2 * m),
        A_ub=np.hstack([-g, g]),
        b_ub=g @ w,
        A_eq=np.hstack([np.ones(m), -np.ones(m)])[None],
        b_eq=[1.0 - w.sum()],
        bounds=[(0, None)] * m + [(0, part) for part in w],
        method="highs",
    )
    return w + found.x[:m] - found.x[m:], np.maximum(-found.ineqlin.marginals, 0.0)


def _absolute_bound(w: Array, g: Array, multipliers: Array) -> float:
    """Return max over μ of μ + Σ_j min over x ≥ 0 of |x − w_j| − (λG)_j x − μ x, for λ ≥ 0.

    Each minimum is min(w_j, −(p_j) w_j) with p = λG + μ, as long as p_j ≤ 1; in μ the whole is concave and
    piecewise linear, with kinks at p_j = −1.
    """
    part = multipliers @ g
    highest = 1.0 - part.max()
    best = -np.inf
    for mu in [highest, *(-1.0 - part)]:
        if mu <= highest:
            best = max(best, float(mu + np.minimum(w, -(part + mu) * w).sum()))
    return best


def _projection(w: Array, g: Array) -> tuple[Array, float]:
    """Return the projection of w on {x ≥ 0, Σ x = 1, G x ≥ 0}, and a proved bound of its distance.

    In the plane Σ x = 1 with centre c (the projection of w) and orthonormal directions N, x = c + N y with
    E y ≥ f; for multipliers u ≥ 0, every such y is at least u·f / ‖Eᵀu‖ long.
    """
    from scipy.optimize import nnls  # noqa: PLC0415

    m = len(w)
    shift = (1.0 - w.sum()) / m
    centre = w + shift
    aside = abs(shift) * np.sqrt(m)
    if m == 1:
        return np.ones(1), float(aside)
    basis = np.linalg.svd(np.ones((1, m)))[2][1:].T
    rows = np.vstack([g, np.eye(m)])
    e, f = rows @ basis, -(rows @ centre)
    if (f <= 0).all():
        return centre, float(aside)
    system = np.vstack([e.T, f])
    unit = np.append(np.zeros(m - 1), 1.0)
    u, _ = nnls(system, unit, maxiter=100 * len(rows))
    rest = system @ u - unit
    y = -rest[:-1] / rest[-1]
    y = _polished(e, f, u > 0, y)
    pull = e.T @ u
    pulled = float(np.sqrt(pull @ pull))
    bound = float(u @ f) / pulled if pulled > 0 else 0.0
    return centre + basis @ y, float(np.hypot(max(bound, 0.0), aside))


def _polished(e: Array, f: Array, active: Bools, y: Array) -> Array:
    """Return the shortest y with equality in the active conditions, if it satisfies the others as well."""
    better = np.linalg.lstsq(e[active], f[active], rcond=None)[0]
    return np.asarray(better) if (e @ better >= f - 1e-12).all() else y
