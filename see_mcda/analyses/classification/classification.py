"""Classification: the class of each candidate by minimum conditions, and what keeps it out of the next one.

The procedures: :mod:`.rules`. A candidate that fails a gate is in the last class; one whose gates are not all
checked is in its class if it passes them, and may be in the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.classification.class_chances import Uncertainty, class_counts, shares_and_errors
from see_mcda.analyses.classification.document import ClassificationModel
from see_mcda.analyses.classification.given_classes import (
    check_procedure,
    class_document,
    parts_without_effect,
    read_classes,
)
from see_mcda.analyses.classification.learned_classes import Learning, learn, read_assignments
from see_mcda.analyses.classification.lifting import Lift, Target, smallest_lift
from see_mcda.analyses.classification.possible_classes import Box, possible_classes
from see_mcda.analyses.classification.rules import Classes, Procedure, Rules
from see_mcda.arguments import About, SampleCount, Seed, checked
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, notice
from see_mcda.model.cell import GATE_STATES
from see_mcda.model.classes import LEAST_MAJORITY, CandidateClass
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    StatementList,
    complete_ranking,
)
from see_mcda.uncertainty.statements import Statements, read_statements


@dataclass(frozen=True)
class Shortfall:
    """A condition of the next class that a candidate does not meet.

    Attributes:
        node: the criterion or group, or the root for the score of the ranking method; None for a gate.
        gate: the gate that is failed.
        score, minimum: what it has, and what it needs: at most that, where less is better.
        veto: whether the score forbids the class.

    """

    node: str | None
    score: float | None = None
    minimum: float | None = None
    gate: str | None = None
    veto: bool = False


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Classification(Analysis):
    """The class of each candidate.

    Attributes:
        classes: the classes, best first.
        rules: what they ask, as arrays.
        scores: (n, c) the scores at the nodes of the profiles, turned where less is better.
        assigned: (n,) the class of each candidate, by its position.
        by_scores: (n,) the class that its scores reach, whatever its gates.
        support: (n, h) how far each class but the last is supported: the share of conditions that hold, the
            weight of the criteria that reach the profile, the credibility, or the score of the method.
        held_back_by: for each candidate what keeps it out of the next class; empty in the best one.
        lifts: for each candidate the smallest change of its scores that lifts it, or None.
        possible: (n, h + 1) which classes are possible with the allowed weights and majorities, uncertain and
            missing scores, and unchecked gates.
        exact: (n,) whether ``possible`` is proved.
        chances: (n, h + 1) the chance of each class if unchecked gates are passed, by sampling.
        standard_errors: (n, h + 1) of the chances; 0 where the class is proved.
        learning: what was learned from assignments, if any were given; there are no chances then.

    """

    name: ClassVar[str] = "classification"

    classes: tuple[CandidateClass, ...]
    rules: Rules
    scores: Array
    assigned: Classes
    by_scores: Classes
    support: Array
    held_back_by: tuple[tuple[Shortfall, ...], ...]
    lifts: tuple[Lift | None, ...]
    possible: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    chances: Array
    standard_errors: Array
    learning: Learning | None = None

    def members(self, position: int) -> list[int]:
        """Return the rows of the candidates in a class, in the order of the ranking."""
        order = dict.fromkeys([*self.ranking.order, *range(len(self.assigned))])
        return [row for row in order if self.assigned[row] == position]

    @property
    def necessary(self) -> NDArray[np.bool_]:
        """(n,) whether a candidate's class is proved for all scores and gates."""
        return np.asarray((self.possible.sum(axis=1) == 1) & self.exact)

    def model(self) -> ClassificationModel:
        """Return the result document (``see-mcda/classification/1``)."""
        return ClassificationModel.of(self)


def _read(problem: Problem, classes: Any, given: Mapping[str, Any]) -> None:
    learned = given["assignments"] is not None
    found = read_classes(classes, problem.framework, learned)
    if not learned:
        check_procedure(found, given["procedure"], given["majority"], problem.framework)


def _read_assignments(problem: Problem, assignments: Any, given: Mapping[str, Any]) -> None:
    found = read_classes(given["classes"], problem.framework, learned=True)
    read_assignments(assignments, found, problem, given["procedure"], given["statements"])


