"""Long work in blocks, on any executor: the same blocks, and so the same bits, whoever computes them."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from threadpoolctl import ThreadpoolController

Item = TypeVar("Item")
Result = TypeVar("Result")

_lock = threading.Lock()
_inside = 0
_restore: Callable[[], None] | None = None


def map_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], executor: Executor | None
) -> Iterator[Result]:
    """Yield ``function(item)`` for each item, in order; without an executor, here and now.

    At most a few items more than there are processors are under way, so that memory stays bounded.
    """
    if executor is None:
        yield from map(function, items)
        return
    window = 2 * (os.cpu_count() or 1)
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(executor.submit(function, item))
            if len(waiting) >= window:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def workers(executor: Executor | None, *, worth_it: bool) -> Iterator[Executor | None]:
    """Give the executor to use: the given one, else a thread for each processor if the work is worth it.

    Inside, BLAS uses one thread: blocks are small, and the last bit must not depend on the number of threads.
    """
    with _one_blas_thread():
        if executor is not None or not worth_it:
            yield executor
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                yield threads


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def _one_blas_thread() -> Iterator[None]:
    """Limit BLAS while anybody is inside; the limit is the process's, so the last one out restores it."""
    global _inside, _restore  # noqa: PLW0603
    with _lock:
        if _inside == 0:
            _restore = _controller().limit(limits=1, user_api="blas").restore_original_limits
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _restore is not None:
                _restore()
                _restore = None
