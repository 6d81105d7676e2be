"""The data of a report: a header and rows, with full precision for a spreadsheet, or as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from see_mcda.language.messages import Message, say
from see_mcda.render.report import Cell, Joined, Quote, Report
from see_mcda.render.text import shown_cell

Rows: TypeAlias = tuple[list[str], list[list[object]]]


def render(report: Report, language: str = "en") -> Rows:
    """Return the header and the rows; words are in ``language``."""
    columns = [(at, column.key) for at, column in enumerate(report.data.columns) if column.key is not None]
    return (
        [str(_value(key, language)) for _, key in columns],
        [[_value(row[at], language) for at, _ in columns] for row in report.data.rows],
    )


def shown(report: Report, language: str = "en") -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of the data as a person reads them, without columns for programs."""
    columns = [(at, column) for at, column in enumerate(report.data.columns) if column.title is not None]
    return (
        [column.title.text(language) for _, column in columns if column.title is not None],
        [[shown_cell(row[at], column, language) for at, column in columns] for row in report.data.rows],
    )


def _value(cell: object, language: str) -> object:
    value = cell.value if isinstance(cell, Cell) else cell
    if isinstance(value, (Message, Quote, Joined)):
        return value.text(language)
    return say(value, language) if isinstance(value, Mapping) else value
