"""What all tables share: the language and width, columns of names and numbers, the note and the warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from see_mcda.language.line_breaking import GAP, GLUE, paragraph, plain, ruled, widest
from see_mcda.language.messages import Message, Notice, Text, message, say
from see_mcda.model.problem import Problem
from see_mcda.render.numbers import rounding, shown_share
from see_mcda.render.report import ABSENT
from see_mcda.render.text import NARROWEST_NAME, WIDTH, column_widths
from see_mcda.results.subject import ON_CONDITION, Subject

__all__ = ["NARROWEST_NAME", "NO_RANK", "ON_CONDITION", "WIDTH", "Drawing", "Verbatim", "column_widths"]
__all__ += ["notes", "rounding", "shown_share"]

NO_RANK = ABSENT


class Drawing:
    """A problem to be told of in a language, within a width."""

    def __init__(self, problem: Problem, language: str, width: int):
        self.problem = problem
        self.language = language
        self.width = width
        self.starred = False

    def say(self, words: Message) -> str:
        """Return a message in the drawing's language."""
        return words.text(self.language)

    def text(self, words: Text | None) -> str:
        """Return somebody's words in the drawing's language."""
        return plain(say(words, self.language))

    def name(self, row: int) -> str:
        """Return a candidate's name, marked if it stands there on condition."""
        if not self.problem.conditional[row]:
            return self.text(self.problem.name(row))
        self.starred = True
        return f"{self.text(self.problem.name(row))}{GLUE}*"

    def named(self, row: int) -> Verbatim:
        """Return a candidate's marked name for a message."""
        return Verbatim(self.name(row))

    def spoken(self, messages: Iterable[Message]) -> list[str]:
        """Return sentences, and what the mark is if one of them has it."""
        said = [self.say(one) for one in messages]
        return [*said, self.say(ON_CONDITION)] if self.starred else said

    def notes(self, warnings: Sequence[Notice]) -> list[str]:
        """Return what the mark is if a name had it, and what :func:`notes` does."""
        marked = [paragraph(self.say(ON_CONDITION), self.width)] if self.starred else []
        return [*marked, *notes(self.problem, warnings, self.language, self.width)]

    def block(self, title: Message, lines: Iterable[str]) -> str:
        """Return lines below a title."""
        return "\n".join([paragraph(self.say(title), self.width), *lines])

    def directions(self) -> list[str]:
        """Return where less is better, for a plain table, whose reader may not have said it."""
        return [paragraph(self.say(words), self.width) for words in Subject(self.problem).directions()]

    def title(self) -> list[str]:
        """Return the problem's title, if it has one."""
        title = self.text(self.problem.title)
        return [paragraph(title, self.width)] if title else []

    def columns(self, rows: Sequence[Sequence[str]], name_at: int, right: Iterable[int]) -> list[str]:
        """Return table lines; the column of names takes what the others leave, or what it needs."""
        widths = column_widths(rows)
        others = sum(widths) - widths[name_at] + GAP * (len(widths) - 1)
        needed = max(widest(row[name_at] for row in rows), NARROWEST_NAME)
        widths[name_at] = min(needed, max(self.width - others, NARROWEST_NAME))
        return ruled(rows, widths, right)


class Verbatim(Message):
    """Somebody's own words as they are in every language, which a message shall not shorten."""

    def text(self, language: str = "en") -> str:
        """Return the words."""
        return self.template


def notes(problem: Problem, warnings: Sequence[Notice], language: str, room: int) -> list[str]:
    """Return the problem's note and the warnings, as every output carries them."""
    found = []
    note = problem.note or problem.framework.note
    if note:
        words = message("Note: {note}", note=Verbatim(plain(say(note, language))))
        found.append(paragraph(words.text(language), room))
    if warnings:
        lines = [paragraph(one.text(language), room, "- ") for one in warnings]
        found.append("\n".join([message("Please note:").text(language), *lines]))
    return found
