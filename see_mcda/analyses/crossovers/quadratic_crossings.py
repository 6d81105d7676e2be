"""Where two candidates swap under TOPSIS while one node's share t moves from 0 to 1.

a is ahead of b while F(t) = D⁻²_a D⁺²_b − D⁻²_b D⁺²_a > 0. Every squared distance is A t² + B (1 − t)² + C,
with C from the leaves that t leaves alone. In Bernstein's form of degree 2 its coefficients are (B + C, C, A
+ C), none of them negative, and those of a product of two of them, of degree 4, are::

    (p₀q₀,  (p₀q₁ + p₁q₀)/2,  (p₀q₂ + 4 p₁q₁ + p₂q₀)/6,  (p₁q₂ + p₂q₁)/2,  p₂q₂)

The number of changes of sign among the coefficients of F is the number of its roots in (0, 1), or an even
number more. Without a change there is none; with one change there is one, which Newton's method finds within
its bracket; with more the interval is halved by de Casteljau's rule. Where C = 0, with s = (t/(1 − t))², F is
the quadratic F₄ s² + 6 F₂ s + F₀, whose positive roots are a formula.

Roots at which F only touches 0 are no swaps; whoever uses the roots looks at the sign on both sides.

Sources: Hwang & Yoon (1981), doi:10.1007/978-3-642-48318-9, section 3.5, for the distances; Lane & Riesenfeld
(1981), Bounds on a polynomial, BIT 21, 112-117, doi:10.1007/BF01934076, for the roots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.crossovers.local_path import LocalPaths
from see_mcda.arrays import Array

Places = NDArray[np.intp]
Crossings = tuple[Places, Places, Array]
"""(c,) the position of the node, (c,) the position of the pair, (c,) the share t."""
NOISE = 1e-14
"""Coefficients of F that are smaller, beside those of (D⁻²_a + D⁺²_a)(D⁻²_b + D⁺²_b), are rounding."""
DEEPEST = 44
"""Halvings of [0, 1] before what is left is taken as a root that only touches."""
_NEWTON = 80
_HALF = (
    np.array(
        [
            [16, 8, 4, 2, 1],
            [0, 8, 8, 6, 4],
            [0, 0, 4, 6, 6],
            [0, 0, 0, 2, 4],
            [0, 0, 0, 0, 1],
        ],
        dtype=float,
    )
    / 16.0
)
"""de Casteljau: the coefficients over the lower half are c @ _HALF, over the upper half mirrored."""


@dataclass(frozen=True, eq=False)
class QuadraticPaths:
    """The squared distances along the ways of N nodes: p (3, N, n) for D⁺², q (3, N, n) for D⁻²."""

    p: Array
    q: Array

    @classmethod
    def along(cls, paths: LocalPaths, p: Array, q: Array) -> QuadraticPaths:
        """Return the distances for p and q of :meth:`see_mcda.methods.Prepared.quadratic_parts`."""
        rest, up, down = np.square(paths.rest), np.square(paths.up), np.square(paths.down)
        forms = []
        for part in (p.T, q.T):
            constant = rest @ part
            forms.append(np.stack([down @ part + constant, constant, up @ part + constant]))
        return cls(*forms)

    def _coefficients(self, a: Places, b: Places) -> tuple[Array, NDArray[np.bool_]]:
        """Return (5, N, k) F of the pairs with rounding taken out, and the (N,) nodes at which C = 0."""
        p, q = self.p, self.q
        pa, pb, qa, qb = p[..., a], p[..., b], q[..., a], q[..., b]
        flat = np.asarray(~(p[1].any(axis=1) | q[1].any(axis=1)))
        f = np.zeros((5, *pa.shape[1:]))
        f[0] = qa[0] * pb[0] - qb[0] * pa[0]
        f[4] = qa[2] * pb[2] - qb[2] * pa[2]
        f[2] = (qa[0] * pb[2] - qb[0] * pa[2] + qa[2] * pb[0] - qb[2] * pa[0]) / 6
        sa, sb = pa + qa, pb + qb
        size = np.zeros_like(f)
        size[0], size[4] = sa[0] * sb[0], sa[2] * sb[2]
        size[2] = (sa[0] * sb[2] + sa[2] * sb[0]) / 6
        if not flat.all():
            f[1] = (qa[0] * pb[1] - qb[0] * pa[1] + qa[1] * pb[0] - qb[1] * pa[0]) / 2
            f[3] = (qa[1] * pb[2] - qb[1] * pa[2] + qa[2] * pb[1] - qb[2] * pa[1]) / 2
            f[2] += (qa[1] * pb[1] - qb[1] * pa[1]) * (2 / 3)
            size[1] = (sa[0] * sb[1] + sa[1] * sb[0]) / 2
            size[3] = (sa[1] * sb[2] + sa[2] * sb[1]) / 2
            size[2] += sa[1] * sb[1] * (2 / 3)
        f[np.abs(f) <= NOISE * size] = 0.0
        return f, flat

    def compare(self, a: Places, b: Places) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return (N, k) where a is always ahead of b, and where the two are always tied."""
        f, _ = self._coefficients(a, b)
        some = np.asarray(f.any(axis=0))
        return np.asarray((f >= 0).all(axis=0) & some), ~some

    def first_order(self, a: Places, b: Places) -> Places:
        """Return (N, k) the sign of F just above t = 0: that of its first coefficient that is not 0."""
        f, _ = self._coefficients(a, b)
        first = (f != 0).argmax(axis=0)
        return np.asarray(np.sign(np.take_along_axis(f, first[None], axis=0)[0]), np.intp)

    def crossings(self, a: Places, b: Places) -> tuple[Crossings, NDArray[np.bool_]]:
        """Return the roots of F in (0, 1) for the pairs a, b (k,), and the (N, k) always tied pairs."""
        f, flat = self._coefficients(a, b)
        some = (f > 0).any(axis=0) & (f < 0).any(axis=0)
        tied = np.asarray(~f.any(axis=0))
        found = []
        for kind, roots in ((flat, _flat_roots), (~flat, _roots)):
            node, pair = np.nonzero(some & kind[:, None])
            if len(node):
                which, t = roots(np.ascontiguousarray(f[:, node, pair].T))
                found.append((node[which], pair[which], t))
        if not found:
            return (np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0)), tied
        node, pair, t = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return (node, pair, t), tied


