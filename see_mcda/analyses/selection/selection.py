"""The selection of several candidates: the set with the greatest value within constraints.

The value of a set is the sum of its members' scores under the weights, on references that do not move with
the set: those of the scale, or of a plain table's eligible candidates. A candidate that is left out counts
with the baseline, 0 unless another one is given: as much as one at the worst level of every criterion.

Sources: Salo, Keisler & Morton (eds., 2011), Portfolio Decision Analysis, doi:10.1007/978-1-4419-9943-6;
Morton (2015), Measurement issues in the evaluation of projects in a project portfolio,
doi:10.1016/j.ejor.2015.02.015 (the baseline).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.selection.conflict import smallest_conflict
from see_mcda.analyses.selection.constraint_rows import Constraint, Constraints, read_constraints
from see_mcda.analyses.selection.constraints import facts_named
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.analyses.selection.reasons import Explainer, Reason
from see_mcda.arguments import About, checked
from see_mcda.arrays import Array
from see_mcda.errors import InputError, MethodError, refuse
from see_mcda.language.messages import Notice, message, notice
from see_mcda.model.problem import Problem
from see_mcda.parallel import Progress
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    complete_ranking,
)

if TYPE_CHECKING:
    from see_mcda.analyses.selection.document import SelectionModel


ConstraintList = Annotated[
    Sequence[str],
    About(
        "constraints on the set, such as: cost <= 300; exactly 3; province: at least 1 of each",
        metavar="WORDS",
        json=list[str],
        read=lambda problem, sentences, given: read_constraints(problem, _several(sentences)),
        facts=facts_named,
    ),
]


@dataclass(frozen=True, eq=False)
class CandidateSet:
    """A set of candidates: the options taken (o,), who is in it (n,), and its value."""

    options: Chosen
    chosen: NDArray[np.bool_]
    value: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Selection(Analysis):
    """The best set of candidates within constraints.

    Attributes:
        constraints: what the set must hold.
        program: the constraints as rows, and the baseline.
        values: (n,) the value of each candidate.
        best: the best set.
        alternatives: the next best ones.
        prices: what the best set would be worth more without each constraint.
        reasons: why each candidate is in the set or not.
        exact: whether the values are linear in the weights on fixed references, so that proofs apply.

    """

    name: ClassVar[str] = "selection"

    constraints: Constraints
    program: Program
    values: Array
    best: CandidateSet
    alternatives: tuple[CandidateSet, ...]
    prices: tuple[float, ...]
    reasons: tuple[Reason, ...]
    exact: bool

    @property
    def members(self) -> list[int]:
        """The rows of the candidates in the best set, the most valuable first."""
        return self.rows_of(self.best)

    def rows_of(self, one: CandidateSet) -> list[int]:
        """Return the rows of the candidates in a set, the most valuable first."""
        return sorted(np.flatnonzero(one.chosen).tolist(), key=lambda row: (-self.values[row], row))

    @property
    def references(self) -> dict[str, tuple[float, float]] | None:
        """By leaf, the worst and the best score of the eligible candidates, if the values depend on them."""
        if self.prepared.scores_stand_alone():
            return None
        leaves = zip(self.problem.framework.leaves, self.problem.extent.T.tolist(), strict=True)
        return {
            leaf.id: (low, high) if leaf.objective == "max" else (high, low) for leaf, (low, high) in leaves
        }

    @property
    def conditional(self) -> bool:
        """Whether a gate of a member is not yet checked."""
        return bool((self.best.chosen & self.problem.conditional).any())

    @property
    def remaining(self) -> dict[str, float]:
        """What is left of each budget, by its name."""
        return {
            each.name: each.limit - (each.used(self.best.options) or 0.0)
            for each in self.constraints.each
            if each.is_budget and each.limit is not None
        }

    def worth(self, row: int) -> float:
        """Return the value of a candidate; of a member, at the level at which it is funded."""
        own = self.best.options & (self.program.owners == row)
        return float(self.values[row] * (self.program.factors[own].sum() if own.any() else 1.0))

    def level(self, row: int) -> float:
        """Return the part of its cost at which a member is funded."""
        own = self.best.options & (self.program.owners == row)
        return float(self.constraints.cost_shares[own].sum())

    def model(self) -> SelectionModel:
        """Return the result document (``see-mcda/selection/1``)."""
        from see_mcda.analyses.selection.document import selection_model  # noqa: PLC0415 (it needs this module)

        return selection_model(self)


@checked
def select(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    constraints: ConstraintList = (),
    baseline: Annotated[
        float, About("value of a candidate that is left out: 0 is that of the worst level", metavar="V")
    ] = 0.0,
    alternatives: Annotated[int, Field(ge=0, le=100), About("number of next best sets", metavar="N")] = 3,
    method: OneMethod = "additive",
    missing: MissingScores = None,
    progress: Progress | None = None,
    **options: MethodOptions,
) -> Selection:
    """Select the set of candidates with the greatest value within constraints.

    Candidates that fail a gate are never selected. Raises :class:`see_mcda.SeeMcdaError`, with a smallest set
    of constraints that exclude each other if no set holds all.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    sentences = _several(constraints)
    found = read_constraints(base.complete, sentences)
    if not found.each:
        raise refuse(
            InputError,
            "no-constraint",
            "a set needs a constraint, such as a budget (cost <= 300) or a number (exactly 3)",
            "constraints",
        )
    values, exact = _values(base)
    program = found.program(baseline)
    sets = [_set(program, options, values) for options in program.first(values, 1 + alternatives)]
    if not sets:
        raise _infeasible(found)
    without: list[CandidateSet] = []
    for each in found.each:
        freed = found.program(baseline, without=each)
        best = freed.best(values)
        assert best is not None  # the best set is allowed without it, too
        without.append(_set(freed, best, values))
    explainer = Explainer(
        base, found, program, values, sets[0].options, [each.chosen for each in without], exact
    )
    return Selection(
        ranking=base,
        arguments={
            "constraints": sentences,
            "baseline": float(baseline),
            "alternatives": alternatives,
        },
        notices=_notices(base.complete, found),
        constraints=found,
        program=program,
        values=values,
        best=sets[0],
        alternatives=tuple(sets[1:]),
        prices=tuple(max(0.0, each.value - sets[0].value) for each in without),
        reasons=explainer.reasons(progress),
        exact=exact,
    )


