"""The tables of runs, their stored blocks and their results."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base


class Run(Base):
    """A run and its worker.

    A worker owns a running run until ``lease_until``. Each claim increments ``fence``; a worker writes only
    under the fence of its claim, so its writes have no effect after another worker has claimed the run.
    """

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_waiting", "state", "created"), Index("ix_run_listed", "team", "created"))

    id: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str]
    person: Mapped[str]
    decision: Mapped[str | None]
    version: Mapped[int | None]
    analysis: Mapped[str]
    spec: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str]
    seed: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    seconds: Mapped[float]
    fence: Mapped[int]
    attempts: Mapped[int]
    fruitless: Mapped[int]
    """Consecutive attempts without a stored block; limited, because a run may crash its workers."""
    resumed_blocks: Mapped[int]
    worker: Mapped[str | None]
    lease_until: Mapped[datetime.datetime | None]
    heartbeat: Mapped[datetime.datetime | None]
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created: Mapped[datetime.datetime]
    started: Mapped[datetime.datetime | None]
    finished: Mapped[datetime.datetime | None]


class RunChunk(Base):
    """The result of a task of a run; ``digest`` identifies the task."""

    __tablename__ = "run_chunk"

    run: Mapped[str] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    result: Mapped[bytes] = mapped_column(LargeBinary)


class RunResult(Base):
    """The result document of a finished run, and its table in each language."""

    __tablename__ = "run_result"

    run: Mapped[str] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    tables: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
