"""``rank``, ``compare``, ``explain`` and ``verify``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.derived import analysis_outputs, command_of
from see_mcda.cli.options import Given, TableAnswer, TextAnswer
from see_mcda.cli.output import Outputs
from see_mcda.cli.parameters import expanded
from see_mcda.cli.session import Session, session_of
from see_mcda.io.library import read_document
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import message
from see_mcda.ranking.comparison import compare
from see_mcda.ranking.explanation import explain
from see_mcda.ranking.ranking import Ranking, rank
from see_mcda.ranking.report import report
from see_mcda.render.text import render
from see_mcda.verification import verify

ResultFile = Annotated[
    str,
    typer.Argument(metavar="RESULT", help=message("result file (.json)").template),
]
DIFFERS = 1
"""The exit code of ``verify`` when the result is not the same."""


@dataclass(frozen=True)
class Display:
    """How a ranking is shown."""

    nodes: Annotated[
        bool,
        typer.Option(
            "--nodes",
            help=message("also show the score for every group and criterion of the framework").template,
        ),
    ] = False


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    add: Callable[..., Any] = partial(program.command, cls=Command)
    add(
        "rank",
        help=message("Rank the candidates of a problem under one weighting.").template,
        epilog="rank see/see-models.yaml --weights economic-led\n"
        "rank prices.csv --minimize cost --weights quality=2,cost=1",
    )(command_of(rank, _ranking, display=Display, states_directions=True))
    add(
        "compare",
        help=message("Rank the candidates under several weightings and methods, side by side.").template,
        epilog="compare see/see-models.yaml --weights equal economic-led social-led --method topsis ahp",
    )(command_of(compare, analysis_outputs, states_directions=True))
    add(
        "explain",
        help=message("Explain why one candidate ranks above another, and which criteria decide.").template,
        epilog="explain see/see-models.yaml\n"
        "explain see/see-models.yaml sampran moral-farmer --weights social-led",
    )(command_of(explain, analysis_outputs, answer=TableAnswer))
    add(
        "verify",
        help=message(
            "Recompute a result from its problem and check that it is the same (exit code 1 if not)."
        ).template,
        epilog="rank see/see-models.yaml --out result.json\nverify result.json see/see-models.yaml",
    )(_verify)


def _ranking(session: Session, result: Ranking, display: Display) -> Outputs:
    def text() -> str:
        from see_mcda.verdicts.verdict import quick_verdict  # noqa: PLC0415 (scipy, only for this text)

        verdict = quick_verdict(result)
        told = [] if verdict is None else [verdict.report().headline]
        ranking = render(report(result, nodes=display.nodes), session.language, session.width)
        return "\n".join([*(lines_within(session.say(each), session.width) + "\n" for each in told), ranking])

    return Outputs(
        result,
        text,
        lambda: result.rows(session.language),
    )


@expanded
def _verify(context: typer.Context, result: ResultFile, given: Given, answer: TextAnswer) -> None:
    session = session_of(context)
    stated = read_document(result)
    found = verify(stated, given.read())
    outputs = Outputs(found, lambda: lines_within(found.text(session.language), session.width))
    answer.deliver(session, outputs, given.problem, result)
    if not found.same:
        raise typer.Exit(DIFFERS)
