"""``read``: how a table is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.merging import refuse_inputs
from see_mcda.cli.options import Given, TextAnswer
from see_mcda.cli.output import Outputs
from see_mcda.cli.parameters import expanded
from see_mcda.cli.session import Session, session_of
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import Message, message
from see_mcda.model.problem import Problem
from see_mcda.model.reading import ReadColumn, Reading, ReadingError, ReadRow
from see_mcda.results.documents import ReadingModel

OPEN = 1
"""The exit code of ``read`` when there are questions."""


Saved = Annotated[
    str | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help=message(
            "write the problem that was read: .yaml, .json, .csv, .tsv, .xlsx or .xml (XMCDA)"
        ).template,
    ),
]


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    program.command(
        "read",
        cls=Command,
        help=message(
            "Show how a table is read, and what is unclear in it (exit code 1 if anything is unclear)."
        ).template,
        epilog="read prices.csv\nread prices.csv --minimize cost --skip-row 8\n"
        "read prices.csv --minimize cost --save prices.xml",
    )(_read)


@expanded
def _read(context: typer.Context, given: Given, answer: TextAnswer, save: Saved = None) -> None:
    session = session_of(context)
    refuse_inputs(save, [given.problem])
    reading: Reading | None
    try:
        problem = given.read()
    except ReadingError as error:
        reading = error.reading
        faults = [fault for fault in error.faults if fault.code != "question"]
    else:
        reading, faults = problem.reading, []
        if save is not None:
            _save(session, problem, save)
    if reading is None:
        session.show(
            session.say(
                message(
                    "{file} is a document, not a table: it says itself how it is read.", file=given.problem
                )
            )
        )
        return
    outputs = Outputs(
        _Document(reading),
        lambda: "\n".join(
            lines_within(words.text(session.language), session.width) for words in _words(reading)
        ),
    )
    answer.deliver(session, outputs, given.problem)
    for fault in faults:
        print(lines_within(fault.text(session.language), session.width), file=sys.stderr)
    if reading.questions or faults:
        raise typer.Exit(OPEN)


def _save(session: Session, problem: Problem, file: str) -> None:
    """Write a problem with the weights in its table."""
    from see_mcda.io import write_problem  # noqa: PLC0415 (only commands that write need the writers)
    from see_mcda.io.library import parse_weights  # noqa: PLC0415

    held = problem.reading.weights if problem.reading else None
    weights = parse_weights(dict(held), problem.framework).to_dict() if held else None
    for warning in write_problem(problem, file, weights):
        print(lines_within(session.say(warning.message), session.width), file=sys.stderr)


@dataclass(frozen=True)
class _Document:
    reading: Reading

    def to_json(self, indent: int | None = 2) -> str:
        """Return the document of the reading."""
        return ReadingModel.of(self.reading).model_dump_json(by_alias=True, indent=indent)


def _words(reading: Reading) -> Iterator[Message]:
    yield from reading.summary()
    if reading.range:
        yield message("Table: {range}", range=reading.range)
    for sheet in reading.left:
        yield message("Sheet {name}: {reason}", name=sheet.name, reason=sheet.reason)
    for column in reading.columns:
        yield _column(column, _heading(reading, column.at, row=False))
    for row in reading.rows:
        yield _row(row, _heading(reading, row.at, row=True))
    for question in reading.questions:
        yield message("Question: {question}", question=question.notice().message)


def _heading(reading: Reading, at: str, *, row: bool) -> Message:
    if row == reading.turned:
        return message("Column {at}", at=at)
    return message("Line {at}", at=at) if reading.sheet is None else message("Row {at}", at=at)


def _line(heading: Message, label: str, parts: Sequence[Message]) -> Message:
    if not label:
        return message("{heading}: {parts}", heading=heading, parts=parts)
    return message('{heading} "{label}": {parts}', heading=heading, label=label, parts=parts)


def _column(column: ReadColumn, heading: Message) -> Message:
    reason = [column.reason] if column.reason else []
    if column.role != "criterion":
        return _line(heading, column.header, [_ROLES[column.role], *reason])
    parts: list[Message] = [
        message("criterion"),
        message("lower is better") if column.objective == "min" else message("higher is better"),
        *([column.objective_reason] if column.objective_reason else []),
        *([message("unit {unit}", unit=column.unit)] if column.unit else []),
        *(
            [message("scale {low} to {high}", low=column.scale[0], high=column.scale[1])]
            if column.scale
            else []
        ),
        *reason,
    ]
    return _line(heading, column.header, parts)


def _row(row: ReadRow, heading: Message) -> Message:
    return _line(heading, row.label, [_ROWS[row.role], *([row.reason] if row.reason else [])])


_ROLES = {
    "name": message("names of the candidates"),
    "id": message("ids of the candidates"),
    "note": message("notes"),
    "gate": message("gate"),
    "gate-reason": message("reasons for a gate"),
    "attribute": message("a fact, not counted"),
    "assessor": message("names of the assessors"),
    "skipped": message("left out"),
    "empty": message("nothing"),
}
_ROWS = {
    "header": message("column headers"),
    "weights": message("weights"),
    "directions": message("directions"),
    "units": message("units"),
    "total": message("left out"),
    "mean": message("left out"),
    "statistic": message("left out"),
    "note": message("left out"),
    "skipped": message("left out"),
}
