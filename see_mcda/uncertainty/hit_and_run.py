"""Hit-and-run: points spread over a polytope of any dimension, uniformly or by a density.

A step moves to a random point of the chord through the present one in some direction (Smith 1984). On the
simplex itself chords are short and thousands of steps are needed; so the chains walk in the cone over the
polytope, on e = T w, where the total T has the gamma distribution of m exponentials. There uniform weights
are exponentials that depend on each other by the statements alone, the point on a chord is a truncated
exponential, and there is one direction for each of d + 1 independent inequalities, which moves that one and
no other of them: if there are no more, one round of steps is an independent sample. By a density, the point
is drawn by slice sampling with shrinkage on the chord (Neal 2003).

All chains take the same direction. Half of them start in the centre, half near corners; the rounds are
doubled until both halves agree in mean and spread of every coordinate (the idea of Gelman and Rubin's R̂). A
block of samples starts from the chains' last points and goes as many rounds as forget them.

Smith, R. L. (1984). Efficient Monte Carlo procedures for generating points uniformly distributed over
bounded regions. *Operations Research* 32(6), 1296-1308. https://doi.org/10.1287/opre.32.6.1296 Neal, R. M.
(2003). Slice sampling. *Annals of Statistics* 31(3), 705-767. https://doi.org/10.1214/aos/1056562461
Tervonen, T., van Valkenhoef, G., Baştürk, N., & Postmus, D. (2013). Hit-and-run enables efficient weight
generation for simulation-based multiple criteria decision analysis. *European Journal of Operational
Research* 224(3), 552-559. https://doi.org/10.1016/j.ejor.2012.08.026
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.uncertainty.polytope import Cone, Polytope, cone

CHAINS = 4_096
AGREE = 4.5
"""Standard errors by which the halves may differ in any of their moments."""
FORGOTTEN = 0.08
"""The largest correlation between a block's samples and its starting points (its own error is 0.016)."""
MOST_ROUNDS = 512
"""Rounds after which convergence is given up, with a warning."""


@dataclass(frozen=True, eq=False)
class Density:
    """A density ∏ (rows @ w)^powers over the weights: Dirichlet, or flat at each node of a tree."""

    rows: Array
    powers: Array


@dataclass(frozen=True, eq=False)
class Chains:
    """Chains that have converged, ready to be continued.

    Attributes:
        cone: in which they walk.
        density: of the weights; uniform without.
        directions: (s, d + 1) of a round of steps.
        y: (d + 1, k) the chains' points.
        rounds: with which a block forgets where it started.
        converged: whether the halves agreed and blocks forget within :data:`MOST_ROUNDS`.

    """

    cone: Cone
    density: Density | None
    directions: Array
    y: Array
    rounds: int
    converged: bool

    @property
    def mean(self) -> Array:
        """(m,) the mean of the chains' points, an estimate."""
        return np.asarray(self._weights(self.y).mean(axis=0))

    def sample(self, generator: np.random.Generator, k: int) -> Array:
        """Return (k, m) weights."""
        n = self.y.shape[1]
        start = generator.permutation(n)[:k] if k <= n else generator.integers(0, n, k)
        walk = _Walk(self.cone, self.density, self.directions, self.y[:, start])
        walk.go(self.rounds, generator)
        return self._weights(walk.y)

    def _weights(self, y: Array) -> Array:
        w = np.maximum((self.cone.basis @ y).T, 0.0)
        return np.asarray(w / w.sum(axis=1, keepdims=True))


def converged_chains(region: Polytope, density: Density | None = None) -> Chains:
    """Return chains over a polytope of one dimension or more; the same each time."""
    generator = np.random.default_rng(0)
    over = cone(region)
    directions = _directions(over)
    walk = _Walk(over, density, directions, _scattered(region, over, generator))
    rounds, used = 4, 0
    while True:
        walk.go(rounds, generator)
        used += rounds
        agreed = _halves_agree(walk.shape())
        if agreed or used >= MOST_ROUNDS:
            break
        rounds *= 2
    walk.go(rounds, generator)
    forget = 1
    while True:
        before = walk.shape()
        walk.go(forget, generator)
        left = _correlation(before, walk.shape())
        if left <= FORGOTTEN or forget >= MOST_ROUNDS:
            break
        forget *= 2
    # Twice as many rounds square what correlation is left.
    return Chains(over, density, directions, walk.y, 2 * forget, agreed and left <= FORGOTTEN)


def _directions(over: Cone) -> Array:
    """Return (s, d + 1): those that move one of d + 1 independent inequalities, and single weights."""
    size = over.basis.shape[1]
    chosen: list[Array] = []
    across = np.empty((0, size))
    for row in over.rows[::-1]:
        rest = row - (across @ row) @ across
        if np.linalg.norm(rest) > 1e-6:
            chosen.append(row)
            across = np.vstack([across, rest / np.linalg.norm(rest)])
    single = np.isclose((over.basis**2).sum(axis=1), 1.0, atol=1e-12)
    directions = np.vstack([np.linalg.inv(np.array(chosen)).T, over.basis[single]])
    return np.asarray(directions / np.linalg.norm(directions, axis=1, keepdims=True))


