"""The smallest change of weights that puts one candidate before the leader, or first, replayed.

For methods whose order is that of weighted sums (additive, AHP; weighted product on logarithms) the nearest
such weights are found and proved by ``flips/nearest_weights.py``. For TOPSIS they are searched
for, improved locally, and bounded from below by ``flips/closeness_bounds.py``. For any other
method they are searched for.

Whatever way they were found, the result holds weights just before and just after the change, and the ranks
there are those of the method itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.flip.closeness_border import Border
from see_mcda.analyses.flip.closeness_bounds import CLOSE, lower_bounds
from see_mcda.analyses.flip.nearest_weights import NORMS, PROVED, Norm, inner_point, length, nearest_weights
from see_mcda.analyses.flip.weight_search import ROUNDS, Search
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import Ranks

State = Literal["found", "already", "impossible", "not-found"]
_STEPS = np.geomspace(1e-10, 0.5, 30)
"""Parts of the way beyond the border at which the change is replayed, the nearest first."""
_NEAR = 1e-6
"""How much farther than the border the weights just after it may be for an exact distance."""
_TRIED = 3
"""Rivals whose nearest weights under other methods are searched for more closely."""
_IMPROVED = 24
"""Rivals whose nearest weights under TOPSIS are improved; the others' are as searched."""


@dataclass(frozen=True, eq=False)
class WeightFlip:
    """The smallest change of weights, in one norm, after which ``rival`` is before the leader, or first.

    Attributes:
        norm: ``absolute``, the sum of absolute changes, or ``euclidean``.
        rival: the row of the candidate.
        state: ``found``; ``already`` (no change is needed); ``impossible`` (proved for all weights);
            ``not-found`` (searched in vain).
        distance: the size of the change to the border, None if there is none.
        lower_bound: no smaller change does it; proved.
        exact: whether distance and bound are within 1e-9 and the weights after at most one millionth farther,
            or impossibility is proved.
        before, after: (m,) weights just before and just after the change, replayed.

    """

    norm: Norm
    rival: int
    state: State
    distance: float | None
    lower_bound: float
    exact: bool
    before: Array | None = None
    after: Array | None = None


