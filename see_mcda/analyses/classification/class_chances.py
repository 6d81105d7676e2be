"""The chance of each class over allowed weights, majorities and uncertain scores, by sampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from see_mcda.analyses.classification.rules import Rules
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.model.problem import Problem
from see_mcda.uncertainty.distributions import WeightDistribution, constant, parse_distribution
from see_mcda.uncertainty.sampling import Plan, Samples
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda.uncertainty.statements import Statements

_MARGIN = 1.96
"""z of Wilson's interval (1927), doi:10.1080/01621459.1927.10502953: no share of samples proves 0 or 1."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What may vary.

    Attributes:
        problem: the problem with its missing scores as intervals.
        weights: (m,) the given weights.
        statements: what the weights are held to, if they vary.
        highest: (h,) the highest majority of each class.
        prepared: the ranking method, ready for the problem.

    """

    problem: Problem
    weights: Array
    statements: Statements | None
    highest: Array
    prepared: Prepared

    def varies(self, rules: Rules) -> bool:
        """Return whether anything varies."""
        scores = bool(ScoreDistribution.of(self.problem).dimensions)
        return scores or self.statements is not None or bool((self.highest > rules.majority).any())

    def distribution(self) -> WeightDistribution:
        """Return the weights: evenly spread over what the statements allow, or the given ones."""
        framework = self.problem.framework
        if self.statements is None:
            return constant(framework, self.weights, None)
        return parse_distribution(self.statements.to_list() or "uniform", framework, lambda: self.prepared)


def class_counts(rules: Rules, given: Uncertainty, samples: int, seed: int) -> Array:
    """Return (n, h + 1) in how many samples each candidate is in each class."""
    n = len(given.problem.candidates)
    counts = np.zeros((n, rules.last + 1))
    drawn = Samples(
        Plan("random", 1, samples, seed), given.distribution(), ScoreDistribution.of(given.problem)
    )
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1 << 20,)))
    for block in range(drawn.plan.blocks):
        for weights, tables in drawn.batches(block):
            x = given.problem.values[None] if tables is None else tables
            part = generator.random((len(weights), 1))
            majority = rules.majority + part * (given.highest - rules.majority)
            x = np.broadcast_to(x, (len(weights), *x.shape[1:]))
            if rules.procedure == "score":
                classes = rules.by_score(given.prepared.scores(weights, x))
            else:
                scores = rules.node_scores(given.problem, weights, x)
                classes = rules.assigned(scores, rules.shares(weights), majority)
            for at in range(rules.last + 1):
                counts[:, at] += (classes == at).sum(axis=0)
    return counts


def shares_and_errors(counts: Array) -> tuple[Array, Array]:
    """Return the shares of samples and their standard errors, which are never 0."""
    samples = counts.sum(axis=1, keepdims=True)
    shares = counts / samples
    errors = np.sqrt(shares * (1 - shares) / samples)
    return shares, np.maximum(errors, _MARGIN / (samples + _MARGIN**2))
