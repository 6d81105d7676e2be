"""The result document of rank acceptability."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel, ResultModel

Rows = list[list[float]]


class StandardErrorsModel(ResultModel):
    """The standard error of every estimate, in arrays of the same shapes."""

    first_rank: list[float]
    top_ranks: list[float]
    rank_acceptability: Rows | None
    central_weights: list[list[float | None] | None]
    confidence: list[float | None] | None
    pairwise: Rows | None
    expected_rank: list[float | None]


class AcceptabilityModel(AnalysisModel):
    """How often each candidate has each rank; the ranking and ``weights`` are those at the centre.

    ``first_rank``: the chance of rank 1; ``top_ranks``: of one of the ranks 1 to ``top``.
    ``rank_acceptability``: a row a candidate, a column a rank. ``central_weights``: by candidate and leaf,
    null for one that was never first. ``pairwise``: how often the row's candidate has a better rank than the
    column's. ``rank_acceptability``, ``confidence`` and ``pairwise`` are null with very many candidates.
    With ``points`` quasi, standard errors come from 16 replicates.
    """

    schema_: Literal["see-mcda/acceptability/1"] = Field(default="see-mcda/acceptability/1", alias="schema")
    distribution: Any
    top: int
    first_rank: list[float]
    top_ranks: list[float]
    rank_acceptability: Rows | None
    central_weights: list[list[float | None] | None]
    confidence: list[float | None] | None
    pairwise: Rows | None
    expected_rank: list[float | None]
    standard_errors: StandardErrorsModel
    samples: int
    points: Literal["random", "quasi"]
    uncertain_scores: int
    confidence_samples: int
    seed: int
