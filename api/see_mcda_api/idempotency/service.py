"""Idempotency-Key: a repeated POST request gets the first response again and has no further effect.

The response is stored in the same transaction as the effect. Of two concurrent requests with the same key,
the second waits for that transaction and gets the response of the first.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from see_mcda_api.http.errors import Unprocessable
from see_mcda_api.idempotency.tables import Answered
from see_mcda_api.keys.principal import Principal
from see_mcda_api.storage.base import Base, now
from see_mcda_api.storage.database import Database

KEPT = datetime.timedelta(hours=24)


@dataclass(frozen=True)
class Post:
    """A POST request: its caller, its Idempotency-Key (or None), and its digest."""

    principal: str
    key: str | None
    request: bytes

    @classmethod
    def of(cls, principal: Principal, key: str | None, content: bytes) -> Post:
        """Return the request of a caller; ``content`` identifies the request."""
        return cls(f"{principal.team}/{principal.id}", key, hashlib.sha256(content).digest())


@dataclass(frozen=True)
class Made:
    """New rows, referenced ones first, and the response to return."""

    rows: Sequence[Base]
    answer: BaseModel
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """A stored response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Idempotency:
    """The stored responses."""

    def __init__(self, database: Database):
        self._database = database

    def answer(self, post: Post, make: Callable[[], Made]) -> Reply:
        """Store the rows from ``make`` and return the response; a repeated request gets the stored one.

        Raises :class:`Unprocessable` if the key was used for a different request.
        """
        if (before := self._before(post)) is not None:
            return before
        made = make()
        body = made.answer.model_dump_json(by_alias=True).encode()
        reply = Reply(made.status, dict(made.headers), body)
        try:
            self._keep(post, made, reply)
        except IntegrityError:
            if (before := self._before(post)) is None:
                raise
            return before
        return reply

    def _keep(self, post: Post, made: Made, reply: Reply) -> None:
        with self._database.writing() as session:
            if post.key is not None:
                session.execute(delete(Answered).where(Answered.expires < now()))
                session.add(
                    Answered(
                        principal=post.principal,
                        key=post.key,
                        request=post.request,
                        status=reply.status,
                        headers=dict(reply.headers),
                        body=reply.body,
                        expires=now() + KEPT,
                    )
                )
                session.flush()
            for row in made.rows:
                session.add(row)
                session.flush()

    def _before(self, post: Post) -> Reply | None:
        if post.key is None:
            return None
        with self._database.reading() as session:
            found = session.get(Answered, (post.principal, post.key))
        if found is None or found.expires < now():
            return None
        if found.request != post.request:
            raise Unprocessable.of(
                "other-request", "this key was already used for a different request", "Idempotency-Key"
            )
        return Reply(found.status, found.headers, found.body)
