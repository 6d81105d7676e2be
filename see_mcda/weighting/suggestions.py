"""Suggestions for judgments that contradict the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from see_mcda.arrays import Array
from see_mcda.language.messages import Message, message
from see_mcda.weighting.completion import complete
from see_mcda.weighting.judgments import groups, place
from see_mcda.weighting.random_index import RandomIndex

SCALE = np.array([1 / 9, 1 / 8, 1 / 7, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4, 5, 6, 7, 8, 9])
"""Saaty's fundamental scale and its reciprocals."""
AT_MOST = 5
"""Judgments suggested; the worst come first, and changing one changes what the next should be."""
FITS = 1e-6
"""Departures |ln a_ij − ln w_i/w_j| up to this are none."""


@dataclass(frozen=True)
class Suggestion:
    """A judgment that departs from the weights.

    Attributes:
        i, j: the pair; i < j.
        judged: a_ij.
        implied: w_i / w_j.
        departure: |ln a_ij − ln(w_i/w_j)|, by which suggestions are ordered.
        fitting: the value with which the judgments would contradict each other least, the others as they are.
        fitting_ratio: the consistency ratio it would give; None where no random index is known.
        nearest: the value of Saaty's scale that is nearest to ``fitting`` (by ratio).
        nearest_ratio: the consistency ratio that one would give.
        message: the suggestion as a sentence.
    """

    i: int
    j: int
    judged: float
    implied: float
    departure: float
    fitting: float
    fitting_ratio: float | None
    nearest: float
    nearest_ratio: float | None
    message: Message


def suggest(
    judgments: Array, weights: Array, index: RandomIndex, labels: tuple[str, ...] | None
) -> tuple[Suggestion, ...]:
    """Return suggestions for reciprocal judgments (n, n), NaN where not judged, and their weights (n,).

    The fitting value is the one that the best completion (:mod:`see_mcda.weighting.completion`) gives the
    pair when it is taken as unjudged. A judgment that alone connects two groups of criteria cannot be
    checked and is left out.
    """
    n = len(weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        implied = weights[:, None] / weights[None, :]
        departure = np.abs(np.log(judgments) - np.log(implied))
    departure = np.where(np.triu(np.isfinite(departure), 1), departure, 0.0)
    order = np.argsort(-departure, axis=None, kind="stable")
    pairs: list[tuple[int, int]] = []
    for flat in order:
        i, j = divmod(int(flat), n)
        if departure[i, j] <= FITS or len(pairs) == AT_MOST:
            break
        if _checked(judgments, i, j):
            pairs.append((i, j))
    if not pairs:
        return ()
    fitted = complete(np.stack([_with(judgments, i, j, np.nan) for i, j in pairs]))
    values = [float(fitted.matrices[row, i, j]) for row, (i, j) in enumerate(pairs)]
    nearest = [float(SCALE[np.abs(np.log(SCALE) - np.log(value)).argmin()]) for value in values]
    rounded = complete(
        np.stack([_with(judgments, i, j, value) for (i, j), value in zip(pairs, nearest, strict=True)])
    )

    def ratio(lambda_max: float) -> float | None:
        return index.ratio(max(lambda_max - n, 0.0) / (n - 1))

    return tuple(
        Suggestion(
            i=i,
            j=j,
            judged=float(judgments[i, j]),
            implied=float(implied[i, j]),
            departure=float(departure[i, j]),
            fitting=values[row],
            fitting_ratio=ratio(float(fitted.lambda_max[row])),
            nearest=nearest[row],
            nearest_ratio=ratio(float(rounded.lambda_max[row])),
            message=_write_message(
                str(place(i, j, labels)), float(judgments[i, j]), values[row], nearest[row]
            ),
        )
        for row, (i, j) in enumerate(pairs)
    )


def _with(judgments: Array, i: int, j: int, value: float) -> Array:
    changed = judgments.copy()
    changed[i, j], changed[j, i] = value, 1 / value
    return changed


def _checked(judgments: Array, i: int, j: int) -> bool:
    """Return whether other judgments lead from i to j."""
    return len(groups(~np.isnan(_with(judgments, i, j, np.nan)))) == 1


def _write_message(where: str, judged: float, fitting: float, nearest: float) -> Message:
    return message(
        "{where}: the judgment is {judged}; {fitting} would fit the other judgments best ({nearest} on "
        "the scale from 1/9 to 9)",
        where=where,
        judged=_format_ratio(judged),
        fitting=_format_ratio(fitting),
        nearest=_format_ratio(nearest),
    )


def _format_ratio(value: float) -> str:
    """Return a ratio as people write it: 3, 2.5, 1/3."""
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"
