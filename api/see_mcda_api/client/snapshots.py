"""The calls about snapshots: frozen results with an address of their own."""

from __future__ import annotations

from typing import Any

from see_mcda_api.client.call import Answer, Call, address, as_model, given, key_of_its_own, nothing
from see_mcda_api.client.stateless import arguments_body, plain
from see_mcda_api.snapshots.schemas import SnapshotModel, SnapshotPage


def create(kind: str, problem: Any, **arguments: Any) -> Call[SnapshotModel]:
    """Freeze a result: its kind (``"ranking"``, ``"comparison"`` or an analysis), then what that takes."""
    body = plain({"kind": kind, "problem": problem, **arguments_body(kind, arguments)})
    return Call("POST", address("snapshots"), as_model(SnapshotModel), body, headers=key_of_its_own())


def read(snapshot: str) -> Call[SnapshotModel]:
    """Say where a snapshot is to be found and who made it."""
    return Call("GET", address("snapshots", snapshot), as_model(SnapshotModel))


def page(cursor: str | None = None, limit: int | None = None) -> Call[SnapshotPage]:
    """Return some of the team's snapshots, the newest first."""
    return Call("GET", address("snapshots"), as_model(SnapshotPage), query=given(cursor=cursor, limit=limit))


def revoke(snapshot: str) -> Call[None]:
    """Withdraw a snapshot: its address answers no more."""
    return Call("DELETE", address("snapshots", snapshot), nothing)


def file(snapshot: SnapshotModel, form: str = "json", *, language: str | None = None) -> Call[bytes]:
    """Return a form of a snapshot: ``json``, ``csv``, ``svg``, ``png`` or ``txt``."""
    return Call("GET", f"{snapshot.address}.{form}", _content, query=given(lang=language))


def _content(answer: Answer) -> bytes:
    return answer.content
