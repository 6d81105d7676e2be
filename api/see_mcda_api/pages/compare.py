"""``/d/{id}/compare``: two to four rankings side by side, who moves and why, how far they agree."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from see_mcda.blocks import Cancel
from see_mcda.errors import SeeMcdaError
from see_mcda.ranking import Comparison, rank
from see_mcda.sensitivity import agreement
from see_mcda.sensitivity.rank_correlation import tau_b
from see_mcda.tables.agreement import agreement_sentences
from see_mcda.tables.comparison import comparison_sentences
from see_mcda_api.decisions.service import Kept
from see_mcda_api.pages.about import about
from see_mcda_api.pages.choice import EQUAL, Choice, weightings_of
from see_mcda_api.pages.visit import Visit, Visitor
from see_mcda_api.untrusted import untrusted

router = APIRouter(include_in_schema=False)
MOST = 4
USUAL = (EQUAL, "social-led", "economic-led", "environment-led")
"""What is compared unless the address says otherwise, after the weightings of one's own."""
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
            both = agreement(
                problem,
                list({choice.base: choice.weights for choice in choices}.values()),
                methods=list(dict.fromkeys(choice.method for choice in choices)),
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
    taus = [float(agreeing[at, at + 1]) for at in range(len(rankings) - 1)]
    return view | {
        "columns": [
            {"label": choice.label, "method": choice.method, "query": choice.query()} for choice in choices
        ],
        "rows": rows,
        "lines": _lines(rows),
        "height": ROW * (int(compared.ranks.max()) + 1),
        "sentences": comparison_sentences(compared, visit.language),
        "taus": taus,
        "why": agreement_sentences(both, visit.language),
    }


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
            "points": [
                {"x": column, "y": height[row["id"]], "rank": row["ranks"][column]}
                for column, height in enumerate(heights)
            ],
        }
        for row in rows
        if all(row["ranks"])
    ]
