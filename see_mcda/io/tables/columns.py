"""What the columns of a plain table are: names, criteria, facts, or numbers that must not count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import Faults
from see_mcda.io.cells.cells import MISSING_WORDS, is_missing
from see_mcda.io.cells.contents import Contents, Kind
from see_mcda.io.cells.quantities import Recognised, explain_refusal, recognise_column
from see_mcda.io.cells.sentinels import suspicious_sentinels
from see_mcda.io.grids.grid import Grid, as_label, folded
from see_mcda.io.grids.numbers_as_written import finest_rounding, tidy, tidy_all
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables import words
from see_mcda.io.tables.derived_columns import find_derived
from see_mcda.io.tables.headers import Headers, Role, names_respondent, refuse_headless
from see_mcda.io.tables.rows import Direction, Rows
from see_mcda.language.messages import Message, Notice, message
from see_mcda.model.naming import Choices
from see_mcda.model.naming import Kind as KindOfThing
from see_mcda.model.reading import NAMED_A_FACT, Choice, Question

COLUMN = KindOfThing("unknown-column", message("column"))
_PROVINCE = "Nan"
"""A province of Thailand; a missing number is written nan or NaN."""
_PHONE = re.compile(
    r"(?:\+?66|0)[0-9]?[- .]?[0-9]{1,4}[- .]?[0-9]{3,4}(?:[- .]?[0-9]{3,4})?|\+[0-9][0-9 .-]{7,}"
)
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[ T].*)?")
_BRACKETS = re.compile(r"[(\[（]\s*(.*?)\s*[)\]）]\s*$")
_ARROWS = {"↑": "max", "▲": "max", "↓": "min", "▼": "min"}
_CODE = re.compile(r"[A-Za-zก-ฮ]{0,4}[-. /]?[0-9]+(?:[-./][0-9]+)*")
_ADDRESS = re.compile(r"address|street|ที่อยู่|เลขที่|ที่ตั้ง")
_GPS = re.compile(r"_.*(?:altitude|precision)")
"""Headers of KoBoToolbox; without their first sign they may be those of criteria."""
_SIGNED = re.compile(r"(?:\([0-9.,]+\)|[0-9.,]+\s*[-–−])$")
"""Numbers below zero as bookkeepers write them."""
_TIME = re.compile(r"date|time|day|since|updated|founded|วัน|เวลา|เมื่อ|พ\.ศ\.")
_FOUNDED = re.compile(
    r"year.*(?:found|establish|start|regist|open|launch)|(?:found|establish|start|regist|open)\w* (?:in|year)"
    r"|พ\.ศ\.|ค\.ศ\.|ปีที่|ปีก่อตั้ง|ปีจดทะเบียน|ก่อตั้ง"
)


_DATES = message("it holds dates")
_NO_SCORES = {
    each.template: each
    for each in (
        _DATES,
        message("it holds phone numbers"),
        message("it holds postcodes"),
        message("it holds coordinates"),
        message("it holds years"),
        message("it holds codes"),
        message("it holds ranks"),
    )
}


_FEWEST = 3
"""The rows from which on shares are not those of another column by chance."""
_TRIED = 20
"""The rows in which a column is compared with others before all are."""


@dataclass
class Columns:
    """The columns of a plain table.

    Attributes:
        roles: what each column holds, by position; criteria have no role yet.
        reasons: why a column is not a criterion, or why it is one.
        criteria: the positions of the criteria.
        recognised: by position, criteria that are written in words.

    """

    roles: dict[int, Role] = field(default_factory=dict)
    reasons: dict[int, Message] = field(default_factory=dict)
    criteria: list[int] = field(default_factory=list)
    recognised: dict[int, Recognised] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


def read_columns(
    grid: Grid, rows: Rows, names: Sequence[str], options: ReadingOptions, faults: Faults
) -> Columns:
    """Return what each column is; a column that cannot be read is added to ``faults``."""
    return _ColumnReader(grid, rows, names, options, faults).read()


@dataclass
class _ColumnReader:
    grid: Grid
    rows: Rows
    names: Sequence[str]
    options: ReadingOptions
    faults: Faults
    found: Columns = field(default_factory=Columns)

    @cached_property
    def _contents(self) -> Contents:
        return self.rows.contents

    def read(self) -> Columns:
        only, keep, skip, facts = (
            named_columns(self.grid, self.names, self.options, option, self.faults)
            for option in ("only", "keep", "skip", "facts")
        )
        worded: list[int] = []
        counters: list[int] = []
        for column in range(len(self.names)):
            if column in skip:
                self._skip(column, message("you left it out"))
            elif column in facts:
                role = Headers(None).role(self.names[column]) if self.names[column] else None
                known = role is not None and role.kind != "ignored"
                self.found.roles[column] = role if role and known else Role("attribute", self.names[column])
                if not known:
                    self._recognise(column)
                    self.found.reasons[column] = NAMED_A_FACT
            elif column in keep or column in only:
                self._recognise(column)
                self.found.criteria.append(column)
            else:
                self._place(column, bool(only), worded, counters)
        self._choose_name(worded, counters)
        if not only:
            self._leave_out_changes(keep)
            self._leave_out_totals(keep)
            self._ask_about_derived(keep)
            self._ask_about(keep)
        self._ask_about_sentinels(keep)
        return self.found

    def _place(self, column: int, only: bool, worded: list[int], counters: list[int]) -> None:
        """Say what a column is, or add it to those of words or of numbers of the rows."""
        found, name = self.found, self.names[column]
        role = Headers(None).role(name) if name else None
        if names_respondent(self.names, column):
            found.roles[column] = Role("attribute", name)
            found.reasons[column] = message("it names the respondent")
        elif role is not None:
            found.roles[column] = role
            if role.kind == "note" and len(self._numbers(column)) and not only:
                self._ask(column, message("{column} is called like notes, but holds numbers.", column=name))
        elif self._is_of_form(name):
            self._skip(column, message("a survey program stores it with each answer"))
        elif self._is_empty(column, name):
            return
        elif (reason := self._counts(column)) is not None:
            counters.append(column)
            self._skip(column, reason)
        elif (reason := self._no_score(column)) is not None:
            self._skip(column, reason)
            if reason == _DATES and not (self._is_about_time(name) and self._are_all_dates(column)):
                self._ask_about_dates(column)
        elif not self._recognise(column) and not self._numeric[column]:
            worded.append(column)
        elif only:
            self._skip(column, message("it is not in --only"))
        else:
            found.criteria.append(column)

    @cached_property
    def _comes_from_form(self) -> bool:
        return any(map(_is_stored, self.names))

    def _is_of_form(self, name: str) -> bool:
        """Return whether a survey program stores a column with each answer."""
        return _is_stored(name) or (self._comes_from_form and words.called(name, words.FORMS_PERHAPS))

    def _cells(self, column: int) -> Sequence[object]:
        return self.grid.column(column, self.rows.candidates)

    def _numbers(self, column: int) -> NDArray[np.float64]:
        """Return the numbers of a column in which every cell that is filled is one, else none."""
        kinds = self._contents.kinds[:, column]
        if ((kinds != Kind.NUMBER) & (kinds != Kind.BLANK)).any():
            return np.empty(0)
        values = self._contents.values[:, column]
        return values[np.isfinite(values)]

    def _skip(self, column: int, reason: Message) -> None:
        self.found.roles[column] = Role("ignored")
        self.found.reasons[column] = reason

    def _is_empty(self, column: int, name: str) -> bool:
        if self._contents.kinds[:, column].any() or _PROVINCE in self._cells(column):
            return False
        if name and (self.grid.turned or words.called(name, _ASIDES)):
            self._skip(column, message("it has no scores"))
        elif name:
            self.faults.add(
                "empty-column",
                "the column {header} has no scores; fill it in, remove it, or leave it out with --skip",
                self.grid.place(self.grid.header or 0, column),
                header=name,
            )
        return True

    def _counts(self, column: int) -> Message | None:
        """Return why a column only counts the rows; None if it does not."""
        name = self.names[column]
        numbers = self._numbers(column)
        if not len(numbers):
            texts = (tidy(as_label(cell)).rstrip(".)") for cell in self._cells(column))
            counted = takewhile(re.compile("[0-9]{1,15}").fullmatch, texts)
            numbers = np.array(list(map(float, counted)))
        n = len(self.rows.candidates)
        if len(numbers) != n or not n:
            return None
        steps = np.diff(numbers)
        whole = bool((steps > 0).all() and (numbers % 1 == 0).all())
        counts = whole and numbers[0] in (0, 1)
        in_turn = numbers.min() == 1 and np.array_equal(np.sort(numbers), np.arange(1, n + 1))
        skipped = sum(role == "skipped" for role, _ in self.rows.roles.values())
        gapless = (counts and bool((steps == 1).all())) or (
            whole and 0 < numbers[0] <= numbers[-1] <= n + skipped  # the others are in the rows left out
        )
        if gapless or in_turn or (counts and not name):
            named_so = not name or words.called(name, words.ROW_NUMBERS)
            return message("it numbers the rows") if named_so else None
        return None

    def _no_score(self, column: int) -> Message | None:
        """Return why a column holds no scores, by its header and its cells; None if it may hold them."""
        name = self.names[column]
        kinds, numbers = self._contents.kinds[:, column], self._numbers(column)
        filled = int((kinds > Kind.BLANK).sum())
        texts: list[str] = []
        if column in self._contents.worded or words.called(name, words.PHONES | words.IDS):
            labels = list(map(as_label, self._cells(column)))
            texts = [text for text in tidy_all(labels) if text.casefold() not in MISSING_WORDS]
        whole = bool(len(numbers)) and bool((numbers % 1 == 0).all())
        n = len(self.rows.candidates)
        dates = 2 * int((kinds == Kind.DATE).sum()) >= filled > 0 or _most(_DATE, texts)
        phones = _most(_PHONE, texts)
        tests = {
            "it holds dates": dates or (words.called(name, words.DATES) and not len(numbers)),
            "it holds phone numbers": (phones and not len(numbers))
            or (words.called(name, words.PHONES) and (whole or phones)),
            "it holds postcodes": words.called(name, words.POSTCODES),
            "it holds coordinates": words.called(name, words.COORDINATES) or bool(_GPS.fullmatch(name)),
            "it holds years": whole
            and _like_years(numbers)
            and not name.startswith("จำนวน")
            and (words.called(name, words.YEARS) or _FOUNDED.search(name.casefold()) is not None),
            "it holds codes": words.called(name, words.IDS)
            and len(set(texts)) == len(texts)
            and (whole or not len(numbers)),
            "it holds ranks": words.called(name, words.RANKS)
            and whole
            and bool(numbers.min() >= 1 and numbers.max() <= n),
        }
        return next((_NO_SCORES[reason] for reason, true in tests.items() if true), None)

    def _is_about_time(self, name: str) -> bool:
        return words.called(name, words.DATES | words.YEARS) or bool(_TIME.search(name.casefold()))

    def _are_all_dates(self, column: int) -> bool:
        kinds = self._contents.kinds[:, column]
        return bool(np.isin(kinds, (Kind.DATE, Kind.BLANK)).all()) or not (kinds == Kind.DATE).any()

    def _ask_about_dates(self, column: int) -> None:
        """Ask about dates under a header that does not say so: 4/5 may have become the 4th of May."""
        name = self.names[column] or self.grid.column_name(column)
        self.found.questions.append(
            Question(
                f"column:{self.grid.column_name(column)}",
                message(
                    "{column} holds dates; if they were scores such as 4/5 or 1-3, format the cells as text "
                    "and write them again.",
                    column=name,
                ),
                self.grid.column_place(column),
                (Choice(message("they are dates: leave the column out"), "skip", [name]),),
            )
        )

    def _recognise(self, column: int) -> bool:
        """Return whether every cell of a column is a quantity in words, such as ``120 คน`` or ``4/5``."""
        if not (self._contents.kinds[:, column] == Kind.WORDS).any():
            return False
        recognised = recognise_column(self._cells(column), self.names[column])
        if recognised is None:
            return False
        self.found.recognised[column] = recognised
        self.found.reasons[column] = recognised.reason
        return True

    @cached_property
    def _numeric(self) -> NDArray[np.bool_]:
        return self._contents.numeric()

    def _choose_name(self, columns: Sequence[int], counters: Sequence[int]) -> None:
        """Make one column of words the names, the others attributes."""
        found = self.found
        named = any(role.kind == "name" for role in found.roles.values())
        ids = any(role.kind == "id" for role in found.roles.values())
        if not named:
            called = [column for column in columns if self._is_called(column, words.NAMES)]
            likely = [
                column
                for column in columns
                if not any("@" in as_label(cell) for cell in self._cells(column))
                and not self._holds_codes(column)
            ]
            places = [column for column in columns if words.called(self.names[column], words.PLACES)]
            best = next(
                iter(
                    [
                        *filter(self._distinct, called),
                        *called,
                        *(column for column in columns[:1] if self._is_index(column)),
                        *filter(self._distinct, places),
                        *filter(self._distinct, likely),
                        *places,
                        *columns[:1],
                    ]
                ),
                None,
            )
            if best is None and not ids:
                best = next(iter(self._numbered_names(counters)), None)
            if best is not None:
                found.roles[best] = Role("name")
                found.reasons.pop(best, None)
                columns = [column for column in columns if column != best]
        for column in columns:
            name = self.names[column]
            if not name:
                refuse_headless(self.grid, self.rows.candidates, column, self.faults)
                continue
            if self._holds_some_numbers(column):
                self._ask(
                    column,
                    message("{column} holds numbers and words.", column=name),
                    message("it is a criterion, and the words are to be corrected"),
                )
            refusal = explain_refusal(self._cells(column))
            if refusal is not None and not _ADDRESS.search(name.casefold()):
                self.faults.extend(
                    [Notice("mixed-column", refusal, self.grid.place(self.grid.header or 0, column))]
                )
            found.roles[column] = Role("attribute", name)
            found.reasons[column] = message("it holds words")

    def _holds_codes(self, column: int) -> bool:
        texts = [as_label(cell) for cell in self._cells(column)]
        return self._distinct(column) and all(map(_CODE.fullmatch, texts))

    def _holds_some_numbers(self, column: int) -> bool:
        """Return whether a column of words has a number, or mostly cells that begin with one."""
        if words.called(self.names[column], words.IDS) or _ADDRESS.search(self.names[column].casefold()):
            return False
        texts = [as_label(cell).strip() for cell in self._cells(column) if not is_missing(cell)]
        begun = sum(re.match(r"[^\w\s]?[0-9๐-๙]", text) is not None for text in texts)
        numbers = (self._contents.kinds[:, column] == Kind.NUMBER).any()
        return bool(numbers) or 2 * begun > len(texts) or any(map(_SIGNED.match, texts))

    def _numbered_names(self, counters: Sequence[int]) -> Iterator[int]:
        """Yield columns of numbers that can only be names: one headed so, or one that counts the rows."""
        for column in list(self.found.criteria):
            if self._is_called(column, words.NAMES | words.PLACES) and self._distinct(column):
                self.found.criteria.remove(column)
                yield column
        yield from counters
        years = message("it holds years")
        yield from (column for column in self.found.roles if self.found.reasons.get(column) == years)

    def _is_index(self, column: int) -> bool:
        """Return whether a column has no header of its own and may be the row names of R or pandas."""
        name = self.names[column]
        return (not name or name.startswith("Unnamed: ")) and self._distinct(column)

    def _is_called(self, column: int, known: frozenset[str]) -> bool:
        name = self.names[column]
        return words.called(name, known) or name.startswith("ชื่อ") or name.casefold().endswith(" name")

    def _distinct(self, column: int) -> bool:
        cells = [as_label(cell) for cell in self._cells(column)]
        return len(set(cells)) == len(cells)

    def _leave_out_totals(self, keep: frozenset[int]) -> None:
        """Leave out columns that are the sum or mean of others and are called so; ask if only one is true."""
        for column in [each for each in self.found.criteria if each not in keep]:
            name = self.names[column]
            exact = words.called(name, words.TOTAL_COLUMNS)
            alike = exact or words.core(name).startswith(_TOTAL_STARTS)
            derived = self._derived(column, rounded=alike)
            if self._has_both_distances and (words.names_distance(name) or words.names_closeness(name)):
                self.found.criteria.remove(column)
                self._skip(column, message("it is a result of a ranking method"))
            elif (exact and derived) or words.called(name, words.UNMISTAKABLE_TOTALS):
                self.found.criteria.remove(column)
                self._skip(column, derived or message("it looks like a total of other columns"))
            elif name in words.VIKOR and words.VIKOR.issubset(self.names):
                self._ask(column, message("{column} is called like a result of VIKOR.", column=name))
            elif (whole := self._share_of(column)) is not None:
                self._ask(
                    column,
                    message(
                        "{column} is the share of {other} in its total, so one thing would count twice.",
                        column=name,
                        other=self.names[whole],
                    ),
                )
            elif exact and self._may_be_total(column, name):
                self._ask(column, message("{column} is called like a total of other columns.", column=name))
            elif derived and (alike or len(self.rows.candidates) >= 4):
                self._ask(
                    column, message("{column} may be no criterion: {reason}.", column=name, reason=derived)
                )

    def _leave_out_changes(self, keep: frozenset[int]) -> None:
        """Leave out columns that are called the change between two others, and are."""
        criteria = list(self.found.criteria)
        for change in find_derived(self._contents.values, criteria, self.names, changes=True):
            if change.column not in keep:
                self.found.criteria.remove(change.column)
                self._skip(change.column, change.words)

    def _ask_about_derived(self, keep: frozenset[int]) -> None:
        """Ask about columns that follow from two others."""
        asked = {question.id for question in self.found.questions}
        free = [
            column
            for column in self.found.criteria
            if column not in keep and f"column:{self.grid.column_name(column)}" not in asked
        ]
        for derived in find_derived(self._contents.values, free, self.names):
            self._ask(
                derived.column,
                message(
                    "{column} follows from other columns, so one thing would count twice: {reason}.",
                    column=self.names[derived.column],
                    reason=derived.words,
                ),
            )

    @cached_property
    def _has_both_distances(self) -> bool:
        return sum(words.names_distance(name) for name in self.names if name) >= 2

    def _may_be_total(self, column: int, name: str) -> bool:
        """Return whether a column that is called a total may be one; "score" may be a criterion."""
        criteria = self.found.criteria
        vague = words.called(name, words.SCORES)
        return len(criteria) > 1 and not (vague and (len(criteria) < 4 or column != criteria[-1]))

    def _derived(self, column: int, *, rounded: bool) -> Message | None:
        """Return what a column is the sum or mean of: all other criteria, those before it, or weighted.

        Where ``rounded``, its numbers may be rounded to the digits that they show.
        """
        criteria = [each for each in self.found.criteria if each != column]
        values = self._contents.values
        own = values[:, column]
        known = np.isfinite(own)
        if known.sum() < 2 or len(criteria) < 2 or not np.ptp(own[known]) > 0:
            return None
        before = [each for each in criteria if each < column]
        starts = [criteria, *(before[at:] for at in range(len(before) - 1))]
        near = finest_rounding(own[known]) if rounded else 0.0
        rows = np.flatnonzero(known)
        for others in starts:
            if len(others) >= 2 and self._equals(own, others, rows[:_TRIED], near):
                equals = self._equals(own, others, rows, near)
                if equals is not None:
                    return equals
        return None

    def _share_of(self, column: int) -> int | None:
        """Return the column whose shares in its sum, as fractions or percent, a column holds."""
        own = self._contents.values[:, column]
        if np.count_nonzero(own) < _FEWEST or not np.isfinite(own).all() or not np.ptp(own) > 0:
            return None
        near = finest_rounding(own) + 1e-9
        whole = float(own.sum())
        if not (abs(whole - 1) <= near * len(own) or abs(whole - 100) <= near * len(own)):
            return None
        for other in self.found.criteria:
            values = self._contents.values[:, other]
            if other == column or not np.isfinite(values).all() or not values.sum() > 0:
                continue
            scale = 1 if whole < 2 else 100
            if (np.abs(values / values.sum() * scale - own) <= near).all() and not np.array_equal(
                values, own
            ):
                return other
        return None

    def _equals(
        self, own: NDArray[np.float64], others: Sequence[int], rows: NDArray[np.intp], near: float
    ) -> Message | None:
        """Return what the numbers of a column are, in some rows, of those of others."""
        rest, own = self._contents.values[np.ix_(rows, np.array(others))], own[rows]
        close = near + 1e-9 * np.abs(own)
        if not np.isfinite(rest).all():
            return None
        if (np.abs(rest.sum(axis=1) - own) <= close).all():
            return message("it is the sum of other columns")
        if (np.abs(rest.mean(axis=1) - own) <= close).all():
            return message("it is the mean of other columns")
        if self.rows.weights is not None:
            weights = Contents.of(self.grid, [self.rows.weights]).values[0, others]
            if np.isfinite(weights).all() and weights.sum() > 0:
                sums = rest @ weights
                if any((np.abs(sums / by - own) <= close).all() for by in (1, 100, weights.sum())):
                    return message("it is the weighted sum of other columns")
        return None

    def _ask_about(self, keep: frozenset[int]) -> None:
        """Ask about columns of numbers that look like years, codes, ranks or a count."""
        n = len(self.rows.candidates)
        for column in [each for each in self.found.criteria if each not in keep]:
            name, numbers = self.names[column], self._numbers(column)
            ranked = words.called(name, words.RANKS)  # shared ranks may be 2.5
            if not len(numbers) or not (ranked or (numbers % 1 == 0).all()):
                continue
            distinct = len(np.unique(numbers)) == len(numbers)
            sizes = np.abs(numbers)
            shortest, longest = (len(str(int(size))) for size in (sizes.min(), sizes.max()))
            if ranked:
                self._ask(column, message("{column} is called like a rank.", column=name))
            elif n >= 2 and _like_years(numbers, closely=True) and not _BRACKETS.search(name):
                self._ask(column, message("{column} looks like years.", column=name))
            elif n >= 3 and distinct and shortest == longest >= 9:
                self._ask(column, message("{column} looks like codes or phone numbers.", column=name))
            elif words.called(name, words.ROW_NUMBERS) and distinct and (np.diff(numbers) > 0).all():
                self._ask(column, message("{column} is called like a number of the row.", column=name))
            elif n >= 4 and np.array_equal(numbers, np.arange(1, n + 1)):
                self._ask(column, message("{column} only counts the rows.", column=name))
            elif n >= 6 and np.array_equal(np.sort(numbers), np.arange(1, n + 1)):
                self._ask(
                    column,
                    message("{column} holds each number from 1 to {n}, as ranks do.", column=name, n=n),
                )

    def _ask(self, column: int, question: Message, keep: Message | None = None) -> None:
        name = self.names[column] or self.grid.column_name(column)
        self.found.questions.append(
            Question(
                f"column:{self.grid.column_name(column)}",
                question,
                self.grid.column_place(column),
                (
                    Choice(message("leave it out"), "skip", [name]),
                    Choice(keep or message("it is a criterion"), "keep", [name]),
                ),
            )
        )

    def _ask_about_sentinels(self, keep: frozenset[int]) -> None:
        told = set(self.options.missing_values)
        asked = {question.id for question in self.found.questions}
        for column in self.found.criteria:
            if column in keep or f"column:{self.grid.column_name(column)}" in asked:
                continue
            values = self._contents.values[:, column]
            firsts = {float(values[at]): at for at in reversed(suspicious_sentinels(values))}
            for number, at in firsts.items():
                if number in told:
                    continue
                self.found.questions.append(
                    Question(
                        f"sentinel:{self.grid.column_name(column)}",
                        message(
                            "{given} stands far from the other numbers here; is it a missing score?",
                            given=number,
                        ),
                        self.grid.place(self.rows.candidates[at], column),
                        (
                            Choice(message("it is missing"), "missing_values", [int(number)]),
                            Choice(message("it is a score"), "keep", [self.names[column]]),
                        ),
                    )
                )


def named_columns(
    grid: Grid, names: Sequence[str], options: ReadingOptions, option: str, faults: Faults
) -> frozenset[int]:
    """Return the columns that an option names, by header or by letters; a fact also by its key."""
    called = {
        grid.column_name(column): [name, *([role.key] if (role := Headers(None).role(name)) else [])]
        for column, name in enumerate(names)
        if name
    }
    choices = Choices(COLUMN, called)
    found = {choices.match(wanted, option, faults) for wanted in getattr(options, option)}
    return frozenset(column for column in range(len(names)) if grid.column_name(column) in found)


def direction_of(header: str) -> Direction | None:
    """Return the direction that a header states: an arrow, or ``(min)`` at its end."""
    text = header.strip()
    if text[-1:] in _ARROWS or text[:1] in _ARROWS:
        return "max" if _ARROWS.get(text[-1:], _ARROWS.get(text[:1])) == "max" else "min"
    match = _BRACKETS.search(text)
    if match is None:
        return None
    said = folded(match.group(1))
    if match.group(1) == "+" or said in _HEADER_MAX:
        return "max"
    return "min" if match.group(1) in ("-", "−", "–") or said in _HEADER_MIN else None


def _is_stored(name: str) -> bool:
    return name.strip().casefold() in words.KOBO or words.called(name, words.FORMS)


def _most(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return bool(texts) and 2 * sum(pattern.fullmatch(text) is not None for text in texts) > len(texts)


def _like_years(numbers: NDArray[np.float64], *, closely: bool = False) -> bool:
    spans = ((1950, 2035), (2493, 2578)) if closely else ((1700, 2100), (2243, 2643))
    return any(bool(((numbers >= low) & (numbers <= high)).all()) for low, high in spans)


_ASIDES = words.MAILS | words.ASSESSORS | words.DATES | words.IDS | words.PHONES | words.COORDINATES
"""Headers of what is about a candidate or respondent, and may be empty."""
_TOTAL_STARTS = tuple(
    map(folded, ("total", "sum", "overall", "average", "mean", "รวม", "ผลรวม", "คะแนนรวม", "เฉลี่ย", "ค่าเฉลี่ย"))
)
_HEADER_MAX = words.MAXIMIZE - {
    folded(word)
    for word in ("b", "up", "positive", "gain", "profit", "บวก", "high", "มาก", "สูง", "more", "higher")
}
_HEADER_MIN = words.MINIMIZE - {
    folded(word)
    for word in ("c", "down", "negative", "loss", "ลบ", "low", "น้อย", "ต่ำ", "less", "lower", "minimum")
}
