"""The procedures that assign candidates to ordered classes.

With g_j(a) the score of a at criterion j (turned where less is better), b_h the profile of class h, w_j the
weight of j among the criteria of the profile, and λ the majority:

    all         a reaches h  ⇔  g_j(a) ≥ b_hj for every j
    mr-sort     a reaches h  ⇔  Σ {w_j : g_j(a) ≥ b_hj} ≥ λ, and no g_j(a) is at its veto of h or worse
    score       a reaches h  ⇔  the score of the ranking method is at least that of h
    electre-tri-pessimistic   a reaches h  ⇔  σ(a, b_h) ≥ λ

and a is in the best class that it reaches, or in the last one. ``electre-tri-optimistic`` goes the other way:
a is just below the worst profile with σ(b_h, a) ≥ λ > σ(a, b_h), or in the best class. The credibility is

    σ(a, b) = C · Π {(1 − d_j) / (1 − C) : d_j > C},   C = Σ w_j c_j
    c_j = (p_j − δ_j) / (p_j − q_j),  d_j = (δ_j − p_j) / (v_j − p_j),  within [0, 1],  δ_j = g_j(b) − g_j(a)

Yu, W. (1992). ELECTRE TRI: aspects méthodologiques et manuel d'utilisation. Document du LAMSADE 74, Paris.
Mousseau, V., Słowiński, R., & Zielniewicz, P. (2000). A user-oriented implementation of the ELECTRE-TRI
method. Computers & Operations Research 27, 757-777. https://doi.org/10.1016/S0305-0548(99)00117-3
Leroy, A., Mousseau, V., & Pirlot, M. (2011). Learning the parameters of a multiple criteria sorting method.
ADT 2011, 219-233. https://doi.org/10.1007/978-3-642-24873-3_17 (MR-Sort)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.model.classes import CandidateClass, Thresholds
from see_mcda.model.criteria import Framework
from see_mcda.model.normalization import scale_values
from see_mcda.model.problem import Problem

Procedure = Literal["all", "mr-sort", "electre-tri-pessimistic", "electre-tri-optimistic", "score"]
Classes = NDArray[np.int64]
"""Positions of classes, 0 being the best."""
NEAR = 1e-9
"""Sums and scores this close to what is asked reach it."""


@dataclass(frozen=True, eq=False)
class Rules:
    """What the classes but the last ask, best first, as arrays in which more is better.

    Attributes:
        framework: the criteria.
        procedure: how the conditions are put together.
        nodes: the c criteria or groups of the profiles.
        signs: (c,) -1 where less is better.
        profiles: (h, c) the least scores; -inf where a class asks nothing.
        vetoes: (h, c) the best scores that forbid a class; -inf where none does.
        q, p, v: (h, c) the thresholds of ELECTRE TRI; v is inf where there is no veto.
        majority: (h,) λ.
        least_scores: (h,) the least score of the ranking method.

    """

    framework: Framework
    procedure: Procedure
    nodes: tuple[str, ...]
    signs: Array
    profiles: Array
    vetoes: Array
    q: Array
    p: Array
    v: Array
    majority: Array
    least_scores: Array

    @classmethod
    def of(
        cls,
        framework: Framework,
        classes: Sequence[CandidateClass],
        procedure: Procedure,
        majority: float | None = None,
    ) -> Rules:
        """Return the rules of ordered classes; ``majority`` replaces theirs."""
        asking = classes[:-1]
        nodes = tuple(id for id in framework.nodes if any(id in each.profile for each in asking))
        signs = np.array([framework.nodes[id].sign for id in nodes])
        none = Thresholds()
        thresholds = [[each.thresholds.get(id, none) for id in nodes] for each in asking]
        shape = (len(asking), len(nodes))

        def table(rows: list[list[float]]) -> Array:
            return np.array(rows, dtype=np.float64).reshape(shape)

        def turned(part: str) -> Array:
            given = [[getattr(each, part).get(id, np.nan) for id in nodes] for each in asking]
            found = table(given) * signs
            return np.where(np.isnan(found), -np.inf, found)

        own = [majority if majority is not None else each.majority for each in asking]
        least = [each.score for each in asking]
        return cls(
            framework,
            procedure,
            nodes,
            signs,
            turned("profile"),
            turned("veto"),
            table([[at.q for at in row] for row in thresholds]),
            table([[at.p for at in row] for row in thresholds]),
            table([[np.inf if at.v is None else at.v for at in row] for row in thresholds]),
            np.array([np.nan if each is None else each for each in own]),
            np.array([np.nan if each is None else each for each in least]),
        )

    @property
    def last(self) -> int:
        """The position of the last class."""
        return len(self.profiles)

    def shares(self, weights: Array) -> Array:
        """Return (…, c) the weights of the nodes for (…, m) leaf weights, which sum to 1."""
        columns = [list(self.framework.columns[id]) for id in self.nodes]
        sums = np.stack([weights[..., each].sum(axis=-1) for each in columns], axis=-1)
        total = sums.sum(axis=-1, keepdims=True)
        return np.where(total > 0, sums / np.where(total > 0, total, 1.0), 1.0 / len(columns))

    def node_scores(self, problem: Problem, weights: Array, x: Array | None = None) -> Array:
        """Return (…, n, c) the scores at the nodes, more being better.

        A group's is the mean of its leaves' values from 0 to 1 under (…, m) weights: of equal weights if they
        have none. ``x`` (…, n, m) takes the place of the scores.
        """
        x = problem.values if x is None else x
        parts = []
        for id in self.nodes:
            columns = list(self.framework.columns[id])
            if self.framework.nodes[id].is_leaf:
                parts.append(np.broadcast_to(x[..., columns[0]], _shape(x, weights)))
                continue
            w = weights[..., columns]
            total = w.sum(axis=-1, keepdims=True)
            w = np.where(total > 0, w / np.where(total > 0, total, 1.0), 1.0 / len(columns))
            parts.append((scale_values(problem, columns, x) * w[..., None, :]).sum(axis=-1))
        return np.stack(parts, axis=-1) * self.signs

    def met(self, scores: Array) -> NDArray[np.bool_]:
        """Return (…, n, h, c) whether scores (…, n, c) reach each profile."""
        slack = NEAR * np.maximum(1.0, np.abs(np.where(np.isinf(self.profiles), 0.0, self.profiles)))
        return np.asarray(scores[..., None, :] >= self.profiles - slack)

    def forbidden(self, scores: Array) -> NDArray[np.bool_]:
        """Return (…, n, h, c) whether a score is at its veto or worse."""
        return np.asarray(scores[..., None, :] <= self.vetoes)

    def support(self, scores: Array, shares: Array) -> Array:
        """Return (…, n, h) how far each class is supported, from 0 to 1.

        That is the share of conditions that hold, the weight of the criteria that reach the profile, or the
        credibility σ(a, b_h), for node scores (…, n, c) and shares (…, c).
        """
        if self.procedure == "all":
            return np.asarray(self.met(scores).mean(axis=-1))
        if self.procedure == "mr-sort":
            return np.asarray((self.met(scores) * shares[..., None, None, :]).sum(axis=-1))
        return self._credibility(self.profiles - scores[..., None, :], shares)

    def assigned(self, scores: Array, shares: Array, majority: Array | None = None) -> Classes:
        """Return (…, n) the class for node scores (…, n, c), shares (…, c) and λ (…, h)."""
        least = (self.majority if majority is None else majority) - NEAR
        if self.procedure == "all":
            return _best(np.asarray(self.met(scores).all(axis=-1)))
        support = self.support(scores, shares)
        reached = support >= least[..., None, :]
        if self.procedure == "mr-sort":
            return _best(reached & ~self.forbidden(scores).any(axis=-1))
        if self.procedure == "electre-tri-pessimistic":
            return _best(reached)
        over = self._credibility(scores[..., None, :] - self.profiles, shares) >= least[..., None, :]
        below = over & ~reached
        # the worst profile that is better than the candidate comes last in each row
        last = below.shape[-1] - np.argmax(below[..., ::-1], axis=-1)
        return np.asarray(np.where(below.any(axis=-1), last, 0))

    def by_score(self, scores: Array) -> Classes:
        """Return (…, n) the class for scores (…, n) of the ranking method."""
        return _best(scores[..., None] >= self.least_scores - NEAR)

    def falling_short(self, scores: Array, shares: Array) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return twice (…, n, h, c): which scores count against a class, and which of them forbid it.

        With ELECTRE TRI those lower the credibility: they are worse than the profile by more than q. A
        criterion without weight counts only by its veto.
        """
        weighty = (shares > 0)[..., None, None, :]
        if not self.procedure.startswith("electre"):
            forbids = self.forbidden(scores) & (self.procedure == "mr-sort")
            return ~self.met(scores) & (weighty | (self.procedure == "all")) | forbids, forbids
        c, d, concordance = self._compared(self.profiles - scores[..., None, :], shares)
        opposed = d > concordance[..., None]
        return (c < 1) & weighty | opposed, opposed & (d >= 1)

    def _credibility(self, worse: Array, shares: Array) -> Array:
        """Return (…, n, h) the credibility where one side is worse by (…, n, h, c)."""
        _, d, concordance = self._compared(worse, shares)
        opposed = d > concordance[..., None]
        left = np.where(opposed, (1 - d) / np.where(opposed, 1 - concordance[..., None], 1.0), 1.0)
        return np.asarray(concordance * left.prod(axis=-1))

    def _compared(self, worse: Array, shares: Array) -> tuple[Array, Array, Array]:
        """Return c and d (…, n, h, c), and C (…, n, h)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            partial = (self.p - worse) / (self.p - self.q)
            against = (worse - self.p) / (self.v - self.p)
        c = np.where(worse <= self.q, 1.0, np.where(worse >= self.p, 0.0, partial))
        d = np.where(worse <= self.p, 0.0, np.where(worse >= self.v, 1.0, against))
        return c, d, np.asarray((c * shares[..., None, None, :]).sum(axis=-1))


def _best(reached: NDArray[np.bool_]) -> Classes:
    """Return the first class that is reached, or the last one."""
    return np.asarray(np.where(reached.any(axis=-1), np.argmax(reached, axis=-1), reached.shape[-1]))


def _shape(x: Array, weights: Array) -> tuple[int, ...]:
    return np.broadcast_shapes(x.shape[:-1], (*weights.shape[:-1], x.shape[-2]))