def _flat_roots(f: Array) -> tuple[Places, Array]:
    """Return which rows of F (k, 5), with F₁ = F₃ = 0, have a root in (0, 1), and the roots."""
    c0, c1, c2 = f[:, 0], 6 * f[:, 2], f[:, 4]
    discriminant = c1 * c1 - 4 * c0 * c2
    with np.errstate(divide="ignore", invalid="ignore"):
        large = -(c1 + np.copysign(np.sqrt(discriminant), c1)) / 2
        s = np.concatenate([large / c2, c0 / large])
        positive = np.isfinite(s) & (s > 0)
    which = np.tile(np.arange(len(f)), 2)[positive]
    ratio = np.sqrt(s[positive])
    return which, ratio / (1 + ratio)


def _roots(f: Array) -> tuple[Places, Array]:
    """Return which rows of F (k, 5) have a root in (0, 1), and the roots."""
    scale = np.abs(f).max(axis=1, keepdims=True)
    f = f / scale
    which, low, width = np.arange(len(f)), np.zeros(len(f)), 1.0
    rows, roots = [], []
    for _ in range(DEEPEST):
        changes = _sign_changes(f)
        one = changes == 1
        if one.any():
            rows.append(which[one])
            roots.append(low[one] + width * _only_root(f[one]))
        more = changes > 1
        if not more.any():
            break
        f, which, low, width = f[more], which[more], low[more], width / 2
        lower, upper = f @ _HALF, f[:, ::-1] @ _HALF
        middle = np.abs(lower[:, 4]) <= 4 * np.finfo(float).eps
        if middle.any():  # a root at the middle belongs to neither half
            rows.append(which[middle])
            roots.append(low[middle] + width)
            lower[middle, 4] = upper[middle, 4] = 0.0
        f = np.concatenate([lower, upper[:, ::-1]])
        which, low = np.tile(which, 2), np.concatenate([low, low + width])
    if not rows:
        return np.empty(0, np.intp), np.empty(0)
    return np.concatenate(rows), np.concatenate(roots)


def _sign_changes(f: Array) -> NDArray[np.intp]:
    """Return the changes of sign along each row, zeros left out."""
    sign = np.sign(f)
    for column in range(1, f.shape[1]):
        sign[:, column] = np.where(sign[:, column] == 0, sign[:, column - 1], sign[:, column])
    return np.asarray(np.count_nonzero(sign[:, 1:] * sign[:, :-1] < 0, axis=1))


def _only_root(f: Array) -> Array:
    """Return the root in (0, 1) of each row of F (k, 5), which has one: Newton's method within a bracket."""
    first = np.take_along_axis(f, (f != 0).argmax(axis=1)[:, None], axis=1)[:, 0]
    f = f * np.sign(first)[:, None]  # it falls through 0
    t, low, high = np.full(len(f), 0.5), np.zeros(len(f)), np.ones(len(f))
    active = np.arange(len(f))
    for _ in range(_NEWTON):
        value, slope = _value_and_slope(f[active], t[active])
        above = value > 0
        here = t[active]
        low[active[above]] = here[above]
        high[active[~above]] = here[~above]
        with np.errstate(divide="ignore", invalid="ignore"):
            new = here - value / slope
        outside = ~((new > low[active]) & (new < high[active]))
        new[outside] = (low[active[outside]] + high[active[outside]]) / 2
        new[value == 0] = here[value == 0]
        t[active] = new
        active = active[np.abs(new - here) > 2 * np.finfo(float).eps * here]
        if not len(active):
            break
    return t


def _value_and_slope(f: Array, t: Array) -> tuple[Array, Array]:
    """Return F and F′ at t, by de Casteljau's rule."""
    t = t[:, None]
    for _ in range(3):
        f = (1 - t) * f[:, :-1] + t * f[:, 1:]
    t = t[:, 0]
    return (1 - t) * f[:, 0] + t * f[:, 1], 4 * (f[:, 1] - f[:, 0])
