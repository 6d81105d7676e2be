"""Rank ranges: the best and the worst rank of every candidate over all weights that statements allow.

Exact for methods whose scores are linear in the weights (weighted sum, AHP), or become so by logarithms
(weighted product): ``ranges/extreme_ranks.py``. For TOPSIS a range that was reached (inner) and
one that is proved not to be left (outer), exact where the two meet. For other methods what samples reached.

*Exact* means: the weights that reach the rank are returned and were ranked again by the method itself, and no
weights reach a better (worse) one, even if leads within 1e-9 counted as ties.

Kadziński, M., Greco, S., & Słowiński, R. (2012). Extreme ranking analysis in robust ordinal regression.
Omega 40, 488-501. https://doi.org/10.1016/j.omega.2011.09.003
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.rank_ranges.range_search import Search, searched
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arguments import About, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, message, notice
from see_mcda.methods.ranks import Ranks
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    StatementList,
    complete_ranking,
    prepare,
)
from see_mcda.uncertainty.statements import read_statements
from see_mcda.weighting.weights import Weights

if TYPE_CHECKING:
    from see_mcda.analyses.rank_ranges.document import RankRangesModel

MOST_EFFORT = 100
"""The largest ``effort``: minutes for a few candidates, hours for many."""
Pairs = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class RankRanges(Analysis):
    """The best and the worst rank of every candidate, and who is preferred under all weights, and under some.

    ``ranking`` is the one at the mean of the corners of the allowed weights: equal weights of all leaves if
    nothing is said.

    Attributes:
        best, worst: (n,) the ranks that were reached; 0 for an ineligible candidate.
        outer_best, outer_worst: (n,) the ranks that are proved not to be passed; the same where ``proved``.
        proved: (n, 2) whether best and worst are exact.
        witnesses: (n, 2, m) weights under which the candidate has its best, and its worst rank.
        necessary: (n, n) whether row is at least as good as column under all allowed weights.
        possible: (n, n) whether it is under some.
        proved_pairs: (n, n, 2) whether that is certain of ``necessary``, and of ``possible``.
        min_difference, max_difference: (n, n) the range of w·(v_row − v_column) with v the method's
            ``linear_values``; None for methods that have none.
        statements: what was said about the weights, as JSON values.

    """

    name: ClassVar[str] = "rank-ranges"

    best: Ranks
    worst: Ranks
    outer_best: Ranks
    outer_worst: Ranks
    proved: NDArray[np.bool_]
    witnesses: Array
    necessary: Pairs
    possible: Pairs
    proved_pairs: Pairs
    min_difference: Array | None
    max_difference: Array | None
    statements: tuple[Any, ...]

    @property
    def exact(self) -> bool:
        """Whether every rank and every preference is exact."""
        return bool(self.proved[self.problem.eligible].all() and self.proved_pairs.all())

    @property
    def always_first(self) -> tuple[int, ...]:
        """The rows that are first, alone or tied, under all allowed weights: proved."""
        return _rows(self.outer_worst == 1)

    @property
    def can_be_first(self) -> tuple[int, ...]:
        """The rows that are first under some weights, which are among the witnesses."""
        return _rows(self.best == 1)

    @property
    def never_first(self) -> tuple[int, ...]:
        """The rows that are first under no allowed weights: proved."""
        return _rows(self.outer_best > 1)

    def never_below(self, row: int) -> tuple[int, ...]:
        """Return the rows that ``row`` is never below (proved), leaving out those it always ties with."""
        mine = self.necessary[row] & self.proved_pairs[row, :, 0]
        return _rows(mine & ~(self.necessary[:, row] & self.proved_pairs[:, row, 0]))

    def model(self) -> RankRangesModel:
        """Return the result document (``see-mcda/rank-ranges/1``)."""
        from see_mcda.analyses.rank_ranges.document import RankRangesModel  # noqa: PLC0415

        return RankRangesModel.of(self)


def _rows(chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(row) for row in np.flatnonzero(chosen))


@checked
def rank_ranges(
    problem: Problem,
    statements: StatementList = (),
    *,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    seed: Seed = 0,
    samples: Annotated[SampleCount, About("number of random weightings ranked before the search")] = 20_000,
    effort: Annotated[
        float,
        Field(gt=0, le=MOST_EFFORT),
        About("search effort for a proof, as a multiple of the normal one; at most 100", metavar="X"),
    ] = 1.0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: MethodOptions,
) -> RankRanges:
    """Return the best and the worst rank of every candidate over all weights that the statements allow.

    Raises :class:`see_mcda.SeeMcdaError`: what ``rank`` refuses, statements that contradict each other, a
    number of samples that is not positive, an effort that is not positive or above 100.

    """
    said = read_statements(
        statements, problem.framework, partial(prepare, problem, method=method, missing=missing, **options)
    )
    region = WeightRegion.of(said.coefficients, said.at_least)
    central = Weights.from_values(
        problem.framework,
        said.middle(region.centre),
        name=message("in the middle of the allowed weights").texts(),
    )
    ranking = complete_ranking(problem, central, method=method, missing=missing, **options)
    search = Search(
        ranking.prepared, region, seed=int(seed), samples=int(samples), effort=float(effort), statements=said
    )
    found = searched(search, Work(executor, progress, cancel))
    arguments: Mapping[str, Any] = {
        "statements": said.to_list(),
        "samples": int(samples),
        "effort": float(effort),
    }
    eligible = ranking.complete.eligible
    notices: tuple[Notice, ...] = ()
    if not found.proved[eligible].all():
        notices = (_how_far("held" if said.sampled else found.kind, float(effort)),)
    return RankRanges(
        ranking=ranking,
        arguments=arguments,
        seed=int(seed),
        notices=notices,
        best=found.best,
        worst=found.worst,
        outer_best=found.outer_best,
        outer_worst=found.outer_worst,
        proved=found.proved,
        witnesses=found.witnesses,
        necessary=found.necessary,
        possible=found.possible,
        proved_pairs=found.proved_pairs,
        min_difference=found.least,
        max_difference=None if found.least is None else 0.0 - found.least.T,
        statements=tuple(said.to_list()),
    )


def _how_far(kind: str, effort: float) -> Notice:
    if kind == "sampled":
        return notice(
            "sampled-ranges",
            "the method has no proved bounds: the ranges come from the weights that were tried, and the"
            " true ones may be wider",
        )
    if kind == "held":
        return notice(
            "held-by-sampling",
            "with this method, statements about candidates are held by sampling: the best and worst ranks"
            " were reached, and the true ones may be wider, within the proved limits",
        )
    if effort == MOST_EFFORT:
        return notice(
            "open-ranges",
            "not every range is exact: the best and worst ranks were reached, and no rank is beyond the"
            " proved limits",
        )
    return notice(
        "open-ranges",
        "not every range is exact: the best and worst ranks were reached, and no rank is beyond the proved"
        " limits; an effort above {effort} (--effort, at most {most}) proves more",
        effort=effort,
        most=MOST_EFFORT,
    )
