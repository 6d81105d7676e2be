"""Weight elicitation from request bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from see_mcda.elicitation import ways as elicitation
from see_mcda.elicitation.reading import read_numbers, read_order
from see_mcda.elicitation.result import Elicited
from see_mcda.errors import SeeMcdaError, inside
from see_mcda.io.library import parse_framework, parse_weights
from see_mcda.io.matrices.matrices import Matrix, read_matrix
from see_mcda.language.messages import Message
from see_mcda.model.problem import Problem
from see_mcda_api.compute.limits import check_size
from see_mcda_api.compute.weights import schemas
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.settings import Settings

WeightsRequest: TypeAlias = (
    schemas.AhpWeights
    | schemas.GroupWeights
    | schemas.BestWorstWeights
    | schemas.SwingWeights
    | schemas.RankOrderWeights
)


def elicited(asked: WeightsRequest) -> Elicited:
    """Return the weights elicited from a person's answers."""
    with untrusted():
        return _answered(asked)


def from_problem(
    model: type[schemas.FromProblem], problem: Problem, arguments: Mapping[str, Any], settings: Settings
) -> Elicited:
    """Return weights that a problem determines; the arguments are those of ``model``."""
    check_size("weights", problem, arguments, settings)
    wanted = {name: value for name, value in arguments.items() if name != "id"}
    with untrusted():
        if model is schemas.CentreWeights:
            return elicitation.centre_weights(problem, **wanted)
        return elicitation.objective_weights(problem, **wanted)


def questions(asked: schemas.SwingQuestions) -> list[Message]:
    """Return the questions for eliciting swing weights."""
    with untrusted():
        return elicitation.swing_questions(asked.place(), asked.first)


def shown(asked: schemas.ShownWeights) -> dict[str, Any]:
    """Return the local and global weights of a weighting on a framework."""
    with untrusted():
        return elicitation.shown_weights(parse_weights(asked.weights, parse_framework(asked.framework)))


def _answered(asked: WeightsRequest) -> Elicited:
    place = asked.place()
    if isinstance(asked, schemas.BestWorstWeights):
        best = read_numbers(asked.best_to_others, "best_to_others")
        worst = read_numbers(asked.others_to_worst, "others_to_worst")
        return elicitation.best_worst_weights(place, best, worst, asked.model)
    if isinstance(asked, schemas.SwingWeights):
        return elicitation.swing_weights(place, read_numbers(asked.points, "points"))
    if isinstance(asked, schemas.RankOrderWeights):
        return elicitation.rank_order_weights(place, read_order(asked.order), asked.rule)
    ways = {"method": asked.method, "random_index": asked.random_index, "incomplete": asked.incomplete}
    dates = asked.dates_as_fractions
    if isinstance(asked, schemas.AhpWeights):
        with _paths("judgments"):
            matrix = read_matrix(asked.judgments, place.criteria, asked.node, dates_as_fractions=dates)
            return elicitation.ahp_weights(place, matrix, **ways)
    matrices: list[Matrix] = []
    for member, judgments in enumerate(asked.judgments):
        where = f"judgments[{member}]"
        with _paths(where):
            matrices.append(
                read_matrix(judgments, place.criteria, asked.node, where, dates_as_fractions=dates)
            )
    return elicitation.group_weights(place, matrices, asked.members, asked.voters, how=asked.how, **ways)


@contextmanager
def _paths(key: str) -> Iterator[None]:
    """Convert the locations of judgments, ``judgments: [0, 1]``, to JSON paths."""
    try:
        with inside(key):
            yield
    except SeeMcdaError as error:
        raise type(error)(
            fault.at(fault.where and fault.where.whole_path) for fault in error.faults
        ) from None
