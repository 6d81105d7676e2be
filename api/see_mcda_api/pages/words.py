"""What templates say: the catalogue's words, people's own texts, numbers and dates as a person reads them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from see_mcda.language.messages import Message, Plural, as_text, message, say
from see_mcda.methods.titles import method_title

BUDDHIST = 543
"""Years by which the Thai calendar is ahead."""
MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)
BANGKOK = datetime.timezone(datetime.timedelta(hours=7))


class Words:
    """The functions that templates have for one language."""

    def __init__(self, language: str):
        self.language = language

    def say(self, template: str, /, **params: object) -> str:
        """Return the words for an English template of the catalogue."""
        return Message(template, params).text(self.language)

    def say_count(self, one: str, many: str, /, count: object, **params: object) -> str:
        """Return the words for a number of things."""
        return Message(Plural(one, many), {"count": count, **params}).text(self.language)

    def method_title(self, name: str) -> str:
        """Return what people call a method."""
        title = method_title(name)
        return title if isinstance(title, str) else title.text(self.language)

    def text(self, value: str | Mapping[str, str] | None) -> Markup:
        """Return somebody's own words as a run that keeps its direction, marked with its language."""
        if not value:
            return Markup()
        texts = as_text(value)
        words = say(texts, self.language)
        spoken = next(name for name, each in texts.items() if each == words)
        mark = f' lang="{escape(spoken)}"' if spoken != self.language else ""
        return Markup("<bdi{mark}>{words}</bdi>").format(mark=Markup(mark), words=words)

    def plain(self, value: str | Mapping[str, str] | None) -> str:
        """Return somebody's own words as they stand in an attribute."""
        return say(as_text(value), self.language) if value else ""

    def date(self, at: datetime.datetime | datetime.date) -> Markup:
        """Return a date: in Thai in years of the Buddhist era. Times are those of Bangkok."""
        local = at.astimezone(BANGKOK) if isinstance(at, datetime.datetime) else at
        year = local.year + (BUDDHIST if self.language == "th" else 0)
        day = f"{local.day} {MONTHS[local.month - 1].text(self.language)} {year}"
        hour = f" {local:%H:%M}" if isinstance(local, datetime.datetime) else ""
        return Markup('<time datetime="{iso}">{words}</time>').format(iso=at.isoformat(), words=day + hour)

    def day(self, words: Any) -> Markup:
        """Return the date of evidence as a person reads it; what is no date as it was written."""
        try:
            return self.date(datetime.date.fromisoformat(str(words)))
        except ValueError:
            return Markup("<bdi>{}</bdi>").format(words)

    def linked(self, value: str | Mapping[str, str] | None) -> Markup:
        """Return somebody's own words; a web address is a link, which tells nobody where it stood."""
        words = self.plain(value).strip()
        if not re.fullmatch(r"https?://[^\s<>\"]+", words):
            return self.text(value)
        return Markup('<a href="{0}" rel="noopener noreferrer nofollow"><bdi>{0}</bdi></a>').format(words)


def share(part: float, decimals: int = 1) -> str:
    """Return a share in per cent, with a no-break space, which messages leave out in Thai."""
    words = f"{100 * part:.{decimals}f}"
    return (words.rstrip("0").rstrip(".") if "." in words else words) + "\u00a0%"


@pass_context
def show_share(context: Context, part: float, decimals: int = 1) -> str:
    """Return a share in per cent in the language of the page."""
    words = share(part, decimals)
    return words.replace("\u00a0", "") if context["language"] == "th" else words


def number(value: Any) -> str:
    """Return a number as people wrote it: without a point where it is whole."""
    return "–" if value is None else f"{value:.6g}" if isinstance(value, (int, float)) else str(value)
