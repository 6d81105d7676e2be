"""The references of cells and rows in the XML of a sheet, such as ``r="B12"``, many at once."""

from __future__ import annotations

import re

import numpy as np

_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)([0-9]*)([^"']*)""")
_PLAIN = b' r="'
_CHUNK = 2**18
_LONGEST = 9
"""Letters and digits of a reference that is read with many others; longer ones are read alone."""


def last_reference(xml: bytes) -> tuple[int, int] | None:
    """Return the last row (at least 1) and column (at least 1) named; None if a reference cannot be read."""
    last_row = last_column = 1
    padded = np.frombuffer(xml + bytes(len(_PLAIN) + _LONGEST + 1), np.uint8)
    for start in range(0, len(xml), _CHUNK):
        chunk = padded[start : start + _CHUNK + 2]
        found = (chunk[1:-1] == ord("r")) & (chunk[:-2] <= ord(" "))
        found &= (chunk[2:] == ord("=")) | (chunk[2:] <= ord(" "))
        at = np.flatnonzero(found) + start
        open_ = np.ones(len(at), bool)  # neither at its end nor odd
        for offset, sign in enumerate(_PLAIN):
            open_ &= padded[at + offset] == sign
        done, counting = np.zeros(len(at), bool), np.zeros(len(at), bool)
        row, column = np.zeros(len(at), np.int32), np.zeros(len(at), np.int64)
        for offset in range(len(_PLAIN), len(_PLAIN) + _LONGEST + 1):
            signs = padded[at + offset]
            digits, letters = signs - np.uint8(ord("0")), (signs & np.uint8(0xDF)) - np.uint8(ord("A"))
            done |= open_ & (signs == ord('"'))
            are_digits = open_ & (digits < 10)
            are_letters = open_ & ~counting & (letters < 26)
            np.copyto(row, row * 10 + digits, where=are_digits)
            if are_letters.any():
                np.copyto(column, column * 26 + letters + 1, where=are_letters)
            counting |= are_digits
            open_ = are_digits | are_letters
            if not open_.any():
                break
        last_row = max(last_row, int(row[done].max(initial=0)))
        last_column = max(last_column, int(column[done].max(initial=0)))
        for one in at[~done].tolist():
            match = _REFERENCE.match(xml, one)
            if match is None:
                continue
            if match.group(3):
                return None
            last_row = max(last_row, int(match.group(2).lstrip(b"0")[:12] or 1))
            last_column = max(last_column, column_of(match.group(1)[:6].upper()))
    return last_row, last_column


def column_of(letters: bytes) -> int:
    """Return the column of its letters, the first as 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
