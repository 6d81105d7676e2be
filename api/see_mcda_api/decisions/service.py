"""Keeping decisions: each change is a new version, made only of the version that was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from sqlalchemy import CursorResult, select, tuple_, update
from sqlalchemy.orm import Session, undefer

from see_mcda.words import notice
from see_mcda_api.conditions import Condition, changed_meanwhile, tag_of
from see_mcda_api.decisions.differences import differences
from see_mcda_api.decisions.models import Step, changed_by, item, model
from see_mcda_api.decisions.schemas import (
    ChangeItem,
    ChangeModel,
    ChangePage,
    DecisionModel,
    DecisionPage,
    Difference,
    Kind,
)
from see_mcda_api.decisions.state import Place, State, seen_from
from see_mcda_api.decisions.tables import Change, Decision
from see_mcda_api.faults import Conflict, Gone, NotFound, TooLarge, Unavailable
from see_mcda_api.keys.principal import Principal
from see_mcda_api.once.service import Made
from see_mcda_api.settings import Settings
from see_mcda_api.storage.base import new_id, now
from see_mcda_api.storage.database import Database

MOST_TRIES = 20
"""How often a change is tried anew because somebody changed another part meanwhile."""


@dataclass(frozen=True)
class Kept:
    """A decision with its content at one version."""

    row: Decision
    change: Change

    @cached_property
    def state(self) -> State:
        """Its content."""
        return State.unpacked(self.change.state)

    @property
    def version(self) -> int:
        """The version whose content this is."""
        return self.change.version

    @property
    def content(self) -> int:
        """The version that first had this content."""
        return self.change.restores or self.change.version

    @property
    def tag(self) -> str:
        """The ETag of the whole decision."""
        return f'"{self.version}"'

    def model(self) -> DecisionModel:
        """Return the decision as it is answered."""
        return model(self.row, self.change, self.state)


@dataclass(frozen=True)
class Edit:
    """A change of what is at a place: the new state from the old one."""

    kind: Kind
    place: Place
    make: Callable[[State], State]


class Decisions:
    """The decisions in a database."""

    def __init__(self, settings: Settings, database: Database):
        self._settings = settings
        self._database = database

    def make(self, principal: Principal, state: State) -> Made:
        """Return a new decision, to be kept; raise :class:`see_mcda.SeeMcdaError` for its faults."""
        self._check(state)
        at = now()
        row = Decision(
            id=new_id(),
            team=principal.team,
            title=dict(state.read.title or {}),
            version=1,
            created=at,
            changed=at,
            changed_by=principal.person,
            deleted=False,
        )
        change = changed_by(principal, Step(row.id, 1, at, "create"), state)
        headers = {"Location": f"/v1/decisions/{row.id}", "ETag": '"1"'}
        return Made([row, change], model(row, change, state), 201, headers)

    def get(self, principal: Principal, id: str, version: int | None = None) -> Kept:
        """Return a decision, as it is or as it was at a version."""
        with self._database.reading() as session:
            row = _found(session, principal, id)
            if row.deleted and version is None:
                raise Gone.of("deleted", "this decision was deleted; undo brings it back")
            return Kept(row, _at(session, row, version))

    def page(self, principal: Principal, limit: int, cursor: str | None, deleted: bool) -> DecisionPage:
        """Return the newest decisions, or those before the one that the cursor names."""
        wanted = select(Decision).where(Decision.team == principal.team, Decision.deleted == deleted)
        with self._database.reading() as session:
            if cursor is not None:
                last = _found(session, principal, cursor)
                wanted = wanted.where(tuple_(Decision.created, Decision.id) < tuple_(last.created, last.id))
            newest = wanted.order_by(Decision.created.desc(), Decision.id.desc())
            found = list(session.scalars(newest.limit(limit + 1)))
        shown = found[:limit]
        return DecisionPage(
            items=[item(row) for row in shown], next=shown[-1].id if len(found) > limit else None
        )

    def change(
        self,
        principal: Principal,
        id: str,
        condition: Condition,
        edit: Edit,
    ) -> Kept:
        """Change a part of a decision if it is as it was seen; a change that changes nothing is not kept."""
        place = edit.place
        for _ in range(MOST_TRIES):
            kept = self.get(principal, id)
            part = kept.state.part(place) if place else kept.version
            condition.check([kept.tag, *([tag_of(part)] if place else [])], exists=part is not None)
            state = edit.make(kept.state)
            if state == kept.state:
                return kept
            with seen_from(state.path(place), "value" if "scores" in place else None):
                self._check(state)
            if (
                changed := self._keep(principal, kept.row, _next(kept.row, edit.kind, place), state)
            ) is not None:
                return changed
        raise Unavailable(
            notice("crowded", "too many change this at the same time; try again"),
            headers={"Retry-After": "1"},
        )

    def delete(self, principal: Principal, id: str, condition: Condition) -> None:
        """Take a decision away; its history stays, and ``undo`` brings it back."""
        kept = self.get(principal, id)
        condition.check([kept.tag])
        if (
            self._keep(principal, kept.row, _next(kept.row, "delete", restores=kept.content), kept.state)
            is None
        ):
            raise changed_meanwhile()

    def undo(self, principal: Principal, id: str, condition: Condition) -> Kept:
        """Give a decision the content that it had before its newest change that was not undone."""
        kept = self._even_deleted(principal, id)
        condition.check([kept.tag])
        # what a deletion took away it still has
        wanted = kept.content if kept.row.deleted else kept.content - 1
        if wanted < 1:
            raise Conflict.of("nothing-to-undo", "this is how it began; there is nothing to undo")
        return self._restored(principal, kept.row, wanted, "undo")

    def restore(self, principal: Principal, id: str, condition: Condition, version: int) -> Kept:
        """Give a decision the content that it had at a version."""
        kept = self._even_deleted(principal, id)
        condition.check([kept.tag])
        return self._restored(principal, kept.row, version, "restore")

    def history(self, principal: Principal, id: str, limit: int, before: int | None) -> ChangePage:
        """Return the newest changes of a decision, or those before a version."""
        with self._database.reading() as session:
            row = _found(session, principal, id)
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
        """Return one change, what it changed and what the decision was after it."""
        with self._database.reading() as session:
            row = _found(session, principal, id)
            change = _at(session, row, version)
            state = State.unpacked(change.state)
            before = State.unpacked(_at(session, row, version - 1).state) if version > 1 else None
        told = ChangeItem.model_validate(change, from_attributes=True)
        return ChangeModel(
            **told.model_dump(),
            differences=[
                Difference(place=place, before=old, after=new)
                for place, old, new in differences(before, state)
            ],
            **state.document(),
        )

    def _even_deleted(self, principal: Principal, id: str) -> Kept:
        with self._database.reading() as session:
            row = _found(session, principal, id)
            return Kept(row, _at(session, row, None))

    def _restored(self, principal: Principal, row: Decision, version: int, kind: Kind) -> Kept:
        with self._database.reading() as session:
            found = Kept(row, _at(session, row, version))
        kept = self._keep(principal, row, _next(row, kind, restores=found.content), found.state)
        if kept is None:
            raise changed_meanwhile()
        return kept

    def _keep(self, principal: Principal, row: Decision, step: Step, state: State) -> Kept | None:
        """Add a version; return None if somebody else added one since ``row`` was read."""
        change = changed_by(principal, step, state)
        values = {
            "version": step.version,
            "title": dict(state.read.title or {}),
            "changed": step.at,
            "changed_by": principal.person,
            "deleted": step.kind == "delete",
        }
        seen = (Decision.id == row.id, Decision.version == row.version)
        with self._database.writing() as session:
            renewing = update(Decision).where(*seen).values(**values)
            if not cast("CursorResult[object]", session.execute(renewing)).rowcount:
                return None
            session.add(change)
            session.flush()
            return Kept(session.get_one(Decision, row.id, populate_existing=True), change)

    def _check(self, state: State) -> None:
        if len(state.written()) > self._settings.body_bytes:
            raise TooLarge.of(
                "too-large",
                "a decision may have {most} bytes here",
                None,
                most=self._settings.body_bytes,
            )
        state.check()


def _next(row: Decision, kind: Kind, place: Place = (), restores: int | None = None) -> Step:
    return Step(row.id, row.version + 1, now(), kind, place, restores)


def _found(session: Session, principal: Principal, id: str) -> Decision:
    found = session.get(Decision, id) if id.isascii() and id.isalnum() else None
    if found is None or found.team != principal.team:
        raise NotFound.of("no-decision", "there is no decision {id}", None, id=id)
    return found


def _at(session: Session, row: Decision, version: int | None) -> Change:
    wanted = row.version if version is None else version
    found = session.get(Change, (row.id, wanted), options=[undefer(Change.state)]) if wanted < 2**31 else None
    if found is None:
        raise NotFound.of(
            "no-version",
            "there is no version {version}; the newest is {newest}",
            "version",
            version=wanted,
            newest=row.version,
        )
    return found
