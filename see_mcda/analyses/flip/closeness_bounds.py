"""A proved lower bound of the distance to the border of :mod:`see_mcda.analyses.flip.closeness_border`.

For multipliers α, β ≥ 0 and any μ, every w' of the set with its
s in [s₁, s₂] and each weight in [l_j, u_j] has

    dist(w') ≥ min over s in {s₁, s₂} of  μ + Σ_j min over l_j ≤ x ≤ u_j of
               d(x − w_j) − (α A_j(s) + β B_j(s)) x² − μ x

since the Lagrangian is linear in s and a sum over the leaves; d is |·|, or (·)² for the squared Euclidean
distance. At a minimum α and β make its slope in s vanish, so that the bound closes quadratically as the
interval is cut: branch and bound over s, and over weights at which the Lagrangian is not convex. The minimum
over x is at an end, at w_j, or where the slope vanishes. In α, β and μ the bound is concave: each minimum is
replaced by −τ log Σ exp(−·/τ) over these points, Newton's method goes up, and τ goes down. The proof needs
none of that: the bound holds for whatever multipliers were reached, and is evaluated as it stands above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.flip.closeness_border import Border
from see_mcda.analyses.flip.nearest_weights import PROVED, Norm
from see_mcda.arrays import Array

CLOSE = PROVED
"""How near to a distance its bound has to come for the distance to be called exact."""
NODES = 60
"""Parts into which the search for a proof may divide the problem of one rival."""
_TOGETHER = 8
"""Parts of one rival that are cut at the same time."""
_NEWTON = 30
_STEPS = np.array([1.0, 0.5, 0.25, 0.1, 0.03, 0.005, 2.0, 0.0])
"""Parts of a Newton step that are tried; the last stays where it is."""
_ROUNDING = 1e-15
"""What floating point may add to a bound, for each unit of the terms that are summed."""
_LEAST = 1e-12


def lower_bounds(
    borders: Sequence[Border], uppers: Sequence[float | None], nodes: int = NODES
) -> list[float]:
    """Return for each border (of the same weights and norm) a proved bound of the distance to it.

    A candidate that is to be before several is no nearer than before any one of them. The bound is infinite
    where the border is proved never to be reached.

    Args:
        borders: whose distances are bounded, all at the same time.
        uppers: nothing farther has to be looked at, and the bound is at most that; None: look everywhere.
        nodes: parts into which each problem may be divided.

    """
    whose = [at for at, border in enumerate(borders) for _ in border.opposed()]
    if not whose:
        return []
    conditions = [np.array(part) for part in zip(*(c for b in borders for c in b.opposed()), strict=True)]
    first = borders[0]
    proof = _Proof(first.weights, first.norm, conditions, [uppers[at] for at in whose])
    bounds = [0.0] * len(borders)
    # where nothing is within reach the multipliers grow without end: what is not finite is left out
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        proved = proof.run(nodes)
    for at, bound in zip(whose, proved, strict=True):
        bounds[at] = max(bounds[at], float(bound))
    return bounds


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts of the problems (k,): whose they are, s (k, 2), weights from ``low`` to ``high`` (k, m).

    ``multipliers`` (k, 3) are α, β, μ; ``tau`` is how much the next minimum is smoothed at first.
    """

    case: NDArray[np.intp]
    s: Array
    low: Array
    high: Array
    multipliers: Array
    tau: Array
    bound: Array

    def __getitem__(self, chosen: NDArray[np.bool_]) -> _Parts:
        return _Parts(*(value[chosen] for value in vars(self).values()))

    def __add__(self, other: _Parts) -> _Parts:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return _Parts(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True, eq=False)
