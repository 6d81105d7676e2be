"""The options with which a person says how a file is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

from see_mcda.io.cells import Answers, PercentMeaning
from see_mcda.model.criteria import Framework

FrameworkSource = str | Path | Mapping[str, Any] | Framework


class Options(TypedDict, total=False):
    """The fields of :class:`ReadingOptions` as keywords, without ``minimize``."""

    framework: FrameworkSource | None
    percent: PercentMeaning | Mapping[str, PercentMeaning] | None
    decimal: Literal[".", ","] | None
    encoding: str | None
    sheet: str | None
    range: str | None
    hidden: bool
    transposed: bool | None
    header_row: str | None
    rows: str | None
    keep_rows: Sequence[str]
    skip_rows: Sequence[str]
    weights_row: str | None
    directions_row: str | None
    only: Sequence[str]
    keep: Sequence[str]
    skip: Sequence[str]
    missing_values: Sequence[float]


@dataclass(frozen=True)
class ReadingOptions:
    """How a file is to be read; rows and columns are called as in the file.

    Attributes:
        framework: the framework's shipped name, file, document or object, for tables that are not plain;
            it takes the place of the one that a document or workbook has.
        minimize: in a plain table, the criteria of which less is better, by header or id.
        percent: what numbers within 0 and 1 are in columns of unit %: ``"percent"`` or ``"fractions"``, for
            all or by criterion.
        decimal: the decimal sign, for columns in which ``1.234`` is ambiguous.
        encoding: the encoding of a delimited file (default: detected).
        sheet: the sheet of the scores (default: the one called ``scores``, else the first with a table).
        range: the cells of the table, such as ``B3:F9``.
        hidden: whether hidden sheets, rows and columns count (default: they do not).
        transposed: whether candidates stand in columns (default: detected).
        header_row: the row of the column headers.
        rows: the rows of the candidates, such as ``3-7`` or ``3-5,8``.
        keep_rows: rows that are candidates although they look like something else.
        skip_rows: rows to leave out.
        weights_row: the row of weights.
        directions_row: the row that says in which columns less is better.
        only: the columns that are criteria; no other one is.
        keep: columns that are criteria although they look like something else.
        skip: columns to leave out.
        missing_values: numbers that stand for a missing score, such as -999.

    """

    framework: FrameworkSource | None = None
    minimize: Sequence[str] = ()
    percent: PercentMeaning | Mapping[str, PercentMeaning] | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    sheet: str | None = None
    range: str | None = None
    hidden: bool = False
    transposed: bool | None = None
    header_row: str | None = None
    rows: str | None = None
    keep_rows: Sequence[str] = ()
    skip_rows: Sequence[str] = ()
    weights_row: str | None = None
    directions_row: str | None = None
    only: Sequence[str] = ()
    keep: Sequence[str] = ()
    skip: Sequence[str] = ()
    missing_values: Sequence[float] = ()

    def __post_init__(self) -> None:
        """Take numbers of rows as their names."""
        for name in ("keep_rows", "skip_rows"):
            given = getattr(self, name)
            several = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
            object.__setattr__(self, name, tuple(str(each).upper() for each in several))
        for name in ("header_row", "weights_row", "directions_row", "rows"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, str(getattr(self, name)).upper())
        for name in ("only", "keep", "skip"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        object.__setattr__(self, "missing_values", tuple(map(float, self.missing_values)))

    @property
    def answers(self) -> Answers:
        """How ambiguous numbers are read."""
        return Answers(self.decimal, self.percent)
