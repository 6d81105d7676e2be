"""Scores from cells as people write them, read a column at a time.

A score is a number; an interval ``2..4`` (also ``2–4``, ``2-4``, ``2 to 4``); a triangle ``2..3..4``; a mean
with its standard deviation ``3 ± 0.5`` (also ``3 +/- 0.5``); several assessors ``3|4|4`` (also ``3; 4; 4``);
the text of a level of the leaf, with or without its number (``3 – Partners at …``); or missing
(:data:`MISSING_WORDS`). ``12%`` is 12 in a leaf whose unit is %.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import Faults
from see_mcda.io.cells.levels import Levels
from see_mcda.io.grids.grid import Uncomputed
from see_mcda.io.grids.numbers_as_written import (
    Notation,
    Written,
    hundredfold,
    plain,
    split_unit,
    tidy,
    written,
)
from see_mcda.language.messages import Text, Where, message
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Criterion

PercentMeaning = Literal["percent", "fractions"]
DecimalSign = Literal[".", ","]

MISSING_WORDS = frozenset(
    [
        *("", "-", "–", "—", "--", ".", "..", "…", "?", "na", "n/a", "n.a.", "nan", "null", "nd", "n.d."),
        *("no data", "missing", "unknown", "not available", "not known"),
        *("ไม่มีข้อมูล", "ยังไม่มีข้อมูล", "รอข้อมูล", "ไม่ทราบ", "ไม่ระบุ"),
    ]
)
"""Words for a missing score. "none", "nil" and ไม่มี are excluded: they may mean 0."""

PERCENT_WORDS = ("%", "percent", "per cent", "ร้อยละ", "เปอร์เซ็นต์")


UNCOMPUTED = message(
    "this formula has no computed value; open the file in a spreadsheet program and save it again"
)


@dataclass(frozen=True)
class Answers:
    """The user's settings for a table that is ambiguous by itself.

    ``decimal`` is the decimal sign; ``percent`` is the meaning of numbers within 0–1 in a % column, where
    they may be fractions.
    """

    decimal: DecimalSign | None = None
    percent: PercentMeaning | Mapping[str, PercentMeaning] | None = None

    def meaning(self, leaf: str) -> PercentMeaning | None:
        """Return what numbers within 0–1 are in a leaf of unit %."""
        return self.percent.get(leaf) if isinstance(self.percent, Mapping) else self.percent


@dataclass
class Column:
    """The scores of one column: (n,) single values, and the scores that are more than a number, by row."""

    values: NDArray[np.float64]
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class _Context:
    """The leaf, the user's settings, and the locations of its cells and header."""

    leaf: Criterion
    answers: Answers
    where: Callable[[int], Where]
    header: Where
    faults: Faults
    table_decimal: Callable[[], DecimalSign | None]


@dataclass(slots=True)
class _Draft:
    """A score whose numbers are recognised and not yet valued."""

    numbers: list[Written | float]
    percent: list[bool]
    assessors: bool = False
    normal: bool = False


_SPREAD = re.compile(r"\s*(?:±|\+/-)\s*")
_RANGE = re.compile(r"\s*(?:\.\.+|[–—]|\bto\b|ถึง)\s*")
_HYPHEN = re.compile(r"([0-9.,%]+)\s*-\s*([0-9.,%]+)")
_BEGINS = re.compile(r"[-+–—0-9.,' ร]")
"""The first sign of every score that is written in numbers."""
_TELEPHONE = re.compile(r"0[0-9]{8,9}|\+[0-9]{10,}")
_TELEPHONE_PARTS = re.compile(r"(?:\(?0|\+)[0-9]*\)?(?:[ -]?[0-9]{2,})+(?<=[0-9])")
_DATE = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2,4}")
_ERROR = re.compile(r"#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d+", re.I)
_ENDLESS = re.compile(r"[+-]?(?:inf|infinity|∞)", re.I)


