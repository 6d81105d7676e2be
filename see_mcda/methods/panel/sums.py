"""Methods of the panel that combine weighted sums, products and ratios."""

from __future__ import annotations

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError, refuse
from see_mcda.language.messages import message
from see_mcda.methods.panel import peer
from see_mcda.methods.panel.prepared import PreparedPanel, Rows
from see_mcda.methods.ranks import ranks


class Waspas(PreparedPanel):
    """WASPAS: Q_i = λ Σ_j w_j r_ij + (1 − λ) Π_j r_ij^(w_j), r linear, λ = 1/2.

    scikit-criteria takes r, above 0, without costs.
    """

    name = "waspas"
    floor = "above"

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return Q in (0, 1]."""
        (score,) = peer.WASPAS.evaluate(r, signs, w)
        return score


class Cocoso(PreparedPanel):
    """CoCoSo: S_i = Σ_j w_j r_ij and P_i = Σ_j r_ij^(w_j), r min–max, λ = 1/2.

    k_a = (P + S)/Σ(P + S), k_b = S/min S + P/min P, k_c = (λS + (1−λ)P)/(λ max S + (1−λ) max P), and
    k = (k_a k_b k_c)^(1/3) + (k_a + k_b + k_c)/3. A leaf of weight 0 adds 1 to every P, as the formula says.

    scikit-criteria takes r without costs.
    """

    name = "cocoso"
    floor = "at"
    keeps_zero_weights = True
    scores_nodes = False  # P counts the leaves outside a node too

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return k."""
        worst = r @ w == 0
        if worst.any():
            raise refuse(
                MethodError,
                "worst-everywhere",
                "cocoso divides by the lowest sum, 0 for a candidate that is worst for every criterion "
                "with weight: {candidates}",
                candidates=self.named(rows[worst]),
            )
        (score,) = peer.COCOSO.evaluate(r, signs, w)
        return score


class Marcos(PreparedPanel):
    """MARCOS: S_i = Σ_j w_j r_ij, r linear; K⁻ = S_i/S_aai, K⁺ = S_i/S_ai for the anti-ideal and the ideal.

    f(K) = (K⁺ + K⁻)/(1 + (1 − f⁺)/f⁺ + (1 − f⁻)/f⁻) with f⁻ = K⁺/(K⁺ + K⁻) and f⁺ = K⁻/(K⁺ + K⁻).

    scikit-criteria takes r itself from scores and objectives; what it is fed is r, which it leaves as it is.
    """

    name = "marcos"
    floor = "at"
    divides_by_column = True
    scores_nodes = False  # a node at which each leaf has a score of 0 would have none

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return f(K)."""
        if r.min(axis=0) @ w == 0:
            raise refuse(
                MethodError,
                "no-anti-ideal",
                "marcos divides by the sum of the lowest scores, which is 0: every criterion has a score "
                "of 0",
            )
        (score,) = peer.MARCOS.evaluate(r, signs, w)
        return score


class Aras(PreparedPanel):
    """ARAS: K_i = S_i/S_0, S_i = Σ_j w_j r_ij, beside a candidate 0 that is best at every leaf.

    r_ij = y_ij / Σ_(i=0..n) y_ij with y = x for benefits and 1/x for costs.

    scikit-criteria takes r and candidate 0's row, without costs. It warns where rounding makes K > 1: it is
    given the row doubled, and K is doubled back, which is exact.
    """

    name = "aras"
    floor = "at"
    divides_by_column = True

    def table(self, x: Array) -> Array:
        """Return r, costs turned; under ``scale``, u takes the place of y."""
        y = super().table(x) if self.options["normalization"] == "scale" else self._turned(self.clipped(x))
        high = self.seen(y).max(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = y / (self.seen(y).sum(axis=0) + high)
        return np.where(high == 0, y, share)

    def _turned(self, x: Array) -> Array:
        """Return y but for a factor of each column; raise :class:`MethodError` for costs of 0 and less."""
        y = np.ldexp(x, -np.frexp(np.abs(self.seen(x)).max(axis=0))[1])
        low = self.seen(y).min(axis=0)
        costs = self.problem.framework.objectives < 0
        faults = Faults()
        for column in np.flatnonzero(costs & (low <= 0)):
            row = int(self._rows[np.argmin(self.seen(y)[:, column])])
            words = message("{method} needs costs above 0; see {candidate} at {leaf}")
            self._add(faults, "needs-positive", words, row, int(column))
        faults.stop(MethodError)
        return np.asarray(np.where(costs, low / np.where(costs, y, 1.0), y))

    def signs(self) -> Array:
        """Return ones: costs are turned."""
        return np.ones(self.problem.shape[1])

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return K in [0, 1]."""
        (half,) = peer.ARAS.evaluate(r, signs, w, ideal=2 * r.max(axis=0))
        return np.asarray(2 * half)


