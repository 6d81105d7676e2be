"""The event stream of runs: one database poll for all subscribers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator
from types import FrameType
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from see_mcda_api.runs.schemas import ENDED, RunModel
from see_mcda_api.runs.service import Runs

EVERY = 0.25
log = logging.getLogger("see_mcda_api.runs")


class Watch:
    """Polls the subscribed runs and publishes their changes."""

    def __init__(self, runs: Runs):
        self._runs = runs
        self._watched: dict[str, set[asyncio.Queue[RunModel | None]]] = {}
        self._subscribed = asyncio.Event()
        self._ending = False
        self._task: asyncio.Task[None] | None = None
        self._restore: list[tuple[int, Any]] = []

    def start(self) -> None:
        """Start polling in the event loop of the server."""
        self._task = asyncio.get_running_loop().create_task(self._poll())
        self._end_on_signal(asyncio.get_running_loop())

    async def stop(self) -> None:
        """Stop polling and end all streams."""
        self._end()
        for number, handler in self._restore:
            signal.signal(number, handler)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def follow(self, first: RunModel) -> AsyncIterator[RunModel]:
        """Yield a run at every change, until it has ended or is deleted, or the server stops."""
        yield first
        if first.state in ENDED or self._ending:
            return
        mine: asyncio.Queue[RunModel | None] = asyncio.Queue()
        self._watched.setdefault(first.id, set()).add(mine)
        self._subscribed.set()
        last = first
        try:
            while (run := await mine.get()) is not None:
                if run != last:
                    yield run
                    last = run
                if run.state in ENDED:
                    return
        finally:
            waiting = self._watched.get(first.id, set())
            waiting.discard(mine)
            if not waiting:
                self._watched.pop(first.id, None)

    async def _poll(self) -> None:
        while True:
            if not self._watched:
                self._subscribed.clear()
                await self._subscribed.wait()
            try:
                watched = list(self._watched)
                self._publish(watched, await run_in_threadpool(self._runs.states, watched))
            except SQLAlchemyError as error:  # the database is away: the streams wait
                log.warning("cannot poll runs: %s", type(error).__name__)
            await asyncio.sleep(EVERY)

    def _publish(self, watched: list[str], found: dict[str, RunModel]) -> None:
        for name in watched:
            run = found.get(name)
            for queue in self._watched.get(name, ()):
                queue.put_nowait(run)

    def _end(self) -> None:
        self._ending = True
        for queues in self._watched.values():
            for queue in queues:
                queue.put_nowait(None)

    def _end_on_signal(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the streams on a signal: the server waits for them before its own shutdown."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            if not callable(before):
                continue

            def handle(which: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self._end)
                before(which, frame)

            signal.signal(number, handle)
            self._restore.append((number, before))
