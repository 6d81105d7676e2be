"""Lookup of decisions and their versions."""

from __future__ import annotations

from sqlalchemy.orm import Session, undefer

from see_mcda_api.decisions.tables import Change, Decision
from see_mcda_api.http.errors import NotFound
from see_mcda_api.keys.principal import Principal


def find(session: Session, principal: Principal, id: str) -> Decision:
    """Return a decision of the team, deleted or not; raise :class:`NotFound` if there is none."""
    found = session.get(Decision, id) if id.isascii() and id.isalnum() else None
    if found is None or found.team != principal.team:
        raise NotFound.of("no-decision", "there is no decision {id}", None, id=id)
    return found


def at_version(session: Session, row: Decision, version: int | None) -> Change:
    """Return the change of a version (default: the latest) with its state; raise :class:`NotFound`."""
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