class Copras(PreparedPanel):
    """COPRAS: N_i = 100 Q_i / max Q, S⁺ and S⁻ the weighted sums of r = x/Σx over benefits and over costs.

    Q_i = S⁺_i + min S⁻ · Σ S⁻ / (S⁻_i Σ_k (min S⁻/S⁻_k)).

    scikit-criteria takes r and objectives, among which it wants a cost.
    """

    name = "copras"
    floor = "at"
    scores_nodes = False  # a node without costs would have none

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return N, at most 100."""
        costs = signs < 0
        if not costs.any():
            raise refuse(
                MethodError,
                "no-cost",
                "copras compares benefits with costs: it needs a cost (objective: min) with a weight above 0",
            )
        free = r[:, costs].max(axis=1) == 0
        if free.any():
            raise refuse(
                MethodError,
                "needs-positive",
                "copras divides by each candidate's costs, which are all 0 for {candidates}",
                candidates=self.named(rows[free]),
            )
        (degree,) = peer.COPRAS.evaluate(r, signs, w)
        return degree


class Moora(PreparedPanel):
    """MOORA's ratio system: y_i = Σ_benefits w_j r_ij − Σ_costs w_j r_ij, r = x/sqrt(Σx²).

    scikit-criteria takes r and objectives.
    """

    name = "moora"

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return y."""
        (score,) = peer.RATIO_MOORA.evaluate(r, signs, w)
        return score.reshape(len(r))


class MultiMoora(PreparedPanel):
    """MULTIMOORA: rankings by ratio, reference point and full multiplicative form, joined by dominance.

    A candidate dominates another that it precedes in more of the rankings; the order is by how many it
    dominates. The multiplicative form has no weights, as Brauers & Zavadskas (2010) publish it: every leaf
    counts in it alike, one of weight 0 too, so that a weight of 0 ranks as a very small one does.

    The three scores are scikit-criteria's, from r = x/sqrt(Σx²) and objectives. Where no two candidates
    share a place, the result is that of its ``MultiMOORA``; there, a pair that shares a place in one
    ranking counts for neither, so that a candidate which is nowhere worse than another can end below it.
    """

    name = "multimoora"
    floor = "above"
    has_scores = False
    keeps_zero_weights = True
    scores_nodes = False

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return how many candidates each one dominates: an order, no measure."""
        (ratio,) = peer.RATIO_MOORA.evaluate(r, signs, w)
        (farthest,) = peer.REFERENCE_POINT_MOORA.evaluate(r, signs, w)
        (product,) = peer.FULL_MULTIPLICATIVE_FORM.evaluate(r, signs, np.ones_like(w))
        three = np.stack([score.reshape(len(r)) for score in (ratio, -farthest, product)])
        if not np.isfinite(three).all():
            raise peer.NoNumberError
        places = ranks(three)
        dominated = np.empty(len(r))
        for row, own in enumerate(places.T):
            dominated[row] = np.count_nonzero(np.sign(places - own[:, None]).sum(axis=0) > 0)
        return dominated


class Ram(PreparedPanel):
    """RAM: RI_i = (2 + S⁺_i)^(1/(2 + S⁻_i)), S⁺ and S⁻ the weighted sums of r = x/Σx over benefits and costs.

    scikit-criteria takes r and objectives.
    """

    name = "ram"
    floor = "at"

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return RI."""
        (score,) = peer.RAM.evaluate(r, signs, w)
        return score
