"""Conversion between decisions, changes and their rows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from see_mcda_api.decisions.schemas import DecisionItem, DecisionModel, Kind
from see_mcda_api.decisions.state import Place, State
from see_mcda_api.decisions.tables import Change, Decision
from see_mcda_api.keys.principal import Principal


@dataclass(frozen=True)
class Step:
    """The metadata of a change."""

    decision: str
    version: int
    at: datetime.datetime
    kind: Kind
    place: Place = ()
    restores: int | None = None


def changed_by(principal: Principal, step: Step, state: State) -> Change:
    """Return the row of a change."""
    return Change(
        decision=step.decision,
        version=step.version,
        at=step.at,
        person=principal.person,
        key=principal.id,
        kind=step.kind,
        place="/".join(step.place),
        restores=step.restores,
        state=state.packed(),
    )


def item(row: Decision) -> DecisionItem:
    """Return the list entry of a decision."""
    return DecisionItem.model_validate(row, from_attributes=True)


def model(row: Decision, change: Change, state: State) -> DecisionModel:
    """Return the response model of a decision at a change."""
    then = {"version": change.version, "changed": change.at, "changed_by": change.person}
    told = item(row).model_dump() | then | {"title": dict(state.read.title or {})}
    return DecisionModel(**told, **state.document())
