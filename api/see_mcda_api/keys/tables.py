"""The tables of teams, API keys and sessions."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base, now


class Team(Base):
    """A team; its members share their decisions."""

    __tablename__ = "team"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    created: Mapped[datetime.datetime] = mapped_column(default=now)


class Key(Base):
    """An API key; only its SHA-256 is stored (the key has 256 random bits, so no salt is needed)."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    team: Mapped[str] = mapped_column(ForeignKey("team.id"))
    person: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(String(10))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created: Mapped[datetime.datetime] = mapped_column(default=now)
    expires: Mapped[datetime.datetime | None]
    revoked: Mapped[datetime.datetime | None]
    last_used: Mapped[datetime.datetime | None]

    def active(self, at: datetime.datetime) -> bool:
        """Return whether the key is neither revoked nor expired at a time."""
        return self.revoked is None and (self.expires is None or self.expires > at)


class SignIn(Base):
    """A session of the pages; without a key for callers on the same machine."""

    __tablename__ = "sign_in"
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    key: Mapped[str | None] = mapped_column(ForeignKey("api_key.id"))
    expires: Mapped[datetime.datetime]
