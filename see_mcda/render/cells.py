"""The data of a report: a header and rows, with full precision for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from see_mcda.language.messages import Message, say
from see_mcda.render.report import Cell, Joined, Quote, Report

Rows: TypeAlias = tuple[list[str], list[list[object]]]


def render(report: Report, language: str = "en") -> Rows:
    """Return the header and the rows; words are in ``language``."""
    columns = [(at, column.key) for at, column in enumerate(report.data.columns) if column.key is not None]
    return (
        [str(_value(key, language)) for _, key in columns],
        [[_value(row[at], language) for at, _ in columns] for row in report.data.rows],
    )


def _value(cell: object, language: str) -> object:
    value = cell.value if isinstance(cell, Cell) else cell
    if isinstance(value, (Message, Quote, Joined)):
        return value.text(language)
    return say(value, language) if isinstance(value, Mapping) else value
