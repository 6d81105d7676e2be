"""Does the order of two candidates depend on the others? Rank reversal, tried out.

Each candidate in turn is removed, copied and made worse, each criterion is left out, and every two
candidates are ranked alone; what changes in the order of the others is told, with the pairs that swap.

A criterion that is left out has the local weight 0, its siblings keep their proportions (as in
:mod:`see_mcda.analyses.crossovers`); one without siblings that weigh anything takes its parent along. A
candidate is made worse in every criterion at once, half the way and all the way to the worst score of the
field, and all the way in each criterion alone.

The tests of Wang and Triantaphyllou: (1) the best candidate stays best when a non-optimal one is replaced by
a worse one; (2) the rankings of two candidates each are transitive; (3) together they give the ranking of
all. Test 1 is tried on the replacements above, tests 2 and 3 on all pairs.

Where scores are by fixed references nobody's score depends on who else is there: then removing and copying
cannot change anything, and the trials confirm it.

Sources: Wang & Triantaphyllou (2008), Ranking irregularities when evaluating alternatives by using some
ELECTRE methods, Omega 36(1), 45–63, doi:10.1016/j.omega.2005.12.003; Belton & Gear (1983),
doi:10.1016/0305-0483(83)90047-6 (copies); García-Cascales & Lamata (2012), doi:10.1016/j.mcm.2011.12.022
(TOPSIS).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.reversal.order_changes import KINDS, Change, IrregularityTest, Kind
from see_mcda.analyses.reversal.reversal_trials import Trials
from see_mcda.analyses.reversal.trials import Run, Tried
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work, over_blocks
from see_mcda.ranking.ranking import MethodOptions, MissingScores, OneMethod, OneWeighting, complete_ranking

if TYPE_CHECKING:
    from see_mcda.analyses.reversal.document import ReversalModel


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Reversal(Analysis):
    """What becomes of the ranking when candidates or criteria come and go.

    Attributes:
        tried: how many trials of each kind; those that the method cannot rank are not counted.
        changed: how many of them change the order of the others.
        swaps: by kind, how many pairs swap for each candidate (n,): the most of its trials; -1 is not tried.
            ``left-out`` has no entry here.
        left_out: the same for each criterion that can be left out.
        changes: the changes, at most a hundred of each kind.
        pairwise: (n, n) 1 where the row's candidate is ahead of the column's if only these two are ranked,
            -1 behind, 0 level or not tried.
        test_1, test_2, test_3: of Wang and Triantaphyllou.
        independent: whether by the method's formula nobody's score depends on who else is there.
        largest_shift: the largest change of anybody's score when another is removed or copied; NaN for a
            method without scores.

    """

    name: ClassVar[str] = "reversal"

    tried: Mapping[Kind, int]
    changed: Mapping[Kind, int]
    swaps: Mapping[Kind, NDArray[np.int64]]
    left_out: Mapping[str, int]
    changes: tuple[Change, ...]
    pairwise: NDArray[np.int8]
    test_1: IrregularityTest
    test_2: IrregularityTest
    test_3: IrregularityTest
    independent: bool
    largest_shift: float

    def model(self) -> ReversalModel:
        """Return the result document (``see-mcda/reversal/1``)."""
        from see_mcda.analyses.reversal.document import reversal_model  # noqa: PLC0415 (it needs this module)

        return reversal_model(self)


def reversal(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: MethodOptions,
) -> Reversal:
    """Try what changes in the order of the others if candidates or criteria come and go.

    The other arguments are those of :func:`see_mcda.rank`; ``executor``, ``progress`` and ``cancel`` those of
    :class:`see_mcda.parallel.Work`. Raises
    :class:`see_mcda.SeeMcdaError` as ranking does, and :class:`RunError` if cancelled or the executor fails.
    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)

    work = Work(executor, progress, cancel)

    def over(run: Run, blocks: int, before: int, of: int) -> Iterator[Tried]:
        return over_blocks(run, blocks, work, before=before, of=of)

    trials = Trials(base, over)
    trials.make()
    return Reversal(
        ranking=base,
        notices=tuple(trials.notices),
        tried=trials.tried,
        changed=trials.changed,
        swaps=trials.swaps,
        left_out=trials.left_out,
        changes=tuple(change for kind in KINDS for change in trials.foremost(kind)),
        pairwise=trials.pairwise,
        test_1=trials.test_1,
        test_2=trials.test_2,
        test_3=trials.test_3,
        independent=base.prepared.scores_stand_alone(),
        largest_shift=trials.shift,
    )
