"""Published numbers: cases from ``tests/cases/*.json``, and comparison at their own tolerances.

``expected`` holds the printed numbers (absolute ``tolerance``, one or one a key), ``exact`` the same at full
precision (``exact_tolerance``, relative to max(1, |number|)). A null says that there is no such number: what
is found must be None.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"


def cases(family: str, *methods: str) -> list[Any]:
    """The cases of a family as pytest parameters, named by their ids; all, or those of some methods."""
    found = json.loads((FOLDER / f"{family}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in found if not methods or case["method"] in methods]


def assert_reproduced(case: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Compare every published number of a case with what was found; the message names the source."""
    tolerance = case["tolerance"]
    compared = 0
    for path, number in _numbers(case["expected"]):
        limit = tolerance.get(path[0], tolerance.get("default")) if isinstance(tolerance, dict) else tolerance
        _compare(case, path, number, _at(found, path), limit)
        compared += 1
    for path, number in _numbers(case.get("exact", {})):
        limit = case.get("exact_tolerance", 1e-9) * max(1.0, abs(number or 0.0))
        _compare(case, path, number, _at(found, path), limit)
        compared += 1
    assert compared, f"{case['id']} holds no numbers"


def _compare(
    case: Mapping[str, Any], path: Sequence[Any], wanted: float | None, got: float | None, limit: float
) -> None:
    where = ".".join(map(str, path))
    if wanted is None or got is None:
        assert got is wanted, f"{where}: {got}, published {wanted} ({case['source']})"
        return
    assert abs(float(got) - wanted) <= limit, (
        f"{where}: {got}, published {wanted} ± {limit} ({case['source']})"
    )


def _numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], float | None]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _numbers(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _numbers(item, (*path, position))
    elif value is None:
        yield path, None
    else:
        yield path, float(Fraction(value)) if isinstance(value, str) else float(value)


def _at(found: Any, path: Sequence[Any]) -> float | None:
    for part in path:
        found = found[part]
    return None if found is None else float(found)
