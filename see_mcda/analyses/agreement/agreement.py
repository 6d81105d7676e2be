"""Do methods, normalisations and weightings agree? The same candidates ranked in every combination.

By default the four methods of see-mcda are run with the normalisations that they can use, each ranking
counting once. Left out of this default, since they would count one opinion several times or compare what
cannot be compared:

- ``none``: scores in their own units, so that the ranking depends on the units;
- vector, sum and max under the weighted product: they divide a leaf's scores by one number, which changes no
  order there, so each would repeat ``linear``.

Ask for them by name, and for the panel's methods by name or ``"all"`` (these take scikit-criteria, whose
import takes seconds).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.agreement.assessors import Assessors, assessors_of
from see_mcda.analyses.agreement.consensus_ranking import borda_points, copeland_points
from see_mcda.analyses.agreement.movers import Combination, Move, moves_of
from see_mcda.analyses.agreement.rank_correlation import Concordance, concordance, tau_b, ws
from see_mcda.analyses.analysis import Analysis
from see_mcda.arguments import About
from see_mcda.arrays import Array
from see_mcda.errors import InputError, MethodError, UnknownNameError, refuse
from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Message, Notice, Plural, message, notice
from see_mcda.methods import Method, get_method
from see_mcda.methods import methods as known_methods
from see_mcda.methods.base import check_normalization
from see_mcda.methods.ranks import Ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.methods.titles import method_title, normalization_title
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MissingScores,
    OwnOptions,
    Ranking,
    WeightsDocument,
    WeightsLike,
    complete_ranking,
    read_each,
    several_weights,
)
from see_mcda.weighting.weights import Weights

if TYPE_CHECKING:
    from see_mcda.analyses.agreement.document import AgreementModel

OURS = ("topsis", "additive", "multiplicative", "ahp")
ALL = "all"
_NOT_BY_DEFAULT: Mapping[str, tuple[str, ...]] = {"multiplicative": ("vector", "sum", "max")}
"""Normalisations that give a method's ranking of another one again."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Agreement(Analysis):
    """How far rankings by several methods, normalisations and weightings agree.

    Arrays have a row for each of the r rankings; ineligible candidates have rank 0 and take no other part.

    Attributes:
        rankings: the rankings; ``ranking`` is the first.
        combinations: by which method, normalisation and weighting each was made.
        assessors: how far the assessors agree; None if there are none, or that was not asked.

    """

    name: ClassVar[str] = "agreement"

    rankings: tuple[Ranking, ...]
    combinations: tuple[Combination, ...]
    assessors: Assessors | None = field(default=None)

    @cached_property
    def ranks(self) -> Ranks:
        """(r, n) the ranks."""
        return np.array([ranking.ranks for ranking in self.rankings])

    @cached_property
    def _rows(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.problem.eligible)

    @cached_property
    def _field(self) -> Ranks:
        """(r, eligible) the ranks of those who take part."""
        return self.ranks[:, self._rows]

    @cached_property
    def tau_b(self) -> Array:
        """(r, r) Kendall's tau-b; NaN beside a ranking in which all are tied."""
        return tau_b(self._field)

    @cached_property
    def ws(self) -> Array:
        """(r, r) the WS coefficient of the column's ranking, with the row's as the reference."""
        return ws(self._field)

    @cached_property
    def concordance(self) -> Concordance:
        """Kendall's W of all rankings."""
        return concordance(self._field)

    @cached_property
    def borda(self) -> Ranks:
        """(n,) the consensus rank by Borda's points."""
        return self._all(ranks_of(borda_points(self._field)))

    @cached_property
    def copeland(self) -> Ranks:
        """(n,) the consensus rank by Copeland's duels."""
        return self._all(ranks_of(copeland_points(self._field)))

    @cached_property
    def best(self) -> Ranks:
        """(n,) the best rank of each candidate."""
        return self._all(self._field.min(axis=0))

    @cached_property
    def worst(self) -> Ranks:
        """(n,) the worst rank of each candidate."""
        return self._all(self._field.max(axis=0))

    @cached_property
    def median(self) -> Array:
        """(n,) the median rank of each candidate (halves where the number of rankings is even)."""
        return np.asarray(self._all(np.median(self._field, axis=0)), dtype=np.float64)

    @cached_property
    def moves(self) -> tuple[Move | None, ...]:
        """For each candidate the change of one choice, all else fixed, that moves it most; None: none."""
        return moves_of(self.rankings, self.combinations, self.ranks)

    def _all(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return (n,) with the given values at the eligible candidates and 0 at the others."""
        result = np.zeros(len(self.problem.candidates), values.dtype)
        result[self._rows] = values
        return result

    def model(self) -> AgreementModel:
        """Return the result document (``see-mcda/agreement/1``)."""
        from see_mcda.analyses.agreement.document import agreement_model  # noqa: PLC0415 (it needs this module)

        return agreement_model(self)


def agreement(
    problem: Problem,
    weights: Annotated[
        WeightsLike | Sequence[WeightsLike],
        About(
            "weightings to compare, one or several",
            metavar="NAME|FILE|a=2,b=1",
            json=WeightsDocument | list[WeightsDocument],
            read=read_each,
        ),
    ] = ("equal",),
    *,
    methods: Annotated[
        str | Method | Sequence[str | Method] | None,
        About(
            "methods to compare, one or several, or all (default: topsis, additive, multiplicative and ahp)",
            metavar="NAME",
            json=str | list[str] | None,
            read=lambda problem, methods, given: _methods(methods),
        ),
    ] = None,
    normalizations: Annotated[
        str | Sequence[str] | None,
        About(
            "normalisations to compare (default: all that each method can use)",
            metavar="NAME",
            json=str | list[str] | None,
            read=lambda problem, names, given: _normalizations(names, _methods(given["methods"])),
        ),
    ] = None,
    missing: MissingScores = None,
    assessors: Annotated[bool, About("also compare the assessors, where scores have several")] = True,
    **options: Annotated[
        OwnOptions,
        About(read=lambda problem, options, given: _check_options(options, _methods(given["methods"]))),
    ],
) -> Agreement:
    """Rank by every combination of method, normalisation and weighting, and say how far they agree.

    A combination that the data do not allow is left out, and told, as long as another one ranks. Raises
    :class:`see_mcda.SeeMcdaError` for names that nobody has, weights that do not fit, missing scores, and
    if no combination ranks.

    """
    chosen = _methods(methods)
    given = _normalizations(normalizations, chosen)
    _check_options(options, chosen)
    resolved = [parse_weights(each, problem.framework) for each in several_weights(weights)]
    labels = _labels(resolved)
    rankings: list[Ranking] = []
    combinations: list[Combination] = []
    refused: list[tuple[Combination, MethodError]] = []
    for method in chosen:
        own = {name: value for name, value in options.items() if name in method.options}
        for normalization in _usable(method, given):
            for each, label in zip(resolved, labels, strict=True):
                combination = Combination(method.name, normalization, label)
                try:
                    ranking = complete_ranking(
                        problem, each, method=method, missing=missing, normalization=normalization, **own
                    )
                except MethodError as refusal:
                    refused.append((combination, refusal))
                    continue
                rankings.append(ranking)
                combinations.append(combination)
    if not rankings:
        raise refused[0][1]
    panel, notices = assessors_of(rankings[0].complete) if assessors else (None, ())
    return Agreement(
        ranking=rankings[0],
        rankings=tuple(rankings),
        combinations=tuple(combinations),
        assessors=panel,
        arguments={
            "weights": [each.to_document() for each in resolved],
            "methods": [method.name for method in chosen],
            "normalizations": given,
            "assessors": assessors,
            **options,
        },
        notices=(*_left_out(refused), *notices),
    )


def ranking_count(
    weights: WeightsLike | Sequence[WeightsLike] = ("equal",),
    methods: str | Method | Sequence[str | Method] | None = None,
    normalizations: str | Sequence[str] | None = None,
) -> int:
    """Return how many rankings :func:`agreement` makes of these arguments, without making them."""
    chosen = _methods(methods)
    given = _normalizations(normalizations, chosen)
    return len(several_weights(weights)) * sum(len(_usable(method, given)) for method in chosen)


def _methods(given: str | Method | Sequence[str | Method] | None) -> list[Method]:
    if given is None:
        return [get_method(name) for name in OURS]
    names = [given] if isinstance(given, (str, Method)) else list(given)
    if not names:
        raise refuse(InputError, "empty", "at least one method is needed")
    found: dict[str, Method] = {}
    for name in names:
        these: Iterable[Method] = known_methods().values() if name == ALL else [get_method(name)]
        for method in these:
            found.setdefault(method.name, method)
    return list(found.values())


def _normalizations(given: str | Sequence[str] | None, chosen: Sequence[Method]) -> list[str] | None:
    if given is None:
        return None
    named = [given] if isinstance(given, str) else given
    names = list(dict.fromkeys(map(check_normalization, named)))
    if not names:
        raise refuse(InputError, "empty", "at least one normalisation is needed")
    usable = {name for method in chosen for name in method.normalizations}
    for name in names:
        if name not in usable:
            raise refuse(
                InputError,
                "normalization",
                "none of {methods} can use the normalisation {given}; they can use {known}",
                methods=[method.name for method in chosen],
                given=name,
                known=sorted(usable),
            )
    return names


def _check_options(options: Mapping[str, Any], chosen: Sequence[Method]) -> None:
    known = sorted({name for method in chosen for name in method.options})
    for name in options:
        if name not in known:
            raise refuse(
                UnknownNameError,
                "unknown-option",
                "none of {methods} has the option {name}; they have {known}",
                methods=[method.name for method in chosen],
                name=name,
                known=known,
            )


def _usable(method: Method, given: Sequence[str] | None) -> list[str]:
    if given is not None:
        return [name for name in given if name in method.normalizations]
    left_out = {"none", *_NOT_BY_DEFAULT.get(method.name, ())}
    usable = [name for name in method.normalizations if name not in left_out]
    return usable or list(method.normalizations)


def _labels(weightings: Sequence[Weights]) -> list[str]:
    """Return a name for each weighting; those that would share one are numbered."""
    names = [weights.id or "given" for weights in weightings]
    return [
        name if names.count(name) == 1 else f"{name} ({names[: at + 1].count(name)})"
        for at, name in enumerate(names)
    ]


def _left_out(refused: Sequence[tuple[Combination, MethodError]]) -> list[Notice]:
    """Return a notice for each reason why combinations are missing."""
    whose: dict[str, tuple[Notice, int, list[Message]]] = {}
    for combination, refusal in refused:
        fault = refusal.faults[0]
        key = f"{fault.code} {fault}"
        words = message(
            "{method} with {normalization}",
            method=method_title(combination.method),
            normalization=normalization_title(combination.normalization),
        )
        _, _, names = whose.setdefault(key, (fault, len(refusal.faults) - 1, []))
        if words not in names:
            names.append(words)
    found = []
    for fault, more, names in whose.values():
        reason = (
            fault.message
            if not more
            else message(
                Plural("{reason} (and {count} more reason)", "{reason} (and {count} more reasons)"),
                reason=fault.message,
                count=more,
            )
        )
        found.append(
            notice(
                "left-out",
                "{combinations} cannot rank these data: {reason}",
                None if more else fault.where,
                combinations=names,
                reason=reason,
            )
        )
    return found
