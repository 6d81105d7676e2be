"""The document of variance shares."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel, Words


class VarianceShareModel(ResultModel):
    """The Sobol indices of one group of inputs; null where the outcome does not vary.

    ``first_order`` is the share of the variance that knowing the group would take away on average; ``total``
    also counts what it does together with other inputs.
    """

    first_order: float | None
    first_order_error: float | None
    first_order_interval: tuple[float | None, float | None]
    total: float | None
    total_error: float | None
    total_interval: tuple[float | None, float | None]


class VarianceInputModel(ResultModel):
    """A group of independent inputs: a whole source (weights, scores, method) or a part of one."""

    kind: Literal["weights", "scores", "method", "weight", "score", "leaf", "candidate"]
    id: str
    name: Words
    dimensions: int


class OutcomeVarianceModel(ResultModel):
    """Where the variance of one outcome comes from; ``shares`` are in the order of the inputs."""

    outcome: Literal["score", "margin", "rank"]
    mean: float
    variance: float
    shares: list[VarianceShareModel]


class VarianceModel(AnalysisModel):
    """The shares of weights, scores and choice of method in the variance of a candidate's outcomes."""

    schema_: Literal["see-mcda/variance/1"] = Field(default="see-mcda/variance/1", alias="schema")
    candidate: str
    leader: str
    standardised: bool
    inputs: list[VarianceInputModel]
    outcomes: list[OutcomeVarianceModel]
    explanation: list[Words]
    confidence: float
    samples: int
    evaluations: int
    seed: int
