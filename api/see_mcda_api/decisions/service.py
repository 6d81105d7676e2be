"""Storage of decisions: each change adds a version and requires the version that the caller has read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from sqlalchemy import CursorResult, select, tuple_, update
from sqlalchemy.orm import undefer

from see_mcda.language.messages import notice
from see_mcda_api.decisions.finding import at_version, find
from see_mcda_api.decisions.models import Step, changed_by, item, model
from see_mcda_api.decisions.schemas import (
    DecisionModel,
    DecisionPage,
    Kind,
)
from see_mcda_api.decisions.state import Place, State, seen_from
from see_mcda_api.decisions.tables import LONGEST_FILE, Change, Decision, Original
from see_mcda_api.http.conditions import Condition, changed_meanwhile, tag_of
from see_mcda_api.http.errors import Conflict, Gone, TooLarge, Unavailable
from see_mcda_api.idempotency.service import Made
from see_mcda_api.keys.principal import Principal
from see_mcda_api.settings import Settings
from see_mcda_api.storage.base import Base, new_id, now
from see_mcda_api.storage.database import Database
from see_mcda_api.uploads.parts import Part

MOST_TRIES = 20
"""Attempts at a change while other parts of the decision change concurrently."""


@dataclass(frozen=True)
class Kept:
    """A version of a decision with its content."""

    row: Decision
    change: Change

    @cached_property
    def state(self) -> State:
        """The content."""
        return State.unpacked(self.change.state)

    @property
    def version(self) -> int:
        """The number of the version."""
        return self.change.version

    @property
    def position(self) -> int:
        """The change that ``undo`` would undo: this one, or the one that previous undos have reached."""
        undone = self.change.restores if self.change.kind == "undo" else None
        return undone or self.change.version

    @property
    def tag(self) -> str:
        """The ETag of the whole decision."""
        return f'"{self.version}"'

    def model(self) -> DecisionModel:
        """Return the response model."""
        return model(self.row, self.change, self.state)


@dataclass(frozen=True)
class Edit:
    """A change at a place; ``make`` returns the new state for the old one."""

    kind: Kind
    place: Place
    make: Callable[[State], State]


class Decisions:
    """The decisions in a database."""

    def __init__(self, settings: Settings, database: Database):
        self._settings = settings
        self._database = database

    def make(self, principal: Principal, state: State, original: Part | None = None) -> Made:
        """Return the rows of a new decision, with its uploaded file if it has one.

        Raises :class:`see_mcda.SeeMcdaError` if it is not valid.
        """
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
        rows: list[Base] = [row, change]
        if original is not None:
            name = (original.file or "")[:LONGEST_FILE]
            rows.append(Original(decision=row.id, file=name, content=original.content))
        return Made(rows, model(row, change, state), 201, headers)

    def original(self, principal: Principal, id: str, *, content: bool = False) -> Original | None:
        """Return the uploaded file of a decision, if it has one; its bytes only with ``content``."""
        options = [undefer(Original.content)] if content else []
        with self._database.reading() as session:
            return session.get(Original, find(session, principal, id).id, options=options)

    def get(self, principal: Principal, id: str, version: int | None = None) -> Kept:
        """Return a decision at a version (default: the latest)."""
        with self._database.reading() as session:
            row = find(session, principal, id)
            if row.deleted and version is None:
                raise Gone.of("deleted", "this decision was deleted; use undo to restore it")
            return Kept(row, at_version(session, row, version))

    def page(self, principal: Principal, limit: int, cursor: str | None, deleted: bool) -> DecisionPage:
        """Return a page of decisions, newest first, after the one that the cursor names."""
        wanted = select(Decision).where(Decision.team == principal.team, Decision.deleted == deleted)
        with self._database.reading() as session:
            if cursor is not None:
                last = find(session, principal, cursor)
                wanted = wanted.where(tuple_(Decision.created, Decision.id) < tuple_(last.created, last.id))
            newest = wanted.order_by(Decision.created.desc(), Decision.id.desc())
            found = list(session.scalars(newest.limit(limit + 1)))
        shown = found[:limit]
        return DecisionPage(
            items=[item(row) for row in shown], next=shown[-1].id if len(found) > limit else None
        )

    def change(self, principal: Principal, id: str, condition: Condition, edit: Edit) -> Kept:
        """Apply an edit if the precondition holds; an edit without effect adds no version."""
        place = edit.place
        for _ in range(MOST_TRIES):
            kept = self.get(principal, id)
            part = kept.state.part(place) if place else kept.version
            tags = [kept.tag, *([tag_of(part)] if place else [])]
            exists = part is not None
            condition.check(tags, exists=exists, readable=exists or "scores" in place)
            state = edit.make(kept.state)
            if state == kept.state:
                return kept
            with seen_from(state.path(place), "value" if "scores" in place else None):
                self._check(state)
            changed = self._keep(principal, kept.row, _next(kept.row, edit.kind, place), state)
            if changed is not None:
                return changed
        raise Unavailable(
            notice("crowded", "too many people are changing this at the same time; try again"),
            headers={"Retry-After": "1"},
        )

    def delete(self, principal: Principal, id: str, condition: Condition) -> None:
        """Delete a decision; its history is kept, and ``undo`` restores it."""
        kept = self.get(principal, id)
        condition.check([kept.tag])
        if self._keep(principal, kept.row, _next(kept.row, "delete"), kept.state, deleted=True) is None:
            raise changed_meanwhile()

    def undo(self, principal: Principal, id: str, condition: Condition) -> Kept:
        """Undo the last change that is not yet undone, or a deletion."""
        kept = self._whole(principal, id)
        condition.check([kept.tag])
        if kept.position == 1:
            raise Conflict.of("nothing-to-undo", "there is nothing to undo")
        before = self._whole(principal, id, kept.position - 1)
        then = self._whole(principal, id, before.position)
        return self._again(principal, kept.row, then, _next(kept.row, "undo", restores=then.version))

    def restore(self, principal: Principal, id: str, condition: Condition, version: int) -> Kept:
        """Restore an earlier version of a decision as a new version."""
        kept = self._whole(principal, id)
        condition.check([kept.tag])
        then = self._whole(principal, id, version)
        return self._again(principal, kept.row, then, _next(kept.row, "restore", restores=version))

    def _whole(self, principal: Principal, id: str, version: int | None = None) -> Kept:
        """Return a decision, deleted or not, at a version (default: the latest)."""
        with self._database.reading() as session:
            row = find(session, principal, id)
            return Kept(row, at_version(session, row, version))

    def _again(self, principal: Principal, row: Decision, then: Kept, step: Step) -> Kept:
        deleted = step.kind == "undo" and then.change.kind == "delete"
        kept = self._keep(principal, row, step, then.state, deleted=deleted)
        if kept is None:
            raise changed_meanwhile()
        return kept

    def _keep(
        self, principal: Principal, row: Decision, step: Step, state: State, *, deleted: bool = False
    ) -> Kept | None:
        """Add a version; return None if another one was added since ``row`` was read."""
        change = changed_by(principal, step, state)
        values = {
            "version": step.version,
            "title": dict(state.read.title or {}),
            "changed": step.at,
            "changed_by": principal.person,
            "deleted": deleted,
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
                "too-large", "a decision can have at most {most} bytes", None, most=self._settings.body_bytes
            )
        state.check()


def _next(row: Decision, kind: Kind, place: Place = (), restores: int | None = None) -> Step:
    return Step(row.id, row.version + 1, now(), kind, place, restores)
