"""How many samples may be asked for, and what a person is told where others were drawn, or few.

Acceptability, whose samples need not be whole blocks, has the same limit (:mod:`.sampling`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from see_mcda.errors import Faults
from see_mcda.language.messages import Notice, notice
from see_mcda.uncertainty.sampling import MOST, REPLICATES

_ROUNDED = 1.125
"""What is rounded up by no more than an eighth is not worth a word."""
_FEW = 16
"""With fewer samples a replicate, the spread between replicates is a rough estimate of the error."""


def check_counts(faults: Faults, samples: object, seed: object) -> None:
    """Add a fault if these are no number of samples, or no seed."""
    for where, number, least, most in (("samples", samples, 1, MOST), ("seed", seed, 0, None)):
        whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
        if not whole or number < least:  # type: ignore[operator]
            faults.add(
                "not-a-count",
                "a whole number of at least {least} is needed, not {given}",
                where,
                least=least,
                given=str(number),
            )
        elif most is not None and number > most:  # type: ignore[operator]
            faults.add(
                "too-many",
                "at most {most} samples can be drawn, not {given}",
                where,
                most=f"{most:,}",
                given=str(number),
            )


def about_samples(asked: int, drawn: int) -> Iterator[Notice]:
    """Yield that more samples were drawn than asked for, and that they are too few to trust their errors."""
    if drawn > _ROUNDED * asked:
        yield notice(
            "samples-rounded",
            "{drawn} samples were drawn, not {asked}: they come in {replicates} replicates or more, each of a"
            " power of two",
            None,
            drawn=drawn,
            asked=asked,
            replicates=REPLICATES,
        )
    if drawn < REPLICATES * _FEW:
        yield notice(
            "few-samples",
            "each of the {replicates} replicates has only {each} samples: "
            "the standard errors are rough, take more samples",
            None,
            replicates=REPLICATES,
            each=drawn // REPLICATES,
        )
