"""Sheets of one workbook on which several people scored the same candidates by the same criteria."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from see_mcda.errors import Faults
from see_mcda.io.cells.contents import Contents
from see_mcda.io.grids.grid import Grid, folded
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables import words
from see_mcda.io.tables.respondents import HEADER, Joined, Panel, Part, name_column
from see_mcda.language.messages import Message, Notice, Where, message, notice
from see_mcda.model.reading import Choice, Question, Respondents

OFFERED = 6
"""The number of sheets that a question offers."""
_NUMBER = re.compile(r"[\s_.#-]*(?:[0-9๐-๙]+|\b[A-Za-z]|(?<=[\s_.-])[ก-ฮ])$")
_TITLE = re.compile(r"(?:dr|mr|mrs|ms|prof|คุณ|นาย|นาง|นางสาว|ดร|ผศ|รศ|ศ|อ|อาจารย์|น\.ส)[. ]", re.IGNORECASE)
_THINGS = re.compile(
    r"(?:^|[\W_])(?:sheet|table|data|scores?|matrix|copy|old|new|backup|draft|final|v|ver|version|round|year"
    r"|q|quarter|month|before|after|scenario|case|option|best|worst|optimistic|pessimistic|base|north|south"
    r"|east|west|central|region|area|site|test|normali[sz]ed|weighted|ranking|results?|plan|actual|budget"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[0-9]*(?=$|[\W_])|[0-9]{2,}"
    r"|แผ่น|ชีต|ชีท|ตาราง|ข้อมูล|คะแนน|สำเนา|เก่า|ใหม่|สำรอง|ร่าง|รอบ|ครั้งที่|ปี|ไตรมาส|เดือน|ก่อน|หลัง|กรณี"
    r"|ภาค|จังหวัด|อำเภอ|ตำบล|ทดสอบ|ผล|แผน|เหนือ|ใต้",
    re.IGNORECASE,
)
"""Names of sheets that are no names of people."""
_SUMMARIES = (
    words.TOTALS
    | words.MEANS
    | {
        folded(name)
        for name in (
            *("summary", "consolidated", "combined", "consensus", "result", "results", "final"),
            *("สรุป", "สรุปผล", "สรุปคะแนน", "ผลสรุป", "รวมคะแนน"),
        )
    }
)


@dataclass
class Evaluators:
    """The sheets of several people.

    Attributes:
        parts: the table on each sheet that counts, by name.
        left: why another one with the same table does not count.
        question: what only a person can settle.

    """

    parts: Mapping[str, Part] = field(default_factory=dict)
    left: Mapping[str, Message] = field(default_factory=dict)
    question: Question | None = None


def find_evaluators(parts: Mapping[str, Part], wanted: Respondents | None) -> Evaluators:
    """Return which sheets hold the scores of several people; ``parts`` begins with the sheet that is read."""
    first, *others = parts
    alike = [name for name in others if _same_criteria(parts[first], parts[name])]
    same = [first, *(name for name in alike if _same_candidates(parts[first], parts[name]))]
    if len(same) < 2:
        return Evaluators(question=_ask_sheet(parts, [first, *alike]) if alike and wanted is None else None)
    left = {
        name: message("looks like a summary of the other sheets")
        for name in same
        if _sums_up(parts, name, same)
    }
    people = [name for name in same if name not in left]
    if len(people) < 2:
        return Evaluators()
    if wanted is None and not _are_people(parts, people):
        return Evaluators(question=_ask(parts, people))
    return Evaluators({name: parts[name] for name in people}, left)


def _heads(part: Part) -> set[str]:
    name = name_column(part)
    return {folded(head) for at, head in enumerate(part.names) if head and at != name}


def _called(part: Part) -> set[str]:
    name = name_column(part)
    return {folded(label) for label in part.labels(name) if label} if name is not None else set()


def _same_criteria(one: Part, other: Part) -> bool:
    a, b = _heads(one), _heads(other)
    return bool(a & b) and 3 * len(a & b) >= 2 * len(a | b)


def _same_candidates(one: Part, other: Part) -> bool:
    a, b = _called(one), _called(other)
    return bool(a & b) and 2 * len(a & b) >= len(a | b)


def _numbers(part: Part, like: Part) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the numbers of a table in the order of the candidates and criteria of another one."""
    joined = stacked({"": like, " ": part})
    size = len(like.rows.candidates)
    values = Contents.of(joined.grid, joined.rows.candidates[size:]).values
    order = list(map(folded, joined.labels(joined.name)))
    rows = {label: at for at, label in enumerate(order[size:])}
    found = np.full((size, values.shape[1]), np.nan)
    for at, label in enumerate(order[:size]):
        if label in rows:
            found[at] = values[rows[label]]
    return found


