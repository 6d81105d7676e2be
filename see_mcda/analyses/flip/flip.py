"""The smallest change that unseats the leader: of the weights, or of a single score.

Source for the critical criteria beside it: Triantaphyllou & Sánchez (1997),
doi:10.1111/j.1540-5915.1997.tb01306.x (:mod:`see_mcda.analyses.flip.critical`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.flip.critical import Critical, critical_of
from see_mcda.analyses.flip.document import CriticalModel, FlipModel
from see_mcda.analyses.flip.nearest_weights import NORMS, Norm
from see_mcda.analyses.flip.single_score import MOST_CANDIDATES, ScoreFlip, score_flips
from see_mcda.analyses.flip.unseating import Contest, WeightFlip, smallest
from see_mcda.arguments import About, CandidateId
from see_mcda.errors import InputError, refuse
from see_mcda.language.messages import Notice, notice
from see_mcda.model.naming import LISTED
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import MethodOptions, MissingScores, OneMethod, OneWeighting, complete_ranking


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Flip(Analysis):
    """What it takes for the leader to lose first place.

    Attributes:
        leader: the row of the leader (the first of those who share first place).
        candidate: the row of the candidate that was asked to be first; None for any.
        smallest: by norm, the smallest change of weights that unseats the leader, or puts the candidate
            first; None where there is no rival, or none was found.
        rivals: by norm, for each rival the smallest change after which it is before the leader.
        scores: for each single score the smallest change that unseats the leader, the smallest first.
        critical: the measures of Triantaphyllou and Sánchez; None where the method has none.

    """

    name: ClassVar[str] = "flip"

    leader: int
    candidate: int | None
    smallest: Mapping[Norm, WeightFlip | None]
    rivals: Mapping[Norm, tuple[WeightFlip, ...]]
    scores: tuple[ScoreFlip, ...]
    critical: Critical | None

    @property
    def tied(self) -> bool:
        """Whether several share first place, so that no change is needed."""
        return int((self.ranking.ranks == 1).sum()) > 1

    @property
    def secure(self) -> bool:
        """Whether no weights at all do it: proved."""
        flips = self.rivals["absolute"]
        if self.candidate is not None:
            best = self.smallest["absolute"]
            return best is not None and best.state == "impossible"
        return all(flip.state == "impossible" for flip in flips)

    def model(self) -> FlipModel:
        """Return the result document (``see-mcda/flip/1``)."""
        found = self.critical
        critical = found and {
            **{name: getattr(found, name) for name in CriticalModel.model_fields},
            "weight_changes": found.weight_changes(found.best),
            "relative_weight_changes": found.relative_weight_changes(found.best),
        }
        return self.document(FlipModel, critical=critical)


def flip(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    candidate: Annotated[
        CandidateId,
        About("candidate to put first, by its name or id (default: the one that needs the least change)"),
    ] = None,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Flip:
    """Return the smallest changes after which the leader is no longer first.

    Global leaf weights may move anywhere on the simplex; a change is measured by the sum of the absolute
    changes, and by the Euclidean length. Distances are to the border, where the two draw level; the weights
    in the result lie just beyond it and were ranked.


    Raises :class:`see_mcda.SeeMcdaError` as ``rank`` does, and for a candidate that is unknown or takes no
    part.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    complete = base.complete
    wanted = None if candidate is None else complete.row(candidate)
    if wanted is not None and not complete.eligible[wanted]:
        raise refuse(
            InputError,
            "not-eligible",
            "{candidate} is not ranked; choose one of {known}",
            "candidate",
            candidate=complete.name(wanted),
            known=[complete.name(row) for row in base.order[:LISTED]],
        )
    contest = Contest(base.prepared, base.weights.values, base.ranks)
    rivals = {norm: tuple(contest.all_overtaking(norm)) for norm in NORMS}
    best: dict[Norm, WeightFlip | None] = {
        norm: smallest(list(rivals[norm])) if wanted is None else contest.first(wanted, norm)
        for norm in NORMS
    }
    notices: list[Notice] = []
    shared = int((base.ranks == 1).sum()) > 1
    if len(contest.rows) > MOST_CANDIDATES and not shared:
        notices.append(
            notice(
                "scores-left-out",
                "single scores are changed only for the {count} best candidates",
                None,
                count=MOST_CANDIDATES,
            )
        )
    return Flip(
        ranking=base,
        arguments={} if wanted is None else {"candidate": complete.candidates[wanted]},
        notices=tuple(notices),
        leader=contest.leader,
        candidate=wanted,
        smallest=best,
        rivals=rivals,
        scores=() if shared else score_flips(base.prepared, base.weights.values, base.ranks),
        critical=critical_of(base),
    )
