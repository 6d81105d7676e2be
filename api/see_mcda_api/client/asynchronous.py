"""The asynchronous client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Any, TypeVar

import httpx2

from see_mcda_api.client import groups, runs
from see_mcda_api.client.blocking import Item_co, Page, lasting_headers
from see_mcda_api.client.call import Answer, Call
from see_mcda_api.client.errors import NoAnswer, error_of
from see_mcda_api.client.operation import SendingLater
from see_mcda_api.client.repeats import Patience
from see_mcda_api.decisions.schemas import DecisionItem
from see_mcda_api.runs.schemas import ENDED, RunModel
from see_mcda_api.snapshots.schemas import SnapshotModel

T = TypeVar("T")


class AsyncClient(groups.Engine, SendingLater):
    """An asynchronous client of the service.

    >>> async with AsyncClient("http://127.0.0.1:8000") as service:  # doctest: +SKIP
    ...     (await service.rank(problem, "economic-led")).candidates[0].id

    ``transport`` replaces the network in tests; ``patience`` is the retry policy.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        language: str = "en",
        timeout: float = 90.0,
        patience: Patience | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ):
        self.http = httpx2.AsyncClient(
            base_url=url, headers=lasting_headers(key, language), timeout=timeout, transport=transport
        )
        self.patience = patience or Patience()
        self.sensitivity = _AsyncSensitivity(self)
        self.weights = _AsyncWeights(self)
        self.decisions = _AsyncDecisions(self)
        self.snapshots = _AsyncSnapshots(self)
        self.runs = _AsyncRuns(self)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self.http.aclose()

    async def send(self, call: Call[T]) -> T:
        """Return the result of a call; retry it where that is safe."""
        for attempt in range(self.patience.repeats + 1):
            broken, answer = None, None
            try:
                answer = await self._send_once(call)
            except httpx2.TransportError as error:
                broken = error
            wait = None
            if answer is None or answer.status >= 400:
                wait = self.patience.wait(call, attempt, answer)
            if wait is None:
                break
            await asyncio.sleep(wait)
        if answer is None:
            raise NoAnswer(f"{call.verb} {call.path}: {broken}") from broken
        if answer.status >= 400:
            raise error_of(answer)
        return call.read(answer)

    async def _send_once(self, call: Call[Any]) -> Answer:
        response = await self.http.request(**call.request())
        return Answer(response.status_code, response.headers, response.content)


class _AsyncPart(SendingLater):
    """A group of operations of a client."""

    def __init__(self, client: AsyncClient):
        self.client = client

    async def send(self, call: Call[T]) -> T:
        return await self.client.send(call)


class _AsyncSensitivity(groups.Sensitivity, _AsyncPart):
    pass


class _AsyncWeights(groups.Weights, _AsyncPart):
    pass


class _AsyncDecisions(groups.Decisions, _AsyncPart):
    def list(self, limit: int | None = None, *, deleted: bool = False) -> AsyncIterator[DecisionItem]:
        """Yield the team's decisions, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit, deleted=deleted))


class _AsyncSnapshots(groups.Snapshots, _AsyncPart):
    def list(self, limit: int | None = None) -> AsyncIterator[SnapshotModel]:
        """Yield the team's snapshots, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit))


class _AsyncRuns(groups.Runs, _AsyncPart):
    def list(self, limit: int | None = None) -> AsyncIterator[RunModel]:
        """Yield the team's runs, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit))

    async def wait(
        self, run: str, progress: Callable[[RunModel], None] | None = None, every: float = 1.0
    ) -> RunModel:
        """Wait until a run has ended and return it; call ``progress`` at every change.

        Follows the event stream of the run; reconnects after ``every`` seconds if the stream ends early.
        """
        while True:
            async for now in self._follow(run):
                if progress is not None:
                    progress(now)
                if now.state in ENDED:
                    return now
            await asyncio.sleep(every)

    async def _follow(self, run: str) -> AsyncIterator[RunModel]:
        try:
            async with self.client.http.stream("GET", runs.events(run), headers=runs.LISTENING) as response:
                if response.status_code == 200:
                    async for event in httpx2.EventSource(response):
                        yield RunModel.model_validate_json(event.data)
        except httpx2.HTTPError:
            pass
        yield await self.read(run)


async def _paged(page: Callable[[str | None], Awaitable[Page[Item_co]]]) -> AsyncIterator[Item_co]:
    cursor: str | None = None
    while True:
        found = await page(cursor)
        for each in found.items:
            yield each
        cursor = found.next
        if cursor is None:
            return
