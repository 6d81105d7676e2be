"""Calls for weights from judgments, points, rank orders or scores."""

from __future__ import annotations

from typing import Any

from see_mcda.elicitation.result import ElicitedModel
from see_mcda_api.client.call import Call, address, as_model, given
from see_mcda_api.client.stateless import plain


def ahp(judgments: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights from pairwise comparisons (AHP)."""
    return _by("ahp", judgments=judgments, **arguments)


def best_worst(best_to_others: Any, others_to_worst: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights with the best–worst method."""
    return _by("best-worst", best_to_others=best_to_others, others_to_worst=others_to_worst, **arguments)


def swing(points: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights from points for swings from the worst level to the best."""
    return _by("swing", points=points, **arguments)


def rank_order(order: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights from a rank order of importance."""
    return _by("rank-order", order=order, **arguments)


def objective(problem: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute objective weights from the scores."""
    return _by("objective", problem=problem, **arguments)


def centre(problem: Any, statements: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights in the middle of what statements allow."""
    return _by("centre", problem=problem, statements=statements, **arguments)


def group(judgments: Any, **arguments: Any) -> Call[ElicitedModel]:
    """Compute weights from the judgments of a group."""
    return _by("group", judgments=judgments, **arguments)


def _by(way: str, **body: Any) -> Call[ElicitedModel]:
    return Call("POST", address("weights", way), as_model(ElicitedModel), plain(given(**body)))
