"""``/d/{id}``: who leads, how sure that is, and why; what is done and what is next."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.blocks import Cancel
from see_mcda.errors import SeeMcdaError
from see_mcda.explanation import Explanation
from see_mcda.ranking import Ranking, rank
from see_mcda.sensitivity import crossovers
from see_mcda.tables.crossovers import crossovers_sentences
from see_mcda.words import Message, message
from see_mcda_api.decisions.service import Kept
from see_mcda_api.pages.about import about, ranked
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Visitor
from see_mcda_api.untrusted import untrusted

router = APIRouter(include_in_schema=False)
SHOWN = 3
"""Weights of which it is said how far the lead holds."""


@router.get("/d/{decision}", name="overview_page")
async def overview(decision: str, visit: Visitor) -> Response:
    """Show a decision's answer."""

    def work(cancel: Cancel) -> dict[str, Any]:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        return {**about(kept, choice), **_answer(kept, choice, visit.language)}

    return visit.show("overview.html", await visit.compute(work))


def _answer(kept: Kept, choice: Choice, language: str) -> dict[str, Any]:
    problem = kept.state.read
    view: dict[str, Any] = {"ranking": [], "leader": None, "why": [], "sure": [], "faults": []}
    if not problem.candidates:
        return {**view, "steps": _steps(kept)}
    try:
        with untrusted():
            ranking = rank(problem, **choice.arguments)
    except SeeMcdaError as error:
        return {**view, "faults": list(error.faults), "steps": _steps(kept)}
    view["ranking"] = ranked(ranking)
    order = [row for row in ranking.order if ranking.ranks[row]]
    view["leader"] = leading(ranking)
    if len(ranking.order) > 1:
        explained = Explanation(ranking, ranking.order[0], ranking.order[1])
        view["why"] = [sentence.text(language) for sentence in explained.sentences]
    view["alike"] = [dict(problem.name(row)) for row in alike(ranking)]
    if len(order) > 1:
        with untrusted():
            found = crossovers(problem, **choice.arguments, top=1)
        view["sure"] = crossovers_sentences(found, language)[:SHOWN]
    view["warnings"] = [warning.message.text(language) for warning in ranking.warnings]
    return {**view, "steps": _steps(kept)}


def leading(ranking: Ranking) -> dict[str, Any]:
    """Return who is first, and by how much."""
    problem = ranking.complete
    first = [row for row in ranking.order if ranking.ranks[row] == 1]
    second = next((row for row in ranking.order if ranking.ranks[row] > 1), None)
    return {
        "names": [dict(problem.name(row)) for row in first],
        "ids": [problem.candidates[row] for row in first],
        "score": float(ranking.scores[first[0]]) if first and ranking.prepared.has_scores else None,
        "second": dict(problem.name(second)) if second is not None else None,
        "second_score": float(ranking.scores[second])
        if second is not None and ranking.prepared.has_scores
        else None,
        "conditional": any(bool(problem.conditional[row]) for row in first),
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


def _steps(kept: Kept) -> list[dict[str, Any]]:
    """Return what is done and what is not, in the order in which it is done."""
    problem = kept.state.read
    id = kept.row.id
    holes = int(np.isnan(problem.values).sum()) - sum(
        1 for (row, column) in problem.cells if np.isnan(problem.values[row, column])
    )
    open_gates = int((problem.gates == 1).sum())
    count = len(problem.candidates)

    def step(done: bool, words: Message, path: str) -> dict[str, Any]:
        return {"done": done, "words": words.texts(), "path": f"/d/{id}/{path}"}

    return [
        step(
            count > 1,
            message("Candidates entered: {count}", count=count),
            "candidates",
        ),
        step(
            holes == 0,
            message("Every score is known")
            if holes == 0
            else message("Scores missing: {count}", count=holes),
            "candidates",
        ),
        step(
            open_gates == 0,
            message("Every gate is answered")
            if open_gates == 0
            else message("Gates not established yet: {count}", count=open_gates),
            "candidates",
        ),
        step(
            bool(kept.state.weightings),
            message("Weightings of your own: {count}", count=len(kept.state.weightings))
            if kept.state.weightings
            else message("No weighting of your own yet: the shipped ones are used"),
            "weights",
        ),
    ]