def is_percent(unit: Text | None) -> bool:
    """Return whether a unit is percent."""
    return any(words.strip().casefold().startswith(PERCENT_WORDS) for words in (unit or {}).values())


def _in_percent(leaf: Criterion) -> bool:
    return is_percent(leaf.scale.unit if leaf.scale else None)


def is_doubtful(leaf: Criterion, values: NDArray[np.float64]) -> bool:
    """Return whether numbers of a leaf in % may be fractions."""
    return _in_percent(leaf) and bool(((values != 0) & (np.abs(values) <= 1)).any())


def is_missing(cell: object) -> bool:
    """Return whether a cell means a missing score."""
    return cell is None or (isinstance(cell, str) and (cell == "" or tidy(cell).casefold() in MISSING_WORDS))


def is_score(text: str) -> bool:
    """Return whether a tidy text has the form of a score."""
    return _draft(text) is not None


def looks_scored(cell: object) -> bool:
    """Return whether a cell has the form of a score, for telling criteria from other columns."""
    if isinstance(cell, str):
        return is_score(tidy(cell))
    number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return number or cell is Uncomputed.FORMULA


def read_column(
    cells: Sequence[object],
    leaf: Criterion,
    answers: Answers,
    *,
    where: Callable[[int], Where],
    header: Where,
    faults: Faults,
    table_decimal: Callable[[], DecimalSign | None] = lambda: None,
) -> Column:
    """Return the scores of a column; each cell that cannot be read is added to ``faults`` and left missing.

    ``where`` gives the place of a row's cell, ``header`` that of the column. ``table_decimal`` gives the
    decimal sign of the other columns (see :func:`settle_decimal`), for a column that does not show its own.
    """
    values = plain_column(cells, answers.decimal)
    if values is not None and not is_doubtful(leaf, values):
        return Column(values)
    drafts: dict[int, _Draft] = {}
    levels = Levels(leaf)
    for row, cell in enumerate(cells):
        if isinstance(cell, float):
            drafts[row] = _Draft([cell], [False])
        elif not is_missing(cell) or levels.named(str(cell)) is not None:  # a level may be called "unknown"
            draft = _recognise(cell, leaf, levels, where(row), faults)
            if draft is not None:
                drafts[row] = draft
    return _valued(cells, drafts, _Context(leaf, answers, where, header, faults, table_decimal))


def settle_decimal(columns: Iterable[Sequence[object]]) -> DecimalSign | None:
    """Return the decimal sign that the numbers of a table show, ``None`` if they show none or both."""
    signs: set[str] = set()
    for cells in columns:
        texts = [cell for cell in cells if isinstance(cell, str)]
        if plain_column(texts) is not None:
            signs |= {"."} if any("." in text for text in texts) else set()
            continue
        drafts = [_draft(tidy(text)) for text in texts]
        of = Notation.of(x for draft in drafts if draft for x in draft.numbers if isinstance(x, Written))
        signs |= of.decimals | {"," if group == "." else "." for group in of.groups}
    return None if len(signs) != 1 else "." if "." in signs else ","


def plain_column(cells: Sequence[object], decimal: str | None = None) -> NDArray[np.float64] | None:
    """Return the values of a column of plain numbers that need no second look, else ``None``.

    They are finite and have a decimal point, if any sign. Most columns are such, and most of the time of
    reading them one by one is saved.
    """
    kinds = set(map(type, cells))
    if str in kinds and kinds != {str}:
        if any(cell != "" for cell in cells if isinstance(cell, str)):
            return None
    elif kinds == {str}:
        lines = "\n".join(cells)  # type: ignore[arg-type]
        alike = _PLAIN_LINES.fullmatch(lines) is not None and lines.count("\n") == len(cells) - 1
        if not alike or decimal == "," or ("." in lines and not _POINT.search(lines)):
            return None
    if not kinds <= {str, float, int}:
        return None
    if "" in cells:
        cells = [np.nan if cell == "" else cell for cell in cells]
    values = np.fromiter(map(float, cast("Sequence[float | str]", cells)), np.float64, len(cells))
    return None if np.isinf(values).any() else values


