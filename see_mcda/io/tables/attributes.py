"""Attributes in cells: facts about a candidate that are not scored, of any plain type.

A delimited file has only text: there ``12``, ``true`` and ``null`` are a number, a truth value and nothing,
and a text that looks like one of them has ``'`` before it. A sheet has types of its own; only ``null`` is
written so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from see_mcda.io.grids.formulas import guarded, unguarded
from see_mcda.io.grids.grid import is_blank
from see_mcda.io.tables.candidates import Texts
from see_mcda.io.tables.headers import Role
from see_mcda.language.messages import as_text
from see_mcda.model.validation import LONGEST_NAME

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?", re.I)
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_LARGEST_INTEGER = 2**53 - 1
_ABSENT = object()


def read_attributes(texts: Texts, rows: Sequence[int], roles: Sequence[Role | None]) -> list[dict[str, Any]]:
    """Return the attributes of each row; an empty cell is no attribute."""
    keys = dict.fromkeys(role.key for role in roles if role and role.kind == "attribute")
    if not keys:
        return [{}] * len(rows)
    return [{key: value for key in keys if (value := _read(texts, row, key)) is not _ABSENT} for row in rows]


def _read(texts: Texts, row: int, key: str) -> Any:
    columns = texts.columns["attribute", key]
    if len(columns) > 1 or columns[0][1] is not None:
        return texts.read(row, "attribute", key, LONGEST_NAME) or _ABSENT
    cell = texts.grid.cell(row, columns[0][0])
    if is_blank(cell):
        return _ABSENT
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _LARGEST_INTEGER:
        cell = int(cell)
    if isinstance(cell, (bool, int, float)):
        return cell
    if isinstance(cell, str):
        delimited = texts.grid.sheet is None
        if _looks_plain(cell, delimited):
            return _plain(cell)
        if _escaped(cell, delimited) and len(cell) <= LONGEST_NAME:
            return as_text(cell[1:])
    return texts.read(row, "attribute", key, LONGEST_NAME) or _ABSENT


def attribute_cell(value: object, delimited: bool) -> object:
    """Return the cell that holds an attribute in one language, or of no language."""
    if value is None:
        return "null"
    if not isinstance(value, str):
        return str(value).lower() if delimited and isinstance(value, bool) else value
    if _looks_plain(value, delimited) or _escaped(value, delimited):
        return f"'{value}"
    return guarded(value) if delimited else value


def _looks_plain(text: str, delimited: bool) -> bool:
    if not delimited:
        return text == "null"
    return text.casefold() in _WORDS or (
        _NUMBER.fullmatch(text) is not None
        and not (text.lstrip("-").isdigit() and abs(int(text)) > _LARGEST_INTEGER)
    )


def _escaped(text: str, delimited: bool) -> bool:
    return text.startswith("'") and (
        _looks_plain(text.lstrip("'"), delimited) or (delimited and unguarded(text) != text)
    )


def _plain(text: str) -> object:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    return int(text) if text.lstrip("-").isdigit() else float(text)
