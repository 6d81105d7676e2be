"""One call, apart from how it is sent: what goes out, and how its answer is read."""

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
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request, and how its answer is read.

    ``repeatable``: sending it twice does no more than sending it once.
    """

    verb: Verb
    path: str
    read: Callable[[Answer], T]
    body: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


def address(*parts: str) -> str:
    """Return a path below ``/v1``; each part is quoted."""
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def given(**values: Any) -> dict[str, Any]:
    """Return the values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def as_model(model: type[M]) -> Callable[[Answer], M]:
    """Return what reads an answer as a document."""
    return lambda answer: model.model_validate_json(answer.content)


def nothing(answer: Answer) -> None:
    """Read an answer without content."""


def key_of_its_own() -> dict[str, str]:
    """Return the header by which the service knows a repeated post for the same one."""
    return {"Idempotency-Key": secrets.token_urlsafe(18)}


def if_unchanged(etag: str) -> dict[str, str]:
    """Return the header with which a change is refused if somebody else changed the thing since."""
    return {"If-Match": etag}
