"""Numbers as people write them; the decimal sign is determined by the column, never guessed.

``1.5`` and ``1,5`` can be read in one way only; ``1.234`` and ``1,234`` in two, until another cell of the
column (``2.5``, ``1,234,567``, ``1.234,5``) or the user's option decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

_ZEROS = (0x0E50, 0xFF10, 0x0660, 0x06F0, 0x0966, 0x0ED0, 0x1040, 0x17E0)
"""The digit 0 in Thai, full width, Arabic, Persian, Devanagari, Lao, Burmese and Khmer."""
_SIGNS = str.maketrans(
    {
        **{chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)},
        "\u066b": ".",
        "\u066c": ",",
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000\t\r\n", " "),
        **dict.fromkeys("\u2212\uff0d\u2010\u2011", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", None),
        "\u2019": "'",
        "\uff05": "%",
        "\u2026": "..",
    }
)
_SIGNS_IN_LINES = {sign: other for sign, other in _SIGNS.items() if sign != ord("\n")}
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_BODY = re.compile(r"([+-]?)([0-9.,' ]*[0-9][0-9.,]*)([eE][+-]?[0-9]+)?")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]*)?")
_SIMPLE = re.compile(r"[0-9]*[.,]?[0-9]*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
"""Lakhs and crores: 12,00,000."""
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
LONGEST_UNIT = 30
_MOST_DECIMALS = 12
"""Further decimals of a number are not those of a rounded one."""
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[eE][+-]?[0-9]+)?")


_CURRENCY = r"฿|[$€£¥₹₫]|(?:US|A|S)\$|(?:THB|USD|EUR|GBP|JPY|CNY|Rs\.?|บาท)(?![^\W\d_])"
_WITH_UNIT = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<before>{_CURRENCY})\s*(?P<amount>[+-]?[0-9.].*)"
    r"|(?P<number>[+-]?[.]?[0-9][0-9.,' ±+/–—-]*?)\s*"
    r"(?P<after>[^0-9.,'±+/–—|;\s-](?:[^0-9|;]|(?<=[^\W\d_])[0-9])*)",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(
    r"(?:[¹²³]+|st|nd|rd|th|a\.?m\.?|p\.?m\.?|o'clock|น\.|นาฬิกา|e[+-]?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?|[ก-ฮ]\.[ค-ย]\.|(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา"
    r"|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา).*|to|ถึง)",
    re.IGNORECASE,
)
"""Words after a number that make it a rank, a time or a date."""


def split_unit(text: str) -> tuple[str, str] | None:
    """Return the number and the unit of ``฿1,200`` or ``120 คน``; ``None`` for a text of another form."""
    if text.endswith((".-", "/-")) and text[:1].isdigit():  # a price in whole baht or rupees
        return text[:-2].strip(), text[-2:]
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return None
    if match["before"]:
        number, unit = match["sign"] + match["amount"], match["before"]
    else:
        number, unit = match["number"], match["after"].strip()
    if len(unit) > LONGEST_UNIT or _NO_UNIT.fullmatch(unit) or unit[0] in "%,":
        return None
    return number.strip(), unit


def tidy(text: str) -> str:
    """Return a text with ASCII digits, ASCII signs and single spaces."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(text.translate(_SIGNS).split())


def tidy_all(texts: Sequence[str]) -> list[str]:
    """Return each of some texts tidy, all at once."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1:
        return list(map(tidy, texts))
    if not whole.isascii():
        whole = whole.translate(_SIGNS_IN_LINES)
    return [text.strip() for text in _SPACES.sub(" ", whole).split("\n")]


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it was written.

    ``decimal`` and ``group`` are the signs that it surely uses as such; ``either`` is the one that may be
    both, and then ``text`` still has it. Otherwise ``text`` is what ``float`` reads.
    """

    text: str
    decimal: str = ""
    group: str = ""
    either: str = ""


