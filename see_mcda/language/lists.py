"""Lists as one line of text: ``a,b`` and ``a=2,b=1``.

A name that holds a comma or an equals sign is written between double quotes, as in CSV:
``"cost, total"=2,income=3``. A quote inside it is doubled.
"""

from __future__ import annotations

import re

_QUOTED = r'"(?:[^"]|"")*"'
_PART = re.compile(rf"(?:(?<![^,=\s]){_QUOTED}(?=\s*(?:[,=]|$))|[^,])+")
_PAIR = re.compile(rf"\s*({_QUOTED})\s*(?:=(.*))?", re.DOTALL)


def split_list(words: str) -> list[str]:
    """Return the parts of a list, without their quotes; empty parts are left out.

    >>> split_list('income, "cost, total"')
    ['income', 'cost, total']
    """
    return [part for piece in _PART.findall(words) if (part := _unquoted(piece))]


def parse_pairs(words: str) -> list[tuple[str, str | None]]:
    """Return the names of a list with the value that follows each; None for a name without a value.

    The last equals sign of a part counts, so that only a name followed by no value needs quotes for its own.

    >>> parse_pairs('income=3, "cost, total"=2, jobs')
    [('income', '3'), ('cost, total', '2'), ('jobs', None)]
    """
    pairs: list[tuple[str, str | None]] = []
    for piece in _PART.findall(words):
        if match := _PAIR.fullmatch(piece):
            name, value = match.groups()
        else:
            before, equals, after = piece.rpartition("=")
            name, value = (before, after) if equals else (after, None)
        if name.strip() or value is not None:
            pairs.append((_unquoted(name), None if value is None else value.strip()))
    return pairs


def quoted(name: str) -> str:
    """Return a name as such a list writes it."""
    if any(sign in name for sign in ",=") or name.startswith('"'):
        return '"' + name.replace('"', '""') + '"'
    return name


def _unquoted(piece: str) -> str:
    part = piece.strip()
    return part[1:-1].replace('""', '"') if re.fullmatch(_QUOTED, part) else part
