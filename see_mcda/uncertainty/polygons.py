"""Convex polygons: cut by half-planes, their areas and centroids.

A polygon is an array (v, d) of its corners in order, in the plane (d = 2) or as barycentric shares on the
triangle (d = 3, each row sums to 1); one that was cut away has no corners. Areas of shares are in units of
the whole triangle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array

TRIANGLE = np.eye(3)
"""The triangle of all mixes of three shares."""


def clip(polygon: ArrayLike, normal: ArrayLike, offset: float = 0.0) -> Array:
    """Return the part of a convex polygon in which ``normal · x >= offset``; it may have no corners.

    A part without an inside is cut away too, unless the whole polygon lies on that side.
    """
    p = np.asarray(polygon, dtype=np.float64)
    if not len(p):
        return p
    side = p @ np.asarray(normal, dtype=np.float64) - offset
    if (side >= 0).all():
        return p
    if (side <= 0).all():
        return p[:0]
    after, next_side = np.roll(p, -1, axis=0), np.roll(side, -1)
    corners: list[Array] = []
    for a, b, s, t in zip(p, after, side, next_side, strict=True):
        if s >= 0:
            corners.append(a)
        if (s > 0 > t) or (s < 0 < t):
            corners.append(a + (b - a) * (s / (s - t)))
    return np.array(corners)


def area(polygon: ArrayLike) -> float:
    """Return the area of a polygon, of shares as a part of the whole triangle."""
    p = np.asarray(polygon, dtype=np.float64)
    return abs(_signed(p)) * (2.0 if p.ndim == 2 and p.shape[1] == 3 else 1.0) if len(p) > 2 else 0.0


def centroid(polygon: ArrayLike) -> Array:
    """Return the centre of gravity (d,) of a polygon, the mean of its corners where it has no area."""
    p = np.asarray(polygon, dtype=np.float64)
    start = p[0]
    x = p[:, :2] - start[:2]
    after = np.roll(x, -1, axis=0)
    cross = x[:, 0] * after[:, 1] - x[:, 1] * after[:, 0]
    total = cross.sum()
    if total == 0:
        return np.asarray(p.mean(axis=0))
    whole = p - start
    return np.asarray(
        start + ((whole + np.roll(whole, -1, axis=0)) * cross[:, None]).sum(axis=0) / (3 * total)
    )


def _signed(polygon: Array) -> float:
    """Return the signed area by the first two coordinates (for shares, half of it for the whole triangle)."""
    x = polygon[:, :2] - polygon[0, :2]
    after = np.roll(x, -1, axis=0)
    return float((x[:, 0] * after[:, 1] - x[:, 1] * after[:, 0]).sum() / 2)
