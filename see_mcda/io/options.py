"""The options with which a person says how a file is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

from pydantic import Field

from see_mcda.arguments import About
from see_mcda.io.cells.cells import Answers, DecimalSign, PercentMeaning
from see_mcda.model.criteria import Framework
from see_mcda.model.reading import Respondents

FrameworkSource = str | Path | Mapping[str, Any] | Framework
OneRow = str | int | None
SomeRows = list[str | int]


class Options(TypedDict, total=False):
    """The fields of :class:`ReadingOptions` as keywords, without ``minimize``."""

    framework: FrameworkSource | None
    maximize: Sequence[str]
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
    facts: Sequence[str]
    missing_values: Sequence[float]
    respondents: Respondents | None
    partial: bool


@dataclass(frozen=True)
class ReadingOptions:
    """How a file is to be read; rows and columns are called as in the file."""

    framework: Annotated[
        FrameworkSource | None,
        About(
            "framework, for a table that does not name one",
            json=str | dict[str, Any] | None,
            metavar="NAME|FILE",
        ),
    ] = None
    minimize: Annotated[
        Sequence[str], About("columns of a plain table where less is better", json=list[str], metavar="a,b")
    ] = ()
    maximize: Annotated[
        Sequence[str],
        About(
            "columns of a plain table where more is better, whatever they say", json=list[str], metavar="a,b"
        ),
    ] = ()
    percent: Annotated[
        PercentMeaning | Mapping[str, PercentMeaning] | None,
        About(
            "meaning of numbers between 0 and 1 in a column with the unit %",
            json=PercentMeaning | dict[str, PercentMeaning] | None,
            metavar="percent|fractions",
        ),
    ] = None
    decimal: Annotated[DecimalSign | None, About("decimal sign, where 1.234 is ambiguous")] = None
    encoding: Annotated[
        str | None, Field(max_length=40), About("encoding of a CSV file that is not UTF-8", metavar="NAME")
    ] = None
    sheet: Annotated[str | None, About("worksheet with the scores", metavar="NAME")] = None
    range: Annotated[str | None, About("cells of the table", metavar="B3:F9")] = None
    hidden: Annotated[bool, About("include hidden sheets, rows and columns")] = False
    transposed: Annotated[
        bool | None, About("candidates stand in columns or in rows (default: detected)")
    ] = None
    header_row: Annotated[str | None, About("row of the column headers", json=OneRow, metavar="N")] = None
    rows: Annotated[str | None, About("rows of the candidates", metavar="3-7,9")] = None
    keep_rows: Annotated[
        Sequence[str], About("rows that are candidates after all", json=SomeRows, metavar="N")
    ] = ()
    skip_rows: Annotated[Sequence[str], About("rows to leave out", json=SomeRows, metavar="N")] = ()
    weights_row: Annotated[str | None, About("row of weights", json=OneRow, metavar="N")] = None
    directions_row: Annotated[
        str | None, About("row that says where lower is better", json=OneRow, metavar="N")
    ] = None
    only: Annotated[
        Sequence[str], About("columns that are the only criteria", json=list[str], metavar="a,b")
    ] = ()
    keep: Annotated[
        Sequence[str], About("columns that are criteria after all", json=list[str], metavar="a,b")
    ] = ()
    skip: Annotated[Sequence[str], About("columns to leave out", json=list[str], metavar="a,b")] = ()
    facts: Annotated[
        Sequence[str],
        About(
            "columns with facts that are no criteria, such as costs and provinces",
            json=list[str],
            metavar="a,b",
        ),
    ] = ()
    missing_values: Annotated[
        Sequence[float], About("numbers that mean a missing score, like -999", json=list[float], metavar="X")
    ] = ()
    respondents: Annotated[
        Respondents | None, About("place of the scores of several people (default: detected)")
    ] = None
    partial: Annotated[
        bool, About("allow a table to lack criteria of the framework; their scores are missing then")
    ] = False

    def __post_init__(self) -> None:
        """Take numbers of rows as their names."""
        for name in ("keep_rows", "skip_rows"):
            given = getattr(self, name)
            several = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
            object.__setattr__(self, name, tuple(str(each).upper() for each in several))
        for name in ("header_row", "weights_row", "directions_row", "rows"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, str(getattr(self, name)).upper())
        for name in ("maximize", "only", "keep", "skip", "facts"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        object.__setattr__(self, "missing_values", tuple(map(float, self.missing_values)))

    @property
    def answers(self) -> Answers:
        """How ambiguous numbers are read."""
        return Answers(self.decimal, self.percent)