def _scattered(region: Polytope, over: Cone, generator: np.random.Generator) -> Array:
    """Return (d + 1, k) starting points: half over the centre, half near corners in random directions."""
    from scipy.optimize import linprog  # noqa: PLC0415 (scipy.optimize is slow to import)

    m, d = region.basis.shape
    corners = []
    for direction in generator.standard_normal((min(2 * d, 32), d)):
        solved = linprog(
            direction, A_ub=-region.gradients, b_ub=region.slack, bounds=[(None, None)] * d, method="highs"
        )
        if solved.status == 0:
            corners.append(0.95 * solved.x)
    x = np.zeros((CHAINS, d))
    if corners:
        x[CHAINS // 2 :] = np.resize(corners, (CHAINS - CHAINS // 2, d))
    total = generator.standard_gamma(m, CHAINS)
    return np.asarray(over.basis.T @ (region.weights(x) * total[:, None]).T)


def _halves_agree(shape: Array) -> bool:
    moments = shape - shape.mean(axis=1, keepdims=True)
    moments = np.vstack([moments, moments**2])
    half = moments.shape[1] // 2
    one, other = moments[:, :half], moments[:, half:]
    error = np.sqrt(one.var(axis=1) / one.shape[1] + other.var(axis=1) / other.shape[1])
    return bool((np.abs(one.mean(axis=1) - other.mean(axis=1)) <= AGREE * error + 1e-12).all())


def _correlation(before: Array, after: Array) -> float:
    before = before - before.mean(axis=1, keepdims=True)
    after = after - after.mean(axis=1, keepdims=True)
    size = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    return float(((before * after).sum(axis=1) / np.maximum(size, 1e-300)).max())


class _Walk:
    """Chains on their way: points y (d + 1, k), and the slack (r, k) of every inequality."""

    def __init__(self, over: Cone, density: Density | None, directions: Array, y: Array):
        self.over, self.density, self.directions = over, density, directions
        self.y = np.array(y)
        self.slack = np.maximum(over.rows @ self.y, 0.0)
        self.total = over.basis.sum(axis=0)
        self.sums = None if density is None else density.rows @ over.basis

    def shape(self) -> Array:
        """Return (r, k) the slacks for weights that sum to 1."""
        return np.asarray(self.slack / (self.total @ self.y))

    def go(self, rounds: int, generator: np.random.Generator) -> None:
        """Go rounds of all directions, each in its own random order."""
        for _ in range(rounds):
            for direction in self.directions[generator.permutation(len(self.directions))]:
                self._move(direction if self.total @ direction >= 0 else -direction, generator)
            # Rounding must not add up.
            self.slack = np.maximum(self.over.rows @ self.y, 0.0)

    def _move(self, direction: Array, generator: np.random.Generator) -> None:
        rate = self.over.rows @ direction
        k = self.y.shape[1]
        away, toward = np.flatnonzero(rate > 1e-12), np.flatnonzero(rate < -1e-12)
        low = np.full(k, -np.inf)
        for row in away:
            np.maximum(low, self.slack[row] * (-1 / rate[row]), out=low)
        high = np.full(k, np.inf)
        for row in toward:
            np.minimum(high, self.slack[row] * (-1 / rate[row]), out=high)
        fall = float(self.total @ direction)
        if self.density is None:
            by = _truncated(low, high, fall, generator)
        else:
            by = self._slice(direction, low, high, fall, generator)
        self.y += direction[:, None] * by
        for row in (*away, *toward):
            self.slack[row] += rate[row] * by
            np.maximum(self.slack[row], 0.0, out=self.slack[row])

    def _slice(
        self, direction: Array, low: Array, high: Array, fall: float, generator: np.random.Generator
    ) -> Array:
        """Return how far (k,) each chain moves: the density is that of the weights by the exponential's."""
        density, sums = self.density, self.sums
        assert density is not None
        assert sums is not None
        here, rate = sums @ self.y, (sums @ direction)[:, None]
        total_here, total_rate = self.total @ self.y, float(self.total @ direction)
        degree = float(density.powers.sum())

        def log_density(chains: NDArray[np.intp], by: Array) -> Array:
            logs = np.log(np.maximum(here[:, chains] + rate * by, 1e-300))
            total = np.log(np.maximum(total_here[chains] + total_rate * by, 1e-300))
            return np.asarray(density.powers @ logs - degree * total)

        active = np.arange(len(low))
        level = log_density(active, np.zeros(len(low))) - generator.standard_exponential(len(low))
        moved = np.zeros(len(low))
        while len(active):
            by = _truncated(low[active], high[active], fall, generator)
            outside = log_density(active, by) < level[active]
            moved[active[~outside]] = by[~outside]
            active, by = active[outside], by[outside]
            low[active] = np.where(by < 0, by, low[active])
            high[active] = np.where(by >= 0, by, high[active])
            # A chord that has shrunk to the present point leaves the chain there.
            active = active[high[active] - low[active] > 1e-12]
        return moved


def _truncated(low: Array, high: Array, fall: float, generator: np.random.Generator) -> Array:
    """Return (k,) points of density exp(−fall t) on [low, high]; ``fall`` ≥ 0, 0 where high is finite."""
    u = generator.random(len(low))
    if fall < 1e-12:
        return np.asarray(low + u * (high - low))
    return np.asarray(np.minimum(low - np.log1p(u * np.expm1(-fall * (high - low))) / fall, high))