_PLAIN_LINES = re.compile(r"(?:(?:(?!0[0-9]{8})-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)?(?:\n|\Z))*+")
_POINT = re.compile(r"^-?(?:0[0-9]*|[0-9]{4,})\.|\.[0-9]{1,2}(?:[eE]|$)|\.[0-9]{4,}", re.MULTILINE)
"""A point that cannot separate thousands."""


def _recognise(cell: object, leaf: Criterion, levels: Levels, where: Where, faults: Faults) -> _Draft | None:
    if isinstance(cell, bool):
        faults.add("not-a-number", "a score must be a number, not {given}", where, given=str(cell).lower())
    elif isinstance(cell, int):
        return _Draft([float(cell)], [False])
    elif isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
        faults.add(
            "date",
            "this cell holds a date or a time, {given}; format it as text and write the score again "
            "(an interval as 2..4)",
            where,
            given=str(cell),
        )
    elif cell is Uncomputed.FORMULA:
        faults.add(
            "uncomputed",
            UNCOMPUTED.template,
            where,
        )
    elif isinstance(cell, str):
        text = tidy(cell)
        if written(text) is None and (level := levels.named(text)) is not None:
            return _Draft([level], [False])
        if (draft := _draft(text)) is not None:
            return draft
        if (said := levels.numbered(text, where, faults)) is not None:
            return _Draft([said], [False]) if math.isfinite(said) else None
        _refuse_text(cell, text, leaf, where, faults)
    else:
        faults.add("not-a-number", "a score must be a number, not {given}", where, given=str(cell))
    return None


def _draft(text: str) -> _Draft | None:
    if not _BEGINS.match(text) or _TELEPHONE.fullmatch(text):
        return None
    if (whole := written(text)) is not None:
        return _Draft([whole], [False])
    if "|" in text or ";" in text:
        parts = re.split(r"\s*[|;]\s*", text)
        return _parts(parts[:-1] if not parts[-1] else parts, assessors=True)
    if text[:1] in "–—":
        text = "-" + text[1:].lstrip()
    if len(mean_and_sd := _SPREAD.split(text)) == 2:
        if draft := _parts(mean_and_sd):
            draft.normal = True
        return draft
    if match := _HYPHEN.fullmatch(text):
        return None if _runs_down(*match.groups()) else _parts(match.groups())
    return _parts(_RANGE.split(text))


def _runs_down(low: str, high: str) -> bool:
    """Return whether two numbers with a hyphen are no interval: parts of a telephone number or of a date."""
    ends = [written(part.rstrip("%")) for part in (low, high)]
    if any(re.match("0[0-9]", part) for part in (low, high)):
        return True
    values = [float(end.text) for end in ends if end and not end.either]
    return len(values) == 2 and values[0] > values[1]


def _parts(parts: Sequence[str], assessors: bool = False) -> _Draft | None:
    if not parts or (not assessors and len(parts) > 3):
        return None
    draft = _Draft([], [], assessors)
    for part in parts:
        bare = part.removesuffix("%").strip()
        bare = bare.removeprefix("ร้อยละ").strip()
        number = written(bare)
        if number is None:
            return None
        draft.numbers.append(number)
        draft.percent.append(bare != part)
    if draft.percent[-1]:  # "10–20%" means both
        draft.percent = [True] * len(parts)
    return draft


