"""Sessions of the pages: an HttpOnly cookie, and a form token against CSRF.

The cookie has 256 random bits; its SHA-256 is stored. The form token is the HMAC of a fixed word with the
cookie as the key, so only pages of this service know it.
"""

from __future__ import annotations

import base64
import datetime
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import delete

from see_mcda_api.http.errors import Unauthenticated
from see_mcda_api.keys.principal import LOCAL, Principal
from see_mcda_api.keys.service import Keys, digest
from see_mcda_api.keys.tables import Key, SignIn
from see_mcda_api.storage.base import now
from see_mcda_api.storage.database import Database

COOKIE = "see_mcda_session"
HOURS = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class SignedIn:
    """A new session."""

    cookie: str
    principal: Principal
    expires: datetime.datetime


class Sessions:
    """The sessions in a database."""

    def __init__(self, database: Database, keys: Keys):
        self._database = database
        self._keys = keys

    def begin(self, key: str | None) -> SignedIn:
        """Begin a session with a key, or without one on the same machine."""
        principal = LOCAL if key is None else self._keys.principal(key)
        cookie, at = secrets.token_urlsafe(32), now()
        with self._database.writing() as session:
            session.execute(delete(SignIn).where(SignIn.expires <= at))
            session.add(
                SignIn(hash=digest(cookie), key=None if key is None else principal.id, expires=at + HOURS)
            )
        return SignedIn(cookie, principal, at + HOURS)

    def principal(self, cookie: str) -> Principal:
        """Return the caller of a session; raise :class:`Unauthenticated` if it or its key has expired."""
        at = now()
        with self._database.reading() as session:
            found = session.get(SignIn, digest(cookie))
            key = session.get(Key, found.key) if found is not None and found.key is not None else None
        if found is None or found.expires <= at or (found.key is not None and not (key and key.active(at))):
            raise Unauthenticated.of("signed-out", "your session has ended; sign in again")
        return LOCAL if key is None else Principal.of(key)

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._database.writing() as session:
            session.execute(delete(SignIn).where(SignIn.hash == digest(cookie)))


def form_token(cookie: str) -> str:
    """Return the form token of a session."""
    proof = hmac.digest(cookie.encode(), b"form", "sha256")
    return base64.urlsafe_b64encode(proof).decode().rstrip("=")
