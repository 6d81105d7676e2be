"""Results in the forms in which they are sent."""

from __future__ import annotations

import json
from typing import Any


def as_json(result: Any) -> bytes:
    """Return the bytes that the command line prints for ``--json``."""
    return f"{result.to_json()}\n".encode()


def document_json(document: Any) -> bytes:
    """Return a list or a document as the command line prints it."""
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()
