"""Learning the minimums, weights and majority of MR-Sort from candidates that people assigned to classes.

With s_j1 < s_j2 < … the scores of the examples at criterion j, u_hjk = 1 if s_jk reaches the profile of
class h, y_hjk = w_j u_hjk, and k(a, j) the position of the score of a, the assignment of a to h is kept
(γ_a = 1) if

    Σ_j y_h,j,k(a,j) ≥ λ,  and for the next better class g  Σ_j y_g,j,k(a,j) ≤ λ − ε,

where u_hjk ≤ u_hj,k+1, and u_gjk ≤ u_hjk as a better class asks at least as much. First Σ γ_a is made as
large as possible; then D = max_j |w_j − 1/c| as small as possible with ε of 0.05 or more if there is such a
model; then ε as large as possible. Where all conditions must hold, w_j = 1/c and λ = 1.

Leroy, A., Mousseau, V., & Pirlot, M. (2011). Learning the parameters of a multiple criteria sorting method.
ADT 2011, 219-233. https://doi.org/10.1007/978-3-642-24873-3_17
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.classification.programme import INFEASIBLE, Programme
from see_mcda.analyses.classification.rules import NEAR, Classes, Rules
from see_mcda.arrays import Array

MARGIN = 1e-4
"""ε at least: more than the tolerance of a solver, and less than a separation by up to eight criteria has."""
SECONDS = 30.0
"""Seconds for each programme; one that takes longer proves nothing."""
MOST_SETS = 5
_CLEAR = 0.05
"""ε with which the weights are made even."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Examples:
    """Candidates that people assigned to classes.

    Attributes:
        rules: the procedure, the nodes, and the number of classes; its numbers are not used.
        scores: (e, c) the scores at the nodes, more being better.
        classes: (e,) the class of each example.
        ends: (c,) the best scores that are possible; inf where there is no end.
        lowest, highest: where the majority can lie.

    """

    rules: Rules
    scores: Array
    classes: Classes
    ends: Array
    lowest: float
    highest: float

    def learn(self) -> list[Learned]:
        """Return a model for each smallest set of examples that can be left out, :data:`MOST_SETS` at most.

        Empty if none is found in time.
        """
        search = _Search(self)
        count = len(self.classes)
        found: list[Learned] = []
        while len(found) < MOST_SETS:
            solved = search.solve(search.kept_count)
            if solved.x is None:
                break
            kept = search.kept(solved.x)
            if found and kept.sum() < found[0].kept.sum():
                break
            search.keep(kept)
            found.append(search.model(search.plainest(solved.x), kept))
            search.release()
            if kept.sum() == count:
                break
            search.require_one(~kept)
        return found

    def allows(self, model: Learned, scores: Array, at: int) -> Learned | bool | None:
        """Return a model with which candidate ``scores`` (c,) is in a class, and the kept examples in theirs.

        False if there is none; None if that is not known.
        """
        kept = model.kept
        more = replace(
            self,
            scores=np.vstack([self.scores[kept], scores]),
            classes=np.append(self.classes[kept], at),
        )
        search = _Search(more)
        search.keep(np.ones(len(more.classes), bool))
        solved = search.solve(np.zeros_like(search.margin))  # any will do
        if solved.x is None:
            return False if solved.status == INFEASIBLE else None
        found = search.model(solved.x, np.ones(len(more.classes), bool))
        return found if np.array_equal(found.assigned(more.scores), more.classes) else None


@dataclass(frozen=True, eq=False)
class Learned:
    """A model that agrees with examples.

    Attributes:
        rules: the procedure with the learned profiles and majority.
        shares: (c,) the weights of the nodes.
        kept: (e,) which examples it agrees with.

    """

    rules: Rules
    shares: Array
    kept: NDArray[np.bool_]

    def assigned(self, scores: Array) -> Classes:
        """Return (n,) the classes of (n, c) scores."""
        return self.rules.assigned(scores, self.shares)


