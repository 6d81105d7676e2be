"""Conditions of requests (RFC 9110, 13): nobody overwrites what he has not seen, or is sent what he has."""

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
    """What must be so for a change to be made."""

    match: str | None
    none_match: str | None

    def check(self, tags: Sequence[str], *, exists: bool = True, readable: bool | None = None) -> None:
        """Raise unless the thing is as whoever changes it has seen it.

        ``tags`` are the ETags of the thing and of whatever it is part of; ``readable`` says whether it is
        answered though it does not exist yet (a score that is missing). Raises :class:`Unconditional`
        without a condition, :class:`Stale` if it does not hold.
        """
        if self.match is None and self.none_match is None:
            raise Unconditional.of(
                "no-condition",
                "say what is changed: its ETag in If-Match, or If-None-Match: * for something new",
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
            raise Stale.of("exists", "it is there already", "If-None-Match")


def changed_meanwhile() -> Stale:
    """Return the error that the thing is not as it was seen."""
    return Stale(notice("stale", "it was changed meanwhile; read it again, then change it", "If-Match"))


async def _condition(
    if_match: Annotated[
        str | None, Header(description="the ETag of what is changed", max_length=2000)
    ] = None,
    if_none_match: Annotated[
        str | None, Header(description="`*`: only if it is not there yet", max_length=2000)
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
    """Answer with an ETag: without content (304) to whoever has it already (``If-None-Match``)."""
    told = {**(headers or {}), "ETag": tag}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=told)
    return Response(content, headers=told, media_type=media)


def _named(header: str, tags: Sequence[str]) -> bool:
    """Return whether a list of ETags has one of these; weak ones (``W/``) are never the same."""
    return any(each.strip() in tags for each in header.split(","))
