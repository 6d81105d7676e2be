"""What the service refuses, and how it says so: problem documents of RFC 9457.

::

    ServiceError            one HTTP status and a stable ``type`` each
    ├── Unauthenticated 401   no key, or one that does not count (any more)
    ├── Forbidden 403         the key has not the scope; a foreign origin; a host that is not allowed
    ├── NotFound 404          there is no such thing, or it is another team's
    ├── Conflict 409          it exists already; the same Idempotency-Key is still under way
    ├── Gone 410              withdrawn
    ├── Stale 412             somebody changed it since (``If-Match``)
    ├── TooLarge 413          a body or a run beyond its limit
    ├── Unsupported 415, NotAcceptable 406
    ├── Unprocessable 422     what was sent contradicts itself
    ├── Unconditional 428     ``If-Match`` is needed
    ├── TooMany 429           requests beyond the rate
    ├── NotInstalled 501      a part that was not installed
    └── Unavailable 503, Full 507   the database is away, or too much is asked for now; the disk is full

What the engine refuses (:class:`see_mcda.SeeMcdaError`) is 422 with every fault at its JSON path or cell. The
description of the API (``openapi.json``) names the ``type`` of each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from see_mcda.errors import RunError, SeeMcdaError
from see_mcda.language.messages import Notice, Where, notice
from see_mcda.model.validation import json_path
from see_mcda.results.documents import NoticeModel

TYPES = "urn:see-mcda:problem:"
MOST_FAULTS = 100
"""Faults that an answer names; of more it says how many."""
MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("see_mcda_api")
ErrorPage = Callable[[Request, int, list[Notice]], Response | None]
"""How faults are shown to a person at a page (``state.error_page`` of the application); None to a program."""


class Problem(BaseModel):
    """A problem document (RFC 9457): what is wrong, where, and what would be right."""

    model_config = ConfigDict(json_schema_extra={"required": ["type", "title", "status"]})

    type: str = Field(description="stable, for programs", examples=[f"{TYPES}bad-input"])
    title: str = Field(description="what kind of problem this is")
    status: int = Field(description="the HTTP status")
    detail: str | None = Field(default=None, description="one line for a person, in the language asked for")
    faults: list[NoticeModel] = Field(
        default=[], description="each fault: its code, its place (JSON path, parameter or cell), its words"
    )
    request_id: str | None = Field(default=None, description="as in the log of the service")


class ServiceError(Exception):
    """A request that is not answered as asked; ``faults`` say why."""

    status: ClassVar[HTTPStatus]
    kind: ClassVar[str]
    always: ClassVar[Mapping[str, str]] = {}
    """Headers of every answer of this kind."""

    def __init__(self, *faults: Notice, headers: Mapping[str, str] | None = None):
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults
        self.headers = {**self.always, **(headers or {})}

    @classmethod
    def of(
        cls, code: str, template: str, where: Where | str | None = None, /, **params: object
    ) -> ServiceError:
        """Return the error with one fault; the arguments are those of :func:`notice`."""
        return cls(notice(code, template, where, **params))


class BadRequest(ServiceError):
    """What was sent cannot be read."""

    status, kind = HTTPStatus.BAD_REQUEST, "bad-request"


class Unauthenticated(ServiceError):
    """No key, or one that does not count."""

    status, kind = HTTPStatus.UNAUTHORIZED, "unauthenticated"
    always = {"WWW-Authenticate": "Bearer"}  # noqa: RUF012


class Forbidden(ServiceError):
    """The key may not do this, or the request comes from where none may come from."""

    status, kind = HTTPStatus.FORBIDDEN, "forbidden"


class NotFound(ServiceError):
    """There is no such thing, or it is another team's."""

    status, kind = HTTPStatus.NOT_FOUND, "not-found"


class NotAcceptable(ServiceError):
    """No form of the answer is acceptable."""

    status, kind = HTTPStatus.NOT_ACCEPTABLE, "not-acceptable"


class Conflict(ServiceError):
    """What is there already contradicts it."""

    status, kind = HTTPStatus.CONFLICT, "conflict"


class Gone(ServiceError):
    """It was withdrawn."""

    status, kind = HTTPStatus.GONE, "gone"


class Stale(ServiceError):
    """Somebody changed it since."""

    status, kind = HTTPStatus.PRECONDITION_FAILED, "stale"


class TooLarge(ServiceError):
    """Beyond a limit of this service."""

    status, kind = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large"


class Unsupported(ServiceError):
    """A body of a kind that is not read here."""

    status, kind = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"


class Unprocessable(ServiceError):
    """What was sent contradicts itself."""

    status, kind = HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input"