def _several(constraints: Sequence[str]) -> list[str]:
    return [constraints] if isinstance(constraints, str) else list(constraints)


def _set(program: Program, options: Chosen, values: Array) -> CandidateSet:
    return CandidateSet(options, program.members(options), program.value(options, values))


def _values(base: Ranking) -> tuple[Array, bool]:
    """Return (n,) the candidates' values, and whether they are linear in the weights."""
    prepared = base.prepared
    exact = prepared.contribution_kind == "exact" and prepared.linear_values() is not None
    if not exact and not (prepared.has_scores and prepared.scores_stand_alone()):
        raise refuse(
            MethodError,
            "moving-references",
            "the scores of {method} depend on the other candidates, so they do not add up: use the method"
            " additive, or the normalization scale",
            method=base.method.name,
        )
    return np.where(base.complete.eligible, base.scores, 0.0), exact


def _infeasible(found: Constraints) -> InputError:
    conflict = [found.each[at].words for at in smallest_conflict(found)]
    if len(conflict) == 1:
        return InputError(
            [notice("infeasible", "no set holds this constraint: {constraints}", None, constraints=conflict)]
        )
    return InputError(
        [
            notice(
                "infeasible",
                "no set holds all constraints; these exclude each other: {constraints}",
                None,
                constraints=[message("({constraint})", constraint=words) for words in conflict],
            )
        ]
    )


def _notices(problem: Problem, found: Constraints) -> tuple[Notice, ...]:
    return tuple(
        notice(
            "counted-twice",
            "{attribute} is a criterion, and limits the set as well; to let it limit the set only, use"
            " --facts {id} (facts= in Python)",
            None,
            attribute=problem.framework.nodes[id].title,
            id=id,
        )
        for id in found.criteria
    )


__all__ = ["CandidateSet", "Constraint", "Selection", "select"]