def _sums_up(parts: Mapping[str, Part], name: str, same: Sequence[str]) -> bool:
    """Return whether a sheet is called a summary, or holds the means or sums of the others."""
    if words.called(name, _SUMMARIES):
        return True
    others = [other for other in same if other != name and not words.called(other, _SUMMARIES)]
    if len(others) < 2:
        return False
    own = _numbers(parts[name], parts[name])
    rest = np.array([_numbers(parts[other], parts[name]) for other in others])
    known = np.isfinite(own) & np.isfinite(rest).all(axis=0)
    if known.sum() < 2 or (rest[:, known] == own[known]).all():
        return False
    return any(
        bool(np.allclose(own[known], of[known], rtol=1e-6, atol=0.0051))
        for of in (rest.mean(axis=0), rest.sum(axis=0))
    )


def _are_people(parts: Mapping[str, Part], names: Sequence[str]) -> bool:
    """Return whether sheets are surely those of people: by their names, or if all numbers are ratings."""
    if all(_is_person(name) for name in names):
        return True
    return not any(map(_THINGS.search, names)) and all(_rates(parts[name]) for name in names)


def _is_person(name: str) -> bool:
    bare = _NUMBER.sub("", name.strip())
    first = re.split(r"[\s_:.-]+", name.strip())[0]
    known = words.ASSESSORS
    return words.called(bare, known) or words.called(first, known) or _TITLE.match(name.strip()) is not None


def _rates(part: Part) -> bool:
    contents = Contents.of(part.grid, part.rows.candidates)
    numbers = contents.values[:, contents.numeric()]
    numbers = numbers[np.isfinite(numbers)]
    return bool(len(numbers)) and bool(((numbers >= 0) & (numbers <= 10) & (numbers * 2 % 1 == 0)).all())


def _ask(parts: Mapping[str, Part], names: Sequence[str]) -> Question:
    return Question(
        "sheets",
        message(
            "the sheets {sheets} have the same candidates and criteria; they may be the scores of several"
            " assessors.",
            sheets=list(names),
        ),
        parts[names[0]].grid.whole(),
        (
            Choice(message("they are the scores of several assessors"), "respondents", "sheets"),
            *_sheets(names),
        ),
    )


def _ask_sheet(parts: Mapping[str, Part], names: Sequence[str]) -> Question:
    return Question(
        "sheets",
        message("the sheets {sheets} have the same criteria, but other candidates.", sheets=list(names)),
        parts[names[0]].grid.whole(),
        _sheets(names),
    )


def _sheets(names: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(message("read only this sheet"), "sheet", name) for name in names[:OFFERED])


