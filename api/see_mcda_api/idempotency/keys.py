"""The dependency and the response of idempotent POST endpoints."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request, Response

from see_mcda_api.dependencies import Writer
from see_mcda_api.idempotency.service import Post, Reply

LONGEST = 255
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST,
        pattern=r"^[\x21-\x7e]+$",
        description="a unique key of your choice; a repeated request is processed only once (24 hours)",
    ),
]


async def _posted(request: Request, principal: Writer, idempotency_key: Key = None) -> Post:
    told = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return Post.of(principal, idempotency_key, told + await request.body())


Posted = Annotated[Post, Depends(_posted)]


def replied(reply: Reply) -> Response:
    """Return the HTTP response of a reply."""
    return Response(reply.body, reply.status, reply.headers, "application/json")
