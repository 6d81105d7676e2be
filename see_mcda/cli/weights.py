"""``weights``: the group of its commands, with ``show`` and ``objective``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

import typer

from see_mcda.cli import importance_weights, pairwise_weights
from see_mcda.cli.commands import Command, Group
from see_mcda.cli.options import (
    AsJson,
    FrameworkName,
    Given,
    MissingScores,
    Normalization,
)
from see_mcda.cli.output import Outputs, deliver
from see_mcda.cli.parameters import expanded
from see_mcda.cli.sensitivity import StatementWords
from see_mcda.cli.session import session_of
from see_mcda.cli.weighting_options import WeightingOut, deliver_weights, weighting_files
from see_mcda.elicitation.report import weights_text
from see_mcda.elicitation.ways import centre_weights, objective_weights, shown_weights
from see_mcda.io.library import read_framework, read_weights
from see_mcda.language.messages import message
from see_mcda.weighting.objective import RULES
from see_mcda.weighting.weights import Weights


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    words = message("Derive weights from judgments, points, an order or the scores, and show built-in ones.")
    parts = typer.Typer(cls=Group, rich_markup_mode=None, help=words.template)

    def add(name: str, function: Callable[..., None], words: str, *examples: str) -> None:
        epilog = "\n".join(f"weights {name} {example}" for example in examples)
        parts.command(name, cls=Command, help=words, epilog=epilog)(function)

    add(
        "show",
        _show,
        message("Show the weights of a weighting on a framework, within each group and overall.").template,
        "social-led",
        "my-weights.yaml --framework see-indicators",
    )
    add(
        "ahp",
        pairwise_weights.weights_ahp,
        message(
            "Weights from comparing criteria in pairs (AHP), and which comparisons contradict the others."
        ).template,
        '"1 3 5; 1/3 1 2; 1/5 1/2 1" --criteria price,quality,service',
        "social/economic=2,environmental/economic=3 --framework see --node pillars --out mine.yaml",
    )
    add(
        "best-worst",
        importance_weights.weights_best_worst,
        message("Weights from comparing only the best and the worst criterion with the others.").template,
        "price=2,quality=1,service=8 price=4,quality=8,service=1",
    )
    add(
        "swing",
        importance_weights.weights_swing,
        message("Weights from points for raising each criterion from its worst to its best.").template,
        "--framework see --node pillars",
        "economic=60,social=100,environmental=80 --framework see --node pillars",
    )
    add(
        "rank-order",
        importance_weights.weights_rank_order,
        message("Weights from the order of importance alone.").template,
        '"social > economic = environmental" --framework see --node pillars',
    )
    add(
        "objective",
        _objective,
        message("Weights from the scores alone: criteria that separate the candidates weigh more.").template,
        "prices.csv --rule entropy --minimize cost",
    )
    add(
        "centre",
        _centre,
        message("Weights in the middle of all that statements about criteria or candidates allow.").template,
        'see/see-models.yaml --statement "economic >= 2 * social" --statement "@sampran >= @fai-rung"',
    )
    add(
        "group",
        pairwise_weights.weights_group,
        message(
            "Weights of a group from each member's comparisons, and how well the members agree."
        ).template,
        "anna.csv boon.csv chai.csv --voters 1,1,2",
    )
    program.add_typer(parts, name="weights")


def _show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=message("weighting, or a=2,b=1").template)],
    framework: FrameworkName = "see",
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    session = session_of(context)
    weights = read_weights(name, read_framework(framework or "see"))
    outputs = Outputs(
        _Shown(weights),
        lambda: weights_text(weights, session.language, session.width),
        made=weighting_files(weights.to_document),
    )
    deliver(session, outputs, as_json, out, name)


class _Shown:
    """Resolved weights as a document."""

    def __init__(self, weights: Weights):
        self.weights = weights

    def to_json(self, indent: int | None = 2) -> str:
        """Return the weights of every node within its group, and of every leaf."""
        return json.dumps(shown_weights(self.weights), ensure_ascii=False, indent=indent)


@expanded
def _objective(
    context: typer.Context,
    *,
    rule: Annotated[
        str,
        typer.Option(
            "--rule", metavar="|".join(RULES), help=message("rule that turns scores into weights").template
        ),
    ] = RULES[0],
    normalization: Normalization = None,
    missing: MissingScores = None,
    given: Given,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    result = objective_weights(given.read(), rule, normalization, missing)
    deliver_weights(session_of(context), result, as_json, out, given.problem)


@expanded
def _centre(
    context: typer.Context,
    *,
    statement: StatementWords = None,
    method: Annotated[
        str,
        typer.Option(
            "--method", metavar="NAME", help=message("method of the scores that statements compare").template
        ),
    ] = "additive",
    normalization: Normalization = None,
    missing: MissingScores = None,
    given: Given,
    as_json: AsJson = False,
    out: WeightingOut = None,
) -> None:
    result = centre_weights(given.read(), statement or [], method, normalization, missing)
    deliver_weights(session_of(context), result, as_json, out, given.problem)
