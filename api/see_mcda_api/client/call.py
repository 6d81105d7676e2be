"""API calls, independent of the transport: the request, and the parser of its response."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
Verb = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Answer:
    """A response."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request, and the function that parses its response.

    ``repeatable``: the request is idempotent. ``files`` are the parts of a form, by name: each the name
    of the file (None for a field), its content and its media type.
    """

    verb: Verb
    path: str
    read: Callable[[Answer], T]
    body: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True
    files: Mapping[str, tuple[str | None, bytes, str]] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """Return the arguments of a request of httpx."""
        return {
            "method": self.verb,
            "url": self.path,
            "json": self.body,
            "params": dict(self.query),
            "headers": dict(self.headers),
            "files": dict(self.files) or None,
        }


def address(*parts: str) -> str:
    """Return a path under ``/v1``; each part is quoted."""
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def given(**values: Any) -> dict[str, Any]:
    """Return the values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def as_model(model: type[M]) -> Callable[[Answer], M]:
    """Return a parser of responses that contain a document."""
    return lambda answer: model.model_validate_json(answer.content)


def nothing(answer: Answer) -> None:
    """Parse a response without content."""


def idempotency_key() -> dict[str, str]:
    """Return a new Idempotency-Key header."""
    return {"Idempotency-Key": secrets.token_urlsafe(18)}


def if_unchanged(etag: str) -> dict[str, str]:
    """Return the header that rejects a change if someone else made another one since."""
    return {"If-Match": etag}
