"""The parts of every result document, for the command line and the service."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from see_mcda.language.messages import Notice

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


class AnalysisModel(ResultModel):
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
