"""The result document of the smallest flip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from see_mcda.analyses.flip.critical import Critical
    from see_mcda.analyses.flip.flip import Flip
    from see_mcda.analyses.flip.single_score import ScoreFlip
    from see_mcda.analyses.flip.unseating import WeightFlip


class WeightFlipModel(ResultModel):
    """The smallest change of weights for one rival.

    ``state``: ``found``; ``already`` (no change is needed); ``impossible`` (proved, under any weights);
    ``not-found`` (searched in vain). ``distance`` is to the border, ``lower_bound`` is proved: no smaller
    change does it (null: none at all does). ``exact``: either the two are within 1e-9, and the weights after
    are at most one millionth farther than the border, or it is proved impossible. ``before`` and ``after``
    are weights just before and just after.
    """

    rival: str
    state: Literal["found", "already", "impossible", "not-found"]
    distance: float | None
    lower_bound: float | None
    exact: bool
    before: dict[str, float] | None
    after: dict[str, float] | None


class ScoreFlipModel(ResultModel):
    """The smallest change of one score that unseats the leader; ``relative`` to the scale or observed range.

    ``level`` is the nearest whole level in this direction that does it.
    """

    candidate: str
    leaf: str
    value: float
    before: float
    after: float
    change: float
    relative: float
    rival: str
    level: float | None
    exact: bool


class CriticalModel(ResultModel):
    """The measures of Triantaphyllou and Sánchez (1997); null where there is no feasible change.

    ``weight_changes`` and ``relative_weight_changes`` (per cent) are those against the leader, by candidate
    and leaf, to be taken away from the weight; ``criticality`` is the smallest over all pairs, by leaf;
    ``score_criticality`` (per cent) the smallest relative change of each score, by candidate and leaf.
    """

    absolute_top: str | None
    absolute_any: str | None
    percent_top: str | None
    percent_any: str | None
    criticality: list[float | None]
    absolute_criticality: list[float | None]
    sensitivity: list[float | None]
    weight_changes: list[list[float | None]]
    relative_weight_changes: list[list[float | None]]
    score_criticality: list[list[float | None]]


class FlipModel(AnalysisModel):
    """What it takes for the leader to lose first place.

    ``secure``: proved that no weights do it.
    """

    schema_: Literal["see-mcda/flip/1"] = Field(default="see-mcda/flip/1", alias="schema")
    leader: str
    candidate: str | None
    tied: bool
    secure: bool
    smallest: dict[Literal["absolute", "euclidean"], WeightFlipModel | None]
    rivals: dict[Literal["absolute", "euclidean"], list[WeightFlipModel]]
    scores: list[ScoreFlipModel]
    critical: CriticalModel | None


def flip_model(flip: Flip) -> FlipModel:
    """Return the document of a flip."""
    ids = flip.problem.candidates
    return FlipModel(
        **flip.about(),
        leader=ids[flip.leader],
        candidate=None if flip.candidate is None else ids[flip.candidate],
        tied=flip.tied,
        secure=flip.secure,
        smallest={
            norm: None if one is None else _weight_flip(flip, one) for norm, one in flip.smallest.items()
        },
        rivals={norm: [_weight_flip(flip, one) for one in each] for norm, each in flip.rivals.items()},
        scores=[_score_flip(flip, one) for one in flip.scores],
        critical=None if flip.critical is None else _critical(flip, flip.critical),
    )


def _weight_flip(flip: Flip, one: WeightFlip) -> WeightFlipModel:
    return WeightFlipModel(
        rival=flip.problem.candidates[one.rival],
        state=one.state,
        distance=one.distance,
        lower_bound=one.lower_bound if np.isfinite(one.lower_bound) else None,
        exact=one.exact,
        before=_weights(flip, one.before),
        after=_weights(flip, one.after),
    )


def _weights(flip: Flip, weights: NDArray[np.float64] | None) -> dict[str, float] | None:
    return None if weights is None else dict(zip(flip.problem.leaves, weights.tolist(), strict=True))


def _score_flip(flip: Flip, one: ScoreFlip) -> ScoreFlipModel:
    ids = flip.problem.candidates
    return ScoreFlipModel(
        candidate=ids[one.row],
        leaf=flip.problem.leaves[one.column],
        value=one.value,
        before=one.before,
        after=one.after,
        change=one.change,
        relative=one.relative,
        rival=ids[one.rival],
        level=one.level,
        exact=one.exact,
    )


def _critical(flip: Flip, found: Critical) -> CriticalModel:
    leaves = flip.problem.leaves

    def leaf(column: int | None) -> str | None:
        return None if column is None else leaves[column]

    return CriticalModel(
        absolute_top=leaf(found.absolute_top),
        absolute_any=leaf(found.absolute_any),
        percent_top=leaf(found.percent_top),
        percent_any=leaf(found.percent_any),
        criticality=_numbers(found.criticality),
        absolute_criticality=_numbers(found.absolute_criticality),
        sensitivity=_numbers(found.sensitivity),
        weight_changes=[_numbers(row) for row in found.weight_changes(found.best)],
        relative_weight_changes=[_numbers(row) for row in found.relative_weight_changes(found.best)],
        score_criticality=[_numbers(row) for row in found.score_criticality],
    )


def _numbers(row: NDArray[np.float64]) -> list[float | None]:
    return [float(x) if np.isfinite(x) else None for x in row]
