"""``weights best-worst``, ``swing`` and ``rank-order``: weights from a few questions about importance."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from see_mcda.cli.answers import positions, read_numbers, read_order
from see_mcda.cli.options import AsJson, FrameworkName
from see_mcda.cli.place import Criteria, Node, Place, WeightingOut, deliver_weights
from see_mcda.cli.session import Session, session_of
from see_mcda.errors import InputError, refuse
from see_mcda.weighting.best_worst import MODELS, best_worst
from see_mcda.weighting.rank_order import RULES, rank_order
from see_mcda.weighting.swing import Swing, questions, swing
from see_mcda.words import message
from see_mcda.wrapping import lines_within


def weights_best_worst(
    context: typer.Context,
    best_to_others: Annotated[
        str,
        typer.Argument(
            metavar="BEST",
            help=message(
                "how many times as important the best criterion is as each: a=1,b=3; or a .yaml file of both"
            ).template,
        ),
    ],
    others_to_worst: Annotated[
        str | None,
        typer.Argument(
            metavar="WORST",
            help=message("how many times as important each is as the worst: a=3,b=1").template,
        ),
    ] = None,
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    model: Annotated[
        str,
        typer.Option("--model", metavar="|".join(MODELS), help=message("the model that is solved").template),
    ] = MODELS[0],
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by the best-worst method."""
    place = Place.of(framework, node, criteria)
    best = read_numbers(best_to_others, "best_to_others")
    worst = read_numbers(others_to_worst or best_to_others, "others_to_worst")
    names = place.named(tuple(best), len(best))
    a_best = [list(best.values())[at] for at in positions(list(best), names, "best_to_others")]
    a_worst = [list(worst.values())[at] for at in positions(list(worst), names, "others_to_worst")]
    found = best_worst(a_best, a_worst, model, labels=names)  # type: ignore[arg-type]
    answer = {
        "best_worst": {
            "best_to_others": dict(zip(names, a_best, strict=True)),
            "others_to_worst": dict(zip(names, a_worst, strict=True)),
        },
        "model": model,
    }
    result = place.elicited(
        "best-worst", names=names, weights=found.weights, answer=answer, details=found.summary()
    )
    deliver_weights(session_of(context), result, as_json, out, best_to_others, others_to_worst or "")


def weights_swing(
    context: typer.Context,
    points: Annotated[
        str | None,
        typer.Argument(
            metavar="POINTS",
            help=message(
                "points from 0 to 100: a=100,b=60; or a .yaml file; without them the questions are shown"
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
            help=message("the criterion that gets 100 points, for the questions").template,
        ),
    ] = None,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by swings, or show the questions."""
    session = session_of(context)
    place = Place.of(framework, node, criteria)
    swings = place.swings()
    if points is None:
        session.show(_questions(session, place, swings, first))
        return
    given = read_numbers(points, "points")
    names = place.named(tuple(given), len(given))
    ordered = [list(given.values())[at] for at in positions(list(given), names, "points")]
    found = swing(ordered, labels=names)
    answer: dict[str, Any] = {"swing": {"points": dict(zip(names, ordered, strict=True))}}
    if swings:
        answer["swing"]["ranges"] = {
            name: [swings[name].worst, swings[name].best] for name in names if name in swings
        }
    details = {"ranges": answer["swing"].get("ranges", {})}
    result = place.elicited(
        "swing", names=names, weights=found.weights, answer=answer, details=details, warnings=found.warnings
    )
    deliver_weights(session, result, as_json, out, points)


def _questions(session: Session, place: Place, swings: dict[str, Swing], first: str | None) -> str:
    lacking = [name for name in place.criteria or () if name not in swings]
    if not swings or lacking:
        raise refuse(
            InputError,
            "no-ranges",
            "the questions need a worst and a best for each criterion: a branch of a framework whose leaves"
            " have scales (--framework, --node)",
        )
    names = list(swings)
    if first is not None and first not in names:
        raise refuse(
            InputError,
            "unknown-node",
            "there is no {id} here; there are {known}",
            "--first",
            id=first,
            known=names,
        )
    asked = questions(list(swings.values()), None if first is None else names.index(first))
    return "\n".join(lines_within(session.say(question), session.width) for question in asked)


def weights_rank_order(
    context: typer.Context,
    order: Annotated[
        str,
        typer.Argument(
            metavar="ORDER",
            help=message('the most important first: "a > b = c > d"; or a .yaml or .json file').template,
        ),
    ],
    *,
    criteria: Criteria = None,
    framework: FrameworkName = None,
    node: Node = None,
    rule: Annotated[
        str,
        typer.Option(
            "--rule", metavar="|".join(RULES), help=message("how an order becomes weights").template
        ),
    ] = RULES[0],
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    """Weigh by an order."""
    place = Place.of(framework, node, criteria)
    groups = read_order(order)
    flat = [name for tie in groups for name in tie]
    names = place.named(tuple(flat), len(flat))
    ranks = [level + 1 for level, tie in enumerate(groups) for _ in tie]
    ordered = [ranks[at] for at in positions(flat, names, "order")]
    weights = rank_order(ordered, rule, labels=names).weights  # type: ignore[arg-type]
    answer = {"order": groups, "rule": rule}
    deliver_weights(
        session_of(context),
        place.elicited("rank-order", names=names, weights=weights, answer=answer, details={"rule": rule}),
        as_json,
        out,
        order,
    )
