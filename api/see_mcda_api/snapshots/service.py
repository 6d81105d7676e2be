"""Creation, lookup and revocation of snapshots."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import delete, select, tuple_

from see_mcda.parallel import Cancel
from see_mcda_api.compute.plan import plan
from see_mcda_api.decisions.origin import NOWHERE, Origin
from see_mcda_api.http.errors import Gone, NotFound
from see_mcda_api.idempotency.service import Made
from see_mcda_api.keys.principal import Principal
from see_mcda_api.settings import Settings
from see_mcda_api.snapshots.frozen import Result, freeze
from see_mcda_api.snapshots.schemas import SnapshotModel, SnapshotPage
from see_mcda_api.snapshots.tables import Snapshot, SnapshotFile
from see_mcda_api.storage.base import new_id, now
from see_mcda_api.storage.database import Database


class Snapshots:
    """The snapshots in a database."""

    def __init__(self, settings: Settings, database: Database):
        self._settings = settings
        self._database = database

    def make(
        self,
        principal: Principal,
        kind: str,
        problem: Mapping[str, Any],
        arguments: Mapping[str, Any],
        *,
        origin: Origin = NOWHERE,
        cancel: Cancel | None = None,
    ) -> Made:
        """Compute a result and return the rows of its snapshot."""
        # an explanation, which has no chart, is not one of the kinds
        result = plan(kind, problem, arguments, self._settings).compute(cancel=cancel)
        frozen = freeze(cast("Result", result))
        made = Snapshot(
            id=new_id(),
            team=principal.team,
            person=principal.person,
            token=new_id(),
            kind=frozen.kind,
            words=frozen.words,
            decision=origin.decision,
            version=origin.version,
            created=now(),
        )
        files = [
            SnapshotFile(snapshot=made.id, form=form, language=language, content=content)
            for (form, language), content in frozen.files.items()
        ]
        return Made([made, *files], _model(made), 201, {"Location": f"/v1/snapshots/{made.id}"})

    def page(
        self, principal: Principal, limit: int, cursor: str | None, decision: str | None = None
    ) -> SnapshotPage:
        """Return a page of the team's snapshots (of a decision), newest first, after ``cursor``."""
        wanted = select(Snapshot).where(Snapshot.team == principal.team)
        if decision is not None:
            wanted = wanted.where(Snapshot.decision == decision)
        if cursor is not None:
            last = self._own(principal, cursor)
            wanted = wanted.where(tuple_(Snapshot.created, Snapshot.id) < (last.created, last.id))
        with self._database.reading() as session:
            newest_first = wanted.order_by(Snapshot.created.desc(), Snapshot.id.desc())
            found = session.scalars(newest_first.limit(limit + 1)).all()
        more = len(found) > limit
        return SnapshotPage(
            items=[_model(each) for each in found[:limit]], next=found[limit - 1].id if more else None
        )

    def get(self, principal: Principal, id: str) -> SnapshotModel:
        """Return a snapshot of the team."""
        return _model(self._own(principal, id))

    def revoke(self, principal: Principal, id: str) -> None:
        """Revoke a snapshot: its files are deleted, its address stays reserved."""
        self._own(principal, id)
        with self._database.writing() as session:
            found = session.get_one(Snapshot, id)
            found.revoked = found.revoked or now()
            session.execute(delete(SnapshotFile).where(SnapshotFile.snapshot == id))

    def shared(self, token: str) -> Snapshot:
        """Return the snapshot with a token; raise :class:`Gone` if it was revoked."""
        with self._database.reading() as session:
            found = session.scalar(select(Snapshot).where(Snapshot.token == token))
        if found is None:
            raise NotFound.of("no-snapshot", "there is no shared result at this address")
        if found.revoked:
            raise Gone.of("revoked", "this result is no longer shared")
        return found

    def file(self, token: str, form: str, language: str) -> bytes:
        """Return a file of a snapshot; raise :class:`NotFound` if it has none in this format."""
        content = self.find(token, form, language)
        if content is None:
            raise NotFound.of("no-form", "this shared result has no {form} form", None, form=form)
        return content

    def find(self, token: str, form: str, language: str) -> bytes | None:
        """Return a file of a snapshot, or None."""
        snapshot = self.shared(token)
        with self._database.reading() as session:
            found = session.get(SnapshotFile, (snapshot.id, form, "" if form == "json" else language))
        return found.content if found else None

    def value(self, token: str, candidate: str, of: str) -> str:
        """Return a number of a shared ranking as plain text, empty for a candidate that is not ranked."""
        document = json.loads(self.file(token, "json", ""))
        if document["schema"].split("/")[1] != "ranking":
            raise NotFound.of("no-value", "only a ranking has a single value for each candidate")
        for each in document["candidates"]:
            if each["id"] == candidate:
                value = each[of]
                return "" if value is None or not math.isfinite(value) else repr(value)
        raise NotFound.of(
            "no-candidate", "there is no candidate {name} in this decision", "candidate", name=candidate
        )

    def _own(self, principal: Principal, id: str) -> Snapshot:
        with self._database.reading() as session:
            found = session.get(Snapshot, id)
        if found is None or found.team != principal.team:
            raise NotFound.of("no-such-snapshot", "there is no shared result {id}", None, id=id)
        return found


def _model(found: Snapshot) -> SnapshotModel:
    return SnapshotModel(
        id=found.id,
        kind=found.kind,
        title={language: words["title"] for language, words in found.words.items()},
        how={language: words.get("how", "") for language, words in found.words.items()},
        person=found.person,
        created=found.created,
        revoked=found.revoked,
        decision=found.decision,
        version=found.version,
        address=f"/v1/shared/{found.token}",
        page=f"/e/{found.token}",
    )
