"""The arguments and options that several commands share, each said once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from see_mcda.arguments import Argument, declared_fields
from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.session import Session
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.io.options import ReadingOptions, SomeRows
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.lists import split_list
from see_mcda.language.messages import message
from see_mcda.model.cell import MISSING
from see_mcda.model.criteria import Framework
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
class _Problem:
    """The problem of a command, and how to read it (:class:`see_mcda.io.options.ReadingOptions`)."""

    problem: ProblemFile

    def read(
        self, tree: Framework | None = None, *, partial: bool = False, named: Sequence[str] = ()
    ) -> Problem:
        """Return the problem; ``tree`` takes the place of the framework that is named.

        A ``partial`` table may lack criteria; ``named`` are facts beside those of ``--facts``.
        """
        from see_mcda.io import read_problem  # noqa: PLC0415 (only commands that read need the readers)

        faults = Faults()
        options: dict[str, Any] = {}
        for each in _READING:
            given = getattr(self, _option_name(each))
            known = each.placeholder.split("|") if each.name in _CHOSEN else ()
            if given is not None and known and given not in known:
                faults.add(
                    "unknown-value",
                    "{given} is not valid: use one of {known}",
                    f"--{each.name}",
                    known=known,
                    given=given,
                )
            if each.kind == SomeRows:
                given = [row for words in given or () for row in split_list(words)]
            elif each.kind == list[str] and each.name != "minimize":  # the reader splits that itself
                given = split_list(given)
            options[each.name] = given if given is not None else each.default
        faults.stop(UnknownNameError)
        options["facts"] += named
        return read_problem(
            self.problem, **{**options, "framework": tree or options["framework"], "partial": partial}
        )


_READING = [each for each in declared_fields(ReadingOptions) if each.name != "partial"]
_CHOSEN = ("percent", "decimal", "respondents")


def _option_name(argument: Argument) -> str:
    """Return the name of an option: of one that is given several times, in the singular."""
    several = argument.kind in (SomeRows, list[float])
    return argument.name.removesuffix("s") if several else argument.name


def _reading_option(argument: Argument) -> tuple[str, Any, Any]:
    """Return the option for an argument of the reader as the field of a dataclass."""
    name, default = _option_name(argument), argument.default
    flags = f"--{name.replace('_', '-')}"
    kind: Any = str | None
    if argument.kind is bool and default is None:
        kind, flags = bool | None, f"{flags}/--no-{name}"
    elif argument.kind is bool:
        kind = bool
    elif argument.kind == list[str]:
        kind, default = str, ""
    elif argument.kind == list[float]:
        kind, default = list[float] | None, None
    elif argument.kind == SomeRows:
        kind, default = list[str] | None, None
    option = typer.Option(flags, metavar=argument.placeholder or None, help=argument.help)
    return name, Annotated[kind, option], dataclasses.field(default=default)


if TYPE_CHECKING:
    Given = _Problem
else:
    Given = dataclasses.make_dataclass(
        "Given", map(_reading_option, _READING), bases=(_Problem,), frozen=True
    )
"""The problem of a command with an option for each of the reader's."""


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
