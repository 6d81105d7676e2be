"""AHP: candidates by their priorities l_ij at each leaf, combined by the weights, S_i = Σ_j w_j l_ij.

Where the priorities come from (``source``):

- ``scores``: shares of the scores, x_i / Σ x for a benefit and (1/x_i) / Σ (1/x) for a cost; under the
  normalisation ``scale``, u_i / Σ u;
- ``pairwise``: the principal eigenvector of the problem's judgments between candidates (leaves without
  judgments take their scores); the default where the problem has such judgments;
- ``ratings``: the ideal priority of the level that a candidate has (absolute measurement): its
  ``intensity``, linear between two levels, else the leaf's value under ``scale``.

Leaves with judgments between candidates need no scores for ``pairwise``.

``mode`` sets the divisor of the priorities of a leaf: their sum (``distributive``) or the highest of
them (``ideal``). Ratings are always ideal. Ineligible candidates take no share: theirs is what they would
have beside the eligible ones, their scores within those of the eligible ones.

Sources: Saaty (1977), doi:10.1016/0022-2496(77)90033-5; Belton & Gear (1983),
doi:10.1016/0305-0483(83)90047-6 (ideal mode); Saaty (1990), doi:10.1016/0377-2217(90)90057-I (ratings).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError, inside, refuse
from see_mcda.language.messages import Notice, message, notice
from see_mcda.methods.base import Method, Prepared
from see_mcda.model.criteria import Criterion
from see_mcda.model.normalization import Normalizer, clipped, has_scale, scale_values, worst_and_best
from see_mcda.model.problem import Problem
from see_mcda.weighting.ahp import ahp

SOURCES = ("scores", "pairwise", "ratings")
MODES = ("distributive", "ideal")


class PreparedAhp(Prepared):
    """AHP on one problem; ``priorities`` (n, m) are its l."""

    contribution_kind = "exact"

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        super().__init__(problem, options)
        self._source = options["source"]
        self._ideal = options["mode"] == "ideal"
        self._scale = options["normalization"] == "scale"
        self._notices: list[Notice] = []
        self._judged: dict[str, dict[str, Any]] = {}
        self._ratings = self._rating_functions() if self._source == "ratings" else None
        self._normalize = (
            Normalizer(problem, "scale" if self._scale else "none") if self._ratings is None else None
        )
        if self._ratings is None and not self._scale:
            self._check_positive()
        self.priorities = self._priorities(problem.values)
        if self._source == "pairwise":
            self._add_pairwise()
        self._transposed = np.ascontiguousarray(self.priorities.T)

    def _priorities(self, x: Array) -> Array:
        if self._ratings is not None:
            u = np.empty_like(x)
            for column, points in self._ratings.items():
                u[..., column] = np.interp(x[..., column], *points)
            rest = [column for column in range(x.shape[-1]) if column not in self._ratings]
            if rest:
                u[..., rest] = scale_values(self.problem, rest, x)
            return u
        assert self._normalize is not None
        share = self._normalize(x)
        if not self._scale:
            share = self._unit_shares(share)
        seen = self._select_eligible(share)
        total = seen.max(axis=-2, keepdims=True) if self._ideal else seen.sum(axis=-2, keepdims=True)
        return np.asarray(np.divide(share, total, out=np.zeros_like(share), where=total > 0))

    def _unit_shares(self, x: Array) -> Array:
        """Return x / max x for benefits and min x / x for costs: the same shares, without overflow."""
        seen = self._select_eligible(x)
        high, low = seen.max(axis=-2, keepdims=True), seen.min(axis=-2, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            benefits = x / np.where(high == 0, 1.0, high)
            costs = np.where(x == low, 1.0, low / x)
        return np.where(self.problem.framework.objectives > 0, benefits, costs)

    def _select_eligible(self, x: Array) -> Array:
        return x if self.problem.eligible.all() else x[..., self.problem.eligible, :]

    def _rating_functions(self) -> dict[int, tuple[list[float], list[float]]]:
        """Return the (levels, priorities) of the leaves with intensities, by column."""
        ratings: dict[int, tuple[list[float], list[float]]] = {}
        faults = Faults()
        for column, leaf in enumerate(self.problem.framework.leaves):
            if leaf.intensity:
                levels = sorted(leaf.intensity)
                ratings[column] = (levels, [leaf.intensity[level] for level in levels])
            elif not has_scale(leaf):
                faults.add(
                    "no-intensity",
                    "ratings need intensities, a scale or a value function at {leaf}",
                    self.problem.framework.where(leaf.id),
                    leaf=leaf.title,
                )
        faults.stop(MethodError)
        return ratings

    def _check_positive(self) -> None:
        faults = Faults()
        for column, leaf in enumerate(self.problem.framework.leaves):
            if self._source == "pairwise" and leaf.id in self.problem.comparisons:
                continue
            x = self.problem.values[:, column]
            wrong = _wrong_for_shares(leaf, x, self.problem.eligible)
            if wrong is not None:
                faults.add(
                    "needs-positive",
                    "shares of scores need benefits of at least 0, not all 0, and costs above 0 at {leaf},"
                    " not {given}",
                    self.problem.place(wrong, column),
                    leaf=leaf.title,
                    given=float(x[wrong]),
                )
        faults.stop(MethodError)

    def _add_pairwise(self) -> None:
        if not self.problem.comparisons:
            raise refuse(
                MethodError,
                "no-comparisons",
                "the problem has no judgments between candidates; source: pairwise needs some",
                "comparisons",
            )
        self.priorities = self.priorities.copy()
        for leaf, judgments in self.problem.comparisons.items():
            column = self.problem.framework.leaf_position[leaf]
            with inside(f"comparisons.{leaf}"):
                self.priorities[:, column] = self._judge(leaf, judgments)
        names = {leaf.id: leaf.title for leaf in self.problem.framework.leaves}
        self._notices.append(
            notice(
                "comparisons-used",
                "{leaves}: the comparisons of the candidates count, not their scores (source pairwise; with"
                " source scores the scores count)",
                None,
                leaves=[names[leaf] for leaf in self.problem.comparisons],
            )
        )
        without = [leaf for leaf in self.problem.leaves if leaf not in self.problem.comparisons]
        if without:
            self._notices.append(
                notice(
                    "no-comparisons",
                    "no judgments between candidates at {leaves}: their scores are used",
                    None,
                    leaves=[names[leaf] for leaf in without],
                )
            )

    def _judge(self, leaf: str, judgments: Any) -> Array:
        n = len(self.problem.candidates)
        rows = {candidate: row for row, candidate in enumerate(self.problem.candidates)}
        matrix = np.full((n, n), np.nan)
        np.fill_diagonal(matrix, 1.0)
        for a, b, times in judgments:
            matrix[rows[a], rows[b]], matrix[rows[b], rows[a]] = times, 1.0 / times
        eligible = self.problem.eligible
        ranked = np.flatnonzero(eligible)
        labels = [self.problem.candidates[row] for row in ranked]
        judged = ahp(matrix[np.ix_(ranked, ranked)], labels=labels)
        self._judged[leaf] = judged.summary()
        local = np.zeros(n)
        local[ranked] = judged.weights
        for row in np.flatnonzero(~eligible):
            some = np.append(ranked, row)
            beside = ahp(matrix[np.ix_(some, some)], labels=[*labels, self.problem.candidates[row]]).weights
            local[row] = beside[-1] / beside[:-1].sum()
        return local / local[ranked].max() if self._ideal else local

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return S (k, n). Pairwise priorities do not follow ``values``."""
        if values is None:
            return weights @ self._transposed
        priorities = self._priorities(values)
        if self._judged:
            columns = [self.problem.framework.leaf_position[leaf] for leaf in self._judged]
            priorities[..., columns] = self.priorities[:, columns]
        return np.asarray(
            np.einsum("km,nm->kn" if priorities.ndim == 2 else "km,knm->kn", weights, priorities)
        )

    def linear_values(self) -> Array:
        """Return l."""
        return self.priorities

    def scores_stand_alone(self) -> bool:
        """Whether the priorities are ratings."""
        return self._ratings is not None

    def contributions(self, weights: Array) -> Array:
        """Return w_j l_ij."""
        return weights * self.priorities

    def warnings(self) -> tuple[Notice, ...]:
        """Return the warnings of the scale, and the leaves without judgments, which use scores."""
        if self._normalize is not None:
            return (*self._normalize.warnings(), *self._notices)
        assert self._ratings is not None
        leaves = self.problem.framework.leaves
        scaled = [leaf for column, leaf in enumerate(leaves) if column not in self._ratings]
        return (*clipped(self.problem, scaled), *self._notices)

    def worst_and_best(self, column: int, low: float, high: float) -> tuple[float, float]:
        """Return the worst and the best score for a candidate; ratings use intensities and the scale."""
        leaf = self.problem.framework.leaves[column]
        if self._ratings is not None and (leaf.intensity or leaf.value):
            points = (
                sorted(leaf.intensity.items()) if leaf.intensity else leaf.value.points if leaf.value else []
            )
            return worst_and_best(points, low, high)
        return super().worst_and_best(column, low, high)

    def lead_without(self, weights: Array, a: int, b: int, columns: Sequence[int]) -> float:
        """Return the lead of row a over row b if a had b's scores, or priorities where pairs were judged."""
        lead = super().lead_without(weights, a, b, columns)
        judged = [column for column in columns if self.problem.leaves[column] in self._judged]
        return lead - float(
            (weights[judged] * (self.priorities[a, judged] - self.priorities[b, judged])).sum()
        )

    def consistency(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the consistency of the judgments between candidates, by leaf."""
        return self._judged


def _wrong_for_shares(leaf: Criterion, x: Array, eligible: NDArray[np.bool_]) -> int | None:
    """Return the first row whose score cannot be a share, if there is one."""
    wrong = np.flatnonzero(eligible & (x < 0 if leaf.objective == "max" else x <= 0))
    if len(wrong):
        return int(wrong[0])
    return None if x[eligible].any() else int(np.argmax(eligible))


def _build(problem: Problem, options: Mapping[str, Any]) -> Prepared:
    if options["source"] == "ratings":
        options = {**options, "mode": "ideal"}
    return PreparedAhp(problem, options)


def _unscored(problem: Problem, options: Mapping[str, Any]) -> Sequence[str]:
    return tuple(problem.comparisons) if options.get("source") in (None, "pairwise") else ()


AHP = Method(
    name="ahp",
    description=message(
        "priorities of the candidates for each criterion, from scores, judgments or ratings, combined by "
        "the tree"
    ).template,
    source="Saaty (1977), doi:10.1016/0022-2496(77)90033-5",
    build=_build,
    normalizations=("sum", "scale"),
    options={"source": SOURCES, "mode": MODES},
    needs=message(
        "scores: benefits not below 0, costs above 0; pairwise: connected judgments; ratings: levels"
    ).template,
    unscored=_unscored,
)
