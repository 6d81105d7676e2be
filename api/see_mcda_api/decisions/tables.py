"""The tables of decisions, changes and uploaded files."""

from __future__ import annotations

import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base

LONGEST_FILE = 300
"""The longest stored file name."""


class Decision(Base):
    """A decision; its content is in the change with the same version."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_listed", "team", "created", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    team: Mapped[str] = mapped_column(String(100))
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    created: Mapped[datetime.datetime]
    changed: Mapped[datetime.datetime]
    changed_by: Mapped[str] = mapped_column(String(200))
    deleted: Mapped[bool] = mapped_column(default=False)


class Change(Base):
    """A change; rows are never updated, except by ``see-mcda db forget-person``."""

    __tablename__ = "change"

    decision: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime.datetime]
    person: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(40))
    """The id of the API key."""
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(400))
    """The changed part: ``candidates/sampran/scores/market``; empty for the whole decision."""
    restores: Mapped[int | None]
    """The restored version; for ``undo`` one that is not itself an ``undo``."""
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The whole content as JSON, compressed with zlib."""


class Original(Base):
    """The uploaded file of a decision, unchanged."""

    __tablename__ = "original"

    decision: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(LONGEST_FILE))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
