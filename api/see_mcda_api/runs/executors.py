"""Where blocks are computed: the threads of this process, or a Dask cluster."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Protocol
from weakref import WeakKeyDictionary

CONNECT_SECONDS = 5
RETRIES = 3
"""How often a cluster computes a block anew whose worker died."""


class Muscle(Protocol):
    """Gives executors for runs."""

    def executor(self) -> Executor:
        """Return where to compute now; raise :class:`OSError` if it cannot be reached."""

    def dropped(self, error: BaseException | None) -> bool:
        """Return whether an executor failed by itself, so that the same work may succeed later."""

    def lost(self, executor: Executor) -> bool:
        """Return whether an executor may have forgotten what it was given, and never answer."""

    def close(self) -> None:
        """Give everything back."""


class Threads:
    """The processors of this machine, shared by the runs of a worker."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="blocks")

    def executor(self) -> Executor:
        """Return the threads."""
        return self._threads

    def dropped(self, error: BaseException | None) -> bool:
        """Threads do not fail by themselves."""
        return False

    def lost(self, executor: Executor) -> bool:
        """Threads forget nothing."""
        return False

    def close(self) -> None:
        """Let the blocks that are under way end, and begin no other."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Dask:
    """A Dask cluster; a scheduler that goes away is sought again."""

    def __init__(self, address: str, connect: Callable[..., Any] | None = None):
        self._address = address
        self._connect = connect
        self._client: Any = None
        self._lock = threading.Lock()
        self._schedulers: WeakKeyDictionary[Executor, object] = WeakKeyDictionary()

    def executor(self) -> Executor:
        """Return the cluster's executor; connect if nothing is connected."""
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
        """Return whether workers or the scheduler died, rather than the work itself being wrong."""
        module = type(error).__module__
        return isinstance(error, OSError) or module.startswith(("distributed.", "concurrent.futures"))

    def lost(self, executor: Executor) -> bool:
        """Return whether another scheduler is there than the one that was given the work.

        A client finds a scheduler that was started anew by itself; what was sent while the old one went away
        is neither computed nor refused then.
        """
        with self._lock:
            now = self._scheduler()
        return now is not None and now != self._schedulers.get(executor)

    def _scheduler(self) -> object:
        """Return the id of the scheduler to which the client is connected, None while it is to none.

        The public ``scheduler_info()`` asks the scheduler, and waits for it.
        """
        client = self._client
        return client._scheduler_identity.get("id") if client and client.status == "running" else None

    def close(self) -> None:
        """Leave the cluster."""
        with self._lock:
            self._away()

    def _away(self) -> None:
        if self._client is not None:
            self._client.close(timeout=2)
            self._client = None


def muscle(dask: str | None) -> Muscle:
    """Return the cluster at an address, or this machine's threads."""
    return Dask(dask) if dask else Threads()
