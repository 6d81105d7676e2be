"""What the rows of a table are: candidates, or weights, directions, units, totals, statistics and notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.io.cells.contents import Contents, Kind, number_in, words_of
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank, letters, position_of
from see_mcda.io.grids.numbers_as_written import rounding, tidy, written
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables import words
from see_mcda.io.tables.headers import Headers, Role
from see_mcda.language.messages import Message, message
from see_mcda.model.reading import Choice, Question, RowRole

Direction = Literal["max", "min"]
_Statistic = Callable[[NDArray[np.float64]], Any]
_LONG = 60
"""A text of more letters is no name."""
_SPAN = re.compile(r"\s*([A-Za-z]{1,3}|[0-9]+)\s*(?:[-–:]\s*([A-Za-z]{1,3}|[0-9]+)\s*)?")
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")


@dataclass
class Rows:
    """The rows of a table.

    Attributes:
        candidates: the positions of the candidates' rows.
        roles: the role of each other row, and why.
        labels: the first words of these rows.
        weights: the position of the row of weights.
        directions: the direction of each column that a row gives.
        units: the unit of each column that a row gives.
        contents: what the cells of the candidates hold.

    """

    candidates: list[int] = field(default_factory=list)
    roles: dict[int, tuple[RowRole, Message | None]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    weights: int | None = None
    directions: dict[int, Direction] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    contents: Contents = field(init=False)


def read_rows(
    grid: Grid, headers: Sequence[int], names: Sequence[str], options: ReadingOptions, *, bare: bool
) -> Rows:
    """Return what each row that is not blank is.

    ``headers`` are the rows of column headers, ``names`` the header of each column. In a table that is not
    ``bare`` a row without any score is a candidate, for its columns of scores are known.
    """
    reader = _RowReader(grid, headers, names, options, bare)
    return reader.read()


@dataclass
class _RowReader:
    grid: Grid
    headers: Sequence[int]
    names: Sequence[str]
    options: ReadingOptions
    bare: bool
    found: Rows = field(default_factory=Rows)
    _numbered: list[int] = field(default_factory=list)
    _alike: dict[tuple[int, ...], bool] = field(default_factory=dict)

    def read(self) -> Rows:
        grid, found = self.grid, self.found
        for row in self.headers:
            self._set(row, "header")
        filled = [row for row in grid.filled() if row not in self.headers]
        top = max(self.headers, default=-1)
        contents = Contents.of(grid, filled)
        scored = self._scored(contents).tolist()
        told = self.options.weights_row or self.options.directions_row or self.options.skip_rows
        rest = [
            row
            for at, row in enumerate(filled)
            if not (told and self._told(row)) and (scored[at] or not self._by_cells(row))
        ]
        if len(rest) < len(filled):
            contents = Contents.of(grid, rest)
        read = contents
        numeric = contents.numeric(below=top)
        contents = contents.select(self._not_by_words(contents, numeric, top))
        keep = np.ones(len(contents.rows), bool)
        self._find_totals(contents, numeric, keep)
        contents = contents.select(keep)
        self._find_weights(contents, numeric, top)
        self._leave_out_weighted(contents, numeric)
        self._ask_about_ideals(contents, numeric)
        found.candidates = [row for row in contents.rows if row not in found.roles]
        all_read = len(found.candidates) == len(read.rows)
        found.contents = read if all_read else Contents.of(grid, found.candidates)
        return found

    def _scored(self, contents: Contents) -> NDArray[np.bool_]:
        """Return the rows that are neither headers nor directions, without a look at their words.

        They have a number that is neither 1 nor -1 nor in the headers, after another cell.
        """
        if not contents.rows or self.options.rows is not None:
            return np.zeros(len(contents.rows), bool)
        heads = [abs(number_in(tidy(name))) for name in self.names]
        after = np.zeros(len(contents.rows), bool)
        scored = np.zeros(len(contents.rows), bool)
        for kinds, values, head in zip(contents.kinds.T, contents.values.T, heads, strict=False):
            size = np.abs(values)
            scored |= after & (kinds == Kind.NUMBER) & np.isfinite(size) & (size != 1) & (size != head)
            after |= kinds > Kind.BLANK
        first = np.array(contents.rows) <= max(self.headers, default=-1) + 1
        return np.asarray(scored & ~first)

    def _not_by_words(self, contents: Contents, numeric: NDArray[np.bool_], top: int) -> NDArray[np.bool_]:
        """Give rows their roles by their words; return those that have none yet.

        A row of numbers that is neither at an end of the table nor called weights is not looked at.
        """
        rows = np.array(contents.rows, int)
        numbered = (contents.kinds[:, numeric] == Kind.NUMBER).any(axis=1)
        self._numbered = rows[numbered].tolist()
        looked = ~numbered | (rows <= top)
        looked[words.perhaps_called(contents.labels, contents.folded_labels, words.WEIGHTS)] = True
        looked[self._ends(contents, top)] = True
        keep = np.ones(len(rows), bool)
        for at in np.flatnonzero(looked).tolist():
            keep[at] = not self._by_words(contents.rows[at], contents, at, numeric, top)
        return keep

    def _told(self, row: int) -> bool:
        """Give a row the role that the options say."""
        options, name = self.options, self.grid.row_name(row)
        if name in options.skip_rows:
            return self._set(row, "skipped", message("you left it out"))
        if name == options.weights_row:
            self._use_weights(row)
        elif name == options.directions_row:
            directions = self._directions(row, certain=True) or {}
            self._use_directions(row, directions)
            if unknown := [word for at, word in words_of(self.grid, row)[1:] if at not in directions]:
                self._ask(
                    row,
                    message('"{given}" in a row of directions is neither max nor min.', given=unknown[0]),
                    ("skip_rows", message("leave it out")),
                )
        else:
            return False
        return True

    def _kept(self, row: int) -> bool:
        """Return whether a row is surely a candidate: the options say so, or it has an id."""
        name = self.grid.row_name(row)
        if self._has_id(row) and not words.called(self._label(row), words.TOTALS | words.MEANS):
            return True
        return name in self.options.keep_rows or name in self._asked

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset() if self.options.rows is None else spans(self.options.rows)

    def _has_id(self, row: int) -> bool:
        below = row > max(self.headers, default=-1)
        return below and self._id_column is not None and not is_blank(self.grid.cell(row, self._id_column))

    @cached_property
    def _id_column(self) -> int | None:
        """The column of ids in a table over a framework; a plain table may have anything there."""
        if self.bare:
            return None
        known = Headers(None)
        return next(
            (at for at, name in enumerate(self.names) if name and known.role(name) == Role("id")), None
        )

    def _by_cells(self, row: int) -> bool:
        """Give a row its role if its cells alone tell it: a repeated header, directions."""
        if self._kept(row):
            return False
        cells = words_of(self.grid, row)
        if len(cells) > 1 and all(
            at < len(self.names) and folded(word) == folded(self.names[at]) for at, word in cells
        ):
            return self._set(row, "header", message("it repeats the column headers"))
        if self._numbers_columns(row) or (
            self.grid.turned and words.called(as_label(cells[0][1]), words.ROW_NUMBERS)
        ):
            return self._set(row, "header", message("it numbers the columns"))
        if not self.found.directions and (directions := self._directions(row, certain=False)):
            self._use_directions(row, directions)
            return True
        if self.options.rows is not None and not words.called(self._label(row), words.WEIGHTS | words.UNITS):
            self._set(row, "skipped", message("it is not in --rows {rows}", rows=self.options.rows))
            return True
        return False

    def _numbers_columns(self, row: int) -> bool:
        """Return whether a row below the headers only counts the columns."""
        cells = words_of(self.grid, row)
        counted = [word for _, word in cells]
        first = int(counted[0]) if counted and counted[0] in ("0", "1") else -1
        return (
            len(counted) >= 3
            and row > max(self.headers, default=-1)
            and all(at in self.found.roles for at in range(max(self.headers, default=-1) + 1, row))
            and (first == 0 or cells[0][0] > 0)
            and counted == [str(first + at) for at in range(len(counted))]
        )

    def _label(self, row: int) -> str:
        """Return the first words of a row."""
        return next((word for _, word in words_of(self.grid, row) if written(tidy(word)) is None), "")

    def _directions(self, row: int, *, certain: bool) -> dict[int, Direction] | None:
        """Return the directions that a row states; None if it states none.

        Every cell but the first words must be a direction. Signs and numbers (1, -1) count only beside a
        label such as "type", or where there is no label and a -1.
        """
        cells = words_of(self.grid, row)
        directions = {at: found for at, word in cells if (found := _direction(word))}
        others = [(at, word) for at, word in cells if at not in directions]
        label = others[0][1] if others else ""
        if cells and others and cells[0][0] == others[0][0]:
            others = others[1:]
        elif (
            len(cells) > 1
            and cells[0][1].isalpha()
            and all(written(tidy(word)) is not None for _, word in cells[1:])
        ):
            label = cells[0][1]  # a candidate may be called B or C
            directions.pop(cells[0][0], None)
        if not directions or others:
            return None if not certain or not directions else directions
        shown = [word for at, word in cells if at in directions]
        known = words.names_directions(label)
        vague = all((len(word) == 1 and word.isalpha()) or words.called(word, words.LEVELS) for word in shown)
        numbers = all(written(tidy(word)) is not None for word in shown)
        above = row < max(self.headers, default=-1) and not label
        if certain or known or (vague and above and len(directions) >= 2):
            return directions
        if vague or len(directions) < 2:
            return None
        if not numbers:
            return directions if not self._like_the_rest(tuple(directions)) else None
        if not label and "min" in directions.values() and not self._like_the_rest(tuple(directions)):
            return directions
        return None

    def _like_the_rest(self, columns: tuple[int, ...]) -> bool:
        """Return whether other rows hold such words as well, so that they are scores (low, high)."""
        if columns not in self._alike:
            others = [at for at in range(len(self.grid.rows)) if at not in self.headers]
            filled = sum(any(not is_blank(cell) for cell in self.grid.rows[at]) for at in others)
            alike = sum(
                all(_direction(as_label(self.grid.cell(at, column))) for column in columns) for at in others
            )
            self._alike[columns] = 2 * (alike - 1) >= filled - 1  # without the row itself
        return self._alike[columns]

    def _by_words(self, row: int, contents: Contents, at: int, numeric: NDArray[np.bool_], top: int) -> bool:
        """Give a row its role by its words: weights, units, a second header, notes, or a title above."""
        if self._kept(row):
            return False
        kinds = contents.kinds[at]
        numbers = int((kinds[numeric] == Kind.NUMBER).sum())
        texts = int((kinds[numeric] == Kind.WORDS).sum())
        label = self._label(row)
        if numbers and (self._by_label(row, label, contents, at, numeric) or row > top):
            return row in self.found.roles
        if words.called(label, words.UNITS) and not numbers:
            return self._use_units(row, numeric)
        if row < top:
            weights = numbers >= 2 and not is_title(self.grid, row)  # without a name, perhaps
            return not weights and self._set(row, "note", message("it stands above the table"))
        if texts:
            return self._settle_texts(row, at, contents, numeric)
        return bool(numeric.any()) and self._settle_note(row, label, numeric, contents)

    def _settle_texts(self, row: int, at: int, contents: Contents, numeric: NDArray[np.bool_]) -> bool:
        """Give a row of words in columns of numbers its role: a second header, or signatures below."""
        heads = self._heads(row, at, contents, numeric)
        nameless = all(numeric[column] for column, _ in words_of(self.grid, row))
        if not heads and not (nameless and row > self._last):
            return False
        columns = np.flatnonzero(numeric & (contents.kinds[at] == Kind.WORDS)).tolist()
        cells = [as_label(self.grid.cell(row, column)) for column in columns]
        if heads and all(map(_is_unit, cells)):
            return self._use_units(row, numeric)
        if len(cells) > 1 and all(map(_direction, cells)):
            return self._ask(
                row,
                message("the cells of this row, such as {given}, may be directions.", given=cells[0]),
                ("directions_row", message("it says in which columns lower is better")),
                ("skip_rows", message("leave it out")),
            )
        if heads and not nameless and len(set(map(folded, cells))) < len(cells):
            return self._ask(
                row,
                message('this row, "{label}", has words instead of scores.', label=self._label(row)),
                ("skip_rows", message("leave it out")),
                ("keep_rows", message("it is a candidate")),
            )
        if heads:
            return self._set(row, "header", message("it is a second row of headers"))
        return self._set(row, "note", message("it looks like a note"))

    @property
    def _last(self) -> int:
        """The last row with numbers."""
        return max(self._numbered[-1:], default=-1)

    def _by_label(
        self, row: int, label: str, contents: Contents, at: int, numeric: NDArray[np.bool_]
    ) -> bool:
        """Give a row of numbers its role if it is called weights or directions."""
        top = max(self.headers, default=-1)
        at_an_end = self._at_an_end(row, contents, top)
        numbers = contents.values[at, numeric]
        sums_up = _sums_up(numbers[np.isfinite(numbers)])
        if words.called(label, words.WEIGHTS):
            return self._settle_weights(row, contents, at, numeric)
        if at_an_end and sums_up and words.tells_weights(label):
            return self._settle_weights(row, contents, at, numeric)
        if at_an_end and sums_up and words.mentions_weights(label):
            return self._ask_weights(row, label)
        if not words.names_directions(label) or not at_an_end:
            return False
        self._ask(
            row,
            message(
                'this row is called "{label}" like a row of directions, but its numbers are not directions.',
                label=label,
            ),
            ("skip_rows", message("leave it out")),
            ("keep_rows", message("it is a candidate")),
        )
        return True

    def _heads(self, row: int, at: int, contents: Contents, numeric: NDArray[np.bool_]) -> bool:
        """Return whether words stand in most columns of numbers, above all numbers."""
        words_here = contents.kinds[at, numeric] == Kind.WORDS
        first = bisect_right(self._numbered, max(self.headers, default=-1))
        above = first == len(self._numbered) or self._numbered[first] > row
        return 2 * int(words_here.sum()) > len(words_here) and above

    def _at_an_end(self, row: int, contents: Contents, top: int) -> bool:
        return row < top or row in [contents.rows[at] for at in self._ends(contents, top)]

    def _ends(self, contents: Contents, top: int) -> list[int]:
        """Return the positions of the first and last rows below the headers."""
        body = range(bisect_right(contents.rows, top), len(contents.rows))
        return [*body[:2], *body[-3:]]

    def _settle_note(self, row: int, label: str, numeric: NDArray[np.bool_], contents: Contents) -> bool:
        """Return whether a row without scores is a note; ask if it may be a candidate."""
        cells = words_of(self.grid, row)
        if any(numeric[column] for column, _ in cells):  # it says "no data" there
            return False
        last = self._last
        gap = any(all(map(is_blank, self.grid.rows[at])) for at in range(last + 1, row))
        if (
            words.starts_note(label)
            or (row > last and (gap or len(label) > _LONG or self._sums_up_above(last)))
            or label.startswith(("(", "*", "†"))
        ):
            return self._set(row, "note", message("it looks like a note"))
        if words.called(label, _SUMMARIES):
            return self._set(row, "note", message("it has no numbers"))
        if not self.bare:
            return False
        if self._is_heading(row, label, contents):
            return True
        self._ask(
            row,
            message('this row, "{label}", has no scores at all.', label=label),
            ("skip_rows", message("it is a heading or a note: leave it out")),
            ("keep_rows", message("it is a candidate without scores")),
        )
        return True

    def _sums_up_above(self, row: int) -> bool:
        """Return whether a row is called a total: below it there are only notes."""
        return row >= 0 and words.called(self._label(row), _SUMMARIES)

    def _is_heading(self, row: int, label: str, contents: Contents) -> bool:
        """Give a row without scores its role if it heads the rows down to a total, or the names."""
        cells = words_of(self.grid, row)
        if len(cells) == 1 and any(
            label in other and words.core(other).startswith(_SUMMARY_STARTS)
            for other in contents.labels
            if other != label
        ):
            return self._set(row, "note", message("it heads the rows down to their total"))
        below = row == max(self.headers, default=-1) + 1 and not self.names[cells[0][0]]
        if below and words.called(label, words.NAMES | words.PLACES):
            return self._set(row, "header", message("it is the header of the names"))
        return False

    def _find_totals(self, contents: Contents, numeric: NDArray[np.bool_], keep: NDArray[np.bool_]) -> None:
        """Give totals, means and statistics their roles; clear their rows in ``keep``."""
        names = contents.labels
        exact: dict[int, bool] = {}
        named = np.zeros(len(names), bool)
        ideals = [at for at, name in enumerate(names) if words.names_ideal(name)]
        ends = [at for at, name in enumerate(names) if name.casefold().endswith(_SUMMARY_ENDS)]
        called = words.perhaps_called(names, contents.folded_labels, _SUMMARIES, _SUMMARY_STARTS)
        for at in [*called, *ideals, *ends]:
            exact[at] = at in ideals or words.called(names[at], _SUMMARIES)
            alike = exact[at] or at in ends or words.core(names[at]).startswith(_SUMMARY_STARTS)
            named[at] = alike and not self._kept(contents.rows[at])
        values = contents.values[:, numeric] if named.any() else np.empty((0, 0))
        for at in np.flatnonzero(named).tolist():
            row, name = contents.rows[at], names[at]
            means = (
                words.called(name, words.MEANS)
                or words.core(name).startswith(_MEAN_STARTS)
                or name.casefold().endswith(_MEAN_ENDS)
            )
            statistic = at in ideals or words.called(name, words.STATISTICS)
            of: Sequence[_Statistic] = [np.sum, np.mean] if exact[at] else [np.sum]
            if statistic or means:
                of = _statistics(name) if statistic else [np.mean]
            since = _run_before(named, at)
            fits = max(
                _fit(values[at], values[~named], of),
                _fit(values[at], values[since:at][~named[since:at]], of),
            )
            role: RowRole = "total"
            if means:
                role = "mean"
            elif statistic:
                role = "statistic"
            plain = exact[at] and not self._has_id(row)
            run = at - since - int(named[since:at].sum())
            several = int(np.isfinite(values[at]).sum()) >= 2 and run >= 2
            enough = 0.5 if run >= 10 else 0.7  # of few numbers, some agree by chance
            if (
                (
                    fits >= (enough if plain else 0.99)
                    and (plain or (np.isfinite(values[at]).sum() > 1 and _REST.fullmatch(words.core(name))))
                )
                or (fits >= 0.99 and several and named.sum() >= 2 and not self._has_id(row))
                or (plain and words.called(name, words.FULL_MARKS))
                or (exact[at] and not np.isfinite(values[at]).any())
            ):
                self._set(row, role, _LOOKS[role])
                keep[at] = False
            elif (
                plain
                or fits >= 0.99
                or (means and name.casefold().endswith(_MEAN_ENDS))
                or _THAI_MEAN in name
            ):
                self._ask(
                    row,
                    message('this row, "{label}", may be a total of the others.', label=name)
                    if fits >= 0.99
                    else message(
                        'this row is called "{label}", but its numbers are no sum or mean of the others.',
                        label=name,
                    ),
                    ("skip_rows", message("it is a total: leave it out")),
                    ("keep_rows", message("it is a candidate")),
                )
                keep[at] = False
        self._find_unnamed_totals(contents, np.flatnonzero(numeric), keep)

    def _find_unnamed_totals(
        self, contents: Contents, columns: NDArray[np.intp], keep: NDArray[np.bool_]
    ) -> None:
        there = np.flatnonzero(keep)
        n = len(there)
        if n < 3 or len(columns) < 2:
            return
        is_mean, is_sum, varied = np.ones(n, bool), np.ones(n, bool), np.zeros(n, int)
        for column in columns:
            own = contents.values[there, column]
            known = np.isfinite(own)
            if not known.any():
                return
            with np.errstate(invalid="ignore", over="ignore"):
                whole = np.sum(own, where=known)
                close = 1e-9 * np.sum(np.abs(own), where=known)
                is_sum &= (np.abs(whole - 2 * own) <= close) | ~known
                is_mean &= (np.abs(whole - n * own) <= close * n) | ~known
            if np.ptp(own[known]) > 0:
                varied += known
        for position in np.flatnonzero((is_sum | is_mean) & (varied >= 2)):
            row = contents.rows[there[position]]
            total = bool(is_sum[position])
            last = position == n - 1
            if self._kept(row) or (not self.bare and self._label(row)) or not (last or varied[position] >= 3):
                continue
            if not total and varied[position] < 3:
                continue
            label = self._label(row)
            if total and not label:
                self._set(row, "total", message("it is the sum of the other rows"))
            else:
                if total:
                    question = message('this row, "{label}", is the sum of the other rows.', label=label)
                elif label:
                    question = message('this row, "{label}", is the mean of the other rows.', label=label)
                else:
                    question = message("this row has no name and is the mean of the other rows.")
                self._ask(
                    row,
                    question,
                    ("skip_rows", message("leave it out")),
                    ("keep_rows", message("it is a candidate")),
                )
            keep[there[position]] = False

    def _find_weights(self, contents: Contents, numeric: NDArray[np.bool_], top: int) -> None:
        """Ask about a row above the headers or without a name that may be weights or directions."""
        names = contents.labels
        named = sum(map(bool, names)) * 2 > len(names)
        above = range(bisect_left(contents.rows, top))
        for at in dict.fromkeys([*above, *self._ends(contents, top)]):
            row = contents.rows[at]
            if self._kept(row):
                continue
            numbers = contents.values[at, numeric]
            numbers = numbers[np.isfinite(numbers)]
            if row < top:
                if _like_weights(numbers):
                    self._ask_weights(row, names[at])
                else:
                    self._set(row, "note", message("it stands above the table"))
            elif len(numbers) >= 2:
                signs = set(numbers.tolist()) <= {1.0, -1.0} and -1 in numbers
                sums_up = named and not names[at] and _sums_up(numbers)
                if not signs and not sums_up:
                    continue
                rest = np.delete(contents.values[:, numeric], at, axis=0)
                if signs and not set(rest[np.isfinite(rest)].tolist()) <= {1.0, -1.0}:
                    self._ask(
                        row,
                        message('this row, "{label}", holds only 1 and -1.', label=names[at]),
                        ("directions_row", message("it says in which columns lower is better")),
                        ("keep_rows", message("it is a candidate")),
                    )
                elif sums_up and not _all_sum_up(rest):
                    self._ask_weights(row, names[at])

    def _leave_out_weighted(self, contents: Contents, numeric: NDArray[np.bool_]) -> None:
        """Leave out rows that are the one before times the weights, as scorecards have beside each score."""
        if self.found.weights is None:
            return
        weights = Contents.of(self.grid, [self.found.weights]).values[0, numeric]
        rows = [at for at, row in enumerate(contents.rows) if row not in self.found.roles]
        for before, at in pairwise(rows):
            scores, own = contents.values[before, numeric], contents.values[at, numeric]
            known = np.isfinite(own) & np.isfinite(scores) & np.isfinite(weights)
            products = (scores * weights)[known]
            if known.sum() >= 2 and any(
                np.allclose(own[known], products / by, rtol=1e-6, atol=0.0051 if by > 1 else 1e-9)
                for by in {1.0, 100.0, float(np.nansum(weights)) or 1.0}
            ):
                self._set(
                    contents.rows[at],
                    "skipped",
                    message("it is the score before it, multiplied by the weight"),
                )

    def _ask_about_ideals(self, contents: Contents, numeric: NDArray[np.bool_]) -> None:
        """Ask about the last two rows if they hold the best and the worst scores of the others."""
        if len(contents.rows) > _MOST or not self.bare:
            return
        rows = [at for at, row in enumerate(contents.rows) if row not in self.found.roles]
        if len(rows) < _FEWEST or numeric.sum() < _FEWEST_COLUMNS:
            return
        *others, one, other = rows
        values = contents.values[:, numeric]
        rest, ends = values[others], np.sort(values[[one, other]], axis=0)
        varied = np.isfinite(rest).all() and bool((np.ptp(rest, axis=0) > 0).all())
        if not varied or not np.array_equal(ends, [rest.min(axis=0), rest.max(axis=0)]):
            return
        for at in (one, other):
            if not self._kept(contents.rows[at]):
                self._ask(
                    contents.rows[at],
                    message(
                        'this row, "{label}", and the one beside it hold the best and the worst scores, as '
                        "ideal candidates do.",
                        label=contents.labels[at],
                    ),
                    ("skip_rows", message("leave it out")),
                    ("keep_rows", message("it is a candidate")),
                )

    def _ask_weights(self, row: int, label: str) -> Literal[True]:
        return self._ask(
            row,
            message('this row, "{label}", may hold weights.', label=label)
            if label
            else message("this row has no name and may hold weights."),
            ("weights_row", message("it holds the weights")),
            ("skip_rows", message("leave it out")),
            ("keep_rows", message("it is a candidate")),
        )

    def _settle_weights(self, row: int, contents: Contents, at: int, numeric: NDArray[np.bool_]) -> bool:
        numbers = contents.values[at, numeric]
        numbers = numbers[np.isfinite(numbers)]
        others = np.delete(contents.values[:, numeric], at, axis=0)
        label, small = self._label(row), bool((numbers <= 10).all())
        beside = self.grid.turned and row <= max(self.headers, default=-1) + 2 and _like_weights(numbers)
        shares = not words.called(label, words.WEIGHTS) and _all_sum_up(others)
        if shares or (
            not (beside or _sums_up(numbers))
            and (
                not small
                or not self._at_an_end(row, contents, max(self.headers, default=-1))
                or _is_within(contents.values[at, numeric], others)
                or (numbers.max() > 100 * numbers[numbers > 0].min() if (numbers > 0).any() else False)
            )
        ):
            self._ask_weights(row, label)
        elif self.found.weights is not None or (numbers < 0).any() or not numbers.sum() > 0:
            self._ask(
                row,
                message(
                    'this row is called "{label}", but a table has one row of weights, and none is below 0.',
                    label=label,
                ),
                ("skip_rows", message("leave it out")),
                ("keep_rows", message("it is a candidate")),
            )
        else:
            self._use_weights(row)
        return True

    def _use_weights(self, row: int) -> None:
        self.found.weights = row
        self._set(row, "weights", message("it holds the weights"))

    def _use_directions(self, row: int, directions: dict[int, Direction]) -> None:
        self.found.directions.update(directions)
        self._set(row, "directions", message("it says in which columns lower is better"))

    def _use_units(self, row: int, numeric: NDArray[np.bool_]) -> bool:
        for column, word in words_of(self.grid, row):
            if column < len(numeric) and numeric[column]:
                self.found.units[column] = _BRACKETS.sub(lambda found: found.group()[1:-1], word).strip()
        return self._set(row, "units", message("it holds the units"))

    def _set(self, row: int, role: RowRole, reason: Message | None = None) -> Literal[True]:
        self.found.roles[row] = (role, reason)
        self.found.labels[row] = self._label(row)
        return True

    def _ask(self, row: int, question: Message, *choices: tuple[str, Message]) -> Literal[True]:
        name = self.grid.row_name(row)
        self._set(row, "skipped", message("it is asked about"))
        self.found.questions.append(
            Question(
                f"row:{name}",
                question,
                self.grid.row_place(row),
                tuple(
                    Choice(meaning, option, name if option.endswith("_row") else [name])
                    for option, meaning in choices
                ),
            )
        )
        return True


_FEWEST, _FEWEST_COLUMNS = 5, 3
"""The rows and columns from which on two rows are not the best and the worst by chance."""
_MOST = 1_000
"""A table of more rows is none of a paper."""


def spans(text: str) -> frozenset[str]:
    """Return the rows (or columns of a turned table) that ``3-5,8`` names."""
    names: set[str] = set()
    for part in text.split(","):
        if (match := _SPAN.fullmatch(part)) is None:
            continue
        first, last = match.group(1).upper(), (match.group(2) or match.group(1)).upper()
        if first.isdigit() and last.isdigit():
            names.update(map(str, range(int(first), int(last) + 1)))
        else:
            names.update((first, last))
            if first.isalpha() and last.isalpha():
                names.update(map(letters, range(position_of(first), position_of(last) + 1)))
    return frozenset(names)


def is_title(grid: Grid, row: int) -> bool:
    """Return whether a row is one cell, or merged across."""
    if any(first[0] == row and last[1] > first[1] for first, last in grid.merged):
        return True
    return len(words_of(grid, row)) < 2


@lru_cache(1_000)
def _direction(word: str) -> Direction | None:
    text = tidy(word)
    if text in ("1", "+1", "1.0"):
        return "max"
    if text in ("-1", "-1.0"):
        return "min"
    if words.called(text, words.MAXIMIZE):
        return "max"
    return "min" if words.called(text, words.MINIMIZE) or text == "-" else None


def _is_unit(word: str) -> bool:
    text = word.strip()
    return (
        (text[:1] in "([" and text[-1:] in ")]")
        or folded(text) in words.KNOWN_UNITS
        or folded(text.strip("()[]")) in words.KNOWN_UNITS
    )


def _like_weights(numbers: NDArray[np.float64]) -> bool:
    return bool((numbers >= 0).all() and numbers.sum() > 0)


def _sums_up(numbers: NDArray[np.float64]) -> bool:
    total = float(numbers.sum())
    return bool((numbers >= 0).all()) and (abs(total - 1) < 0.005 or abs(total - 100) < 0.5)


def _is_within(row: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Return whether a row's numbers are between the others' in every column, some of them above 10."""
    known = np.isfinite(row) & np.isfinite(others).any(axis=0)
    if not known.any():
        return False
    low, high = np.nanmin(others[:, known], axis=0), np.nanmax(others[:, known], axis=0)
    within = (row[known] >= low) & (row[known] <= high)
    return bool(within.all()) and bool(np.max(high) > 10)


