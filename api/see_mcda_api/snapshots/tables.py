"""The tables of snapshots and their files."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base, now


class Snapshot(Base):
    """A snapshot; anyone with ``token`` can read it until it is revoked."""

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_listed", "team", "created", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    team: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(26), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Title of the problem, weights and method by language, for the page."""
    decision: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int | None]
    created: Mapped[datetime.datetime] = mapped_column(default=now)
    revoked: Mapped[datetime.datetime | None]


class SnapshotFile(Base):
    """A file of a snapshot; ``language`` is empty if the content has no language."""

    __tablename__ = "snapshot_file"

    snapshot: Mapped[str] = mapped_column(ForeignKey("snapshot.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(10), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
