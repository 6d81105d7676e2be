"""The results of a method for drawn scores."""

from __future__ import annotations

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, refuse
from see_mcda.methods import Prepared


def scores_of_drawn(prepared: Prepared, weights: Array, values: Array | None) -> Array:
    """Return the (k, n) scores of a method for drawn scores (k, n, m) or (n, m).

    Raises :class:`MethodError` where an eligible candidate has none.
    """
    with np.errstate(all="ignore"):
        scores = prepared.scores(weights, values)
    if not np.isfinite(scores[:, prepared.problem.eligible]).all():
        raise refuse(
            MethodError,
            "drawn-no-number",
            "the method has no result for some of the drawn scores; narrow the uncertain scores, or choose"
            " another method or normalisation",
        )
    return scores
