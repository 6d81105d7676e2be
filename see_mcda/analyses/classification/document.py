"""The document of a classification (``see-mcda/classification/1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, LeafOf, ResultModel, Words

if TYPE_CHECKING:
    from see_mcda.analyses.classification.classification import Classification


class ClassModel(ResultModel):
    """A class, its rule in words, and what it asks, in the form in which it was given."""

    id: str
    name: Words
    rule: Words
    note: Words | None
    conditions: dict[str, Any]


class ShortfallModel(ResultModel):
    """A condition of the next class that is not met: a gate, or the score at a node and what it must be."""

    node: str | None
    gate: str | None
    score: float | None
    minimum: float | None
    veto: bool


class ScoreChangeModel(ResultModel):
    """A score that changes, in the leaf's own units."""

    leaf: LeafOf
    before: float
    after: float


class LiftModel(ResultModel):
    """The smallest change that lifts a candidate to a class; ``exact`` if none is smaller."""

    reached: str
    changes: list[ScoreChangeModel]
    steps: float
    exact: bool


class ClassifiedCandidate(ResultModel):
    """A candidate and its class.

    ``by_scores`` is the class that its scores reach, which differs where a gate is failed; ``held_back_by``
    what keeps it out of the next class; ``support`` how far each class but the last is supported;
    ``possible`` the classes that are possible with the allowed weights and majorities, uncertain or missing
    scores, and unchecked gates, ``exact`` if that is proved; ``chances`` are by sampling, if unchecked gates
    are passed. ``conditional`` if a gate is not yet checked.
    """

    id: str
    class_: str = Field(alias="class")
    by_scores: str
    conditional: bool
    held_back_by: list[ShortfallModel]
    lift: LiftModel | None
    support: list[float | None]
    possible: list[str]
    exact: bool
    chances: dict[str, float | None]
    standard_errors: dict[str, float]


class LearningModel(ResultModel):
    """What was learned from ``assignments``: weights and majority (MR-Sort), beside what the classes ask.

    ``left_out`` is each smallest set of candidates without which a model agrees with all other assignments;
    the first one is that of the model shown.
    """

    assignments: dict[str, str]
    weights: dict[str, float] | None
    majority: float | None
    left_out: list[list[str]]


class ClassificationModel(AnalysisModel):
    """The class of each candidate; ``classes`` are in order, the best first."""

    schema_: Literal["see-mcda/classification/1"] = Field(default="see-mcda/classification/1", alias="schema")
    candidates: list[ClassifiedCandidate]  # type: ignore[assignment]
    procedure: str
    classes: list[ClassModel]
    learning: LearningModel | None

    @classmethod
    def of(cls, result: Classification) -> ClassificationModel:
        """Return the document of a classification."""
        from see_mcda.analyses.classification.given_classes import class_document  # noqa: PLC0415
        from see_mcda.analyses.classification.report import rule  # noqa: PLC0415

        problem, classes = result.problem, result.classes
        ids = [each.id for each in classes]
        candidates = [
            ClassifiedCandidate(
                id=id,
                **{"class": ids[result.assigned[row]]},
                by_scores=ids[result.by_scores[row]],
                conditional=bool(problem.conditional[row]),
                held_back_by=[ShortfallModel.model_validate(each) for each in result.held_back_by[row]],
                lift=None
                if (lift := result.lifts[row]) is None
                else LiftModel(
                    reached=ids[lift.reached],
                    changes=[
                        ScoreChangeModel(leaf=problem.leaves[column], before=before, after=after)
                        for column, (before, after) in lift.changes.items()
                    ],
                    steps=lift.steps,
                    exact=lift.exact,
                ),
                support=result.support[row].tolist(),
                possible=[id for id, can in zip(ids, result.possible[row], strict=True) if can],
                exact=bool(result.exact[row]),
                chances=dict(zip(ids, result.chances[row].tolist(), strict=True)),
                standard_errors=dict(zip(ids, result.standard_errors[row].tolist(), strict=True)),
            )
            for row, id in enumerate(problem.candidates)
        ]
        documents = [class_document(each) for each in classes]
        learning, weighted = result.learning, result.rules.procedure == "mr-sort"
        return cls(
            **{
                **result.about(),
                "candidates": candidates,
                "procedure": result.rules.procedure,
                "learning": None
                if learning is None
                else LearningModel(
                    assignments=learning.said(),
                    weights=learning.weights if weighted else None,
                    majority=float(learning.model.rules.majority[0]) if weighted else None,
                    left_out=[[problem.candidates[row] for row in rows] for rows in learning.left_out],
                ),
                "classes": [
                    ClassModel(
                        id=each.id,
                        name=dict(each.title),
                        rule=rule(result, at).texts(),
                        note=dict(each.note) if each.note else None,
                        conditions={k: v for k, v in document.items() if k not in ("id", "name", "note")},
                    )
                    for at, (each, document) in enumerate(zip(classes, documents, strict=True))
                ],
            }
        )