class _Search:
    """The programme of some examples: w, λ, u, y, γ, ε and D."""

    def __init__(self, examples: Examples):
        self.examples = examples
        rules, scores = examples.rules, examples.scores
        self.h, self.c, count = rules.last, len(rules.nodes), len(scores)
        self.levels = []
        for j in range(self.c):
            levels = np.unique(scores[:, j])
            if np.isfinite(examples.ends[j]) and examples.ends[j] > levels[-1]:
                levels = np.append(levels, examples.ends[j])
            self.levels.append(levels)
        self.starts = np.cumsum([0, *map(len, self.levels)])
        size = int(self.starts[-1])
        self.at_u = self.c + 1
        self.at_y = self.at_u + self.h * size
        self.at_kept = self.at_y + self.h * size
        self.at_margin = self.at_kept + count
        self.at_spread = self.at_margin + 1
        self.programme = Programme(self.at_spread + 1)
        self.programme.whole[self.at_u : self.at_y] = 1
        self.programme.whole[self.at_kept : self.at_margin] = 1
        self._weights()
        self._profiles()
        for a in range(count):
            self._example(a)

    def _weights(self) -> None:
        at, examples = self.programme, self.examples
        at.put([(0, np.ones(self.c))], 1.0, 1.0)
        at.lower[self.c], at.upper[self.c] = examples.lowest, examples.highest
        if examples.rules.procedure == "all":
            at.lower[: self.c] = at.upper[: self.c] = 1 / self.c
            at.lower[self.c] = at.upper[self.c] = 1.0
        for j in range(self.c):
            at.put([(j, np.ones(1)), (self.at_spread, -np.ones(1))], -np.inf, 1 / self.c)
            at.put([(j, np.ones(1)), (self.at_spread, np.ones(1))], 1 / self.c, np.inf)
        at.lower[self.at_margin] = MARGIN

    def _profiles(self) -> None:
        at, one = self.programme, np.ones(1)
        for h in range(self.h):
            for j, levels in enumerate(self.levels):
                for k in range(len(levels)):
                    u, y = self.u(h, j, k), self.u(h, j, k) + self.at_y - self.at_u
                    at.put([(y, one), (u, -one)], -np.inf, 0.0)
                    at.put([(y, one), (j, -one)], -np.inf, 0.0)
                    at.put([(y, one), (j, -one), (u, -one)], -1.0, np.inf)
                    if k:
                        at.put([(u - 1, one), (u, -one)], -np.inf, 0.0)
                    if h:
                        at.put([(self.u(h - 1, j, k), one), (u, -one)], -np.inf, 0.0)
                if levels[-1] == self.examples.ends[j]:  # a minimum lies within the scale
                    at.lower[self.u(h, j, len(levels) - 1)] = 1.0

    def _example(self, a: int) -> None:
        at, own = self.programme, int(self.examples.classes[a])
        for h in (own - 1, own):
            if not 0 <= h < self.h:
                continue
            support = [
                (self.u(h, j, k) + self.at_y - self.at_u, np.ones(1))
                for j, levels in enumerate(self.levels)
                for k in [int(np.searchsorted(levels, self.examples.scores[a, j]))]
            ]
            kept = self.at_kept + a
            if h == own:
                at.put([*support, (self.c, -np.ones(1)), (kept, -np.ones(1))], -1.0, np.inf)
            else:
                below = [(self.c, -np.ones(1)), (self.at_margin, np.ones(1)), (kept, np.full(1, 2.0))]
                at.put([*support, *below], -np.inf, 2.0)

    def u(self, h: int, j: int, k: int) -> int:
        """Return the position of u_hjk."""
        return self.at_u + h * int(self.starts[-1]) + int(self.starts[j]) + k

    @cached_property
    def kept_count(self) -> Array:
        """The objective Σ γ_a."""
        position = np.arange(self.programme.size)
        return np.asarray((position >= self.at_kept) & (position < self.at_margin), dtype=np.float64)

    @cached_property
    def margin(self) -> Array:
        """The objective ε."""
        return np.asarray(np.arange(self.programme.size) == self.at_margin, dtype=np.float64)

    def solve(self, objective: Array) -> Any:
        """Return the solution with the largest objective."""
        return self.programme.largest(objective, SECONDS)

    def plainest(self, x: Array) -> Array:
        """Return the solution with the most even weights, and the largest ε with these; else ``x``."""
        lower, upper = self.programme.lower, self.programme.upper
        spread = np.asarray(np.arange(self.programme.size) == self.at_spread, dtype=np.float64)
        for least in (_CLEAR, MARGIN):
            lower[self.at_margin] = least
            even = self.solve(-spread)
            if even.x is not None:
                x = even.x
                break
        upper[self.at_spread] = x[self.at_spread] + _TOLERANCE
        widest = self.solve(self.margin)
        lower[self.at_margin], upper[self.at_spread] = MARGIN, 1.0
        return np.asarray(x if widest.x is None else widest.x)

    def kept(self, x: Array) -> NDArray[np.bool_]:
        """Return (e,) the examples that a solution keeps."""
        return np.asarray(x[self.at_kept : self.at_margin] > 0.5)

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Keep these examples, and no others."""
        self.programme.lower[self.at_kept : self.at_margin] = kept
        self.programme.upper[self.at_kept : self.at_margin] = kept

    def release(self) -> None:
        """Let every example be kept or left out."""
        self.programme.lower[self.at_kept : self.at_margin] = 0.0
        self.programme.upper[self.at_kept : self.at_margin] = 1.0

    def require_one(self, some: NDArray[np.bool_]) -> None:
        """Require that one of these examples is kept."""
        self.programme.put([(self.at_kept, some.astype(float))], 1.0, np.inf)

    def model(self, x: Array, kept: NDArray[np.bool_]) -> Learned:
        """Return the model of a solution; its minimums are reached by the same examples."""
        rules, shares = self.examples.rules, np.maximum(np.round(x[: self.c], 5), 0.0)
        shares /= shares.sum()
        profiles = np.empty((self.h, self.c))
        for h in range(self.h):
            for j, levels in enumerate(self.levels):
                reached = x[self.u(h, j, 0) : self.u(h, j, 0) + len(levels)] > 0.5
                beyond = levels[-1] + (np.ptp(levels) or 1.0) / 10
                first = int(np.argmax(reached))
                least = float(levels[first]) if reached.any() else beyond
                profiles[h, j] = _short(least, float(levels[first - 1])) if first else least
        found = replace(rules, profiles=profiles, vetoes=np.full_like(profiles, -np.inf))
        support = (found.met(self.examples.scores) * shares).sum(axis=-1)
        least = self._majority(support, kept)
        return Learned(replace(found, majority=np.full(self.h, least)), shares, kept)

    def _majority(self, support: Array, kept: NDArray[np.bool_]) -> float:
        """Return a majority that the (e, h) supports reach or miss as they must: a short number."""
        own, lowest, highest = self.examples.classes, self.examples.lowest, self.examples.highest
        if self.examples.rules.procedure == "all":
            return 1.0
        at = np.arange(self.h)
        reaching = support[kept[:, None] & (at == own[:, None])]
        missing = support[kept[:, None] & (at == own[:, None] - 1)]
        most = min(highest, float(reaching.min(initial=highest)))
        below = float(missing.max(initial=-np.inf))
        middle = (max(below, lowest) + most) / 2
        for digits in range(1, 7):
            short = round(middle, digits)
            if below + 2 * NEAR < short <= most and lowest <= short:
                return short
        return middle


def _short(reached: float, missed: float) -> float:
    """Return the number with the fewest digits above one score and not above another."""
    for unit in (1.0, 10.0, 100.0, 1e3, 1e4, 1e5):
        short = floor(reached * unit + NEAR) / unit
        if missed < short <= reached:
            return short
    return reached
