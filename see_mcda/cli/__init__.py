"""The command ``see-mcda``: one line a fault and exit code 2, never a traceback for bad input."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import cast

import typer

from see_mcda.cli.application import application
from see_mcda.cli.session import PROGRAM, Session, StdoutError, chosen_language
from see_mcda.errors import SeeMcdaError
from see_mcda.language.line_breaking import plain
from see_mcda.language.messages import message

REFUSED, OUR_FAULT, INTERRUPTED, CLOSED = 2, 70, 130, 141
"""Exit codes: bad input, a fault of see-mcda (EX_SOFTWARE), Ctrl+C, and a reader that has gone away."""
_ClickException = cast("type[Exception]", typer.BadParameter.__mro__[2])
"""What the parser raises by itself; typer has no public name for it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _accept_every_sign()
    language = "en"
    try:
        language, rest = chosen_language(given, os.environ)
        return _run(rest, language)
    except (SeeMcdaError, _ClickException) as error:
        _complain(error.lines(language) if isinstance(error, SeeMcdaError) else [str(error)])
        return REFUSED
    except typer.Exit as end:
        return int(end.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _complain([message("interrupted").text(language)])
        return INTERRUPTED
    except StdoutError as error:
        return _closed(error, language)
    except Exception as fault:
        return _own_fault(fault, language)


def _run(arguments: list[str], language: str) -> int:
    session = Session.of_terminal(language)
    command = typer.main.get_command(application())
    with command.make_context(PROGRAM, arguments, obj=session) as context:
        command.invoke(context)
    return 0


def _complain(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            print(plain(line), file=sys.stderr)
    except OSError:  # nobody listens there; the exit code says it
        return


def _closed(error: StdoutError, language: str) -> int:
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (what is left in the old one has nowhere to go)
    if isinstance(error.__cause__, BrokenPipeError):
        return CLOSED
    reason = getattr(error.__cause__, "strerror", None) or str(error.__cause__)
    _complain([message("the output cannot be written: {reason}", reason=reason).text(language)])
    return REFUSED


def _own_fault(fault: Exception, language: str) -> int:
    if os.environ.get("SEE_MCDA_DEBUG"):
        traceback.print_exception(fault)
    first = (str(fault).splitlines() or [""])[0]
    words = message(
        "this is a bug in see-mcda, not a problem with your input ({kind}: {reason}); please report it"
        " with the command you ran; set SEE_MCDA_DEBUG=1 to see where it happened",
        kind=type(fault).__name__,
        reason=first,
    )
    _complain([words.text(language)])
    return OUR_FAULT


def _accept_every_sign() -> None:
    """Let a terminal that cannot show a sign show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")
