"""The answer to a decision in short, as several pages show it: who leads, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from see_mcda.analyses.crossovers.crossovers import LeaderChange, NodeCrossovers
from see_mcda.language.messages import Message, message
from see_mcda.parallel import Cancel
from see_mcda.ranking.explanation import Explanation
from see_mcda.ranking.ranking import Ranking
from see_mcda.sensitivity import acceptability, crossovers
from see_mcda.verdicts.findings import in_closed_form
from see_mcda.verdicts.verdict import quick_verdict
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.words import share

ANY_WEIGHTING = "uniform-tree"
"""The distribution behind "if every weighting were equally likely"."""
SAMPLES = 4_096
MOST_SCORES = 4_000
"""Scores up to which the leader's chance comes with an answer."""
MOST_CROSSED = 400_000
"""Scores times criteria up to which the intervals do."""


def leading(ranking: Ranking) -> dict[str, Any]:
    """Return who is first, and by how much."""
    problem = ranking.complete
    first = [row for row in ranking.order if ranking.ranks[row] == 1]
    second = next((row for row in ranking.order if ranking.ranks[row] > 1), None)
    scored = ranking.prepared.has_scores
    return {
        "names": [dict(problem.name(row)) for row in first],
        "ids": [problem.candidates[row] for row in first],
        "score": float(ranking.scores[first[0]]) if first and scored else None,
        "second": dict(problem.name(second)) if second is not None else None,
        "second_score": float(ranking.scores[second]) if second is not None and scored else None,
        "conditional": any(bool(problem.conditional[row]) for row in first),
    }


def why(ranking: Ranking, above: int, below: int) -> dict[str, Any]:
    """Return what speaks for either of two candidates (rows), leaf by leaf, and what decides.

    ``part`` is a leaf's share of the lead beside the largest one: from 1, for the upper candidate, to -1.
    """
    explained = Explanation(ranking, above, below)
    problem = ranking.complete
    differences = np.nan_to_num(explained.differences)
    largest = float(np.abs(differences).max(initial=0.0))
    order = np.argsort(-differences, kind="stable") if largest > 0 else np.arange(len(differences))
    return {
        "above": dict(problem.name(above)),
        "below": dict(problem.name(below)),
        "leaves": [
            {
                "name": dict(problem.framework.leaves[column].title),
                "values": [_known(problem.values[row, column]) for row in (above, below)],
                "part": float(differences[column]) / largest if largest > 0 else 0.0,
                "decides": int(column) in explained.decisive,
            }
            for column in order
        ],
        "conclusion": [sentence.texts() for sentence in explained.conclusion],
    }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def sure(choice: Choice, ranking: Ranking, cancel: Cancel) -> dict[str, Any]:
    """Return how sure the first place is: the verdict, the leader's chance, and what may move."""
    problem = ranking.complete
    if (ranking.ranks > 0).sum() < 2:
        return {"verdict": None, "alike": [], "chance": [], "intervals": []}
    verdict = quick_verdict(ranking)
    return {
        "verdict": None if verdict is None else verdict.report().headline.texts(),
        "alike": [dict(problem.name(row)) for row in alike(ranking)],
        "chance": [sentence.texts() for sentence in _chance(choice, ranking, cancel)],
        "intervals": intervals(choice) if in_closed_form(ranking.prepared) else [],
    }


def alike(ranking: Ranking) -> list[int]:
    """Return who cannot be told apart from the leader: the ranges of their scores overlap."""
    if not ranking.prepared.has_scores or not ranking.score_ranges:
        return []
    leader = ranking.order[0]

    def span(row: int) -> tuple[float, float]:
        return ranking.score_ranges.get(row, (float(ranking.scores[row]),) * 2)

    low = span(leader)[0]
    return [row for row in ranking.order if row != leader and ranking.ranks[row] and span(row)[1] >= low]


def _chance(choice: Choice, ranking: Ranking, cancel: Cancel) -> list[Message]:
    """Return in how many of all weightings the leader would lead, and who else would."""
    if not in_closed_form(ranking.prepared) or ranking.problem.values.size > MOST_SCORES:
        return []
    with untrusted():
        found = acceptability(
            choice.state.read,
            ANY_WEIGHTING,
            method=choice.method,
            samples=SAMPLES,
            seed=1,
            tables=False,
            cancel=cancel,
        )
    first = found.first_rank
    problem = ranking.complete
    leader = ranking.order[0]
    others = [row for row in np.argsort(-first, kind="stable").tolist() if row != leader]
    words: dict[str, object] = {
        "leader": problem.name(leader),
        "share": share(first[leader], 0),
        "other": problem.name(others[0]),
        "other_share": share(first[others[0]], 0),
    }
    if first[leader] >= first[others[0]]:
        return [
            message(
                "If all weightings are equally likely, {leader} ranks first in about {share} of them,"
                " followed by {other} with {other_share}.",
                **words,
            )
        ]
    return [
        message(
            "If all weightings are equally likely, {leader} ranks first in about {share} of them but"
            " {other} in {other_share}: the lead depends on this weighting.",
            **words,
        )
    ]


def intervals(choice: Choice) -> list[dict[str, Any]]:
    """Return for each node the local shares within which the winner holds, the narrowest room first.

    Nodes without siblings have none; nothing is returned where computing them would take long.
    """
    problem = choice.state.read
    if problem.values.size * len(problem.leaves) > MOST_CROSSED or len(problem.candidates) < 2:
        return []
    with untrusted():
        found = crossovers(problem, **choice.arguments, top=1)

    def change(one: LeaderChange | None) -> Mapping[str, Any] | None:
        if one is None:
            return None
        return {"at": one.at, "names": [dict(problem.name(row)) for row in one.leaders]}

    nodes = sorted((node for node in found.nodes.values() if not node.alone), key=_room)
    return [
        {
            "id": node.node,
            "name": dict(problem.framework.nodes[node.node].title),
            "now": node.share,
            "low": node.leader_interval[0],
            "high": node.leader_interval[1],
            "below": change(node.below),
            "above": change(node.above),
        }
        for node in nodes
    ]


def _room(node: NodeCrossovers) -> float:
    """Return how far a node's global weight may move until somebody else leads."""
    changes = [change for change in (node.below, node.above) if change is not None]
    return min((abs(change.at_global - node.global_share) for change in changes), default=np.inf)
