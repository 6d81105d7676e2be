"""Use of the engine with untrusted input: all its errors become input errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import see_mcda as sm
from see_mcda.errors import InputError, SeeMcdaError, refuse
from see_mcda.io.reading import parse_problem
from see_mcda_api.http.errors import ServiceError

log = logging.getLogger("see_mcda_api")


@contextmanager
def untrusted() -> Iterator[None]:
    """Run the engine on untrusted input: its errors become input errors.

    An error other than :class:`SeeMcdaError` is logged too: the engine should have validated the input.
    """
    try:
        yield
    except (SeeMcdaError, ServiceError, UnicodeError):
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        log.warning("unexpected error of the engine for untrusted input", exc_info=error)
        raise refuse(InputError, "not-valid", "this is not valid: {reason}", reason=error) from error


def read_problem(document: Mapping[str, Any]) -> sm.Problem:
    """Return the problem of a document; its framework is a built-in one, or part of the document."""
    with untrusted():
        try:
            return parse_problem(dict(document))
        except SeeMcdaError as error:
            raise error.below("problem") from None
