"""``/d/{id}/compare``: two to four rankings side by side, who moves and why, how far they agree."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.analyses.agreement.rank_correlation import tau_b
from see_mcda.analyses.agreement.report import moves
from see_mcda.errors import SeeMcdaError
from see_mcda.language.messages import Message, message
from see_mcda.methods.titles import method_title
from see_mcda.parallel import Cancel
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.ranking import rank
from see_mcda.render.report import spoken
from see_mcda.sensitivity import agreement
from see_mcda_api.decisions.service import Kept
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about
from see_mcda_api.pages.choice import EQUAL, Choice, weightings_of
from see_mcda_api.pages.visit import Visit, Visitor

router = APIRouter(include_in_schema=False)
MOST = 4
USUAL = (EQUAL, "social-led", "economic-led", "environment-led")
"""What is compared unless the address says otherwise, after the weightings of one's own."""
ALIKE, APART = 0.8, 0.4
"""Kendall's tau-b from which two orders are nearly the same, and below which they are quite different."""
ROW = 30
"""Units of the drawing between two ranks."""


@router.get("/d/{decision}/compare", name="compare_page")
async def compare(decision: str, visit: Visitor) -> Response:
    """Show the rankings that the address names, those of the first weightings without."""

    def work(cancel: Cancel) -> dict[str, Any]:
        return _view(visit, visit.decision(decision))

    return visit.show("compare.html", await visit.compute(work))


def _view(visit: Visit, kept: Kept) -> dict[str, Any]:
    query = visit.request.query_params
    sides: list[tuple[str, str]] = [
        (query[f"w{at}"], query.get(f"m{at}") or "topsis") for at in range(1, MOST + 1) if query.get(f"w{at}")
    ]
    known = [str(each["id"]) for each in weightings_of(kept.state)]
    if len(sides) < 2:
        own = [str(name) for name in kept.state.weightings]
        wanted = [*own, *(name for name in USUAL if name in known), EQUAL]
        sides = list(dict.fromkeys([*sides, *((name, "topsis") for name in wanted)]))[:2]
    choices = [Choice(kept.state, base, method=method) for base, method in sides]
    view: dict[str, Any] = {
        **about(kept, Choice.of(kept.state, {})),
        "sides": [{"weights": base, "method": method} for base, method in sides],
        "faults": [],
        "columns": [],
    }
    problem = kept.state.read
    try:
        with untrusted():
            rankings = tuple(rank(problem, **choice.arguments) for choice in choices)
            crossed = agreement(
                problem,
                list({choice.base: choice.weights for choice in choices}.values()),
                methods=list(dict.fromkeys(choice.method for choice in choices)),
                normalizations=list(dict.fromkeys(ranking.options["normalization"] for ranking in rankings)),
                assessors=False,
            )
    except SeeMcdaError as error:
        return view | {"faults": list(error.faults)}
    compared = Comparison(rankings)
    order = rankings[0].order
    complete = rankings[0].complete
    rows = []
    for row in order:
        ranks = [int(ranking.ranks[row]) or None for ranking in rankings]
        rows.append(
            {
                "id": complete.candidates[row],
                "name": dict(complete.name(row)),
                "ranks": ranks,
                "moved": [ranks[0] - each if ranks[0] and each else None for each in ranks],
            }
        )
    eligible = complete.eligible
    agreeing = tau_b(compared.ranks[:, eligible])
    labels = [_label(choice) for choice in choices]
    pairs = [
        _agree(labels[a], labels[b], float(agreeing[a, b])) for a, b in combinations(range(len(labels)), 2)
    ]
    return view | {
        "columns": [
            {"label": choice.label, "method": choice.method, "query": choice.query()} for choice in choices
        ],
        "rows": rows,
        "lines": _lines(rows),
        "height": ROW * (int(compared.ranks.max()) + 1),
        "sentences": compared.report().answer(visit.language),
        "agree": [pair.texts() for pair in pairs],
        "why": spoken(moves(crossed), visit.language),
    }


def _label(choice: Choice) -> Message:
    """Return what tells a ranking from the others."""
    return message(
        "{weighting} ({method})", weighting=choice.label or choice.base, method=method_title(choice.method)
    )


def _agree(a: Message, b: Message, tau: float) -> Message:
    """Return how alike two orders are."""
    words: dict[str, object] = {"a": a, "b": b, "tau": f"{tau:.2f}"}
    if np.isnan(tau):
        return message("{a} and {b}: all candidates are tied, so the agreement cannot be computed.", **words)
    if tau >= ALIKE:
        return message("{a} and {b} give nearly the same order (Kendall's tau-b {tau}).", **words)
    if tau >= APART:
        return message("{a} and {b} give partly the same order (Kendall's tau-b {tau}).", **words)
    return message("{a} and {b} give very different orders (Kendall's tau-b {tau}).", **words)


def _lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return where each candidate's line goes; the tied stand below each other in the order of the table."""
    columns = len(rows[0]["ranks"]) if rows else 0
    heights: list[dict[str, int]] = []
    for column in range(columns):
        placed = sorted(
            (row["ranks"][column], at, row["id"]) for at, row in enumerate(rows) if row["ranks"][column]
        )
        heights.append({id: ROW * (place + 1) for place, (_, _, id) in enumerate(placed)})
    return [
        {
            "name": row["name"],
            "moves": len(set(row["ranks"])) > 1,
            "leads": 1 in row["ranks"],
            "points": [
                {"x": column, "y": height[row["id"]], "rank": row["ranks"][column]}
                for column, height in enumerate(heights)
            ],
        }
        for row in rows
        if all(row["ranks"])
    ]
