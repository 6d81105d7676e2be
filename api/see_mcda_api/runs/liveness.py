"""The identity of a worker's process, by which others on the same machine see whether it still runs.

A late renewal alone does not say whether a worker is dead or its machine slow. Where Linux's /proc shows the
process, it decides; elsewhere (another machine, another container, another system) only the lease does.
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

PROC = Path("/proc")


def identity() -> str:
    """Return a new name for a worker of this process."""
    pid = os.getpid()
    return f"{_machine()}//{pid}/{_start(pid)}/{secrets.token_hex(3)}"


def lives(worker: str | None) -> bool | None:
    """Return whether the process of a worker still runs, or None if that cannot be seen from here."""
    machine, _, process = (worker or "").rpartition("/")[0].partition("//")
    pid, _, start = process.partition("/")
    if machine != _machine() or not (pid.isdecimal() and start.isdecimal()):
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is another user's
    return None if (seen := _start(int(pid))) is None else seen == int(start)


def _machine() -> str:
    """Return the name of this machine, of its start and of the container: in these a process id is unique."""
    host = socket.gethostname()
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{host}/{boot}/{(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return host


def _start(pid: int) -> int | None:
    """Return when a process started, in ticks since the machine did: -1 if it has ended, None if unknown."""
    try:
        # the name before the last bracket may have any signs; see proc_pid_stat(5) for the fields behind it
        fields = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return -1 if fields[0] in (b"Z", b"X") else int(fields[19])
