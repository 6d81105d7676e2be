"""Answers about weights, as people give them: orders and points; in words, a file or a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.io.cells.judgment_cells import number as number_of
from see_mcda.io.files import refuse_file_name
from see_mcda.io.library import read_document
from see_mcda.language.lists import parse_pairs
from see_mcda.language.messages import Where


def read_numbers(source: Any, key: str) -> dict[str, float]:
    """Return numbers by name: from ``a=2,b=1``, a mapping, or what a file has under ``key`` or as a whole."""
    if not isinstance(source, str):
        document = read_document(source) if isinstance(source, Path) else source
        given = document.get(key, document) if isinstance(document, Mapping) else None
        if not isinstance(given, Mapping):
            raise refuse(
                WeightingError,
                "no-numbers",
                "{key} needs a number for each criterion",
                Where(str(source)) if isinstance(source, Path) else key,
                key=key,
            )
        entries = [(str(name), str(number)) for name, number in given.items()]
    else:
        refuse_file_name(source, key)
        entries = [(name, number or "") for name, number in parse_pairs(source)]
    faults = Faults()
    found: dict[str, float] = {}
    for name, number in entries:
        value = number_of(number)
        if not name or value is None:
            faults.add("bad-weight", "{given} is not of the form name=number", key, given=f"{name}={number}")
        elif name in found:
            faults.add("doubly-given", "{id} is given twice", key, id=name)
        else:
            found[name] = value
    faults.stop(WeightingError)
    return found


def read_order(source: Any) -> list[list[str]]:
    """Return groups of criteria, the most important first: from ``"a > b = c > d"``, a list, or a file."""
    if not isinstance(source, str):
        document = read_document(source) if isinstance(source, Path) else source
        given = document.get("order") if isinstance(document, Mapping) else document
        if not isinstance(given, list) or not given:
            raise refuse(
                WeightingError,
                "no-order",
                "order: [[a], [b, c]] is needed, the most important first",
                Where(str(source)) if isinstance(source, Path) else "order",
            )
        return [[str(name) for name in (tie if isinstance(tie, list) else [tie])] for tie in given]
    refuse_file_name(source, "order")
    groups = [[name.strip() for name in tie.split("=")] for tie in source.split(">")]
    if not all(name for tie in groups for name in tie):
        raise refuse(WeightingError, "no-order", 'an order is of the form "a > b = c > d"', "order")
    return groups


def stem(path: str | None) -> str | None:
    """Return the id that a weighting gets from its file's name, if it can be one."""
    name = Path(path).stem.lower() if path else ""
    return name if re.fullmatch(r"[a-z0-9-]+", name) else None
