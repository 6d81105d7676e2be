"""Consensus of a group's priorities, from the diversity of what each and what all give weight to.

With p_ij the priority that judge i of k gives criterion j of n, and H(p) = −Σ_j p_j ln p_j::

    H_α = (1/k) Σ_i H(p_i)        the mean judge
    H_γ = H( (1/k) Σ_i p_i )      the group as a whole
    H_β = H_γ − H_α               what the judges differ by
    D = exp(H);   M = 1/D_β       1 when all agree, at least 1/n

    homogeneity S  = (M − 1/n) / (1 − 1/n)
    consensus   S* = (M − M_0) / (1 − M_0),   M_0 = exp(H_α,min) / n

H_α,min is the entropy of a judge who prefers one criterion to all others by the scale's largest value c =
9, with priorities c/(n + c − 1) and 1/(n + c − 1): consensus is 0 when judges prefer different criteria
as strongly as the scale allows and together weigh all n alike.

Source: Goepel, K. D. (2018). Implementation of an online software tool for the analytic hierarchy process
(AHP-OS). *Int. J. of the Analytic Hierarchy Process* 10(3), 469–487, doi:10.13033/ijahp.v10i3.590, eqs.
11–21.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from see_mcda.arrays import Array

SCALE_MAXIMUM = 9.0


@dataclass(frozen=True)
class Consensus:
    """How far the priorities of k judges agree.

    Attributes:
        consensus: S*, 1 for full agreement, 0 for as little as the scale allows; negative where judges go
            beyond the scale.
        homogeneity: S, which does not depend on the scale: 1 for full agreement, 0 if each judge gives all
            weight to one criterion and together they weigh all criteria alike.
        h_alpha, h_beta, h_gamma: the entropies.
        h_alpha_min: the smallest entropy a judge can have on the scale.
    """

    consensus: float
    homogeneity: float
    h_alpha: float
    h_beta: float
    h_gamma: float
    h_alpha_min: float


def consensus(priorities: Array) -> Consensus:
    """Return the consensus of priorities (k, n), each row summing to 1, each judge counting once.

    A single judge, and any group on a single criterion, agree fully.
    """
    n = priorities.shape[1]
    h_alpha = float(_entropies(priorities).mean())
    h_gamma = float(_entropies(priorities.mean(axis=0, keepdims=True))[0])
    # H_β ≥ 0 because entropy is concave: what is lost there is rounding.
    h_beta = max(h_gamma - h_alpha, 0.0)
    alike = float(np.exp(-h_beta))
    floor = _floor(n)
    return Consensus(
        consensus=(alike - floor) / (1 - floor) if n > 1 else 1.0,
        homogeneity=(alike - 1 / n) / (1 - 1 / n) if n > 1 else 1.0,
        h_alpha=h_alpha,
        h_beta=h_beta,
        h_gamma=h_gamma,
        h_alpha_min=_least_entropy(n),
    )


def pairwise_consensus(priorities: Array) -> Array:
    """Return the consensus (k, k) of each two judges."""
    k, n = priorities.shape
    if n == 1:
        return np.ones((k, k))
    own = _entropies(priorities)
    floor = _floor(n)
    table = np.empty((k, k))
    for row, p in enumerate(priorities):
        h_beta = np.maximum(_entropies((priorities + p) / 2) - (own + own[row]) / 2, 0.0)
        table[row] = (np.exp(-h_beta) - floor) / (1 - floor)
    np.fill_diagonal(table, 1.0)
    return np.asarray((table + table.T) / 2)


def _entropies(p: Array) -> Array:
    """Return Shannon's entropy of each row, in nats; 0 ln 0 is 0."""
    return np.asarray(-(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=1))


def _floor(n: int) -> float:
    """Return M_0 for n criteria."""
    return float(np.exp(_least_entropy(n))) / n


def _least_entropy(n: int) -> float:
    """Return H_α,min for n criteria."""
    top, rest = SCALE_MAXIMUM / (n + SCALE_MAXIMUM - 1), 1 / (n + SCALE_MAXIMUM - 1)
    return float(_entropies(np.array([[top, *[rest] * (n - 1)]]))[0])
