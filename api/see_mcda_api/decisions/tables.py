"""Decisions, and the history of each: every state that it had, with who made it so and when."""

from __future__ import annotations

import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base

LONGEST_FILE = 300
"""Characters of a file's name that are kept."""


class Decision(Base):
    """A decision as it is now; its content is that of the change of the same version."""

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
    """One change: rows are only ever added (and names taken out: ``see-mcda db forget-person``)."""

    __tablename__ = "change"

    decision: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime.datetime]
    person: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(40))
    """The id of the key that was used."""
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(400))
    """What of the decision was changed: ``candidates/sampran/scores/market``; empty for the whole of it."""
    restores: Mapped[int | None]
    """The version whose content this one has again; for ``undo`` one that is no undoing itself."""
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The whole content, JSON in UTF-8 packed by zlib: any state is one row away."""


class Original(Base):
    """The file that a decision was read from, as it came."""

    __tablename__ = "original"

    decision: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(LONGEST_FILE))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
