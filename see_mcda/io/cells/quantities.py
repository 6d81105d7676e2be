"""Columns of quantities with words in their cells: units, fractions of a total, stars, levels, yes and no.

A column is recognised as a whole: every filled cell has the same form, and at least two cells are filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from see_mcda.io.cells.cells import is_missing, looks_scored
from see_mcda.io.grids.grid import folded
from see_mcda.io.grids.numbers_as_written import split_unit, tidy
from see_mcda.language.messages import Message, as_text, message
from see_mcda.model.criteria import Scale

Kind = Literal["unit", "fraction", "stars", "levels", "yes-no"]

_LEVELS = (
    "low/medium|moderate|mid|middle|average|med/high",
    "very low|lowest/low/medium|moderate|mid|middle|average|med/high/very high|highest",
    "poor|bad/fair|average|acceptable|satisfactory|ok|okay/good",
    "poor|bad/fair|average|acceptable|satisfactory|ok|okay/good/excellent",
    "very poor|very bad/poor|bad/fair|average|acceptable|satisfactory|ok|okay/good/very good",
    "poor|bad/fair|average|acceptable|satisfactory|ok|okay/good/very good/excellent",
    "very poor|very bad/poor|bad/fair|average|acceptable|satisfactory|ok|okay/good/very good/excellent",
    "weak/moderate|medium|average/strong",
    "very weak/weak/moderate|medium|average/strong/very strong",
    "small/medium|moderate/large|big",
    "very small/small/medium|moderate/large|big/very large|very big",
    "strongly disagree/disagree/neutral|neither agree nor disagree|neither|undecided|not sure/agree/"
    "strongly agree",
    "strongly disagree/disagree/somewhat disagree|slightly disagree/neutral|neither agree nor disagree|"
    "neither|undecided|not sure/somewhat agree|slightly agree/agree/strongly agree",
    "very dissatisfied|very unsatisfied/dissatisfied|unsatisfied/neutral/satisfied/very satisfied",
    "never/rarely|seldom/sometimes|occasionally/often|frequently|usually/always",
    "very unlikely/unlikely/neutral|possible/likely/very likely",
    "not important|unimportant/slightly important/moderately important/important/very important",
    "not important|not at all important/slightly important/moderately important/very important/"
    "extremely important",
    "น้อย/ปานกลาง|กลาง/มาก",
    "น้อยที่สุด|น้อยมาก/น้อย/ปานกลาง|กลาง|พอสมควร/มาก/มากที่สุด",
    "ต่ำ/ปานกลาง|กลาง/สูง",
    "ต่ำมาก|ต่ำที่สุด/ต่ำ/ปานกลาง|กลาง/สูง/สูงมาก|สูงที่สุด",
    "ปรับปรุง|ควรปรับปรุง|ต้องปรับปรุง|แย่|ไม่ดี/พอใช้|ปานกลาง/ดี",
    "ปรับปรุง|ควรปรับปรุง|ต้องปรับปรุง|แย่|ไม่ดี/พอใช้|ปานกลาง/ดี/ดีมาก",
    "ปรับปรุง|ควรปรับปรุง|ต้องปรับปรุง/พอใช้/ปานกลาง/ดี/ดีมาก",
    "แย่มาก|ไม่ดีมาก/แย่|ไม่ดี/พอใช้|ปานกลาง/ดี/ดีมาก",
    "ปรับปรุง|ควรปรับปรุง|ต้องปรับปรุง|แย่|ไม่ดี/พอใช้|ปานกลาง/ดี/ดีมาก/ดีเยี่ยม|ดีที่สุด",
    "อ่อน/ปานกลาง|กลาง/เข้มแข็ง|แข็งแรง",
    "เล็ก/ปานกลาง|กลาง/ใหญ่",
    "ไม่เห็นด้วยอย่างยิ่ง|ไม่เห็นด้วยมาก/ไม่เห็นด้วย/เฉยๆ|ไม่แน่ใจ|ปานกลาง/เห็นด้วย/เห็นด้วยอย่างยิ่ง|เห็นด้วยมาก",
    "ไม่พอใจมาก|ไม่พอใจอย่างยิ่ง/ไม่พอใจ/เฉยๆ|ปานกลาง/พอใจ/พอใจมาก|พอใจอย่างยิ่ง",
    "ไม่พึงพอใจมาก|ไม่พึงพอใจอย่างยิ่ง/ไม่พึงพอใจ/เฉยๆ|ปานกลาง/พึงพอใจ/พึงพอใจมาก|พึงพอใจอย่างยิ่ง",
    "ไม่เคย/นานๆครั้ง|น้อยครั้ง/บางครั้ง|เป็นบางครั้ง/บ่อยครั้ง|บ่อย/เสมอ|ทุกครั้ง|เป็นประจำ|ประจำ",
)
"""Ordered scales of words, the lowest level first, and the synonyms of each level; a scale comes before those
that contain it, and the first one that has all words of a column is used."""
_YES_NO = (
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("fail|failed", "pass|passed"),
    ("absent", "present"),
    ("ไม่ใช่|ไม่", "ใช่"),
    ("ไม่ผ่าน", "ผ่าน"),
    ("ไม่มี", "มี"),
    ("ไม่ได้", "ได้"),
    ("ไม่เคย", "เคย"),
    ("เท็จ", "จริง"),
    ("✗|✘|×|x|❌|☐", "✓|✔|√|☑|✅"),
    ("x", "/"),
)
_FRACTION = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?)\s*(?:/|out of|of|จาก|เต็ม)\s*([0-9]+)(?:\s*(?:คะแนน|points?))?", re.I
)
_STARS = re.compile(r"([★⭐]*)(☆*)")
_NUMBER_FIRST = re.compile(r"([0-9])\s*[-–—:=.)]?\s*(\D+)")
_NUMBER_LAST = re.compile(r"(\D+?)\s*[-–—:=(]?\s*([0-9])\)?")
_NOT_COUNTED = re.compile(
    r"\b(?:date|time|day|month|year|address|phone|tel|fax|house|room|meeting)\b|วัน|เดือน|เวลา|ที่อยู่|เลขที่|โทร|ครั้งที่",
    re.I,
)
"""Headers of dates, addresses and numbers of meetings, which are written like fractions (``1/2567``)."""
_SAME_UNIT = dict.fromkeys(("฿", "thb", "บาท", ".-"), "บาท")
_YEARS = range(1900, 2700)


@dataclass(frozen=True)
class Recognised:
    """A column of quantities.

    Attributes:
        kind: the form of its cells.
        cells: what :func:`see_mcda.io.cells.cells.read_column` reads in place of the column's cells.
        unit: the unit that every cell has.
        scale: the scale of the criterion: ends and levels where the cells have them, and the unit.
        reason: how the cells are read, for a report.
    """

    kind: Kind
    cells: tuple[object, ...]
    unit: str | None
    scale: Scale
    reason: Message


def recognise_column(cells: Sequence[object], header: str) -> Recognised | None:
    """Return how a column of quantities is read; ``None`` for a column of plain numbers or of other text."""
    filled: dict[int, str] = {}
    for row, cell in enumerate(cells):
        if is_missing(cell):
            continue
        if not isinstance(cell, (str, bool)):
            return None
        filled[row] = _words(cell)
        if len(filled) == 1 and _form(filled[row]) is None:
            return None
    if len(filled) < 2 or all(map(looks_scored, filled.values())):
        return None
    for find in (_fractions, _stars, _yes_no, _levels, _units):
        found = find(filled, header, len(filled) < len(cells))
        if found is not None:
            kind, values, scale, reason = found
            unit = next(iter(scale.unit.values())) if scale.unit else None
            return Recognised(
                kind, tuple(values.get(row, cell) for row, cell in enumerate(cells)), unit, scale, reason
            )
    return None


_Found = tuple[Kind, Mapping[int, object], Scale, Message]


def _fractions(filled: Mapping[int, str], header: str, gaps: bool) -> _Found | None:
    matches = {row: _FRACTION.fullmatch(text) for row, text in filled.items()}
    parts = {row: match.groups() for row, match in matches.items() if match}
    totals = {total for _, total in parts.values()}
    if len(parts) < len(filled) or len(totals) > 1 or _NOT_COUNTED.search(header):
        return None
    total = int(totals.pop())
    numbers = [float(number.replace(",", ".")) for number, _ in parts.values()]
    counts_rows = len(numbers) == total and numbers == [row + 1.0 for row in range(total)]
    if total < 2 or total in _YEARS or max(numbers) > total or counts_rows:
        return None
    return (
        "fraction",
        {row: number for row, (number, _) in parts.items()},
        Scale(min=0, max=total),
        message("every cell is a number out of {total}; read as scores from 0 to {total}", total=total),
    )


def _stars(filled: Mapping[int, str], header: str, gaps: bool) -> _Found | None:
    matches = {row: _STARS.fullmatch(text.replace(" ", "")) for row, text in filled.items()}
    stars = {row: (len(match.group(1)), len(match.group(0))) for row, match in matches.items() if match}
    sizes = {size for _, size in stars.values()}
    if len(stars) < len(filled):
        return None
    if any(full < size for full, size in stars.values()):
        if len(sizes) > 1:
            return None
        total = sizes.pop()
    else:
        total = max(5, *sizes)
    lowest = min(1, *(full for full, _ in stars.values()))
    if lowest >= total:
        return None
    return (
        "stars",
        {row: float(full) for row, (full, _) in stars.items()},
        Scale(min=lowest, max=total),
        message("every cell is a number of stars out of {total}; the filled stars are counted", total=total),
    )


def _yes_no(filled: Mapping[int, str], header: str, gaps: bool) -> _Found | None:
    used = {_key(text): text for text in filled.values()}
    for no, yes in _YES_NO:
        negative = {_key(word) for word in no.split("|")}
        positive = {_key(word) for word in yes.split("|")}
        if used.keys() <= negative | positive:
            break
    else:
        return None
    if gaps and not (used.keys() & negative and used.keys() & positive):
        return None  # a cell without a mark may be a no
    words = [
        next((text for key, text in used.items() if key in side), canonical.split("|")[0])
        for side, canonical in ((negative, no), (positive, yes))
    ]
    return (
        "yes-no",
        {row: float(_key(text) in positive) for row, text in filled.items()},
        Scale(min=0, max=1, levels={position: dict(as_text(word)) for position, word in enumerate(words)}),
        message('"{yes}" is read as 1 and "{no}" as 0', yes=words[1], no=words[0]),
    )


def _levels(filled: Mapping[int, str], header: str, gaps: bool) -> _Found | None:
    numbers, words = _numbered(filled)
    used = {_key(text): text for text in words.values()}
    fitting = _fitting_scales(used)
    if numbers:
        fitting = [
            scale
            for scale in fitting
            if all(scale.positions[_key(text)] == numbers[row] for row, text in words.items())
        ]
    elif not _agree(fitting, used):
        return None
    if not fitting:
        return None
    scale = fitting[0]
    return _on_scale(scale, used, {row: float(scale.positions[_key(text)]) for row, text in words.items()})


def _fitting_scales(used: Iterable[str]) -> list[_WordScale]:
    """Return the scales on which all words are different levels; only one if its levels are all used."""
    fitting = [
        scale
        for scale in _SCALES
        if set(used) <= scale.positions.keys()
        and len({scale.positions[word] for word in used}) == len(set(used))
    ] or [scale for scale in _SCALES if set(used) <= scale.positions.keys()]
    whole = [
        scale
        for scale in fitting
        if len({scale.positions[word] for word in used}) == len(scale.names)
        and scale.names[-1] != "excellent"  # it may lack "very good"
    ]
    return whole[:1] or fitting


def _agree(scales: Sequence[_WordScale], used: Iterable[str]) -> bool:
    """Return whether the words are equally far from each other on all scales of five levels or fewer."""
    scales = [scale for scale in scales if len(scale.names) <= 5]
    lowest = [min((scale.positions[word] for word in used), default=0) for scale in scales]
    distances = {
        tuple(scale.positions[word] - low for word in used) for scale, low in zip(scales, lowest, strict=True)
    }
    return len(distances) <= 1


def _on_scale(scale: _WordScale, used: Mapping[str, str], values: Mapping[int, object]) -> _Found:
    levels = dict(enumerate(scale.names, 1))
    for key, text in used.items():
        levels[scale.positions[key]] = text
    return (
        "levels",
        values,
        Scale(min=1, max=len(levels), levels={level: dict(as_text(text)) for level, text in levels.items()}),
        message(
            "the words are read as levels from 1 to {total}: {levels}",
            total=len(levels),
            levels=[f"{levels[level]} = {level}" for level in sorted(map(scale.positions.__getitem__, used))],
        ),
    )


def _units(filled: Mapping[int, str], header: str, gaps: bool) -> _Found | None:
    parts = {row: split_unit(text) for row, text in filled.items()}
    found = {row: part for row, part in parts.items() if part and looks_scored(part[0])}
    units = {_SAME_UNIT.get(unit.casefold(), folded(unit)): unit for _, unit in found.values()}
    if len(found) < len(filled) or len(units) > 1:
        return None
    unit = next(iter(units.values()))
    return (
        "unit",
        {row: number for row, (number, _) in found.items()},
        Scale(unit=dict(as_text(unit))),
        message('every cell is a number with the unit "{unit}"; the numbers are read', unit=unit),
    )


def has_one_unit(texts: Sequence[str]) -> bool:
    """Return whether all texts are numbers with the same unit, or there are none."""
    parts = [split_unit(_words(text)) for text in texts]
    units = {_SAME_UNIT.get(part[1].casefold(), folded(part[1])) for part in parts if part}
    return len(units) <= 1 and all(part and looks_scored(part[0]) for part in parts)


def explain_refusal(cells: Sequence[object]) -> Message | None:
    """Return what to write in a column most of whose cells are quantities but that was not recognised."""
    filled = [cell for cell in cells if not is_missing(cell)]
    forms = [_form(_words(cell)) if isinstance(cell, (str, bool)) else None for cell in filled]
    kind = max(set(forms) - {None}, key=forms.count, default=None)
    if kind is None or forms.count(kind) < max(2, len(filled) / 2):
        return None
    like = [_words(str(cell)) for cell, form in zip(filled, forms, strict=True) if form == kind]
    odd = next((str(cell) for cell, form in zip(filled, forms, strict=True) if form != kind), None)
    if odd is not None:
        return message(
            '"{odd}" is not written like "{like}"; write every cell of the column the same way, or numbers '
            "only",
            odd=odd,
            like=like[0],
        )
    return _explain_difference(kind, like)


def _explain_difference(kind: str, like: Sequence[str]) -> Message | None:
    units = _different(part[1] for text in like if (part := split_unit(text)))
    totals = _different(match.group(2) for text in like if (match := _FRACTION.fullmatch(text)))
    if kind == "unit" and len(units) > 1:
        return message(
            "the cells have different units ({units}); write every number in the same unit", units=units
        )
    if kind == "fraction" and len(totals) > 1:
        return message(
            "the cells are numbers out of different totals ({totals}); use the same total in every cell, or "
            "write numbers only",
            totals=totals,
        )
    words = _different(like)
    used = list(map(_key, words))
    if kind == "word" and len(words) > 1 and not _agree(_fitting_scales(used), used):
        return message(
            "the words of the column ({words}) may be levels of a scale of four or of five; write numbers, "
            "such as 1 to 5, or the number before each word, as in 4 - {word}",
            words=words[:6],
            word=words[0],
        )
    if kind == "word" and len(words) > 1:
        return message(
            "the words of the column ({words}) are not levels of one scale; write numbers, such as 1 to 5",
            words=words[:6],
        )
    if kind == "word":
        return message(
            'every filled cell is "{word}", and an empty cell may mean no or not known; write yes or no in '
            "each cell, or 1 or 0",
            word=like[0],
        )
    return None


def _form(text: str) -> str | None:
    """Return the form of a cell, of whatever scale or unit it is."""
    if _FRACTION.fullmatch(text):
        return "fraction"
    if text and _STARS.fullmatch(text.replace(" ", "")):
        return "stars"
    if _key(text) in _KNOWN or any(_key(word) in _KNOWN for word in _numbered({0: text})[1].values()):
        return "word"
    return "unit" if split_unit(text) else None


def _numbered(filled: Mapping[int, str]) -> tuple[dict[int, float], Mapping[int, str]]:
    """Return the numbers and the words of ``4 – good`` or ``good (4)``, if all cells are such."""
    numbers: dict[int, float] = {}
    words: dict[int, str] = {}
    for row, text in filled.items():
        if match := _NUMBER_FIRST.fullmatch(text):
            number, word = match.groups()
        elif match := _NUMBER_LAST.fullmatch(text):
            word, number = match.groups()
        else:
            return {}, filled
        numbers[row], words[row] = float(number), word
    return numbers, words


def _words(cell: str | bool) -> str:
    return str(cell).lower() if isinstance(cell, bool) else tidy(cell).replace("\ufe0f", "")


def _key(text: str) -> str:
    return folded(text).replace("_ๆ", "ๆ").replace("ๆ_", "ๆ").removeprefix("ระดับ").strip(" ._")


def _different(words: Iterable[str]) -> list[str]:
    return list({folded(word): word for word in words}.values())


@dataclass(frozen=True)
class _WordScale:
    names: tuple[str, ...]
    positions: Mapping[str, int]


def _word_scale(text: str) -> _WordScale:
    levels = [level.split("|") for level in text.split("/")]
    positions = {_key(word): position for position, words in enumerate(levels, 1) for word in words}
    return _WordScale(tuple(words[0] for words in levels), positions)


_SCALES = tuple(map(_word_scale, _LEVELS))
_KNOWN = {key for scale in _SCALES for key in scale.positions} | {
    _key(word) for pair in _YES_NO for side in pair for word in side.split("|")
}