class Contest:
    """A leader and the weights under which it leads.

    ``leader`` is the first row of rank 1; ``conditions`` of the method decide how its rivals are found.
    """

    def __init__(self, prepared: Prepared, weights: Array, ranks: Ranks):
        self.prepared = prepared
        self.weights = weights
        self.base = ranks
        self.rows = np.flatnonzero(prepared.problem.eligible)
        self.leader = int(np.flatnonzero(ranks == 1)[0])
        self.values = prepared.linear_values()
        self.parts = prepared.quadratic_parts() if self.values is None else None

    @cached_property
    def search(self) -> Search:
        """Many weights and the ranks under them, for methods without a formula."""
        return Search(self.prepared, self.weights)

    def overtaking(self, rival: int, norm: Norm, improve: bool = True) -> WeightFlip:
        """Return the smallest change after which ``rival`` is before the leader."""
        if self.base[rival] == self.base[self.leader]:
            return self._already(rival, norm)
        return self._flip(rival, norm, False, improve)

    def first(self, rival: int, norm: Norm) -> WeightFlip:
        """Return the smallest change after which ``rival`` is first and the leader is not."""
        if self.base[rival] == 1:
            return self._already(rival, norm)
        flip = self._flip(rival, norm, True, True)
        return self._bounded([flip], True)[0]

    def rivals(self) -> list[int]:
        """Return the other eligible rows."""
        return [int(row) for row in self.rows if row != self.leader]

    def all_overtaking(self, norm: Norm) -> list[WeightFlip]:
        """Return the smallest change for each rival, the rivals in the order of the problem."""
        if self.values is not None:
            return [self.overtaking(row, norm) for row in self.rivals()]
        rough = {row: self._reach(row, norm) for row in self.rivals()}
        closer = _IMPROVED if self.parts is not None else _TRIED
        near = set(sorted(rough, key=lambda row: rough[row])[:closer])
        return self._bounded([self.overtaking(row, norm, row in near) for row in rough], False)

    def _reach(self, row: int, norm: Norm) -> float:
        found = self.search.nearest(self.leader, row, norm, False)
        return length(found[0] - self.weights, norm) if found else float("inf")

    def _bounded(self, flips: list[WeightFlip], first: bool) -> list[WeightFlip]:
        """Return the flips with proved bounds, of all rivals at once; under TOPSIS."""
        unproved = [at for at, flip in enumerate(flips) if not flip.exact]
        if self.parts is None or not unproved:
            return flips
        borders = [self._border(flips[at].rival, flips[at].norm, first) for at in unproved]
        bounds = lower_bounds(borders, [flips[at].distance for at in unproved])
        for at, bound in zip(unproved, bounds, strict=True):
            flips[at] = self._with_bound(flips[at], bound)
        return flips

    def _with_bound(self, flip: WeightFlip, bound: float) -> WeightFlip:
        if flip.distance is None:
            proved = bound == float("inf")
            return replace(
                flip, state="impossible" if proved else flip.state, lower_bound=bound, exact=proved
            )
        bound = min(bound, flip.distance)
        crossed = length(self.weights - flip.after, flip.norm) if flip.after is not None else np.inf
        exact = flip.distance - bound <= CLOSE and crossed - flip.distance <= _NEAR
        return replace(flip, lower_bound=bound, exact=exact)

    def _border(self, rival: int, norm: Norm, first: bool) -> Border:
        assert self.parts is not None
        others = [row for row in self.rivals() if row != rival] if first else []
        return Border(self.weights, self.parts, rival, [self.leader, *others], norm)

    def _flip(self, rival: int, norm: Norm, first: bool, improve: bool) -> WeightFlip:
        if self.values is not None:
            return self._linear(self.values, rival, norm, first)
        if self.parts is not None:
            return self._closeness(rival, norm, first, improve)
        return self._searched(rival, norm, first, ROUNDS if improve else 0)

    def _already(self, rival: int, norm: Norm) -> WeightFlip:
        return WeightFlip(norm, rival, "already", 0.0, 0.0, True, self.weights, None)

    def holds(self, rival: int, weights: Array, first: bool) -> NDArray[np.bool_]:
        """Return for (k, m) weights whether ``rival`` is before the leader (or first, and it is not)."""
        ranks = self.prepared.ranks(weights)
        if first:
            return np.asarray((ranks[:, rival] == 1) & (ranks[:, self.leader] > 1))
        return np.asarray(ranks[:, rival] < ranks[:, self.leader])

    def _linear(self, v: Array, rival: int, norm: Norm, first: bool) -> WeightFlip:
        """Nearest weights under linear conditions.

        A value of minus infinity loses as soon as it has weight: the rival's own must have none, and where
        only the opponent has one, a little weight there is all it takes.
        """
        free = np.isfinite(v[rival])
        opponents = [row for row in self.rivals() if row != rival] if first else []
        conditions = []
        for row in [self.leader, *opponents]:
            if np.isfinite(v[row][free]).all():
                lead = np.where(free, v[rival], 0.0) - np.where(free, v[row], 0.0)
                if row == self.leader or lead.any():  # a twin is never in the way
                    conditions.append(lead)
        g = np.array(conditions).reshape(-1, len(free))
        inside = inner_point(g, free) if len(g) != 1 else _inner_point_of_one(g[0], free)
        if inside is None:
            return WeightFlip(norm, rival, "impossible", None, float("inf"), True)
        near = nearest_weights(self.weights, g, norm, free)
        exact = near.distance - near.lower_bound <= PROVED
        return self._replayed(
            rival,
            norm,
            first,
            near.weights,
            [inside],
            bound=min(near.lower_bound, near.distance),
            exact=exact,
        )

    def _closeness(self, rival: int, norm: Norm, first: bool, improve: bool) -> WeightFlip:
        assert self.parts is not None
        p, q = self.parts
        a = self.leader
        if (p[a] <= p[rival]).all() and (q[a] >= q[rival]).all():
            return WeightFlip(norm, rival, "impossible", None, float("inf"), True)
        if not improve:
            return self._searched(rival, norm, first, 0)
        border = self._border(rival, norm, first)
        starts = self.search.nearest(a, rival, norm, first)
        best = border.nearest(starts)
        if best is None:
            return WeightFlip(norm, rival, "not-found", None, 0.0, False)
        return self._replayed(rival, norm, first, best, border.beyond(best))

    def _searched(self, rival: int, norm: Norm, first: bool, rounds: int) -> WeightFlip:
        found = self.search.improved(self.leader, rival, norm, first, rounds)
        if found is None:
            return WeightFlip(norm, rival, "not-found", None, 0.0, False)
        before, after = found
        return WeightFlip(norm, rival, "found", length(after - self.weights, norm), 0.0, False, before, after)

    def _replayed(
        self,
        rival: int,
        norm: Norm,
        first: bool,
        border: Array,
        inside: list[Array],
        *,
        bound: float = 0.0,
        exact: bool = False,
    ) -> WeightFlip:
        """Step over the border until the ranks say so; before it, back towards the weights."""
        after, distance = None, length(border - self.weights, norm)
        for target in inside:
            way = border + _STEPS[:, None] * (target - border)
            hits = np.flatnonzero(self.holds(rival, way, first))
            if len(hits) and (
                after is None or length(way[hits[0]] - border, norm) < length(after - border, norm)
            ):
                after = way[hits[0]]
        if after is None:
            return WeightFlip(norm, rival, "not-found", None, bound, False)
        back = np.vstack([border + _STEPS[:, None] * (self.weights - border), self.weights])
        misses = np.flatnonzero(~self.holds(rival, back, first))
        before = back[misses[0]]
        exact = exact and length(after - self.weights, norm) - distance <= _NEAR
        return WeightFlip(norm, rival, "found", distance, bound, exact, before, after)


def _inner_point_of_one(g: Array, free: NDArray[np.bool_]) -> Array | None:
    """Return weights with g·w > 0, all free ones above 0; None if no entry of g is above 0."""
    if not free.any():
        return None
    masked = np.where(free, g, -np.inf)
    best = int(masked.argmax())
    if g[best] <= PROVED * np.abs(g).max():
        return None
    even = free / free.sum()
    top = np.eye(len(g))[best]
    share = 0.5 * g[best] / (g[best] - min(float(g @ even), 0.0))
    return np.asarray((1 - share) * top + share * even)


def smallest(flips: list[WeightFlip]) -> WeightFlip | None:
    """Return the flip of the smallest distance, with a bound that holds for all of them."""
    found = [flip for flip in flips if flip.distance is not None]
    bound = min((flip.lower_bound for flip in flips), default=float("inf"))
    if not found:
        return None
    best = min(found, key=lambda flip: flip.distance or 0.0)
    assert best.distance is not None
    bound = min(bound, best.distance)
    exact = best.state == "already" or (best.exact and best.distance - bound <= CLOSE)
    return WeightFlip(best.norm, best.rival, best.state, best.distance, bound, exact, best.before, best.after)


__all__ = ["NORMS", "Contest", "WeightFlip", "smallest"]
