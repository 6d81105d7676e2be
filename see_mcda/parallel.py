"""Work in blocks on any executor; the blocks, and so the results, do not depend on the executor."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol, TypeVar

import numpy as np
from threadpoolctl import LibController, ThreadpoolController

from see_mcda.errors import InputError, RunError, SeeMcdaError, refuse

Progress = Callable[[int, int], None]
"""Called with the number of finished blocks and the total."""
Item = TypeVar("Item")
Result = TypeVar("Result")

_lock = threading.Lock()
_inside = 0
_before: list[int] = []
"""The original number of threads of each BLAS library."""


def map_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], executor: Executor | None
) -> Generator[Result, None, None]:
    """Yield ``function(item)`` for each item, in order; without an executor, in this thread.

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


class Cancel(Protocol):
    """A cancellation flag, such as a ``threading.Event``."""

    def is_set(self) -> bool:
        """Return whether to stop."""


@dataclass(frozen=True)
class Work:
    """The execution of long work: its executor, progress callback and cancellation flag.

    Raises:
        InputError: not an executor, or not an event that cancels.
    """

    executor: Executor | None = None
    progress: Progress | None = None
    cancel: Cancel | None = None

    def __post_init__(self) -> None:
        if self.executor is not None and not hasattr(self.executor, "submit"):
            raise refuse(
                InputError,
                "no-executor",
                "an executor needs the method submit (as in concurrent.futures.Executor); {given} has none",
                "executor",
                given=type(self.executor).__name__,
            )
        if self.cancel is not None and not hasattr(self.cancel, "is_set"):
            raise refuse(
                InputError,
                "no-event",
                "cancel needs the method is_set (as in threading.Event); {given} has none",
                "cancel",
                given=type(self.cancel).__name__,
            )


def over_blocks(
    function: Callable[[range], Result],
    blocks: int,
    work: Work,
    *,
    together: int = 1,
    before: int = 0,
    of: int | None = None,
) -> Iterator[Result]:
    """Yield ``function`` of consecutive ranges of ``blocks`` blocks, ``together`` at a time, in order.

    Where this is a part of some work, ``before`` blocks of it are done already and it has ``of`` in all.
    For processes or a cluster the function must be picklable: a frozen dataclass with ``__call__``, say. It
    is called with BLAS on one thread.

    Raises:
        RunError: cancelled, or the given executor failed; what was yielded before is not the whole.
    """
    of = blocks if of is None else of
    starts = range(0, blocks, together)  # nothing is listed: there can be very many

    def unit_from(start: int) -> range:
        return range(start, min(start + together, blocks))

    done = before
    with workers(work.executor, worth_it=len(starts) > 1) as chosen:
        results = map_in_order(partial(_alone, function), map(unit_from, starts), chosen)
        for unit in map(unit_from, starts):
            if work.cancel is not None and work.cancel.is_set():
                results.close()
                raise refuse(
                    RunError,
                    "cancelled",
                    "cancelled after {done} of {blocks} blocks",
                    done=done,
                    blocks=of,
                )
            try:
                result = next(results)
            except SeeMcdaError:
                raise
            except Exception as error:
                if work.executor is None:
                    raise
                raise refuse(
                    RunError,
                    "executor-failed",
                    "the executor failed after {done} of {blocks} blocks: {reason}",
                    done=done,
                    blocks=of,
                    reason=f"{type(error).__name__}: {error}",
                ) from error
            done += len(unit)
            yield result
            if work.progress is not None:
                work.progress(done, of)


def _alone(function: Callable[[range], Result], unit: range) -> Result:
    _keep_freed_memory()
    with _one_blas_thread():
        return function(unit)


@contextmanager
def workers(executor: Executor | None, *, worth_it: bool) -> Iterator[Executor | None]:
    """Give the executor to use: the given one, else a thread for each processor if the work is worth it.

    Inside, BLAS uses one thread: blocks are small, and the last bit must not depend on the number of threads.
    """
    _keep_freed_memory()
    with _one_blas_thread():
        if executor is not None or not worth_it:
            yield executor
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                yield threads


@cache
def _keep_freed_memory() -> None:
    """Let the C library keep what blocks free: giving it back and fetching it anew takes a fifth of the time.

    glibc keeps up to twice the largest array of at most 32 MiB that was ever freed, so one is freed here;
    nothing is written to it.
    """
    np.empty(31 << 20, np.uint8)


@cache
def _blas_libraries() -> list[LibController]:
    """Return the controllers of each library; ``ThreadpoolController.limit`` is slower on each call."""
    libraries: list[LibController] = ThreadpoolController().select(user_api="blas").lib_controllers
    return libraries


@contextmanager
def _one_blas_thread() -> Iterator[None]:
    """Limit BLAS to one thread; the limit is per process, so the last context to exit restores it."""
    global _inside, _before  # noqa: PLW0603
    with _lock:
        if _inside == 0:
            _before = [library.num_threads for library in _blas_libraries()]
            for library in _blas_libraries():
                library.set_num_threads(1)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                for library, threads in zip(_blas_libraries(), _before, strict=True):
                    library.set_num_threads(threads)
