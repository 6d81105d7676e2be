"""A smallest set of constraints that exclude each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from see_mcda.analyses.selection.constraint_rows import Constraints
from see_mcda.uncertainty.contradictions import smallest_group


def smallest_conflict(constraints: Constraints) -> tuple[int, ...]:
    """Return the positions of fewest constraints that no set holds; none if some set holds all."""

    def holds(chosen: Sequence[int]) -> bool:
        some = replace(constraints, each=tuple(constraints.each[at] for at in chosen))
        return some.program().greatest(np.zeros(len(constraints.owners))) is not None

    return smallest_group(holds, len(constraints.each)) or ()
