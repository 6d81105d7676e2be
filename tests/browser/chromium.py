"""Where Chromium is, and how it is started: it asks nobody outside for anything."""

from __future__ import annotations

import os
import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def found() -> str:
    """Return the program; end with what to do where there is none."""
    wanted = os.environ.get("CHROMIUM", "chromium")
    program = shutil.which(wanted)
    if program is None:
        raise SystemExit(
            f"there is no {wanted}: install Debian's package chromium, or set CHROMIUM to the program's path"
        )
    return program
