"""Reading what comes over the network: no words in it may name a file of this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import see_mcda as sm
from see_mcda.errors import Faults, InputError, SeeMcdaError, refuse
from see_mcda.io.files import without_files
from see_mcda_api.http.errors import ServiceError

log = logging.getLogger("see_mcda_api")
FILES = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
"""Where the engine takes words that end so for a file's name."""


@contextmanager
def untrusted() -> Iterator[None]:
    """Let the engine work on what was sent: it reads no file, and whatever it stumbles over is bad input.

    What it does not refuse itself is told to whoever asked, and to the log: it should have been refused.
    """
    try:
        with without_files():
            yield
    except (SeeMcdaError, ServiceError, UnicodeError):
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        log.warning("the engine stumbled over what was sent", exc_info=error)
        raise refuse(InputError, "not-valid", "this is not valid here: {reason}", reason=error) from error


def read_problem(document: Mapping[str, Any]) -> sm.Problem:
    """Return the problem of a document; its framework is a shipped one, or is sent with it."""
    refuse_files({"framework": document.get("framework")})
    with untrusted():
        try:
            return sm.read_problem(dict(document))
        except SeeMcdaError as error:
            raise error.below("problem") from None


def refuse_files(value: Any, where: str = "") -> None:
    """Refuse words anywhere in a value that the engine would take for a file's name."""
    faults = Faults()
    for place, words in _strings(value, where):
        if words.strip().lower().endswith(FILES):
            faults.add("file", "no file can be named here: send what is in {name}", place, name=words)
    faults.stop(InputError)


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _strings(each, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from _strings(each, f"{where}[{position}]")
