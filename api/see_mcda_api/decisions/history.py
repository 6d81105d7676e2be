"""The history of decisions."""

from __future__ import annotations

from sqlalchemy import select

from see_mcda_api.decisions.differences import differences
from see_mcda_api.decisions.finding import at_version, find
from see_mcda_api.decisions.schemas import ChangeItem, ChangeModel, ChangePage, Difference
from see_mcda_api.decisions.state import State
from see_mcda_api.decisions.tables import Change
from see_mcda_api.keys.principal import Principal
from see_mcda_api.storage.database import Database


class History:
    """The changes of all decisions, including deleted ones."""

    def __init__(self, database: Database):
        self._database = database

    def page(self, principal: Principal, id: str, limit: int, before: int | None) -> ChangePage:
        """Return a page of changes of a decision, newest first, before a version if one is given."""
        with self._database.reading() as session:
            row = find(session, principal, id)
            wanted = select(Change).where(Change.decision == row.id)
            if before is not None:
                wanted = wanted.where(Change.version < before)
            found = list(session.scalars(wanted.order_by(Change.version.desc()).limit(limit + 1)))
        shown = found[:limit]
        return ChangePage(
            items=[ChangeItem.model_validate(each, from_attributes=True) for each in shown],
            next=shown[-1].version if len(found) > limit else None,
        )

    def version(self, principal: Principal, id: str, version: int) -> ChangeModel:
        """Return a change with its differences and the content of the decision after it."""
        with self._database.reading() as session:
            row = find(session, principal, id)
            change = at_version(session, row, version)
            state = State.unpacked(change.state)
            before = State.unpacked(at_version(session, row, version - 1).state) if version > 1 else None
        told = ChangeItem.model_validate(change, from_attributes=True)
        return ChangeModel(
            **told.model_dump(),
            differences=[
                Difference(place=place, before=old, after=new)
                for place, old, new in differences(before, state)
            ],
            **state.document(),
        )
