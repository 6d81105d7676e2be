"""Classes whose minimums, weights and majority are learned from candidates that people assigned to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.classification.learning import SECONDS, Examples, Learned
from see_mcda.analyses.classification.lifting import scale_ends
from see_mcda.analyses.classification.rules import Procedure, Rules
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError, MethodError, refuse
from see_mcda.language.messages import message
from see_mcda.model.classes import LEAST_MAJORITY, CandidateClass
from see_mcda.model.naming import Choices, Kind
from see_mcda.model.problem import Problem

_CLASS = Kind("unknown-class", message("class"))
_LEARNED: tuple[Procedure, ...] = ("all", "mr-sort")


@dataclass(frozen=True, eq=False)
class Learning:
    """What was learned.

    Attributes:
        problem: the complete problem.
        classes: the classes with what they ask.
        assignments: the class of each assigned candidate, by row.
        examples: the assigned candidates whose scores count, by row: those that fail no gate.
        data: the same, as arrays.
        model: a model that agrees with as many as possible.
        left_out: each smallest set of assignments with whose omission a model agrees, by rows; that of
            ``model`` is the first. Empty if all assignments are kept.

    """

    problem: Problem
    classes: tuple[CandidateClass, ...]
    assignments: Mapping[int, int]
    examples: tuple[int, ...]
    data: Examples
    model: Learned
    left_out: tuple[tuple[int, ...], ...]

    @property
    def weights(self) -> dict[str, float]:
        """The learned weights of all criteria."""
        learned = dict(zip(self.model.rules.nodes, self.model.shares.tolist(), strict=True))
        return {leaf: learned.get(leaf, 0.0) for leaf in self.problem.leaves}

    def said(self) -> dict[str, str]:
        """Return the assignments by ids."""
        return {self.problem.candidates[row]: self.classes[at].id for row, at in self.assignments.items()}

    def possible(
        self, scores: Array, free: NDArray[np.bool_], possible: NDArray[np.bool_], exact: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return (n, h + 1) the possible classes under all models that agree, and (n,) whether proved.

        Given are (n, c) scores, (n, m) whether they are not certain, and what is known under one model.
        """
        possible, exact = possible.copy(), exact.copy()
        kept = {row for row, keep in zip(self.examples, self.model.kept, strict=True) if keep}
        columns = [self.problem.framework.leaf_position[id] for id in self.model.rules.nodes]
        open_rows = [row for row in np.flatnonzero(self.problem.eligible).tolist() if row not in kept]
        for row in open_rows:
            exact[row] = not free[row, columns].any()
            for at in range(len(self.classes)):
                if possible[row, at]:
                    continue
                found = self.data.allows(self.model, scores[row], at)
                if isinstance(found, Learned):
                    possible[open_rows, found.assigned(scores[open_rows])] = True
                exact[row] &= found is not None
        return possible, exact


def read_assignments(
    given: object,
    classes: Sequence[CandidateClass],
    problem: Problem,
    procedure: Procedure,
    statements: object,
) -> dict[int, int]:
    """Return the class of each assigned candidate by its row; raise :class:`InputError` with every fault."""
    faults = Faults()
    if procedure not in _LEARNED:
        faults.add(
            "not-learned",
            "classes are learned for the procedures {known} only",
            "procedure",
            known=list(_LEARNED),
        )
    if statements is not None:
        faults.add("not-learned", "statements do not apply where the weights are learned", "statements")
    if not isinstance(given, Mapping) or not given:
        raise refuse(
            InputError, "wrong-type", "the assignments must map candidates to classes", "assignments"
        )
    for id in _nodes(classes, problem):
        if id in problem.framework.nodes and not problem.framework.nodes[id].is_leaf:
            faults.add(
                "learned-group",
                "{name} is a group: what classes ask is learned for criteria only",
                "classes",
                name=problem.framework.nodes[id].title,
            )
    names = Choices(_CLASS, {each.id: [each.name] for each in classes})
    found: dict[int, int] = {}
    for candidate, name in given.items():
        where = f"assignments.{candidate}"
        known = problem.choices.match(candidate, where, faults)
        named = names.match(name, where, faults)
        if known is None or named is None:
            continue
        row = problem.candidates.index(known)
        if row in found:
            faults.add("doubly-given", "{id} is given twice", where, id=problem.name(row))
        found[row] = [each.id for each in classes].index(named)
    faults.stop(InputError)
    return found


def learn(
    problem: Problem,
    classes: Sequence[CandidateClass],
    assignments: Mapping[int, int],
    procedure: Procedure,
    between: tuple[float | None, float | None],
) -> Learning:
    """Return what a complete problem and its assigned candidates teach.

    ``between`` is the given majority, and the highest. Raises :class:`see_mcda.MethodError` if the search
    takes too long.
    """
    majority, highest = between
    nodes = _nodes(classes, problem)
    asked: dict[str, Any] = {"veto": {}, "thresholds": {}, "score": None, "majority": None, "note": None}
    blank = [replace(each, profile=dict.fromkeys(nodes, 0.0), **asked) for each in classes[:-1]]
    rules = Rules.of(problem.framework, [*blank, classes[-1]], procedure)
    examples = [row for row in assignments if problem.eligible[row]]
    ends = [scale_ends(problem.framework.nodes[id]) for id in rules.nodes]
    data = Examples(
        rules,
        rules.node_scores(problem, np.ones(len(problem.leaves)))[examples],
        np.array([assignments[row] for row in examples], dtype=np.int64),
        np.array([max(low * sign, high * sign) for (low, high), sign in zip(ends, rules.signs, strict=True)]),
        LEAST_MAJORITY if majority is None else majority,
        highest if highest is not None else 1.0 if majority is None else majority,
    )
    models = data.learn()
    if not models:
        raise refuse(
            MethodError,
            "not-found",
            "no model was found within {seconds} seconds; give fewer assignments",
            seconds=SECONDS,
        )
    shut = [row for row, at in assignments.items() if not problem.eligible[row] and at != rules.last]
    left_out = tuple(
        tuple(sorted([*shut, *(row for row, keep in zip(examples, model.kept, strict=True) if not keep)]))
        for model in models
    )
    model = models[0]
    learned = [
        replace(
            each,
            profile=dict(
                zip(model.rules.nodes, (rules.signs * model.rules.profiles[h]).tolist(), strict=True)
            ),
            **asked | {"majority": float(model.rules.majority[h]) if procedure == "mr-sort" else None},
        )
        for h, each in enumerate(classes[:-1])
    ]
    return Learning(
        problem,
        (*learned, classes[-1]),
        assignments,
        tuple(examples),
        data,
        model,
        left_out if left_out[0] else (),
    )


def _nodes(classes: Sequence[CandidateClass], problem: Problem) -> list[str]:
    """Return the nodes that the profiles name, or every criterion."""
    named = {id for each in classes for id in each.profile}
    return [id for id in problem.framework.nodes if id in named] or list(problem.leaves)
