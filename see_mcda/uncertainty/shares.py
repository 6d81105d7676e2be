"""Distributions of n shares that sum to 1: of all leaves at once, or of the children of one node.

Each is sampled by a generator, and most are driven by uniform numbers in [0, 1) as well, one smooth vector of
shares for each point, so that quasi-random points serve as well as random ones.

On the simplex, uniform shares are independent exponentials divided by their sum. From uniform numbers they
are broken off a stick one after the other: a share of what is left has the density (1 − v)^(n−i−1), and for
a Dirichlet distribution the density of Beta(αᵢ, αᵢ₊₁ + … + αₙ).

Devroye, L. (1986). *Non-Uniform Random Variate Generation*. Springer, chapters V.2 and XI.4.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.methods.ranks import BLOCK
from see_mcda.uncertainty.hit_and_run import Chains
from see_mcda.uncertainty.polytope import Triangulation

Generator = np.random.Generator

Rows = tuple[Array, Array]
"""Coefficients (c, n) and at_least (c,) of a polytope of shares."""


class Shares(ABC):
    """A distribution of n shares."""

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """How many uniform numbers make one vector; 0 where nothing varies."""

    @property
    def driven(self) -> bool:
        """Whether uniform numbers can make the vectors."""
        return True

    @property
    @abstractmethod
    def center(self) -> Array:
        """(n,) the mean."""

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0; ``None`` where it is no polytope or not known."""
        return np.empty((0, len(self.center))), np.empty(0)

    @abstractmethod
    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions) of the unit cube."""

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors of shares."""
        return self.from_uniforms(generator.random((k, self.dimensions)))


def broken_stick(u: Array) -> Array:
    """Return (k, n + 1) uniform shares for points u (k, n)."""
    k, n = u.shape
    shares = np.empty((n + 1, k))
    left = np.ones(k)
    for i in range(n):
        kept = (1.0 - u[:, i]) ** (1.0 / (n - i))
        shares[i] = left * (1.0 - kept)
        left = left * kept
    shares[n] = left
    return _rows(shares)


def _exponentials(generator: Generator, k: int, n: int) -> Array:
    shares = generator.standard_exponential((n, k))
    shares /= shares.sum(axis=0)
    return shares.T


def _rows(columns: Array) -> Array:
    """Return (k, n) shares that sum to 1 as near as can be, from (n, k)."""
    return np.asarray((columns / columns.sum(axis=0)).T)


@dataclass(frozen=True, eq=False)
class Fixed(Shares):
    """Shares that do not vary."""

    values: Array

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return 0

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return self.values

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        unit = np.eye(len(self.values))
        return np.vstack([unit, -unit]), np.concatenate([self.values, -self.values])

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        return np.tile(self.values, (len(u), 1))


@dataclass(frozen=True, eq=False)
class Uniform(Shares):
    """Every vector of n shares alike: Dirichlet(1, …, 1)."""

    n: int

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return self.n - 1

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return np.full(self.n, 1 / self.n)

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        return broken_stick(u)

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return _exponentials(generator, k, self.n)


@dataclass(frozen=True, eq=False)
class Dirichlet(Shares):
    """Dirichlet with ``alpha`` (n,), the mean times the concentration; where alpha is 0 the share is 0."""

    alpha: Array

    @cached_property
    def _some(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.alpha)

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return len(self._some) - 1

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return np.asarray(self.alpha / self.alpha.sum())

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        zero = np.flatnonzero(self.alpha == 0)
        return -np.eye(len(self.alpha))[zero], np.zeros(len(zero))

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        from scipy.special import betaincinv  # noqa: PLC0415 (scipy.special is slow to import)

        alpha = self.alpha[self._some]
        after = np.cumsum(alpha[::-1])[::-1]
        shares = np.zeros((len(self.alpha), len(u)))
        left = np.ones(len(u))
        for i, column in enumerate(self._some[:-1]):
            part = betaincinv(alpha[i], after[i + 1], u[:, i])
            shares[column] = left * part
            left = left * (1.0 - part)
        shares[self._some[-1]] = left
        return _rows(shares)

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        shares = np.zeros((len(self.alpha), k))
        shares[self._some] = generator.dirichlet(self.alpha[self._some], k).T
        return _rows(shares)


