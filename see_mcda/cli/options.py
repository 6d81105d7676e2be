"""The arguments and options that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.session import Session
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.lists import split_list
from see_mcda.language.messages import message
from see_mcda.model.cell import MISSING
from see_mcda.model.criteria import Framework
from see_mcda.model.normalization import NORMALIZATIONS
from see_mcda.model.problem import Problem
from see_mcda.model.reading import RESPONDENTS

ProblemFile = Annotated[
    str,
    typer.Argument(
        metavar="PROBLEM",
        help=message("file with the candidates and their scores: .yaml, .json, .csv, .xlsx").template,
    ),
]
Normalization = Annotated[
    str | None,
    typer.Option(
        "--normalization",
        metavar="|".join(NORMALIZATIONS),
        help=message("normalisation of scores in different units").template,
    ),
]
MissingScores = Annotated[
    str | None,
    typer.Option(
        "--missing",
        metavar="|".join(MISSING),
        help=message("value for missing scores; error rejects them").template,
    ),
]
FrameworkName = Annotated[
    str | None,
    typer.Option(
        "--framework",
        metavar="NAME|FILE",
        help=message("framework, for a table that does not name one").template,
    ),
]
Minimize = Annotated[
    str,
    typer.Option(
        "--minimize",
        metavar="a,b",
        help=message("columns of a plain table where less is better").template,
    ),
]
Maximize = Annotated[
    str,
    typer.Option(
        "--maximize",
        metavar="a,b",
        help=message("columns of a plain table where more is better, whatever they say").template,
    ),
]
Percent = Annotated[
    str | None,
    typer.Option(
        "--percent",
        metavar="percent|fractions",
        help=message("meaning of numbers between 0 and 1 in a column with the unit %").template,
    ),
]
Decimal = Annotated[
    str | None,
    typer.Option(
        "--decimal",
        metavar=".|,",
        help=message("decimal sign, where 1.234 is ambiguous").template,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help=message("encoding of a CSV file that is not UTF-8").template
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help=message("worksheet with the scores").template),
]
Range = Annotated[
    str | None,
    typer.Option("--range", metavar="B3:F9", help=message("cells of the table").template),
]
Hidden = Annotated[
    bool,
    typer.Option("--hidden", help=message("include hidden sheets, rows and columns").template),
]
Transposed = Annotated[
    bool | None,
    typer.Option(
        "--transposed/--no-transposed",
        help=message("candidates stand in columns or in rows (default: detected)").template,
    ),
]
HeaderRow = Annotated[
    str | None,
    typer.Option("--header-row", metavar="N", help=message("row of the column headers").template),
]
Rows = Annotated[
    str | None,
    typer.Option("--rows", metavar="3-7,9", help=message("rows of the candidates").template),
]
KeepRow = Annotated[
    list[str] | None,
    typer.Option("--keep-row", metavar="N", help=message("row that is a candidate after all").template),
]
SkipRow = Annotated[
    list[str] | None,
    typer.Option("--skip-row", metavar="N", help=message("row to leave out").template),
]
WeightsRow = Annotated[
    str | None,
    typer.Option("--weights-row", metavar="N", help=message("row of weights").template),
]
DirectionsRow = Annotated[
    str | None,
    typer.Option(
        "--directions-row", metavar="N", help=message("row that says where lower is better").template
    ),
]
Only = Annotated[
    str,
    typer.Option("--only", metavar="a,b", help=message("columns that are the only criteria").template),
]
Keep = Annotated[
    str,
    typer.Option("--keep", metavar="a,b", help=message("columns that are criteria after all").template),
]
Skip = Annotated[
    str,
    typer.Option("--skip", metavar="a,b", help=message("columns to leave out").template),
]
Facts = Annotated[
    str,
    typer.Option(
        "--facts",
        metavar="a,b",
        help=message("columns with facts that are no criteria, such as costs and provinces").template,
    ),
]
MissingValue = Annotated[
    list[float] | None,
    typer.Option(
        "--missing-value", metavar="X", help=message("number that means a missing score, like -999").template
    ),
]
AnsweredIn = Annotated[
    str | None,
    typer.Option(
        "--respondents",
        metavar="|".join(RESPONDENTS),
        help=message("place of the scores of several people (default: detected)").template,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help=message("print the full result as JSON, for other programs").template)
]
Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=message("write the result to a file: .json, .csv, .tsv, .xlsx or .txt").template,
    ),
]
TextOut = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help=message("write the result to a file: .json or .txt").template),
]
Chart = Annotated[
    str | None,
    typer.Option(
        "--chart",
        metavar="FILE",
        help=message("draw a chart of the result in a file: .svg, .png, .html or .json (Vega-Lite)").template,
    ),
]


@dataclass(frozen=True)
class Given:
    """The problem, and how to read it (:class:`see_mcda.io.options.ReadingOptions`)."""

    problem: ProblemFile
    framework: FrameworkName = None
    minimize: Minimize = ""
    maximize: Maximize = ""
    percent: Percent = None
    decimal: Decimal = None
    encoding: Encoding = None
    sheet: Sheet = None
    range: Range = None
    hidden: Hidden = False
    transposed: Transposed = None
    header_row: HeaderRow = None
    rows: Rows = None
    keep_row: KeepRow = None
    skip_row: SkipRow = None
    weights_row: WeightsRow = None
    directions_row: DirectionsRow = None
    only: Only = ""
    keep: Keep = ""
    skip: Skip = ""
    facts: Facts = ""
    missing_value: MissingValue = None
    respondents: AnsweredIn = None

    def read(
        self, tree: Framework | None = None, *, partial: bool = False, named: Sequence[str] = ()
    ) -> Problem:
        """Return the problem; ``tree`` takes the place of the framework that is named.

        A ``partial`` table may lack criteria; ``named`` are facts beside those of ``--facts``.
        """
        from see_mcda.io import read_problem  # noqa: PLC0415 (only commands that read need the readers)

        faults = Faults()
        for name, given, known in (
            ("--percent", self.percent, ("percent", "fractions")),
            ("--decimal", self.decimal, (".", ",")),
            ("--respondents", self.respondents, RESPONDENTS),
        ):
            if given is not None and given not in known:
                faults.add(
                    "unknown-value",
                    "{given} is not valid: use one of {known}",
                    name,
                    known=list(known),
                    given=given,
                )
        faults.stop(UnknownNameError)
        reading: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                *("percent", "decimal", "encoding", "sheet", "range", "hidden", "transposed"),
                *("header_row", "rows", "weights_row", "directions_row", "respondents"),
            )
        }
        reading |= {"framework": tree or self.framework, "partial": partial}
        reading |= {name: split_list(getattr(self, name)) for name in ("maximize", "only", "keep", "skip")}
        reading["facts"] = [*split_list(self.facts), *named]
        reading |= {
            f"{name}s": [row for words in getattr(self, name) or () for row in split_list(words)]
            for name in ("keep_row", "skip_row")
        }
        return read_problem(
            self.problem, minimize=self.minimize, missing_values=self.missing_value or (), **reading
        )


def show_reading(session: Session, problem: Problem, **what: bool) -> None:
    """Print how a table was read (:meth:`see_mcda.model.reading.Reading.summary`); nothing for a document."""
    for line in problem.reading.summary(**what) if problem.reading else ():
        session.show(lines_within(session.say(line), session.width))


@dataclass(frozen=True)
class TextAnswer:
    """Where an answer in words goes."""

    as_json: AsJson = False
    out: TextOut = None

    def deliver(self, session: Session, outputs: Outputs, *inputs: str) -> None:
        """Print or write a result; ``inputs`` are files that must not be overwritten."""
        deliver(session, outputs, self.as_json, self.out, *inputs)


@dataclass(frozen=True)
class TableAnswer(TextAnswer):
    """Where an answer with a table goes."""

    out: Out = None


@dataclass(frozen=True)
class Answer(TableAnswer):
    """Where an answer with a table and a picture goes."""

    chart: Chart = None

    def deliver(self, session: Session, outputs: Outputs, *inputs: str) -> None:
        """Print or write a result, and draw it if asked for; ``inputs`` must not be overwritten."""
        deliver(session, outputs, self.as_json, self.out, *inputs, chart=self.chart)


def method_options(pairs: list[str] | None, own: Mapping[str, str]) -> dict[str, Any]:
    """Return the method's options that ``--option`` gives.

    ``own`` are the arguments that have an option of their own, or a place, by name.
    """
    options: dict[str, Any] = {}
    faults = Faults()
    for pair in pairs or []:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            faults.add("bad-option", "{given} is not of the form name=value", "--option", given=pair)
        elif name in own:
            faults.add(
                "bad-option",
                "{name} is set by its own option: {option}",
                "--option",
                name=name,
                option=own[name],
            )
        elif name in options:
            faults.add("doubly-given", "{id} is given twice", "--option", id=name)
        else:
            options[name] = _value(value)
    faults.stop(UnknownNameError)
    return options


def _value(words: str) -> object:
    if words in ("true", "false"):
        return words == "true"
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    return words
