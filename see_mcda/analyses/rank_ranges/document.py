"""The result document of rank ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel

if TYPE_CHECKING:
    from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges


class WitnessModel(ResultModel):
    """Global leaf weights under which a candidate has its best, and its worst rank."""

    best: list[float]
    worst: list[float]


class ProvedModel(ResultModel):
    """Whether a candidate's best and worst rank are exact."""

    best: bool
    worst: bool


class RankRangesModel(AnalysisModel):
    """The best and the worst rank of every candidate over all weights that the statements allow.

    ``outer_best`` and ``outer_worst`` are proved not to be passed. ``necessary[a][b]``: a is at least as good
    as b under all allowed weights; ``possible``: under some; ``certain_necessary`` and ``certain_possible``
    say where that is sure. Differences are of the method's linear scores, null where they are without bound
    (a product of 0) or where there are none. An ineligible candidate's entries are null, or false.
    """

    schema_: Literal["see-mcda/rank-ranges/1"] = Field(default="see-mcda/rank-ranges/1", alias="schema")
    statements: list[Any]
    best: list[int | None]
    worst: list[int | None]
    outer_best: list[int | None]
    outer_worst: list[int | None]
    exact: bool
    proved: list[ProvedModel]
    witnesses: list[WitnessModel | None]
    necessary: list[list[bool]]
    possible: list[list[bool]]
    certain_necessary: list[list[bool]]
    certain_possible: list[list[bool]]
    min_difference: list[list[float | None]] | None
    max_difference: list[list[float | None]] | None
    can_be_first: list[str]
    always_first: list[str]
    never_first: list[str]

    @classmethod
    def of(cls, found: RankRanges) -> RankRangesModel:
        """Return the document of a result."""
        candidates, eligible = found.problem.candidates, found.problem.eligible
        return cls(
            **found.about(),
            statements=list(found.statements),
            best=_places(found.best),
            worst=_places(found.worst),
            outer_best=_places(found.outer_best),
            outer_worst=_places(found.outer_worst),
            exact=found.exact,
            proved=[ProvedModel(best=bool(best), worst=bool(worst)) for best, worst in found.proved],
            witnesses=[
                WitnessModel(best=best.tolist(), worst=worst.tolist()) if takes_part else None
                for (best, worst), takes_part in zip(found.witnesses, eligible, strict=True)
            ],
            necessary=found.necessary.tolist(),
            possible=found.possible.tolist(),
            certain_necessary=found.proved_pairs[:, :, 0].tolist(),
            certain_possible=found.proved_pairs[:, :, 1].tolist(),
            min_difference=_finite(found.min_difference),
            max_difference=_finite(found.max_difference),
            can_be_first=[candidates[row] for row in found.can_be_first],
            always_first=[candidates[row] for row in found.always_first],
            never_first=[candidates[row] for row in found.never_first],
        )


def _places(ranks: NDArray[np.int32]) -> list[int | None]:
    return [int(place) or None for place in ranks]


def _finite(matrix: NDArray[np.float64] | None) -> list[list[float | None]] | None:
    if matrix is None:
        return None
    return [[float(number) if np.isfinite(number) else None for number in row] for row in matrix]
