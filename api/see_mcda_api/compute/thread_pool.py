"""A thread pool for computations, separate from the threads that serve other requests."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

from see_mcda.errors import RunError
from see_mcda.language.messages import notice
from see_mcda.parallel import Cancel
from see_mcda_api.compute.limits import RUNS
from see_mcda_api.http.errors import TooLarge, Unavailable
from see_mcda_api.settings import Settings

T = TypeVar("T")


class Deadline:
    """The time limit of a computation, as its ``cancel`` argument."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def is_set(self) -> bool:
        """Return whether the time limit has passed."""
        return time.monotonic() >= self._end


class Computing:
    """A thread pool with a limited queue and a time limit."""

    def __init__(self, settings: Settings):
        self._most = settings.computing_threads + settings.computing_waiting
        self._seconds = settings.request_seconds
        self._turns = anyio.Semaphore(settings.computing_threads)
        self._limiter = anyio.CapacityLimiter(math.inf)  # the semaphore limits the threads
        self._inside = 0

    async def run(self, work: Callable[[Cancel], T]) -> T:
        """Run ``work`` in a thread and return its result; its argument signals the deadline.

        Work that ignores the deadline is abandoned; it holds its slot until it ends.
        Raises :class:`Unavailable` if the queue is full, :class:`TooLarge` if the work takes too long.
        """
        if self._inside >= self._most:
            raise _busy()
        deadline = Deadline(self._seconds)
        self._inside += 1
        try:
            with anyio.fail_after(self._seconds):
                await self._turns.acquire()
        except TimeoutError:
            self._inside -= 1
            raise _busy() from None
        except BaseException:
            self._inside -= 1
            raise
        try:
            with anyio.fail_after(self._seconds):
                return await run_sync(
                    self._turn(work, deadline), limiter=self._limiter, abandon_on_cancel=True
                )
        except (RunError, TimeoutError):
            if not deadline.is_set():
                raise
            raise TooLarge.of(
                "too-long",
                "this takes longer than the time limit of {seconds} s; start a run instead: {place}",
                None,
                seconds=self._seconds,
                place=RUNS,
            ) from None

    def _turn(self, work: Callable[[Cancel], T], deadline: Deadline) -> Callable[[], T]:
        """Return the work, followed by the release of its slot."""
        loop = asyncio.get_running_loop()

        def whole() -> T:
            try:
                return work(deadline)
            finally:
                with suppress(RuntimeError):  # the server has stopped meanwhile
                    loop.call_soon_threadsafe(self._release)

        return whole

    def _release(self) -> None:
        self._inside -= 1
        self._turns.release()


def _busy() -> Unavailable:
    words = notice("busy", "the service is busy; try again soon")
    return Unavailable(words, headers={"Retry-After": "2"})
