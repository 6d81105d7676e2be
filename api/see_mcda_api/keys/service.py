"""Making, finding and withdrawing API keys.

A key is ``sm_<id>_<secret>``; the id finds its row, the SHA-256 of the whole key is compared in constant
time. The secret has 256 random bits, so that a slow hash would add nothing.
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
"""The last use of a key is kept to this precision, so that reading does not write at every request."""


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
        """Make a key for a person of a team (made too, if new) and return it: it is shown only this once.

        ``key`` is one made elsewhere (:func:`new_key`).
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

    def take_first(self, file: Path, team: str) -> None:
        """Keep the key in a file as that of the first administrator, unless it is known already.

        Raises :class:`see_mcda.InputError` or :class:`see_mcda.FileError` if the file holds none.
        """
        content = read_bytes(file).decode("ascii", "replace").strip()
        if not KEY.fullmatch(content):
            raise refuse(
                InputError, "no-key", "this file holds no key; see-mcda keys new makes one", str(file)
            )
        with self._database.reading() as session:
            known = session.get(Key, _id(content))
        if known is None:
            self.make(team, "admin", "admin", key=content)
        elif not hmac.compare_digest(known.hash, digest(content)):
            raise refuse(InputError, "other-key", "another key has this id; make a new one", str(file))

    def principal(self, key: str) -> Principal:
        """Return whose key this is; raise :class:`Unauthenticated` if it does not count (any more)."""
        found_id, at = _id(key), now()
        with self._database.reading() as session:
            found = session.get(Key, found_id)
        known = found.hash if found else bytes(32)
        same = hmac.compare_digest(known, digest(key))
        if found is None or not same or not found.counts(at):
            raise Unauthenticated.of("bad-key", "this key is unknown, has expired or was withdrawn")
        if found.last_used is None or at - found.last_used > USED_AGAIN:
            with self._database.writing() as session:
                session.execute(update(Key).where(Key.id == found_id).values(last_used=at))
        return Principal.of(found)

    def all(self, team: str | None = None) -> Sequence[Key]:
        """Return every key (of a team), the newest last; what they are hashes of is known to nobody."""
        wanted = select(Key).order_by(Key.created)
        with self._database.reading() as session:
            return session.scalars(wanted if team is None else wanted.where(Key.team == team)).all()

    def revoke(self, id: str, team: str | None = None) -> bool:
        """Withdraw a key (of a team) at once; return whether there was one that counted."""
        with self._database.writing() as session:
            key = session.get(Key, id)
            if key is None or key.revoked or team not in (None, key.team):
                return False
            key.revoked = now()
            return True


def new_key() -> str:
    """Return a key that nobody can guess."""
    return f"{PREFIX}_{new_id()}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def _id(key: str) -> str:
    parts = key.split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX or len(parts[1]) != 26:
        raise Unauthenticated.of("bad-key", "this key is unknown, has expired or was withdrawn")
    return parts[1]
