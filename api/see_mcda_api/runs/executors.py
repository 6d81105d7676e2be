"""Executors of blocks: threads of this process, or a Dask cluster."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Protocol
from weakref import WeakKeyDictionary

CONNECT_SECONDS = 5
RETRIES = 3
"""How often a cluster retries a block after the loss of a worker."""


class ExecutorSource(Protocol):
    """A source of executors for runs."""

    def executor(self) -> Executor:
        """Return an executor; raise :class:`OSError` if it cannot be reached."""

    def dropped(self, error: BaseException | None) -> bool:
        """Return whether an error is a failure of the executor, so that a retry may succeed."""

    def lost(self, executor: Executor) -> bool:
        """Return whether an executor may have lost its tasks and will never return results."""

    def close(self) -> None:
        """Release all resources."""


class Threads:
    """A thread pool shared by the runs of a worker."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="blocks")

    def executor(self) -> Executor:
        """Return the thread pool."""
        return self._threads

    def dropped(self, error: BaseException | None) -> bool:
        """Return False: threads do not fail."""
        return False

    def lost(self, executor: Executor) -> bool:
        """Return False: threads lose no tasks."""
        return False

    def close(self) -> None:
        """Cancel the blocks that have not started."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Dask:
    """A Dask cluster; reconnects after the loss of the scheduler."""

    def __init__(self, address: str, connect: Callable[..., Any] | None = None):
        self._address = address
        self._connect = connect
        self._client: Any = None
        self._lock = threading.Lock()
        self._schedulers: WeakKeyDictionary[Executor, object] = WeakKeyDictionary()

    def executor(self) -> Executor:
        """Return the executor of the cluster; connect if necessary."""
        with self._lock:
            if self._client is None or self._client.status != "running":
                self._away()
                self._client = self._connected()
            executor: Executor = self._client.get_executor(pure=False, retries=RETRIES)
            self._schedulers[executor] = self._scheduler()
            return executor

    def _connected(self) -> Any:
        if self._connect is None:
            from distributed import Client  # noqa: PLC0415 (takes a second to import)

            self._connect = Client
        return self._connect(self._address, timeout=CONNECT_SECONDS, set_as_default=False)

    def dropped(self, error: BaseException | None) -> bool:
        """Return whether an error is the loss of a worker or scheduler, not a failure of the work."""
        module = type(error).__module__
        return isinstance(error, OSError) or module.startswith(("distributed.", "concurrent.futures"))

    def lost(self, executor: Executor) -> bool:
        """Return whether the scheduler is no longer the one that received the work.

        A client reconnects to a restarted scheduler by itself; work sent while the old one went away is then
        neither computed nor rejected.
        """
        with self._lock:
            now = self._scheduler()
        return now is not None and now != self._schedulers.get(executor)

    def _scheduler(self) -> object:
        """Return the id of the connected scheduler, or None.

        The public ``scheduler_info()`` would wait for a response of the scheduler.
        """
        client = self._client
        return client._scheduler_identity.get("id") if client and client.status == "running" else None

    def close(self) -> None:
        """Disconnect from the cluster."""
        with self._lock:
            self._away()

    def _away(self) -> None:
        if self._client is not None:
            self._client.close(timeout=2)
            self._client = None


def executor_source(dask: str | None) -> ExecutorSource:
    """Return a Dask cluster for an address, or a thread pool for None."""
    return Dask(dask) if dask else Threads()