def stacked(parts: Mapping[str, Part]) -> Panel:
    """Return the tables of several people, by the names of their sheets, as one below the other.

    Columns are matched by their headers; the first sheet gives their order.
    """
    first = next(iter(parts.values()))
    name = name_column(first) or 0
    head = [*first.names]
    rows: list[Sequence[object]] = [*first.grid.rows]
    width = len(first.names)
    own = list(range(max(width, first.grid.width)))
    sources: list[tuple[Grid, int, Sequence[int]]] = [(first.grid, row, own) for row in range(len(rows))]
    candidates = list(first.rows.candidates)
    people = [next(iter(parts))] * len(candidates)
    lacking: list[Notice] = []
    weights, directions, units = first.rows.weights, {**first.rows.directions}, {**first.rows.units}
    for person, part in list(parts.items())[1:]:
        columns = _matched(part, first, name)
        absent = [head[at] for at in range(width) if head[at] and at != name and columns[at] is None]
        if absent:
            lacking.append(
                notice(
                    "lacking-column",
                    "the sheet {sheet} has no column {columns}",
                    part.grid.whole(),
                    sheet=person,
                    columns=absent,
                )
            )
        places = [at if at is not None else part.grid.width for at in columns]
        for row in part.rows.candidates:
            candidates.append(len(rows))
            rows.append(["" if at is None else part.grid.cell(row, at) for at in columns])
            sources.append((part.grid, row, places))
            people.append(person)
        if weights is None and part.rows.weights is not None:
            weights = len(rows)
            rows.append(["" if at is None else part.grid.cell(part.rows.weights, at) for at in columns])
            sources.append((part.grid, part.rows.weights, places))
        for column, at in enumerate(columns):
            if at in part.rows.directions:
                directions.setdefault(column, part.rows.directions[at])
            if at in part.rows.units:
                units.setdefault(column, part.rows.units[at])
    grid = Joined(
        rows,
        first.grid.source,
        first.grid.sheet,
        header=first.grid.header,
        turned=first.grid.turned,
        sources=sources,
    )
    head[name] = HEADER
    joined = replace(
        first.rows,
        candidates=candidates,
        weights=weights,
        directions=directions,
        units=units,
        questions=[question for part in parts.values() for question in part.rows.questions],
    )
    joined.contents = Contents.of(grid, candidates)
    panel = Panel(grid, head, joined, people, name=name, notices=lacking)
    panel.notices += _absences(panel)
    return panel


def _matched(part: Part, first: Part, name: int) -> list[int | None]:
    """Return the column of a table for each column of the first one."""
    there = {folded(head): at for at, head in reversed(list(enumerate(part.names))) if head}
    found = [there.get(folded(head)) if head else None for head in first.names]
    found[name] = name_column(part)
    return found


def compare_rows(parts: Mapping[str, Part], panel: Panel, options: ReadingOptions, *, bare: bool) -> None:
    """Ask about weights, directions and units that differ between the sheets of several people."""
    first, *_ = parts.values()
    rows = _RowsOfSheets(
        parts, panel, {name: _matched(part, first, panel.name) for name, part in parts.items()}
    )
    rows.compare_weights(options)
    if bare:
        rows.compare_directions({folded(name) for name in (*options.minimize, *options.maximize)})
        rows.compare_units({folded(name) for name in (*options.keep, *options.skip)})


