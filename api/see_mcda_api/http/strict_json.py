"""Strict JSON: no duplicate keys, no NaN, no infinite numbers, no lone surrogates."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from see_mcda.errors import Faults, InputError
from see_mcda.language.messages import Where
from see_mcda.model.validation import json_path
from see_mcda_api.http.errors import MOST_FAULTS, BadRequest, and_more

DEEPEST = 64
"""The largest nesting depth."""


class _Doubled(dict[str, Any]):
    """A mapping with duplicate keys."""

    twice: tuple[str, ...] = ()


def load(content: bytes, where: Where | str | None = None) -> Any:
    """Parse JSON; ``where`` is the location of the whole document.

    Raises :class:`BadRequest` for a syntax error, :class:`InputError` with the path of every value that is
    ambiguous or not valid.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_mapping)
    except UnicodeDecodeError as error:
        raise BadRequest.of(
            "encoding", "the file is not UTF-8 (byte {position})", where, position=error.start
        ) from None
    except json.JSONDecodeError as error:
        place = Where(line=error.lineno, column=error.colno)
        raise BadRequest.of(
            "syntax",
            "this is not JSON: {reason}",
            place.within(where or ""),
            reason=error.msg,
        ) from None
    except RecursionError:
        raise BadRequest.of("nesting", "the document is nested too deeply", where) from None
    except ValueError as error:  # Python converts no integer of thousands of digits
        raise BadRequest.of("syntax", "this is not JSON: {reason}", where, reason=str(error)) from None
    check(value, where)
    return value


def check(value: Any, where: Where | str | None = None) -> None:
    """Raise :class:`InputError` with the path of every value that is ambiguous or not valid."""
    faults, more = Faults(), 0
    whole = Where.of(where) or Where()
    for number, (path, code, template, params) in enumerate(_ambiguous(value)):
        if number < MOST_FAULTS:
            place = json_path([whole.path, *path] if whole.path else path) or None
            faults.add(code, template, Where(whole.file, path=place), **params)
        else:
            more += 1
    if more:
        faults.extend([and_more(more)])
    faults.stop(InputError)


def _ambiguous(value: Any) -> Iterator[tuple[list[str | int], str, str, dict[str, str]]]:
    """Yield the path, code, template and parameters of each fault."""
    for path, found in _walk(value):
        if len(path) >= DEEPEST:
            yield path, "nesting", "the document is nested too deeply", {}
            return
        if isinstance(found, str):
            if _halved(found):
                yield path, "half-character", "this contains half a character (a lone surrogate)", {}
        elif isinstance(found, float):
            if not math.isfinite(found):
                yield path, "not-finite", "a finite number is needed, not {given}", {"given": str(found)}
        elif isinstance(found, int):
            if abs(found) >= 10**300:
                yield path, "not-finite", "a finite number is needed, not {given}", {"given": "10^300"}
        elif isinstance(found, _Doubled):
            for key in found.twice:
                yield path, "duplicate-key", "the key {key} is used twice in one mapping", {"key": key}


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)[:20]
    return doubled


def _halved(words: str) -> bool:
    return not words.isascii() and any("\ud800" <= letter <= "\udfff" for letter in words)


def _walk(value: Any) -> Iterator[tuple[list[str | int], Any]]:
    """Yield every value, and every key with a lone surrogate, with its path (one list, mutated)."""
    path: list[str | int] = []
    yield path, value
    waiting = [_entries(value)]
    while waiting:
        for key, each in waiting[-1]:
            path.append(key)
            if isinstance(key, str) and _halved(key):
                yield path, key
            yield path, each
            if isinstance(each, (Mapping, list)):
                waiting.append(_entries(each))
                break
            path.pop()
        else:
            waiting.pop()
            if path:
                path.pop()


def _entries(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        return iter(value.items())
    return iter(enumerate(value)) if isinstance(value, list) else iter(())
