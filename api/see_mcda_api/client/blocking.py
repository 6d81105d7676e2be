"""The blocking client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Protocol, TypeVar

import httpx2

from see_mcda_api.client import groups, runs
from see_mcda_api.client.call import Answer, Call
from see_mcda_api.client.errors import NoAnswer, error_of
from see_mcda_api.client.operation import Sending
from see_mcda_api.client.repeats import Patience
from see_mcda_api.decisions.schemas import DecisionItem
from see_mcda_api.runs.schemas import ENDED, RunModel
from see_mcda_api.snapshots.schemas import SnapshotModel

T = TypeVar("T")
Item_co = TypeVar("Item_co", covariant=True)


class Client(groups.Engine, Sending):
    """A blocking client of the service.

    >>> with Client("http://127.0.0.1:8000") as service:  # doctest: +SKIP
    ...     service.rank(problem, "economic-led").candidates[0].id

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
        transport: httpx2.BaseTransport | None = None,
    ):
        self.http = httpx2.Client(
            base_url=url, headers=lasting_headers(key, language), timeout=timeout, transport=transport
        )
        self.patience = patience or Patience()
        self.sensitivity = _Sensitivity(self)
        self.weights = _Weights(self)
        self.decisions = _Decisions(self)
        self.snapshots = _Snapshots(self)
        self.runs = _Runs(self)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def send(self, call: Call[T]) -> T:
        """Return the result of a call; retry it where that is safe."""
        for attempt in range(self.patience.repeats + 1):
            broken, answer = None, None
            try:
                answer = self._send_once(call)
            except httpx2.TransportError as error:
                broken = error
            wait = None
            if answer is None or answer.status >= 400:
                wait = self.patience.wait(call, attempt, answer)
            if wait is None:
                break
            time.sleep(wait)
        if answer is None:
            raise NoAnswer(f"{call.verb} {call.path}: {broken}") from broken
        if answer.status >= 400:
            raise error_of(answer)
        return call.read(answer)

    def _send_once(self, call: Call[Any]) -> Answer:
        response = self.http.request(**call.request())
        return Answer(response.status_code, response.headers, response.content)


class _Part(Sending):
    """A group of operations of a client."""

    def __init__(self, client: Client):
        self.client = client

    def send(self, call: Call[T]) -> T:
        return self.client.send(call)


class _Sensitivity(groups.Sensitivity, _Part):
    pass


class _Weights(groups.Weights, _Part):
    pass


class _Decisions(groups.Decisions, _Part):
    def list(self, limit: int | None = None, *, deleted: bool = False) -> Iterator[DecisionItem]:
        """Yield the team's decisions, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit, deleted=deleted))


class _Snapshots(groups.Snapshots, _Part):
    def list(self, limit: int | None = None) -> Iterator[SnapshotModel]:
        """Yield the team's snapshots, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit))


class _Runs(groups.Runs, _Part):
    def list(self, limit: int | None = None) -> Iterator[RunModel]:
        """Yield the team's runs, newest first, page by page."""
        return _paged(lambda cursor: self.page(cursor, limit))

    def wait(
        self, run: str, progress: Callable[[RunModel], None] | None = None, every: float = 1.0
    ) -> RunModel:
        """Wait until a run has ended and return it; call ``progress`` at every change.

        Follows the event stream of the run; reconnects after ``every`` seconds if the stream ends early.
        """
        while True:
            for now in self._follow(run):
                if progress is not None:
                    progress(now)
                if now.state in ENDED:
                    return now
            time.sleep(every)

    def _follow(self, run: str) -> Iterator[RunModel]:
        try:
            with self.client.http.stream("GET", runs.events(run), headers=runs.LISTENING) as response:
                if response.status_code == 200:
                    for event in httpx2.EventSource(response):
                        yield RunModel.model_validate_json(event.data)
        except httpx2.HTTPError:
            pass
        yield self.read(run)


class Page(Protocol[Item_co]):
    """A page of items, and the cursor of the next page."""

    @property
    def items(self) -> Sequence[Item_co]:
        """The items of the page."""

    @property
    def next(self) -> str | None:
        """The cursor of the next page."""


def _paged(page: Callable[[str | None], Page[Item_co]]) -> Iterator[Item_co]:
    cursor: str | None = None
    while True:
        found = page(cursor)
        yield from found.items
        cursor = found.next
        if cursor is None:
            return


def lasting_headers(key: str | None, language: str) -> dict[str, str]:
    """Return the headers of every call."""
    bearer = {} if key is None else {"Authorization": f"Bearer {key}"}
    return {"Accept": "application/json", "Accept-Language": language, **bearer}
