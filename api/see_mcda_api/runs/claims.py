"""Claims of workers on runs: all statements that claim, renew, release and finish a run.

A worker takes over a run at once if the process of its owner has ended; when the lease has expired if that
process cannot be checked; and only long after that (``STALLED``) if the process is still alive.

Workers on several machines compare their own clocks with ``lease_until``, so clocks must differ by less than
a lease. A worker with a wrong clock loses time but never overwrites a result: its fence is stale.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from see_mcda.language.messages import Notice
from see_mcda.results.documents import NoticeModel
from see_mcda_api.runs.liveness import lives
from see_mcda_api.runs.tables import Run, RunChunk, RunResult
from see_mcda_api.storage.base import now
from see_mcda_api.storage.database import Database

LEASE = datetime.timedelta(seconds=15)
"""The shortest lease."""
LONGEST_LEASE = datetime.timedelta(minutes=2)
STALLED = datetime.timedelta(minutes=10)
"""How long after its lease a worker with a live process keeps its run."""
MOST_FRUITLESS = 25
"""Consecutive attempts without a stored block after which a run fails."""


@dataclass(frozen=True)
class Claim:
    """A run owned by a worker until its lease expires."""

    run: str
    fence: int
    analysis: str
    spec: bytes
    digest: str
    seconds: float
    fruitless: int


@dataclass(frozen=True)
class Advance:
    """The progress of a run, with the blocks computed since the last renewal."""

    done: int
    total: int
    seconds: float
    resumed: int
    chunks: Sequence[tuple[int, bytes, bytes]] = ()


class Pace:
    """Chooses the lease of a worker: several times the slowest of its recent renewals."""

    def __init__(self) -> None:
        self._slowest = 0.0

    def renewed(self, seconds: float) -> None:
        """Record the seconds between two renewals."""
        self._slowest = max(seconds, 0.9 * self._slowest)

    @property
    def lease(self) -> datetime.timedelta:
        """The length of the next lease."""
        return min(max(LEASE, datetime.timedelta(seconds=4 * self._slowest)), LONGEST_LEASE)


def _abandoned(session: Session, worker: str, computed: Container[str]) -> list[ColumnElement[bool]]:
    """Return conditions for the running runs whose workers are gone."""
    columns = (Run.id, Run.fence, Run.worker, Run.lease_until)
    found = []
    for run in session.execute(select(*columns).where(Run.state == "running")):
        alive = run.id in computed if run.worker == worker else lives(run.worker)
        late = now() - run.lease_until
        if alive is False or late > (STALLED if alive else datetime.timedelta()):
            # neither claimed nor renewed since it was read
            same = and_(Run.fence == run.fence, Run.lease_until == run.lease_until)
            found.append(and_(Run.id == run.id, Run.state == "running", same))
    return found


def _owned(claim: Claim) -> ColumnElement[bool]:
    return and_(Run.id == claim.run, Run.fence == claim.fence, Run.state == "running")


def claim(
    database: Database, worker: str, computed: Container[str] = (), lease: datetime.timedelta = LEASE
) -> Claim | None:
    """Claim the oldest run that is queued, or whose worker is gone.

    ``computed`` are the runs that the worker is computing; other runs that it owns count as abandoned.
    """
    with database.reading() as session:
        claimable = or_(Run.state == "queued", *_abandoned(session, worker, computed))
        wanted = select(Run.id).where(claimable).order_by(Run.created).limit(1)
        if session.scalar(wanted) is None:
            return None
    with database.writing() as session:
        chosen = session.scalar(wanted.with_for_update(skip_locked=True))
        if chosen is None:
            return None
        moment = now()
        session.execute(
            update(Run)
            .where(Run.id == chosen)
            .values(
                state="running",
                worker=worker,
                fence=Run.fence + 1,
                attempts=Run.attempts + 1,
                fruitless=Run.fruitless + 1,
                resumed_blocks=0,
                lease_until=moment + lease,
                heartbeat=moment,
            )
        )
        session.execute(update(Run).where(Run.id == chosen, Run.started.is_(None)).values(started=moment))
        columns = (Run.id, Run.fence, Run.analysis, Run.spec, Run.digest, Run.seconds, Run.fruitless)
        return Claim(*session.execute(select(*columns).where(Run.id == chosen)).one())


def renew(database: Database, claim: Claim, advance: Advance, lease: datetime.timedelta = LEASE) -> bool:
    """Renew the lease and store the new blocks; return whether the worker still owns the run."""
    with database.writing() as session:
        moment = now()
        values: dict[str, Any] = {
            "lease_until": moment + lease,
            "heartbeat": moment,
            **_progress(advance),
        }
        if not _change(session, claim, values):
            return False
        if advance.chunks:
            numbers = [number for number, _, _ in advance.chunks]
            session.execute(delete(RunChunk).where(RunChunk.run == claim.run, RunChunk.number.in_(numbers)))
            rows = [
                {"run": claim.run, "number": number, "digest": digest, "result": result}
                for number, digest, result in advance.chunks
            ]
            session.execute(insert(RunChunk), rows)
        return True


def release(database: Database, claim: Claim, *, blameless: bool) -> bool:
    """Return the run to the queue."""
    values: dict[str, Any] = {"state": "queued", "worker": None, "lease_until": None}
    if blameless:
        values["fruitless"] = 0
    with database.writing() as session:
        return _change(session, claim, values)


def finish(
    database: Database, claim: Claim, advance: Advance, *, document: bytes, tables: bytes, seed: int | None
) -> bool:
    """Store the result and delete the stored blocks."""
    with database.writing() as session:
        ended: dict[str, Any] = {
            **_progress(advance),
            "done": max(advance.total, 1),
            "total": max(advance.total, 1),
        }
        if not _change(session, claim, {**ended, **_ended("done"), "seed": seed}):
            return False
        session.execute(delete(RunChunk).where(RunChunk.run == claim.run))
        session.execute(insert(RunResult).values(run=claim.run, document=document, tables=tables))
        return True


def fail(database: Database, claim: Claim, advance: Advance, faults: Sequence[Notice]) -> bool:
    """Mark the run as failed."""
    told = [NoticeModel.of(fault).model_dump() for fault in faults]
    with database.writing() as session:
        if not _change(session, claim, {**_progress(advance), **_ended("failed"), "faults": told}):
            return False
        session.execute(delete(RunChunk).where(RunChunk.run == claim.run))
        return True


def cancel(session: Session, run: str) -> bool:
    """Cancel a run that has not ended; the fence of its worker becomes stale, so the worker stops."""
    result = session.execute(
        update(Run)
        .where(Run.id == run, Run.state.in_(("queued", "running")))
        .values(fence=Run.fence + 1, **_ended("cancelled"))
    )
    session.execute(delete(RunChunk).where(RunChunk.run == run))
    return cast("CursorResult[Any]", result).rowcount == 1


def _ended(state: str) -> dict[str, Any]:
    return {"state": state, "finished": now(), "worker": None, "lease_until": None}


def _progress(advance: Advance) -> dict[str, Any]:
    told: dict[str, Any] = {
        "done": advance.done,
        "total": advance.total,
        "seconds": advance.seconds,
        "resumed_blocks": advance.resumed,
    }
    if advance.chunks:
        told["fruitless"] = 0
    return told


def _change(session: Session, claim: Claim, values: dict[str, Any]) -> bool:
    result = session.execute(update(Run).where(_owned(claim)).values(**values))
    return cast("CursorResult[Any]", result).rowcount == 1
