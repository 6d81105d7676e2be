"""Calls for snapshots: stored results that can be shared."""

from __future__ import annotations

from typing import Any

from see_mcda_api.client.call import Answer, Call, address, as_model, given, idempotency_key, nothing
from see_mcda_api.client.stateless import arguments_body, plain
from see_mcda_api.snapshots.schemas import SnapshotModel, SnapshotPage


def create(kind: str, problem: Any, **arguments: Any) -> Call[SnapshotModel]:
    """Create a snapshot of a result; ``kind`` is ``"ranking"``, ``"comparison"`` or an analysis."""
    body = plain({"kind": kind, "problem": problem, **arguments_body(kind, arguments)})
    return Call("POST", address("snapshots"), as_model(SnapshotModel), body, headers=idempotency_key())


def read(snapshot: str) -> Call[SnapshotModel]:
    """Return the address and the author of a snapshot."""
    return Call("GET", address("snapshots", snapshot), as_model(SnapshotModel))


def page(cursor: str | None = None, limit: int | None = None) -> Call[SnapshotPage]:
    """Return a page of the team's snapshots, newest first."""
    return Call("GET", address("snapshots"), as_model(SnapshotPage), query=given(cursor=cursor, limit=limit))


def revoke(snapshot: str) -> Call[None]:
    """Revoke a snapshot; its address then returns 410."""
    return Call("DELETE", address("snapshots", snapshot), nothing)


def file(snapshot: SnapshotModel, form: str = "json", *, language: str | None = None) -> Call[bytes]:
    """Return a snapshot in a format: ``json``, ``csv``, ``svg``, ``png`` or ``txt``."""
    return Call("GET", f"{snapshot.address}.{form}", _content, query=given(lang=language))


def _content(answer: Answer) -> bytes:
    return answer.content
