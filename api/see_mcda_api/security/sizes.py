"""How large a body may be."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from see_mcda.language.messages import Notice, notice
from see_mcda_api.http.errors import TooLarge, answer


class Sizes:
    """Refuses bodies beyond a size: at once if they say so, else as soon as they are."""

    def __init__(self, application: ASGIApp, most: int):
        self._application = application
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose body is not too large."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdecimal() and int(told) > self._most:
            await answer(Request(scope), TooLarge.status, TooLarge.kind, [self._fault()])(
                scope, receive, send
            )
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise TooLarge(self._fault())
            return message

        await self._application(scope, counted, send)

    def _fault(self) -> Notice:
        return notice("too-large", "a request may have {most} bytes here", None, most=self._most)