@dataclass(frozen=True, eq=False)
class Ordered(Shares):
    """Uniform under orders of shares that have no share in common, and lower bounds.

    Each order is a list of ties, the largest first; shares in one tie are not compared. Uniform shares are
    exchangeable, so sorting those of an order into it leaves them uniform.
    """

    orders: tuple[tuple[tuple[int, ...], ...], ...]
    floor: Array

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return len(self.floor) - 1

    @cached_property
    def _room(self) -> float:
        return float(1.0 - self.floor.sum())

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        from see_mcda.weighting.rank_order import rank_order  # noqa: PLC0415 (it reads shares' documents)

        n = len(self.floor)
        mean = np.full(n, 1 / n)
        for order in self.orders:
            columns = [column for tie in order for column in tie]
            ranks = [place for place, tie in enumerate(order, start=1) for _ in tie]
            mean[columns] = rank_order(ranks).weights * (len(columns) / n)
        return np.asarray(self.floor + self._room * mean)

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        unit = np.eye(len(self.floor))
        rows = [unit[column] for column in np.flatnonzero(self.floor)]
        least = self.floor[self.floor > 0].tolist()
        for order in self.orders:
            for above, below in pairwise(order):
                rows += [unit[a] - unit[b] for a in above for b in below]
        least += [0.0] * (len(rows) - len(least))
        return np.array(rows).reshape(-1, len(self.floor)), np.array(least)

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        return self._sorted(broken_stick(u))

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self._sorted(_exponentials(generator, k, len(self.floor)))

    def _sorted(self, shares: Array) -> Array:
        shares = np.array(shares)
        for order in self.orders:
            columns = [column for tie in order for column in tie]
            given = shares[:, columns]
            falling = -np.sort(-given, axis=1)
            first = 0
            for tie in order:
                # Within a tie the shares keep their own order.
                last = first + len(tie)
                place = np.argsort(np.argsort(-given[:, first:last], axis=1), axis=1)
                shares[:, list(tie)] = np.take_along_axis(falling[:, first:last], place, axis=1)
                first = last
        if not self.floor.any():
            return shares
        shares = self.floor + self._room * shares
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class InSimplices(Shares):
    """Uniform in a triangulated polytope: a simplex by its volume, and a point in it."""

    triangulation: Triangulation
    rows: Rows

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return int(self.triangulation.simplices.shape[1]) - 1

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return self.triangulation.mean

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        return self.rows

    @cached_property
    def _until(self) -> Array:
        until = np.cumsum(self.triangulation.shares)
        until[-1] = 1.0
        return until

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        if not self.dimensions:
            return np.tile(self.center, (len(u), 1))
        if len(self._until) == 1:
            mixed = broken_stick(u) @ self.triangulation.vertices[self.triangulation.simplices[0]]
            return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))
        which = np.searchsorted(self._until, u[:, 0], side="right").clip(max=len(self._until) - 1)
        # What is left of the first number, after it chose the simplex, is uniform again.
        share = self.triangulation.shares[which]
        rest = np.clip((u[:, 0] - (self._until[which] - share)) / share, 0.0, 1.0 - 2.0**-53)
        inside = broken_stick(np.column_stack([rest, u[:, 1:]]))
        corners = self.triangulation.simplices[which]
        mixed = np.zeros((len(u), self.triangulation.vertices.shape[1]))
        for corner in range(corners.shape[1]):
            mixed += inside[:, corner, None] * self.triangulation.vertices[corners[:, corner]]
        return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Walked(Shares):
    """A polytope of many dimensions, or a density on it, by hit-and-run; uniform numbers cannot drive it."""

    chains: Chains
    rows: Rows

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return 0

    @property
    def driven(self) -> bool:
        """Whether uniform numbers can make the vectors."""
        return False

    @property
    def center(self) -> Array:
        """(n,) the mean of the converged chains: an estimate."""
        return self.chains.mean

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        return self.rows

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        raise TypeError("hit-and-run cannot be driven by points; use sample")

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self.chains.sample(generator, k)


@dataclass(frozen=True, eq=False)
class Mixed(Shares):
    """Mixtures Σ λₚ vectors[p] with uniform λ: everything between several vectors (p, n)."""

    vectors: Array

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return len(self.vectors) - 1

    @property
    def center(self) -> Array:
        """(n,) the mean."""
        return np.asarray(self.vectors.mean(axis=0))

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        return None

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        return self._mixed(broken_stick(u))

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        return self._mixed(_exponentials(generator, k, len(self.vectors)))

    def _mixed(self, by: Array) -> Array:
        mixed = by @ self.vectors
        return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Kept(Shares):
    """What a condition keeps of another distribution; ``points`` (k, n) are some of it."""

    inner: Shares
    holds: Callable[[Array], NDArray[np.bool_]]
    points: Array

    @property
    def dimensions(self) -> int:
        """How many uniform numbers make one vector."""
        return 0

    @property
    def driven(self) -> bool:
        """Whether uniform numbers can make the vectors."""
        return False

    @cached_property
    def center(self) -> Array:
        """(n,) the point nearest to the mean: the mean itself may not meet the condition."""
        mean = self.points.mean(axis=0)
        if self.holds(mean[None])[0]:
            return np.asarray(mean / mean.sum())
        return np.asarray(self.points[np.square(self.points - mean).sum(axis=1).argmin()])

    @property
    def support(self) -> Rows | None:
        """The polytope on which the density is above 0, if it is one."""
        return None

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, n) shares for points u (k, dimensions)."""
        raise TypeError("what a condition keeps cannot be driven by points; use sample")

    def sample(self, generator: Generator, k: int) -> Array:
        """Return (k, n) independent vectors."""
        found = np.empty((0, self.points.shape[1]))
        while len(found) < k:
            drawn = self.inner.sample(generator, BLOCK)
            found = np.vstack([found, drawn[self.holds(drawn)]])
        return found[:k]
