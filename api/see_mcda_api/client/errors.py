"""What a call to the service can raise, in one tree.

::

    ClientError
    ├── NoAnswer             the service was not reached, or the connection broke
    └── Refused              the service answered with a problem document
        ├── BadInput 400, 413, 415, 422   ``faults`` say what is wrong, and where
        ├── NotAllowed 401, 403           the key is missing, or may not do this
        ├── NotThere 404, 410             there is no such thing, or it was withdrawn
        ├── InTheWay 409                  it exists already, or is under way
        ├── Changed 412, 428              somebody changed it since it was read
        └── TryLater 429, 503, 507        the service has no time, no database or no room now
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from see_mcda.results.documents import NoticeModel

if TYPE_CHECKING:
    from see_mcda_api.client.call import Answer


class ClientError(Exception):
    """A call that has no result."""


class NoAnswer(ClientError):
    """The service was not reached, or the connection broke; whether anything was done is not known."""


class Refused(ClientError):
    """The service answered with a problem document.

    Attributes:
        status: the HTTP status.
        kind: the stable ``type`` of the problem, for programs.
        faults: each fault, with its code, its place and its words in every language.
        request_id: as in the log of the service.

    """

    def __init__(self, status: int, document: dict[str, Any]):
        self.status = status
        self.kind = str(document.get("type") or "about:blank")
        self.request_id: str | None = document.get("request_id")
        try:
            self.faults = tuple(NoticeModel.model_validate(fault) for fault in document.get("faults") or ())
        except (ValidationError, TypeError):  # another server's document, of a proxy for instance
            self.faults = ()
        words = document.get("detail") or document.get("title") or "no reason was given"
        super().__init__(f"{status}: {words}")

    def lines(self, language: str = "en") -> list[str]:
        """Return one line a fault: the place, what is wrong, what would be right."""
        return [
            f"{fault.where}: {words}" if fault.where else words
            for fault in self.faults
            for words in [fault.message.get(language) or next(iter(fault.message.values()), fault.code)]
        ]


class BadInput(Refused):
    """What was sent cannot be used."""


class NotAllowed(Refused):
    """The key is missing, or may not do this."""


class NotThere(Refused):
    """There is no such thing, or it was withdrawn."""


class InTheWay(Refused):
    """It exists already, or the same is still under way."""


class Changed(Refused):
    """Somebody changed it since it was read."""


class TryLater(Refused):
    """The service has no time, no database or no room now."""


_BY_STATUS: dict[int, type[Refused]] = {
    **dict.fromkeys((400, 413, 415, 422), BadInput),
    **dict.fromkeys((401, 403), NotAllowed),
    **dict.fromkeys((404, 410), NotThere),
    409: InTheWay,
    **dict.fromkeys((412, 428), Changed),
    **dict.fromkeys((429, 503, 507), TryLater),
}


def refused(answer: Answer) -> Refused:
    """Return the exception of an answer that is no result."""
    try:
        document = json.loads(answer.content)
    except ValueError:
        document = None
    kind = _BY_STATUS.get(answer.status, Refused)
    return kind(answer.status, document if isinstance(document, dict) else {})
