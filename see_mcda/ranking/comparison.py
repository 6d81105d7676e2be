"""Comparisons of rankings under several weightings and methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

import numpy as np

from see_mcda.arguments import About
from see_mcda.errors import InputError, MethodError, refuse
from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Notice, notice
from see_mcda.methods import Method, get_method
from see_mcda.methods.ranks import Ranks
from see_mcda.model.brief import counted, some
from see_mcda.model.problem import Problem
from see_mcda.ranking.document import ComparedRanking, ComparisonModel
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    Ranking,
    WeightsDocument,
    WeightsLike,
    finite,
    rank,
    read_each,
    several_weights,
    words_of,
)
from see_mcda.results.documents import NoticeModel, RecordModel
from see_mcda.results.result import Result


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """The same candidates ranked under several weightings and methods.

    ``left_out`` tells which methods could not take the data, and why.
    """

    name: ClassVar[str] = "comparison"
    prefix: ClassVar[str] = "comparison_"

    rankings: tuple[Ranking, ...]
    left_out: tuple[Notice, ...] = ()

    @property
    def problem(self) -> Problem:
        """The problem as it was given."""
        return self.rankings[0].problem

    @property
    def ranks(self) -> Ranks:
        """(r, n) the ranks, one row a ranking."""
        return np.array([ranking.ranks for ranking in self.rankings])

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """What was left out, and the warnings of all rankings, each once."""
        seen: dict[str, Notice] = {}
        for warnings in (self.left_out, *(ranking.warnings for ranking in self.rankings)):
            for warning in warnings:
                seen.setdefault(f"{warning.code} {warning}", warning)
        return tuple(seen.values())

    def brief(self) -> str:
        """Return how many rankings there are, and who is first in how many of them."""
        candidates = self.rankings[0].complete.candidates
        wins = (self.ranks == 1).sum(axis=0)
        first = [f"{candidates[row]} ({wins[row]})" for row in np.argsort(-wins, kind="stable") if wins[row]]
        return (
            f"{counted(len(candidates), 'candidate')} in {counted(len(self.rankings), 'ranking')};"
            f" first: {some(first) or 'none'}"
        )

    def model(self) -> ComparisonModel:
        """Return the result document (``see-mcda/comparison/1``)."""
        problem = self.rankings[0].complete
        return ComparisonModel(
            title=words_of(problem.title),
            candidates=list(problem.candidates),
            names=[dict(problem.name(row)) for row in range(len(problem.candidates))],
            eligible=problem.eligible.tolist(),
            rankings=[_compared(ranking) for ranking in self.rankings],
            warnings=[NoticeModel.of(warning) for warning in self.warnings],
            note=words_of(problem.note or problem.framework.note),
        )


def compare(
    problem: Problem,
    weights: Annotated[
        Sequence[WeightsLike],
        About(
            "weightings to compare, one or several",
            metavar="NAME|FILE|a=2,b=1",
            json=list[WeightsDocument],
            read=read_each,
        ),
    ] = ("equal",),
    *,
    method: Annotated[
        str | Method | Sequence[str | Method],
        About("methods to compare, one or several", metavar="NAME", json=str | list[str]),
    ] = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Comparison:
    """Rank under every weighting by every method; the arguments are those of :func:`rank`, several each.

    A method whose assumptions the data break is left out, and told, as long as another one ranks.
    """
    methods = [method] if isinstance(method, (str, Method)) else list(method)
    if not methods:
        raise refuse(InputError, "empty", "at least one method is needed")
    resolved = [parse_weights(each, problem.framework) for each in several_weights(weights)]
    rankings: list[Ranking] = []
    left_out: list[Notice] = []
    refusals: list[MethodError] = []
    for chosen in methods:
        for each in resolved:
            try:
                rankings.append(rank(problem, each, method=chosen, missing=missing, **options))
            except MethodError as refusal:
                refusals.append(refusal)
                left_out += [
                    notice(
                        "left-out",
                        "{method} is left out: {reason}",
                        fault.where,
                        method=get_method(chosen).name,
                        reason=fault.message,
                    )
                    for fault in refusal.faults
                ]
    if not rankings:
        raise refusals[0]
    return Comparison(tuple(rankings), tuple(left_out))


def _compared(ranking: Ranking) -> ComparedRanking:
    return ComparedRanking(
        method=ranking.method_model(),
        weighting=ranking.weighting_model(),
        weights=ranking.weights.to_dict(),
        scores=[finite(score) for score in ranking.scores],
        ranks=[int(place) or None for place in ranking.ranks],
        record=RecordModel(**ranking.record),
    )
