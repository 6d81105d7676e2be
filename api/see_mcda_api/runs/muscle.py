"""Where blocks are computed: the threads of this process, or a Dask cluster."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Protocol

CONNECT_SECONDS = 5
RETRIES = 3
"""How often a cluster computes a block anew whose worker died."""


class Muscle(Protocol):
    """Gives executors for runs."""

    def executor(self) -> Executor:
        """Return where to compute now; raise :class:`OSError` if it cannot be reached."""

    def dropped(self, error: BaseException | None) -> bool:
        """Return whether an executor failed by itself, so that the same work may succeed later."""

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

    def executor(self) -> Executor:
        """Return the cluster's executor; connect if nothing is connected."""
        with self._lock:
            if self._client is None or self._client.status != "running":
                self._away()
                self._client = self._connected()
            executor: Executor = self._client.get_executor(pure=False, retries=RETRIES)
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
