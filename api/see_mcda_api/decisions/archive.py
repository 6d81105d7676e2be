"""Export and import of decisions with their history."""

from __future__ import annotations

import datetime
from base64 import b64encode
from typing import Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import undefer

from see_mcda.errors import Faults, InputError, SeeMcdaError, UnknownNameError, refuse
from see_mcda.model.validation import faults_of
from see_mcda_api.decisions.schemas import ChangeItem
from see_mcda_api.decisions.state import State
from see_mcda_api.decisions.tables import LONGEST_FILE, Change, Decision, Original
from see_mcda_api.keys.tables import Team
from see_mcda_api.storage.database import Database

SCHEMA: Literal["see-mcda/decision/1"] = "see-mcda/decision/1"


class ArchivedChange(ChangeItem):
    """A change and the content of the decision after it."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    version: int = Field(ge=1)
    at: datetime.datetime = Field(json_schema_extra={"format": "date-time"})
    person: str = Field(max_length=200)
    key: str = Field(max_length=40)
    place: str = Field(max_length=400)
    problem: dict[str, Any]
    weightings: dict[str, dict[str, Any]]


class ArchivedFile(BaseModel):
    """The uploaded file of a decision, in base64."""

    model_config = ConfigDict(extra="forbid")

    file: str = Field(max_length=LONGEST_FILE)
    content: Base64Bytes


class Archive(BaseModel):
    """A decision with its history, oldest change first."""

    model_config = ConfigDict(extra="forbid")

    schema_: Literal["see-mcda/decision/1"] = Field(default=SCHEMA, alias="schema")
    id: str = Field(pattern="^[a-z2-7]{26}$")
    changes: list[ArchivedChange] = Field(min_length=1)
    original: ArchivedFile | None = None


def export_decision(database: Database, decision: str) -> Archive:
    """Return a decision with its history; raise :class:`UnknownNameError` if it does not exist."""
    with database.reading() as session:
        if session.get(Decision, decision) is None:
            raise refuse(UnknownNameError, "no-decision", "there is no decision {id}", None, id=decision)
        wanted = select(Change).where(Change.decision == decision).order_by(Change.version)
        changes = session.scalars(wanted.options(undefer(Change.state))).all()
        file = session.get(Original, decision)
        return Archive(
            id=decision,
            changes=[_archived(change) for change in changes],
            original=ArchivedFile(file=file.file, content=b64encode(file.content)) if file else None,
        )


def import_decision(database: Database, document: Any, team: str) -> str:
    """Store an exported decision for a team and return its id.

    Raises :class:`InputError` for a document that is not valid, or a decision that already exists.
    """
    archive = _checked(document)
    last = archive.changes[-1]
    row = Decision(
        id=archive.id,
        team=team,
        title=dict(_state(last).read.title or {}),
        version=last.version,
        created=archive.changes[0].at,
        changed=last.at,
        changed_by=last.person,
        deleted=last.kind == "delete",
    )
    with database.writing() as session:
        if session.get(Decision, archive.id) is not None:
            raise refuse(InputError, "exists", "the decision {id} already exists", "id", id=archive.id)
        if session.get(Team, team) is None:
            session.add(Team(id=team))
        session.add(row)
        session.flush()
        for change in archive.changes:
            told = change.model_dump(exclude={"problem", "weightings"})
            session.add(Change(**told, decision=archive.id, state=_state(change).packed()))
        if archive.original is not None:
            file = archive.original
            session.add(Original(decision=archive.id, file=file.file, content=file.content))
    return archive.id


def _checked(document: Any) -> Archive:
    try:
        archive = Archive.model_validate(document)
    except ValidationError as error:
        raise InputError(faults_of(error)) from None
    faults = Faults()
    for position, change in enumerate(archive.changes):
        where = f"changes[{position}]"
        if change.version != position + 1:
            faults.add("bad-order", "version {needed} is expected", f"{where}.version", needed=position + 1)
        if change.restores is not None and not 1 <= change.restores < change.version:
            faults.add("bad-version", "an earlier version is expected", f"{where}.restores")
        if change.at.tzinfo is None:
            faults.add("no-zone", "a time needs a time zone", f"{where}.at")
        try:
            _state(change).check()
        except SeeMcdaError as error:
            faults.extend(error.below(where).faults)
    faults.stop(InputError)
    return archive


def _archived(change: Change) -> ArchivedChange:
    told = ChangeItem.model_validate(change, from_attributes=True).model_dump()
    return ArchivedChange(**told, **State.unpacked(change.state).document())


def _state(change: ArchivedChange) -> State:
    return State(change.problem, change.weightings)
