"""The session of a command: language, width and output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import typer

from see_mcda.errors import InputError, UnknownNameError, refuse
from see_mcda.language.messages import LANGUAGES, Message

PROGRAM = "see-mcda"
NARROWEST, WIDEST = 60, 120
"""Cells that tables take at least and at most; 80 when the answer does not go to a terminal."""


class StdoutError(Exception):
    """Standard output cannot be written; see the cause."""


@dataclass(frozen=True)
class Session:
    """The ``obj`` of every command's context."""

    language: str
    width: int = 80

    @classmethod
    def of_terminal(cls, language: str) -> Session:
        """Return the session for the terminal as it is."""
        columns = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
        return cls(language, min(max(columns, NARROWEST), WIDEST))

    def say(self, words: Message) -> str:
        """Return a message in the session's language."""
        return words.text(self.language)

    def show(self, text: str) -> None:
        """Write an answer to standard output, raising :class:`StdoutError` if it does not arrive."""
        try:
            sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
            sys.stdout.flush()
        except OSError as problem:
            raise StdoutError from problem


def session_of(context: typer.Context) -> Session:
    """Return the session of a command's context."""
    return cast("Session", context.obj)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the language, and the arguments without ``--lang``, which may stand anywhere.

    Raises :class:`UnknownNameError` for a language that see-mcda does not speak.
    """
    language = environment.get("SEE_MCDA_LANG") or "en"
    place = "SEE_MCDA_LANG"
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang":
            place = word
            given = next(words, None)
            if given is None:
                raise refuse(InputError, "no-value", "a value is needed here", place)
            language = given
        elif word.startswith("--lang="):
            language, place = word.removeprefix("--lang="), "--lang"
        else:
            rest.append(word)
    if language not in LANGUAGES:
        raise refuse(
            UnknownNameError,
            "unknown-language",
            "there is no language {given}; choose from {known}",
            place,
            given=language,
            known=list(LANGUAGES),
        )
    return language, rest