def written(token: str) -> Written | None:
    """Return how a tidy token can be read as a number, ``None`` if it cannot."""
    if _PLAIN.fullmatch(token):
        return Written(token)
    match = _BODY.fullmatch(token)
    if match is None:
        return None
    sign, body, power = match.group(1), match.group(2), match.group(3) or ""
    mark = "." if "." in body else "," if "," in body else ""
    found: Written | None
    if power:  # with a power of ten there are no thousands
        found = Written(body.replace(",", ".") + power, decimal=mark) if _SIMPLE.fullmatch(body) else None
    elif " " in body or "'" in body:
        found = (
            Written(re.sub("[ ']", "", body).replace(",", "."), decimal=mark)
            if _SPACED.fullmatch(body)
            else None
        )
    elif "." in body and "," in body:
        found = _with_both(body)
    else:
        found = _with_one(body, mark)
    return replace(found, text=sign + found.text) if found else None


def _with_both(body: str) -> Written | None:
    mark, group = (".", ",") if body.rfind(".") > body.rfind(",") else (",", ".")
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+\{mark}[0-9]*", body):
        return None
    return Written(body.replace(group, "").replace(mark, "."), decimal=mark, group=group)


def _with_one(body: str, mark: str) -> Written | None:
    if body.count(mark) > 1:
        grouped = re.fullmatch(rf"[0-9]{{1,3}}(?:\{mark}[0-9]{{3}})+", body) or _INDIAN.fullmatch(body)
        return Written(body.replace(mark, ""), group=mark) if grouped else None
    return (
        Written(body, either=mark)
        if _TWO_WAYS.fullmatch(body)
        else Written(body.replace(",", "."), decimal=mark)
    )


@dataclass(frozen=True)
class Notation:
    """The notation of the numbers of one column."""

    decimals: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def of(cls, numbers: Iterable[Written], decimal: str | None = None) -> Notation:
        """Return the notation of a column; ``decimal`` is the user's option."""
        if decimal is not None:
            return cls(frozenset(decimal), frozenset("." if decimal == "," else ","))
        decimals: set[str] = set()
        groups: set[str] = set()
        for number in numbers:
            if number.decimal:
                decimals.add(number.decimal)
            if number.group:
                groups.add(number.group)
        return cls(frozenset(decimals), frozenset(groups))

    def value(self, number: Written) -> float | None:
        """Return the number, ``None`` if the column leaves open, or contradicts, what its signs mean."""
        if not number.either:
            against = number.decimal in self.groups if number.decimal else False
            against |= number.group in self.decimals if number.group else False
            return None if against else float(number.text)
        mark = number.either
        other = "," if mark == "." else "."
        is_decimal = mark in self.decimals or other in self.groups
        is_group = mark in self.groups or other in self.decimals
        if is_decimal == is_group:
            return None
        return float(number.text.replace(",", ".") if is_decimal else number.text.replace(mark, ""))


def plain(value: float) -> str:
    """Return the shortest text that reads as ``value`` in one way only (``1.2340`` rather than ``1.234``)."""
    text = repr(float(value)).removesuffix(".0")
    return f"{text}0" if _TWO_WAYS.fullmatch(text.lstrip("-")) else text


def hundredfold(value: float) -> float:
    """Return ``100 * value``, exact in the decimal digits that a person sees."""
    return float(Decimal(repr(float(value))) * 100)


def rounding(value: float) -> float:
    """Return how far a number may be from what was rounded to it: half of its last digit."""
    text = repr(float(value))
    digits = _MOST_DECIMALS if "e" in text else len(text.partition(".")[2].rstrip("0"))
    return 0.5 * float(10.0**-digits)


def finest_rounding(numbers: NDArray[np.float64]) -> float:
    """Return the least :func:`rounding` of some numbers, for at most 12 decimals."""
    digits, rest = 0, numbers
    with np.errstate(over="ignore"):
        while digits < _MOST_DECIMALS and len(rest := rest[np.round(rest, digits) != rest]):
            digits += 1
    return 0.5 * float(10.0**-digits)
