"""Random indices: the mean consistency index of matrices that were filled by chance.

Tables differ in scale and sampling, so that one matrix has several consistency ratios; each ratio therefore
names its table.

==================  =======================================================================================
``saaty1980``       Saaty, T. L. (1980). *The Analytic Hierarchy Process*. McGraw-Hill.
``saaty2005``       Saaty, T. L. (2005). *Theory and Applications of the Analytic Network Process*, p. 31.
``alonso_lamata``   Alonso, J. A., & Lamata, M. T. (2006). Consistency in the analytic hierarchy process.
                    *Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems* 14(4), 445–459,
                    doi:10.1142/S0218488506004114.
``donegan_dodd``    Donegan, H. A., & Dodd, F. J. (1991). A note on Saaty's random indexes. *Mathematical and
                    Computer Modelling* 15(10), 135–137, doi:10.1016/0895-7177(91)90098-R.
==================  =======================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass

from see_mcda.errors import UnknownNameError, refuse
from see_mcda.weighting.incomplete_index import INCOMPLETE_INDEX

TABLES: dict[str, tuple[float, ...]] = {
    "saaty1980": (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "saaty2005": (0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    "alonso_lamata": (
        *(0, 0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056),
        *(1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838),
    ),
    "donegan_dodd": (
        *(0, 0, 0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171),
        *(1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969),
    ),
}
"""Random index by table for n = 1, 2, … criteria."""

FORMULA = "alonso_lamata_formula"
INCOMPLETE = "agoston_csato"
DEFAULT = "saaty1980"
CONSISTENT = 0.1
"""The limit of the consistency ratio (Saaty): judgments with a higher one should be looked at again."""
NAMES = (*TABLES, FORMULA)


@dataclass(frozen=True)
class RandomIndex:
    """A random index and the table or formula that it is from; ``value`` is None where none is known."""

    name: str
    value: float | None

    def ratio(self, consistency_index: float) -> float | None:
        """Return CR = CI / RI; 0 where judgments cannot contradict each other; None without an index."""
        if self.value is None:
            return None
        return consistency_index / self.value if self.value > 0 else 0.0


def random_index(n: int, table: str = DEFAULT, missing: int = 0) -> RandomIndex:
    """Return the random index for ``n`` criteria, ``missing`` of whose n(n − 1)/2 pairs are not judged.

    Beyond n = 15 the formula of Alonso and Lamata, RI = (2.7699 n − 4.3513 − n)/(n − 1), replaces every
    table. Incomplete matrices have their own index (see :mod:`see_mcda.weighting.incomplete_index`), whatever
    the table; it is None where the number has not been established.

    Raises:
        UnknownNameError: ``table`` is none of ``NAMES``.
    """
    if table not in NAMES:
        raise refuse(
            UnknownNameError,
            "random-index",
            "there is no random index {name}; choose from {known}",
            name=table,
            known=list(NAMES),
        )
    if missing:
        spare = (n - 1) * (n - 2) // 2 - missing
        return RandomIndex(INCOMPLETE, INCOMPLETE_INDEX.get((n, missing)) if spare else 0.0)
    if n <= 2:
        return RandomIndex(table, 0.0)
    if table == FORMULA or n > len(TABLES[table]):
        return RandomIndex(FORMULA, (2.7699 * n - 4.3513 - n) / (n - 1))
    return RandomIndex(table, TABLES[table][n - 1])