@checked
def classify(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    classes: Annotated[
        Any,
        About(
            "classes, best first, each with an id and a profile of minimum scores (default: the framework's)",
            metavar="FILE",
            json=list[dict[str, Any]] | None,
            read=_read,
        ),
    ] = None,
    procedure: Annotated[Procedure, About("how the conditions of a class are put together")] = "all",
    majority: Annotated[
        float | None,
        Field(ge=LEAST_MAJORITY, le=1),
        About("share of the weights that must support a class (default: the class's)", metavar="X"),
    ] = None,
    highest_majority: Annotated[
        float | None,
        Field(ge=LEAST_MAJORITY, le=1),
        About("highest majority, if it can lie anywhere between the two", metavar="X"),
    ] = None,
    assignments: Annotated[
        Mapping[str, str] | None,
        About(
            "candidates with their classes, from which minimums, weights and majority are learned",
            metavar="ID=CLASS",
            json=dict[str, str] | None,
            read=_read_assignments,
        ),
    ] = None,
    statements: Annotated[
        StatementList,
        About("which classes are possible under all weightings that these statements allow"),
    ] = None,
    samples: SampleCount = 10_000,
    seed: Seed = 0,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Classification:
    """Return the class of each candidate, what keeps it out of the next class, and what would lift it.

    The weights count for MR-Sort and ELECTRE TRI, for the score of ``method``, and for the means of groups.
    A group's score is the mean of its criteria's values from 0 (worst) to 1 (best) under the weights.

    Which classes are possible is proved where all conditions must hold and for MR-Sort (groups: at fixed
    weights); else what samples and the best and worst scores show.

    With ``assignments`` what the classes ask is learned from candidates that people assigned, for ``all`` and
    MR-Sort: as many of them as possible keep their class, and the others are named. The given weights are
    then not used. The nodes are those of the profiles, or every criterion. The possible classes are those
    under all models that agree with the same assignments.

    Raises:
        InputError: classes that are not ordered, or lack what the procedure needs; every fault at once.

    """
    given_classes = found = read_classes(classes, problem.framework, assignments is not None)
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    learning = None
    if assignments is None:
        check_procedure(found, procedure, majority, problem.framework)
    else:
        said_classes = read_assignments(assignments, found, problem, procedure, statements)
        learning = learn(base.complete, found, said_classes, procedure, (majority, highest_majority))
        found = learning.classes
        if procedure == "mr-sort":
            base = complete_ranking(problem, learning.weights, method=method, missing=missing, **options)
    rules = Rules.of(problem.framework, found, procedure, majority if learning is None else None)
    w = base.weights.values
    if procedure == "score":
        scores = np.zeros((len(base.scores), 0))
        support = np.repeat(base.scores[:, None], rules.last, axis=1)
        assigned = rules.by_score(base.scores)
    else:
        scores = rules.node_scores(base.complete, w)
        support = rules.support(scores, rules.shares(w))
        assigned = rules.assigned(scores, rules.shares(w))
    by_scores, assigned = assigned, np.where(base.complete.eligible, assigned, rules.last)
    changed = partial(base.prepared.scores, w[None])
    held = tuple(
        _held_back(
            Target(rules, base.complete, row, int(assigned[row]), w, changed), scores[row], support[row]
        )
        for row in range(len(assigned))
    )
    lifts = tuple(
        smallest_lift(Target(rules, base.complete, row, int(assigned[row]), w, changed))
        if assigned[row] and base.complete.eligible[row]
        else None
        for row in range(len(assigned))
    )
    open_scores = problem.complete("interval")[0] if np.isnan(problem.values).any() else base.complete
    said = (
        None if statements is None else read_statements(statements, problem.framework, lambda: base.prepared)
    )
    highest = rules.majority
    if highest_majority is not None and learning is None:
        highest = np.fmax(rules.majority, highest_majority)
    given = Uncertainty(open_scores, w, said, highest, base.prepared)
    counts = np.eye(rules.last + 1)[assigned]
    chances, errors = counts, np.zeros_like(counts)
    if given.varies(rules):
        counts = class_counts(rules, given, samples, seed)
        chances, errors = shares_and_errors(counts)
    out = ~base.complete.eligible
    chances[out], errors[out] = np.eye(rules.last + 1)[rules.last], 0.0
    possible, exact = possible_classes(rules, Box.of(open_scores), given, assigned, counts)
    if learning is not None:
        possible, exact = learning.possible(scores, Box.of(open_scores).free, possible, exact)
        chances[base.complete.eligible], errors[base.complete.eligible] = np.nan, 0.0
    sure = (possible.sum(axis=1) == 1) & exact
    chances[sure], errors[sure] = possible[sure], 0.0
    return Classification(
        ranking=base,
        arguments={
            "classes": [class_document(each) for each in given_classes],
            "procedure": procedure,
            "majority": majority,
            "highest_majority": highest_majority,
            "assignments": None if learning is None else learning.said(),
            "statements": None if said is None else said.to_list(),
            "samples": samples,
        },
        seed=seed,
        notices=tuple(_notices(said, w, parts_without_effect(found, procedure, majority))),
        classes=found,
        rules=rules,
        scores=scores,
        assigned=assigned,
        by_scores=by_scores,
        support=support,
        held_back_by=held,
        lifts=lifts,
        possible=possible,
        exact=exact,
        chances=chances,
        standard_errors=errors,
        learning=learning,
    )


def _notices(statements: Statements | None, weights: Array, without_effect: list[str]) -> Iterator[Notice]:
    if without_effect:
        yield notice(
            "without-effect",
            "the procedure does not use these parts of the classes: {parts}",
            parts=without_effect,
        )
    if statements is not None and not statements.holds(weights[None])[0]:
        yield notice(
            "not-allowed",
            "the weights do not meet the statements: the classes are those under the weights, the possible"
            " classes those under the statements",
        )


def _held_back(target: Target, scores: Array, support: Array) -> tuple[Shortfall, ...]:
    """Return what keeps a candidate with (c,) scores at the nodes out of the next class."""
    rules, problem, row, assigned = target.rules, target.problem, target.row, target.assigned
    if not assigned:
        return ()
    failed = np.flatnonzero(problem.gates[row] == GATE_STATES.index("fail")).tolist()
    found = [Shortfall(None, gate=problem.framework.gates[column].id) for column in failed]
    h = assigned - 1
    if rules.procedure == "score":
        if support[h] < rules.least_scores[h]:
            found.append(Shortfall(rules.framework.id, float(support[h]), float(rules.least_scores[h])))
        return tuple(found)
    short, forbidden = (
        each[0, h] for each in rules.falling_short(scores[None], rules.shares(target.weights))
    )
    least = rules.profiles[h] - rules.q[h] if rules.procedure.startswith("electre") else rules.profiles[h]
    for at in np.flatnonzero(short).tolist():
        sign = rules.signs[at]
        found.append(
            Shortfall(
                rules.nodes[at], float(sign * scores[at]), float(sign * least[at]), veto=bool(forbidden[at])
            )
        )
    return tuple(found)
