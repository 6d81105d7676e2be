"""The whole program: every command under its name."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import typer

from see_mcda.cli import catalogue, examples, merging, rankings, readings, schemas, sensitivity, weights
from see_mcda.cli.commands import Program
from see_mcda.cli.session import PROGRAM, session_of
from see_mcda.language.messages import message
from see_mcda.results.record import engine_version

Version = Annotated[bool, typer.Option("--version", help=message("show the version").template)]


@cache
def application() -> typer.Typer:
    """Return the program; :func:`see_mcda.cli.main` runs it."""
    program = typer.Typer(
        cls=Program,
        add_completion=False,
        rich_markup_mode=None,
        invoke_without_command=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=message("Rank candidates against weighted criteria, and see why.").template,
        epilog="\n".join(
            (
                "example see",
                "rank see/see-models.yaml --weights economic-led",
                "explain see/see-models.yaml sampran moral-farmer",
                "compare see/see-models.yaml --weights equal social-led --method topsis ahp",
            )
        ),
    )
    program.callback()(_program)
    for part in (rankings, readings, merging, sensitivity, weights, catalogue, schemas, examples):
        part.register(program)
    return program


def _program(context: typer.Context, version: Version = False) -> None:
    if version:
        session_of(context).show(f"{PROGRAM} {engine_version()}")
        raise typer.Exit
