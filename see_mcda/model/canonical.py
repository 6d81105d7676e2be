"""Canonical JSON (RFC 8785, https://www.rfc-editor.org/rfc/rfc8785): one form for one document, to be hashed.

The same bytes as ``rfc8785.dumps``, a third of the time: records hash every problem. Numbers that Python and
ECMAScript write alike are written here, all others there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from json.encoder import encode_basestring as quoted
from typing import Any

import rfc8785

from see_mcda.arguments import LARGEST_WHOLE
from see_mcda.errors import InputError, refuse

_ALIKE_FROM, _ALIKE_TO = 1e-4, 1e16
"""Sizes of numbers that Python writes without an exponent, as ECMAScript does."""


def digest(document: Any) -> str:
    """Return the SHA-256 of a document in canonical form, in hexadecimal.

    Raises :class:`see_mcda.InputError` for a whole number that has no such form.
    """
    try:
        return hashlib.sha256(canonical(document)).hexdigest()
    except rfc8785.IntegerDomainError:
        raise refuse(
            InputError,
            "too-large-number",
            "a whole number beyond {most} cannot be recorded exactly; use a smaller one",
            most=LARGEST_WHOLE,
        ) from None


def canonical(document: Any) -> bytes:
    """Return the canonical form of JSON values.

    Raises :class:`rfc8785.CanonicalizationError` for what has no such form, :class:`UnicodeError` for half
    characters.
    """
    parts: list[str] = []
    _write(document, parts.append)
    return "".join(parts).encode()


def _write(value: Any, add: Callable[[str], None]) -> None:
    kind = type(value)
    if value is None:
        add("null")
    elif kind is float and (_ALIKE_FROM <= value < _ALIKE_TO or -_ALIKE_TO < value <= -_ALIKE_FROM):
        add(repr(value).removesuffix(".0"))
    elif kind is str:
        add(quoted(value))
    elif kind is dict:
        opening = "{"
        for key in _sorted(value):
            add(f"{opening}{quoted(key)}:")
            _write(value[key], add)
            opening = ","
        add("}" if value else "{}")
    elif kind is list or kind is tuple:
        opening = "["
        for each in value:
            add(opening)
            _write(each, add)
            opening = ","
        add("]" if value else "[]")
    else:
        add(rfc8785.dumps(value).decode())


def _sorted(keys: dict[str, Any]) -> list[str]:
    """Return keys in the order of their UTF-16 code units."""
    try:
        plain = all(map(str.isascii, keys))
    except TypeError:
        raise rfc8785.CanonicalizationError("object keys must be strings") from None
    return sorted(keys) if plain else sorted(keys, key=lambda key: key.encode("utf-16-be"))