def _refuse_text(cell: str, text: str, leaf: Criterion, where: Where, faults: Faults) -> None:
    if _ERROR.fullmatch(text):
        faults.add(
            "error-value",
            "the spreadsheet shows {given} here; fix the formula or enter the score",
            where,
            given=text,
        )
    elif _ENDLESS.fullmatch(text):
        faults.add("not-finite", "a finite number is needed, not {given}", where, given=cell)
    elif _DATE.fullmatch(text):
        faults.add(
            "date",
            "{given} looks like a date, not a score; write the score as one number (an interval as 2..4)",
            where,
            given=cell,
        )
    elif _TELEPHONE_PARTS.fullmatch(text):
        faults.add(
            "telephone",
            "{given} looks like a telephone number, not a score; leave the column out, or write the score as "
            "one number",
            where,
            given=cell,
        )
    elif match := _HYPHEN.fullmatch(text):
        faults.add(
            "interval-order",
            "{given} is not an interval: its first number is above its second; write {low}..{high}",
            where,
            given=cell,
            low=match.group(2),
            high=match.group(1),
        )
    elif leaf.scale and leaf.scale.levels:
        faults.add(
            "not-a-number",
            '"{given}" is not a level of {leaf}; write one of {levels}, or the text of a level',
            where,
            given=cell,
            leaf=leaf.title,
            levels=[plain(level) for level in sorted(leaf.scale.levels)],
        )
    elif (parts := split_unit(text)) and looks_scored(parts[0]):
        faults.add(
            "unit",
            'write {number} instead of "{given}", or write the unit in every cell of the column',
            where,
            number=parts[0],
            given=cell,
        )
    else:
        faults.add(
            "not-a-number",
            '"{given}" is not a number; write one like 12.5, an interval like 2..4, judgments like 3|4|4, '
            "or leave it empty",
            where,
            given=cell,
        )


def _valued(cells: Sequence[object], drafts: Mapping[int, _Draft], of: _Context) -> Column:
    numbers_written = [x for draft in drafts.values() for x in draft.numbers if isinstance(x, Written)]
    notation = Notation.of(numbers_written, of.answers.decimal)
    if not (notation.decimals or notation.groups) and any(number.either for number in numbers_written):
        notation = Notation.of((), of.table_decimal())
    in_percent = _in_percent(of.leaf)
    valued: dict[int, list[float]] = {}
    for row, draft in drafts.items():
        numbers = [x if isinstance(x, float) else notation.value(x) for x in draft.numbers]
        if None in numbers:
            _refuse_signs(draft, str(cells[row]), of.where(row), of.faults)
        elif not all(math.isfinite(x) for x in numbers if x is not None):
            of.faults.add(
                "not-finite", "a finite number is needed, not {given}", of.where(row), given=str(cells[row])
            )
        elif any(draft.percent) and not in_percent:
            of.faults.add(
                "percent",
                "{given} is a percentage, but {leaf} is not in %; write the number in the unit of {leaf}",
                of.where(row),
                given=str(cells[row]),
                leaf=of.leaf.title,
            )
        else:
            valued[row] = [x for x in numbers if x is not None]
    if in_percent:
        _settle_fractions(valued, drafts, of)
    column = Column(np.full(len(cells), np.nan))
    for row, numbers_of in valued.items():
        if drafts[row].normal and numbers_of[1] <= 0:
            of.faults.add(
                "not-above-zero",
                "a number above 0 is needed, not {given}",
                of.where(row),
                given=plain(numbers_of[1]),
            )
            continue
        cell = _cell(numbers_of, drafts[row], of.leaf)
        if cell is None:
            column.values[row] = numbers_of[0]
        else:
            column.values[row] = cell.point
            column.cells[row] = cell
    return column


def _refuse_signs(draft: _Draft, given: str, where: Where, faults: Faults) -> None:
    open_ = next((x for x in draft.numbers if isinstance(x, Written) and x.either), None)
    if open_ is None:
        faults.add(
            "contradictory-signs",
            "{given} uses . and , differently from the rest of the column; write all numbers the same way",
            where,
            given=given,
        )
        return
    if any(fault.code == "two-readings" for fault in faults):  # one answer settles them all
        return
    as_group = open_.text.replace(open_.either, "")
    faults.add(
        "two-readings",
        "{given} can mean {large} or {small}, and no other number shows which; set the decimal sign "
        "(--decimal, or decimal= in Python), or write {large} or {small}",
        where,
        given=given,
        large=as_group,
        small=open_.text.replace(",", ".") + "0",
    )


