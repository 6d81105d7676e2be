"""What solvers print of their own accord, kept out of the results on standard output."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def prints_on_stderr() -> Iterator[None]:
    """Send to standard error what libraries in C print to standard output.

    HiGHS prints a line of its own where it repairs an integer solution, whatever its options say
    (https://github.com/jump-dev/HiGHS.jl/issues/312).
    """
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):  # Windows has no such library
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
