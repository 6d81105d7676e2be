"""Judgments in cells: numbers, fractions (``1/3``), and dates that spreadsheet programs make of fractions."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import UNCOMPUTED
from see_mcda.io.grids.grid import Uncomputed, as_label, is_blank, iso_date
from see_mcda.io.grids.numbers_as_written import tidy, written
from see_mcda.language.messages import Notice, Where, notice

UNJUDGED = {"", "?", "-", "–", "—", "nan", "na", "n/a", "null"}
_MONTHS = (
    "jan january ม.ค. มกราคม|feb february ก.พ. กุมภาพันธ์|mar march มี.ค. มีนาคม|apr april เม.ย. เมษายน|"
    "may พ.ค. พฤษภาคม|jun june มิ.ย. มิถุนายน|jul july ก.ค. กรกฎาคม|aug august ส.ค. สิงหาคม|"
    "sep sept september ก.ย. กันยายน|oct october ต.ค. ตุลาคม|"
    "nov november พ.ย. พฤศจิกายน|dec december ธ.ค. ธันวาคม"
)
_MONTH: Mapping[str, int] = {
    word.replace(".", ""): at + 1 for at, words in enumerate(_MONTHS.split("|")) for word in words.split()
}
_SERIALS = (36_526, 73_050)
"""The dates from 2000 to 2099 as the numbers that spreadsheet programs keep."""
_YEAR = r"(?:[-/., ]+[0-9]{2,4})?"
_DATES = (
    re.compile(rf"(?P<day>[0-9]{{1,2}})[-/. ]+(?P<month>[^\W\d_][^\d\s/-]*){_YEAR}"),
    re.compile(rf"(?P<month>[^\W\d_][^\d\s/-]*)[-/. ]+(?P<day>[0-9]{{1,2}}){_YEAR}"),
    re.compile(r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?:[0-9]{2}|[0-9]{4})"),
    re.compile(r"[0-9]{4}-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[T ].*)?"),
)


@dataclass
class JudgmentCells:
    """Reads judgments; what is none goes to ``faults``.

    Attributes:
        faults: one for each cell that is no judgment.
        dates: whether dates are read as the fractions that they were.
        notices: the dates that were read so.
    """

    faults: Faults
    dates: bool = False
    notices: list[Notice] = field(default_factory=list)

    def read(self, cell: object, where: Where) -> float:
        """Return the number in a cell; NaN where nothing was judged."""
        if is_unjudged(cell):
            return np.nan
        parts = date_parts(cell)
        if parts is not None:
            return self._date(cell, parts, where)
        value = number(cell)
        if value is None:
            if isinstance(cell, Uncomputed):
                self.faults.add("formula", UNCOMPUTED.template, where)
            else:
                self.faults.add(
                    "judgment-number",
                    "{entry} is not a number; a judgment must be a positive number such as 3 or 1/3",
                    where,
                    entry=as_label(cell),
                )
            return np.nan
        return value

    def _date(self, cell: object, parts: tuple[int, int], where: Where) -> float:
        given = iso_date(cell) if isinstance(cell, datetime.date) else as_label(cell)
        if min(parts) > 1:
            self.faults.add(
                "date",
                "{given} is a date, not a judgment; write a number, or a fraction as text, such as 1/3",
                where,
                given=given,
            )
            return np.nan
        fraction = f"1/{max(parts)}"
        if not self.dates:
            self.faults.add(
                "date",
                "{given} is a date; it was probably {fraction} before a spreadsheet program changed it. Read"
                " such cells as fractions with --dates-as-fractions (dates_as_fractions), or write {fraction}"
                " as text",
                where,
                given=given,
                fraction=fraction,
            )
            return np.nan
        self.notices.append(
            notice(
                "date-read", "the date {given} is read as {fraction}", where, given=given, fraction=fraction
            )
        )
        return 1 / max(parts)


def is_unjudged(cell: object) -> bool:
    """Return whether a cell says that nothing was judged."""
    return is_blank(cell) or as_label(cell).casefold() in UNJUDGED


def is_judgment(cell: object) -> bool:
    """Return whether a cell holds a number or a date, readable or not."""
    return (
        not is_unjudged(cell)
        and not isinstance(cell, bool)
        and (not isinstance(cell, str) or number(cell) is not None or date_parts(cell) is not None)
    )


def is_words(cell: object) -> bool:
    """Return whether a cell holds words."""
    return isinstance(cell, str) and not is_unjudged(cell) and not is_judgment(cell)


def number(cell: object) -> float | None:
    """Return a number or fraction as people write it; None for anything else, and for 1,234."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    if not isinstance(cell, str):
        return float(cell)
    text = re.sub("[\u2044\u2215:]", "/", unicodedata.normalize("NFKC", cell)).strip().lstrip("='")
    above, slash, below = text.partition("/")
    parts = [_plain_number(part) for part in ((above, below) if slash else (above,))]
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts) or (slash and numbers[1] == 0):
        return None
    return numbers[0] / numbers[1] if slash else numbers[0]


def _plain_number(words: str) -> float | None:
    read = written(tidy(words))
    if read is None or read.either == ",":
        return None
    try:
        return float(read.text)
    except ValueError:
        return None


def date_parts(cell: object) -> tuple[int, int] | None:
    """Return the day and the month of a date, or of the words or the number for one; else None."""
    if isinstance(cell, datetime.date):
        return cell.day, cell.month
    if isinstance(cell, str) and re.fullmatch("[0-9]{5}", cell.strip()):
        cell = int(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and _SERIALS[0] <= cell <= _SERIALS[1]:
        date = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(cell))
        return date.day, date.month
    if not isinstance(cell, str):
        return None
    words = tidy(cell)
    for pattern in _DATES:
        if match := pattern.fullmatch(words):
            named = match["month"].replace(".", "").casefold()
            month = int(named) if named.isdigit() else _MONTH.get(named, 0)
            if 1 <= int(match["day"]) <= 31 and 1 <= month <= 31:
                return int(match["day"]), month
    return None
