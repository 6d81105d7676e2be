"""Whether a decision is settled: by proof, for all allowed weights and all scores in doubt.

The decision is about the first place, or about the best set within constraints, or about the classes of the
candidates. What is in doubt: :mod:`.doubts`; the proofs: :mod:`.first_place`, :mod:`.best_set`, and the
possible classes of :mod:`see_mcda.analyses.classification`. What is not proved is never called settled.

The necessary first place of robust ordinal regression is the same idea: Greco, Mousseau & Słowiński (2008),
doi:10.1016/j.ejor.2007.08.013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Annotated, Any, Literal

import numpy as np

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.classification.classification import Classification, classify
from see_mcda.analyses.selection.selection import ConstraintList, Selection, select
from see_mcda.analyses.worth_knowing.worth_knowing import DoubtfulScore, worth_knowing
from see_mcda.arguments import About, checked
from see_mcda.arrays import Array
from see_mcda.errors import InputError, refuse
from see_mcda.methods import Method, Prepared
from see_mcda.model.cell import Missing
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneWeighting,
    Ranking,
    StatementList,
    complete_ranking,
    fitted,
)
from see_mcda.uncertainty.statements import Statements, read_statements
from see_mcda.verdicts.best_set import BestSet
from see_mcda.verdicts.document import VerdictModel
from see_mcda.verdicts.doubts import Doubts
from see_mcda.verdicts.findings import Decider, Limit, in_closed_form
from see_mcda.verdicts.first_place import FirstPlace

Outcome = Literal["first", "set", "classes"]
State = Literal["settled", "settled-under-these-weights", "open"]

QUICK_SCORES = 4_000
"""Scores up to which a verdict without what to find out takes less than a second."""
QUICK_SET_SCORES = 400
"""The same for a set, of which every proof is an integer programme."""
CLASS_SAMPLES = 1_000
"""Samples for the classes that are possible where this is not proved."""


@dataclass(frozen=True)
class NextStep:
    """The score to find out first: its cell, and by how much the chance of naming the wrong winner falls."""

    score: DoubtfulScore
    doubt: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Verdict(Analysis):
    """Whether a decision is settled.

    Attributes:
        outcome: what it is about: the first place, the best set, or the classes of the candidates.
        statements: what the weights may be; without any, all weightings are allowed.
        state: ``settled``: proved for all allowed weights and all scores; ``settled-under-these-weights``:
            proved at the given weights for all scores; ``open``: anything else.
        leaders: the rows that are first with the single scores (several if they are tied), or the members of
            the best set; none for classes.
        tied: whether several share the first place, or another set is worth as much.
        rivals: under the given weights, the rows that are first instead, or in a better set, in an example
            that was computed; or whose class can change.
        deciders: the scores that make these examples.
        elsewhere: the rows of which the same holds in an example under other allowed weights.
        unchecked: the ids of the leaders' gates that are not yet checked.
        doubtful: how many scores are uncertain or missing.
        proved: whether either a proof or an example was found for the given weights.
        leads: (n,) the lead of the leader over each row with the single scores; NaN without.
        least: (n,) the lead in the leader's worst case; NaN where one table does not decide.
        limit: the smallest change of one weight beyond which the outcome changes; None if there is none, or
            the method has no formula for it.
        next_step: the score to find out first, where scores leave the first place open.
        selection, classification: what the verdict is about.

    """

    name = "verdict"

    outcome: Outcome
    statements: Statements
    state: State
    leaders: tuple[int, ...]
    tied: bool
    rivals: tuple[int, ...]
    deciders: tuple[Decider, ...]
    elsewhere: tuple[int, ...]
    unchecked: tuple[str, ...]
    doubtful: int
    proved: bool
    leads: Array = field(repr=False)
    least: Array = field(repr=False)
    limit: Limit | None
    next_step: NextStep | None = field(repr=False)
    selection: Selection | None = field(default=None, repr=False)
    classification: Classification | None = field(default=None, repr=False)

    @property
    def leader(self) -> int:
        """The row of the leader (the first of those who share first place, or of the best set)."""
        return self.leaders[0]

    def model(self) -> VerdictModel:
        """Return the result document (``see-mcda/verdict/1``)."""
        told = self.report()
        step = self.next_step
        find_out = step and {
            "candidate": step.score.row,
            "leaf": step.score.column,
            "missing": step.score.missing,
            "value": step.score.value,
            "standard_error": step.score.error,
            "doubt": step.doubt,
        }
        deciders = [
            {
                "rivals": each.rivals,
                "scores": [
                    dict(zip(("candidate", "leaf", "value"), score, strict=True)) for score in each.scores
                ],
            }
            for each in self.deciders
        ]
        return self.document(
            VerdictModel,
            deciders=deciders,
            verdict=self.state,
            sentence=told.headline.texts(),
            reasons=[{lang: words.text(lang) for lang in ("en", "th")} for words in told.sentences[1:]],
            allowed=self.statements.to_list(),
            find_out=find_out,
            seed=self.seed or 0,
        )


@checked
def settled(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    outcome: Annotated[
        Outcome | None,
        About("what the verdict is about (default: first; with constraints: set)"),
    ] = None,
    constraints: ConstraintList = (),
    statements: Annotated[
        StatementList,
        About(
            "",
            read=lambda problem, statements, given: read_statements(
                statements, problem.framework, partial(_fitted, problem, given)
            ),
        ),
    ] = None,
    method: Annotated[
        str | Method | None,
        About("ranking method (default: topsis; for a set: additive)", metavar="NAME", json=str | None),
    ] = None,
    missing: MissingScores = None,
    **options: Annotated[
        MethodOptions, About("", read=lambda problem, options, given: _fitted(problem, given))
    ],
) -> Verdict:
    """Return whether a decision is settled, and what would settle it if it is not.

    The weights may be all that ``statements`` allow (by default: all weightings); scores range over their
    stated uncertainty, missing ones over their scale, and gates that are not yet checked may fail. The
    classes are those of the framework, all of whose conditions must hold.

    Raises:
        InputError: a set without constraints, constraints for another outcome; what ``select`` and
            ``classify`` refuse.
        SeeMcdaError: what ``rank`` raises, and statements that contradict each other.

    """
    outcome, method = _defaults(outcome, constraints, method)
    if len(constraints) and outcome != "set":
        raise refuse(
            InputError,
            "not-a-set",
            "constraints limit a set: use the outcome set, or leave them out",
            "constraints",
        )
    how: Missing | None = missing or ("interval" if problem.missing == "error" else None)
    arguments: dict[str, Any] = {"outcome": outcome, "constraints": list(constraints), "statements": None}

    def read(base: Ranking) -> Statements:
        allowed = read_statements(statements, problem.framework, lambda: base.prepared)
        arguments["statements"] = None if statements is None else allowed.to_list()
        return allowed

    if outcome == "set":
        chosen = select(
            problem, weights, constraints=constraints, alternatives=1, method=method, missing=how, **options
        )
        case = BestSet(chosen, Doubts(chosen.ranking))
        return _judged(case, read(chosen.ranking), arguments, outcome="set", selection=chosen)
    if outcome == "classes":
        return _judged_classes(problem, weights, statements, arguments, method=method, missing=how, **options)
    base = complete_ranking(problem, weights, method=method, missing=how, **options)
    found = _judged(FirstPlace(base, Doubts(base)), read(base), arguments)
    step = found.rivals and found.doubtful and base.prepared.scores_stand_alone()
    return replace(found, next_step=_next_step(base, how) if step else None)


def _defaults(
    outcome: Outcome | None, constraints: Sequence[str], method: str | Method | None
) -> tuple[Outcome, str | Method]:
    """Return what a verdict is about and the method, where they are not given."""
    about = outcome or ("set" if len(constraints) else "first")
    return about, method or ("additive" if about == "set" else "topsis")


def _fitted(problem: Problem, given: Mapping[str, Any]) -> Prepared | None:
    """Return the method of a verdict made ready for a problem."""
    method = _defaults(given["outcome"], given["constraints"], given["method"])[1]
    return fitted(problem, given, method=method)


def quick_verdict(about: Ranking | Selection) -> Verdict | None:
    """Return the verdict on a ranking or a set with all weightings allowed, and nothing to find out first.

    None where that may take over a second, or where scores are left out.
    """
    ranking = about.ranking if isinstance(about, Selection) else about
    problem = ranking.complete
    most = QUICK_SCORES if about is ranking else QUICK_SET_SCORES
    if problem.skips or problem.values.size > most or not in_closed_form(ranking.prepared):
        return None
    allowed = read_statements(None, problem.framework)
    if isinstance(about, Selection):
        case = BestSet(about, Doubts(ranking))
        return _judged(case, allowed, about.arguments, outcome="set", selection=about)
    return _judged(FirstPlace(ranking, Doubts(ranking)), allowed, {})


def _judged(
    case: FirstPlace | BestSet, allowed: Statements, arguments: Mapping[str, Any], **about: Any
) -> Verdict:
    doubts = case.doubts
    unchecked = tuple(dict.fromkeys(gate for row in case.leaders for gate in doubts.gates(row)))
    rivals, proved = case.rivals()
    holds = proved and not rivals and not unchecked and not case.tied
    everywhere, elsewhere = case.under(allowed) if holds else (False, ())
    state: State = "settled" if everywhere else "settled-under-these-weights" if holds else "open"
    return Verdict(
        **{"outcome": "first", **about},
        ranking=case.base,
        arguments=arguments,
        seed=0,
        statements=allowed,
        state=state,
        leaders=case.leaders,
        tied=case.tied,
        rivals=rivals,
        deciders=() if case.tied else tuple(case.deciders(rivals)),
        elsewhere=elsewhere,
        unchecked=unchecked,
        doubtful=len(doubts.ranges),
        proved=proved,
        leads=case.leads,
        least=case.least,
        limit=case.limit() if state == "settled-under-these-weights" else None,
        next_step=None,
    )


def _judged_classes(
    problem: Problem, weights: Any, statements: Any, arguments: dict[str, Any], **ranked: Any
) -> Verdict:
    here = classify(problem, weights, samples=CLASS_SAMPLES, **ranked)
    base = here.ranking
    allowed = read_statements(statements, problem.framework, lambda: base.prepared)
    arguments["statements"] = None if statements is None else allowed.to_list()
    changing = np.flatnonzero(~here.necessary & base.complete.eligible)
    elsewhere = changing
    if not len(changing):
        there = classify(problem, weights, statements=allowed.to_list(), samples=CLASS_SAMPLES, **ranked)
        elsewhere = np.flatnonzero(~there.necessary & base.complete.eligible)
    nothing = np.full(len(base.scores), np.nan)
    return Verdict(
        outcome="classes",
        ranking=base,
        arguments=arguments,
        seed=0,
        statements=allowed,
        state="open" if len(changing) else "settled-under-these-weights" if len(elsewhere) else "settled",
        leaders=(),
        tied=False,
        rivals=tuple(changing.tolist()),
        deciders=(),
        elsewhere=() if len(changing) else tuple(elsewhere.tolist()),
        unchecked=(),
        doubtful=len(Doubts(base).ranges),
        proved=True,
        leads=nothing,
        least=nothing,
        limit=None,
        next_step=None,
        classification=here,
    )


def _next_step(base: Ranking, missing: Missing | None) -> NextStep | None:
    """Return the score whose value would most reduce the doubt about who is first."""
    found = worth_knowing(
        base.problem, base.weights, method=base.method.name, missing=missing, **base.options
    )
    best = found.scores[0] if found.scores else None
    return NextStep(best, found.doubt) if best is not None and best.value > 2 * best.error else None
