"""Threads for computing, apart from those that answer everything else, so that long work starves nothing."""

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
    """Stops work that takes longer than an answer may."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def is_set(self) -> bool:
        """Return whether the time is over."""
        return time.monotonic() >= self._end


class Computing:
    """Computes a few things at a time; the others wait their turn, but not too many and not for ever."""

    def __init__(self, settings: Settings):
        self._most = settings.computing_threads + settings.computing_waiting
        self._seconds = settings.request_seconds
        self._turns = anyio.Semaphore(settings.computing_threads)
        self._limiter = anyio.CapacityLimiter(math.inf)  # turns are taken here, and given back by the thread
        self._inside = 0

    async def run(self, work: Callable[[Cancel], T]) -> T:
        """Return what ``work`` returns; it is told when its time is over.

        Work that does not look at the time is left alone then: it ends by itself, and keeps its turn until.
        Raises :class:`Unavailable` if too many wait already, :class:`TooLarge` for what takes too long.
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
                "this takes longer than the {seconds} s of an answer here; ask for a run: {place}",
                None,
                seconds=self._seconds,
                place=RUNS,
            ) from None

    def _turn(self, work: Callable[[Cancel], T], deadline: Deadline) -> Callable[[], T]:
        """Return the work with the end of its turn."""
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
    words = notice("busy", "too much is being computed here now; try again soon")
    return Unavailable(words, headers={"Retry-After": "2"})
