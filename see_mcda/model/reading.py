"""How a table was read: what each row and column was taken for and why, and what only a person can settle."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from see_mcda.errors import ProblemError
from see_mcda.language.lists import quoted
from see_mcda.language.messages import Message, Notice, Plural, Where, message
from see_mcda.model.brief import Brief

NAMED_A_FACT = message("you named it as a fact")
"""Why a column is an attribute that an option, or a constraint, names."""
RowRole = Literal["header", "weights", "directions", "units", "total", "mean", "statistic", "note", "skipped"]
Respondents = Literal["none", "sheets", "rows", "candidates-first", "criteria-first"]
"""Where the scores of several people are: on a sheet each, in several rows of one candidate, or in a row each
under headers of two parts."""
RESPONDENTS: tuple[Respondents, ...] = get_args(Respondents)
ColumnRole = Literal[
    "criterion", "name", "id", "note", "gate", "gate-reason", "attribute", "assessor", "skipped", "empty"
]

LACKING = "lacking-criteria"
"""The code of the notice that a partial table lacks criteria."""


@dataclass(frozen=True)
class ReadRow:
    """A row of the table.

    Attributes:
        at: its number in the sheet or its line in the file; in a table that was turned, the column's letters.
        role: what it was taken for.
        label: its first words.
        reason: why it is not a candidate; None for headers.

    """

    at: str
    role: RowRole
    label: str = ""
    reason: Message | None = None


@dataclass(frozen=True)
class ReadColumn:
    """A column of the table.

    Attributes:
        at: its letters in a sheet or its number in a file; in a table that was turned, the row's number.
        header: as it stands in the file.
        role: what it was taken for.
        id: the criterion's or gate's id, or the attribute's key.
        objective: of a criterion; ``objective_reason`` says where it comes from.
        unit: of a criterion, where it is known.
        scale: the ends of its scale, where they are known.
        reason: why it was taken for this.

    """

    at: str
    header: str
    role: ColumnRole
    id: str | None = None
    objective: Literal["max", "min"] | None = None
    objective_reason: Message | None = None
    unit: str | None = None
    scale: tuple[float, float] | None = None
    reason: Message | None = None


@dataclass(frozen=True)
class Choice:
    """An answer to a question: the option of the reader that gives it, and its value."""

    meaning: Message
    option: str
    value: Any

    @property
    def flag(self) -> str:
        """The answer as it is written on the command line."""
        several = isinstance(self.value, (list, tuple))
        name = f"--{(self.option.removesuffix('s') if several else self.option).replace('_', '-')}"
        if self.value is True:
            return name
        if self.value is False:
            return name.replace("--", "--no-", 1)
        words = self.value[0] if several else self.value
        return f"{name} {shlex.quote(quoted(str(words)))}"


@dataclass(frozen=True)
class Question:
    """What only a person can settle.

    Attributes:
        id: stable for the same table, such as ``row:8``.
        message: what looks odd, and why.
        where: the row, column or cell.
        choices: the possible answers.

    """

    id: str
    message: Message
    where: Where
    choices: tuple[Choice, ...]

    def notice(self) -> Notice:
        """Return the question with the options that settle it, as a fault."""
        answers = [
            message("{flag} ({meaning})", flag=each.flag, meaning=each.meaning) for each in self.choices
        ]
        return Notice(
            "question",
            message("{question} Use {answers}", question=self.message, answers=answers),
            self.where,
        )


@dataclass(frozen=True)
class SheetLeft:
    """A sheet of the workbook that was not read."""

    name: str
    hidden: bool
    reason: Message


@dataclass(frozen=True, repr=False)
class Reading(Brief):
    """How a table was read.

    Attributes:
        file: the file's name.
        sheet: the sheet; None for a delimited file.
        sheets: how many sheets the workbook has, ``hidden`` of them hidden.
        read_sheets: the sheets of several assessors, if they have one each.
        left: the other sheets, which were not read.
        range: the cells that hold the table, as ``B3:F9``; None for a delimited file.
        turned: whether candidates stand in columns in the file.
        candidates: the rows of the candidates (in a turned table, the columns of the file).
        rows: the other rows that hold anything.
        columns: the columns that hold anything (in a turned table, the rows of the file).
        weights: the weights in the table, by criterion; None where it has none.
        weights_from: where they stand.
        assessors: the people whose scores it holds, if it has those of several.
        pooled: how many candidates these scored, in the rows of ``candidates``.
        assumed: the criteria for which "higher is better" was assumed rather than stated.
        notices: what else was noticed.
        questions: what is open; a table with questions is not ranked.
        made_ids: the ids that the file does not give.
        answered: the gates that the file answers, by (candidate, gate).

    """

    file: str | None = None
    sheet: str | None = None
    sheets: int = 0
    hidden: int = 0
    read_sheets: tuple[str, ...] = ()
    left: tuple[SheetLeft, ...] = ()
    range: str | None = None
    turned: bool = False
    candidates: Sequence[str] = ()
    rows: tuple[ReadRow, ...] = ()
    columns: tuple[ReadColumn, ...] = ()
    weights: Mapping[str, float] | None = None
    weights_from: Where | None = None
    assessors: tuple[str, ...] = ()
    pooled: int | None = None
    assumed: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = field(default=())
    made_ids: frozenset[str] = frozenset()
    answered: frozenset[tuple[int, int]] = frozenset()

    def brief(self) -> str:
        """Return what was read, in one line."""
        return self._read().text().removesuffix(".")

    def text(self, language: str = "en") -> str:
        """Return a few lines: what was read, used and left out, what was assumed, and what is open."""
        lines = [line.text(language) for line in self.summary()]
        return "\n".join([*lines, *(question.notice().text(language) for question in self.questions)])

    def __str__(self) -> str:
        return self.text()

    def of_role(self, *roles: RowRole) -> list[ReadRow]:
        """Return the rows of these roles."""
        return [row for row in self.rows if row.role in roles]

    @property
    def criteria(self) -> list[ReadColumn]:
        """The columns that are criteria."""
        return [column for column in self.columns if column.role == "criterion"]

    def summary(self, *, weights_used: bool = True, assumptions: bool = True) -> list[Message]:
        """Return a few lines: what was read, what was used or left out, what was assumed.

        Weights in the table that are not ``weights_used`` are only mentioned. Without ``assumptions`` the
        directions that were assumed are left out, where the result states them.
        """
        lines = [self._read()]
        lines += [*self._used(weights_used), *self._left_out(), *(each.message for each in self.notices)]
        if self.assumed and assumptions:
            lines.append(self._assumed())
        return lines

    def _read(self) -> Message:
        criteria = self.criteria
        less = sum(column.objective == "min" for column in criteria)
        what = message(
            "{candidates} in {rows}, {criteria} (higher is better in {more}, lower in {less})",
            candidates=message(
                Plural("{count} candidate", "{count} candidates"),
                count=len(self.candidates) if self.pooled is None else self.pooled,
            ),
            rows=self._places(self.candidates),
            criteria=message(Plural("{count} criterion", "{count} criteria"), count=len(criteria)),
            more=len(criteria) - less,
            less=less,
        )
        if self.assessors:
            what = message(
                Plural(
                    "the scores of {count} assessor ({names}): {what}",
                    "the scores of {count} assessors ({names}): {what}",
                ),
                count=len(self.assessors),
                names=[*self.assessors[:8], *["…"][: len(self.assessors) - 8]],
                what=what,
            )
        if self.sheet is None:
            return message("Read {what}.", what=what)
        if len(self.read_sheets) > 1:
            return message("Read {count} sheets: {what}.", count=len(self.read_sheets), what=what)
        if self.sheets == 1:
            return message("Read sheet {sheet}: {what}.", sheet=self.sheet, what=what)
        if self.hidden:
            return message(
                "Read sheet {sheet} (1 of {count}, {hidden} hidden): {what}.",
                sheet=self.sheet,
                count=self.sheets,
                hidden=self.hidden,
                what=what,
            )
        return message(
            "Read sheet {sheet} (1 of {count}): {what}.", sheet=self.sheet, count=self.sheets, what=what
        )

    def _places(self, places: Sequence[str]) -> Message:
        spans = ", ".join(_spans(places))
        if self.turned:
            return message("columns {places}", places=spans)
        if self.sheet is None:
            return message("lines {places}", places=spans)
        return message("rows {places}", places=spans)

    def _place(self, place: str, *, row: bool) -> Message:
        if row == self.turned:
            return message("column {place}", place=place)
        return (
            message("line {place}", place=place)
            if self.sheet is None
            else message("row {place}", place=place)
        )

    def _used(self, weights_used: bool) -> list[Message]:
        used = []
        if self.turned:
            used.append(message("Turned the table, because its candidates stand in columns."))
        if self.weights is not None:
            place = self._weights_place()
            used.append(
                message("Used the weights in {place}.", place=place)
                if weights_used
                else message("Did not use the weights in {place}.", place=place)
            )
        for row in self.of_role("directions", "units"):
            place = self._place(row.at, row=True)
            if row.role == "directions":
                used.append(message("Used the directions in {place}.", place=place))
            else:
                used.append(message("Used the units in {place}.", place=place))
        return used

    def _weights_place(self) -> Message | str:
        rows, where = self.of_role("weights"), self.weights_from
        if rows or where is None:
            return self._place(rows[0].at, row=True) if rows else ""
        if where.sheet != self.sheet:
            return message("sheet {name}", name=where.sheet)
        heads = [row.at for row in self.of_role("header") if where.cell == f"{row.at}:{row.at}"]
        if heads:
            return self._place(heads[0], row=True)
        return where.cell or message("line {place}", place=where.line)

    def _left_out(self) -> list[Message]:
        left = []
        for row in self.of_role("total", "mean", "statistic", "note", "skipped"):
            words = {"place": self._place(row.at, row=True), "label": row.label, "reason": row.reason or ""}
            left.append(
                message('Left out {place}, "{label}": {reason}.', **words)
                if row.label
                else message("Left out {place}: {reason}.", **words)
            )
        left += [
            message(
                'Left out the column "{header}": {reason}.',
                header=column.header or column.at,
                reason=column.reason or "",
            )
            for column in self.columns
            if column.role == "skipped"
        ]
        facts = [column for column in self.columns if column.role == "attribute" and column.reason]
        named = [column.header for column in facts if column.reason == NAMED_A_FACT]
        if named:
            left.append(message("Facts, not counted as criteria: {columns}.", columns=named))
        worded = [column.header for column in facts if column.reason != NAMED_A_FACT]
        if worded:
            left.append(message("Not counted, because they hold words: {columns}.", columns=worded))
        return left

    def _assumed(self) -> Message:
        if len(self.assumed) == len(self.criteria):
            return message(
                "Higher is better in every column was assumed; use --minimize a,b for columns where lower is"
                " better."
            )
        names = [column.header for column in self.criteria if column.id in self.assumed]
        return message("Higher is better was assumed for {columns}.", columns=names)


def _spans(places: Sequence[str]) -> list[str]:
    """Return places with runs of following numbers or letters as ``3-7``."""
    spans: list[list[str]] = []
    for place in places:
        if spans and _follows(spans[-1][-1], place):
            spans[-1].append(place)
        else:
            spans.append([place])
    return [span[0] if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]


def _follows(one: str, other: str) -> bool:
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return _position(other) == _position(one) + 1 if one.isalpha() and other.isalpha() else False


def _position(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class ReadingError(ProblemError):
    """A table that cannot be ranked before a person has settled what is unclear in it.

    Attributes:
        reading: how the table was read; its ``questions`` are open.

    """

    def __init__(self, faults: Iterable[Notice], reading: Reading | None = None):
        super().__init__(faults)
        self.reading = reading or Reading()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open."""
        return self.reading.questions

    def within(self, outer: Where | str) -> ReadingError:
        """Return the same error with every fault's location within another one."""
        return ReadingError([fault.within(outer) for fault in self.faults], self.reading)

    def below(self, path: str) -> ReadingError:
        """Return the same error about a part whose whole is at ``path`` of something larger."""
        return ReadingError([fault.below(path) for fault in self.faults], self.reading)

    def __reduce__(self) -> tuple[type[ReadingError], tuple[Any, ...]]:
        return ReadingError, (self.faults, self.reading)
