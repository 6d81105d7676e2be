"""The document of a selection by equal shares."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from see_mcda.analyses.equal_shares.equal_shares import EqualShares
from see_mcda.results.documents import AnalysisModel, ResultModel, Words


class BoughtModel(ResultModel):
    """A candidate: its cost, its value, how many people support it, and when it is bought (1 is first).

    ``by_completion`` is whether it is bought only because Add1 raised everyone's money.
    """

    id: str
    name: Words
    cost: float | None
    value: float | None
    supporters: float
    selected: bool
    order: int | None
    by_completion: bool
    conditional: bool


class GroupModel(ResultModel):
    """A group or a person: its share of all people and of the money spent, and what it pays for whom.

    ``supported`` are the candidates that are bought and that it supports.
    """

    name: str
    size: float
    share_of_voters: float
    paid: float
    share: float
    payments: dict[str, float]
    supported: list[str]


class GreatestModel(ResultModel):
    """The set of greatest value within the budget, and what the set is worth less."""

    members: list[str]
    value: float
    loss: float


class EqualSharesModel(AnalysisModel):
    """What people buy together with equal shares of a budget.

    ``money`` is what each person has at first, ``added`` how much of that Add1 gave, ``before`` what is
    bought without it. ``ties`` are candidates that tied, each time that they did. ``value`` and ``greatest``
    are null where the scores of the method do not add up. ``votes_read`` says how a table was read.
    """

    schema_: Literal["see-mcda/equal-shares/1"] = Field(default="see-mcda/equal-shares/1", alias="schema")
    candidates: list[BoughtModel]  # type: ignore[assignment]
    members: list[str]
    budget: float
    spent: float
    remaining: float
    money: float
    added: float
    before: list[str]
    ties: list[list[str]]
    groups: list[GroupModel]
    value: float | None
    greatest: GreatestModel | None
    conditional: bool
    votes_read: list[Words]


def equal_shares_model(result: EqualShares) -> EqualSharesModel:
    """Return the document of a selection by equal shares."""
    problem, bought = result.problem, result.purchases
    ids = problem.candidates
    groups = result.groups
    people, spent = sum(group.size for group in groups), result.spent
    about = result.about()
    about["candidates"] = [
        BoughtModel(
            id=id,
            name=dict(problem.name(row)),
            cost=float(result.costs[row]),
            value=None if result.values is None or not problem.eligible[row] else float(result.values[row]),
            supporters=float(result.supporters[row]),
            selected=row in bought.bought,
            order=bought.bought.index(row) + 1 if row in bought.bought else None,
            by_completion=row in bought.bought and row not in bought.before,
            conditional=bool(problem.conditional[row]),
        )
        for row, id in enumerate(ids)
    ]
    greatest, loss = result.greatest, result.loss
    return EqualSharesModel(
        **about,
        members=[ids[row] for row in bought.bought],
        budget=result.limit,
        spent=spent,
        remaining=result.limit - spent,
        money=bought.money,
        added=bought.added,
        before=[ids[row] for row in bought.before],
        ties=[[ids[row] for row in tie] for tie in bought.ties],
        groups=[
            GroupModel(
                name=group.name,
                size=group.size,
                share_of_voters=group.size / people,
                paid=group.paid,
                share=group.paid / (spent or 1.0),
                payments={ids[row]: float(group.payments[row]) for row in np.flatnonzero(group.payments)},
                supported=[ids[row] for row in np.flatnonzero(group.supported)],
            )
            for group in groups
        ],
        value=result.value(bought.selected),
        greatest=(
            None
            if greatest is None or loss is None
            else GreatestModel(
                members=[ids[row] for row in np.flatnonzero(greatest)],
                value=result.value(greatest) or 0.0,
                loss=loss,
            )
        ),
        conditional=result.conditional,
        votes_read=[each.texts() for each in result.votes.reading],
    )
