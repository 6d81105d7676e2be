"""What a run or a snapshot was made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A kept decision and its version; None for a problem that was sent."""

    decision: str | None = None
    version: int | None = None


NOWHERE = Origin()
