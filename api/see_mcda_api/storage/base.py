"""The base of all tables; each resource's folder has its own ``tables.py``."""

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
    """A moment, always with its time zone: UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """SQLite forgets the zone."""
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
    """Return this moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


def new_id() -> str:
    """Return an id that nobody can guess: 128 bits in 26 signs a-z2-7."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(secrets.choice(alphabet) for _ in range(26))
