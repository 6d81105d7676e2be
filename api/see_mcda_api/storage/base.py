"""The base class of all tables."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime.datetime]):
    """A timestamp in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Convert to UTC."""
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Restore the time zone, which SQLite does not store."""
        return (
            None
            if value is None
            else value.replace(tzinfo=datetime.UTC)
            if value.tzinfo is None
            else value.astimezone(datetime.UTC)
        )


class Base(DeclarativeBase):
    """A table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's way)
        datetime.datetime: UtcTime(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
    }


def now() -> datetime.datetime:
    """Return the current time in UTC."""
    return datetime.datetime.now(datetime.UTC)


def new_id() -> str:
    """Return a random id: 128 bits as 26 characters a-z2-7."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(secrets.choice(alphabet) for _ in range(26))