@dataclass
class _RowsOfSheets:
    """Rows of weights, directions and units on the sheets of several people.

    Attributes:
        columns: the column on each sheet for each of the joined table.

    """

    parts: Mapping[str, Part]
    panel: Panel
    columns: Mapping[str, Sequence[int | None]]

    def compare_weights(self, options: ReadingOptions) -> None:
        """Ask which weights count; those in the row that the options name, first sheet first."""
        with_weights = {
            name: part.rows.weights for name, part in self.parts.items() if part.rows.weights is not None
        }
        names = list(with_weights)
        shares = {name: self._shares(name, row) for name, row in with_weights.items()}
        if all(np.allclose(shares[name], shares[names[0]], equal_nan=True) for name in names):
            return
        grids = {name: self.parts[name].grid for name in names}
        if options.weights_row is not None:
            self.panel.notices.append(
                notice(
                    "other-weights",
                    "The weights on the sheets {sheets} differ; those on {sheet} are used.",
                    sheets=names,
                    sheet=names[0],
                )
            )
            return
        called = {grids[name].row_name(row) for name, row in with_weights.items()}
        both = (
            Choice(message("use the weights on {sheet}", sheet=names[0]), "weights_row", next(iter(called))),
            Choice(message("use none of these weights"), "skip_rows", [next(iter(called))]),
        )
        self._ask(
            "weights",
            message("the weights on the sheets {sheets} differ.", sheets=names),
            grids[names[0]].row_place(with_weights[names[0]]),
            both if len(called) == 1 else (),
        )

    def _shares(self, name: str, row: int) -> list[float]:
        """Return the weights on a sheet by column of the joined table, with a sum of 1."""
        values = Contents.of(self.parts[name].grid, [row]).values[0]
        found = [np.nan if at is None or at >= len(values) else values[at] for at in self.columns[name]]
        found[self.panel.name] = np.nan
        return list(np.array(found) / np.nansum(found))

    def compare_directions(self, told: Collection[str]) -> None:
        """Ask about criteria that are to be high on one sheet and low on another."""
        for column, head in enumerate(self.panel.names):
            if folded(head) not in told and len(self._stated(column, "directions")) > 1:
                self._ask(
                    f"directions:{self.panel.grid.column_name(column)}",
                    message("the sheets state different directions for {column}.", column=head),
                    self.panel.grid.column_place(column),
                    (
                        Choice(message("lower is better"), "minimize", [head]),
                        Choice(message("higher is better"), "maximize", [head]),
                    ),
                )

    def compare_units(self, told: Collection[str]) -> None:
        """Ask about criteria that have other units on other sheets."""
        for column, head in enumerate(self.panel.names):
            units = self._stated(column, "units")
            if folded(head) not in told and len(set(map(folded, units))) > 1:
                self._ask(
                    f"units:{self.panel.grid.column_name(column)}",
                    message(
                        "the sheets state different units for {column}: {units}.", column=head, units=units
                    ),
                    self.panel.grid.column_place(column),
                    (
                        Choice(message("they mean the same unit"), "keep", [head]),
                        Choice(message("leave it out"), "skip", [head]),
                    ),
                )

    def _stated(self, column: int, what: Literal["directions", "units"]) -> list[str]:
        """Return the directions or units that the sheets state for a column, each once."""
        stated = [
            getattr(part.rows, what).get(self.columns[name][column]) for name, part in self.parts.items()
        ]
        return list(dict.fromkeys(filter(None, stated)))

    def _ask(self, id: str, question: Message, where: Where, choices: Sequence[Choice]) -> None:
        self.panel.rows.questions.append(
            Question(id, question, where, (*choices, *_sheets(list(self.parts))))
        )


def _absences(panel: Panel) -> list[Notice]:
    """Return a notice for each candidate that some people did not score."""
    shown = dict(zip(map(folded, panel.labels(panel.name)), panel.labels(panel.name), strict=True))
    scored: dict[str, list[str]] = {}
    for label, person in zip(panel.labels(panel.name), panel.people, strict=True):
        scored.setdefault(folded(label), []).append(person)
    return [
        notice(
            "not-scored",
            "{candidate} is not on the sheets {sheets}",
            candidate=shown[label],
            sheets=absent,
        )
        for label, people in scored.items()
        if (absent := [person for person in panel.assessors if person not in people])
    ]


def check_names(panel: Panel, faults: Faults) -> None:
    """Add a fault for a name on one sheet that lacks another one: it may be the same, spelt otherwise."""
    labels = panel.labels(panel.name)
    scored: dict[str, list[str]] = {}
    for label, person in zip(map(folded, labels), panel.people, strict=True):
        scored.setdefault(label, []).append(person)
    for row, label, person in zip(panel.rows.candidates, labels, panel.people, strict=True):
        absent = [name for name in dict.fromkeys(labels) if person not in scored[folded(name)]]
        if len(scored[folded(label)]) == 1 and absent:
            faults.add(
                "only-here",
                "{name} is on this sheet only, which lacks {others}; write names alike on all sheets",
                panel.grid.place(row, panel.name),
                name=label,
                others=absent,
            )