class Unconditional(ServiceError):
    """A change must say which state it changes."""

    status, kind = HTTPStatus.PRECONDITION_REQUIRED, "precondition-required"


class TooMany(ServiceError):
    """Requests beyond the rate of the key."""

    status, kind = HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests"


class NotInstalled(ServiceError):
    """A part of the service that was not installed."""

    status, kind = HTTPStatus.NOT_IMPLEMENTED, "not-installed"


class Unavailable(ServiceError):
    """The database cannot be reached now."""

    status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"


class Full(ServiceError):
    """There is no room left to keep anything."""

    status, kind = HTTPStatus.INSUFFICIENT_STORAGE, "full"


def install(application: FastAPI) -> None:
    """Answer every fault by a problem document."""
    application.add_exception_handler(ServiceError, _service)  # type: ignore[arg-type]
    application.add_exception_handler(SeeMcdaError, _engine)  # type: ignore[arg-type]
    application.add_exception_handler(RequestValidationError, _request)  # type: ignore[arg-type]
    application.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    application.add_exception_handler(DBAPIError, _database)  # type: ignore[arg-type]
    application.add_exception_handler(PoolTimeout, _service)  # type: ignore[arg-type]


def answer(
    request: Request,
    status: int,
    kind: str,
    faults: Iterable[Notice] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem document of some faults."""
    told = list(faults)
    if len(told) > MOST_FAULTS + 1:
        told[MOST_FAULTS:] = [and_more(len(told) - MOST_FAULTS)]
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    shown = page(request, status, told) if page is not None else None
    if shown is not None:
        return shown
    language = getattr(request.state, "language", "en")
    body = Problem(
        type=TYPES + kind,
        title=HTTPStatus(status).phrase,
        status=status,
        detail="; ".join(fault.text(language) for fault in told[:3]) or None,
        faults=[NoticeModel.of(fault) for fault in told],
        request_id=getattr(request.state, "request_id", None),
    )
    return Response(body.model_dump_json(), status, headers, MEDIA_TYPE)


def and_more(count: int) -> Notice:
    """Return that there are more faults than those that are named."""
    return notice("more", "and {count} more faults", None, count=count)


def of_error(error: Exception) -> tuple[int, str, tuple[Notice, ...], Mapping[str, str]]:
    """Return the status, the kind, the faults and the headers with which an error is answered."""
    if isinstance(error, ServiceError):
        return error.status, error.kind, error.faults, error.headers
    if isinstance(error, RunError):
        return HTTPStatus.SERVICE_UNAVAILABLE, "run-ended", error.faults, {}
    if isinstance(error, SeeMcdaError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input", error.faults, {}
    if isinstance(error, (DBAPIError, PoolTimeout)):
        trouble = of_database(error) if isinstance(error, DBAPIError) else away()
        return trouble.status, trouble.kind, trouble.faults, trouble.headers
    words = notice("own-fault", "this is a fault of the service; the request's id is in its log")
    return HTTPStatus.INTERNAL_SERVER_ERROR, "own-fault", (words,), {}


def of_database(error: DBAPIError) -> ServiceError:
    """Return what a database's failure means for whoever asked."""
    reason = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    if "is full" in reason or "no space left" in reason or "disk i/o" in reason or state == "53100":
        return Full.of("full", "there is no room left to keep this; nothing was changed")
    return away()


def away() -> Unavailable:
    """Return the error that the database does not answer."""
    return Unavailable(
        notice("database-away", "the database cannot be reached now; nothing was changed, try again later"),
        headers={"Retry-After": "2"},
    )


def _service(request: Request, error: ServiceError) -> Response:
    return answer(request, *of_error(error))


def _engine(request: Request, error: SeeMcdaError) -> Response:
    return answer(request, *of_error(error))


def _database(request: Request, error: DBAPIError) -> Response:
    log.error("database: %s", type(error.orig).__name__, extra={"reason": str(error.orig)[:200]})
    return answer(request, *of_error(error))


def _request(request: Request, error: RequestValidationError) -> Response:
    return answer(request, 422, "bad-input", [_detail(detail) for detail in error.errors()])


def _detail(detail: Mapping[str, Any]) -> Notice:
    parts = tuple(detail["loc"])
    where = json_path(parts[1:] if parts and parts[0] == "body" else parts) or None
    return notice("not-valid", "this is not valid here: {reason}", where, reason=detail["msg"])


def _http(request: Request, error: HTTPException) -> Response:
    kinds = {
        404: "not-found",
        405: "method-not-allowed",
        413: "too-large",
        415: "unsupported-media-type",
    }
    words = notice("http", "{reason}", None, reason=error.detail)
    return answer(
        request, error.status_code, kinds.get(error.status_code, "bad-request"), [words], error.headers
    )
