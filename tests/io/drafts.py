"""A table on its way to a file, the problem that it holds, and the case that it becomes."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.io import wordings as words
from tests.io.wordings import Measure

Value = str | float | int | datetime.date | None


@dataclass(eq=False)
class Cell:
    """A cell, and the disturbance that it comes from."""

    value: Value = None
    format: str = ""
    tag: str = ""
    hides: str = ""
    """Whether the row or the column of this cell is hidden."""


Row = list[Cell]


@dataclass
class Truth:
    """The problem that a table holds."""

    candidates: list[str]
    criteria: list[str]
    values: list[list[float]]
    objectives: list[str]
    weights: list[float] | None = None
    shifts: set[str] = field(default_factory=set)
    """The criteria whose words may be counted from another number than 1."""
    factors: dict[str, float] = field(default_factory=dict)
    """The criteria that may be read in another unit: as fractions instead of percents, in millions."""


@dataclass
class Sheet:
    """A sheet of a workbook."""

    name: str
    grid: list[Row]
    hidden: bool = False


@dataclass
class Case:
    """A file, how it is read, what it holds, and what a question about it has to name."""

    number: str
    file: str
    content: bytes
    options: dict[str, Any]
    right: Truth | None
    """None: only a question is right."""
    disturbances: tuple[str, ...]
    named: dict[str, str]
    """A pattern for each disturbance."""


class Draft:
    """A table on its way to a file."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.subject = random.choice(words.SUBJECTS)
        self.language = self.subject.language
        n = random.randint(3, min(12, len(self.subject.names)))
        m = random.randint(2, min(8, len(self.subject.measures)))
        self.names = random.sample(self.subject.names, n)
        self.measures = random.sample(self.subject.measures, m)
        self.values = [[number(random, measure) for measure in self.measures] for _ in range(n)]
        self.sheet = random.choice(words.DATA_SHEETS[self.language])
        self.weights: list[float] | None = None
        self.told = True
        """Whether the user says which criteria are to be minimised."""
        self.only_asked = False
        self.shifts: set[str] = set()
        self.factors: dict[str, float] = {}
        self.before: list[Sheet] = []
        self.after: list[Sheet] = []
        self.merged: list[tuple[Cell, Cell]] = []
        self.words: dict[str, list[str]] = defaultdict(list)
        self.corner = Cell(random.choice(self.subject.headers))
        self.name_cells = [Cell(name) for name in self.names]
        self.heads = [Cell(measure.name) for measure in self.measures]
        self.scores = [[Cell(value) for value in row] for row in self.values]
        self.head: Row = [self.corner, *self.heads]
        self.rows: list[Row] = [
            [name, *scores] for name, scores in zip(self.name_cells, self.scores, strict=True)
        ]
        self.grid: list[Row] = [self.head, *self.rows]
        self.transposed = False

    def pick(self, choices: dict[str, Sequence[Any]]) -> Any:
        """One of the words of the table's language; sometimes English ones in a Thai table."""
        english = self.language == "th" and self.random.random() < 0.1
        return self.random.choice(choices["en" if english else self.language])

    def label(self, choices: dict[str, Sequence[str]]) -> str:
        """One of the words, sometimes in other spellings, in brackets, with a colon or in both languages."""
        word = self.pick(choices)
        if self.random.random() < 0.75:
            return word
        other = self.random.choice(choices["en" if self.language == "th" else "th"])
        forms = (
            "{}:",
            "{} :",
            "({})",
            " {} ",
            "{} *",
            f"{{}} / {other}",
            f"{{}} ({other})",
            f"{other} ({{}})",
        )
        return self.random.choice((word.upper(), word.lower(), *(form.format(word) for form in forms)))

    @property
    def names_at(self) -> int:
        return self.head.index(self.corner)

    def insert_column(self, at: int, header: Value, cells: Iterable[Cell], tag: str) -> None:
        """Put a column beside the others; rows that are no candidates get blank cells."""
        column = dict(zip(map(id, self.rows), cells, strict=True))
        for row in self.grid:
            cell = Cell(header) if row is self.head else column.get(id(row), Cell())
            cell.tag = cell.tag or tag
            row.insert(at, cell)

    def insert_row(self, at: int, label: Value, tag: str, by_head: dict[int, Cell]) -> Row:
        """Put a row between the others, with a label in the column of names."""
        row = [by_head.get(id(cell), Cell()) for cell in self.head]
        labelled = self.names_at if self.random.random() < 0.85 else 0
        row[labelled] = Cell(label)
        for cell in row:
            cell.tag = tag
        self.grid.insert(at, row)
        return row

    def by_measure(self, values: Iterable[Value], format: str = "") -> dict[int, Cell]:
        return {id(head): Cell(value, format) for head, value in zip(self.heads, values, strict=True)}


def number(random: Random, measure: Measure) -> float:
    """A number of realistic size; large ones are round."""
    if measure.high / max(measure.low, 1) > 8 and measure.high > 100:
        value = math.exp(random.uniform(math.log(measure.low), math.log(measure.high)))
    else:
        value = random.uniform(measure.low, measure.high)
    if value >= 10_000:
        return float(round(value, -3)) if random.random() < 0.7 else float(round(value))
    return round(value, measure.decimals)


def plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