class _Lagrangian:
    """The Lagrangian on parts: A and B (…, 2, m) at both ends of s, and the box (…, 1, m)."""

    w: Array
    absolute: bool
    a: Array
    b: Array
    low: Array
    high: Array

    def change(self, x: Array) -> Array:
        return np.asarray(np.abs(x - self.w) if self.absolute else np.square(x - self.w))

    def k(self, multipliers: Array) -> Array:
        """Return α A(s) + β B(s)."""
        return np.asarray(multipliers[..., 0, None, None] * self.a + multipliers[..., 1, None, None] * self.b)

    def leaves(self, multipliers: Array) -> tuple[Array, Array, Array]:
        """Return the points x (c, …, 2, m) at one of which each leaf is least, its values, and 1/curvature.

        The curvature counts where x depends on the multipliers, inside the box.
        """
        k, mu = self.k(multipliers), multipliers[..., 2, None, None]
        low, high = np.broadcast_to(self.low, k.shape), np.broadcast_to(self.high, k.shape)
        convex = k < -_LEAST if self.absolute else k < 1 - _LEAST
        if self.absolute:
            at = np.clip(self.w, low, high)
            bend = np.where(convex, -2 * k, 1.0)
            # ±(x − w) − k x² − μ x on either side of w
            flat = [
                np.clip(np.where(convex, (mu - 1) / bend, at), at, high),
                np.clip(np.where(convex, (mu + 1) / bend, at), low, at),
            ]
            fixed = [low, at, high]
        else:
            bend = np.where(convex, 2 - 2 * k, 1.0)
            flat = [np.clip(np.where(convex, (2 * self.w + mu) / bend, low), low, high)]
            fixed = [low, high]
        x = np.stack([*fixed, *flat])
        give = np.zeros_like(x)
        for row, one in enumerate(flat, len(fixed)):
            inside = convex & (one > low) & (one < high)
            give[row] = np.where(inside & (one != self.w) if self.absolute else inside, 1 / bend, 0.0)
        return x, self.change(x) - k * np.square(x) - mu * x, give

    def bound(self, multipliers: Array, tau: Array) -> tuple[Array, Array]:
        """Return the smoothed bound, with a barrier at α, β > 0, and the bound that is proved."""
        mu = multipliers[..., 2]
        values = self.leaves(multipliers)[1]
        least = values.min(axis=0)
        t = tau[..., None, None]
        soft = least - t * np.log(np.exp((least - values) / t).sum(axis=0))
        ends = mu[..., None] + soft.sum(axis=-1)
        lower = ends.min(axis=-1)
        smooth = lower - tau * np.log(np.exp((lower[..., None] - ends) / tau[..., None]).sum(axis=-1))
        smooth = smooth + tau * np.log(np.maximum(multipliers[..., :2], 1e-300)).sum(axis=-1)
        terms = np.abs(self.k(multipliers)) * np.square(self.high) + np.abs(mu)[..., None, None] * self.high
        error = _ROUNDING * (1 + np.abs(mu) + terms.sum(axis=-1).max(axis=-1)) * len(self.w)
        return smooth, mu + least.sum(axis=-1).min(axis=-1) - error

    def derivatives(self, multipliers: Array, tau: Array) -> tuple[Array, Array]:
        """Return the gradient (k, 3) and the Hessian (k, 3, 3) of the smoothed bound."""
        x, values, give = self.leaves(multipliers)
        p, ends = self._shares(multipliers, tau, values)
        t = tau[:, None, None]
        square = np.square(x)
        x_mean, square_mean = (p * x).sum(axis=0), (p * square).sum(axis=0)
        dx, dsquare = x - x_mean, square - square_mean
        # of each leaf, twice by k, by k and μ, twice by μ
        kk = -(p * (dsquare * dsquare / t + 4 * square * give)).sum(axis=0)
        km = -(p * (dsquare * dx / t + 2 * x * give)).sum(axis=0)
        mm = -(p * (dx * dx / t + give)).sum(axis=0)
        unit = np.ones_like(self.a)
        by = [self.a, self.b, unit]
        second = [[kk, kk, km], [kk, kk, km], [km, km, mm]]
        gradient = np.stack(
            [-(self.a * square_mean).sum(-1), -(self.b * square_mean).sum(-1), 1 - x_mean.sum(-1)], -1
        )
        hessian = np.stack(
            [np.stack([(by[i] * by[j] * second[i][j]).sum(-1) for j in range(3)], -1) for i in range(3)], -2
        )
        g = (ends[..., None] * gradient).sum(axis=1)
        off = gradient - g[:, None]
        h = (ends[..., None, None] * hessian).sum(axis=1)
        h -= np.einsum("ke,kei,kej->kij", ends, off, off) / t
        for i in (0, 1):
            g[:, i] += tau / multipliers[:, i]
            h[:, i, i] -= tau / np.square(multipliers[:, i])
        return g, h

    def means(self, multipliers: Array, tau: Array) -> tuple[Array, Array, Array]:
        """Return the shares of the two ends (k, 2), the mean x at each (k, 2, m), and what a leaf loses.

        A leaf loses the difference between its value at the mean and the least: the chord's.
        """
        x, values, _ = self.leaves(multipliers)
        p, ends = self._shares(multipliers, tau, values)
        mean = (p * x).sum(axis=0)
        at_mean = self.change(mean) - self.k(multipliers) * np.square(mean)
        at_mean -= multipliers[:, 2, None, None] * mean
        return ends, mean, (ends[..., None] * (at_mean - values.min(axis=0))).sum(axis=1)

    def _shares(self, multipliers: Array, tau: Array, values: Array) -> tuple[Array, Array]:
        least = values.min(axis=0)
        t = tau[:, None, None]
        p = np.exp((least - values) / t)
        total = p.sum(axis=0)
        level = (least - t * np.log(total)).sum(axis=-1)
        ends = np.exp((level.min(axis=-1, keepdims=True) - level) / tau[:, None])
        return p / total, ends / ends.sum(axis=-1, keepdims=True)


