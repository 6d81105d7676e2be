"""The outcome of a problem as a function of independent inputs: one candidate's score and rank, the margin.

With one method the score is the method's own. Scores of different methods live on different scales; where the
choice of method is an input, every sample's scores are standardised among its eligible candidates,
z = (s − mean) / standard deviation, so that they can be compared: how far above the field a candidate stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.variance.weight_drivers import Maker
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import BLOCK, TIE, ranks
from see_mcda.uncertainty.score_distributions import ScoreDistribution

_NUMBERS = 1 << 20
"""Scores in the tables that are made at once, at most."""


@dataclass(frozen=True, eq=False)
class UncertainOutcome:
    """(k, d) points of the unit cube to (k, o) outcomes.

    The coordinates are those of the weights, then of the scores, then, with several methods, one that chooses
    among them, each with the same chance.

    Attributes:
        prepared: the methods.
        weights: (m,) the given weights, where ``maker`` is None.
        maker, weight_inputs: what makes weights, and from how many coordinates.
        scores: the distribution of the scores.
        candidate, leader: the rows of the candidate looked at and of the leader.
        outcomes: which of ``score``, ``margin`` and ``rank``, in this order.

    """

    prepared: tuple[Prepared, ...]
    weights: Array
    maker: Maker | None
    weight_inputs: int
    scores: ScoreDistribution
    candidate: int
    leader: int
    outcomes: tuple[str, ...]

    @property
    def dimensions(self) -> int:
        """The number of inputs."""
        return self.weight_inputs + self.scores.dimensions + (len(self.prepared) > 1)

    def __call__(self, u: Array) -> Array:
        """Return the outcomes (k, o)."""
        n, m = self.scores.values.shape
        step = max(1, min(BLOCK, _NUMBERS // (n * m))) if self.scores.dimensions else BLOCK
        return np.concatenate([self._outcomes(u[start : start + step]) for start in range(0, len(u), step)])

    def _outcomes(self, u: Array) -> Array:
        weights = (
            np.repeat(self.weights[None], len(u), axis=0)
            if self.maker is None
            else self.maker.from_uniforms(u[:, : self.weight_inputs])
        )
        end = self.weight_inputs + self.scores.dimensions
        tables = self.scores.tables(u[:, self.weight_inputs : end]) if self.scores.dimensions else None
        if len(self.prepared) == 1:
            return self._of(self.prepared[0], weights, tables)
        chosen = np.minimum((u[:, -1] * len(self.prepared)).astype(np.intp), len(self.prepared) - 1)
        found = np.empty((len(u), len(self.outcomes)))
        for at, prepared in enumerate(self.prepared):
            rows = np.flatnonzero(chosen == at)
            if len(rows):
                found[rows] = self._of(prepared, weights[rows], None if tables is None else tables[rows])
        return found

    def _of(self, prepared: Prepared, weights: Array, tables: Array | None) -> Array:
        if not prepared.has_scores:
            return prepared.ranks(weights, tables)[:, [self.candidate]].astype(np.float64)
        scores = prepared.scores(weights, tables)
        eligible = prepared.problem.eligible
        found = {}
        if "rank" in self.outcomes:
            found["rank"] = _rank(scores, eligible, self.candidate)
        if len(self.prepared) > 1 and "score" in self.outcomes:
            field = scores[:, eligible]
            spread = field.std(axis=1, keepdims=True)
            level = spread <= TIE * np.maximum(1.0, np.abs(field).max(axis=1, keepdims=True))
            scores = (scores - field.mean(axis=1, keepdims=True)) / np.where(level, 1.0, spread)
            scores = np.where(level, 0.0, scores)
        if "score" in self.outcomes:
            found["score"] = scores[:, self.candidate]
        if "margin" in self.outcomes:
            others = eligible.copy()
            others[self.leader] = False
            found["margin"] = scores[:, self.leader] - scores[:, others].max(axis=1)
        return np.stack([found[name] for name in self.outcomes], axis=1)


def _rank(scores: Array, eligible: NDArray[np.bool_], row: int) -> Array:
    """Return (k,) the rank of one candidate, by the rule of :func:`see_mcda.methods.ranks.ranks`."""
    field = scores if eligible.all() else scores[:, eligible]
    own = scores[:, [row]]
    ahead = field - own
    margin = 3 * TIE * np.maximum(1.0, np.abs(own))
    rank = 1.0 + (ahead > margin).sum(axis=1)
    near = np.flatnonzero((np.abs(ahead) <= margin).sum(axis=1) > 1)
    if len(near):
        rank[near] = ranks(scores[near], eligible)[:, row]
    return np.asarray(rank)
