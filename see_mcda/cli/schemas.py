"""``schema``: the JSON Schemas of the files that are read and of the results that are written."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.session import session_of
from see_mcda.language.messages import message
from see_mcda.schemas import NAMES, json_schema

SchemaName = Annotated[
    str, typer.Argument(metavar="|".join(NAMES), help=message("kind of document").template)
]


def register(program: typer.Typer) -> None:
    """Add the command of this file."""
    words = message("Print the JSON Schema of a kind of document, for editors and other programs.")
    program.command("schema", cls=Command, help=words.template, epilog="schema problem")(_schema)


def _schema(context: typer.Context, name: SchemaName) -> None:
    session_of(context).show(json.dumps(json_schema(name), ensure_ascii=False, indent=2))
