"""The identity of a worker process, and a check whether it is alive.

A late renewal does not show whether a worker is dead or just slow. If Linux's /proc has the process, it
decides; otherwise (another machine, container or system) only the lease does.
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

PROC = Path("/proc")


def identity() -> str:
    """Return a new worker id for this process."""
    pid = os.getpid()
    return f"{_machine()}//{pid}/{_start(pid)}/{secrets.token_hex(3)}"


def lives(worker: str | None) -> bool | None:
    """Return whether the process of a worker is alive, or None if this cannot be checked here."""
    machine, _, process = (worker or "").rpartition("/")[0].partition("//")
    pid, _, start = process.partition("/")
    if machine != _machine() or not (pid.isdecimal() and start.isdecimal()):
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's process
    return None if (seen := _start(int(pid))) is None else seen == int(start)


def _machine() -> str:
    """Return the host name, boot id and PID namespace, within which a process id is unique."""
    host = socket.gethostname()
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{host}/{boot}/{(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return host


def _start(pid: int) -> int | None:
    """Return the start time of a process in ticks since boot; -1 if it has ended, None if unknown."""
    try:
        # the process name before the last bracket may contain anything; fields: see proc_pid_stat(5)
        fields = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return -1 if fields[0] in (b"Z", b"X") else int(fields[19])
