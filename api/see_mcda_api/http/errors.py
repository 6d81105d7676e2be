"""Errors of the service as problem documents (RFC 9457).

::

    ServiceError            each with an HTTP status and a stable ``type``
    ├── Unauthenticated 401   no key, or one that is not active
    ├── Forbidden 403         missing scope; origin or host not allowed
    ├── NotFound 404          not found, or another team's
    ├── Conflict 409          conflict with the current state
    ├── Gone 410              deleted or revoked
    ├── Stale 412             based on an outdated version (``If-Match``)
    ├── TooLarge 413          body or computation above its limit
    ├── Unsupported 415, NotAcceptable 406
    ├── Unprocessable 422     contradictory input
    ├── Unconditional 428     ``If-Match`` is missing
    ├── TooMany 429           rate limit exceeded
    ├── NotInstalled 501      an optional part is not installed
    └── Unavailable 503, Full 507   database away or service busy; storage full

Errors of the engine (:class:`see_mcda.SeeMcdaError`) become 422, with the JSON path or cell of every fault.
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
from see_mcda.language.messages import Notice, Plural, Where, notice
from see_mcda.model.reading import Question, ReadingError
from see_mcda.model.validation import json_path
from see_mcda.results.documents import NoticeModel, QuestionModel

TYPES = "urn:see-mcda:problem:"
MOST_FAULTS = 100
"""The largest number of faults in a response; of the others only the count is given."""
MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("see_mcda_api")
ErrorPage = Callable[[Request, int, list[Notice]], Response | None]
"""Renders faults as a page (``state.error_page`` of the application); returns None for API requests."""


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"required": ["type", "title", "status"]})

    type: str = Field(description="a stable identifier", examples=[f"{TYPES}bad-input"])
    title: str = Field(description="the phrase of the HTTP status")
    status: int = Field(description="the HTTP status")
    detail: str | None = Field(default=None, description="a message in the language of the request")
    faults: list[NoticeModel] = Field(
        default=[],
        description="all faults, each with code, location (JSON path, parameter or cell) and message",
    )
    questions: list[QuestionModel] = Field(
        default=[],
        description="what only a person can settle about a table; an answer is an option of its reading",
        exclude_if=lambda questions: not questions,
    )
    request_id: str | None = Field(default=None, description="its id in the service's log")


class ServiceError(Exception):
    """A request that failed, with its faults."""

    status: ClassVar[HTTPStatus]
    kind: ClassVar[str]
    always: ClassVar[Mapping[str, str]] = {}
    """The headers of every response of this class."""

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
    """The request cannot be parsed."""

    status, kind = HTTPStatus.BAD_REQUEST, "bad-request"


class Unauthenticated(ServiceError):
    """No key, or one that is not active."""

    status, kind = HTTPStatus.UNAUTHORIZED, "unauthenticated"
    always = {"WWW-Authenticate": "Bearer"}  # noqa: RUF012


class Forbidden(ServiceError):
    """The key lacks the scope, or the origin or host is not allowed."""

    status, kind = HTTPStatus.FORBIDDEN, "forbidden"


class NotFound(ServiceError):
    """The resource does not exist, or belongs to another team."""

    status, kind = HTTPStatus.NOT_FOUND, "not-found"


class NotAcceptable(ServiceError):
    """No available format is acceptable."""

    status, kind = HTTPStatus.NOT_ACCEPTABLE, "not-acceptable"


class Conflict(ServiceError):
    """The request conflicts with the current state."""

    status, kind = HTTPStatus.CONFLICT, "conflict"


class Gone(ServiceError):
    """The resource was deleted or revoked."""

    status, kind = HTTPStatus.GONE, "gone"


class Stale(ServiceError):
    """The change is based on an outdated version."""

    status, kind = HTTPStatus.PRECONDITION_FAILED, "stale"


class TooLarge(ServiceError):
    """The request exceeds a limit."""

    status, kind = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large"


class Unsupported(ServiceError):
    """The media type of the body is not supported."""

    status, kind = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"


class Unprocessable(ServiceError):
    """The input is contradictory."""

    status, kind = HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input"


class Unconditional(ServiceError):
    """A change without a precondition."""

    status, kind = HTTPStatus.PRECONDITION_REQUIRED, "precondition-required"


class TooMany(ServiceError):
    """The rate limit is exceeded."""

    status, kind = HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests"


class NotInstalled(ServiceError):
    """An optional part is not installed."""

    status, kind = HTTPStatus.NOT_IMPLEMENTED, "not-installed"


class Unavailable(ServiceError):
    """The database is not available, or the service is busy."""

    status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"


class Full(ServiceError):
    """The storage is full."""

    status, kind = HTTPStatus.INSUFFICIENT_STORAGE, "full"


def install(application: FastAPI) -> None:
    """Register the exception handlers."""
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
    *,
    questions: Iterable[Question] = (),
) -> Response:
    """Return the error response for some faults, with what is open in a table."""
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
        questions=list(map(QuestionModel.of, questions)),
        request_id=getattr(request.state, "request_id", None),
    )
    return Response(body.model_dump_json(), status, headers, MEDIA_TYPE)


def and_more(count: int) -> Notice:
    """Return the notice that there are more faults."""
    return notice("more", Plural("and {count} more fault", "and {count} more faults"), None, count=count)


def of_error(error: Exception) -> tuple[int, str, tuple[Notice, ...], Mapping[str, str]]:
    """Return the status, kind, faults and headers of the response to an error."""
    if isinstance(error, ServiceError):
        return error.status, error.kind, error.faults, error.headers
    if isinstance(error, RunError):
        return HTTPStatus.SERVICE_UNAVAILABLE, "run-ended", error.faults, {}
    if isinstance(error, SeeMcdaError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input", error.faults, {}
    if isinstance(error, (DBAPIError, PoolTimeout)):
        trouble = of_database(error) if isinstance(error, DBAPIError) else database_unavailable()
        return trouble.status, trouble.kind, trouble.faults, trouble.headers
    words = notice("own-fault", "this is an error in the service; its log has the id of this request")
    return HTTPStatus.INTERNAL_SERVER_ERROR, "own-fault", (words,), {}


def of_database(error: DBAPIError) -> ServiceError:
    """Return the service error for a database error."""
    reason = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    if "is full" in reason or "no space left" in reason or "disk i/o" in reason or state == "53100":
        return Full.of("full", "the service has no storage space left; nothing was changed")
    return database_unavailable()


def database_unavailable() -> Unavailable:
    """Return the error for a database that does not respond."""
    return Unavailable(
        notice("database-away", "the database is not available; nothing was changed. Try again later."),
        headers={"Retry-After": "2"},
    )


def _service(request: Request, error: ServiceError) -> Response:
    return answer(request, *of_error(error))


def _engine(request: Request, error: SeeMcdaError) -> Response:
    return answer(
        request, *of_error(error), questions=error.questions if isinstance(error, ReadingError) else ()
    )


def _database(request: Request, error: DBAPIError) -> Response:
    log.error("database: %s", type(error.orig).__name__, extra={"reason": str(error.orig)[:200]})
    return answer(request, *of_error(error))


def _request(request: Request, error: RequestValidationError) -> Response:
    return answer(request, 422, "bad-input", [_detail(detail) for detail in error.errors()])


def _detail(detail: Mapping[str, Any]) -> Notice:
    parts = tuple(detail["loc"])
    where = json_path(parts[1:] if parts and parts[0] == "body" else parts) or None
    return notice("not-valid", "this is not valid: {reason}", where, reason=detail["msg"])


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
