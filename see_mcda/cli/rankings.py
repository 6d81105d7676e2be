"""``rank``, ``compare``, ``explain`` and ``verify``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from see_mcda.cli.commands import Command
from see_mcda.cli.options import (
    Answer,
    Combining,
    Given,
    OneMethod,
    OneWeighting,
    Reference,
    SeveralMethods,
    SeveralWeightings,
    TextAnswer,
)
from see_mcda.cli.output import Outputs
from see_mcda.cli.parameters import expanded
from see_mcda.cli.session import session_of
from see_mcda.io.library import read_document
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import message
from see_mcda.ranking.comparison_report import comparison_table
from see_mcda.ranking.explanation import explain
from see_mcda.ranking.explanation_report import explanation_text
from see_mcda.ranking.ranking import compare, rank
from see_mcda.ranking.report import ranking_table
from see_mcda.ranking.rows import comparison_rows, ranking_rows
from see_mcda.verification import verify

Nodes = Annotated[
    bool,
    typer.Option(
        "--nodes", help=message("also show the score at every node of the tree of criteria").template
    ),
]
A = Annotated[
    str | None,
    typer.Argument(
        metavar="A", help=message("a candidate, by its id; the first of the ranking if not given").template
    ),
]
B = Annotated[
    str | None,
    typer.Argument(
        metavar="B", help=message("another candidate; the next one below A if not given").template
    ),
]
ResultFile = Annotated[
    str,
    typer.Argument(
        metavar="RESULT", help=message("a ranking or comparison that was written as .json").template
    ),
]
DIFFERS = 1
"""The exit code of ``verify`` when the result is not the same."""


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    add: Callable[..., Any] = partial(program.command, cls=Command)
    add(
        "rank",
        help=message("Rank the candidates of a problem under one weighting.").template,
        epilog="rank see/see-models.yaml --weights economic-led\n"
        "rank prices.csv --minimize cost --weights quality=2,cost=1",
    )(_rank)
    add(
        "compare",
        help=message("Rank the candidates under several weightings and methods, side by side.").template,
        epilog="compare see/see-models.yaml --weights equal economic-led social-led --method topsis ahp",
    )(_compare)
    add(
        "explain",
        help=message("Say why one candidate ranks above another, and which criteria decide.").template,
        epilog="explain see/see-models.yaml\n"
        "explain see/see-models.yaml sampran moral-farmer --weights social-led",
    )(_explain)
    add(
        "verify",
        help=message(
            "Compute a result again from its problem, and say whether it is the same (exit code 1: not)."
        ).template,
        epilog="rank see/see-models.yaml --out result.json\nverify result.json see/see-models.yaml",
    )(_verify)


@expanded
def _rank(
    context: typer.Context,
    *,
    weights: OneWeighting = "equal",
    method: OneMethod = "topsis",
    combining: Combining,
    reference: Reference = False,
    nodes: Nodes = False,
    given: Given,
    answer: Answer,
) -> None:
    session = session_of(context)
    result = rank(given.read(), weights, method=method, reference=reference, **combining.arguments())
    outputs = Outputs(
        result,
        lambda: ranking_table(result, session.language, session.width, nodes=nodes),
        lambda: ranking_rows(result, session.language),
    )
    answer.deliver(session, outputs, given.problem, weights)


@expanded
def _compare(
    context: typer.Context,
    *,
    weights: SeveralWeightings = None,
    method: SeveralMethods = None,
    combining: Combining,
    given: Given,
    answer: Answer,
) -> None:
    session = session_of(context)
    result = compare(given.read(), weights or ["equal"], method=method or ["topsis"], **combining.arguments())
    outputs = Outputs(
        result,
        lambda: comparison_table(result, session.language, session.width),
        lambda: comparison_rows(result, session.language),
    )
    answer.deliver(session, outputs, given.problem, *(weights or []))


@expanded
def _explain(
    context: typer.Context,
    a: A = None,
    b: B = None,
    *,
    weights: OneWeighting = "equal",
    method: OneMethod = "topsis",
    combining: Combining,
    given: Given,
    answer: TextAnswer,
) -> None:
    session = session_of(context)
    result = explain(given.read(), weights, a, b, method=method, **combining.arguments())
    outputs = Outputs(result, lambda: explanation_text(result, session.language, session.width))
    answer.deliver(session, outputs, given.problem, weights)


@expanded
def _verify(context: typer.Context, result: ResultFile, given: Given, answer: TextAnswer) -> None:
    session = session_of(context)
    stated = read_document(result)
    found = verify(stated, given.read())
    outputs = Outputs(found, lambda: lines_within(found.text(session.language), session.width))
    answer.deliver(session, outputs, given.problem, result)
    if not found.same:
        raise typer.Exit(DIFFERS)
