"""The outermost middleware: request id, language, default headers, log and metrics."""

from __future__ import annotations

import logging
import secrets
import time
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from see_mcda_api.dependencies import language_of
from see_mcda_api.http.errors import answer, of_error
from see_mcda_api.operations.metrics import count
from see_mcda_api.security.headers import ALWAYS

log = logging.getLogger("see_mcda_api.request")
NOWHERE = "(none)"
"""The route of requests that match none."""


class RequestMiddleware:
    """Adds a request id and default headers to every response; logs and counts every request."""

    def __init__(self, application: ASGIApp):
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; an unexpected exception becomes an error response."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = secrets.token_hex(8)
        state["language"] = _language(scope)
        began, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = state["request_id"]
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._application(scope, receive, sending)
        except Exception as error:
            log.exception("unexpected error", extra={"request_id": state["request_id"]})
            if not status:
                await answer(Request(scope), *of_error(error))(scope, receive, sending)
        finally:
            _record(scope, status, time.perf_counter() - began)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return asked or language_of(Headers(scope=scope).get("accept-language", ""))


def _record(scope: Scope, status: int, seconds: float) -> None:
    """Log and count a request by its route; the path itself may be secret (``/v1/shared/…``)."""
    route = getattr(scope.get("route"), "path", NOWHERE)
    principal = scope["state"].get("principal")
    count(scope["method"], route, status, seconds)
    log.info(
        "request",
        extra={
            "request_id": scope["state"]["request_id"],
            "method": scope["method"],
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
            "key": principal.id if principal else None,
        },
    )
