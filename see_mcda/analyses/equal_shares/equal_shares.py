"""A selection by people or groups, each with an equal share of a budget, beside the set of greatest value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.equal_shares.purchases import Purchases, Satisfaction, buy
from see_mcda.analyses.equal_shares.votes import Votes, read_votes
from see_mcda.analyses.selection.constraint_rows import Constraint, Constraints, read_constraints
from see_mcda.analyses.selection.constraints import Total, facts_named, read_sentence
from see_mcda.arguments import About, checked
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError, SeeMcdaError, refuse
from see_mcda.language.messages import Notice, notice
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel, Progress, Work
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    complete_ranking,
)
from see_mcda.render.report import Quote

if TYPE_CHECKING:
    from see_mcda.analyses.equal_shares.document import EqualSharesModel

NAMED = 20
"""Candidates that a message names."""
VoteList = Annotated[
    Any,
    About(
        "votes of people or groups: approvals or scores of the candidates",
        metavar="FILE",
        json=list[dict[str, Any] | list[Any]],
        read=lambda problem, votes, given: read_votes(problem, votes),
    ),
]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EqualShares(Analysis):
    """What people buy together with equal shares of a budget.

    Attributes:
        votes: of the people or groups.
        constraints: the budget, and the costs.
        purchases: what is bought, and who pays for it.
        values: (n,) the value of each candidate; None if the scores of the method do not add up.
        greatest: (n,) the set of greatest value within the budget; None without values.

    """

    name: ClassVar[str] = "equal-shares"

    votes: Votes
    constraints: Constraints
    purchases: Purchases
    values: Array | None
    greatest: NDArray[np.bool_] | None

    @property
    def budget(self) -> Constraint:
        """The budget."""
        return self.constraints.each[0]

    @property
    def limit(self) -> float:
        """The money that there is."""
        return float(self.budget.limit or 0.0)

    @property
    def costs(self) -> Array:
        """(n,) what each candidate costs; NaN for one that fails a gate."""
        assert self.budget.attribute is not None
        return self.constraints.numbers[self.budget.attribute]

    @property
    def members(self) -> list[int]:
        """The rows of the candidates that are bought, in that order."""
        return list(self.purchases.bought)

    @property
    def spent(self) -> float:
        """What the members cost."""
        return float(self.costs[self.members].sum())

    @property
    def groups(self) -> list[Group]:
        """The groups or people, in the order of their votes."""
        names, which = self.votes.groups
        sizes, payments = which @ self.votes.sizes, which @ self.purchases.payments
        supported = which @ self.votes.scores > 0
        return [
            Group(name, float(sizes[at]), payments[at], supported[at] & self.purchases.selected)
            for at, name in enumerate(names)
        ]

    @property
    def supporters(self) -> Array:
        """(n,) how many people support each candidate."""
        return np.asarray(self.votes.sizes @ (self.votes.scores > 0))

    @property
    def conditional(self) -> bool:
        """Whether a gate of a member is not yet checked."""
        return bool((self.purchases.selected & self.problem.conditional).any())

    def value(self, chosen: NDArray[np.bool_]) -> float | None:
        """Return the value of a set, if the scores add up."""
        return None if self.values is None else float(self.values[chosen].sum())

    @property
    def loss(self) -> float | None:
        """What the set is worth less than the one of greatest value."""
        if self.values is None or self.greatest is None:
            return None
        return max(0.0, float(self.values[self.greatest].sum() - self.values[self.purchases.selected].sum()))

    def model(self) -> EqualSharesModel:
        """Return the result document (``see-mcda/equal-shares/1``)."""
        from see_mcda.analyses.equal_shares.document import equal_shares_model  # noqa: PLC0415 (it needs this module)

        return equal_shares_model(self)


@dataclass(frozen=True, eq=False)
class Group:
    """A group or a person.

    Attributes:
        name: what it is called.
        size: how many people it has.
        payments: (n,) what it pays for each candidate.
        supported: (n,) the candidates that are bought and that it supports.

    """

    name: str
    size: float
    payments: Array
    supported: NDArray[np.bool_]

    @property
    def paid(self) -> float:
        """What it pays in all."""
        return float(self.payments.sum())


@checked
def equal_shares(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    votes: VoteList,
    budget: Annotated[
        str,
        About(
            "budget, such as: cost <= 2,000,000",
            metavar="WORDS",
            read=lambda problem, budget, given: read_budget(problem, budget),
            facts=lambda budget: facts_named([budget]),
        ),
    ],
    satisfaction: Annotated[
        Satisfaction, About("a voter's satisfaction with a candidate: the score times the cost, or the score")
    ] = "cost",
    completion: Annotated[
        bool, About("raise everyone's money while the budget suffices (Add1), to use what remains")
    ] = True,
    method: OneMethod = "additive",
    missing: MissingScores = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    **options: MethodOptions,
) -> EqualShares:
    """Select candidates by the Method of Equal Shares: everyone has an equal share of a budget to spend.

    ``votes`` is the path of a table (a row for each voter or group, a column a candidate), a list of ballots
    such as ``{"voter": "Farmers", "size": 40, "approves": ["a", "b"]}``, or the rows of a table. The weights
    and the method only serve to compare with the set of greatest value. Raises
    :class:`see_mcda.SeeMcdaError` with all faults of the votes and the budget.

    """
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    faults = Faults()
    try:
        found = read_budget(base.complete, budget)
    except SeeMcdaError as error:
        faults.extend(error.faults)
    try:
        ballots = read_votes(base.complete, votes)
    except SeeMcdaError as error:
        faults.extend(error.faults)
    faults.stop(InputError)
    limit = found.each[0].limit
    attribute = found.each[0].attribute
    assert limit is not None
    assert attribute is not None
    eligible = base.complete.eligible
    purchases = buy(
        np.where(eligible, ballots.scores, 0.0),
        np.where(eligible, found.numbers[attribute], 1.0),
        limit,
        sizes=ballots.sizes,
        satisfaction=satisfaction,
        completion=completion,
        work=Work(progress=progress, cancel=cancel),
    )
    values = _values(base)
    return EqualShares(
        ranking=base,
        arguments={
            "votes": ballots.ballots(base.complete.candidates),
            "budget": budget,
            "satisfaction": satisfaction,
            "completion": completion,
        },
        notices=_notices(base.complete, ballots),
        votes=ballots,
        constraints=found,
        purchases=purchases,
        values=values,
        greatest=None if values is None else found.program().best_set(values),
    )


def read_budget(problem: Problem, words: str) -> Constraints:
    """Return the budget that a sentence states, with the costs of the candidates, all above 0."""
    sentence = read_sentence(words)
    if not (isinstance(sentence, Total) and sentence.bound == "at most" and sentence.number > 0):
        raise refuse(
            InputError,
            "bad-budget",
            "{given} is not a budget; write for example {example}",
            "budget",
            given=words,
            example='"cost <= 2,000,000"',
        )
    try:
        found = read_constraints(problem, [words])
    except SeeMcdaError as error:
        raise type(error)(
            notice(each.code, each.message.template, "budget", **each.message.params) for each in error.faults
        ) from None
    budget = found.each[0]
    assert budget.attribute is not None
    free = np.flatnonzero(problem.eligible & ~(found.numbers[budget.attribute] > 0))
    if len(free):
        raise refuse(
            InputError,
            "no-cost",
            "the cost must be above 0 for {candidates}",
            "budget",
            candidates=_names(problem, free.tolist()),
        )
    return found


def _values(base: Ranking) -> Array | None:
    """Return (n,) the values of the candidates; None if the scores of the method do not add up."""
    prepared = base.prepared
    linear = prepared.contribution_kind == "exact" and prepared.linear_values() is not None
    if not linear and not (prepared.has_scores and prepared.scores_stand_alone()):
        return None
    return np.where(base.complete.eligible, base.scores, 0.0)


def _notices(problem: Problem, votes: Votes) -> tuple[Notice, ...]:
    out = np.flatnonzero(votes.scores.any(axis=0) & ~problem.eligible).tolist()
    if not out:
        return ()
    return (
        notice(
            "votes-not-counted",
            "votes for candidates that fail a gate do not count: {candidates}",
            None,
            candidates=_names(problem, out),
        ),
    )


def _names(problem: Problem, rows: list[int]) -> list[Any]:
    names: list[Any] = [Quote(problem.name(row)) for row in rows[:NAMED]]
    return [*names, "…"] if len(rows) > NAMED else names


__all__ = ["EqualShares", "equal_shares", "read_budget"]