def _settle_fractions(valued: dict[int, list[float]], drafts: Mapping[int, _Draft], of: _Context) -> None:
    unsigned = {row: numbers for row, numbers in valued.items() if not any(drafts[row].percent)}
    small = {row: numbers for row, numbers in unsigned.items() if 0 < max(map(abs, numbers)) <= 1}
    largest = max((abs(x) for numbers in unsigned.values() for x in numbers), default=0)
    meaning = of.answers.meaning(of.leaf.id)
    signed = len(unsigned) < len(valued)
    if not small or meaning == "percent" or (largest > 1 and not signed and not _apart(unsigned)):
        return
    if meaning == "fractions":
        for row, numbers in small.items():
            valued[row] = [hundredfold(x) for x in numbers]
    elif signed:
        _refuse_mixed(small, of)
    elif largest > 1:
        example = next(x for numbers in small.values() for x in numbers if x)
        of.faults.add(
            "percent-or-fractions",
            "{leaf} is in % and has both {small} and {large}: is {small} a fraction ({hundredfold}%) or "
            "percent ({small}%)? Use --percent fractions or --percent percent (percent= in Python), or write "
            "% after each number",
            of.header,
            leaf=of.leaf.title,
            small=plain(example),
            large=plain(largest),
            hundredfold=plain(hundredfold(example)),
        )
    else:
        of.faults.add(
            "percent-or-fractions",
            "{leaf} is in %, and all its numbers are between 0 and 1: are they fractions (0.12 is 12%) or "
            "percent (0.12%)? Use --percent fractions or --percent percent (percent= in Python), or write % "
            "after each number",
            of.header,
            leaf=of.leaf.title,
        )


_GAP = 10
"""Numbers below 1 may be fractions if every other number of the % column is so many times as large."""


def _apart(rows: Mapping[int, list[float]]) -> bool:
    sizes = [abs(x) for numbers in rows.values() for x in numbers]
    below = [x for x in sizes if 0 < x < 1]
    return bool(below) and min(x for x in sizes if x >= 1) >= _GAP * max(below)


def _refuse_mixed(unsigned: Mapping[int, list[float]], of: _Context) -> None:
    for row, numbers in unsigned.items():
        inside = [x for x in numbers if 0 < x < 1]
        if inside and max(map(abs, numbers)) <= 1:
            of.faults.add(
                "percent-or-fraction",
                "{given} has no percent sign, unlike other numbers here: write {large}%, {small}%, or use "
                "--percent fractions or --percent percent (percent= in Python)",
                of.where(row),
                given=plain(inside[0]),
                large=plain(hundredfold(inside[0])),
                small=plain(inside[0]),
            )


def _cell(numbers: Sequence[float], draft: _Draft, leaf: Criterion) -> Cell | None:
    if draft.normal:
        return Cell.normal(*numbers, *((leaf.scale.min, leaf.scale.max) if leaf.scale else ()))
    if draft.assessors:
        return Cell(min(numbers), max(numbers), assessors=tuple(numbers))
    if len(numbers) == 3:
        return Cell(numbers[0], numbers[2], numbers[1])
    return Cell(numbers[0], numbers[1]) if len(numbers) == 2 else None


def score_text(cell: Cell, percent: bool = False) -> str:
    """Return the canonical text of a score, which :func:`read_column` reads back."""
    sign = "%" if percent else ""
    if cell.assessors:
        words = [plain(x) + sign for x in cell.assessors]
        return "|".join(words) if len(words) > 1 else f"{words[0]}|"
    if cell.mean is not None and cell.sd is not None:
        return f"{plain(cell.mean)}{sign} ± {plain(cell.sd)}{sign}"
    ends = (cell.low, cell.high) if cell.mode is None else (cell.low, cell.mode, cell.high)
    return "..".join(plain(x) + sign for x in ends)
