"""Host and origin checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from see_mcda.language.messages import Notice, notice
from see_mcda_api.http.errors import answer

SAFE = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"(\[[^]]*\]|[^:]*)(?::\d*)?")


class Hosts:
    """Rejects requests for other host names (DNS rebinding) or from pages of other sites (CSRF)."""

    def __init__(self, application: ASGIApp, names: Sequence[str], origins: Sequence[str]):
        self._application = application
        self._names = frozenset(name.lower() for name in names)
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its host and origin are allowed."""
        fault = self._fault(scope) if scope["type"] == "http" else None
        if fault is None:
            await self._application(scope, receive, send)
            return
        refused = answer(Request(scope), 403, "forbidden", [fault])
        await refused(scope, receive, send)

    def _fault(self, scope: Scope) -> Notice | None:
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in self._names:
            return notice("host", "this host name is not allowed; add it to SEE_MCDA_HOSTS", "Host")
        origin = headers.get("origin")
        if scope["method"] in SAFE or origin in self._origins:
            return None
        if origin is None and headers.get("sec-fetch-site") != "cross-site":
            return None
        if origin is not None and _name(urlsplit(origin).netloc) in self._names:
            return None
        return notice("origin", "this origin is not allowed; add it to SEE_MCDA_ORIGINS", "Origin")


def _name(host: str) -> str:
    """Return a host name without its port; empty if it is not valid."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else ""
