"""The result document of a reversal (``see-mcda/reversal/1``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.analyses.reversal.order_changes import Change, IrregularityTest
from see_mcda.analyses.reversal.reversal import Reversal
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import finite
from see_mcda.results.documents import AnalysisModel, ResultModel

KindName = Literal["removed", "copied", "left-out", "worsened"]


class ChangeModel(ResultModel):
    """What a trial changes; ranks are among those who are compared, null for the others.

    ``swaps`` counts the pairs that swap, ``pairs`` names the first: ahead before, behind now.
    """

    kind: KindName
    candidate: str | None
    node: str | None
    share: float | None
    before: list[int | None]
    after: list[int | None]
    swaps: int
    pairs: list[tuple[str, str]]
    ties: int
    leader: bool


class IrregularityTestModel(ResultModel):
    """A test of Wang and Triantaphyllou; ``passed`` is null if it could not be tried."""

    passed: bool | None
    tried: int
    failed: int
    examples: list[list[str]]


class TrialsModel(ResultModel):
    """How many trials of a kind were made, and how many changed the order of the others."""

    tried: int
    changed: int


class ReversalModel(AnalysisModel):
    """What becomes of a ranking when candidates and criteria come and go.

    ``swaps`` gives by kind the pairs that swap for each candidate (null: not tried). ``pairwise``: 1 where
    the row's candidate is ahead of the column's if only these two are ranked, -1 behind, 0 level.
    """

    schema_: Literal["see-mcda/reversal/1"] = Field(default="see-mcda/reversal/1", alias="schema")
    trials: dict[KindName, TrialsModel]
    swaps: dict[KindName, list[int | None]]
    left_out: dict[str, int]
    changes: list[ChangeModel]
    pairwise: list[list[int]]
    test_1: IrregularityTestModel
    test_2: IrregularityTestModel
    test_3: IrregularityTestModel
    independent: bool
    largest_shift: float | None


def reversal_model(reversal: Reversal) -> ReversalModel:
    """Return the document of a reversal."""
    problem = reversal.problem
    return ReversalModel(
        **reversal.about(),
        trials={
            kind: TrialsModel(tried=reversal.tried[kind], changed=reversal.changed[kind])
            for kind in reversal.tried
        },
        swaps={
            kind: [None if count < 0 else count for count in counts.tolist()]
            for kind, counts in reversal.swaps.items()
        },
        left_out=dict(reversal.left_out),
        changes=[_change(change, problem) for change in reversal.changes],
        pairwise=reversal.pairwise.tolist(),
        test_1=_test(reversal.test_1, problem),
        test_2=_test(reversal.test_2, problem),
        test_3=_test(reversal.test_3, problem),
        independent=reversal.independent,
        largest_shift=finite(reversal.largest_shift),
    )


def _change(change: Change, problem: Problem) -> ChangeModel:
    ids = problem.candidates
    return ChangeModel(
        kind=change.kind,
        candidate=None if change.candidate is None else ids[change.candidate],
        node=change.node,
        share=change.share,
        before=[rank or None for rank in change.before.tolist()],
        after=[rank or None for rank in change.after.tolist()],
        swaps=change.swaps,
        pairs=[(ids[a], ids[b]) for a, b in change.pairs],
        ties=change.ties,
        leader=change.leader,
    )


def _test(test: IrregularityTest, problem: Problem) -> IrregularityTestModel:
    return IrregularityTestModel(
        passed=test.passed,
        tried=test.tried,
        failed=test.failed,
        examples=[[problem.candidates[row] for row in example] for example in test.examples],
    )
