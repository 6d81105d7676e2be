"""The size limit of request bodies."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from see_mcda.language.messages import Notice, notice
from see_mcda_api.http.errors import TooLarge, answer


class Sizes:
    """Rejects bodies above a size, by their Content-Length or while they are received."""

    def __init__(self, application: ASGIApp, most: int):
        self._application = application
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its body is within the limit."""
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
        return notice("too-large", "a request can have at most {most} bytes", None, most=self._most)