def _all_sum_up(rest: NDArray[np.float64]) -> bool:
    return bool(len(rest)) and all(_sums_up(row[np.isfinite(row)]) for row in rest)


def _run_before(named: NDArray[np.bool_], at: int) -> int:
    """Return the first row after the previous total."""
    before = np.flatnonzero(named[:at])
    return int(before[-1]) + 1 if len(before) else 0


def _fit(row: NDArray[np.float64], others: NDArray[np.float64], of: Sequence[_Statistic]) -> float:
    """Return the share of a row's numbers that are the sum, mean or another statistic of the other rows."""
    known = np.isfinite(row)
    if not len(others) or not known.any():
        return 0.0
    hits = 0
    for value, column in zip(row[known], others[:, known].T, strict=True):
        numbers = column[np.isfinite(column)]
        if len(numbers):
            near = rounding(value) + 1e-9 * np.abs(numbers).sum()
            hits += any(abs(value - float(each(numbers))) <= near for each in of)
    return hits / int(known.sum())


def _statistics(name: str) -> Sequence[_Statistic]:
    """Return the statistics that a row may hold by its name."""
    return next((of for known, of in _NAMED_STATISTICS if words.called(name, known)), _STATISTICS)


def _spread(numbers: NDArray[np.float64]) -> float:
    return float(np.std(numbers, ddof=1)) if len(numbers) > 1 else 0.0


