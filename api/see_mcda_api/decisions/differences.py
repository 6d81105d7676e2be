"""Differences between two versions of a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from see_mcda_api.decisions.state import State


def differences(before: State | None, after: State) -> list[tuple[str, Any, Any]]:
    """Return ``(place, before, after)`` for each value that differs; None means that there is no value.

    Candidates are identified by their ids; a change of their order is a difference at the place ``order``.
    """
    old, new = dict(_values(before)), dict(_values(after))
    found = [
        (place, old.get(place), new.get(place))
        for place in {**old, **new}
        if old.get(place) != new.get(place)
    ]
    was, now = _ids(before), _ids(after)
    both = set(was) & set(now)
    if [id for id in was if id in both] != [id for id in now if id in both]:
        found.append(("order", was, now))
    return found


def _ids(state: State | None) -> list[str]:
    return [] if state is None else [each["id"] for each in state.problem["candidates"]]


def _values(state: State | None) -> Iterator[tuple[str, Any]]:
    if state is None:
        return
    candidates = {each["id"]: each for each in state.problem["candidates"]}
    problem = {key: value for key, value in state.problem.items() if key not in ("candidates", "framework")}
    yield "framework", state.problem.get("framework")
    yield from _leaves("", {**problem, "candidates": candidates, "weightings": state.weightings})


def _leaves(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the values of nested mappings; a score is one value."""
    whole = not isinstance(value, Mapping) or place.rpartition("/")[0].endswith("/scores")
    if whole:
        yield place, value
        return
    for key, each in value.items():
        yield from _leaves(f"{place}/{key}" if place else str(key), each)
