"""Methods of the panel that measure distances from a best, a worst, an average or a border candidate."""

from __future__ import annotations

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.language.messages import Notice, notice
from see_mcda.methods.panel import peer
from see_mcda.methods.panel.prepared import PreparedPanel, Rows
from see_mcda.methods.ranks import TIE

MOST_COMPARED = 2_000
"""Candidates that CODAS takes: scikit-criteria holds several n×n matrices at once."""


class _WithoutConstants(PreparedPanel):
    """A method whose class takes min–max differences itself and omits leaves where all scores are equal."""

    def warnings(self) -> tuple[Notice, ...]:
        """Return which leaves are left out, and what the scale did."""
        columns = zip(self.problem.framework.leaves, self.seen(self._table).T, strict=True)
        same = [leaf.title for leaf, column in columns if (column == column[0]).all()]
        found = super().warnings() if self.options["normalization"] == "scale" else ()
        if not same:
            return found
        left_out = notice(
            "constant-column",
            "all candidates have the same score at {leaves}: {method} leaves it out",
            None,
            leaves=same,
            method=self.name,
        )
        return (*found, left_out)


class Vikor(_WithoutConstants):
    """VIKOR: d_ij = w_j (f*_j − f_ij)/(f*_j − f⁻_j), S_i = Σ_j d_ij, R_i = max_j d_ij; lower Q is better.

    Q_i = v (S_i − S*)/(S⁻ − S*) + (1 − v)(R_i − R*)/(R⁻ − R*) with v = 1/2. A quotient 0/0 counts 0, also
    where S or R differ by rounding only, which the quotient would blow up to 0 and 1.

    scikit-criteria takes d itself, from scores and objectives; S and R are its, Q is taken from them.
    """

    name = "vikor"
    sign = -1.0

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return Q in [0, 1]."""
        if len(r) < 2:
            raise refuse(
                MethodError,
                "one-candidate",
                "vikor compares candidates: it needs at least two, and there is only {candidates}",
                candidates=self.named(rows),
            )
        total, largest = peer.VIKOR.evaluate(r, signs, w)
        return 0.5 * _spread(total) + 0.5 * _spread(largest)


def _spread(distances: Array) -> Array:
    """Return (d − min d)/(max d − min d); 0 where they differ by rounding only."""
    low, high = distances.min(), distances.max()
    if high - low <= TIE * max(1.0, high):
        return np.zeros_like(distances)
    return np.asarray((distances - low) / (high - low))


class Mairca(_WithoutConstants):
    """MAIRCA: the gap Q_i = (1/n) Σ_j w_j (1 − r_ij), r min–max; lower is better.

    scikit-criteria takes r itself and refuses scores of 0 and less; r does not change with a shift, so that
    it is fed 1 + r.
    """

    name = "mairca"
    sign = -1.0

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return Q."""
        (gap,) = peer.MAIRCA.evaluate(1 + r, signs, w)
        return gap


class Mabac(PreparedPanel):
    """MABAC: S_i = Σ_j (v_ij − g_j), v_ij = w_j (r_ij + 1), r min–max, g_j the geometric mean of v_ij over i.

    scikit-criteria takes r without costs. Its product under the n-th root underflows from some hundred
    candidates on: its border is replaced by the one from logarithms, which is the same for everybody.
    """

    name = "mabac"

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return S, about 0."""
        score, border = peer.MABAC.evaluate(r, signs, w)
        shift: float = (border - w * np.exp(np.log1p(r).mean(axis=0))).sum()
        return score + shift


class Edas(PreparedPanel):
    """EDAS: distances from the average, PDA_ij = max(0, ±(x_ij − x̄_j))/x̄_j, and NDA the other way round.

    AS_i = ½ (Σ_j w_j PDA_ij / max SP + 1 − Σ_j w_j NDA_ij / max SN); a quotient 0/0 counts 0.

    scikit-criteria takes plain scores and objectives. Each column is divided by a power of 2, which changes
    nothing but overflow; a constant one is 1, so that its average is exact. Where an average is 0,
    scikit-criteria shifts all averages by 1e-5: refused here.
    """

    name = "edas"
    floor = "at"
    divides_by_column = True

    def table(self, x: Array) -> Array:
        """Return the scores (or values u), scaled."""
        r = super().table(x)
        high, low = self.seen(r).max(axis=0), self.seen(r).min(axis=0)
        return np.where((high == low) & (high > 0), 1.0, np.ldexp(r, -np.frexp(high)[1]))

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return AS in [0, 1]."""
        (score,) = peer.EDAS.evaluate(r, signs, w)
        return score


class Codas(PreparedPanel):
    """CODAS: distances from the worst, E_i Euclidean and T_i taxicab, of w_j r_ij, r linear.

    H_i = Σ_k (E_i − E_k) + ψ(E_i − E_k)(T_i − T_k), where ψ(x) is 1 if |x| ≥ τ = 0.02, else 0.

    scikit-criteria takes r, in [0, 1], without costs.
    """

    name = "codas"
    floor = "at"

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return H, about 0."""
        if len(r) > MOST_COMPARED:
            raise refuse(
                MethodError,
                "too-many-candidates",
                "codas compares every pair of candidates: it accepts at most {most} candidates, not {count}",
                most=MOST_COMPARED,
                count=len(r),
            )
        (score,) = peer.CODAS.evaluate(r, signs, w)
        return score


class Spotis(PreparedPanel):
    """SPOTIS: d_i = Σ_j w_j |x_ij − s*_j|/|s_max − s_min| in given bounds, s* the better; lower is better.

    The bounds are those of each leaf's scale, so that scikit-criteria is fed the values u under ``scale``
    and the bounds 0 and 1. Observed bounds would defeat the purpose of the method, that no score depends on
    the others; so ineligible candidates are not clipped to the others' range either.
    """

    name = "spotis"
    sign = -1.0

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return d in [0, 1]."""
        (distance,) = peer.SPOTIS.evaluate(r, signs, w, bounds=np.tile([0.0, 1.0], (len(w), 1)))
        return distance

    def clipped(self, r: Array) -> Array:
        """Return r as it is."""
        return r
