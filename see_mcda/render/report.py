"""The report of a result: its sentences and tables, independent of language and width.

The function ``report`` beside each result makes one. :mod:`see_mcda.render.text` shows it in a terminal,
:mod:`see_mcda.render.html` on a page, :mod:`see_mcda.render.cells` in a spreadsheet; charts take their title,
subtitle and footnotes from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from see_mcda.language.line_breaking import GLUE, plain
from see_mcda.language.messages import Message, Notice, Text, say

ABSENT = "-"
"""Shown for a missing value."""
LINE = "\n"


@dataclass(frozen=True)
class Mark:
    """A sign beside a name, and what it means; the meaning is shown wherever the sign is."""

    sign: str
    meaning: Message


@dataclass(frozen=True)
class Quote:
    """Names and other user text, which messages neither translate nor shorten.

    ``after`` follows them, the same in every language: ``12 → 15``.
    """

    words: Text
    mark: Mark | None = None
    after: str = ""

    def text(self, language: str = "en") -> str:
        """Return the words in ``language``, and the mark."""
        shown = plain(say(self.words, language))
        marked = shown if self.mark is None else f"{shown}{GLUE}{self.mark.sign}"
        return f"{marked} {self.after}" if self.after else marked


@dataclass(frozen=True)
class Joined:
    """Words one after the other; a list in a message is joined by commas.

    ``by=LINE`` puts each part on a line of its own.
    """

    parts: Sequence[str | Message | Quote | Joined]
    by: str = ", "

    def text(self, language: str = "en") -> str:
        """Return the words in ``language``."""
        return self.by.join(said(part, language) for part in self.parts)


Words: TypeAlias = Message | Quote | Joined


def said(words: Words | str, language: str) -> str:
    """Return words in ``language``; a string as it is."""
    return words if isinstance(words, str) else words.text(language)


def lines(words: Words, language: str) -> list[str]:
    """Return words in ``language``, a line each of those that are joined by lines."""
    parts = words.parts if isinstance(words, Joined) and words.by == LINE else [words]
    return [said(part, language) for part in parts]


@dataclass(frozen=True)
class Cell:
    """A value shown otherwise than its column shows values; ``depth`` is that of its row in a tree."""

    value: object
    shown: str | Words
    depth: int = 0


def format_number(value: Any) -> str:
    """Return a number with six significant digits, anything else as it is."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: its name in spreadsheets; None if they lack it.
        title: its header for people; None if only spreadsheets have it.
        format: shows a value that is not a text, a message or a :class:`Cell`.
        number: whether values end at the right; columns of words share the room left.
        part: neighbouring columns of one part stay together where not all fit beside each other; the others
            form further tables, which begin with the columns up to the first that is no number.
        band: a heading above neighbouring columns that share it.

    """

    key: str | Words | None
    title: Words | None = None
    format: Callable[[Any], str] = format_number
    number: bool = True
    part: int = 0
    band: Message | str = ""


Row: TypeAlias = Sequence[object]
"""A value a column with full precision: a text, a message, a number, None, or a :class:`Cell` of one."""


@dataclass(frozen=True)
class Table:
    """Columns and rows; the first column that is no number, and those before it, say what a row is about."""

    columns: Sequence[Column]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Section:
    """A section of a report: a title, sentences, a table, and the meanings of its columns and signs.

    ``labels`` precede the sentences, one each, in the place of the bullet.
    """

    sentences: Sequence[Words] = ()
    table: Table | None = None
    key: Sequence[Message] = ()
    title: Message | None = None
    bullet: str = ""
    labels: Sequence[Message | str] = ()


@dataclass(frozen=True)
class Report:
    """The content of a result in words.

    Attributes:
        headline: the answer in one sentence, as the title of its chart.
        sections: everything, in reading order.
        data: the table for spreadsheets, with full precision.
        warnings: what to know before relying on the result.
        sentences: the whole answer, as pages show it beside a chart.
        subtitle: what a chart shows below the headline, before the key of its own signs.
        footnotes: what a chart shows at its foot.
        title: of the problem.
        note: of the problem.

    """

    headline: Message
    sections: Sequence[Section]
    data: Table
    warnings: Sequence[Notice]
    sentences: Sequence[Words] = ()
    subtitle: Sequence[Message] = ()
    footnotes: Sequence[Message] = ()
    title: Quote | None = None
    note: Quote | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables for people."""
        return tuple(section.table for section in self.sections if section.table is not None)

    def answer(self, language: str = "en") -> list[str]:
        """Return the sentences in a language, and the meanings of the marks in them."""
        return spoken(self.sentences, language)


def spoken(sentences: Sequence[Words], language: str = "en") -> list[str]:
    """Return sentences in a language, and the meanings of the marks in them."""
    return [words.text(language) for words in (*sentences, *meanings(sentences))]


def meanings(parts: Iterable[object]) -> list[Message]:
    """Return the meanings of the marks in sections, tables or sentences, each once."""
    return list({mark.sign: mark.meaning for mark in _marks(parts)}.values())


def _marks(part: object) -> Iterator[Mark]:
    if isinstance(part, Quote):
        if part.mark is not None:
            yield part.mark
    elif isinstance(part, Message):
        yield from _marks(part.params)
    elif isinstance(part, Joined):
        yield from _marks(part.parts)
    elif isinstance(part, Cell):
        yield from _marks(part.shown)
    elif isinstance(part, Table):
        yield from _marks(part.rows)
    elif isinstance(part, Section):
        yield from _marks((part.title, part.sentences, part.table, part.key))
    elif isinstance(part, Mapping):
        yield from _marks(tuple(part.values()))
    elif isinstance(part, Iterable) and not isinstance(part, str):
        for each in part:
            yield from _marks(each)
