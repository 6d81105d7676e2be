"""The decision version that a run or snapshot is based on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A decision and its version; both None for a problem in the request."""

    decision: str | None = None
    version: int | None = None


NOWHERE = Origin()
