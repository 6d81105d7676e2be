"""Creation, lookup and revocation of API keys.

A key is ``sm_<id>_<secret>``. The id identifies its row; the SHA-256 of the whole key is compared in constant
time. The secret has 256 random bits, so a slow hash is not needed.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select, update

from see_mcda.errors import InputError, refuse
from see_mcda.io.files import read_bytes
from see_mcda_api.http.errors import Unauthenticated
from see_mcda_api.keys.principal import Principal, Scope
from see_mcda_api.keys.tables import Key, Team
from see_mcda_api.storage.base import new_id, now
from see_mcda_api.storage.database import Database

PREFIX = "sm"
KEY = re.compile(rf"{PREFIX}_[a-z2-7]{{26}}_[A-Za-z0-9_-]{{40,}}")
USED_AGAIN = datetime.timedelta(minutes=1)
"""The precision of ``last_used``, so that not every request writes to the database."""


class Keys:
    """The keys in a database."""

    def __init__(self, database: Database):
        self._database = database

    def make(
        self,
        team: str,
        person: str,
        scope: Scope,
        *,
        expires: datetime.datetime | None = None,
        key: str | None = None,
    ) -> str:
        """Create a key for a member of a team and return it; a new team is created too.

        ``key`` is a key from :func:`new_key` (default: a new one).
        """
        made = key or new_key()
        with self._database.writing() as session:
            if session.get(Team, team) is None:
                session.add(Team(id=team))
                session.flush()
            session.add(
                Key(id=_id(made), team=team, person=person, scope=scope, hash=digest(made), expires=expires)
            )
        return made

    def store_first_key(self, file: Path, team: str) -> None:
        """Store the first administrator's key from a file, unless it is already stored.

        Raises :class:`see_mcda.InputError` or :class:`see_mcda.FileError` if the file contains no key.
        """
        content = read_bytes(file).decode("ascii", "replace").strip()
        if not KEY.fullmatch(content):
            raise refuse(
                InputError,
                "no-key",
                "this file contains no key; create one with see-mcda keys new",
                str(file),
            )
        with self._database.reading() as session:
            known = session.get(Key, _id(content))
        if known is None:
            self.make(team, "admin", "admin", key=content)
        elif not hmac.compare_digest(known.hash, digest(content)):
            raise refuse(InputError, "other-key", "another key has this id; create a new key", str(file))

    def principal(self, key: str) -> Principal:
        """Return the caller with a key; raise :class:`Unauthenticated` if the key is not active."""
        found_id, at = _id(key), now()
        with self._database.reading() as session:
            found = session.get(Key, found_id)
        known = found.hash if found else bytes(32)
        same = hmac.compare_digest(known, digest(key))
        if found is None or not same or not found.active(at):
            raise Unauthenticated.of("bad-key", "this key is unknown, has expired or was revoked")
        if found.last_used is None or at - found.last_used > USED_AGAIN:
            with self._database.writing() as session:
                session.execute(update(Key).where(Key.id == found_id).values(last_used=at))
        return Principal.of(found)

    def all(self, team: str | None = None) -> Sequence[Key]:
        """Return all keys (of a team), newest last."""
        wanted = select(Key).order_by(Key.created)
        with self._database.reading() as session:
            return session.scalars(wanted if team is None else wanted.where(Key.team == team)).all()

    def revoke(self, id: str, team: str | None = None) -> bool:
        """Revoke a key (of a team); return whether it was active."""
        with self._database.writing() as session:
            key = session.get(Key, id)
            if key is None or key.revoked or team not in (None, key.team):
                return False
            key.revoked = now()
            return True


def new_key() -> str:
    """Return a new random key."""
    return f"{PREFIX}_{new_id()}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> bytes:
    """Return the stored hash of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def _id(key: str) -> str:
    parts = key.split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX or len(parts[1]) != 26:
        raise Unauthenticated.of("bad-key", "this key is unknown, has expired or was revoked")
    return parts[1]
