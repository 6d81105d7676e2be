"""Exceptions of the client.

::

    ClientError
    ├── NoAnswer             the service was not reached, or the connection failed
    └── Refused              the service responded with a problem document
        ├── BadInput 400, 413, 415, 422   invalid input; ``faults`` have the details
        ├── NotAllowed 401, 403           the key is missing, or lacks the scope
        ├── NotThere 404, 410             not found, deleted or revoked
        ├── InTheWay 409                  conflict with the current state
        ├── Changed 412, 428              someone else made a change since it was read
        └── TryLater 429, 503, 507        rate limit, service busy, database away or storage full
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from see_mcda.results.documents import NoticeModel

if TYPE_CHECKING:
    from see_mcda_api.client.call import Answer


class ClientError(Exception):
    """A call that failed."""


class NoAnswer(ClientError):
    """The service was not reached, or the connection failed; the request may have been processed."""


class Refused(ClientError):
    """The service responded with a problem document.

    Attributes:
        status: the HTTP status.
        kind: the stable ``type`` of the problem.
        faults: the errors, each with code, location and message in every language.
        request_id: the id of the request in the log of the service.

    """

    def __init__(self, status: int, document: dict[str, Any]):
        self.status = status
        self.kind = str(document.get("type") or "about:blank")
        self.request_id: str | None = document.get("request_id")
        try:
            self.faults = tuple(NoticeModel.model_validate(fault) for fault in document.get("faults") or ())
        except (ValidationError, TypeError):  # a document of another server, such as a proxy
            self.faults = ()
        words = document.get("detail") or document.get("title") or "no reason was given"
        super().__init__(f"{status}: {words}")

    def lines(self, language: str = "en") -> list[str]:
        """Return one line for each error, with its location."""
        return [
            f"{fault.where}: {words}" if fault.where else words
            for fault in self.faults
            for words in [fault.message.get(language) or next(iter(fault.message.values()), fault.code)]
        ]


class BadInput(Refused):
    """The input is not valid."""


class NotAllowed(Refused):
    """The key is missing, or lacks the scope."""


class NotThere(Refused):
    """The resource was not found, or it was deleted or revoked."""


class InTheWay(Refused):
    """The request conflicts with the current state."""


class Changed(Refused):
    """Someone else made a change since the resource was read."""


class TryLater(Refused):
    """Rate limit, service busy, database away or storage full."""


_BY_STATUS: dict[int, type[Refused]] = {
    **dict.fromkeys((400, 413, 415, 422), BadInput),
    **dict.fromkeys((401, 403), NotAllowed),
    **dict.fromkeys((404, 410), NotThere),
    409: InTheWay,
    **dict.fromkeys((412, 428), Changed),
    **dict.fromkeys((429, 503, 507), TryLater),
}


def error_of(answer: Answer) -> Refused:
    """Return the exception for an error response."""
    try:
        document = json.loads(answer.content)
    except ValueError:
        document = None
    kind = _BY_STATUS.get(answer.status, Refused)
    return kind(answer.status, document if isinstance(document, dict) else {})
