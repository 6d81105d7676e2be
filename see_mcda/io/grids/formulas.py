"""Text that a spreadsheet would take for a formula, kept text on the way out and restored on the way in.

A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end is written with ``'`` before it;
reading takes one ``'`` away where such a beginning follows. Other apostrophes are left alone.
"""

from __future__ import annotations

import re

_BEGINS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Return a text as a delimited file may hold it."""
    return f"'{text}" if _BEGINS_A_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _BEGINS_A_FORMULA.match(text) else text
