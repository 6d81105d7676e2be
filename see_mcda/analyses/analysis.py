"""The base class of the results of analyses."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Notice
from see_mcda.methods import Prepared
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import Ranking
from see_mcda.results.documents import AnalysisModel, NoticeModel, RecordModel
from see_mcda.results.record import record
from see_mcda.results.result import Result

Document = TypeVar("Document", bound=AnalysisModel)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Analysis(Result):
    """The result of an analysis.

    Attributes:
        ranking: the ranking that it is about: the problem, the method, the weights.
        arguments: what was asked beyond that, as JSON values; with them ``verify`` asks again.
        seed: of the random numbers, if there are any.
        notices: what a person should know of how the result was made.

    """

    ranking: Ranking
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    notices: tuple[Notice, ...] = field(default=(), repr=False)

    @property
    def problem(self) -> Problem:
        """The problem as it was ranked: missing scores filled."""
        return self.ranking.complete

    @property
    def prepared(self) -> Prepared:
        """The method made ready for the problem."""
        return self.ranking.prepared

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What a person should know before relying on this result."""
        return (*self.ranking.warnings, *self.notices)

    @cached_property
    def record(self) -> Mapping[str, Any]:
        """What recomputes this result (see :mod:`see_mcda.results.record`)."""
        ranking = self.ranking
        return record(
            ranking.problem,
            ranking.weights,
            ranking.method.name,
            ranking.options,
            missing=ranking.missing,
            seed=self.seed,
            arguments={"analysis": self.name, **self.arguments},
        )

    def about(self) -> dict[str, Any]:
        """Return the fields that every result document has (:class:`AnalysisModel`)."""
        ranking, problem = self.ranking, self.problem
        note = problem.note or problem.framework.note
        return {
            "title": dict(problem.title) if problem.title else None,
            "method": ranking.method_model(),
            "weighting": ranking.weighting_model(),
            "weights": ranking.weights.to_dict(),
            "candidates": list(problem.candidates),
            "names": [dict(problem.name(row)) for row in range(len(problem.candidates))],
            "eligible": problem.eligible.tolist(),
            "ranks": [int(place) or None for place in ranking.ranks],
            "leaves": list(problem.leaves),
            "arguments": dict(self.arguments),
            "warnings": [NoticeModel.of(warning) for warning in self.warnings],
            "note": dict(note) if note else None,
            "record": RecordModel(**self.record),
        }

    def document(self, model: type[Document], **others: Any) -> Document:
        """Return the document of this result: its attributes, but for the fields given in ``others``."""
        own = model.model_fields.keys() - AnalysisModel.model_fields.keys() - {"schema_", *others}
        fields = {**self.about(), **{name: getattr(self, name) for name in own}, **others}
        return model.model_validate(fields, context=self.problem)

    def brief(self) -> str:
        """Return which ranking it is about."""
        return self.ranking.brief()

    def first_with_equal_weights(self, weights: object) -> list[int]:
        """Return who is first with equal weights, as in a plain ranking, where nobody gave any weights."""
        if weights != "uniform":
            return []
        equal = parse_weights("equal", self.problem.framework).values
        return np.flatnonzero(self.prepared.ranks(equal[None])[0] == 1).tolist()

    @abstractmethod
    def model(self) -> AnalysisModel:
        """Return the result document."""
