"""The weights nearest to given ones at which a candidate draws level with others under TOPSIS.

With x = w², D⁺² = x·p and D⁻² = x·q, b is at least as close as a if and only if

    F(w) = (x·q_b)(x·p_a) − (x·q_a)(x·p_b) ≥ 0

or: there is an s in [0, 1], between D⁻²/(D⁺² + D⁻²) of a and of b, with

    x·A(s) ≥ 0,  A(s) = s p_a − (1 − s) q_a      and      x·B(s) ≥ 0,  B(s) = (1 − s) q_b − s p_b.

The set is not convex. An upper bound of the distance is a local minimum (sequential quadratic programming
from many starts).
The lower bound is that of :mod:`see_mcda.analyses.flip.closeness_bounds`.
"""

from __future__ import annotations

import numpy as np

from see_mcda.analyses.flip.nearest_weights import Norm, length, nearest_weights
from see_mcda.arrays import Array

_ROUNDS = 30
_SAME = 1e-7
"""Weights as near to others as this lead to the same local minimum."""


class Border:
    """Where ``rival`` draws level with each of ``opponents``, for (m,) weights and (n, m) p and q."""

    def __init__(
        self, weights: Array, parts: tuple[Array, Array], rival: int, opponents: list[int], norm: Norm
    ):
        p, q = parts
        size = max(float(p.max()), float(q.max())) or 1.0
        self.weights = weights
        self.norm = norm
        self.pb, self.qb = p[rival] / size, q[rival] / size
        # those who can never be before the rival are in nobody's way, twins among them
        kept = [
            row
            for row in opponents
            if not ((p[row] >= p[rival]).all() and (q[row] <= q[rival]).all()) or row == opponents[0]
        ]
        self.pa, self.qa = p[kept] / size, q[kept] / size

    def margins(self, w: Array) -> Array:
        """Return F against each opponent."""
        x = np.square(w)
        return np.asarray((x @ self.qb) * (self.pa @ x) - (self.qa @ x) * (x @ self.pb))

    def slopes(self, w: Array) -> Array:
        """Return the gradient of each F, (opponents, m)."""
        x = np.square(w)
        by_x = (
            self.qb * (self.pa @ x)[:, None]
            + (x @ self.qb) * self.pa
            - self.qa * (x @ self.pb)
            - (self.qa @ x)[:, None] * self.pb
        )
        return np.asarray(2 * w * by_x)

    def nearest(self, starts: list[Array]) -> Array | None:
        """Return the best local minimum that is reached from weights inside the set; None without any."""
        tried = [way(start) for start in starts for way in (self._pulled, self._descended)]
        best: Array | None = None
        near: list[Array] = []
        for found in sorted((one for one in tried if one is not None), key=self._size):
            if any(np.abs(found - other).max() < _SAME for other in near):
                continue
            better = self._linearised(found)
            near += [found, better]
            if best is None or self._size(better) < self._size(best):
                best = better
        return best

    def beyond(self, border: Array) -> list[Array]:
        """Return weights some way beyond the border: up the slopes, and farther along the change."""
        slopes = self.slopes(border)
        lengths = np.sqrt(np.square(slopes).sum(axis=1, keepdims=True))
        close = np.abs(self.margins(border)) <= 1e-6 * np.abs(self.margins(self.weights)).max(initial=0.0)
        up = (slopes / np.where(lengths > 0, lengths, 1.0))[close].sum(axis=0) if close.any() else slopes[0]
        up = np.where((border > 0) | (up > 0), up, 0.0)
        targets = []
        kept = (border > 0).astype(float)
        for direction in (up - kept * up.sum() / kept.sum(), up - up.mean(), border - self.weights):
            reach = 1e-3 / max(float(np.abs(direction).max()), 1e-300)
            target = np.maximum(border + reach * direction, 0.0)
            if target.sum() > 0:
                targets.append(target / target.sum())
        return targets

    def _size(self, w: Array) -> float:
        return length(w - self.weights, self.norm)

    def _inside(self, w: Array) -> bool:
        return bool((self.margins(w) >= 0).all())

    def _pulled(self, inside: Array) -> Array | None:
        """Return the weights on the way to ``inside`` at which the set begins."""
        if not self._inside(inside):
            return None
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if self._inside(self.weights + middle * (inside - self.weights)):
                high = middle
            else:
                low = middle
        return np.asarray(self.weights + high * (inside - self.weights))

    def _descended(self, start: Array) -> Array | None:
        """Return a local minimum by sequential quadratic programming, pulled back onto the border."""
        from scipy.optimize import minimize  # noqa: PLC0415

        w, m = self.weights, len(self.weights)
        size = np.abs(self.margins(w)).max() or 1.0
        absolute = self.norm == "absolute"
        spread = np.vstack([np.eye(m), -np.eye(m)]) if absolute else np.eye(m)
        total = spread.sum(axis=1)
        first = (
            np.concatenate([np.maximum(start - w, 0), np.maximum(w - start, 0)]) if absolute else start - w
        )
        found = minimize(
            (lambda z: float(z.sum())) if absolute else (lambda z: 10 * float(z @ z)),
            first,
            jac=np.ones_like if absolute else (lambda z: 20 * z),
            bounds=[(0, 1)] * m + [(0, part) for part in w] if absolute else [(-part, 1) for part in w],
            constraints=[
                {"type": "eq", "fun": total.dot, "jac": lambda z: total},
                {
                    "type": "ineq",
                    "fun": lambda z: self.margins(w + z @ spread) / size,
                    "jac": lambda z: self.slopes(w + z @ spread) @ spread.T / size,
                },
            ],
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 80},
        )
        reached = np.maximum(w + found.x @ spread, 0.0)
        if not np.isfinite(reached).all() or reached.sum() <= 0:
            return None
        reached /= reached.sum()
        for part in (0.0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4):
            moved = reached + part * (start - reached)
            if self._inside(moved):
                return self._pulled(moved)
        return None

    def _linearised(self, w: Array) -> Array:
        """Return what repeated projection on the conditions, linear at the last point, makes of ``w``."""
        best = at = w
        for _ in range(_ROUNDS):
            slopes = self.slopes(at)
            conditions = slopes + (self.margins(at) - slopes @ at)[:, None]
            if not (conditions.max(axis=1) > 0).all():
                break
            try:
                moved = nearest_weights(self.weights, conditions, self.norm).weights
            except (RuntimeError, TypeError, ValueError):  # the linear conditions contradict each other
                break
            if np.abs(moved - at).max() < 1e-14:
                break
            at = moved
            inside = at if self._inside(at) else at + 1e-12 * (w - at)
            if self._inside(inside) and self._size(inside) < self._size(best):
                best = inside
        return best

    def opposed(self) -> list[tuple[Array, Array, Array, Array]]:
        """Return p and q of each opponent, and those of the rival."""
        return [(p, q, self.pb, self.qb) for p, q in zip(self.pa, self.qa, strict=True)]
