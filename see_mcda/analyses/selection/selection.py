"""The selection of several candidates: the set with the greatest value within constraints.

The value of a set is the sum of its members' scores under the weights, on references that do not move with
the set: those of the scale, or of a plain table's eligible candidates. A candidate that is left out counts
with the baseline, 0 unless another one is given: as much as one at the worst level of every criterion.

Sources: Salo, Keisler & Morton (eds., 2011), Portfolio Decision Analysis, doi:10.1007/978-1-4419-9943-6;
Morton (2015), Measurement issues in the evaluation of projects in a project portfolio,
doi:10.1016/j.ejor.2015.02.015 (the baseline).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.selection.conflict import smallest_conflict
from see_mcda.analyses.selection.constraint_rows import Constraint, Constraints, read_constraints
from see_mcda.analyses.selection.constraints import facts_named
from see_mcda.analyses.selection.evidence import Evidence, deciding_scores
from see_mcda.analyses.selection.fixed_values import FixedValues, RankedValues
from see_mcda.analyses.selection.funding_line import FundingLine, by_lot, funding_line
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.analyses.selection.reasons import Explainer, Reason
from see_mcda.analyses.selection.robustness import Drawing, Robustness, first_robustness, robustness
from see_mcda.arguments import About, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.errors import InputError, MethodError, SeeMcdaError, refuse
from see_mcda.language.messages import Notice, message, notice
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    StatementList,
    complete_ranking,
    fitted,
)
from see_mcda.uncertainty.distributions import WeightDistribution, constant, parse_distribution
from see_mcda.uncertainty.score_distributions import ScoreDistribution
from see_mcda.uncertainty.statements import read_statements

if TYPE_CHECKING:
    from see_mcda.analyses.selection.document import SelectionModel
    from see_mcda.uncertainty.statements import Later

SAMPLES = 1024
"""Samples, each of which may need a search for a better set."""


_EQUAL = 1e-9
"""Values of sets this close, relative to the largest gain, are the same."""
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
        distribution: of the weights, where it was asked how sure the set is.
        robustness: how sure it is.
        evidence: the uncertain scores that change it, each alone.
        line: who is clearly among the first few, where that was asked.

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
    distribution: WeightDistribution | None = None
    robustness: Robustness | None = None
    evidence: tuple[Evidence, ...] | None = None
    line: FundingLine | None = None

    @property
    def tied(self) -> bool:
        """Whether the next best set is worth as much as the best one."""
        size = max(1.0, float(np.abs(self.program.gains(self.values)).max(initial=0.0)))
        return any(self.best.value - each.value <= _EQUAL * size for each in self.alternatives[:1])

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

    @cached_property
    def sets(self) -> list[CandidateSet]:
        """The sets that are best for some weights and scores, with their values under the given ones."""
        found = () if self.robustness is None else self.robustness.options
        return [_set(self.program, options, self.values) for options in found]

    @cached_property
    def max_regret(self) -> float | None:
        """What another set is worth more than the best one, under the weights where that is most."""
        regrets = self.robustness.regrets if self.robustness else None
        return None if regrets is None else regrets.largest(self.best.options)

    @cached_property
    def least_regret(self) -> tuple[CandidateSet, float] | None:
        """A set whose largest regret is smallest, and how large that is."""
        regrets = self.robustness.regrets if self.robustness else None
        if regrets is None:
            return None
        options = regrets.least()
        return _set(self.program, options, self.values), regrets.largest(options)

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


def _read_over(problem: Problem, over: Any, given: Mapping[str, Any]) -> None:
    if over is not None:
        _parse_over(_within_group(over, problem, "equal"), problem, partial(fitted, problem, given))


def _parse_over(over: Any, problem: Problem, later: Later) -> WeightDistribution:
    """Return a distribution; its faults are about ``over``."""
    try:
        return parse_distribution(over, problem.framework, later)
    except SeeMcdaError as error:
        faults = [(each, each.where and each.where.seen_from("weights")) for each in error.faults]
        raise type(error)(
            each.at("over") if where is None else each.at(where.below("over")) for each, where in faults
        ) from None


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
    over: Annotated[
        Any,
        About(
            "how sure the set is over a distribution of weights: uniform, the name of a group whose parts"
            " share its weight in every way, or another distribution",
            metavar="NAME|FILE|a=2,b=1",
            json=str | dict[str, Any] | list[Any] | None,
            read=_read_over,
        ),
    ] = None,
    statements: Annotated[
        StatementList, About("how sure the set is over all weightings that these statements allow")
    ] = None,
    scores: Annotated[
        bool, About("also draw the uncertain scores, where it is said how sure the set is")
    ] = True,
    first: Annotated[
        int | None,
        Field(ge=1),
        About("number of first places: who is clearly among them, and who is not", metavar="K"),
    ] = None,
    clear: Annotated[
        float,
        Field(gt=0.5, le=1),
        About("chance from which on a candidate is clearly among the first", metavar="X"),
    ] = 0.95,
    draw: Annotated[
        str | None,
        About("published seed for drawing lots for the places that are not clear", metavar="SEED"),
    ] = None,
    samples: SampleCount = SAMPLES,
    seed: Seed = 0,
    method: OneMethod = "additive",
    missing: MissingScores = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: MethodOptions,
) -> Selection:
    """Select the set of candidates with the greatest value within constraints.

    Candidates that fail a gate are never selected. ``over``, ``statements`` or ``first`` add how sure the set
    is. Raises :class:`see_mcda.SeeMcdaError`, with a smallest set of constraints that exclude each other if
    no set holds all.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    sentences = _several(constraints)
    placed = [*sentences, *([] if first is None else [f"exactly {first}"])]
    found = read_constraints(base.complete, placed)
    if not found.each:
        raise refuse(
            InputError,
            "no-constraint",
            "a set needs a constraint, such as a budget (cost <= 300) or a number (exactly 3)",
            "constraints",
        )
    if draw is not None and first is None:
        raise refuse(
            InputError, "no-places", "lots are drawn for the first places: give their number", "first"
        )
    work = Work(executor, progress, cancel)
    ranked = not sentences
    values, exact = _values(base, ranked=ranked)
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
    result = Selection(
        ranking=base,
        arguments={
            "constraints": sentences,
            "baseline": float(baseline),
            "alternatives": alternatives,
            "over": None,
            "statements": None,
            "scores": scores,
            "first": first,
            "clear": clear,
            "draw": draw,
            "samples": samples,
        },
        seed=seed,
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
    if over is None and statements is None and first is None:
        return result
    return _with_sureness(
        result, _Asked(over, statements, first, ranked, scores, samples, seed, clear, draw), work
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked of how sure a set is; ``ranked``: of the places in the ranking alone."""

    over: Any
    statements: Any
    first: int | None
    ranked: bool
    scores: bool
    samples: int
    seed: int
    clear: float
    draw: str | None


def _with_sureness(result: Selection, asked: _Asked, work: Work) -> Selection:
    """Return a selection with how sure it is."""
    problem, prepared = result.problem, result.prepared
    later: Later = lambda: prepared  # noqa: E731
    distribution, said = _distribution(result, asked, later)
    drawn = ScoreDistribution.of(problem) if asked.scores else None
    if drawn is not None and not drawn.dimensions:
        drawn = None
    fixed = FixedValues(prepared) if result.exact else None
    drawing = Drawing(asked.samples, asked.seed, drawn)
    if asked.ranked:
        assert asked.first is not None
        found = first_robustness(
            result.program, prepared, distribution, drawing, fixed=fixed, count=asked.first, work=work
        )
    else:
        found = robustness(result.program, fixed or RankedValues(prepared), distribution, drawing, work)
    evidence = None
    if fixed is not None:
        evidence = deciding_scores(result.ranking, result.program, fixed, result.best.options, work)
    line = None
    if asked.first is not None:
        chances = (found.chance, found.standard_error)
        line = funding_line(asked.first, problem.eligible, chances, found.status, asked.clear)
        if asked.draw is not None:
            lots = by_lot(asked.draw, [problem.candidates[row] for row in line.zone])
            line = replace(line, seed=asked.draw, drawn=tuple(line.zone[at] for at in lots[: line.places]))
    varies = distribution.varies or drawn is not None
    return replace(
        result,
        arguments={**result.arguments, **said},
        notices=(*result.notices, *distribution.notices, *_about_sureness(result, found, varies, asked)),
        distribution=distribution,
        robustness=found,
        evidence=evidence,
        line=line,
    )


def _distribution(
    result: Selection, asked: _Asked, later: Later
) -> tuple[WeightDistribution, dict[str, Any]]:
    """Return the distribution of the weights, and the arguments that describe it."""
    framework = result.problem.framework
    weights = result.ranking.weights
    statements = None
    if asked.statements is not None:
        statements = read_statements(asked.statements, framework, later).to_list()
    over = asked.over
    if over is not None:
        over = _within_group(over, result.problem, weights.to_dict())
        over = _parse_over(over, result.problem, later).document
    said = {"over": over, "statements": statements}
    if statements is not None:
        every = over is None or over == "uniform"
        source: Any = statements if every else {"statements": statements, "distribution": over}
        return parse_distribution(source or "uniform", framework, later), said
    if over is not None:
        return parse_distribution(over, framework, later), said
    return constant(framework, weights.values, None), said


def _within_group(over: Any, problem: Problem, weights: Any) -> Any:
    """Return the distribution of the shares within a group, if it is one's name: the other weights stay."""
    if not isinstance(over, str) or over in ("uniform", "uniform-tree"):
        return over
    groups = {node.id for node in problem.framework.inner}
    named = [id for id in problem.framework.choices.find(over) if id in groups]
    if len(named) != 1:
        return over
    return {"nodes": {named[0]: "uniform"}, "else": {"fixed": weights}}


def _about_sureness(result: Selection, found: Robustness, varies: bool, asked: _Asked) -> tuple[Notice, ...]:
    if not varies:
        return (
            notice(
                "nothing-varies",
                "neither the weights nor the scores vary here, so every chance is 0 or 1; "
                "give a distribution of weights, such as uniform",
                "over",
            ),
        )
    if asked.ranked:
        return ()
    if not result.exact:
        return (
            notice(
                "nothing-proved",
                "with this method, how sure the set is comes from samples alone, and nothing is proved;"
                " the method additive allows proofs",
            ),
        )
    if found.regrets is None:
        return (
            notice(
                "no-regrets",
                "the allowed weights have too many corners, or none that are known, for regrets, core"
                " indices and proofs",
            ),
        )
    if found.core_index is None:
        return (
            notice(
                "no-core-index",
                "core indices are not computed: there are too many candidates to try every set",
            ),
        )
    return ()


def _several(constraints: Sequence[str]) -> list[str]:
    return [constraints] if isinstance(constraints, str) else list(constraints)


def _set(program: Program, options: Chosen, values: Array) -> CandidateSet:
    return CandidateSet(options, program.members(options), program.value(options, values))


def _values(base: Ranking, *, ranked: bool = False) -> tuple[Array, bool]:
    """Return (n,) the candidates' values, and whether they are linear in the weights.

    Values that only order the candidates are enough where the set is that of the first few ones (``ranked``).
    """
    prepared = base.prepared
    if ranked and not prepared.has_scores:
        return RankedValues(prepared)(base.weights.values[None], None)[0], False
    exact = prepared.contribution_kind == "exact" and prepared.linear_values() is not None
    if not exact and not ranked and not (prepared.has_scores and prepared.scores_stand_alone()):
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
