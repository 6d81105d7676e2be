"""``weights best-worst``, ``swing`` and ``rank-order``: weights from a few questions about importance."""

from __future__ import annotations

from typing import Annotated

import typer

from see_mcda.cli.options import AsJson, FrameworkName
from see_mcda.cli.session import session_of
from see_mcda.cli.weighting_options import Criteria, Node, WeightingOut, deliver_weights, place_of
from see_mcda.elicitation.reading import read_numbers, read_order
from see_mcda.elicitation.ways import best_worst_weights, rank_order_weights, swing_questions, swing_weights
from see_mcda.io.files import as_path
from see_mcda.language.line_breaking import lines_within
from see_mcda.language.messages import message
from see_mcda.weighting.best_worst import MODELS
from see_mcda.weighting.rank_order import RULES


def weights_best_worst(
    context: typer.Context,
    best_to_others: Annotated[
        str,
        typer.Argument(
            metavar="BEST",
            help=message(
                "importance of the best criterion relative to each, as a=1,b=3; or a .yaml file with both"
                " comparisons"
            ).template,
        ),
    ],
    others_to_worst: Annotated[
        str | None,
        typer.Argument(
            metavar="WORST",
            help=message("importance of each criterion relative to the worst, as a=3,b=1").template,
        ),
    ] = None,
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    model: Annotated[
        str,
        typer.Option("--model", metavar="|".join(MODELS), help=message("optimisation model").template),
    ] = MODELS[0],
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by the best-worst method."""
    result = best_worst_weights(
        place_of(framework, node, criteria),
        read_numbers(as_path(best_to_others), "best_to_others"),
        read_numbers(as_path(others_to_worst or best_to_others), "others_to_worst"),
        model,
    )
    deliver_weights(session_of(context), result, as_json, out, best_to_others, others_to_worst or "")


def weights_swing(
    context: typer.Context,
    points: Annotated[
        str | None,
        typer.Argument(
            metavar="POINTS",
            help=message(
                "points from 0 to 100, as a=100,b=60, or a .yaml file; leave out to see the questions"
            ).template,
        ),
    ] = None,
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--first",
            metavar="ID",
            help=message("criterion with 100 points in the questions").template,
        ),
    ] = None,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by swings, or show the questions."""
    session = session_of(context)
    place = place_of(framework, node, criteria)
    if points is None:
        asked = swing_questions(place, first, "--first")
        session.show("\n".join(lines_within(session.say(question), session.width) for question in asked))
        return
    deliver_weights(
        session, swing_weights(place, read_numbers(as_path(points), "points")), as_json, out, points
    )


def weights_rank_order(
    context: typer.Context,
    order: Annotated[
        str,
        typer.Argument(
            metavar="ORDER",
            help=message(
                'order of importance, most important first: "a > b = c > d"; or a .yaml or .json file'
            ).template,
        ),
    ],
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    rule: Annotated[
        str,
        typer.Option(
            "--rule", metavar="|".join(RULES), help=message("rule that turns the order into weights").template
        ),
    ] = RULES[0],
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by an order."""
    result = rank_order_weights(place_of(framework, node, criteria), read_order(as_path(order)), rule)
    deliver_weights(session_of(context), result, as_json, out, order)
