"""Facts about candidates that are not scored, such as costs and provinces, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from see_mcda.errors import InputError, refuse
from see_mcda.language.messages import as_text

_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_BOOLEANS = {"true": True, "false": False}


def names(candidates: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of all facts, in the order in which candidates have them."""
    return list(dict.fromkeys(name for each in candidates for name in each.get("attributes") or {}))


def written(fact: Any) -> str:
    """Return a fact as it stands in a cell; a text in the language in which it was given first."""
    if fact is None:
        return ""
    if isinstance(fact, bool):
        return str(fact).lower()
    if isinstance(fact, (int, float)):
        return f"{fact:,}"
    return next(iter(as_text(fact).values()), "")


def read(words: str) -> Any:
    """Return the fact that somebody wrote in a cell: a number where it is one, else a text."""
    if _GROUPED.fullmatch(words):
        words = words.replace(",", "")
    if _NUMBER.fullmatch(words):
        number = float(words.replace(",", "."))
        return int(number) if number.is_integer() else number
    return _BOOLEANS.get(words.lower(), words)


def changed(facts: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return facts in which those that differ from what was written are as written; empty ones are gone."""
    now = dict(facts)
    for name, words in given.items():
        text = words.strip()
        if text == written(facts.get(name)):
            continue
        if text:
            now[name] = read(text)
        else:
            now.pop(name, None)
    return now


def added(candidates: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    """Return the candidates with a further fact, which nobody knows yet."""
    if not name:
        raise refuse(InputError, "no-name", "enter a name", "fact")
    known = [dict(each.get("attributes") or {}) for each in candidates]
    return [
        {**each, "attributes": facts if name in facts else facts | {name: None}}
        for each, facts in zip(candidates, known, strict=True)
    ]
