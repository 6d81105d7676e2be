"""The weights nearest to given ones at which a candidate draws level with others under TOPSIS.

With x = w², D⁺² = x·p and D⁻² = x·q, b is at least as close as a if and only if

    F(w) = (x·q_b)(x·p_a) − (x·q_a)(x·p_b) ≥ 0

or: there is an s in [0, 1], between D⁻²/(D⁺² + D⁻²) of a and of b, with

    x·A(s) ≥ 0,  A(s) = s p_a − (1 − s) q_a      and      x·B(s) ≥ 0,  B(s) = (1 − s) q_b − s p_b.

The set is not convex. An upper bound of the distance is a local minimum (sequential quadratic programming
from many starts). The lower bound is proved: for multipliers α, β ≥ 0 and any μ, every w' of the set with its
s in [s₁, s₂] and each weight in [l_j, u_j] has

    dist(w') ≥ min over s in {s₁, s₂} of  μ + Σ_j min over l_j ≤ x ≤ u_j of
               d(x − w_j) − (α A_j(s) + β B_j(s)) x² − μ x

since the Lagrangian is linear in s and a sum over the leaves; d is |·|, or (·)² for the squared Euclidean
distance. At a minimum α and β make its slope in s vanish, so that the bound closes quadratically as the
interval is halved: branch and bound over s, and over weights at which the Lagrangian is not convex.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from see_mcda.sensitivity.nearest_weights import Norm, length, nearest_weights

Array = NDArray[np.float64]
CLOSE = 1e-6
"""How near to a distance its bound has to come for the distance to be called exact."""
NODES = 60
"""Parts into which the search for a proof may divide a problem."""
_ROUNDS = 30


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
        best: Array | None = None
        for start in starts:
            for found in (self._pulled(start), self._descended(start)):
                if found is None:
                    continue
                better = self._linearised(found)
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
            if np.abs(moved - at).max() < 1e-15:
                break
            at = moved
            inside = at if self._inside(at) else at + 1e-12 * (w - at)
            if self._inside(inside) and self._size(inside) < self._size(best):
                best = inside
        return best

    def lower_bound(self, upper: float | None, nodes: int = NODES) -> float:
        """Return a proved bound of the distance, for the first opponent; infinite if it is never reached.

        ``upper``: nothing farther has to be looked at; the bound is at most that.
        """
        return _Proof(self, upper).run(nodes)


@dataclass(frozen=True, eq=False)
class _Part:
    s: tuple[float, float]
    low: Array
    high: Array
    multipliers: Array


class _Proof:
    """Branch and bound for one rival and one opponent."""

    def __init__(self, border: Border, upper: float | None):
        self.w, self.norm = border.weights, border.norm
        self.pa, self.qa, self.pb, self.qb = border.pa[0], border.qa[0], border.pb, border.qb
        self.absolute = self.norm == "absolute"
        farthest = 2.0 if self.absolute else float(np.sqrt(2.0))
        self.open = upper is None
        self.upper = farthest if upper is None else upper
        m = len(self.w)
        reach = self.upper / 2 if self.absolute else self.upper * float(np.sqrt((m - 1) / m))
        self.low, self.high = np.maximum(self.w - reach, 0.0), np.minimum(self.w + reach, 1.0)

    def run(self, nodes: int) -> float:
        """Return the bound; as good as the number of parts allows."""
        goal = self.upper if self.absolute else self.upper**2
        close = CLOSE / 2 if self.absolute else self.upper * CLOSE / 2
        order = count()
        start = _Part(self._between(), self.low, self.high, np.zeros(3))
        if start.s[0] > start.s[1]:
            return float("inf") if self.open else self.upper
        heap = [(0.0, next(order), start)]
        for _ in range(nodes):
            if heap[0][0] >= goal - close:
                break
            _, _, part = heapq.heappop(heap)
            for child in self._halves(part):
                bound, known = self._bound(child)
                heapq.heappush(heap, (bound, next(order), known))
        reached = heap[0][0]
        if self.open and reached > goal:
            return float("inf")
        reached = max(min(reached, goal), 0.0)
        return reached if self.absolute else float(np.sqrt(reached))

    def _between(self) -> tuple[float, float]:
        """Return an interval that holds every s: from the lowest share of a to the highest of b."""
        low, high = np.square(self.low), np.square(self.high)
        a, b = float(low @ self.qa), float(high @ self.qb)
        return (
            a / max(a + float(high @ self.pa), 1e-300),
            b / max(b + float(low @ self.pb), 1e-300) if b > 0 else 0.0,
        )

    def _pulls(self, s: float) -> Array:
        """Return (2, m): A(s), B(s)."""
        return np.array([s * self.pa - (1 - s) * self.qa, (1 - s) * self.qb - s * self.pb])

    def _halves(self, part: _Part) -> list[_Part]:
        s = part.s
        middle = (s[0] + s[1]) / 2
        k = part.multipliers[:2] @ self._pulls(middle)
        # what the Lagrangian can lose to a chord: half of the curvature that is not convex, width squared
        bend = np.maximum(k if self.absolute else k - 1.0, 0.0)
        loss = bend * np.square(part.high - part.low) / 4
        ends = [self._lagrangian(part, part.multipliers, end)[0] for end in (*s, middle)]
        if loss.max() > max(ends[2] - min(ends[:2]), 1e-15):
            j = int(loss.argmax())
            cut = (part.low[j] + part.high[j]) / 2
            left, right = part.high.copy(), part.low.copy()
            left[j] = right[j] = cut
            return [replace(part, high=left), replace(part, low=right)]
        return [replace(part, s=(s[0], middle)), replace(part, s=(middle, s[1]))]

    def _lagrangian(self, part: _Part, multipliers: Array, s: float) -> tuple[float, Array]:
        """Return the minimum of the Lagrangian over the part, and where it is."""
        w, low, high, mu = self.w, part.low, part.high, multipliers[2]
        k = multipliers[:2] @ self._pulls(s)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.absolute:
                tried = [low, high, w, (1 - mu) / (2 * k), -(1 + mu) / (2 * k)]
            else:
                tried = [low, high, (w + mu / 2) / (1 - k)]
        x = np.clip(np.nan_to_num(np.array(tried)), low, high)
        change = x - w
        value = (np.abs(change) if self.absolute else np.square(change)) - k * np.square(x) - mu * x
        at = value.argmin(axis=0)
        columns = np.arange(len(w))
        return float(mu + value[at, columns].sum()), x[at, columns]

    def _bound(self, part: _Part) -> tuple[float, _Part]:
        """Return the best bound that multipliers were found for, and the part with these."""
        tried = [part.multipliers, self._programme(part) if self.absolute else self._ascent(part)]
        bounds = [min(self._lagrangian(part, one, s)[0] for s in part.s) for one in tried]
        best = int(np.argmax(bounds))
        return max(bounds[best], 0.0), replace(part, multipliers=tried[best])

    def _ascent(self, part: _Part) -> Array:
        """Return multipliers that maximise the Lagrangian's minimum at the middle of the part.

        The minimum at x has the gradient −(A·x², B·x²), 1 − Σ x.
        """
        from scipy.optimize import minimize  # noqa: PLC0415

        s = (part.s[0] + part.s[1]) / 2
        pulls = self._pulls(s)
        unit = max(self.upper**2, 1e-12)

        def turned(multipliers: Array) -> tuple[float, Array]:
            value, x = self._lagrangian(part, multipliers, s)
            return -value / unit, np.append(pulls @ np.square(x), x.sum() - 1.0) / unit

        found = minimize(
            turned,
            part.multipliers,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None), (0, None), (None, None)],
            options={"ftol": 1e-16, "gtol": 1e-13, "maxiter": 200},
        )
        return np.asarray(found.x)

    def _programme(self, part: _Part) -> Array:
        """Return the multipliers of the linear relaxation at the middle of the part.

        A square lies below its chord and above its tangents.
        """
        from scipy.optimize import linprog  # noqa: PLC0415

        w, low, high, m = self.w, part.low, part.high, len(self.w)
        a, b = self._pulls((part.s[0] + part.s[1]) / 2)
        one, none = np.eye(m), np.zeros((m, m))
        rows = [np.hstack([np.zeros(2 * m), -a])[None], np.hstack([np.zeros(2 * m), -b])[None]]
        limits = [np.zeros(1), np.zeros(1)]
        chord = np.diag(low + high)
        rows.append(np.hstack([-chord, chord, one]))
        limits.append((low + high) * w - low * high)
        for at in (low, np.clip(w, low, high), (low + high) / 2, high):
            tangent = np.diag(2 * at)
            rows.append(np.hstack([tangent, -tangent, -one]))
            limits.append(np.square(at) - 2 * at * w)
        inside = np.hstack([one, -one, none])
        rows += [inside, -inside]
        limits += [high - w, w - low]
        found = linprog(
            np.append(np.ones(2 * m), np.zeros(m)),
            A_ub=np.vstack(rows),
            b_ub=np.concatenate(limits),
            A_eq=np.hstack([np.ones(m), -np.ones(m), np.zeros(m)])[None],
            b_eq=[0.0],
            bounds=[(0, None)] * (2 * m) + [(None, None)] * m,
            method="highs",
        )
        if found.x is None:  # nothing in this part: any large multiple of a certificate proves it
            return np.asarray(part.multipliers * 2 + np.array([1.0, 1.0, 0.0]))
        alpha, beta = np.maximum(-found.ineqlin.marginals[:2], 0.0)
        return np.array([alpha, beta, found.eqlin.marginals[0]])
