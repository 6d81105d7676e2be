"""Help pages in English and Thai: what a command does, what it needs, its options, and examples to try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from see_mcda.cli.session import PROGRAM, Session
from see_mcda.language.line_breaking import paragraph, width
from see_mcda.language.messages import message, translate

LEFT = 26
"""Cells of the left column, where names stand."""


def command_help(command: Any, context: Any) -> str:
    """Return the help page of a command."""
    session: Session = context.obj
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    usage = " ".join([context.command_path, *(_placeholder(each) for each in arguments)])
    page = _Page(session)
    page.usage(f"{usage} [--…]")
    page.words(command.help or "")
    page.section(message("Arguments:"), [(each.metavar, _meaning(each, session)) for each in arguments])
    page.section(
        message("Options:"), [*((_names(each), _meaning(each, session)) for each in options), *page.common()]
    )
    page.examples(command.epilog or "")
    return page.text()


def group_help(group: Any, context: Any, verbs: Sequence[tuple[str, str]]) -> str:
    """Return the help page of a group of commands; ``verbs`` are their names and one-line descriptions."""
    session: Session = context.obj
    page = _Page(session)
    page.usage(" ".join([context.command_path, session.say(message("COMMAND")), "…"]))
    page.words(group.help or "")
    page.section(message("Commands:"), [(name, _said(words, session)) for name, words in verbs])
    options = [each for each in group.params if each.param_type_name == "option" and not each.hidden]
    page.section(
        message("Options:"), [*((_names(each), _meaning(each, session)) for each in options), *page.common()]
    )
    page.examples(group.epilog or "")
    return page.text()


class _Page:
    def __init__(self, session: Session):
        self.session = session
        self.parts: list[str] = []

    def usage(self, line: str) -> None:
        self.parts.append(paragraph(line, self.session.width, self.session.say(message("Usage:")) + " "))

    def words(self, template: str) -> None:
        for part in _said(template, self.session).split("\n"):
            self.parts.append(paragraph(part, self.session.width))

    def section(self, title: Any, entries: Sequence[tuple[str, str]]) -> None:
        if entries:
            lines = [self.session.say(title), *(self._entry(name, words) for name, words in entries)]
            self.parts.append("\n".join(lines))

    def _entry(self, name: str, words: str) -> str:
        head = f"  {name}"
        if width(head) <= LEFT - 2:
            return paragraph(words, self.session.width, head + " " * (LEFT - width(head)))
        below = paragraph(words, self.session.width, " " * LEFT)
        return "\n".join([paragraph(name, self.session.width, "  ", "      "), below])

    def common(self) -> list[tuple[str, str]]:
        return [
            ("--lang en|th", self.session.say(message("language of the output (or set SEE_MCDA_LANG)"))),
            ("--help", self.session.say(message("show this help"))),
        ]

    def examples(self, lines: str) -> None:
        if lines:
            commands = [f"  {PROGRAM} {line}" for line in lines.split("\n")]
            self.parts.append("\n".join([self.session.say(message("Examples:")), *commands]))

    def text(self) -> str:
        return "\n\n".join(self.parts)


def _placeholder(argument: Any) -> str:
    name = f"{argument.metavar}…" if argument.nargs == -1 else str(argument.metavar)
    return name if argument.required else f"[{name}]"


def _names(option: Any) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return names
    return f"{names} {option.metavar}{' …' if option.multiple else ''}"


def _meaning(parameter: Any, session: Session) -> str:
    words = _said(parameter.help or "", session)
    if parameter.default in (None, "") or getattr(parameter, "is_flag", False):
        return words
    return session.say(
        message("{words} (default: {default})", words={"en": words}, default=str(parameter.default))
    )


def _said(template: str, session: Session) -> str:
    """Return a template's words; another package's verb may have none, and "" is the catalogue's header."""
    return translate(template, session.language) if template else ""
