"""Options for the criteria to weight, and the output of their weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.session import Session
from see_mcda.elicitation.reading import stem
from see_mcda.elicitation.report import elicited_text
from see_mcda.elicitation.result import Elicited
from see_mcda.elicitation.ways import Place
from see_mcda.io.files import as_path, dump_document
from see_mcda.language.lists import split_list
from see_mcda.language.messages import message

Criteria = Annotated[
    str | None,
    typer.Option("--criteria", metavar="a,b,c", help=message("names of the criteria, in order").template),
]
Node = Annotated[
    str | None,
    typer.Option(
        "--node", metavar="ID", help=message("group of the framework whose criteria are weighted").template
    ),
]
WeightingOut = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FILE", help=message("write a weighting file: .yaml, .yml or .json").template
    ),
]


def place_of(framework: str | None, node: str | None, criteria: str | None) -> Place:
    """Return the place that ``--framework``, ``--node`` and ``--criteria`` describe."""
    names = split_list(criteria) if criteria else None
    return Place.of(as_path(framework) if framework else None, node, names)


def deliver_weights(session: Session, result: Elicited, as_json: bool, out: str | None, *inputs: str) -> None:
    """Print weights, or write them as a weighting file."""
    outputs = Outputs(
        result,
        lambda: elicited_text(result, session.language, session.width),
        made=weighting_files(lambda: result.document(stem(out))),
    )
    deliver(session, outputs, as_json, out, *inputs)


def weighting_files(document: Callable[[], dict[str, Any]]) -> dict[str, Callable[[], str | bytes]]:
    """Return what makes each kind of weighting file."""
    return {
        ".yaml": lambda: dump_document(document(), "yaml"),
        ".yml": lambda: dump_document(document(), "yaml"),
        ".json": lambda: dump_document(document(), "json"),
    }
