"""Notices about the number of samples."""

from __future__ import annotations

from collections.abc import Iterator

from see_mcda.language.messages import Notice, notice
from see_mcda.uncertainty.sampling import REPLICATES

_ROUNDED = 1.125
"""Rounding up by at most this factor gives no notice."""
_FEW = 16
"""With fewer samples a replicate, the spread between replicates is a rough estimate of the error."""


def about_samples(asked: int, drawn: int) -> Iterator[Notice]:
    """Yield notices if more samples were drawn than requested, or too few for reliable standard errors."""
    if drawn > _ROUNDED * asked:
        yield notice(
            "samples-rounded",
            "{drawn} samples were drawn, not {asked}: there are at least {replicates} replicates, each with a"
            " power of two of samples",
            None,
            drawn=drawn,
            asked=asked,
            replicates=REPLICATES,
        )
    if drawn < REPLICATES * _FEW:
        yield notice(
            "few-samples",
            "each of the {replicates} replicates has only {each} samples: the standard errors are rough; use "
            "more samples",
            None,
            replicates=REPLICATES,
            each=drawn // REPLICATES,
        )
