"""Conditional requests (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response

from see_mcda.language.messages import notice
from see_mcda_api.http.errors import Stale, Unconditional


@dataclass(frozen=True)
class Condition:
    """The precondition of a change."""

    match: str | None
    none_match: str | None

    def check(self, tags: Sequence[str], *, exists: bool = True, readable: bool | None = None) -> None:
        """Raise :class:`Unconditional` without a condition, :class:`Stale` if it does not hold.

        ``tags`` are the ETags of the resource and of the resource that contains it. ``readable`` is true if
        the resource can be read although it does not exist (a missing score).
        """
        if self.match is None and self.none_match is None:
            raise Unconditional.of(
                "no-condition",
                "a change needs a condition: If-Match with the ETag, or If-None-Match: * for something new",
                "If-Match",
            )
        if self.match is not None and not (
            (exists if readable is None else readable)
            if self.match.strip() == "*"
            else _named(self.match, tags)
        ):
            raise changed_meanwhile()
        if (
            self.none_match is not None
            and exists
            and (self.none_match.strip() == "*" or _named(self.none_match, tags))
        ):
            raise Stale.of("exists", "it already exists", "If-None-Match")


def changed_meanwhile() -> Stale:
    """Return the error of a change that is based on an outdated version."""
    return Stale(notice("stale", "someone else has changed this; read it again first", "If-Match"))


async def _condition(
    if_match: Annotated[
        str | None, Header(description="the ETag of the resource to change", max_length=2000)
    ] = None,
    if_none_match: Annotated[
        str | None, Header(description="`*`: only if the resource does not exist yet", max_length=2000)
    ] = None,
) -> Condition:
    return Condition(if_match, if_none_match)


Unchanged = Annotated[Condition, Depends(_condition)]


def tag_of(value: Any) -> str:
    """Return the ETag of JSON values."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return f'"{hashlib.sha256(told).hexdigest()[:32]}"'


def answered(
    request: Request, content: bytes, tag: str, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response with an ETag: 304 without content if ``If-None-Match`` has the same."""
    told = {**(headers or {}), "ETag": tag}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=told)
    return Response(content, headers=told, media_type=media)


def _named(header: str, tags: Sequence[str]) -> bool:
    """Return whether a list of ETags contains one of these; weak ones (``W/``) never match."""
    return any(each.strip() in tags for each in header.split(","))
