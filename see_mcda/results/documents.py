"""The parts of every result document, for the command line and the service."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from see_mcda.language.messages import Message, Notice
from see_mcda.model.merging import Difference, Merge
from see_mcda.model.reading import Choice, ColumnRole, Question, Reading, RowRole

Words = dict[str, str]


def _candidate(row: Any, info: ValidationInfo) -> Any:
    return row if isinstance(row, str) or info.context is None else info.context.candidates[row]


def _leaf(column: Any, info: ValidationInfo) -> Any:
    return column if isinstance(column, str) or info.context is None else info.context.leaves[column]


def _by_leaf(weights: Any, info: ValidationInfo) -> Any:
    if isinstance(weights, dict) or info.context is None:
        return weights
    return dict(zip(info.context.leaves, weights, strict=True))


CandidateOf = Annotated[str, BeforeValidator(_candidate)]
"""The id of a candidate; read from its row."""
LeafOf = Annotated[str, BeforeValidator(_leaf)]
"""The id of a leaf; read from its column."""
ByLeaf = Annotated[dict[str, float], BeforeValidator(_by_leaf)]
"""Weights by the id of their leaf; read from an array."""
Ranks = Annotated[list[int | None], BeforeValidator(lambda ranks: [rank or None for rank in ranks])]
"""Ranks; null, read from 0, for a candidate that is not eligible."""


class ResultModel(BaseModel):
    """A part of a result; unknown keys are refused.

    It is read from the attributes of the same names. Arrays become lists; NaN and infinities are null.
    """

    model_config = ConfigDict(
        extra="forbid", ser_json_inf_nan="null", populate_by_name=True, from_attributes=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _as_json(cls, value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            known = np.isfinite(value)
            if not known.all():
                value = value.astype(object)
                value[~known] = None
        if isinstance(value, np.ndarray):
            return value.tolist()
        return None if isinstance(value, float) and not math.isfinite(value) else value


class NoticeModel(ResultModel):
    """A warning: a stable code, the words in every language, and the place it is about."""

    code: str
    message: Words
    where: str | None = None

    @classmethod
    def of(cls, notice: Notice) -> NoticeModel:
        """Return the model of a notice."""
        where = None if notice.where is None else str(notice.where)
        return cls(code=notice.code, message=notice.message.texts(), where=where)


class MethodModel(ResultModel):
    """The method and every option, also those that were not given."""

    name: str
    options: dict[str, Any]


class WeightingModel(ResultModel):
    """The source of the weights; ``consistency``, by node, of judgments on criteria and candidates."""

    id: str | None = None
    name: Words | None = None
    rationale: Words | None = None
    consistency: dict[str, dict[str, Any]] = Field(default_factory=dict)


class RecordModel(ResultModel):
    """The record for recomputing the result: versions, arguments, SHA-256 of RFC 8785 canonical documents."""

    engine: str
    numpy: str
    problem: str
    weighting: str
    input_sha256: str
    missing: str
    reference: bool = False
    seed: int | None = None


def _texts(words: Message | None) -> dict[str, str] | None:
    return words.texts() if words is not None else None


class RowModel(ResultModel):
    """A row that is not a candidate: its number, what it was taken for, its first words, and why."""

    at: str
    role: RowRole
    label: str
    reason: Words | None


class ColumnModel(ResultModel):
    """A column: its letters or number, its header, and what it was taken for, and why."""

    at: str
    header: str
    role: ColumnRole
    id: str | None
    objective: Literal["max", "min"] | None
    objective_reason: Words | None
    unit: str | None
    scale: tuple[float, float] | None
    reason: Words | None


class SheetModel(ResultModel):
    """A sheet that was not read, and why."""

    name: str
    hidden: bool
    reason: Words


class ChoiceModel(ResultModel):
    """An answer to a question: an option of the reader, its value, and how the command line says it."""

    meaning: Words
    option: str
    value: Any
    flag: str

    @classmethod
    def of(cls, choice: Choice) -> ChoiceModel:
        """Return the model of an answer."""
        return cls(meaning=choice.meaning.texts(), option=choice.option, value=choice.value, flag=choice.flag)


class QuestionModel(ResultModel):
    """What only a person can settle: where it is, what looks odd, and the possible answers."""

    id: str
    where: str
    message: Words
    options: list[ChoiceModel]

    @classmethod
    def of(cls, question: Question) -> QuestionModel:
        """Return the model of a question."""
        return cls(
            id=question.id,
            where=str(question.where),
            message=question.message.texts(),
            options=list(map(ChoiceModel.of, question.choices)),
        )


class ReadingModel(ResultModel):
    """How a table was read.

    ``candidates`` are the rows of the candidates; in a turned table rows are the columns of the file.
    ``assumed`` are the criteria for which nothing states that higher is better.
    """

    schema_: Literal["see-mcda/reading/1"] = Field(default="see-mcda/reading/1", alias="schema")
    file: str | None
    sheet: str | None
    sheets: int
    hidden_sheets: int
    other_sheets: list[SheetModel]
    range: str | None
    turned: bool
    candidates: list[str]
    rows: list[RowModel]
    columns: list[ColumnModel]
    weights: dict[str, float] | None
    weights_from: str | None
    assessors: list[str]
    pooled: int | None
    assumed: list[str]
    notices: list[NoticeModel]
    questions: list[QuestionModel]
    summary: list[Words]

    @classmethod
    def of(cls, reading: Reading) -> ReadingModel:
        """Return the model of a reading."""
        return cls(
            file=reading.file,
            sheet=reading.sheet,
            sheets=reading.sheets,
            hidden_sheets=reading.hidden,
            other_sheets=[
                SheetModel(name=each.name, hidden=each.hidden, reason=each.reason.texts())
                for each in reading.left
            ],
            range=reading.range,
            turned=reading.turned,
            candidates=list(reading.candidates),
            rows=[
                RowModel(at=each.at, role=each.role, label=each.label, reason=_texts(each.reason))
                for each in reading.rows
            ],
            columns=[
                ColumnModel(
                    at=each.at,
                    header=each.header,
                    role=each.role,
                    id=each.id,
                    objective=each.objective,
                    objective_reason=_texts(each.objective_reason),
                    unit=each.unit,
                    scale=each.scale,
                    reason=_texts(each.reason),
                )
                for each in reading.columns
            ],
            weights=dict(reading.weights) if reading.weights is not None else None,
            weights_from=str(reading.weights_from) if reading.weights_from else None,
            assessors=list(reading.assessors),
            pooled=reading.pooled,
            assumed=list(reading.assumed),
            notices=[NoticeModel.of(each) for each in reading.notices],
            questions=[QuestionModel.of(each) for each in reading.questions],
            summary=[line.texts() for line in reading.summary()],
        )


class TableReading(ReadingModel):
    """How a table was read, and what is wrong in it."""

    faults: list[NoticeModel]


class DifferenceModel(ResultModel):
    """A value of a returned file: its cell, its place in the problem, and the value before and after."""

    where: str
    candidate: str
    part: str
    old: Any
    new: Any

    @classmethod
    def of(cls, each: Difference) -> DifferenceModel:
        """Return the model of a difference."""
        part = "/".join(each.part)
        return cls(where=str(each.where), candidate=each.candidate, part=part, old=each.old, new=each.new)


class MergeModel(ResultModel):
    """A merge of returned files: the values that were filled in or replaced, and those left as they were."""

    changes: list[DifferenceModel]
    conflicts: list[DifferenceModel]
    warnings: list[NoticeModel]

    @classmethod
    def of(cls, *merges: Merge) -> MergeModel:
        """Return the model of the merges of some files, one after the other."""
        return cls(
            changes=[DifferenceModel.of(each) for found in merges for each in found.changes],
            conflicts=[DifferenceModel.of(each) for found in merges for each in found.conflicts],
            warnings=[NoticeModel.of(each) for found in merges for each in found.warnings],
        )


class FromTable(ResultModel):
    """A result that may come from a table."""

    reading: ReadingModel | None = Field(default=None, exclude_if=lambda reading: reading is None)


class AnalysisModel(FromTable):
    """The common fields of every analysis: its ranking and its arguments.

    Arrays are in the order of ``candidates`` and ``leaves``. ``arguments`` are those of the analysis
    beyond the problem, the weights and the method.
    """

    title: Words | None = None
    method: MethodModel
    weighting: WeightingModel
    weights: dict[str, float]
    candidates: list[str]
    names: list[Words]
    eligible: list[bool]
    ranks: list[int | None]
    leaves: list[str]
    arguments: dict[str, Any]
    warnings: list[NoticeModel]
    note: Words | None = None
    record: RecordModel