class _Proof:
    """Branch and bound for several rivals and opponents at the same time."""

    def __init__(self, w: Array, norm: Norm, conditions: list[Array], uppers: list[float | None]):
        self.w, self.absolute = w, norm == "absolute"
        self.pa, self.qa, self.pb, self.qb = conditions
        m = len(w)
        farthest = 2.0 if self.absolute else float(np.sqrt(2.0))
        self.open = np.array([upper is None for upper in uppers])
        # what no change reaches has to be passed for a proof that there is none
        self.upper = np.array([1.1 * farthest if upper is None else upper for upper in uppers])
        reach = (self.upper / 2 if self.absolute else self.upper * np.sqrt((m - 1) / m))[:, None]
        self.low, self.high = np.maximum(w - reach, 0.0), np.minimum(w + reach, 1.0)
        self.goal = self.upper if self.absolute else np.square(self.upper)
        self.close = np.maximum(CLOSE / 2 if self.absolute else self.upper * CLOSE / 2, 1e-15)
        self.close = np.broadcast_to(self.close, self.upper.shape)

    def run(self, nodes: int) -> Array:
        """Return the bounds; as good as the number of parts allows."""
        cases = np.arange(len(self.upper))
        s = self._between()
        size = np.ones_like(self.upper) if self.absolute else np.maximum(self.upper, _LEAST)
        multipliers = np.stack([size, size, np.zeros_like(size)], axis=1)
        start = _Parts(
            cases, s, self.low, self.high, multipliers, np.maximum(0.3 * self.goal, _LEAST), np.zeros(len(s))
        )
        waiting = self._solved(start[s[:, 0] <= s[:, 1]])
        floor, used = self.goal.copy(), np.ones(len(cases), np.intp)
        while True:
            proved = waiting.bound >= (self.goal - self.close)[waiting.case]
            np.minimum.at(floor, waiting.case[proved], waiting.bound[proved])
            waiting = waiting[~proved]
            chosen = self._chosen(waiting) & (used < nodes)[waiting.case]
            if not chosen.any():
                break
            halves = self._solved(self._cut(waiting[chosen]))
            np.add.at(used, halves.case, 1)
            waiting = waiting[~chosen] + halves
        np.minimum.at(floor, waiting.case, waiting.bound)
        bounds = floor if self.absolute else np.sqrt(floor)
        return np.where(self.open & (bounds > 0.95 * self.upper), np.inf, bounds)

    def _chosen(self, parts: _Parts) -> NDArray[np.bool_]:
        """Return which parts have the lowest bounds of their problem."""
        order = np.lexsort((parts.bound, parts.case))
        cases = parts.case[order]
        place = np.arange(len(cases)) - np.searchsorted(cases, cases)
        chosen = np.zeros(len(cases), bool)
        chosen[order[place < _TOGETHER]] = True
        return chosen

    def _between(self) -> Array:
        """Return intervals that hold every s: from the lowest share of a to the highest of b."""
        low, high = np.square(self.low), np.square(self.high)
        a, b = (low * self.qa).sum(axis=1), (high * self.qb).sum(axis=1)
        least = a / np.maximum(a + (high * self.pa).sum(axis=1), 1e-300)
        most = np.where(b > 0, b / np.maximum(b + (low * self.pb).sum(axis=1), 1e-300), 0.0)
        return np.stack([least, most], axis=1)

    def _pulls(self, case: NDArray[np.intp], s: Array) -> tuple[Array, Array]:
        """Return A(s) and B(s), (k, 2, m)."""
        pa, qa, pb, qb = (part[case][:, None] for part in (self.pa, self.qa, self.pb, self.qb))
        t = s[..., None]
        return t * pa - (1 - t) * qa, (1 - t) * qb - t * pb

    def _lagrangian(self, parts: _Parts) -> _Lagrangian:
        a, b = self._pulls(parts.case, parts.s)
        return _Lagrangian(self.w, self.absolute, a, b, parts.low[:, None], parts.high[:, None])

    def _solved(self, parts: _Parts) -> _Parts:
        """Return the parts with the best bounds that multipliers were found for, and these."""
        goal, close = self.goal[parts.case], self.close[parts.case]
        best, argument = np.full(len(goal), -np.inf), parts.multipliers.copy()
        at, tau = parts.multipliers.copy(), parts.tau.copy()
        active = np.arange(len(goal))
        whole = self._lagrangian(parts)
        for _ in range(_NEWTON):
            if not len(active):
                break
            some = replace(
                whole, **{name: getattr(whole, name)[active] for name in ("a", "b", "low", "high")}
            )
            step, gain = _newton(*some.derivatives(at[active], tau[active]))
            room = np.where(step[:, :2] < 0, -0.95 * at[active, :2] / step[:, :2], np.inf).min(axis=1)
            tried = at[active][:, None] + np.minimum(_STEPS, room[:, None])[..., None] * step[:, None]
            along = replace(
                some, **{name: getattr(some, name)[:, None] for name in ("a", "b", "low", "high")}
            )
            smooth, proved = along.bound(tried, np.broadcast_to(tau[active, None], tried.shape[:2]))
            each = np.arange(len(active))
            smooth = np.where(np.isfinite(smooth), smooth, -np.inf)
            taken = np.where(np.isfinite(smooth.max(axis=1)), smooth.argmax(axis=1), len(_STEPS) - 1)
            highest = np.where(np.isfinite(proved), proved, -np.inf).argmax(axis=1)
            better = proved[each, highest] > best[active]
            best[active] = np.where(better, proved[each, highest], best[active])
            argument[active] = np.where(better[:, None], tried[each, highest], argument[active])
            at[active] = tried[each, taken]
            # smoother again where no step goes up, sharper where the top is near
            stuck, near = taken == len(_STEPS) - 1, gain <= 5 * tau[active]
            tau[active] *= np.where(gain <= tau[active], 0.25, np.where(stuck, 6.0, np.where(near, 0.7, 1.0)))
            short = (goal - best)[active]
            done = (short <= close[active]) | (
                tau[active] < np.maximum(np.maximum(0.002 * short, close[active] / 50), 1e-300)
            )
            active = active[~done]
        argument[:, :2] = np.maximum(argument[:, :2], _LEAST)
        return replace(parts, multipliers=argument, tau=tau, bound=np.maximum(best, parts.bound))

    def _cut(self, parts: _Parts) -> _Parts:
        """Return each part in two, cut where the bound loses most: across s, or one of the weights.

        Across s it loses what x that differ between the ends gain from their mixture.
        """
        each = np.arange(len(parts.case))
        ends, mean, loss = self._lagrangian(parts).means(parts.multipliers, parts.tau)
        middle, centre = (ends * parts.s).sum(axis=1), (ends[..., None] * mean).sum(axis=1)
        square = np.square(mean)
        apart = square - (ends[..., None] * square).sum(axis=1, keepdims=True)
        weight = ends * (parts.s - middle[:, None])
        across = sum(
            np.abs(
                parts.multipliers[:, i]
                * (weight * (apart * slope[parts.case][:, None]).sum(axis=-1)).sum(axis=-1)
            )
            for i, slope in enumerate((self.pa + self.qa, self.pb + self.qb))
        )
        j = loss.argmax(axis=1)
        by_leaf = loss[each, j] > across
        wide = parts.high[each, j] - parts.low[each, j]
        cut = np.clip(centre[each, j], parts.low[each, j] + 0.1 * wide, parts.high[each, j] - 0.1 * wide)
        long = parts.s[:, 1] - parts.s[:, 0]
        s_cut = np.clip(middle, parts.s[:, 0] + 0.2 * long, parts.s[:, 1] - 0.2 * long)
        high, low, before, beyond = parts.high.copy(), parts.low.copy(), parts.s.copy(), parts.s.copy()
        high[each[by_leaf], j[by_leaf]] = low[each[by_leaf], j[by_leaf]] = cut[by_leaf]
        before[~by_leaf, 1] = beyond[~by_leaf, 0] = s_cut[~by_leaf]
        tau = 0.05 * np.maximum((self.goal - self.close)[parts.case] - parts.bound, self.close[parts.case])
        return replace(parts, high=high, s=before, tau=tau) + replace(parts, low=low, s=beyond, tau=tau)


def _newton(gradient: Array, hessian: Array) -> tuple[Array, Array]:
    """Return Newton's step up a concave function, and the gain that it promises, twice."""
    scale = 1 / np.sqrt(np.maximum(-np.einsum("kii->ki", hessian), 1e-300))
    scaled = hessian * scale[:, :, None] * scale[:, None, :] - 1e-9 * np.eye(3)
    step = -scale * np.linalg.solve(scaled, (gradient * scale)[..., None])[..., 0]
    step = np.where(np.isfinite(step).all(axis=1, keepdims=True), step, 0.0)
    return step, (gradient * step).sum(axis=1)
