"""Sobol indices: which part of an outcome's variance comes from which group of independent inputs.

With V the variance of f(x), x uniform on the unit cube, and x_u a group of its coordinates::

    S_u = V(E(f | x_u)) / V          first order: what knowing the group would take away on average
    T_u = E(V(f | x_~u)) / V         total: what is left while the group alone is unknown

A and B are independent (N, d) samples, AB_u is A with the columns u from B. The estimators are::

    S_u V = 1/N Σ f(B) (f(AB_u) − f(A))        Saltelli et al. (2010), table 2 (b)
    T_u V = 1/(2N) Σ (f(A) − f(AB_u))²         Jansen (1999)

The mean is taken out of f(B) first: it adds nothing to the expectation and much to the scatter.

Base points are scrambled Sobol' points, in blocks with a scrambling of their own, or random; coordinates
beyond those that have Sobol' points are random (``samples/quasi_random.py``). Standard errors
and percentile intervals come from a bootstrap of whole clusters: the blocks of quasi-random points, whose
points are not independent of each other, or the single random points. Few clusters would make percentile
intervals too narrow, so that they are expanded as Hesterberg proposes.

Sources: Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018; Jansen (1999),
doi:10.1016/S0010-4655(98)00154-4; Owen (1998), doi:10.1145/272991.273010; Hesterberg (2015),
doi:10.1080/00031305.2015.1089789, section 3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.methods.ranks import BLOCK, TIE
from see_mcda.parallel import Work, over_blocks, workers
from see_mcda.uncertainty.quasi_random import DIMENSIONS, quasi_random

Points = Literal["quasi", "random"]
POINTS: tuple[Points, ...] = ("quasi", "random")
Function = Callable[[Array], Array]
"""From (k, d) points of the unit cube to (k, o) outcomes; picklable where processes shall call it."""
REPLICATES = 16
"""Scramblings at least, so that the error between them can be estimated."""
RESAMPLES = 1000
_SMALLEST = 4
_NUMBERS = 1 << 22
"""Numbers in the base points of one block at most."""
_CLUSTERS = 4096
_PER_OUTCOME = 4
_PER_GROUP = 3


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """The indices of g groups of inputs for o outcomes.

    ``mean`` and ``variance`` are (o,), ``first`` and ``total`` (o, g) with their standard errors, and
    intervals (o, g, 2). The indices of an outcome that does not vary are NaN. ``samples`` is N, rounded up to
    whole blocks; ``evaluations`` the number of points at which f was evaluated.
    """

    mean: Array
    variance: Array
    first: Array
    total: Array
    first_errors: Array
    total_errors: Array
    first_intervals: Array
    total_intervals: Array
    samples: int
    evaluations: int


_HERE = Work()


def sobol_indices(
    function: Function,
    dimensions: int,
    groups: Sequence[Sequence[int]],
    *,
    samples: int = 4096,
    seed: int = 0,
    points: Points = "quasi",
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    work: Work = _HERE,
) -> SobolIndices:
    """Return the indices of groups of coordinates; a seed gives the same bits on any executor.

    ``groups`` are columns, and may overlap. Memory does not grow with ``samples``: beyond 4,096 blocks,
    clusters are of several blocks each.

    Raises :class:`MethodError` where an outcome is no finite number, and what ``over_blocks`` raises.
    """
    center = function(np.full((1, dimensions), 0.5))[0]
    columns = tuple(tuple(group) for group in groups)
    size, blocks = _layout(samples, dimensions)
    clusters = 1 if points == "quasi" else min(size, 1 << max(0, (_CLUSTERS // blocks).bit_length() - 1))
    sums_of = _Work(function, dimensions, columns, center, seed, points, size, clusters)
    merged = -(-blocks // _CLUSTERS)
    blocks = -(-blocks // merged) * merged
    sums = np.zeros((blocks * clusters // merged, len(center), _PER_OUTCOME + _PER_GROUP * len(columns)))
    done = 0
    # A unit is a whole number of blocks and never fewer points than make a product worth its call.
    together = max(1, BLOCK // (size * 2))
    for part in over_blocks(sums_of, blocks, work, together=together):
        for row in part:
            sums[done // merged] += row
            done += 1
    if not np.isfinite(sums).all():
        raise refuse(
            MethodError,
            "not-finite",
            "for some of the sampled weights or scores the outcome is not a finite number",
        )
    whole = np.array([len(set(group)) == dimensions for group in columns], dtype=bool)
    with workers(None, worth_it=False):
        return _summary(
            sums, center, size * blocks, whole, confidence=confidence, resamples=resamples, seed=seed
        )


def _layout(samples: int, dimensions: int) -> tuple[int, int]:
    """Return the points of a block, a power of two, and the number of blocks."""
    most = 1 << max(2, (_NUMBERS // (2 * dimensions)).bit_length() - 1)
    wanted = 1 << max(0, -(-samples // REPLICATES) - 1).bit_length()
    size = min(max(wanted, _SMALLEST), BLOCK, most)
    return size, max(REPLICATES, -(-samples // size))


@dataclass(frozen=True, eq=False)
class _Work:
    """The sums over blocks of points that the estimators need."""

    function: Function
    dimensions: int
    groups: tuple[tuple[int, ...], ...]
    center: Array
    seed: int
    points: Points
    size: int
    clusters: int

    def __call__(self, blocks: range) -> Array:
        return np.concatenate([self.block(block) for block in blocks])

    def block(self, block: int) -> Array:
        """Return (clusters, o, …): sums of f(A), f(B), their squares, and of three products a group."""
        a, b = np.split(self.base(block), 2, axis=1)
        f_a, f_b = np.split(self.outcomes(np.concatenate([a, b])), 2)
        sums = [f_a, f_b, np.square(f_a), np.square(f_b)]
        at_once = max(1, BLOCK // self.size)
        for start in range(0, len(self.groups), at_once):
            for f_ab in self.mixed(a, b, f_b, self.groups[start : start + at_once]):
                change = f_ab - f_a
                sums += [f_b * change, change, np.square(change)]
        return np.stack([part.reshape(self.clusters, -1, part.shape[1]).sum(axis=1) for part in sums], axis=2)

    def base(self, block: int) -> Array:
        """Return the points A and B side by side."""
        generator = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(block,)))
        points = np.empty((self.size, 2, self.dimensions))
        quasi = min(self.dimensions, DIMENSIONS // 2) if self.points == "quasi" else 0
        if quasi:
            even = quasi_random(self.seed, block, 2 * quasi, range(self.size))
            points[:, :, :quasi] = even.reshape(self.size, 2, quasi)
        points[:, :, quasi:] = generator.random((self.size, 2, self.dimensions - quasi))
        return points.reshape(self.size, -1)

    def mixed(self, a: Array, b: Array, f_b: Array, groups: Sequence[tuple[int, ...]]) -> list[Array]:
        """Return f(AB_u) for each group; the group of all inputs is B itself."""
        partial = [group for group in groups if len(set(group)) < self.dimensions]
        found: list[Array] = []
        if partial:
            points = np.repeat(a[None], len(partial), axis=0)
            for point, group in zip(points, partial, strict=True):
                point[:, group] = b[:, group]
            found = np.split(self.outcomes(points.reshape(-1, self.dimensions)), len(partial))
        rest = iter(found)
        return [next(rest) if len(set(group)) < self.dimensions else f_b for group in groups]

    def outcomes(self, points: Array) -> Array:
        """Return f less its value at the centre, so that sums of squares lose no digits."""
        return np.asarray(self.function(points) - self.center)


def _summary(
    sums: Array,
    center: Array,
    samples: int,
    whole: NDArray[np.bool_],
    *,
    confidence: float,
    resamples: int,
    seed: int,
) -> SobolIndices:
    from scipy import special  # noqa: PLC0415

    clusters = len(sums)
    total_sums = sums.sum(axis=0)
    flat = (TIE * np.maximum(1.0, np.abs(center))) ** 2
    mean, variance, first, total = _estimate(total_sums, samples, flat)
    replicas = np.concatenate(_estimate(_bootstrap(sums, resamples, seed), samples, flat)[2:], axis=-1)
    # The group of all inputs has both indices 1, whatever the sample.
    for indices in (first, total, replicas[..., : len(whole)], replicas[..., len(whole) :]):
        indices[..., whole] = np.where(np.isnan(indices[..., whole]), np.nan, 1.0)
    expansion = np.sqrt(clusters / (clusters - 1))
    errors = expansion * replicas.std(axis=0)
    tail = special.ndtr(expansion * special.stdtrit(clusters - 1, (1 - confidence) / 2))
    intervals = np.moveaxis(np.quantile(replicas, [tail, 1 - tail], axis=0), 0, -1)
    g = first.shape[-1]
    return SobolIndices(
        mean + center,
        variance,
        first,
        total,
        errors[:, :g],
        errors[:, g:],
        intervals[:, :g],
        intervals[:, g:],
        samples,
        samples * (2 + int((~whole).sum())),
    )


def _estimate(sums: Array, count: int, flat: Array) -> tuple[Array, Array, Array, Array]:
    """Return mean, variance (…, o), first and total (…, o, g) for sums (…, o, 4 + 3g)."""
    average = sums / count
    mean = (average[..., 0] + average[..., 1]) / 2
    variance = (average[..., 2] + average[..., 3]) / 2 - np.square(mean)
    scale = np.where(variance > flat, variance, np.nan)[..., None]
    products, changes, squares = (average[..., _PER_OUTCOME + at :: _PER_GROUP] for at in range(_PER_GROUP))
    first = (products - mean[..., None] * changes) / scale  # Saltelli et al. (2010)
    total = squares / (2 * scale)  # Jansen (1999)
    return mean, np.maximum(variance, 0.0), first, total


def _bootstrap(sums: Array, resamples: int, seed: int) -> Array:
    """Return (resamples, o, …): the sums over as many clusters, drawn with replacement."""
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0, 0)))
    clusters = len(sums)
    flat = sums.reshape(clusters, -1)
    drawn = np.empty((resamples, flat.shape[1]))
    step = max(1, (1 << 20) // clusters)
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        cells = generator.integers(clusters, size=(rows, clusters)) + clusters * np.arange(rows)[:, None]
        counts = np.bincount(cells.ravel(), minlength=rows * clusters).reshape(rows, clusters)
        drawn[start : start + rows] = counts.astype(np.float64) @ flat
    return drawn.reshape(resamples, *sums.shape[1:])
