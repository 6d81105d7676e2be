"""The result document of an agreement (``see-mcda/agreement/1``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.analyses.agreement.agreement import Agreement
from see_mcda.analyses.agreement.assessors import Assessors
from see_mcda.analyses.agreement.movers import Move
from see_mcda.analyses.agreement.rank_correlation import Concordance
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import finite
from see_mcda.results.documents import AnalysisModel, ResultModel


class CombinationModel(ResultModel):
    """By which method, normalisation and weighting a ranking is made, and its ranks (null: not eligible)."""

    method: str
    normalization: str
    weighting: str
    ranks: list[int | None]


class ConcordanceModel(ResultModel):
    """Kendall's W (null if undefined), Friedman's chi-square, and the chance of such a W by lot."""

    w: float | None
    raters: int
    candidates: int
    chi_square: float | None
    degrees: int
    p: float | None

    @classmethod
    def of(cls, it: Concordance) -> ConcordanceModel:
        """Return the model of a concordance."""
        return cls(
            w=finite(it.w),
            raters=it.raters,
            candidates=it.candidates,
            chi_square=finite(it.chi_square),
            degrees=it.degrees,
            p=finite(it.p),
        )


class MoveModel(ResultModel):
    """The change of one choice, from ranking ``start`` to ``end``, that moves a candidate most.

    ``leaf`` is where its standing (its contribution above the mean, in standard deviations of the scores)
    falls most, from the first to the second number of ``standing``.
    """

    choice: Literal["method", "normalization", "weighting", "several"]
    start: int
    end: int
    places: int
    leaf: str | None
    standing: tuple[float, float] | None


class IntraclassModel(ResultModel):
    """One form of the intraclass correlation, with its 95 % interval and the F ratio of the targets."""

    also: str
    value: float | None
    low: float | None
    high: float | None
    f: float | None
    degrees: tuple[int, int]
    p: float | None


class FarCellModel(ResultModel):
    """A score at which an assessor is far from the others; ``difference`` is a share of the scale."""

    candidate: str
    leaf: str
    given: float
    others: float
    difference: float


class AssessorModel(ResultModel):
    """One assessor, by the place in a score (1 is the first), against the mean of the others."""

    place: int
    mean_deviation: float
    mean_distance: float
    farthest: list[FarCellModel]


class AssessorsModel(ResultModel):
    """The agreement of a panel of assessors; ``far_off`` is a place."""

    count: int
    scores: int
    concordance: dict[str, ConcordanceModel]
    intraclass: dict[str, IntraclassModel]
    each: list[AssessorModel]
    far_off: int | None


class AgreementModel(AnalysisModel):
    """How far rankings agree; ``tau_b`` and ``ws`` have a row and a column for each of ``rankings``."""

    schema_: Literal["see-mcda/agreement/1"] = Field(default="see-mcda/agreement/1", alias="schema")
    rankings: list[CombinationModel]
    tau_b: list[list[float | None]]
    ws: list[list[float | None]]
    concordance: ConcordanceModel
    borda: list[int | None]
    copeland: list[int | None]
    best: list[int | None]
    worst: list[int | None]
    median: list[float | None]
    moves: list[MoveModel | None]
    assessors: AssessorsModel | None


def agreement_model(agreement: Agreement) -> AgreementModel:
    """Return the document of an agreement."""
    problem = agreement.problem
    return AgreementModel(
        **agreement.about(),
        rankings=[
            CombinationModel(**combination.choices(), ranks=_places(row.tolist()))
            for combination, row in zip(agreement.combinations, agreement.ranks, strict=True)
        ],
        tau_b=[[finite(number) for number in row] for row in agreement.tau_b],
        ws=[[finite(number) for number in row] for row in agreement.ws],
        concordance=ConcordanceModel.of(agreement.concordance),
        borda=_places(agreement.borda.tolist()),
        copeland=_places(agreement.copeland.tolist()),
        best=_places(agreement.best.tolist()),
        worst=_places(agreement.worst.tolist()),
        median=[number or None for number in agreement.median.tolist()],
        moves=[_move(move, problem) for move in agreement.moves],
        assessors=None if agreement.assessors is None else _assessors(agreement.assessors, problem),
    )


def _places(ranks: list[int]) -> list[int | None]:
    return [rank or None for rank in ranks]


def _move(move: Move | None, problem: Problem) -> MoveModel | None:
    if move is None:
        return None
    return MoveModel(
        choice=move.choice,  # type: ignore[arg-type]
        start=move.start,
        end=move.end,
        places=move.places,
        leaf=None if move.leaf is None else problem.leaves[move.leaf],
        standing=move.standing,
    )


def _assessors(panel: Assessors, problem: Problem) -> AssessorsModel:
    return AssessorsModel(
        count=panel.count,
        scores=len(panel.cells),
        concordance={leaf: ConcordanceModel.of(w) for leaf, w in panel.concordance.items()},
        intraclass={
            form: IntraclassModel(
                also=it.also,
                value=finite(it.value),
                low=finite(it.low),
                high=finite(it.high),
                f=finite(it.f),
                degrees=it.degrees,
                p=finite(it.p),
            )
            for form, it in panel.intraclass.items()
        },
        each=[
            AssessorModel(
                place=one.place + 1,
                mean_deviation=one.mean_deviation,
                mean_distance=one.mean_distance,
                farthest=[
                    FarCellModel(
                        candidate=problem.candidates[cell.row],
                        leaf=problem.leaves[cell.column],
                        given=cell.given,
                        others=cell.others,
                        difference=cell.difference,
                    )
                    for cell in one.farthest
                ],
            )
            for one in panel.each
        ],
        far_off=None if panel.far_off is None else panel.far_off + 1,
    )