_STATISTICS: Sequence[_Statistic] = (
    *(np.sum, np.mean, np.median, np.max, np.min, np.std, len),
    _spread,
)
_NAMED_STATISTICS: Sequence[tuple[frozenset[str], Sequence[_Statistic]]] = (
    (words.GREATEST, [np.max]),
    (words.LEAST, [np.min]),
    (words.MEDIANS, [np.median]),
    (words.SPREADS, [np.std, _spread, np.var]),
)
_REST = re.compile(
    r"(?:total|sum|subtotal|sub_total|grand_total|average|avg|mean|รวม|ผลรวม|ยอดรวม|ค่าเฉลี่ย|เฉลี่ย|of|all|for|the|each|per|n|="
    r"|candidates?|rows?|แห่ง|ราย|กลุ่ม|กิจการ|ทุก|ทั้ง|ของ|หมด|สิ้น|[0-9_ ]+)+"
)
"""A label that begins like a total and goes on with nothing but how many there are."""
_SUMMARIES = words.TOTALS | words.MEANS | words.STATISTICS
_MEAN_STARTS = tuple(map(folded, ("average", "avg", "mean of", "ค่าเฉลี่ย", "เฉลี่ย")))
_THAI_MEAN = "ค่าเฉลี่ย"
_MEAN_ENDS = (" average", " mean", " avg", " avg.")
_SUMMARY_ENDS = (*_MEAN_ENDS, " total", " subtotal", " sub-total", " sum", " ผลรวม", " รวม", " ค่าเฉลี่ย")
_SUMMARY_STARTS = (
    *_MEAN_STARTS,
    *map(folded, ("total", "sum of", "subtotal", "sub-total", "grand total", "รวม", "ผลรวม", "ยอดรวม")),
)
_LOOKS = {
    "total": message("it looks like a total"),
    "mean": message("it looks like an average"),
    "statistic": message("it looks like a statistic of the other rows"),
}
