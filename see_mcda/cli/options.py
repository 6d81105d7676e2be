"""The arguments and options that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.session import Session
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.language.messages import message
from see_mcda.model.cell import MISSING
from see_mcda.model.normalization import NORMALIZATIONS
from see_mcda.model.problem import Problem

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
    """The problem, and how to read it."""

    problem: ProblemFile
    framework: FrameworkName = None
    minimize: Minimize = ""
    percent: Percent = None
    decimal: Decimal = None
    encoding: Encoding = None
    sheet: Sheet = None

    def read(self) -> Problem:
        """Return the problem."""
        from see_mcda.io import read_problem  # noqa: PLC0415 (only commands that read need the readers)

        faults = Faults()
        for name, given, known in (
            ("--percent", self.percent, ("percent", "fractions")),
            ("--decimal", self.decimal, (".", ",")),
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
            "percent": self.percent,
            "decimal": self.decimal,
            "encoding": self.encoding,
            "sheet": self.sheet,
        }
        return read_problem(self.problem, framework=self.framework, minimize=self.minimize, **reading)


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
