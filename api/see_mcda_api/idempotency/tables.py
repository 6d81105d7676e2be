"""The table of stored responses."""

from __future__ import annotations

import datetime

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from see_mcda_api.storage.base import Base


class Answered(Base):
    """The response to a POST request with an Idempotency-Key."""

    __tablename__ = "answered"
    __table_args__ = (Index("ix_answered_expires", "expires"),)

    principal: Mapped[str] = mapped_column(String(140), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256 of the method, the URL and the body."""
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    expires: Mapped[datetime.datetime]
