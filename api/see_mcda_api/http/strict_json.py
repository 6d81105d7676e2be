"""JSON that means one thing only: no key twice, no NaN, no number beyond all numbers, no half characters."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from see_mcda.errors import Faults, InputError
from see_mcda_api.http.errors import BadRequest

DEEPEST = 64
"""Lists and mappings within each other at most."""


class _Doubled(dict[str, Any]):
    """A mapping in which some keys stand twice."""

    twice: tuple[str, ...] = ()


def load(content: bytes, where: str = "") -> Any:
    """Return what JSON holds; ``where`` is the JSON path of it as a whole.

    Raises :class:`BadRequest` for what is no JSON, :class:`InputError` with every place that is ambiguous or
    cannot be.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_mapping)
    except UnicodeDecodeError as error:
        raise BadRequest.of(
            "encoding", "the file is not UTF-8 (byte {position})", where or None, position=error.start
        ) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadRequest.of(
            "syntax",
            "this is not JSON: {reason}",
            f"{where}: {place}" if where else place,
            reason=error.msg,
        ) from None
    except RecursionError:
        raise BadRequest.of("nesting", "the document is nested too deeply", where or None) from None
    except ValueError as error:  # Python converts no integer of thousands of digits
        raise BadRequest.of(
            "syntax", "this is not JSON: {reason}", where or None, reason=str(error)
        ) from None
    check(value, where)
    return value


def check(value: Any, where: str = "") -> None:
    """Raise :class:`InputError` with every place of JSON values that is ambiguous or cannot be."""
    faults = Faults()
    for place, found, depth in _walk(value, where):
        if depth > DEEPEST:
            faults.add("nesting", "the document is nested too deeply", place)
            break
        if isinstance(found, float) and not math.isfinite(found):
            faults.add("not-finite", "a finite number is needed, not {given}", place, given=str(found))
        elif isinstance(found, int) and abs(found) >= 10**300:
            faults.add("not-finite", "a finite number is needed, not {given}", place, given="10^300")
        elif isinstance(found, str) and _halved(found):
            faults.add("half-character", "half a character (a lone surrogate) stands here", place)
        elif isinstance(found, _Doubled):
            for key in found.twice:
                faults.add(
                    "duplicate-key", "the key {key} stands twice in one mapping", place or None, key=key
                )
    faults.stop(InputError)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)[:20]
    return doubled


def _halved(words: str) -> bool:
    return not words.isascii() and any("\ud800" <= letter <= "\udfff" for letter in words)


def _walk(value: Any, where: str) -> Iterator[tuple[str, Any, int]]:
    waiting: list[tuple[str, Any, int]] = [(where, value, 1)]
    while waiting:
        place, found, depth = waiting.pop()
        yield place, found, depth
        if isinstance(found, Mapping):
            for key, each in found.items():
                inside = f"{place}.{key}" if place else str(key)
                if isinstance(key, str) and _halved(key):
                    yield inside, key, depth
                waiting.append((inside, each, depth + 1))
        elif isinstance(found, list):
            waiting += [(f"{place}[{at}]", each, depth + 1) for at, each in enumerate(found)]
