"""Pseudonymisation of a person (Thailand's Personal Data Protection Act)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Select, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, undefer

from see_mcda_api.decisions.state import State
from see_mcda_api.decisions.tables import Change, Decision, Original
from see_mcda_api.idempotency.tables import Answered
from see_mcda_api.keys.tables import Key
from see_mcda_api.runs.tables import Run
from see_mcda_api.snapshots.tables import Snapshot
from see_mcda_api.storage.base import now
from see_mcda_api.storage.database import Database


@dataclass(frozen=True)
class Forgotten:
    """The pseudonym of a person, the number of replacements and of deleted files."""

    pseudonym: str
    places: int
    files: int


def forget_person(database: Database, team: str, person: str) -> Forgotten:
    """Replace a person's name by a pseudonym in all data of a team, and revoke the person's keys.

    Uploaded files are deleted if the person uploaded them (spreadsheets name their author) or is an assessor
    in them. One pseudonym is used throughout. Names in free text (notes, sources) are not searched. Records
    keep the hash of the problem with the original name.
    """
    pseudonym = f"person-{secrets.token_hex(4)}"
    with database.writing() as session:
        own = _decisions_of(team)
        uploaded = select(Change.decision).where(
            Change.decision.in_(own), Change.version == 1, Change.person == person
        )
        decisions = set(session.scalars(uploaded))
        found = _as_assessor(session, team, person, pseudonym, decisions)
        files = sum(
            cast(
                "CursorResult[Any]", session.execute(delete(Original).where(Original.decision == id))
            ).rowcount
            for id in decisions
        )
        for name, whose in (
            (Change.person, Change.decision.in_(own)),
            (Decision.changed_by, Decision.team == team),
            (Run.person, Run.team == team),
            (Snapshot.person, Snapshot.team == team),
        ):
            found += _renamed(session, name, whose, person, pseudonym)
        session.execute(
            update(Key)
            .where(Key.team == team, Key.person == person, Key.revoked.is_(None))
            .values(revoked=now())
        )
        found += _renamed(session, Key.person, Key.team == team, person, pseudonym)
        # stored responses contain names; they would be deleted after a day anyway
        session.execute(delete(Answered).where(Answered.principal.startswith(f"{team}/")))
    return Forgotten(pseudonym, found, files)


def _renamed(
    session: Session,
    name: InstrumentedAttribute[str],
    whose: ColumnElement[bool],
    person: str,
    pseudonym: str,
) -> int:
    renaming = update(name.class_).where(whose, name == person).values({name: pseudonym})
    return cast("CursorResult[Any]", session.execute(renaming)).rowcount


def _decisions_of(team: str) -> Select[Any]:
    return select(Decision.id).where(Decision.team == team)


def _as_assessor(session: Session, team: str, person: str, pseudonym: str, decisions: set[str]) -> int:
    """Rename an assessor, add the affected decisions to ``decisions``, and return the number of scores."""
    total = 0
    states = select(Change).where(Change.decision.in_(_decisions_of(team))).options(undefer(Change.state))
    for change in session.scalars(states).yield_per(100):
        state = State.unpacked(change.state)
        problem, found = _without(state.problem, person, pseudonym)
        if found:
            change.state = State(problem, state.weightings).packed()
            decisions.add(change.decision)
        total += found
    for run in session.scalars(select(Run).where(Run.team == team).options(undefer(Run.spec))).yield_per(100):
        spec = json.loads(run.spec)
        problem, found = _without(spec["problem"], person, pseudonym)
        if found:
            run.spec = json.dumps({**spec, "problem": problem}, ensure_ascii=False).encode()
        total += found
    session.flush()
    return total


def _without(problem: Mapping[str, Any], person: str, pseudonym: str) -> tuple[dict[str, Any], int]:
    """Return a problem document with the assessor renamed, and the number of scores."""
    found = 0
    candidates = []
    for candidate in problem["candidates"]:
        scores = {}
        for leaf, score in candidate["scores"].items():
            named = isinstance(score, dict) and score.get("assessor") == person
            found += named
            scores[leaf] = {**score, "assessor": pseudonym} if named else score
        candidates.append({**candidate, "scores": scores})
    return {**problem, "candidates": candidates}, found
