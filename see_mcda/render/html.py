"""A report as HTML for notebooks and pages; names are escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from see_mcda.language.messages import Plural, message
from see_mcda.render.report import Report, Section, Table, Words, lines, meanings, said
from see_mcda.render.text import shown_cell

MOST_ROWS = 200
"""The largest number of rows shown of a table."""


def render(report: Report, language: str = "en") -> str:
    """Return the title, the sentences and tables, the note and the warnings."""
    title = "" if report.title is None else f"<p><b>{_isolated(report.title.text(language))}</b></p>"
    return f'<div lang="{language}" style="line-height:1.6">{title}{body(report, language)}</div>'


def body(report: Report, language: str = "en") -> str:
    """Return everything but the title."""
    sections = "".join(_section(section, report.title, language) for section in report.sections)
    keys = [words for section in report.sections for words in section.key]
    below = [words.text(language) for words in meanings(report.sections) if words not in keys]
    below += [] if report.note is None else [report.note.text(language)]
    below += [warning.text(language) for warning in report.warnings]
    return f"{sections}{_paragraphs(below)}"


def _section(section: Section, title: Words | None, language: str) -> str:
    items = [
        (f"<b>{escape(said(section.labels[at], language))}</b> " if section.labels else "")
        + "<br />".join(map(_isolated, lines(words, language)))
        for at, words in enumerate(section.sentences)
        if words is not title
    ]
    if section.bullet and items:
        sentences = f"<ul>{''.join(f'<li>{words}</li>' for words in items)}</ul>"
    else:
        sentences = "".join(f"<p>{words}</p>" for words in items)
    head = [] if section.title is None else [section.title.text(language)]
    table = "" if section.table is None else _table(section.table, language)
    return (
        f"{_paragraphs(head)}{sentences}{table}{_paragraphs(words.text(language) for words in section.key)}"
    )


def _table(table: Table, language: str) -> str:
    columns = [(at, column) for at, column in enumerate(table.columns) if column.title is not None]
    aligned = [f' style="text-align:{"end" if column.number else "start"}"' for _, column in columns]
    heads = "".join(
        f'<th scope="col"{style}>{escape(column.title.text(language))}</th>'
        for (_, column), style in zip(columns, aligned, strict=True)
        if column.title is not None
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{style}>{_isolated(shown_cell(row[at], column, language))}</td>"
            for (at, column), style in zip(columns, aligned, strict=True)
        )
        + "</tr>"
        for row in table.rows[:MOST_ROWS]
    )
    hidden = len(table.rows) - MOST_ROWS
    rest = (
        [
            message(
                Plural("{count} more row is not shown", "{count} more rows are not shown"), count=hidden
            ).text(language)
        ]
        if hidden > 0
        else []
    )
    bands = ""
    if any(column.band for _, column in columns):
        names = (said(column.band, language) for _, column in columns)
        spans = [(band, len(list(some))) for band, some in groupby(names)]
        cells = (f'<th colspan="{span}" scope="colgroup">{escape(band)}</th>' for band, span in spans)
        bands = f"<tr>{''.join(cells)}</tr>"
    return f"<table><thead>{bands}<tr>{heads}</tr></thead><tbody>{body}</tbody></table>{_paragraphs(rest)}"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{_isolated(words)}</p>" for words in lines)


def _isolated(words: str) -> str:
    return f"<bdi>{escape(words)}</bdi>"
