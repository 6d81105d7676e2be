"""Surveys of pairwise comparisons: a row for each respondent, a column for each pair (``Price vs Quality``).

An answer of 3 says that the first of the pair is 3 times as important, 1/3 or −3 that the second is.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.io.cells.judgment_cells import JudgmentCells, is_unjudged
from see_mcda.io.grids.grid import Grid, Place, as_label, folded, is_blank
from see_mcda.io.matrices.squares import is_total
from see_mcda.language.messages import Notice, Plural, Where, notice
from see_mcda.weighting.judgments import groups

_STRONG = re.compile(
    r"(?-i:(?<=[a-z0-9])V[sS](?=[A-Z]))"
    r"|[\s_]+(?:vs?\.?|versus|against|compared (?:to|with)|(?:เมื่อ)?เทียบกับ|เปรียบเทียบกับ|กับ)[\s_]+"
    r"|\s*(?:เมื่อเทียบกับ|เปรียบเทียบกับ|เทียบกับ)\s*",
    re.IGNORECASE,
)
"""Words between the two of a pair."""
_WEAK = re.compile(r"\s*(?:[/:|_↔⇔~–—-]|<->|\s(?:or|and|หรือ|และ|to)\s)\s*", re.IGNORECASE)
"""Signs and words between the two of a pair, which names have too: all pairs must be there."""
_NUMBERED = re.compile(r"^(?:(?:q|question|item|ข้อ|ข้อที่)\s*)?[0-9]+\s*[.):]\s*", re.IGNORECASE)
_TIMES = (
    "timestamp time date start end start_time completion_time submission_time submitted_at ประทับเวลา วันที่ เวลา"
    " วันเวลา"
)
_NAMES = (
    "name names full_name your_name respondent respondents participant expert judge evaluator member assessor"
    " respondent_name expert_name ชื่อ ชื่อ_สกุล ชื่อ_นามสกุล ชื่อผู้ตอบ ผู้ตอบ ผู้ตอบแบบสอบถาม ผู้เชี่ยวชาญ"
    " ผู้ประเมิน กรรมการ"
)
_IDS = "id code no email email_address e_mail username อีเมล รหัส ลำดับ ลำดับที่"
LARGEST = 9.0
"""The largest answer."""


@dataclass(frozen=True)
class Survey:
    """The columns of a survey.

    Attributes:
        grid: the table, with its header.
        pairs: the two positions in ``names``, by column.
        names: the criteria.
        header: the row of the pairs.
        turned: whether the pairs are rows and the respondents columns.
    """

    grid: Grid
    pairs: Mapping[int, Place]
    names: tuple[str, ...]
    header: int = 0
    turned: bool = False

    def place(self, row: int, column: int) -> Where:
        """Return the location of an answer."""
        return self.grid.place(column, row) if self.turned else self.grid.place(row, column)

    def cell(self, row: int, column: int) -> Any:
        """Return an answer."""
        return self.grid.cell(column, row) if self.turned else self.grid.cell(row, column)


@dataclass(frozen=True)
class Respondent:
    """The answers of one respondent: ``rows`` (n, n), NaN where nothing was answered."""

    name: str
    rows: Array
    places: Mapping[Place, Where]

    def place(self, i: int, j: int) -> Where:
        """Return the location of a judgment."""
        return self.places[i, j]


def find_survey(grid: Grid) -> Survey | None:
    """Return the survey in a table; None if no row or column has pairs of criteria."""
    for turned in (False, True):
        lines = list(map(list, zip_longest(*grid.rows, fillvalue=""))) if turned else grid.rows
        for header, cells in enumerate(lines[:20]):
            headers = {at: as_label(cell) for at, cell in enumerate(cells) if isinstance(cell, str)}
            found = _pairs(headers)
            if found is None:
                _check_twice(headers, grid, header, turned)
            if found is not None and header + 1 < len(lines):
                marked = grid if turned else replace(grid, header=header)
                return Survey(marked, *found, header, turned)
    return None


def _pairs(headers: Mapping[int, str]) -> tuple[dict[int, Place], tuple[str, ...]] | None:
    """Return the columns of pairs, and the criteria; None if these headers are no pairs."""
    best: tuple[dict[int, tuple[str, str]], int] | None = None
    for sign, complete in ((_STRONG, False), (_WEAK, True)):
        texts = {at: text for at, header in headers.items() if sign.search(text := _plain(header))}
        for prefix in sorted({0, _common(list(texts.values()))}):
            splits = {at: _splits(text[prefix:], sign) for at, text in texts.items()}
            chosen = _chosen({at: each for at, each in splits.items() if each})
            count = len({folded(name) for pair in chosen.values() for name in pair})
            if _fits(chosen, count, complete) and (best is None or count < best[1]):
                best = chosen, count
        if best is not None:
            break
    if best is None:
        return None
    names: dict[str, str] = {}
    for pair in best[0].values():
        for name in pair:
            names.setdefault(folded(name), name)
    order = list(names)
    pairs = {at: (order.index(folded(a)), order.index(folded(b))) for at, (a, b) in best[0].items()}
    return pairs, tuple(names.values())


def _check_twice(headers: Mapping[int, str], grid: Grid, header: int, turned: bool) -> None:
    """Refuse headers of which two are the same pair."""
    splits = {at: _splits(_plain(text), _STRONG) for at, text in headers.items()}
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for at, (a, b) in _chosen({at: each for at, each in splits.items() if each}).items():
        key = frozenset((folded(a), folded(b)))
        if key in seen:
            where = grid.place(at, header) if turned else grid.place(header, at)
            raise refuse(WeightingError, "doubly-given", "{a} and {b} are already compared", where, a=a, b=b)
        seen[key] = a, b


def _plain(header: str) -> str:
    """Return a header without its number and question: the words in the last brackets, if they are pairs."""
    text = re.sub(r"\s+", " ", header).strip()
    if bracketed := re.search(r"\[([^\[\]]+)\]\s*$", text):
        text = bracketed.group(1)
    return _NUMBERED.sub("", text).strip().rstrip("?").strip()


def _common(texts: Sequence[str]) -> int:
    """Return how many letters all texts begin with, up to the end of a word."""
    if len(texts) < 2:
        return 0
    low, high = min(texts), max(texts)
    same = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return max(low.rfind(sign, 0, same) for sign in " :") + 1


def _splits(text: str, sign: re.Pattern[str]) -> list[tuple[str, str]]:
    found = [(text[: cut.start()].strip(), text[cut.end() :].strip()) for cut in sign.finditer(text)]
    return [(a, b) for a, b in found if a and b and folded(a) != folded(b)]


def _chosen(splits: Mapping[int, Sequence[tuple[str, str]]]) -> dict[int, tuple[str, str]]:
    """Return one split of each header: the one whose names occur most often."""
    often = Counter(folded(name) for each in splits.values() for pair in each for name in set(pair))
    chosen = {
        at: max(each, key=lambda pair: min(often[folded(name)] for name in pair))
        for at, each in splits.items()
    }
    if len(chosen) <= 3:
        return chosen
    return {
        at: pair for at, pair in chosen.items() if any(often[folded(name)] > 1 for name in pair)
    }  # a header such as "Date/Time" is no pair


def _fits(chosen: Mapping[int, tuple[str, str]], count: int, complete: bool) -> bool:
    pairs = {frozenset(map(folded, pair)) for pair in chosen.values()}
    if not pairs or len(pairs) < len(chosen):
        return False
    if complete:
        return len(pairs) == count * (count - 1) // 2 and count > 2
    order = sorted({name for pair in pairs for name in pair})
    judged = np.array([[frozenset((a, b)) in pairs for b in order] for a in order])
    return len(groups(judged)) == 1


def read_survey(survey: Survey, cells: JudgmentCells) -> tuple[list[Respondent], tuple[Notice, ...]]:
    """Return the answers of each respondent, and notices; other cells go to the faults of ``cells``."""
    grid, faults = survey.grid, cells.faults
    width, height = (len(grid.rows), grid.width) if survey.turned else (grid.width, len(grid.rows))
    others = [at for at in range(width) if at not in survey.pairs]
    notices: list[Notice] = []
    answers: dict[Place, float] = {}
    below = range(survey.header + 1, height)
    named = _name_column(survey, others, below)
    rows = []
    for row in below:
        if all(is_unjudged(survey.cell(row, at)) for at in survey.pairs):
            continue
        label = as_label(survey.cell(row, named)) if named is not None else ""
        first = next((as_label(cell) for at in others if not is_blank(cell := survey.cell(row, at))), "")
        if is_total(label) or is_total(first):
            notices.append(
                notice(
                    "left-out",
                    "{name} is left out: it is not a respondent",
                    survey.place(row, min(survey.pairs)),
                    name=label or first,
                )
            )
            continue
        rows.append((row, label))
        for at in survey.pairs:
            answers[row, at] = cells.read(survey.cell(row, at), survey.place(row, at))
    times = dict(_times(answers, survey, faults))
    if not rows:
        faults.add("empty", "there are no judgments", grid.whole())
    notices += _told(answers, survey, len(rows), grid.whole())
    read = []
    counts = Counter(label for _, label in rows)
    for number, (row, label) in enumerate(rows, start=1):
        name = label or f"respondent-{number}"
        if counts[label] > 1 and label:
            name = f"{label} ({number})"
        matrix = np.full((len(survey.names), len(survey.names)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        places = {}
        for at, (i, j) in survey.pairs.items():
            value = times.get((row, at), np.nan)
            matrix[i, j], matrix[j, i] = value, 1 / value
            places[i, j] = places[j, i] = survey.place(row, at)
        read.append(Respondent(name, matrix, places))
    return read, tuple(notices)


def _times(answers: Mapping[Place, float], survey: Survey, faults: Faults) -> Iterator[tuple[Place, float]]:
    """Yield how many times as important the first of each pair is."""
    negative = next((at for at, answer in answers.items() if answer < 0), None)
    for at, answer in answers.items():
        where = survey.place(*at)
        if np.isnan(answer):
            continue
        if answer == 0:
            faults.add(
                "survey-zero",
                "0 is not an answer: write 1 for equally important (on a scale from −8 to 8, move every"
                " answer one step away from 0)",
                where,
            )
        elif 0 < answer < 1 and negative is not None:
            faults.add(
                "survey-scales",
                "the fraction {given} here and the negative answer at {there} are of two scales; use −9 to 9,"
                " or 1/9 to 9",
                where,
                given=answer,
                there=replace(survey.place(*negative), file=None),
            )
        elif abs(answer) > LARGEST or -1 < answer < 0.98 / LARGEST:
            faults.add(
                "survey-range",
                "an answer is from −9 to 9 without 0, or from 1/9 to 9; this is {given}",
                where,
                given=answer,
            )
        else:
            yield at, answer if answer > 0 else -1 / answer


def _told(answers: Mapping[Place, float], survey: Survey, respondents: int, where: Where) -> list[Notice]:
    given = [answer for answer in answers.values() if not np.isnan(answer)]
    told = [
        notice(
            "survey",
            Plural(
                "the answers of {count} respondent to {pairs} pairs; 3 means that the first of the pair is"
                " more important, −3 or 1/3 that the second is",
                "the answers of {count} respondents to {pairs} pairs; 3 means that the first of the pair is"
                " more important, −3 or 1/3 that the second is",
            ),
            where,
            count=respondents,
            pairs=len(survey.pairs),
        )
    ]
    if respondents > 1 and len(given) > 5 and min(given) >= 1:
        told.append(
            notice(
                "survey-one-sided",
                "no answer prefers the second of a pair; check that the answers have a sign or are fractions",
                where,
            )
        )
    return told


def _name_column(survey: Survey, others: Sequence[int], rows: Sequence[int]) -> int | None:
    """Return the column of the names: known by its header, else the first with different words."""
    heads = {at: folded(as_label(survey.cell(survey.header, at))) for at in others}
    for known in (_NAMES, _IDS):
        for at, head in heads.items():
            if head in map(folded, known.split()):
                return at
    for at, head in heads.items():
        cells = [survey.cell(row, at) for row in rows]
        words = [as_label(cell) for cell in cells if not is_blank(cell)]
        if (
            words
            and head not in map(folded, _TIMES.split())
            and not any(isinstance(cell, datetime.date) for cell in cells)
            and len(set(words)) == len(words)
        ):
            return at
    return None
