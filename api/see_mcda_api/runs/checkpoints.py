"""An executor with checkpoints: an interrupted run continues from its stored blocks.

The engine submits the same tasks in the same order every time, so a number identifies a task. A digest of the
run, the versions, the function and the blocks guards against results of another version.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, Protocol, TypeVar

import numpy as np

from see_mcda.results.record import engine_version
from see_mcda_api.runs.block_codec import read, written

P = ParamSpec("P")
T = TypeVar("T")


class StoredResults(Protocol):
    """The stored results of earlier attempts."""

    def __call__(self, number: int, digest: bytes) -> bytes | None:
        """Return the result of a task, or None."""


class Checkpointed(Executor):
    """An executor that reuses stored results and collects new ones for storage."""

    def __init__(self, inner: Executor, stored: StoredResults, run_digest: str):
        self._inner = inner
        self._stored = stored
        self._seed = f"{run_digest} {engine_version()} {np.__version__}"
        self._lock = threading.Lock()
        self._number = 0
        self._fresh: list[tuple[int, bytes, bytes]] = []
        self._waiting: set[Future[Any]] = set()
        self._abandoned = False
        self.resumed = 0
        """The number of reused blocks."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the future of the next task."""
        with self._lock:
            number, self._number = self._number, self._number + 1
        digest = task_digest(self._seed, number, fn, args)
        future: Future[T] = Future()
        content = self._stored(number, digest)
        if content is not None:
            try:
                future.set_result(read(content))
            except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, ValueError):
                pass  # written by another version: compute it again
            else:
                self.resumed += _blocks(args)
                return future
        with self._lock:
            if self._abandoned:
                future.cancel()
                return future
            self._waiting.add(future)
        inner = self._inner.submit(fn, *args, **kwargs)
        future.add_done_callback(lambda own: self._dropped(own, inner))
        inner.add_done_callback(functools.partial(self._computed, number, digest, future))
        return future

    def _dropped(self, own: Future[Any], inner: Future[Any]) -> None:
        # An abandoned executor may be a cluster that does not respond: do not call it.
        if own.cancelled() and not self._abandoned:
            inner.cancel()

    def _computed(self, number: int, digest: bytes, future: Future[Any], inner: Future[Any]) -> None:
        with self._lock:
            self._waiting.discard(future)
        if not future.set_running_or_notify_cancel():
            return
        if inner.cancelled():
            future.set_exception(ConnectionError("the executor dropped a block"))
            return
        error = inner.exception()
        if error is not None:
            future.set_exception(error)
            return
        result = inner.result()
        with self._lock:
            self._fresh.append((number, digest, written(result)))
        future.set_result(result)

    def fresh(self) -> list[tuple[int, bytes, bytes]]:
        """Return the number, digest and result of each task computed since the last call."""
        with self._lock:
            fresh, self._fresh = self._fresh, []
        return fresh

    def put_back(self, fresh: list[tuple[int, bytes, bytes]]) -> None:
        """Return results that could not be stored, for the next call of :meth:`fresh`."""
        with self._lock:
            self._fresh = fresh + self._fresh

    def abandon(self) -> None:
        """Cancel all waiting futures, even if the inner executor never responds."""
        with self._lock:
            self._abandoned = True
            waiting = list(self._waiting)
        for future in waiting:
            future.cancel()


def task_digest(seed: str, number: int, fn: Callable[..., object], args: tuple[object, ...]) -> bytes:
    """Return the digest of a task: run, versions, function and blocks."""
    names = []
    function: Any = fn
    while isinstance(function, functools.partial):
        names.append(_name(function.func))
        args = (*function.args, *args)
        function = function.func
    names.append(_name(function))
    told = [repr(part) if isinstance(part, (int, str, range)) else _name(part) for part in args]
    return hashlib.sha256("\n".join([seed, str(number), *names, *told]).encode()).digest()


def _blocks(args: tuple[object, ...]) -> int:
    return sum(len(part) for part in args if isinstance(part, range)) or 1


def _name(part: object) -> str:
    named = part if hasattr(part, "__qualname__") else type(part)
    return f"{getattr(named, '__module__', '')}.{getattr(named, '__qualname__', '')}"
