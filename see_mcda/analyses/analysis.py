"""What every analysis has: the ranking that it is about, what was asked, and the forms of its result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast

from see_mcda.language.messages import Notice
from see_mcda.methods import Prepared
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import Ranking
from see_mcda.results.documents import AnalysisModel, NoticeModel, RecordModel
from see_mcda.results.notebooks import InNotebooks
from see_mcda.results.record import record

if TYPE_CHECKING:
    import altair

    from see_mcda.render.report import Report

Rows = tuple[list[str], list[list[object]]]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Analysis(InNotebooks, ABC):
    """The result of an analysis.

    Attributes:
        ranking: the ranking that it is about: the problem, the method, the weights.
        arguments: what was asked beyond that, as JSON values; with them ``verify`` asks again.
        seed: of the random numbers, if there are any.
        notices: what a person should know of how the result was made.

    """

    name: ClassVar[str]
    """What it is called on every door."""

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

    def brief(self) -> str:
        """Return which ranking it is about."""
        return self.ranking.brief()

    @abstractmethod
    def model(self) -> AnalysisModel:
        """Return the result document."""

    def report(self) -> Report:
        """Return what the result says, in no language yet."""
        module: Any = import_module(f"{type(self).__module__.rpartition('.')[0]}.report")
        return cast("Report", module.report(self))

    def table(self, language: str = "en", room: int = 80) -> str:
        """Return the result as text for a person."""
        from see_mcda.render import text  # noqa: PLC0415 (only needed to show a result, as below)

        return text.render(self.report(), language, room)

    def rows(self, language: str = "en") -> Rows:
        """Return the header and the rows of the result for a spreadsheet, with full precision."""
        from see_mcda.render import cells  # noqa: PLC0415

        return cells.render(self.report(), language)

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result document as JSON."""
        return self.model().model_dump_json(by_alias=True, indent=indent)

    def chart(self, language: str = "en") -> altair.TopLevelMixin:
        """Return the picture of the result; it needs the extra ``charts``."""
        from see_mcda.render.pictures import picture  # noqa: PLC0415 (Altair takes a second to import)

        return picture(self, language)
