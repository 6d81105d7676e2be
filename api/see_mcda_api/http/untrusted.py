"""Safe use of the engine with untrusted input: no file names, and all errors become input errors."""

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
FILES = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".xml", ".xmcda")
"""Suffixes by which the engine recognises file names."""


@contextmanager
def untrusted() -> Iterator[None]:
    """Run the engine on untrusted input: it reads no file, and its errors become input errors.

    An error other than :class:`SeeMcdaError` is logged too: the engine should have validated the input.
    """
    try:
        with without_files():
            yield
    except (SeeMcdaError, ServiceError, UnicodeError):
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        log.warning("unexpected error of the engine for untrusted input", exc_info=error)
        raise refuse(InputError, "not-valid", "this is not valid: {reason}", reason=error) from error


def read_problem(document: Mapping[str, Any]) -> sm.Problem:
    """Return the problem of a document; its framework is a built-in one, or part of the document."""
    refuse_files({"framework": document.get("framework")})
    with untrusted():
        try:
            return sm.read_problem(dict(document))
        except SeeMcdaError as error:
            raise error.below("problem") from None


def refuse_files(value: Any, where: str = "") -> None:
    """Raise :class:`InputError` for strings in a value that the engine would read as file names."""
    faults = Faults()
    for place, words in _strings(value, where):
        if words.strip().lower().endswith(FILES):
            faults.add("file", "send the content of {name}, not a file name", place, name=words)
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
