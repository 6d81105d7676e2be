"""Whether MR-Sort can put a candidate into a class, for some allowed weights, majority and scores: by a MILP.

Each score has a few zones, in which it reaches the same profiles and falls under the same vetoes. With
z_jo = 1 for the zone o of criterion j, y_jo = s_j z_jo its weight, and
λ_g = lowest_g + t (highest_g − lowest_g), class h is possible if some weights s, t in [0, 1] and zones have

    Σ {y_jo : o reaches h} ≥ λ_h, no zone forbids h, and for every better class g
    Σ {y_jo : o reaches g} ≤ λ_g − ε, or some zone forbids g,

with ε > 0, which is made as large as possible. The weights are scaled to sum to 1 over the criteria of the
profiles; a statement A w ≥ b then reads A w ≥ b Σ w. Every solution is replayed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.classification.class_chances import Uncertainty
from see_mcda.analyses.classification.programme import INFEASIBLE, Programme
from see_mcda.analyses.classification.rules import Rules
from see_mcda.arrays import Array

MARGIN = 1e-6
"""ε from which a solution counts: a solver holds its constraints within less."""


@dataclass(frozen=True, eq=False)
class Zones:
    """The zones of one candidate's scores.

    Attributes:
        criterion: (o,) the criterion of each zone.
        score: (o,) a score within it.
        met, forbidden: (o, h) whether it reaches a profile, or is forbidden by a veto.

    """

    criterion: NDArray[np.intp]
    score: Array
    met: NDArray[np.bool_]
    forbidden: NDArray[np.bool_]

    @classmethod
    def of(cls, rules: Rules, low: Array, high: Array) -> Zones:
        """Return the zones between (c,) lowest and highest scores, more being better."""
        found: dict[tuple[int, bytes, bytes], float] = {}
        for j in range(len(rules.nodes)):
            breaks = np.concatenate([rules.profiles[:, j], rules.vetoes[:, j]])
            ends = np.unique([low[j], high[j], *breaks[(breaks > low[j]) & (breaks < high[j])]])
            for score in np.unique([*ends, *(ends[1:] + ends[:-1]) / 2]).tolist():
                scores = np.where(np.arange(len(low)) == j, score, low)
                met, forbidden = rules.met(scores)[:, j], rules.forbidden(scores)[:, j]
                found.setdefault((j, met.tobytes(), forbidden.tobytes()), score)
        return cls(
            np.array([j for j, _, _ in found]),
            np.array(list(found.values())),
            np.array([np.frombuffer(met, bool) for _, met, _ in found]),
            np.array([np.frombuffer(forbidden, bool) for _, _, forbidden in found]),
        )


def majority_reaches(rules: Rules, zones: Zones, h: int, given: Uncertainty) -> bool | None:
    """Return whether class h is possible for a candidate; None if it is too close to tell.

    The weights are free within the statements only where every node is a leaf.
    """
    c, o = len(rules.nodes), len(zones.criterion)
    m = c if given.statements is None else len(rules.framework.leaves)
    at_y, at_z, at_v = m, m + o, m + 2 * o
    at_t = at_v + h  # w, y, z, one v for each better class, t, ε
    rows = Programme(at_t + 2)
    lower, upper = rows.lower, rows.upper
    columns = list(range(c))
    if given.statements is None:
        lower[:c] = upper[:c] = rules.shares(given.weights)
    else:
        columns = [rules.framework.leaf_position[id] for id in rules.nodes]
        upper[:m] = np.inf
        rows.put([(0, np.isin(np.arange(m), columns).astype(float))], 1.0, 1.0)
        for coefficients, least in zip(given.statements.coefficients, given.statements.at_least, strict=True):
            rows.put([(0, coefficients - least)], 0.0, np.inf)
    for j in range(c):
        mine = (zones.criterion == j).astype(float)
        rows.put([(at_z, mine)], 1.0, 1.0)
        rows.put([(at_y, mine), (columns[j], np.array([-1.0]))], 0.0, 0.0)
    for each in range(o):
        rows.put([(at_y + each, np.ones(1)), (at_z + each, -np.ones(1))], -np.inf, 0.0)
    span = given.highest - rules.majority
    met, forbidden = zones.met.astype(float), zones.forbidden.astype(float)
    if h < rules.last:
        rows.put([(at_y, met[:, h]), (at_t, np.array([-span[h]]))], rules.majority[h], np.inf)
        upper[at_z : at_z + o][zones.forbidden[:, h]] = 0.0
    for g in range(h):
        below = [(at_y, met[:, g]), (at_t, np.array([-span[g], 1.0])), (at_v + g, np.array([-2.0]))]
        rows.put(below, -np.inf, rules.majority[g])
        rows.put([(at_v + g, np.ones(1)), (at_z, -forbidden[:, g])], -np.inf, 0.0)
    rows.whole[at_z:at_t] = 1
    found = rows.largest(np.arange(rows.size) == rows.size - 1)
    if found.x is None:
        return False if found.status == INFEASIBLE else None
    if h and found.x[-1] <= MARGIN:
        return False if found.x[-1] <= 0 else None
    chosen = found.x[at_z : at_z + o] > 0.5
    scores = np.zeros(c)
    scores[zones.criterion[chosen]] = zones.score[chosen]
    shares = np.maximum(found.x[columns], 0.0)
    majority = rules.majority + found.x[at_t] * span
    return True if int(rules.assigned(scores[None], shares / shares.sum(), majority)[0]) == h else None
