"""What the engine says to people: localised text, and messages in English and Thai.

A *text* is a mapping from language to words, ``{"en": "Sampran", "th": "สามพราน"}``; files may write a plain
string instead. A :class:`Message` is an English template with named values; its Thai comes from the catalogue
``locale`` when it is shown, never earlier, so that one result can be read in both languages.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "th")
LONGEST_QUOTE = 600
"""Characters of somebody's own words that a message repeats before it cuts them."""
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LINE = re.compile(r"(?:^|(?<=: ))line (?P<line>[0-9]+)(?:, column (?P<column>.+))?$", re.DOTALL)

Text = Mapping[str, str]


def as_text(value: str | Text) -> Text:
    """Return a text for a plain string (its language told by its script) or a mapping."""
    if isinstance(value, str):
        thai = any("\u0e00" <= letter <= "\u0e7f" for letter in value)
        return {"th" if thai else "en": value}
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


def translate(template: str, language: str) -> str:
    """Return the catalogue's words for an English template (the template itself where there are none)."""
    return template if language == "en" or not template else _catalogue(language).gettext(template)


@dataclass(frozen=True)
class Message:
    """An English template with ``{named}`` values, said in a language on demand.

    A value may be a text (cut if very long), a :class:`see_mcda.render.report.Quote` (never cut), another
    message, a list of these, a number (shown with six significant digits) or anything with a ``str``.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in ``language``."""
        shown = {name: _shown(value, language) for name, value in self.params.items()}
        return translate(self.template, language).format(**shown)

    def texts(self) -> dict[str, str]:
        """Return the sentence in every language."""
        return {language: self.text(language) for language in LANGUAGES}

    def __str__(self) -> str:
        return self.text("en")


def message(template: str, /, **params: object) -> Message:
    """Return a message; the template is the key of the Thai catalogue."""
    return Message(template, params)


class Place(str):
    """Where something stands in a source: a path, a cell, or ``see.csv: line 3, column market``."""

    __slots__ = ()

    def text(self, language: str = "en") -> str:
        """Return the place; a line and its column are named in ``language``."""
        found = _LINE.search(self)
        if language == "en" or found is None:
            return _cut(str(self))
        words = (
            message("line {line}", line=found["line"])
            if found["column"] is None
            else message("line {line}, column {column}", line=found["line"], column=found["column"])
        )
        return _cut(self[: found.start()] + words.text(language))


@dataclass(frozen=True)
class Notice:
    """Something a person is told about the input or a result: a stable code, a message and a place.

    ``where`` is a file, a sheet's cell or a JSON path; ``None`` where the whole input is meant.
    """

    code: str
    message: Message
    where: str | None = None

    def text(self, language: str = "en") -> str:
        """Return one line: the place, then what is the matter."""
        words = self.message.text(language)
        return f"{Place(self.where).text(language)}: {words}" if self.where else words

    def __str__(self) -> str:
        return self.text("en")


def notice(code: str, template: str, where: str | None = None, /, **params: object) -> Notice:
    """Return a notice; ``template`` is English with ``{named}`` values."""
    return Notice(code, Message(template, params), where)


def _shown(value: object, language: str) -> str:
    if isinstance(value, (Message, Place)):
        return value.text(language)
    if callable(said := getattr(value, "text", None)):  # a quote
        return _isolated(said(language))
    if isinstance(value, Mapping):
        return _isolated(_cut(say(value, language)))
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item, language) for item in value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return _isolated(_cut(str(value)))


def _isolated(words: str) -> str:
    """Return words written from right to left such that the sentence around them keeps its direction."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words):
        return f"{_ISOLATE}{words}{_POP_ISOLATE}"
    return words


def _cut(words: str) -> str:
    words = words.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair could not be printed
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
