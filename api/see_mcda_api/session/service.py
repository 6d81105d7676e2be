"""Sessions of people at a page: a cookie that scripts cannot read, and a form token that proves the page.

The cookie has 256 random bits, of which the SHA-256 is kept. The form token is the HMAC of a fixed word under
the cookie: only who was told it by this service's own answers can send it along with a change.
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
    """A session that begins."""

    cookie: str
    principal: Principal
    expires: datetime.datetime


class Sessions:
    """The sessions in a database."""

    def __init__(self, database: Database, keys: Keys):
        self._database = database
        self._keys = keys

    def begin(self, key: str | None) -> SignedIn:
        """Begin a session with a key; None is for who needs none."""
        principal = LOCAL if key is None else self._keys.principal(key)
        cookie, at = secrets.token_urlsafe(32), now()
        with self._database.writing() as session:
            session.execute(delete(SignIn).where(SignIn.expires <= at))
            session.add(
                SignIn(hash=digest(cookie), key=None if key is None else principal.id, expires=at + HOURS)
            )
        return SignedIn(cookie, principal, at + HOURS)

    def principal(self, cookie: str) -> Principal:
        """Return whose session this is; raise :class:`Unauthenticated` once it is over or its key is."""
        at = now()
        with self._database.reading() as session:
            found = session.get(SignIn, digest(cookie))
            key = session.get(Key, found.key) if found is not None and found.key is not None else None
        if found is None or found.expires <= at or (found.key is not None and not (key and key.counts(at))):
            raise Unauthenticated.of("signed-out", "this session is over; sign in again")
        return LOCAL if key is None else Principal.of(key)

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._database.writing() as session:
            session.execute(delete(SignIn).where(SignIn.hash == digest(cookie)))


def form_token(cookie: str) -> str:
    """Return what must be sent with every change in a session."""
    proof = hmac.digest(cookie.encode(), b"form", "sha256")
    return base64.urlsafe_b64encode(proof).decode().rstrip("=")
