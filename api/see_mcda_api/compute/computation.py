"""Results as JSON and as tables."""

from __future__ import annotations

import json
from typing import Any


def as_json(result: Any) -> bytes:
    """Return a result as JSON, as ``see-mcda … --json`` prints it."""
    return f"{result.to_json()}\n".encode()


def document_json(document: Any) -> bytes:
    """Return a list or document as JSON, as the command line prints it."""
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()
