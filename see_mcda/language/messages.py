"""Localised text, and messages in English and Thai.

A *text* is a mapping from language to words, ``{"en": "Sampran", "th": "สามพราน"}``; files may write a plain
string instead. A :class:`Message` is an English template with named values; its Thai comes from the catalogue
``locale`` when it is shown, so that one result can be read in both languages.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "th")
LONGEST_QUOTE = 600
"""The length at which user text quoted in a message is cut, in characters."""
_THAI = re.compile("[\u0e00-\u0e7f]")
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

Text = Mapping[str, str]


def as_text(value: str | Text) -> Text:
    """Return a text for a mapping or a plain string, whose language is detected from its script."""
    if isinstance(value, str):
        return {"en" if value.isascii() or not _THAI.search(value) else "th": value}
    return dict(value)


def say(text: Text | None, language: str) -> str:
    """Return the words of ``text`` in ``language``, else in English, else in any language it has."""
    if not text:
        return ""
    return text.get(language) or text.get("en") or next(iter(text.values()))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "see_mcda", Path(__file__).parent / "locale", languages=[language], fallback=True
    )


class Plural(str):
    """A singular template with its plural; the value ``count`` selects one of them.

    >>> message(Plural("{count} score is missing", "{count} scores are missing"), count=2).text()
    '2 scores are missing'
    """

    __slots__ = ("many",)
    many: str

    def __new__(cls, one: str, many: str) -> Plural:
        """Return the singular template with the plural attached."""
        template = super().__new__(cls, one)
        template.many = many
        return template

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.many


def translate(template: str, language: str, count: object = 1) -> str:
    """Return the translation of an English template, or the template itself if there is none."""
    if isinstance(template, Plural):
        number = 1 if str(count) == "1" else 2
        if language == "en":
            return str(template) if number == 1 else template.many
        return _catalogue(language).ngettext(template, template.many, number)
    return template if language == "en" or not template else _catalogue(language).gettext(template)


def per_cent(words: str, language: str) -> str:
    """Return words with the no-break space before a per cent sign, or in Thai with none."""
    return words.replace("\u00a0%", "%") if language == "th" else words


@dataclass(frozen=True)
class Message:
    """An English template with ``{named}`` values, translated on demand.

    A value may be a text (cut if very long), a :class:`see_mcda.render.report.Quote` (never cut), another
    message, a list of these, a number (shown with six significant digits) or anything with a ``str``.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in ``language``."""
        shown = {name: _shown(value, language) for name, value in self.params.items()}
        return per_cent(
            translate(self.template, language, self.params.get("count")).format(**shown), language
        )

    def texts(self) -> dict[str, str]:
        """Return the sentence in every language."""
        return {language: self.text(language) for language in LANGUAGES}

    def __str__(self) -> str:
        return self.text("en")


def message(template: str, /, **params: object) -> Message:
    """Return a message; the template is the key of the Thai catalogue."""
    return Message(template, params)


@dataclass(frozen=True)
class Where:
    """A location, shown as ``see.xlsx: scores!D5``, ``see.csv: line 3, column market`` or ``weights.market``.

    Attributes:
        file: the file's name.
        sheet, cell: in a workbook; a cell without a sheet is an entry of a matrix.
        line, column: in a text; a column by its header or its number.
        row: in a data frame, with its column: the label of the row.
        path: in a document; shown if there is no cell and no line.
        outer: the location that this one is within, unless that is only the file.

    """

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    column: str | int | None = None
    path: str | None = None
    outer: Where | None = None
    row: str | None = None

    @classmethod
    def of(cls, where: Where | str | None) -> Where | None:
        """Return a location; a string is a path."""
        found = cls(path=where or None) if isinstance(where, str) else where
        return None if found == cls() else found

    @property
    def whole_path(self) -> str:
        """The path with that of each location around it."""
        return _joined(self.outer.whole_path if self.outer else "", self.path or "")

    def within(self, outer: Where | str) -> Where:
        """Return the location within another one, which may be its own already."""
        around = Where.of(outer)
        if around is None or self in (around, Where()):
            return around or self
        if self.outer is not None:
            return replace(self, outer=self.outer.within(around))
        if around == Where(around.file) and self.file in (None, around.file):
            return replace(self, file=around.file)
        return replace(self, outer=around)

    def below(self, path: str) -> Where:
        """Return the location of a part whose whole is at ``path`` of something larger."""
        if self.outer is not None:
            return replace(self, outer=self.outer.below(path))
        return replace(self, path=_joined(path, self.path or ""))

    def seen_from(self, path: str) -> Where | None:
        """Return the location within the part at ``path``; None if it is not in there."""
        if self.outer is not None:
            outer = self.outer.seen_from(path)
            return outer and replace(self, outer=Where.of(outer))
        own, rest = self.path or "", (self.path or "").removeprefix(path)
        if not own.startswith(path) or (path and rest and rest[0] not in ".["):
            return None
        return replace(self, path=rest.removeprefix(".") or None)

    def text(self, language: str = "en") -> str:
        """Return the words for it; a line and its column are named in ``language``."""
        parts = [self.outer.text(language) if self.outer else None, self.file, self._own(language)]
        return _cut(": ".join(part for part in parts if part))

    def _own(self, language: str) -> str | None:
        line, row, column = self.line, self.row, self.column
        if line is not None and column is not None and language == "en":
            return f"line {line}, column {column}"
        named: Message | None = None
        if column is None:
            if line is not None:
                named = message("line {line}", line=line)
            elif row is not None:
                named = message("row {row}", row=row)
        elif line is not None:
            named = message("line {line}, column {column}", line=line, column=column)
        elif row is not None:
            named = message("row {row}, column {column}", row=row, column=column)
        else:
            named = message("column {column}", column=column)
        if named is not None:
            return named.text(language)
        return "!".join(part for part in (self.sheet, self.cell) if part) or self.path

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Notice:
    """A notice about the input or a result: a stable code, a message and a location.

    ``where`` is ``None`` if the whole input is meant.
    """

    code: str
    message: Message
    where: Where | None = None

    def at(self, where: Where | str | None) -> Notice:
        """Return the same notice at another location."""
        return replace(self, where=Where.of(where))

    def within(self, outer: Where | str) -> Notice:
        """Return the notice with its location within another one."""
        return self.at((self.where or Where()).within(outer))

    def below(self, path: str) -> Notice:
        """Return the notice about a part whose whole is at ``path`` of something larger."""
        return self.at((self.where or Where()).below(path))

    def text(self, language: str = "en") -> str:
        """Return one line: the location, then the message."""
        words = self.message.text(language)
        return f"{self.where.text(language)}: {words}" if self.where else words

    def __str__(self) -> str:
        return self.text("en")


def notice(code: str, template: str, where: Where | str | None = None, /, **params: object) -> Notice:
    """Return a notice; ``template`` is English with ``{named}`` values; a string for ``where`` is a path."""
    return Notice(code, Message(template, params), Where.of(where))


def _joined(path: str, inner: str) -> str:
    return path + ("." if path and inner and inner[0] != "[" else "") + inner


def _shown(value: object, language: str) -> str:
    if isinstance(value, (Message, Where)):
        return value.text(language)
    if callable(words_of := getattr(value, "text", None)):  # a quote
        return _isolated(words_of(language))
    if isinstance(value, Mapping):
        return _isolated(_cut(say(value, language)))
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item, language) for item in value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return _isolated(_cut(str(value)))


def _isolated(words: str) -> str:
    """Return right-to-left words isolated, so that the sentence around them keeps its direction."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words):
        return f"{_ISOLATE}{words}{_POP_ISOLATE}"
    return words


def _cut(words: str) -> str:
    words = words.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair could not be printed
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
