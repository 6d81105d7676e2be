"""A report as text for a terminal or a pipe: English and Thai, within a width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from see_mcda.language.line_breaking import GAP, paragraph, plain, ruled, widest, width
from see_mcda.language.messages import Message, message, per_cent, say
from see_mcda.render.report import ABSENT, Cell, Column, Joined, Quote, Report, Section, Table, meanings, said
from see_mcda.render.report import lines as said_lines

WIDTH = 80
"""The default width of a line in cells."""
NARROWEST_NAME = 24
"""Cells that names get at least before columns move to a separate table."""


def render(report: Report, language: str = "en", room: int = WIDTH) -> str:
    """Return a report as text whose lines are at most ``room`` cells wide."""
    parts = [_section(section, language, room) for section in report.sections]
    keys = [words for section in report.sections for words in section.key]
    parts += [
        paragraph(words.text(language), room) for words in meanings(report.sections) if words not in keys
    ]
    if report.note is not None:
        parts.append(paragraph(message("Note: {note}", note=report.note).text(language), room))
    if report.warnings:
        lines = [paragraph(warning.text(language), room, "- ") for warning in report.warnings]
        parts.append("\n".join([message("Please note:").text(language), *lines]))
    return "\n\n".join(parts)


def _section(section: Section, language: str, room: int) -> str:
    lines = [] if section.title is None else [paragraph(section.title.text(language), room)]
    for at, words in enumerate(section.sentences):
        first, *rest = said_lines(words, language)
        bullet = f"  {said(section.labels[at], language)}  " if section.labels else section.bullet
        lines.append(paragraph(first, room, bullet))
        lines += [paragraph(line, room, " " * len(bullet)) for line in rest]
    lines += [] if section.table is None else table_lines(section.table, language, room)
    lines += [paragraph(words.text(language), room) for words in section.key]
    return "\n".join(lines)


def table_lines(table: Table, language: str, room: int) -> list[str]:
    """Return the lines of a table; further parts follow below if they do not fit beside it."""
    shown = [at for at, column in enumerate(table.columns) if column.title is not None]
    columns = [table.columns[at] for at in shown]
    rows = [[_translate(column.title, language) for column in columns]]
    rows += [
        [_indented(row[at], column, language) for at, column in zip(shown, columns, strict=True)]
        for row in table.rows
    ]
    widths, bands = column_widths(rows), [said(column.band, language) for column in columns]
    name = next(at for at, column in enumerate(columns) if not column.number)
    numbers = {at for at, column in enumerate(columns) if column.number}
    lines: list[str] = []
    for block in _blocks(columns, bands, widths, name, room):
        kept = [*range(name + 1), *block]
        widths = _banded(bands, widths, block)
        right = [place for place, at in enumerate(kept) if at in numbers]
        others = sum(widths[kept[place]] for place in right) + GAP * (len(kept) - 1)
        needed = {at: widest(row[at] for row in rows) for at in kept if at not in numbers}
        given = {at: widths[at] for at in kept} | _shared(needed, room - others, name)
        some = [[row[at] for at in kept] for row in rows]
        lines += [""] if lines else []
        lines += [_bands(bands, given)] if any(bands[at] for at in kept) else []
        lines += ruled(some, list(given.values()), right)
    return lines


def _shared(needed: Mapping[int, int], room: int, name: int) -> dict[int, int]:
    """Return the widths of columns of words: those that need most share equally what the others leave."""
    least, given = NARROWEST_NAME // len(needed), {}
    for before, at in enumerate(sorted(needed, key=lambda at: needed[at])):
        given[at] = min(needed[at], max(room // (len(needed) - before), least))
        room -= given[at]
    given[name] = max(given[name], min(NARROWEST_NAME, given[name] + room))
    return given


def _blocks(
    columns: Sequence[Column], bands: Sequence[str], widths: list[int], name: int, room: int
) -> list[list[int]]:
    """Return the columns after the name as they share tables: each part whole, and a band if it fits."""
    left = room - NARROWEST_NAME - sum(GAP + cells for cells in widths[:name])
    widths[name + 1 :] = [min(cells, room // 2) for cells in widths[name + 1 :]]

    def fits(block: Sequence[int]) -> bool:
        needed = _banded(bands, widths, block)
        return sum(GAP + needed[at] for at in block) <= left

    blocks: list[list[int]] = [[]]
    for _, band in groupby(range(name + 1, len(columns)), key=lambda at: bands[at]):
        together = list(band)
        if blocks[-1] and fits(together) and not fits([*blocks[-1], *together]):
            blocks.append([])
        for _, part in groupby(together, key=lambda at: columns[at].part):
            some = list(part)
            if blocks[-1] and not fits([*blocks[-1], *some]):
                blocks.append([])
            blocks[-1] += some
    return blocks


def _banded(bands: Sequence[str], widths: Sequence[int], block: Sequence[int]) -> list[int]:
    """Return the widths where the first column of each band takes what the band's name lacks."""
    needed = list(widths)
    for band, some in groupby(block, key=lambda at: bands[at]):
        together = list(some)
        lacking = width(band) - sum(GAP + needed[at] for at in together) + GAP
        needed[together[0]] += max(lacking, 0)
    return needed


def _bands(bands: Sequence[str], given: Mapping[int, int]) -> str:
    """Return the line above the head: each band over its columns."""
    parts = []
    for band, some in groupby(given, key=lambda at: bands[at]):
        together = list(some)
        room = sum(GAP + given[at] for at in together) - GAP
        parts.append(band.center(room, ".") if band and len(together) > 1 else band.rjust(room))
    return (" " * GAP).join(parts).rstrip()


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column: of its widest cell below the head, or the longest word of its head."""
    return [
        max(widest(row[at] for row in rows[1:]), *map(width, rows[0][at].split()), 1)
        for at in range(len(rows[0]))
    ]


def _indented(cell: object, column: Column, language: str) -> str:
    depth = cell.depth if isinstance(cell, Cell) else 0
    return "  " * depth + shown_cell(cell, column, language)


def shown_cell(cell: object, column: Column, language: str) -> str:
    """Return a value as it is shown in a column."""
    shown = cell.shown if isinstance(cell, Cell) else cell
    if isinstance(shown, (str, Message, Quote, Joined, Mapping)):
        return per_cent(_translate(shown, language), language)
    return ABSENT if shown is None else per_cent(column.format(shown), language)


def _translate(words: object, language: str) -> str:
    if isinstance(words, (Message, Quote, Joined)):
        return words.text(language)
    return plain(say(words, language) if isinstance(words, Mapping) else str(words))
